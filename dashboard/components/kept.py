"""How the three promises were kept, which cases broke them, and how long customers waited by either clock."""

from datetime import datetime
from functools import partial
from typing import Any

import streamlit as st

from dashboard import lake_reads, report_reads
from dashboard.components import listing
from dashboard.components.post_list import post_list
from dashboard.figures import share_words, span_words
from dashboard.viewer import Viewer
from repwatch.promised import Promised, promised
from triage.sla import Timer

_MOST, _EXPORTED = 500, 1_000_000
_CLOCKS = (("posted", "calendar"), ("posted", "business"), ("detected", "calendar"), ("detected", "business"))


def promises_kept(now: datetime, since: datetime, brand: str | None, *, me: Viewer) -> None:
    """Draw the three promises; the picked one opens the cases that broke it."""
    t = me.t
    found = promised(
        report_reads.figures("sla", since, brand),
        report_reads.figures("backlog", since, brand),
        next_answers=report_reads.next_answers(since, brand),
    )
    rows = [_row(one, me=me) for one in found]
    listing.title(t("kept.title"), rows=rows, name="promises", me=me, small=t("kept.small"))
    text, number = st.column_config.TextColumn, st.column_config.NumberColumn
    columns = {
        "promise": text(t("promises.promise"), width=170),
        "kept": text(t("promises.kept"), width=190),
        "broken": number(t("promises.broken"), width=100),
        "open": number(t("kept.open"), width=130),
        "lost": text(t("kept.lost"), width=420, help=t("kept.lost_help")),
    }
    timers = [one.timer.value for one in found]
    picked = listing.picked(rows, columns, ids=timers, name="promise", alt=t("kept.title"), me=me)
    timer = Timer(picked or Timer.FIRST)
    # hundreds of cases are read and drawn for who opens the fold, and not at each look at the figures
    behind = st.expander(t("kept.behind", promise=t(f"timer.{timer}")), key="behind_promise", on_change="rerun")
    if behind.open:
        with behind:
            posts = report_reads.broken_cases(timer, since, brand, limit=_MOST)
            every = partial(report_reads.broken_cases, timer, since, brand, limit=_EXPORTED)
            n = len(posts) if len(posts) < _MOST else next(one.broken for one in found if one.timer is timer)
            post_list(posts, title=t("kept.broken_cases"), name="broken", me=me, now=now, n=n, everything=every)


def waits(since: datetime, brand: str | None, population: str, *, me: Viewer) -> None:
    """Draw the waits for a first answer: since the post and since it was seen, night and day and in working hours."""
    t = me.t
    found = [row for row in report_reads.figures("response-times", since, brand) if row["population"] == population]
    listing.title(t("waits.title"), rows=found, name="waits", me=me, small=t(f"population.{population}"))
    is_named = len({row["brand"] for row in found}) > 1
    found.sort(key=lambda row: (row["brand"], _CLOCKS.index((row["clock"], row["hours"]))))
    rows = [_wait(row, is_named=is_named, me=me) for row in found]
    listing.table(rows, _wait_columns(me), name="waits", alt=t("waits.title"), me=me)
    st.caption(t("waits.note"))


def _row(one: Promised, *, me: Viewer) -> dict[str, Any]:
    t = me.t
    causes = [t(f"cause_of.{name}", n=t.number(n)) for name, n in one.causes.items() if n]
    return {
        "promise": t(f"timer.{one.timer}"),
        "kept": share_words(one.kept, one.decided, t),
        "broken": one.broken,
        "open": one.still_open,
        "lost": " · ".join(causes),
    }


def _wait(row: dict[str, Any], *, is_named: bool, me: Viewer) -> dict[str, Any]:
    t = me.t
    return {
        **({"brand": lake_reads.brand_titles().get(row["brand"], row["brand"])} if is_named else {}),
        "clock": t(f"waits.{row['clock']}"),
        "hours": t(f"waits.{row['hours']}"),
        "n": row["answered"],
        "median": span_words(row["median_seconds"], t, n=row["answered"]),
        "p90": span_words(row["p90_seconds"], t, n=row["answered"]),
        "waiting": row["waiting"],
    }


def _wait_columns(me: Viewer) -> dict[str, Any]:
    t = me.t
    text, number = st.column_config.TextColumn, st.column_config.NumberColumn
    return {
        "brand": text(t("brand_choice.title")),
        "clock": text(t("waits.counted"), width=190),
        "hours": text(t("waits.in"), width=160),
        "n": number(t("people.answers"), width=110),
        "median": text(t("waits.median"), width=140),
        "p90": text(t("waits.p90"), width=140),
        "waiting": number(t("waits.waiting"), width=140),
    }
