"""Wires clock, stores, sources and scorer together, in one place."""

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

import collectors
from collectors.base import Source
from collectors.guard import Guard
from collectors.http import HttpClient
from repwatch import (
    business,
    clock,
    collecting,
    grouping,
    importing,
    learning,
    maintaining,
    models,
    rating,
    steadiness,
    telling,
    tracing,
    triaging,
)
from repwatch.collecting import CollectSummary
from repwatch.faring import noted
from repwatch.holding import held
from repwatch.learning import Learnt
from repwatch.logs import configure
from repwatch.maintaining import MaintainSummary
from repwatch.notify import NotifySummary, Office
from repwatch.rating import ScoreSummary
from repwatch.roles import Actor, Role
from repwatch.sending import Courier
from repwatch.settings import SECRET_PREFIX, Settings, load
from repwatch.source_health import SourceHealth, healths
from repwatch.stores import CollectStore, RatingStore, VerdictStore
from repwatch.templates import Playbook, PlaybookError
from repwatch.threadview import Owners
from repwatch.triaging import Missed, Rules, TriageSummary
from scoring.complaint import Models
from scoring.pipeline import Scorer
from triage.actions import NotAllowedError
from triage.mention import MentionKey, Target
from triage.urgency import Weights
from warehouse import build, config, verdicts
from warehouse.build import BuildSummary
from warehouse.desk import Desk
from warehouse.lake import Lake
from warehouse.leases import Lease
from warehouse.migrate import migrate, pending, pending_desk
from warehouse.pauses import Pauses

Progress = Callable[[int, int], None]
_A_PERSONS = timedelta(seconds=10)
"""How long somebody who clicked waits for a pass to end, before they are told to try again."""


class NotReadyError(Exception):
    """The stores are not at the version this code needs; the message says which command helps."""


def _require_none(waiting: list[str]) -> None:
    if waiting:
        raise NotReadyError(f"The warehouse needs {', '.join(waiting)}: run `repwatch migrate` (or `repwatch init`).")


def quiet(_done: int, _all: int) -> None:
    """Progress that nobody watches."""


