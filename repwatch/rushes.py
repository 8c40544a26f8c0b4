"""Follows how many posts come in each hour: a spike opens one incident, which grows and closes with its hours."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from repwatch.channels import Outlet
from triage.alerts import Alert, AlertKind
from triage.case import case_id_of
from triage.spikes import (
    HOUR,
    NO_TOPIC,
    Carrier,
    Incident,
    Judged,
    SpikeRules,
    Verdict,
    drivers_of,
    follow,
    hours_between,
    judge,
    reach_of,
)
from triage.urgency import Severity
from warehouse import casework, feed, hours, incidents, outbox
from warehouse.desk import Desk
from warehouse.hours import Subject
from warehouse.lake import Lake

RECENT = timedelta(hours=12)
"""Hours that every pass looks at anew: one may become whole late, when a source was slow, and bring no post then."""
OLDEST = timedelta(days=32)
"""What is found out later than this is history, and no incident any more."""

_Hot = dict[tuple[Subject, datetime], list[Carrier]]


def watch(desk: Desk, lake: Lake, outlets: Sequence[Outlet], *, rules: SpikeRules, now: datetime) -> int:
    """Judge the hours that may have changed, keep the incidents, put in what is to be told; returns the lines put in.

    Only hours with several posts are looked at beyond their count, so that a quiet pass is one small query.
    """
    least = (rules.least_posts + 1) // 2
    busy = hours.busy(
        lake,
        since_snapshot=feed.position(desk, "spikes"),
        recent=now - RECENT,
        oldest=now - OLDEST,
        least=least,
        now=now,
    )
    with desk.read() as connection:
        known = incidents.since(connection, now - OLDEST)
    starts = _starts(busy.hours, [one for one in known if one.closed_at is None], now=now)
    raised = _follow(desk, lake, outlets, starts, known, rules=rules, now=now) if starts else 0
    feed.move(desk, "spikes", busy.snapshot_id, now=now)
    return raised


def look_back(lake: Lake, *, rules: SpikeRules, since: datetime, now: datetime) -> list[Incident]:
    """The incidents that these rules would have found since an instant, oldest first; nothing is written."""
    least = (rules.least_posts + 1) // 2
    busy = hours.busy(lake, since_snapshot=None, recent=since, oldest=since, least=least, now=now)
    if not busy.hours:
        return []
    found, _ = _followed(lake, _starts(busy.hours, (), now=now), (), rules=rules, now=now)
    return sorted(found.values(), key=lambda one: (one.opened_at, one.brand, one.topic))


def _starts(
    busy: dict[Subject, list[datetime]], open_now: Iterable[Incident], *, now: datetime
) -> dict[Subject, datetime]:
    """From which hour on each brand and topic is to be followed."""
    starts = {subject: min(found) for subject, found in busy.items()}
    for one in open_now:
        subject = (one.brand, one.topic)
        starts[subject] = min(starts.get(subject, now), max(one.last_hour_at, now - OLDEST))
    return starts


def _follow(
    desk: Desk,
    lake: Lake,
    outlets: Sequence[Outlet],
    starts: dict[Subject, datetime],
    known: Sequence[Incident],
    *,
    rules: SpikeRules,
    now: datetime,
) -> int:
    before = {one.incident_id: one for one in known}
    followed, hot = _followed(lake, starts, known, rules=rules, now=now)
    changed = [_with_drivers(one, hot, now=now) for one in followed.values() if one != before.get(one.incident_id)]
    return _keep(desk, outlets, changed, before, now=now)


def _followed(
    lake: Lake, starts: dict[Subject, datetime], known: Sequence[Incident], *, rules: SpikeRules, now: datetime
) -> tuple[dict[str, Incident], _Hot]:
    """The incidents after the hours since these starts, and the posts of the hours that matter."""
    since = min(starts.values()) - timedelta(days=rules.days) - HOUR
    seen = hours.seen(lake, sorted(starts), since=since, now=now)
    judged: dict[Subject, list[Judged]] = {}
    for subject, start in starts.items():
        counts = seen.counts[subject]
        saw = {name for hour in counts.values() for names in hour for name in names}
        covered = {name: found for name, found in seen.covered.items() if name in saw}
        judged[subject] = judge(hours_between(start, now), counts, covered, rules=rules)
    hot = hours.carriers(
        lake,
        [
            (subject, hour.at)
            for subject, found in judged.items()
            for hour in found
            if hour.verdict in {Verdict.SPIKE, Verdict.ELEVATED}
        ],
    )
    now_known = {one.incident_id: one for one in known}
    # the largest first, and posts without a topic last: they may be part of another rush in other words
    peaks = {subject: max((one.posts for one in found), default=0) for subject, found in judged.items()}
    for brand, topic in sorted(judged, key=lambda subject: (subject[1] == NO_TOPIC, -peaks[subject], subject)):
        of_brand = [one for one in now_known.values() if one.brand == brand]
        followed = follow(
            [one for one in of_brand if one.topic == topic],
            judged[brand, topic],
            brand=brand,
            topic=topic,
            reach={at: reach_of(posts) for (subject, at), posts in hot.items() if subject == (brand, topic)},
            rules=rules,
            others=[one for one in of_brand if one.topic != topic],
        )
        now_known |= {one.incident_id: one for one in followed}
    return now_known, hot


def _with_drivers(incident: Incident, hot: _Hot, *, now: datetime) -> Incident:
    subject = (incident.brand, incident.topic)
    posts = [post for at in incident.hours for post in hot.get((subject, at), ())]
    return replace(incident, drivers=drivers_of(posts, incident.drivers, now=now))


def _keep(
    desk: Desk, outlets: Sequence[Outlet], changed: Sequence[Incident], before: dict[str, Incident], *, now: datetime
) -> int:
    """Incidents and what is told of them, in one transaction: one alert when it opens, one for each level it rises."""
    risen = [
        one
        for one in changed
        if one.closed_at is None and (one.incident_id not in before or one.level > before[one.incident_id].level)
    ]
    cases = casework.known(desk, [case_id_of(one.brand, key) for one in risen for key, _ in one.drivers])
    alerts = [_alert(one, cases, is_higher=one.incident_id in before) for one in risen]
    with desk.write() as connection:
        incidents.save(connection, changed, now=now)
        return outbox.put(connection, alerts, channels=[outlet.channel for outlet in outlets], now=now)


def _alert(incident: Incident, cases: frozenset[str], *, is_higher: bool) -> Alert:
    at = incident.last_hour_at
    rush = incident.hours[at]
    carried = [case_id_of(incident.brand, key) for key, _ in incident.drivers]
    return Alert(
        key=f"spike:{incident.incident_id}:{incident.level}",
        kind=AlertKind.SPIKE,
        subject=incident.incident_id,
        happened_at=at + HOUR,
        brands=(incident.brand,),
        severity=Severity.P2 if incident.level == 1 else Severity.P1,
        facts={
            "topic": incident.topic,
            "posts": rush.posts,
            "usual": f"{rush.usual:g}",
            "reach": rush.reach,
            "hour_at": at.isoformat(),
            "level": incident.level,
            "is_higher": is_higher,
            "cases": " ".join(case_id for case_id in carried if case_id in cases),
        },
    )
