"""The use cases' view of the two stores, each under the lease that its step holds."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from repwatch import clock
from repwatch.holding import LASTS
from triage.events import EventKind
from triage.staffing import Staffing
from triage.ticking import Policies
from warehouse import casework, config, feed, following, leases, scores, verdicts, write
from warehouse.casework import CaseWork, Worked
from warehouse.desk import Desk
from warehouse.following import Followed
from warehouse.lake import Lake
from warehouse.leases import Lease
from warehouse.scores import Key
from warehouse.verdicts import Thread, ThreadRows

FOLLOWED = 500
"""Cases whose posts one run looks at again, waiting ones first: what a queue of people can hold in a day."""
GOES_ON = timedelta(days=14)
"""Customers seldom come back below a post that is older."""
RECENT = timedelta(days=7)
"""Later, a post is seldom edited or deleted, unless a case keeps it in sight."""
RECENT_LOOKS = 100
"""Recent posts that one run looks at; the next run goes on behind them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CollectStore:
    """Pages into the lake, owned accounts into the desk."""

    desk: Desk
    lake: Lake
    now: datetime

    def cursor_of(self, target_id: str) -> str | None:
        """Where the last pull of a target ended."""
        return write.cursor_of(self.lake, target_id)

    def load_page(self, page: write.PageLoad) -> write.Loaded:
        """Store one page."""
        return write.load_page(self.lake, page, now=self.now)

    def own(self, accounts: Iterable[config.OwnedAccount]) -> None:
        """Learn accounts that speak for a brand."""
        config.own(self.desk, accounts)

    def followed(self, target_id: str) -> Sequence[Followed]:
        """Posts of cases that wait or may go on, as far as the target has seen them."""
        return following.followed(self.desk, self.lake, target_id=target_id, since=self.now - GOES_ON, limit=FOLLOWED)

    def recent(self, target_id: str) -> Sequence[Followed]:
        """The next of the posts that are young enough to change."""
        since = self.now - RECENT
        return following.recent(
            self.desk, self.lake, target_id=target_id, since=since, now=self.now, limit=RECENT_LOOKS
        )

    def renew(self, lease: Lease) -> None:
        """Hold the target for longer."""
        leases.renew(self.desk, lease, now=clock.now(), lasts=LASTS)


@dataclass(frozen=True, slots=True, kw_only=True)
class RatingStore:
    """Posts that wait for a score; a scorer's place in the feed is its own, so a new version starts over."""

    desk: Desk
    lake: Lake
    lease: Lease
    now: datetime

    def waiting(self, version: str) -> tuple[list[Key], int]:
        """Keys of posts without a score by this version."""
        return scores.waiting(self.lake, since=feed.position(self.desk, f"score:{version}"), version=version)

    def posts(self, keys: Sequence[Key]) -> list[dict[str, Any]]:
        """What is read of these posts."""
        return scores.posts(self.lake, keys)

    def save(self, rows: Sequence[dict[str, Any]]) -> None:
        """Store scores."""
        scores.save(self.lake, rows, lease=self.lease)
        leases.renew(self.desk, self.lease, now=clock.now(), lasts=LASTS)

    def done(self, version: str, snapshot_id: int) -> None:
        """Everything up to this snapshot is scored."""
        feed.move(self.desk, f"score:{version}", snapshot_id, now=self.now)
        feed.forget(self.desk, prefix="score:", but=f"score:{version}")


@dataclass(frozen=True, slots=True, kw_only=True)
class VerdictStore:
    """Threads in, promises and verdicts out, cases kept in the desk."""

    desk: Desk
    lake: Lake
    lease: Lease
    now: datetime
    is_full: bool = False

    def changed(self) -> tuple[list[Thread], int]:
        """Threads to look at."""
        since = None if self.is_full else feed.position(self.desk, "triage")
        return verdicts.changed(self.lake, since=since)

    def read(self, threads: Sequence[Thread]) -> ThreadRows:
        """Everything the lake holds of these threads."""
        return verdicts.read(self.lake, threads)

    def known_answers(self, case_ids: Sequence[str]) -> frozenset[str]:
        """Native ids of posts that these cases recorded as answers."""
        return casework.answers_of(self.desk, case_ids)

    def known_cases(self, case_ids: Sequence[str]) -> frozenset[str]:
        """Those of these cases that exist."""
        return casework.known(self.desk, case_ids)

    def save(self, *, promises: Sequence[dict[str, Any]], answers: Sequence[dict[str, Any]]) -> None:
        """Store promises and verdicts."""
        verdicts.save(self.lake, promises=promises, answers=answers, lease=self.lease)
        leases.renew(self.desk, self.lease, now=clock.now(), lasts=LASTS)

    def work(self, works: Sequence[CaseWork], *, now: datetime) -> Worked:
        """Open and update cases, a few hundred per transaction."""
        return casework.work_cases(self.desk, works, now=now)

    def tick(self, *, now: datetime, policies: Policies, staffing: Staffing) -> Counter[EventKind]:
        """Record what time alone brings."""
        return casework.tick_all(self.desk, now=now, policies=policies, staffing=staffing)

    def done(self, snapshot_id: int) -> None:
        """Everything up to this snapshot is decided."""
        feed.move(self.desk, "triage", snapshot_id, now=self.now)
