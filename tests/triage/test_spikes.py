"""A spike is far beyond what is usual, in hours that were read whole, and opens one incident."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from triage.mention import MentionKey
from triage.spikes import (
    HOUR,
    NO_TOPIC,
    Carrier,
    Counts,
    Incident,
    Judged,
    RushHour,
    SpikeRules,
    Verdict,
    drivers_of,
    follow,
    hours_between,
    judge,
    level_of,
    reach_of,
)

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
RULES = SpikeRules()
ALL = hours_between(NOON - timedelta(days=40), NOON + timedelta(days=10))
WHOLE = {"t": frozenset(ALL)}
T = frozenset({"t"})


def counts(usual: int, **special: int) -> dict[datetime, dict[frozenset[str], int]]:
    """So many posts in every hour; `h3=9` is nine at three hours after noon."""
    found = {at: {T: usual} for at in ALL if usual}
    return found | {NOON + int(name[1:]) * HOUR: {T: posts} for name, posts in special.items()}


def verdict(
    at: datetime, of: Counts, covered: Mapping[str, Collection[datetime]] = WHOLE, rules: SpikeRules = RULES
) -> Verdict:
    [judged] = judge([at], of, covered, rules=rules)
    return judged.verdict


@pytest.mark.parametrize(
    ("usual", "posts", "expected"),
    [
        (0, 0, Verdict.CALM),
        (0, 2, Verdict.CALM),
        (0, 4, Verdict.ELEVATED),
        (0, 5, Verdict.SPIKE),
        (1, 4, Verdict.ELEVATED),
        (1, 5, Verdict.SPIKE),
        (4, 11, Verdict.ELEVATED),
        (4, 12, Verdict.SPIKE),
        (100, 119, Verdict.CALM),
        (100, 139, Verdict.ELEVATED),
        (100, 140, Verdict.SPIKE),
    ],
)
def test_an_hour_is_measured_by_what_is_usual_for_it(usual: int, posts: int, expected: Verdict) -> None:
    assert verdict(NOON, counts(usual, h0=posts)) is expected


def test_a_busy_hour_of_every_day_is_no_spike_at_its_time_and_one_at_another() -> None:
    daily = {at: {T: 40} for at in ALL if 11 <= at.hour <= 13}
    at_night = NOON + 12 * HOUR

    assert verdict(NOON, daily) is Verdict.CALM
    assert verdict(at_night, {**daily, at_night: {T: 40}}) is Verdict.SPIKE


def test_figures_that_scatter_by_themselves_need_more_to_stand_out() -> None:
    steady = counts(20)
    restless = {at: {T: 10 + (n * 7) % 21} for n, at in enumerate(ALL)}

    assert verdict(NOON, {**steady, NOON: {T: 40}}) is Verdict.SPIKE
    assert verdict(NOON, {**restless, NOON: {T: 40}}) is not Verdict.SPIKE


def test_a_spike_of_last_week_does_not_hide_the_next_one() -> None:
    last_week = {f"h{-7 * 24 + n}": 90 for n in range(-1, 2)}

    assert verdict(NOON, counts(2, h0=30, **last_week)) is Verdict.SPIKE


def test_a_week_must_be_known_before_anything_is_unusual() -> None:
    start = NOON - timedelta(days=7) + HOUR

    assert verdict(NOON, counts(0, h0=50), {"t": hours_between(start, NOON + HOUR)}) is Verdict.UNKNOWN
    assert verdict(NOON, counts(0, h0=50), {"t": hours_between(start - 2 * HOUR, NOON + HOUR)}) is Verdict.SPIKE


@pytest.mark.parametrize("covered", [{}, {"t": frozenset()}, {"t": frozenset(ALL) - {NOON}}])
def test_an_hour_that_was_not_read_whole_is_unknown(covered: dict[str, frozenset[datetime]]) -> None:
    assert verdict(NOON, counts(0, h0=500), covered) is Verdict.UNKNOWN


def test_a_source_that_came_yesterday_makes_no_spike_and_hides_none() -> None:
    new = frozenset({"new"})
    covered = {**WHOLE, "new": hours_between(NOON - timedelta(days=1), NOON + HOUR)}

    assert verdict(NOON, {NOON: {new: 50, T: 1}}, covered) is Verdict.CALM
    assert verdict(NOON, {NOON: {new: 50, T: 9}}, covered) is Verdict.SPIKE
    assert verdict(NOON, {NOON: {new | T: 9}}, covered) is Verdict.SPIKE


def test_a_source_that_failed_takes_no_part() -> None:
    down = {**WHOLE, "down": frozenset(ALL) - {NOON}}
    both = {at: {T: 1, frozenset({"down"}): 30} for at in ALL}

    assert verdict(NOON, {**both, NOON: {T: 9, frozenset({"down"}): 2}}, down) is Verdict.SPIKE


HOURLY = st.dictionaries(st.sampled_from(ALL), st.integers(0, 200), max_size=80)


@given(series=HOURLY, at=st.sampled_from(ALL[24 * 30 :]), factor=st.integers(1, 50))
def test_a_spike_stays_one_when_everything_is_more(series: dict[datetime, int], at: datetime, factor: int) -> None:
    once = verdict(at, {hour: {T: posts} for hour, posts in series.items()})
    more = verdict(at, {hour: {T: posts * factor} for hour, posts in series.items()})

    assert more is Verdict.SPIKE or once is not Verdict.SPIKE


@given(usual=st.integers(0, 10_000), at=st.sampled_from(ALL))
def test_what_is_always_the_same_is_never_a_spike(usual: int, at: datetime) -> None:
    assert verdict(at, counts(usual)) in {Verdict.CALM, Verdict.UNKNOWN}


@given(
    series=HOURLY,
    at=st.sampled_from(ALL),
    posts=st.integers(0, 10_000),
    read=st.sets(st.sampled_from(ALL), max_size=400),
)
def test_an_incomplete_hour_is_never_a_spike(
    series: dict[datetime, int], at: datetime, posts: int, read: set[datetime]
) -> None:
    of = {hour: {T: n} for hour, n in series.items()} | {at: {T: posts}}

    assert verdict(at, of, {"t": read - {at}}) is Verdict.UNKNOWN


@given(series=HOURLY, order=st.randoms(use_true_random=False))
def test_the_order_in_which_posts_and_hours_come_changes_nothing(series: dict[datetime, int], order: object) -> None:
    hours, pairs = list(ALL[24 * 30 : 24 * 34]), list(series.items())
    straight = judge(hours, {hour: {T: n} for hour, n in pairs}, WHOLE, rules=RULES)
    order.shuffle(hours)  # type: ignore[attr-defined]
    order.shuffle(pairs)  # type: ignore[attr-defined]

    assert judge(hours, {hour: {T: n} for hour, n in pairs}, WHOLE, rules=RULES) == straight


def hour(after: int, verdict: Verdict, posts: int = 9) -> Judged:
    return Judged(at=NOON + after * HOUR, posts=posts, usual=1.0, verdict=verdict)


def story(letters: str, *, start: int = 0) -> list[Judged]:
    """One hour a letter: a spike, elevated, calm, or not known."""
    verdicts = {"s": Verdict.SPIKE, "e": Verdict.ELEVATED, ".": Verdict.CALM, "?": Verdict.UNKNOWN}
    return [hour(start + n, verdicts[letter]) for n, letter in enumerate(letters)]


def followed(
    known: list[Incident], judged: list[Judged], *, topic: str = "billing", others: tuple[Incident, ...] = ()
) -> list[Incident]:
    return follow(known, judged, brand="maple", topic=topic, reach={}, rules=RULES, others=others)


@pytest.mark.parametrize(
    ("letters", "expected"),
    [
        pytest.param("....", [], id="nothing"),
        pytest.param("eee", [], id="a little more than usual opens none"),
        pytest.param("s", [(0, 0, None)], id="opens"),
        pytest.param("sse", [(0, 2, None)], id="grows"),
        pytest.param("s..", [(0, 0, None)], id="not calm for long enough"),
        pytest.param("s...", [(0, 0, 4)], id="closes when calm"),
        pytest.param("s..e...", [(0, 3, 7)], id="flares up again"),
        pytest.param("s.?.?.", [(0, 0, 6)], id="an unknown hour is neither"),
        pytest.param("s...e", [(0, 0, 4)], id="over is over"),
        pytest.param("s...s...", [(0, 0, 4), (4, 4, 8)], id="and the next one is another"),
    ],
)
def test_a_spike_is_one_incident_until_it_is_calm(letters: str, expected: list[tuple[int, int, int | None]]) -> None:
    def after(at: datetime | None) -> int | None:
        return None if at is None else round((at - NOON) / HOUR)

    found = followed([], story(letters))

    assert [(after(one.opened_at), after(one.last_hour_at), after(one.closed_at)) for one in found] == expected
    assert len({one.incident_id for one in found}) == len(found)


@example(letters="es", cut=2, again=0)
@given(letters=st.text("se.?", max_size=40), cut=st.integers(0, 40), again=st.integers(0, 40))
def test_hours_that_come_in_parts_or_again_give_the_same_incidents(letters: str, cut: int, again: int) -> None:
    whole = story(letters)

    first = followed([], whole[:cut])
    # a later pass holds every hour since the last one of an open incident, and perhaps more
    last = min((one.last_hour_at for one in first if one.closed_at is None), default=NOON + cut * HOUR)
    rest = [one for one in whole if one.at >= min(last, NOON + again * HOUR)]
    found = followed(first, rest)

    assert found == followed([], whole)
    assert followed(found, whole) == found
    assert sum(one.closed_at is None for one in found) <= 1


def test_posts_without_a_topic_open_nothing_beside_a_rush_that_has_one() -> None:
    [billing] = followed([], story("ss..."))

    assert followed([], story("ss", start=-1), topic=NO_TOPIC, others=(billing,)) == []
    assert len(followed([], story("ss", start=9), topic=NO_TOPIC, others=(billing,))) == 1


@pytest.mark.parametrize(("posts", "expected"), [(9, 0), (17, 0), (18, 1)])
def test_another_topic_opens_an_incident_beside_only_where_it_is_twice_as_large(posts: int, expected: int) -> None:
    [billing] = followed([], story("ss..."))

    found = followed([], [hour(1, Verdict.SPIKE, posts=posts)], topic="outage", others=(billing,))

    assert len(found) == expected


def test_a_level_rises_with_reach_and_velocity_and_never_falls() -> None:
    reach = {NOON: 1_000, NOON + HOUR: 200_000, NOON + 2 * HOUR: 10}
    judged = [hour(n, Verdict.SPIKE, posts=30) for n in range(3)]

    [found] = follow([], judged, brand="m", topic="t", reach=reach, rules=RULES)

    assert [level_of(rush.amplification, rules=RULES) for rush in found.hours.values()] == [1, 3, 1]
    assert found.level == 3
    assert (found.posts, found.peak_at, found.peak.posts) == (90, NOON, 30)
    assert RushHour(posts=30, usual=0.0, reach=1).velocity == 30


def carrier(number: int, **changes: object) -> Carrier:
    values = {
        "key": MentionKey(platform="forum", native_id=str(number)),
        "posted_at": NOON,
        "author": f"a{number}",
        **changes,
    }
    return Carrier(**values)  # type: ignore[arg-type]


def test_the_posts_that_carry_it_are_those_that_reach_far_and_spread_fast() -> None:
    posts = [
        carrier(1),
        carrier(2, followers=10_000),
        carrier(3, interactions=500),
        carrier(4, followers=10_000, interactions=20),
        carrier(5, followers=10_000, interactions=20, posted_at=NOON - 9 * HOUR),
        carrier(6, followers=3),
    ]

    found = drivers_of(posts, now=NOON + HOUR)
    grown = drivers_of([carrier(7, followers=90_000)], found, now=NOON + HOUR)

    assert [key.native_id for key, _ in found] == ["4", "5", "2", "3", "6"]
    assert [key.native_id for key, _ in grown] == ["4", "7", "5", "2", "3"]


def test_reach_counts_each_author_once() -> None:
    posts = [carrier(1, author="a", followers=10), carrier(2, author="a", followers=12), carrier(3, followers=5)]

    assert reach_of(posts) == 17


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (NOON, NOON + 2 * HOUR, [0, 1]),
        (NOON + timedelta(minutes=1), NOON + 2 * HOUR, [1]),
        (NOON, NOON + timedelta(minutes=59), []),
        (NOON, NOON - HOUR, []),
    ],
)
def test_full_hours_lie_within(start: datetime, end: datetime, expected: list[int]) -> None:
    assert hours_between(start, end) == [NOON + n * HOUR for n in expected]


@pytest.mark.parametrize(
    "changes",
    [
        {"least_posts": 1},
        {"grows_at": 5.0},
        {"grows_at": 0.0},
        {"calm_hours": 0},
        {"least_days": 29},
        {"least_days": 0},
        {"levels": (2.0, 1.0)},
        {"levels": (1.0, 1.0)},
    ],
)
def test_rules_that_make_no_sense_are_refused(changes: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"spike|usual"):
        replace(RULES, **changes)  # type: ignore[arg-type]


def test_an_incident_is_told_by_its_highest_hour_and_its_widest_reach() -> None:
    hours = {NOON: RushHour(posts=9, usual=2, reach=70), NOON + HOUR: RushHour(posts=12, usual=3, reach=50)}
    incident = Incident(
        incident_id="i", brand="m", topic="t", opened_at=NOON, last_hour_at=NOON + HOUR, hours=hours, level=2
    )

    told = incident.as_dict()

    assert (told["posts"], told["peak_at"], told["peak_posts"]) == (21, NOON + HOUR, 12)
    assert (told["usual"], told["reach"], told["level"]) == (3, 70, 2)
