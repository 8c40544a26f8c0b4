"""How far back a report looks where nobody says since when: as far as the console's page of the same figures."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

DAYS = 30
DAYS_OF_TOPICS = 90
"""What recurs shows over more than a month."""


def first_instant(days: int, *, now: datetime, zone: str) -> datetime:
    """The first instant of the last business days, of which today is one."""
    first = now.astimezone(ZoneInfo(zone)).date() - timedelta(days=days - 1)
    return datetime.combine(first, time(), tzinfo=ZoneInfo(zone)).astimezone(now.tzinfo)
