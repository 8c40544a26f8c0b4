"""Time in words: how long, how late, and when, in the viewer's zone."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from zoneinfo import ZoneInfo

from dashboard.words import Words

_MINUTE = timedelta(minutes=1)


class Tone(StrEnum):
    """How a clock looks; the words say the same."""

    CALM = "calm"
    SOON = "soon"
    LATE = "late"
    DONE = "done"


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """A clock's words and its tone."""

    words: str
    tone: Tone


def span(length: timedelta, t: Words) -> str:
    """A length of time in at most two units."""
    minutes = int(abs(length) / _MINUTE)
    days, rest = divmod(minutes, 24 * 60)
    hours, minutes = divmod(rest, 60)
    if days:
        return t("span.days_hours", days=days, hours=hours) if hours else t("span.days", days=days)
    if hours:
        return t("span.hours_minutes", hours=hours, minutes=f"{minutes:02d}") if minutes else t("span.hours", n=hours)
    return t("span.minutes", n=minutes) if minutes else t("span.moment")


def due(*, due_at: datetime | None, warn_at: datetime | None, now: datetime, t: Words) -> Clock:
    """How long until an answer is due, or since when it is overdue."""
    if due_at is None:
        return Clock(words=t("clock.nothing_due"), tone=Tone.CALM)
    if now > due_at:
        return Clock(words=t("clock.overdue", span=span(now - due_at, t)), tone=Tone.LATE)
    is_soon = warn_at is not None and now >= warn_at
    return Clock(words=t("clock.due_in", span=span(due_at - now, t)), tone=Tone.SOON if is_soon else Tone.CALM)


def snoozed(*, until: datetime, due_at: datetime | None, now: datetime, t: Words) -> Clock:
    """How long a case is out of sight, and that its promise is broken or will be before it is back."""
    back = t("clock.snoozed_for", span=span(until - now, t))
    if due_at is None or until <= due_at:
        return Clock(words=back, tone=Tone.DONE)
    nearest = due(due_at=due_at, warn_at=due_at, now=now, t=t)
    told = t("clock.snoozed_beyond", back=back, due=nearest.words)
    return Clock(words=told, tone=Tone.LATE if nearest.tone is Tone.LATE else Tone.SOON)


def ago(instant: datetime, *, now: datetime, t: Words) -> str:
    """How long ago something was."""
    return t("clock.ago", span=span(now - instant, t)) if now - instant >= _MINUTE else t("clock.just_now")


def when(instant: datetime, *, now: datetime, zone: ZoneInfo, t: Words) -> str:
    """An instant on the viewer's 24-hour clock, with its day unless it is today."""
    local, today = instant.astimezone(zone), now.astimezone(zone).date()
    time = f"{local:%H:%M}"
    return time if local.date() == today else t("clock.day_time", day=day(local.date(), t), time=time)


@lru_cache(maxsize=1_000)
def day(value: date, t: Words) -> str:
    """A day with its weekday and month in words."""
    return t(
        "clock.day",
        weekday=t(f"weekday.{value.isoweekday()}"),
        day=value.day,
        month=t(f"month.{value.month}"),
    )


def days(first: date, last: date, t: Words) -> str:
    """From one day to another, with the year of the last."""
    return t("axis.from_to", first=day(first, t), last=day(last, t), year=last.year)


def tomorrow_at(hour: int, *, now: datetime, zone: ZoneInfo) -> datetime:
    """That hour of the viewer's next day, as an instant; the zone decides what a day is."""
    local = now.astimezone(zone) + timedelta(days=1)
    return local.replace(hour=hour, minute=0, second=0, microsecond=0).astimezone(now.tzinfo)


def start_of_day(instant: datetime, *, zone: str) -> datetime:
    """The first instant of the business day that an instant lies in."""
    local = instant.astimezone(ZoneInfo(zone)).replace(hour=0, minute=0, second=0, microsecond=0)
    return local.astimezone(instant.tzinfo)
