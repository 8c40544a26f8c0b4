"""Whose name stands below an answer: care teams sign what they write, by name or by initials."""

import re
import unicodedata
from collections.abc import Collection

_SIGN = r"[\u2013\u2014~^/-]"
# behind a dash or a caret that stands free at the very end, or a last line of its own below a sentence that is over
_SIGNED = re.compile(
    rf"(?:(?:^|\s){_SIGN}\s*|(?P<line>[.!?\u2026,]\s*\n\s*))(?P<name>[^\W\d_][\w.'\u2019 -]{{0,39}}?)\s*[.!]?\s*\Z"
)
_WORD = re.compile(r"[^\W\d_]+")
_FEWEST_INITIALS = 2
_LONGEST = 60


def signed_by(text: str, people: Collection[str]) -> str | None:
    """The one of these people whose name, first name or initials end the text; None where it is none or several."""
    found = _SIGNED.search(text.strip()[-_LONGEST:])
    if found is None:
        return None
    said = _folded(found["name"])
    whole = [name for name in people if _folded(name) == said]
    # a line that is no name but two letters is a word, and so are small letters
    is_initials_able = found["line"] is None and found["name"].isupper()
    named = whole or [name for name in people if said in _short(name, is_initials_able=is_initials_able)]
    return named[0] if len(named) == 1 else None


def _short(name: str, *, is_initials_able: bool) -> set[tuple[str, ...]]:
    """What a person may sign with for short."""
    words = _folded(name)
    if len(words) < _FEWEST_INITIALS:
        return set()
    initials = tuple(word[0] for word in words)
    return {words[:1], *({("".join(initials),), initials} if is_initials_able else set())}


def _folded(name: str) -> tuple[str, ...]:
    """The words of a name, whatever their accents and capitals."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    return tuple(_WORD.findall("".join(char for char in plain if not unicodedata.combining(char))))
