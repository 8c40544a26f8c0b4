"""Three timers, teams, merges and follow-ups: what a case's fold keeps of them, and one index for what time brings."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("desk_case", sa.Column("starts_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("desk_case", sa.Column("team", sa.String(), nullable=True))
    op.add_column("desk_case", sa.Column("next_timer", sa.String(), nullable=True))
    op.add_column("desk_case", sa.Column("claim_expires_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("desk_case", sa.Column("claim_lasts_seconds", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("desk_case", sa.Column("dismissed_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("desk_case", sa.Column("merged_into", sa.String(), nullable=True))
    op.add_column("desk_case", sa.Column("outcome", sa.String(), nullable=True))
    op.add_column("desk_case", sa.Column("satisfaction", sa.Integer(), nullable=True))
    op.add_column("desk_case", sa.Column("check_back_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("desk_case", sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("desk_case", sa.Column("breached_by", sa.String(), nullable=True))
    op.add_column("desk_case", sa.Column("next_warned_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("desk_case", sa.Column("next_breached_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("desk_case", sa.Column("next_breached_by", sa.String(), nullable=True))
    op.add_column("desk_case", sa.Column("next_late", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("desk_case", sa.Column("resolve_warn_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("desk_case", sa.Column("resolve_due_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("desk_case", sa.Column("resolve_stopped_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("desk_case", sa.Column("resolve_warned_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("desk_case", sa.Column("resolve_breached_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("desk_case", sa.Column("resolve_breached_by", sa.String(), nullable=True))
    op.add_column("desk_case", sa.Column("tick_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index("desk_case_tick", "desk_case", ["tick_at"])
    op.create_index("desk_case_team", "desk_case", ["team", "is_waiting", "next_due_at", "case_id"])
    op.create_index("desk_case_reminded", "desk_case", ["reminded_at"])
    op.create_index("desk_case_merged", "desk_case", ["merged_into"])
    op.add_column("case_mention", sa.Column("moved_from", sa.String(), nullable=True))
    op.create_index("ix_case_mention_moved_from", "case_mention", ["moved_from"])
    op.create_index("ix_case_text_author_id", "case_text", ["author_id"])
    # the next tick folds every case that is not done with, and keeps what it finds
    op.execute("update desk_case set tick_at = posted_at where status not in ('resolved', 'dismissed', 'closed')")
