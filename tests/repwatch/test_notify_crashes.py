"""However often senders die, every alert is told at most once and none is forgotten."""

import random
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import pytest

from repwatch import business, notify
from repwatch.alert_words import Message
from repwatch.notify import Office
from repwatch.sending import UndeliveredError
from repwatch.wiring import App
from tests.repwatch import told_cases
from tests.repwatch.installed import START, Installed
from tests.repwatch.told_cases import CHANNEL, channel, warned
from tests.servers.places import Place
from tests.servers.processes import killed_after
from tests.servers.receiver import Receiver
from triage.events import EventKind
from warehouse import outbox
from warehouse.outbox import OutboxState


class KilledError(BaseException):
    """The process ends here."""


class Mortal:
    """A carrier that sometimes refuses and sometimes dies, before or after the receiver has the message."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        self.cases: Counter[str] = Counter()

    def send(self, url_secret: str, message: Message) -> None:
        match self._chance.random():
            case fate if fate < 0.15:
                raise UndeliveredError("the receiver answered HTTP 500")
            case fate if fate < 0.3:
                raise KilledError
        self.cases.update(line.rpartition("?case=")[2] for line in message.body.splitlines() if "?case=" in line)
        if self._chance.random() < 0.2:
            raise KilledError


@pytest.mark.parametrize(
    ("seed", "hours"), [(0, 1), *(pytest.param(seed, 9, marks=pytest.mark.long) for seed in range(3))]
)
def test_no_case_is_told_twice_and_none_is_forgotten(app: App, seed: int, hours: int) -> None:
    chance = random.Random(seed)
    carrier = Mortal(chance)
    channel(app)
    number, now, alive = 0, START, 0
    while now < START + timedelta(hours=hours):
        now += timedelta(minutes=5)
        for _ in range(chance.randrange(3)):
            number += 1
            told_cases.case(app, number, EventKind.WARNED, now=now, due_in=timedelta(days=2))
        alive += _pass(app, carrier, now=now)

    while outbox.lines(app.desk, CHANNEL) or OutboxState.SENDING in outbox.counts(app.desk)[CHANNEL]:
        now += timedelta(minutes=30)
        alive += _pass(app, carrier, now=now)

    states = outbox.counts(app.desk)[CHANNEL]
    assert alive
    assert max(carrier.cases.values()) == 1
    assert states[OutboxState.SENT] <= carrier.cases.total() <= states[OutboxState.SENT] + states[OutboxState.UNSURE]
    assert sum(states.values()) == number
    assert set(states) == {OutboxState.SENT, OutboxState.UNSURE}


def _pass(app: App, carrier: Mortal, *, now: datetime) -> bool:
    """One pass, five minutes after the last; whether it lived to its end."""
    office = Office(desk=app.desk, carrier=carrier, console="", titles={}, clock=lambda: now)
    outlets = business.outlets(app.desk, zone="UTC")
    try:
        notify.take_in(app.desk, outlets, now=now)
        notify.send_all(office, outlets, now=now)
    except KilledError:
        return False
    return True


@pytest.fixture
def receiver(monkeypatch: pytest.MonkeyPatch) -> Iterator[Receiver]:
    with Receiver() as server:
        monkeypatch.setenv("REPWATCH_SECRET_TEAM", server.url)
        yield server


@pytest.mark.long
@pytest.mark.loopback
@pytest.mark.parametrize("kills", [40])
def test_processes_killed_at_any_instant_tell_no_case_twice(
    app: App, installed: Installed, receiver: Receiver, kills: int, record_property: Callable[[str, object], None]
) -> None:
    channel(app, per_hour=1000)
    place = Place(home=installed.home)
    for number in range(kills):
        warned(app, range(3 * number, 3 * number + 3))
        killed_after(random.uniform(0, 0.4), told_cases.notify, place)

    # one that nothing kills, for on a busy machine none of the others may come as far as telling
    warned(app, range(3 * kills, 3 * kills + 1))
    outbox.after_crash(app.desk, channels=[], now=START + timedelta(days=9999))
    app.notify()

    cases = Counter(line for told in receiver.told for line in told.message.splitlines() if "?case=" in line)
    states = outbox.counts(app.desk)[CHANNEL]
    record_property("states", states)
    assert max(cases.values()) == 1
    assert sum(states.values()) == 3 * kills + 1
    assert set(states) <= {OutboxState.SENT, OutboxState.UNSURE}
