"""A mail server on loopback that keeps what it was sent, and refuses on demand."""

import email
import email.policy
import ssl
from collections import deque
from typing import TYPE_CHECKING, Self, cast

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

if TYPE_CHECKING:
    from email.message import EmailMessage

TAKEN = "250 OK"


class Mailbox:
    """Answers each recipient with the next of `replies`, then takes what comes.

    With `starttls` it takes mail only once the connection was encrypted, with `tls` it is from the first byte.
    """

    def __init__(self, *, port: int, starttls: ssl.SSLContext | None = None, tls: ssl.SSLContext | None = None) -> None:
        self.mail: list[EmailMessage] = []
        self.replies: deque[str] = deque()
        self._controller = Controller(
            self,
            hostname="127.0.0.1",
            port=port,
            ssl_context=tls,
            tls_context=starttls,
            require_starttls=starttls is not None,
        )

    def __enter__(self) -> Self:
        self._controller.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._controller.stop()

    async def handle_RCPT(  # noqa: N802 -- the name and the arguments are aiosmtpd's
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        """Whether a recipient may have it."""
        reply = self.replies.popleft() if self.replies else TAKEN
        if reply == TAKEN:
            envelope.rcpt_tos.append(address)
        return reply

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 -- as above
        """Keep a message."""
        content = cast("bytes", envelope.content)
        self.mail.append(email.message_from_bytes(content, policy=email.policy.default))
        return TAKEN
