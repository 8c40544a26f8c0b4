"""Finds the words and phrases of an editable list in a text, whatever their accents, capitals and apostrophes."""

import re
import tomllib
import unicodedata
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import chain
from typing import Generic, NamedTuple, Self, TypeVar

from scoring.language import UNDETERMINED
from scoring.mend import mended

LISTED = frozenset({"en", "fr"})
_Phrase = tuple[str, tuple[str, ...]]
_Found = TypeVar("_Found")
# what is kept of the words that were met: memory stays flat over any number of texts
_MOST_WORDS, _LONGEST_WORD = 65_536, 64


class _Starts(NamedTuple):
    """The phrases that begin with a word: those of it alone, and longer ones by what may come next."""

    alone: tuple[str, ...]
    by_next: Mapping[str, Sequence[_Phrase]]
    by_stem: Sequence[tuple[str, _Phrase]]
    stems: tuple[str, ...]


# handles, addresses and figures are masked, so that no brand, person or order can be learnt by heart
_MASKS = (
    ("://", re.compile(r"https?://\S+"), " "),
    ("www.", re.compile(r"www\.\S+"), " "),
    ("@", re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+"), " "),
    ("@", re.compile(r"@\w+"), " "),
    ("", re.compile(r"\d[\d.,:]*"), "0"),
)
_WORD = re.compile(r"\w+")
_JOINED = re.compile(r"\w+(?:['\u2019]\w+)*")
# "j'attends" is two words and "can't" is one
_ELIDED = re.compile(r"(?:[cdjlmnst]|qu)['\u2019]", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A post as the word lists see it: masked, split, and folded for comparison."""

    raw: str
    masked: str
    words: list[str]
    folded: list[str]

    @classmethod
    def read(cls, raw: str) -> Self:
        """Mend, blank addresses and handles, turn every run of digits into 0, and split into words."""
        raw = masked = mended(raw)
        for sign, pattern, instead in _MASKS:
            # to look for a sign is faster than to look for its pattern
            if not sign or sign in masked:
                masked = pattern.sub(instead, masked)
        words = _split(masked) if "'" in masked or "\u2019" in masked else _WORD.findall(masked)
        return cls(raw=raw, masked=masked, words=words, folded=list(map(_FOLDED.__getitem__, words)))


def _split(masked: str) -> list[str]:
    words: list[str] = []
    for word in _JOINED.findall(masked):
        start = 0
        while elided := _ELIDED.match(word, start):
            words.append(elided[0])
            start = elided.end()
        words.append(word[start:] if start else word)
    return words


def fold(word: str) -> str:
    """Lower-case a word and take its accents off."""
    word = word.lower().replace("\u2019", "'")
    if word.isascii():
        return word
    return "".join(char for char in unicodedata.normalize("NFKD", word) if not unicodedata.combining(char))


class _Known(dict[str, _Found], Generic[_Found]):
    """What is known of the words met so far; a plain table is twice as fast as one that keeps the order of use."""

    def __init__(self, find: Callable[[str], _Found]) -> None:
        super().__init__()
        self._find = find

    def __missing__(self, word: str) -> _Found:
        found = self._find(word)
        if len(word) <= _LONGEST_WORD:
            if len(self) >= _MOST_WORDS:
                # few words make up most of what people write: they are soon back
                self.clear()
            self[word] = found
        return found


_FOLDED = _Known(fold)


class Phrasebook:
    """Phrases under names; `*` at the end of a word of a phrase stands for any ending."""

    def __init__(self, phrases: Mapping[str, Iterable[str]]) -> None:
        self.names = tuple(phrases)
        self._by_word: dict[str, list[_Phrase]] = {}
        self._by_stem: dict[str, list[_Phrase]] = {}
        for name, listed in phrases.items():
            for phrase in dict.fromkeys(listed):
                first, *rest = map(fold, phrase.split())
                starts = self._by_stem if first.endswith("*") else self._by_word
                starts.setdefault(first.rstrip("*"), []).append((name, tuple(rest)))
        self._stem_lengths = sorted(set(map(len, self._by_stem)))
        self._starting = _Known(self._find_starting)

    @classmethod
    def from_toml(cls, text: str, *, languages: Collection[str]) -> Self:
        """Build the book from tables that each list phrases by language."""
        tables = tomllib.loads(text).items()
        return cls({name: chain(*(lists[lang] for lang in lists if lang in languages)) for name, lists in tables})

    def find(self, text: Text) -> dict[str, list[str]]:
        """Give, by name, the phrases as they are written; words inside a longer phrase do not count again."""
        folded = text.folded
        found: dict[str, list[str]] = {}
        covered, last = 0, len(folded) - 1
        for place, starts in enumerate(map(self._starting.__getitem__, folded)):
            if starts is None:
                continue
            alone, by_next, _, stems = starts
            # most words that are listed stand alone
            if (by_next or stems) and place < last:
                following = folded[place + 1]
                if following in by_next or (stems and following.startswith(stems)):
                    if ends := _ends(starts, folded, place, covered):
                        covered = max(ends.values())
                        written = _written(text.words[place:covered])
                        for name, end in ends.items():
                            if end == covered:
                                found.setdefault(name, []).append(written)
                    continue
            if alone and place >= covered:
                covered = place + 1
                word = text.words[place]
                for name in alone:
                    found.setdefault(name, []).append(word)
        return found

    def _find_starting(self, word: str) -> _Starts | None:
        stems = (self._by_stem.get(word[:length], ()) for length in self._stem_lengths if length <= len(word))
        phrases = (*self._by_word.get(word, ()), *chain.from_iterable(stems))
        by_next: dict[str, list[_Phrase]] = {}
        by_stem: list[tuple[str, _Phrase]] = []
        for name, rest in phrases:
            if rest and rest[0].endswith("*"):
                by_stem.append((rest[0][:-1], (name, rest)))
            elif rest:
                by_next.setdefault(rest[0], []).append((name, rest))
        alone = tuple(dict.fromkeys(name for name, rest in phrases if not rest))
        return _Starts(alone, by_next, by_stem, tuple(stem for stem, _ in by_stem)) if phrases else None


def _ends(starts: _Starts, folded: list[str], place: int, covered: int) -> dict[str, int]:
    """Tell, by name, where the longest phrase from a place ends, if that is past what is covered."""
    after = place + 1
    ends = dict.fromkeys(starts.alone, after) if after > covered else {}
    if after == len(folded):
        return ends
    following = folded[after]
    longer = starts.by_next.get(following, ())
    if starts.by_stem:
        longer = [*longer, *(phrase for stem, phrase in starts.by_stem if following.startswith(stem))]
    for name, rest in longer:
        end = after + len(rest)
        if end > covered and end > ends.get(name, 0) and (len(rest) == 1 or _continues(folded, after, rest)):
            ends[name] = end
    return ends


def _continues(folded: list[str], place: int, rest: tuple[str, ...]) -> bool:
    if place + len(rest) > len(folded):
        return False
    for word, wanted in zip(folded[place : place + len(rest)], rest, strict=True):
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
