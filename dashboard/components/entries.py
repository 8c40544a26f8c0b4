"""Entries of one kind (brands, teams, channels): pick one or begin one, fill in its form, see what changes, save."""

from functools import partial

import streamlit as st

from dashboard import backend
from dashboard.components.entry_form import entry_form
from dashboard.components.saver import forget, form_round, saver, since
from dashboard.safe import plain
from dashboard.saving import save
from dashboard.viewer import Viewer
from repwatch import configuring
from repwatch.business import BusinessError
from repwatch.channels import outlet
from repwatch.configuring import try_channel
from repwatch.sending import Courier, UndeliveredError
from repwatch.settings import SECRET_PREFIX
from repwatch.wiring import secret
from warehouse import config
from warehouse.config import Entry

_NEW = ""


def entries(kind: str, *, me: Viewer) -> None:
    """Draw the entries of a kind."""
    t = me.t
    found = {entry.name: entry for entry in config.entries(backend.app().desk, kind)}
    st.caption(t(f"setup.{kind}_why"))
    names = [*found, _NEW]
    # what was picked stays picked by name, and a new entry is picked once it is saved
    asked = st.query_params.get("entry", "")
    picked = st.selectbox(
        t(f"setup.{kind}"),
        names,
        index=names.index(asked) if asked in names and asked else 0,
        format_func=lambda name: plain(name) if name else t(f"setup.new_{kind}"),
        key=f"entry_{kind}_{form_round()}",
        width=360,
    )
    entry = found.get(picked or "")
    name = entry.name if entry else _name(kind, found, me=me)
    if entry is not None:
        st.caption(since(entry, me=me))
    key = f"{kind}_{entry.name if entry else _NEW}_{entry.version if entry else 0}_{form_round()}"
    with st.container(border=True, key="card"):
        body = entry_form(kind, entry.body if entry else {}, key=key, me=me)
    if name:
        saver(kind, name, body, entry=entry, me=me)
    if entry is not None:
        with st.container(horizontal=True):
            if kind == "channel":
                _channel(entry, me=me)
            st.button(
                t("setup.remove"), key=f"remove_{kind}", on_click=partial(_remove, entry, me=me), help=t("setup.kept")
            )


def _name(kind: str, found: dict[str, Entry], *, me: Viewer) -> str:
    """The name of a new entry: it is how everything else speaks of it, and never changes."""
    t = me.t
    name = st.text_input(
        t("setup.name"), key=f"name_{kind}_{form_round()}", max_chars=60, help=t("setup.name_help"), width=360
    ).strip()
    if name in found:
        st.caption(t("setup.taken"))
        return ""
    return name


def _channel(entry: Entry, *, me: Viewer) -> None:
    t = me.t
    name = str(entry.body.get("url_secret", ""))
    variable = SECRET_PREFIX + name.upper().replace("-", "_")
    st.caption(t("setup.secret_is" if secret(name) else "setup.secret_is_not", variable=f"`{variable}`"))
    st.button(t("setup.try"), key="try_channel", on_click=partial(_try, entry, me=me), disabled=not secret(name))


def _try(entry: Entry, *, me: Viewer) -> None:
    app, t = backend.app(), me.t

    def send() -> None:
        try:
            told = outlet(entry.name, entry.body, zone=app.settings.business_zone)
            courier = Courier(secret=secret)
            try_channel(told, courier, console=app.settings.console, by=me.actor, now=app.now())
        except (UndeliveredError, ValueError) as error:
            raise BusinessError(t("setup.not_sent", error=str(error))) from error

    save(send, done=t("setup.sent", channel=entry.name), me=me)


def _remove(entry: Entry, *, me: Viewer) -> None:
    app = backend.app()
    done = save(
        lambda: configuring.remove(app.desk, kind=entry.kind, name=entry.name, by=me.actor, now=app.now()),
        done=me.t("setup.removed", name=entry.name),
        me=me,
    )
    if done:
        forget()
