"""Which posts say the same in nearly the same words: copies, quotes and small edits of one complaint.

Two texts are as alike as the shingles they share, of all that either has (Broder, "On the resemblance and containment
of documents", 1997); here those are its words and its pairs of words. A text is found by its bands, the least values
that a few hash functions give its shingles, two to a band: texts that are alike share one nearly always, others seldom.
"""

import re
import unicodedata
from functools import cache
from hashlib import blake2b
from itertools import pairwise

ALIKE = 0.6
"""The least share of common shingles."""
LEAST_WORDS, LEAST_LETTERS = 8, 30
"""Shorter texts are everybody's: two who write that it does not work do not speak of one thing."""
_BANDS, _PER_BAND = 12, 2
_PRIME = (1 << 61) - 1

_RETOLD = re.compile(r"^\s*(?:rt|via)\s+@[\w.@-]+:?\s*", re.IGNORECASE)
_LINK = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_NAME = re.compile(r"(?<!\w)@[\w.@-]*\w")
_LAST_TAGS = re.compile(r"(?:\s*#\w+)+\W*$")
# Thai, Lao, Burmese, kana and Han put no blanks between words: there each sign is one
_SIGNS = r"\u0e00-\u0eff\u1000-\u109f\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
_WORD = re.compile(rf"[{_SIGNS}]|(?:(?![{_SIGNS}_])\w)+")


def words(text: str) -> tuple[str, ...]:
    """The words of a text without case, accents, links, names and the hashtags at its end."""
    said = _NAME.sub(" ", _LINK.sub(" ", _RETOLD.sub("", text)))
    letters = unicodedata.normalize("NFKD", _LAST_TAGS.sub("", said).casefold())
    return tuple(_WORD.findall("".join(sign for sign in letters if not unicodedata.combining(sign))))


def shingles(text: str) -> frozenset[tuple[str, ...]]:
    """What a text is compared by; nothing where it is too short to be anybody's own."""
    found = words(text)
    if len(found) < LEAST_WORDS or sum(map(len, found)) < LEAST_LETTERS:
        return frozenset()
    return frozenset((word,) for word in found) | frozenset(pairwise(found))


def are_alike(one: frozenset[tuple[str, ...]], other: frozenset[tuple[str, ...]]) -> bool:
    """Whether two texts, by their shingles, say the same; a text that is too short is like none."""
    shared = len(one & other)
    return shared > 0 and shared >= ALIKE * (len(one) + len(other) - shared)


def bands(text: frozenset[tuple[str, ...]]) -> tuple[str, ...]:
    """Under which names a text is found by those that may be like it; none where it has no shingles."""
    if not text:
        return ()
    hashed = [
        int.from_bytes(blake2b("\x1f".join(shingle).encode("utf-8", "replace"), digest_size=8).digest())
        for shingle in text
    ]
    least = [min((factor * value + term) % _PRIME for value in hashed) for factor, term in _functions()]
    parts = [least[start : start + _PER_BAND] for start in range(0, len(least), _PER_BAND)]
    return tuple(blake2b(repr((number, part)).encode(), digest_size=8).hexdigest() for number, part in enumerate(parts))


@cache
def _functions() -> tuple[tuple[int, int], ...]:
    """The same on every machine and for ever: what is stored is compared with what comes years later."""
    seeds = (blake2b(f"likeness {number}".encode(), digest_size=16).digest() for number in range(_BANDS * _PER_BAND))
    return tuple((int.from_bytes(seed[:8]) % (_PRIME - 1) + 1, int.from_bytes(seed[8:]) % _PRIME) for seed in seeds)
