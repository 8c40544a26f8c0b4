"""From a key to the record: performs an act on one case or on several, says what came of it, and moves on."""

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st
import structlog

from dashboard import backend, session
from dashboard.clock_words import when
from dashboard.safe import plain
from dashboard.session import Flash, Mood
from dashboard.viewer import Viewer
from repwatch.console import Order, Verb, perform
from repwatch.roles import NotPermittedError
from triage.actions import NotAllowedError
from triage.case import Case
from triage.mention import MentionKey
from warehouse.cases import NoSuchCaseError, StaleCaseError
from warehouse.errors import DeskError
from warehouse.leases import LeaseHeldError

log = structlog.get_logger(__name__)

_REFUSALS = (StaleCaseError, NotPermittedError, NotAllowedError, NoSuchCaseError, DeskError)
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

    def does(self, order: Order) -> bool:
        """The same, and whether it was done."""
        asked = session.step()
        session.forget_step()
        try:
            case = _perform(self.case_id, order, version=self.version, me=self.me)
        except _REFUSALS as error:
            if asked is not None and isinstance(error, DeskError):
                # the case is as it was seen, so that trying again is one key
                session.ask(asked)
            session.tell(Flash(mood=Mood.REFUSED, text=why(error, case_id=self.case_id, verb=order.verb, me=self.me)))
            return False
        if order.verb.clears:
            session.select(self.following or self.case_id)
        undo = () if order.verb in {Verb.NOTE, Verb.UNDO} else ((case.case_id, case.version),)
        session.tell(Flash(mood=Mood.DONE, text=self.me.t(f"done.{order.verb}"), undo=undo))
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
        self._tell(order.verb, done, refused)

    def _tell(self, verb: Verb, done: list[tuple[str, int]], refused: list[tuple[Marked, str]]) -> None:
        t = self.me.t
        said = [t("together.done", what=t(f"together.{verb}"), n=len(done), of=len(self.cases))]
        said += [t("together.refused", name=plain(one.name), why=reason) for one, reason in refused[:_SHOWN]]
        if len(refused) > _SHOWN:
            said.append(t("together.more", n=len(refused) - _SHOWN))
        session.tell(Flash(mood=Mood.REFUSED if refused else Mood.DONE, text="\n".join(said), undo=tuple(done)))


def undo(acts: Sequence[tuple[str, int]], me: Viewer) -> None:
    """Take back one's last act on each of these cases, whichever is open now."""
    session.forget_step()
    refused: list[str] = []
    for case_id, version in acts:
        try:
            _perform(case_id, Order(verb=Verb.UNDO), version=version, me=me)
        except _REFUSALS as error:
            refused.append(why(error, case_id=case_id, verb=Verb.UNDO, me=me))
    session.select(acts[0][0])
    if refused:
        session.tell(Flash(mood=Mood.REFUSED, text="\n".join(refused[:_SHOWN])))
    else:
        session.tell(Flash(mood=Mood.DONE, text=me.t("done.undo")))


def needs_answer(key: MentionKey, brand: str, me: Viewer) -> None:
    """Open the case of a post that no score asked for."""
    app = backend.app()
    try:
        case_id = app.mark_missed(key, by=me.actor, brand=brand)
    except LeaseHeldError:
        session.tell(Flash(mood=Mood.REFUSED, text=me.t("customer.busy")))
    except _REFUSALS as error:
        session.tell(Flash(mood=Mood.REFUSED, text=why(error, case_id="", verb=Verb.REOPEN, me=me)))
    else:
        session.select(case_id)
        session.tell(Flash(mood=Mood.DONE, text=me.t("customer.now_case")))


def why(error: Exception, *, case_id: str, verb: Verb, me: Viewer) -> str:
    """A refusal in the viewer's words."""
    t = me.t
    match error:
        case StaleCaseError():
            at = when(error.latest.recorded_at, now=backend.app().now(), zone=me.zone, t=t)
            return t("refused.stale", who=plain(error.latest.actor), what=t(f"event.{error.latest.kind}"), at=at)
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
    """The last message, with its way back."""
    flash = session.flash()
    if flash is None:
        return
    with st.container(key=f"flash-{flash.mood}", horizontal=True, vertical_alignment="center"):
        # names of colleagues stand in it, so it is text and not markdown
        st.text(flash.text)
        if flash.undo:
            st.button(
                me.t("act.undo"),
                key="undo",
                shortcut=me.key("U"),
                type="tertiary",
                on_click=undo,
                args=(flash.undo, me),
            )


def _perform(case_id: str, order: Order, *, version: int, me: Viewer) -> Case:
    app = backend.app()
    return perform(app.desk, case_id, order, by=me.actor, seen_version=version, now=app.now())
