"""Writes from a form: what was done or why nothing was, told where the page draws it."""

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st
import structlog

from dashboard.viewer import Viewer
from repwatch.business import BusinessError
from repwatch.policies import PolicyError
from repwatch.roles import NotPermittedError
from warehouse.config import StaleEntryError
from warehouse.errors import DeskError

log = structlog.get_logger(__name__)
_TOLD = "told"


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What came of a write."""

    text: str
    is_done: bool


def save(work: Callable[[], object], *, done: str, me: Viewer) -> bool:
    """Do it and keep what there is to tell; False where nothing was changed."""
    try:
        work()
    except (BusinessError, PolicyError) as error:
        told = Told(text=str(error), is_done=False)
    except StaleEntryError as error:
        told = Told(text=me.t("setup.stale", who=error.latest.changed_by), is_done=False)
    except NotPermittedError as error:
        told = Told(text=me.t("login.over_why" if error.is_over else "refused.lead"), is_done=False)
    except DeskError:
        log.exception("not_saved")
        told = Told(text=me.t("saving.failed"), is_done=False)
    else:
        told = Told(text=done, is_done=True)
    st.session_state[_TOLD] = told
    return told.is_done


def say(text: str) -> None:
    """Keep something to tell that is done."""
    st.session_state[_TOLD] = Told(text=text, is_done=True)


def refuse(text: str) -> None:
    """Keep why something was not done."""
    st.session_state[_TOLD] = Told(text=text, is_done=False)


def tell() -> None:
    """Draw what came of the last write, once."""
    told: Told | None = st.session_state.pop(_TOLD, None)
    if told is not None:
        with st.container(key="flash-done" if told.is_done else "flash-refused"):
            st.text(told.text)
