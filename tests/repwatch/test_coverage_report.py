"""Response coverage agrees with a count of the file itself, made without any of our code."""

import csv
from collections import defaultdict
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from repwatch.wiring import App
from tests.repwatch.installed import NOW, Installed
from tests.yardstick import DATA, needs_data

FILES = ["ibm_cdp.csv", "play_safeboda.csv"]


def counted(path: Path) -> dict[str, dict[str, Any]]:
    """Opening posts, answers and times of each brand, straight from the rows."""
    with path.open(newline="", encoding="utf-8") as file:
        rows = {row["id"]: row for row in csv.DictReader(file)}
    answers = defaultdict(list)
    for row in rows.values():
        top = row
        while top["parent_id"] in rows:
            top = rows[top["parent_id"]]
        if row["role"] == "company":
            answers[top["id"]].append(row["created_at"])
    told: dict[str, dict[str, Any]] = defaultdict(lambda: {"n": 0, "answered": 0, "n_negative": 0, "seconds": []})
    for row in rows.values():
        if row["role"] == "customer" and not row["parent_id"]:
            brand = told[row["brand"]]
            brand["n"] += 1
            brand["answered"] += row["id"] in answers
            if known := [at for at in answers[row["id"]] if at]:
                seconds = (
                    datetime.fromisoformat(min(known)) - datetime.fromisoformat(row["created_at"])
                ).total_seconds()
                brand["n_negative"] += seconds < 0
                brand["seconds"] += [seconds] if seconds >= 0 else []
    return told


@pytest.mark.long
@needs_data
@pytest.mark.parametrize("name", FILES)
def test_the_report_counts_what_the_file_says(installed: Installed, app: App, name: str) -> None:
    summary = app.import_file(DATA / name)
    app.score()
    triaged = app.triage()

    brands = {
        row["brand"]: row["all"]
        for row in installed.json("report", "coverage", "--since", "all", "--now", NOW)["brands"]
    }

    expected = counted(DATA / name)
    assert {brand: {key: told[key] for key in ("n", "answered", "n_negative")} for brand, told in expected.items()} == {
        brand: {key: told[key] for key in ("n", "answered", "n_negative")} for brand, told in brands.items()
    }
    for brand, told in expected.items():
        for field, share in (("median_seconds", 0.5), ("p90_seconds", 0.9)):
            figure = pytest.approx(np.quantile(told["seconds"], share)) if told["seconds"] else None
            assert brands[brand][field] == figure, (brand, field)
    assert (summary.quarantined, triaged.opened, triaged.events) == (0, 0, 0)
    assert installed.decided()["desk_case"].endswith(" 0")
