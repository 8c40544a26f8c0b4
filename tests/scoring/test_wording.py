"""Grams are the same in any batch, every gram belongs to a word of its text, and fits are the same each time."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.cues import Cues
from scoring.grams import KIND, PLACES, read_grams
from scoring.joint import Wordings, fit_jointly
from scoring.phrases import Text
from scoring.train import Row
from scoring.wording import TELLING, Tables, heard_words, pack, shipped_bytes, unpack

texts_of_words = st.lists(st.lists(st.text(min_size=1, max_size=6), max_size=5), max_size=5)
TABLES = Tables({name: (table, 0.01) for name, table in unpack(shipped_bytes()).items()})
LATE = ["my", "parcel", "is", "late"]
LOVELY = ["what", "a", "lovely", "scarf"]


@given(texts_of_words)
def test_a_text_always_weighs_the_same_alone_and_among_others(texts: list[list[str]]) -> None:
    assert TABLES.read(texts) == [TABLES.read([text])[0] for text in texts]


@given(texts_of_words)
def test_every_gram_always_stands_in_a_word_of_its_text(texts: list[list[str]]) -> None:
    grams = read_grams(texts)

    assert len(grams.text_of_word) == sum(map(len, texts))
    assert all(0 <= word < len(grams.text_of_word) for word in grams.words)
    assert all(place < KIND for place in grams.places[: grams.split])
    assert all(KIND <= place < PLACES for place in grams.places[grams.split :])
    # its words, the pairs of them, and every run of 3 or 4 characters of the spaced line
    sizes = [len(" ".join(words)) + 2 if words else 0 for words in texts]
    assert grams.split == sum(max(2 * len(words) - 1, 0) for words in texts)
    assert len(grams.places) - grams.split == sum(max(size - n + 1, 0) for size in sizes for n in (3, 4))


@given(texts_of_words)
def test_the_words_of_a_text_always_add_up_to_its_weight(texts: list[list[str]]) -> None:
    grams = read_grams(texts)

    by_word = TABLES.by_word(grams)

    for name, weights in by_word.items():
        for i, wording in enumerate(TABLES.read(texts)):
            own = weights[grams.text_of_word == i]
            assert wording.total[name] == pytest.approx(own.sum())
            if name in wording.telling:
                telling = np.flatnonzero(own >= TELLING)
                assert list(wording.telling[name]) == list(zip(telling.tolist(), own[telling].tolist(), strict=True))


def test_places_never_change_between_versions() -> None:
    """A table learnt yesterday must fit the grams of today."""
    grams = read_grams([["late", "parcel"]])

    assert grams.places[:3].tolist() == [4320, 53762, 51339]


@pytest.mark.parametrize(("lang", "heard"), [("en", ["colis", "0"]), ("fr", ["colis", "0"]), ("und", ["colis", "0"])])
def test_words_are_heard_in_the_languages_that_were_taught(lang: str, heard: list[str]) -> None:
    assert heard_words(Text.read("Colis 4711"), lang=lang) == heard
    assert not heard_words(Text.read("Paket 4711"), lang="de")


def rows() -> list[Row]:
    nothing = Cues(values={}, words={})
    return [
        Row(cues=nothing, words=words, label=words is LATE, source=source)
        for words in (LATE, LOVELY)
        for source in ("shop", "tweets")
    ]


def test_a_joint_fit_learns_words_and_is_the_same_to_the_last_bit_each_time() -> None:
    first, second = fit_jointly(rows()), fit_jointly(rows())

    (late, lovely) = Tables({"complaint": (first.table, first.scale)}).read([LATE, LOVELY])
    assert late.total["complaint"] > 0 > lovely.total["complaint"]
    assert pack({"complaint": first.table}) == pack({"complaint": second.table})
    assert first.model == second.model


def test_what_few_texts_have_counts_more_and_its_weight_holds_without_that() -> None:
    said = [["late", "parcel"]] * 9 + [["soaked"]]
    given = [Row(cues=Cues(values={}, words={}), words=list(words), label=False, source="shop") for words in said]
    plain, weighed = Wordings(given), Wordings(given)
    often, seldom = (read_grams([[word]]).places[0] for word in ("late", "soaked"))
    table = np.linspace(-1, 1, PLACES, dtype=np.float32)

    counts = weighed.weigh_rarity()

    assert counts[seldom] > counts[often] > 0
    assert weighed.scores(table) == pytest.approx(plain.scores(table * counts), abs=1e-6)


def test_a_weight_takes_one_byte_and_all_tables_less_than_a_megabyte() -> None:
    assert {table.dtype for table in unpack(shipped_bytes()).values()} == {np.dtype(np.int8)}
    assert len(pack(unpack(shipped_bytes()))) < 1_000_000
