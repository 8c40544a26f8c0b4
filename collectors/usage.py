"""How much of its budgets an answer of Meta says is used: percentages in JSON, in a header of their own."""

from collections.abc import Iterator, Mapping
from datetime import timedelta

from collectors.fields import decode

_HEADERS = ("x-business-use-case-usage", "x-app-usage", "x-page-usage")
_PERCENT = ("call_count", "total_time", "total_cputime")
_MINUTES = "estimated_time_to_regain_access"
_SPENT, _HIGH = 100.0, 90.0
_AN_HOUR = timedelta(hours=1)
_BREATH = timedelta(minutes=5)


def wait(headers: Mapping[str, str]) -> timedelta | None:
    """How long until a spent budget is regained; None where no budget is told to be spent."""
    told = list(_budgets(headers))
    minutes = max((_number(budget.get(_MINUTES)) for budget in told), default=0.0)
    if minutes > 0:
        return timedelta(minutes=minutes)
    # the hour that Meta counts rolls: without an estimate, a whole one is surely enough
    return _AN_HOUR if _most_used(told) >= _SPENT else None


def breath(headers: Mapping[str, str]) -> timedelta:
    """The pause after a good answer: what a spent budget asks for, and a few minutes where one is nearly spent."""
    asked = wait(headers)
    if asked is not None:
        return asked
    return _BREATH if _most_used(list(_budgets(headers))) >= _HIGH else timedelta(0)


def _most_used(budgets: list[dict[str, object]]) -> float:
    return max((_number(budget.get(name)) for budget in budgets for name in _PERCENT), default=0.0)


def _budgets(headers: Mapping[str, str]) -> Iterator[dict[str, object]]:
    """One budget of the application, or a list of them for each page or account."""
    for name in _HEADERS:
        try:
            told = decode(headers.get(name) or "{}")
        except ValueError:
            continue
        if isinstance(told, dict):
            yield told
            lists = [value for value in told.values() if isinstance(value, list)]
            yield from (budget for budgets in lists for budget in budgets if isinstance(budget, dict))


def _number(value: object) -> float:
    match value:
        case bool():
            return 0.0
        # what is beyond a year is nobody's percentage and nobody's minutes
        case int() | float() if 0 <= value <= 525_600:
            return float(value)
        case _:
            return 0.0
