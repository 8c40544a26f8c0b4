"""What an act still needs after its first key: each choice on a number."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import streamlit as st

from dashboard import backend, parts, session
from dashboard.acting import Hands, is_promised_before
from dashboard.clock_words import due, tomorrow_at
from dashboard.components.case_head import clock_of_row
from dashboard.components.note_guard import note_guard
from dashboard.components.reply import written
from dashboard.safe import label, plain
from dashboard.session import Step
from dashboard.viewer import Viewer
from repwatch.console import EscalationReason, Order, Verb, colleagues
from repwatch.names import person
from triage.draft import open_places
from triage.events import DismissReason, Outcome
from triage.urgency import Severity
from warehouse.case_file import CaseFile
from warehouse.lines import QueueRow, alike

_MOST_BACK = timedelta(days=30)
_KEYS = 9
_CONTENT = ("1", "2", "3", "4", "5")


def second_step(file: CaseFile, *, hands: Hands, now: datetime) -> None:
    """Draw what the asked verb still needs."""
    step = session.step()
    note = step.case_id if step is not None and step.verb is Verb.NOTE else ""
    if step is not None:
        _ask(step, file, hands=hands, now=now)
    note_guard(note=note, keys=hands.me.key_of_one("N") is not None)


def _ask(step: Step, file: CaseFile, *, hands: Hands, now: datetime) -> None:
    # what was seen at the first key counts, whatever came in between
    hands = replace(hands, version=step.version)
    me, verb = hands.me, step.verb
    with st.container(key="step"):
        # a colleague's name may stand in it, so it is text and not markdown
        if verb is Verb.RESOLVE:
            _unanswered(file, me=me)
            _content(hands)
        with st.container(key="muted-step"):
            st.text(me.t(f"step.{verb}", who=plain(file.case.owner or me.t("case.nobody"))))
        match verb:
            case Verb.ANSWERED:
                _unfinished(file, me=me)
                _answered(hands, now=now)
            case Verb.NOTE:
                _note(hands)
            case Verb.ASSIGN:
                _assign(file, hands=hands)
            case Verb.RESOLVE:
                _resolve(file, hands=hands)
            case Verb.MERGE:
                _merge(file, hands=hands, now=now)
            case Verb.SEVERITY:
                _severity(file, hands=hands)
            case Verb.SNOOZE:
                _snooze(file, hands=hands, now=now)
            case _:
                choose(orders(verb, me=me, now=now), hands=hands)


def orders(verb: Verb, *, me: Viewer, now: datetime) -> list[tuple[str, Order]]:
    """The choices of a verb, each with its label."""
    t = me.t
    match verb:
        case Verb.CLAIM:
            return [(t("claim.over"), Order(verb=verb))]
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


def choose(
    found: Sequence[tuple[str, Order]], *, hands: Hands, numbers: Sequence[int] = (), has_keys: bool = True
) -> None:
    """Draw choices that stand on the numbers from 1, or on these, and the way out."""
    with st.container(horizontal=True, gap="small"):
        for number, (name, order) in zip(numbers or range(1, len(found) + 1), found, strict=True):
            st.button(
                name,
                key=f"step_{number}",
                shortcut=hands.me.key(str(number)) if has_keys and number <= _KEYS else None,
                on_click=hands.act,
                args=(order,),
            )
        cancel(hands.me)


def cancel(me: Viewer) -> None:
    """Draw the way out of a step."""
    st.button(me.t("act.cancel"), key="step_cancel", shortcut="Escape", type="tertiary", on_click=session.forget_step)


def _severity(file: CaseFile, *, hands: Hands) -> None:
    found = [(number, level) for number, level in enumerate(Severity, start=1) if level is not file.case.severity]
    choose(
        [(hands.me.t(f"severity.{level}"), Order(verb=Verb.SEVERITY, severity=level)) for _, level in found],
        hands=hands,
        numbers=[number for number, _ in found],
    )


def _resolve(file: CaseFile, *, hands: Hands) -> None:
    t = hands.me.t
    content = st.session_state.get(_content_key(hands))
    plainly = Order(verb=Verb.RESOLVE, satisfaction=int(content) if content else None)
    found = [(t(f"outcome.{outcome}"), replace(plainly, outcome=outcome)) for outcome in Outcome]
    if file.case.is_answered:
        found.append((t("resolve.unsaid"), plainly))
    choose(found, hands=hands, has_keys=not _is_rating(hands))


def _unanswered(file: CaseFile, *, me: Viewer) -> None:
    """Say that the public saw no answer; how it ended is recorded then, and cannot be left unsaid."""
    if not file.case.is_answered:
        with st.container(key="check-stop-unanswered"):
            st.text(f"▲ {me.t('resolve.unanswered')}")


def _content(hands: Hands) -> None:
    """How content the customer is; asked first, since a choice of how it ended ends the step."""
    t, key = hands.me.t, _content_key(hands)
    if _is_rating(hands):
        with st.container(horizontal=True, gap="small", vertical_alignment="center"):
            st.text(t("resolve.content_ask"), width="content")
            for score in _CONTENT:
                st.button(score, key=f"rate_{score}", shortcut=hands.me.key(score), on_click=_rate, args=(hands, score))
        return
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        st.segmented_control(t("resolve.content"), _CONTENT, key=key)
        st.button(
            t("resolve.content_key"),
            key="content_ask",
            type="tertiary",
            shortcut=hands.me.key("H"),
            on_click=_ask_content,
            args=(hands,),
        )


def _ask_content(hands: Hands) -> None:
    """The numbers say how content the customer is, until one of them was pressed."""
    st.session_state[session.RATING] = hands.case_id


def _rate(hands: Hands, score: str) -> None:
    st.session_state.pop(session.RATING, None)
    st.session_state[_content_key(hands)] = score


def _is_rating(hands: Hands) -> bool:
    return bool(st.session_state.get(session.RATING) == hands.case_id)


def _content_key(hands: Hands) -> str:
    return f"content_{hands.case_id}"


def _assign(file: CaseFile, *, hands: Hands) -> None:
    me = hands.me
    able = colleagues(backend.app().desk, brand=file.case.brand, lang=file.lang, topic=file.topic)
    names = [name for name in able if name not in {me.name, file.case.owner}][:_KEYS]
    if not names:
        st.caption(me.t("assign.nobody"))
    choose([(label(name), Order(verb=Verb.ASSIGN, to=name)) for name in names], hands=hands)
    key = f"assign_{hands.case_id}"

    def give() -> None:
        name = person(str(st.session_state[key]))
        if name:
            hands.act(Order(verb=Verb.ASSIGN, to=name))

    st.text_input(me.t("assign.other"), key=key, max_chars=80, on_change=give, width=260)


def _merge(file: CaseFile, *, hands: Hands, now: datetime) -> None:
    me = hands.me
    found = alike(backend.app().desk, hands.case_id)[:_KEYS]
    if not found:
        st.caption(me.t("merge.none"))
    choose([(_other(row, me=me, now=now), _merging(row, file)) for row in found], hands=hands)


def _merging(row: QueueRow, file: CaseFile) -> Order:
    """What is due first stays, so the other case goes into this one where it is due later."""
    due, other_due = file.case.next_due_at, row.next_due_at
    is_later = due is not None and (other_due is None or other_due > due)
    verb = Verb.TAKE_IN if is_later else Verb.MERGE
    return Order(verb=verb, other=row.case_id, other_version=row.version)


def _other(row: QueueRow, *, me: Viewer, now: datetime) -> str:
    words = " ".join(plain(row.excerpt).split())[:60]
    return label(f"{row.severity} · {clock_of_row(row, me=me, now=now).words} · {words}")


def _unfinished(file: CaseFile, *, me: Viewer) -> None:
    """Say that the reply has places to fill in; who has sent another one, or another text, goes on all the same."""
    places = open_places(written(file))
    if places:
        listed = ", ".join(plain(place) for place in places)
        with st.container(key="check-stop-answered"):
            st.text(f"▲ {me.t('answered.unfinished', n=me.t.number(len(places)), places=listed)}")


def _snooze(file: CaseFile, *, hands: Hands, now: datetime) -> None:
    """Choose an end; one beyond the nearest promise is allowed, and bears a mark that is explained."""
    t, found = hands.me.t, orders(Verb.SNOOZE, me=hands.me, now=now)
    beyond = [order for _, order in found if is_promised_before(order.at, file.case)]
    if beyond:
        with st.container(key="check-stop-snooze"):
            clock = due(due_at=file.case.next_due_at, warn_at=None, now=now, t=t)
            st.text(f"▲ {t('snooze.beyond', due=clock.words)}")
    choose([(f"▲ {name}" if order in beyond else name, order) for name, order in found], hands=hands)


def _answered(hands: Hands, *, now: datetime) -> None:
    t = hands.me.t
    ago = {"now": timedelta(), "five": timedelta(minutes=5), "quarter": timedelta(minutes=15)}
    choose(
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
    key = f"note_{hands.case_id}"

    def keep() -> None:
        session.keep_note(hands.case_id, str(st.session_state[key]))

    def save() -> None:
        keep()
        if hands.does(Order(verb=Verb.NOTE, note=str(st.session_state[key]).strip())):
            session.keep_note(hands.case_id, "")
        parts.after_act()

    st.text_area(
        hands.me.t("step.note_label"),
        # a box that is not drawn forgets its text, so what was written is kept beside it
        value="" if key in st.session_state else session.kept_note(hands.case_id),
        key=key,
        max_chars=2000,
        height=90,
        label_visibility="collapsed",
        on_change=keep,
    )
    with st.container(horizontal=True, gap="small"):
        st.button(hands.me.t("note.save"), key="note_save", type="primary", on_click=save)
        cancel(hands.me)
        st.caption(hands.me.t("note.keys"), width="content")
