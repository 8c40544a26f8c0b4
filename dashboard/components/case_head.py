"""The first line of an open case: how bad, how late, where it stands, and whose it is."""

from datetime import datetime
from typing import Literal

import streamlit as st

from dashboard.clock_words import Clock, Tone, due, snoozed, span
from dashboard.safe import label
from dashboard.viewer import Viewer
from triage.case import Case, CaseStatus
from triage.spikes import NO_TOPIC
from triage.urgency import Severity
from warehouse.lines import QueueRow

_Colour = Literal["red", "orange", "blue", "green", "gray"]
_COLOURS: dict[Tone, _Colour] = {Tone.LATE: "red", Tone.SOON: "orange", Tone.CALM: "blue", Tone.DONE: "green"}
_SEVERITIES: dict[Severity, _Colour] = {Severity.P1: "red", Severity.P2: "orange"}
ICONS = {Tone.LATE: "▲", Tone.SOON: "◔", Tone.CALM: "○", Tone.DONE: "✓"}


def case_head(case: Case, *, topic: str, lang: str, me: Viewer, now: datetime) -> None:
    """Draw the line."""
    t = me.t
    clock = clock_of(case, me=me, now=now)
    owner = _owner(case.owner, me=me)
    with st.container(key="case_head", horizontal=True, gap="small", vertical_alignment="center"):
        st.badge(case.severity.value, color=_SEVERITIES.get(case.severity, "gray"))
        st.badge(f"{ICONS[clock.tone]} {clock.words}", color=_COLOURS[clock.tone])
        st.badge(t.of("status", case.status), color="gray")
        facts = [owner, t.of("platform", case.key.platform), t.of("language", lang)]
        if topic != NO_TOPIC:
            facts.append(t("case.topic", topic=t.of("topic", topic)))
        st.caption(" · ".join(label(fact) for fact in facts), width="content")


def clock_of(case: Case, *, me: Viewer, now: datetime) -> Clock:
    """The one clock that counts now: the nearest unmet promise, or how it ended."""
    t = me.t
    if case.status is CaseStatus.SNOOZED and case.snoozed_until is not None:
        return snoozed(until=case.snoozed_until, due_at=case.next_due_at, now=now, t=t)
    if case.status.awaits_answer:
        return due(due_at=case.next_due_at, warn_at=case.next_warn_at, now=now, t=t)
    if case.first_answered_at is None:
        return Clock(words=t.of("status", case.status), tone=Tone.DONE)
    words = t("clock.answered_in", span=span(case.first_answered_at - case.posted_at, t))
    return Clock(words=words, tone=Tone.DONE if case.first_answered_at <= case.due_at else Tone.SOON)


def clock_of_row(row: QueueRow, *, me: Viewer, now: datetime) -> Clock:
    """The clock of a line of the queue, which knows less than the case."""
    t = me.t
    if row.status is CaseStatus.SNOOZED and row.snoozed_until is not None:
        return snoozed(until=row.snoozed_until, due_at=row.next_due_at, now=now, t=t)
    if not row.status.awaits_answer:
        return Clock(words=t.of("status", row.status), tone=Tone.DONE)
    return due(due_at=row.next_due_at, warn_at=row.next_warn_at, now=now, t=t)


def _owner(owner: str | None, *, me: Viewer) -> str:
    if owner is None:
        return me.t("case.nobody")
    return me.t("case.yours") if owner == me.name else me.t("case.owner", who=owner)
