import pytest
import streamlit as st

from dashboard.fitting import cut, fitted, shortened

COLUMNS = {
    "posted": st.column_config.TextColumn("Posted", width=130),
    "text": st.column_config.TextColumn("Post", width=530),
    "n": st.column_config.NumberColumn("Posts", width=100),
    "case": st.column_config.LinkColumn("Case", width=70),
}


@pytest.mark.parametrize(("room", "text"), [(970, 670), (830, 530), (600, 300), (400, 220)])
def test_words_take_what_the_other_columns_leave(room: int, text: int) -> None:
    found = fitted(COLUMNS, shown=list(COLUMNS), room=room)

    assert {name: one["width"] for name, one in found.items()} == {"posted": 130, "text": text, "n": 100, "case": 70}


def test_table_without_words_is_shrunk_or_shares_out_what_is_left() -> None:
    shown = ["posted", "n", "case"]

    assert sum(fitted(COLUMNS, shown=shown, room=150)[name]["width"] for name in shown) <= 150
    assert [fitted(COLUMNS, shown=shown, room=900)[name]["width"] for name in shown] == [330, 300, 270]


def test_what_is_cut_says_so_and_what_fits_is_whole() -> None:
    long = (
        "You charged me $89 for an assembly I cancelled by phone on Friday. Please take it off before my bill closes."
    )
    rows = [{"posted": "13:06", "text": long, "n": 3, "case": "/?case=" + 80 * "c"}]

    [row] = cut(rows, COLUMNS)

    assert row["text"].endswith("…")
    assert long.startswith(row["text"][:-1])
    assert 70 < len(row["text"]) < len(long)
    assert {name: row[name] for name in ("posted", "n", "case")} == {
        name: rows[0][name] for name in ("posted", "n", "case")
    }


@pytest.mark.parametrize("letter", ["i", "e", "W", "\u4e2d", "\U0001f600"])
def test_wide_letters_are_fewer_and_none_is_lost_without_a_mark(letter: str) -> None:
    found = shortened(200 * letter, 500)

    assert found.endswith("…")
    assert len(found) < 200
    assert shortened(10 * letter, 500) == 10 * letter
