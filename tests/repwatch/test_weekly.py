"""The weekly page needs nothing but itself, says what each figure rests on, and runs nothing that a person wrote."""

import re
import tomllib
from collections.abc import Iterator
from datetime import UTC, date, datetime
from html.parser import HTMLParser
from importlib.resources import files
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from sqlalchemy import insert

from repwatch.reports import drawing
from repwatch.reports.drawing import Bar, Part
from repwatch.reports.weekly import TOPICS, Week, last_full_week
from repwatch.reports.wording import LANGUAGES, wording
from repwatch.settings import Settings
from repwatch.wiring import App
from tests.repwatch.installed import NOW, START, Installed
from warehouse import config
from warehouse.tables import incident

ZONE = "America/Toronto"
WEEK = "2026-W05"


class Balanced(HTMLParser):
    """Keeps the tags that are open."""

    VOID = frozenset({"meta", "br"})

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """One that closes itself leaves nothing open."""

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def pages(worked: Installed) -> Iterator[tuple[str, str]]:
    for lang in LANGUAGES:
        path = worked.folder / f"{lang}.html"
        # the only brand there is needs no name
        brand = ("--brand", "acme") if lang == "en" else ()
        options = (*brand, "--week", WEEK, "--lang", lang, "--out", str(path), "--now", NOW)
        worked.run("report", "weekly", *options)
        yield lang, path.read_text(encoding="utf-8")


def test_the_page_stands_alone_in_both_languages(worked: Installed) -> None:
    app = App.open(Settings(home=worked.home))
    title = '<script>alert("x")</script> & co'
    config.put(app.desk, kind="brand", name="acme", body={"title": title}, by="ann", now=START)
    hours = {"2026-02-01T10:00:00+00:00": [12, 1.5, 0.0]}
    with app.desk.write() as connection:
        spike = {"incident_id": "s", "brand": "acme", "topic": "bug", "level": 1, "hours": hours, "drivers": []}
        at = dict.fromkeys(("opened_at", "last_hour_at", "found_at"), datetime(2026, 2, 1, 10, tzinfo=UTC))
        connection.execute(insert(incident).values(**spike, **at))
    app.close()

    found = dict(pages(worked))

    for lang, text in found.items():
        balanced = Balanced()
        balanced.feed(text)
        assert balanced.open == []
        assert f'<html lang="{lang}">' in text
        # a printed page may be as narrow as a phone, and keeps its tables
        assert "@media (max-width" not in text
        assert not re.search(r"<script|<link|<img|<iframe|\bon\w+=|url\(|@import|https?://", text)
        assert "&lt;script&gt;" in text
        assert "default-src 'none'" in text
        assert "never came" not in text
    assert "There was one incident." in found["en"]
    # an hour is nothing without its zone, and a day stands before its month
    assert "Times in America/Toronto." in found["en"]
    assert "1\u00a0Feb 05:00" in found["en"]
    assert "26\u00a0Jan to 1\u00a0Feb 2026" in found["en"]
    assert "en cours" in found["fr"]
    assert "1 of 2 posts that needed an answer" in found["en"]
    assert "few posts: n\u00a0=\u00a02" in found["en"]
    assert "peu de messages\u00a0: n\u00a0=\u00a02" in found["fr"]
    assert "50\u202f%" in found["fr"]


def test_a_page_without_a_name_is_written_where_it_says(worked: Installed) -> None:
    told = worked.run("report", "weekly", "--week", WEEK, "--lang", "fr", "--now", NOW).stdout

    assert "wrote acme-2026-W05-fr.html" in told
    assert (worked.folder / "acme-2026-W05-fr.html").read_text(encoding="utf-8").startswith("<!doctype html>")


