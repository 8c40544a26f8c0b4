"""Score what has landed: language, sentiment, complaint, urgency."""

from datetime import timedelta

from airflow.sdk import dag, task

from dags.assets import LANDED, SCORED
from repwatch.orchestration import LAKE_WRITERS


@dag(
    dag_id="score",
    description="Score every mention that the current scorer has not seen",
    schedule=[LANDED],
    catchup=False,
    max_active_runs=1,
    tags=["repwatch"],
)
def score() -> None:
    @task(
        task_id="score",
        pool=LAKE_WRITERS.name,
        retries=2,
        retry_delay=timedelta(seconds=15),
        outlets=[SCORED],
    )
    def score_new() -> dict[str, int | str]:
        from repwatch.wiring import open_app  # noqa: PLC0415 -- heavy, and needed in the task only

        with open_app() as app:
            return app.score().as_dict()

    score_new()


score()
