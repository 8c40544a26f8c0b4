"""The console's frame: its pages, its settings, and what every page shares."""

from pathlib import Path

import streamlit as st
import structlog

from dashboard import style
from dashboard.components.connection import watch_connection
from dashboard.viewer import remember, viewer
from dashboard.views import coverage, incidents, people, queue, settings, sources, topics, trends
from repwatch.wiring import NotReadyError
from warehouse.errors import DeskError, LakeError

log = structlog.get_logger(__name__)

st.set_page_config(page_title="repwatch", page_icon="📣", layout="wide")
remember()
style.apply()
st.logo(str(Path(__file__).with_name("logo.svg")), size="medium")
_me = viewer()
_page = st.navigation(
    [
        st.Page(queue.show, title=_me.t("nav.queue"), url_path="queue", default=True),
        st.Page(coverage.show, title=_me.t("nav.coverage"), url_path="coverage"),
        st.Page(trends.show, title=_me.t("nav.trends"), url_path="trends"),
        st.Page(topics.show, title=_me.t("nav.topics"), url_path="topics"),
        st.Page(incidents.show, title=_me.t("nav.incidents"), url_path="incidents"),
        st.Page(people.show, title=_me.t("nav.people"), url_path="people"),
        st.Page(sources.show, title=_me.t("nav.sources"), url_path="sources"),
        st.Page(settings.show, title=_me.t("nav.settings"), url_path="settings"),
    ],
    position="top",
)
try:
    _page.run()
except NotReadyError:
    st.warning(_me.t("stale.not_ready"))
except (DeskError, LakeError):
    log.exception("page_not_read", page=_page.url_path)
    st.error(_me.t("stale.down"))
watch_connection(me=_me)
