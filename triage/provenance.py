"""What an answer was made from: how much of a saved reply still stands in it, and which one it is likest to.

How much stands is the containment of Broder ("On the resemblance and containment of documents", 1997): of the words
and pairs of words that a reply has, the share that the answer has too. What people fill in belongs to no reply.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise

from triage.likeness import ALIKE, LEAST_LETTERS, LEAST_WORDS, are_alike, words

KEPT = 0.5
"""The least share of a reply that stands in an answer which counts as given with it."""

_FILLED = re.compile(r"\{\{[^{}]*\}\}|\[▸[^\]\n]*\]?")
_CODE = re.compile(r"(?P<kind>[a-z]+):(?P<name>.+)@(?P<version>\d+)", re.DOTALL)
Traits = frozenset[tuple[str, ...]]


class Basis(StrEnum):
    """What sort of text a draft was started from."""

    REPLY = "reply"
    PLAYBOOK = "playbook"
    ANSWER = "answer"


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """A saved reply, the playbook's draft in a language, or the answer of a case, at a version."""

    basis: Basis
    name: str
    version: int = 0

    @property
    def code(self) -> str:
        """The same as one text, for the record."""
        return f"{self.basis}:{self.name}@{self.version}"

    @classmethod
    def of(cls, code: str | None) -> "Origin | None":
        """What a code means; None for none, or for one that a later release wrote."""
        found = _CODE.fullmatch(code or "")
        if found is None or found["kind"] not in set(Basis):
            return None
        return cls(basis=Basis(found["kind"]), name=found["name"], version=int(found["version"]))


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A text that an answer may have been made from, with its places still open.

    `is_retired` where nobody can use it any more, `is_younger` where it was first kept after the answer.
    """

    origin: Origin
    text: str
    is_retired: bool = False
    is_younger: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """What an answer was made from, how much of it stands, and whether it was seen to be started from it."""

    origin: Origin
    share: float
    is_started: bool


# a library of replies is compared with every new answer
@lru_cache(maxsize=4096)
def traits(text: str) -> Traits:
    """The words and pairs of words of a text, without what is filled in; nothing for one that is anybody's."""
    parts = [words(part) for part in _FILLED.split(text)]
    found = [word for part in parts for word in part]
    if len(found) < LEAST_WORDS or sum(map(len, found)) < LEAST_LETTERS:
        return frozenset()
    # no pair across a place: between these words others stand in the answer
    return frozenset((word,) for word in found) | frozenset(pair for part in parts for pair in pairwise(part))


def share(reply: str, answer: str) -> float:
    """How much of a reply stands in an answer, from 0 to 1; a short one stands whole or not at all."""
    return _stands(reply, _said(answer))


def says_the_same(one: str, other: str) -> bool:
    """Whether two texts with places are one but for small edits: what one of them led to tells of the other."""
    return are_alike(traits(one), traits(other)) or _asked(one) == _asked(other)


def trace(answer: str, known: Sequence[Known], *, started_from: Origin | None = None) -> Trace | None:
    """What an answer was made from; None where it is nobody's but its writer's.

    What it was seen to be started from counts as long as enough of it stands; else the text that it is likest to, of
    which most must be there, and the longer of two that stand alike. Of texts that say the same one in use goes before
    a retired one; of those that stand alike, one that was there already.
    """
    said = _said(answer)
    started = next((one for one in known if one.origin == started_from), None)
    if started is not None and (stands := _stands(started.text, said)) >= KEPT:
        return Trace(origin=started.origin, share=stands, is_started=True)
    found = [(_stands(one.text, said), one) for one in known if traits(one.text)]
    standing = sorted((one for one in found if one[0] >= ALIKE), key=_rank, reverse=True)
    if not standing:
        return None
    likest = standing[0]
    if likest[1].is_retired:
        in_use = (one for one in standing if not one[1].is_retired and says_the_same(one[1].text, likest[1].text))
        likest = next(in_use, likest)
    return Trace(origin=likest[1].origin, share=likest[0], is_started=False)


def _rank(found: tuple[float, Known]) -> tuple[float, int, bool, bool, str]:
    stands, one = found
    return stands, len(traits(one.text)), not one.is_retired, not one.is_younger, one.origin.code


def _said(answer: str) -> tuple[str, Traits]:
    found = words(answer)
    return " ".join(found), frozenset((word,) for word in found) | frozenset(pairwise(found))


def _stands(reply: str, said: tuple[str, Traits]) -> float:
    text, has = said
    if asked := traits(reply):
        return len(asked & has) / len(asked)
    parts, rest = _asked(reply), f" {text} "
    for part in parts:
        _, found, after = rest.partition(f" {part} ")
        if not found:
            return 0.0
        rest = f" {after}"
    return float(bool(parts))


def _asked(reply: str) -> list[str]:
    """The words of a reply before, between and after what is filled in."""
    return [" ".join(found) for part in _FILLED.split(reply) if (found := words(part))]
