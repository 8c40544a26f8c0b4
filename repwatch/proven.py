"""Which saved replies worked: in order of what they led to in cases like the one at hand, the surest first.

A text is ordered by the lower bound of its share of recoveries. Outcomes count the less, the less their case is like
this one (a power prior, Ibrahim and Chen 2000, Statistical Science 15): 1 where topic and type of customer agree, ½
where one of them does, ¼ elsewhere in the language, nothing in another language. Four outcomes at the rate of the whole
team are added (an m-estimate, Cestnik 1990), so that a text which nobody tried is neither first nor last. The bound is
Wilson's (1927) of the share that this makes: 1 of 1 does not come before 18 of 20.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from scoring import intervals
from triage.provenance import Basis
from warehouse.outcomes import Tally

_ADDED = 4.0
_ALIKE, _HALF_ALIKE, _SAME_LANGUAGE = 1.0, 0.5, 0.25


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """What makes cases alike: the customer's language, the topic, and the type of customer."""

    lang: str
    topic: str = "other"
    customer_type: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """What answers made from one text led to: in its language, and of these on the topic at hand.

    `n` unhappy customers got it, `heard` of them spoke again, `recovered` of these were unhappy no more. It is ordered
    by its `bound`.
    """

    n: int = 0
    heard: int = 0
    recovered: int = 0
    topic_heard: int = 0
    topic_recovered: int = 0
    bound: float = 0.0


def team_rate(recovered: int, heard: int) -> float:
    """How many of all who were heard again recovered, by Laplace's rule: a half where nobody was."""
    return (recovered + 1) / (heard + 2)


def proof(tallies: Iterable[Tally], *, matter: Matter, rate: float) -> Proof:
    """What one text led to, seen from a case; `rate` is that of the whole team."""
    own = [tally for tally in tallies if tally.lang == matter.lang]
    weighed = [(closeness(tally, matter), tally) for tally in own]
    heard = sum(weight * tally.heard for weight, tally in weighed)
    recovered = sum(weight * tally.recovered for weight, tally in weighed)
    on_topic = [tally for tally in own if tally.topic == matter.topic]
    return Proof(
        n=sum(tally.n for tally in own),
        heard=sum(tally.heard for tally in own),
        recovered=sum(tally.recovered for tally in own),
        topic_heard=sum(tally.heard for tally in on_topic),
        topic_recovered=sum(tally.recovered for tally in on_topic),
        bound=bound(recovered, heard, rate=rate),
    )


def bound(recovered: float, heard: float, *, rate: float) -> float:
    """The lower bound of a share of recoveries after four outcomes at the team's rate were added."""
    return intervals.share(recovered + _ADDED * rate, heard + _ADDED).low or 0.0


def closeness(tally: Tally, matter: Matter) -> float:
    """How much the outcomes of a sort of case tell of this one."""
    if tally.lang != matter.lang:
        return 0.0
    agreeing = (tally.topic == matter.topic) + (tally.customer_type == matter.customer_type)
    return (_SAME_LANGUAGE, _HALF_ALIKE, _ALIKE)[agreeing]


def of_words_in_use(tallies: Iterable[Tally], still_says: Callable[[str, int], bool]) -> list[Tally]:
    """The tallies without those of replies whose words were replaced since: what others led to is no proof of these.

    `still_says` tells of a reply's name and version whether its words stand, but for small edits.
    """
    return [tally for tally in tallies if tally.basis is not Basis.REPLY or still_says(tally.name, tally.version)]


def of_text(tallies: Sequence[Tally], basis: Basis, name: str) -> list[Tally]:
    """The tallies of one text."""
    return [tally for tally in tallies if tally.basis is basis and tally.name == name]
