"""From a key to the record: performs an act on one case or on several, says what came of it, and moves on."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import streamlit as st
import structlog

from dashboard import backend, parts, session
from dashboard.clock_words import due, when
from dashboard.safe import plain
from dashboard.session import Flash, Mood
from dashboard.viewer import Viewer
from repwatch.console import Order, Verb, perform
from repwatch.roles import NotPermittedError
from triage.actions import NotAllowedError
from triage.case import Case
from triage.mention import MentionKey
from warehouse.case_file import OtherDraftError
from warehouse.cases import NoSuchCaseError, StaleCaseError
from warehouse.errors import DeskError, LakeError
from warehouse.leases import LeaseHeldError
from warehouse.tabs import tab_of

log = structlog.get_logger(__name__)

_REFUSALS = (StaleCaseError, OtherDraftError, NotPermittedError, NotAllowedError, NoSuchCaseError, DeskError)
_SHOWN = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Hands:
    """What an act is done with: whose it is, on which case, in which version, and what comes after it."""

    me: Viewer
    case_id: str
    version: int
    following: str | None

    def act(self, order: Order) -> None:
        """Do it; a refusal is told in words and changes nothing."""
        self.does(order)
        parts.after_act()

    def does(self, order: Order) -> bool:
        """The same, and whether it was done."""
        asked = session.step()
        if order.verb is Verb.ANSWERED:
            order = replace(order, written=session.reply(self.case_id))
        session.forget_step()
        try:
            case = _perform(self.case_id, order, version=self.version, me=self.me)
        except _REFUSALS as error:
            if asked is not None and isinstance(error, DeskError):
                # the case is as it was seen, so that trying again is one key
                session.ask(asked)
            session.tell(Flash(mood=Mood.REFUSED, text=why(error, case_id=self.case_id, verb=order.verb, me=self.me)))
            return False
        if order.verb is Verb.ANSWERED:
            session.forget_draft(self.case_id, is_recorded=order.written is not None)
        if order.verb.clears:
            session.select(self.following or self.case_id)
        undo = () if order.verb in {Verb.NOTE, Verb.UNDO} else ((case.case_id, case.version),)
        now = backend.app().now()
        session.tell(_done(order, case, undo=undo, me=self.me, now=now))
        return True


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """A case among several: its version as it was seen, and what people know it by."""

    case_id: str
    version: int
    name: str
    owner: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ManyHands:
    """One act on several cases: each is its own event under its own version, and some may be refused."""

    me: Viewer
    cases: Sequence[Marked]

    def act(self, order: Order) -> None:
        """Do it to each; those that were refused stay marked, and the message says why."""
        session.forget_step()
        done: list[tuple[str, int]] = []
        refused: list[tuple[Marked, str]] = []
        for one in self.cases:
            if order.verb is Verb.CLAIM and one.owner not in {None, self.me.name}:
                refused.append((one, self.me.t("together.held", who=plain(one.owner or ""))))
                continue
            try:
                case = _perform(one.case_id, order, version=one.version, me=self.me)
            except _REFUSALS as error:
                refused.append((one, why(error, case_id=one.case_id, verb=order.verb, me=self.me)))
            else:
                done.append((case.case_id, case.version))
        session.mark(one.case_id for one, _ in refused)
        session.select(None)
        self._tell(order, done, refused)
        parts.after_act()

    def _tell(self, order: Order, done: list[tuple[str, int]], refused: list[tuple[Marked, str]]) -> None:
        t = self.me.t
        what = t(f"act.{order.verb}")
        said = [
            t("together.done", what=t(f"together.{order.verb}", who=plain(order.to)), n=len(done), of=len(self.cases))
        ]
        said += [t("together.refused", name=plain(one.name), why=reason) for one, reason in refused[:_SHOWN]]
        if len(refused) > _SHOWN:
            said.append(t("together.more", n=len(refused) - _SHOWN))
        mood = Mood.REFUSED if refused else Mood.DONE
        session.tell(Flash(mood=mood, text="\n".join(said), undo=tuple(done), what=what))


def undo(acts: Sequence[tuple[str, int]], me: Viewer) -> None:
    """Take back one's last act on each of these cases, whichever is open now."""
    session.forget_step()
    refused: list[str] = []
    for case_id, version in acts:
        try:
            _perform(case_id, Order(verb=Verb.UNDO), version=version, me=me)
            session.forget_draft(case_id)
        except _REFUSALS as error:
            refused.append(why(error, case_id=case_id, verb=Verb.UNDO, me=me))
    session.select(acts[0][0])
    if refused:
        session.tell(Flash(mood=Mood.REFUSED, text="\n".join(refused[:_SHOWN])))
    else:
        session.tell(Flash(mood=Mood.DONE, text=me.t("done.undo")))
    parts.after_act()


