"""A draft is held against the post that it answers and the time of day, without false alarms."""

from datetime import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.triage.drafts import Tally
from triage.draft import Post, Rule, check
from triage.said import heard
from triage.times_of_day import past_times

HELD = frozenset({Rule.PAST, Rule.SHORT, Rule.BESIDE})
NAME = "drafts_held.txt"


def test_rules_find_what_is_amiss_with_the_answer_to_a_post() -> None:
    tally = Tally()
    for line in Path(__file__).with_name(NAME).read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            lang, now, wanted, post, text = (part.strip() for part in line.split("|", 4))
            said = heard(post, lang=lang)
            local = time.fromisoformat(now)

            found = check(text, written_lang=lang, post=Post(text=post, said=said), local=local).findings

            tally.add(
                frozenset(one.rule.value for one in found if one.rule in HELD), frozenset(wanted.split()), text=text
            )

    print(f"{NAME}: {tally}")  # noqa: T201 -- the figures that docs/playbook.md quotes
    assert tally.precision >= 0.95, tally.extra
    assert tally.recall >= 0.9, tally.missed


@pytest.mark.parametrize(
    ("text", "local", "found"),
    [
        ("I will write by 24:10 or by 9:75.", time(23), []),
        (
            "I will write by 12 am, before 12 p.m. and before 3 p.m. at the latest.",
            time(14),
            ["by 12 am", "before 12 pm"],
        ),
        ("You'll hear from me by midday.", time(12), ["by midday"]),
        ("Je vous écris avant 14h05 ou avant 25 h.", time(15), ["avant 14h05"]),
        ("Une réponse partira avant 9:30.", time(10), ["avant 9:30"]),
        ("I will write this morning.", time(11, 59), []),
        ("I will know more before the end of the morning.", time(12), ["before the end of the morning"]),
    ],
)
def test_times_of_today_that_are_over_are_named(text: str, local: time, found: list[str]) -> None:
    assert list(past_times(text, local=local)) == found


@given(text=st.text("by avant pm.1234567890:h will je\u2019", max_size=80), local=st.times())
def test_no_text_breaks_the_reading_of_times(text: str, local: time) -> None:
    assert all(any(sign.isdigit() or sign in "nm" for sign in found) for found in past_times(text, local=local))


@pytest.mark.parametrize("piece", ["will ", "p.m.", "not ", "refund "])
def test_no_post_and_no_draft_takes_long(piece: str) -> None:
    text = piece * (5000 // len(piece))

    said = heard(text, lang="und")

    assert check(text, written_lang="en", post=Post(text=text, said=said), local=time(12)).length > 0
