"""What an incident asks of the lake, remembered until it changes."""

from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from dashboard import backend
from dashboard.remembering import remembered
from repwatch import business, spreading
from repwatch.spreading import HourBeside
from triage.spikes import HOUR, Incident
from warehouse import incidents, read
from warehouse.read import PostBehind

_LATEST = 1_000
_POSTS = 20_000
"""Posts of the days of an incident whose words are read: of any beyond these the page would say that they are gone."""


@remembered(most=20, is_figure=True)
def hours_around(incident_id: str) -> list[HourBeside]:
    """Its hours and those around them."""
    app = backend.app()
    return spreading.hours_around(app.lake, _incident(incident_id), rules=business.spikes(app.desk), now=app.now())


@remembered(most=20, is_figure=True)
def posts_of(incident_id: str) -> list[dict[str, Any]]:
    """The posts of its hours, the furthest first, with their words and what became of them."""
    app = backend.app()
    one, now = _incident(incident_id), app.now()
    by_key = {post.key: post for post in posts_in(one)}
    return [
        {
            "brand": one.brand,
            "platform": post.key.platform,
            "native_id": post.key.native_id,
            "posted_at": post.posted_at,
            "followers": post.followers,
            "interactions": post.interactions,
            "amplification": post.amplification,
            "answer_state": by_key[post.key].answer_state if post.key in by_key else None,
            "text": by_key[post.key].excerpt if post.key in by_key else None,
        }
        for post in spreading.carried(app.lake, one, now=one.closed_at or now)
    ]


def posts_in(one: Incident) -> list[PostBehind]:
    """The posts of its hours, newest first, with their words."""
    app = backend.app()
    zone = app.settings.business_zone
    first, last = (at.astimezone(ZoneInfo(zone)).date() for at in (one.opened_at, one.last_hour_at + HOUR))
    told = read.posts_behind(
        app.lake,
        as_of=app.now(),
        brand=one.brand,
        topic=one.topic,
        since=first,
        until=last + timedelta(days=1),
        zone=zone,
        limit=_POSTS,
    )
    return [post for post in told if any(at <= post.posted_at < at + HOUR for at in one.hours)]


def _incident(incident_id: str) -> Incident:
    return next(one for one in incidents.latest(backend.app().desk, limit=_LATEST) if one.incident_id == incident_id)
