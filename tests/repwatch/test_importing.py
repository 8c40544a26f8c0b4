"""What is imported again, or from another file, takes nobody's place and is told where it does not agree."""

from datetime import timedelta

import pytest

from collectors.errors import SetupError
from repwatch.collecting import LONGEST, CollectSummary
from repwatch.wiring import App
from tests.repwatch.installed import START, Installed

TEXTS = ("My parcel is late", "The lamp is broken", "Where is my refund?")


def rows(texts: tuple[str, ...] = TEXTS, **more: str) -> list[dict[str, str]]:
    return [{"id": str(n), "text": text, **more} for n, text in enumerate(texts, start=1)]


def platforms(app: App) -> dict[str, int]:
    found = app.lake.query("select platform, count(*) as n from raw.mention group by platform")
    return {row["platform"]: row["n"] for row in found}


def test_two_exports_that_number_their_rows_need_a_name(installed: Installed, app: App) -> None:
    one = installed.write_rows("one.csv", rows())
    other = installed.write_rows("other.csv", rows(("Great service", "Lovely shade", "Too dear")))
    app.import_file(one)

    with pytest.raises(SetupError, match=r"3 of them say something else.*--source NAME"):
        app.import_file(other)
    named = app.import_file(other, source="survey")
    again = app.import_file(other, source="survey")

    assert (named.new, again.new, again.items) == (3, 0, 0)
    assert platforms(app) == {"file": 3, "survey": 3}


def test_a_file_that_grew_or_was_moved_adds_what_is_new_alone(installed: Installed, app: App) -> None:
    app.import_file(installed.write_rows("march.csv", rows()))

    moved = app.import_file(installed.write_rows("april.csv", rows((*TEXTS, "One more"))))
    corrected = app.import_file(installed.write_rows("march.csv", rows(("My parcel was late", *TEXTS[1:]))))

    assert (moved.new, moved.changed) == (1, 0)
    assert (corrected.new, corrected.changed) == (0, 1)


def test_a_row_that_tells_another_time_stays_as_first_imported_and_is_told(installed: Installed, app: App) -> None:
    early, late = (START - timedelta(days=days) for days in (3, 2))
    app.import_file(installed.write_rows("a.csv", rows(created_at=late.isoformat(), parent_id="")))

    changed = rows(created_at=late.isoformat(), parent_id="")
    changed[0]["created_at"], changed[1]["parent_id"] = early.isoformat(), "1"
    changed[2]["created_at"] = (START + timedelta(days=40)).isoformat()
    summary = app.import_file(installed.write_rows("a.csv", changed))

    assert (summary.kept, summary.ahead, summary.new) == (3, 1, 0)
    stored = app.lake.query("select distinct created_at, parent_id from raw.mention")
    assert stored == [{"created_at": late, "parent_id": None}]


def test_posts_that_two_passes_look_at_are_counted_once() -> None:
    counts = dict.fromkeys(("pages", "items", "new", "changed", "gone", "quarantined", "capped"), 1)
    recheck, answers = (CollectSummary(target_id="t", followed=posts, **counts) for posts in (7, 5))

    assert recheck.joined_by(answers).followed == 7
    assert recheck.joined_by(answers).items == 2


@pytest.mark.parametrize("name", ["id", "source", "brand", "author"])
def test_a_name_that_no_index_takes_is_put_aside_alone(installed: Installed, app: App, name: str) -> None:
    good, bad = rows(TEXTS[:2], source="play", brand="acme", author="co", role="company")
    bad[name] = "é" * (LONGEST[name] // 2 + 1)

    summary = app.import_file(installed.write_rows("a.csv", [good, bad]))

    assert (summary.new, summary.quarantined) == (1, 1)


def test_a_post_that_stands_once_for_each_of_its_brands_is_of_both(installed: Installed, app: App) -> None:
    (row,) = rows(TEXTS[:1], source="play")

    app.import_file(installed.write_rows("a.csv", [{**row, "brand": "acme"}, {**row, "brand": "zenith"}]))

    assert app.lake.query("select brand from raw.mention_brand order by brand") == [
        {"brand": "acme"},
        {"brand": "zenith"},
    ]
