"""One recurring issue: how often it is met, whether that changes, and whether its fix helped."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

import streamlit as st

from dashboard import backend, lake_reads
from dashboard.clock_words import day as day_words
from dashboard.clock_words import days, when
from dashboard.components import listing
from dashboard.components.drawn import drawn
from dashboard.issue_charts import issue_weeks, monday
from dashboard.marks import Mark, note
from dashboard.safe import label, plain
from dashboard.saving import save
from dashboard.viewer import Viewer
from dashboard.words import Words
from repwatch.fixing import fix, unfix
from repwatch.roles import Role

_LONGEST_NOTE = 200
Row = Mapping[str, Any]


def issue_name(row: Row, t: Words) -> str:
    """What an issue is called in the viewer's language."""
    return str(row["name_fr"] if t.lang == "fr" else row["name_en"])


def issue_card(row: Row, *, changed: Sequence[Mark], me: Viewer, now: datetime) -> str | None:
    """Draw the issue with its weeks, its trend and its fix; returns the week that was clicked."""
    t = me.t
    st.markdown(f"### {label(issue_name(row, t))}")
    first, last = (when(row[name], now=now, zone=me.zone, t=t) for name in ("first_seen_at", "last_seen_at"))
    st.caption(t("issues.seen", first=first, last=last))
    left, right = st.columns([58, 42], gap="large")
    fixed = row["fix"]
    with left:
        listing.title(t("issues.weeks"), rows=row["weeks"], name="issue-weeks", me=me)
        brand = lake_reads.brand_titles().get(row["brand"], row["brand"])
        posts = t.number(sum(week["posts"] or 0 for week in row["weeks"]))
        n = t("issues.weeks_of", n=t.number(row["n"]), posts=posts)
        told = f"{brand} · {issue_name(row, t)}\n{_span(row['weeks'], t)} · {n}"
        chart = partial(issue_weeks, row["weeks"], fixed_on=fixed and fixed["on"], t=t, marks=changed, head=told)
        picked = drawn(chart, key=f"issue_weeks_{row['issue_id']}", title=t("issues.weeks"))
        st.caption(t("issues.weeks_note"))
        note(changed, me=me)
    with right:
        st.markdown(f"**{t('issues.trend')}**")
        with st.container(key="change-trend", gap="xsmall"):
            span = row["trend"]["days"]
            _change(row["trend"], before=t("issues.days_before", n=span), after=t("issues.days_last", n=span), me=me)
        st.markdown(f"**{t('issues.fix')}**")
        with st.container(key="change-fix", gap="xsmall"):
            _fix(row, me=me, now=now)
    return picked.get("week")


def week_words(week: str, t: Words) -> str:
    """A week like 2026-W46 by its Monday: few people know weeks by their numbers."""
    return t("issues.one_week", day=day_words(monday(week), t))


def _span(weeks: Sequence[Row], t: Words) -> str:
    return days(monday(weeks[0]["week"]), monday(weeks[-1]["week"]) + timedelta(days=6), t)


def since_fix(row: Row, t: Words) -> str:
    """In a few words, what came of the fix; nothing where there is none."""
    fixed = row["fix"]
    if fixed is None:
        return ""
    return t("figure.named", name=day_words(fixed["on"], t), what=t(f"verdict.{fixed['verdict']}"))


def _change(change: Row, *, before: str, after: str, me: Viewer) -> None:
    t = me.t
    with st.container(key=f"strong-{before}"):
        st.text(t(f"verdict.{change['verdict']}"))
    st.text(_rate(before, change["before_n"], change["before_posts"], change["before_per_1000"], t=t))
    st.text(_rate(after, change["after_n"], change["after_posts"], change["after_per_1000"], t=t))
    if between := _between(change, t):
        st.caption(between)


def _rate(name: str, n: int, posts: int, per_1000: float | None, *, t: Words) -> str:
    if per_1000 is None:
        return t("issues.no_rate", name=name)
    return t("issues.rate", name=name, rate=t.number(per_1000, digits=1), n=t.number(n), posts=t.number(posts))


def _between(change: Row, t: Words) -> str:
    """How sure the comparison is: between how many times as often, 95 times of 100."""
    if change["verdict"] == "too_early":
        return t("issues.too_early")
    low, high = change["ratio_low"], change["ratio_high"]
    if low is None:
        return ""
    if high is None:
        return t("issues.at_least", low=t.number(low, digits=2))
    return t("issues.between", low=t.number(low, digits=2), high=t.number(high, digits=2))


def _fix(row: Row, *, me: Viewer, now: datetime) -> None:
    t, fixed = me.t, row["fix"]
    if fixed is None:
        st.text(t("issues.no_fix"))
    else:
        st.text(t("issues.fixed", day=day_words(fixed["on"], t), who=plain(fixed["by"])))
        if fixed["note"]:
            st.caption(label(plain(fixed["note"])))
        _change(fixed, before=t("issues.before_fix"), after=t("issues.after_fix"), me=me)
    if not me.may(Role.LEAD):
        st.caption(t("issues.lead_sets"))
        return
    with st.container(horizontal=True):
        _form(row, me=me, now=now)
        if fixed is not None:
            st.button(
                t("issues.unfix"), key="unfix", on_click=partial(_unfix, row["issue_id"], me=me), help=t("issues.kept")
            )


def _form(row: Row, *, me: Viewer, now: datetime) -> None:
    t, fixed, issue_id = me.t, row["fix"], row["issue_id"]
    today = now.astimezone(me.zone).date()
    on = f"fix_on_{issue_id}"
    note = f"fix_note_{issue_id}"
    with st.popover(t("issues.change_fix" if fixed else "issues.set_fix"), key=f"fix_{issue_id}"):
        st.text(t("issues.fix_why"))
        chosen = st.date_input(
            t("issues.fix_on"),
            value=fixed["on"] if fixed else today,
            max_value=today + timedelta(days=60),
            key=on,
            format="YYYY-MM-DD",
        )
        st.text_input(t("issues.fix_note"), value=fixed["note"] if fixed else "", max_chars=_LONGEST_NOTE, key=note)
        day = chosen if isinstance(chosen, date) else today
        st.button(
            t("issues.fix_save", day=day_words(day, t)),
            key="fix_save",
            type="primary",
            on_click=partial(_keep, issue_id, day, note, me=me),
        )


def _keep(issue_id: str, on: date, note: str, *, me: Viewer) -> None:
    app = backend.app()
    text = str(st.session_state.get(note, ""))
    save(
        lambda: fix(app.desk, issue_id, on=on, note=text, by=me.actor, now=app.now()),
        done=me.t("issues.fix_kept", day=day_words(on, me.t)),
        me=me,
    )


def _unfix(issue_id: str, *, me: Viewer) -> None:
    app = backend.app()
    save(lambda: unfix(app.desk, issue_id, by=me.actor, now=app.now()), done=me.t("issues.fix_gone"), me=me)
