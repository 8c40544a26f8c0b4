"""Tells a post from one that only passes another on, by what its platform says and not by how it reads."""

from triage.likeness import words
from triage.mention import Kind


def kind_of(text: str | None, *, is_reply: bool = False, is_repost: bool = False, is_quote: bool = False) -> Kind:
    """What sort of post it is; a quote is a repost where it adds no word of its own, links, names and tags apart."""
    if is_reply:
        return Kind.REPLY
    if is_repost or (is_quote and not words(text or "")):
        return Kind.REPOST
    return Kind.MENTION


def has(value: object) -> bool:
    """Whether a platform names another post there, in whichever shape."""
    return isinstance(value, dict | list | str) and bool(value)
