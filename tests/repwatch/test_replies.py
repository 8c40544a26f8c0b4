"""Saved replies hold words and places alone, belong to who kept them until a lead does, and are never lost."""

import csv
import io
import json
import tomllib
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from repwatch import replies
from repwatch.cli import app as command_line
from repwatch.drafting import judge, listen
from repwatch.offering import Evidence, PastAnswer, as_read, offered
from repwatch.replies import Reply, ReplyError, check, name_of
from repwatch.roles import Actor, NotPermittedError, Role
from repwatch.templates import Playbook, Situation
from repwatch.wiring import App
from tests.repwatch.installed import START, Installed
from triage.draft import Post, Rule
from triage.lengths import LIMITS
from triage.playbook import NEEDED_STEPS
from triage.provenance import Basis, Origin
from triage.unnaming import without_persons
from warehouse.config import StaleEntryError
from warehouse.outcomes import Tally

ANN, BEN = (Actor(name=name, role=Role.AGENT) for name in ("ann", "ben"))
LEE = Actor(name="lee", role=Role.LEAD)
PLAYBOOK = Playbook.load()
BODY = "Hello {{ name }}, I am sorry about the wait. I am checking, and write here by {{ fill('a time') }}."


def reply(title: str = "Where it is", body: str = BODY, **more: object) -> Reply:
    return Reply(**{"name": "", "title": title, "lang": "en", "body": body, **more})  # type: ignore[arg-type]  # any field


def save(app: App, kept: Reply, *, by: Actor, seen: int = 0) -> Reply:
    return replies.save(app.desk, kept, by=by, now=START, seen_version=seen)


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ("Hello {% if name %}x{% endif %}", "words and places alone"),
        ("{% for x in range(9) %}x{% endfor %} hello", "words and places alone"),
        ("Hello {{ title }}", "words and places alone"),
        ("Hello {{ name.__class__ }}", "words and places alone"),
        ("Hello {{ fill(name) }}", "words and places alone"),
        ("Hello {{ fill('a', 'b') }}", "words and places alone"),
        ("Hello {{ fill(*name) }}", "words and places alone"),
        ("Hello {{ name", "words and places alone"),
        ("Hello {{ 'name }}", "cannot be read"),
        ("Hello {{ fill('\\x') }}", "cannot be read"),
        ("Hello {# Marie Tremblay #} we look into it", "words and places alone"),
        ("{% raw %}{{ name }}{% endraw %} we look into it", "words and places alone"),
        ("Hello {{ fill('a') fill('b') }}", "words and places alone"),
        (f"Hello {{{{ {'(' * 2000}name{')' * 2000} }}}}", "words and places alone"),
        (f"Hello {{{{ {'[' * 2400} }}}}", "cannot be read"),
        (f"Hello {{{{ {'not ' * 1100}name }}}}", "words and places alone"),
        (f"Hello {{{{ {'9' * 4500} }}}}", "words and places alone"),
        ("  ", "holds what belongs in no reply"),
        ("", "at least 1 character"),
        ("Write to ann@post.example, please, so that we see it.", "email 'ann@post.example'"),
        ("Your order #48213377 leaves today, I am sorry.", "order 'order #48213377'"),
        ("Nous sommes désolés de ce retard, et vérifions cela.", "language|fr 'en'"),
    ],
)
def test_what_is_no_reply_to_others_is_refused(body: str, says: str) -> None:
    with pytest.raises(ReplyError, match=says):
        check("late", {"title": "Late", "lang": "en", "body": body})


@pytest.mark.parametrize("change", [{"lang": "de"}, {"title": ""}, {"mood": "x"}, {"topics": "delivery"}])
def test_a_body_of_another_shape_is_refused(change: dict[str, str]) -> None:
    with pytest.raises(ReplyError, match=f"reply 'late': {next(iter(change))}"):
        check("late", {"title": "Late", "lang": "en", "body": BODY, **change})


def test_a_title_holds_no_personal_data() -> None:
    with pytest.raises(ReplyError, match="phone '514-555-0199'"):
        check("late", {"title": "Marie, 514-555-0199", "lang": "en", "body": BODY})


def test_findings_of_its_check_come_with_the_refusal() -> None:
    with pytest.raises(ReplyError) as refused:
        check("late", {"title": "Late", "lang": "en", "body": "Write to ann@post.example, please."})

    assert [finding.rule for finding in refused.value.findings] == [Rule.PRIVATE]


@pytest.mark.parametrize(
    ("body", "name", "text"),
    [
        (BODY, "Sam", "Hello Sam, I am sorry about the wait. I am checking, and write here by [▸ a time]."),
        ("Hello {{ name }}, sorry.", "", "Hello, sorry."),
        ("{{ name }}, we look.", "", "we look."),
        ("We look. \u2013 {{ agent }}", "Sam", "We look."),
        ("Sorry {{ name }}. We look.\nNow.", "", "Sorry. We look.\nNow."),
    ],
)
def test_places_are_filled_and_a_missing_name_leaves_no_gap(body: str, name: str, text: str) -> None:
    assert reply(body=body).written(Playbook.load(), Situation(lang="en", name=name)) == text


