"""Mail goes out encrypted, to a server that is believed, or not at all; and what was wrong is told in a sentence."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from ssl import SSLContext

import pytest

from repwatch.alert_words import Message
from repwatch.sending import Courier, UndeliveredError
from tests.servers.certificates import Authority
from tests.servers.mailbox import Mailbox
from tests.servers.processes import free_port

pytestmark = pytest.mark.loopback
HERE = "127.0.0.1"


@pytest.fixture
def authority(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Authority:
    """One that this machine believes."""
    made = Authority.made(tmp_path / "authority")
    monkeypatch.setenv("SSL_CERT_FILE", str(made.file))
    return made


def send(port: int, *, mode: str, login: str = "") -> None:
    address = f"mailtos://{login}{HERE}:{port}?mode={mode}&from=a@shop.example&to=b@shop.example"
    Courier(secret=lambda _name: address).send("team", Message(message_id="1", title="A title", body="A body"))


@pytest.mark.parametrize("mode", ["starttls", "ssl"])
def test_a_server_that_is_believed_gets_the_mail(authority: Authority, mode: str) -> None:
    context = authority.context(address=HERE)
    port = free_port()

    with Mailbox(port=port, **{"tls" if mode == "ssl" else "starttls": context}) as mailbox:
        send(port, mode=mode)

    assert [mail["subject"] for mail in mailbox.mail] == ["A title"]


@pytest.mark.parametrize("mode", ["starttls", "ssl"])
@pytest.mark.parametrize(
    ("shown", "told"),
    [
        pytest.param(
            lambda _, folder: Authority.made(folder / "other").context(address=HERE), "vouches", id="a stranger's"
        ),
        pytest.param(lambda known, _: known.context(address="127.0.0.2"), "another name", id="for another name"),
        pytest.param(
            lambda known, _: known.context(address=HERE, until=datetime(2021, 1, 1, tzinfo=UTC)),
            "expired",
            id="expired",
        ),
    ],
)
@pytest.mark.filterwarnings(
    "ignore::pytest.PytestUnraisableExceptionWarning"
)  # the server's side of a broken handshake
def test_a_certificate_that_is_not_believed_keeps_the_mail_here(
    authority: Authority, tmp_path: Path, mode: str, shown: Callable[[Authority, Path], SSLContext], told: str
) -> None:
    context = shown(authority, tmp_path)
    port = free_port()

    with (
        Mailbox(port=port, **{"tls" if mode == "ssl" else "starttls": context}) as mailbox,
        pytest.raises(UndeliveredError, match=told),
    ):
        send(port, mode=mode)

    assert mailbox.mail == []


def test_a_server_without_encryption_gets_neither_mail_nor_password() -> None:
    port = free_port()

    with Mailbox(port=port) as mailbox, pytest.raises(UndeliveredError, match="offers no encryption") as caught:
        send(port, mode="starttls", login="user:hush-hush@")

    assert (mailbox.mail, "hush" in str(caught.value)) == ([], False)


def test_tls_from_the_start_where_there_is_none_is_told() -> None:
    port = free_port()

    with Mailbox(port=port), pytest.raises(UndeliveredError, match="leave mode=ssl out"):
        send(port, mode="ssl")


def test_a_refused_login_is_told_without_it(authority: Authority) -> None:
    port = free_port()

    with (
        Mailbox(port=port, starttls=authority.context(address=HERE)),
        pytest.raises(UndeliveredError, match="refused the login") as caught,
    ):
        send(port, mode="starttls", login="user:hush-hush@")

    assert "hush" not in str(caught.value)
