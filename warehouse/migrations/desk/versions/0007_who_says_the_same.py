"""By what names the posts of open cases are found again by those that say the same."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "case_likeness",
        sa.Column("case_id", sa.String(), nullable=False),
        sa.Column("band", sa.String(), nullable=False),
        sa.Column("brand", sa.String(), nullable=False),
        sa.Column("posted_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("case_id", "band"),
        comment="fingerprints of what open cases are about, for a week; no text can be told from them",
    )
    op.create_index("case_likeness_band", "case_likeness", ["band", "brand", "posted_at"])
    op.create_index("case_likeness_old", "case_likeness", ["posted_at"])
