"""The one entry of the console: `python -m uvicorn dashboard.asgi:app --host 127.0.0.1 --port 8501 --lifespan on`."""

import logging
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib import import_module
from pathlib import Path
from urllib.parse import urlsplit

import streamlit as st
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from streamlit import env_util

from dashboard import backend, case_reads, garbage, one_by_one, remembering, warming
from dashboard.components import drawn
from dashboard.doors import NoSideDoors, OwnOrigin, WayBack, auth_section
from dashboard.guard import LoopbackOnly, bound_host, require_safe
from dashboard.headers import SecurityHeaders
from dashboard.identity import Rules
from dashboard.root import PAGES, OneRoot
from repwatch import settings
from repwatch.wiring import secret

_HEAVY = (
    *("altair", "pandas", "pyarrow", "pyarrow.dataset", "streamlit.emojis"),
    *(f"dashboard.views.{page}" for page in PAGES),
)
_SETTINGS = settings.load()
_SIGNS_IN = _SETTINGS.auth_mode == "oidc"
_IS_TLS = _SIGNS_IN and _SETTINGS.console.startswith("https:")
_HOSTS = ["localhost", "127.0.0.1", *([urlsplit(_SETTINGS.console).hostname or ""] if _SIGNS_IN else [])]


@asynccontextmanager
async def _lifespan(_app: st.App) -> AsyncIterator[None]:
    require_safe(auth_mode=_SETTINGS.auth_mode, host=bound_host(sys.argv[1:], os.environ))
    Rules.of(_SETTINGS)
    # a request's address can hold what somebody searched for
    logging.getLogger("uvicorn.access").disabled = True
    for name in _HEAVY:
        import_module(name)
    # asked by Streamlit at the first element: the first look at the stack reads where each module lies
    env_util.is_repl()
    drawn.unchecked()
    one_by_one.in_small_steps()
    garbage.look_seldom()
    garbage.settle()
    warming.warm()
    try:
        yield
    finally:
        warming.stop()
        case_reads.forget()
        remembering.forget()
        backend.close()


_MIDDLEWARE = [
    Middleware(SecurityHeaders, is_tls=_IS_TLS),
    Middleware(TrustedHostMiddleware, allowed_hosts=_HOSTS, www_redirect=False),
    *([Middleware(LoopbackOnly)] if _SETTINGS.auth_mode == "local" else []),
    Middleware(OwnOrigin, public=_SETTINGS.console if _SIGNS_IN else ""),
    Middleware(NoSideDoors),
    *([Middleware(WayBack, is_secure=_IS_TLS)] if _SIGNS_IN else []),
    Middleware(GZipMiddleware, minimum_size=1024, compresslevel=5),
    Middleware(OneRoot),
]

app = st.App(
    Path(__file__).with_name("app.py"),
    lifespan=_lifespan,
    middleware=_MIDDLEWARE,
    secrets={"auth": dict(auth_section(_SETTINGS, secret))} if _SIGNS_IN else None,
)
