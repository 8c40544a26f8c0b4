"""Alerts say the same in both languages, and nothing that a channel did not ask for."""

import string
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from repwatch.alert_words import LISTED, Said, Speaker, words
from repwatch.channels import Outlet, outlet
from triage.alerts import Alert, AlertKind, Batch, Channel, Pending
from triage.urgency import Severity

NOW = datetime(2026, 7, 2, 15, tzinfo=UTC)
SPEAKER = Speaker(
    outlet=Outlet(channel=Channel(name="c", zone="America/Toronto"), url_secret="c"),
    console="https://care.example",
    titles={"maple": "Maple & Finch"},
    said={"case1": Said(author="Ann", excerpt="Where is it?")},
)
CASE = Alert(
    key="k",
    kind=AlertKind.AT_RISK,
    subject="case1",
    happened_at=NOW,
    brands=("maple",),
    severity=Severity.P2,
    facts={"topic": "refund", "platform": "mastodon", "due_at": NOW.isoformat(), "why": "safety", "timer": "next"},
)


def batch(*alerts: Alert, incident_id: str | None = None) -> Batch:
    pending = (Pending(alert_id=str(n), alert=one, next_try_at=NOW) for n, one in enumerate(alerts))
    return Batch(pending=tuple(pending), incident_id=incident_id)


