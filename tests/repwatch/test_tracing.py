"""What answers were made from, and what they led to, is known after each build, and agrees with the report."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from repwatch import replies
from repwatch.console import Order, Verb, keep_draft, perform
from repwatch.offering import Evidence
from repwatch.proven import Matter
from repwatch.replies import Reply
from repwatch.reports import answering
from repwatch.reports.answering import Asked
from repwatch.reports.catalogue import REPORTS
from repwatch.roles import Actor, Role
from repwatch.wiring import App
from tests.dashboard.cases import fill
from tests.repwatch.installed import START, Installed
from triage.case import case_id_of
from triage.mention import MentionKey
from triage.provenance import Basis
from warehouse import outcomes, rating_book
from warehouse.case_file import case_file
from warehouse.cases import events_of
from warehouse.rating_book import About, Rating

LEAD, ANN = Actor(name="lee", role=Role.LEAD), Actor(name="ann", role=Role.AGENT)
POSTED = START - timedelta(days=2)
BODY = (
    "Hello {{ name }}. I am sorry that your parcel is late. I have asked the courier where it is and will write here "
    "by {{ fill('a time') }}."
)
SENT = "I am sorry that your parcel is late. I have asked the courier where it is and will write here by noon."
ANGRY = "My parcel never came, this is awful and nobody answers!"
THANKS = "Thank you so much, it came today, great help!"
STILL = "Still nothing, this is awful, the worst service ever!"
ACME = {"brand": "acme", "platform": "file"}


def row(name: str, text: str, *, hours: float, to: str = "", who: str = "customer") -> dict[str, str]:
    """A row of an export, some hours after the first."""
    author = "acme" if who == "company" else f"author-{(to or name).split('-')[0]}"
    at = (POSTED + timedelta(hours=hours)).isoformat()
    return {"id": name, "text": text, "author": author, "role": who, "created_at": at, "parent_id": to, "brand": "acme"}


def read(app: App, installed: Installed, rows: list[dict[str, str]], *, now: datetime = START) -> int:
    """Import these rows and work on them; returns at how many answers was looked."""
    app.fixed_now = now
    app.import_file(installed.write_rows(f"rows-{now:%d%H}.csv", rows), is_live=True)
    app.score()
    app.triage()
    return app.build().answers


def case_of(name: str, platform: str = "file") -> str:
    return case_id_of("acme", MentionKey(platform=platform, native_id=name))


@pytest.fixture
def late(app: App) -> Reply:
    """A saved reply."""
    kept = Reply(name="", title="Where it is", lang="en", body=BODY, topics=("delivery",))
    return replies.save(app.desk, kept, by=LEAD, now=POSTED - timedelta(days=9), seen_version=0)


def told(app: App) -> list[tuple[str, int, int, int]]:
    return sorted((tally.name, tally.n, tally.heard, tally.recovered) for tally in outcomes.tallies(app.desk))


def answered(then: str) -> list[dict[str, str]]:
    """A complaint, the answer that was sent, and what the customer said of it."""
    return [
        row("1", ANGRY, hours=0),
        row("1-a", SENT, hours=1, to="1", who="company"),
        row("1-b", then, hours=2, to="1"),
    ]


def keep_from_case(app: App, body: str) -> None:
    kept = Reply(name="", title="Harbour", lang="en", body=body)
    replies.save(app.desk, kept, by=ANN, now=START, seen_version=0, from_case=case_of("1"))


def test_pasted_answers_are_counted_with_what_their_customers_say_next(
    app: App, installed: Installed, late: Reply
) -> None:
    rows = [row(str(n), f"{ANGRY} ({n})", hours=n / 10) for n in range(1, 5)]
    rows += [row(f"{n}-a", SENT, hours=2, to=str(n), who="company") for n in range(1, 4)]
    rows += [row("4-a", "We look into it.", hours=2, to="4", who="company")]
    read(app, installed, rows)
    before = told(app)

    looked = read(
        app,
        installed,
        [row("1-b", THANKS, hours=5, to="1"), row("2-b", STILL, hours=6, to="2")],
        now=START + timedelta(hours=1),
    )
    again = app.build().answers

    assert before == [("where-it-is", 3, 0, 0)]
    assert told(app) == [("where-it-is", 3, 2, 1)]
    assert outcomes.overall(app.desk) == (1, 2)
    assert (looked, again) == (2, 0)


@pytest.mark.long
def test_every_answer_that_the_recovery_report_counts_is_judged_alike(app: App, installed: Installed) -> None:
    rows = [row(str(n), f"{ANGRY} ({n})", hours=n / 10) for n in range(1, 4)]
    rows += [row(f"{n}-a", f"We look into it. ({n})", hours=2, to=str(n), who="company") for n in range(1, 4)]
    read(app, installed, [*rows, row("1-b", THANKS, hours=5, to="1"), row("2-b", STILL, hours=6, to="2")])
    report = next(one for one in REPORTS if one.name == "recovery")

    made = next(one for one in REPORTS if one.name == "replies")

    listed = answering.opened(app.desk, app.lake, report, Asked(as_of=START), limit=100)
    figures = answering.figures(app.desk, app.lake, made, Asked(as_of=START))
    behind = answering.opened(app.desk, app.lake, made, Asked(as_of=START), limit=100)

    with app.desk.read() as connection:
        kept = connection.exec_driver_sql("select native_id, recovery from answer_outcome").all()
    assert sorted(map(tuple, kept)) == sorted((one["native_id"], one["recovery"]) for one in listed)
    assert [(row["basis"], row["n"], row["heard"], row["recovered"]) for row in figures] == [("own_words", 3, 2, 1)]
    assert sorted(row["native_id"] for row in behind) == sorted(row["native_id"] for row in listed)


def test_an_answer_remembers_what_its_draft_was_started_from_and_an_emptied_one_nothing(app: App, late: Reply) -> None:
    first, second = fill(app.desk, range(1, 3), now=START)

    for case_id in (first, second):
        keep_draft(app.desk, case_id, draft=SENT, by=ANN, now=START, started_from=late.origin.code)
        keep_draft(app.desk, case_id, draft=f"{SENT} Ann", by=ANN, now=START)
    begun = case_file(app.desk, second).draft_from
    keep_draft(app.desk, second, draft=" ", by=ANN, now=START)
    for case_id in (first, second):
        perform(app.desk, case_id, Order(verb=Verb.ANSWERED), by=ANN, seen_version=1, now=START)

    with app.desk.read() as connection:
        found = events_of(connection, [first, second])
    assert begun == "reply:where-it-is@1"
    assert [found[case_id][-1].details for case_id in (first, second)] == [{"started_from": begun}, {}]


@pytest.mark.long
def test_an_answer_that_a_person_recorded_is_traced_by_its_draft_until_it_is_taken_back(
    app: App, installed: Installed, late: Reply
) -> None:
    read(app, installed, [row("1", ANGRY, hours=0)])
    case_id = case_of("1")
    seen = case_file(app.desk, case_id).case.version

    keep_draft(app.desk, case_id, draft=SENT, by=ANN, now=START, started_from=late.origin.code)
    case = perform(app.desk, case_id, Order(verb=Verb.ANSWERED), by=ANN, seen_version=seen, now=START)
    app.build()
    recorded = told(app)
    perform(app.desk, case_id, Order(verb=Verb.UNDO), by=ANN, seen_version=case.version, now=START)
    app.build()

    assert recorded == [("where-it-is", 1, 0, 0)]
    assert outcomes.known(app.desk) == []
    assert outcomes.begun(app.desk, [case_id]) == {case_id: (SENT, late.origin)}


@pytest.mark.long
def test_the_customers_own_rating_of_an_answer_is_their_word_on_it(app: App, installed: Installed, late: Reply) -> None:
    read(app, installed, answered(STILL))
    before = told(app)
    about = About(brand="acme", platform="file", native_id="1", case_id=case_of("1"))
    rating = Rating(kind="csat", about=about, rated_at=START, score=5, lowest=1, highest=5)

    app.fixed_now = START + timedelta(hours=2)
    rating_book.store(app.desk, [rating], [], now=app.now())
    app.build()

    assert before == [("where-it-is", 1, 1, 0)]
    assert told(app) == [("where-it-is", 1, 1, 1)]


@pytest.mark.long
@pytest.mark.parametrize("ahead", [0, 600])
def test_a_rating_counts_however_late_its_import_commits_and_whosever_clock_ran_ahead(
    app: App, installed: Installed, late: Reply, ahead: int
) -> None:
    read(app, installed, answered(STILL))
    about = About(brand="acme", platform="file", native_id="1", case_id=case_of("1"))
    rating = Rating(kind="csat", about=about, rated_at=START, score=5, lowest=1, highest=5)
    app.fixed_now = START + timedelta(seconds=61 + ahead)
    app.build()

    rating_book.store(app.desk, [rating], [], now=START + timedelta(seconds=60))
    app.fixed_now = START + timedelta(minutes=5)
    looked = [app.build().answers, app.build().answers]

    assert told(app) == [("where-it-is", 1, 1, 1)]
    assert looked == [1, 0]


@pytest.mark.long
def test_a_reply_that_is_kept_while_a_build_is_at_work_gets_what_its_answer_led_to(
    app: App, installed: Installed, late: Reply, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = "We found your box in the depot at the harbour, and the driver brings it round this evening."
    read(app, installed, [row("1", ANGRY, hours=0), row("1-a", own, hours=1, to="1", who="company")])
    store = outcomes.store

    def store_late(*given: Any) -> None:  # noqa: ANN401 -- whatever is stored
        keep_from_case(app, own)
        store(*given)

    with monkeypatch.context() as patch:
        patch.setattr(outcomes, "store", store_late)
        read(app, installed, [row("1-b", THANKS, hours=4, to="1")], now=START + timedelta(hours=1))
    looked = [app.build().answers, app.build().answers]

    assert told(app) == [("harbour", 1, 1, 1)]
    assert looked == [1, 0]


@pytest.mark.long
def test_other_words_that_are_kept_from_a_case_take_its_answer_from_no_reply(
    app: App, installed: Installed, late: Reply
) -> None:
    read(app, installed, answered(THANKS))

    keep_from_case(app, "Please take a look at our new summer collection in all of our shops today.")
    app.build()

    assert told(app) == [("where-it-is", 1, 1, 1)]
    assert case_file(app.desk, case_of("1")).draft_from is None


@pytest.mark.long
def test_proof_ends_with_the_words_that_earned_it_and_outlives_small_edits(
    app: App, installed: Installed, late: Reply
) -> None:
    read(app, installed, answered(THANKS))

    def proven_after(body: str, version: int) -> tuple[int, int]:
        changed = replace(late, body=body)
        replies.save(app.desk, changed, by=LEAD, now=START, seen_version=version)
        proof = Evidence.of(app.desk).proof(Basis.REPLY, late.name, Matter(lang="en", topic="delivery"))
        return proof.recovered, proof.n

    assert proven_after(f"{BODY} Thank you.", 1) == (1, 1)
    assert proven_after("We never send refunds for anything you bought in the sale, read our terms.", 2) == (0, 0)
    assert proven_after(BODY, 3) == (1, 1)


@pytest.mark.long
def test_an_answer_is_traced_to_the_reply_in_use_and_not_to_its_retired_twin(app: App, installed: Installed) -> None:
    for name in ("Zebra", "Apple"):
        kept = Reply(name="", title=name, lang="en", body=BODY, topics=("delivery",))
        replies.save(app.desk, kept, by=LEAD, now=POSTED - timedelta(days=9), seen_version=0)
    replies.retire(app.desk, "zebra", by=LEAD, now=POSTED - timedelta(days=8))

    read(app, installed, answered(THANKS))

    assert told(app) == [("apple", 1, 1, 1)]


@pytest.mark.long
def test_what_an_answer_was_made_from_is_decided_once(app: App, installed: Installed, late: Reply) -> None:
    rows = [row("1", ANGRY, hours=0), row("1-a", SENT, hours=1, to="1", who="company")]
    read(app, installed, rows)
    with app.desk.read() as connection:
        before = connection.exec_driver_sql("select * from answer_outcome").all()

    replies.retire(app.desk, late.name, by=LEAD, now=START)
    app.build(is_full=True)

    with app.desk.read() as connection:
        assert connection.exec_driver_sql("select * from answer_outcome").all() == before
    assert told(app) == [("where-it-is", 1, 0, 0)]
