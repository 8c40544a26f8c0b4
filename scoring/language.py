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
_MAILED = re.compile(r"\w@\w")
_MAIL = re.compile(r"[\w.+-]+@[\w-]+\.\w+")
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
        """Name the language; short or unclear texts take what their source declares."""
        return self.detect_all([(text, declared)])[0]

    def detect_all(self, texts: Sequence[tuple[str, str | None]]) -> list[Language]:
        """Name the language of each text, beside which stands what its source declares."""
        bare = [_bare(text) for text, _ in texts]
        told = [i for i, text in enumerate(bare) if _WORDS.search(text)]
        found = [self._declared(declared) for _, declared in texts]
        automaton = _automaton(self._languages)
        rows = automaton.probabilities([bare[i] for i in told])
        for i, best, probability in zip(told, rows.argmax(axis=1).tolist(), rows.max(axis=1).tolist(), strict=True):
            if probability >= _MIN_PROBABILITY:
                found[i] = Language(automaton.languages[best], round(probability, 4))
        return found

    def _declared(self, declared: str | None) -> Language:
        code = (declared or "").replace("_", "-").split("-")[0].lower()
        return Language(code if code in self._languages else UNDETERMINED, 0.0)


def _bare(text: str) -> str:
    """Blank what is no language; a long text shows its language early."""
    text = text[:_TELLING]
    # to look for a sign is faster than to look for its pattern
    if "@" in text:
        return _NOT_LANGUAGE.sub(" ", _MAIL.sub(" ", text) if _MAILED.search(text) else text)
    return (_NOT_LANGUAGE if "#" in text or "://" in text or "www." in text else _DIGITS).sub(" ", text)


@cache
def _automaton(languages: tuple[str, ...]) -> Automaton:
    return Automaton(languages)
