"""The queue in a second order: the gravest first, and of these the newest."""

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("desk_case_urgent", "desk_case", ["is_waiting", "severity", "urgency", "posted_at", "case_id"])
