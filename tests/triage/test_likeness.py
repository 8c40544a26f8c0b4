"""Copies, quotes and small edits of a post are found, and two who complain in a few words are not one."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from triage.likeness import are_alike, bands, shingles, words

LAMP = "My Maple & Finch lamp arrived with a cracked shade and support has not answered for nine days"
LAMPE = "Ma lampe Maple & Finch est arrivée fêlée et le service clients ne répond pas depuis neuf jours"
COPIES = [
    LAMP,
    LAMP.upper(),
    f"RT @dana@example.social: {LAMP}",
    f"{LAMP} #fail #maplefinch",
    f"{LAMP} https://example.com/7?utm=1 @maplefinch",
    f"Same here! “{LAMP}”",
    LAMP.replace("nine", "ten"),
    LAMP.replace("arrived", "came").replace("&", "and"),
    f"{LAMP}!!! 😡",
]
OTHERS = [
    LAMPE,
    "My Maple & Finch sofa came without its legs, and nobody in the shop knows when the others are sent",
    "The new lamp by Maple & Finch is lovely, the shade is even better than in the pictures of the shop",
    "Why does support of Maple & Finch ask for my order number three times and then close the chat",
]
SENTENCE = st.lists(st.text(alphabet="abcdefghij", min_size=4, max_size=9), min_size=8, max_size=40).map(" ".join)


def alike(one: str, other: str) -> bool:
    return are_alike(shingles(one), shingles(other))


def meet(one: str, other: str) -> bool:
    return bool(set(bands(shingles(one))) & set(bands(shingles(other))))


@pytest.mark.parametrize("copy", COPIES)
def test_a_copy_is_like_what_it_copies_and_is_found_by_it(copy: str) -> None:
    assert alike(LAMP, copy)
    assert meet(LAMP, copy)


@pytest.mark.parametrize("other", OTHERS)
def test_another_complaint_is_not(other: str) -> None:
    assert not alike(LAMP, other)


@pytest.mark.parametrize(
    "short",
    ["It does not work", "Where is my order?", "@maplefinch help!!! #fail", "", "a b c d e f g h i", "没收到货"],
)
def test_what_everybody_writes_is_like_nothing_not_even_itself(short: str) -> None:
    assert not alike(short, short)
    assert bands(shingles(short)) == ()


def test_accents_and_case_do_not_matter_in_any_language() -> None:
    assert alike(LAMPE, LAMPE.replace("é", "e").replace("ê", "e").upper())
    assert alike(
        "包裹在路上已经三个星期了客服一直没有回复我的任何消息真的非常失望请尽快处理",
        "包裹在路上已经三个星期了客服一直没有回复我的任何消息真的非常失望请尽快解决",
    )


def test_a_text_in_another_language_is_not_alike() -> None:
    assert not alike(LAMP, LAMPE)


@given(text=SENTENCE, tags=st.lists(st.sampled_from(["#fail", "#late", "https://example.com/x", "@shop"]), max_size=4))
def test_a_text_is_always_like_itself_and_what_is_put_behind_it_changes_nothing(text: str, tags: list[str]) -> None:
    assume(len(text) > 40)
    behind = " ".join([text, *tags])

    assert alike(text, text)
    assert words(behind) == words(text)
    assert bands(shingles(behind)) == bands(shingles(text))


@given(one=SENTENCE, other=SENTENCE)
def test_which_of_two_came_first_never_matters(one: str, other: str) -> None:
    assert alike(one, other) == alike(other, one)
    assert meet(one, other) == meet(other, one)


@given(text=SENTENCE, at=st.integers(0, 39), word=st.text(alphabet="klmnopqrst", min_size=4, max_size=9))
def test_one_changed_word_is_always_found(text: str, at: int, word: str) -> None:
    said = text.split()
    assume(len(said) >= 12 and len(set(said)) == len(said))
    said[at % len(said)] = word

    assert alike(text, " ".join(said))


@given(st.text())
def test_no_text_breaks_it(text: str) -> None:
    assert len(bands(shingles(text))) in {0, 12}
