"""Whoever is erased is found by id or name, and is gone from words, raw records and statistics on either catalog."""

import pytest

from repwatch import clock
from tests.warehouse.stores import NOW, Stores, incoming, post
from warehouse import erasing, feed, upkeep
from warehouse.batch import Rejected
from warehouse.erasing import AmbiguousError


def test_a_person_leaves_words_raw_records_and_statistics(stores: Stores) -> None:
    stores.load(post("1", text="It broke", author_id="did:zoe", author_name="Zoé"))
    stores.load(post("1", text="It broke twice", author_id="did:zoe", author_name="Zoé"))
    stores.load(post("2", text="Sorry, Zoé!", author_id="brand", parent_id="1", root_id="1"))
    stores.load(post("3", text="Zoélie and Zoé met @zoé.", author_id="did:al", author_name="Al"))
    raw = incoming(post("4", text="did:zoe said"))
    stores.load(rejected=[Rejected(raw=raw.raw, content_type=raw.content_type, note=raw.note, reason="no id")])

    subject = erasing.author(stores.desk, stores.lake, platform="forum", account="zoé")
    done = erasing.from_lake(stores.lake, subject, now=NOW)

    assert (subject.post_ids, subject.names, done) == (("1",), ("did:zoe", "Zoé"), (1, 2, 1))
    assert stores.rows("raw.content", "native_id", "text", "author_name") == [
        ("1", None, None), ("2", "Sorry, [erased]!", None), ("3", "Zoélie and Zoé met [erased].", "Al"),
    ]  # fmt: skip
    assert stores.rows("raw.revision", "text") == [None]
    assert stores.rows("raw.quarantine", "reason") == []

    upkeep.rewrite_told(stores.lake, patience_seconds=5)
    feed.move(stores.desk, "triage", stores.lake.read(feed.current), now=clock.now())
    assert upkeep.let_go(stores.desk, stores.lake, patience_seconds=5) > 0
    statistics = "select min_value, max_value from __ducklake_metadata_lake.ducklake_table_column_stats"
    assert "did:zoe" not in str(stores.lake.query(statistics))
    assert stores.rows("raw.content", "native_id") == ["1", "2", "3"]


def test_a_name_that_several_go_by_is_not_guessed(stores: Stores) -> None:
    stores.load(post("1", author_id="a1", author_name="Sam"), post("2", author_id="a2", author_name="Sam"))

    with pytest.raises(AmbiguousError, match="a1, a2"):
        erasing.author(stores.desk, stores.lake, platform="forum", account="sam")

    assert erasing.author(stores.desk, stores.lake, platform="forum", account="a2").post_ids == ("2",)
