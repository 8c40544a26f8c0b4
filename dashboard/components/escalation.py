"""How the desk is run: how long a claim lasts, the levels that cases go up to, and what goes up by rule."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import streamlit as st

from dashboard.components.items import Items
from dashboard.components.saver import saver, since
from dashboard.forms import Body, Form, begin
from dashboard.viewer import Viewer
from dashboard.words import labels
from triage.sla import Timer
from triage.urgency import Severity

_LASTS = {"claim_lasts": "2h", "follow_up_after": "3d"}
Row = Callable[[Body, str], Body]


def escalation(*, me: Viewer) -> None:
    """Draw the form."""
    t, form = me.t, begin("desk", "default")
    st.caption(f"{t('desk_form.why')} {since(form.latest, me=me)}")
    body = form.body
    with st.container(border=True, key="lasts"):
        for column, (name, usual) in zip(st.columns(2, gap="large"), _LASTS.items(), strict=True):
            with column:
                told = st.text_input(
                    t(f"desk_form.{name}"),
                    value=str(body.get(name, usual)),
                    key=f"{form.key}_{name}",
                    help=t(f"desk_form.{name}_help"),
                    max_chars=20,
                ).strip()
            if told != usual or name in body:
                body[name] = told
    body["levels"] = _rows(form, "levels", {"name": ""}, partial(_level, me=me), me=me)
    names = [str(level["name"]) or str(place) for place, level in enumerate(body["levels"], start=1)]
    body["on_breach"] = _rows(form, "on_breach", {"level": 1}, partial(_breach, names=names, me=me), me=me)
    fresh = {"level": 1, "reasons": ["safety"]}
    body["on_words"] = _rows(form, "on_words", fresh, partial(_words, names=names, me=me), me=me)
    for name in ("levels", "on_breach", "on_words"):
        if not body[name] and name not in form.was:
            del body[name]
    saver(form, body, me=me, faults=_faults(body, me=me))


def _faults(body: Body, *, me: Viewer) -> list[str]:
    return [me.t("fault.no_level_name")] if any(not level["name"] for level in body.get("levels", [])) else []


def _rows(form: Form, name: str, fresh: Body, draw: Row, *, me: Viewer) -> list[Body]:
    """Draw a list of rows that can be added to and taken from."""
    t, items, told = me.t, Items(form=form, path=name), []
    numbers = items.numbers()
    with st.container(border=True, key=f"rows_{name}"):
        st.markdown(f"**{t(f'desk_form.{name}')}**")
        st.caption(t(f"desk_form.{name}_help"))
        for place, (number, row) in enumerate(zip(numbers, form.body.get(name, []), strict=True)):
            with st.container(horizontal=True, vertical_alignment="bottom", key=items.box(number)):
                told.append(draw(row, items.box(number)))
                st.button(
                    t("promises.remove"),
                    key=f"remove_{items.box(number)}",
                    icon=":material/delete:",
                    type="tertiary",
                    on_click=partial(items.remove, place),
                )
        st.button(
            t(f"desk_form.add_{name}"),
            key=f"add_{name}",
            icon=":material/add:",
            on_click=partial(items.add, dict(fresh)),
            disabled=name != "levels" and not form.body.get("levels"),
        )
    return told


def _level(row: Body, box: str, *, me: Viewer) -> Body:
    t, told = me.t, dict(row)
    told["name"] = st.text_input(
        t("desk_form.level_name"), value=row.get("name", ""), key=f"{box}_name", max_chars=60, width=300
    ).strip()
    role = st.text_input(
        t("desk_form.level_role"), value=row.get("role", ""), key=f"{box}_role", max_chars=60, width=300
    ).strip()
    return _with(told, "role", role)


def _breach(row: Body, box: str, *, names: Sequence[str], me: Viewer) -> Body:
    t, told = me.t, dict(row)
    timers = _many(t("desk_form.timers"), [one.value for one in Timer], row, "timers", box, "timer", me=me)
    severities = _many(
        t("coverage.column_severity"), [one.value for one in Severity], row, "severities", box, "", me=me
    )
    told["level"] = _to_level(row, box, names=names, me=me)
    return _with(_with(told, "timers", timers), "severities", severities)


def _words(row: Body, box: str, *, names: Sequence[str], me: Viewer) -> Body:
    t, told = me.t, dict(row)
    known = [key.removeprefix("reason.") for key in labels("en") if key.startswith("reason.")]
    told["reasons"] = _many(t("desk_form.reasons"), known, row, "reasons", box, "reason", me=me)
    told["level"] = _to_level(row, box, names=names, me=me)
    return told


def _many(title: str, options: Sequence[str], row: Body, name: str, box: str, group: str, *, me: Viewer) -> list[str]:
    return st.multiselect(
        title,
        list(dict.fromkeys([*options, *row.get(name, [])])),
        default=row.get(name, []),
        format_func=lambda one: me.t.of(group, one) if group else one,
        key=f"{box}_{name}",
        placeholder=me.t("setup.any"),
        width=440 if name == "reasons" else 280,
    )


def _to_level(row: Body, box: str, *, names: Sequence[str], me: Viewer) -> int:
    held = int(row.get("level", 1))
    offered = list(dict.fromkeys([*range(1, len(names) + 1), held]))
    chosen: int = st.selectbox(
        me.t("desk_form.goes_to"),
        offered,
        index=offered.index(held),
        format_func=lambda level: f"{level} · {names[level - 1]}" if level <= len(names) else str(level),
        key=f"{box}_level",
        width=220,
    )
    return chosen


def _with(told: Body, name: str, value: Any) -> Body:  # noqa: ANN401 -- as JSON holds it
    """An empty value is left out, unless it was written out before."""
    return told | {name: value} if value or name in told else told
