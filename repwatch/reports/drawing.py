"""Charts as SVG that needs nothing else: no script, no request, readable in grey and on paper."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

WIDTH = 720
_LEFT, _TOP, _FOOT = 34, 16, 34
_HEIGHT = 190


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One segment of a bar: how many, and the class that colours it."""

    n: int
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One day: its segments from the bottom up, two lines below it, a tip, and whether it may still change."""

    label: str
    sub: str
    parts: tuple[Part, ...]
    tip: str
    is_open: bool = False
    is_faint: bool = False

    @property
    def n(self) -> int:
        """All of it."""
        return sum(part.n for part in self.parts)


def bars(days: Sequence[Bar], *, title: str) -> Markup:
    """Stacked bars side by side; what may still change stands on a shade, what is too few is pale."""
    most = _round_up(max((day.n for day in days), default=0))
    inner = _HEIGHT - _TOP - _FOOT
    step = (WIDTH - _LEFT) / max(len(days), 1)
    drawn: list[Markup] = [_grid(most, inner)]
    for place, day in enumerate(days):
        x = _LEFT + place * step
        if day.is_open:
            drawn.append(_rect(x + 2, _TOP - 8, step - 4, inner + 8, kind="open"))
        y = float(_TOP + inner)
        segments = []
        for part in day.parts:
            height = inner * part.n / most
            y -= height
            if part.n:
                segments.append(_rect(x + step * 0.2, y, step * 0.6, max(height - 1, 0.5), kind=part.kind))
        faint = Markup(' class="faint"') if day.is_faint else ""
        drawn.append(Markup("<g{}><title>{}</title>{}</g>").format(faint, day.tip, Markup("").join(segments)))
        middle = x + step / 2
        drawn.append(_text(middle, y - 5, str(day.n) if day.n else "", kind="count"))
        drawn.append(_text(middle, _HEIGHT - 19, day.label, kind="label"))
        drawn.append(_text(middle, _HEIGHT - 5, day.sub, kind="under"))
    return _svg(WIDTH, _HEIGHT, title, drawn)


def spark(values: Sequence[float | None], *, title: str, mark: int | None = None) -> Markup:
    """A small line of weeks; the last point is marked, and a fix by an upright line before its week."""
    width, height, edge = 150, 34, 4
    most = max((value for value in values if value is not None), default=0) or 1
    step = (width - 2 * edge) / max(len(values) - 1, 1)
    points = [
        (edge + place * step, height - edge - (height - 2 * edge) * value / most)
        for place, value in enumerate(values)
        if value is not None
    ]
    drawn: list[Markup] = []
    if mark is not None and 0 <= mark < len(values):
        x = edge + (mark - 0.5) * step
        drawn.append(Markup('<line class="fix" x1="{0:.1f}" x2="{0:.1f}" y1="0" y2="{1}"/>').format(x, height))
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    drawn.append(Markup('<polyline class="line" points="{}"/>').format(path))
    if points:
        drawn.append(Markup('<circle class="dot" cx="{:.1f}" cy="{:.1f}" r="2.8"/>').format(*points[-1]))
    return _svg(width, height, title, drawn, kind="spark")


def ratio(value: int, other: int, whole: int, *, title: str) -> Markup:
    """A thin bar of `value`, then `other`, of the longest bar of its table."""
    width, height = 220, 12
    first = width * value / whole if whole else 0
    second = width * other / whole if whole else 0
    drawn = [_rect(0, 0, first, height, kind="negative"), _rect(first, 0, second, height, kind="rest")]
    return _svg(width, height, title, drawn, kind="ratio")


def _svg(width: int, height: int, title: str, drawn: Sequence[Markup], *, kind: str = "chart") -> Markup:
    return Markup('<svg class="{}" viewBox="0 0 {} {}" role="img" aria-label="{}">{}</svg>').format(
        kind, width, height, title, Markup("").join(drawn)
    )


def _grid(most: int, inner: int) -> Markup:
    lines = []
    for share in (0.0, 0.5, 1.0):
        y = _TOP + inner * (1 - share)
        lines.append(Markup('<line class="grid" x1="{}" x2="{}" y1="{:.1f}" y2="{:.1f}"/>').format(_LEFT, WIDTH, y, y))
        value = most * share
        if value == int(value):
            lines.append(_text(_LEFT - 6, y + 4, str(int(value)), kind="axis"))
    return Markup("").join(lines)


def _rect(x: float, y: float, width: float, height: float, *, kind: str) -> Markup:
    return Markup('<rect class="{}" x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}"/>').format(
        kind, x, y, width, height
    )


def _text(x: float, y: float, text: str, *, kind: str) -> Markup:
    return Markup('<text class="{}" x="{:.1f}" y="{:.1f}">{}</text>').format(kind, x, y, escape(text))


def _round_up(n: int) -> int:
    """The next number that halves evenly and reads well."""
    for scale in (1, 10, 100, 1_000, 10_000, 100_000):
        for step in (2, 4, 6, 10):
            if n <= step * scale:
                return step * scale
    return n + n % 2
