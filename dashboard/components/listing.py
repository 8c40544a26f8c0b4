"""Tables of a report: on the page, as CSV, and with a row that is picked by its id."""

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from dashboard.viewer import Viewer
from repwatch.cells import csv_of

_ROW, _HEAD = 31, 34
Rows = Sequence[Mapping[str, Any]]


def title(text: str, *, rows: Rows, name: str, me: Viewer, small: str = "") -> None:
    """Draw a heading with the download of its rows beside it."""
    with st.container(horizontal=True, vertical_alignment="center", key=f"title-{name}"):
        st.markdown(f"**{text}**", width="content")
        if small:
            st.caption(small, width="content")
        st.space("stretch")
        export(rows, name=name, me=me)


def export(rows: Rows, *, name: str, me: Viewer) -> None:
    """Draw the download of rows as CSV, each cell harmless."""
    st.download_button(
        me.t("export.csv"),
        data=lambda: csv_of(rows).encode("utf-8-sig"),  # spreadsheets read UTF-8 by its mark
        file_name=f"repwatch-{name}.csv",
        mime="text/csv",
        key=f"csv-{name}",
        on_click="ignore",
        type="tertiary",
    )


def table(rows: Rows, columns: Mapping[str, Any], *, alt: str, most: int = 12) -> None:
    """Draw rows; those beyond `most` are scrolled to."""
    st.dataframe(
        list(rows), hide_index=True, height=_height(rows, most), column_config=columns, alt=alt, placeholder=""
    )


def picked(
    rows: Rows, columns: Mapping[str, Any], *, ids: Sequence[str], name: str, alt: str, most: int = 12
) -> str | None:
    """Draw rows of which one is open; which one is kept in the address by its id, so that rows may come and go."""
    asked = st.query_params.get(name)
    open_id = asked if asked in ids else next(iter(ids), None)
    # rows are picked by their place: other rows are another table
    key = f"{name}_{hash(tuple(ids))}"

    def pick() -> None:
        chosen = st.session_state[key]["selection"]
        places = [cell[0] for cell in chosen["cells"]] or list(chosen["rows"])
        if places:
            st.query_params[name] = ids[places[0]]

    st.dataframe(
        list(rows),
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


def _height(rows: Rows, most: int) -> int:
    return _HEAD + _ROW * min(max(len(rows), 1), most)
