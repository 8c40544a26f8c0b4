"""Exports of reviews often show the answer beside the review, in its row: two posts that one row tells of."""

import json
from collections.abc import Iterator
from dataclasses import replace

from collectors import exports
from collectors.fields import decode
from collectors.tables import Row

OF_REPLIES = "/reply"
"""How the id of an answer ends, behind that of its review; no row of such a file may have one that does."""
_OF_THE_ANSWER = frozenset({"reply", "replied_at"})
_SHARED = ("brand", "source", "lang")


def with_reply(row: Row) -> Iterator[Row]:
    """The row without what was answered; then, where it tells of one, the answer as a row of its own.

    Each can be erased alone, and an answer that is written later makes no new version of the review.
    """
    fields = _fields(row)
    if not _OF_THE_ANSWER & set(fields):
        yield row
        return
    yield replace(row, body=_body({name: value for name, value in fields.items() if name not in _OF_THE_ANSWER}))
    texts = {name: str(value) for name, value in fields.items()}
    reply, parent_id = exports.value(texts, "reply"), _identity(texts)
    if reply and parent_id:
        answer = {"id": f"{parent_id}{OF_REPLIES}", "text": reply, "parent_id": parent_id, "role": "company"}
        answer |= {"created_at": texts.get("replied_at", "")} | {name: texts.get(name, "") for name in _SHARED}
        yield replace(row, body=_body(answer))


def _fields(row: Row) -> dict[str, object]:
    try:
        fields = {} if row.problem else decode(row.body)
    except ValueError:
        return {}
    return {name.strip().lower(): value for name, value in fields.items()} if isinstance(fields, dict) else {}


def _identity(texts: dict[str, str]) -> str | None:
    try:
        return exports.identity(texts, "id")
    except ValueError:
        return None  # the review itself is put aside, and tells why


def _body(fields: dict[str, object] | dict[str, str]) -> bytes:
    return json.dumps(fields, ensure_ascii=False).encode()
