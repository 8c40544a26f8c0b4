"""A rush of posts becomes one incident and one alert, however it is collected and however often it is looked at."""

from collections.abc import Iterable
from datetime import datetime, timedelta

import pytest

from repwatch import rushes
from repwatch.channels import Outlet
from repwatch.spike_preview import Rush, compare
from repwatch.wiring import App
from tests.repwatch.installed import Installed
from tests.repwatch.told_cases import case, channel
from tests.servers.receiver import Receiver
from triage.alerts import AlertKind, Channel
from triage.events import EventKind
from triage.spikes import HOUR, Incident, SpikeRules
from warehouse import incidents, outbox
from warehouse.lake import Cursor

NOON = datetime.fromisoformat("2026-03-02T12:00:00+00:00")
OUTLET = Outlet(channel=Channel(name="team"), url_secret="team")
POST = """
insert into marts.post_answer by name
select $brand as brand, 'forum' as platform, id as native_id, id as thread_id, posted_at, true as is_posted_at_known,
  posted_at as seen_at, posted_at as due_at, 'P3' as severity, 'en' as lang, $topic as topic, 'negative' as sentiment,
  true as needs_answer, $is_backfill as is_backfill, 'not_answered' as answer_state
from (select unnest($ids) as id, unnest($times) as posted_at)
"""
SEEN = "insert into raw.sighting select 'forum', unnest($ids), 'tag', $now"
MENTION = """
insert into raw.mention by name
select 'forum' as platform, id as native_id, 'mention' as kind, id as thread_id, posted_at as created_at,
  true as is_created_at_known, posted_at as clock_starts_at, posted_at as seen_at, 'live' as state, 3 as likes,
  'thread' as reply_visibility, false as is_backfill, 'x' as content_hash
from (select unnest($ids) as id, unnest($times) as posted_at)
"""
CONTENT = """
insert into raw.content by name
select 'forum' as platform, id as native_id, date_trunc('month', posted_at)::date as created_month, id as author_id,
  $followers as author_followers
from (select unnest($ids) as id, unnest($times) as posted_at)
"""
COVERED = """
insert into raw.coverage by name
select 'tag' as target_id, 1 as token, $page as page, $to_at as collected_at, $from_at as reached_from_at,
  $to_at as reached_to_at, 0 as items, 0 as quarantined, false as is_capped, true as is_overlap_reached
"""


def posted(
    app: App,
    times: Iterable[datetime],
    *,
    topic: str = "billing",
    brand: str = "maple",
    is_backfill: bool = False,
    followers: int = 100,
) -> None:
    """Opening posts of these instants, as triage leaves them in the lake."""
    listed = list(times)
    ids = [f"{topic}-{is_backfill}-{at.isoformat()}-{n}" for n, at in enumerate(listed)]
    what = {"ids": ids, "times": listed}

    def work(cursor: Cursor) -> None:
        cursor.execute(POST, {**what, "brand": brand, "topic": topic, "is_backfill": is_backfill})
        cursor.execute(SEEN, {"ids": ids, "now": NOON})
        cursor.execute(MENTION, what)
        cursor.execute(CONTENT, {**what, "followers": followers})

    app.lake.transaction(work)


def read_until(app: App, until: datetime, *, since: datetime = NOON - timedelta(days=30), page: int = 1) -> None:
    """The ledger's word that everything up to an instant was read."""
    values = {"page": page, "from_at": since, "to_at": until}
    app.lake.transaction(lambda cursor: cursor.execute(COVERED, values).fetchall() and None)


def crowd(start: datetime, posts: int = 9) -> list[datetime]:
    return [start + timedelta(minutes=5 * n) for n in range(posts)]


def look(app: App, *, now: datetime) -> list[Incident]:
    rushes.watch(app.desk, app.lake, [OUTLET], rules=SpikeRules(), now=now)
    return incidents.latest(app.desk, limit=9)


def told(app: App) -> list[tuple[AlertKind, object]]:
    lines = outbox.lines(app.desk, "team")
    return [(one.pending.alert.kind, one.pending.alert.facts["level"]) for one in lines]


def test_a_rush_is_one_incident_that_grows_and_ends_and_one_alert(app: App) -> None:
    posted(app, crowd(NOON))
    read_until(app, NOON + HOUR)

    [opened] = look(app, now=NOON + HOUR + timedelta(minutes=7))
    posted(app, crowd(NOON + HOUR, 7))
    read_until(app, NOON + 2 * HOUR, page=2)
    [grown] = look(app, now=NOON + 2 * HOUR + timedelta(minutes=2))
    read_until(app, NOON + 6 * HOUR, page=3)
    [closed] = look(app, now=NOON + 6 * HOUR)

    assert (opened.opened_at, opened.posts, opened.closed_at) == (NOON, 9, None)
    assert (grown.incident_id, grown.posts, grown.last_hour_at) == (opened.incident_id, 16, NOON + HOUR)
    assert closed.closed_at == NOON + 5 * HOUR
    assert len(opened.drivers) == 5
    assert opened.peak.reach == 900
    assert told(app) == [(AlertKind.SPIKE, 1)]


