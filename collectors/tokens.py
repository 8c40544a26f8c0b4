"""Access tokens: asked for once, kept as long as the client that uses them, and renewed before they expire."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit
from weakref import WeakKeyDictionary

import jwt

from collectors.base import Http
from collectors.errors import BadRecordError, RefusedError, SetupError
from collectors.fields import Fields, described, document

_MARGIN = timedelta(minutes=1)
_UNSAID_LIFE = timedelta(minutes=10)
_REFUSALS = frozenset({400, 401})
_ERROR_CODE = re.compile(r"[a-z_]{1,40}")

# with the client its tokens go: nothing is shared between runs, and no secret outlives the one that used it
_KEPT: WeakKeyDictionary[Http, dict[str, "Token"]] = WeakKeyDictionary()


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """What opens a source, until it expires."""

    value: str
    until: datetime


def kept(http: Http, name: str, make: Callable[[], Token]) -> str:
    """The token called `name`, made when there is none or it is about to expire."""
    tokens = _KEPT.setdefault(http, {})
    token = tokens.get(name)
    if token is None or token.until - _MARGIN <= http.now():
        token = tokens[name] = make()
    return token.value


def granted(
    http: Http, url: str, *, form: Mapping[str, str], credential: str, headers: Mapping[str, str] | None = None
) -> Token:
    """The access token that an OAuth server gives for `form`; RefusedError names the credential it was asked with."""
    response = http.post(url, form=form, headers=headers, allow_status=_REFUSALS)
    host = urlsplit(url).hostname or "the token server"
    answer = described(document(response, source=host), source=host)
    if response.status in _REFUSALS:
        raise RefusedError(
            f"{host} gives no token for {credential} ({_code(answer)}): it was revoked, has expired or is not whole",
            status=response.status,
        )
    life = answer.get("expires_in")
    # some servers write the number as text
    seconds = int(life) if isinstance(life, int) or (isinstance(life, str) and life.isdecimal()) else None
    until = http.now() + (_UNSAID_LIFE if seconds is None else timedelta(seconds=seconds))
    value = answer.get("access_token")
    if not isinstance(value, str) or not value:
        raise RefusedError(f"{host} answered without a token for {credential}", status=response.status)
    return Token(value=value, until=until)


def signed(
    claims: Mapping[str, object], *, key: str, algorithm: str, credential: str, key_id: str | None = None
) -> str:
    """A JWT under a PEM key; SetupError names the credential that holds none."""
    try:
        # a variable of the environment often holds its line breaks as two characters
        pem = key.replace("\\n", "\n")
        private = _read(pem, algorithm)
        return jwt.encode(dict(claims), private, algorithm=algorithm, headers={"kid": key_id} if key_id else None)
    except (jwt.PyJWTError, ValueError, TypeError):
        raise SetupError(
            f"The credential {credential} holds no private key that {algorithm} can sign with",
            fix="Put the whole key into it, from -----BEGIN to -----END, as it was downloaded.",
        ) from None


@lru_cache(maxsize=8)
def _read(pem: str, algorithm: str) -> Any:  # noqa: ANN401 -- a key of whichever kind the algorithm has
    """The key itself; an RSA key is proven at each reading, which takes a quarter of a second."""
    return jwt.get_algorithm_by_name(algorithm).prepare_key(pem)


def credential_fields(http: Http, credential: str, *names: str) -> Mapping[str, str]:
    """The JSON object in a credential; SetupError names what it lacks and shows nothing of what it holds."""
    fix = "Put the whole downloaded file into it: docs/collectors.md tells how to get it."
    try:
        fields = Fields.of(http.secret(credential).encode(), where=credential)
    except BadRecordError:
        raise SetupError(f"The credential {credential} is no JSON", fix=fix) from None
    values = {name: value for name, value in fields.values.items() if isinstance(value, str)}
    if missing := [name for name in names if not values.get(name)]:
        raise SetupError(f"The credential {credential} has no {' and no '.join(missing)}", fix=fix)
    return values


def _code(answer: Mapping[str, object]) -> str:
    """The error by its code alone: a description may repeat what was sent."""
    error = answer.get("error")
    return error if isinstance(error, str) and _ERROR_CODE.fullmatch(error) else "no reason given"
