"""The verbs of a case on buttons that show their keys; some ask for a second key."""

from dataclasses import replace
from datetime import datetime, timedelta

import streamlit as st

from dashboard import session
from dashboard.acting import Hands
from dashboard.clock_words import tomorrow_at
from dashboard.components.note_guard import note_guard
from dashboard.session import Step
from dashboard.viewer import Viewer
from repwatch.console import EscalationReason, Order, Verb
from repwatch.roles import Role
from triage.case import Case, CaseStatus
from triage.events import DismissReason

KEYS = {
    Verb.CLAIM: "T",
    Verb.RELEASE: "T",
    Verb.ANSWERED: "A",
    Verb.SNOOZE: "S",
    Verb.ESCALATE: "E",
    Verb.DISMISS: "D",
    Verb.RESOLVE: "V",
    Verb.REOPEN: "O",
    Verb.NOTE: "N",
}
_TWO_STEPS = {Verb.ANSWERED, Verb.SNOOZE, Verb.ESCALATE, Verb.DISMISS, Verb.NOTE}
_MOST_BACK = timedelta(days=30)


def verbs(case: Case, *, name: str) -> list[Verb]:
    """What can be done to a case as it stands, the likeliest first."""
    match case.status:
        case CaseStatus.CLOSED | CaseStatus.MERGED:
            return [Verb.NOTE]
        case CaseStatus.RESOLVED | CaseStatus.DISMISSED:
            return [Verb.REOPEN, Verb.NOTE]
        case CaseStatus.ANSWERED:
            return [Verb.RESOLVE, Verb.ESCALATE, Verb.NOTE]
        case _:
            first = Verb.RELEASE if case.owner == name else Verb.CLAIM
            return [first, Verb.ANSWERED, Verb.SNOOZE, Verb.ESCALATE, Verb.DISMISS, Verb.RESOLVE, Verb.NOTE]


def act_bar(case: Case, *, hands: Hands) -> None:
    """Draw the verbs, and the second step of the one that waits for it."""
    me = hands.me
    if not me.may(Role.AGENT):
        st.caption(me.t("case.read_only"))
        return
    offered = verbs(case, name=me.name)
    main = Verb.CLAIM if Verb.CLAIM in offered else Verb.ANSWERED
    with st.container(key="acts", horizontal=True, gap="small"):
        for verb in offered:
            asks = verb in _TWO_STEPS
            st.button(
                me.t(f"act.{verb}"),
                key=f"act_{verb}",
                shortcut=me.key(KEYS[verb]),
                type="primary" if verb is main else "secondary",
                on_click=session.ask if asks else hands.act,
                args=(_asked(verb, hands) if asks else Order(verb=verb),),
            )


def second_step(*, hands: Hands, now: datetime) -> None:
    """Draw what the asked verb still needs."""
    step = session.step()
    note = f"{step.case_id}-{step.version}" if step is not None and step.verb is Verb.NOTE else ""
    if step is not None:
        _ask(step, hands=hands, now=now)
    note_guard(note=note, keys=hands.me.keys)


def _ask(step: Step, *, hands: Hands, now: datetime) -> None:
    # what was seen at the first key counts, whatever came in between
    hands = replace(hands, version=step.version)
    me, verb = hands.me, step.verb
    with st.container(key="step"):
        st.caption(me.t(f"step.{verb}"))
        match verb:
            case Verb.ANSWERED:
                _answered(hands, now=now)
            case Verb.NOTE:
                _note(hands)
            case _:
                _choices(_orders(verb, me=me, now=now), hands=hands)


def _asked(verb: Verb, hands: Hands) -> Step:
    return Step(case_id=hands.case_id, version=hands.version, verb=verb)


def _choices(orders: list[tuple[str, Order]], *, hands: Hands) -> None:
    with st.container(horizontal=True, gap="small"):
        for number, (label, order) in enumerate(orders, start=1):
            st.button(
                label, key=f"step_{number}", shortcut=hands.me.key(str(number)), on_click=hands.act, args=(order,)
            )
        st.button(
            hands.me.t("act.cancel"),
            key="step_cancel",
            shortcut="Escape",
            type="tertiary",
            on_click=session.forget_step,
        )


def _orders(verb: Verb, *, me: Viewer, now: datetime) -> list[tuple[str, Order]]:
    t = me.t
    match verb:
        case Verb.SNOOZE:
            ends = {
                "hour": now + timedelta(hours=1),
                "four_hours": now + timedelta(hours=4),
                "tomorrow": tomorrow_at(9, now=now, zone=me.zone),
            }
            return [(t(f"snooze.{name}"), Order(verb=verb, at=end)) for name, end in ends.items()]
        case Verb.ESCALATE:
            return [(t(f"escalate.{reason}"), Order(verb=verb, reason=reason)) for reason in EscalationReason]
        case Verb.DISMISS:
            return [(t(f"dismiss.{reason}"), Order(verb=verb, reason=reason)) for reason in DismissReason]
        case _:
            return []


def _answered(hands: Hands, *, now: datetime) -> None:
    t = hands.me.t
    ago = {"now": timedelta(), "five": timedelta(minutes=5), "quarter": timedelta(minutes=15)}
    _choices(
        [(t(f"answered.{name}"), Order(verb=Verb.ANSWERED, at=now - before)) for name, before in ago.items()],
        hands=hands,
    )
    local = now.astimezone(hands.me.zone)
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        sent = st.datetime_input(
            t("answered.other", zone=hands.me.zone_name),
            value=local.replace(tzinfo=None, second=0, microsecond=0),
            min_value=(local - _MOST_BACK).replace(tzinfo=None),
            max_value=(local + timedelta(minutes=1)).replace(tzinfo=None),
            key=f"answered_at_{hands.case_id}",
            step=60,
            width=260,
        )
        if sent is not None:
            at = sent.replace(tzinfo=hands.me.zone).astimezone(now.tzinfo)
            st.button(
                t("answered.save"),
                key="answered_other",
                on_click=hands.act,
                args=(Order(verb=Verb.ANSWERED, at=at),),
            )


def _note(hands: Hands) -> None:
    key = f"note_{hands.case_id}_{hands.version}"

    def save() -> None:
        hands.act(Order(verb=Verb.NOTE, note=str(st.session_state[key]).strip()))

    st.text_area(hands.me.t("step.note_label"), key=key, max_chars=2000, height=90, label_visibility="collapsed")
    with st.container(horizontal=True, gap="small"):
        st.button(hands.me.t("note.save"), key="note_save", type="primary", on_click=save)
        st.button(
            hands.me.t("act.cancel"),
            key="step_cancel",
            shortcut="Escape",
            type="tertiary",
            on_click=session.forget_step,
        )
