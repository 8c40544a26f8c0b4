"""The posts behind a figure, each with the way to its case."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

import streamlit as st

from dashboard import backend
from dashboard.clock_words import when
from dashboard.components import listing
from dashboard.safe import plain
from dashboard.viewer import Viewer, address
from dashboard.words import Words
from triage.case import case_id_of
from triage.mention import MentionKey
from warehouse import casework

MOST = 200
"""Posts that a page opens at most."""


def post_list(
    posts: Sequence[Mapping[str, Any]],
    *,
    title: str,
    name: str,
    me: Viewer,
    now: datetime,
    n: int | None = None,
    everything: Callable[[], Sequence[Mapping[str, Any]]] | None = None,
    width: int = 745,
) -> None:
    """Draw posts, newest first, by `brand`, `platform`, `native_id`, `posted_at`, `severity`, `lang` and `text`.

    Where these are the newest of more, `n` is how many there are, and `everything` reads them for the CSV; `width` is
    what the page has for their words.
    """
    t = me.t
    shown = posts[:MOST]
    small = how_many(shown=len(shown), n=len(posts) if n is None else n, t=t)

    def exported() -> list[dict[str, Any]]:
        return [_exported(post) for post in (everything() if everything else posts)]

    listing.title(title, rows=exported, name=name, me=me, small=small)
    text = st.column_config.TextColumn
    columns = {
        "posted": text(t("coverage.column_posted"), width=130),
        "source": text(t("coverage.column_source"), width=100),
        "lang": text(t("filter.language"), width=90),
        "severity": text(t("coverage.column_severity"), width=75),
        "text": text(t("coverage.column_text"), width=width),
        "case": st.column_config.LinkColumn(t("coverage.column_case"), display_text=t("coverage.open_case"), width=75),
    }
    links = case_links(shown)
    rows = [_row(post, link, me=me, now=now) for post, link in zip(shown, links, strict=True)]
    listing.table(rows, columns, name=name, alt=title, me=me)


def how_many(*, shown: int, n: int, t: Words) -> str:
    """How many posts there are, and how many of them the page shows."""
    return t("posts.some", shown=shown, n=t.number(n)) if n > shown else t("coverage.n", n=t.number(n))


def case_links(posts: Sequence[Mapping[str, Any]]) -> list[str | None]:
    """The address of each post's case; None where it has none."""
    ids = [
        case_id_of(post["brand"], MentionKey(platform=post["platform"], native_id=post["native_id"])) for post in posts
    ]
    known = casework.known(backend.app().desk, ids)
    return [address("/", case=case_id) if case_id in known else None for case_id in ids]


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
