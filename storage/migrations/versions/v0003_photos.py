"""The photos that came with an item, and the date that stands with it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    op.add_column("item", sa.Column("date", sa.Text(), nullable=True))
    op.add_column("item", sa.Column("photos", sa.JSON(), nullable=True))
