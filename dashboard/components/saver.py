"""Below every form of the settings: what would change, and the button that makes it a new version."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

import streamlit as st

from dashboard import backend, lake_reads
from dashboard.clock_words import when
from dashboard.components import listing
from dashboard.safe import plain
from dashboard.saving import save as told_save
from dashboard.viewer import Viewer
from repwatch import configuring
from repwatch.configuring import Change, changes
from warehouse.config import Entry


def saver(
    kind: str,
    name: str,
    body: Mapping[str, Any],
    *,
    entry: Entry | None,
    me: Viewer,
    preview: Callable[[], None] | None = None,
) -> None:
    """Draw what would change; `preview` may draw what it would have come to."""
    t = me.t
    found = changes(entry.body if entry else {}, body)
    is_new = entry is None
    if not found and not is_new:
        st.caption(t("setup.nothing_changed"))
        return
    if found:
        st.markdown(f"**{t('setup.would_change')}**")
        change_table(found, me=me)
    if preview is not None:
        preview()
    version = entry.version if entry else 0
    st.button(
        t("setup.save", version=version + 1),
        type="primary",
        key=f"save_{kind}_{name}",
        disabled=not name,
        on_click=partial(_save, kind, name, dict(body), version, me=me),
    )


def change_table(found: Sequence[Change], *, me: Viewer) -> None:
    """Draw what was and what would be, value by value."""
    t = me.t
    text = st.column_config.TextColumn
    listing.table(
        [
            {"what": _path(one.path, me=me), "before": _value(one.before, me=me), "after": _value(one.after, me=me)}
            for one in found
        ],
        {
            "what": text(t("setup.what"), width=380),
            "before": text(t("setup.before"), width=380),
            "after": text(t("setup.after"), width=380),
        },
        alt=t("setup.would_change"),
    )


def since(entry: Entry, *, me: Viewer) -> str:
    """Which version is in force, and who made it."""
    at = when(entry.changed_at, now=backend.app().now(), zone=me.zone, t=me.t)
    return me.t("setup.version", version=entry.version, who=plain(entry.changed_by), at=at)


def forget() -> None:
    """What was typed is saved now; forms begin anew from what is in force."""
    st.session_state["setup_round"] = form_round() + 1
    lake_reads.brand_titles.clear()


def form_round() -> int:
    """Which round of forms this is: their keys carry it."""
    return int(st.session_state.get("setup_round", 0))


def _save(kind: str, name: str, body: dict[str, Any], version: int, *, me: Viewer) -> None:
    app = backend.app()
    done = told_save(
        lambda: configuring.save(
            app.desk, kind=kind, name=name, body=body, by=me.actor, now=app.now(), seen_version=version
        ),
        done=me.t("setup.saved", version=version + 1),
        me=me,
    )
    if done:
        forget()


def _path(path: str, *, me: Viewer) -> str:
    """Where a value stands, each part in the viewer's words where there are any."""
    return " > ".join(plain(me.t.of("field", part)) for part in path.split(" > "))


def _value(text: str | None, *, me: Viewer) -> str:
    return me.t("setup.absent") if text in {None, ""} else plain(str(text))
