"""Both stores with the few steps that tests take again and again: hold a target, load a page, count rows."""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from triage.mention import Item, Kind, State
from warehouse import fence, leases, sql, write
from warehouse.batch import Incoming
from warehouse.desk import Desk
from warehouse.lake import Lake
from warehouse.leases import Lease
from warehouse.write import Loaded, PageLoad

NOW = datetime(2026, 3, 2, 15, tzinfo=UTC)
HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stores:
    """A desk and a lake."""

    desk: Desk
    lake: Lake
    pages: Iterator[int] = field(default_factory=lambda: itertools.count(1))
    mine: list[Lease] = field(default_factory=list)

    def hold(self, target: str = "target", *, owner: str = "me", now: datetime = NOW) -> Lease:
        """Take the lease of a target, for one hour."""
        fence.put_up(self.lake, target)
        return leases.take(self.desk, target, owner=owner, now=now, lasts=HOUR)

    def lease(self) -> Lease:
        """The lease of the usual target, taken at the first call."""
        if not self.mine:
            self.mine.append(self.hold())
        return self.mine[0]

    def load(self, *items: Item, lease: Lease | None = None, **changes: Any) -> Loaded:  # noqa: ANN401 -- any field of PageLoad
        """Load one page of these posts."""
        return write.load_page(self.lake, self.page(*items, lease=lease, **changes), now=NOW)

    def load_within(self, cursor: Any, *items: Item, lease: Lease) -> None:  # noqa: ANN401 -- DuckDB's cursor
        """Load one page of these posts in a transaction that is open already."""
        write._load(cursor, self.page(*items, lease=lease), now=NOW)

    def page(self, *items: Item, lease: Lease | None = None, **changes: Any) -> PageLoad:  # noqa: ANN401 -- any field of PageLoad
        """A page of these posts."""
        values = {
            "lease": lease or self.lease(),
            "page": next(self.pages),
            "brands": ("maple",),
            "is_backfill": False,
            "posts": [incoming(item) for item in items],
            "cursor": None,
            **changes,
        }
        return PageLoad(**values)

    def rows(self, table: str, *columns: str) -> list[Any]:
        """The columns of every row of a table in a fixed order; bare values where one column is asked."""
        names = ", ".join(columns)
        found = [tuple(row.values()) for row in self.lake.query(f"select {names} from {table} order by all")]
        return [row[0] for row in found] if len(columns) == 1 else found

    def one(self, table: str, *columns: str) -> Any:  # noqa: ANN401 -- whatever the columns hold
        """The only row of a table."""
        [row] = self.rows(table, *columns)
        return row

    def doubles(self) -> list[dict[str, Any]]:
        """Keys that are stored twice."""
        return self.lake.query(sql.load("checks", "doubles"))


def post(native_id: str = "1", *, text: str | None = "It never came", minute: int = 0, **changes: Any) -> Item:  # noqa: ANN401 -- any field of Item
    """A post of the last hour; a gone one has no text."""
    values = {
        "platform": "forum",
        "native_id": native_id,
        "kind": Kind.MENTION,
        "created_at": NOW - HOUR + timedelta(minutes=minute),
        "seen_at": NOW,
        "text": None if changes.get("state", State.LIVE).is_gone else text,
        **changes,
    }
    return Item(**values)


def incoming(item: Item) -> Incoming:
    """A post with raw bytes that tell its text."""
    return Incoming(item=item, raw=f"<{item.text}>".encode(), content_type="text/html")
