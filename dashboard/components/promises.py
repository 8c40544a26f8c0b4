"""The promises: times to answer by rule and severity, the hours they run in, and what history says of a change."""

import copy
import json
from datetime import timedelta
from typing import Any

import streamlit as st

from dashboard import backend, lake_reads
from dashboard.clock_words import start_of_day, when
from dashboard.components import listing
from dashboard.components.saver import form_round, saver, since
from dashboard.safe import label, plain
from dashboard.viewer import Viewer
from repwatch import policies
from repwatch.policies import WEEKDAYS, PolicyError
from repwatch.replaying import Replay, replay
from triage.policy import CALENDAR_TIME
from triage.urgency import Severity
from warehouse import config
from warehouse.config import Entry

_TIMERS = ("targets", "next", "resolution")
_CONDITIONS = ("brands", "platforms", "langs", "topics")
_LOOKS_BACK = timedelta(days=30)
_FLIPS = 100
Body = dict[str, Any]


def promises(*, me: Viewer) -> None:
    """Draw the policy in force as forms, and the replay of what they say."""
    t = me.t
    entry = next(iter(config.entries(backend.app().desk, "policy")), None)
    if entry is None:
        st.info(t("setup.no_policy"))
        return
    st.caption(f"{since(entry, me=me)} {t('promises.order')}")
    body = _forms(entry, me=me)
    body = _as_text(body, me=me)
    try:
        policies.build(body, version=0)
    except PolicyError as error:
        with st.container(key="check-stop-policy"):
            st.text(plain(str(error)))
        return
    saver("policy", "default", body, entry=entry, me=me, preview=lambda: _preview(body, me=me))


def _forms(entry: Entry, *, me: Viewer) -> Body:
    t = me.t
    body: Body = copy.deepcopy(entry.body)
    key = f"policy_{entry.version}_{form_round()}"
    body["warn_share"] = (
        st.slider(
            t("promises.warn"),
            min_value=50,
            max_value=95,
            step=5,
            value=round(100 * float(body.get("warn_share", 0.8))),
            format="%d%%",
            key=f"{key}_warn",
            width=360,
        )
        / 100
    )
    calendars = list(body.get("calendars", {}))
    for number, rule in enumerate(body["rules"]):
        st.markdown(f"**{number + 1}. {label(str(rule['name']))}** · {label(_conditions(rule, me=me))}")
        _times(rule, calendars, key=f"{key}_rule_{number}", me=me)
    for name in calendars:
        with st.expander(t("promises.hours", name=label(name))):
            _hours(body["calendars"][name], key=f"{key}_hours_{name}", me=me)
    return body


def _times(rule: Body, calendars: list[str], *, key: str, me: Viewer) -> None:
    """A rule's times as a table that is written in; an empty cell promises nothing."""
    t = me.t
    rows = [
        {
            "severity": severity.value,
            **{timer: rule.get(timer, {}).get(severity.value, "") for timer in _TIMERS},
            "calendar": rule.get("calendars", {}).get(severity.value, CALENDAR_TIME),
        }
        for severity in Severity
    ]
    text = st.column_config.TextColumn
    edited = st.data_editor(
        rows,
        key=key,
        hide_index=True,
        column_config={
            "severity": text(t("coverage.column_severity"), disabled=True, width=90),
            "targets": text(t("promises.first"), help=t("promises.how"), width=210),
            "next": text(t("promises.next"), help=t("promises.how"), width=210),
            "resolution": text(t("promises.resolution"), help=t("promises.how"), width=210),
            "calendar": st.column_config.SelectboxColumn(
                t("promises.runs"),
                options=[CALENDAR_TIME, *calendars],
                required=True,
                width=210,
                format_func=lambda name: t("promises.always") if name == CALENDAR_TIME else str(name),
            ),
        },
    )
    for timer in _TIMERS:
        told = {row["severity"]: row[timer].strip() for row in edited if (row[timer] or "").strip()}
        if told or timer in rule:
            rule[timer] = told
    runs = {row["severity"]: row["calendar"] for row in edited if row["calendar"] != CALENDAR_TIME}
    if runs or "calendars" in rule:
        rule["calendars"] = runs


