"""The answered cases by their newest posts: a part of the queue of its own."""

from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("desk_case_status_posted", "desk_case", ["status", "posted_at", "case_id"])
