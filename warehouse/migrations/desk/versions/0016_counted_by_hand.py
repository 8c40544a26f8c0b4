"""What waits in each hand is counted along one index, which holds all that is counted; a status has an order, too."""

from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_index("desk_case_owner", "desk_case")
    columns = ["is_waiting", "owner", "next_due_at", "case_id", "next_warn_at", "brand"]
    op.create_index("desk_case_owner", "desk_case", columns)
    op.drop_index("desk_case_status", "desk_case")
    op.create_index("desk_case_status", "desk_case", ["status", "next_due_at", "case_id"])
