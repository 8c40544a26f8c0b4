"""Whether a post of the brand is the answer that somebody wrote here: by its words, whatever a platform did to them."""

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta

from triage.likeness import words

_ALIKE, _SIGNED = 0.8, 8
"""The share of the shorter text that both have, and how many words more the longer one may say: a name, a greeting."""
_FEW, _FEW_MORE = 4, 3
_BEFORE, _AFTER = timedelta(days=1), timedelta(days=7)
"""An answer is recorded late at times, and found late."""
_JUST_BEFORE, _JUST_AFTER = timedelta(minutes=2), timedelta(minutes=15)
_REWORDED = 0.6
"""The share of words that an answer keeps that was gone over on the platform before it was sent."""
_LINK = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)


def is_same_answer(written: str, shown: str, *, written_at: datetime, shown_at: datetime) -> bool:
    """Whether what a platform shows is what was sent: like words; at the very time, more than half of them."""
    is_just_then = written_at - _JUST_BEFORE <= shown_at <= written_at + _JUST_AFTER
    if is_just_then and _share_of_the_shorter(written, shown) >= _REWORDED:
        return True
    return written_at - _BEFORE <= shown_at <= written_at + _AFTER and says_the_same(written, shown)


def says_the_same(one: str, other: str) -> bool:
    """Whether two texts say the same but for links, blanks, signs, and a few words at their ends."""
    first, second = words(one), words(other)
    if not first or not second:
        return not first and not second and _signs(one) == _signs(other)
    shorter, longer = sorted((first, second), key=len)
    shared = _shared(shorter, longer)
    more = len(longer) - shared
    if len(shorter) < _FEW:
        return shared == len(shorter) and more <= _FEW_MORE
    return shared >= _ALIKE * len(shorter) and (more <= _SIGNED or shared >= _ALIKE * len(longer))


def _share_of_the_shorter(one: str, other: str) -> float:
    """Which share of the shorter text both have; none where it has too few words to tell."""
    shorter, longer = sorted((words(one), words(other)), key=len)
    return _shared(shorter, longer) / len(shorter) if len(shorter) >= _FEW else 0.0


def _shared(one: Sequence[str], other: Sequence[str]) -> int:
    """How many words both have; in whatever order, since that takes no longer for words that come again and again."""
    return (Counter(one) & Counter(other)).total()


def _signs(text: str) -> str:
    """What a text without words shows, as far as it can be seen; a link is known by being there."""
    plain = _LINK.sub("\N{LINK SYMBOL}", text)
    return "".join(sign for sign in plain if not sign.isspace() and unicodedata.category(sign) not in {"Cf", "Mn"})
