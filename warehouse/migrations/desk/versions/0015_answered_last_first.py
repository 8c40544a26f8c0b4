"""When each case was answered last: the order of those that wait to be settled."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("desk_case", sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True))
    # an answer that was taken back may stand here until the case is folded again: it decides an order, and nothing else
    op.execute(
        "update desk_case set answered_at = (select max(case_event.occurred_at) from case_event"
        " where case_event.case_id = desk_case.case_id and case_event.kind = 'answered')"
    )
    op.create_index("desk_case_answered", "desk_case", ["status", "answered_at", "case_id"])
