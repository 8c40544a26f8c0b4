"""The list of the queue: two lines a case, moved through by keys, with the case's id as its selection."""

from collections.abc import Callable, Sequence
from datetime import datetime
from importlib.resources import files

import streamlit as st

from dashboard.clock_words import Tone, due, span
from dashboard.safe import plain
from dashboard.viewer import Viewer
from triage.case import CaseStatus
from warehouse.queue import QueueRow

KEY = "queue_list"
_ICONS = {Tone.LATE: "▲", Tone.SOON: "◔", Tone.CALM: "○", Tone.DONE: "✓"}
_ENDED = {
    CaseStatus.ANSWERED,
    CaseStatus.RESOLVED,
    CaseStatus.DISMISSED,
    CaseStatus.MERGED,
    CaseStatus.CLOSED,
}


def queue_list(
    rows: Sequence[QueueRow],
    *,
    selected: str | None,
    page: str,
    label: str,
    viewer: Viewer,
    now: datetime,
    on_pick: Callable[[str], None],
) -> None:
    """Draw the rows; `on_pick` hears the id of the case that is chosen."""

    def picked() -> None:
        case_id = st.session_state[KEY].pick
        if case_id:
            on_pick(str(case_id))

    lines = [line(row, viewer=viewer, now=now) for row in rows]
    _COMPONENT(
        key=KEY,
        data={"rows": lines, "selected": selected, "page": page, "label": label},
        on_pick_change=picked,
    )


def line(row: QueueRow, *, viewer: Viewer, now: datetime) -> dict[str, str | bool]:
    """What one row shows: plain strings, which the list draws as text."""
    t = viewer.t
    ended = row.status in _ENDED
    clock = due(due_at=row.next_due_at, warn_at=row.next_warn_at, now=now, t=t)
    words, tone = (t.of("status", row.status), Tone.DONE) if ended else (clock.words, clock.tone)
    if row.status is CaseStatus.SNOOZED and row.snoozed_until is not None:
        words, tone = t("clock.snoozed_for", span=span(row.snoozed_until - now, t)), Tone.DONE
    who = [plain(row.author_name) or t("case.unknown_author"), t.of("platform", row.key.platform)]
    return {
        "id": row.case_id,
        "severity": row.severity.value,
        "clock": words,
        "tone": tone.value,
        "icon": _ICONS[tone],
        "who": " · ".join(who),
        "text": " ".join(plain(row.excerpt).split())[:200],
        "badge": _badge(row, viewer=viewer),
        "dim": ended or row.status is CaseStatus.SNOOZED,
        "hover": t("case.hover", topic=t.of("topic", row.topic), lang=t.of("language", row.lang), urgency=row.urgency),
    }


def _badge(row: QueueRow, *, viewer: Viewer) -> str:
    if row.status is CaseStatus.ESCALATED:
        return viewer.t.of("status", row.status)
    if row.owner is None or row.status in _ENDED:
        return ""
    return viewer.t("case.you") if row.owner == viewer.name else row.owner


_COMPONENT = st.components.v2.component(
    "repwatch_queue_list",
    html='<div class="list" role="listbox" tabindex="0"></div>',
    css=files("dashboard").joinpath("components", "queue_list.css").read_text(encoding="utf-8"),
    js=files("dashboard").joinpath("components", "queue_list.js").read_text(encoding="utf-8"),
)
