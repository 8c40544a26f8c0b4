"""The queries of reports against figures worked out by hand or by the formula itself, on plain DuckDB."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

import warehouse
from triage.calendar import Calendar, Window
from warehouse import sql

AS_OF = datetime(2026, 3, 9, 12, tzinfo=UTC)
DUE = AS_OF - timedelta(hours=1)
POSTED = AS_OF - timedelta(hours=5)
SECOND = timedelta(microseconds=1)
WAIT = pa.schema([
    *((name, pa.string()) for name in ("brand", "part", "clock", "hours", "wait_state")),
    ("needs_answer", pa.bool_()),
    ("waited_seconds", pa.float64()),
])
POST = {
    "brand": "maple",
    "platform": "forum",
    "thread_id": "1",
    "posted_at": POSTED,
    "is_posted_at_known": True,
    "seen_at": POSTED,
    "due_at": DUE,
    "severity": "P2",
    "lang": "en",
    "topic": "delivery",
    "sentiment": "negative",
    "needs_answer": True,
    "is_backfill": False,
    "gone_at": None,
    "answer_state": "not_answered",
    "answer_id": None,
    "first_answered_at": None,
}
CASE = {"case_id": "c", "status": "open", "owner": None, "is_answered": False, "first_answered_at": None}
ASKED = {"as_of": AS_OF, "zone": "UTC", "since": None, "until": None, "brand": None, "by": "all"}


@pytest.fixture(scope="module")
def plain() -> Iterator[duckdb.DuckDBPyConnection]:
    """A DuckDB of the test's own with the lake's tables, and no lake."""
    connection = duckdb.connect(":memory:")
    connection.execute("set global timezone = 'UTC'")
    for path in sorted((Path(warehouse.__path__[0]) / "migrations" / "lake").glob("*.sql")):
        lines = path.read_text(encoding="utf-8").splitlines()
        # what only a DuckLake knows
        connection.execute("\n".join(line for line in lines if "set partitioned by" not in line))
    yield connection
    connection.close()


def outcome_of(plain: duckdb.DuckDBPyConnection, post: dict[str, Any], case: dict[str, Any] | None) -> str:
    plain.execute("delete from marts.post_answer; delete from marts.flagged_post")
    row = {**POST, "native_id": "1", **post}
    names = ", ".join(row)
    plain.execute(f"insert into marts.post_answer ({names}) values ({', '.join('?' * len(row))})", list(row.values()))
    if case is not None:
        full = {
            **{name: row[name] for name in ("brand", "platform", "native_id", "severity", "posted_at", "due_at")},
            "version": 1,
            "urgency": 50,
            "detected_at": POSTED,
            **CASE,
            **case,
        }
        names = ", ".join(full)
        plain.execute(
            f"insert into marts.flagged_post ({names}) values ({', '.join('?' * len(full))})", list(full.values())
        )
    [told] = plain.execute(sql.load("queries", "report_posts"), ASKED).to_arrow_table().to_pylist()
    return str(told["outcome"])


ANSWERED = {"answer_state": "answered", "answer_id": "a"}


@pytest.mark.parametrize(
    ("post", "case", "outcome"),
    [
        pytest.param({**ANSWERED, "first_answered_at": DUE}, None, "in_time", id="exactly at the due instant"),
        pytest.param({**ANSWERED, "first_answered_at": DUE + SECOND}, None, "late", id="the next microsecond"),
        pytest.param(ANSWERED, None, "in_time", id="an answer of unknown time, as in coverage"),
        pytest.param({}, None, "missed", id="breached and open"),
        pytest.param({"due_at": AS_OF + SECOND}, None, "undecided", id="not due yet"),
        pytest.param(
            {**ANSWERED, "first_answered_at": POSTED, "due_at": AS_OF + SECOND}, None, "undecided", id="early is no hit"
        ),
        pytest.param({**ANSWERED, "first_answered_at": AS_OF + SECOND}, None, "missed", id="an answer of the future"),
        pytest.param({"answer_state": "unknown"}, None, "unknown", id="a source that shows no answers"),
        pytest.param(
            {"answer_state": "unknown"},
            {"is_answered": True, "first_answered_at": POSTED},
            "in_time",
            id="an answer that a person recorded",
        ),
        pytest.param({"gone_at": DUE}, None, "withdrawn", id="deleted before it was due"),
        pytest.param({"gone_at": DUE + SECOND}, None, "missed", id="deleted later"),
        pytest.param({}, {"status": "dismissed"}, "missed", id="what is dismissed is told apart, not excused"),
        pytest.param({"gone_at": AS_OF + SECOND}, None, "missed", id="deleted in the future"),
        pytest.param(
            {"gone_at": DUE}, {"is_answered": True, "first_answered_at": POSTED}, "in_time", id="answered, then deleted"
        ),
    ],
)
def test_what_became_of_a_promise(
    plain: duckdb.DuckDBPyConnection, post: dict[str, Any], case: dict[str, Any] | None, outcome: str
) -> None:
    assert outcome_of(plain, post, case) == outcome


def kaplan_meier(waits: Sequence[tuple[float, bool]], share: float) -> float | None:
    """The textbook product, one distinct time after the other."""
    left = 1.0
    for time in sorted({wait for wait, is_answered in waits if is_answered}):
        at_risk = sum(wait >= time for wait, _ in waits)
        left *= 1 - sum(wait == time and is_answered for wait, is_answered in waits) / at_risk
        if left <= share + 1e-9:
            return float(time)
    return None


@given(st.lists(st.tuples(st.integers(0, 20), st.booleans()), min_size=1, max_size=40))
def test_times_to_an_answer_follow_kaplan_and_meier(waits: list[tuple[int, bool]]) -> None:
    rows = [
        {
            "brand": "maple",
            "part": "all",
            "clock": "posted",
            "hours": "calendar",
            "needs_answer": False,
            "waited_seconds": float(wait),
            "wait_state": "answered" if is_answered else "waiting",
        }
        for wait, is_answered in waits
    ]
    with duckdb.connect(":memory:") as connection:
        connection.register("told", pa.Table.from_pylist(rows, schema=WAIT))

        [found] = connection.execute(sql.load("queries", "report_response_times")).to_arrow_table().to_pylist()

    assert found["km_median_seconds"] == kaplan_meier(waits, 0.5)
    assert found["km_p90_seconds"] == kaplan_meier(waits, 0.1)
    assert (found["n"], found["answered"]) == (len(waits), sum(is_answered for _, is_answered in waits))


OFFICE = Calendar(
    zone="America/Toronto",
    windows={day: (Window(start=9 * 60, end=12 * 60), Window(start=13 * 60, end=17 * 60)) for day in range(5)},
    holidays=frozenset({date(2026, 3, 4)}),
)
FIRST = datetime(2026, 3, 1, tzinfo=UTC)
TOLD = pa.schema([
    *((name, pa.string()) for name in ("brand", "platform", "native_id", "part", "severity", "lang", "topic")),
    *((name, pa.string()) for name in ("case_id", "outcome")),
    *((name, pa.timestamp("us", tz="UTC")) for name in ("posted_at", "seen_at", "answered_at", "gone_at")),
    *((name, pa.bool_()) for name in ("needs_answer", "is_dismissed", "is_answered", "is_posted_at_known")),
])
WORKING = pa.schema([
    ("opens_at", pa.timestamp("us", tz="UTC")),
    ("closes_at", pa.timestamp("us", tz="UTC")),
    ("before_seconds", pa.float64()),
])
INSTANTS = st.integers(0, 20 * 24 * 3600).map(lambda seconds: FIRST + timedelta(seconds=seconds))


@given(st.lists(st.tuples(INSTANTS, INSTANTS), min_size=1, max_size=20))
def test_business_time_is_that_of_the_calendar(pairs: list[tuple[datetime, datetime]]) -> None:
    spans, before = [], 0.0
    for opens, closes in OFFICE.spans(FIRST, until=FIRST + timedelta(days=21)):
        spans.append({"opens_at": opens, "closes_at": closes, "before_seconds": before})
        before += (closes - opens).total_seconds()
    posts = [
        {
            **dict.fromkeys(("brand", "platform", "part", "severity", "lang", "topic"), "x"),
            "native_id": str(number),
            "outcome": "late",
            "posted_at": min(pair),
            "seen_at": min(pair),
            "answered_at": max(pair),
            "needs_answer": True,
            "is_dismissed": False,
            "is_answered": True,
            "is_posted_at_known": True,
        }
        for number, pair in enumerate(pairs)
    ]
    with duckdb.connect(":memory:") as connection:
        connection.execute("set timezone = 'UTC'")
        connection.register("told", pa.Table.from_pylist(posts, schema=TOLD))
        connection.register("working", pa.Table.from_pylist(spans, schema=WORKING))

        rows = connection.execute(sql.load("queries", "report_waits"), {"as_of": AS_OF}).to_arrow_table().to_pylist()

    worked = {row["native_id"]: row["waited_seconds"] for row in rows if row["hours"] == "business"}
    expected = [OFFICE.elapsed(min(pair), max(pair)).total_seconds() for pair in pairs]
    assert [worked[str(number)] for number in range(len(pairs))] == expected
