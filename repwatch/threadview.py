"""Turns the lake's rows of a thread, seen from one brand, into the pure core's values, and verdicts back into rows."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from triage.conversation import Conversation, Message
from triage.events import Detail
from triage.mention import Kind, ReplyVisibility, State
from triage.policy import Policy, Subject
from triage.relevance import Relevance
from triage.running import Runs
from triage.signature import signed_by
from triage.sla import Promise, Timer
from triage.urgency import Severity
from warehouse.cases import CaseFacts
from warehouse.config import OwnedAccount

EXCERPT = 280


@dataclass(frozen=True, slots=True, kw_only=True)
class Owners:
    """Whose answers are a brand's, by account and instant, and who may have signed them."""

    accounts: Mapping[tuple[str, str, str], tuple[OwnedAccount, ...]]
    people: tuple[str, ...] = ()

    @classmethod
    def of(cls, accounts: Collection[OwnedAccount], *, people: Collection[str] = ()) -> "Owners":
        """Index accounts by brand, platform and id."""
        found: dict[tuple[str, str, str], tuple[OwnedAccount, ...]] = {}
        for account in accounts:
            name = (account.brand, account.platform, account.account_id)
            found[name] = (*found.get(name, ()), account)
        return cls(accounts=found, people=tuple(people))

    def speaks(self, row: Mapping[str, Any]) -> bool:
        """Whether the author of a row spoke for the row's brand when it was written."""
        name = (row["brand"], row["platform"], row["author_id"] or "")
        return any(account.covers(row["created_at"]) for account in self.accounts.get(name, ()))


def message_of(row: Mapping[str, Any], owners: Owners, *, known_answers: Collection[str]) -> Message:
    """One row as a message; a blanked answer has no author left, and is known by having been recorded as one."""
    is_gone = State(row["state"]).is_gone
    was_changed = State(row["state"]) is State.EDITED and row["updated_at"] and row["updated_at"] <= row["seen_at"]
    is_brand = owners.speaks(row) or (is_gone and row["native_id"] in known_answers)
    return Message(
        native_id=row["native_id"],
        parent_id=row["parent_id"],
        author_id=row["author_id"],
        created_at=row["created_at"],
        is_created_at_known=row["is_created_at_known"],
        is_brand=is_brand,
        is_gone=is_gone,
        reply_visibility=ReplyVisibility(row["reply_visibility"]),
        changed_at=row["updated_at"] if was_changed else None,
        signed_by=signed_by(row["text"] or "", owners.people) if is_brand and owners.people else None,
    )


def concerns(row: Mapping[str, Any], relevance: Mapping[str, Relevance]) -> bool:
    """Whether a scored row is about its brand at all."""
    rules = relevance.get(row["brand"])
    return rules is None or rules.concerns(
        text=row["text"], kind=Kind(row["kind"]), lang=row["lang"], account=f"{row['platform']}:{row['author_id']}"
    )


def subject_of(row: Mapping[str, Any]) -> Subject:
    """What policy rules may ask of a scored row."""
    return Subject(
        brand=row["brand"],
        platform=row["platform"],
        severity=Severity(row["severity"]),
        lang=row["lang"],
        followers=row["author_followers"] or 0,
        topics=tuple(row["topics"]),
    )


def promise_of(row: Mapping[str, Any], policy: Policy, *, timer: Timer = Timer.FIRST) -> Promise:
    """The promise that the policy gives a scored row."""
    return policy.promise(subject_of(row), starts_at=row["clock_starts_at"], timer=timer)


def resolution_of(row: Mapping[str, Any], promise: Promise, policy: Policy) -> dict[str, Detail]:
    """When the matter of a scored row is to be settled, by the rule of its promise; nothing where none is promised."""
    clock = policy.clock(policy.rule_called(promise.rule), Severity(row["severity"]), Timer.RESOLUTION)
    if clock is None:
        return {}
    runs = Runs(past=(), since=promise.starts_at)
    return {
        "resolve_warn_at": clock.warn_at(runs).isoformat(),
        "resolve_due_at": clock.due_at(runs).isoformat(),
    }


def reasons_of(row: Mapping[str, Any]) -> tuple[str, ...]:
    """The names of what made a scored row urgent."""
    return tuple(str(reason["name"]) for reason in json.loads(row["reasons"]))


def stored_promise(row: Mapping[str, Any]) -> Promise:
    """A promise as it was decided, whatever the policy says today."""
    return Promise(
        starts_at=row["starts_at"],
        warn_at=row["warn_at"],
        due_at=row["due_at"],
        target=timedelta(seconds=row["target_seconds"]),
        policy_version=row["policy_version"],
        rule=row["rule"],
    )


def promise_row(row: Mapping[str, Any], promise: Promise, *, now: datetime) -> dict[str, Any]:
    """The columns of a new promise."""
    return {
        "brand": row["brand"],
        "platform": row["platform"],
        "native_id": row["native_id"],
        "starts_at": promise.starts_at,
        "warn_at": promise.warn_at,
        "due_at": promise.due_at,
        "target_seconds": int(promise.target.total_seconds()),
        "policy_version": promise.policy_version,
        "rule": promise.rule,
        "severity": row["severity"],
        "decided_at": now,
    }


def answer_row(row: Mapping[str, Any], conversation: Conversation, promise: Promise) -> dict[str, Any]:
    """The verdict on one opening post."""
    answer = conversation.first_answer
    return {
        "brand": row["brand"],
        "platform": row["platform"],
        "native_id": row["native_id"],
        "thread_id": row["thread_id"],
        "posted_at": row["created_at"],
        "is_posted_at_known": row["is_created_at_known"],
        "seen_at": row["seen_at"],
        "due_at": promise.due_at,
        "severity": row["severity"],
        "lang": row["lang"],
        "topic": topic_of(row),
        "sentiment": row["sentiment"],
        "needs_answer": row["needs_answer"],
        "is_backfill": row["is_backfill"],
        "gone_at": row["updated_at"] if conversation.opener.is_gone else None,
        "answer_state": conversation.answer_state.value,
        "answer_id": answer.native_id if answer else None,
        "first_answered_at": answer.created_at if answer and answer.is_time_known else None,
    }


def topic_of(row: Mapping[str, Any]) -> str:
    """The topic a row is counted under: its first."""
    return str(row["topics"][0]) if row["topics"] else "other"


def facts_of(row: Mapping[str, Any]) -> CaseFacts:
    """What the queue shows of a row."""
    return CaseFacts(
        lang=row["lang"],
        topic=topic_of(row),
        customer_type=row["customer_type"],
        excerpt=" ".join((row["text"] or "").split())[:EXCERPT],
        author_id=row["author_id"],
        author_name=row["author_name"],
        url=row["url"],
        reason=_main_reason(row["reasons"]),
    )


def _main_reason(reasons: str) -> str:
    """The heaviest reason, as `name: words`."""
    listed = sorted(json.loads(reasons), key=lambda reason: -reason["points"])
    if not listed:
        return ""
    words = ", ".join(listed[0]["evidence"][:3])
    return f"{listed[0]['name']}: {words}" if words else str(listed[0]["name"])
