"""Saved replies: kept from an answer by whoever wrote it, changed and retired by leads, every version on record."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import count
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from repwatch.drafting import judge
from repwatch.names import person
from repwatch.places import fault_of
from repwatch.roles import Actor, NotPermittedError, Role
from repwatch.templates import Playbook, Situation
from triage.draft import UNKNOWN, Finding, Rule
from triage.namely import slug
from triage.provenance import Basis, Known, Origin, says_the_same
from warehouse import config, outcomes
from warehouse.config import Entry
from warehouse.desk import Desk

KIND = "reply"
LONGEST = 5_000
_TELLING = 5
"""Words that it takes to hear a language."""
_EVERY_VERSION = 100_000
_NEVER_KEPT = frozenset({Rule.EMPTY, Rule.PRIVATE, Rule.ASKS, Rule.LANGUAGE})
_BEFORE_MARK = re.compile(r"[ \u00a0]+(?=[,.])")
_UNSIGNED = re.compile(r"\s+[-\u2013\u2014~^]$")
_AT_START = re.compile(r"^[ ,]+", re.MULTILINE)


class ReplyError(Exception):
    """A reply cannot be kept as it is; the message says what to write instead, `findings` are those of its check."""

    def __init__(self, message: str, *, findings: Sequence[Finding] = ()) -> None:
        super().__init__(message)
        self.findings = tuple(findings)


class _Body(BaseModel):
    """How a reply is kept."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    title: str = Field(min_length=1, max_length=80)
    lang: Literal["en", "fr"]
    body: str = Field(min_length=1, max_length=LONGEST)
    topics: tuple[str, ...] = ()
    customer_type: str = ""
    approved_by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """A saved reply at one version: for these topics (all where none is named) and, if named, one type of customer.

    `approved_by` is the lead who last kept it; empty for a colleague's proposal, which all may use.
    """

    name: str
    title: str
    lang: str
    body: str
    topics: tuple[str, ...] = ()
    customer_type: str = ""
    approved_by: str = ""
    version: int = 0
    changed_by: str = ""
    changed_at: datetime | None = None

    @property
    def origin(self) -> Origin:
        """What an answer that is made from it is traced to."""
        return Origin(basis=Basis.REPLY, name=self.name, version=self.version)

    def fits(self, *, topic: str, customer_type: str) -> bool:
        """Whether it was kept for such a case."""
        return (not self.topics or topic in self.topics) and self.customer_type in {"", customer_type}

    def written(self, playbook: Playbook, situation: Situation) -> str:
        """The reply as this customer reads it; where nobody's name is known, none is missed."""
        return _mended(_text(self.body, playbook, situation))


def check(name: str, body: Mapping[str, Any]) -> _Body:
    """The reply that a body is; ReplyError unless it can be used as it is."""
    try:
        read = _Body.model_validate(dict(body))
    except ValidationError as error:
        faults = (f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}" for fault in error.errors())
        raise ReplyError(f"reply {name!r}: {'; '.join(faults)}") from error
    text = _text(read.body, Playbook.load(), Situation(lang=read.lang, name="Sam", brand="Brand", agent="Lee"))
    # a few words alone have no language
    verdict = judge(text, customer_lang=read.lang if len(text.split()) >= _TELLING else UNKNOWN)
    named = [finding for finding in judge(read.title).findings if finding.rule is Rule.PRIVATE]
    if found := [*named, *(finding for finding in verdict.findings if finding.rule in _NEVER_KEPT)]:
        told = ", ".join(f"{finding.kind or finding.rule} {finding.evidence!r}" for finding in found)
        raise ReplyError(f"reply {name!r} holds what belongs in no reply to others: {told}", findings=found)
    return read


def replies(desk: Desk) -> list[Reply]:
    """The replies in use, by name."""
    return [_reply(entry) for entry in config.entries(desk, KIND)]


def reply(desk: Desk, name: str) -> Reply:
    """The reply of a name; ReplyError where none is in use."""
    found = {one.name: one for one in replies(desk)}
    if name not in found:
        raise ReplyError(f"there is no saved reply {name!r}; in use are {', '.join(found) or 'none'}")
    return found[name]


def history(desk: Desk, name: str) -> list[config.Version]:
    """Every version of a reply, newest first, with those that retired it."""
    return config.versions(desk, KIND, name, limit=_EVERY_VERSION)


def name_of(title: str) -> str:
    """The name that a new reply gets: its title in plain letters."""
    return slug(title)


def save(desk: Desk, kept: Reply, *, by: Actor, now: datetime, seen_version: int, from_case: str = "") -> Reply:
    """Keep a reply, or a new version of it; who is no lead keeps new ones and changes their own.

    `from_case` is the case whose answer it was made from, which counts as given with it where its words stand there.
    """
    by.require(Role.AGENT, now=now)
    name = kept.name or name_of(kept.title) or _free_name(desk)
    _require_theirs(desk, name, by=by)
    is_lead = by.role.may(Role.LEAD)
    body = {
        "title": " ".join(kept.title.split()),
        "lang": kept.lang,
        "body": kept.body.strip(),
        "topics": sorted(set(kept.topics)),
        "customer_type": kept.customer_type,
        "approved_by": by.name if is_lead else "",
    }
    check(name, body)
    version = config.put(desk, kind=KIND, name=name, body=body, by=by.name, now=now, seen_version=seen_version)
    if from_case:
        origin = Origin(basis=Basis.REPLY, name=name, version=version)
        outcomes.credit(desk, from_case, Known(origin=origin, text=kept.body))
    return reply(desk, name)


