"""Who looks: name, role, language, zone, and whether single keys act. Nobody gets past it unknown."""

import getpass
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import NoReturn
from urllib.parse import urlencode
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import streamlit as st

from dashboard import backend, session
from dashboard.identity import Rules, UnknownPersonError, actor_of
from dashboard.words import LANGUAGES, Words
from repwatch import clock
from repwatch.names import person
from repwatch.roles import Actor, Role
from repwatch.settings import Settings

NAME = "as"
LANGUAGE = "ui"
KEYS = "keys"
DEMO = "demo"
_SETTINGS = (NAME, LANGUAGE, KEYS, DEMO)
_KEPT = "viewer.in_addresses"


@dataclass(frozen=True, slots=True, kw_only=True)
class Viewer:
    """The person at the page."""

    actor: Actor
    signs_in: bool
    zone: ZoneInfo
    zone_name: str
    keys: bool
    t: Words
    is_named: bool = True
    """Whether somebody gave this name; the one by which a machine knows its user is no signature."""

    @property
    def name(self) -> str:
        """The name in the record."""
        return self.actor.name

    @property
    def signature(self) -> str:
        """What an answer is signed with; nothing where nobody gave a name."""
        return self.name if self.is_named else ""

    def is_me(self, name: str) -> bool:
        """Whether a record names this viewer by no more than what their machine is called by."""
        return not self.is_named and name == self.name

    def may(self, role: Role) -> bool:
        """Whether what asks for a role is offered; the write itself asks again."""
        return self.actor.role.may(role)

    def key(self, letter: str) -> str | None:
        """A single key, unless the viewer switched them off or writes a note."""
        return letter if self.keys and not session.is_noting() else None

    def key_of_one(self, letter: str) -> str | None:
        """A single key that acts on the open case: several marked ones take it over."""
        return None if session.marked() else self.key(letter)


def remember() -> None:
    """Carry the viewer's settings from page to page: a link of the navigation drops them from the address."""
    for name in _SETTINGS:
        if name in st.query_params:
            st.session_state[f"viewer.{name}"] = st.query_params[name]
        elif f"viewer.{name}" in st.session_state:
            st.query_params[name] = st.session_state[f"viewer.{name}"]
    st.session_state[_KEPT] = urlencode({name: st.query_params[name] for name in _SETTINGS if name in st.query_params})


def address(path: str, **query: str) -> str:
    """A page of the console as this viewer reads it: in their language, under their name."""
    return _told(path, tuple(query.items()), st.session_state.get(_KEPT, ""))


@lru_cache(maxsize=5_000)
def _told(path: str, query: tuple[tuple[str, str], ...], kept: str) -> str:
    # a table has hundreds of addresses, the same at each look
    told = "&".join(part for part in (urlencode(query), kept) if part)
    return f"{path}?{told}" if told else path


def setting(name: str, value: str) -> None:
    """Keep one of the viewer's settings."""
    st.session_state[f"viewer.{name}"] = value
    st.query_params[name] = value


def viewer() -> Viewer:
    """The viewer of this run. Where people sign in, the page ends here for everybody who has not."""
    settings = backend.settings()
    zone_name, zone = _zone()
    t = _words(language(st.query_params.get(LANGUAGE), st.context.locale))
    signs_in = settings.auth_mode == "oidc"
    return Viewer(
        actor=_signed_in(settings, t) if signs_in else _local(),
        signs_in=signs_in,
        zone=zone,
        zone_name=zone_name,
        keys=st.query_params.get(KEYS, "on") != "off",
        t=t,
        is_named=signs_in or bool(person(st.query_params.get(NAME, ""))),
    )


@cache
def _words(lang: str) -> Words:
    """The same for all viewers of a language, so that what is kept by its words is found again."""
    return Words(lang)


def _zone() -> tuple[str, ZoneInfo]:
    zone_name = st.context.timezone or "UTC"
    try:
        return zone_name, ZoneInfo(zone_name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return "UTC", ZoneInfo("UTC")


def _local() -> Actor:
    """Who can reach a console of this machine may do everything: the name is a label and not a login."""
    return Actor(name=person(st.query_params.get(NAME, "")) or login_name(), role=Role.LEAD)


def _signed_in(settings: Settings, t: Words) -> Actor:
    if not st.user.get("is_logged_in"):
        _front_door(t("login.title"), t("login.why"), t=t)
    try:
        actor = actor_of(st.user.to_dict(), rules=Rules.of(settings))
    except UnknownPersonError as unknown:
        _front_door(t("login.refused"), t(unknown.label), t=t, leaves=True)
    if actor.is_over(now=clock.now()):
        _front_door(t("login.over"), t("login.over_why"), t=t)
    return actor


def _front_door(title: str, why: str, *, t: Words, leaves: bool = False) -> NoReturn:
    middle = st.container(horizontal_alignment="center")
    with middle, st.container(key="door", border=True, width=420):
        st.markdown(f"## {title}")
        st.text(why)
        if leaves:
            st.button(t("login.leave"), key="leave", on_click=st.logout)
        else:
            st.button(t("login.enter"), key="enter", type="primary", on_click=st.login)
    st.stop()


def language(asked: str | None, locale: str | None) -> str:
    """The language asked for, else the browser's where it is one of ours, else English."""
    for candidate in (asked, (locale or "")[:2].lower()):
        if candidate in LANGUAGES:
            return str(candidate)
    return "en"


def login_name() -> str:
    """The name this machine knows its user by: locally, nobody is asked for one."""
    try:
        return person(getpass.getuser()) or "agent"
    except (KeyError, OSError):
        return "agent"
