"""Entries of one kind (brands, sources, teams, channels): pick one or begin one, fill in its form, save."""

from functools import partial

import streamlit as st

from dashboard import backend, lake_reads
from dashboard.components.entry_form import entry_form
from dashboard.components.saver import saver, since
from dashboard.components.tries import credentials, tries
from dashboard.forms import NEW, Form, again, begin
from dashboard.safe import plain
from dashboard.saving import save
from dashboard.viewer import Viewer
from repwatch import configuring
from warehouse import config
from warehouse.config import Entry

_PICKED = "entry"


def entries(kind: str, *, me: Viewer) -> None:
    """Draw the entries of a kind."""
    t = me.t
    found = {entry.name: entry for entry in config.entries(backend.app().desk, kind)}
    st.caption(t(f"setup.{kind}_why"))
    slot = _pick(kind, found, me=me)
    form = begin(kind, slot)
    name = slot or _name(form, found, me=me)
    if form.latest is not None:
        st.caption(since(form.latest, me=me))
    with st.container(border=True, key="card"):
        body = entry_form(kind, form.body, key=form.key, me=me)
        credentials(kind, body, me=me)
    saver(form, body, name=name, me=me)
    if form.latest is not None:
        with st.container(horizontal=True):
            tries(form.latest, me=me)
            st.space("stretch")
            st.button(
                t("setup.remove"),
                key=f"remove_{kind}",
                type="tertiary",
                icon=":material/delete:",
                on_click=partial(_remove, form.latest, me=me),
                help=t("setup.kept"),
            )


def _pick(kind: str, found: dict[str, Entry], *, me: Viewer) -> str:
    """The entry that is open, by its name in the address; the first at first, a new one where there is none."""
    t, names = me.t, [*found, NEW]
    asked = st.query_params.get(_PICKED, names[0])
    key = f"entry_{kind}_{asked}"

    def chose() -> None:
        st.query_params[_PICKED] = st.session_state[key]

    picked = st.selectbox(
        t(f"setup.{kind}"),
        names,
        index=names.index(asked) if asked in names else 0,
        format_func=lambda name: _called(kind, name) if name else t(f"setup.new_{kind}"),
        key=key,
        on_change=chose,
        width=360,
    )
    return picked or NEW


def _called(kind: str, name: str) -> str:
    return plain(lake_reads.brand_titles().get(name, name) if kind == "brand" else name)


def _name(form: Form, found: dict[str, Entry], *, me: Viewer) -> str:
    """The name of a new entry: it is how everything else speaks of it, and never changes."""
    t = me.t
    held = f"named_{form.key}"
    box = f"name_{form.key}"
    name = st.text_input(
        t("setup.name"),
        value="" if box in st.session_state else str(st.session_state.get(held, "")),
        key=box,
        max_chars=60,
        help=t("setup.name_help"),
        width=360,
    ).strip()
    st.session_state[held] = name
    if name in found:
        st.caption(t("setup.taken"))
        return ""
    return name


def _remove(entry: Entry, *, me: Viewer) -> None:
    app = backend.app()
    done = save(
        lambda: configuring.remove(app.desk, kind=entry.kind, name=entry.name, by=me.actor, now=app.now()),
        done=me.t("setup.removed", name=entry.name),
        me=me,
    )
    if done:
        again(entry.kind, entry.name)
        st.query_params.pop(_PICKED, None)
