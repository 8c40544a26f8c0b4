"""Imports what customers rated (CSAT and NPS) from a CSV or JSON Lines file; a row that is no rating is told why."""

import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from collectors import dates
from collectors.fields import decode
from collectors.tables import Row, Table, open_table
from warehouse import rating_book
from warehouse.desk import Desk
from warehouse.lake import Lake
from warehouse.rating_book import About, Rating, Refused

SCALES = {"csat": (1.0, 5.0), "nps": (0.0, 10.0)}
"""What a row without a scale means."""
_SCALE = re.compile(r"(-?\d+(?:[.,]\d+)?)\s*(?:-|\u2013|to|à|\.\.)\s*(\d+(?:[.,]\d+)?)")
_SUBJECTS = ("case_id", "post_id", "url")


@dataclass(frozen=True, slots=True, kw_only=True)
class RatingSummary:
    """What a file brought: new ratings, those that were known, and rows refused with their reasons."""

    file: str
    imported: int
    known: int
    refused: int
    reasons: tuple[str, ...]

    def as_dict(self) -> dict[str, Any]:
        """The counts by name."""
        return asdict(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Read:
    """One row whose values are good, before its subject was looked for."""

    row: Row
    fields: dict[str, str]
    kind: str
    score: float
    lowest: float
    highest: float
    rated_at: datetime


def import_ratings(desk: Desk, lake: Lake, path: Path, *, now: datetime) -> RatingSummary:
    """Store the ratings of a file; read again, it adds nothing."""
    table = open_table(path, required=("score", "at", "kind"))
    order = dates.day_order(fields.get("at", "") for _, fields in _rows(table))
    read: list[_Read] = []
    refused: list[Refused] = []
    for row, fields in _rows(table):
        try:
            read.append(_read(row, fields, order=order, now=now))
        except ValueError as error:
            refused.append(_refused(path, row, str(error)))
    ratings: list[Rating] = []
    for one, about in zip(read, _subjects(desk, lake, read), strict=True):
        if isinstance(about, str):
            refused.append(_refused(path, one.row, about))
        else:
            ratings.append(
                Rating(
                    kind=one.kind,
                    about=about,
                    rated_at=one.rated_at,
                    score=one.score,
                    lowest=one.lowest,
                    highest=one.highest,
                )
            )
    new = rating_book.store(desk, ratings, refused, now=now)
    told = sorted(refused, key=lambda one: one.row)
    return RatingSummary(
        file=path.name,
        imported=new,
        known=len(ratings) - new,
        refused=len(refused),
        reasons=tuple(f"row {one.row}: {one.reason}" for one in told),
    )


def _rows(table: Table) -> Iterator[tuple[Row, dict[str, str]]]:
    for row in table.rows():
        try:
            values = None if row.problem else decode(row.body)
        except ValueError as error:
            yield replace(row, problem=str(error)), {}
            continue
        fields = values if isinstance(values, dict) else {}
        yield row, {name.strip().lower(): str(value).strip() for name, value in fields.items() if value is not None}


def _read(row: Row, fields: dict[str, str], *, order: dates.DayOrder | None, now: datetime) -> _Read:
    if row.problem:
        raise ValueError(row.problem)
    kind = fields.get("kind", "").lower()
    if kind not in SCALES:
        raise ValueError(f"its kind is {kind[:20]!r}; it should be csat or nps")
    lowest, highest = _scale(fields.get("scale", ""), kind=kind)
    score = _number(fields.get("score", ""), name="score")
    if not lowest <= score <= highest:
        raise ValueError(f"its score {score:g} is not between {lowest:g} and {highest:g}")
    if kind == "nps" and score != int(score):
        raise ValueError(f"its score {score:g} is no whole number, as NPS has")
    if not fields.get("at"):
        raise ValueError("it does not say when (at)")
    rated_at = dates.instant(fields["at"], order=order)
    if rated_at > now:
        raise ValueError("its time is still to come")
    if sum(bool(fields.get(name)) for name in _SUBJECTS) != 1:
        raise ValueError("it needs one of case_id, post_id or url")
    return _Read(row=row, fields=fields, kind=kind, score=score, lowest=lowest, highest=highest, rated_at=rated_at)


def _scale(text: str, *, kind: str) -> tuple[float, float]:
    """The ends of a scale: `1-5`, or its top alone, above 1."""
    if not text:
        return SCALES[kind]
    match = _SCALE.fullmatch(text)
    ends = (
        (_number(match[1], name="scale"), _number(match[2], name="scale"))
        if match
        else (1.0, _number(text, name="scale"))
    )
    if kind == "nps":
        ends = SCALES["nps"] if ends == (1.0, 10.0) and not match else ends
        if ends != SCALES["nps"]:
            raise ValueError(f"its scale is {text[:20]!r}; NPS runs from 0 to 10")
    if ends[0] >= ends[1]:
        raise ValueError(f"its scale {text[:20]!r} has no room; write it like 1-5")
    return ends


def _number(text: str, *, name: str) -> float:
    try:
        value = float(text.replace(",", "."))
    except ValueError:
        raise ValueError(f"its {name} is {text[:20]!r}, which is no number") from None
    if value != value or value in {float("inf"), float("-inf")}:  # noqa: PLR0124 -- only NaN differs from itself
        raise ValueError(f"its {name} is {text[:20]!r}, which is no number")
    return value


def _subjects(desk: Desk, lake: Lake, read: list[_Read]) -> list[About | str]:
    """What each row is about, or why that cannot be said."""
    cases = rating_book.cases(desk, sorted({one.fields["case_id"] for one in read if one.fields.get("case_id")}))
    wanted = [
        {
            "place": place,
            "native_id": one.fields.get("post_id") or None,
            "platform": one.fields.get("platform") or None,
            "url": one.fields.get("url") or None,
            "brand": one.fields.get("brand") or None,
        }
        for place, one in enumerate(read)
        if not one.fields.get("case_id")
    ]
    posts = rating_book.posts(lake, wanted)
    return [
        _case(cases.get(one.fields["case_id"])) if one.fields.get("case_id") else _post(posts.get(place, []))
        for place, one in enumerate(read)
    ]


def _case(found: About | None) -> About | str:
    return found or "there is no such case"


def _post(found: list[About]) -> About | str:
    if not found:
        return "there is no such post"
    if len(found) > 1:
        return "more than one post, or brand, is meant; add the columns platform and brand"
    return found[0]


def _refused(path: Path, row: Row, reason: str) -> Refused:
    digest = sha256(reason.encode() + b"\x1f" + row.body).hexdigest()
    return Refused(digest=digest, file=path.name, row=row.number, reason=reason)
