"""What kind of customer speaks, read from the words of the post."""

from dataclasses import dataclass
from enum import StrEnum
from itertools import chain

from scoring.cues import Cues


class CustomerType(StrEnum):
    """How a customer comes across; it decides the tone of the answer."""

    ABUSIVE = "abusive"
    ANGRY = "angry"
    NEGOTIATOR = "negotiator"
    DEMANDING = "demanding"
    IMPATIENT = "impatient"
    COMPLAINER = "complainer"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Customer:
    """A customer type and the words that show it."""

    type: CustomerType
    evidence: tuple[str, ...] = ()


# the first type whose words are found wins: what an answer must heed most comes first
_SIGNS = (
    (CustomerType.ABUSIVE, ("insult", "threat"), 1),
    (CustomerType.ANGRY, ("outrage", "swearing"), 1),
    (CustomerType.NEGOTIATOR, ("negotiation",), 1),
    (CustomerType.DEMANDING, ("demand", "legal"), 1),
    (CustomerType.IMPATIENT, ("no_answer", "repeat_contact", "urgency"), 1),
    (CustomerType.IMPATIENT, ("waiting",), 2),
    (CustomerType.COMPLAINER, ("again", "disappointment", "problem"), 2),
)
_ABUSE = tuple(sign for sign in _SIGNS if sign[0] is CustomerType.ABUSIVE)
_NOBODY = Customer(type=CustomerType.NONE)
_LOUD = 0.5


def customer_of(cues: Cues, *, is_owed: bool) -> Customer:
    """Tell the type of customer; of one who wants nothing only abuse shows."""
    words = cues.words
    for kind, names, least in _SIGNS if is_owed else _ABUSE:
        # most are heard nowhere in a post
        if words.keys().isdisjoint(names):
            continue
        heard = [words[name] for name in names if name in words]
        if len(evidence := dict.fromkeys(chain.from_iterable(heard))) >= least:
            return Customer(type=kind, evidence=tuple(evidence))
    if is_owed and cues.values.get("capitals", 0.0) >= _LOUD:
        return Customer(type=CustomerType.ANGRY, evidence=("written in capitals",))
    return _NOBODY
