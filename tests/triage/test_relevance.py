"""What a brand's rules let through is what its words, languages and accounts say, and nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from triage.mention import Kind
from triage.relevance import Relevance


def concerns(rules: Relevance, text: str | None, *, kind: Kind = Kind.MENTION, lang: str = "en") -> bool:
    return rules.concerns(text=text, kind=kind, lang=lang, account="forum:ann")


@pytest.mark.parametrize(
    ("rules", "text", "expected"),
    [
        pytest.param({}, "anything", True, id="no rules"),
        pytest.param({"required": ["maple finch", "@mapleandfinch"]}, "My MAPLE  Finch order", True, id="a phrase"),
        pytest.param({"required": ["maple finch", "@mapleandfinch"]}, "hey @MapleAndFinch!", True, id="a handle"),
        pytest.param({"required": ["finch"]}, "two finches in a maple", False, id="part of a word"),
        pytest.param({"required": ["café"]}, "le CAFÉ est froid", True, id="accents in any case"),
        pytest.param({"excluded": ["bird"]}, "a bird called finch", False, id="excluded"),
        pytest.param({"excluded": ["bird"]}, "birdie", True, id="excluded only whole"),
        pytest.param({"required": ["c++ (new)"]}, "I like c++ (new) much", True, id="marks mean themselves"),
        pytest.param({}, "RT @ann: my parcel is late", False, id="a repost"),
        pytest.param({"with_reposts": True}, "RT @ann: my parcel is late", True, id="a repost that is wanted"),
        pytest.param({}, "why RT @ann at all", True, id="a repost only from its start"),
        pytest.param({"langs": ["fr"]}, "my parcel", False, id="another language"),
        pytest.param({"muted_accounts": ["forum:ann"]}, "my parcel", False, id="a muted account"),
        pytest.param({"muted_accounts": ["steam:ann"]}, "my parcel", True, id="the same name elsewhere"),
        pytest.param({"required": ["finch"]}, None, True, id="a text that is gone"),
    ],
)
def test_a_post_concerns_a_brand_by_its_rules(rules: dict[str, object], text: str | None, expected: bool) -> None:
    assert concerns(Relevance.from_mapping(rules), text) is expected


def test_a_review_is_about_its_product_whatever_its_words() -> None:
    rules = Relevance(required=("finch",), excluded=("bird",), langs=("fr",))

    assert concerns(rules, "a bird", kind=Kind.REVIEW, lang="fr")
    assert not concerns(rules, "a bird", kind=Kind.REVIEW, lang="en")


def test_an_unknown_language_is_let_through() -> None:
    assert concerns(Relevance(langs=("fr",)), "!!!", lang="und")


@given(text=st.text(), phrase=st.text(min_size=1).filter(str.strip))
def test_no_text_and_no_phrase_ever_breaks_a_rule(text: str, phrase: str) -> None:
    required, excluded = Relevance(required=(phrase,)), Relevance(excluded=(phrase,), with_reposts=True)

    assert concerns(required, text) in {True, False}
    assert concerns(excluded, text) is not concerns(Relevance(required=(phrase,), with_reposts=True), text)


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"wanted": ["a"]}, "unknown keys wanted; known are"),
        ({"required": "finch"}, "required is a list of texts"),
        ({"excluded": [1]}, "excluded is a list of texts"),
        ({"langs": [" "]}, "langs is a list of texts"),
        ({"with_reposts": "yes"}, "with_reposts is true or false"),
    ],
)
def test_rules_that_cannot_be_read_say_what_to_write(values: dict[str, object], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        Relevance.from_mapping(values)


@pytest.mark.parametrize(("rules", "expected"), [({}, False), ({"with_reposts": True}, True)])
@pytest.mark.parametrize("text", ["My parcel is late", "", None])
def test_what_a_platform_calls_a_repost_is_one_however_it_reads(
    rules: dict[str, bool], text: str | None, expected: bool
) -> None:
    assert concerns(Relevance.from_mapping(rules), text, kind=Kind.REPOST) is expected
