"""The posts behind a figure, each with the way to its case."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import streamlit as st

from dashboard import backend
from dashboard.clock_words import when
from dashboard.components import listing
from dashboard.safe import plain
from dashboard.viewer import Viewer
from triage.case import case_id_of
from triage.mention import MentionKey
from warehouse import casework

MOST = 200
"""Posts that a page opens at most."""


def post_list(
    posts: Sequence[Mapping[str, Any]], *, title: str, name: str, me: Viewer, now: datetime, is_cut: bool = False
) -> None:
    """Draw posts, newest first, by `brand`, `platform`, `native_id`, `posted_at`, `severity`, `lang` and `text`.

    `is_cut` says that there may be more than these.
    """
    t = me.t
    shown = posts[:MOST]
    small = t("coverage.n", n=t.number(len(posts)))
    if len(posts) > MOST:
        small = t("posts.cut" if is_cut else "posts.some", shown=MOST, n=t.number(len(posts)))
    listing.title(title, rows=[_exported(post) for post in posts], name=name, me=me, small=small)
    text = st.column_config.TextColumn
    columns = {
        "posted": text(t("coverage.column_posted"), width=130),
        "source": text(t("coverage.column_source"), width=100),
        "lang": text(t("filter.language"), width=90),
        "severity": text(t("coverage.column_severity"), width=75),
        "text": text(t("coverage.column_text"), width=745),
        "case": st.column_config.LinkColumn(t("coverage.column_case"), display_text=t("coverage.open_case"), width=75),
    }
    links = case_links(shown)
    rows = [_row(post, link, me=me, now=now) for post, link in zip(shown, links, strict=True)]
    listing.table(rows, columns, alt=title)


def case_links(posts: Sequence[Mapping[str, Any]]) -> list[str | None]:
    """The address of each post's case; None where it has none."""
    ids = [
        case_id_of(post["brand"], MentionKey(platform=post["platform"], native_id=post["native_id"])) for post in posts
    ]
    known = casework.known(backend.app().desk, ids)
    return [f"/?case={case_id}" if case_id in known else None for case_id in ids]


def _row(post: Mapping[str, Any], link: str | None, *, me: Viewer, now: datetime) -> dict[str, str | None]:
    t = me.t
    return {
        "posted": when(post["posted_at"], now=now, zone=me.zone, t=t),
        "source": t.of("platform", post["platform"]),
        "lang": t.of("language", post["lang"]),
        "severity": post["severity"],
        "text": " ".join(plain(post["text"] or t("case.text_gone")).split()),
        "case": link,
    }


def _exported(post: Mapping[str, Any]) -> dict[str, Any]:
    names = ("brand", "platform", "native_id", "posted_at", "lang", "severity", "url", "text")
    return {name: post.get(name) for name in names}
