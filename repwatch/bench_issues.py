"""Measures grouping against complaints that people grouped, per app and sort of complaint."""

import csv
from collections import defaultdict
from pathlib import Path

from scoring.agreement import adjusted_rand, b_cubed, found_across
from scoring.issues import Complaint, group


def bench(path: Path) -> dict[str, float | int]:
    """The adjusted Rand index of each part of a file (columns id, text, lang, cluster, brand, issue), and means."""
    parts: dict[str, list[dict[str, str]]] = defaultdict(list)
    with path.open(newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if missing := {"id", "text", "cluster"} - {name for name, value in row.items() if value is not None}:
                raise ValueError(f"{path.name} has no column {', '.join(sorted(missing))}")
            parts[" ".join(filter(None, (row.get("brand"), row.get("issue")))) or "all"].append(row)
    if not parts:
        raise ValueError(f"{path.name} holds no rows")
    found: dict[str, float | int] = {}
    cubed: list[float] = []
    across: list[float] = []
    for name, rows in sorted(parts.items()):
        issues = group([Complaint(key=row["id"], text=row["text"], lang=row.get("lang") or "und") for row in rows])
        # what is in no issue is alone
        label = {place: str(number) for number, issue in enumerate(issues) for place in issue.members}
        told = [label.get(place, f"alone {place}") for place in range(len(rows))]
        people = [row["cluster"] for row in rows]
        found[name] = adjusted_rand(people, told)
        cubed.append(b_cubed(people, told))
        across.append(found_across(people, told, kinds=[row.get("lang") for row in rows]))
    n = len(parts)
    return {
        **found,
        "mean adjusted Rand index": sum(found.values()) / n,
        "mean B-cubed F": sum(cubed) / n,
        "pairs found across languages": sum(across) / n,
        "parts": n,
    }
