"""Posts that no score asked for: whoever finds that one needs an answer says so, and it gets a case."""

from collections.abc import Sequence

import streamlit as st
import structlog

from dashboard import backend
from dashboard.safe import plain
from dashboard.viewer import Viewer, address
from repwatch.roles import NotPermittedError, Role
from triage.actions import NotAllowedError
from triage.case import case_id_of
from warehouse import casework
from warehouse.errors import DeskError
from warehouse.leases import LeaseHeldError
from warehouse.read import PostBehind

log = structlog.get_logger(__name__)

_MOST = 200
_SAID = "missed_said"


def missed(posts: Sequence[PostBehind], *, me: Viewer) -> None:
    """Offer the posts that were let pass and have no case, to those who may open one."""
    t = me.t
    quiet = _without_case([post for post in posts if not post.needs_answer and post.excerpt][:_MOST])
    _say(me)
    if not quiet or not me.may(Role.AGENT):
        return
    with st.expander(t("missed.title")):
        st.caption(t("missed.why"))
        number = st.selectbox(
            t("missed.post"),
            range(len(quiet)),
            index=None,
            format_func=lambda place: " ".join(plain(quiet[place].excerpt or "").split())[:160],
            placeholder=t("missed.choose"),
            key="missed_post",
        )
        if number is not None:
            st.button(t("missed.open"), key="missed_open", type="primary", on_click=_open, args=(quiet[number], me))


def _without_case(posts: Sequence[PostBehind]) -> list[PostBehind]:
    ids = [case_id_of(post.brand, post.key) for post in posts]
    known = casework.known(backend.app().desk, ids)
    return [post for post, case_id in zip(posts, ids, strict=True) if case_id not in known]


def _open(post: PostBehind, me: Viewer) -> None:
    try:
        case_id, refused = backend.app().mark_missed(post.key, by=me.actor, brand=post.brand), ""
    except NotAllowedError as error:
        case_id, refused = "", str(error)
    except NotPermittedError as error:
        case_id, refused = "", me.t("login.over_why" if error.is_over else "refused.role")
    except LeaseHeldError:
        case_id, refused = "", me.t("missed.busy")
    except DeskError:
        log.exception("missed_not_saved")
        case_id, refused = "", me.t("refused.failed", case_id=case_id_of(post.brand, post.key))
    st.session_state[_SAID] = (case_id, refused)


def _say(me: Viewer) -> None:
    """Tell once what came of it."""
    case_id, refused = st.session_state.pop(_SAID, ("", ""))
    if refused:
        st.warning(refused)
    elif case_id:
        st.success(f"{me.t('missed.done')} [{me.t('coverage.open_case')}]({address('/', case=case_id)})")