def names(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_both_languages_have_every_sentence_with_the_same_names_in_it() -> None:
    english, french = words("en"), words("fr")

    assert {part: set(told) for part, told in english.items()} == {part: set(told) for part, told in french.items()}
    for part, sentences in english.items():
        for name, sentence in sentences.items():
            assert names(sentence) == names(french[part][name]), (part, name)
    for kind in AlertKind:
        assert kind.value in english["title"]


def test_one_alert_in_full() -> None:
    message = SPEAKER.message(batch(CASE), message_id="abc")

    assert message.title == "P2 at risk: Maple & Finch"
    assert message.body.splitlines() == [
        "Answer to the customer who came back is due 2026-07-02 11:00 EDT. mastodon, refund.",
        "Flagged because of: safety.",
        "https://care.example/?case=case1",
        "Ref. abc",
    ]


@pytest.mark.parametrize(("with_author", "with_excerpt"), [(False, False), (True, False), (False, True), (True, True)])
def test_what_a_customer_said_is_told_only_where_it_may(with_author: bool, with_excerpt: bool) -> None:
    free = replace(SPEAKER.outlet, with_author=with_author, with_excerpt=with_excerpt)

    body = replace(SPEAKER, outlet=free).message(batch(CASE), message_id="abc").body

    assert ("Ann" in body, "Where is it?" in body) == (with_author, with_excerpt)


def test_what_a_person_typed_as_a_reason_is_not_told() -> None:
    typed = replace(CASE, kind=AlertKind.ESCALATED, facts={**CASE.facts, "reason": "Ann shouted", "level": 2})

    body = SPEAKER.message(batch(typed), message_id="abc").body

    assert "Ann shouted" not in body
    assert body.startswith("Handed to level 2.")


def test_many_are_named_up_to_ten_and_then_counted() -> None:
    many = [replace(CASE, subject=f"case{n}") for n in range(LISTED + 2)]

    message = SPEAKER.message(batch(*many), message_id="abc", unsure=3)

    assert message.title == "12 alerts at once"
    assert message.body.count("?case=") == LISTED
    assert "- and 2 more: https://care.example/" in message.body
    assert "Earlier alerts that may not have arrived: 3." in message.body


def test_many_are_named_gravest_first_and_a_case_once() -> None:
    late = replace(CASE, kind=AlertKind.BREACHED)
    grave = replace(CASE, subject="case2", severity=Severity.P1, happened_at=NOW - timedelta(hours=1))
    newer = replace(CASE, subject="case3", happened_at=NOW + timedelta(hours=1))

    body = SPEAKER.message(batch(CASE, late, newer, grave), message_id="abc").body

    assert [line.rpartition("=")[2] for line in body.splitlines()[:-1]] == ["case2", "case3", "case1"]
    assert "P2 overdue, Maple & Finch" in body.splitlines()[2]


def test_the_cases_of_a_rush_say_so() -> None:
    message = SPEAKER.message(batch(CASE, replace(CASE, subject="case2"), incident_id="i"), message_id="abc")

    assert message.title == "2 alerts for one rush: Maple & Finch, refund"


@pytest.mark.parametrize(("is_higher", "title"), [(False, "Many posts at once"), (True, "Spreading further")])
def test_a_spike_says_how_much_and_links_to_what_carries_it(is_higher: bool, title: str) -> None:
    spike = replace(
        CASE,
        kind=AlertKind.SPIKE,
        facts={
            "topic": "outage",
            "posts": 30,
            "usual": "2.5",
            "reach": 900,
            "hour_at": NOW.isoformat(),
            "cases": "one two",
            "is_higher": is_higher,
        },
    )

    message = SPEAKER.message(batch(spike), message_id="abc")

    assert message.title == f"{title}: Maple & Finch, outage"
    assert "30 posts in the hour from 2026-07-02 11:00 EDT, where 2.5 are usual" in message.body
    assert message.body.splitlines()[1:3] == ["https://care.example/?case=one", "https://care.example/?case=two"]


def test_a_digest_in_french() -> None:
    digest = Alert(
        key="d",
        kind=AlertKind.DAILY_DIGEST,
        subject="maple",
        happened_at=NOW,
        brands=("maple",),
        facts={
            "day": "2026-07-02",
            "open": 4,
            "met": 3,
            "decided": 4,
            "topics": "delivery 9,other 2",
            "silent": "tag",
            "failed": 2,
        },
    )
    french = replace(SPEAKER, outlet=replace(SPEAKER.outlet, language="fr"))

    message = french.message(batch(digest), message_id="abc", unsure=1)

    assert message.title == "Maple & Finch : où nous en sommes, 2026-07-02"
    assert message.body.splitlines() == [
        "Ouverts : 4",
        "À risque : 0",
        "En retard : 0",
        "Réponses données hier : 0",
        "Réponses publiques, messages des sept derniers jours dont l'échéance est passée : 75 % de 4",
        "Le plus évoqué hier : livraison 9, autre 2",
        "Sources silencieuses : tag",
        "Alertes qui n'ont pas pu partir : 2",
        "https://care.example/",
        "Réf. abc",
    ]


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ({}, "url_secret"),
        ({"url_secret": "slack://token"}, "url_secret"),
        ({"url_secret": "a", "colour": "red"}, "colour"),
        ({"url_secret": "a", "kinds": []}, "kinds"),
        ({"url_secret": "a", "kinds": ["source_back"]}, "leave source_back out"),
        ({"url_secret": "a", "language": "de"}, "language"),
        ({"url_secret": "a", "zone": "Mars/Base"}, "America/Toronto"),
        ({"url_secret": "a", "quiet": "22:00"}, "22:00-07:00"),
        ({"url_secret": "a", "quiet": "22:00-22:00"}, "quiet hours"),
        ({"url_secret": "a", "digest_at": "25:00"}, "08:30"),
        ({"url_secret": "a", "per_hour": 0}, "per_hour"),
        ({"url_secret": "a", "after_crash": "pray"}, "after_crash"),
    ],
)
def test_a_channel_that_cannot_be_is_refused_with_what_to_write(body: dict[str, object], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        outlet("c", body, zone="UTC")


@pytest.mark.parametrize(
    "said", ["@everyone", "hi @here", "<!channel>", "<@U123456>", "[your account](https://evil.example)", "a\nRef. 1"]
)
def test_no_customer_calls_everybody_or_dresses_up_a_link(said: str) -> None:
    loud = replace(SPEAKER.outlet, with_author=True, with_excerpt=True)
    speaker = replace(SPEAKER, outlet=loud, titles={"maple": said}, said={"case1": Said(author=said, excerpt=said)})

    message = speaker.message(batch(CASE), message_id="abc")

    assert said not in message.body
    assert said not in message.title
    assert message.body.replace("\u2060", "").count(" ".join(said.split())) == 2
