"""A person's names leave words however they are written, and leave other words alone."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from triage import namely
from triage.namely import INSTEAD, without

NAME = "Zoélie Roy"


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("glavergne glavergne glavergne!", f"{INSTEAD} {INSTEAD} {INSTEAD}!"),
        ("@glavergne, @GLavergne,glavergne", f"{INSTEAD}, {INSTEAD},{INSTEAD}"),
        ("glavergnes and aglavergne", "glavergnes and aglavergne"),
        ("glavergne\u0301", "glavergne\u0301"),
    ],
)
def test_a_name_goes_as_often_as_it_is_said(said: str, left: str) -> None:
    assert without(said, ["glavergne"]) == left


@given(
    names=st.lists(st.sampled_from([NAME, NAME.upper(), f"@{NAME}"]), min_size=1, max_size=6),
    form=st.sampled_from(["NFC", "NFD"]),
    given_in=st.sampled_from(["NFC", "NFD"]),
    between=st.sampled_from([" ", ", ", "/"]),
)
def test_accents_count_alike_composed_or_apart(names: list[str], form: str, given_in: str, between: str) -> None:
    said = unicodedata.normalize(form, between.join(names))  # type: ignore[arg-type]  # two of its forms

    left = without(said, [unicodedata.normalize(given_in, NAME)])  # type: ignore[arg-type]  # two of its forms

    assert left.replace("@", "") == between.join([INSTEAD] * len(names))


def test_a_saved_reply_loses_the_name_in_its_own() -> None:
    long = namely.slug("Where the parcel of somebody who has been waiting is: G. Lavergne")

    assert namely.slug_without("parcel-of-glavergne", ["glavergne"]) == "parcel-of-erased"
    assert namely.slug_without("to-zoelie-roy", [NAME]) == "to-erased"
    assert namely.slug_without("parcel-of-glavergnes", ["glavergne"]) == "parcel-of-glavergnes"
    assert namely.slug_without(long, ["Lavergne"]) == f"{long.removesuffix('laver')}erased"


def test_an_issue_loses_the_words_of_a_name_and_is_known_by_the_rest() -> None:
    own = namely.words("Gaston Lavergne")
    known_by = {"concept:damage": 0.6, "word:gaston": 0.64, "word:box": 0.48}

    left = namely.signature_without(known_by, own)

    assert set(left) == {"concept:damage", "word:box"}
    assert sum(weight**2 for weight in left.values()) == pytest.approx(1, abs=0.001)
    assert namely.title_without("box, gaston, lavergne", own) == "box"
    assert namely.title_without("gaston", own) == INSTEAD
    assert namely.signature_without({"word:box": 0.5}, own) == {"word:box": 0.5}


@pytest.mark.parametrize(
    ("name", "is_told"), [("Zoélie Roy", True), ("Zoélie Roy-Martin", False), ("...", False)], ids=str
)
def test_a_whole_name_is_told_by_its_words(name: str, is_told: bool) -> None:
    assert namely.told_by(frozenset({"zoelie", "roy", "parcel"}), [name]) is is_told


def test_forms_of_a_name_are_those_that_files_may_hold() -> None:
    composed, apart = unicodedata.normalize("NFC", NAME), unicodedata.normalize("NFD", NAME)

    assert set(namely.forms(composed)) == set(namely.forms(apart)) == {composed, apart}
