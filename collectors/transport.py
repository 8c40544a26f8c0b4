"""What httpx sends its requests through: connections whose address was checked, to sites that somebody vouches for."""

import ssl
from collections.abc import Iterator
from functools import cache

import httpcore
import httpx

from collectors.errors import RefusedError
from collectors.pinned import PinnedBackend


@cache
def _trusted() -> ssl.SSLContext:
    """The authorities that sites are vouched for by: read once, not by every client."""
    return httpx.create_ssl_context(trust_env=False)


class PinnedTransport(httpx.BaseTransport):
    """httpx over a pool of guarded connections; httpx has no public way to hand its own pool a backend."""

    def __init__(self, backend: PinnedBackend, *, ssl_context: ssl.SSLContext | None) -> None:
        context = ssl_context or _trusted()
        self._pool = httpcore.ConnectionPool(ssl_context=context, network_backend=backend, keepalive_expiry=30)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request whose address is still on the web; RefusedError where a redirect leads out of it."""
        url = request.url
        if url.scheme not in {"http", "https"} or not url.host:
            raise RefusedError(f"A redirect leads out of the web, to {url.scheme or 'nowhere'}")
        response = self._pool.handle_request(
            httpcore.Request(
                method=request.method,
                url=httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path),
                headers=request.headers.raw,
                content=request.stream,
                extensions=request.extensions,
            )
        )
        return httpx.Response(
            status_code=response.status,
            headers=response.headers,
            stream=_Stream(response),
            extensions=response.extensions,
        )

    def close(self) -> None:
        """Close the connections."""
        self._pool.close()


class _Stream(httpx.SyncByteStream):
    def __init__(self, response: httpcore.Response) -> None:
        self._response = response

    def __iter__(self) -> Iterator[bytes]:
        yield from self._response.iter_stream()

    def close(self) -> None:
        self._response.close()
