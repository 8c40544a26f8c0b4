"""What a change of the promises would have come to in the last month: asked for by a button, and told beside it."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial

import streamlit as st

from dashboard import backend, lake_reads
from dashboard.clock_words import start_of_day, when
from dashboard.components import listing
from dashboard.components.tried import tried
from dashboard.forms import Body, Form
from dashboard.viewer import Viewer, address
from repwatch import policies
from repwatch.replaying import Flip, Replay, Tally, replay

_LOOKS_BACK = timedelta(days=30)
_FLIPS = 100


def replayed(form: Form, body: Body, *, me: Viewer) -> None:
    """Draw the button, and what was found for the promises as they stand now."""
    app = backend.app()

    def work() -> Replay:
        return replay(app.desk, app.lake, policies.build(body, version=0), since=_start(), now=app.now())

    tried(form, body, words="promises", work=work, show=partial(_show, me=me), me=me)


def _show(found: Replay, *, me: Viewer) -> None:
    t, now = me.t, backend.app().now()
    st.caption(t("promises.replayed", n=t.number(found.cases), day=when(_start(), now=now, zone=me.zone, t=t)))
    _tallies(found.tallies, me=me)
    _flips(found.flips, me=me)


def _tallies(tallies: Sequence[Tally], *, me: Viewer) -> None:
    t = me.t
    text = st.column_config.TextColumn
    rows = [
        {
            "brand": lake_reads.brand_titles().get(one.brand, one.brand),
            "severity": one.severity.value,
            "timer": t(f"timer.{one.timer}"),
            "kept": _moved(one.hits, one.new_hits, me=me),
            "broken": _moved(one.breaches, one.new_breaches, me=me),
            "open": _moved(one.open, one.new_open, me=me),
        }
        for one in tallies
    ]
    columns = {
        "brand": text(t("brand_choice.title")),
        "severity": text(t("coverage.column_severity")),
        "timer": text(t("promises.promise")),
        "kept": text(t("promises.kept")),
        "broken": text(t("promises.broken")),
        "open": text(t("promises.open")),
    }
    listing.table(rows, columns, name="tallies", alt=t("promises.replay"), me=me)


def _flips(flips: Sequence[Flip], *, me: Viewer) -> None:
    t = me.t
    if not flips:
        st.caption(t("promises.no_flip"))
        return
    st.caption(t("promises.flips", n=t.number(len(flips))))
    text = st.column_config.TextColumn
    rows = [
        {
            "severity": one.severity.value,
            "timer": t(f"timer.{one.timer}"),
            "was": t(f"sla_state.{one.state}") if one.state else t("promises.none"),
            "would": t(f"sla_state.{one.new_state}") if one.new_state else t("promises.none"),
            "case": address("/", case=one.case_id),
        }
        for one in flips[:_FLIPS]
    ]
    columns = {
        "severity": text(t("coverage.column_severity")),
        "timer": text(t("promises.promise")),
        "was": text(t("promises.was")),
        "would": text(t("promises.would")),
        "case": st.column_config.LinkColumn(t("coverage.column_case"), display_text=t("coverage.open_case")),
    }
    listing.table(rows, columns, name="flips", alt=t("promises.flips", n=len(flips)), me=me, most=8)


def _moved(before: int, after: int, *, me: Viewer) -> str:
    n = me.t.number
    return n(before) if before == after else f"{n(before)} → {n(after)}"


def _start() -> datetime:
    app = backend.app()
    return start_of_day(app.now() - _LOOKS_BACK, zone=app.settings.business_zone)
