"""Tells why a case is due when it is: the rule, the working time counted, the pauses, the record, both clocks."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from triage.calendar import Calendar
from triage.case import Case
from triage.events import Event
from triage.folding import Folding, undone_versions
from triage.policy import CALENDAR_TIME, Policy, Rule, Subject
from triage.running import Runs
from triage.sla import Timer
from triage.verdicts import Kept, verdicts

Step = tuple[datetime, datetime, timedelta]
"""From an instant to another, and how much of it counts."""


def explain(history: Sequence[Event], *, policy: Policy, subject: Subject, now: datetime) -> dict[str, Any]:
    """All that decides about the promises of a case, as a program reads it."""
    folding = Folding(history)
    case = folding.case
    rule = policy.rule_called(case.rule)
    runs = Runs.read(case.runs)
    kept = verdicts(history, now=now)
    return {
        "case_id": case.case_id,
        "brand": case.brand,
        "platform": case.key.platform,
        "native_id": case.key.native_id,
        "status": case.status,
        "severity": case.severity,
        "owner": case.owner,
        "team": case.team,
        "policy_version": case.policy_version,
        "rule": case.rule,
        "rules": _tried(policy, subject, chosen=case.rule),
        "timers": [_timer(each, case, folding, policy=policy, rule=rule, runs=runs) for each in kept],
        "clocks": _clocks(case, now=now),
        "events": _events(history),
    }


def conditions(rule: Rule, subject: Subject) -> list[dict[str, Any]]:
    """What a rule asks of a post, what the post is, and whether that holds."""
    asked: list[tuple[str, Any, Any, bool]] = [
        ("brands", rule.brands, subject.brand, subject.brand in rule.brands),
        ("platforms", rule.platforms, subject.platform, subject.platform in rule.platforms),
        ("langs", rule.langs, subject.lang, subject.lang in rule.langs),
        ("topics", rule.topics, sorted(subject.topics), not rule.topics.isdisjoint(subject.topics)),
        ("min_followers", rule.min_followers, subject.followers, subject.followers >= rule.min_followers),
    ]
    return [
        {"asks": name, "wanted": _listed(wanted), "is": found, "holds": holds}
        for name, wanted, found, holds in asked
        if wanted
    ]


def _listed(wanted: object) -> object:
    return sorted(wanted) if isinstance(wanted, frozenset) else wanted


def counted(runs: Runs, *, until: datetime, calendar: Calendar | None) -> list[Step]:
    """The spans that were counted up to an instant: those in which the clock ran, cut to working time."""
    steps: list[Step] = []
    for begins, ends in (*runs.past, (runs.since, until)):
        ends_at = min(ends, until)
        if begins >= ends_at:
            continue
        spans = calendar.spans(begins, until=ends_at) if calendar else [(begins, ends_at)]
        for opens, closes in spans:
            start, end = max(opens, begins), min(closes, ends_at)
            if start < end:
                steps.append((start, end, end - start))
    return steps


def _tried(policy: Policy, subject: Subject, *, chosen: str) -> list[dict[str, Any]]:
    """The rules in their order, up to the one that the case has."""
    tried = []
    for rule in policy.rules:
        tried.append({
            "name": rule.name,
            "is_chosen": rule.name == chosen,
            "conditions": conditions(rule, subject),
        })
        if rule.name == chosen:
            break
    return tried


def _timer(kept: Kept, case: Case, folding: Folding, *, policy: Policy, rule: Rule, runs: Runs) -> dict[str, Any]:
    name = rule.calendars.get(case.severity, CALENDAR_TIME)
    clock = policy.clock(rule, case.severity, kept.timer)
    waits = {(wait.timer, wait.since): wait for wait in folding.waits()}
    wait = waits.get((kept.timer, kept.since))
    own = Runs(past=(), since=wait.starts_at) if wait else runs
    calendar = clock.calendar if clock else None
    causes = {Timer.FIRST: case.breached_by, Timer.NEXT: case.next_breached_by}
    steps = counted(own, until=kept.due_at, calendar=calendar)
    return {
        "timer": kept.timer,
        "since": kept.since,
        "target_seconds": int(clock.target.total_seconds()) if clock else None,
        "calendar": name,
        "zone": calendar.zone if calendar else "UTC",
        "warn_at": wait.warn_at if wait else case.resolve_warn_at,
        "due_at": kept.due_at,
        "state": kept.state,
        "ended_at": wait.ended_at if wait else case.resolve_stopped_at,
        "cause": causes.get(kept.timer, case.resolve_breached_by),
        "counted": [{"from": a, "until": b, "seconds": int(c.total_seconds())} for a, b, c in steps],
        "pauses": [] if wait else _pauses(own),
    }


def _pauses(runs: Runs) -> list[dict[str, Any]]:
    """Between the spans in which a clock ran, and after the last one."""
    begins = [*(begin for begin, _ in runs.past[1:]), *([runs.since] if runs.past else [])]
    pauses: list[dict[str, Any]] = [
        {"from": end, "until": begin} for (_, end), begin in zip(runs.past, begins, strict=True)
    ]
    return pauses


def _clocks(case: Case, *, now: datetime) -> dict[str, Any]:
    """From the post, and from when it was detected, to the first answer; or how long both have waited."""
    answered_at = case.first_answered_at
    until = answered_at or now
    is_known = answered_at is not None or not case.is_answered
    return {
        "posted_at": case.posted_at,
        "detected_at": case.detected_at,
        "first_answered_at": answered_at,
        "is_answered": case.is_answered,
        "posted_to_answered_seconds": int((until - case.posted_at).total_seconds()) if is_known else None,
        "detected_to_answered_seconds": int((until - case.detected_at).total_seconds()) if is_known else None,
    }


def _events(history: Sequence[Event]) -> list[dict[str, Any]]:
    undone = undone_versions(history)
    return [
        {
            "version": event.version,
            "kind": event.kind,
            "occurred_at": event.occurred_at,
            "recorded_at": event.recorded_at,
            "actor": event.actor,
            "details": dict(event.details),
            "is_undone": event.version in undone,
        }
        for event in history
    ]
