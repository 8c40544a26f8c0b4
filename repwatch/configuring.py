"""Changes of the business configuration by a lead: what would change, a new version of each save, and the way back."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from repwatch import business
from repwatch.alert_words import Speaker
from repwatch.channels import Outlet
from repwatch.roles import Actor, Role
from repwatch.sending import Courier
from triage.alerts import message_id_of
from warehouse import config
from warehouse.config import OwnedAccount
from warehouse.desk import Desk

ACCOUNT = "account"
"""The kind under which the record keeps who said whose account is the brand's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One value that differs; None where it was not there, or would not be."""

    path: str
    before: str | None
    after: str | None


def changes(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[Change]:
    """What differs between two bodies, by path."""
    before, after = dict(_flat(old)), dict(_flat(new))
    return [
        Change(path=path, before=before.get(path), after=after.get(path))
        for path in dict.fromkeys((*before, *after))
        if before.get(path) != after.get(path)
    ]


def save(
    desk: Desk, *, kind: str, name: str, body: Mapping[str, Any], by: Actor, now: datetime, seen_version: int
) -> int:
    """Check and store an entry; returns its new version. StaleEntryError where somebody saved it meanwhile."""
    by.require(Role.LEAD, now=now)
    plain = json.loads(json.dumps(body, default=str))
    business.check(kind, name, plain)
    return config.put(desk, kind=kind, name=name, body=plain, by=by.name, now=now, seen_version=seen_version)


def restore(desk: Desk, *, kind: str, name: str, version: int, by: Actor, now: datetime, seen_version: int) -> int:
    """Bring back what an entry was at a version, as a new version."""
    entry = config.entry_at(desk, kind=kind, name=name, version=version)
    if entry is None:
        raise business.BusinessError(f"{kind} {name} has no version {version} that could come back")
    return save(desk, kind=kind, name=name, body=entry.body, by=by, now=now, seen_version=seen_version)


def remove(desk: Desk, *, kind: str, name: str, by: Actor, now: datetime) -> None:
    """Take an entry out of use; its versions stay."""
    by.require(Role.LEAD, now=now)
    config.remove(desk, kind=kind, name=name, by=by.name, now=now)


def own(desk: Desk, account: OwnedAccount, *, by: Actor, now: datetime) -> None:
    """Say from when to when an account speaks for its brand, and keep who said so."""
    by.require(Role.LEAD, now=now)
    business.require_account(account)
    row = business.account_row(account)
    config.set_owned(desk, [account])
    config.put(
        desk,
        kind=ACCOUNT,
        name=f"{account.brand}/{account.platform}/{account.account_id}",
        body=row,
        by=by.name,
        now=now,
    )


def try_channel(outlet: Outlet, courier: Courier, *, console: str, by: Actor, now: datetime) -> str:
    """Send one test message and return its reference; UndeliveredError where it did not get through."""
    by.require(Role.LEAD, now=now)
    return send_test(outlet, courier, console=console, now=now)


def send_test(outlet: Outlet, courier: Courier, *, console: str, now: datetime) -> str:
    """What `try_channel` does, for who has the command line."""
    message = Speaker(outlet=outlet, console=console).test(message_id=message_id_of([outlet.name, now.isoformat()]))
    courier.send(outlet.url_secret, message)
    return message.message_id


def _flat(value: Any, path: str = "") -> Iterator[tuple[str, str]]:  # noqa: ANN401 -- whatever JSON holds
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _flat(inner, f"{path} > {key}" if path else str(key))
    elif isinstance(value, list) and value and all(isinstance(one, Mapping) for one in value):
        for number, inner in enumerate(value, start=1):
            yield from _flat(inner, f"{path} > {inner.get('name', number)}")
    elif isinstance(value, list):
        yield path, ", ".join(map(str, value))
    else:
        yield path, str(value)
