"""Cases with something to tell, on a channel with a real receiver."""

from collections.abc import Iterable
from contextlib import closing
from datetime import datetime, timedelta

from repwatch import business
from repwatch.wiring import App
from tests.dashboard.cases import facts, opened
from tests.repwatch.installed import START
from tests.servers.places import Place
from tests.servers.processes import Say
from triage.events import SYSTEM, Detail, Event, EventKind
from triage.urgency import Severity
from warehouse.cases import act, append, open_cases

CHANNEL = "team"


def channel(app: App, name: str = CHANNEL, **body: object) -> None:
    """Configure a channel whose address is in REPWATCH_SECRET_<NAME>."""
    entry = {"url_secret": name, "zone": "UTC", **body}
    business.put_all(app.desk, {"channel": {name: entry}}, by="ann", now=START)


def case(
    app: App,
    number: int,
    *kinds: EventKind,
    now: datetime = START,
    due_in: timedelta = timedelta(minutes=30),
    severity: Severity = Severity.P3,
    **details: Detail,
) -> str:
    """A case that is due soon, with these events a moment ago; returns its id."""
    first = opened(number, now=now, due_in=due_in, severity=severity)
    with app.desk.write() as connection:
        open_cases(connection, [(first, facts(number))])
        history = [first]
        for kind in kinds:
            event = Event(
                case_id=first.case_id,
                version=len(history) + 1,
                kind=kind,
                occurred_at=now,
                recorded_at=now,
                actor=SYSTEM,
                details=details,
            )
            append(connection, history, [event])
            history.append(event)
    return first.case_id


def answered(app: App, case_id: str) -> None:
    """Somebody answers a case in public."""
    act(
        app.desk,
        case_id,
        lambda case, _: Event(
            case_id=case_id,
            version=case.version + 1,
            kind=EventKind.ANSWERED,
            occurred_at=START,
            recorded_at=START,
            actor="ann",
        ),
    )


def warned(app: App, numbers: Iterable[int], *, severity: Severity = Severity.P3) -> list[str]:
    """Several cases at risk."""
    return [case(app, number, EventKind.WARNED, severity=severity) for number in numbers]


def notify(say: Say, place: Place) -> dict[str, int | str]:
    """One pass in a process of its own."""
    with closing(App.open(place.settings, now=START)) as app:
        say("ready")
        return app.notify().as_dict()
