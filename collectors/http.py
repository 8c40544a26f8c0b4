"""The one door to the network: guarded addresses, bounded size and time, patience for short waits only."""

import random
import ssl
import time
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import TracebackType
from typing import Protocol, Self, TypeVar

import httpcore
import httpx

from collectors import limits, stream
from collectors.base import Response
from collectors.errors import RefusedError, RetryLaterError, SetupError
from collectors.guard import Guard
from collectors.pinned import PinnedBackend
from collectors.transport import PinnedTransport

_CONDITIONAL = frozenset({"if-none-match", "if-modified-since"})
_FOR_ANYBODY = frozenset({"accept", "accept-encoding", "connection", "host", "user-agent"}) | _CONDITIONAL
_TRANSPORT_ERRORS = (httpcore.TimeoutException, httpcore.NetworkError, httpcore.ProtocolError)
_UNSENT = (httpcore.ConnectError, httpcore.ConnectTimeout, httpcore.PoolTimeout)
_UNSAID_WAIT = timedelta(minutes=15)
_WRITE_ADDRESS = "Write it in full: https://example.com/feed"
_LEAST_WAIT = timedelta(seconds=1)
_CHUNK = 65_536
_WRITTEN_WITHIN = 10.0

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """What one request may cost."""

    size: int = 20 * 1024 * 1024
    """Bytes of a body, after it is unpacked, or of a message."""
    duration: timedelta = timedelta(seconds=60)
    """Of one try, redirects included."""
    patience: timedelta = timedelta(minutes=2)
    """All the waiting together; whoever asks for more is visited by a later task."""
    tries: int = 4
    redirects: int = 5


class Pauses(Protocol):
    """Where the waits that hosts ask for are kept; shared, so that a budget one process has spent is spent for all."""

    def until(self, host: str) -> datetime | None:
        """When `host` may be asked again; None, or an instant that has passed, where it may be asked now."""
        ...

    def pause(self, host: str, *, until: datetime) -> None:
        """Leave `host` alone."""
        ...


class OwnPauses:
    """Waits that one client keeps to itself."""

    def __init__(self) -> None:
        self._until: dict[str, datetime] = {}

    def until(self, host: str) -> datetime | None:
        """When `host` may be asked again."""
        return self._until.get(host)

    def pause(self, host: str, *, until: datetime) -> None:
        """Leave `host` alone."""
        self._until[host] = until


