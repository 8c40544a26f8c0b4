"""Beside the conversation: every promise with both clocks, why it was flagged, who the customer is, what was done."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import streamlit as st
from streamlit.elements.lib.mutable_expander_container import ExpanderContainer

from dashboard import backend, session
from dashboard.acting import needs_answer
from dashboard.clock_words import span, when
from dashboard.components.case_head import ICONS
from dashboard.event_words import event_words
from dashboard.safe import plain
from dashboard.timeline import Promised, noted_late, promises
from dashboard.viewer import Viewer
from dashboard.words import practice
from repwatch.roles import Role
from triage.events import Event
from triage.sla import Timer
from triage.urgency import Reason, figure_of
from warehouse.around import ScoreView, ThreadPost
from warehouse.case_file import CaseFile
from warehouse.lines import QueueRow, cases_of_author

_SHOWN_EVENTS = 6
_SHOWN_CASES = 20
_TELLING = 5.0
"""Points from which a reason is named; `explain` and the command line show all of them."""
_NOT_FOR_PEOPLE = frozenset({"compound", "rating_share", "tone", "vader_negative", "vader_positive"})
"""Figures that say no more to a reader than the reason they stand under."""


def clocks(file: CaseFile, *, me: Viewer, now: datetime) -> None:
    """Every promise with both clocks: the customer counts from the post, the team from when it was seen."""
    t = me.t
    _title(t("clocks.title"))
    for number, promised in enumerate(promises(file.events, now=now, t=t)):
        clock = promised.clock
        _pair(t(f"timer.{promised.timer}"), f"{ICONS[clock.tone]} {clock.words}", name=f"promise-{clock.tone}-{number}")
        _muted("\n".join(_facts(promised, me=me, now=now)), name=f"muted-promise-{number}")
    st.caption(t("clocks.policy", version=file.case.policy_version))


def _facts(promised: Promised, *, me: Viewer, now: datetime) -> list[str]:
    t = me.t
    until = promised.until or (now if promised.is_running else None)
    said = [t("clocks.due_was", at=when(promised.due_at, now=now, zone=me.zone, t=t))]
    if until is not None:
        both = "clocks.both_next" if promised.timer is Timer.NEXT else "clocks.both"
        # an answer may be older than our first sight of the post
        seen = max(until - promised.detected_at, timedelta())
        said.insert(0, t(both, posted=span(until - promised.since, t), detected=span(seen, t)))
    if promised.cause:
        said.append(t("clocks.why_late", cause=t(f"because.{promised.cause}")))
    return said


def why(score: ScoreView | None, *, urgency: int, me: Viewer) -> None:
    """The reasons with their points and the words that caused them; small ones are summed up."""
    t = me.t
    _title(t("why.title", urgency=urgency))
    told, rest = telling(score.reasons if score else ())
    if not told:
        st.caption(t("why.none"))
    for reason in told:
        _pair(t.of("reason", reason.name), t("why.points", points=t.number(reason.points)))
        causes = [cause for evidence in reason.evidence if (cause := _cause(evidence, me=me))]
        if causes:
            _muted(", ".join(dict.fromkeys(causes)), name=f"muted-why-{reason.name}")
    if rest:
        _pair(t("why.rest"), t("why.points", points=t.number(rest)))


def telling(reasons: Sequence[Reason]) -> tuple[list[Reason], float]:
    """The reasons that say why, and the points of all others together.

    A point or two are a shade of a probability: named, they would say "asks something" of a post that does not.
    """
    given = [reason for reason in reasons if reason.points > 0]
    told = [reason for reason in given if reason.points >= _TELLING] or given[:1]
    return told, sum(reason.points for reason in given) - sum(reason.points for reason in told)


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
    """What kind of customer it reads like, what helps, their other cases, and what else they wrote."""
    t = me.t
    hint = practice(t.lang).get(file.customer_type)
    _title(t("customer.title"))
    if hint is None:
        st.caption(t("customer.plain"))
    else:
        st.markdown(f"**{hint['title']}.** {hint['reads']}")
        st.markdown("\n".join(f"- {line}" for line in hint["helps"]))
    known = _cases(file)
    if known:
        more = _unfolded(t("customer.cases", n=len(known)), key=f"cases_{file.case.case_id}")
        for row in known if more.open else ():
            with more:
                _other_case(row, me=me, now=now)
    keys = {row.key for row in known}
    past = [post for post in others if post.key != file.case.key and post.key not in keys]
    if past:
        more = _unfolded(t("customer.others", n=len(past)), key=f"others_{file.case.case_id}")
        for number, post in enumerate(past) if more.open else ():
            with more:
                _other_post(post, number, file=file, me=me, now=now)


def _unfolded(title: str, *, key: str) -> ExpanderContainer:
    """A fold that is filled when somebody opens it: a hundred events are a tenth of a second, and few look there."""
    return st.expander(title, key=key, on_change="rerun")


def _cases(file: CaseFile) -> list[QueueRow]:
    """The customer's other cases of this brand."""
    if not file.author_id:
        return []
    desk = backend.app().desk
    found = cases_of_author(desk, platform=file.case.key.platform, author_id=file.author_id, limit=_SHOWN_CASES)
    return [row for row in found if row.case_id != file.case.case_id and row.brand == file.case.brand]


