"""The verbs of a case on buttons that show their keys; some ask for a second key."""

import streamlit as st

from dashboard import session
from dashboard.acting import Hands
from dashboard.session import Step
from repwatch.console import Order, Verb
from repwatch.roles import Role
from triage.case import Case, CaseStatus

KEYS = {
    Verb.CLAIM: "T",
    Verb.RELEASE: "T",
    Verb.ANSWERED: "A",
    Verb.SNOOZE: "S",
    Verb.ESCALATE: "E",
    Verb.DISMISS: "D",
    Verb.RESOLVE: "V",
    Verb.REOPEN: "O",
    Verb.ASSIGN: "G",
    Verb.SEVERITY: "L",
    Verb.MERGE: "M",
    Verb.FOLLOW_UP: "F",
    Verb.NOTE: "N",
}
_AT_ONCE = {Verb.RELEASE, Verb.REOPEN, Verb.FOLLOW_UP, Verb.UNDO}
_SELDOM = {Verb.ASSIGN, Verb.SEVERITY, Verb.MERGE, Verb.NOTE}


def verbs(case: Case, *, name: str) -> list[Verb]:
    """What can be done to a case as it stands, the likeliest first."""
    match case.status:
        case CaseStatus.CLOSED:
            return [Verb.NOTE]
        case CaseStatus.MERGED:
            return [Verb.UNDO, Verb.NOTE]
        case CaseStatus.RESOLVED | CaseStatus.DISMISSED:
            return [*([Verb.FOLLOW_UP] if case.check_back_at else []), Verb.REOPEN, Verb.NOTE]
        case CaseStatus.ANSWERED:
            return [Verb.RESOLVE, Verb.ESCALATE, Verb.ASSIGN, Verb.NOTE]
        case _:
            first = Verb.RELEASE if case.owner == name else Verb.CLAIM
            often = [first, Verb.ANSWERED, Verb.SNOOZE, Verb.ESCALATE, Verb.DISMISS, Verb.RESOLVE]
            return [*often, Verb.ASSIGN, Verb.SEVERITY, Verb.MERGE, Verb.NOTE]


def act_bar(case: Case, *, hands: Hands) -> None:
    """Draw the verbs; those that need more begin a second step."""
    me = hands.me
    if not me.may(Role.AGENT):
        st.caption(me.t("case.read_only"))
        return
    offered = verbs(case, name=me.name)
    main = next((verb for verb in (Verb.CLAIM, Verb.FOLLOW_UP, Verb.ANSWERED) if verb in offered), None)
    with st.container(key="acts", horizontal=True, gap="xxsmall"):
        for verb in offered:
            asks = _asks(verb, case, name=me.name)
            st.button(
                me.t("act.part" if verb is Verb.UNDO else f"act.{verb}"),
                key=f"act_{verb}",
                shortcut=me.key_of_one(KEYS[verb]) if verb in KEYS else None,
                type="primary" if verb is main else "tertiary" if verb in _SELDOM else "secondary",
                on_click=session.ask if asks else hands.act,
                args=(_asked(verb, hands) if asks else Order(verb=verb),),
            )


def _asks(verb: Verb, case: Case, *, name: str) -> bool:
    """Whether a verb needs a second key: what it is to say, or a word before a colleague's case is taken."""
    if verb is Verb.CLAIM:
        return case.owner is not None and case.owner != name
    return verb not in _AT_ONCE


def _asked(verb: Verb, hands: Hands) -> Step:
    return Step(case_id=hands.case_id, version=hands.version, verb=verb)
