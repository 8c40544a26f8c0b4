"""A draft tells when it was kept, so that who meets a colleague's knows which is newer."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("case_text", sa.Column("draft_at", sa.DateTime(timezone=True), nullable=True))
