"""The door to the network: patient for a little, bounded always, and closed to private addresses."""

import gzip
import shutil
import socket
import ssl
import subprocess
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from collectors.errors import CollectError, RefusedError, RetryLaterError, SetupError
from collectors.guard import Guard
from collectors.http import Bounds, HttpClient, OwnPauses
from collectors.testing import START, Clock, open_http
from tests.collectors.servers.loopback import Answer
from tests.collectors.servers.scripted import ScriptedServer, raw_server

pytestmark = pytest.mark.loopback

OK = Answer(body=b"fine")


def redirect(where: str) -> Answer:
    return Answer(body=b"", status=302, headers={"Location": where})


def test_it_says_who_asks_and_keeps_the_query() -> None:
    with ScriptedServer({"/feed": OK}) as server, open_http(Clock()) as http:
        response = http.get(f"{server.url}/feed?format=atom", headers={"Accept": "text/xml"})

    assert response.body == b"fine"
    assert server.requests[0].query == {"format": "atom"}
    assert server.requests[0].headers["accept"] == "text/xml"
    assert "+tests@example.com" in server.requests[0].headers["user-agent"]


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (400, RefusedError),
        (401, RefusedError),
        (403, RefusedError),
        (404, SetupError),
        (410, SetupError),
        (304, RefusedError),
        (429, RetryLaterError),
        (500, RetryLaterError),
        (408, RetryLaterError),
    ],
)
def test_a_status_becomes_the_error_that_says_what_to_do(status: int, expected: type[CollectError]) -> None:
    with ScriptedServer({"/": Answer(body=b"", status=status)}) as server, open_http(Clock()) as http:
        with pytest.raises(expected):
            http.get(server.url)

        assert http.get(server.url, allow_status=frozenset({status})).status == status


@pytest.mark.parametrize("allowed", [frozenset[int](), frozenset({403})])
def test_a_403_over_quota_is_a_limit_and_no_refusal(allowed: frozenset[int]) -> None:
    spent = {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "1800"}
    with (
        ScriptedServer({"/": Answer(body=b"", status=403, headers=spent)}) as server,
        open_http(Clock()) as http,
        pytest.raises(RetryLaterError) as raised,
    ):
        http.get(server.url, allow_status=allowed)

    assert raised.value.after == timedelta(minutes=30)


def test_not_modified_is_returned_to_a_caller_that_asked() -> None:
    with ScriptedServer({"/": Answer(body=b"", status=304)}) as server, open_http(Clock()) as http:
        assert http.get(server.url, headers={"If-None-Match": '"1"'}).status == 304
        assert http.get(server.url, headers={"If-Modified-Since": "Sun, 01 Mar 2026 12:00:00 GMT"}).status == 304


def test_the_waits_of_one_request_stay_within_its_patience() -> None:
    clock = Clock()
    busy = Answer(body=b"", status=429, headers={"Retry-After": "50"})
    with (
        ScriptedServer({"/": busy}) as server,
        open_http(clock) as http,
        pytest.raises(RetryLaterError),
    ):
        http.get(server.url)

    assert clock.slept == timedelta(seconds=100)