def test_topics_of_the_page_add_up_to_all_posts(installed: Installed) -> None:
    words = {
        "delivery": "My parcel never arrived and tracking is stuck",
        "refund": "Where is my refund? I want my money back",
        "quality": "The chair is broken and of poor quality",
        "billing": "You charged my card twice on the invoice",
        "account": "I cannot log in, my password reset fails",
        "outage": "The site is down, nothing loads, an outage again",
        "bug": "The app crashes with an error message",
        "staff": "Your agent was rude and hung up on me",
        "safety": "The charger caught fire and burned my hand",
        "privacy": "You leaked my personal data to a stranger",
        "legal": "My lawyer will sue you in court",
        "other": "Hello there",
    }
    rows = [
        {"id": f"{topic}{n}", "text": text, "author": f"{topic}{n}", "role": "customer", "brand": "acme"}
        | {"created_at": "2026-01-30T10:00:00Z"}
        for topic, text in words.items()
        for n in range(2)
    ]
    for command in (["import", str(installed.write_rows("many.csv", rows))], ["score"], ["triage"], ["build"]):
        installed.run(*command, "--now", NOW)

    installed.run("report", "weekly", "--week", WEEK, "--out", str(installed.folder / "w.html"), "--now", NOW)
    page = (installed.folder / "w.html").read_text(encoding="utf-8")
    listed = re.findall(r'data-label="Posts" class="right">(\d+)<', page)

    assert len(listed) == TOPICS + 1
    assert sum(map(int, listed)) == len(rows)
    assert "All other topics" in page
    assert f"the rows add up to all {len(rows)} posts" in page


def test_a_page_that_cannot_be_is_refused_in_a_sentence(worked: Installed) -> None:
    out = worked.folder / "x.html"
    wrong = {
        "--week": ("2026-46", "is no week"),
        "--lang": ("de", "en and fr"),
        "--brand": ("nobody", "there are acme"),
    }

    for option, (value, problem) in wrong.items():
        words = {"--brand": "acme", "--out": str(out), option: value}
        told = worked.run("report", "weekly", *(word for pair in words.items() for word in pair), code=2)
        assert problem in told.stderr
    assert not out.exists()


def shape(words: dict[str, Any]) -> dict[str, dict[str, set[str]]]:
    """The keys of a language, each with the values that its sentence names."""
    return {
        section: {key: set(re.findall(r"{(\w+)}", text)) for key, text in keys.items()}
        for section, keys in words.items()
    }


def test_both_languages_have_the_same_words() -> None:
    texts = {
        lang: (files("repwatch") / "reports" / f"words_{lang}.toml").read_text(encoding="utf-8") for lang in LANGUAGES
    }

    english, french = (shape(tomllib.loads(texts[lang])) for lang in LANGUAGES)

    assert english == french


@pytest.mark.parametrize(
    ("seconds", "told"),
    [(None, "no data"), (20, "0 min"), (59 * 60 + 31, "1 h"), (3_660, "1 h 1 min"), (93_600, "1 d 2 h")],
)
def test_a_span_is_told_in_its_two_largest_units(seconds: float | None, told: str) -> None:
    assert wording("en", zone=ZONE).span(seconds).replace("\u00a0", " ") == told


def test_figures_are_written_as_the_language_does() -> None:
    english, french = (wording(lang, zone=ZONE) for lang in LANGUAGES)

    assert (english.number(1234.5, places=1), french.number(1234.5, places=1)) == ("1,234.5", "1\u202f234,5")
    assert (english.points(-0.001), french.percent(0.933, places=1)) == ("0", "93,3\u202f%")
    assert (english.day(date(2026, 3, 9)), french.day(date(2026, 3, 9))) == ("9\u00a0Mar", "9\u00a0mars")


def test_a_week_runs_from_monday_to_monday_where_the_business_is() -> None:
    week = Week.of("2026-W10", zone=ZONE)

    # the clocks go forward on that Sunday
    assert (week.since.isoformat(), week.until.isoformat()) == (
        "2026-03-02T05:00:00+00:00",
        "2026-03-09T04:00:00+00:00",
    )
    assert last_full_week(week.until, zone=ZONE) == "2026-W10"


@pytest.mark.parametrize("n", [0, 1, 19, 20, 7_654])
def test_a_chart_is_well_formed_whatever_it_shows(n: int) -> None:
    bar = Bar(label="<Mon>", sub="&", parts=(Part(n=n, kind="late"),), tip='"tip"', is_open=True, is_faint=True)

    svg = ET.fromstring(str(drawing.bars([bar] * 7, title="<days>")))

    assert svg.get("aria-label") == "<days>"
    assert all(float(rect.get("height", "0")) >= 0 for rect in svg.iter("rect"))
    ET.fromstring(str(drawing.spark([None, 1.0, None, 0.0], title="x", mark=1)))
    ET.fromstring(str(drawing.spark([], title="x")))
    ET.fromstring(str(drawing.ratio(0, 0, 0, title="x")))
