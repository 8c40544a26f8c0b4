"""What the lake knows around the posts of cases: their scores, their conversations, what else their authors wrote."""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from triage.mention import MentionKey, State
from triage.urgency import Reason, Severity
from warehouse import sql
from warehouse.config import OwnedAccount
from warehouse.lake import Lake


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreView:
    """How a post scored, with its reasons, heaviest first."""

    lang: str
    sentiment: str
    compound: float
    complaint_probability: float
    question_probability: float
    intent: str
    topics: tuple[str, ...]
    customer_type: str
    urgency: int
    severity: Severity
    reasons: tuple[Reason, ...]
    scored_at: datetime
    scorer_version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreadPost:
    """One post as people read it; text, names and url are None once it is gone."""

    key: MentionKey
    parent_id: str | None
    author_id: str | None
    author_name: str | None
    is_brand: bool
    created_at: datetime
    updated_at: datetime | None
    state: State
    text: str | None
    url: str | None
    rating: float | None
    rating_max: float | None
    lang: str | None


def scores_of(lake: Lake, keys: Sequence[MentionKey]) -> dict[MentionKey, ScoreView]:
    """How posts scored; those that are not scored yet are left out."""
    return {_key(row): _score(row) for row in lake.query(sql.load("queries", "scores_of"), _columns(keys))}


def threads(
    lake: Lake, keys: Sequence[MentionKey], *, owned: Collection[OwnedAccount] = ()
) -> dict[MentionKey, list[ThreadPost]]:
    """The conversations around posts, each oldest first; `owned` says who speaks for a brand."""
    found: dict[MentionKey, list[ThreadPost]] = {key: [] for key in keys}
    for row in lake.query(sql.load("queries", "threads"), _columns(keys)):
        around = MentionKey(platform=row["platform"], native_id=row.pop("around"))
        found[around].append(_post(row, owned))
    return found


def author_histories(
    lake: Lake,
    accounts: Sequence[tuple[str, str]],
    *,
    limit: int,
    owned: Collection[OwnedAccount] = (),
    since: date = date.min,
) -> dict[tuple[str, str], list[ThreadPost]]:
    """The `limit` newest posts of accounts, each (platform, author_id), from the month of `since` on, newest first."""
    found: dict[tuple[str, str], list[ThreadPost]] = {account: [] for account in accounts}
    values = {
        "platforms": [platform for platform, _ in found],
        "author_ids": [author_id for _, author_id in found],
        "limit": limit,
        "since_month": since.replace(day=1),
    }
    for row in lake.query(sql.load("queries", "author_histories"), values):
        found[row["platform"], row["author_id"]].append(_post(row, owned))
    return found


def _key(row: dict[str, Any]) -> MentionKey:
    return MentionKey(platform=row.pop("platform"), native_id=row.pop("native_id"))


def _post(row: dict[str, Any], owned: Collection[OwnedAccount]) -> ThreadPost:
    is_brand = any(
        account.platform == row["platform"]
        and account.account_id == row["author_id"]
        and account.covers(row["created_at"])
        for account in owned
    )
    return ThreadPost(key=_key(row), is_brand=is_brand, state=State(row.pop("state")), **row)


def _score(row: dict[str, Any]) -> ScoreView:
    told = sorted(json.loads(row.pop("reasons")), key=lambda reason: -float(reason["points"]))
    reasons = tuple(Reason(name=r["name"], points=r["points"], evidence=tuple(r["evidence"])) for r in told)
    return ScoreView(topics=tuple(row.pop("topics")), severity=Severity(row.pop("severity")), reasons=reasons, **row)


def _columns(keys: Sequence[MentionKey]) -> dict[str, Any]:
    asked = dict.fromkeys(keys)
    return {"platforms": [key.platform for key in asked], "native_ids": [key.native_id for key in asked]}
