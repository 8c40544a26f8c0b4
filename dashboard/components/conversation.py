"""The thread as a conversation: customers on the left, the brand on the right, every word drawn as text."""

from collections.abc import Sequence
from datetime import datetime

import streamlit as st

from dashboard.clock_words import when
from dashboard.safe import plain
from dashboard.viewer import Viewer
from triage.mention import State
from triage.same_answer import is_same_answer
from warehouse.around import ThreadPost
from warehouse.case_file import CaseFile


def conversation(file: CaseFile, posts: Sequence[ThreadPost], *, me: Viewer, now: datetime) -> None:
    """Draw the thread; without it, what the desk kept of the opening post."""
    if not posts:
        about = [_name(file.author_name, me), when(file.case.posted_at, now=now, zone=me.zone, t=me.t)]
        _bubble("opener", "kept", about=about, text=file.excerpt or me.t("case.text_gone"))
    for number, post in enumerate(posts):
        side = "brand" if post.is_brand else "opener" if post.key == file.case.key else "customer"
        text = me.t("case.text_gone") if post.text is None else post.text
        _bubble(side, str(number), about=_about(post, me=me, now=now), text=text)
    if file.sent and file.sent_at is not None and not _is_seen(file, file.sent_at, posts):
        # the words were written by a colleague and are still on their way
        at = when(file.sent_at, now=now, zone=me.zone, t=me.t)
        told = me.t("case.sent", who=plain(file.sent_by or me.t("case.unknown_author")), at=at)
        _bubble("brand", "sent", about=[told], text=file.sent)


def _is_seen(file: CaseFile, sent_at: datetime, posts: Sequence[ThreadPost]) -> bool:
    """Whether the platform shows what was sent."""
    return any(
        is_same_answer(file.sent, post.text, written_at=sent_at, shown_at=post.created_at)
        for post in posts
        if post.is_brand and post.text
    )


def _about(post: ThreadPost, *, me: Viewer, now: datetime) -> list[str]:
    t = me.t
    about = [_name(post.author_name, me), when(post.created_at, now=now, zone=me.zone, t=t)]
    if post.rating is not None and post.rating_max is not None:
        about.append(t("case.stars", rating=f"{post.rating:g}", most=f"{post.rating_max:g}"))
    if post.state is State.EDITED:
        about.append(t("case.edited"))
    return about


def _name(name: str | None, me: Viewer) -> str:
    return plain(name or "") or me.t("case.unknown_author")


def _bubble(side: str, number: str, *, about: list[str], text: str) -> None:
    with st.container(key=f"said-{side}-{number}"):
        with st.container(key=f"muted-about-{number}"):
            st.text(" · ".join(about))
        with st.container(key=f"words-{side}-{number}"):
            st.text(plain(text))
