"""What an entry needs from the environment, and a try of it: a test message, or a look at the source."""

from collections.abc import Mapping
from functools import partial
from typing import Any

import streamlit as st

import collectors
from collectors.errors import CollectError, SetupError
from dashboard import backend
from dashboard.saving import save, say
from dashboard.viewer import Viewer
from repwatch.business import BusinessError
from repwatch.channels import outlet
from repwatch.configuring import try_channel
from repwatch.roles import Role
from repwatch.sending import Courier, UndeliveredError
from repwatch.settings import SECRET_PREFIX
from repwatch.wiring import secret
from warehouse.config import Entry


def credentials(kind: str, body: Mapping[str, Any], *, me: Viewer) -> None:
    """Say which variables hold what may not stand here, and whether they are set."""
    for name in _needed(kind, body):
        told = "setup.secret_is" if secret(name) else "setup.secret_is_not"
        st.caption(me.t(told, variable=f"`{_variable(name)}`"))


def tries(entry: Entry, *, me: Viewer) -> None:
    """Draw what can be tried of an entry as it is saved."""
    if entry.kind == "channel":
        name = str(entry.body.get("url_secret", ""))
        st.button(me.t("setup.try"), key="try_channel", on_click=partial(_try, entry, me=me), disabled=not secret(name))
    elif entry.kind == "target":
        st.button(
            me.t("setup.ask"), key="ask_source", on_click=partial(_ask, entry, me=me), help=me.t("setup.ask_help")
        )


def _needed(kind: str, body: Mapping[str, Any]) -> tuple[str, ...]:
    if kind == "channel":
        return (str(body["url_secret"]),) if body.get("url_secret") else ()
    if kind != "target":
        return ()
    try:
        return collectors.load(str(body.get("collector") or "")).needs
    except SetupError:
        return ()


def _variable(name: str) -> str:
    return SECRET_PREFIX + name.upper().replace("-", "_")


def _ask(entry: Entry, *, me: Viewer) -> None:
    """Ask the source for the least that proves it can be read; nothing is stored."""
    app, t, said = backend.app(), me.t, [""]

    def ask() -> None:
        me.actor.require(Role.LEAD, now=app.now())
        try:
            target = next(one for one in app.targets() if one.id == entry.name)
            with app.http() as http:
                said[0] = collectors.load(target.collector).check(http, target)
        except CollectError as error:
            raise BusinessError(t("setup.not_read", error=str(error))) from error

    with st.spinner(t("setup.asking")):
        save(ask, done="", me=me)
    if said[0]:
        say(t("setup.read", said=said[0]))


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
