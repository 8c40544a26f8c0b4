"""What a change of the promises would have come to in the last month: asked for by a button, and told beside it."""

import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial

import streamlit as st

from dashboard import backend, lake_reads
from dashboard.clock_words import start_of_day, when
from dashboard.components import listing
from dashboard.forms import Body, Form
from dashboard.viewer import Viewer
from repwatch import policies
from repwatch.replaying import Flip, Replay, Tally, replay

_LOOKS_BACK = timedelta(days=30)
_FLIPS = 100


def replayed(form: Form, body: Body, *, me: Viewer) -> None:
    """Draw the button, and what was found for the promises as they stand now."""
    t = me.t
    held: tuple[str, Replay] | None = st.session_state.get(_key(form))
    st.button(
        t("promises.replay"), key="policy_replay", icon=":material/history:", on_click=partial(_try, form, body, me=me)
    )
    if held is None:
        st.caption(t("promises.replay_first"))
    elif held[0] != _written(body):
        st.caption(t("promises.replay_again"))
    else:
        _show(held[1], me=me)


def _try(form: Form, body: Body, *, me: Viewer) -> None:
    app = backend.app()
    now = app.now()
    with st.spinner(me.t("promises.replaying")):
        found = replay(app.desk, app.lake, policies.build(body, version=0), since=_start(), now=now)
    st.session_state[_key(form)] = (_written(body), found)


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
    listing.table(rows, columns, alt=t("promises.replay"))


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
            "case": f"/?case={one.case_id}",
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
    listing.table(rows, columns, alt=t("promises.flips", n=len(flips)), most=8)


def _moved(before: int, after: int, *, me: Viewer) -> str:
    n = me.t.number
    return n(before) if before == after else f"{n(before)} → {n(after)}"


def _start() -> datetime:
    app = backend.app()
    return start_of_day(app.now() - _LOOKS_BACK, zone=app.settings.business_zone)


def _written(body: Body) -> str:
    return json.dumps(body, sort_keys=True, default=str)


def _key(form: Form) -> str:
    return f"replayed_{form.key}"
