"""Commands about promises: when answers are due, why, and what another policy would have changed."""

from datetime import datetime
from pathlib import Path
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import typer
from rich.markup import escape
from rich.table import Table

from repwatch import business, explaining, policies, replaying
from repwatch.commands.shared import (
    AsJson,
    Exit,
    Now,
    day_or_instant,
    err,
    fail,
    instant,
    opened,
    out,
    print_json,
    told,
)
from repwatch.durations import told as span
from repwatch.wiring import App
from triage.case import Case
from triage.policy import CALENDAR_TIME, Clock, Policy, Subject
from triage.running import Runs
from triage.sla import Timer
from triage.urgency import Severity
from warehouse import subjects
from warehouse.case_file import CaseFile, case_file

app = typer.Typer(help="When answers are due, why, and what another policy would have changed.")

PolicyFile = Annotated[Path, typer.Option(help="A policy in TOML.")]


@app.command("due")
def due(  # noqa: PLR0913 -- one option per condition a rule may have
    *,
    policy: PolicyFile,
    posted: Annotated[str, typer.Option(help="When the customer's post appeared, ISO 8601.")],
    severity: Annotated[Severity, typer.Option(help="How bad it is.")] = Severity.P3,
    brand: Annotated[str, typer.Option(help="For rules that ask for a brand.")] = "",
    platform: Annotated[str, typer.Option(help="For rules that ask for a platform.")] = "",
    lang: Annotated[str, typer.Option(help="For rules that ask for a language.")] = "und",
    topic: Annotated[list[str] | None, typer.Option(help="For rules that ask for a topic.")] = None,
    followers: Annotated[int, typer.Option(help="For rules that ask for reach.")] = 0,
    as_json: AsJson = False,
) -> None:
    """When a post's first answer is due under a policy, and what else it promises."""
    with told():
        rules = policies.build(policies.read_file(policy), version=0)
        posted_at = instant(posted)
        subject = Subject(
            brand=brand, platform=platform, severity=severity, lang=lang, followers=followers, topics=tuple(topic or ())
        )
        try:
            answer = _due(rules, subject, posted_at)
        except (ValueError, OverflowError) as error:
            fail(f"no due instant for a post of {posted}: {error}", code=Exit.USAGE)
        if as_json:
            print_json(answer)
            return
        if datetime.fromisoformat(posted).tzinfo is None:
            err.print(f"{posted} names no zone and was read as UTC")
        first = answer["timers"][Timer.FIRST]
        out.print(f"due {answer['due_at']:%Y-%m-%d %H:%M:%S} UTC, warned {answer['warn_at']:%Y-%m-%d %H:%M:%S} UTC")
        target = rules.rule_for(subject).target(severity, Timer.FIRST)
        out.print(f"rule {answer['rule']!r} gives {severity} {target} ({first['calendar']})", markup=False)
        for timer in (Timer.NEXT, Timer.RESOLUTION):
            if other := answer["timers"][timer]:
                out.print(
                    f"{timer}: {span(other['target_seconds'])}, from the same instant {other['due_at']:%F %T} UTC"
                )


@app.command("replay")
def replay(
    *,
    policy: PolicyFile,
    since: Annotated[str, typer.Option(help="Posts from this day (of business_zone) or instant on.")],
    now: Now = "",
    as_json: AsJson = False,
) -> None:
    """Fold history under a proposed policy and show what would have changed; nothing is written."""
    with opened(now=now) as running:
        rules = policies.build(policies.read_file(policy), version=0)
        start = day_or_instant(since, zone=running.settings.business_zone)
        found = replaying.replay(running.desk, running.lake, rules, since=start, now=running.now())
        if as_json:
            print_json({"since": start, "as_of": running.now(), **found.as_dict()})
            return
        table = Table(title=f"{found.cases} cases since {start:%Y-%m-%d %H:%M} UTC", title_justify="left")
        for name in ("brand", "severity", "promise"):
            table.add_column(name)
        for name in ("kept", "broken", "open", "would keep", "would break", "would be open"):
            table.add_column(name, justify="right")
        for row in found.tallies:
            counts = (row.hits, row.breaches, row.open, row.new_hits, row.new_breaches, row.new_open)
            table.add_row(escape(row.brand), row.severity, row.timer, *map(str, counts))
        out.print(table)
        for flip in found.flips:
            was, would = flip.state or "not promised", flip.new_state or "not promised"
            out.print(f"{flip.case_id}  {flip.severity} {flip.timer:<10} {was} -> {would}", markup=False)
        if not found.flips:
            out.print("no promise would have ended otherwise")


