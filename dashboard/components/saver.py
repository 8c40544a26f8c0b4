"""Below every form of the settings: what is wrong with it, what would change, and the button that saves it."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from types import MappingProxyType
from typing import Any

import streamlit as st

from dashboard import backend, lake_reads
from dashboard.clock_words import when
from dashboard.components import listing
from dashboard.fault_words import faults_in_words
from dashboard.forms import Form, again
from dashboard.safe import plain
from dashboard.saving import save as told_save
from dashboard.viewer import Viewer
from repwatch import business, configuring
from repwatch.business import BusinessError
from repwatch.configuring import Change, changes
from repwatch.policies import PolicyError
from warehouse.config import Entry


def saver(
    form: Form,
    body: Mapping[str, Any],
    *,
    me: Viewer,
    name: str = "",
    usual: Mapping[str, Any] = MappingProxyType({}),
    faults: Sequence[str] = (),
    preview: Callable[[], None] | None = None,
) -> None:
    """Draw what is wrong and what would change; `faults` are those that the form itself found.

    `name` is the one of a new entry, `usual` what holds where nothing is said; `preview` may draw what the change would
    have come to.
    """
    t, name = me.t, name or form.slot
    form.keep(body)
    if not form.is_changed:
        # text that cannot be read changes nothing, and is told all the same
        _tell(form.kind, faults)
        st.caption(t("setup.nothing_changed"))
        return
    if form.is_overtaken:
        _overtaken(form, me=me)
    found = list(faults) or _faults(form.kind, name, body, me=me)
    _tell(form.kind, found)
    if differing := changes({**usual, **form.was}, {**usual, **body}):
        st.markdown(f"**{t('setup.would_change')}**")
        change_table(differing, kind=form.kind, me=me, name="would-change")
    if preview is not None and not found:
        preview()
    seen = form.latest.version if form.latest else 0
    with st.container(horizontal=True, key="save_bar"):
        st.button(
            t("setup.save", version=seen + 1) if seen else t("setup.save_new"),
            type="primary",
            key=f"save_{form.kind}_{form.slot}",
            disabled=not name or bool(found),
            on_click=partial(_save, form, name, dict(body), seen, me=me),
        )
        st.button(t("setup.drop"), type="tertiary", key=f"drop_{form.kind}_{form.slot}", on_click=partial(_anew, form))


def _tell(kind: str, faults: Sequence[str]) -> None:
    for number, fault in enumerate(faults):
        with st.container(key=f"check-stop-{kind}-{number}"):
            st.text(f"▲ {fault}")


def change_table(found: Sequence[Change], *, kind: str, me: Viewer, name: str) -> None:
    """Draw what was and what would be, value by value, as the form of a kind calls them."""
    t = me.t
    text = st.column_config.TextColumn
    listing.table(
        [
            {
                "what": _path(one.path, kind=kind, me=me),
                "before": _value(one.before, me=me),
                "after": _value(one.after, me=me),
            }
            for one in found
        ],
        {
            "what": text(t("setup.what"), width=330),
            "before": text(t("setup.before"), width=330),
            "after": text(t("setup.after"), width=330),
        },
        name=name,
        alt=t("setup.would_change"),
        me=me,
    )


def by_whom(name: str, me: Viewer) -> str:
    """Who made a version, in words: what an installation began with was made by nobody in the team."""
    if name == "init":
        return me.t("setup.by_init")
    return me.t("setup.by_you") if me.is_me(name) else plain(name)


def since(entry: Entry | None, *, me: Viewer) -> str:
    """Which version is in force, and who made it."""
    if entry is None:
        return me.t("setup.as_shipped")
    at = when(entry.changed_at, now=backend.app().now(), zone=me.zone, t=me.t)
    return me.t("setup.version", version=entry.version, who=by_whom(entry.changed_by, me), at=at)


def _overtaken(form: Form, *, me: Viewer) -> None:
    """Somebody saved it meanwhile: what they changed, and the choice between theirs and what stands here."""
    t, theirs = me.t, form.latest
    with st.container(key="trouble-overtaken"):
        st.text(since(theirs, me=me) if theirs else t("setup.gone"))
        st.text(t("setup.overtaken"))
        if theirs is not None:
            change_table(changes(form.was, theirs.body), kind=form.kind, me=me, name="theirs")
        st.button(t("setup.take_theirs"), key="take_theirs", on_click=partial(_anew, form))


def _faults(kind: str, name: str, body: Mapping[str, Any], *, me: Viewer) -> list[str]:
    """What keeps it from being used, as the configuration itself judges."""
    if not name:
        return [me.t("fault.no_name")]
    try:
        business.check(kind, name, body)
    except (BusinessError, PolicyError) as error:
        return faults_in_words(str(error), kind=kind, t=me.t)
    return []


def _anew(form: Form) -> None:
    again(form.kind, form.slot)


def _save(form: Form, name: str, body: dict[str, Any], seen: int, *, me: Viewer) -> None:
    app = backend.app()
    done = told_save(
        lambda: configuring.save(
            app.desk, kind=form.kind, name=name, body=body, by=me.actor, now=app.now(), seen_version=seen
        ),
        done=me.t("setup.saved", version=seen + 1) if form.slot else me.t("setup.saved_new", name=name),
        me=me,
    )
    if done:
        again(form.kind, form.slot)
        lake_reads.brand_titles.clear()
        if not form.slot:
            st.query_params["entry"] = name


def _path(path: str, *, kind: str, me: Viewer) -> str:
    """Where a value stands, each part in the viewer's words where there are any."""

    def called(part: str) -> str:
        return me.t.of("field" if me.t.knows(f"field.{part}") else f"{kind}_form", part)

    return ": ".join(plain(called(part)) for part in path.split(" > "))


def _value(text: str | None, *, me: Viewer) -> str:
    # a whole number reads as one, whichever way it was typed
    return me.t("setup.absent") if text in {None, ""} else plain(str(text).removesuffix(".0"))
