"""Finds the names of a person in words, however they are written, and takes them out."""

import re
import unicodedata
from collections.abc import Mapping, Sequence

INSTEAD = "[erased]"
"""What stands where a name stood in the words of others."""

PASSES = 2
"""A match takes the letter beside it along, so of two names with one letter between the second waits for its turn."""

_BESIDE = r"[^0-9A-Za-zÀ-ɏ_\x{300}-\x{36F}]"
_LONGEST_SLUG = 60
_LEAST_CUT = 4


def pattern(names: Sequence[str], *, needs_at: bool = False) -> str:
    """What finds any of these names as whole words in RE2, accents composed or not; after an @ only if `needs_at`."""
    either = "|".join(_spelled(name) for name in names)
    return rf"(?i)(^|{_BESIDE})@{'' if needs_at else '?'}(?:{either})($|{_BESIDE})"


def without(text: str, names: Sequence[str], *, needs_at: bool = False) -> str:
    """The text with `INSTEAD` for each of these names."""
    # Python writes the marks of accents in another way than RE2
    finds = re.compile(pattern(names, needs_at=needs_at).replace(r"\x{300}-\x{36F}", "\u0300-\u036f"))
    for _ in range(PASSES if names else 0):
        text = finds.sub(rf"\1{INSTEAD}\2", text)
    return text


def forms(name: str) -> tuple[str, ...]:
    """A name as files may hold it: its accents composed, apart, and as it was given."""
    return tuple(dict.fromkeys((name, *(unicodedata.normalize(form, name) for form in ("NFC", "NFD")))))


def words(text: str) -> frozenset[str]:
    """The words of a name, as issues compare them: small, without accents, and any number as 0."""
    letters = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
    found = {re.sub(r"\d+", "0", word) for word in re.findall(r"[^\W_]+", bare)}
    return frozenset(word for word in found if len(word) > 1)


def told_by(said: frozenset[str], names: Sequence[str]) -> bool:
    """Whether all words of one of these names are among the words that were said."""
    return any((own := words(name)) and own <= said for name in names)


def slug(text: str) -> str:
    """A text in plain small letters and dashes, as saved replies are named."""
    letters = unicodedata.normalize("NFKD", text.casefold()).encode("ascii", "ignore").decode()
    return "-".join(re.findall(r"[a-z0-9]+", letters))[:_LONGEST_SLUG].strip("-")


def slug_without(called: str, names: Sequence[str]) -> str:
    """The name of a saved reply without those of a person, also where its length cut one short."""
    for own in filter(None, map(slug, names)):
        called = re.sub(rf"(?<![^-]){re.escape(own)}(?![^-])", "erased", called)
        cut = next((n for n in range(len(own) - 1, _LEAST_CUT - 1, -1) if called.endswith(f"-{own[:n]}")), 0)
        if cut and len(called) >= _LONGEST_SLUG - 1:
            called = called[:-cut] + "erased"
    return called


def signature_without(signature: Mapping[str, float], own: frozenset[str]) -> dict[str, float]:
    """What an issue is known again by, without words of a person; its length stays 1."""
    kept = {term: weight for term, weight in signature.items() if not _is_own(term.partition(":")[2], own)}
    length = sum(weight * weight for weight in kept.values()) ** 0.5 or 1.0
    return {term: round(weight / length, 4) for term, weight in kept.items()} if len(kept) < len(signature) else kept


def title_without(title: str, own: frozenset[str]) -> str:
    """What an issue is called, without the parts that are words of a person."""
    return ", ".join(part for part in title.split(", ") if not _is_own(part, own)) or INSTEAD


def _is_own(word: str, own: frozenset[str]) -> bool:
    return bool(found := words(word)) and found <= own


def _spelled(name: str) -> str:
    return "".join(_letter(letter) for letter in unicodedata.normalize("NFC", name))


def _letter(letter: str) -> str:
    apart = unicodedata.normalize("NFD", letter)
    return re.escape(letter) if apart == letter else f"(?:{re.escape(letter)}|{re.escape(apart)})"