@app.command("explain")
def explain(
    case: Annotated[str, typer.Argument(help="The id of a case.")], *, now: Now = "", as_json: AsJson = False
) -> None:
    """Say why a case is due when it is: its rule, the time counted, pauses, events and both clocks."""
    with opened(now=now) as running:
        file = case_file(running.desk, case)
        policy = business.policies_of(running.desk)(file.case.policy_version)
        subject = _subject(running, file.case, file)
        answer = explaining.explain(file.events, policy=policy, subject=subject, now=running.now())
        if as_json:
            print_json(answer)
        else:
            _tell(answer, zone=ZoneInfo(running.settings.business_zone))


def _due(rules: Policy, subject: Subject, posted_at: datetime) -> dict[str, Any]:
    promise = rules.promise(subject, starts_at=posted_at)
    rule, runs = rules.rule_for(subject), Runs(past=(), since=posted_at)
    name = rule.calendars.get(subject.severity, CALENDAR_TIME)
    clocks = {timer: rules.clock(rule, subject.severity, timer) for timer in Timer}
    return {
        "posted_at": posted_at,
        "severity": subject.severity,
        "rule": promise.rule,
        "target_seconds": int(promise.target.total_seconds()),
        "warn_at": promise.warn_at,
        "due_at": promise.due_at,
        "timers": {timer: clock and _timer(clock, runs, calendar=name) for timer, clock in clocks.items()},
    }


def _timer(clock: Clock, runs: Runs, *, calendar: str) -> dict[str, Any]:
    return {
        "target_seconds": int(clock.target.total_seconds()),
        "calendar": calendar,
        "warn_at": clock.warn_at(runs),
        "due_at": clock.due_at(runs),
    }


def _subject(running: App, case: Case, file: CaseFile) -> Subject:
    """What rules asked of the post, as far as the lake still knows it."""
    key = case.key.platform, case.key.native_id
    row = subjects.subjects(running.lake, [key]).get(key, {})
    return Subject(
        brand=case.brand,
        platform=case.key.platform,
        severity=case.severity,
        lang=row.get("lang") or file.lang,
        followers=row.get("author_followers") or 0,
        topics=tuple(row.get("topics") or (file.topic,)),
    )


def _tell(answer: dict[str, Any], *, zone: ZoneInfo) -> None:
    held = f"held by {answer['owner']}" if answer["owner"] else "held by nobody"
    _say(f"case {answer['case_id']} of {answer['brand']}: {answer['status']}, {answer['severity']}, {held}")
    _say(f"times are those of {zone.key}")
    _say(f"\npolicy version {answer['policy_version']}, rules in their order:")
    for rule in answer["rules"]:
        asked = "; ".join(_condition(one) for one in rule["conditions"]) or "asks for nothing"
        _say(f"  {'->' if rule['is_chosen'] else '  '} {rule['name']!r}: {asked}")
    for timer in answer["timers"]:
        _tell_timer(timer, zone=zone)
    clocks = answer["clocks"]
    verb = "answered after" if clocks["is_answered"] else "waiting for"
    _say("\nboth clocks:")
    for name in ("posted", "detected"):
        seconds = clocks[f"{name}_to_answered_seconds"]
        length = span(seconds) if seconds is not None else "a time that is not known"
        _say(f"  {name} {_at(clocks[f'{name}_at'], zone)}: {verb} {length}")
    _say("\nwhat happened:")
    for event in answer["events"]:
        details = ", ".join(f"{k} {v}" for k, v in event["details"].items()) if event["kind"] != "opened" else ""
        undone = " (taken back)" if event["is_undone"] else ""
        what = f"{event['actor']}: {event['kind']}{undone}  {details}"
        _say(f"  {event['version']:>3}  {_at(event['occurred_at'], zone)}  {what}")


def _tell_timer(timer: dict[str, Any], *, zone: ZoneInfo) -> None:
    target = span(timer["target_seconds"]) if timer["target_seconds"] is not None else "a time of an earlier rule"
    cause = f", lost in {timer['cause']}" if timer["cause"] else ""
    _say(f"\n{timer['timer']}: {target} in calendar {timer['calendar']!r}, {timer['state']}{cause}")
    for step in timer["counted"]:
        _say(f"    {_at(step['from'], zone)} to {_at(step['until'], zone)}: {span(step['seconds'])}")
    for pause in timer["pauses"]:
        _say(f"    not counted: {_at(pause['from'], zone)} to {_at(pause['until'], zone)}")
    _say(f"    at risk {_at(timer['warn_at'], zone)}, due {_at(timer['due_at'], zone)}")
    if timer["ended_at"]:
        _say(f"    the clock stopped {_at(timer['ended_at'], zone)}")


def _condition(one: dict[str, Any]) -> str:
    return f"{one['asks']} {one['wanted']} (is {one['is']}: {'holds' if one['holds'] else 'does not'})"


def _at(moment: datetime, zone: ZoneInfo) -> str:
    return f"{moment.astimezone(zone):%a %Y-%m-%d %H:%M:%S}"


def _say(text: str) -> None:
    out.print(text, markup=False)
