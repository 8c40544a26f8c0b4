"""From a key to the record: performs an act, says what came of it, and moves on to the next case."""

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st
import structlog

from dashboard import backend, session
from dashboard.clock_words import when
from dashboard.session import Flash, Mood
from dashboard.viewer import Viewer
from repwatch.console import Order, Verb, perform
from repwatch.roles import NotPermittedError
from triage.actions import NotAllowedError
from warehouse.cases import NoSuchCaseError, StaleCaseError
from warehouse.errors import DeskError

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hands:
    """What an act is done with: whose it is, on which case, in which version, and what comes after it."""

    me: Viewer
    case_id: str
    version: int
    following: str | None

    def act(self, order: Order) -> None:
        """Do it; a refusal is told in words and changes nothing."""
        self._report(order.verb, lambda: self._do(order))

    def undo(self, case_id: str, version: int) -> None:
        """Take back one's last act on a case, whichever is open now."""
        self._report(Verb.UNDO, lambda: self._take_back(case_id, version))

    def _do(self, order: Order) -> Flash:
        app = backend.app()
        case = perform(app.desk, self.case_id, order, by=self.me.actor, seen_version=self.version, now=app.now())
        if order.verb.clears:
            session.select(self.following or self.case_id)
        undo = None if order.verb is Verb.NOTE else (case.case_id, case.version)
        return Flash(mood=Mood.DONE, text=self.me.t(f"done.{order.verb}"), undo=undo)

    def _take_back(self, case_id: str, version: int) -> Flash:
        app = backend.app()
        perform(app.desk, case_id, Order(verb=Verb.UNDO), by=self.me.actor, seen_version=version, now=app.now())
        session.select(case_id)
        return Flash(mood=Mood.DONE, text=self.me.t("done.undo"))

    def _report(self, verb: Verb, work: Callable[[], Flash]) -> None:
        t = self.me.t
        session.forget_step()
        try:
            session.tell(work())
        except StaleCaseError as error:
            at = when(error.latest.recorded_at, now=backend.app().now(), zone=self.me.zone, t=t)
            what = t(f"event.{error.latest.kind}")
            session.tell(Flash(mood=Mood.REFUSED, text=t("refused.stale", who=error.latest.actor, what=what, at=at)))
        except NotPermittedError as error:
            session.tell(Flash(mood=Mood.REFUSED, text=t("login.over_why" if error.is_over else "refused.role")))
        except NotAllowedError as error:
            session.tell(Flash(mood=Mood.REFUSED, text=str(error)))
        except NoSuchCaseError:
            session.tell(Flash(mood=Mood.REFUSED, text=t("refused.gone")))
        except DeskError:
            log.exception("act_not_saved", verb=verb.value, case_id=self.case_id)
            session.tell(Flash(mood=Mood.REFUSED, text=t("refused.failed", case_id=self.case_id)))


def draw_flash(hands: Hands | None, *, me: Viewer) -> None:
    """The last message, with its way back."""
    flash = session.flash()
    if flash is None:
        return
    with st.container(key=f"flash-{flash.mood}", horizontal=True, vertical_alignment="center"):
        # names of colleagues stand in it, so it is text and not markdown
        st.text(flash.text)
        if flash.undo is not None and hands is not None:
            st.button(
                me.t("act.undo"),
                key="undo",
                shortcut=me.key("U"),
                type="tertiary",
                on_click=hands.undo,
                args=flash.undo,
            )
