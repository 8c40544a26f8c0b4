"""The words, figures and dates of a page in a reader's language."""

import tomllib
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from importlib.resources import files
from typing import Any
from zoneinfo import ZoneInfo

LANGUAGES = ("en", "fr")
_NARROW = "\u202f"
"""The narrow space that French sets before %."""
_MINUTE, _HOUR, _DAY = 60, 3_600, 86_400


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """Looks words up by `section.key`, and writes figures as the language does."""

    lang: str
    words: dict[str, dict[str, str]]
    zone: str

    def __call__(self, name: str, /, **values: Any) -> str:  # noqa: ANN401 -- whatever a sentence names
        section, _, key = name.partition(".")
        return self.words[section][key].format(**values)

    def of(self, section: str, key: str) -> str:
        """The word for a value, the value itself where there is none."""
        return self.words[section].get(key, key)

    def number(self, value: float, *, places: int = 0, signed: bool = False) -> str:
        """A figure with the language's decimal mark and grouping."""
        shown = round(value, places) or 0.0  # no figure is "minus nought"
        text = f"{shown:{'+' if signed and shown else ''},.{places}f}".replace("-", "\u2212")
        if self.lang == "fr":
            return text.replace(",", _NARROW).replace(".", ",")
        return text

    def percent(self, share: float | None, *, places: int = 0) -> str:
        """A share in per cent; no data where there is none."""
        if share is None:
            return self("page.no_data")
        return self.number(100 * share, places=places) + (f"{_NARROW}%" if self.lang == "fr" else "%")

    def points(self, net: float | None, *, signed: bool = True) -> str:
        """A net in points from -100 to 100."""
        return self("page.no_data") if net is None else self.number(100 * net, signed=signed)

    def span(self, seconds: float | None) -> str:
        """A length of time in its two largest units."""
        if seconds is None:
            return self("page.no_data")
        whole = round(seconds / _MINUTE) * _MINUTE
        days, rest = divmod(whole, _DAY)
        hours, rest = divmod(rest, _HOUR)
        parts = [(days, self("units.day")), (hours, self("units.hour")), (rest // _MINUTE, self("units.minute"))]
        told = [f"{n}\u00a0{unit}" for n, unit in parts if n][:2]
        return " ".join(told) or f"0\u00a0{self('units.minute')}"

    def day(self, day: date) -> str:
        """A day and its month."""
        month = self.words["months"][str(day.month)]
        return f"{day.day}\u00a0{month}"

    def weekday(self, day: date) -> str:
        """The short name of a weekday."""
        return self.words["weekdays"][str(day.weekday())]

    def moment(self, at: datetime) -> str:
        """An instant in the business's zone."""
        local = at.astimezone(ZoneInfo(self.zone))
        return (
            f"{self.day(local.date())} {local:%H:%M}"
            if self.lang == "en"
            else f"{self.day(local.date())} {local:%H h %M}"
        )


def wording(lang: str, *, zone: str) -> Wording:
    """The words of a language; ValueError where the page is not written in it."""
    if lang not in LANGUAGES:
        raise ValueError(f"the page is written in {' and '.join(LANGUAGES)}, not in {lang!r}")
    return Wording(lang=lang, words=_words(lang), zone=zone)


@cache
def _words(lang: str) -> dict[str, dict[str, str]]:
    return tomllib.loads((files("repwatch") / "reports" / f"words_{lang}.toml").read_text(encoding="utf-8"))
