"""A page is stored whole, once, and never takes back what is newer."""

from datetime import timedelta

import pytest

from tests.warehouse.stores import HOUR, NOW, Stores, post
from triage.mention import Item, MentionKey, State
from warehouse import write
from warehouse.batch import Rejected
from warehouse.fence import SupersededError

MINUTE = timedelta(minutes=1)
TABLES = (
    "raw.mention", "raw.content", "raw.revision", "raw.sighting", "raw.mention_brand", "raw.quarantine",
)  # fmt: skip
SHREDDED = Rejected(raw=b"\xff{", content_type="application/json", note=(), reason="not JSON")


def test_the_same_page_again_changes_no_row(stores: Stores) -> None:
    items = [post("1"), post("2", rating=2, rating_max=5, likes=3), post("3", parent_id="1")]
    stores.load(*items, rejected=[SHREDDED], cursor="7")
    before = {table: stores.rows(table, "*") for table in (*TABLES, "raw.cursor")}

    again = stores.load(*items, rejected=[SHREDDED], cursor="7")

    assert (again.new, again.changed, again.gone) == (0, 0, 0)
    assert {table: stores.rows(table, "*") for table in (*TABLES, "raw.cursor")} == before


def test_late_and_equal_times_are_stored_like_all_others(stores: Stores) -> None:
    stores.load(post("newest", minute=50), cursor="50")

    loaded = stores.load(post("equal", minute=50), post("late", minute=10), cursor="50")

    assert loaded.new == 2
    assert stores.rows("raw.mention", "native_id") == ["equal", "late", "newest"]


def test_a_post_twice_in_one_page_is_one_post_at_its_latest(stores: Stores) -> None:
    old, new = post(text="It is late"), post(text="It came", state=State.EDITED, updated_at=NOW)

    stores.load(new, old)

    assert stores.one("raw.content", "text") == "It came"


def test_an_edit_keeps_the_text_that_it_replaces(stores: Stores) -> None:
    stores.load(post(text="It is late", likes=1, author_id="ann", url="https://forum.example/1"))

    loaded = stores.load(post(text="It came", state=State.EDITED, updated_at=NOW))

    assert (loaded.new, loaded.changed) == (0, 1)
    assert stores.one("raw.content", "text", "raw", "author_id", "url") == (
        "It came",
        b"<It came>",
        "ann",
        "https://forum.example/1",
    )
    assert stores.one("raw.mention", "state", "updated_at", "likes", "created_at") == ("edited", NOW, 1, NOW - HOUR)
    assert stores.one("raw.revision", "text", "replaced_at") == ("It is late", NOW)


def test_stars_that_an_edit_replaces_are_kept_with_its_text(stores: Stores) -> None:
    stores.load(post(rating=1.0, rating_max=5.0))
    stores.load(post(rating=4.0, rating_max=5.0))

    assert stores.one("raw.revision", "text", "rating", "rating_max") == ("It never came", 1.0, 5.0)
    assert stores.one("raw.mention", "rating") == 4.0


def test_an_older_version_never_overwrites_a_newer_one(stores: Stores) -> None:
    stores.load(post(text="It came", likes=9, state=State.EDITED, updated_at=NOW))

    loaded = stores.load(post(text="It is late", likes=2, updated_at=NOW - MINUTE))
    first = stores.load(post(text="It is late", likes=1))

    assert (loaded.changed, first.changed) == (0, 0)
    assert stores.one("raw.content", "text") == "It came"
    assert stores.one("raw.mention", "likes", "state") == (9, "edited")
    assert stores.rows("raw.revision", "text") == []


def test_new_counts_are_kept_without_a_revision(stores: Stores) -> None:
    stores.load(post(likes=1, shares=4))

    loaded = stores.load(post(likes=5, replies=2))

    assert loaded.changed == 1
    assert stores.one("raw.mention", "likes", "shares", "replies") == (5, 4, 2)
    assert stores.rows("raw.revision", "text") == []


