"""What other rules of a spike would have come to in the last four weeks: each incident before and after the change."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import Any

import streamlit as st

from dashboard import backend, incident_reads, lake_reads
from dashboard.clock_words import span, when
from dashboard.components import listing
from dashboard.components.incident_rows import which, which_columns
from dashboard.components.post_list import post_list
from dashboard.components.tried import four_weeks_ago, tried
from dashboard.forms import Body, Form
from dashboard.viewer import Viewer
from repwatch import business
from repwatch.spike_preview import Compared, Rush, compare
from triage.spikes import HOUR, Incident


def spikes_preview(form: Form, body: Body, *, me: Viewer) -> None:
    """Draw the button that looks for incidents by these rules, and what it found."""
    app = backend.app()

    def work() -> Compared:
        proposed = business.spike_rules(body)
        return compare(app.lake, business.spikes(app.desk), proposed, since=four_weeks_ago(), now=app.now())

    tried(form, body, words="preview_spikes", work=work, show=partial(_compared, me=me), me=me)


def _compared(found: Compared, *, me: Viewer) -> None:
    """What all of it comes to before and after, each incident so, and the posts of the one that is open."""
    t, now = me.t, backend.app().now()
    st.caption(t("preview_spikes.replayed", day=when(four_weeks_ago(), now=now, zone=me.zone, t=t)))
    _sums(found, me=me)
    if not found.rushes:
        return
    # what changes is what the change is tried for
    rushes = sorted(found.rushes, key=lambda rush: not changes_of(rush, me=me))
    ids = [rush.shown.incident_id for rush in rushes]
    picked = listing.picked(
        [_row(rush, me=me, now=now) for rush in rushes],
        _columns(me),
        ids=ids,
        name="tried",
        alt=t("preview_spikes.replay"),
        me=me,
        most=6,
    )
    one = rushes[ids.index(picked) if picked in ids else 0].shown
    title = t("preview_spikes.posts", topic=t.of("topic", one.topic))
    posts = [lake_reads.post_row(post) for post in incident_reads.posts_in(one)]
    post_list(posts, title=title, name="preview-posts", me=me, now=now, width=480)


def _sums(found: Compared, *, me: Viewer) -> None:
    """Incidents, their hours and their posts, by the rules of now beside the changed ones."""
    t = me.t
    before, after = _counted(found.before), _counted(found.after)
    rows = [
        {
            "what": t(f"preview_spikes.sum_{name}"),
            "before": t.number(before[name]),
            "after": t.number(after[name]),
            "change": t.signed(after[name] - before[name]) if after[name] != before[name] else t("preview_spikes.same"),
        }
        for name in before
    ]
    text = st.column_config.TextColumn
    columns = {
        "what": text("", width=330),
        "before": text(t("setup.before"), width=140),
        "after": text(t("setup.after"), width=140),
        "change": text(t("preview_spikes.change"), width=140),
    }
    listing.table(rows, columns, name="preview-sums", alt=t("preview_spikes.replay"), me=me)


def _counted(some: Sequence[Incident]) -> dict[str, int]:
    return {
        "incidents": len(some),
        "hours": sum(len(one.hours) for one in some),
        "posts": sum(one.posts for one in some),
        "level": max((one.level for one in some), default=0),
    }


def changes_of(rush: Rush, *, me: Viewer) -> str:
    """What becomes of one incident, in words; nothing where it stays as it is."""
    t, before, after = me.t, rush.before, rush.after
    if before is None or after is None:
        return t("preview_spikes.opens" if before is None else "preview_spikes.ceases")
    said = []
    if before.opened_at != after.opened_at:
        earlier = after.opened_at < before.opened_at
        by = span(abs(after.opened_at - before.opened_at), t)
        said.append(t("preview_spikes.earlier" if earlier else "preview_spikes.later", by=by))
    if longer := len(after.hours) - len(before.hours):
        said.append(t("preview_spikes.by_hours", n=t.signed(longer)))
    if before.level != after.level:
        said.append(t("preview_spikes.by_level", was=before.level, now=after.level))
    return " · ".join(said)


def _row(rush: Rush, *, me: Viewer, now: datetime) -> dict[str, Any]:
    return {
        **which(rush.shown, me=me, now=now),
        "before": _seen(rush.before, me=me),
        "after": _seen(rush.after, me=me),
        "change": changes_of(rush, me=me) or me.t("preview_spikes.same"),
    }


def _seen(one: Incident | None, *, me: Viewer) -> str:
    t = me.t
    if one is None:
        return t("preview_spikes.no_incident")
    lasted = span(one.last_hour_at + HOUR - one.opened_at, t)
    return t("preview_spikes.seen", lasted=lasted, n=t.number(one.posts), level=one.level)


def _columns(me: Viewer) -> dict[str, Any]:
    t, text = me.t, st.column_config.TextColumn
    return {
        **which_columns(me),
        "before": text(t("setup.before"), width=210),
        "after": text(t("setup.after"), width=210),
        "change": text(t("preview_spikes.change"), width=250),
    }
