"""Business configuration in the desk: brands, targets, policy, weights and channels, as the use cases read them."""

import json
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import fields
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

import collectors
from collectors.text import clean
from repwatch import channels, deskrules, policies, replies
from repwatch.channels import Outlet
from repwatch.templates import LANGUAGES, Playbook, PlaybookError
from scoring.cuts import Cuts
from triage.mention import Target
from triage.policy import Policy
from triage.relevance import Relevance
from triage.spikes import SpikeRules
from triage.staffing import Staffing
from triage.ticking import Policies
from triage.urgency import Weights
from warehouse import config
from warehouse.config import OwnedAccount
from warehouse.desk import Desk

DEMO_BRAND = "maple-finch"
KINDS = ("brand", "target", "policy", "weights", "channel", "spikes", "desk", "team", "threshold", "template")


class BusinessError(Exception):
    """An entry of the configuration cannot be used; the message says what to write instead."""


def seed(desk: Desk, *, with_demo: bool, now: datetime) -> None:
    """Write what a new installation starts with; entries that exist are left alone."""
    if not config.entries(desk, "policy"):
        put_policy(desk, tomllib.loads(seed_text("policy.toml")), by="init", now=now)
        # with the first policy alone: an upgrade changes nobody's way of working
        _seed_desk(desk, now=now)
    if with_demo and not any(target.id == "demo" for target in targets(desk)):
        config.put(desk, kind="brand", name=DEMO_BRAND, body={"title": "Maple & Finch"}, by="init", now=now)
        body = {"collector": "demo", "brands": [DEMO_BRAND], "options": {"anchor": now.isoformat()}}
        put_target(desk, "demo", body, by="init", now=now)
        for name, team in tomllib.loads(seed_text("demo_teams.toml")).items():
            if not config.entry_at(desk, kind="team", name=name, version=1):
                config.put(desk, kind="team", name=name, body={**team, "brands": [DEMO_BRAND]}, by="init", now=now)
        replies.seed(desk, tomllib.loads(seed_text("replies.toml")), now=now)


def _seed_desk(desk: Desk, *, now: datetime) -> None:
    body = tomllib.loads(seed_text("desk.toml"))
    teams = body.pop("teams")
    for kind, entries in (("desk", {"default": body}), ("team", teams)):
        for name, entry in entries.items():
            if not config.entry_at(desk, kind=kind, name=name, version=1):
                config.put(desk, kind=kind, name=name, body=entry, by="init", now=now)


def seed_text(name: str) -> str:
    """A file that a new installation starts with."""
    return (files("repwatch") / "seed" / name).read_text(encoding="utf-8")


def targets(desk: Desk) -> list[Target]:
    """What is to be read."""
    return [_target(entry.name, entry.body) for entry in config.entries(desk, "target")]


def put_target(desk: Desk, name: str, body: Mapping[str, Any], *, by: str, now: datetime) -> None:
    """Store a target after checking it."""
    _check_target(name, body)
    config.put(desk, kind="target", name=name, body=dict(body), by=by, now=now)


def relevance(desk: Desk) -> dict[str, Relevance]:
    """What each configured brand lets through."""
    return {entry.name: _relevance(entry.name, entry.body) for entry in config.entries(desk, "brand")}


def policy(desk: Desk) -> Policy:
    """The policy in force; its version is that of its entry."""
    stored = config.entries(desk, "policy")
    if not stored:
        raise BusinessError("There is no policy: run `repwatch init`.")
    return policies.build(stored[0].body, version=stored[0].version)


def policies_of(desk: Desk) -> Policies:
    """The policy of any version; the one in force for a version that is not on record."""
    found: dict[int, Policy] = {}

    def of(version: int) -> Policy:
        if version not in found:
            entry = config.entry_at(desk, kind="policy", name="default", version=version)
            found[version] = policies.build(entry.body, version=version) if entry else policy(desk)
        return found[version]

    return of


