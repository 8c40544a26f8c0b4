"""Business configuration in the desk: every version of every entry, and whose account is the brand's."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, insert, select

from warehouse.desk import Desk, insert_or_ignore, upsert
from warehouse.tables import config, owned_account


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry of the configuration at one version."""

    kind: str
    name: str
    version: int
    body: dict[str, Any]
    changed_by: str
    changed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnedAccount:
    """An account whose public answers are the brand's, from `valid_from` to `valid_to`; None is without bound."""

    brand: str
    platform: str
    account_id: str
    valid_from: datetime | None = None
    valid_to: datetime | None = None

    def covers(self, instant: datetime) -> bool:
        """Whether the account was the brand's at `instant`."""
        return (self.valid_from is None or self.valid_from <= instant) and (
            self.valid_to is None or instant < self.valid_to
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """An entry at one version, in force or not; a removal has no body."""

    entry: Entry
    is_removed: bool


class StaleEntryError(Exception):
    """Somebody changed the entry since it was read."""

    def __init__(self, latest: Entry) -> None:
        super().__init__(f"{latest.kind} {latest.name} was changed by {latest.changed_by} meanwhile")
        self.latest = latest


def put(
    desk: Desk,
    *,
    kind: str,
    name: str,
    body: dict[str, Any],
    by: str,
    now: datetime,
    seen_version: int | None = None,
) -> int:
    """Store an entry and return its version; an equal body keeps the version it has.

    With `seen_version` (0 where none was seen) StaleEntryError if it is not the latest any more.
    """
    with _writing(desk) as connection:
        return _put(connection, kind, name, body, by=by, now=now, seen_version=seen_version)


def put_together(
    desk: Desk,
    bodies: Iterable[tuple[str, str, dict[str, Any]]],
    accounts: Iterable[OwnedAccount],
    *,
    by: str,
    now: datetime,
) -> None:
    """Store entries (kind, name, body) and accounts: all of them, or none where that breaks off."""
    with _writing(desk) as connection:
        for kind, name, body in bodies:
            _put(connection, kind, name, body, by=by, now=now)
        upsert(connection, owned_account, [_owned_row(account) for account in accounts])


@contextmanager
def _writing(desk: Desk) -> Iterator[Connection]:
    """A transaction whose versions nobody else numbers meanwhile; whoever reads waits for nothing."""
    with desk.write() as connection:
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql("lock table config in share row exclusive mode")
        yield connection


def _put(
    connection: Connection,
    kind: str,
    name: str,
    body: dict[str, Any],
    *,
    by: str,
    now: datetime,
    seen_version: int | None = None,
) -> int:
    latest = _latest(connection, kind, name)
    # one that was removed was seen as none
    seen = latest.version if seen_version == 0 and latest is not None and latest.is_removed else seen_version
    if seen is not None and latest is not None and latest.version != seen:
        raise StaleEntryError(_entry(latest))
    if latest is not None and latest.body == body and not latest.is_removed:
        return int(latest.version)
    version = latest.version + 1 if latest is not None else 1
    row = {"kind": kind, "name": name, "version": version, "body": body, "is_removed": False}
    connection.execute(insert(config).values(**row, changed_by=by, changed_at=now))
    return int(version)


def remove(desk: Desk, *, kind: str, name: str, by: str, now: datetime, seen_version: int | None = None) -> None:
    """Take an entry out of use; its versions stay on record.

    With `seen_version` StaleEntryError if it is not the latest any more.
    """
    with _writing(desk) as connection:
        latest = _latest(connection, kind, name)
        if seen_version is not None and latest is not None and latest.version != seen_version:
            raise StaleEntryError(_entry(latest))
        version = latest.version + 1 if latest is not None else 1
        row: dict[str, Any] = {"kind": kind, "name": name, "version": version, "body": {}}
        connection.execute(insert(config).values(**row, is_removed=True, changed_by=by, changed_at=now))


def _latest(connection: Connection, kind: str, name: str) -> Any:  # noqa: ANN401 -- a row of config, or None
    query = select(config).where(config.c.kind == kind, config.c.name == name)
    return connection.execute(query.order_by(config.c.version.desc()).limit(1)).first()


def entries(desk: Desk, kind: str) -> list[Entry]:
    """The entries of a kind in use, each at its latest version, by name."""
    newest = (
        select(config.c.name, func.max(config.c.version).label("version"))
        .where(config.c.kind == kind)
        .group_by(config.c.name)
        .subquery()
    )
    with desk.read() as connection:
        rows = connection.execute(
            select(config)
            .join(newest, (config.c.name == newest.c.name) & (config.c.version == newest.c.version))
            .where(config.c.kind == kind, config.c.is_removed.is_(False))
            .order_by(config.c.name)
        ).all()
    return [_entry(row) for row in rows]


def entry_at(desk: Desk, *, kind: str, name: str, version: int) -> Entry | None:
    """An entry as it was at a version; None where there was none."""
    query = select(config).where(config.c.kind == kind, config.c.name == name, config.c.version == version)
    with desk.read() as connection:
        row = connection.execute(query.where(config.c.is_removed.is_(False))).first()
    return None if row is None else _entry(row)


def versions(desk: Desk, kind: str | None = None, name: str | None = None, *, limit: int = 200) -> list[Version]:
    """What was ever put or removed, newest first: of all kinds, of one, or of one entry."""
    # the versions of one entry have an order of their own, whatever clocks said
    newest = (config.c.changed_at.desc(), config.c.kind, config.c.name) if name is None else ()
    query = select(config).order_by(*newest, config.c.version.desc()).limit(limit)
    if kind is not None:
        query = query.where(config.c.kind == kind)
    if name is not None:
        query = query.where(config.c.name == name)
    with desk.read() as connection:
        return [Version(entry=_entry(row), is_removed=row.is_removed) for row in connection.execute(query)]


def own(desk: Desk, accounts: Iterable[OwnedAccount]) -> None:
    """Add accounts that speak for a brand; one that is known keeps its dates."""
    rows = [_owned_row(account) for account in accounts]
    if rows:
        with desk.write() as connection:
            connection.execute(insert_or_ignore(connection, insert(owned_account)), rows)


def set_owned(desk: Desk, accounts: Iterable[OwnedAccount]) -> None:
    """Put accounts in force with the dates they are given, known or not."""
    with desk.write() as connection:
        upsert(connection, owned_account, [_owned_row(account) for account in accounts])


def owned(desk: Desk) -> Sequence[OwnedAccount]:
    """All accounts that speak, or once spoke, for a brand."""
    with desk.read() as connection:
        rows = connection.execute(select(owned_account)).all()
    return [
        OwnedAccount(
            brand=row.brand,
            platform=row.platform,
            account_id=row.account_id,
            valid_from=row.valid_from,
            valid_to=row.valid_to,
        )
        for row in rows
    ]


def _entry(row: Any) -> Entry:  # noqa: ANN401 -- a row of config
    return Entry(
        kind=row.kind,
        name=row.name,
        version=row.version,
        body=row.body,
        changed_by=row.changed_by,
        changed_at=row.changed_at,
    )


def _owned_row(account: OwnedAccount) -> dict[str, Any]:
    return {
        "brand": account.brand,
        "platform": account.platform,
        "account_id": account.account_id,
        "valid_from": account.valid_from,
        "valid_to": account.valid_to,
    }
