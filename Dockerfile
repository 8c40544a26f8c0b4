# The whole product in one image: Airflow, the dashboard and the command line.
FROM python:3.11-slim-bookworm AS build
WORKDIR /src

COPY requirements/build.txt requirements/run.txt requirements/
RUN python -m venv /opt/tools \
    && /opt/tools/bin/pip install --no-cache-dir --require-hashes --requirement requirements/build.txt \
    && python -m venv --without-pip /opt/repwatch \
    && /opt/tools/bin/uv pip install --no-cache --python /opt/repwatch --require-hashes --requirement requirements/run.txt

COPY . .
RUN /opt/tools/bin/python -m hatchling build --target wheel --directory /tmp/dist \
    && /opt/tools/bin/uv pip install --no-cache --python /opt/repwatch --no-deps /tmp/dist/*.whl

FROM python:3.11-slim-bookworm
RUN useradd --uid 10001 --user-group --home-dir /var/lib/repwatch --create-home repwatch
COPY --from=build /opt/repwatch /opt/repwatch

ENV PATH=/opt/repwatch/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    AIRFLOW_HOME=/var/lib/repwatch/airflow \
    AIRFLOW__CORE__DAGS_FOLDER=/opt/repwatch/lib/python3.11/site-packages/dags \
    REPWATCH_HOME=/var/lib/repwatch

USER 10001:10001
WORKDIR /var/lib/repwatch
CMD ["repwatch", "--help"]
