"""Connections that go where the guard looked, and end when their time is up."""

import ssl
import time
from collections.abc import Iterable
from typing import Any, Self

import httpcore

from collectors.guard import Guard


class PinnedBackend(httpcore.NetworkBackend):
    """Connects by an address that the guard vouched for; TLS still proves the host's name.

    `deadline` (of time.monotonic) bounds every operation together: a timeout alone starts anew with each byte that a
    slow server drips.
    """

    def __init__(self, guard: Guard) -> None:
        self._guard = guard
        self._inner = httpcore.SyncBackend()
        self.deadline = float("inf")

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        failed: Exception = httpcore.ConnectError(f"{host} has no address")
        for address in self._guard.addresses(host=host, port=port):
            try:
                stream = self._inner.connect_tcp(
                    address,
                    port,
                    timeout=self.left(timeout),
                    local_address=local_address,
                    socket_options=socket_options,
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failed = error
            else:
                return _TimedStream(stream, backend=self)
        raise failed

    def left(self, timeout: float | None) -> float:
        """`timeout`, or what is left until the deadline if that is less."""
        left = self.deadline - time.monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout("the time of this request is up")
        return left if timeout is None else min(timeout, left)


class _TimedStream(httpcore.NetworkStream):
    def __init__(self, inner: httpcore.NetworkStream, *, backend: PinnedBackend) -> None:
        self._inner, self._backend = inner, backend

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._inner.read(max_bytes, timeout=self._backend.left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, timeout=self._backend.left(timeout))

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> Self:
        stream = self._inner.start_tls(ssl_context, server_hostname, timeout=self._backend.left(timeout))
        return type(self)(stream, backend=self._backend)

    def get_extra_info(self, info: str) -> Any:  # noqa: ANN401 -- httpcore's own signature
        return self._inner.get_extra_info(info)
