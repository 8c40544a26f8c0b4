"""How sure a figure can be: 95 % intervals of shares, nets, means and rate ratios, each with the paper it follows."""

import math
from collections.abc import Callable
from dataclasses import dataclass

Z = 1.959963984540054
"""The 97.5 % point of the normal distribution."""
_PSEUDO = 0.75
_STEPS = 60
_EXACT_UP_TO = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """A figure and where it may lie; all None where nothing was counted, the bounds alone where too little was."""

    value: float | None = None
    low: float | None = None
    high: float | None = None


def share(part: float, whole: float) -> Estimate:
    """A share by Wilson's score interval (Wilson 1927, JASA 22), which stays inside 0 and 1; counts may be weighed."""
    if not whole:
        return Estimate()
    p = part / whole
    middle = p + Z * Z / (2 * whole)
    spread = Z * math.sqrt(p * (1 - p) / whole + Z * Z / (4 * whole * whole))
    scale = 1 + Z * Z / whole
    # at the ends the formula gives 0 and 1 but for rounding
    low, high = max(0.0, (middle - spread) / scale), min(1.0, (middle + spread) / scale)
    return Estimate(value=p, low=0.0 if not part else low, high=1.0 if part == whole else high)


def net(above: int, below: int, whole: int) -> Estimate:
    """(above - below) / whole, by the adjusted Wald interval AW(3, T) of Rocks (2016, The American Statistician 70).

    Three observations are added, three quarters of one to each end, so that small samples do not claim too much. They
    draw the middle to nought: of a few posts the bounds may pass the value by, and are widened to hold it.
    """
    if not whole:
        return Estimate()
    n = whole + 4 * _PSEUDO
    plus, minus = (above + _PSEUDO) / n, (below + _PSEUDO) / n
    spread = Z * math.sqrt((plus + minus - (plus - minus) ** 2) / n)
    value = (above - below) / whole
    low, high = plus - minus - spread, plus - minus + spread
    return Estimate(value=value, low=max(-1.0, min(low, value)), high=min(1.0, max(high, value)))


def mean(value: float | None, *, deviation: float | None, n: int) -> Estimate:
    """A mean by the normal interval, `value` ± 1.96 · `deviation` / √n; no interval below two values."""
    if value is None or deviation is None or n < 2:
        return Estimate(value=value)
    spread = Z * deviation / math.sqrt(n)
    return Estimate(value=value, low=value - spread, high=value + spread)


def rate_ratio(after: int, after_of: int, before: int, before_of: int) -> Estimate:
    """(after / after_of) / (before / before_of) of two Poisson counts.

    Given their sum, `after` is binomial (Przyborowski and Wilenski 1940, Biometrika 31), so that Clopper and Pearson's
    exact bounds of its share become bounds of the ratio; beyond 400 events Wilson's, which then differ little.
    """
    if not after_of or not before_of or not after + before:
        return Estimate()
    scale = before_of / after_of
    value = scale * after / before if before else None
    low, high = _exact(after, after + before) if after + before <= _EXACT_UP_TO else _wilson(after, after + before)
    return Estimate(
        value=value,
        low=scale * low / (1 - low),
        high=scale * high / (1 - high) if high < 1 else None,
    )


def _wilson(part: int, whole: int) -> tuple[float, float]:
    found = share(part, whole)
    return found.low or 0.0, 1.0 if found.high is None else found.high


def _exact(part: int, whole: int) -> tuple[float, float]:
    tail = 0.025
    low = 0.0 if not part else _root(lambda p: 1 - _below(part - 1, whole, p) - tail)
    high = 1.0 if part == whole else _root(lambda p: tail - _below(part, whole, p))
    return low, high


def _root(rising: Callable[[float], float]) -> float:
    low, high = 0.0, 1.0
    for _ in range(_STEPS):
        middle = (low + high) / 2
        if rising(middle) < 0:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def _below(k: int, n: int, p: float) -> float:
    """The chance of at most `k` of `n`."""
    if p <= 0:
        return 1.0
    if p >= 1:
        return 1.0 if k >= n else 0.0
    whole = math.lgamma(n + 1)
    log_p, log_q = math.log(p), math.log1p(-p)
    return math.fsum(
        math.exp(whole - math.lgamma(i + 1) - math.lgamma(n - i + 1) + i * log_p + (n - i) * log_q)
        for i in range(k + 1)
    )
