"""Open cases, move clocks, rebuild what is reported, tell people: after new scores, and by the clock without them."""

from datetime import timedelta

from airflow.sdk import AssetOrTimeSchedule, CronTriggerTimetable, dag, task

from dags.assets import SCORED
from repwatch.orchestration import LAKE_WRITERS


@dag(
    dag_id="triage",
    description="Cases, SLA clocks, marts and alerts",
    # a deadline passes whether or not somebody posts
    schedule=AssetOrTimeSchedule(timetable=CronTriggerTimetable("2-59/5 * * * *", timezone="UTC"), assets=[SCORED]),
    catchup=False,
    max_active_runs=1,
    default_args={"retries": 2, "retry_delay": timedelta(seconds=15)},
    tags=["repwatch"],
)
def triage() -> None:
    @task(task_id="triage", pool=LAKE_WRITERS.name)
    def triage_now() -> dict[str, int | str]:
        from repwatch.wiring import open_app  # noqa: PLC0415 -- heavy, and needed in the task only

        with open_app() as app:
            return app.triage().as_dict()

    @task(pool=LAKE_WRITERS.name)
    def build() -> dict[str, int | str]:
        from repwatch.wiring import open_app  # noqa: PLC0415 -- heavy, and needed in the task only

        with open_app() as app:
            return app.build().as_dict()

    # what was recorded is told even where the step before failed; `build` then still says that the run did.
    # It only reads the lake, and a slow receiver must not keep others from writing to it
    @task(trigger_rule="all_done")
    def notify() -> dict[str, int | str]:
        from repwatch.wiring import open_app  # noqa: PLC0415 -- heavy, and needed in the task only

        with open_app() as app:
            return app.notify().as_dict()

    triage_now() >> [build(), notify()]


triage()
