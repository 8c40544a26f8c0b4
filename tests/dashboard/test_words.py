import re
import string
from datetime import UTC, date, datetime, timedelta
from importlib.resources import files
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.clock_words import Tone, ago, day, due, span, tomorrow_at, when
from dashboard.viewer import language
from dashboard.words import LANGUAGES, Words, labels, practice
from repwatch.console import EscalationReason, Verb
from scoring.customer import CustomerType
from triage.abuse import Stance
from triage.case import CaseStatus
from triage.draft import Rule
from triage.events import DismissReason, EventKind
from triage.playbook import Step
from triage.private_data import PrivateData
from warehouse.tabs import Tab

NOW = datetime(2026, 3, 4, 15, 0, tzinfo=UTC)
ENGLISH, FRENCH = Words("en"), Words("fr")


def test_every_language_has_every_label_with_the_same_names_to_fill_in() -> None:
    def names(text: str) -> set[str]:
        return {name for _, name, _, _ in string.Formatter().parse(text) if name}

    english = {key: names(text) for key, text in labels("en").items()}

    for lang in LANGUAGES:
        assert {key: names(text) for key, text in labels(lang).items()} == english


@pytest.mark.parametrize(
    ("n", "english", "french"),
    [
        ("0", "0 posts", "0 message"),
        ("1", "1 post", "1 message"),
        pytest.param(1, "1 post", "1 message", id="a number"),
        ("2", "2 posts", "2 messages"),
        ("1,001", "1,001 posts", "1,001 messages"),
    ],
)
def test_a_word_goes_by_its_count(n: str | int, english: str, french: str) -> None:
    assert (ENGLISH("coverage.n", n=n), FRENCH("coverage.n", n=n)) == (english, french)


def test_one_post_is_no_posts() -> None:
    told = ENGLISH("preview_spikes.seen", lasted="2 h", n=ENGLISH.number(1), level=1)

    assert told == "2 h, 1 post, level 1"


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("n", [1, 7])
def test_every_label_can_be_filled_in(lang: str, n: int) -> None:
    t = Words(lang)

    for key, text in labels(lang).items():
        names = {name for _, name, _, _ in string.Formatter().parse(text) if name}

        assert not set("{|}") & set(t(key, **dict.fromkeys(names, n))), key


def test_no_label_is_empty() -> None:
    assert all(text.strip() for lang in LANGUAGES for text in labels(lang).values())


def test_every_label_that_the_code_names_exists() -> None:
    source = "\n".join(
        file.read_text(encoding="utf-8")
        for folder in ("dashboard", "dashboard.components", "dashboard.views")
        for file in files(folder).iterdir()
        if file.name.endswith(".py")
    )

    named = set(re.findall(r"""\bt\(\s*["']([a-z_]+\.[a-z_0-9]+)["']""", source))

    assert len(named) > 80
    assert named <= set(labels("en"))


@pytest.mark.parametrize(
    ("group", "values"),
    [
        ("tab", Tab),
        ("act", Verb),
        ("done", Verb),
        ("status", CaseStatus),
        ("event", EventKind),
        ("dismiss", DismissReason),
        ("escalate", EscalationReason),
        ("playbook", Step),
        ("check", Rule),
        ("private", PrivateData),
    ],
)
def test_every_value_of_a_closed_set_has_its_label(group: str, values: type[Tab]) -> None:
    assert {f"{group}.{value}" for value in values} <= set(labels("en"))


def test_every_way_of_meeting_abuse_is_told() -> None:
    assert {f"stance.{value}" for value in Stance if value is not Stance.ANSWER} <= set(labels("en"))


def test_practice_helps_with_every_type_of_customer_in_every_language() -> None:
    types = {kind.value for kind in CustomerType} - {"none"}

    for lang in LANGUAGES:
        hints = practice(lang)
        assert set(hints) == types
        assert all(hint["title"] and hint["reads"] and len(hint["helps"]) >= 2 for hint in hints.values())


@pytest.mark.parametrize(
    ("length", "english", "french"),
    [
        (timedelta(seconds=59), "under 1 min", "moins d'une min"),
        (timedelta(minutes=42), "42 min", "42 min"),
        (timedelta(hours=2), "2 h", "2 h"),
        (timedelta(hours=2, minutes=5), "2 h 05 min", "2 h 05 min"),
        (timedelta(days=3, hours=4, minutes=59), "3 d 4 h", "3 j 4 h"),
        (timedelta(days=1, minutes=59), "1 d", "1 j"),
    ],
)
def test_span_says_two_units_at_most(length: timedelta, english: str, french: str) -> None:
    assert (span(length, ENGLISH), span(length, FRENCH)) == (english, french)


