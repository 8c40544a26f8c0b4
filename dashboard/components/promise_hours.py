"""The working hours that promises run in: windows of each weekday, the holidays of a country, and other days off."""

from datetime import date, timedelta
from functools import cache, partial
from zoneinfo import available_timezones

import holidays
import streamlit as st

from dashboard import backend
from dashboard.clock_words import day as day_words
from dashboard.forms import Body, Form
from dashboard.safe import label
from dashboard.viewer import Viewer
from repwatch.policies import WEEKDAYS, PolicyError, calendar_of

_AHEAD = timedelta(days=200)
_SHOWN = 4
_OFFICE = ["09:00-17:00"]


def hours(form: Form, body: Body, *, me: Viewer) -> Body:
    """Draw each calendar and return what they say."""
    told: Body = {}
    held: Body = body.get("calendars", {})
    used = {name for rule in body["rules"] for name in rule.get("calendars", {}).values()}
    for name, calendar in held.items():
        with st.container(border=True, key=f"hours_{name}"):
            told[name] = _calendar(form, name, calendar, is_used=name in used, me=me)
    _add(form, held, me=me)
    return told


def _calendar(form: Form, name: str, calendar: Body, *, is_used: bool, me: Viewer) -> Body:
    t, key, told = me.t, f"{form.key}_hours_{name}", dict(calendar)
    with st.container(horizontal=True, vertical_alignment="center", key=f"head_{key}"):
        st.markdown(f"**{label(name)}**", width="content")
        st.space("stretch")
        st.button(
            t("promises.remove"),
            key=f"remove_{key}",
            icon=":material/delete:",
            type="tertiary",
            disabled=is_used,
            help=t("promises.hours_used") if is_used else None,
            on_click=partial(_remove, form, name),
        )
    for number, (column, day) in enumerate(zip(st.columns(7), WEEKDAYS, strict=True), start=1):
        with column:
            windows = st.text_input(
                t(f"weekday.{number}"),
                value=", ".join(calendar.get(day, [])),
                key=f"{key}_{day}",
                placeholder=t("promises.closed"),
            )
            _put(told, day, _listed(windows))
    st.caption(t("promises.window_help"))
    zone, country, region, days = st.columns((26, 16, 16, 42))
    with zone:
        told["zone"] = _zone(str(calendar.get("zone", "UTC")), key=key, me=me)
    with country:
        _put(
            told,
            "country",
            _one("country", _countries(), str(calendar.get("country", "")), key=f"{key}_country", me=me),
        )
    with region:
        regions = _regions(str(told.get("country", "")))
        box, held = f"{key}_region_{told.get('country', '')}", str(calendar.get("region", ""))
        # a region is one of its country: with another country it is gone
        _put(told, "region", _one("region", regions, held if held in regions else "", key=box, me=me))
    with days:
        free = [str(one) for one in calendar.get("holidays", [])]
        chosen = st.multiselect(
            t("promises.holidays"),
            free,
            default=free,
            accept_new_options=True,
            key=f"{key}_holidays",
            placeholder=t("promises.holidays_help"),
        )
        _put(told, "holidays", sorted(chosen))
    _next_days_off(told, me=me)
    return told


def _add(form: Form, held: Body, *, me: Viewer) -> None:
    t, box = me.t, f"{form.key}_new_hours_{len(held)}"
    with st.container(horizontal=True, vertical_alignment="bottom"):
        name = st.text_input(t("promises.new_hours"), key=box, max_chars=40, width=240).strip()
        st.button(
            t("promises.add_hours"),
            key="add_hours",
            icon=":material/add:",
            disabled=not name or name in held,
            on_click=partial(_begin, form, name),
        )


def _begin(form: Form, name: str) -> None:
    body = form.body
    week = {day: list(_OFFICE) for day in WEEKDAYS[:5]}
    body.setdefault("calendars", {})[name] = {"zone": backend.app().settings.business_zone, **week}
    form.keep(body)


def _remove(form: Form, name: str) -> None:
    body = form.body
    body["calendars"].pop(name, None)
    form.keep(body)


def _zone(held: str, *, key: str, me: Viewer) -> str:
    zones = _zones()
    offered = zones if held in zones else (held, *zones)
    return str(st.selectbox(me.t("promises.zone"), offered, index=offered.index(held), key=f"{key}_zone"))


def _one(name: str, options: tuple[str, ...], held: str, *, key: str, me: Viewer) -> str:
    """One of many, or none."""
    offered = list(dict.fromkeys(["", *options, held]))
    return st.selectbox(
        me.t(f"promises.{name}"),
        offered,
        index=offered.index(held),
        format_func=lambda one: one or me.t("setup.absent"),
        key=key,
    )


def _next_days_off(calendar: Body, *, me: Viewer) -> None:
    """The next days on which no clock runs, so that a wrong country is seen at once."""
    today = backend.app().now().astimezone(me.zone).date()
    try:
        closed = calendar_of(calendar).holidays
    except PolicyError:
        return
    days: list[date] = [today + timedelta(days=n) for n in range(_AHEAD.days)]
    found = [day_words(one, me.t) for one in days if one in closed][:_SHOWN]
    if found:
        st.caption(me.t("promises.next_off", days=", ".join(found)))


def _put(told: Body, name: str, value: str | list[str]) -> None:
    if value or name in told:
        told[name] = value


def _listed(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


@cache
def _zones() -> tuple[str, ...]:
    return tuple(sorted(available_timezones()))


@cache
def _countries() -> tuple[str, ...]:
    return tuple(sorted(holidays.list_supported_countries()))


def _regions(country: str) -> tuple[str, ...]:
    return tuple(sorted(holidays.list_supported_countries().get(country, ())))
