"""The thread as a conversation: customers on the left, the brand on the right, every word drawn as text."""

from datetime import datetime

import streamlit as st

from dashboard.clock_words import when
from dashboard.safe import plain
from dashboard.viewer import Viewer
from triage.mention import State
from warehouse.case_file import CaseFile
from warehouse.read import ThreadPost


def conversation(file: CaseFile, posts: list[ThreadPost], *, me: Viewer, now: datetime) -> None:
    """Draw the thread; where the lake has none of it, what the desk kept of the opening post."""
    if not posts:
        with st.container(key="said-opener-kept"):
            _line(plain(file.author_name) or me.t("case.unknown_author"), name="strong-kept")
            with st.container(key="opener-text"):
                st.text(plain(file.excerpt) or me.t("case.text_gone"))
        return
    for number, post in enumerate(posts):
        _said(post, number=number, is_opener=post.key == file.case.key, me=me, now=now)


def _said(post: ThreadPost, *, number: int, is_opener: bool, me: Viewer, now: datetime) -> None:
    t = me.t
    side = "brand" if post.is_brand else "opener" if is_opener else "customer"
    name = plain(post.author_name or "") or t("case.unknown_author")
    parts = [name, when(post.created_at, now=now, zone=me.zone, t=t)]
    if post.rating is not None and post.rating_max is not None:
        parts.append(t("case.stars", rating=f"{post.rating:g}", most=f"{post.rating_max:g}"))
    if post.state is State.EDITED:
        parts.append(t("case.edited"))
    with st.container(key=f"said-{side}-{number}"):
        _line(" · ".join(parts), name=f"muted-said-{number}")
        if post.text is None:
            st.text(t("case.text_gone"))
        else:
            with st.container(key="opener-text" if is_opener else f"said-text-{number}"):
                st.text(plain(post.text))


def _line(text: str, *, name: str) -> None:
    with st.container(key=name):
        st.text(text)