class HttpClient:
    """`collectors.base.Http` over httpx; a context manager, for one thread.

    Proxies of the environment are not used: they would resolve names out of the guard's sight.
    """

    def __init__(
        self,
        *,
        contact: str,
        now: Callable[[], datetime],
        secrets: Callable[[str], str | None],
        guard: Guard | None = None,
        bounds: Bounds | None = None,
        sleep: Callable[[float], None] = time.sleep,
        ssl_context: ssl.SSLContext | None = None,
        pauses: Pauses | None = None,
    ) -> None:
        self.now = now
        self._secrets, self._sleep, self._bounds = secrets, sleep, bounds or Bounds()
        self._pauses = pauses or OwnPauses()
        self._backend = PinnedBackend(guard or Guard())
        self._client = httpx.Client(
            transport=PinnedTransport(self._backend, ssl_context=ssl_context),
            headers={"User-Agent": f"repwatch/0.1 (+{contact})", "Accept-Encoding": "gzip"},
            timeout=20.0,
            trust_env=False,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def secret(self, name: str) -> str:
        """The credential called `name`; SetupError says where to put it."""
        value = self._secrets(name)
        if not value:
            variable = f"REPWATCH_SECRET_{name.upper()}"
            raise SetupError(
                f"The credential {name} is missing", fix=f"Set it in the environment: export {variable}=..."
            )
        return value

    def get(
        self,
        url: str,
        *,
        params: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        allow_status: frozenset[int] = frozenset(),
    ) -> Response:
        """Fetch `url`; a status of `allow_status` is returned, any other failure raised."""
        request = self._request("GET", url, params=params, headers=headers)
        if any(name in request.headers for name in _CONDITIONAL):
            allow_status |= {304}
        return self._patiently(request, lambda: self._attempt(request, allow_status=allow_status))

    def post(
        self,
        url: str,
        *,
        json: object = None,
        form: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        allow_status: frozenset[int] = frozenset(),
    ) -> Response:
        """Send `json` or `form` to `url`; sent again only where it surely was not acted upon."""
        request = self._request("POST", url, json=json, form=form, headers=headers)
        return self._patiently(request, lambda: self._attempt(request, allow_status=allow_status))

    def stream(
        self, url: str, *, params: Mapping[str, str] | None = None, quiet: timedelta, lasts: timedelta
    ) -> Iterator[bytes]:
        """The messages of the websocket at `url`, until none came for `quiet` or `lasts` has passed."""
        request = self._request("GET", url, params=params, headers=stream.offer())
        response = self._patiently(request, lambda: self._upgraded(request))
        try:
            connection = _Upgraded(response.extensions["network_stream"], backend=self._backend)
            yield from stream.messages(connection, size=self._bounds.size, quiet=quiet, lasts=lasts)
        except (*_TRANSPORT_ERRORS, stream.BrokenOffError) as error:
            raise RetryLaterError(f"{_where(request.url)} broke off ({error})", after=_UNSAID_WAIT) from error
        finally:
            response.close()

    def _patiently(self, request: httpx.Request, attempt: Callable[[], T]) -> T:
        """Try until an answer comes or patience ends."""
        patience = self._bounds.patience - self._await_turn(request.url.host)
        for tried in range(1, self._bounds.tries + 1):
            try:
                return attempt()
            except _AgainError as again:
                wait = again.wait or _backoff(tried)
                may_repeat = request.method == "GET" or again.is_unheard
                if not may_repeat or wait > patience or tried == self._bounds.tries:
                    if again.wait:
                        self._pauses.pause(request.url.host, until=self.now() + again.wait)
                    raise RetryLaterError(again.reason, after=again.wait or _UNSAID_WAIT) from again
                patience -= wait
                self._sleep(wait.total_seconds())
        raise AssertionError(tried)

    def _request(
        self,
        method: str,
        url: str,
        *,
        params: Mapping[str, str] | None = None,
        json: object = None,
        form: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> httpx.Request:
        try:
            parsed = httpx.URL(url)
        except httpx.InvalidURL as error:
            raise SetupError(f"The address cannot be read: {error}", fix=_WRITE_ADDRESS) from None
        if parsed.scheme not in {"http", "https"} or not parsed.host:
            raise SetupError("The address is not one of the web", fix=_WRITE_ADDRESS)
        if parsed.userinfo:
            raise SetupError(
                f"The address of {parsed.host} holds a password", fix="Take it out: addresses are stored and logged."
            )
        return self._client.build_request(method, parsed, params=params, json=json, data=form, headers=headers)

    def _await_turn(self, host: str) -> timedelta:
        """Sleep out what the host asked for, in its last response or of another process."""
        until = self._pauses.until(host)
        wait = until - self.now() if until else timedelta(0)
        if wait > self._bounds.patience:
            raise RetryLaterError(f"{host} gave its whole budget", after=wait)
        if wait > timedelta(0):
            self._sleep(wait.total_seconds())
        return max(wait, timedelta(0))

    def _attempt(self, request: httpx.Request, *, allow_status: frozenset[int]) -> Response:
        with self._try_of(request):
            response = self._whole(self._follow(request))
        if response.status < 300 or (response.status in allow_status and not _is_over_quota(response)):
            wait = limits.next_wait(response.headers, response.body, now=self.now())
            if wait:
                self._pauses.pause(request.url.host, until=self.now() + wait)
            return response
        raise _failure(response, where=_where(request.url), now=self.now())

    def _upgraded(self, request: httpx.Request) -> httpx.Response:
        """The open response of a server that speaks websocket from now on."""
        with self._try_of(request):
            response = self._follow(request)
            is_upgraded = response.status_code == 101
            if is_upgraded and stream.is_accepted(request.headers, response.headers):
                return response
            refusal = None if is_upgraded else self._whole(response)
        response.close()
        if refusal is None or refusal.status < 300:
            raise RefusedError(f"{_where(request.url)} does not speak websocket", status=response.status_code)
        raise _failure(refusal, where=_where(request.url), now=self.now())

    @contextmanager
    def _try_of(self, request: httpx.Request) -> Iterator[None]:
        """One try: its time is bounded, and what fails on the way may be tried again."""
        self._backend.deadline = time.monotonic() + self._bounds.duration.total_seconds()
        try:
            yield
        except (*_TRANSPORT_ERRORS, httpx.RemoteProtocolError) as error:
            reason = f"{_where(request.url)} could not be read ({type(error).__name__})"
            raise _AgainError(reason, is_unheard=isinstance(error, _UNSENT)) from error
        finally:
            # one target's cookies are none of another's business
            self._client.cookies.clear()

    def _follow(self, request: httpx.Request) -> httpx.Response:
        """The open response at the end of the redirects."""
        for _ in range(self._bounds.redirects + 1):
            response = self._client.send(request, stream=True)
            if response.next_request is None or request.method == "POST":
                return response
            response.close()
            request = _onward(request, response.next_request)
        raise RefusedError(f"{_where(request.url)} redirects more than {self._bounds.redirects} times")

    def _whole(self, response: httpx.Response) -> Response:
        try:
            return Response(
                status=response.status_code,
                headers={name.lower(): value for name, value in response.headers.items()},
                body=b"".join(self._body(response)),
                url=str(response.url),
            )
        finally:
            response.close()

    def _body(self, response: httpx.Response) -> Iterator[bytes]:
        """The body unpacked piece by piece, so that a small bomb is never a large string."""
        encoding = response.headers.get("content-encoding", "identity").lower()
        if encoding not in {"identity", "gzip", "x-gzip"}:
            raise RefusedError(f"{_where(response.url)} sends its content as {encoding!r}, which was not asked for")
        gzip = None if encoding == "identity" else zlib.decompressobj(wbits=31)
        size, read = 0, 0
        try:
            for raw in response.iter_raw():
                read += len(raw)
                chunk = gzip.decompress(raw, self._bounds.size - size + 1) if gzip else raw
                size += len(chunk)
                if size > self._bounds.size:
                    raise RefusedError(f"{_where(response.url)} answers with more than {self._bounds.size:,} bytes")
                yield chunk
        except zlib.error as error:
            raise _AgainError(f"{_where(response.url)} sent broken gzip") from error
        if gzip and read and not gzip.eof:
            raise _AgainError(f"{_where(response.url)} broke off")


class _AgainError(Exception):
    """Worth another try after `wait`, or after a growing pause where none was named.

    `is_unheard`: the request surely had no effect, so that even a POST may be sent again.
    """

    def __init__(self, reason: str, *, wait: timedelta | None = None, is_unheard: bool = False) -> None:
        super().__init__(reason)
        self.reason, self.wait, self.is_unheard = reason, wait, is_unheard


class _Upgraded:
    """`collectors.stream.Connection` over a connection that has become a websocket."""

    def __init__(self, inner: httpcore.NetworkStream, *, backend: PinnedBackend) -> None:
        self._inner, self._backend = inner, backend

    def read(self, *, timeout: float) -> bytes:
        # another request may have set its own deadline since the last message
        self._backend.deadline = time.monotonic() + timeout
        try:
            return self._inner.read(_CHUNK, timeout=timeout)
        except httpcore.ReadTimeout:
            raise TimeoutError from None

    def write(self, data: bytes) -> None:
        self._backend.deadline = time.monotonic() + _WRITTEN_WITHIN
        self._inner.write(data)


def _onward(request: httpx.Request, following: httpx.Request) -> httpx.Request:
    """A redirect's next request: another origin is told no key, in whichever header the caller puts it."""
    if _origin(following.url) != _origin(request.url):
        for name in set(following.headers) - _FOR_ANYBODY:
            del following.headers[name]
    return following


def _origin(url: httpx.URL) -> tuple[str, str, int | None]:
    return url.scheme, url.host, url.port


def _failure(response: Response, *, where: str, now: datetime) -> Exception:
    """What a status that nobody allowed means to the caller."""
    status, headers = response.status, response.headers
    if status == 429 or _is_over_quota(response):
        wait = limits.asked_wait(headers, response.body, now=now)
        return _AgainError(
            f"{where} asks for patience (HTTP {status})", wait=wait and max(wait, _LEAST_WAIT), is_unheard=True
        )
    if status in {408, 425} or status >= 500:
        wait = limits.retry_after(headers, now=now)
        return _AgainError(f"{where} is in trouble (HTTP {status})", wait=wait, is_unheard=status == 503)
    if 300 <= status < 400:
        return RefusedError(f"{where} answers with a redirect that is not followed", status=status)
    if status in {401, 403}:
        return RefusedError(f"{where} refuses us: check the credential and its rights", status=status)
    if status in {404, 410}:
        return SetupError(f"There is nothing at {where} (HTTP {status})", fix="Check the target's address and query.")
    return RefusedError(f"{where} does not understand the request", status=status)


def _is_over_quota(response: Response) -> bool:
    """Whether a 403 names a wait: then it is no refusal, though a caller may have asked to see those."""
    return response.status == 403 and ("retry-after" in response.headers or limits.is_spent(response.headers))


def _backoff(tried: int) -> timedelta:
    return timedelta(seconds=2.0**tried * random.uniform(0.5, 1.0))  # noqa: S311 -- jitter keeps no secret


def _where(url: httpx.URL) -> str:
    """The address without its query: that is where keys are."""
    return f"{url.scheme}://{url.netloc.decode('ascii')}{url.path}"