@dataclass(slots=True, kw_only=True)
class App:
    """The use cases over open stores. `fixed_now` pins the instant that work is done for; leases keep real time."""

    settings: Settings
    desk: Desk
    lake: Lake
    fixed_now: datetime | None = None

    @classmethod
    def open(cls, settings: Settings, *, now: datetime | None = None) -> "App":
        """Open both stores without looking at them; `close` gives them back."""
        settings.home.mkdir(mode=0o700, parents=True, exist_ok=True)  # what customers wrote is for its owner's eyes
        configure(settings.log_level)
        lake = Lake(catalog=settings.catalog, data_path=settings.data)
        return cls(settings=settings, desk=Desk(settings.desk), lake=lake, fixed_now=now)

    def close(self) -> None:
        """Give both stores back."""
        self.lake.close()
        self.desk.close()

    def now(self) -> datetime:
        """The instant that work is done for."""
        return self.fixed_now or clock.now()

    def require_steady(self) -> None:
        """ClockJumpedError while the clock of this machine is not to be believed; an instant that is pinned is."""
        if self.fixed_now is None:
            steadiness.require_steady(self.settings.home, now=clock.now())

    def migrate(self) -> list[str]:
        """Bring both stores to this code's version; returns what was applied."""
        return migrate(self.desk, self.lake, now=self.now())

    def require_ready(self) -> None:
        """NotReadyError unless both stores are at this code's version."""
        _require_none(pending(self.desk, self.lake))

    def require_desk_ready(self) -> None:
        """The same of the desk alone, for who can do without the lake for a while."""
        _require_none(pending_desk(self.desk))

    def targets(self) -> list[Target]:
        """What is to be read."""
        return business.targets(self.desk)

    def collect(self, target_id: str, *, on_page: Callable[[int], None] = lambda _items: None) -> CollectSummary:
        """All three passes over one configured target: what is new, what changed, what was answered."""
        pulled = self.pull(target_id, on_page=on_page)
        return pulled.joined_by(self.recheck(target_id)).joined_by(self.answers(target_id))

    def pull(self, target_id: str, *, on_page: Callable[[int], None] = lambda _items: None) -> CollectSummary:
        """Read one configured target from its cursor to now."""
        return self._pull(self._target(target_id), is_backfill=False, on_page=on_page)

    def recheck(self, target_id: str) -> CollectSummary:
        """Look for edits and deletions among the waiting and the recent posts of a target."""
        with self._pass("recheck", self._target(target_id)) as its:
            return collecting.recheck(its.source, its.target, http=its.http, store=its.store, lease=its.lease)

    def answers(self, target_id: str) -> CollectSummary:
        """Look for answers to the posts of a target that wait for one."""
        with self._pass("answers", self._target(target_id)) as its:
            return collecting.answers(its.source, its.target, http=its.http, store=its.store, lease=its.lease)

    def import_file(
        self,
        path: Path,
        *,
        brand: str | None = None,
        source: str | None = None,
        columns: Sequence[str] = (),
        is_live: bool = False,
        on_page: Callable[[int], None] = lambda _items: None,
    ) -> CollectSummary:
        """Load a CSV or JSON Lines file; its rows are history unless `is_live`. A file read before adds nothing.

        `source` names the platform of rows that name none; `columns` are what the file calls columns, as text=Comment.
        """
        target = importing.target_of(path, brand=brand, source=source, columns=columns)
        with self.http() as http:
            importing.refuse_strangers(self.lake, collectors.load(target.collector), target, http=http)
        return self._pull(target, is_backfill=not is_live, on_page=on_page)

    def sources(self) -> list[SourceHealth]:
        """How each target fares."""
        return healths(self.desk, self.lake, self.targets(), now=self.now())

    def scorer(self, weights: Weights | None = None) -> Scorer:
        """The scorer with the models and the thresholds in force, and their weights unless others are given."""
        used = models.in_force(self.desk, self.settings.home)
        return Scorer(weights or business.weights(self.desk), models=used, cuts=business.cuts(self.desk))

    def learn(self, *, by: str, start: Models | None = None, activates: bool = True) -> Learnt:
        """Refit the scorer on what the team decided, and put it in force where it is better."""
        with held(self.desk, self.lake, "step:learn", clock=clock.now):
            return learning.learn(
                self.desk,
                self.lake,
                home=self.settings.home,
                by=by,
                now=self.now(),
                weights=business.weights(self.desk),
                start=start,
                activates=activates,
            )

    def score(self, *, on_batch: Progress = quiet) -> ScoreSummary:
        """Score what waits for it, by a clock in doubt too: when a post was scored is noted, and decides nothing."""
        scorer, now = self.scorer(), self.now()
        with held(self.desk, self.lake, "step:score", clock=clock.now) as lease:
            store = RatingStore(desk=self.desk, lake=self.lake, lease=lease, now=now)
            return rating.score_new(store, scorer, now=now, on_batch=on_batch)

    def triage(self, *, is_live: bool = False, is_full: bool = False, on_batch: Progress = quiet) -> TriageSummary:
        """Open cases, find answers, move the clocks."""
        self.require_steady()
        now, rules = self.now(), self._rules()
        with held(self.desk, self.lake, "step:triage", clock=clock.now) as lease:
            store = VerdictStore(desk=self.desk, lake=self.lake, lease=lease, now=now, is_full=is_full)
            return triaging.triage(
                store,
                rules=rules,
                owners=self._owners(rules),
                relevance=business.relevance(self.desk),
                now=now,
                is_live=is_live,
                on_batch=on_batch,
            )

    def mark_missed(self, key: MentionKey, *, by: Actor, brand: str | None = None) -> str:
        """Open the case of a post that no score asked for; `brand` is needed where it concerns several."""
        now = self.now()
        by.require(Role.AGENT, now=now)
        threads = verdicts.threads_of(self.lake, key)
        if not threads:
            raise NotAllowedError(f"No post {key.native_id!r} of {key.platform!r} was read.")
        named = brand or min(threads)
        if named not in threads or (brand is None and len(threads) > 1):
            raise NotAllowedError(f"Say for which brand: the post concerns {', '.join(sorted(threads))}.")
        missed = Missed(key=key, brand=named, thread_id=threads[named], by=by.name)
        rules = self._rules()
        with held(self.desk, self.lake, "step:triage", clock=clock.now, patience=_A_PERSONS) as lease:
            return triaging.open_missed(
                VerdictStore(desk=self.desk, lake=self.lake, lease=lease, now=now),
                missed,
                rules=rules,
                owners=self._owners(rules),
                relevance=business.relevance(self.desk),
                now=now,
            )

    def _rules(self) -> Rules:
        return Rules(
            policy=business.policy(self.desk),
            policies=business.policies_of(self.desk),
            staffing=business.staffing(self.desk),
        )

    def _owners(self, rules: Rules) -> Owners:
        return Owners.of(config.owned(self.desk), people=rules.staffing.people)

    def build(self, *, is_full: bool = False) -> BuildSummary:
        """Bring the marts up to date, and group complaints where enough are new."""
        # what became of answers is judged as of now, and the hour of a grouping puts off the next
        self.require_steady()
        with held(self.desk, self.lake, "step:build", clock=clock.now) as lease:
            zone, now = self.settings.business_zone, self.now()
            built = build.build(self.desk, self.lake, zone=zone, lease=lease, now=now, is_full=is_full)
            answers = tracing.settle(self.desk, self.lake, self._playbook(), now=now, is_full=is_full)
            complaints = grouping.group_due(self.desk, self.lake, now=now)
            return replace(built, answers=answers, complaints=complaints)

    def _playbook(self) -> Playbook:
        try:
            return business.playbook(self.desk, self.settings.playbook)
        except PlaybookError:
            # told where drafts are made; no reason to know nothing of answers
            return Playbook.load()

    def notify(self) -> NotifySummary:
        """Tell people what they asked to be told."""
        self.require_steady()
        with held(self.desk, self.lake, "step:notify", clock=clock.now):
            outlets = business.outlets(self.desk, zone=self.settings.business_zone)
            return telling.tell(
                self.office(),
                self.lake,
                outlets=outlets,
                targets=self.targets(),
                rules=business.spikes(self.desk),
                now=self.now(),
            )

    def office(self) -> Office:
        """What it takes to send alerts."""
        return Office(
            desk=self.desk,
            carrier=Courier(secret=secret),
            console=self.settings.console,
            titles=business.titles(self.desk),
            clock=clock.now,
        )

    def maintain(self) -> MaintainSummary:
        """Forget texts whose time is up, merge small files, let go of snapshots that nobody reads any more."""
        self.require_steady()
        return maintaining.maintain(self.desk, self.lake, self.targets(), now=clock.now())

    def http(self) -> HttpClient:
        """A guarded client with this installation's name and credentials."""
        return HttpClient(
            contact=self.settings.contact,
            now=self.now,
            secrets=secret,
            guard=Guard(allow_hosts=frozenset(self.settings.allow_hosts)),
            pauses=Pauses(desk=self.desk),
        )

    def _target(self, target_id: str) -> Target:
        found = {target.id: target for target in self.targets()}
        if target_id not in found:
            raise business.BusinessError(
                f"There is no target {target_id!r}; known are {', '.join(sorted(found)) or 'none'}."
            )
        return found[target_id]

    def _pull(self, target: Target, *, is_backfill: bool, on_page: Callable[[int], None]) -> CollectSummary:
        with self._pass("pull", target) as its:
            return collecting.pull(
                its.source,
                target,
                http=its.http,
                store=its.store,
                lease=its.lease,
                until=its.store.now,
                is_backfill=is_backfill,
                on_page=on_page,
            )

    @contextmanager
    def _pass(self, step: str, target: Target) -> Iterator["_Pass"]:
        """What a pass over a target needs, held for the block; how it ended is noted for people."""
        self.require_steady()
        with noted(self.desk, target.id, step=step, clock=clock.now):
            source = collectors.load(target.collector)
            store = CollectStore(desk=self.desk, lake=self.lake, now=self.now())
            with self.http() as http, held(self.desk, self.lake, target.id, clock=clock.now) as lease:
                yield _Pass(source=source, target=target, http=http, store=store, lease=lease)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Pass:
    source: Source
    target: Target
    http: HttpClient
    store: CollectStore
    lease: Lease


@contextmanager
def open_app(settings: Settings | None = None, now: datetime | None = None) -> Iterator[App]:
    """Open the installation that the settings name, ready for work."""
    app = App.open(settings or load(), now=now)
    try:
        app.require_ready()
        yield app
    finally:
        app.close()


def secret(name: str) -> str | None:
    """A credential from the environment: REPWATCH_SECRET_<NAME>."""
    return os.environ.get(SECRET_PREFIX + name.upper().replace("-", "_"))
