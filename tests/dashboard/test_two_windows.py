"""Two windows that write to one customer never lose what either wrote, and say so."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import backend
from repwatch import clock
from repwatch.console import keep_draft
from tests.dashboard.cases import agent, installation
from tests.dashboard.looking import buttons, opened, page, words
from warehouse.case_file import OtherDraftError, case_file


@pytest.fixture
def case_id(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """One open case."""
    [found] = installation(tmp_path, cases=range(1, 2), now=clock.now())
    for _ in opened(tmp_path, monkeypatch):
        yield found


def keep(case_id: str, draft: str, *, seen: str | None = None, by: str = "ann") -> None:
    keep_draft(backend.app().desk, case_id, draft=draft, by=agent(by), now=clock.now(), seen=seen)


def kept(case_id: str) -> str:
    return case_file(backend.app().desk, case_id).draft


@pytest.fixture
def both(case_id: str) -> AppTest:
    """A window in which somebody wrote on while another window of theirs kept a draft."""
    at = page()
    at.text_area(key=f"draft_{case_id}").set_value("Hello, from here").run()
    keep(case_id, "Hello, from there")
    return at.text_area(key=f"draft_{case_id}").set_value("Hello, from here as well").run()


def test_what_another_window_kept_is_neither_written_over_nor_recorded_as_ones_answer(
    case_id: str, both: AppTest
) -> None:
    told = words(both)
    both.button(key="act_answered").click().run()
    both.button(key="step_1").click().run()

    assert "Another window of yours has kept another draft since (" in told
    assert "Hello, from there" in told
    assert "Not recorded yet: ann has kept another draft (" in words(both)
    assert (kept(case_id), case_file(backend.app().desk, case_id).sent) == ("Hello, from there", "")
    assert both.text_area(key=f"draft_{case_id}").value == "Hello, from here as well"


@pytest.mark.long
def test_mine_takes_its_place_where_i_say_so(case_id: str, both: AppTest) -> None:
    both.button(key="reply_mine").click().run()

    assert kept(case_id) == "Hello, from here as well"
    assert "reply_take" not in buttons(both)


def test_the_other_is_taken_and_mine_can_be_put_back(case_id: str, both: AppTest) -> None:
    both.button(key="reply_take").click().run()
    taken = both.text_area(key=f"draft_{case_id}").value
    both.button(key="reply_put_back").click().run()

    assert taken == "Hello, from there"
    assert kept(case_id) == both.text_area(key=f"draft_{case_id}").value == "Hello, from here as well"


def test_a_draft_is_kept_over_what_its_writer_knows_and_nothing_else(case_id: str) -> None:
    keep(case_id, "one", seen="", by="lee")
    keep(case_id, "two", seen="one")
    keep(case_id, "two", seen="")
    for seen in ("", "one"):
        with pytest.raises(OtherDraftError):
            keep(case_id, "three", seen=seen)

    assert kept(case_id) == "two"
