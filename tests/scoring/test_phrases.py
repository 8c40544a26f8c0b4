"""Phrases are found however they are spelt, the longest first, and shown as they were written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.phrases import Phrasebook, Text, book_of

BOOK = Phrasebook({
    "praise": ["good", "bon", "déçu jamais"],
    "blame": ["not good", "crash*", "déçu*", "pas bon", "not * work*"],
    "answer": ["n' ai pas", "can't reach", "0 days"],
})


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Good!", {"praise": ["Good"]}),
        ("NOT good", {"blame": ["NOT good"]}),
        ("it is not good, though the box is good", {"blame": ["not good"], "praise": ["good"]}),
        ("Crashing, crashed. CRASHES", {"blame": ["Crashing", "crashed", "CRASHES"]}),
        ("Très deçue et DÉÇUS", {"blame": ["deçue", "DÉÇUS"]}),
        ("je n\u2019ai pas eu", {"answer": ["n\u2019ai pas"]}),
        ("I can\u2019t reach you", {"answer": ["can\u2019t reach"]}),
        ("after 14 days", {"answer": ["0 days"]}),
        ("does not really work", {"blame": ["not really work"]}),
        ("not", {}),
        ("@good https://good.example good@good.example", {}),
        ("", {}),
    ],
)
def test_phrases_are_found_as_they_are_written(text: str, expected: object) -> None:
    assert BOOK.find(Text.read(text)) == expected


def test_a_list_speaks_the_language_of_the_post() -> None:
    text = Text.read("See you in court for a refund, remboursement")

    assert "legal" in book_of("cues", "en").find(text)
    assert "legal" not in book_of("cues", "fr").find(text)
    assert book_of("cues", "de").find(text) == {}
    assert {"legal", "money"} <= book_of("cues", "und").find(text).keys()


@given(st.text("ab'_-0\n ", max_size=30))
def test_words_are_always_the_same_whether_or_not_the_text_is_ascii(text: str) -> None:
    assert Text.read(f"{text} \u00e9").words == [*Text.read(text).words, "\u00e9"]


PHRASES = {
    "one": ["a", "b c", "a b c a"],
    "two": ["a b", "c a", "b*"],
    "three": ["b c", "a", "a b"],
    "four": ["a b* a", "c* b"],
}


def fits(phrase: str, words: list[str]) -> bool:
    wanted = phrase.split()
    return len(wanted) == len(words) and all(
        word.startswith(one[:-1]) if one.endswith("*") else word == one for word, one in zip(words, wanted, strict=True)
    )


@given(st.lists(st.sampled_from(["a", "b", "bb", "c", "d"]), max_size=8))
def test_of_phrases_that_overlap_the_longest_is_always_found_under_all_its_names(words: list[str]) -> None:
    expected: dict[str, list[str]] = {}
    covered = 0
    for place in range(len(words)):
        for end in range(len(words), max(place, covered), -1):
            said = words[place:end]
            if names := [name for name in PHRASES if any(fits(phrase, said) for phrase in PHRASES[name])]:
                covered = end
                for name in names:
                    expected.setdefault(name, []).append(" ".join(said))
                break

    assert Phrasebook(PHRASES).find(Text.read(" ".join(words))) == expected


@given(st.text())
def test_found_phrases_always_stand_in_the_text(raw: str) -> None:
    text = Text.read(raw)

    found = book_of("cues", "und").find(text)

    plain = " ".join(text.words).replace("' ", "'").replace("\u2019 ", "\u2019")
    assert all(phrase in plain for phrases in found.values() for phrase in phrases)
