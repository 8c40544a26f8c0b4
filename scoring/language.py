"""The language of a text, among the few that the product is configured for."""

import re
from functools import cache
from typing import NamedTuple

from py3langid.langid import MODEL_FILE, LanguageIdentifier

UNDETERMINED = "und"
DEFAULT_LANGUAGES = ("en", "fr", "de", "es", "it", "pt")
_MIN_WORDS = 3
_TELLING = 600
_MIN_PROBABILITY = 0.5
_NOT_LANGUAGE = re.compile(r"https?://\S+|www\.\S+|[@#]\w+|[\w.+-]+@[\w-]+\.\w+|\d+")
_WORD = re.compile(r"[^\W\d_]+")


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
        # a long text shows its language early
        bare = _NOT_LANGUAGE.sub(" ", text[:_TELLING])
        if len(_WORD.findall(bare)) >= _MIN_WORDS:
            code, probability = _identifier(self._languages).classify(bare)
            if probability >= _MIN_PROBABILITY:
                return Language(code, round(probability, 4))
        code = (declared or "").replace("_", "-").split("-")[0].lower()
        return Language(code if code in self._languages else UNDETERMINED, 0.0)


@cache
def _identifier(languages: tuple[str, ...]) -> LanguageIdentifier:
    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(languages)
    return identifier