@pytest.mark.parametrize("state", [State.DELETED, State.REMOVED])
@pytest.mark.parametrize("is_listed", [True, False], ids=["in the page", "found gone"])
def test_a_tombstone_keeps_ids_and_times_and_nothing_that_was_said(
    stores: Stores, state: State, is_listed: bool
) -> None:
    stores.load(
        post(text="First words", author_id="ann", author_name="Ann", author_followers=5, url="https://a.example/")
    )
    stores.load(post(text="Second words", state=State.EDITED, updated_at=NOW - MINUTE))
    item = post(state=state, updated_at=NOW)

    if is_listed:
        loaded = stores.load(item)
    else:
        loaded = stores.load(gone=[(MentionKey(platform="forum", native_id="1"), state, NOW)])

    assert loaded.gone == 1
    assert stores.one("raw.mention", "state", "created_at", "updated_at") == (state.value, NOW - HOUR, NOW)
    assert (
        stores.one("raw.content", "text", "raw", "author_id", "author_name", "author_followers", "url") == (None,) * 6
    )
    assert stores.rows("raw.revision", "text") == [None]


def test_what_is_gone_stays_gone(stores: Stores) -> None:
    stores.load(post(text="Never mind"))
    stores.load(post(state=State.DELETED, updated_at=NOW - MINUTE))

    loaded = stores.load(post(text="Never mind", updated_at=NOW))
    stores.load(gone=[(MentionKey(platform="forum", native_id="1"), State.REMOVED, NOW)])

    assert loaded.changed == 0
    assert stores.one("raw.mention", "state", "updated_at") == ("deleted", NOW - MINUTE)
    assert stores.one("raw.content", "text") is None


def test_only_what_is_stored_can_go_and_only_once(stores: Stores) -> None:
    stores.load(post("1"))
    told = [(MentionKey(platform="forum", native_id=name), State.DELETED, NOW) for name in ("1", "never seen")]

    first, second = stores.load(gone=told), stores.load(gone=told)

    assert (first.gone, second.gone) == (1, 0)
    assert stores.rows("raw.mention", "native_id", "state") == [("1", "deleted")]


def test_a_post_first_seen_as_gone_is_stored_without_words(stores: Stores) -> None:
    stores.load(post(state=State.DELETED, author_id="ann", author_name="Ann", url="https://forum.example/ann/1"))

    assert stores.one("raw.mention", "state") == "deleted"
    assert stores.one("raw.content", "text", "raw", "author_id", "author_name", "url") == (None,) * 5


def test_a_post_gone_and_listed_in_one_page_is_gone(stores: Stores) -> None:
    stores.load(post(text="Still here"))

    stores.load(post(text="Still here"), gone=[(MentionKey(platform="forum", native_id="1"), State.DELETED, NOW)])

    assert stores.one("raw.mention", "state") == "deleted"
    assert stores.one("raw.content", "text") is None


def test_two_targets_see_one_mention(stores: Stores) -> None:
    later = NOW + HOUR
    stores.load(post(), lease=stores.hold("search"), brands=("maple",))

    stores.load(post(seen_at=later), lease=stores.hold("account"), brands=("maple", "birch"))

    assert stores.one("raw.mention", "native_id", "seen_at") == ("1", NOW)
    assert stores.rows("raw.sighting", "target_id", "seen_at") == [("account", later), ("search", NOW)]
    assert stores.rows("raw.mention_brand", "brand", "target_id") == [("birch", "account"), ("maple", "search")]


def test_a_post_that_names_its_brands_is_about_those_and_not_the_targets(stores: Stores) -> None:
    stores.load(post("1", brands=("birch", "birch")), post("2"))

    assert stores.rows("raw.mention_brand", "native_id", "brand") == [("1", "birch"), ("2", "maple")]


