"""What a post is about, by the words of an editable list."""

from scoring.phrases import Text, book_of

OTHER = "other"


def topics_of(text: Text, *, lang: str) -> tuple[str, ...]:
    """Name the topics of a text, the most mentioned first."""
    book = book_of("topics", lang)
    found = book.find(text)
    if not found:
        return (OTHER,)
    if len(found) == 1:
        return tuple(found)
    ranked = sorted(found, key=lambda name: (-len(found[name]), book.names.index(name)))
    return tuple(ranked)
