"""What is grave because one post says two things: a body and harm, a safeguard and its failure."""

import tomllib
from functools import cache

from scoring.language import UNDETERMINED
from scoring.phrases import LISTED, Known, Text, book_of, fold, list_text

# what the two make together, as a cue of its own
_TOGETHER = (
    ("safety", "body", "harm"),
    ("hazard", "safeguard", "unsafe"),
    ("hazard", "driver", "distracted"),
    ("privacy", "others", "personal"),
    ("discrimination", "group", "slight"),
)
# words of a post: in a longer one the two need have nothing to do with each other
_SHORT = 60


def perils_of(text: Text, *, lang: str) -> dict[str, tuple[str, ...]]:
    """Give, by cue, the words of both things; none where the post tells of a film, a race or a holiday."""
    if len(text.folded) > _SHORT:
        return {}
    # most posts name none of the first things, and need no search for phrases
    ones, others = _telling_words(lang)
    if not any(map(ones.__getitem__, text.folded)) or not any(map(others.__getitem__, text.folded)):
        return {}
    found = book_of("perils", lang).find(text)
    if "elsewhere" in found:
        return {}
    told: dict[str, tuple[str, ...]] = {}
    for cue, one, other in _TOGETHER:
        if one in found and other in found:
            told[cue] = (*told.get(cue, ()), *found[one], *found[other])
    return told


@cache
def _telling_words(lang: str) -> tuple[Known[bool], Known[bool]]:
    """Tell whether a word is the longest of a phrase of the first things, and of the second."""
    lists = tomllib.loads(list_text("perils"))
    languages = LISTED if lang == UNDETERMINED else LISTED & {lang}
    ones = [phrase for each in languages for _, one, _ in _TOGETHER for phrase in lists[one][each]]
    others = [phrase for each in languages for _, _, other in _TOGETHER for phrase in lists[other][each]]
    return _longest_of(ones), _longest_of(others)


def _longest_of(phrases: list[str]) -> Known[bool]:
    longest = {fold(max(phrase.split(), key=len)) for phrase in phrases}
    stems = tuple(word[:-1] for word in longest if word.endswith("*"))
    return Known(lambda word: word in longest or word.startswith(stems))
