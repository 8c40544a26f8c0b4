"""What a post is about, by the words of an editable list."""

from collections.abc import Mapping, Sequence

from scoring.phrases import Text, book_of

OTHER = "other"
# what is said less often than this share of what is said most is only mentioned, but for what has to be done
_BESIDE = 0.6
_TO_DO = frozenset({"refund"})
# what makes a case grave is what the post is about
_GRAVE = {"safety": "safety", "hazard": "safety", "privacy": "privacy", "legal": "legal"}


def topics_of(text: Text, *, lang: str, heard: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """Name the topics of a text, the most mentioned first; `heard` are the words of its cues."""
    book = book_of("topics", lang)
    found = book.find(text)
    grave: set[str] = set()
    # most posts have nothing grave
    if not heard.keys().isdisjoint(_GRAVE):
        for cue, words in heard.items():
            if cue in _GRAVE:
                grave.add(_GRAVE[cue])
                found.setdefault(_GRAVE[cue], list(words))
    if not found:
        return (OTHER,)
    if len(found) == 1:
        return tuple(found)
    least = _BESIDE * max(map(len, found.values()))
    told = [name for name, words in found.items() if len(words) >= least or name in _TO_DO or name in grave]
    return tuple(sorted(told, key=lambda name: (-len(found[name]), book.names.index(name))))
