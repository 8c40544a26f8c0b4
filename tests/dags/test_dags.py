"""The DAGs load quickly, hold no decisions, and agree with the installation about pools."""

import ast
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path
from typing import Any

import pytest
from inline_snapshot import snapshot

from repwatch.installation import dags_folder
from repwatch.orchestration import POOLS

FILES = sorted(dags_folder().glob("*_dag.py"))
OWN = {"airflow", "collectors", "dags", "repwatch", "triage"}


@pytest.fixture(scope="module")
def parsed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Everything that Airflow reads out of the folder, from a process of its own."""
    home = tmp_path_factory.mktemp("airflow")
    printed = subprocess.run(
        [sys.executable, str(Path(__file__).with_name("parse.py"))],
        env={
            **os.environ,
            "AIRFLOW_HOME": str(home),
            "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
            "REPWATCH_HOME": str(home),
        },
        cwd=home,
        check=True,
        capture_output=True,
        text=True,
    )
    found: dict[str, Any] = json.loads(printed.stdout.splitlines()[-1])
    return found


def tasks(parsed: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for dag_id, dag in parsed["dags"].items():
        for task_id, task in dag["tasks"].items():
            yield f"{dag_id}.{task_id}", task


def test_every_file_loads(parsed: dict[str, Any]) -> None:
    assert parsed["errors"] == {}


def test_the_graph_is_what_the_docs_say(parsed: dict[str, Any]) -> None:
    graph = {
        dag_id: (dag["schedule"], {task_id: task["downstream"] for task_id, task in dag["tasks"].items()})
        for dag_id, dag in sorted(parsed["dags"].items())
    }

    assert graph == snapshot({
        "collect": (
            "0:05:00",
            {
                "targets": ["answers", "pull", "recheck"],
                "pull": ["land", "recheck"],
                "recheck": ["answers", "land"],
                "answers": ["land"],
                "land": [],
            },
        ),
        "maintain": ("17 3 * * *", {"maintain": []}),
        "score": ("repwatch://lake/raw", {"score": []}),
        "triage": (
            "repwatch://lake/score or 2-59/5 * * * *",
            {"triage": ["build", "notify"], "build": [], "notify": []},
        ),
    })


def test_loading_brings_in_nothing_heavy(parsed: dict[str, Any]) -> None:
    sys.stdout.write(f"seconds to load: {parsed['seconds']}\n")

    brought_in = {name for name in parsed["loaded"] if not name.startswith("unusual_prefix_")}

    assert brought_in - set(sys.stdlib_module_names) <= OWN


def test_runs_never_overlap_and_never_catch_up(parsed: dict[str, Any]) -> None:
    for dag in parsed["dags"].values():
        assert (dag["max_active_runs"], dag["catchup"]) == (1, False)


def test_each_task_is_tried_again(parsed: dict[str, Any]) -> None:
    assert [name for name, task in tasks(parsed) if task["retries"] < 2] == []


def test_each_pool_that_a_task_waits_for_is_made_by_the_installation(parsed: dict[str, Any]) -> None:
    used = {task["pool"] for _, task in tasks(parsed)} - {"default_pool"}

    # a task in a pool that does not exist waits for ever
    assert used == {pool.name for pool in POOLS}


def test_one_target_is_one_task_whose_failure_holds_up_no_other(parsed: dict[str, Any]) -> None:
    collect = parsed["dags"]["collect"]["tasks"]

    for step in ("pull", "recheck", "answers"):
        assert (collect[step]["is_mapped"], collect[step]["policy"]) == (True, "Patience")
    assert (collect["recheck"]["trigger_rule"], collect["answers"]["trigger_rule"]) == ("all_done", "all_done")
    assert collect["land"]["trigger_rule"] == "all_done_min_one_success"
    assert collect["land"]["outlets"] == ["repwatch://lake/raw"]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_dag_file_names_and_orders_and_decides_nothing(path: Path) -> None:
    text = path.read_text()

    decisions = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.If | ast.IfExp | ast.Match)]

    assert decisions == []
    assert len(text.splitlines()) <= 70


def test_no_file_of_the_folder_shadows_a_package() -> None:
    # Airflow puts the folder at the end of sys.path, and the folder is scanned for DAGs
    stems = {path.stem for path in dags_folder().glob("*.py")} - {"__init__"}

    assert stems & (OWN | set(sys.stdlib_module_names) | set(packages_distributions())) == set()


def test_what_is_no_dag_is_not_scanned() -> None:
    ignored = set((dags_folder() / ".airflowignore").read_text().split())

    assert ignored == {path.name for path in dags_folder().glob("*.py")} - {path.name for path in FILES}
