"""What words mean, told alike in English and French: the senses of an editable list, and the forms a word takes."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from scoring.language import UNDETERMINED
from scoring.phrases import LISTED, Phrasebook, Text, fold, list_text

_VOWELS = frozenset("aeiouy")
# "t-shirt" and "l'heure" are two words, and the star of "flood*" stays with it
_WORD = re.compile(r"\w+[*]?|[cdjlmnst]'|qu'")
_LONG_ENOUGH = 4
_VERB_ENDINGS = {
    "er": ("e", "es", "ez", "ent", "ons", "ait", "ais", "aient", "ant", "ee", "ees", "era", "eront", "erait"),
    "ir": ("i", "is", "it", "ie", "ies", "ira", "iront", "issent", "issait", "issant"),
    "re": ("s", "u", "ue", "us", "ues", "ent", "ez", "ait", "ant", "ra", "ront"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sense:
    """One line of the list: how readers call it, and its words by language."""

    name_en: str
    name_fr: str
    words: Mapping[str, tuple[str, ...]]
    is_general: bool


@cache
def senses() -> Mapping[str, Sense]:
    """The senses by key, which is their English name."""
    found: dict[str, Sense] = {}
    for line in list_text("senses", ending="txt").splitlines():
        if not line or line.startswith("#"):
            continue
        english, french = (tuple(word.strip() for word in side.split(",")) for side in line.lstrip("~").split("|"))
        sense = Sense(
            name_en=english[0],
            name_fr=french[0],
            words={"en": english, "fr": french},
            is_general=line.startswith("~"),
        )
        if found.setdefault(sense.name_en, sense) is not sense:
            raise ValueError(f"scoring/senses.txt names {sense.name_en!r} twice: join the two lines")
    return found


def find_senses(text: Text, *, lang: str) -> Mapping[str, Sequence[str]]:
    """The words of each sense as they are met in a text; in both languages where its own is not known."""
    return _book(lang if lang in LISTED else UNDETERMINED).find(text)


@cache
def _book(lang: str) -> Phrasebook:
    spoken = LISTED if lang == UNDETERMINED else {lang}
    return Phrasebook({
        name: [form for one in sorted(spoken) for phrase in sense.words[one] for form in _forms(phrase, lang=one)]
        for name, sense in senses().items()
    })


def _forms(phrase: str, *, lang: str) -> Iterator[str]:
    """A phrase as it is met in texts; a word alone takes endings."""
    words = _WORD.findall(fold(phrase))
    yield " ".join(words)
    if len(words) == 1 and len(words[0]) >= _LONG_ENOUGH and not words[0].endswith("*"):
        yield from (_english if lang == "en" else _french)(words[0])


def _english(word: str) -> Iterator[str]:
    yield from (word + "s", word + "es")
    stem = word.removesuffix("e")
    if word.endswith("y") and word[-2] not in _VOWELS:
        yield from (word[:-1] + "ies", word[:-1] + "ied")
    if word[-1] not in _VOWELS and word[-2] in _VOWELS and word[-3] not in _VOWELS:
        stem += word[-1]  # stopped, stopping
    yield from (stem + "ed", stem + "ing", word + "ed", word + "ing")


def _french(word: str) -> Iterator[str]:
    yield from (word + "s", word + "e", word + "es", word + "x")
    if word.endswith("al"):
        yield word[:-1] + "ux"
    if word.endswith("eux"):
        yield from (word[:-1] + "se", word[:-1] + "ses")
    for ending in _VERB_ENDINGS.get(word[-2:], ()):
        yield word[:-2] + ending