def staffing(desk: Desk) -> Staffing:
    """How the desk is run: its teams, levels, and what is done by rule."""
    stored = config.entries(desk, "desk")
    teams = [(entry.name, entry.body) for entry in config.entries(desk, "team")]
    return _staffing(stored[0].body if stored else {}, teams=teams)


def put_policy(desk: Desk, body: Mapping[str, Any], *, by: str, now: datetime) -> int:
    """Store a policy after checking it; returns its version."""
    policies.build(body, version=0)
    return config.put(
        desk, kind="policy", name="default", body=json.loads(json.dumps(body, default=str)), by=by, now=now
    )


def weights(desk: Desk) -> Weights:
    """The urgency weights in force."""
    stored = config.entries(desk, "weights")
    return Weights.from_mapping(stored[0].body) if stored else Weights()


def put_weights(desk: Desk, body: Mapping[str, Any], *, by: str, now: datetime) -> None:
    """Store urgency weights after checking them."""
    urgency_weights(body)
    config.put(desk, kind="weights", name="default", body=dict(body), by=by, now=now)


def cuts(desk: Desk) -> Cuts:
    """How strong a post must be to be flagged, by source."""
    return Cuts(by_source={entry.name: _cut(entry.name, entry.body) for entry in config.entries(desk, "threshold")})


def put_cut(desk: Desk, source: str, body: Mapping[str, Any], *, by: str, now: datetime) -> int:
    """Store the cut of a source after checking it, with the figures it was chosen by; returns its version."""
    _check_threshold(source, body)
    return config.put(desk, kind="threshold", name=source, body=dict(body), by=by, now=now)


def outlets(desk: Desk, *, zone: str) -> list[Outlet]:
    """Where alerts go; `zone` is the one of channels that name none."""
    return [_outlet(entry.name, entry.body, zone=zone) for entry in config.entries(desk, "channel")]


def spikes(desk: Desk) -> SpikeRules:
    """What counts as a spike."""
    stored = config.entries(desk, "spikes")
    return spike_rules(stored[0].body) if stored else SpikeRules()


def titles(desk: Desk) -> dict[str, str]:
    """What each configured brand is called."""
    return {entry.name: str(entry.body.get("title") or entry.name) for entry in config.entries(desk, "brand")}


def check(kind: str, name: str, body: Mapping[str, Any]) -> None:
    """BusinessError or PolicyError unless an entry can be used as it is."""
    _require_plain([name, body])
    if kind not in _CHECKS:
        raise BusinessError(f"there is no kind {kind!r}; known are {', '.join(KINDS)}")
    _CHECKS[kind](name, body)


def playbook(desk: Desk, folder: Path | None) -> Playbook:
    """The sentences in force: those that ship, in their place those of the folder, in theirs those of the desk."""
    return Playbook.load(folder, {entry.name: entry.body for entry in config.entries(desk, "template")})


def put_all(desk: Desk, body: Any, *, by: str, now: datetime) -> dict[str, int]:  # noqa: ANN401 -- whatever JSON holds
    """Store what `config export` wrote and a person changed, all of it or nothing; counts by kind."""
    _require_plain(body)
    if not isinstance(body, dict):
        raise BusinessError("the configuration is a JSON object, as `config export` writes it")
    if unknown := sorted(set(body) - {*KINDS, "owned_account"}):
        raise BusinessError(f"unknown kinds {', '.join(unknown)}; known are {', '.join(KINDS)}, owned_account")
    rows = body.get("owned_account", [])
    if not isinstance(rows, list):
        raise BusinessError("'owned_account' holds a list, as `config export` writes it")
    accounts = [_account(row) for row in rows]
    for kind in KINDS:
        for name, entry in _entries(body, kind):
            _CHECKS[kind](name, entry)
    entries = [(kind, name, entry) for kind in KINDS for name, entry in _entries(body, kind)]
    config.put_together(desk, entries, accounts, by=by, now=now)
    return {kind: len(body.get(kind, ())) for kind in (*KINDS, "owned_account")}