@pytest.mark.parametrize(
    "asking",
    [
        Answer(body=b'{"backoff": 30}', headers={"Content-Type": "application/json"}),
        Answer(body=b"", headers={"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "30"}),
    ],
    ids=["backoff", "budget spent"],
)
def test_a_pause_that_a_good_response_asks_for_is_kept_before_the_next(asking: Answer) -> None:
    clock = Clock()
    with ScriptedServer({"/": [asking, OK]}) as server, open_http(clock) as http:
        http.get(server.url)
        assert clock.slept == timedelta(0)
        http.get(server.url)

    assert clock.slept == timedelta(seconds=30)


def test_a_spent_budget_is_told_before_it_is_run_into() -> None:
    spent = Answer(body=b"", headers={"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "1800"})
    with ScriptedServer({"/": spent}) as server, open_http(Clock()) as http:
        http.get(server.url)
        with pytest.raises(RetryLaterError):
            http.get(server.url)

    assert len(server.requests) == 1


def client(pauses: OwnPauses) -> HttpClient:
    return HttpClient(
        contact="tests@example.com",
        now=lambda: START,
        secrets=lambda _name: None,
        guard=Guard(allow_hosts=("127.0.0.1",)),
        pauses=pauses,
    )


def test_a_long_wait_is_kept_for_every_client_that_shares_it() -> None:
    refusal = Answer(body=b"", status=429, headers={"Retry-After": "1800"})
    shared = OwnPauses()
    with ScriptedServer({"/": refusal}) as server:
        for _ in range(2):
            with client(shared) as http, pytest.raises(RetryLaterError) as raised:
                http.get(server.url)

    assert len(server.requests) == 1
    assert raised.value.after == timedelta(minutes=30)


@pytest.mark.parametrize("name", ["Authorization", "apikey", "X-Api-Key"])
def test_a_redirect_is_followed_and_a_key_stays_with_its_origin(name: str) -> None:
    with ScriptedServer({"/new": OK}) as other, ScriptedServer() as server, open_http(Clock()) as http:
        server.answers = {"/": redirect("/there"), "/there": redirect(f"{other.url}/new")}
        response = http.get(server.url, headers={name: "abc"})

    assert response.url == f"{other.url}/new"
    assert [(name.lower() in request.headers) for request in server.requests] == [True, True]
    assert name.lower() not in other.requests[0].headers


@pytest.mark.parametrize(
    "where", ["http://localhost:9/", "http://[::1]:9/", "file:///etc/passwd", "gopher://127.0.0.1/"]
)
def test_a_redirect_is_checked_as_the_first_address_was(where: str) -> None:
    with (
        ScriptedServer({"/": redirect(where)}) as server,
        open_http(Clock()) as http,
        pytest.raises(RefusedError),
    ):
        http.get(server.url)


def test_redirects_in_a_circle_end() -> None:
    with (
        ScriptedServer({"/": redirect("/")}) as server,
        open_http(Clock()) as http,
        pytest.raises(RefusedError, match="more than 5 times"),
    ):
        http.get(server.url)


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:9/",
        "http://localhost:9/",
        "http://2130706433:9/",
        "http://0x7f.1:9/",
        "http://[::ffff:7f00:1]:9/",
    ],
)
def test_a_private_address_is_refused_however_it_is_written(url: str) -> None:
    with (
        HttpClient(contact="c", now=Clock().now, secrets=lambda _: None) as http,
        pytest.raises(RefusedError, match="not public"),
    ):
        http.get(url)


@pytest.mark.parametrize(
    "url", ["", "shop.example/feed", "file:///etc/passwd", "http://", "http://a:b@shop.example/", "http://[1"]
)
def test_an_address_that_is_none_says_how_to_write_it(url: str) -> None:
    with (
        open_http(Clock()) as http,
        pytest.raises(SetupError),
    ):
        http.get(url)


def test_the_address_that_was_checked_is_the_one_connected_to() -> None:
    asked = []

    def rebinding(host: str, port: int) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"] if len(asked) == 1 else ["169.254.169.254"]

    guard = Guard(allow_hosts=("shop.example",), resolve=rebinding)
    with (
        ScriptedServer({"/": OK}) as server,
        HttpClient(contact="c", now=Clock().now, secrets=lambda _: None, guard=guard) as http,
    ):
        response = http.get(server.url.replace("127.0.0.1", "shop.example"))

    assert response.body == b"fine"
    assert asked == ["shop.example"]
    assert server.requests[0].headers["host"].startswith("shop.example:")


@pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl makes the certificate")
def test_a_pinned_connection_still_proves_the_name(tmp_path: Path) -> None:
    subprocess.run(
        [
            "openssl",
            "req",
            "-x509",
            "-newkey",
            "ec",
            "-pkeyopt",
            "ec_paramgen_curve:prime256v1",
            "-nodes",
            "-keyout",
            "key.pem",
            "-out",
            "cert.pem",
            "-subj",
            "/CN=shop.example",
            "-addext",
            "subjectAltName=DNS:shop.example",
            "-days",
            "2",
        ],
        cwd=tmp_path,
        check=True,
        capture_output=True,
    )
    named: list[str] = []
    ours = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    ours.load_cert_chain(tmp_path / "cert.pem", tmp_path / "key.pem")
    ours.sni_callback = lambda _, name, __: named.append(name or "")
    guard = Guard(allow_hosts=("shop.example", "evil.example"), resolve=lambda *_: ["127.0.0.1"])
    trusting = ssl.create_default_context(cafile=tmp_path / "cert.pem")

    with (
        ScriptedServer({"/": OK}) as server,
        HttpClient(
            contact="c", now=Clock().now, sleep=Clock().sleep, secrets=lambda _: None, guard=guard, ssl_context=trusting
        ) as http,
    ):
        server.wrap(ours)
        url = server.url.replace("http://127.0.0.1", "https://shop.example")
        response = http.get(url)
        with pytest.raises(RetryLaterError, match="ConnectError"):
            http.get(url.replace("shop", "evil"))

    assert response.body == b"fine"
    assert named[0] == "shop.example"


@pytest.mark.parametrize("packed", [False, True], ids=["as it is", "packed"])
def test_a_body_beyond_the_cap_is_refused(packed: bool) -> None:
    body, headers = b"0" * 5_000_000, {"Content-Encoding": "gzip"} if packed else {}
    answer = Answer(body=gzip.compress(body) if packed else body, headers=headers)
    with (
        ScriptedServer({"/": answer}) as server,
        open_http(Clock(), bounds=Bounds(size=1_000_000)) as http,
        pytest.raises(RefusedError, match="more than 1,000,000 bytes"),
    ):
        http.get(server.url)


def test_a_packed_body_is_unpacked() -> None:
    answer = Answer(body=gzip.compress(b"fine" * 100), headers={"Content-Encoding": "gzip"})
    with ScriptedServer({"/": answer}) as server, open_http(Clock()) as http:
        assert http.get(server.url).body == b"fine" * 100


@pytest.mark.parametrize(
    ("body", "encoding", "expected"),
    [
        (gzip.compress(b"fine" * 1000, mtime=0)[:-12], "gzip", RetryLaterError),
        (b"not gzip", "gzip", RetryLaterError),
        (b"fine", "br", RefusedError),
    ],
)
def test_a_body_that_cannot_be_unpacked_is_no_body(body: bytes, encoding: str, expected: type[CollectError]) -> None:
    answer = Answer(body=body, headers={"Content-Encoding": encoding})
    with (
        ScriptedServer({"/": answer}) as server,
        open_http(Clock()) as http,
        pytest.raises(expected),
    ):
        http.get(server.url)


@pytest.mark.parametrize("start", [b"HTTP/1.1 200 OK\r\nX-Slow: ", b"HTTP/1.1 200 OK\r\n\r\n"], ids=["head", "body"])
def test_a_server_that_drips_is_left_when_the_time_is_up(start: bytes) -> None:
    def drip(connection: socket.socket) -> None:
        connection.sendall(start)
        for _ in range(200):
            connection.sendall(b"x")
            time.sleep(0.02)

    bounds = Bounds(duration=timedelta(seconds=0.3), tries=1)
    started = time.monotonic()
    with raw_server(drip) as url, open_http(Clock(), bounds=bounds) as http:
        with pytest.raises(RetryLaterError, match="Timeout"):
            http.get(url)
        taken = time.monotonic() - started

    assert taken < 2


@pytest.mark.parametrize(
    "said", [b"", b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf", b"not HTTP at all\r\n\r\n"]
)
def test_a_connection_that_breaks_is_tried_again_and_then_left_for_later(said: bytes) -> None:
    connections = []

    def serve(connection: socket.socket) -> None:
        connections.append(connection)
        connection.sendall(said)

    with (
        raw_server(serve) as url,
        open_http(Clock()) as http,
        pytest.raises(RetryLaterError),
    ):
        http.get(url)

    assert len(connections) == Bounds().tries


def test_a_closed_port_is_left_for_later() -> None:
    with ScriptedServer() as server:
        url = server.url

    with (
        open_http(Clock()) as http,
        pytest.raises(RetryLaterError, match="ConnectError"),
    ):
        http.get(url)


def test_no_error_shows_the_query_where_keys_are() -> None:
    with (
        ScriptedServer({"/": Answer(body=b"", status=403)}) as server,
        open_http(Clock()) as http,
        pytest.raises(RefusedError) as raised,
    ):
        http.get(f"{server.url}/", params={"key": "s3cret"})

    assert "s3cret" not in str(raised.value)


@pytest.mark.parametrize(
    ("sent", "kind", "body"),
    [
        ({"form": {"grant": "a b", "key": "é"}}, "application/x-www-form-urlencoded", b"grant=a+b&key=%C3%A9"),
        ({"json": {"text": "hello"}}, "application/json", b'{"text":"hello"}'),
        ({}, None, b""),
    ],
    ids=["form", "json", "nothing"],
)
def test_a_post_carries_what_it_was_given(sent: dict[str, Any], kind: str | None, body: bytes) -> None:
    with ScriptedServer({"/token": OK}) as server, open_http(Clock()) as http:
        response = http.post(f"{server.url}/token", headers={"Authorization": "Basic abc"}, **sent)

    (request,) = server.requests
    assert response.body == b"fine"
    assert (request.method, request.headers.get("content-type"), request.body) == ("POST", kind, body)
    assert request.headers["authorization"] == "Basic abc"


@pytest.mark.parametrize(("status", "tries"), [(429, 2), (503, 2), (500, 1), (502, 1), (504, 1), (408, 1)])
def test_a_post_is_sent_again_only_where_it_was_not_acted_upon(status: int, tries: int) -> None:
    trouble = Answer(body=b"", status=status, headers={"Retry-After": "1"})
    with ScriptedServer({"/": [trouble, OK]}) as server, open_http(Clock()) as http:
        try:
            is_sent = http.post(server.url, form={"a": "b"}).body == b"fine"
        except RetryLaterError:
            is_sent = False

    assert len(server.requests) == tries
    assert is_sent == (tries == 2)


def test_a_post_whose_answer_was_lost_is_not_sent_again() -> None:
    connections: list[socket.socket] = []

    with (
        raw_server(connections.append) as url,
        open_http(Clock()) as http,
        pytest.raises(RetryLaterError, match="could not be read"),
    ):
        http.post(url, json={})

    assert len(connections) == 1


def test_a_post_that_found_no_server_is_tried_again() -> None:
    clock = Clock()
    with ScriptedServer() as server:
        url = server.url

    with open_http(clock) as http, pytest.raises(RetryLaterError, match="ConnectError"):
        http.post(url, json={})

    assert clock.slept > timedelta(0)


def test_a_post_is_not_carried_to_another_address() -> None:
    with ScriptedServer({"/new": OK}) as other, ScriptedServer() as server, open_http(Clock()) as http:
        server.answers = {"/": Answer(body=b"", status=307, headers={"Location": f"{other.url}/new"})}
        with pytest.raises(RefusedError, match="redirect that is not followed"):
            http.post(server.url, form={"secret": "s3cret"})

    assert not other.requests


@pytest.mark.parametrize(
    ("status", "expected"), [(400, RefusedError), (401, RefusedError), (404, SetupError), (429, RetryLaterError)]
)
def test_an_answer_to_a_post_becomes_the_error_that_says_what_to_do(status: int, expected: type[CollectError]) -> None:
    with ScriptedServer({"/": Answer(body=b"", status=status)}) as server, open_http(Clock()) as http:
        with pytest.raises(expected) as raised:
            http.post(server.url, form={"secret": "s3cret"})
        allowed = http.post(server.url, allow_status=frozenset({status}))

    assert "s3cret" not in str(raised.value)
    assert allowed.status == status


def test_a_post_goes_to_no_private_address_and_no_endless_body() -> None:
    with (
        HttpClient(contact="c", now=Clock().now, secrets=lambda _: None) as closed,
        pytest.raises(RefusedError, match="not public"),
    ):
        closed.post("http://127.0.0.1:9/", json={})
    with (
        ScriptedServer({"/": Answer(body=b"0" * 5_000)}) as server,
        open_http(Clock(), bounds=Bounds(size=1_000)) as http,
        pytest.raises(RefusedError, match="more than 1,000 bytes"),
    ):
        http.post(server.url, json={})


def test_no_cookie_is_carried_from_one_request_to_the_next() -> None:
    answer = Answer(body=b"", headers={"Set-Cookie": "session=1; Path=/"})
    with ScriptedServer({"/": answer}) as server, open_http(Clock()) as http:
        http.get(server.url)
        http.get(server.url)

    assert all("cookie" not in request.headers for request in server.requests)


def test_a_missing_secret_says_where_to_put_it() -> None:
    with open_http(Clock(), secrets={"MASTODON_TOKEN": "abc", "EMPTY": ""}) as http:
        assert http.secret("MASTODON_TOKEN") == "abc"
        for name in ("EMPTY", "YOUTUBE_KEY"):
            with pytest.raises(SetupError, match=f"export REPWATCH_SECRET_{name}="):
                http.secret(name)
