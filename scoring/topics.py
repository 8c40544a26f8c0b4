"""What a post is about, by the words of an editable list."""

from scoring.phrases import Text, book_of

OTHER = "other"
# what is said less often than this share of what is said most is only mentioned, but for what has to be done
_BESIDE = 0.6
_TO_DO = frozenset({"refund"})


def topics_of(text: Text, *, lang: str) -> tuple[str, ...]:
    """Name the topics of a text, the most mentioned first."""
    book = book_of("topics", lang)
    found = book.find(text)
    if not found:
        return (OTHER,)
    if len(found) == 1:
        return tuple(found)
    least = _BESIDE * max(map(len, found.values()))
    told = [name for name, words in found.items() if len(words) >= least or name in _TO_DO]
    return tuple(sorted(told, key=lambda name: (-len(found[name]), book.names.index(name))))