def needs_answer(key: MentionKey, brand: str, me: Viewer) -> None:
    """Open the case of a post that no score asked for."""
    app = backend.app()
    try:
        case_id = app.mark_missed(key, by=me.actor, brand=brand)
    except LeaseHeldError:
        session.tell(Flash(mood=Mood.REFUSED, text=me.t("customer.busy")))
    except (*_REFUSALS, LakeError) as error:
        session.tell(Flash(mood=Mood.REFUSED, text=why(error, case_id="", verb=Verb.REOPEN, me=me)))
    else:
        session.select(case_id)
        session.tell(Flash(mood=Mood.DONE, text=me.t("customer.now_case")))
    parts.after_act()


def _done(order: Order, case: Case, *, undo: tuple[tuple[str, int], ...], me: Viewer, now: datetime) -> Flash:
    """What was done and, where the case left the viewer's hands by it, in which part of the queue it is now."""
    t, verb = me.t, order.verb
    done = Flash(mood=Mood.DONE, text=t(f"done.{verb}", who=plain(order.to)), undo=undo, what=t(f"act.{verb}"))
    if not verb.clears:
        return done
    tab = tab_of(case, me=me.name)
    said = t("done.went", done=done.text, tab=t(f"tab.{tab}"))
    is_beyond = verb is Verb.SNOOZE and is_promised_before(case.snoozed_until, case)
    if is_beyond:
        clock = due(due_at=case.next_due_at, warn_at=None, now=now, t=t)
        said = t("done.snooze_beyond", done=said, due=clock.words)
    return replace(done, mood=Mood.WARNED if is_beyond else Mood.DONE, text=said, went=(case.case_id, tab.value))


def is_promised_before(at: datetime | None, case: Case) -> bool:
    """Whether the nearest promise of a case falls due before an instant."""
    return at is not None and case.next_due_at is not None and case.next_due_at < at


def go_after(went: tuple[str, str]) -> None:
    """Open a case where it is now."""
    case_id, tab = went
    st.query_params["tab"] = tab
    session.mark(())
    session.tell(None)
    session.select(case_id)


def why(error: Exception, *, case_id: str, verb: Verb, me: Viewer) -> str:
    """A refusal in the viewer's words."""
    t = me.t
    match error:
        case StaleCaseError():
            at = when(error.latest.recorded_at, now=backend.app().now(), zone=me.zone, t=t)
            return t("refused.stale", who=plain(error.latest.actor), what=t(f"event.{error.latest.kind}"), at=at)
        case OtherDraftError():
            at = when(error.at, now=backend.app().now(), zone=me.zone, t=t) if error.at else t("reply.earlier")
            return t("refused.other_draft", who=plain(error.by or t("case.unknown_author")), at=at)
        case NotPermittedError():
            return t("login.over_why" if error.is_over else "refused.role")
        case NotAllowedError():
            # the rule says it in English only
            return str(error) if t.lang == "en" else t("refused.not_allowed")
        case NoSuchCaseError():
            return t("refused.gone")
        case _:
            log.error("act_not_saved", verb=verb.value, case_id=case_id, exc_info=error)
            return t("refused.failed", case_id=case_id)


def draw_flash(*, me: Viewer) -> None:
    """The last message, with its way back, and the way to the case that it speaks of."""
    flash = session.flash()
    if flash is None:
        return
    with st.container(key=f"flash-{flash.mood}", horizontal=True, vertical_alignment="center"):
        # names of colleagues stand in it, so it is text and not markdown
        st.text(flash.text)
        if flash.undo:
            _undo_button(me.t("act.undo"), flash, me=me)
        if flash.went:
            st.button(
                me.t("act.see"),
                key="see",
                shortcut=me.key("W"),
                type="tertiary",
                on_click=go_after,
                args=(flash.went,),
            )


def draw_undo(*, me: Viewer) -> None:
    """The way back from the last act once its message is over; it names what it takes back."""
    last = session.last_act()
    if last is not None and session.flash() is None:
        _undo_button(me.t("act.undo_last", what=last.what), last, me=me)


def _undo_button(name: str, told: Flash, *, me: Viewer) -> None:
    st.button(name, key="undo", shortcut=me.key("U"), type="tertiary", on_click=undo, args=(told.undo, me))


def _perform(case_id: str, order: Order, *, version: int, me: Viewer) -> Case:
    app = backend.app()
    return perform(app.desk, case_id, order, by=me.actor, seen_version=version, now=app.now())
