"""The console's frame: its pages, its settings, and what every page shares."""

import streamlit as st

from dashboard import one_by_one, style
from dashboard.components.connection import watch_connection
from dashboard.components.demo_note import demo_note
from dashboard.components.freshness import said
from dashboard.components.page_width import watch_width
from dashboard.trouble import told
from dashboard.viewer import remember, viewer
from dashboard.views import coverage, incidents, people, queue, settings, sources, topics, trends

st.set_page_config(page_title="repwatch", page_icon="📣", layout="wide")
remember()
st.logo(style.logo(), size="medium")
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
# first, so that a narrow page is not drawn twice
watch_width()
with one_by_one.turn(), told(me=_me, page=_page.url_path):
    with said(me=_me):
        _page.run()
    demo_note(me=_me)
watch_connection(me=_me)
