"""A post dies at the border when it makes no sense."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

from triage.mention import Item, Kind, MentionKey, State, Target

AT = datetime(2026, 3, 2, 12, tzinfo=UTC)
ITEM = Item(platform="file", native_id="7", kind=Kind.MENTION, created_at=AT, seen_at=AT, text="Late again")


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        pytest.param({"created_at": AT.replace(tzinfo=None)}, "created_at must be an aware UTC", id="a naive time"),
        pytest.param(
            {"seen_at": AT.astimezone(timezone(timedelta(hours=1)))}, "seen_at must be an aware UTC", id="another zone"
        ),
        pytest.param({"updated_at": AT.replace(tzinfo=None)}, "updated_at must be", id="a naive edit"),
        pytest.param({"native_id": ""}, "needs a platform and an id", id="no id"),
        pytest.param({"platform": ""}, "needs a platform and an id", id="no platform"),
        pytest.param({"text": None}, "text is missing though the post is live", id="no text"),
        pytest.param({"parent_id": "7"}, "cannot answer itself", id="its own parent"),
        pytest.param({"rating": 1.0}, "rating and rating_max come together", id="a rating without its scale"),
        pytest.param({"rating_max": 5.0}, "rating and rating_max come together", id="a scale without a rating"),
    ],
)
def test_a_post_that_makes_no_sense_is_refused(change: dict[str, Any], complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        replace(ITEM, **change)


def test_a_deleted_post_needs_no_text() -> None:
    gone = replace(ITEM, text=None, state=State.DELETED)

    assert gone.key == MentionKey(platform="file", native_id="7")
    assert [state for state in State if state.is_gone] == [State.DELETED, State.REMOVED]


@pytest.mark.parametrize(("platform", "native_id"), [("", "7"), ("file", "")])
def test_a_key_names_platform_and_id(platform: str, native_id: str) -> None:
    with pytest.raises(ValueError, match="needs a platform and an id"):
        MentionKey(platform=platform, native_id=native_id)


@pytest.mark.parametrize(("name", "collector"), [("", "demo"), ("demo", "")])
def test_a_target_names_itself_and_its_collector(name: str, collector: str) -> None:
    with pytest.raises(ValueError, match="needs an id and a collector"):
        Target(id=name, collector=collector, brands=())


def test_an_option_that_is_not_set_has_its_default() -> None:
    target = Target(id="t", collector="demo", brands=("b",), options=(("page_size", "50"),))

    assert (target.option("page_size"), target.option("base", "x"), target.option("base")) == ("50", "x", "")
