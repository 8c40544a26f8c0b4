"""What each kind of entry of the settings holds, as people fill it in."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any

import collectors
from dashboard import lake_reads
from dashboard.words import labels
from triage.alerts import CHOICES, AfterCrash
from triage.spikes import SpikeRules
from triage.urgency import Severity, Weights

WRITTEN = ("en", "fr")


class How(StrEnum):
    """How a value is filled in."""

    TEXT = "text"
    LIST = "list"
    CHOICE = "choice"
    NUMBER = "number"
    DECIMAL = "decimal"
    NUMBERS = "numbers"
    PAIRS = "pairs"
    FLAG = "flag"


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One value of an entry; `usual` is what it is where nothing is said."""

    name: str
    how: How
    group: str = ""
    options: Sequence[str] = ()
    usual: Any = None
    section: str = ""
    """The heading that begins with this field."""


def fields_of(kind: str) -> Sequence[Field]:
    """What an entry of a kind holds."""
    return {
        "brand": _brand,
        "team": _team,
        "channel": _channel,
        "target": _target,
        "weights": _weights,
        "spikes": _spikes,
    }[kind]()


def _brand() -> Sequence[Field]:
    return (
        Field(name="title", how=How.TEXT),
        Field(name="langs", how=How.LIST, group="language", options=WRITTEN),
        Field(name="required", how=How.LIST),
        Field(name="excluded", how=How.LIST),
        Field(name="muted_accounts", how=How.LIST),
        Field(name="with_reposts", how=How.FLAG),
        Field(name="gather_copies", how=How.FLAG, usual=True),
    )


def _team() -> Sequence[Field]:
    topics = tuple(key.removeprefix("topic.") for key in labels("en") if key.startswith("topic."))
    return (
        Field(name="members", how=How.LIST),
        Field(name="langs", how=How.LIST, group="language", options=WRITTEN),
        Field(name="topics", how=How.LIST, group="topic", options=topics),
        Field(name="brands", how=How.LIST, group="brand", options=_brands()),
    )


def _channel() -> Sequence[Field]:
    severities = tuple(severity.value for severity in Severity)
    crash, hold = tuple(AfterCrash), AfterCrash.HOLD.value
    return (
        Field(name="url_secret", how=How.TEXT, section="where"),
        Field(name="language", how=How.CHOICE, group="language", options=WRITTEN, usual="en"),
        Field(name="kinds", how=How.LIST, group="alert_kind", options=tuple(sorted(CHOICES)), section="what"),
        Field(name="brands", how=How.LIST, group="brand", options=_brands()),
        Field(name="min_severity", how=How.CHOICE, group="severity", options=severities, usual=Severity.P4.value),
        Field(name="urgent_severity", how=How.CHOICE, group="severity", options=severities, usual=Severity.P1.value),
        Field(name="quiet", how=How.TEXT, section="when"),
        Field(name="digest_at", how=How.TEXT),
        Field(name="zone", how=How.TEXT),
        Field(name="per_hour", how=How.NUMBER, usual=12),
        Field(name="with_excerpt", how=How.FLAG, section="says"),
        Field(name="with_author", how=How.FLAG),
        Field(name="after_crash", how=How.CHOICE, group="after_crash", options=crash, usual=hold),
    )


def _target() -> Sequence[Field]:
    return (
        Field(name="collector", how=How.CHOICE, group="platform", options=tuple(collectors.names())),
        Field(name="brands", how=How.LIST, group="brand", options=_brands()),
        Field(name="account", how=How.TEXT),
        Field(name="query", how=How.TEXT),
        Field(name="options", how=How.PAIRS),
    )


def _weights() -> Sequence[Field]:
    heads = {"complaint": "points", "reach_from": "reach", "p1": "levels"}
    return tuple(
        Field(name=one.name, how=How.DECIMAL, usual=getattr(Weights(), one.name), section=heads.get(one.name, ""))
        for one in fields(Weights)
    )


def _spikes() -> Sequence[Field]:
    found = []
    for one in fields(SpikeRules):
        usual = one.default
        how = How.NUMBER if isinstance(usual, int) else How.DECIMAL if isinstance(usual, float) else How.NUMBERS
        found.append(Field(name=one.name, how=how, usual=usual))
    return tuple(found)


def _brands() -> tuple[str, ...]:
    return tuple(lake_reads.brand_titles())
