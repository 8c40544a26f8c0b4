"""A month of a care desk: posts, customers, agents and the clock, in a process that may be killed at any instant."""

import json
import pickle
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

from repwatch import notify
from repwatch.alert_words import Message
from repwatch.channels import Outlet, outlet
from repwatch.logs import configure
from repwatch.notify import Office
from tests.servers.places import START
from tests.servers.processes import Say
from triage.actions import NotAllowedError, dismiss, note, record_answer, release, snooze
from triage.case import CaseStatus, case_id_of
from triage.conversation import Message as Said
from triage.conversation import conversations
from triage.events import SYSTEM, Detail, DismissReason, Event, EventKind, Outcome
from triage.mention import MentionKey, ReplyVisibility
from triage.policy import Policy, Rule, Subject
from triage.reconcile import Reply
from triage.running import Runs
from triage.sla import Timer
from triage.staffing import BreachRule, Level, Staffing, Team
from triage.urgency import Severity
from warehouse import acts, casework, feed, lines, queue
from warehouse.cases import CaseFacts, StaleCaseError, act
from warehouse.casework import CaseWork
from warehouse.desk import Desk
from warehouse.lines import QueueRow
from warehouse.tabs import Filters, Tab

BRAND, PLATFORM = "maple-finch", "forum"
INTERVAL = timedelta(minutes=30)
HOUR = timedelta(hours=1)
TARGETS = {Severity.P1: HOUR, Severity.P2: 4 * HOUR, Severity.P3: 24 * HOUR, Severity.P4: 36 * HOUR}
RULE = Rule(
    name="everyone",
    targets=TARGETS,
    next_targets={Severity.P1: HOUR / 2},
    resolution_targets={severity: 3 * target for severity, target in TARGETS.items()},
)
POLICY = Policy(version=1, rules=(RULE,))
STAFF = Staffing(
    teams=(Team(name="francophone", langs=frozenset({"fr"})), Team(name="general")),
    levels=(Level(name="lead"), Level(name="manager")),
    on_breach=(BreachRule(level=1, timers=frozenset({Timer.FIRST}), severities=frozenset({Severity.P1, Severity.P2})),),
    claim_lasts=2 * HOUR,
    follow_up_after=72 * HOUR,
)
OUTLET: Outlet = outlet("desk", {"url_secret": "desk", "per_hour": 1000}, zone="UTC")


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How large a month is, and where it happens."""

    home: Path
    days: float
    posts: int
    agents: int

    @property
    def intervals(self) -> int:
        return int(timedelta(days=self.days) / INTERVAL)

    @property
    def desk_url(self) -> str:
        return f"sqlite:///{self.home / 'desk.sqlite'}"

    @property
    def told(self) -> Path:
        """Every message that the receiver got, one a line."""
        return self.home / "told.jsonl"

    @property
    def progress(self) -> Path:
        """The last interval that began."""
        return self.home / "progress"

    @property
    def stage(self) -> Path:
        """What the process was doing last."""
        return self.home / "stage"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Fact:
    """One message of a thread, when it was written, and when we can see it; `gone_at` is when it vanished."""

    native_id: str
    written_at: datetime
    seen_at: datetime
    is_brand: bool = False
    gone_at: datetime | None = None


def live(say: Say, plan: Plan) -> int:
    """Go on from the interval that was not finished, to the end of the month; returns how many intervals were lived."""
    configure("error")
    say("ready")
    desk = Desk(plan.desk_url)
    threads = _threads(plan)
    waking = _waking(threads)
    first = feed.position(desk, "simulation") or 0
    for number in range(first, plan.intervals + 1):
        now = START + (number + 1) * INTERVAL
        plan.progress.write_text(str(number))
        plan.stage.write_text("triage")
        works = [_work(post, threads[post], now=now) for post in waking.get(number, ())]
        casework.work_cases(desk, works, now=now)
        casework.tick_all(desk, now=now, policies=lambda _: POLICY, staffing=STAFF)
        plan.stage.write_text("notify")
        tell(desk, plan, now=now)
        plan.stage.write_text("agents")
        for agent in range(plan.agents):
            _work_once(desk, Random(f"{number} {agent}"), me=f"agent-{agent}", now=now)
        feed.move(desk, "simulation", number + 1, now=now)
    desk.close()
    return plan.intervals + 1 - first


def tell(desk: Desk, plan: Plan, *, now: datetime) -> None:
    """Send what waits, to a receiver that writes it down."""
    office = Office(desk=desk, carrier=Receiver(path=plan.told), console="", titles={}, clock=lambda: now)
    notify.take_in(desk, [OUTLET], now=now)
    notify.send_all(office, [OUTLET], now=now)


@dataclass(frozen=True, slots=True, kw_only=True)
class Receiver:
    """Takes every message, and tells which."""

    path: Path

    def send(self, url_secret: str, message: Message) -> None:
        with self.path.open("a", encoding="utf-8") as file:
            file.write(json.dumps({"id": message.message_id}) + "\n")


def severity_of(number: int) -> Severity:
    """The severity of a post."""
    return Random(f"severity {number}").choices(list(Severity), [1, 3, 8, 8])[0]


def _threads(plan: Plan) -> list[list[_Fact]]:
    """What happens on the platform, made once: a process that starts again finds it."""
    kept = plan.home / "threads.pickle"
    if not kept.exists():
        draft = kept.with_suffix(".draft")
        draft.write_bytes(pickle.dumps([list(_thread(plan, number)) for number in range(plan.posts)]))
        draft.replace(kept)
    threads: list[list[_Fact]] = pickle.loads(kept.read_bytes())
    return threads


def _thread(plan: Plan, number: int) -> Iterator[_Fact]:
    random = Random(f"thread {number}")
    posted = START + random.random() * (timedelta(days=plan.days) - 5 * HOUR)
    seen = posted + timedelta(minutes=random.choice([1, 1, 3, 5, 10, 240]))
    gone_at = seen + random.uniform(1, 60) * HOUR if random.random() < 0.03 else None
    yield _Fact(native_id=f"p{number}", written_at=posted, seen_at=seen, gone_at=gone_at)
    at = posted
    for turn in range(random.choices([0, 1, 2, 3], [50, 25, 15, 10])[0]):
        at += random.expovariate(1 / 6) * HOUR
        visible = max(at + timedelta(minutes=5), seen)
        lost = visible + random.uniform(1, 20) * HOUR if random.random() < 0.02 else None
        yield _Fact(native_id=f"p{number}-{turn}", written_at=at, seen_at=visible, is_brand=turn % 2 == 0, gone_at=lost)


def _waking(threads: Sequence[Sequence[_Fact]]) -> dict[int, list[int]]:
    """In which interval which threads are looked at, because something of them came or went."""
    found: dict[int, list[int]] = {}
    for number, thread in enumerate(threads):
        moments = [fact.seen_at for fact in thread] + [fact.gone_at for fact in thread if fact.gone_at]
        for interval in sorted({int((moment - START) / INTERVAL) for moment in moments}):
            found.setdefault(interval, []).append(number)
    return found


def _work(number: int, thread: Sequence[_Fact], *, now: datetime) -> CaseWork:
    seen = [fact for fact in thread if fact.seen_at <= now]
    opener, severity = seen[0], severity_of(number)
    random = Random(f"facts {number}")
    lang, topic, author = random.choice(["en", "fr"]), random.choice(["delivery", "refund"]), f"c{number // 3}"
    [conversation] = conversations([_said(fact, opener, author=author, now=now) for fact in seen])
    replies = tuple(
        Reply(
            native_id=fact.native_id,
            created_at=fact.written_at,
            promise=POLICY.promise(
                Subject(brand=BRAND, platform=PLATFORM, severity=severity), starts_at=fact.written_at, timer=Timer.NEXT
            ),
            detected_at=fact.seen_at,
        )
        for fact in seen[1:]
        if not fact.is_brand and not (fact.gone_at and fact.gone_at <= now)
    )
    facts = CaseFacts(
        lang=lang,
        topic=topic,
        customer_type="",
        excerpt=f"post {number}",
        author_id=author,
        author_name=author,
        url=None,
        reason="",
    )
    opened = _opened(opener, severity, team="francophone" if lang == "fr" else "general", now=now)
    return CaseWork(opened=opened, facts=facts, conversation=conversation, replies=replies)


def _said(fact: _Fact, opener: _Fact, *, author: str, now: datetime) -> Said:
    return Said(
        native_id=fact.native_id,
        parent_id=None if fact is opener else opener.native_id,
        author_id="brand" if fact.is_brand else author,
        created_at=fact.written_at,
        is_created_at_known=True,
        is_brand=fact.is_brand,
        is_gone=fact.gone_at is not None and fact.gone_at <= now,
        reply_visibility=ReplyVisibility.THREAD,
    )


def _opened(opener: _Fact, severity: Severity, *, team: str, now: datetime) -> Event:
    promise = POLICY.promise(Subject(brand=BRAND, platform=PLATFORM, severity=severity), starts_at=opener.written_at)
    clock = POLICY.clock(RULE, severity, Timer.RESOLUTION)
    assert clock is not None
    runs = Runs(past=(), since=opener.written_at)
    key = MentionKey(platform=PLATFORM, native_id=opener.native_id)
    details: dict[str, Detail] = {
        "brand": BRAND,
        "platform": PLATFORM,
        "native_id": opener.native_id,
        "severity": severity.value,
        "urgency": 50,
        "team": team,
        "posted_at": opener.written_at.isoformat(),
        "detected_at": opener.seen_at.isoformat(),
        "warn_at": promise.warn_at.isoformat(),
        "due_at": promise.due_at.isoformat(),
        "resolve_warn_at": clock.warn_at(runs).isoformat(),
        "resolve_due_at": clock.due_at(runs).isoformat(),
        "policy_version": 1,
        "rule": RULE.name,
    }
    return Event(
        case_id=case_id_of(BRAND, key),
        version=1,
        kind=EventKind.OPENED,
        occurred_at=opener.written_at,
        recorded_at=now,
        actor=SYSTEM,
        details=details,
    )


def _work_once(desk: Desk, random: Random, *, me: str, now: datetime) -> None:
    """What one agent does between two intervals: nothing at night, else one act on one case."""
    if now.hour < 12 or random.random() < 0.3:
        return
    tab = random.choices([Tab.MINE, Tab.UNASSIGNED, Tab.DONE], [5, 4, 1])[0]
    rows = queue.page(desk, tab=tab, me=me, filters=Filters(), now=now, size=10).rows
    if not rows:
        return
    # colleagues look at the same page, so that now and then one is second
    with suppress(NotAllowedError, StaleCaseError):
        _act(desk, random.choice(rows), random, me=me, now=now)


def _act(desk: Desk, row: QueueRow, random: Random, *, me: str, now: datetime) -> None:  # noqa: C901 -- one line per act
    case_id, seen = row.case_id, row.version
    if row.status in {CaseStatus.ANSWERED, CaseStatus.RESOLVED}:
        if random.random() < 0.2:
            acts.undo(desk, case_id, by=me, now=now, seen_version=seen, policies=lambda _: POLICY)
        elif row.status is CaseStatus.RESOLVED:
            acts.follow_up(desk, case_id, by=me, now=now, seen_version=seen)
        else:
            outcome = random.choice(list(Outcome))
            acts.resolve(desk, case_id, by=me, now=now, outcome=outcome, seen_version=seen, staffing=STAFF)
        return
    if row.owner is None:
        acts.claim(desk, case_id, by=me, now=now, seen_version=seen, staffing=STAFF)
        return
    match random.choices(["answer", "snooze", "note", "dismiss", "assign", "more", "rare"], [50, 8, 10, 6, 5, 8, 13])[
        0
    ]:
        case "answer":
            act(desk, case_id, lambda case, _: record_answer(case, by=me, now=now), seen_version=seen)
        case "snooze":
            until = now + random.choice([1, 5, 20]) * HOUR
            act(desk, case_id, lambda case, _: snooze(case, by=me, now=now, until=until), seen_version=seen)
        case "note":
            act(desk, case_id, lambda case, _: note(case, by=me, now=now), seen_version=seen)
        case "dismiss":
            reason = random.choice(list(DismissReason))
            act(desk, case_id, lambda case, _: dismiss(case, by=me, now=now, reason=reason), seen_version=seen)
        case "assign":
            acts.assign(desk, case_id, to=f"agent-{random.randrange(20)}", by=me, now=now, staffing=STAFF)
        case "more":
            severity = random.choice(list(Severity))
            acts.change_severity(desk, case_id, severity=severity, by=me, now=now, policies=lambda _: POLICY)
        case _:
            _act_rarely(desk, row, random, me=me, now=now)


def _act_rarely(desk: Desk, row: QueueRow, random: Random, *, me: str, now: datetime) -> None:
    others = lines.alike(desk, row.case_id)
    if others:
        acts.merge(desk, row.case_id, into=others[0].case_id, by=me, now=now)
    elif random.random() < 0.3:
        acts.escalate(desk, row.case_id, reason="authority", by=me, now=now, staffing=STAFF)
    elif random.random() < 0.5:
        act(desk, row.case_id, lambda case, _: release(case, by=me, now=now))
    else:
        acts.undo(desk, row.case_id, by=me, now=now, policies=lambda _: POLICY)
