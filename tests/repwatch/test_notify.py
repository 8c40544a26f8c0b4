"""Alerts reach their receivers once, whatever fails, and say no more than they may."""

import logging
from collections.abc import Iterator
from datetime import timedelta

import pytest

from repwatch.wiring import App
from tests.repwatch import told_cases
from tests.repwatch.installed import START, Installed
from tests.repwatch.told_cases import CHANNEL, answered, case, channel, warned
from tests.servers.places import Place
from tests.servers.processes import Child
from tests.servers.receiver import Receiver
from triage.events import EventKind
from triage.urgency import Severity
from warehouse import outbox
from warehouse.outbox import OutboxState

pytestmark = pytest.mark.loopback


@pytest.fixture
def receiver(monkeypatch: pytest.MonkeyPatch) -> Iterator[Receiver]:
    with Receiver() as server:
        monkeypatch.setenv("REPWATCH_SECRET_TEAM", server.url)
        yield server


def states(app: App) -> dict[OutboxState, int]:
    return outbox.counts(app.desk).get(CHANNEL, {})


def later(app: App, **span: float) -> None:
    app.fixed_now = app.now() + timedelta(**span)


def test_an_alert_says_what_is_due_and_where_and_nothing_of_the_customer(app: App, receiver: Receiver) -> None:
    channel(app)
    case_id = case(app, 1, EventKind.WARNED)

    summary = app.notify()

    [told] = receiver.told
    assert (summary.raised, summary.messages, summary.waiting) == (1, 1, 0)
    assert told.title == "P3 at risk: Maple & Finch"
    assert told.message.splitlines()[0] == "First answer is due 2026-03-02 15:30 UTC. demo-social, delivery."
    assert f"http://127.0.0.1:8501/?case={case_id}" in told.message
    assert told.key == told.reference
    for word in ("Customer 1", "parcel", "author-1", "social.example"):
        assert word not in told.title + told.message


def test_an_alert_says_more_where_the_channel_asks_for_it_and_in_its_language(app: App, receiver: Receiver) -> None:
    channel(app, language="fr", with_excerpt=True, with_author=True)
    case(app, 1, EventKind.BREACHED)

    app.notify()

    [told] = receiver.told
    assert told.title == "P3 en retard : Maple & Finch"
    assert "De : Customer 1" in told.message
    assert "« Post number 1: where is my parcel? »" in told.message
    assert told.tone == "failure"


def test_an_alert_is_told_once_however_often_the_pass_runs(app: App, receiver: Receiver) -> None:
    channel(app)
    case(app, 1, EventKind.WARNED)

    for _ in range(3):
        app.notify()
        later(app, minutes=5)

    assert len(receiver.told) == 1
    assert states(app) == {OutboxState.SENT: 1}


def test_what_nobody_listens_to_is_not_kept_for_a_channel_of_tomorrow(app: App, receiver: Receiver) -> None:
    case(app, 1, EventKind.WARNED)
    app.notify()
    channel(app)

    app.notify()

    assert receiver.told == []


def test_what_waits_on_a_channel_that_is_no_more_waits_no_longer(app: App, receiver: Receiver) -> None:
    channel(app, quiet="14:00-16:00")
    case(app, 1, EventKind.WARNED)
    app.notify()
    with app.desk.write() as connection:
        connection.exec_driver_sql("update config set is_removed = true where kind = 'channel'")

    summary = app.notify()

    assert summary.waiting == 0
    assert states(app) == {OutboxState.MOOT: 1}


def test_what_was_settled_long_ago_is_dropped(app: App, receiver: Receiver) -> None:
    channel(app)
    case(app, 1, EventKind.WARNED)
    app.notify()
    later(app, days=91)

    app.notify()

    assert states(app) == {}


def test_what_is_settled_before_anybody_heard_is_not_told(app: App, receiver: Receiver) -> None:
    channel(app)
    answered(app, case(app, 1, EventKind.WARNED))

    app.notify()

    assert receiver.told == []
    assert states(app) == {OutboxState.MOOT: 1}


