"""Working time: due in the morning, over lunch, weekends, holidays and both changes of the clocks."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from triage.calendar import Calendar, Window

NINE_TO_FIVE = (Window(start=9 * 60, end=17 * 60),)
WEEKDAYS = dict.fromkeys(range(5), NINE_TO_FIVE)
LUNCH = dict.fromkeys(range(5), (Window(start=9 * 60, end=12 * 60), Window(start=13 * 60, end=17 * 60)))
NIGHT = dict.fromkeys(range(7), (Window(start=0, end=6 * 60),))
SPLIT_NIGHT = dict.fromkeys(range(7), (Window(start=0, end=90), Window(start=90, end=6 * 60)))
LATE_NIGHT = dict.fromkeys(range(7), (Window(start=150, end=6 * 60),))
ROUND_THE_CLOCK = dict.fromkeys(range(7), (Window(start=0, end=24 * 60),))
TORONTO = "America/Toronto"


def local(text: str, zone: str = TORONTO) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


@pytest.mark.parametrize(
    ("windows", "holidays", "start", "amount", "due"),
    [
        pytest.param(WEEKDAYS, (), "2026-02-27T16:30", 60, "2026-03-02T09:30", id="friday 16:30 and an hour"),
        pytest.param(WEEKDAYS, (), "2026-03-02T03:00", 60, "2026-03-02T10:00", id="in the night"),
        pytest.param(WEEKDAYS, (), "2026-03-02T16:00", 60, "2026-03-02T17:00", id="to the last minute of the day"),
        pytest.param(WEEKDAYS, (), "2026-03-02T17:00", 60, "2026-03-03T10:00", id="at closing time"),
        pytest.param(WEEKDAYS, (), "2026-02-28T11:00", 60, "2026-03-02T10:00", id="on a saturday"),
        pytest.param(WEEKDAYS, (), "2026-03-02T09:00", 5 * 480, "2026-03-06T17:00", id="a whole week"),
        pytest.param(LUNCH, (), "2026-03-02T11:30", 60, "2026-03-02T13:30", id="over lunch"),
        pytest.param(LUNCH, (), "2026-03-02T12:15", 60, "2026-03-02T14:00", id="during lunch"),
        pytest.param(WEEKDAYS, ("2026-07-01",), "2026-06-30T16:30", 60, "2026-07-02T09:30", id="over a holiday"),
        pytest.param(WEEKDAYS, ("2026-07-01",), "2026-07-01T10:00", 60, "2026-07-02T10:00", id="on a holiday"),
        # 2026-03-08 02:00 is skipped, 2026-11-01 01:00 to 02:00 comes twice
        pytest.param(WEEKDAYS, (), "2026-03-06T16:30", 60, "2026-03-09T09:30", id="clocks forward over a weekend"),
        pytest.param(WEEKDAYS, (), "2026-10-30T16:30", 60, "2026-11-02T09:30", id="clocks back over a weekend"),
        pytest.param(NIGHT, (), "2026-03-08T00:00", 300, "2026-03-08T06:00", id="a short night of five hours"),
        pytest.param(NIGHT, (), "2026-11-01T00:00", 420, "2026-11-01T06:00", id="a long night of seven hours"),
        pytest.param(SPLIT_NIGHT, (), "2026-11-01T00:00", 420, "2026-11-01T06:00", id="a repeated hour counts once"),
        pytest.param(LATE_NIGHT, (), "2026-03-08T00:00", 60, "2026-03-08T04:00", id="opens in the skipped hour"),
        pytest.param(ROUND_THE_CLOCK, (), "2026-03-07T12:00", 1440, "2026-03-08T13:00", id="a day is 24 hours"),
    ],
)
def test_working_time_is_used_up(
    windows: dict[int, tuple[Window, ...]], holidays: tuple[str, ...], start: str, amount: int, due: str
) -> None:
    calendar = Calendar(zone=TORONTO, windows=windows, holidays=frozenset(map(date.fromisoformat, holidays)))

    ends = calendar.add(local(start), timedelta(minutes=amount))

    assert ends == local(due)
    assert calendar.elapsed(local(start), ends) == timedelta(minutes=amount)


def test_a_day_that_a_zone_skipped_holds_no_time() -> None:
    calendar = Calendar(zone="Pacific/Apia", windows=ROUND_THE_CLOCK)

    elapsed = calendar.elapsed(local("2011-12-29T00:00", "Pacific/Apia"), local("2011-12-31T00:00", "Pacific/Apia"))

    assert elapsed == timedelta(days=1)


def test_an_end_before_the_start_has_no_time_between() -> None:
    calendar = Calendar(windows=WEEKDAYS)

    assert calendar.elapsed(local("2026-03-02T12:00"), local("2026-03-01T12:00")) == timedelta()


@pytest.mark.parametrize(("start", "end"), [(600, 600), (1320, 360), (-1, 360), (0, 1441)])
def test_a_window_runs_forward_within_one_day(start: int, end: int) -> None:
    with pytest.raises(ValueError, match=f"runs forward within one day, got minutes {start} to {end}"):
        Window(start=start, end=end)


@pytest.mark.parametrize(
    ("windows", "complaint"),
    [
        pytest.param({}, "at least one window", id="no day"),
        pytest.param({0: ()}, "at least one window", id="no window"),
        pytest.param({7: NINE_TO_FIVE}, "weekdays are 0", id="an eighth day"),
        pytest.param({0: (*NINE_TO_FIVE, Window(start=1000, end=1100))}, "overlap", id="two at once"),
        pytest.param({0: LUNCH[0][::-1]}, "out of order", id="afternoon first"),
    ],
)
def test_a_calendar_that_makes_no_sense_is_refused(windows: dict[int, tuple[Window, ...]], complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        Calendar(windows=windows)


@pytest.mark.parametrize("zone", ["America/Torotno", "America", "../etc/passwd", ""])
def test_a_zone_that_does_not_exist_is_refused_at_once(zone: str) -> None:
    with pytest.raises(ValueError, match="is no time zone; write one like America/Toronto"):
        Calendar(windows=WEEKDAYS, zone=zone)


class _EveryDay:
    def __contains__(self, day: object) -> bool:
        return True


def test_a_calendar_of_holidays_alone_says_so() -> None:
    calendar = Calendar(windows=WEEKDAYS, holidays=_EveryDay())

    with pytest.raises(ValueError, match="no working time within ten years"):
        calendar.add(local("2026-03-02T12:00"), timedelta(hours=1))


@pytest.mark.parametrize("start", [datetime(2026, 3, 2, 12), datetime(2026, 3, 2, 12, tzinfo=ZoneInfo(TORONTO))])  # noqa: DTZ001 -- a naive one is the point
def test_only_utc_is_counted_from(start: datetime) -> None:
    with pytest.raises(ValueError, match="start must be an aware UTC datetime"):
        Calendar(windows=WEEKDAYS).add(start, timedelta(hours=1))


def test_working_time_is_not_counted_backward() -> None:
    with pytest.raises(ValueError, match="counted forward"):
        Calendar(windows=WEEKDAYS).add(local("2026-03-02T12:00"), timedelta(hours=-1))


quarters = st.lists(st.integers(0, 16).map(lambda part: part * 90), min_size=2, max_size=6, unique=True).map(sorted)
days = quarters.map(lambda cuts: tuple(Window(start=a, end=b) for a, b in zip(cuts[::2], cuts[1::2], strict=False)))
calendars = st.builds(
    Calendar,
    zone=st.sampled_from([TORONTO, "UTC", "Europe/Paris", "Australia/Lord_Howe", "America/Havana", "Asia/Kathmandu"]),
    windows=st.dictionaries(st.integers(0, 6), days, min_size=1),
    holidays=st.frozensets(st.dates(date(2026, 1, 1), date(2026, 12, 31)), max_size=20),
)
instants = st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001 -- the zone follows
amounts = st.timedeltas(timedelta(seconds=1), timedelta(hours=12))


@given(calendars, instants, amounts)
def test_due_is_never_before_the_post_and_uses_up_just_the_amount(
    calendar: Calendar, start: datetime, amount: timedelta
) -> None:
    due = calendar.add(start, amount)

    assert due >= start + amount
    assert calendar.elapsed(start, due) == amount


@given(calendars, instants, amounts, amounts)
def test_more_time_is_never_due_sooner(calendar: Calendar, start: datetime, amount: timedelta, more: timedelta) -> None:
    assert calendar.add(start, amount) < calendar.add(start, amount + more)
    assert calendar.add(start, amount) <= calendar.add(start + more, amount)


@given(calendars, instants, amounts, amounts)
def test_working_time_adds_up_and_never_exceeds_real_time(
    calendar: Calendar, start: datetime, first: timedelta, second: timedelta
) -> None:
    middle, end = start + first, start + first + second

    assert calendar.elapsed(start, middle) + calendar.elapsed(middle, end) == calendar.elapsed(start, end)
    assert timedelta() <= calendar.elapsed(start, end) <= first + second
