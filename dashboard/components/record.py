"""The record of the settings: every version of every entry with who and when, what it changed, and the way back."""

from functools import partial

import streamlit as st

from dashboard import backend
from dashboard.clock_words import when
from dashboard.components import listing
from dashboard.components.saver import by_whom, change_table
from dashboard.forms import again
from dashboard.safe import label, plain
from dashboard.saving import save
from dashboard.viewer import Viewer
from repwatch import business, configuring
from repwatch.configuring import changes
from warehouse import config
from warehouse.config import Version


def record(*, me: Viewer) -> None:
    """Draw the record; the picked version shows what it changed and can come back."""
    t, app = me.t, backend.app()
    found = config.versions(app.desk)
    rows = [_row(one, me=me) for one in found]
    listing.title(t("record.versions"), rows=rows, name="record", me=me, small=t("record.why"))
    text, number = st.column_config.TextColumn, st.column_config.NumberColumn
    columns = {
        "at": text(t("record.at"), width=150),
        "who": text(t("record.who"), width=160),
        "kind": text(t("record.kind"), width=180),
        "name": text(t("setup.name"), width=260),
        "version": number(t("record.version"), width=90),
        "what": text(t("record.what"), width=130),
    }
    ids = [f"{one.entry.kind}/{one.entry.name}/{one.entry.version}" for one in found]
    picked = listing.picked(rows, columns, ids=ids, name="version", alt=t("part.record"), me=me, most=10)
    if picked is None:
        return
    one = found[ids.index(picked)]
    of_entry = config.versions(app.desk, one.entry.kind, one.entry.name)
    before = next((other for other in of_entry if other.entry.version == one.entry.version - 1), None)
    st.markdown(f"**{label(t('record.changed', version=one.entry.version, name=one.entry.name))}**")
    change_table(
        changes(before.entry.body if before else {}, one.entry.body), kind=one.entry.kind, me=me, name="changed"
    )
    latest = of_entry[0]
    if one.entry.version != latest.entry.version and not one.is_removed and one.entry.kind in business.KINDS:
        back = changes(latest.entry.body, one.entry.body)
        st.markdown(f"**{t('record.back_would')}**")
        change_table(back, kind=one.entry.kind, me=me, name="back")
        st.button(
            t("record.back", version=one.entry.version),
            key="restore",
            on_click=partial(_restore, one, latest.entry.version, me=me),
        )


def _row(one: Version, *, me: Viewer) -> dict[str, str | int]:
    t, entry = me.t, one.entry
    return {
        "at": when(entry.changed_at, now=backend.app().now(), zone=me.zone, t=t),
        "who": by_whom(entry.changed_by, me),
        "kind": t.of("config_kind", entry.kind),
        "name": plain(entry.name),
        "version": entry.version,
        "what": t("record.removed" if one.is_removed else "record.put"),
    }


def _restore(one: Version, latest: int, *, me: Viewer) -> None:
    app, entry = backend.app(), one.entry
    done = save(
        lambda: configuring.restore(
            app.desk,
            kind=entry.kind,
            name=entry.name,
            version=entry.version,
            by=me.actor,
            now=app.now(),
            seen_version=latest,
        ),
        done=me.t("record.is_back", version=entry.version),
        me=me,
    )
    if done:
        again(entry.kind, entry.name)
