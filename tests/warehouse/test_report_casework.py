"""Reports of people, backlog and recovery against cases that were worked out by hand, on plain DuckDB."""

from datetime import UTC, datetime, timedelta
from typing import Any

import duckdb
import pyarrow as pa
import pytest

from warehouse import desk_tables, sql

AS_OF = datetime(2026, 3, 9, 12, tzinfo=UTC)
POSTED = AS_OF - timedelta(hours=10)
DUE = AS_OF - timedelta(hours=6)
HOUR = timedelta(hours=1)
ASKED = {"as_of": AS_OF, "zone": "UTC", "since": None, "until": None, "brand": None, "by": "all", "answered_by": None}
CASE = {
    **dict.fromkeys(("brand", "platform", "native_id", "severity", "lang", "topic"), "x"),
    "status": "answered",
    "posted_at": POSTED,
    "due_at": DUE,
    "is_waiting": False,
    "is_answered": True,
    "first_answered_at": POSTED + HOUR,
    "escalation_level": 0,
    "next_late": 0,
}
OPEN = {
    "status": "claimed",
    "is_waiting": True,
    "is_answered": False,
    "first_answered_at": None,
    "next_due_at": DUE,
    "next_warn_at": DUE - HOUR,
    "waiting_since": POSTED,
}


def event(case_id: str, version: int, kind: str, *, by: str = "repwatch", **more: object) -> dict[str, Any]:
    at = POSTED + version * timedelta(minutes=10)
    told = {"case_id": case_id, "version": version, "kind": kind, "actor": by, "holder": by, "occurred_at": at}
    return {**told, "recorded_at": at, "needs_answer": True, "is_to_opener": True, **more}


def figures(
    rows: str, report: str, cases: list[dict[str, Any]], events: list[dict[str, Any]], **asked: object
) -> list[dict[str, Any]]:
    with duckdb.connect(":memory:") as connection:
        connection.execute("set timezone = 'UTC'")
        connection.register("desk_cases", pa.Table.from_pylist(cases, schema=desk_tables._CASE))
        connection.register("desk_events", pa.Table.from_pylist(events, schema=desk_tables._EVENT))
        connection.execute(f"create temp view standing_events as {sql.load('queries', 'standing_events')}")
        text = sql.load("queries", rows)
        told = connection.execute(text, {key: value for key, value in (ASKED | asked).items() if f"${key}" in text})
        connection.register("told", told.to_arrow_table())
        found: list[dict[str, Any]] = connection.execute(sql.load("queries", report)).to_arrow_table().to_pylist()
        return found


def test_an_answer_is_of_whoever_gave_it_or_had_taken_its_case() -> None:
    cases = [
        {**CASE, "case_id": "found while ann had it"},
        {**CASE, "case_id": "recorded by ben", "first_answered_at": DUE + HOUR},
        {**CASE, "case_id": "taken back before"},
        {**CASE, **OPEN, "case_id": "in ann's hands", "owner": "ann"},
        {**CASE, "case_id": "of unknown time", "first_answered_at": None},
        {**CASE, "case_id": "given to chloe"},
    ]
    events = [
        event("found while ann had it", 2, "claimed", by="ann"),
        event("found while ann had it", 3, "answered"),
        event("recorded by ben", 2, "claimed", by="ann"),
        event("recorded by ben", 3, "answered", by="ben"),
        event("taken back before", 2, "claimed", by="ann"),
        event("taken back before", 3, "undone", by="ann", undoes=2),
        event("taken back before", 4, "answered"),
        event("in ann's hands", 2, "claimed", by="ann"),
        event("of unknown time", 2, "answered", by="ben"),
        event("given to chloe", 2, "assigned", by="lead", holder="chloe"),
        event("given to chloe", 3, "answered", is_to_opener=True),
    ]

    found = figures("report_answers_given", "report_people", cases, events)
    of_two = figures("report_answers_given", "report_people", cases, events, answered_by=["ben", "(nobody)"])

    assert {row["person"]: row["n"] for row in of_two} == {"ben": 2, "(nobody)": 1}
    told = {row["person"]: (row["n"], row["timed"], row["in_time"], row["in_hand"]) for row in found}
    assert told == {"ann": (1, 1, 1, 1), "ben": (2, 1, 0, 0), "chloe": (1, 1, 1, 0), "(nobody)": (1, 1, 1, 0)}
    [ann] = [row for row in found if row["person"] == "ann"]
    assert (ann["median_seconds"], ann["overdue_in_hand"]) == (3_600.0, 1)


