"""How near a ready text is to what a customer says: by the matter it speaks of, its topics, and words they share."""

from collections.abc import Collection

from triage.matter_words import matter_of
from triage.matters import TOPICS, Matter
from triage.said import READ, Kind, Said, folded
from triage.taking_up import shared_words
from triage.turns_of_phrase import literally

_SAME_MATTER, _SAME_TOPIC = 6, 3
_MOST_WORDS = 2
"""Words that both have beyond these tell of a long text, not of a near one."""


def matter_in(text: str, *, lang: str) -> Matter | None:
    """What a text speaks of, heard as in a post: where it begins."""
    return matter_of(literally(folded(text[:READ])), lang=lang)


def nearness(text: str, post: str, said: Said, *, lang: str, topics: Collection[str] = ()) -> int:
    """How near a text is to a post, 0 where nothing agrees: a matter outweighs a topic, and that words in common."""
    words = min(len(shared_words(text, post)), _MOST_WORDS)
    if said.kind is not Kind.COMPLAINT or not said.topic:
        return words
    spoken_of = matter_in(text, lang=lang)
    is_same = spoken_of is not None and spoken_of is said.matter
    is_on_topic = said.topic in topics or (spoken_of is not None and TOPICS[spoken_of] == said.topic)
    # where the matter is heard, a word more or less tells nothing
    return _SAME_MATTER * is_same + _SAME_TOPIC * is_on_topic + (min(words, 1) if said.matter else words)
