"""What an export calls its columns, and what they are called here."""

import json
import re
from collections.abc import Collection, Mapping, Sequence

from collectors.errors import SetupError
from collectors.fields import decode

COLUMNS = (
    "id",
    "text",
    "title",
    "source",
    "created_at",
    "parent_id",
    "author",
    "brand",
    "stars",
    "role",
    "lang",
    "reply",
    "replied_at",
)
"""Every column that is read."""

_WORD = re.compile(r"[^\W_]+")
_ANSWER = frozenset({"reply", "replied", "response", "responded", "answer", "answered", "réponse", "répondu"})
_TIME = frozenset({"date", "time", "created", "posted", "written", "at", "on", "le"})
# the first that fits takes a column: "Review date" is no text, and "Reply date" not when the review was written
_GUESSES: Sequence[tuple[str, tuple[frozenset[str], ...]]] = (
    ("replied_at", (_ANSWER, _TIME)),
    ("reply", (_ANSWER,)),
    ("created_at", (_TIME,)),
    ("stars", (frozenset({"stars", "star", "rating", "score", "note", "étoiles"}),)),
    ("title", (frozenset({"title", "headline", "subject", "titre"}),)),
    ("id", (frozenset({"id", "no", "nr", "number", "ref", "reference", "numéro", "identifiant"}),)),
    ("text", (frozenset({"text", "comment", "review", "body", "content", "message", "commentaire", "avis", "texte"}),)),
    ("author", (frozenset({"author", "name", "guest", "reviewer", "customer", "user", "client", "auteur", "nom"}),)),
)


def read(said: Sequence[str], *, known: Sequence[str] = COLUMNS) -> dict[str, str]:
    """What `ours=theirs` say: our name by the file's; SetupError where one cannot be meant."""
    names: dict[str, str] = {}
    for one in said:
        ours, _, theirs = (part.strip().lower() for part in one.partition("="))
        if ours not in known or not theirs:
            raise SetupError(
                f"{one!r} does not say which column is which",
                fix=f'Write it as text="Guest comment"; on the left stands one of {", ".join(known)}.',
            )
        if theirs in names or ours in names.values():
            raise SetupError(f"{one!r} names a column that is named before", fix="Name each column once.")
        names[theirs] = ours
    return names


def renamed(columns: Sequence[str], names: Mapping[str, str]) -> tuple[str, ...]:
    """The file's columns as they are called here; one of its own that bears a name which is taken gives way."""
    return tuple(
        names.get(column) or (f"{column} (theirs)" if column in names.values() else column) for column in columns
    )


def renamed_row(body: bytes, names: Mapping[str, str]) -> bytes:
    """One JSON object with its columns renamed; what is none stays, to be told of when it is read."""
    try:
        fields = decode(body)
    except ValueError:
        return body
    if not names or not isinstance(fields, dict):
        return body
    here = renamed([str(name).strip().lower() for name in fields], names)
    return json.dumps(dict(zip(here, fields.values(), strict=True)), ensure_ascii=False).encode()


def guessed(columns: Sequence[str], *, needed: Collection[str]) -> str:
    """The options that would name an export's columns, by their words; nothing where a needed one is not found."""
    found: dict[str, str] = {name: name for name in columns if name in COLUMNS}
    for column in columns:
        words = set(_WORD.findall(column.lower()))
        fits = (ours for ours, signs in _GUESSES if all(words & sign for sign in signs))
        ours = next(fits, None)
        if ours and ours not in found and column not in found:
            found[ours] = column
    if not set(needed) <= set(found):
        return ""
    return " ".join(f'--column {ours}="{theirs}"' for ours, theirs in found.items() if ours != theirs)
