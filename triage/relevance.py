"""Which posts that a search brought in are about a brand at all: words, languages and accounts, decided per brand."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cached_property
from typing import Any, Self

from triage.mention import Kind

_REPOST = re.compile(r"RT @\w")
_UNKNOWN = "und"
_FLAGS = frozenset({"with_reposts", "gather_copies"})


@dataclass(frozen=True, kw_only=True)
class Relevance:
    """The rules of one brand; an empty one lets everything through.

    A word or phrase is met whole and in any case. A review is about its product whatever its words, so the words are
    asked of other posts only. `langs` lets a post whose language is unknown through: it may be a short cry for help.
    `muted_accounts` are the brand's own bots, dealers and pranksters, as `platform:id`.
    """

    required: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    langs: tuple[str, ...] = ()
    muted_accounts: tuple[str, ...] = ()
    with_reposts: bool = False
    gather_copies: bool = True
    """Whether a post that says what an open case says is worked as part of it."""

    @classmethod
    def from_mapping(cls, values: Mapping[str, Any]) -> Self:
        """Build rules from configuration; ValueError names what cannot be read."""
        known = {field.name for field in fields(cls)}
        if unknown := sorted(set(values) - known):
            raise ValueError(f"unknown keys {', '.join(unknown)}; known are {', '.join(sorted(known))}")
        read: dict[str, Any] = {}
        for name, value in values.items():
            if name in _FLAGS:
                if not isinstance(value, bool):
                    raise ValueError(f"{name} is true or false, got {value!r}")
                read[name] = value
            elif not isinstance(value, list | tuple) or not all(isinstance(one, str) and one.strip() for one in value):
                raise ValueError(f"{name} is a list of texts, got {value!r}")
            else:
                read[name] = tuple(value)
        return cls(**read)

    def concerns(self, *, text: str | None, kind: Kind, lang: str, account: str) -> bool:
        """Whether a post is about the brand; one whose text is gone is judged by what is left of it."""
        if account in self.muted_accounts or (self.langs and lang not in {*self.langs, _UNKNOWN}):
            return False
        if kind is Kind.REPOST and not self.with_reposts:
            return False
        if text is None or kind is Kind.REVIEW:
            return True
        if not self.with_reposts and _REPOST.match(text):
            return False
        return (not self.required or bool(self._required.search(text))) and not (
            self.excluded and self._excluded.search(text)
        )

    @cached_property
    def _required(self) -> re.Pattern[str]:
        return _any_of(self.required)

    @cached_property
    def _excluded(self) -> re.Pattern[str]:
        return _any_of(self.excluded)


def _any_of(phrases: tuple[str, ...]) -> re.Pattern[str]:
    """Any of the phrases, whole: blanks between their words may be any, and "finch" is not in "finches"."""
    ways = (r"\s+".join(map(re.escape, phrase.split())) for phrase in phrases)
    return re.compile(rf"(?<!\w)(?:{'|'.join(ways)})(?!\w)", re.IGNORECASE)
