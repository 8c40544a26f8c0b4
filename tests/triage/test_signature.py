"""An answer is credited to the colleague whose name stands below it, and to nobody where that is not sure."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from triage.signature import signed_by

PEOPLE = ("Noor", "Maëlle", "Sam Lee", "Samir Bello", "Ann-Marie O'Neil")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("We are on it. \u2013 Noor", "Noor"),
        ("We are on it \u2013 noor.", "Noor"),
        ("On regarde. \u2013 Maelle", "Maëlle"),
        ("On regarde.\nMaëlle", "Maëlle"),
        ("Please write to us ^SL", "Sam Lee"),
        ("Please write to us ^S.B.", "Samir Bello"),
        ("Please write to us / Samir", "Samir Bello"),
        ("Bye \u2014Ann-Marie O\u2019Neil", "Ann-Marie O'Neil"),
        ("Thank you, Noor", None),
        ("See you at the Jean-Sam!", None),
        ("More on https://shop.example/noor", None),
        ("We had kind words about\nNoor", None),
        ("Thanks,\nSL", None),
        ("Open from 9 - sl", None),
        ("Noor \u2013 we are on it", None),
        ("We are on it \u2013 the Maple team", None),
        ("We are on it \u2013 Zoe", None),
        ("Open 9-17", None),
        ("", None),
    ],
)
def test_answer_is_credited_to_who_signed_it(text: str, expected: str | None) -> None:
    assert signed_by(text, PEOPLE) == expected


def test_what_two_could_have_signed_is_credited_to_neither() -> None:
    assert signed_by("On it ^SL", ("Sam Lee", "Sue Long")) is None
    assert signed_by("On it \u2013 Sam", ("Sam", "Sam Lee")) == "Sam"


@given(st.text())
def test_nobody_signs_where_nobody_is_named(text: str) -> None:
    assert signed_by(text, ()) is None
    assert signed_by(text, PEOPLE) in {None, *PEOPLE}
