"""The list of the queue: two lines a case, moved through by keys, with the case's id as its selection."""

from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from importlib.resources import files

import streamlit as st

from dashboard.clock_words import Tone
from dashboard.components.case_head import ICONS, clock_of_row
from dashboard.safe import plain
from dashboard.viewer import Viewer
from triage.case import CaseStatus
from warehouse.lines import QueueRow

KEY = "queue_list"


def queue_list(  # noqa: PLR0913 -- one keyword per part of what is drawn
    rows: Sequence[QueueRow],
    *,
    selected: str | None,
    marked: Collection[str],
    page: str,
    label: str,
    viewer: Viewer,
    now: datetime,
    on_pick: Callable[[str], None],
    on_mark: Callable[[list[str]], None],
) -> None:
    """Draw the rows; `on_pick` hears the id of the case that is chosen, `on_mark` the ids that are marked together."""

    def picked() -> None:
        case_id = st.session_state[KEY].pick
        if case_id:
            on_pick(str(case_id))

    def marked_some() -> None:
        ids = st.session_state[KEY].mark
        if ids is not None:
            on_mark([str(case_id) for case_id in ids])

    lines = [line(row, viewer=viewer, now=now) for row in rows]
    _COMPONENT(
        key=KEY,
        data={"rows": lines, "selected": selected, "marked": list(marked), "page": page, "label": label},
        on_pick_change=picked,
        on_mark_change=marked_some,
    )


def line(row: QueueRow, *, viewer: Viewer, now: datetime) -> dict[str, str | bool]:
    """What one row shows: plain strings, which the list draws as text."""
    t = viewer.t
    clock = clock_of_row(row, me=viewer, now=now)
    who = [plain(row.author_name) or t("case.unknown_author"), t.of("platform", row.key.platform)]
    if row.reporters > 1:
        who.append(t("case.reporters", count=row.reporters))
    return {
        "id": row.case_id,
        "severity": row.severity.value,
        "clock": clock.words,
        "tone": clock.tone.value,
        "icon": ICONS[clock.tone],
        "who": " · ".join(who),
        "text": " ".join(plain(row.excerpt).split())[:200],
        "badge": _badge(row, viewer=viewer),
        "dim": clock.tone is Tone.DONE,
        "hover": t("case.hover", topic=t.of("topic", row.topic), lang=t.of("language", row.lang), urgency=row.urgency),
    }


def _badge(row: QueueRow, *, viewer: Viewer) -> str:
    if row.status is CaseStatus.ESCALATED:
        return viewer.t.of("status", row.status)
    if row.owner is None or not row.status.awaits_answer:
        return ""
    return viewer.t("case.you") if row.owner == viewer.name else row.owner


_COMPONENT = st.components.v2.component(
    "repwatch_queue_list",
    html='<div class="list" role="listbox" aria-multiselectable="true" aria-busy="true" tabindex="0"></div>',
    css=files("dashboard").joinpath("components", "queue_list.css").read_text(encoding="utf-8"),
    js=files("dashboard").joinpath("components", "queue_list.js").read_text(encoding="utf-8"),
)
