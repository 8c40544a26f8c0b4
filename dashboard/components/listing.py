"""Tables of a report: on the page, as cards on a phone, as CSV, and with a row that is picked by its id."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

import streamlit as st

from dashboard.components.cards import cards
from dashboard.fitting import cut, fitted
from dashboard.narrow import is_narrow, room
from dashboard.viewer import Viewer
from repwatch.cells import csv_of

_ROW, _HEAD = 31, 34
_BOX = 40
"""Pixels of the boxes by which rows are picked."""
_PICKED_FROM = 5
"""Cards to pick from before more are asked for: what was picked stands below them."""
Rows = Sequence[Mapping[str, Any]]
Exported = Rows | Callable[[], Rows]
"""Rows of a CSV, or how they are read when somebody asks for it."""


def title(text: str, *, rows: Exported, name: str, me: Viewer, small: str = "") -> None:
    """Draw a heading with the download of its rows beside it."""
    with st.container(horizontal=True, vertical_alignment="center", key=f"title-{name}"):
        st.markdown(f"**{text}**", width="content")
        if small:
            st.caption(small, width="content")
        st.space("stretch")
        export(rows, name=name, me=me)


def export(rows: Exported, *, name: str, me: Viewer) -> None:
    """Draw the download of rows as CSV, each cell harmless."""
    st.download_button(
        me.t("export.csv"),
        # spreadsheets read UTF-8 by its mark
        data=lambda: csv_of(rows() if callable(rows) else rows).encode("utf-8-sig"),
        file_name=f"repwatch-{name}.csv",
        mime="text/csv",
        key=f"csv-{name}",
        on_click="ignore",
        type="tertiary",
    )


def table(rows: Rows, columns: Mapping[str, Any], *, name: str, alt: str, me: Viewer, most: int = 12) -> None:
    """Draw rows; those beyond `most` are scrolled to."""
    if is_narrow():
        cards(rows, columns, label=alt, key=f"cards-{name}", t=me.t)
        return
    columns = fitted(columns, shown=_shown(rows), room=room())
    st.dataframe(
        cut(rows, columns), hide_index=True, height=_height(rows, most), column_config=columns, alt=alt, placeholder=""
    )


def picked(
    rows: Rows, columns: Mapping[str, Any], *, ids: Sequence[str], name: str, alt: str, me: Viewer, most: int = 12
) -> str | None:
    """Draw rows of which one is open; which one is kept in the address by its id, so that rows may come and go."""
    asked = st.query_params.get(name)
    open_id = asked if asked in ids else next(iter(ids), None)
    if is_narrow():
        cards(
            rows,
            columns,
            label=alt,
            key=f"cards-{name}",
            t=me.t,
            ids=ids,
            open_id=open_id,
            most=_PICKED_FROM,
            on_pick=partial(_open, name),
        )
        return open_id
    # rows are picked by their place: other rows are another table
    key = f"{name}_{hash(tuple(ids))}"

    def pick() -> None:
        chosen = st.session_state[key]["selection"]
        places = [cell[0] for cell in chosen["cells"]] or list(chosen["rows"])
        if places:
            _open(name, ids[places[0]])

    columns = fitted(columns, shown=_shown(rows), room=room() - _BOX)
    st.dataframe(
        cut(rows, columns),
        hide_index=True,
        height=_height(rows, most),
        column_config=columns,
        alt=alt,
        placeholder="",
        key=key,
        on_select=pick,
        selection_mode=["single-row", "single-cell"],
        selection_default={"selection": {"rows": [ids.index(open_id)] if open_id else []}},
    )
    return open_id


def _open(name: str, row_id: str) -> None:
    st.query_params[name] = row_id


def _shown(rows: Rows) -> list[str]:
    return list(rows[0]) if rows else []


def _height(rows: Rows, most: int) -> int:
    return _HEAD + _ROW * min(max(len(rows), 1), most)
