"""What the editors taught, the models trained from it, and what issues have printed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op

from storage.tables import Instant

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Go forward."""
    op.add_column("item", sa.Column("cues", sa.JSON(), nullable=True))
    op.add_column("item", sa.Column("published", sa.JSON(), nullable=True))
    _lessons()
    _grams()
    op.create_table(
        "column_model",
        sa.Column("id", _ID, nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("examples", sa.Integer(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_column_model")),
        sa.UniqueConstraint("digest", name=op.f("uq_column_model_digest")),
    )
    _printing()
    connection = op.get_bind()
    _fill_cues(connection)
    _fill_printing(connection)


def _lessons() -> None:
    op.create_table(
        "lesson",
        sa.Column("id", _ID, nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=True),
        sa.Column("item_id", sa.BigInteger(), nullable=True),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("withdrawn_at", Instant(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lesson")),
    )
    op.create_index(op.f("ix_lesson_withdrawn_at"), "lesson", ["withdrawn_at"], unique=False)
    op.create_index(op.f("ix_lesson_item_id"), "lesson", ["item_id"], unique=False)
    op.create_table(
        "example",
        sa.Column("id", _ID, nullable=False),
        sa.Column("lesson_id", _ID, nullable=False),
        sa.Column("column", sa.Text(), nullable=False),
        sa.Column("group", sa.Text(), nullable=True),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=True),
        sa.Column("corrected", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.ForeignKeyConstraint(
            ["lesson_id"], ["lesson.id"], name=op.f("fk_example_lesson_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_example")),
    )
    op.create_index(op.f("ix_example_lesson_id"), "example", ["lesson_id"], unique=False)


def _grams() -> None:
    op.create_table(
        "example_gram",
        sa.Column("hash", sa.Integer(), nullable=False),
        sa.Column("example_id", _ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["example_id"], ["example.id"], name=op.f("fk_example_gram_example_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("hash", "example_id", name=op.f("pk_example_gram")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_example_gram_example_id"), "example_gram", ["example_id"], unique=False)


def _printing() -> None:
    op.create_table(
        "printing",
        sa.Column("issue_id", _ID, nullable=False),
        sa.Column("item_id", _ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["issue_id"], ["issue.id"], name=op.f("fk_printing_issue_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["item_id"], ["item.id"], name=op.f("fk_printing_item_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("issue_id", "item_id", name=op.f("pk_printing")),
    )
    op.create_index(op.f("ix_printing_item_id"), "printing", ["item_id"], unique=False)


# The tables as they stand here, whatever later versions make of them.
_ITEM = sa.table(
    "item",
    sa.column("id", sa.Integer),
    sa.column("column", sa.Text),
    sa.column("group", sa.Text),
    sa.column("title", sa.Text),
    sa.column("confidence", sa.Float),
    sa.column("reasons", sa.JSON),
    sa.column("cues", sa.JSON),
)
_REVISION = sa.table(
    "revision",
    sa.column("issue_id", sa.Integer),
    sa.column("revision", sa.Integer),
    sa.column("draft", sa.JSON),
)
_PRINTING = sa.table("printing", sa.column("issue_id", sa.Integer), sa.column("item_id", sa.Integer))


def _fill_cues(connection: sa.Connection) -> None:
    """What a letter stated was kept as its reason only."""
    of = _ITEM.c
    some = sa.select(of.id, of.column, of.group, of.title, of.reasons, of.confidence)
    for row in connection.execute(some).all():
        if row.reasons and row.reasons[0].startswith("来稿中标明"):
            # Where the column alone was stated, its group was as sure as the rules.
            group = row.group if row.confidence >= 1.0 else None
            stated = {"title": row.title, "column": row.column, "group": group, "around": ""}
            connection.execute(sa.update(_ITEM).where(of.id == row.id).values(cues=stated))


def _fill_printing(connection: sa.Connection) -> None:
    """What the newest revision of each issue prints, of items that are still there."""
    newest = dict[int, Any]()
    for row in connection.execute(sa.select(_REVISION).order_by(_REVISION.c.issue_id, _REVISION.c.revision)):
        newest[row.issue_id] = row.draft
    known = set(connection.execute(sa.select(_ITEM.c.id)).scalars())
    for issue, draft in newest.items():
        for item in sorted(known.intersection(_items(draft))):
            connection.execute(sa.insert(_PRINTING).values(issue_id=issue, item_id=item))


def _items(draft: Any) -> Iterator[int]:
    document = json.loads(draft) if isinstance(draft, str) else draft
    for column in document.get("columns", ()):
        for group in column["groups"]:
            for paragraph in group["paragraphs"]:
                yield from (piece["item"] for piece in paragraph["pieces"])
