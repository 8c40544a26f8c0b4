"""The desk's tables of alerts, and of what they tell: spikes, and sources that fell silent."""

from sqlalchemy import JSON, Column, Index, Integer, String, Table, Text, UniqueConstraint

from warehouse.schema import Utc, metadata

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
