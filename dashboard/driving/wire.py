"""One session at a running console, by Streamlit's protocol: it asks and waits as a browser does, and draws nothing."""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Delta_pb2 import Delta
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Subprotocol

_STREAM = "_stcore/stream"
_PATIENCE_SECONDS = 300
_DONE = (ForwardMsg.FINISHED_SUCCESSFULLY, ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY)


class BrokenPageError(Exception):
    """The page drew an error in place of what was asked for."""


@dataclass(slots=True, kw_only=True)
class Session:
    """What a browser knows of the page it shows: its address, its pages, and its widgets by their key."""

    stream: ClientConnection
    query: str
    page: str = ""
    pages: dict[str, str] = field(default_factory=dict)
    widgets: dict[str, Any] = field(default_factory=dict)
    parts: dict[str, str] = field(default_factory=dict)
    """The part of the page that a widget stands in, by its key; what is done in it draws that part only."""
    received: int = 0
    """Bytes so far."""

    async def start(self) -> float:
        """Draw the first page; this and the others return the seconds until all of it was there."""
        return await self._run()

    async def visit(self, page: str) -> float:
        """Follow a link of the navigation, which drops the address of the page before."""
        self.page, self.query = self.pages[page], ""
        return await self._run()

    async def press(self, key: str) -> float:
        """Press a button."""
        return await self._run({"id": self.widgets[key].id, "trigger_value": True}, part=self.parts[key])

    async def choose(self, key: str, place: int) -> float:
        """Choose one of a row of buttons, by its place."""
        control = self.widgets[key]
        chosen = {"data": [control.options[place].content]}
        return await self._run({"id": control.id, "string_array_value": chosen}, part=self.parts[key])

    async def pick(self, key: str, place: int) -> float:
        """Pick a row of a list, by its place."""
        component = self.widgets[key]
        rows = json.loads(component.json)["rows"]
        told = json.dumps([{"event": "pick", "value": rows[min(place, len(rows) - 1)]["id"]}])
        # the name under which Streamlit hears what a component triggers
        heard = {"id": f"$$STREAMLIT_INTERNAL_KEY_{component.id}__events", "json_trigger_value": told}
        return await self._run(heard, part=self.parts[key])

    def offers(self, key: str) -> bool:
        """Whether the page shows a widget, and lets it be used."""
        return key in self.widgets and not getattr(self.widgets[key], "disabled", False)

    async def _run(self, changed: dict[str, Any] | None = None, *, part: str = "") -> float:
        asked = BackMsg()
        asked.rerun_script.query_string = self.query
        asked.rerun_script.page_script_hash = self.page
        asked.rerun_script.fragment_id = part
        asked.rerun_script.context_info.timezone = "America/Toronto"
        asked.rerun_script.context_info.locale = "en-CA"
        if changed:
            asked.rerun_script.widget_states.widgets.add(**changed)
        started = time.perf_counter()
        await self.stream.send(asked.SerializeToString())
        async with asyncio.timeout(_PATIENCE_SECONDS):
            while not self._is_done(await self._next()):
                pass
        return time.perf_counter() - started

    async def _next(self) -> ForwardMsg:
        raw = await self.stream.recv(decode=False)
        self.received += len(raw)
        message = ForwardMsg()
        message.ParseFromString(raw)
        return message

    def _is_done(self, message: ForwardMsg) -> bool:
        match message.WhichOneof("type"):
            case "new_session":
                self.page = message.new_session.page_script_hash
                self._clear(message.metadata.run.fragment_ids)
            case "navigation":
                self.page = message.navigation.page_script_hash
                self.pages = {page.url_pathname: page.page_script_hash for page in message.navigation.app_pages}
            case "page_info_changed":
                self.query = message.page_info_changed.query_string
            case "delta":
                self._take(message.delta)
            case "script_finished":
                return message.script_finished in _DONE
        return False

    def _clear(self, parts: Collection[str]) -> None:
        """Forget what will be drawn anew: these parts, or all."""
        gone = [key for key, part in self.parts.items() if not parts or part in parts]
        for key in gone:
            del self.widgets[key], self.parts[key]

    def _take(self, delta: Delta) -> None:
        if delta.WhichOneof("type") != "new_element":
            return
        name = delta.new_element.WhichOneof("type")
        if name is None:
            return
        if name == "exception":
            raise BrokenPageError(delta.new_element.exception.message or delta.new_element.exception.type)
        element = getattr(delta.new_element, name)
        # an element's id ends with the key that the console gave it
        if key := getattr(element, "id", "").partition("-")[2].partition("-")[2]:
            self.widgets[key], self.parts[key] = element, delta.fragment_id


@asynccontextmanager
async def connected(address: str, *, query: str) -> AsyncIterator[Session]:
    """A session at the console of `address` (http://…) that asks for a page with this query."""
    url = f"{address.replace('http', 'ws', 1)}/{_STREAM}"
    async with connect(url, subprotocols=[Subprotocol("streamlit")], max_size=None, ping_interval=None) as stream:
        yield Session(stream=stream, query=query)
