"""What a person judged, and what an author took down, moves the figures the way docs/metrics.md says."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime, timedelta

import pytest

from repwatch.wiring import App
from tests.repwatch.installed import NOW, START, Installed
from warehouse import read
from warehouse.lake import Cursor, Lake

HOUR = timedelta(hours=1)
DUE = START - 4 * HOUR
POSTS: dict[str, Mapping[str, object]] = {
    "answered": {"answered_at": DUE - HOUR},
    "missed": {},
    "unknown": {"answer_state": "unknown"},
    "needs none": {"needs_answer": False},
    "dismissed though missed": {"status": "dismissed", "dismissed_at": DUE},
    "dismissed after its answer": {"status": "dismissed", "dismissed_at": DUE, "answered_at": DUE - HOUR},
    "merged": {"status": "merged", "dismissed_at": DUE},
    "a copy": {"status": "merged", "dismissed_at": DUE, "dismiss_reason": "alike"},
    "an answered copy": {"status": "merged", "dismissed_at": DUE, "dismiss_reason": "alike", "answered_at": DUE - HOUR},
    "a copy of what was dismissed": {"status": "merged", "dismissed_at": DUE, "dismiss_reason": "alike", "into": 4},
    "a copy of what is dismissed tomorrow": {
        "status": "merged",
        "dismissed_at": DUE,
        "dismiss_reason": "alike",
        "into": 11,
    },
    "dismissed tomorrow": {"status": "dismissed", "dismissed_at": START + HOUR},
    "withdrawn in time": {"gone_at": DUE},
    "withdrawn late": {"gone_at": DUE + HOUR},
    "recorded, then withdrawn": {"gone_at": DUE, "recorded_at": DUE - HOUR, "status": "closed"},
}


@pytest.fixture
def lake(app: App) -> Lake:
    rows = [_row(number, name, **facts) for number, (name, facts) in enumerate(POSTS.items())]

    def work(cursor: Cursor) -> None:
        for table, row in ((table, row) for one in rows for table, row in one.items()):
            names, marks = ", ".join(row), ", ".join(f"${name}" for name in row)
            cursor.execute(f"insert into {table} ({names}) values ({marks})", dict(row))

    app.lake.transaction(work)
    return app.lake


def _row(number: int, name: str, **facts: object) -> dict[str, dict[str, object]]:
    key = {"brand": "acme", "platform": "file", "native_id": name}
    posted = {"posted_at": START - 9 * HOUR, "due_at": DUE, "severity": "P3"}
    told = {
        **key,
        **posted,
        "thread_id": name,
        "is_posted_at_known": True,
        "seen_at": START,
        "lang": "en",
        "topic": "other",
        "sentiment": "negative",
        "needs_answer": facts.get("needs_answer", True),
        "is_backfill": False,
        "gone_at": facts.get("gone_at"),
        "first_answered_at": facts.get("answered_at"),
        "answer_state": facts.get("answer_state", "answered" if "answered_at" in facts else "not_answered"),
    }
    case = {
        **key,
        **posted,
        "case_id": str(number),
        "version": 1,
        "urgency": 1,
        "detected_at": START,
        "status": facts.get("status", "open"),
        "dismissed_at": facts.get("dismissed_at"),
        "dismiss_reason": facts.get("dismiss_reason"),
        "merged_into": str(facts["into"]) if "into" in facts else None,
        "is_answered": "recorded_at" in facts,
        "first_answered_at": facts.get("recorded_at"),
    }
    said = {"platform": "file", "native_id": name, "text": name, "created_month": START.date().replace(day=1)}
    return {"marts.post_answer": told, "marts.flagged_post": case, "raw.content": said}


def named(lake: Lake, state: str | None, *, as_of: datetime = START, needs_answer: bool = True) -> set[str]:
    posts = read.posts_behind(lake, as_of=as_of, needs_answer=needs_answer, answer_state=state)
    return {post.key.native_id for post in posts}


def test_what_was_dismissed_is_set_apart_and_shown(lake: Lake) -> None:
    [figures] = read.coverage(lake, as_of=START)

    counts = ("n", "answered", "by_hand", "not_answered", "unknown", "dismissed")
    assert {name: asdict(figures.all)[name] for name in counts} == {
        "n": 14, "answered": 4, "by_hand": 1, "not_answered": 9, "unknown": 1, "dismissed": 4,
    }  # fmt: skip
    assert {name: asdict(figures.needs_answer)[name] for name in counts} == {
        "n": 9, "answered": 3, "by_hand": 1, "not_answered": 5, "unknown": 1, "dismissed": 4,
    }  # fmt: skip


def test_what_only_a_person_vouches_for_is_told_wherever_coverage_is(installed: Installed, lake: Lake) -> None:
    page = installed.folder / "week.html"

    table = installed.run("report", "coverage", "--now", NOW).stdout
    installed.run("report", "weekly", "--week", "2026-W10", "--out", str(page), "--now", NOW)

    told = page.read_text(encoding="utf-8")
    assert "acme, need an answer: 3 answered, of these 1 recorded by hand, not seen on the platform yet" in table
    assert "acme, all: 4 answered, of these 1 recorded by hand, not seen on the platform yet" in table
    assert "Of these, 1 recorded by hand, not seen on the platform yet." in told
    assert told.count("of these 1 recorded by hand, not seen on the platform yet") == 2


def test_the_rows_behind_a_figure_are_the_ones_it_counts(lake: Lake) -> None:
    assert named(lake, "dismissed") == {
        "dismissed though missed",
        "dismissed after its answer",
        "merged",
        "a copy of what was dismissed",
    }
    assert named(lake, "answered") == {"answered", "an answered copy", "recorded, then withdrawn"}
    assert named(lake, "not_answered") == {
        "missed",
        "a copy",
        "a copy of what is dismissed tomorrow",
        "dismissed tomorrow",
        "withdrawn late",
    }
    assert len(named(lake, None)) == 9
    assert len(named(lake, None, needs_answer=False)) == 14


def test_days_add_up_to_the_whole(lake: Lake) -> None:
    days = read.coverage_days(lake, as_of=START, since=None, brand="acme", zone="UTC")
    [whole] = read.coverage(lake, as_of=START)

    for population, figures in (("all", whole.all), ("needs_answer", whole.needs_answer)):
        for name in ("n", "answered", "not_answered", "undecided", "unknown", "dismissed", "on_time"):
            summed = sum(asdict(day)[name] for day in days if day.population == population)
            assert summed == asdict(figures)[name], (population, name)


def test_what_happens_later_is_not_known_earlier(lake: Lake) -> None:
    earlier = DUE - timedelta(minutes=1)

    assert len(named(lake, "undecided", as_of=earlier)) == 13
    assert named(lake, "dismissed", as_of=earlier) == set()
    assert "withdrawn in time" in named(lake, None, as_of=earlier)
