"""Tells of the recurring issues that were found: how large each is, how it goes, and what a fix changed."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta

from repwatch.grouping import MOST
from repwatch.reports.answering import Asked, Row, values_of
from repwatch.reports.change import change, per_1000
from scoring import intervals
from scoring.issues import FEWEST
from warehouse import asking, desk_tables, issue_book
from warehouse.asking import Question
from warehouse.desk import Desk
from warehouse.issue_book import Fix, Grouping, KnownIssue
from warehouse.lake import Lake

EXAMPLES = 3
TREND = timedelta(days=28)
_URGENT = frozenset({"P1", "P2"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Recurring:
    """The issues, largest first, the complaints of each, and how many of those that were grouped are in one.

    `waiting` more came after the complaints of their brand were grouped, the first of them at `grouped_at`; None where
    nothing was grouped yet.
    """

    figures: list[Row]
    rows: list[Row]
    complaints: int
    grouped: int
    waiting: int
    grouped_at: datetime | None


def recurring(desk: Desk, lake: Lake, asked: Asked) -> Recurring:
    """The issues of a window, as the build last grouped the complaints; nothing is grouped while somebody waits."""
    question = Question(
        rows=("report_posts",),
        figures="report_complaints",
        values={**values_of(asked), "most": MOST},
        staged={"desk_issue_posts": desk_tables.issue_posts(desk)},
    )
    said, volume = asking.several(lake, question, "report_complaints", "report_volume")
    last = {brand: one for brand, one in issue_book.groupings(desk).items() if asked.brand in {None, brand}}
    of_brand = Counter(row["brand"] for row in said if row["is_grouped"])
    posts = defaultdict(list)
    for row in volume:
        posts[row["brand"]].append((row["posted_date"], row["n"]))
    fixes = issue_book.fixes(desk)
    figures: list[Row] = []
    opened: list[Row] = []
    for its, members in _met(said, issue_book.known(desk, brand=asked.brand)):
        n, its_posts = of_brand[its.brand], posts[its.brand]
        figures.append(_figures(its, members, n, its_posts, fixes.get(its.issue_id), asked))
        opened += [_opened(its.issue_id, row) for row in members]
    figures.sort(key=lambda row: (-row["n"], row["issue_id"]))
    return Recurring(
        figures=figures,
        rows=opened,
        complaints=of_brand.total(),
        grouped=len(opened),
        waiting=sum(_is_waiting(row, last.get(row["brand"])) for row in said),
        grouped_at=min((one.grouped_at for one in last.values()), default=None),
    )


def trend_span(asked: Asked) -> timedelta:
    """How much is held beside as much before it: half of the window, whose days alone are known; one day at least."""
    if asked.since is None:
        return TREND
    window = _local_day(asked) - asked.day_of(asked.since)
    return min(TREND, max(window // 2, timedelta(days=1)))


def _met(said: Iterable[Row], known: Iterable[KnownIssue]) -> list[tuple[KnownIssue, list[Row]]]:
    """The issues that enough of these complaints are in, the most typical complaint of each first."""
    met = defaultdict(list)
    for row in said:
        met[row["brand"], row["issue_id"]].append(row)
    found = [(its, met.get((its.brand, its.issue_id), [])) for its in known]
    return [(its, sorted(rows, key=lambda row: row["place"])) for its, rows in found if len(rows) >= FEWEST]


def _is_waiting(row: Row, last: Grouping | None) -> bool:
    """Whether a complaint waits to be grouped; what is older than all that was grouped never will be."""
    return not row["is_grouped"] and (last is None or bool(row["posted_at"] >= last.oldest_at))


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
    span = trend_span(asked)
    trend = change(days, posts, at=_local_day(asked) - span + timedelta(days=1), span=span)
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
        "trend": {"days": span.days, **asdict(trend)},
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


def _opened(issue_id: str, row: Row) -> Row:
    names = ("brand", "platform", "native_id", "posted_at", "lang", "severity", "url", "text")
    return {"issue_id": issue_id, **{name: row[name] for name in names}}
