"""Who looks: name, language, zone, and whether single keys act."""

import getpass
import re
from dataclasses import dataclass
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import streamlit as st

from dashboard import session
from dashboard.words import LANGUAGES, Words

NAME = "as"
LANGUAGE = "ui"
KEYS = "keys"
_SETTINGS = (NAME, LANGUAGE, KEYS)
_NAME = re.compile(r"[\w][\w .'@-]{0,39}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Viewer:
    """The person at the page."""

    name: str
    zone: ZoneInfo
    zone_name: str
    keys: bool
    t: Words

    def key(self, letter: str) -> str | None:
        """A single key, unless the viewer switched them off or writes a note."""
        return letter if self.keys and not session.is_noting() else None


def remember() -> None:
    """Carry the viewer's settings from page to page: a link of the navigation drops them from the address."""
    for name in _SETTINGS:
        if name in st.query_params:
            st.session_state[f"viewer.{name}"] = st.query_params[name]
        elif f"viewer.{name}" in st.session_state:
            st.query_params[name] = st.session_state[f"viewer.{name}"]


def setting(name: str, value: str) -> None:
    """Keep one of the viewer's settings."""
    st.session_state[f"viewer.{name}"] = value
    st.query_params[name] = value


def viewer() -> Viewer:
    """The viewer of this run, from the address, the page's settings and the browser."""
    zone_name = st.context.timezone or "UTC"
    try:
        zone = ZoneInfo(zone_name)
    except (ZoneInfoNotFoundError, ValueError):
        zone_name, zone = "UTC", ZoneInfo("UTC")
    return Viewer(
        name=clean_name(st.query_params.get(NAME, "")) or login_name(),
        zone=zone,
        zone_name=zone_name,
        keys=st.query_params.get(KEYS, "on") != "off",
        t=Words(language(st.query_params.get(LANGUAGE), st.context.locale)),
    )


def language(asked: str | None, locale: str | None) -> str:
    """The language asked for, else the browser's where it is one of ours, else English."""
    for candidate in (asked, (locale or "")[:2].lower()):
        if candidate in LANGUAGES:
            return str(candidate)
    return "en"


def clean_name(text: str) -> str:
    """A name that can stand in the record, or nothing."""
    found = _NAME.fullmatch(text.strip())
    return found.group() if found else ""


def login_name() -> str:
    """The name this machine knows its user by: locally, nobody is asked for one."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "agent"
