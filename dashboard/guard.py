"""Who may reach the console: an open door is for loopback only."""

import argparse
from collections.abc import Mapping, Sequence
from ipaddress import ip_address

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send


class RefusedToStartError(Exception):
    """The console would be open to people it does not know; says what to set instead."""


def bound_host(argv: Sequence[str], environment: Mapping[str, str]) -> str:
    """The address that uvicorn was told to listen on; its default is loopback."""
    parser = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    parser.add_argument("--host", default=environment.get("UVICORN_HOST", "127.0.0.1"))
    return str(parser.parse_known_args(list(argv))[0].host)


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach `host`."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def require_safe(*, auth_mode: str, host: str) -> None:
    """RefusedToStartError unless everybody who can reach the console may use it, or is asked who they are."""
    if auth_mode == "local" and not is_loopback(host):
        raise RefusedToStartError(
            f"auth_mode local asks nobody for a name, so the console listens on loopback only, not on {host}: "
            "start it with --host 127.0.0.1. In a container whose port is published on 127.0.0.1, say so with "
            "REPWATCH_AUTH_MODE=published-on-loopback; where people shall sign in, REPWATCH_AUTH_MODE=oidc."
        )


class LoopbackOnly:
    """Answers only what came in by a loopback address, whatever the server was told to listen on."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        server = scope.get("server")
        if scope["type"] == "lifespan" or server is None or server[1] is None or is_loopback(server[0]):
            await self._app(scope, receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
        else:
            refusal = PlainTextResponse("This console answers on loopback only (auth_mode local).\n", status_code=403)
            await refusal(scope, receive, send)
