"""Finds recurring issues among complaints, knows old ones again, and tells how each goes."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from hashlib import sha256
from typing import Any

from repwatch.reports.answering import Asked, Row, values_of
from repwatch.reports.change import change, per_1000
from scoring import intervals, issues
from scoring.issues import Complaint, Issue
from warehouse import asking, issue_book
from warehouse.asking import Question
from warehouse.desk import Desk
from warehouse.issue_book import Fix, KnownIssue
from warehouse.lake import Lake

MOST = 20_000
"""Complaints that are read, the newest first."""
EXAMPLES = 3
TREND = timedelta(days=28)
_URGENT = frozenset({"P1", "P2"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Recurring:
    """The issues, largest first, the complaints of each, and how many complaints are in none."""

    figures: list[Row]
    rows: list[Row]
    complaints: int
    grouped: int


def recurring(desk: Desk, lake: Lake, asked: Asked) -> Recurring:
    """Group the window's complaints per brand; issues that are new get an id that they keep."""
    question = Question(
        rows=("report_posts",), figures="report_complaints", values={**values_of(asked), "most": MOST}, staged={}
    )
    complaints, volume = asking.several(lake, question, "report_complaints", "report_volume")
    fixes = issue_book.fixes(desk)
    figures: list[Row] = []
    opened: list[Row] = []
    for brand in dict.fromkeys(row["brand"] for row in volume):
        said = [row for row in complaints if row["brand"] == brand]
        posts = [(row["posted_date"], row["n"]) for row in volume if row["brand"] == brand]
        found = issues.group([Complaint(key=_key(row), text=row["text"], lang=row["lang"]) for row in said])
        named = _named(found, said, issue_book.known(desk, brand=brand), brand=brand)
        issue_book.add(desk, named, now=asked.as_of)
        for issue, its in zip(found, named, strict=True):
            members = [said[place] for place in issue.members]
            figures.append(_figures(its, members, len(said), posts, fixes.get(its.issue_id), asked))
            opened += [_opened(its.issue_id, row) for row in members]
    figures.sort(key=lambda row: (-row["n"], row["issue_id"]))
    return Recurring(figures=figures, rows=opened, complaints=len(complaints), grouped=len(opened))


def _named(found: Sequence[Issue], said: Sequence[Row], known: Sequence[KnownIssue], *, brand: str) -> list[KnownIssue]:
    """Each found issue as the known one that it is most like, or as a new one."""
    pairs = sorted(
        (
            (-likeness, place, other)
            for place, issue in enumerate(found)
            for other, old in enumerate(known)
            if (likeness := issues.likeness(issue.signature, old.signature)) >= issues.SAME
        ),
    )
    same: dict[int, int] = {}
    for _, place, other in pairs:
        if place not in same and other not in same.values():
            same[place] = other
    return [
        known[same[place]] if place in same else _new(issue, [said[member] for member in issue.members], brand=brand)
        for place, issue in enumerate(found)
    ]


def _new(issue: Issue, members: Sequence[Row], *, brand: str) -> KnownIssue:
    told = f"{brand}\x1f{sorted(issue.signature.items())}"
    return KnownIssue(
        issue_id=f"i-{sha256(told.encode()).hexdigest()[:8]}",
        brand=brand,
        name_en=issue.name_en,
        name_fr=issue.name_fr,
        signature=issue.signature,
        first_seen_at=min(row["posted_at"] for row in members),
    )


def _figures(
    its: KnownIssue,
    members: Sequence[Row],
    of_complaints: int,
    posts: Sequence[tuple[date, int]],
    fix: Fix | None,
    asked: Asked,
) -> Row:
    days = [row["posted_date"] for row in members]
    share = intervals.share(len(members), of_complaints)
    urgent = sum(row["severity"] in _URGENT for row in members)
    half = _local_day(asked) - TREND + timedelta(days=1)
    trend = change(days, posts, at=half, span=TREND)
    return {
        "issue_id": its.issue_id,
        "brand": its.brand,
        "name_en": its.name_en,
        "name_fr": its.name_fr,
        "n": len(members),
        "of_complaints": of_complaints,
        "share": share.value,
        "share_low": share.low,
        "share_high": share.high,
        "urgent": urgent,
        "first_seen_at": min(its.first_seen_at, *(row["posted_at"] for row in members)),
        "last_seen_at": max(row["posted_at"] for row in members),
        "languages": _counted(row["lang"] for row in members),
        "platforms": _counted(row["platform"] for row in members),
        "severities": _counted(row["severity"] for row in members),
        "weeks": _weeks(days, posts),
        "trend": asdict(trend),
        "fix": None if fix is None else {**asdict(fix), **asdict(change(days, posts, at=fix.on))},
        "examples": [{name: row[name] for name in ("platform", "native_id", "url")} for row in members[:EXAMPLES]],
    }


def _local_day(asked: Asked) -> date:
    last = min(asked.as_of, asked.until) if asked.until else asked.as_of
    return asked.day_of(last)


def _weeks(days: Sequence[date], posts: Sequence[tuple[date, int]]) -> list[Row]:
    """Each ISO week of the window with posts, also those without the issue."""
    events = Counter(_week(day) for day in days)
    volume = Counter[str]()
    for day, n in posts:
        volume[_week(day)] += n
    return [
        {"week": week, "n": events[week], "posts": n, "per_1000": per_1000(events[week], n)}
        for week, n in sorted(volume.items())
    ]


def _week(day: date) -> str:
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02}"


def _counted(names: Iterable[str]) -> dict[str, int]:
    return dict(Counter(names).most_common())


def _key(row: Mapping[str, Any]) -> str:
    return f"{row['platform']}\x1f{row['native_id']}"


def _opened(issue_id: str, row: Row) -> Row:
    names = ("brand", "platform", "native_id", "posted_at", "lang", "severity", "url", "text")
    return {"issue_id": issue_id, **{name: row[name] for name in names}}
