"""Beside the conversation: both clocks, why the post was flagged, who the customer is, and what was done."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import streamlit as st

from dashboard.clock_words import span, when
from dashboard.safe import plain
from dashboard.viewer import Viewer
from dashboard.words import practice
from triage.case import Case
from triage.events import SYSTEM, Event, EventKind
from triage.urgency import figure_of
from warehouse.case_file import CaseFile
from warehouse.read import ScoreView, ThreadPost

_SHOWN_EVENTS = 6
_AT_ONCE = timedelta(minutes=10)
_NOT_FOR_PEOPLE = frozenset({"compound", "rating_share", "tone", "vader_negative", "vader_positive"})
"""Figures that say no more to a reader than the reason they stand under."""


def clocks(case: Case, *, me: Viewer, now: datetime) -> None:
    """Both clocks: the customer counts from the post, the team from when it was seen."""
    t = me.t
    _title(t("clocks.title"))
    _pair(t("clocks.posted"), _until_answer(case.posted_at, case, me=me, now=now))
    _pair(t("clocks.detected"), _until_answer(case.detected_at, case, me=me, now=now))
    _pair(t("clocks.due"), when(case.next_due_at or case.due_at, now=now, zone=me.zone, t=t))
    st.caption(t("clocks.policy", version=case.policy_version))


def why(score: ScoreView | None, *, urgency: int, me: Viewer) -> None:
    """The reasons with their points and the words that caused them."""
    t = me.t
    _title(t("why.title", urgency=urgency))
    reasons = [reason for reason in score.reasons if reason.points > 0] if score else []
    if not reasons:
        st.caption(t("why.none"))
    for reason in reasons:
        _pair(t.of("reason", reason.name), t("why.points", points=t.number(reason.points)))
        causes = [cause for evidence in reason.evidence if (cause := _cause(evidence, me=me))]
        if causes:
            _muted(", ".join(dict.fromkeys(causes)), name=f"muted-why-{reason.name}")


def _cause(evidence: str, *, me: Viewer) -> str:
    """A word of the customer as it stands, a figure in the viewer's words; nothing where it says nothing."""
    found = figure_of(evidence)
    if found is None:
        return plain(evidence)
    name, value = found
    if name in _NOT_FOR_PEOPLE:
        return ""
    return me.t.of("cause", name) + (f" {me.t.number(float(value))}" if value.isdecimal() else "")


def customer(file: CaseFile, others: Sequence[ThreadPost], *, me: Viewer, now: datetime) -> None:
    """What kind of customer it reads like, what helps, and what else they wrote."""
    t = me.t
    hint = practice(t.lang).get(file.customer_type)
    _title(t("customer.title"))
    if hint is None:
        st.caption(t("customer.plain"))
    else:
        st.markdown(f"**{hint['title']}.** {hint['reads']}")
        st.markdown("\n".join(f"- {line}" for line in hint["helps"]))
    past = [post for post in others if post.key != file.case.key]
    if past:
        with st.expander(t("customer.others", n=len(past))):
            for number, post in enumerate(past):
                _muted(when(post.created_at, now=now, zone=me.zone, t=t), name=f"muted-other-{number}")
                st.text(plain(post.text or t("case.text_gone"))[:240])


def history(file: CaseFile, *, me: Viewer, now: datetime) -> None:
    """What was done, newest first, in words."""
    t = me.t
    _title(t("history.title"))
    newest = sorted(file.events, key=lambda event: -event.version)
    for event in newest[:_SHOWN_EVENTS]:
        _event(event, file=file, me=me, now=now)
    if len(newest) > _SHOWN_EVENTS:
        with st.expander(t("history.older", n=len(newest) - _SHOWN_EVENTS)):
            for event in newest[_SHOWN_EVENTS:]:
                _event(event, file=file, me=me, now=now)


def event_words(event: Event, *, me: Viewer) -> str:
    """An event as a sentence about who did what."""
    t = me.t
    who = t("event.by_system") if event.actor == SYSTEM else plain(event.actor)
    what = t(f"event.{event.kind}")
    if event.kind is EventKind.ANSWERED and event.details.get("is_detected"):
        what = t("event.answered_seen")
    reason = event.details.get("reason")
    if event.kind is EventKind.DISMISSED and reason:
        what = f"{what}: {t.of('dismiss', str(reason))}"
    if event.kind is EventKind.ESCALATED and reason:
        what = f"{what}: {t.of('escalate', str(reason))}"
    if event.kind is EventKind.UNDONE:
        what = t("event.undone_what", what=t.of("event", str(event.details.get("undid"))))
    return f"{who} · {what}"


def _event(event: Event, *, file: CaseFile, me: Viewer, now: datetime) -> None:
    st.text(event_words(event, me=me))
    at = when(event.occurred_at, now=now, zone=me.zone, t=me.t)
    if event.recorded_at - event.occurred_at > _AT_ONCE:
        # a post that was found late has clocks that ran before anybody could know
        at = me.t("history.noted_late", at=at, noted=when(event.recorded_at, now=now, zone=me.zone, t=me.t))
    note = file.notes.get(event.version)
    _muted(f"{at}\n{plain(note)}" if note else at, name=f"muted-event-{event.version}")


def _until_answer(start: datetime, case: Case, *, me: Viewer, now: datetime) -> str:
    t = me.t
    if case.first_answered_at is not None:
        return t("clocks.answered", span=span(case.first_answered_at - start, t))
    if case.is_answered:
        return t("clocks.unknown")
    return t("clocks.waiting", span=span(now - start, t))


def _title(text: str) -> None:
    st.markdown(f"##### {text}")


def _pair(name: str, value: str) -> None:
    with st.container(horizontal=True, horizontal_alignment="distribute", gap="small"):
        st.text(name, width="content")
        st.text(value, width="content")


def _muted(text: str, *, name: str) -> None:
    with st.container(key=name):
        st.text(text)
