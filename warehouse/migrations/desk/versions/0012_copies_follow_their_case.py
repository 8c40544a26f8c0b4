"""The lake learns which case each merged one is worked in: their events are taken in again."""

from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("update case_event set is_taken = false where kind = 'merged'")
