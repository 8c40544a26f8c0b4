"""The console's words in the viewer's language, read from labels/."""

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from string import Formatter
from typing import Any

LANGUAGES = {"en": "English", "fr": "Français"}
"""The languages of the interface, each by its own name."""

_THIN = "\u202f"  # French groups digits with a thin space that does not break
_HARD = "\u00a0"
_BEFORE_MARK = re.compile(r" (?=[:;?!»%])|(?<=«) ")


class _Counting(Formatter):
    """Fills labels in as `str.format` does, and takes of {n:one|more} the word that goes with n."""

    def __init__(self, *ones: str) -> None:
        self._ones = ones

    def format_field(self, value: object, format_spec: str) -> str:
        one, is_choice, more = format_spec.partition("|")
        if not is_choice:
            return format(value, format_spec)
        return one if str(value) in self._ones else more


_COUNTING = {"en": _Counting("1"), "fr": _Counting("0", "1")}
"""French has the singular for none, too."""


class Words:
    """What the interface says, in one language."""

    def __init__(self, lang: str) -> None:
        self.lang = lang
        self._labels = labels(lang)

    def __repr__(self) -> str:
        """Which words these are, since charts are known again by what they were made of."""
        return f"Words({self.lang!r})"

    def __call__(self, key: str, /, **values: object) -> str:
        """The label of `key` with its values put in; KeyError where the label file lacks it.

        A label says {n:post|posts} where a word goes by a count.
        """
        label = self._labels[key]
        return _COUNTING[self.lang].vformat(label, (), values) if "|" in label else label.format(**values)

    def of(self, group: str, name: str) -> str:
        """The label of a value from data, or the value itself where it has no label."""
        return self._labels.get(f"{group}.{name}", name.replace("_", " "))

    def knows(self, key: str) -> bool:
        """Whether there is such a label."""
        return key in self._labels

    def number(self, value: float, *, digits: int = 0) -> str:
        """A number as the language writes it."""
        shown = round(value, digits) or 0.0  # no figure is "minus nought"
        text = f"{shown:,.{digits}f}".replace("-", "\N{MINUS SIGN}")
        return text.translate({ord(","): _THIN, ord("."): ","}) if self.lang == "fr" else text

    def signed(self, value: float) -> str:
        """A change: a number with its sign."""
        return f"+{self.number(value)}" if round(value) > 0 else self.number(value)

    def percent(self, share: float | None, *, digits: int = 0) -> str:
        """A share of 1 as a percentage; the label for no data where it is None."""
        if share is None:
            return self("figure.no_data")
        text = self.number(share * 100, digits=digits)
        return f"{text}{_HARD}%" if self.lang == "fr" else f"{text}%"


@cache
def labels(lang: str) -> Mapping[str, str]:
    """Every label of a language by its dotted key."""
    text = files("dashboard").joinpath("labels", f"{lang}.toml").read_text(encoding="utf-8")
    found = dict(_flat(tomllib.loads(text)))
    return {key: _kept_together(value) for key, value in found.items()} if lang == "fr" else found


@cache
def practice(lang: str) -> Mapping[str, Mapping[str, Any]]:
    """What helps with each type of customer."""
    text = files("dashboard").joinpath("labels", "practice.toml").read_text(encoding="utf-8")
    return {name: entry[lang] for name, entry in tomllib.loads(text).items()}


def _kept_together(text: str) -> str:
    """French sets a space before some marks, at which no line may break."""
    return _BEFORE_MARK.sub(_HARD, text)


def _flat(tree: Mapping[str, Any], prefix: str = "") -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for key, value in tree.items():
        if isinstance(value, Mapping):
            found += _flat(value, f"{prefix}{key}.")
        else:
            found.append((f"{prefix}{key}", str(value)))
    return found
