"""Invented complaints that people of their trades would sort into issues, and how far we sort them alike."""

from pathlib import Path

from scoring.agreement import adjusted_rand
from scoring.issues import Complaint, group

FIXTURES = Path(__file__).parent / "fixtures"
Sorted = list[tuple[Complaint, str]]
"""Complaints, each with the issue it belongs to."""


def parts(name: str) -> dict[str, Sorted]:
    """The complaints of each trade of a file."""
    found: dict[str, Sorted] = {}
    trade = issue = ""
    for number, line in enumerate((FIXTURES / f"{name}.txt").read_text(encoding="utf-8").splitlines()):
        if line.startswith("["):
            trade = line.strip("[]")
        elif line.startswith("> "):
            issue = line[2:]
        elif not line.startswith("#"):
            lang, _, text = line.partition(" ")
            found.setdefault(trade, []).append((Complaint(key=str(number), text=text, lang=lang), issue))
    return found


def index(part: Sorted) -> float:
    """The adjusted Rand index of our issues against theirs; what is in no issue is alone."""
    label = {
        place: str(number)
        for number, issue in enumerate(group([complaint for complaint, _ in part]))
        for place in issue.members
    }
    told = [label.get(place, f"alone {place}") for place in range(len(part))]
    return adjusted_rand([issue for _, issue in part], told)
