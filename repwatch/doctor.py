"""Examines an installation: what is fine, and what to do about what is not."""

import shutil
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from difflib import get_close_matches
from enum import StrEnum
from importlib.util import find_spec

import collectors
from collectors.errors import CollectError
from repwatch import business, custody, models, supervisor
from repwatch.health import unhealthy
from repwatch.sending import Courier, UndeliveredError
from repwatch.settings import Settings
from repwatch.source_health import SourceHealth
from repwatch.wiring import App, secret
from triage.mention import Target
from warehouse import extensions, outbox
from warehouse.migrate import NewerStoreError, pending
from warehouse.outbox import OutboxState

LEAST_GIGABYTES = 2.0
STALE_DAYS = 7
"""A backup that is older is no comfort."""
EXTENSIONS = ("ducklake", "sqlite_scanner", "postgres_scanner", "httpfs")


class State(StrEnum):
    """How something is; `off` is neither right nor wrong."""

    OK = "ok"
    OFF = "off"
    FIX = "fix"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that was looked at; `said` tells what to do where it is to be fixed."""

    what: str
    state: State
    said: str


def examine(settings: Settings) -> list[Finding]:
    """Look at everything; the settings themselves were read already, or this would not run."""
    findings = [_fine("config", f"state in {settings.home}"), _disk(settings), *_extensions()]
    running = App.open(settings)
    try:
        ready = _stores(running)
        findings.append(ready)
        findings += _brought()
        if ready.state is State.OK:
            findings.append(_scorer(running))
            findings += _sources(running)
            findings += misspelt(running.targets(), brands=business.titles(running.desk))
            findings += _channels(running)
            findings += _backup(running)
        findings += _airflow(running)
    finally:
        running.close()
    return findings


def targets(running: App) -> list[dict[str, str]]:
    """How each configured target fares, in words."""
    named = {target.id for target in running.targets()}
    found = [health for health in running.sources() if health.target_id in named]
    return [{"target": health.target_id, "said": fared(health, now=running.now())} for health in found]


def fared(health: SourceHealth, *, now: datetime) -> str:
    """How far a target was read, what may be missing and what went wrong."""
    state = health.state
    if state is None:
        said = ["never read"]
    else:
        minutes = int((now - state.last_collected_at).total_seconds() // 60)
        said = [f"read {minutes} min ago", f"{state.posts} posts", f"{state.quarantined} quarantined"]
        said += [] if state.is_complete else ["may be incomplete"]
    if health.is_silent and state is not None and state.newest_at is not None:
        said.append(f"SILENT: no post since {state.newest_at:%Y-%m-%d %H:%M} UTC")
    if health.problem:
        said.append(f"last try failed ({health.problem})")
    return ", ".join(said)


def _disk(settings: Settings) -> Finding:
    settings.home.mkdir(mode=0o700, parents=True, exist_ok=True)
    free = shutil.disk_usage(settings.home).free / 1e9
    if free < LEAST_GIGABYTES:
        return _fix("disk", f"{free:.1f} GB free in {settings.home}; make room or set `home` elsewhere")
    return _fine("disk", f"{free:.0f} GB free")


def _extensions() -> list[Finding]:
    missing = [name for name in EXTENSIONS if extensions.packaged(name) is None]
    if missing:
        packages = " ".join(f"duckdb-extension-{name.replace('_', '-')}" for name in missing)
        return [_fix("extensions", f"install {packages} in the version of duckdb")]
    return [_fine("extensions", f"{', '.join(EXTENSIONS)} load without a network")]


def _stores(running: App) -> Finding:
    try:
        waiting = pending(running.desk, running.lake)
    except NewerStoreError as error:
        return _fix("warehouse", str(error))
    except Exception as error:  # noqa: BLE001 -- whatever a store's driver raises, a person must hear it here
        return _fix("warehouse", f"{type(error).__name__}: {error}")
    if waiting:
        return _fix("warehouse", f"run `repwatch migrate`: {', '.join(waiting)}")
    return _fine("warehouse", "desk and lake are up to date")


def _scorer(running: App) -> Finding:
    try:
        models.in_force(running.desk, running.settings.home)
    except models.ModelError as error:
        return _fix("scorer", str(error))
    active = models.active(running.desk)
    if active is None:
        return _fine("scorer", "the models that ship")
    return _fine("scorer", f"models {active.digest[:16]}, in force by {active.by} since {active.at:%Y-%m-%d %H:%M} UTC")


def _brought() -> list[Finding]:
    """The collectors that other packages bring: each is loaded, whether or not a target uses it."""
    findings = []
    for name, package in collectors.brought().items():
        what = f"collector {name}"
        try:
            collectors.load(name)
        except CollectError as error:
            findings.append(_fix(what, str(error)))
        else:
            findings.append(_fine(what, f"brought by {package}"))
    return findings


def _sources(running: App) -> list[Finding]:
    findings = []
    healths = {health.target_id: health for health in running.sources()}
    for target in running.targets():
        what = f"target {target.id}"
        try:
            source = collectors.load(target.collector)
            if missing := [name for name in source.needs if secret(name) is None]:
                names = ", ".join(f"REPWATCH_SECRET_{name.upper()}" for name in missing)
                findings.append(_fix(what, f"set {names} in the environment"))
                continue
            with running.http() as http:
                said = source.check(http, target)
        except CollectError as error:
            findings.append(_fix(what, str(error)))
        else:
            health = healths[target.id]
            told = f"{said}; {fared(health, now=running.now())}"
            findings.append(_fix(what, told) if health.is_silent else _fine(what, told))
    return findings or [_fix("targets", "none is configured; see `repwatch config --help`")]


def misspelt(targets: Sequence[Target], *, brands: Collection[str]) -> list[Finding]:
    """Brands that targets name and nobody configured, where one that is configured reads nearly the same."""
    findings = []
    for target in targets:
        for brand in sorted(set(target.brands) - set(brands)):
            if near := get_close_matches(brand, brands, n=1, cutoff=0.75):
                said = f"target {target.id} is read for it, but no brand is called so; did you mean {near[0]}?"
                findings.append(_fix(f"brand {brand}", said))
    return findings


def _channels(running: App) -> list[Finding]:
    """Where alerts go: whether each address can be used, and what did not get through. Nobody is told anything."""
    outlets = business.outlets(running.desk, zone=running.settings.business_zone)
    counts, courier = outbox.counts(running.desk), Courier(secret=secret)
    findings = []
    for outlet in outlets:
        what, states = f"channel {outlet.name}", counts.get(outlet.name, {})
        left = [f"{states[state]} {state}" for state in (OutboxState.UNSURE, OutboxState.FAILED) if states.get(state)]
        try:
            service = courier.check(outlet.url_secret)
        except UndeliveredError as error:
            findings.append(_fix(what, str(error)))
        else:
            told = f"{', '.join(left)}: `repwatch notify --list`, then --resend or --arrived {outlet.name}"
            findings.append(
                _fix(what, told) if left else _fine(what, f"{service}; try it with `repwatch notify --test`")
            )
    off = Finding(
        what="channels", state=State.OFF, said="nobody is told anything outside the console; see docs/alerts.md"
    )
    return findings or [off]


def _backup(running: App) -> list[Finding]:
    """How old the latest one is."""
    found = custody.latest(running.settings.home)
    if found is None:
        return [Finding(what="backup", state=State.OFF, said="none known; `repwatch backup FOLDER` takes one")]
    file, made_at = found
    days = (running.now() - made_at).days
    said = f"{file.name}, {days} days old" if days else f"{file.name}, of the last 24 hours"
    return [Finding(what="backup", state=State.OFF if days >= STALE_DAYS else State.OK, said=said)]


def _airflow(running: App) -> list[Finding]:
    if find_spec("airflow") is None:
        return [_fix("Airflow", "not installed; add the extra `orchestration`, or run `repwatch run` yourself")]
    services = supervisor.status(running.settings)
    if not services:
        return [Finding(what="Airflow", state=State.OFF, said="not running; `repwatch up` starts it")]
    if fallen := [service for service in services if service.has_fallen]:
        return [
            _fix(service.name, f"{service.stage}; see {service.log}, then `repwatch down` and `up`")
            for service in fallen
        ]
    silent = unhealthy(running.settings)
    return [_fix("Airflow", f"does not answer: {', '.join(silent)}") if silent else _fine("Airflow", "healthy")]


def _fine(what: str, said: str) -> Finding:
    return Finding(what=what, state=State.OK, said=said)


def _fix(what: str, said: str) -> Finding:
    return Finding(what=what, state=State.FIX, said=said)
