"""What other weights of the urgency would have come to in the last four weeks: posts by level, and those that move."""

from functools import partial
from typing import Any

import streamlit as st

from dashboard import backend
from dashboard.clock_words import when
from dashboard.components import listing
from dashboard.components.post_list import post_list
from dashboard.components.tried import four_weeks_ago, tried
from dashboard.forms import Body, Form
from dashboard.viewer import Viewer
from repwatch import business
from repwatch.rejudging import Rejudged, rejudge
from triage.urgency import Severity


def weights_preview(form: Form, body: Body, *, me: Viewer) -> None:
    """Draw the button that judges posts by these weights, and what it found."""
    app = backend.app()

    def work() -> Rejudged:
        proposed = app.scorer(business.urgency_weights(body))
        return rejudge(app.lake, app.scorer(), proposed, since=four_weeks_ago(), now=app.now())

    tried(form, body, words="preview_weights", work=work, show=partial(_moved, me=me), me=me)


def _moved(found: Rejudged, *, me: Viewer) -> None:
    """How many posts of each severity there would be, and the posts that move."""
    t, n, now = me.t, me.t.number, backend.app().now()
    day = when(four_weeks_ago(), now=now, zone=me.zone, t=t)
    st.caption(t("preview_weights.replayed", judged=n(found.judged), n=n(found.posts), day=day))
    moves = [
        {
            "severity": severity.value,
            "before": found.counts.get(severity, 0),
            "after": found.new_counts.get(severity, 0),
            **{
                # who stays is not told: a table of noughts hides who moves
                other.value: sum(one.severity is severity and one.new_severity is other for one in found.moved) or None
                for other in Severity
            },
        }
        for severity in Severity
    ]
    number, text = st.column_config.NumberColumn, st.column_config.TextColumn
    columns: dict[str, Any] = {
        "severity": text(t("coverage.column_severity")),
        "before": number(t("setup.before")),
        "after": number(t("setup.after")),
        **{one.value: number(t("preview_weights.becomes", severity=one.value)) for one in Severity},
    }
    listing.table(moves, columns, name="moves", alt=t("preview_weights.replay"), me=me)
    if not found.moved:
        st.caption(t("preview_weights.none"))
        return
    posts = [{**one.post, "severity": f"{one.severity} → {one.new_severity}", "url": None} for one in found.moved]
    post_list(posts, title=t("preview_weights.moved"), name="preview-posts", me=me, now=now, width=480)
