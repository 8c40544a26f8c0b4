"""Which complaint is in which recurring issue, as they were last grouped."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "issue_post",
        sa.Column("brand", sa.String(), nullable=False),
        sa.Column("platform", sa.String(), nullable=False),
        sa.Column("native_id", sa.String(), nullable=False),
        sa.Column("issue_id", sa.String(), nullable=True),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("brand", "platform", "native_id"),
        comment="complaints that were grouped, and the issue of each, if any; replaced whole, the most typical first",
    )
    op.create_table(
        "issue_grouping",
        sa.Column("brand", sa.String(), nullable=False),
        sa.Column("grouped_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("complaints", sa.Integer(), nullable=False),
        sa.Column("oldest_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("brand"),
        comment="when a brand's complaints were last grouped, how many it had, and the oldest that was grouped",
    )
