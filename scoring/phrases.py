"""Finds the words and phrases of an editable list in a text, whatever their accents, capitals and apostrophes."""

import re
import tomllib
import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from itertools import chain, zip_longest
from typing import Self

from scoring.language import UNDETERMINED

LISTED = frozenset({"en", "fr"})
_Phrase = tuple[int, tuple[str, ...]]
# handles, addresses and figures are masked, so that no brand, person or order can be learnt by heart
_MASKS = (
    (re.compile(r"(?:https?://|www\.)\S+"), " "),
    (re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+"), " "),
    (re.compile(r"@\w+"), " "),
    (re.compile(r"\d[\d.,:]*"), "0"),
)
# "j'attends" is two words and "can't" is one
_WORD = re.compile(r"(?:\b[cdjlmnst]|\bqu)['\u2019](?=\w)|\w+(?:['\u2019]\w+)*", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A post as the word lists see it: masked, split, and folded for comparison."""

    raw: str
    masked: str
    words: list[str]
    folded: list[str]

    @classmethod
    def read(cls, raw: str) -> Self:
        """Blank addresses and handles, turn every run of digits into 0, and split into words."""
        masked = raw
        for pattern, instead in _MASKS:
            masked = pattern.sub(instead, masked)
        words = _WORD.findall(masked)
        return cls(raw=raw, masked=masked, words=words, folded=[fold(word) for word in words])


@lru_cache(maxsize=65_536)
def fold(word: str) -> str:
    """Lower-case a word and take its accents off."""
    word = word.lower().replace("\u2019", "'")
    if word.isascii():
        return word
    return "".join(char for char in unicodedata.normalize("NFKD", word) if not unicodedata.combining(char))


class Phrasebook:
    """Phrases under names; `*` at the end of a word of a phrase stands for any ending."""

    def __init__(self, phrases: Mapping[str, Iterable[str]]) -> None:
        self.names = tuple(phrases)
        self._by_word: dict[str, list[_Phrase]] = {}
        self._by_stem: dict[str, list[_Phrase]] = {}
        for index, listed in enumerate(phrases.values()):
            for phrase in dict.fromkeys(listed):
                first, *rest = map(fold, phrase.split())
                starts = self._by_stem if first.endswith("*") else self._by_word
                starts.setdefault(first.rstrip("*"), []).append((index, tuple(rest)))
        self._stem_lengths = sorted(set(map(len, self._by_stem)))
        self._starting = lru_cache(maxsize=65_536)(self._find_starting)

    @classmethod
    def from_toml(cls, text: str, *, languages: Collection[str]) -> Self:
        """Build the book from tables that each list phrases by language."""
        tables = tomllib.loads(text).items()
        return cls({name: chain(*(lists[lang] for lang in lists if lang in languages)) for name, lists in tables})

    def find(self, text: Text) -> dict[str, list[str]]:
        """Give, by name, the phrases as they are written; words inside a longer phrase do not count again."""
        folded = text.folded
        found: dict[str, list[str]] = {}
        covered = 0
        for place, word in enumerate(folded):
            starting = self._starting(word)
            if not starting:
                continue
            ends: dict[int, int] = {}
            for index, rest in starting:
                end = place + 1 + len(rest)
                if end > covered and end > ends.get(index, 0) and _continues(folded, place + 1, rest):
                    ends[index] = end
            if ends:
                covered = max(ends.values())
                written = _written(text.words[place:covered])
                for index, end in ends.items():
                    if end == covered:
                        found.setdefault(self.names[index], []).append(written)
        return found

    def _find_starting(self, word: str) -> tuple[_Phrase, ...]:
        stems = (self._by_stem.get(word[:length], ()) for length in self._stem_lengths if length <= len(word))
        return (*self._by_word.get(word, ()), *chain.from_iterable(stems))


def _continues(folded: list[str], place: int, rest: tuple[str, ...]) -> bool:
    for word, wanted in zip_longest(folded[place : place + len(rest)], rest, fillvalue=""):
        if word != wanted and not (wanted[-1] == "*" and word.startswith(wanted[:-1])):
            return False
    return True


def _written(words: Sequence[str]) -> str:
    return " ".join(words).replace("' ", "'").replace("\u2019 ", "\u2019")


@cache
def book_of(name: str, lang: str) -> Phrasebook:
    """Load the list `name` for a language; where the language is unknown, all are looked for, else only its own."""
    languages = LISTED if lang == UNDETERMINED else {lang}
    return Phrasebook.from_toml(list_text(name), languages=languages)


@cache
def list_text(name: str) -> str:
    """Read a word list as it is written; it is part of the scorer's version."""
    return files("scoring").joinpath(f"{name}.toml").read_text(encoding="utf-8")
