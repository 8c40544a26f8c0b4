"""Groups complaints into recurring issues where no one waits for it, and knows old issues again."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from hashlib import sha256

from repwatch.reports.answering import Row
from scoring import issues
from scoring.issues import Complaint, Issue
from warehouse import issue_book, sql
from warehouse.desk import Desk
from warehouse.issue_book import Grouped, Grouping, KnownIssue
from warehouse.lake import Lake

MOST = 20_000
"""Complaints of a brand that are grouped, the newest first."""
AT_ONCE = 50
"""One new complaint among so many is worth grouping at once, so that the work grows with what is new."""
AT_LAST = timedelta(hours=1)
"""After this any new complaint is."""


def group_due(desk: Desk, lake: Lake, *, now: datetime) -> int:
    """Group the complaints of every brand that has enough new ones; returns how many were grouped."""
    last = issue_book.groupings(desk)
    counts = {row["brand"]: row["n"] for row in lake.query(sql.load("queries", "complaints_by_brand"), {"now": now})}
    due = [brand for brand, n in counts.items() if is_due(last.get(brand), n=n, now=now)]
    return sum(_group(desk, lake, brand, n=counts[brand], now=now) for brand in due)


def is_due(last: Grouping | None, *, n: int, now: datetime) -> bool:
    """Whether so many complaints are to be grouped anew."""
    if last is None:
        return n > 0
    new = abs(n - last.complaints)
    return new * AT_ONCE >= min(n, MOST) if now < last.grouped_at + AT_LAST else new > 0


def _group(desk: Desk, lake: Lake, brand: str, *, n: int, now: datetime) -> int:
    values = {"brand": brand, "most": MOST, "now": now}
    said = lake.query(sql.load("queries", "complaints_of_brand"), values)
    if not said:
        return 0
    found = issues.group([Complaint(key=_key(row), text=row["text"], lang=row["lang"]) for row in said])
    named = _named(found, said, issue_book.known(desk, brand=brand), brand=brand)
    places = {
        member: (its.issue_id, place)
        for issue, its in zip(found, named, strict=True)
        for place, member in enumerate(issue.members)
    }
    grouped = []
    for row, post in enumerate(said):
        issue_id, place = places.get(row, (None, 0))
        grouped.append(Grouped(platform=post["platform"], native_id=post["native_id"], issue_id=issue_id, place=place))
    grouping = Grouping(brand=brand, grouped_at=now, complaints=n, oldest_at=said[-1]["posted_at"])
    issue_book.regroup(desk, grouping, grouped, named)
    return len(said)


def _named(found: Sequence[Issue], said: Sequence[Row], known: Sequence[KnownIssue], *, brand: str) -> list[KnownIssue]:
    """Each found issue as the known one that it is most like, or as a new one."""
    pairs = sorted(
        (-likeness, place, other)
        for place, issue in enumerate(found)
        for other, old in enumerate(known)
        if (likeness := issues.likeness(issue.signature, old.signature)) >= issues.SAME
    )
    same: dict[int, int] = {}
    taken: set[int] = set()
    for _, place, other in pairs:
        if place not in same and other not in taken:
            same[place] = other
            taken.add(other)
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


def _key(row: Row) -> str:
    return f"{row['platform']}\x1f{row['native_id']}"
