"""Real threads replayed under a policy: every promise ends as a count of the file itself says."""

import csv
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from repwatch import policies, replaying
from repwatch.settings import Settings
from repwatch.wiring import App
from tests.repwatch.installed import Installed
from tests.yardstick import DATA, needs_data

FILE = "ibm_cdp.csv"
NOW = datetime.fromisoformat("2020-05-01T00:00:00+00:00")
ZONE = ZoneInfo("America/New_York")
HOLIDAYS = {date(2018, 7, 4), date(2019, 12, 25), date(2020, 1, 1)}
HOURS = {"first": {"P1": 1, "P2": 2, "P3": 4, "P4": 8}, "next": {"P1": 1, "P2": 1, "P3": 2, "P4": 4}}
SETTLED = 6
NOTHING = timedelta()


def policy() -> dict[str, object]:
    def each(hours: dict[str, int]) -> dict[str, str]:
        return {severity: f"{count}h" for severity, count in hours.items()}

    days = ("monday", "tuesday", "wednesday", "thursday", "friday")
    windows = {day: ["08:00-12:00", "13:00-18:00"] for day in days}
    office = {"zone": ZONE.key, "holidays": sorted(HOLIDAYS), **windows}
    rule = {
        "name": "everyone",
        "targets": each(HOURS["first"]),
        "next": each(HOURS["next"]),
        "resolution": each(dict.fromkeys(HOURS["first"], SETTLED)),
        "calendars": dict.fromkeys(HOURS["first"], "office"),
    }
    return {"calendars": {"office": office}, "rules": [rule]}


def shifts(start: datetime) -> Iterator[tuple[datetime, datetime]]:
    """Mornings and afternoons of working days, from the day of `start` on."""
    day = start.astimezone(ZONE).date()
    while True:
        if day.weekday() < 5 and day not in HOLIDAYS:
            for opens, closes in ((8, 12), (13, 18)):
                yield (
                    datetime(*day.timetuple()[:3], opens, tzinfo=ZONE),
                    datetime(*day.timetuple()[:3], closes, tzinfo=ZONE),
                )
        day += timedelta(days=1)


def left_at(start: datetime, end: datetime, amount: timedelta) -> timedelta | None:
    """What is left of an amount of working time at `end`; None where it was used up before."""
    for opens, closes in shifts(start):
        # in UTC: local times of one zone are subtracted by the face of the clock
        begin, until = max(opens, start).astimezone(UTC), closes.astimezone(UTC)
        if end <= begin:
            return amount
        span = max(until - begin, NOTHING)
        if span >= amount and end > begin + amount:
            return None
        amount -= min(span, max(end - begin, NOTHING))
        if amount == NOTHING and end > until:
            return None
        if end <= until:
            return amount
    raise AssertionError


@dataclass(frozen=True)
class Judged:
    """What scoring made of a post: taken as it is, since clocks are what is checked here."""

    severity: str
    needs_answer: bool


def judge(rows: list[dict[str, str]], scored: dict[str, Judged], cases: dict[str, str]) -> Counter[tuple[str, ...]]:
    """How often each promise was kept, broken or is open, by brand, severity and timer."""
    by_id = {row["id"]: row for row in rows}
    threads: dict[str, list[dict[str, str]]] = {}
    for row in rows:
        threads.setdefault(_line(row, by_id)[-1]["id"], []).append(row)
    told: Counter[tuple[str, ...]] = Counter()
    for name, severity in cases.items():
        opener = by_id[name]
        waits = list(_waits(opener, [row for row in threads[name] if row["id"] != name], by_id, scored))
        answers = [row for row in threads[name] if row["role"] == "company" and _is_to(opener, row, by_id)]
        known = sorted(_at(row) for row in answers if row["created_at"] and _at(row) >= _at(opener))
        for timer, started, ended, level in waits:
            # an answer whose time is not known, or older than the post, is in time as far as anybody knows
            until = (known[0] if known else started) if timer == "first" and answers else ended
            until = started if until == NOW and ended else until
            left = left_at(started, until or NOW, timedelta(hours=HOURS[timer][level]))
            told[opener["brand"], severity, timer, "breaches" if left is None else "hits" if ended else "open"] += 1
        left = timedelta(hours=SETTLED)
        for _, started, ended, _ in waits:
            left = None if left is None else left_at(started, ended or NOW, left)
        told[opener["brand"], severity, "resolution", "breaches" if left is None else "open"] += 1
    return told


def _waits(
    opener: dict[str, str], later: list[dict[str, str]], by_id: dict[str, dict[str, str]], scored: dict[str, Judged]
) -> Iterator[tuple[str, datetime, datetime | None, str]]:
    """Each wait for an answer: its timer, its bounds (none where it goes on) and its severity."""
    posted = _at(opener)
    timer, since, level, is_answered = "first", posted, scored[opener["id"]].severity, False
    for row in sorted(later, key=lambda row: (_at(row), row["role"] == "customer")):
        if row["role"] == "company":
            is_answered = is_answered or _is_to(opener, row, by_id)
            if is_answered and timer:
                yield timer, since, max(_at(row), since), level
                timer = ""
        elif not timer and scored[row["id"]].needs_answer:
            timer, since, level = "next", _at(row), scored[row["id"]].severity
    if timer:
        yield timer, since, None, level


def _is_to(opener: dict[str, str], answer: dict[str, str], by_id: dict[str, dict[str, str]]) -> bool:
    """Whether an answer is to a message of the opener's author."""
    to = next(above for above in _line(answer, by_id)[1:] if above["role"] == "customer")
    return to["author"] == opener["author"]


def _at(row: dict[str, str]) -> datetime:
    return datetime.fromisoformat(row["created_at"]) if row["created_at"] else NOW


def _line(row: dict[str, str], by_id: dict[str, dict[str, str]]) -> list[dict[str, str]]:
    line = [row]
    while line[-1]["parent_id"] in by_id:
        line.append(by_id[line[-1]["parent_id"]])
    return line


@needs_data
@pytest.mark.parametrize("most", [100, pytest.param(10_000, marks=pytest.mark.long)])
def test_real_threads_end_under_a_policy_as_a_count_of_the_file_says(installed: Installed, most: int) -> None:
    with (DATA / FILE).open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))[:most]
    path = installed.write_rows("threads.csv", rows)
    app = App.open(Settings(home=installed.home), now=NOW)
    try:
        app.import_file(path, is_live=True)
        app.score()
        app.triage(is_live=True)
        proposed = policies.build(policy(), version=9)
        found = replaying.replay(app.desk, app.lake, proposed, since=NOW - timedelta(days=3650), now=NOW)
        scores = app.lake.query("select native_id, severity, needs_answer from score.mention_score")
        with app.desk.read() as connection:
            cases = {row[0]: row[1] for row in connection.exec_driver_sql("select native_id, severity from desk_case")}
    finally:
        app.close()

    scored = {row["native_id"]: Judged(row["severity"], row["needs_answer"]) for row in scores}
    expected = judge(rows, scored, cases)
    assert len(cases) > most / 20 or most > len(rows)
    counted = Counter({
        (tally.brand, tally.severity.value, tally.timer.value, end): getattr(tally, f"new_{end}")
        for tally in found.tallies
        for end in ("hits", "breaches", "open")
        if getattr(tally, f"new_{end}")
    })
    assert counted == expected
    assert {timer for _, _, timer, _ in expected} >= {"first", "resolution"}