def account_row(account: OwnedAccount) -> dict[str, str | None]:
    """An owned account as JSON holds it."""
    return {
        "brand": account.brand,
        "platform": account.platform,
        "account_id": account.account_id,
        "valid_from": account.valid_from.isoformat() if account.valid_from else None,
        "valid_to": account.valid_to.isoformat() if account.valid_to else None,
    }


def _entries(body: Mapping[str, Any], kind: str) -> list[tuple[str, dict[str, Any]]]:
    named = body.get(kind, {})
    if not isinstance(named, dict) or not all(isinstance(entry, dict) for entry in named.values()):
        raise BusinessError(f"{kind!r} holds one JSON object per name, as `config export` writes it")
    return list(named.items())


def _account(row: Any) -> OwnedAccount:  # noqa: ANN401 -- whatever JSON holds
    try:
        account = OwnedAccount(
            brand=str(row["brand"]),
            platform=str(row["platform"]),
            account_id=str(row["account_id"]),
            valid_from=_instant(row.get("valid_from")),
            valid_to=_instant(row.get("valid_to")),
        )
    except (AttributeError, KeyError, TypeError, ValueError, OverflowError) as error:
        raise BusinessError(f"an owned account needs brand, platform, account_id and ISO instants: {error}") from error
    require_account(account)
    return account


def require_account(account: OwnedAccount) -> None:
    """BusinessError unless an account names who speaks for whom, at some time at least."""
    if not all((account.brand, account.platform, account.account_id)):
        raise BusinessError("an owned account needs a brand, a platform and the account's id there")
    if account.valid_from and account.valid_to and account.valid_from >= account.valid_to:
        raise BusinessError(f"the account {account.account_id!r} is the brand's until before it becomes so")


def _require_plain(value: Any) -> None:  # noqa: ANN401 -- whatever JSON holds
    """BusinessError where a text holds what no store keeps: one such entry would stop every reader of it."""
    for text in _texts(value):
        if clean(text) != text:
            raise BusinessError(f"{clean(text)[:40]!r} holds a character that is none: NUL, or half of one")


def _texts(value: Any) -> Iterator[str]:  # noqa: ANN401 -- whatever JSON holds
    match value:
        case str():
            yield value
        case Mapping():
            for pair in value.items():
                yield from _texts(pair)
        case list() | tuple():
            for one in value:
                yield from _texts(one)


def _instant(text: str | None) -> datetime | None:
    """An instant without a zone is UTC."""
    if not text:
        return None
    value = datetime.fromisoformat(text)
    return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def _check_brand(name: str, body: Mapping[str, Any]) -> None:
    if not name:
        raise BusinessError("a brand needs a name")
    _relevance(name, body)


def _relevance(name: str, body: Mapping[str, Any]) -> Relevance:
    try:
        return Relevance.from_mapping({key: value for key, value in body.items() if key != "title"})
    except ValueError as error:
        told = str(error).replace("known are ", "known are title, ")
        raise BusinessError(f"brand {name!r}: {told}") from error


def _check_target(name: str, body: Mapping[str, Any]) -> None:
    target = _target(name, body)
    if target.collector not in collectors.names():
        raise BusinessError(
            f"target {name!r}: there is no collector {target.collector!r}; use one of {', '.join(collectors.names())}"
        )


def _check_policy(name: str, body: Mapping[str, Any]) -> None:
    _require_default("policy", name)
    policies.build(body, version=0)


def _check_weights(name: str, body: Mapping[str, Any]) -> None:
    _require_default("weights", name)
    urgency_weights(body)


def _check_channel(name: str, body: Mapping[str, Any]) -> None:
    _outlet(name, body, zone="UTC")


def _check_spikes(name: str, body: Mapping[str, Any]) -> None:
    _require_default("spikes", name)
    spike_rules(body)