@pytest.mark.parametrize(
    ("due_in", "warned", "words", "tone"),
    [
        (timedelta(minutes=42), True, "Due in 42 min", Tone.SOON),
        (timedelta(minutes=42), False, "Due in 42 min", Tone.CALM),
        (timedelta(), True, "Due in under 1 min", Tone.SOON),
        (timedelta(microseconds=-1), True, "Overdue under 1 min", Tone.LATE),
        (-timedelta(hours=2, minutes=5), True, "Overdue 2 h 05 min", Tone.LATE),
    ],
)
def test_clock_is_told_in_words(due_in: timedelta, warned: bool, words: str, tone: Tone) -> None:
    warn_at = NOW if warned else NOW + timedelta(seconds=1)

    clock = due(due_at=NOW + due_in, warn_at=warn_at, now=NOW, t=ENGLISH)

    assert (clock.words, clock.tone) == (words, tone)


@given(later=st.timedeltas(min_value=timedelta(), max_value=timedelta(days=400)))
def test_clock_never_gets_calmer_with_time(later: timedelta) -> None:
    order = [Tone.CALM, Tone.SOON, Tone.LATE]
    due_at, warn_at = NOW + timedelta(hours=2), NOW + timedelta(hours=1)

    first = due(due_at=due_at, warn_at=warn_at, now=NOW + later, t=ENGLISH)
    second = due(due_at=due_at, warn_at=warn_at, now=NOW + later * 1.5, t=ENGLISH)

    assert order.index(first.tone) <= order.index(second.tone)


def test_instants_are_told_on_the_viewers_clock() -> None:
    zone = ZoneInfo("America/Toronto")

    assert when(NOW - timedelta(hours=1), now=NOW, zone=zone, t=ENGLISH) == "09:00"
    assert when(NOW - timedelta(hours=11), now=NOW, zone=zone, t=ENGLISH) == "Tue 3 Mar, 23:00"
    assert day(date(2026, 8, 14), FRENCH) == "ven. 14 août"
    assert ago(NOW - timedelta(minutes=3), now=NOW, t=FRENCH) == "il y a 3 min"
    assert ago(NOW, now=NOW, t=FRENCH) == "à l'instant"


@pytest.mark.parametrize(
    ("zone", "expected"),
    [
        ("America/Toronto", datetime(2026, 3, 8, 13, 0, tzinfo=UTC)),  # the clocks change in that night
        ("Asia/Kolkata", datetime(2026, 3, 8, 3, 30, tzinfo=UTC)),
    ],
)
def test_tomorrow_at_nine_is_nine_where_the_viewer_is(zone: str, expected: datetime) -> None:
    now = datetime(2026, 3, 7, 15, 0, tzinfo=UTC)

    assert tomorrow_at(9, now=now, zone=ZoneInfo(zone)) == expected


def test_numbers_are_written_as_the_language_writes_them() -> None:
    assert (ENGLISH.number(12345.6, digits=1), FRENCH.number(12345.6, digits=1)) == ("12,345.6", "12\u202f345,6")
    assert (ENGLISH.percent(0.825), FRENCH.percent(0.825)) == ("82%", "82\u00a0%")
    assert (ENGLISH.percent(None), FRENCH.percent(None)) == ("no data", "pas de données")
    assert ENGLISH.number(-35) == "\N{MINUS SIGN}35"


@pytest.mark.parametrize("value", [-0.0, -0.4, 0.0, 0.4])
def test_nothing_is_neither_more_nor_less_than_nothing(value: float) -> None:
    assert [ENGLISH.number(value), FRENCH.number(value), ENGLISH.signed(value)] == ["0", "0", "0"]


@pytest.mark.parametrize(
    ("asked", "locale", "expected"),
    [
        (None, None, "en"),
        (None, "fr-CA", "fr"),
        (None, "de-DE", "en"),
        ("fr", "en-CA", "fr"),
        ("xx", "fr-FR", "fr"),
    ],
)
def test_language_is_the_one_asked_for_then_the_browsers(asked: str | None, locale: str | None, expected: str) -> None:
    assert language(asked, locale) == expected
