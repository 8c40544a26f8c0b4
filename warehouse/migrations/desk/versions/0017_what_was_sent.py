"""The words of a recorded answer stand with its case until the platform shows them; the draft is a draft again."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("case_text", sa.Column("sent", sa.Text(), nullable=True))
    op.add_column("case_text", sa.Column("sent_by", sa.String(), nullable=True))
    op.add_column("case_text", sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True))
