"""Messages of a websocket, read from a connection that the door to the network has opened."""

import time
from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Protocol

from websockets.frames import Frame, Opcode
from websockets.protocol import Protocol as Frames
from websockets.protocol import Side, State
from websockets.utils import accept_key, generate_key

_DATA = frozenset({Opcode.BINARY, Opcode.CONT, Opcode.TEXT})


class BrokenOffError(Exception):
    """The other side ended the conversation, or did not keep to its rules."""


class Connection(Protocol):
    """What is left of a request when both sides have agreed to speak websocket."""

    def read(self, *, timeout: float) -> bytes:
        """What comes next; nothing when the other side has hung up. TimeoutError when the time is up."""
        ...

    def write(self, data: bytes) -> None:
        """Send it."""
        ...


def offer() -> dict[str, str]:
    """The headers that ask a server to speak websocket."""
    return {
        "Connection": "Upgrade",
        "Upgrade": "websocket",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": generate_key(),
    }


def is_accepted(offered: Mapping[str, str], headers: Mapping[str, str]) -> bool:
    """Whether a server that switched protocols meant this one, and this request."""
    return headers.get("sec-websocket-accept") == accept_key(offered["Sec-WebSocket-Key"])


def messages(connection: Connection, *, size: int, quiet: timedelta, lasts: timedelta) -> Iterator[bytes]:
    """Each message, until none came for `quiet` or `lasts` has passed; BrokenOffError where that is sooner.

    A message of more than `size` bytes breaks it off.
    """
    frames, parts = Frames(Side.CLIENT, state=State.OPEN, max_size=size), list[bytes]()
    end = time.monotonic() + lasts.total_seconds()
    quiet_end = time.monotonic() + quiet.total_seconds()
    while (left := min(end, quiet_end) - time.monotonic()) > 0:
        try:
            data = connection.read(timeout=left)
        except TimeoutError:
            return
        if data:
            frames.receive_data(data)
        else:
            frames.receive_eof()
        for event in frames.events_received():
            if isinstance(event, Frame) and event.opcode in _DATA:
                parts.append(bytes(event.data))
                if event.fin:
                    yield b"".join(parts)
                    parts.clear()
                    # from here: what the caller does with a message is not the server's silence
                    quiet_end = time.monotonic() + quiet.total_seconds()
        for said in filter(None, frames.data_to_send()):
            connection.write(said)
        if frames.state is not State.OPEN:
            raise BrokenOffError(str(frames.parser_exc or frames.close_rcvd or "closed"))
