"""Read every target since its cursor, then look again at known posts; one target's failure holds up no other."""

from datetime import timedelta

from airflow.sdk import DeltaTriggerTimetable, XComArg, chain, dag, task

from dags.assets import LANDED
from dags.patience import Patience, unless_told_to_wait
from repwatch.orchestration import LAKE_WRITERS
from repwatch.settings import load


@dag(
    dag_id="collect",
    description="Read public posts and reviews into the lake",
    schedule=DeltaTriggerTimetable(timedelta(minutes=load().collect_every_minutes)),
    catchup=False,
    max_active_runs=1,
    default_args={"retries": 2, "retry_delay": timedelta(seconds=10)},
    tags=["repwatch"],
)
def collect() -> None:
    @task
    def targets() -> list[str]:
        from repwatch.wiring import open_app  # noqa: PLC0415 -- heavy, and needed in the task only

        with open_app() as app:
            return [target.id for target in app.targets()]

    def over(step: str, *, rule: str = "all_success") -> XComArg:
        """One pass over every target, a task for each."""

        @task(
            task_id=step,
            pool=LAKE_WRITERS.name,
            retries=3,
            retry_exponential_backoff=2.0,
            max_retry_delay=timedelta(minutes=2),
            retry_policy=Patience(),
            map_index_template="{{ task.op_kwargs['target_id'] }}",
            trigger_rule=rule,
        )
        def work(target_id: str) -> dict[str, int | str]:
            from repwatch.wiring import open_app  # noqa: PLC0415 -- heavy, and needed in the task only

            with open_app() as app, unless_told_to_wait():
                summary: dict[str, int | str] = getattr(app, step)(target_id).as_dict()
                return summary

        return work.expand(target_id=found)

    # what did land is scored, whatever became of the other targets
    @task(trigger_rule="all_done_min_one_success", outlets=[LANDED])
    def land() -> None:
        """Tell the scoring that there is something new."""

    found = targets()
    passes = [over("pull"), over("recheck", rule="all_done"), over("answers", rule="all_done")]
    chain(*passes)
    passes >> land()


collect()
