"""What a post is about, by the words of an editable list."""

from functools import cache
from importlib.resources import files

from scoring.phrases import Phrasebook, mask, words_of

OTHER = "other"


@cache
def topics_text() -> str:
    """Read the list of topics; its text is part of the scorer's version."""
    return files("scoring").joinpath("topics.toml").read_text(encoding="utf-8")


@cache
def _phrasebook() -> Phrasebook:
    return Phrasebook.from_toml(topics_text())


def topics_of(text: str) -> tuple[str, ...]:
    """Name the topics of a text, the most mentioned first."""
    book = _phrasebook()
    found = book.find(words_of(mask(text)))
    ranked = sorted(found, key=lambda index: (-len(found[index]), index))
    return tuple(book.names[index] for index in ranked) or (OTHER,)
