"""The rules of the promises as cards: whom each is for, and its times by severity."""

from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Any

import streamlit as st

import collectors
from collectors.errors import SetupError
from dashboard import backend, lake_reads
from dashboard.components.items import Items
from dashboard.forms import Body, Form
from dashboard.safe import label
from dashboard.viewer import Viewer
from dashboard.words import labels
from repwatch.business import targets
from triage.policy import CALENDAR_TIME
from triage.urgency import Severity
from warehouse.tabs import choices

TIMERS = {"targets": "first", "next": "next", "resolution": "resolution"}
CONDITIONS = ("brands", "platforms", "langs", "topics", "min_followers")
"""What a rule may ask of a post."""
_WIDTHS = (9, 20, 20, 20, 31)
Named = Callable[[str], str]
Done = Callable[[], None]


def rules(form: Form, body: Body, *, me: Viewer) -> list[Body]:
    """Draw the rules and return what they say; the last one is for everybody and stays last."""
    t, items = me.t, Items(form=form, path="rules")
    numbers, calendars = items.numbers(), list(body.get("calendars", {}))
    told = []
    for place, (number, rule) in enumerate(zip(numbers, body["rules"], strict=True)):
        is_last = place == len(numbers) - 1
        with st.container(border=True, key=f"rule_{number}"):
            told.append(_rule(items, place, rule, calendars, is_last=is_last, me=me))
    st.button(t("promises.add_rule"), key="add_rule", on_click=partial(_add, items, told[-1]), icon=":material/add:")
    return told


def _add(items: Items, like: Body) -> None:
    """A new rule before the last, with its times."""
    rule = {"name": "", **{name: dict(like[name]) for name in (*TIMERS, "calendars") if name in like}}
    items.add(rule, at=len(items.numbers()) - 1)


def _rule(items: Items, place: int, rule: Body, calendars: list[str], *, is_last: bool, me: Viewer) -> Body:
    t, box = me.t, items.box(items.numbers()[place])
    told = dict(rule)
    with st.container(horizontal=True, vertical_alignment="bottom", key=f"{box}_head"):
        told["name"] = st.text_input(
            t("promises.rule", n=place + 1), value=rule.get("name", ""), key=f"{box}_name", max_chars=60, width=320
        ).strip()
        if is_last:
            st.caption(t("promises.last"), width="content")
        else:
            st.space("stretch")
            _moves(items, place, me=me)
    if not is_last:
        _conditions(told, rule, box=box, me=me)
    _times(told, rule, calendars, box=box, me=me)
    return told


def _moves(items: Items, place: int, *, me: Viewer) -> None:
    t, last = me.t, len(items.numbers()) - 1
    moves: tuple[tuple[str, str, bool, Done], ...] = (
        ("up", ":material/arrow_upward:", place == 0, partial(items.move, place, -1)),
        ("down", ":material/arrow_downward:", place >= last - 1, partial(items.move, place, 1)),
        ("remove", ":material/delete:", False, partial(items.remove, place)),
    )
    for name, icon, is_off, move in moves:
        st.button(
            t(f"promises.{name}"), key=f"{name}_{place}", icon=icon, type="tertiary", disabled=is_off, on_click=move
        )


def _conditions(told: Body, rule: Body, *, box: str, me: Viewer) -> None:
    """Whom the rule is for; an empty box asks nothing."""
    t = me.t
    known: dict[str, tuple[str, list[str], Named]] = {
        "brands": ("brand_choice.title", list(lake_reads.brand_titles()), _brand),
        "platforms": (
            "filter.platform",
            _platforms(),
            partial(t.of, "platform"),
        ),
        "langs": ("filter.language", ["en", "fr"], partial(t.of, "language")),
        "topics": (
            "filter.topic",
            [key.removeprefix("topic.") for key in labels("en") if key.startswith("topic.")],
            partial(t.of, "topic"),
        ),
    }
    columns = st.columns(5)
    for column, (name, (title, options, named)) in zip(columns, known.items(), strict=False):
        with column:
            held = [str(value) for value in rule.get(name, [])]
            chosen = st.multiselect(
                t(title),
                list(dict.fromkeys([*options, *held])),
                default=held,
                format_func=named,
                key=f"{box}_{name}",
                placeholder=t("setup.any"),
                accept_new_options=name != "topics",
            )
            _put(told, name, chosen)
    with columns[4]:
        least = st.number_input(
            t("promises.followers"),
            min_value=0,
            step=1000,
            value=int(rule.get("min_followers", 0)),
            key=f"{box}_min_followers",
            help=t("promises.followers_help"),
        )
        _put(told, "min_followers", int(least))


def _platforms() -> list[str]:
    """Where posts come from, or will: as they call themselves, not as the collectors that read them do."""
    desk = backend.app().desk
    found = set(choices(desk).platforms)
    for target in targets(desk):
        with suppress(SetupError):
            found.add(collectors.load(target.collector).platform)
    return sorted(found)


def _brand(name: str) -> str:
    return lake_reads.brand_titles().get(name, name)


def _times(told: Body, rule: Body, calendars: list[str], *, box: str, me: Viewer) -> None:
    """The times of each severity; an empty one promises nothing of its own."""
    t = me.t
    titles = [t("coverage.column_severity"), *(t(f"promises.{timer}") for timer in TIMERS.values()), t("promises.runs")]
    with st.container(key=f"times_{box}", gap="xxsmall"):
        for column, title in zip(st.columns(_WIDTHS), titles, strict=True):
            with column:
                st.caption(label(title))
        found: dict[str, dict[str, str]] = {name: {} for name in (*TIMERS, "calendars")}
        for severity in Severity:
            cells = st.columns(_WIDTHS, vertical_alignment="center")
            with cells[0]:
                st.markdown(f"**{severity.value}**")
            for cell, name in zip(cells[1:4], TIMERS, strict=True):
                with cell:
                    found[name][severity.value] = st.text_input(
                        f"{severity.value} {t(f'promises.{TIMERS[name]}')}",
                        value=rule.get(name, {}).get(severity.value, ""),
                        key=f"{box}_{name}_{severity.value}",
                        placeholder=t(f"promises.empty_{name}"),
                        label_visibility="collapsed",
                        max_chars=20,
                    ).strip()
            with cells[4]:
                found["calendars"][severity.value] = _runs(rule, severity, calendars, box=box, me=me)
        st.caption(t("promises.how"))
    for name, values in found.items():
        _put(told, name, {severity: value for severity, value in values.items() if value}, keeps="targets")


def _runs(rule: Body, severity: Severity, calendars: list[str], *, box: str, me: Viewer) -> str:
    """The calendar that a severity's clocks run in; nothing where they run night and day."""
    t = me.t
    held = rule.get("calendars", {}).get(severity.value, CALENDAR_TIME)
    offered = list(dict.fromkeys([CALENDAR_TIME, *calendars, held]))
    chosen = st.selectbox(
        f"{severity.value} {t('promises.runs')}",
        offered,
        index=offered.index(held),
        format_func=lambda name: t("promises.always") if name == CALENDAR_TIME else t("promises.in_hours", name=name),
        key=f"{box}_calendar_{severity.value}",
        label_visibility="collapsed",
    )
    return "" if chosen == CALENDAR_TIME else chosen


def _put(told: Body, name: str, value: Any, *, keeps: str = "") -> None:  # noqa: ANN401 -- as JSON holds it
    """An empty value is left out, unless it was written out before."""
    if value or name == keeps or name in told:
        told[name] = value