@pytest.mark.parametrize(
    ("status", "problem"), [(500, "the receiver answered HTTP 500"), (0, "the receiver could not be reached")]
)
def test_a_failed_message_comes_again_under_its_id_and_only_until_it_arrives(
    app: App, receiver: Receiver, monkeypatch: pytest.MonkeyPatch, status: int, problem: str
) -> None:
    monkeypatch.setenv("REPWATCH_SECRET_TEAM", receiver.url if status else receiver.url.replace("rto=8", "rto=0.3"))
    channel(app)
    case(app, 1, EventKind.BREACHED)
    receiver.statuses.extend([status, status])

    app.notify()
    assert outbox.problems(app.desk) == {CHANNEL: problem}
    app.notify()
    assert len(receiver.told) == 1
    later(app, minutes=2)
    app.notify()
    monkeypatch.setenv("REPWATCH_SECRET_TEAM", receiver.url)
    for _ in range(2):
        later(app, minutes=2)
        app.notify()

    assert len({told.reference for told in receiver.told}) == 1
    assert len(receiver.told) == 3
    assert states(app) == {OutboxState.SENT: 1}


def test_a_failing_channel_holds_up_no_other(app: App, receiver: Receiver, monkeypatch: pytest.MonkeyPatch) -> None:
    channel(app, "other")
    monkeypatch.setenv("REPWATCH_SECRET_OTHER", "json://127.0.0.1:1/")
    channel(app)
    case(app, 1, EventKind.WARNED)

    summary = app.notify()

    assert (summary.messages, summary.waiting) == (1, 1)
    assert len(receiver.told) == 1


def test_many_at_once_are_one_message_that_names_ten(app: App, receiver: Receiver) -> None:
    channel(app)
    warned(app, range(1, 31))

    app.notify()

    [told] = receiver.told
    assert told.title == "30 alerts at once"
    assert told.message.count("/?case=") == 10
    assert "and 20 more" in told.message
    assert states(app) == {OutboxState.SENT: 30}


def test_the_limit_of_an_hour_holds_and_its_surplus_comes_later_as_one(app: App, receiver: Receiver) -> None:
    channel(app, per_hour=2)
    for number in range(1, 6):
        case(app, number, EventKind.BREACHED)
        app.notify()
        later(app, minutes=5)
    assert len(receiver.told) == 2

    later(app, minutes=60)
    app.notify()

    assert [told.title for told in receiver.told][2:] == ["3 alerts at once"]
    assert states(app) == {OutboxState.SENT: 5}


@pytest.mark.parametrize("severity", [Severity.P1, Severity.P3])
def test_quiet_hours_put_off_all_but_the_urgent(app: App, receiver: Receiver, severity: Severity) -> None:
    channel(app, quiet="14:00-16:00")
    case(app, 1, EventKind.BREACHED, severity=severity)

    app.notify()
    told_at_once = len(receiver.told)
    later(app, hours=2)
    app.notify()

    assert told_at_once == (severity is Severity.P1)
    assert len(receiver.told) == 1


def test_killed_between_the_mark_and_the_send_nothing_is_sent_twice_and_nothing_forgotten(
    app: App, installed: Installed, receiver: Receiver
) -> None:
    channel(app)
    case(app, 1, EventKind.WARNED)
    receiver.statuses.append(0)  # it has the message, and the sender never hears so
    with Child(told_cases.notify, Place(home=installed.home)) as child:
        child.hears("ready")
        child.go_on()
        receiver.hears()
    assert states(app) == {OutboxState.SENDING: 1}

    outbox.after_crash(app.desk, channels=[], now=START + timedelta(days=400))
    case(app, 2, EventKind.WARNED)
    app.notify()

    assert states(app) == {OutboxState.UNSURE: 1, OutboxState.SENT: 1}
    assert len({told.reference for told in receiver.told}) == len(receiver.told) == 2
    assert "Earlier alerts that may not have arrived: 1." in receiver.told[1].message
    assert "1 unsure" in installed.run("doctor", code=1).output


