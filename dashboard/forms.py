"""Forms of the settings: each keeps what was typed, and on which version it was begun, until it is saved."""

import copy
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import streamlit as st

from dashboard import backend
from warehouse import config
from warehouse.config import Entry

Body = dict[str, Any]
NEW = ""
"""The slot of an entry that has no name yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """The form of one entry: the version that it was begun from, the one in force now, and what stands in it.

    What stands in it is kept in the session, so it is there again after another page, and after a refusal.
    """

    kind: str
    slot: str
    begun: Entry | None
    latest: Entry | None
    turn: int

    @property
    def key(self) -> str:
        """What the names of its boxes begin with."""
        return f"{self.kind}_{self.slot}_{_version(self.begun)}_{self.turn}"

    @property
    def was(self) -> Body:
        """What it was begun from."""
        return copy.deepcopy(self.begun.body) if self.begun else {}

    @property
    def body(self) -> Body:
        """What stands in it."""
        kept: Body | None = st.session_state.get(f"filled_{self.key}")
        return self.was if kept is None else copy.deepcopy(kept)

    def keep(self, body: Mapping[str, Any]) -> None:
        """Keep what stands in it."""
        st.session_state[f"filled_{self.key}"] = copy.deepcopy(dict(body))

    @property
    def is_changed(self) -> bool:
        """Whether it says something else than what it was begun from."""
        return _same(self.body) != _same(self.was)

    @property
    def is_overtaken(self) -> bool:
        """Whether somebody saved the entry since it was begun."""
        return _version(self.latest) != _version(self.begun)


def begin(kind: str, slot: str) -> Form:
    """The form of an entry; one in which nothing was changed follows what others save."""
    found = config.entries(backend.app().desk, kind) if slot else []
    latest = next((entry for entry in found if entry.name == slot), None)
    held = f"begun_{kind}_{slot}"
    if held not in st.session_state:
        st.session_state[held] = latest
    form = Form(kind=kind, slot=slot, begun=st.session_state[held], latest=latest, turn=_turn(kind, slot))
    if form.is_overtaken and not form.is_changed:
        return again(kind, slot)
    return form


def again(kind: str, slot: str) -> Form:
    """Begin the form anew, from what is in force now."""
    st.session_state[f"turn_{kind}_{slot}"] = _turn(kind, slot) + 1
    st.session_state.pop(f"begun_{kind}_{slot}", None)
    return begin(kind, slot)


def _turn(kind: str, slot: str) -> int:
    return int(st.session_state.get(f"turn_{kind}_{slot}", 0))


def _version(entry: Entry | None) -> int:
    return entry.version if entry else 0


def _same(body: Mapping[str, Any]) -> str:
    return json.dumps(body, sort_keys=True, default=str)
