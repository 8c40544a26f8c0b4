"""How sources fare: pauses that hosts asked for, rounds over recent posts, the outcome of each pass."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "host_pause",
        sa.Column("host", sa.String(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("host"),
        comment="hosts that asked to be left alone, for all processes to heed",
    )
    op.create_table(
        "recheck_place",
        sa.Column("target_id", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("platform", sa.String(), nullable=False),
        sa.Column("native_id", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("target_id"),
        comment="the recent post that a target's rounds looked at last",
    )
    op.create_table(
        "target_state",
        sa.Column("target_id", sa.String(), nullable=False),
        sa.Column("step", sa.String(), nullable=False),
        sa.Column("tried_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("succeeded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("problem", sa.Text(), nullable=True),
        sa.Column("retry_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("target_id", "step"),
        comment="how the last try of each pass over a target ended; problem is null where it went well",
    )
