"""All that the queue can be narrowed to in one index, so that a choice of filters is counted without the cases."""

from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

COLUMNS = (
    "is_waiting",
    "status",
    "topic",
    "severity",
    "lang",
    "platform",
    "brand",
    "team",
    "escalation_level",
    "owner",
    "next_due_at",
    "next_warn_at",
    "reminded_at",
)


def upgrade() -> None:
    op.create_index("desk_case_counted", "desk_case", COLUMNS)
