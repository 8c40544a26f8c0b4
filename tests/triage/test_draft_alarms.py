import csv

import pytest

from tests.yardstick import DATA, needs_data
from triage.draft import Rule, check


@needs_data
@pytest.mark.parametrize("name", ["ibm_cdp", "play_safeboda"])
def test_real_answers_of_companies_are_seldom_stopped(name: str) -> None:
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as handle:
        answers = [row["text"] for row in csv.DictReader(handle) if row.get("role") == "company" and row["text"]]

    verdicts = [check(answer, written_lang="en") for answer in answers]

    stopped = sum(any(finding.rule is not Rule.STEP for finding in verdict.findings) for verdict in verdicts)
    print(f"{name}: something found in {stopped} of {len(answers)} answers ({stopped / len(answers):.1%})")  # noqa: T201 -- the figure that docs/playbook.md quotes
    assert stopped / len(answers) < 0.02
