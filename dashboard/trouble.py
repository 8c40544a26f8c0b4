"""What a page says in place of what it cannot read."""

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st
import structlog

from dashboard.viewer import Viewer
from repwatch.wiring import NotReadyError
from warehouse.errors import DeskError, LakeError
from warehouse.migrate import NewerStoreError

log = structlog.get_logger(__name__)


@contextmanager
def told(*, me: Viewer, page: str) -> Iterator[None]:
    """Draw what can be read; say so where there is no warehouse yet, none that answers, or something breaks.

    A part that is drawn by itself needs it as much as the page around it does.
    """
    try:
        yield
    except NotReadyError:
        st.warning(me.t("stale.not_ready"))
    except NewerStoreError:
        log.exception("page_not_read", page=page)
        st.error(me.t("stale.newer"))
    except (DeskError, LakeError):
        log.exception("page_not_read", page=page)
        st.error(me.t("stale.down"))
    except Exception:
        log.exception("page_broke", page=page)
        st.error(me.t("stale.broke"))
