"""Sends one message through Apprise to the receiver that an address names."""

import logging
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from repwatch.alert_words import Message
from triage.alerts import AlertKind

if TYPE_CHECKING:
    from apprise import Apprise
    from apprise.logger import NotifyLogEntry

PLACE_OF_ID = "{id}"
"""Stands in an address for the message's id, for receivers that drop repeats by a key."""

_STATUS = re.compile(r"error=(\d{3})\b")
_MAIL = ("mailto:", "mailtos:")
_NO_REPLY = "+Auto-Submitted=auto-generated"
"""Keeps absence notes from answering alerts."""
_MAIL_PROBLEMS = {
    "mismatch": "the mail server's certificate is for another name: write the name it is for into smtp=",
    "certificate has expired": "the mail server's certificate has expired",
    "CERTIFICATE_VERIFY_FAILED": "nobody known here vouches for the mail server's certificate: if the authority is "
    "your own, name its file in SSL_CERT_FILE",
    "STARTTLS extension not supported": "the mail server offers no encryption at this port: try port 465 with mode=ssl",
    "WRONG_VERSION_NUMBER": "the mail server does not speak TLS from the start at this port: leave mode=ssl out",
    "Connection unexpectedly closed": "the mail server hung up: a port that speaks TLS from the start needs mode=ssl",
    "Exception: (535": "the mail server refused the login",
    "Sending email": "the mail server did not take the message for its sender or recipient",
    "submitting email": "the mail server could not be reached, or refused the login or the encryption",
}
"""What Apprise and Python say of a mail that failed, and what that means; the first that is found counts."""
_BROKE = "Socket Exception: "
_TONES = {
    AlertKind.BREACHED: "failure",
    AlertKind.SOURCE_BACK: "success",
    AlertKind.DAILY_DIGEST: "info",
}


class UndeliveredError(Exception):
    """The message did not get through; the text says why, and never where to."""


class ChannelSetupError(UndeliveredError):
    """No try will help until a person has mended the channel's address."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Courier:
    """Carries messages to the addresses that `secret` holds by name."""

    secret: Callable[[str], str | None]

    def check(self, url_secret: str) -> str:
        """The service behind a credential, without a word to it; ChannelSetupError says what to mend."""
        return str(self._receiver(url_secret, message_id="check")[0].service_name)

    def send(self, url_secret: str, message: Message) -> None:
        """Hand a message over; UndeliveredError where the receiver does not say that it has it."""
        told: list[str] = []
        tone = _TONES.get(message.kind, "warning") if message.kind else "warning"
        receiver = self._receiver(url_secret, message_id=message.message_id)
        with _heard(receiver[0].service_name == "E-Mail") as level:
            result = receiver.notify(
                title=message.title,
                body=message.body,
                notify_type=tone,
                body_format="text",
                log_callback=lambda entry, _plugin: told.append(entry.message) if _counts(entry) else None,
                log_level=level,
            )
        if not result:
            raise UndeliveredError(_problem(told))

    def _receiver(self, url_secret: str, *, message_id: str) -> "Apprise":
        import apprise  # noqa: PLC0415 -- a third of a second, for those who send

        _hush()
        variable = f"REPWATCH_SECRET_{url_secret.upper().replace('-', '_')}"
        url = (self.secret(url_secret) or "").strip()
        if not url:
            raise ChannelSetupError(f"set {variable} in the environment to the channel's Apprise address")
        if url.startswith(_MAIL):
            url += f"{'&' if '?' in url else '?'}{_NO_REPLY}"
        # a file of its own state would lie outside of ours
        asset = apprise.AppriseAsset(app_id="repwatch", app_desc="repwatch", storage_mode="memory", async_mode=False)
        receiver = apprise.Apprise(asset=asset)
        if not receiver.add(url.replace(PLACE_OF_ID, message_id)) or len(receiver) != 1:
            raise ChannelSetupError(
                f"{variable} must hold one address that Apprise knows, such as slack://… or mailtos://…"
            )
        return receiver


def _counts(entry: "NotifyLogEntry") -> bool:
    """Whether it may tell why: what is wrong, and what a mail server's connection ended with, told to debug only."""
    return entry.level in {"WARNING", "ERROR", "CRITICAL"} or entry.message.startswith(_BROKE)


def _problem(told: Sequence[str]) -> str:
    """Why it did not get through: what Apprise tells may name the receiver, so only what is surely no secret."""
    if found := next(filter(None, map(_STATUS.search, told)), None):
        return f"the receiver answered HTTP {found[1]}"
    meant = (problem for mark, problem in _MAIL_PROBLEMS.items() if any(mark in text for text in told))
    return next(meant, "the receiver could not be reached")


def _hush() -> None:
    """Keep addresses out of every log: they hold tokens, and Apprise and its HTTP client tell them when they debug."""
    logging.getLogger("apprise").propagate = False
    for name in ("apprise", "urllib3"):
        logging.getLogger(name).setLevel(logging.WARNING)


@contextmanager
def _heard(is_mail: bool) -> Iterator[int]:
    """What is listened for: why a mail server hung up is told to debug only, and there without the login."""
    level = logging.DEBUG if is_mail else logging.WARNING
    logging.getLogger("apprise").setLevel(level)
    try:
        yield level
    finally:
        logging.getLogger("apprise").setLevel(logging.WARNING)