def test_a_reply_that_an_erasure_has_broken_is_not_offered_and_keeps_no_other_from_it() -> None:
    known = [reply(name="broken", body="Hello {{ [erased] }}, we look."), reply(name="whole")]

    found = offered(known, Evidence(tallies=(), rate=0.5), Playbook.load(), Situation(lang="en"))

    assert [one.origin.name for one in found] == ["whole"]


@pytest.mark.parametrize("body", ["Hello {{{ name }}}, we look.", "Hello {{ 7 }}", "Hello {% x %}"])
def test_a_past_answer_that_cannot_be_read_is_none(body: str) -> None:
    past = PastAnswer(case_id="1", body=body, topic="", customer_type="", answered_at=START, change=1.0)

    assert as_read(past, Playbook.load(), Situation(lang="en", name="Sam")) == ""


@given(st.text("{}%#[]\u25b8'\"\\- a7@\n", max_size=30))
def test_whatever_a_past_answer_says_it_can_be_read(text: str) -> None:
    body = without_persons(f"Hello {text}", lang="en", names=["Marie"])

    read = reply(body=body).written(PLAYBOOK, Situation(lang="en", name="Sam"))

    assert read.startswith("Hello")
    assert not set("{}") & set(read)


@given(st.text(max_size=90))
def test_a_name_is_always_plain_letters(title: str) -> None:
    assert set(name_of(title)) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")


def test_agents_propose_and_change_their_own_and_leads_make_it_the_teams(app: App) -> None:
    first = save(app, reply(), by=ANN)
    with pytest.raises(NotPermittedError, match="not ben's alone"):
        save(app, reply(name=first.name, body=BODY + " Ben"), by=BEN, seen=1)
    own = save(app, reply(name=first.name, body=BODY + " Thanks."), by=ANN, seen=1)
    with pytest.raises(StaleEntryError):
        save(app, reply(name=first.name), by=LEE, seen=1)
    kept = save(app, reply(name=first.name, body=BODY + " Lee"), by=LEE, seen=2)
    for act in (
        lambda: save(app, reply(name=first.name), by=ANN, seen=3),
        lambda: replies.retire(app.desk, first.name, by=ANN, now=START),
        lambda: save(app, reply("Other"), by=Actor(name="eve", role=Role.VIEWER)),
    ):
        with pytest.raises(NotPermittedError):
            act()
    replies.retire(app.desk, first.name, by=LEE, now=START)

    assert (first.approved_by, own.approved_by, kept.approved_by) == ("", "", "lee")
    assert "where-it-is" not in {one.name for one in replies.replies(app.desk)}
    record = replies.history(app.desk, "where-it-is")
    assert [(one.entry.version, one.entry.changed_by, one.is_removed) for one in record] == [
        (4, "lee", True), (3, "lee", False), (2, "ann", False), (1, "ann", False),
    ]  # fmt: skip
    at = replies.Library.of(app.desk).version(Origin(basis=Basis.REPLY, name="where-it-is", version=2))
    assert [one.text for one in at] == [BODY + " Thanks."]


def test_what_a_lead_retired_only_a_lead_brings_back_and_a_title_without_letters_gets_a_name(app: App) -> None:
    first = save(app, reply(), by=ANN)
    replies.retire(app.desk, first.name, by=ANN, now=START)
    again = save(app, reply(), by=ANN)
    with pytest.raises(StaleEntryError):
        replies.retire(app.desk, first.name, by=ANN, now=START, seen_version=first.version)
    replies.retire(app.desk, first.name, by=LEE, now=START, seen_version=again.version)
    with pytest.raises(NotPermittedError, match="not ann's alone"):
        save(app, reply(), by=ANN)
    back = save(app, reply(), by=LEE)
    names = [save(app, reply(title), by=ANN).name for title in ("\u0633\u0624\u0627\u0644", "\u4e2d\u6587")]
    replies.retire(app.desk, names[1], by=ANN, now=START)

    assert (again.version, back.version, names) == (3, 5, ["reply-1", "reply-2"])
    assert save(app, reply("?"), by=ANN).name == "reply-3"


def test_replies_of_the_demo_are_in_both_languages_show_every_step_and_fit_where_they_go(app: App) -> None:
    found = replies.replies(app.desk)

    assert sorted(one.lang for one in found) == ["en"] * 3 + ["fr"] * 3
    for one in found:
        text = one.written(Playbook.load(), Situation(lang=one.lang, name="Sam", platform="mastodon", agent="Lee"))
        verdict = judge(
            text.replace("[▸ a time you can keep]", "noon").replace("[▸ une heure que vous tiendrez]", "midi")
        )
        assert verdict.steps >= set(NEEDED_STEPS), text
        assert verdict.findings == (), text
        assert verdict.length <= LIMITS["mastodon"]