def _other_case(row: QueueRow, *, me: Viewer, now: datetime) -> None:
    t = me.t
    about = [row.severity.value, t.of("status", row.status), when(row.posted_at, now=now, zone=me.zone, t=t)]
    _muted(" · ".join(about), name=f"muted-case-{row.case_id}")
    st.text(plain(row.excerpt)[:240])
    st.button(t("customer.open_case"), key=f"go_{row.case_id}", type="tertiary", on_click=_go, args=(row.case_id,))


def _go(case_id: str) -> None:
    session.tell(None)
    session.select(case_id)


def _other_post(post: ThreadPost, number: int, *, file: CaseFile, me: Viewer, now: datetime) -> None:
    t = me.t
    _muted(when(post.created_at, now=now, zone=me.zone, t=t), name=f"muted-other-{number}")
    st.text(plain(post.text or t("case.text_gone"))[:240])
    if post.text is not None and not post.is_brand and me.may(Role.AGENT):
        st.button(
            t("customer.needs_answer"),
            key=f"needs_{number}",
            type="tertiary",
            on_click=needs_answer,
            args=(post.key, file.case.brand, me),
        )


def history(file: CaseFile, *, me: Viewer, now: datetime) -> None:
    """What was done, what was noted last first, in words."""
    t = me.t
    _title(t("history.title"))
    newest = sorted(file.events, key=lambda event: -event.version)
    late = noted_late(file.events, detected_at=file.case.detected_at)
    with st.container(key="events"):
        for event in newest[:_SHOWN_EVENTS]:
            _event(event, late.get(event.version), file=file, me=me, now=now)
    if len(newest) > _SHOWN_EVENTS:
        title = t("history.older", n=len(newest) - _SHOWN_EVENTS)
        older = _unfolded(title, key=f"older_{file.case.case_id}")
        if older.open:
            with older, st.container(key="events_older"):
                for event in newest[_SHOWN_EVENTS:]:
                    _event(event, late.get(event.version), file=file, me=me, now=now)


def _event(event: Event, noted_at: datetime | None, *, file: CaseFile, me: Viewer, now: datetime) -> None:
    """Draw two lines; the second is muted by its place, since a box around each would cost as much as the line."""
    st.text(event_words(event, t=me.t))
    at = when(event.occurred_at, now=now, zone=me.zone, t=me.t)
    if noted_at is not None:
        at = me.t("history.noted_late", at=at, noted=when(noted_at, now=now, zone=me.zone, t=me.t))
    note = file.notes.get(event.version)
    st.text(f"{at}\n{plain(note)}" if note else at)


def _title(text: str) -> None:
    st.markdown(f"##### {text}")


def _pair(label: str, value: str, *, name: str | None = None) -> None:
    with st.container(key=name, horizontal=True, horizontal_alignment="distribute", gap="small"):
        st.text(label, width="content")
        st.text(value, width="content")


def _muted(text: str, *, name: str) -> None:
    with st.container(key=name):
        st.text(text)
