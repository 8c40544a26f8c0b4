"""A text is kept no longer than its platform allows; what figures stand on stays."""

from datetime import timedelta
from pathlib import Path

from pyarrow import parquet
from sqlalchemy import select, update

from repwatch import clock
from tests.dashboard.cases import fill
from tests.servers.places import Place
from tests.warehouse.stores import NOW, Stores, incoming, post
from triage.mention import State
from warehouse import feed, retention, upkeep
from warehouse.batch import Rejected
from warehouse.tables import case_text

MONTH = timedelta(days=30)
LATER = NOW + MONTH + timedelta(seconds=1)


def forget(stores: Stores, *platforms: str) -> int:
    keep = dict.fromkeys(platforms, MONTH)
    return retention.forget(stores.desk, stores.lake, platforms=keep, targets={"target": MONTH}, now=LATER)


def test_texts_go_when_their_time_is_up_and_ids_and_times_stay(stores: Stores) -> None:
    stores.load(post("old", text="First words", author_id="ann", author_name="Ann", url="https://a.example/"))
    stores.load(post("old", text="Second words", author_id="ann", author_name="Ann"))
    stores.load(post("young", text="Fresh words", seen_at=NOW + timedelta(hours=1)))
    mentions = stores.rows("raw.mention", "native_id", "created_at", "state", "content_hash")

    assert forget(stores, "forum") == 1

    assert stores.rows("raw.content", "native_id", "text") == [("old", None), ("young", "Fresh words")]
    old, _ = stores.rows("raw.content", "native_id", "author_id", "author_name", "url", "raw")
    assert old == ("old", None, None, None, None)
    assert stores.rows("raw.revision", "text") == [None]
    assert stores.rows("raw.mention", "native_id", "created_at", "state", "content_hash") == mentions
    assert forget(stores, "forum") == 0


def test_other_platforms_keep_theirs(stores: Stores) -> None:
    stores.load(post("old"))

    assert (forget(stores, "elsewhere"), forget(stores)) == (0, 0)
    assert stores.one("raw.content", "text") == "It never came"


def test_a_text_that_was_read_again_unchanged_does_not_come_back(stores: Stores) -> None:
    stores.load(post("old"))
    forget(stores, "forum")

    stores.load(post("old"))

    assert stores.one("raw.content", "text") is None


def test_what_could_not_be_read_goes_too(stores: Stores) -> None:
    raw = incoming(post("old"))
    rejected = [Rejected(raw=raw.raw, content_type=raw.content_type, note=raw.note, reason="no id")]
    stores.load(rejected=rejected)

    forget(stores, "forum")

    assert stores.rows("raw.quarantine", "reason") == []


def test_the_desk_keeps_no_name_beside_a_text_that_was_empty(stores: Stores) -> None:
    fill(stores.desk, range(1, 2), now=NOW)
    with stores.desk.write() as connection:
        connection.execute(update(case_text).values(excerpt="", reason=""))

    forget(stores, "demo-social")

    with stores.desk.read() as connection:
        assert connection.execute(select(case_text.c.author_id, case_text.c.author_name)).all() == [(None, None)]


def test_the_desk_keeps_no_copy(stores: Stores) -> None:
    fill(stores.desk, range(1, 3), now=NOW)

    forget(stores, "demo-social")

    with stores.desk.read() as connection:
        kept = connection.execute(select(case_text.c.excerpt, case_text.c.author_name, case_text.c.url)).all()
    assert kept == [("", None, None)] * 2


def test_no_file_holds_a_forgotten_text_once_upkeep_is_through(place: Place, stores: Stores) -> None:
    stores.load(post("old", text="secret words", author_name="Ann"), post("here", seen_at=NOW + timedelta(hours=1)))
    stores.load(post("gone", text="secret words"))
    stores.load(gone=[(post("gone").key, State.DELETED, NOW)])
    feed.move(stores.desk, "triage", stores.lake.read(feed.current), now=NOW)
    forget(stores, "forum")
    later = clock.now() + timedelta(days=3)

    upkeep.rewrite_erased(stores.lake)
    feed.move(stores.desk, "triage", stores.lake.read(feed.current), now=NOW)
    upkeep.expire(stores.desk, stores.lake, now=later)
    upkeep.clean_up(stores.lake, now=later)

    held = [path.name for path in place.home.rglob("*.parquet") if told_in(path) & {"secret words", "Ann"}]
    assert held == []
    assert stores.rows("raw.content", "native_id", "text") == [("gone", None), ("here", "It never came"), ("old", None)]


def told_in(path: Path) -> set[str]:
    """Every text of a file, whatever the catalog says of its rows."""
    columns = parquet.read_table(path).to_pydict().values()
    return {value for column in columns for value in column if isinstance(value, str)}
