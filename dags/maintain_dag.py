"""Keep the lake small: forget what must be, join small files, let go of what nothing needs."""

from datetime import timedelta

from airflow.sdk import CronTriggerTimetable, dag, task

from repwatch.orchestration import LAKE_WRITERS


@dag(
    dag_id="maintain",
    description="Daily care of the lake",
    schedule=CronTriggerTimetable("17 3 * * *", timezone="UTC"),
    catchup=False,
    max_active_runs=1,
    tags=["repwatch"],
)
def maintain() -> None:
    @task(task_id="maintain", pool=LAKE_WRITERS.name, retries=2, retry_delay=timedelta(minutes=1))
    def maintain_lake() -> dict[str, int | str]:
        from repwatch.wiring import open_app  # noqa: PLC0415 -- heavy, and needed in the task only

        with open_app() as app:
            return app.maintain().as_dict()

    maintain_lake()


maintain()
