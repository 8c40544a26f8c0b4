"""What a draft was started from, and what became of each answer."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("case_text", sa.Column("draft_from", sa.String(), nullable=True))
    op.create_table(
        "answer_outcome",
        sa.Column("brand", sa.String(), nullable=False),
        sa.Column("platform", sa.String(), nullable=False),
        sa.Column("native_id", sa.String(), nullable=False),
        sa.Column("case_id", sa.String(), nullable=True),
        sa.Column("answer_id", sa.String(), nullable=True),
        sa.Column("lang", sa.String(), nullable=False),
        sa.Column("topic", sa.String(), nullable=False),
        sa.Column("customer_type", sa.String(), nullable=False),
        sa.Column("severity", sa.String(), nullable=False),
        sa.Column("posted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recovery", sa.String(), nullable=False),
        sa.Column("is_rated", sa.Boolean(), nullable=False),
        sa.Column("change", sa.Float(), nullable=True),
        sa.Column("basis", sa.String(), nullable=True),
        sa.Column("basis_name", sa.String(), nullable=True),
        sa.Column("basis_version", sa.Integer(), nullable=True),
        sa.Column("share", sa.Float(), nullable=True),
        sa.Column("is_started", sa.Boolean(), nullable=True),
        sa.PrimaryKeyConstraint("brand", "platform", "native_id"),
        comment="unhappy customers who were answered: what the answer was made from, and what they made of it; no text",
    )
    op.create_index("answer_outcome_basis", "answer_outcome", ["basis", "basis_name"])
    op.create_index("answer_outcome_alike", "answer_outcome", ["recovery", "brand", "lang", "topic"])