def spike_rules(body: Mapping[str, Any]) -> SpikeRules:
    """Rules as they are written; BusinessError where they make no sense."""
    known = [field.name for field in fields(SpikeRules)]
    if unknown := sorted(set(body) - set(known)):
        raise BusinessError(f"spikes: unknown keys {', '.join(unknown)}; known are {', '.join(known)}")
    try:
        return TypeAdapter(SpikeRules).validate_python(dict(body))
    except ValidationError as error:
        problems = (f"{'.'.join(map(str, problem['loc']))}: {problem['msg']}" for problem in error.errors())
        raise BusinessError(f"spikes: {'; '.join(problems)}") from error


def _outlet(name: str, body: Mapping[str, Any], *, zone: str) -> Outlet:
    try:
        return channels.outlet(name, body, zone=zone)
    except ValueError as error:
        raise BusinessError(f"channel {name!r}: {error}") from error


def _check_desk(name: str, body: Mapping[str, Any]) -> None:
    _require_default("desk", name)
    _staffing(body)


def _check_team(name: str, body: Mapping[str, Any]) -> None:
    _staffing({}, teams=[(name, body)])


def _staffing(body: Mapping[str, Any], *, teams: Sequence[tuple[str, Mapping[str, Any]]] = ()) -> Staffing:
    try:
        return deskrules.build(body, teams=teams)
    except ValueError as error:
        raise BusinessError(f"how the desk is run: {error}") from error


def _check_threshold(name: str, body: Mapping[str, Any]) -> None:
    try:
        Cuts(by_source={name: _cut(name, body)})
    except ValueError as error:
        raise BusinessError(str(error)) from error


def _check_template(name: str, body: Mapping[str, Any]) -> None:
    if name not in LANGUAGES:
        raise BusinessError(f"templates are written in {' or '.join(LANGUAGES)}, not in {name!r}")
    try:
        Playbook.load(None, {name: body})
    except PlaybookError as error:
        raise BusinessError(str(error)) from error


def _cut(name: str, body: Mapping[str, Any]) -> float:
    try:
        return float(body["cut"])
    except (KeyError, TypeError, ValueError) as error:
        raise BusinessError(f"threshold {name!r} needs a number `cut`") from error


def _require_default(kind: str, name: str) -> None:
    if name != "default":
        raise BusinessError(f"there is one {kind}, called 'default'; got {name!r}")


def urgency_weights(body: Mapping[str, Any]) -> Weights:
    """Weights as they are written; BusinessError where they make no sense."""
    try:
        return Weights.from_mapping(body)
    except (TypeError, ValueError) as error:
        raise BusinessError(str(error)) from error


def _target(name: str, body: Mapping[str, Any]) -> Target:
    known = {"collector", "brands", "account", "query", "options"}
    if unknown := sorted(set(body) - known):
        raise BusinessError(f"target {name!r}: unknown keys {', '.join(unknown)}; known are {', '.join(sorted(known))}")
    brands = body.get("brands")
    if not body.get("collector") or not brands or isinstance(brands, str):
        raise BusinessError(f"target {name!r} needs a collector and a list of brands")
    options = body.get("options", {})
    if not name or not isinstance(options, dict):
        raise BusinessError(f"target {name!r} needs a name, and options as an object of texts")
    return Target(
        id=name,
        collector=str(body["collector"]),
        brands=tuple(map(str, brands)),
        account=str(body.get("account", "")),
        query=str(body.get("query", "")),
        options=tuple(sorted((str(key), str(value)) for key, value in options.items())),
    )


_CHECKS: dict[str, Callable[[str, Mapping[str, Any]], None]] = {
    "brand": _check_brand,
    "target": _check_target,
    "policy": _check_policy,
    "weights": _check_weights,
    "desk": _check_desk,
    "team": _check_team,
    "channel": _check_channel,
    "spikes": _check_spikes,
    "threshold": _check_threshold,
    "template": _check_template,
}
