"""Forms for entries of the settings: one box a value, two or four side by side."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, assert_never

import streamlit as st

from dashboard import lake_reads
from dashboard.entry_fields import Field, How, fields_of
from dashboard.viewer import Viewer

_FOUR = frozenset({How.NUMBER, How.DECIMAL, How.NUMBERS})
_MOST = 1_000_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """One value to be drawn: its field, what stands in it, and how the page calls it."""

    field: Field
    value: Any
    title: str
    hint: str
    key: str
    me: Viewer

    @property
    def held(self) -> Any:  # noqa: ANN401 -- as JSON holds it
        """What stands in it, or what is usual."""
        return self.field.usual if self.value is None else self.value

    @property
    def named(self) -> Callable[[str], str]:
        """How an option is called."""
        group = self.field.group
        if group == "brand":
            return lambda name: lake_reads.brand_titles().get(name, name)
        return (lambda name: self.me.t.of(group, name)) if group else str


def entry_form(kind: str, body: Mapping[str, Any], *, key: str, me: Viewer) -> dict[str, Any]:
    """Draw the form and return what it says; a value that is as usual is left out."""
    filled = dict(body)
    for section in _sections(fields_of(kind)):
        if section[0].section:
            st.markdown(f"**{me.t(f'{kind}_form.section_{section[0].section}')}**")
        across = 4 if all(field.how in _FOUR for field in section) else 2
        for start in range(0, len(section), across):
            for column, field in zip(st.columns(across, gap="medium"), section[start : start + across], strict=False):
                name = f"{kind}_form.{field.name}"
                box = Box(
                    field=field,
                    value=body.get(field.name),
                    title=me.t(name),
                    hint=me.t(f"{name}_help"),
                    key=f"{key}_{field.name}",
                    me=me,
                )
                with column:
                    _put(filled, field, _draw(box), was=body)
    return filled


def _sections(fields: Sequence[Field]) -> list[list[Field]]:
    found: list[list[Field]] = []
    for field in fields:
        if field.section or not found:
            found.append([])
        found[-1].append(field)
    return found


def _put(filled: dict[str, Any], field: Field, value: Any, *, was: Mapping[str, Any]) -> None:  # noqa: ANN401 -- as JSON holds it
    usual = list(field.usual) if field.how is How.NUMBERS else field.usual
    is_empty = value in ("", [], {}, None) or (value is False and not usual)
    if is_empty or (value == usual and field.name not in was):
        filled.pop(field.name, None)
    else:
        filled[field.name] = value


def _draw(box: Box) -> Any:  # noqa: ANN401, PLR0911 -- one return for each way to fill in a value
    match box.field.how:
        case How.TEXT:
            return _text(box)
        case How.FLAG:
            return st.toggle(box.title, value=bool(box.held), key=box.key, help=box.hint)
        case How.NUMBER:
            return int(_figure(box, least=1, held=int(box.held)))
        case How.DECIMAL:
            return float(_figure(box, least=0.0, held=float(box.held)))
        case How.NUMBERS:
            return _numbers(box)
        case How.CHOICE:
            return _choice(box)
        case How.LIST:
            return _list(box)
        case How.PAIRS:
            return _pairs(box)
        case how:
            assert_never(how)


def _text(box: Box) -> str:
    return st.text_input(box.title, value=str(box.value or ""), key=box.key, help=box.hint, max_chars=200).strip()


def _figure(box: Box, *, least: float, held: float) -> float:
    most = type(least)(_MOST)
    return st.number_input(
        box.title,
        min_value=least,
        max_value=most,
        value=held,
        step=type(least)(1),
        format="%g" if isinstance(least, float) else None,
        key=box.key,
        help=box.hint,
    )


def _numbers(box: Box) -> list[float | str]:
    held = [f"{float(one):.15g}" for one in box.held]
    chosen = st.multiselect(box.title, held, default=held, key=box.key, help=box.hint, accept_new_options=True)
    return [_as_number(one) for one in chosen]


def _choice(box: Box) -> str:
    options = list(box.field.options)
    index = options.index(box.held) if box.held in options else 0
    return str(st.selectbox(box.title, options, index=index, format_func=box.named, key=box.key, help=box.hint))


def _list(box: Box) -> list[str]:
    held, options = box.value or [], box.field.options
    return st.multiselect(
        box.title,
        list(dict.fromkeys([*options, *held])),
        default=held,
        format_func=box.named,
        key=box.key,
        help=box.hint,
        accept_new_options=box.field.group in {"", "language", "brand"},
        placeholder=box.me.t("setup.any" if options else "setup.type_and_enter"),
    )


def _pairs(box: Box) -> dict[str, str]:
    """One `name = value` a line."""
    held = "\n".join(f"{name} = {one}" for name, one in (box.value or {}).items())
    told = st.text_area(box.title, value=held, key=box.key, help=box.hint, height=100, placeholder="history_days = 30")
    pairs = [line.partition("=") for line in told.splitlines() if line.strip()]
    return {name.strip(): one.strip() for name, _, one in pairs}


def _as_number(text: str) -> float | str:
    """What is no number stays as it was typed, so that it can be told and mended."""
    try:
        return float(text)
    except ValueError:
        return text
