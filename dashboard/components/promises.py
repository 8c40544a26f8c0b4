"""The promises: rules in order with their times, the hours they run in, and what history says of a change."""

import json
from collections import Counter
from functools import partial
from typing import Any

import streamlit as st

from dashboard.components.promise_hours import hours
from dashboard.components.promise_replay import replayed
from dashboard.components.promise_rules import CONDITIONS, TIMERS, rules
from dashboard.components.saver import saver, since
from dashboard.fault_words import faults_in_words
from dashboard.forms import Body, Form, begin
from dashboard.safe import plain
from dashboard.viewer import Viewer
from repwatch import policies
from repwatch.policies import WEEKDAYS, PolicyError

_TEXT = "policy_as_text"


def promises(*, me: Viewer) -> None:
    """Draw the policy as forms, or as text for who prefers it, and the replay of what it says."""
    t = me.t
    form = begin("policy", "default")
    if form.latest is None:
        st.info(t("setup.no_policy"))
        return
    with st.container(horizontal=True, vertical_alignment="center", key="policy_head"):
        st.caption(since(form.latest, me=me), width="content")
        st.space("stretch")
        st.toggle(t("promises.text"), key=_TEXT, on_change=partial(_leave_text, form), persist_state="session")
    if st.session_state.get(_TEXT):
        body, faults = _as_text(form, me=me)
    else:
        body, faults = _forms(form, me=me), []
    faults = faults or _faults(body, me=me)
    saver(form, body, me=me, faults=faults, preview=lambda: replayed(form, body, me=me))


def _forms(form: Form, *, me: Viewer) -> Body:
    t, body = me.t, form.body
    st.caption(t("promises.order"))
    body["rules"] = rules(form, body, me=me)
    st.markdown(f"**{t('promises.calendars')}**")
    st.caption(t("promises.calendars_why"))
    body["calendars"] = hours(form, body, me=me)
    share = st.slider(
        t("promises.warn"),
        min_value=50,
        max_value=95,
        step=5,
        value=round(100 * float(body.get("warn_share", 0.8))),
        format="%d%%",
        key=f"{form.key}_warn",
        width=360,
        help=t("promises.warn_help"),
    )
    body["warn_share"] = share / 100
    return body


def _faults(body: Body, *, me: Viewer) -> list[str]:
    """What keeps the promises from being used."""
    names = Counter(str(rule.get("name", "")) for rule in body.get("rules", []) if isinstance(rule, dict))
    if twice := [name for name, times in names.items() if times > 1]:
        return [me.t("fault.twice", text=plain(name)) for name in twice]
    if "" in names:
        return [me.t("fault.no_rule_name")]
    greedy = [rule for rule in body["rules"][:-1] if isinstance(rule, dict) and not any(map(rule.get, CONDITIONS))]
    if greedy:
        return [me.t("fault.greedy", text=plain(str(rule["name"]))) for rule in greedy]
    try:
        policies.build(body, version=0)
    except PolicyError as error:
        return faults_in_words(str(error), kind="policy", t=me.t)
    return []


def _as_text(form: Form, *, me: Viewer) -> tuple[Body, list[str]]:
    """The whole policy as text; text that cannot be read changes nothing and stays as it was typed."""
    t = me.t
    st.caption(t("promises.text_help"))
    told = st.text_area(
        t("promises.text"),
        value=json.dumps(form.body, indent=2, ensure_ascii=False),
        height=460,
        key=_box(form),
        label_visibility="collapsed",
        # half a text is no policy yet that the form could keep
        persist_state="session",
    )
    found, fault = _read(told)
    return (form.body, [t("setup.no_json", error=fault)]) if found is None else (found, [])


def _leave_text(form: Form) -> None:
    """Back to the forms only from text that can be read: else what was typed would be lost."""
    if st.session_state[_TEXT]:
        return
    if _read(str(st.session_state.get(_box(form), "{}")))[0] is None:
        st.session_state[_TEXT] = True
    else:
        st.session_state.pop(_box(form), None)


def _read(text: str) -> tuple[Body | None, str]:
    try:
        found: Any = json.loads(text)
    except ValueError as error:
        return None, str(error)
    misplaced = _misplaced(found)
    return (None, misplaced) if misplaced else (found, "")


def _misplaced(found: Any) -> str:  # noqa: ANN401 -- whatever JSON holds
    """The first part that has another shape than a policy's, so that no form could draw it; nothing where none has."""
    if not isinstance(found, dict):
        return "{}"
    rules, calendars = found.get("rules"), found.get("calendars", {})
    if not isinstance(rules, list) or not rules or not all(isinstance(rule, dict) for rule in rules):
        return "rules"
    if not isinstance(calendars, dict) or not all(isinstance(calendar, dict) for calendar in calendars.values()):
        return "calendars"
    kinds: dict[str, type] = dict.fromkeys((*TIMERS, "calendars"), dict)
    kinds |= dict.fromkeys(("brands", "platforms", "langs", "topics"), list) | {"min_followers": int}
    parts = [(name, rule[name], kind) for rule in rules for name, kind in kinds.items() if name in rule]
    days = dict.fromkeys((*WEEKDAYS, "holidays"), list)
    parts += [(name, hours[name], kind) for hours in calendars.values() for name, kind in days.items() if name in hours]
    return next((name for name, value, kind in parts if not isinstance(value, kind)), "")


def _box(form: Form) -> str:
    return f"{form.key}_text"
