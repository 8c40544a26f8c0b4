from hypothesis import given
from hypothesis import strategies as st

from dashboard.shown import Shown

ROWS = ("a", "b", "c", "d")


def shown(*case_ids: str) -> Shown:
    return Shown(view=("open",), case_ids=case_ids)


def test_next_is_the_next_that_still_waits() -> None:
    page = shown(*ROWS)

    assert page.step("a", waiting=["a", "c", "d"]) == "c"
    assert page.step("d", waiting=["a", "c", "d"], by=-1) == "c"
    assert page.step("d", waiting=["a", "c", "d"]) is None
    assert page.step("elsewhere", waiting=["c", "d"]) == "c"


@given(rows=st.lists(st.text(min_size=1, max_size=3), unique=True, max_size=9), data=st.data())
def test_step_never_leads_to_a_case_that_waits_no_more(rows: list[str], data: st.DataObject) -> None:
    waiting = [row for row in rows if data.draw(st.booleans())]
    here = data.draw(st.sampled_from([*rows, "elsewhere"]))

    goal = shown(*rows).step(here, waiting=waiting, by=data.draw(st.sampled_from([1, -1])))

    assert goal is None or (goal in waiting and goal != here)


def test_newcomers_are_those_that_a_new_reading_would_add() -> None:
    assert shown("a", "b").newcomers(["x", "a", "y"]) == 2
