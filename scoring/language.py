"""The language of a text, among the few that the product is configured for."""

import re
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from scoring.automaton import Automaton

UNDETERMINED = "und"
DEFAULT_LANGUAGES = ("en", "fr", "de", "es", "it", "pt")
_MIN_WORDS = 3
_TELLING = 600
_MIN_PROBABILITY = 0.5
_DIGITS = re.compile(r"\d+")
_NOT_LANGUAGE = re.compile(r"https?://\S+|www\.\S+|[@#]\w+|\d+")
# what else there is where no address of the web is; patterns that begin with a set are found fast
_NAMED = re.compile(r"[@#\d](?:(?<=[@#])\w+|(?<=\d)\d*)")
_MAILED = re.compile(r"@[\w-]+\.\w")
_MAIL = re.compile(r"[\w.+-]+@[\w-]+\.\w+")
# scripts that tell a language where py3langid, told to choose among a few, would name one of those
_PATTERNS = (
    ("ja", re.compile("[\u3040-\u30ff]")),
    ("zh", re.compile("[\u4e00-\u9fff]")),
    ("ko", re.compile("[\uac00-\ud7af]")),
    ("ar", re.compile("[\u0600-\u06ff]")),
    ("ru", re.compile("[\u0400-\u04ff]")),
    ("he", re.compile("[\u0590-\u05ff]")),
    ("el", re.compile("[\u0370-\u03ff]")),
    ("hi", re.compile("[\u0900-\u097f]")),
    ("th", re.compile("[\u0e00-\u0e7f]")),
)
SCRIPTS = tuple(code for code, _ in _PATTERNS)
_FOREIGN = re.compile("[\u0370-\u0e7f\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af]")
_LATIN = re.compile(r"[^\W\d_\u0370-\uffff]")
_WORDS = re.compile(r"[^\W\d_]+" + r"[\W\d_]+[^\W\d_]+" * (_MIN_WORDS - 1))


class Language(NamedTuple):
    """An ISO 639-1 code or `und`, and the probability the text gave it (0 where only the source spoke)."""

    code: str
    probability: float


class Detector:
    """Tells languages apart by py3langid's model, restricted to those it is given."""

    def __init__(self, languages: tuple[str, ...] = DEFAULT_LANGUAGES) -> None:
        self._languages = languages

    def detect(self, text: str, *, declared: str | None = None) -> Language:
        """Name the language; short or unclear texts take what their source declares, other scripts what they tell."""
        return self.detect_all([(text, declared)])[0]

    def detect_all(self, texts: Sequence[tuple[str, str | None]]) -> list[Language]:
        """Name the language of each text, beside which stands what its source declares."""
        bare = [_bare(text) for text, _ in texts]
        told = [i for i, text in enumerate(bare) if _WORDS.search(text)]
        found: dict[int, Language] = {}
        automaton = _automaton(self._languages)
        rows = automaton.probabilities([bare[i] for i in told])
        for i, best, probability in zip(told, rows.argmax(axis=1).tolist(), rows.max(axis=1).tolist(), strict=True):
            if probability >= _MIN_PROBABILITY:
                found[i] = Language(automaton.languages[best], round(probability, 4))
        for i, text in enumerate(bare):
            if not text.isascii() and (written := _by_script(text)):
                found[i] = written
        return [found.get(i) or self._declared(declared) for i, (_, declared) in enumerate(texts)]

    def _declared(self, declared: str | None) -> Language:
        code = (declared or "").replace("_", "-").split("-")[0].lower()
        return Language(code if code in self._languages else UNDETERMINED, 0.0)


def _by_script(text: str) -> Language | None:
    """Name the language of a text that is mostly written in another script than Latin, the most likely one of each."""
    foreign = len(_FOREIGN.findall(text))
    if not foreign or (share := foreign / (foreign + len(_LATIN.findall(text)))) <= _MIN_PROBABILITY:
        return None
    # Japanese mixes its own signs into Chinese ones
    counts = {code: len(pattern.findall(text)) for code, pattern in _PATTERNS}
    code = "ja" if counts["ja"] else max(counts, key=counts.__getitem__)
    return Language(code, round(share, 4))


def _bare(text: str) -> str:
    """Blank what is no language; a long text shows its language early."""
    text = text[:_TELLING]
    # to look for a sign is faster than to look for its pattern
    if "@" in text and _MAILED.search(text):
        text = _MAIL.sub(" ", text)
    if "://" in text or "www." in text:
        return _NOT_LANGUAGE.sub(" ", text)
    return (_NAMED if "@" in text or "#" in text else _DIGITS).sub(" ", text)


@cache
def _automaton(languages: tuple[str, ...]) -> Automaton:
    return Automaton(languages)
