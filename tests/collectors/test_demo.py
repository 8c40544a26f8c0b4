"""The bundled demo: enough to see, the same at every run, and never a dull hour."""

import json
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from statistics import median

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collectors.base import Gone, Known, Record, Response
from collectors.demo_brand.content import BRAND, CYCLE, Post, Role, posts
from collectors.demo_brand.timeline import native_id
from collectors.errors import BadRecordError, SetupError
from collectors.sources.demo import SOURCE
from triage.mention import Item, MentionKey, State, Target

ANCHOR = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
FIRST_ANSWER_WITHIN = {
    "P1": timedelta(hours=1),
    "P2": timedelta(hours=4),
    "P3": timedelta(hours=24),
    "P4": timedelta(hours=48),
}
EVERYDAY = range(1, 1000)  # the numbers of everyday.jsonl
CUSTOMER_TYPES = ("angry", "impatient", "demanding", "complainer", "negotiator", "abusive")
TOPICS = (
    *("delivery", "billing", "refund", "outage", "bug", "staff"),
    *("quality", "safety", "privacy", "legal", "account"),
)

instants = st.datetimes(min_value=datetime(2026, 1, 1), max_value=datetime(2030, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 -- the strategy adds the zone
some_days = st.timedeltas(min_value=timedelta(), max_value=timedelta(days=45))


class At:
    """A door to the network that only tells the time."""

    def __init__(self, instant: datetime) -> None:
        self.instant = instant

    def now(self) -> datetime:
        return self.instant

    def get(self, url: str, **_: object) -> Response:
        raise AssertionError(f"the demo asked for {url}")

    def post(self, url: str, **_: object) -> Response:
        raise AssertionError(f"the demo asked for {url}")

    def stream(self, url: str, **_: object) -> Iterator[bytes]:
        raise AssertionError(f"the demo asked for {url}")

    def secret(self, name: str) -> str:
        raise AssertionError(f"the demo asked for {name}")


def target(anchor: datetime = ANCHOR) -> Target:
    return Target(id="demo", collector="demo", brands=(BRAND,), options=(("anchor", anchor.isoformat()),))


def read(now: datetime, *, anchor: datetime = ANCHOR, since: str | None = None) -> list[Record]:
    return [r for page in SOURCE.pull(At(now), target(anchor), since=since, until=now) for r in page.records]


def merged(records: Sequence[Record]) -> dict[str, bytes]:
    """What a store that merges on the mention key holds in the end."""
    return {json.loads(record.body)["id"]: record.body for record in records}


def customers(**wanted: object) -> list[Post]:
    found = [post for post in posts().values() if post.role is Role.CUSTOMER]
    return [p for p in found if all(getattr(p.expected, name) == value for name, value in wanted.items())]


def answered_after(post: Post) -> timedelta | None:
    delays = [r.offset - post.offset for r in posts().values() if r.parent == post.n and r.role is Role.COMPANY]
    return min(delays, default=None)


def test_a_cycle_holds_hundreds_of_posts_in_both_languages() -> None:
    languages = [post.lang for post in customers()]

    assert len(languages) >= 360
    assert 0.35 <= languages.count("fr") / len(languages) <= 0.42
    assert 0 < languages.count("es") < 10


@pytest.mark.parametrize("customer_type", CUSTOMER_TYPES)
@pytest.mark.parametrize("lang", ["en", "fr"])
def test_every_customer_type_speaks_in_both_languages(customer_type: str, lang: str) -> None:
    assert [post for post in customers(customer_type=customer_type) if post.lang == lang]


@pytest.mark.parametrize("topic", TOPICS)
@pytest.mark.parametrize("lang", ["en", "fr"])
def test_every_topic_is_complained_about_in_both_languages(topic: str, lang: str) -> None:
    assert [post for post in customers() if topic in post.expected.topics and post.lang == lang]


def test_no_two_customers_say_the_same() -> None:
    texts = [post.text for post in customers()]

    assert len(set(texts)) == len(texts)


def test_a_reply_comes_after_what_it_answers_and_in_its_language() -> None:
    for post in posts().values():
        if post.parent is not None:
            above = posts()[post.parent]
            assert post.offset >= above.offset
            assert post.platform == above.platform
            assert post.lang == above.lang


def test_most_is_answered_in_time_some_late_and_next_to_nothing_never() -> None:
    answers = [(post, answered_after(post)) for post in customers(needs_answer=True) if post.parent is None]
    in_time = [p for p, after in answers if after and after <= FIRST_ANSWER_WITHIN[p.expected.severity or ""]]
    never = [p for p, after in answers if after is None]

    assert 0.65 <= len(in_time) / len(answers) <= 0.72
    assert 0 < len(never) / len(answers) <= 0.02


def test_outside_the_everyday_file_the_median_answer_takes_about_an_hour() -> None:
    others = [answered_after(post) for post in customers(needs_answer=True) if post.n not in EVERYDAY]

    assert 30 <= median(after / timedelta(minutes=1) for after in others if after) <= 90


def test_one_afternoon_spikes() -> None:
    by_three_hours = [post.offset // timedelta(hours=3) for post in customers() if post.parent is None]
    busiest = max(by_three_hours.count(window) for window in set(by_three_hours))

    assert busiest > 8 * len(by_three_hours) / 240


@given(now=instants, anchor=instants)
@settings(max_examples=4, deadline=None)
def test_the_same_now_always_gives_the_same_records(now: datetime, anchor: datetime) -> None:
    now = min(now, anchor + CYCLE)

    assert read(now, anchor=anchor) == read(now, anchor=anchor)


@given(after=some_days, crashed_after=st.integers(min_value=1, max_value=80))
@settings(max_examples=6, deadline=None)
def test_a_crash_after_any_page_never_loses_or_doubles_a_post(after: timedelta, crashed_after: int) -> None:
    now = ANCHOR + after
    pages = list(SOURCE.pull(At(now), target(), since=None, until=now))[:crashed_after]

    before = [record for page in pages for record in page.records]
    resumed = read(now, since=pages[-1].cursor)

    assert merged(before + resumed) == merged(read(now))
    assert len(before) + len(resumed) - len(read(now)) < 10  # the cursor's own instant is read again, no more


def test_who_reads_on_after_a_crash_gets_the_same_pages() -> None:
    """Of two versions of a post in one page only the later is stored: what is together must not hang on a crash."""
    whole = list(SOURCE.pull(At(ANCHOR), target(), since=None, until=ANCHOR))

    for read_before in range(1, len(whole)):
        cursor = whole[read_before - 1].cursor
        again, *resumed = SOURCE.pull(At(ANCHOR), target(), since=cursor, until=ANCHOR)

        assert again.cursor == cursor
        assert [page.records for page in resumed] == [page.records for page in whole[read_before:]]


@given(first=some_days, second=some_days)
@settings(max_examples=6, deadline=None)
def test_what_can_be_seen_never_shrinks_with_time(first: timedelta, second: timedelta) -> None:
    earlier, later = sorted((ANCHOR + first, ANCHOR + second))

    bodies = [record.body for record in read(later)]

    seen_earlier = [record.body for record in read(earlier)]
    assert bodies[: len(seen_earlier)] == seen_earlier


@given(stop=some_days)
@settings(max_examples=6, deadline=None)
def test_pulls_across_a_cycle_boundary_always_join_up(stop: timedelta) -> None:
    now = ANCHOR + timedelta(days=46)
    (*_, last) = SOURCE.pull(At(ANCHOR + stop), target(), since=None, until=ANCHOR + stop)

    joined = merged(read(ANCHOR + stop) + read(now, since=last.cursor))

    assert joined == merged(read(now))


def test_pages_are_bounded_and_cover_the_time_without_a_gap() -> None:
    pages = list(SOURCE.pull(At(ANCHOR), target(), since=None, until=ANCHOR))
    windows = [page.reached for page in pages if page.reached]

    assert len(pages) > 5
    assert max(len(page.records) for page in pages) <= 300
    assert windows[0][0] == ANCHOR - CYCLE
    assert windows[-1][1] == ANCHOR
    assert all(left[1] == right[0] for left, right in pairwise(windows))


def test_nothing_new_is_an_empty_page_that_keeps_the_cursor() -> None:
    now = ANCHOR + timedelta(seconds=1)
    (*_, last) = SOURCE.pull(At(now), target(), since=None, until=now)
    cursor = now.isoformat()

    (page,) = SOURCE.pull(At(now), target(), since=cursor, until=now)

    assert last.cursor
    assert (page.records, page.cursor) == ((), cursor)


@given(now=instants)
@settings(max_examples=6, deadline=None)
def test_a_post_is_never_seen_before_it_is_there_nor_after_now(now: datetime) -> None:
    now = ANCHOR - CYCLE + (now - datetime(2026, 1, 1, tzinfo=UTC)) % (3 * CYCLE)

    for record in read(now):
        item = SOURCE.map(record)
        assert (item.updated_at or item.created_at or now) <= record.seen_at <= now


def test_at_any_instant_something_is_at_risk_and_what_is_overdue_is_a_handful_and_young() -> None:
    """By the labels: from four fifths of its time a post is at risk, from its due instant overdue, until answered."""
    start, end = ANCHOR, ANCHOR + CYCLE
    records = read(end + timedelta(days=5))

    at_risk, overdue = open_spans([SOURCE.map(record) for record in records], end=end)

    hours = [start + timedelta(hours=hour) for hour in range(720)]
    late = [sum(begin <= hour < stop for begin, stop in overdue) for hour in hours]
    assert covers(at_risk, start=start, end=end)
    assert sum(map(bool, late)) / len(late) >= 0.70
    assert max(late) <= 10
    assert max(stop - begin for begin, stop in overdue) <= timedelta(days=4)


Span = tuple[datetime, datetime]


def open_spans(items: Sequence[Item], *, end: datetime) -> tuple[list[Span], list[Span]]:
    created = {item.native_id: item.created_at for item in items}
    deleted = {item.native_id: item.updated_at for item in items if item.state is State.DELETED}
    answered: dict[str, datetime] = {}
    for item in items:
        if item.is_owned and item.parent_id and item.created_at:
            answered.setdefault(item.parent_id, item.created_at)
    at_risk, overdue = [], []
    for item_id, posted in created.items():
        expected = posts()[int(item_id.rpartition("-")[2])].expected
        if posted is None or not expected.needs_answer or expected.severity is None:
            continue
        within = FIRST_ANSWER_WITHIN[expected.severity]
        closed = min(answered.get(item_id, end), deleted.get(item_id) or end)
        at_risk.append((posted + 0.8 * within, min(posted + within, closed)))
        overdue.append((posted + within, closed))
    return at_risk, overdue


def covers(spans: Sequence[Span], *, start: datetime, end: datetime) -> bool:
    reached = start
    for begin, stop in sorted(spans):
        if begin <= reached:
            reached = max(reached, stop)
    return reached >= end


def test_an_edit_and_a_deletion_come_as_records_of_the_same_key() -> None:
    items = [SOURCE.map(record) for record in read(ANCHOR)]
    edited = {item.key for item in items if item.state is State.EDITED}
    deleted = [item for item in items if item.state is State.DELETED]

    assert edited <= {item.key for item in items if item.state is State.LIVE}
    assert len(edited) >= 4
    assert len(deleted) >= 3
    assert {(item.text, item.author_id, item.author_name) for item in deleted} == {(None, None, None)}


def test_recheck_tells_how_posts_stand_and_passes_over_what_it_does_not_know() -> None:
    deleted = next(post for post in posts().values() if post.deleted_after)
    edited = next(post for post in posts().values() if post.edits)
    keys = [
        MentionKey(platform=deleted.platform, native_id=native_id(cycle=0, n=deleted.n)),
        MentionKey(platform=edited.platform, native_id=native_id(cycle=0, n=edited.n)),
        MentionKey(platform=edited.platform, native_id=native_id(cycle=7, n=edited.n)),
        MentionKey(platform="demo-social", native_id="demo-0-999999"),
        MentionKey(platform="demo-social", native_id="something else"),
    ]

    gone, record = SOURCE.recheck(At(ANCHOR + timedelta(days=1)), target(), [Known(key=key) for key in keys])

    assert isinstance(gone, Gone)
    assert gone.key == keys[0]
    assert isinstance(record, Record)
    assert SOURCE.map(record).text == edited.edits[-1].text


def test_answers_are_all_that_is_below_a_post_by_now() -> None:
    key = MentionKey(platform="demo-social", native_id=native_id(cycle=1, n=deepest_thread()))
    late, early = ANCHOR + 2 * CYCLE, ANCHOR

    thread = [SOURCE.map(record) for record in SOURCE.answers(At(late), target(), Known(key=key))]

    assert len(thread) >= 5
    assert {item.root_id for item in thread} == {key.native_id}
    assert {item.is_owned for item in thread} == {True, False}
    assert list(SOURCE.answers(At(early), target(), Known(key=key))) == []


def deepest_thread() -> int:
    parents = {post.n: post.parent for post in posts().values()}

    def depth(n: int) -> tuple[int, int]:
        parent = parents[n]
        if parent is None:
            return 0, n
        above, root = depth(parent)
        return above + 1, root

    return max(depth(n) for n in parents)[1]


def test_a_brand_answer_that_was_taken_down_is_no_answer_any_more() -> None:
    withdrawn = next(p for p in posts().values() if p.role is Role.COMPANY and p.deleted_after)
    key = MentionKey(platform=withdrawn.platform, native_id=native_id(cycle=0, n=withdrawn.parent or 0))

    thread = [SOURCE.map(record) for record in SOURCE.answers(At(ANCHOR), target(), Known(key=key))]

    assert native_id(cycle=0, n=withdrawn.n) not in {item.native_id for item in thread}
    assert thread


def test_the_brand_speaks_under_one_owned_account() -> None:
    items = [SOURCE.map(record) for record in read(ANCHOR)]
    owned = {item.author_id for item in items if item.is_owned and not item.state.is_gone}
    others = {item.author_id for item in items if not item.is_owned}

    assert owned == {BRAND}
    assert BRAND not in others


@pytest.mark.parametrize("anchor", ["", "yesterday", "2026-03-01T12:00:00", "2026-03-01T12:00:00-05:00"])
def test_an_anchor_that_is_no_utc_instant_says_how_to_write_one(anchor: str) -> None:
    broken = Target(id="demo", collector="demo", brands=(BRAND,), options=(("anchor", anchor),))

    with pytest.raises(SetupError, match="2026-01-31T12:00:00"):
        SOURCE.check(At(ANCHOR), broken)


def test_check_says_what_there_is_to_read() -> None:
    line = SOURCE.check(At(ANCHOR), target())

    assert line.startswith(f"Maple & Finch: {len(posts())} posts")


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"{}",
        b'{"state": "live"',
        *(json.dumps({"platform": "demo-social", "id": i}).encode() for i in (1, "")),
    ],
)
def test_a_record_that_is_not_ours_is_refused_as_one_bad_record(body: bytes) -> None:
    record = Record(body=body, content_type="application/json", seen_at=ANCHOR)

    with pytest.raises(BadRecordError):
        SOURCE.map(record)