def test_a_channel_may_ask_for_a_repeat_after_a_crash_which_has_the_same_id(app: App, receiver: Receiver) -> None:
    channel(app, after_crash="resend")
    case(app, 1, EventKind.WARNED)
    app.notify()
    [line] = receiver.told
    with app.desk.write() as connection:
        connection.exec_driver_sql(
            "update alert_outbox set state = 'sending', lease_until = '2020-01-01 00:00:00.000000'"
        )

    app.notify()

    assert [told.reference for told in receiver.told] == [line.reference, line.reference]


def test_a_person_says_what_became_of_unsure_alerts(app: App, installed: Installed, receiver: Receiver) -> None:
    channel(app)
    case(app, 1, EventKind.WARNED)
    app.notify()
    for choice, expected in (("--arrived", OutboxState.SENT), ("--resend", OutboxState.SENT)):
        with app.desk.write() as connection:
            connection.exec_driver_sql("update alert_outbox set state = 'unsure'")

        installed.run("notify", choice, CHANNEL, "--now", START.isoformat())

        assert states(app) == {expected: 1}
    assert len(receiver.told) == 2


def test_the_address_is_in_no_log_and_no_answer(
    app: App,
    installed: Installed,
    receiver: Receiver,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    channel(app)
    case(app, 1, EventKind.WARNED)
    receiver.statuses.extend([500, 403])

    with caplog.at_level(logging.DEBUG):
        app.notify()
        tested = installed.run("notify", "--test", CHANNEL, code=1)
    listed = installed.run("notify", "--list")

    seen = caplog.text + "".join(capfd.readouterr()) + tested.output + listed.output
    assert "hush-hush-token" not in seen
    assert "HTTP 403" in tested.output
    assert "HTTP 500" in listed.output


def test_a_test_message_says_that_it_is_one(app: App, installed: Installed, receiver: Receiver) -> None:
    channel(app)

    installed.run("notify", "--test", CHANNEL)

    assert [told.title for told in receiver.told] == ["A test from repwatch"]
    assert states(app) == {}


@pytest.mark.parametrize("address", ["", "json://a json://b"])
def test_an_address_that_is_none_is_told_by_the_name_of_its_variable(
    app: App, installed: Installed, receiver: Receiver, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    monkeypatch.setenv("REPWATCH_SECRET_TEAM", address)
    channel(app)
    case(app, 1, EventKind.WARNED)

    summary = app.notify()

    assert (summary.messages, summary.waiting, summary.failed) == (0, 1, 0)
    assert "REPWATCH_SECRET_TEAM" in installed.run("notify", "--test", CHANNEL, code=1).output
    assert "REPWATCH_SECRET_TEAM" in installed.run("doctor", code=1).output


def test_an_unknown_channel_is_named(installed: Installed) -> None:
    assert "there is no channel 'nobody'" in installed.run("notify", "--test", "nobody", code=2).output


def test_without_channels_everything_still_runs(installed: Installed) -> None:
    assert installed.json("notify") == dict.fromkeys(
        ("raised", "messages", "alerts", "waiting", "moot", "unsure", "failed"), 0
    )
    assert "No channel" in installed.run("notify", "--list").output


def test_a_clock_that_ran_ahead_and_was_set_back_silences_nobody(app: App, receiver: Receiver) -> None:
    channel(app, per_hour=1)
    later(app, days=365)
    case(app, 1, EventKind.WARNED, now=app.now())
    app.notify()
    later(app, hours=2)
    receiver.statuses.append(500)
    case(app, 2, EventKind.WARNED, now=app.now())
    app.notify()

    later(app, days=-365)
    app.notify()

    assert [told.title for told in receiver.told] == ["P3 at risk: Maple & Finch"] * 3
    assert states(app) == {OutboxState.SENT: 2}
