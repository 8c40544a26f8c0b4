"""The desk's tables: the constraints and indexes that carry its promises."""

from datetime import UTC, datetime

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    DateTime,
    Dialect,
    Float,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
)


class Utc(TypeDecorator[datetime]):
    """An aware UTC instant; SQLite keeps no zone, so it is put back on the way out."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is not None and value.tzinfo is None:
            raise ValueError("the desk takes aware datetimes only")
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


metadata = MetaData()

target_lease = Table(
    "target_lease",
    metadata,
    Column("target_id", String, primary_key=True),
    Column("owner", String, nullable=False),
    Column("expires_at", Utc, nullable=False),
    Column("token", BigInteger, nullable=False),
    comment="who may load a target now; the token rises with every holder",
)

config = Table(
    "config",
    metadata,
    Column("kind", String, primary_key=True),
    Column("name", String, primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("body", JSON, nullable=False),
    Column("is_removed", Boolean, nullable=False, default=False),
    Column("changed_by", String, nullable=False),
    Column("changed_at", Utc, nullable=False),
    comment="business configuration, every version kept: brands, targets, policy, weights",
)

owned_account = Table(
    "owned_account",
    metadata,
    Column("brand", String, primary_key=True),
    Column("platform", String, primary_key=True),
    Column("account_id", String, primary_key=True),
    Column("valid_from", Utc, nullable=True),
    Column("valid_to", Utc, nullable=True),
    comment="whose answer is the brand's, and when; null is without bound",
)

desk_case = Table(
    "desk_case",
    metadata,
    Column("case_id", String, primary_key=True),
    Column("brand", String, nullable=False),
    Column("platform", String, nullable=False),
    Column("native_id", String, nullable=False),
    Column("version", Integer, nullable=False),
    Column("status", String, nullable=False),
    Column("is_waiting", Boolean, nullable=False),
    Column("severity", String, nullable=False),
    Column("urgency", Integer, nullable=False),
    Column("lang", String, nullable=False, default="und"),
    Column("topic", String, nullable=False, default="other"),
    Column("customer_type", String, nullable=False, default=""),
    Column("posted_at", Utc, nullable=False),
    Column("detected_at", Utc, nullable=False),
    Column("warn_at", Utc, nullable=False),
    Column("due_at", Utc, nullable=False),
    Column("next_warn_at", Utc, nullable=True),
    Column("next_due_at", Utc, nullable=True),
    Column("policy_version", Integer, nullable=False),
    Column("rule", String, nullable=False),
    Column("owner", String, nullable=True),
    Column("waiting_since", Utc, nullable=True),
    Column("last_customer_at", Utc, nullable=True),
    Column("is_answered", Boolean, nullable=False),
    Column("answer_id", String, nullable=True),
    Column("first_answered_at", Utc, nullable=True),
    Column("snoozed_until", Utc, nullable=True),
    Column("escalation_level", Integer, nullable=False),
    Column("dismiss_reason", String, nullable=True),
    Column("resolved_at", Utc, nullable=True),
    Column("warned_at", Utc, nullable=True),
    Column("breached_at", Utc, nullable=True),
    Column("starts_at", Utc, nullable=True),
    Column("team", String, nullable=True),
    Column("next_timer", String, nullable=True),
    Column("claim_expires_at", Utc, nullable=True),
    Column("claim_lasts_seconds", Integer, nullable=False, server_default="0"),
    Column("dismissed_at", Utc, nullable=True),
    Column("merged_into", String, nullable=True),
    Column("outcome", String, nullable=True),
    Column("satisfaction", Integer, nullable=True),
    Column("check_back_at", Utc, nullable=True),
    Column("reminded_at", Utc, nullable=True),
    Column("breached_by", String, nullable=True),
    Column("next_warned_at", Utc, nullable=True),
    Column("next_breached_at", Utc, nullable=True),
    Column("next_breached_by", String, nullable=True),
    Column("next_late", Integer, nullable=False, server_default="0"),
    Column("resolve_warn_at", Utc, nullable=True),
    Column("resolve_due_at", Utc, nullable=True),
    Column("resolve_stopped_at", Utc, nullable=True),
    Column("resolve_warned_at", Utc, nullable=True),
    Column("resolve_breached_at", Utc, nullable=True),
    Column("resolve_breached_by", String, nullable=True),
    Column("tick_at", Utc, nullable=True),
    UniqueConstraint("brand", "platform", "native_id"),
    Index("desk_case_queue", "is_waiting", "next_due_at", "case_id", "next_warn_at"),
    Index("desk_case_urgent", "is_waiting", "severity", "urgency", "posted_at", "case_id"),
    Index("desk_case_owner", "owner", "is_waiting", "next_due_at", "case_id"),
    Index("desk_case_done", "posted_at", "case_id"),
    Index("desk_case_status", "status", "next_due_at"),
    Index("desk_case_snoozed", "snoozed_until"),
    Index("desk_case_tick", "tick_at"),
    Index("desk_case_team", "team", "is_waiting", "next_due_at", "case_id"),
    Index("desk_case_reminded", "reminded_at"),
    Index("desk_case_merged", "merged_into"),
    comment="the fold of case_event, written in the same transaction",
)

case_mention = Table(
    "case_mention",
    metadata,
    Column("brand", String, primary_key=True),
    Column("platform", String, primary_key=True),
    Column("native_id", String, primary_key=True),
    Column("case_id", String, nullable=False, index=True),
    Column("role", String, nullable=False),
    Column("moved_from", String, nullable=True, index=True),
    comment="which posts a case is about: opener, follow_up, joined",
)

case_event = Table(
    "case_event",
    metadata,
    Column("case_id", String, primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("kind", String, nullable=False),
    Column("occurred_at", Utc, nullable=False),
    Column("recorded_at", Utc, nullable=False),
    Column("actor", String, nullable=False),
    Column("details", JSON, nullable=False),
    Column("is_taken", Boolean, nullable=False, default=False),
    Index("case_event_untaken", "is_taken", "case_id"),
    comment="append-only truth about cases: ids and decisions, never text; is_taken once the lake has it",
)

case_text = Table(
    "case_text",
    metadata,
    Column("case_id", String, primary_key=True),
    Column("excerpt", Text, nullable=False, default=""),
    Column("author_id", String, nullable=True, index=True),
    Column("author_name", String, nullable=True),
    Column("url", Text, nullable=True),
    Column("reason", Text, nullable=False, default=""),
    Column("draft", Text, nullable=False, default=""),
    Column("draft_by", String, nullable=True),
    comment="erasable text of a case: excerpt, author, why flagged, draft",
)

case_likeness = Table(
    "case_likeness",
    metadata,
    Column("case_id", String, primary_key=True),
    Column("band", String, primary_key=True),
    Column("brand", String, nullable=False),
    Column("posted_at", Utc, nullable=False),
    Index("case_likeness_band", "band", "brand", "posted_at"),
    Index("case_likeness_old", "posted_at"),
    comment="fingerprints of what open cases are about, for a week; no text can be told from them",
)

case_note = Table(
    "case_note",
    metadata,
    Column("case_id", String, primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("body", Text, nullable=False),
    comment="the erasable text of a noted event",
)

consumer = Table(
    "consumer",
    metadata,
    Column("name", String, primary_key=True),
    Column("snapshot_id", BigInteger, nullable=False),
    Column("changed_at", Utc, nullable=False),
    comment="how far each reader of the lake's change feed has come",
)

host_pause = Table(
    "host_pause",
    metadata,
    Column("host", String, primary_key=True),
    Column("until", Utc, nullable=False),
    comment="hosts that asked to be left alone, for all processes to heed",
)

recheck_place = Table(
    "recheck_place",
    metadata,
    Column("target_id", String, primary_key=True),
    Column("created_at", Utc, nullable=False),
    Column("platform", String, nullable=False),
    Column("native_id", String, nullable=False),
    comment="the recent post that a target's rounds looked at last",
)

target_state = Table(
    "target_state",
    metadata,
    Column("target_id", String, primary_key=True),
    Column("step", String, primary_key=True),
    Column("tried_at", Utc, nullable=False),
    Column("succeeded_at", Utc),
    Column("problem", Text),
    Column("retry_at", Utc),
    comment="how the last try of each pass over a target ended; problem is null where it went well",
)

alert_due = Table(
    "alert_due",
    metadata,
    Column("case_id", String, primary_key=True),
    Column("version", Integer, primary_key=True),
    comment="events that people are to be told of, until the outbox has them; written with the event itself",
)

alert_outbox = Table(
    "alert_outbox",
    metadata,
    Column("alert_id", String, primary_key=True),
    Column("channel", String, nullable=False),
    Column("dedup_key", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("brands", JSON, nullable=False),
    Column("severity", String, nullable=True),
    Column("subject", String, nullable=False),
    Column("happened_at", Utc, nullable=False),
    Column("facts", JSON, nullable=False),
    Column("incident_id", String, nullable=True),
    Column("state", String, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("created_at", Utc, nullable=False),
    Column("next_try_at", Utc, nullable=False),
    Column("lease_until", Utc, nullable=True),
    Column("message_id", String, nullable=True),
    Column("sent_at", Utc, nullable=True),
    Column("problem", Text, nullable=True),
    UniqueConstraint("channel", "dedup_key"),
    Index("alert_outbox_state", "state", "channel", "next_try_at"),
    Index("alert_outbox_sent", "channel", "sent_at"),
    comment="one line per alert and channel: ids and decisions, never text; sending is written before it is done",
)

incident = Table(
    "incident",
    metadata,
    Column("incident_id", String, primary_key=True),
    Column("brand", String, nullable=False),
    Column("topic", String, nullable=False),
    Column("opened_at", Utc, nullable=False),
    Column("last_hour_at", Utc, nullable=False),
    Column("closed_at", Utc, nullable=True),
    Column("found_at", Utc, nullable=False),
    Column("level", Integer, nullable=False),
    Column("hours", JSON, nullable=False),
    Column("drivers", JSON, nullable=False),
    Index("incident_of", "brand", "topic", "last_hour_at"),
    Index("incident_open", "closed_at"),
    comment="spikes of a brand and topic, hour by hour; drivers are ids of the posts that carry it",
)

source_silence = Table(
    "source_silence",
    metadata,
    Column("target_id", String, primary_key=True),
    Column("since", Utc, primary_key=True),
    Column("noticed_at", Utc, nullable=False),
    Column("ended_at", Utc, nullable=True),
    comment="times in which a target delivered nothing for longer than its rhythm allows",
)

issue = Table(
    "issue",
    metadata,
    Column("issue_id", String, primary_key=True),
    Column("brand", String, nullable=False),
    Column("name_en", String, nullable=False),
    Column("name_fr", String, nullable=False),
    Column("signature", JSON, nullable=False),
    Column("first_seen_at", Utc, nullable=False),
    Column("found_at", Utc, nullable=False),
    Index("issue_brand", "brand"),
    comment="recurring issues by the words that they are known again by; never changed once found",
)

customer_rating = Table(
    "customer_rating",
    metadata,
    Column("kind", String, primary_key=True),
    Column("subject", String, primary_key=True),
    Column("rated_at", Utc, primary_key=True),
    Column("brand", String, nullable=False),
    Column("platform", String, nullable=True),
    Column("native_id", String, nullable=True),
    Column("case_id", String, nullable=True),
    Column("score", Float, nullable=False),
    Column("lowest", Float, nullable=False),
    Column("highest", Float, nullable=False),
    Column("imported_at", Utc, nullable=False),
    comment="what customers rated (csat, nps) about a case or a post; one row per subject and instant",
)

rating_refused = Table(
    "rating_refused",
    metadata,
    Column("digest", String, primary_key=True),
    Column("file", String, nullable=False),
    Column("row", Integer, nullable=False),
    Column("reason", Text, nullable=False),
    Column("refused_at", Utc, nullable=False),
    comment="rows of ratings that could not be read, and why; never what they held",
)