@pytest.mark.long
def test_the_command_line_saves_edits_shows_lists_and_retires(installed: Installed) -> None:
    (installed.folder / "late.txt").write_text(BODY, encoding="utf-8")
    words = ("--title", "Where it is", "--lang", "en", "--topic", "delivery", "--by", "lee")

    saved = installed.run("replies", "save", "late.txt", *words).stdout
    twice = installed.run("replies", "save", "late.txt", *words, code=1).stderr
    edited = CliRunner().invoke(
        command_line, ["replies", "edit", "where-it-is", "-", "--by", "lee"], input=BODY + " Lee"
    )
    listed = installed.json("replies", "list")["replies"]
    rows = list(csv.DictReader(io.StringIO(installed.run("replies", "list", "--csv").stdout)))
    worked = installed.json("replies", "worked", "--lang", "en", "--topic", "delivery")
    installed.run("replies", "retire", "where-it-is", "--by", "lee")
    shown = installed.json("replies", "show", "where-it-is")
    (installed.folder / "bad.txt").write_text("Write to ann@post.example, please.", encoding="utf-8")
    refused = installed.run("replies", "save", "bad.txt", "--title", "Bad", "--lang", "en", code=1)

    assert "saved as where-it-is, version 1" in saved
    assert "there is a reply 'where-it-is' already, by lee" in twice
    assert edited.exit_code == 0
    assert ("where-it-is", 2, 0) in [(row["name"], row["version"], row["n"]) for row in listed]
    assert [row["title"] for row in rows] == [row["title"] for row in listed]
    assert [row["name"] for row in worked["worked"]] == [
        "late-parcel",
        "where-it-is",
        "en",
        "came-broken",
        "refund-not-there",
    ]
    assert shown["is_retired"]
    assert [row["did"] for row in shown["versions"]] == ["retired", "saved", "saved"]
    assert "ann@post.example" in refused.stderr
    assert "no reply was ever called" in installed.run("replies", "show", "none", code=2).stderr
    assert json.dumps(worked)


@pytest.mark.parametrize(
    ("post", "fitting"),
    [
        ("My parcel never arrived.", ["anything-about-parcels", "delivery"]),
        ("Still no refund for the coat I returned.", ["refund"]),
        ("Do you still have the blue coat?", []),
        ("My name is wrong on every letter, terrible.", []),
        ("Best shop in town!", []),
    ],
)
def test_only_replies_that_speak_of_the_post_are_said_to_fit(post: str, fitting: list[str]) -> None:
    known = [
        reply(name="delivery", topics=("delivery",)),
        reply(
            name="refund", topics=("refund",), body="I am sorry. I am asking about your refund and write here tonight."
        ),
        reply(
            name="anything-about-parcels", body="I am sorry. I am asking where your parcel is and write here tonight."
        ),
    ]
    said = listen(post, lang="en")

    found = offered(
        known, Evidence(tallies=(), rate=0.5), PLAYBOOK, Situation(lang="en"), post=Post(text=post, said=said)
    )

    assert sorted(one.origin.name for one in found if one.is_for_this) == fitting


@pytest.mark.parametrize(
    ("lang", "post", "first"),
    [
        ("en", "Refund for my cancelled order was 'sent' on the 3rd. My bank never heard of it.", "refund-not-there"),
        ("en", "The vase came broken, and I want my money back for this order.", "came-broken"),
        ("fr", "Commande annulée, toujours pas de remboursement sur mon compte.", "remboursement-attendu"),
        ("en", "Do you offer wrapping for blue coats?", "wrapping-coats"),
    ],
)
def test_the_reply_that_is_nearest_to_the_post_comes_before_what_led_to_more(lang: str, post: str, first: str) -> None:
    shipped = tomllib.loads((files("repwatch.seed") / "replies.toml").read_text(encoding="utf-8"))
    # each kept under a topic that a scorer may have taken the case for
    known = [reply(**{"topics": ("delivery",), **one, "name": name}) for name, one in shipped.items()]
    known += [reply(name=name, title=name, body=f"All about {name}.") for name in ("coats", "wrapping-coats")]
    sort = {"lang": lang, "topic": "delivery", "customer_type": "none"}
    well = [
        Tally(basis=Basis.REPLY, name=name, version=1, n=90, heard=90, recovered=90, **sort)
        for name in ("late-parcel", "colis-en-retard", "coats")
    ]
    said = listen(post, lang=lang)

    found = offered(
        known, Evidence(tallies=well, rate=0.5), PLAYBOOK, Situation(lang=lang), post=Post(text=post, said=said)
    )

    assert found[0].origin.name == first
    assert found[0].is_for_this
