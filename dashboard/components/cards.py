"""Rows as cards: the form of a table where the page is too narrow for its columns."""

from collections.abc import Callable, Mapping, Sequence
from importlib.resources import files
from typing import Any

import streamlit as st

from dashboard.words import Words

TEXT = "text"
"""The column that holds what somebody wrote; it stands below the name of its card, without a label."""
_MOST = 20
_DIGITS = 2


def cards(  # noqa: PLR0913 -- one keyword per part of what is drawn
    rows: Sequence[Mapping[str, Any]],
    columns: Mapping[str, Any],
    *,
    label: str,
    key: str,
    t: Words,
    ids: Sequence[str] = (),
    open_id: str | None = None,
    most: int = _MOST,
    on_pick: Callable[[str], None] | None = None,
) -> None:
    """Draw rows one below the other; `on_pick` hears the id of the one that is chosen."""

    def picked() -> None:
        chosen = st.session_state[key].pick
        if chosen and on_pick is not None:
            on_pick(str(chosen))

    drawn = [card(row, columns, t=t) for row in rows]
    for one, row_id in zip(drawn, ids, strict=False):
        one |= {"id": row_id, "is_open": row_id == open_id}
    more = t("cards.more", n=t.number(len(drawn) - most))
    data = {"rows": drawn, "label": label, "more": more, "most": most, "is_picked": on_pick is not None}
    _COMPONENT(key=key, data=data, on_pick_change=picked)


def card(row: Mapping[str, Any], columns: Mapping[str, Any], *, t: Words) -> dict[str, Any]:
    """What one card shows: the first column as its name, what somebody wrote, and every other column with its label."""
    first, *rest = row
    found: dict[str, Any] = {"name": _said(row[first], t), "fields": [], "text": row.get(TEXT) or ""}
    for name in rest:
        value, column = row[name], columns.get(name) or {}
        kind = column.get("type_config") or {}
        if name == TEXT or value is None or value in ("", []):
            continue
        if kind.get("type") == "link":
            found |= {"link": value, "link_text": kind.get("display_text") or column["label"]}
        else:
            told = list(value) if isinstance(value, list) else _said(value, t)
            found["fields"].append((column.get("label") or name, told))
    return found


def _said(value: object, t: Words) -> str:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return str(value)
    return t.number(value, digits=0 if float(value).is_integer() else _DIGITS)


_COMPONENT = st.components.v2.component(
    "repwatch_cards",
    html='<ul class="cards" aria-busy="true"></ul><button class="more" hidden></button><span class="end"></span>',
    css=files("dashboard").joinpath("components", "cards.css").read_text(encoding="utf-8"),
    js=files("dashboard").joinpath("components", "cards.js").read_text(encoding="utf-8"),
)