def _hours(calendar: Body, *, key: str, me: Viewer) -> None:
    t = me.t
    left, right = st.columns(2, gap="large")
    with left:
        calendar["zone"] = st.text_input(t("promises.zone"), value=calendar["zone"], key=f"{key}_zone").strip()
        for name in ("country", "region"):
            value = st.text_input(t(f"promises.{name}"), value=calendar.get(name, ""), key=f"{key}_{name}").strip()
            if value or name in calendar:
                calendar[name] = value
        free = st.text_input(
            t("promises.holidays"),
            value=", ".join(map(str, calendar.get("holidays", []))),
            key=f"{key}_holidays",
            help=t("promises.holidays_help"),
        )
        if free or "holidays" in calendar:
            calendar["holidays"] = _listed(free)
    with right:
        for number, day in enumerate(WEEKDAYS, start=1):
            value = st.text_input(
                t(f"weekday.{number}"),
                value=", ".join(calendar.get(day, [])),
                key=f"{key}_{day}",
                placeholder=t("promises.closed"),
            )
            if value or day in calendar:
                calendar[day] = _listed(value)


def _listed(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


def _as_text(body: Body, *, me: Viewer) -> Body:
    """The whole policy as text, for rules, their order and their conditions; what is written there wins."""
    t = me.t
    shown = json.dumps(body, indent=2, ensure_ascii=False)
    with st.expander(t("promises.text")):
        st.caption(t("promises.text_help"))
        told = st.text_area(
            t("promises.text"),
            value=shown,
            height=380,
            key=f"policy_text_{hash(shown)}_{form_round()}",
            label_visibility="collapsed",
        )
        try:
            found = json.loads(told)
        except ValueError as error:
            with st.container(key="check-stop-text"):
                st.text(t("setup.no_json", error=str(error)))
            return body
    return found if isinstance(found, dict) else body


def _preview(body: Body, *, me: Viewer) -> None:
    """What these promises would have come to in the last month."""
    t, app = me.t, backend.app()
    if not st.toggle(t("promises.replay"), key="policy_replay"):
        return
    now = app.now()
    start = start_of_day(now - _LOOKS_BACK, zone=app.settings.business_zone)
    with st.spinner(t("promises.replaying")):
        found = replay(app.desk, app.lake, policies.build(body, version=0), since=start, now=now)
    st.caption(t("promises.replayed", n=found.cases, day=when(start, now=now, zone=me.zone, t=t)))
    _tallies(found, me=me)
    _flips(found, me=me)


def _tallies(found: Replay, *, me: Viewer) -> None:
    t = me.t
    text = st.column_config.TextColumn
    rows = [
        {
            "brand": lake_reads.brand_titles().get(one.brand, one.brand),
            "severity": one.severity.value,
            "timer": t(f"timer.{one.timer}"),
            "kept": _moved(one.hits, one.new_hits),
            "broken": _moved(one.breaches, one.new_breaches),
            "open": _moved(one.open, one.new_open),
        }
        for one in found.tallies
    ]
    columns = {
        "brand": text(t("brand_choice.title")),
        "severity": text(t("coverage.column_severity")),
        "timer": text(t("promises.promise")),
        "kept": text(t("promises.kept")),
        "broken": text(t("promises.broken")),
        "open": text(t("promises.open")),
    }
    listing.table(rows, columns, alt=t("promises.replay"))


def _flips(found: Replay, *, me: Viewer) -> None:
    t = me.t
    if not found.flips:
        st.caption(t("promises.no_flip"))
        return
    st.caption(t("promises.flips", n=len(found.flips)))
    text = st.column_config.TextColumn
    rows = [
        {
            "severity": one.severity.value,
            "timer": t(f"timer.{one.timer}"),
            "was": t(f"sla_state.{one.state}") if one.state else t("promises.none"),
            "would": t(f"sla_state.{one.new_state}") if one.new_state else t("promises.none"),
            "case": f"/?case={one.case_id}",
        }
        for one in found.flips[:_FLIPS]
    ]
    columns = {
        "severity": text(t("coverage.column_severity")),
        "timer": text(t("promises.promise")),
        "was": text(t("promises.was")),
        "would": text(t("promises.would")),
        "case": st.column_config.LinkColumn(t("coverage.column_case"), display_text=t("coverage.open_case")),
    }
    listing.table(rows, columns, alt=t("promises.flips", n=len(found.flips)), most=8)


def _moved(before: int, after: int) -> str:
    return str(before) if before == after else f"{before} → {after}"


def _conditions(rule: Body, *, me: Viewer) -> str:
    t = me.t
    told = [f"{t(f'condition.{name}')} {', '.join(map(str, rule[name]))}" for name in _CONDITIONS if rule.get(name)]
    if rule.get("min_followers"):
        told.append(t("condition.min_followers", n=t.number(rule["min_followers"])))
    return "; ".join(told) or t("condition.none")