def test_a_record_that_cannot_be_read_is_put_aside_once(stores: Stores) -> None:
    other = Rejected(raw=b"{}", content_type="application/json", note=(("row", "2"),), reason="no id")

    for _ in range(2):
        stores.load(post(), rejected=[SHREDDED, SHREDDED, other])

    assert sorted(stores.rows("raw.quarantine", "reason", "raw", "note")) == [
        ("no id", b"{}", '{"row": "2"}'),
        ("not JSON", b"\xff{", None),
    ]
    assert stores.rows("raw.coverage", "quarantined") == [3, 3]


def test_a_page_without_a_cursor_leaves_the_cursor(stores: Stores) -> None:
    stores.load(post("1"), cursor="first")

    stores.load(post("2"), cursor=None)

    assert write.cursor_of(stores.lake, "target") == "first"
    assert write.cursor_of(stores.lake, "another") is None


def test_every_page_leaves_its_line_in_the_ledger(stores: Stores) -> None:
    lease = stores.hold()
    window = (NOW - HOUR, NOW)

    stores.load(post("1"), post("2"), lease=lease, page=1, reached=window, is_overlap_reached=False)
    stores.load(lease=lease, page=2, is_capped=True)

    columns = ("page", "items", "reached_from_at", "reached_to_at", "is_capped", "is_overlap_reached", "collected_at")
    assert stores.rows("raw.coverage", *columns) == [
        (1, 2, *window, False, False, NOW),
        (2, 0, None, None, True, True, NOW),
    ]


def test_a_superseded_loader_writes_nothing(stores: Stores) -> None:
    old = stores.hold(owner="old")
    stores.load(post("1"), lease=old, cursor="old")
    new = stores.hold(owner="new", now=NOW + 2 * HOUR)
    stores.load(post("2"), lease=new, cursor="new")

    with pytest.raises(SupersededError, match="target"):
        stores.load(post("3"), post("1", text="Zombie", updated_at=NOW), lease=old, rejected=[SHREDDED], cursor="old")

    assert stores.rows("raw.content", "native_id", "text") == [("1", "It never came"), ("2", "It never came")]
    assert write.cursor_of(stores.lake, "target") == "new"
    assert len(stores.rows("raw.coverage", "page")) == 2
    assert stores.rows("raw.quarantine", "reason") == []


def test_a_target_without_a_fence_is_refused(stores: Stores) -> None:
    lease = stores.hold("known")

    with pytest.raises(SupersededError):
        stores.load(post(), lease=type(lease)(target_id="unknown", owner="me", token=1))


WINDOW = (NOW - HOUR, NOW)


@pytest.mark.parametrize(
    ("item", "is_backfill", "starts_at"),
    [
        pytest.param(post(minute=30), False, NOW - 30 * MINUTE, id="within the window: the platform's clock"),
        pytest.param(post(minute=0), False, NOW - HOUR, id="at its edge"),
        pytest.param(post(minute=-1), False, NOW, id="before the window: our sight"),
        pytest.param(post(minute=61), False, NOW, id="in the future: our sight"),
        pytest.param(post(created_at=None), False, NOW, id="not told: our sight"),
        pytest.param(post(minute=-9_000), True, NOW - HOUR - 9_000 * MINUTE, id="history is believed"),
    ],
)
def test_a_promise_runs_from_a_time_that_can_be_believed(
    stores: Stores, item: Item, is_backfill: bool, starts_at: object
) -> None:
    stores.load(item, is_backfill=is_backfill, reached=WINDOW)

    assert stores.one("raw.mention", "clock_starts_at", "is_created_at_known", "is_backfill") == (
        starts_at,
        item.created_at is not None,
        is_backfill,
    )


def test_first_sight_and_the_start_of_the_clock_never_move(stores: Stores) -> None:
    stores.load(post(minute=-1), reached=WINDOW)

    stores.load(post(minute=-1, text="Edited", seen_at=NOW + HOUR, updated_at=NOW), reached=(NOW - 3 * HOUR, NOW))

    assert stores.one("raw.mention", "clock_starts_at", "seen_at") == (NOW, NOW)