def seed(desk: Desk, bodies: Mapping[str, Mapping[str, Any]], *, now: datetime) -> None:
    """Write what a new installation starts with; a desk that ever had a reply is left alone."""
    if config.versions(desk, KIND, limit=1):
        return
    for name, body in bodies.items():
        kept = check(name, {**body, "approved_by": "init"})
        config.put(desk, kind=KIND, name=name, body=kept.model_dump(mode="json"), by="init", now=now)


def retire(desk: Desk, name: str, *, by: Actor, now: datetime, seen_version: int | None = None) -> None:
    """Take a reply out of use: it is offered no more, its versions and what it led to stay.

    StaleEntryError where it is not at `seen_version` any more (without it: at the version that is read first).
    """
    by.require(Role.AGENT, now=now)
    latest = reply(desk, name).version
    _require_theirs(desk, name, by=by)
    config.remove(desk, kind=KIND, name=name, by=by.name, now=now, seen_version=seen_version or latest)


@dataclass(frozen=True, slots=True, kw_only=True)
class Library:
    """Every version of every reply, to know by what words an answer of some day was made."""

    versions: Mapping[str, Sequence[Reply]]
    retired: frozenset[str] = frozenset()

    @classmethod
    def of(cls, desk: Desk) -> "Library":
        """All that was ever kept, each reply's oldest version first."""
        found: dict[str, list[Reply]] = {}
        last: dict[str, config.Version] = {}
        for version in config.versions(desk, KIND, limit=_EVERY_VERSION):
            name = version.entry.name
            last[name] = max(version, last.get(name, version), key=lambda one: one.entry.version)
            if not version.is_removed:
                found.setdefault(name, []).append(_reply(version.entry))
        return cls(
            versions={name: sorted(known, key=lambda one: one.version) for name, known in found.items()},
            retired=frozenset(name for name, version in last.items() if version.is_removed),
        )

    def at(self, instant: datetime) -> list[Known]:
        """The words of each reply at an instant; of a younger one its first, since people used them before."""
        return [
            replace(
                _known(_at(known, instant)),
                is_retired=name in self.retired,
                is_younger=known[0].changed_at is not None and known[0].changed_at > instant,
            )
            for name, known in self.versions.items()
        ]

    def still_says(self, name: str, version: int) -> bool:
        """Whether the words of a reply at a version are those it has now, but for small edits."""
        known = self.versions.get(name, ())
        return any(says_the_same(one.body, known[-1].body) for one in known if one.version == version)

    def version(self, origin: Origin) -> list[Known]:
        """The words of a reply at a version; nothing where there was none."""
        known = self.versions.get(origin.name, ()) if origin.basis is Basis.REPLY else ()
        return [_known(one) for one in known if one.version == origin.version]


def _at(known: Sequence[Reply], instant: datetime) -> Reply:
    return next((one for one in reversed(known) if one.changed_at is not None and one.changed_at <= instant), known[0])


def _known(one: Reply) -> Known:
    return Known(origin=one.origin, text=one.body)


def _free_name(desk: Desk) -> str:
    """The name of a reply whose title has no plain letters: the first number that none ever had."""
    taken = {one.entry.name for one in config.versions(desk, KIND, limit=_EVERY_VERSION)}
    return next(name for number in count(1) if (name := f"reply-{number}") not in taken)


def _require_theirs(desk: Desk, name: str, *, by: Actor) -> None:
    """Who is no lead changes what they first kept themselves, as long as no lead has kept or retired it since."""
    if by.role.may(Role.LEAD):
        return
    versions = history(desk, name)
    theirs = all(
        one.entry.changed_by == by.name if one.is_removed else not one.entry.body.get("approved_by") for one in versions
    )
    if versions and not (theirs and versions[-1].entry.changed_by == by.name):
        raise NotPermittedError(f"The reply {name!r} is not {by.name}'s alone: a lead changes or retires it.")


def _text(body: str, playbook: Playbook, situation: Situation) -> str:
    if fault := fault_of(body):
        raise ReplyError(fault)
    return playbook.written(body, situation)


def _mended(text: str) -> str:
    """The text without the blank, or the sign before a signature, that a missing name leaves."""
    return _UNSIGNED.sub("", _AT_START.sub("", _BEFORE_MARK.sub("", re.sub(r" {2,}", " ", text))).strip())


def _reply(entry: Entry) -> Reply:
    body = entry.body
    return Reply(
        name=entry.name,
        title=str(body.get("title") or entry.name),
        lang=str(body.get("lang") or "en"),
        body=str(body.get("body") or ""),
        topics=tuple(body.get("topics") or ()),
        customer_type=str(body.get("customer_type") or ""),
        approved_by=person(str(body.get("approved_by") or "")),
        version=entry.version,
        changed_by=entry.changed_by,
        changed_at=entry.changed_at,
    )
