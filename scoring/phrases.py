"""Finds the words and phrases of an editable list in a text, whatever their accents, capitals and apostrophes."""

import re
import tomllib
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import chain
from typing import Generic, Self, TypeVar

from scoring.language import UNDETERMINED
from scoring.mend import mended

LISTED = frozenset({"en", "fr"})
_Phrase = tuple[str, tuple[str, ...]]
_Found = TypeVar("_Found")
# what is kept of the words that were met: memory stays flat over any number of texts
_MOST_WORDS, _LONGEST_WORD = 65_536, 64


@dataclass(frozen=True, slots=True, kw_only=True)
class _Starts:
    """The phrases that begin with a word: those of it alone, and longer ones by what may come next.

    `pairs` are the names of two words in a row where no phrase of more words can begin.
    """

    alone: tuple[str, ...]
    by_next: Mapping[str, Sequence[_Phrase]]
    by_stem: Sequence[tuple[str, _Phrase]]
    stems: tuple[str, ...]
    pairs: Mapping[str, tuple[str, ...]]
    goes_on: bool


_MAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+")
# what follows its sign: most handles have no such thing, and the pattern would start anew at every letter
_MAILED = re.compile(r"@[\w-]+\.[\w.-]")
# handles, addresses and figures are masked, so that no brand, person or order can be learnt by heart
_MASKS = (
    ("://", re.compile(r"https?://\S+"), " "),
    ("www.", re.compile(r"www\.\S+"), " "),
    ("@", _MAIL, " "),
    ("@", re.compile(r"@\w+"), " "),
    ("", re.compile(r"\d[\d.,:]*"), "0"),
)
_WORD = re.compile(r"\w+")
# what stands between ASCII words; an apostrophe may join them
_GAPS = {sign: " " for sign in range(128) if not (chr(sign).isalnum() or chr(sign) in "_'")}
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
    def read(cls, raw: str, *, brands: Sequence[str] = ()) -> Self:
        """Mend, blank addresses, handles and the names of its brands, turn digits into 0, and split into words."""
        raw = masked = _unnamed(mended(raw), brands) if brands else mended(raw)
        for sign, pattern, instead in _MASKS:
            # to look for a sign is faster than to look for its pattern
            if not sign or sign in masked:
                if pattern is _MAIL and not _MAILED.search(masked):
                    continue
                masked = pattern.sub(instead, masked)
        words = _split(masked)
        return cls(raw=raw, masked=masked, words=words, folded=list(map(_FOLDED.__getitem__, words)))


def _unnamed(raw: str, brands: Sequence[str]) -> str:
    """Take the names of brands out: "Broken Oak" breaks nothing."""
    return _names_of(tuple(brands)).sub(" ", raw)


@cache
def _names_of(brands: tuple[str, ...]) -> re.Pattern[str]:
    """Match how brands are written: `maple-finch` as Maple Finch, MapleFinch or Maple & Finch's."""
    names = (r"\W{0,3}".join(map(re.escape, re.findall(r"\w+", brand))) for brand in brands)
    return re.compile(rf"(?<![\w@/.])(?:{'|'.join(names)})(?:['\u2019]s)?(?!\w)", re.IGNORECASE)


def _split(masked: str) -> list[str]:
    is_joined = "'" in masked or "\u2019" in masked
    if masked.isascii():
        # most texts are, and to blank what stands between words is faster than to look for a pattern
        if not is_joined:
            return masked.translate(_GAPS).split()
        pieces = masked.replace("''", " ").translate(_GAPS).split()
        return _split_elided([word for piece in pieces if (word := piece.strip("'"))])
    return _split_elided(_JOINED.findall(masked)) if is_joined else _WORD.findall(masked)


def _split_elided(joined: list[str]) -> list[str]:
    words: list[str] = []
    for word in joined:
        if word.isalnum():
            # most words have no apostrophe, and nothing to split at
            words.append(word)
            continue
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


class Known(dict[str, _Found], Generic[_Found]):
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


