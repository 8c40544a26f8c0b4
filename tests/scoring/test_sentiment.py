"""Sentiment equals vaderSentiment's to the last digit, on whatever people write, and stays linear."""

import csv
from functools import cache
from pathlib import Path
from time import process_time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from vaderSentiment.vaderSentiment import BOOSTER_DICT, NEGATE, SPECIAL_CASES, SentimentIntensityAnalyzer

from scoring.sentiment import polarity, smileys_of
from tests.yardstick import DATA, needs_data


@cache
def oracle() -> SentimentIntensityAnalyzer:
    return SentimentIntensityAnalyzer()


def pieces() -> st.SearchStrategy[str]:
    turns = ["but", "BUT", "no", "or", "nor", "least", "at least", "very least", "kind of", "sort of", "just enough"]
    turns += ["never so", "never this", "without doubt", "without a doubt", "so", "this", "isn't", "the", "of", "word"]
    known = st.sampled_from(sorted(oracle().lexicon))
    said = known | st.sampled_from([*NEGATE, *BOOSTER_DICT, *SPECIAL_CASES, *turns])
    marks = st.sampled_from(["", "!", "!!!!!", "?", "??", "????", ".", ",", "...", ":)", "'"])
    return st.builds(lambda word, mark, loud: (word.upper() if loud else word) + mark, said, marks, st.booleans())


def texts() -> st.SearchStrategy[str]:
    emoji = st.sampled_from(sorted(oracle().emojis))
    gaps = st.sampled_from([" ", " ", " ", "", "  ", "\n", "\u00a0"])
    parts = st.tuples(pieces() | pieces() | emoji | st.text(max_size=4), gaps)
    return st.lists(parts, max_size=14).map(lambda listed: "".join(part + gap for part, gap in listed))


@given(texts())
@example("The kettle is NOT great, but the staff were never so kind!!")
@example("good good but good good bad bad good")
@example("no good, no bad or good at the very least")
@example("😀😀 great😡 ")
@example("İ ß ΑΣ GREAT")
def test_polarity_always_equals_the_package(text: str) -> None:
    expected = oracle().polarity_scores(text)

    assert polarity(text)._asdict() == expected


@given(st.text())
def test_polarity_never_fails_and_equals_the_package_on_any_string(text: str) -> None:
    assert polarity(text)._asdict() == oracle().polarity_scores(text)


@needs_data
@pytest.mark.parametrize("path", sorted(DATA.glob("*.csv")), ids=lambda path: path.stem)
def test_polarity_equals_the_package_on_real_posts(path: Path) -> None:
    with path.open(encoding="utf-8", newline="") as lines:
        # every seventh here, all of them in the long run
        listed = [row["text"] for row in csv.DictReader(lines)][::7]

    different = [text for text in listed if polarity(text)._asdict() != oracle().polarity_scores(text)]

    assert different == []


@needs_data
@pytest.mark.long
@pytest.mark.parametrize("path", sorted(DATA.glob("*.csv")), ids=lambda path: path.stem)
def test_polarity_equals_the_package_on_all_real_posts(path: Path) -> None:
    with path.open(encoding="utf-8", newline="") as lines:
        listed = [row["text"] for row in csv.DictReader(lines)]

    different = [text for text in listed if polarity(text)._asdict() != oracle().polarity_scores(text)]

    assert different == []


@pytest.mark.long
def test_ten_times_the_text_takes_about_ten_times_as_long() -> None:
    story = "The parcel was late again but the driver was kind and I love the scarf, not the box! "

    def seconds(text: str) -> float:
        start = process_time()
        polarity(text)
        return process_time() - start

    short = min(seconds(story * 200) for _ in range(5))
    long = min(seconds(story * 2_000) for _ in range(5))

    assert long < short * 30


@pytest.mark.parametrize(
    ("text", "expected"),
    [("Merci beaucoup :) 😀", "😀 :)"), ("rien de rien", ""), ("non... ☹ !", "☹ !")],
)
def test_smileys_are_what_is_left_without_words(text: str, expected: object) -> None:
    assert smileys_of(text) == expected
