"""A draft is started from what worked, what was written comes back, and a good answer is kept for colleagues."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from dashboard import backend
from repwatch import clock, replies
from repwatch.replies import Reply
from repwatch.roles import Actor, Role
from tests.dashboard.cases import BRAND, agent, installation
from tests.dashboard.looking import buttons, opened, page, words
from triage.provenance import Basis, Origin, Trace
from warehouse import outcomes
from warehouse.case_file import case_file

LEAD = Actor(name="lee", role=Role.LEAD)
GOOD = "Bonjour {{ name }}, je suis désolé de ce retard. Je vérifie où est votre colis et je reviens ici avant ce soir."
POOR = "Bonjour {{ name }}, nous regardons cela et revenons vers vous bientôt avec une réponse de notre équipe."
ENGLISH = "Hello {{ name }}, I am sorry about the wait. I am checking where it is and will write here tonight."


def saved(title: str, body: str, *, lang: str = "fr", **more: object) -> Reply:
    kept = Reply(name="", title=title, lang=lang, body=body, topics=("delivery",), **more)  # type: ignore[arg-type]  # any field
    return replies.save(backend.app().desk, kept, by=LEAD, now=clock.now(), seen_version=0)


def led(reply: Reply, *, recovered: int, heard: int) -> None:
    """Answers in French about a delivery that were given with a reply, and what they led to."""
    posted = clock.now() - timedelta(days=9)
    row = {
        "brand": BRAND, "platform": "demo-social", "case_id": None, "answer_id": "a", "lang": "fr", "topic": "delivery",
        "customer_type": "impatient", "severity": "P3", "posted_at": posted, "answered_at": posted, "is_rated": False,
        "change": None,
    }  # fmt: skip
    rows = [
        {**row, "native_id": f"{reply.name}-{n}", "recovery": "recovered" if n < recovered else "not_recovered"}
        for n in range(heard)
    ]
    told = Trace(origin=Origin(basis=Basis.REPLY, name=reply.name, version=1), share=1.0, is_started=True)
    traces = {(BRAND, "demo-social", str(one["native_id"])): told for one in rows}
    outcomes.store(backend.app().desk, rows, traces, [])


@pytest.fixture
def queue(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The ids of three open cases; the first is French, about a delivery."""
    ids = installation(tmp_path, cases=range(1, 4), now=clock.now())
    for _ in opened(tmp_path, monkeypatch):
        yield ids


def test_a_draft_is_started_from_what_worked_and_what_was_written_comes_back(queue: list[str]) -> None:
    once, often = saved("Once", POOR), saved("Often", GOOD)
    saved("English", ENGLISH, lang="en")
    led(once, recovered=1, heard=1)
    led(often, recovered=18, heard=20)
    at, draft = page(), f"draft_{queue[0]}"
    at.text_area(key=draft).set_value("Bonjour.").run()

    at.button(key="offer_from").click().run()
    listed, offered = words(at), [at.button(key=f"start_{n}").label for n in (1, 2, 3)]
    folded = at.button(key="start_whole_3").label
    unfolded = at.button(key="start_whole_3").click().run().button(key="start_whole_3").label
    at.button(key="start_1").click().run()
    started, code = at.text_area(key=draft).value, case_file(backend.app().desk, queue[0]).draft_from
    at.button(key="reply_put_back").click().run()

    assert not at.exception
    assert offered == ["Often", "Once", "The playbook's draft"]
    assert (folded, unfolded) == ("Read on", "Show less")
    assert "led to recovery 18 of 20 · sent 20\u00d7" in listed
    assert "not tried yet" in listed
    assert started == GOOD.replace("{{ name }}", "Customer 1")
    assert code == "reply:often@1"
    assert at.text_area(key=draft).value == "Bonjour."
    assert case_file(backend.app().desk, queue[0]).draft_from is None
    assert "start_1" not in buttons(at)


def test_an_answer_is_kept_for_colleagues_without_the_person_it_was_written_to(queue: list[str]) -> None:
    at = page(case=queue[1])
    at.text_area(key=f"draft_{queue[1]}").set_value("Hello Customer 2, order 48213377 leaves today. ann").run()

    at.button(key="reply_save").click().run()
    proposed = at.text_area(key=f"keep_{queue[1]}_body").value
    at.text_input(key=f"keep_{queue[1]}_title").set_value("Leaves today")
    at.button(key="keep_save").click().run()

    assert not at.exception
    assert proposed == "Hello {{ name }}, {{ fill('order number') }} leaves today. {{ agent }}"
    [kept] = replies.replies(backend.app().desk)
    assert (kept.name, kept.body, kept.lang, kept.topics) == ("leaves-today", proposed, "en", ("delivery",))
    assert "Kept as “Leaves today”" in words(at)
    assert case_file(backend.app().desk, queue[1]).draft_from == "reply:leaves-today@1"


@pytest.mark.long
def test_what_belongs_in_no_reply_is_told_and_nothing_is_kept(queue: list[str]) -> None:
    at = page(case=queue[1])
    at.text_area(key=f"draft_{queue[1]}").set_value("Hello, we write here tonight.").run()
    at.button(key="reply_save").click().run()

    at.text_input(key=f"keep_{queue[1]}_title").set_value("Tonight")
    at.text_area(key=f"keep_{queue[1]}_body").set_value("Hello, write to ann@post.example tonight.")
    at.button(key="keep_save").click().run()
    refused = words(at)
    replies.save(
        backend.app().desk,
        Reply(name="", title="Tonight", lang="en", body="We write here tonight, as soon as we know."),
        by=agent("lee"),
        now=clock.now(),
        seen_version=0,
    )
    at.text_area(key=f"keep_{queue[1]}_body").set_value("Hello, we write here tonight.")
    at.button(key="keep_save").click().run()

    assert "Personal data in public (e-mail address): “ann@post.example”" in refused
    assert "A reply of this name is there already, by lee" in words(at)
    assert [kept.changed_by for kept in replies.replies(backend.app().desk)] == ["lee"]


@pytest.mark.long
def test_a_lead_makes_a_proposal_the_teams_and_retires_it(queue: list[str]) -> None:
    kept = Reply(name="", title="Soon", lang="en", body=ENGLISH)
    replies.save(backend.app().desk, kept, by=agent("ann"), now=clock.now(), seen_version=0)
    at = page("settings", part="replies")

    proposed = words(at)
    at.text_area(key="reply_soon_1_body").set_value(f"{ENGLISH} Thanks.")
    at.button(key="reply_soon_1_save").click().run()
    saved_as, told = replies.reply(backend.app().desk, "soon"), words(at)
    at.text_area(key="reply_soon_2_body").set_value("Write to ann@post.example.")
    at.button(key="reply_soon_2_save").click().run()
    refused = words(at)
    at.button(key="reply_soon_2_retire").click().run()

    assert not at.exception
    assert "Proposed by ann" in proposed
    assert (saved_as.version, saved_as.body, saved_as.approved_by) == (2, f"{ENGLISH} Thanks.", "ann")
    assert "“Soon” is saved as version 2." in told
    assert "ann@post.example" in refused
    assert replies.replies(backend.app().desk) == []
    assert "“Soon” is retired" in words(at)
