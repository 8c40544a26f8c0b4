"""What the demo brand's customers write and what it answers, in one cycle of thirty days."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any

from triage.mention import Kind

BRAND = "maple-finch"
BRAND_NAME = "Maple & Finch"
CYCLE = timedelta(days=30)


class Role(StrEnum):
    """Who speaks."""

    CUSTOMER = "customer"
    COMPANY = "company"


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """A later wording of a post."""

    after: timedelta
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """What a person would decide about a post; the tests hold the content and the scoring against it."""

    needs_answer: bool
    severity: str | None
    topics: tuple[str, ...]
    customer_type: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """One post of the cycle. `offset` counts from the cycle's start; an answer may fall into the next cycle."""

    n: int
    offset: timedelta
    platform: str
    kind: Kind
    role: Role
    author: str
    name: str
    followers: int | None
    text: str
    lang: str
    stars: int | None
    likes: int | None
    shares: int | None
    parent: int | None
    edits: tuple[Edit, ...]
    deleted_after: timedelta | None
    expected: Expected


@cache
def posts() -> Mapping[int, Post]:
    """Every post of the cycle by its number, in the order of their instants."""
    read = sorted(_read(), key=lambda post: (post.offset, post.n))
    return {post.n: post for post in read}


@cache
def root_of(n: int) -> int:
    """The number of the post that opened the thread of post `n`."""
    parent = posts()[n].parent
    return n if parent is None else root_of(parent)


def _read() -> Iterator[Post]:
    for file in files("collectors.demo_brand").joinpath("posts").iterdir():
        if file.name.endswith(".jsonl"):
            for line in file.read_text(encoding="utf-8").splitlines():
                yield _post(json.loads(line))


def _post(row: Mapping[str, Any]) -> Post:
    deleted = row.get("deleted_after_minutes")
    return Post(
        n=row["n"],
        offset=timedelta(minutes=row["offset_minutes"]),
        platform=row["platform"],
        kind=Kind(row["kind"]),
        role=Role(row["role"]),
        author=row["author"],
        name=row["name"],
        followers=row.get("followers"),
        text=row["text"],
        lang=row["lang"],
        stars=row.get("stars"),
        likes=row.get("likes"),
        shares=row.get("shares"),
        parent=row.get("parent"),
        edits=tuple(
            Edit(after=timedelta(minutes=edit["after_minutes"]), text=edit["text"]) for edit in row.get("edits", ())
        ),
        deleted_after=None if deleted is None else timedelta(minutes=deleted),
        expected=Expected(
            needs_answer=row.get("needs_answer", False),
            severity=row.get("expect_severity"),
            topics=tuple(row.get("topics", ())),
            customer_type=row.get("customer_type"),
        ),
    )
