"""Whoever is erased is found by id or name, and is gone from words, raw records and statistics on either catalog."""

import pytest
from sqlalchemy import insert, select

from repwatch import clock
from tests.warehouse.stores import NOW, Stores, incoming, post
from warehouse import erasing, feed, upkeep
from warehouse.batch import Rejected
from warehouse.erasing import AmbiguousError, Subject
from warehouse.tables import answer_outcome, case_event, case_text, config, issue


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


def test_what_a_team_keeps_for_long_loses_the_name_wherever_it_is_told(stores: Stores) -> None:
    origin = {"basis": "reply", "basis_name": "parcel-of-glavergne", "basis_version": 1}
    words = dict.fromkeys(("lang", "topic", "customer_type", "severity", "recovery"), "x")
    place = {"brand": "acme", "platform": "forum", "native_id": "9"}
    signature = {"sense:gate": 0.6, "word:glavergne": 0.8}
    names = {"name_en": "gate, glavergne", "name_fr": "glavergne"}
    code = "reply:parcel-of-glavergne@1"
    happened = {"occurred_at": NOW, "recorded_at": NOW, "actor": "mo", "kind": "answered"}
    with stores.desk.write() as connection:
        body = {"title": "Parcel of glavergne", "lang": "en", "body": "Hello @Zoé, glavergne glavergne"}
        row = {"kind": "reply", "name": "parcel-of-glavergne", "version": 1, "body": body}
        connection.execute(insert(config).values(**row, changed_by="mo", changed_at=NOW))
        times = {"posted_at": NOW, "answered_at": NOW}
        connection.execute(insert(answer_outcome).values(**place, **words, **times, **origin, is_rated=False))
        connection.execute(insert(case_text).values(case_id="c", draft_from=code, kept_as=code))
        details = {"started_from": code}
        connection.execute(insert(case_event).values(case_id="c", version=1, details=details, **happened))
        found = {"brand": "acme", "first_seen_at": NOW, "found_at": NOW, "signature": signature, **names}
        connection.execute(insert(issue).values(issue_id="i-1", **found))
    subject = Subject(platform="forum", post_ids=("1",), names=("glavergne", "Zoé"))

    erasing.from_desk(stores.desk, subject)

    assert not erasing.are_in_issues(stores.desk, subject)
    with stores.desk.read() as connection:
        left = [str(connection.execute(select(table)).all()) for table in (config, answer_outcome, case_text)]
        left += [str(connection.execute(select(table)).all()) for table in (case_event, issue)]
    assert [text for text in left if "lavergne" in text.lower() or "Zoé" in text] == []
    assert all("parcel-of-erased" in text for text in left[:4])
    assert "('i-1', 'acme', 'gate', '[erased]', {'sense:gate': 1.0}" in left[4]