_FOLDED = Known(fold)


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
        self._starting = Known(self._find_starting)

    @classmethod
    def from_toml(cls, text: str, *, languages: Collection[str]) -> Self:
        """Build the book from tables that each list phrases by language."""
        tables = tomllib.loads(text).items()
        return cls({name: chain(*(lists[lang] for lang in lists if lang in languages)) for name, lists in tables})

    def find(self, text: Text) -> dict[str, list[str]]:
        """Give, by name, the phrases as they are written; words inside a longer phrase do not count again."""
        folded, words = text.folded, text.words
        found: defaultdict[str, list[str]] = defaultdict(list)
        covered, last = 0, len(folded) - 1
        for place, starts in enumerate(map(self._starting.__getitem__, folded)):
            if starts is None:
                continue
            names, end = starts.alone, place + 1
            if starts.goes_on and place < last:
                following = folded[end]
                if paired := starts.pairs.get(following):
                    names, end = paired, end + 1
                elif following in starts.by_next or (starts.stems and following.startswith(starts.stems)):
                    names, end = _longest(starts, folded, place, covered)
            if names and end > covered:
                covered = end
                written = words[place] if end == place + 1 else _written(words[place:end])
                for name in names:
                    found[name].append(written)
        return found

    def rest(self, text: Text) -> list[str]:
        """Give the folded words that stand in no phrase."""
        left, covered = [], 0
        for place, word in enumerate(text.folded):
            if starts := self._starting[word]:
                covered = max(covered, *_ends(starts, text.folded, place, covered).values(), 0)
            if place >= covered:
                left.append(word)
        return left

    def _find_starting(self, word: str) -> _Starts | None:
        stemmed = (self._by_stem.get(word[:length], ()) for length in self._stem_lengths if length <= len(word))
        phrases = (*self._by_word.get(word, ()), *chain.from_iterable(stemmed))
        by_next: dict[str, list[_Phrase]] = {}
        by_stem: list[tuple[str, _Phrase]] = []
        for name, rest in phrases:
            if rest and rest[0].endswith("*"):
                by_stem.append((rest[0][:-1], (name, rest)))
            elif rest:
                by_next.setdefault(rest[0], []).append((name, rest))
        if not phrases:
            return None
        alone = tuple(dict.fromkeys(name for name, rest in phrases if not rest))
        stems = tuple(stem for stem, _ in by_stem)
        pairs = {
            following: names
            for following, longer in by_next.items()
            if not following.startswith(stems) and (names := _names_of_pair(alone, longer))
        }
        return _Starts(
            alone=alone, by_next=by_next, by_stem=by_stem, stems=stems, pairs=pairs, goes_on=bool(by_next or by_stem)
        )


def _names_of_pair(alone: Sequence[str], longer: Sequence[_Phrase]) -> tuple[str, ...]:
    """Give the names of phrases that end with their second word; none where it takes a look at the text."""
    if any(len(rest) > 1 for _, rest in longer):
        return ()
    names = dict.fromkeys(name for name, _ in longer)
    # what is said by the first word, too, would be named first, but not inside of another phrase
    in_either = tuple(name for name in alone if name in names)
    told = tuple(names)
    return told if told[: len(in_either)] == in_either else ()


def _longest(starts: _Starts, folded: list[str], place: int, covered: int) -> tuple[tuple[str, ...], int]:
    """Give the names of the longest phrases from a place, and their end."""
    ends = _ends(starts, folded, place, covered)
    longest = max(ends.values(), default=covered)
    return tuple(name for name, end in ends.items() if end == longest), longest


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
        if covered < end <= len(folded) and end > ends.get(name, 0) and _continues(folded, after, rest):
            ends[name] = end
    return ends


def _continues(folded: list[str], after: int, rest: tuple[str, ...]) -> bool:
    """Tell whether a phrase goes on as a text does, whose next word is known to be the phrase's."""
    for place in range(1, len(rest)):
        word, wanted = folded[after + place], rest[place]
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
def list_text(name: str, *, ending: str = "toml") -> str:
    """Read a word list as it is written; it is part of the scorer's version."""
    return files("scoring").joinpath(f"{name}.{ending}").read_text(encoding="utf-8")
