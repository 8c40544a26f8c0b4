"""Parse the DAG folder as Airflow's DAG processor does and print what came out, as JSON; runs in its own process."""

import json
import sys
from typing import Any

from airflow.dag_processing.dagbag import DagBag
from airflow.sdk import DAG, task

from repwatch.installation import dags_folder


def told(one: Any) -> dict[str, Any]:  # noqa: ANN401 -- an operator, mapped or not
    """What the tests ask about one task, mapped or not."""
    own = one.partial_kwargs if one.is_mapped else vars(one)
    return {
        "downstream": sorted(one.downstream_task_ids),
        "pool": one.pool,
        "retries": one.retries,
        "is_mapped": one.is_mapped,
        "trigger_rule": str(getattr(one.trigger_rule, "value", one.trigger_rule)),
        "policy": type(own.get("retry_policy")).__name__,
        "outlets": [asset.uri for asset in one.outlets],
    }


def schedule(dag: DAG) -> str:
    """The assets and the clock that start a run."""
    condition = getattr(dag.timetable, "asset_condition", None)
    assets = [asset.uri for asset in condition.objects] if condition else []
    clock = getattr(dag.timetable, "timetable", dag.timetable)
    when = getattr(clock, "expression", None) or getattr(clock, "delta", None)
    return " or ".join([*assets, *([str(when)] if when else [])])


def main() -> None:
    # what Airflow itself brings in to parse any DAG is not the DAG files' doing
    task(main)
    before = set(sys.modules)
    bag = DagBag(str(dags_folder()))
    loaded = {name.partition(".")[0] for name in set(sys.modules) - before}
    found = {
        "errors": bag.import_errors,
        "seconds": {stat.file: stat.duration.total_seconds() for stat in bag.dagbag_stats},
        "loaded": sorted(loaded),
        "dags": {
            dag.dag_id: {
                "schedule": schedule(dag),
                "catchup": dag.catchup,
                "max_active_runs": dag.max_active_runs,
                "tasks": {one.task_id: told(one) for one in dag.tasks},
            }
            for dag in bag.dags.values()
        },
    }
    sys.stdout.write("\n" + json.dumps(found))


if __name__ == "__main__":
    main()