def test_a_case_is_reopened_by_a_person_or_a_question_and_not_by_thanks() -> None:
    resolved = {**CASE, "status": "resolved", "resolved_at": AS_OF - HOUR}
    cases = [
        {**resolved, "case_id": "settled"},
        {**resolved, "case_id": "thanked"},
        {**CASE, **OPEN, "case_id": "asked again"},
        {**CASE, **OPEN, "case_id": "taken up again"},
        {**CASE, **OPEN, "case_id": "resolved by mistake"},
        {**CASE, "case_id": "dismissed", "status": "dismissed", "is_answered": False},
    ]
    events = [
        event("settled", 2, "resolved", by="ann"),
        event("thanked", 2, "resolved", by="ann"),
        event("thanked", 3, "customer_replied", needs_answer=False),
        event("asked again", 2, "resolved", by="ann"),
        event("asked again", 3, "customer_replied"),
        event("taken up again", 2, "resolved", by="ann"),
        event("taken up again", 3, "reopened", by="ben"),
        event("resolved by mistake", 2, "resolved", by="ann"),
        event("resolved by mistake", 3, "undone", by="ann", undoes=2),
        event("dismissed", 2, "dismissed", by="ann"),
    ]

    [found] = figures("report_cases", "report_backlog", cases, events)

    assert (found["n"], found["owed"], found["dismissed"]) == (6, 5, 1)
    assert (found["resolved"], found["ever_resolved"], found["reopened"]) == (2, 4, 2)
    assert (found["waiting"], found["overdue"], found["at_risk"], found["acted"]) == (3, 3, 0, 4)
    assert found["resolution_median_seconds"] == 9 * 3_600


@pytest.mark.parametrize(
    ("before", "after", "recovery"),
    [
        pytest.param({}, None, "silent", id="nothing more was heard"),
        pytest.param({}, {"sentiment": "positive"}, "recovered", id="thanked"),
        pytest.param({}, {"sentiment": "neutral"}, "recovered", id="calmer"),
        pytest.param({}, {"sentiment": "negative"}, "not_recovered", id="still angry"),
        pytest.param({}, {"author": "another"}, "silent", id="another customer below"),
        pytest.param({}, {"hours": 1}, "silent", id="before the answer"),
        pytest.param({}, {"hours": 3_000}, "silent", id="long after"),
        pytest.param({"stars": 1}, {"stars": 4, "thread": "other"}, "recovered", id="a better review later"),
        pytest.param({"stars": 1}, {"stars": 2, "thread": "other"}, "not_recovered", id="hardly better"),
        pytest.param({"stars": 1}, {"stars": 5, "thread": "other", "brand": "other"}, "silent", id="another brand"),
        pytest.param({}, {"thread": "other"}, "silent", id="words elsewhere"),
        pytest.param({"stars": 4, "had": (3, 1)}, None, "recovered", id="more stars for the same review"),
        pytest.param({"stars": 2, "had": (3, 1)}, None, "not_recovered", id="hardly more"),
        pytest.param({"stars": 1, "had": (3, 1)}, None, "not_recovered", id="other words, as many stars"),
        pytest.param({"stars": 1, "had": (1, 1)}, None, "silent", id="changed before the answer"),
        pytest.param({"stars": 1, "had": (3_000, 1)}, None, "silent", id="changed long after"),
        pytest.param(
            {"stars": 4, "had": (3, 1)}, {"stars": 1, "thread": "other"}, "not_recovered", id="and then a worse review"
        ),
    ],
)
def test_recovery_is_what_the_same_customer_says_next(
    before: dict[str, Any], after: dict[str, Any] | None, recovery: str
) -> None:
    opener = {"id": "1", "hours": 0, "author": "customer", "thread": "1", "sentiment": "negative", "brand": "x"}
    posts = [{**opener, **before}]
    if after is not None:
        posts.append({**opener, "id": "2", "hours": 5, "sentiment": "positive", **after})
    told = {
        "brand": "x",
        "platform": "x",
        "native_id": "1",
        "part": "all",
        "is_answered": True,
        "posted_at": POSTED,
        "answered_at": POSTED + 2 * HOUR,
    }
    with duckdb.connect(":memory:") as connection:
        connection.execute("set timezone = 'UTC'")
        connection.execute("create schema raw; create schema score")
        for name, rows in stored(posts).items():
            connection.register("rows", pa.Table.from_pylist(rows))
            connection.execute(f"create table {name} as select * from rows")
        connection.register("told", pa.Table.from_pylist([told]))

        as_of = {"as_of": POSTED + 10_000 * HOUR}
        [found] = connection.execute(sql.load("queries", "report_recoveries"), as_of).to_arrow_table().to_pylist()

    assert found["recovery"] == recovery


def stored(posts: list[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    """The columns of the lake's tables that the query reads."""
    keys = [{"platform": "x", "native_id": post["id"]} for post in posts]
    pairs = list(zip(keys, posts, strict=True))
    return {
        "raw.mention": [
            {
                **key,
                "thread_id": post["thread"],
                "created_at": POSTED + post["hours"] * HOUR,
                "rating": float(post["stars"]) if "stars" in post else None,
                "rating_max": 5.0 if "stars" in post else None,
            }
            for key, post in pairs
        ],
        "raw.content": [{**key, "author_id": post["author"]} for key, post in pairs],
        "raw.revision": [
            {
                **key,
                "native_id": post["id"] if "had" in post else "nobody's",
                "rating": float(post.get("had", (0, 0))[1]),
                "rating_max": 5.0,
                "replaced_at": POSTED + post.get("had", (0, 0))[0] * HOUR,
            }
            for key, post in pairs
        ],
        "raw.mention_brand": [{**key, "brand": post["brand"]} for key, post in pairs],
        "score.mention_score": [{**key, "compound": 0.0, "sentiment": post["sentiment"]} for key, post in pairs],
    }