def test_looking_again_changes_nothing(app: App) -> None:
    posted(app, crowd(NOON))
    read_until(app, NOON + HOUR)
    first = look(app, now=NOON + 2 * HOUR)

    for minutes in range(5, 60, 20):
        assert look(app, now=NOON + 2 * HOUR + timedelta(minutes=minutes)) == first

    assert len(told(app)) == 1


def beside(rush: Rush) -> tuple[str, int | None, int | None]:
    """Its topic, and its posts by the rules of now and by the changed ones."""
    before, after = (None if one is None else one.posts for one in (rush.before, rush.after))
    return rush.shown.topic, before, after


def test_rules_are_tried_on_what_was_and_nothing_is_written(app: App) -> None:
    posted(app, crowd(NOON))
    posted(app, crowd(NOON - timedelta(days=2), 4), topic="delivery")
    read_until(app, NOON + 6 * HOUR)
    stricter, looser = SpikeRules(least_posts=12), SpikeRules(least_posts=3, opens_at=2.5)

    found = [
        compare(app.lake, SpikeRules(), rules, since=NOON - timedelta(days=20), now=NOON + 6 * HOUR)
        for rules in (SpikeRules(), stricter, looser)
    ]

    assert [[beside(rush) for rush in each.rushes] for each in found] == [
        [("billing", 9, 9)],
        [("billing", 9, None)],
        [("delivery", None, 4), ("billing", 9, 9)],
    ]
    assert (len(found[2].before), len(found[2].after)) == (1, 2)
    assert incidents.latest(app.desk, limit=9) == []
    assert [one.posts for one in look(app, now=NOON + 6 * HOUR)] == [9]


def test_an_hour_that_is_not_over_or_not_read_is_no_spike_until_it_is(app: App) -> None:
    posted(app, crowd(NOON))
    read_until(app, NOON + timedelta(minutes=59))

    assert look(app, now=NOON + timedelta(minutes=50)) == []
    assert look(app, now=NOON + 2 * HOUR) == []
    read_until(app, NOON + 2 * HOUR, since=NOON, page=2)

    assert len(look(app, now=NOON + 2 * HOUR)) == 1


def test_history_never_spikes(app: App) -> None:
    posted(app, crowd(NOON, 60), is_backfill=True)
    read_until(app, NOON + 3 * HOUR)

    assert look(app, now=NOON + 3 * HOUR) == []


def test_a_rush_that_reaches_more_people_is_told_again_and_as_urgent(app: App) -> None:
    posted(app, crowd(NOON))
    read_until(app, NOON + HOUR)
    look(app, now=NOON + HOUR)
    posted(app, crowd(NOON + HOUR), followers=5_000)
    read_until(app, NOON + 2 * HOUR, page=2)

    [found] = look(app, now=NOON + 2 * HOUR)

    assert found.level == 2
    assert told(app) == [(AlertKind.SPIKE, 1), (AlertKind.SPIKE, 2)]


def test_what_became_of_a_rush_long_ago_is_kept_and_not_told(app: App) -> None:
    posted(app, crowd(NOON - timedelta(days=9)))
    read_until(app, NOON)

    [found] = look(app, now=NOON)

    assert found.closed_at is not None
    assert told(app) == []


def test_late_posts_of_an_old_hour_are_seen_by_the_feed(app: App) -> None:
    read_until(app, NOON)
    assert look(app, now=NOON) == []
    posted(app, crowd(NOON - timedelta(days=5)))

    assert len(look(app, now=NOON + timedelta(minutes=5))) == 1


@pytest.mark.loopback
def test_the_cases_of_a_rush_are_told_under_it(app: App, installed: Installed, monkeypatch: pytest.MonkeyPatch) -> None:
    early = NOON - 6 * HOUR
    with Receiver() as receiver:
        monkeypatch.setenv("REPWATCH_SECRET_TEAM", receiver.url)
        channel(app)
        app.fixed_now = NOON + timedelta(minutes=7)
        posted(app, crowd(early), brand="maple-finch", topic="delivery")
        read_until(app, early + HOUR)
        for number in (1, 2, 4):
            case(app, number, EventKind.WARNED, now=app.fixed_now)
        case(app, 3, EventKind.WARNED, now=app.fixed_now)  # about a refund
        app.notify()

    assert sorted(one.title for one in receiver.told) == [
        "3 alerts for one rush: Maple & Finch, delivery",
        "Many posts at once: Maple & Finch, delivery",
        "P3 at risk: Maple & Finch",
    ]
    assert "9 posts in the hour from 2026-03-02 06:00 UTC" in "".join(one.message for one in receiver.told)
    assert [one["posts"] for one in installed.json("incidents", "--open")["incidents"]] == [9]
    assert "delivery" in installed.run("incidents").output
