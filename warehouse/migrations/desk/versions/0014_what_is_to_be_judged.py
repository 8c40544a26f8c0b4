"""Which ratings no build has judged yet, and which case's answer was kept as a reply: by mark, never by the hour."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("customer_rating", sa.Column("judged_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index("customer_rating_judged", "customer_rating", ["kind", "judged_at"])
    op.add_column("case_text", sa.Column("kept_as", sa.String(), nullable=True))
    op.create_index("case_text_kept_as", "case_text", ["kept_as"])
