"""Finds the words and phrases of an editable list in a text, whatever their accents, capitals and apostrophes."""

import re
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import chain
from typing import Self

# handles, addresses and figures are masked, so that no brand, person or order can be learnt by heart
_MASKS = (
    (re.compile(r"(?:https?://|www\.)\S+"), " "),
    (re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+"), " "),
    (re.compile(r"@\w+"), " "),
    (re.compile(r"\d[\d.,:]*"), "0"),
)
# "j'attends" is two words and "can't" is one
_WORD = re.compile(r"(?:\b[cdjlmnst]|\bqu)['’](?=\w)|\w+(?:['’]\w+)*", re.IGNORECASE)


def mask(text: str) -> str:
    """Blank addresses and handles; every run of digits becomes 0."""
    for pattern, instead in _MASKS:
        text = pattern.sub(instead, text)
    return text


def words_of(text: str) -> list[str]:
    """Split a masked text into words, as they are written."""
    return _WORD.findall(text)


@lru_cache(maxsize=65_536)
def fold(word: str) -> str:
    """Lower-case a word and take its accents off."""
    word = word.lower().replace("’", "'")
    if word.isascii():
        return word
    return "".join(char for char in unicodedata.normalize("NFKD", word) if not unicodedata.combining(char))


class Phrasebook:
    """Phrases under names; `*` at the end of a word of a phrase stands for any ending."""

    def __init__(self, phrases: Mapping[str, Sequence[str]]) -> None:
        self.names = tuple(phrases)
        self._by_word: dict[str, list[tuple[int, tuple[str, ...]]]] = {}
        self._by_stem: dict[str, list[tuple[int, tuple[str, ...]]]] = {}
        for index, listed in enumerate(phrases.values()):
            for phrase in dict.fromkeys(listed):
                first, *rest = map(fold, phrase.split())
                starts = self._by_stem if first.endswith("*") else self._by_word
                starts.setdefault(first.rstrip("*"), []).append((index, tuple(rest)))
        self._stem_lengths = sorted(set(map(len, self._by_stem)))
        self._starting = lru_cache(maxsize=65_536)(self._find_starting)

    @classmethod
    def from_toml(cls, text: str) -> Self:
        """Build the book from tables that each list phrases by language."""
        return cls({name: [*chain(*lists.values())] for name, lists in tomllib.loads(text).items()})

    def find(self, words: Sequence[str]) -> dict[int, list[str]]:
        """Give, by index of the name, the phrases as they are written; one for each place where they start."""
        folded = [fold(word) for word in words]
        found: dict[int, list[str]] = {}
        for place, word in enumerate(folded):
            length_at: dict[int, int] = {}
            for index, rest in self._starting(word):
                if not rest or _continues(folded, place + 1, rest):
                    length_at[index] = max(length_at.get(index, 0), 1 + len(rest))
            for index, length in length_at.items():
                found.setdefault(index, []).append(_written(words[place : place + length]))
        return found

    def _find_starting(self, word: str) -> tuple[tuple[int, tuple[str, ...]], ...]:
        return tuple(self._candidates(word))

    def _candidates(self, word: str) -> Iterator[tuple[int, tuple[str, ...]]]:
        yield from self._by_word.get(word, ())
        for length in self._stem_lengths:
            if length <= len(word):
                yield from self._by_stem.get(word[:length], ())


def _continues(folded: list[str], place: int, rest: tuple[str, ...]) -> bool:
    if place + len(rest) > len(folded):
        return False
    for word, wanted in zip(folded[place:], rest, strict=False):
        if word != wanted and not (wanted[-1] == "*" and word.startswith(wanted[:-1])):
            return False
    return True


def _written(words: Sequence[str]) -> str:
    return " ".join(words).replace("' ", "'").replace("’ ", "’")
