"""Alerts by e-mail, to a real mail server: what a person reads in their inbox, once, and what is told when it fails."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from repwatch.alert_words import Message
from repwatch.sending import ChannelSetupError, Courier, UndeliveredError
from repwatch.wiring import App
from tests.repwatch.told_cases import CHANNEL, case, channel
from tests.servers.mailbox import Mailbox
from tests.servers.processes import free_port
from triage.events import EventKind
from warehouse import outbox
from warehouse.outbox import OutboxState

pytestmark = pytest.mark.loopback


@pytest.fixture
def mailbox(monkeypatch: pytest.MonkeyPatch) -> Iterator[Mailbox]:
    port = free_port()
    address = f"mailto://127.0.0.1:{port}?from=repwatch<repwatch@shop.example>&to=care@shop.example"
    monkeypatch.setenv("REPWATCH_SECRET_TEAM", address)
    with Mailbox(port=port) as server:
        yield server


def test_a_person_reads_what_is_due_where_and_how_to_get_there(app: App, mailbox: Mailbox) -> None:
    channel(app)
    case_id = case(app, 1, EventKind.WARNED)

    app.notify()
    app.notify()

    [mail] = mailbox.mail
    assert mail["subject"] == "P3 at risk: Maple & Finch"
    assert (mail["from"], mail["to"]) == ("repwatch <repwatch@shop.example>", "care@shop.example")
    assert mail["auto-submitted"] == "auto-generated"
    assert mail.get_content_type() == "text/plain"
    lines = mail.get_content().splitlines()
    assert lines[0] == "First answer is due 2026-03-02 15:30 UTC. demo-social, delivery."
    assert f"http://127.0.0.1:8501/?case={case_id}" in lines
    assert lines[-1].startswith("Ref. ")


def test_french_and_what_a_customer_wrote_arrive_as_they_were_written(app: App, mailbox: Mailbox) -> None:
    channel(app, language="fr", with_excerpt=True)
    case(app, 1, EventKind.BREACHED)

    app.notify()

    [mail] = mailbox.mail
    assert mail["subject"] == "P3 en retard : Maple & Finch"
    assert "« Post number 1: where is my parcel? »" in mail.get_content()
    assert "&" not in mail.get_content().replace("Maple & Finch", "")


def test_many_at_once_are_one_mail(app: App, mailbox: Mailbox) -> None:
    channel(app)
    for number in range(1, 9):
        case(app, number, EventKind.WARNED)

    app.notify()

    [mail] = mailbox.mail
    assert mail["subject"].startswith("8 ")
    assert sum(line.startswith("- ") for line in mail.get_content().splitlines()) == 8


def test_a_mail_that_is_put_off_comes_later_and_once(app: App, mailbox: Mailbox) -> None:
    mailbox.replies.append("451 try again later")
    channel(app)
    case(app, 1, EventKind.WARNED)

    app.notify()

    assert mailbox.mail == []
    assert outbox.problems(app.desk) == {
        CHANNEL: "the mail server did not take the message for its sender or recipient"
    }
    app.fixed_now = app.now() + timedelta(minutes=2)
    app.notify()
    app.notify()
    assert len(mailbox.mail) == 1
    assert outbox.counts(app.desk)[CHANNEL] == {OutboxState.SENT: 1}


def test_a_server_that_is_away_is_told_without_its_password() -> None:
    address = f"mailto://user:hush-hush@127.0.0.1:{free_port()}?from=a@shop.example&to=b@shop.example"
    message = Message(message_id="1", title="A title", body="A body")

    with pytest.raises(UndeliveredError, match="could not be reached, or refused the login") as caught:
        Courier(secret=lambda _name: address).send("team", message)

    assert "hush" not in str(caught.value)
    with pytest.raises(ChannelSetupError):
        Courier(secret=lambda _name: "mail the team").send("team", message)
