"""What the open case asks of the lake, remembered for a minute."""

import streamlit as st

from dashboard import backend
from triage.mention import MentionKey
from warehouse import read
from warehouse.read import ScoreView, ThreadPost

_KEEP_SECONDS = 60
_OTHERS = 8


@st.cache_data(ttl=_KEEP_SECONDS, max_entries=500, show_spinner=False)
def thread(platform: str, native_id: str) -> list[ThreadPost]:
    """The conversation around a post, oldest first."""
    return read.thread(backend.app().lake, MentionKey(platform=platform, native_id=native_id))


@st.cache_data(ttl=_KEEP_SECONDS, max_entries=500, show_spinner=False)
def score(platform: str, native_id: str) -> ScoreView | None:
    """How a post scored, and why."""
    return read.score_of(backend.app().lake, MentionKey(platform=platform, native_id=native_id))


@st.cache_data(ttl=_KEEP_SECONDS, max_entries=500, show_spinner=False)
def others(platform: str, author_id: str) -> list[ThreadPost]:
    """Other posts of an author, newest first."""
    return read.author_history(backend.app().lake, platform=platform, author_id=author_id, limit=_OTHERS)
