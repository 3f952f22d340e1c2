"""The tables.  `migrations/` builds them; a test holds the two against each other."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
    false,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class Instant(TypeDecorator[datetime]):
    """An aware moment, stored as UTC: SQLite forgets zones, PostgreSQL converts them."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | None:  # noqa: ARG002
        """Refuse a naive moment: it would be a guess."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"naive datetime {value}")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Any) -> datetime | None:  # noqa: ARG002
        """Give the moment in UTC: PostgreSQL's come in whatever zone its server keeps."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def _id() -> Column[int]:
    # SQLite numbers rows by itself only where the key's type is exactly INTEGER.
    return Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True)


def _to(table: str) -> ForeignKey:
    return ForeignKey(f"{table}.id", ondelete="CASCADE")


def _server_key() -> tuple[Column[Any], ...]:
    """The one name a message has on its server."""
    return (
        Column("account", String(200), nullable=False),
        Column("folder", String(500), nullable=False),
        Column("uidvalidity", BigInteger, nullable=False),
        Column("uid", BigInteger, nullable=False),
    )


window = Table(
    "window",
    metadata,
    _id(),
    Column("start", Date),
    Column("end", Date),
    Index(None, "start"),
)
"""Days whose arrivals belong together.  One without an issue is a filler between those with one."""

message = Table(
    "message",
    metadata,
    _id(),
    *_server_key(),
    Column("sha256", String(64), nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("received_at", Instant, nullable=False),
    Column("received_on", Date, nullable=False),
    Column("stored_at", Instant, nullable=False),
    Column("window_id", ForeignKey("window.id"), nullable=False),
    Column("state", String(20), nullable=False),
    Column("reason", Text),
    Column("duplicate_of", ForeignKey("message.id")),
    Column("message_id", Text),
    Column("fingerprint", String(64)),
    Column("sent_at", Instant),
    Column("subject", Text),
    Column("sender_name", Text),
    Column("sender_address", Text),
    Column("authenticated", String(10)),
    Column("defects", JSON, nullable=False, default=list),
    Column("text", Text),
    Column("attempts", Integer, nullable=False, server_default="0"),
    UniqueConstraint("account", "folder", "uidvalidity", "uid"),
    Index(None, "window_id", "state"),
    Index(None, "state"),
    Index(None, "received_on"),
    Index(None, "fingerprint"),
    Index(None, "sha256"),
    Index(None, "sender_address"),
)
"""The ledger: one row a server message, written after its raw bytes and before anything is read from them.

`attempts` counts, since the last one that ended well, the readings that were begun and those that failed.
"""

gap = Table(
    "gap",
    metadata,
    _id(),
    *_server_key(),
    Column("first_at", Instant, nullable=False),
    Column("last_at", Instant, nullable=False),
    Column("reason", Text, nullable=False),
    Column("closed_at", Instant),
    Column("explanation", Text),
    UniqueConstraint("account", "folder", "uidvalidity", "uid"),
)
"""A UID the server listed and did not hand out; open until `closed_at`, which `explanation` explains."""

errand = Table(
    "errand",
    metadata,
    Column("message_id", _to("message"), primary_key=True),
    Column("action", Text, nullable=False),
    Column("target_uidvalidity", BigInteger),
    Column("target_uidnext", BigInteger),
    Column("copied", Boolean, nullable=False, server_default=false()),
)
"""What is still to be done on the server with a message that is safe here (`seen`, `move:FOLDER`).

Written with the message itself, gone when it is done.  `target_*` tell, once a copy may have been made,
where in the target folder it would stand.
"""

mailbox_folder = Table(
    "mailbox_folder",
    metadata,
    Column("account", String(200), primary_key=True),
    Column("folder", String(500), primary_key=True),
    Column("uidvalidity", BigInteger, nullable=False),
    Column("uidnext", BigInteger),
    Column("messages", BigInteger, nullable=False),
    Column("settings", String(64), nullable=False),
    Column("at", Instant, nullable=False),
)
"""How a folder stood when a poll, by certain settings, had last taken in all of it."""

receipt = Table(
    "receipt",
    metadata,
    Column("message_id", _to("message"), primary_key=True),
    Column("recipient", Text, nullable=False),
    Column("state", String(20), nullable=False),
    Column("reason", Text),
    Column("at", Instant, nullable=False),
    Index(None, "recipient", "at"),
)
"""The confirmation of a letter: what is to be sent, was sent, or is withheld and why."""

attachment = Table(
    "attachment",
    metadata,
    _id(),
    Column("message_id", _to("message"), nullable=False),
    Column("ordinal", Integer, nullable=False),
    Column("name", Text, nullable=False),
    Column("media_type", Text, nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("state", String(20), nullable=False),
    Column("reason", Text),
    Column("text", Text),
    UniqueConstraint("message_id", "ordinal"),
)

submission = Table(
    "submission",
    metadata,
    _id(),
    Column("message_id", _to("message"), nullable=False),
    Column("ordinal", Integer, nullable=False),
    Column("source", Text),
    Column("unit", Text),
    Column("subunit", Text),
    Column("unit_confidence", Float, nullable=False),
    Column("unit_reasons", JSON, nullable=False),
    Column("contributor", Text),
    Column("noise", JSON, nullable=False),
    Column("remarks", JSON, nullable=False),
    UniqueConstraint("message_id", "ordinal"),
)
"""One body (`source` is null) or one document of a letter."""

item = Table(
    "item",
    metadata,
    _id(),
    Column("submission_id", _to("submission"), nullable=False),
    Column("ordinal", Integer, nullable=False),
    Column("title", Text),
    Column("text", Text, nullable=False),
    Column("bold", JSON, nullable=False),
    Column("date", Text),
    Column("photos", JSON),
    Column("cut_reason", Text, nullable=False),
    Column("unit", Text),
    Column("subunit", Text),
    Column("contributor", Text),
    Column("unit_confidence", Float, nullable=False),
    Column("media", Text),
    Column("column", Text, nullable=False),
    Column("group", Text),
    Column("confidence", Float, nullable=False),
    Column("level", String(10), nullable=False),
    Column("reasons", JSON, nullable=False),
    Column("alternatives", JSON, nullable=False),
    Column("relation_kind", String(20)),
    Column("relation_to", ForeignKey("item.id", ondelete="SET NULL")),
    Column("relation_reason", Text),
    Column("cues", JSON),
    Column("published", JSON),
    UniqueConstraint("submission_id", "ordinal"),
    # A decision names its item by the id: that of an item which is gone must never be another's.
    sqlite_autoincrement=True,
)

gram = Table(
    "gram",
    metadata,
    Column("hash", Integer, primary_key=True),
    Column("item_id", _to("item"), primary_key=True),
    Index(None, "item_id"),
    sqlite_with_rowid=False,
)
"""Sampled hashes of an item's character 3-grams: who might share text with whom."""

decision = Table(
    "decision",
    metadata,
    _id(),
    Column("kind", String(20), nullable=False),
    Column("target", BigInteger, nullable=False),
    Column("value", JSON, nullable=False),
    Column("actor", Text, nullable=False),
    Column("at", Instant, nullable=False),
    Index(None, "kind", "target"),
)
"""What a person said (unit of a letter, column of an item, in or out); the newest of a kind holds."""

lesson = Table(
    "lesson",
    metadata,
    _id(),
    Column("kind", String(20), nullable=False),
    Column("name", Text, nullable=False),
    Column("sha256", String(64)),
    Column("item_id", BigInteger),
    Column("actor", Text, nullable=False),
    Column("at", Instant, nullable=False),
    Column("withdrawn_at", Instant),
    Index(None, "withdrawn_at"),
    Index(None, "item_id"),
)
"""What the editors taught: a published issue (by its file's digest), a correction (by its item).

One that was taken back stays as a line and teaches nothing.
"""

example = Table(
    "example",
    metadata,
    _id(),
    Column("lesson_id", _to("lesson"), nullable=False),
    Column("column", Text, nullable=False),
    Column("group", Text),
    Column("title", Text),
    Column("text", Text, nullable=False),
    Column("unit", Text),
    Column("corrected", Boolean, nullable=False, server_default=false()),
    Index(None, "lesson_id"),
)
"""A text and where it belongs; those of an issue are what it printed.

`corrected` says that it would have been placed elsewhere without an editor.
"""

example_gram = Table(
    "example_gram",
    metadata,
    Column("hash", Integer, primary_key=True),
    Column("example_id", _to("example"), primary_key=True),
    Index(None, "example_id"),
    sqlite_with_rowid=False,
)
"""Sampled 3-gram hashes of what issues printed, as `gram` has them of items."""

column_model = Table(
    "column_model",
    metadata,
    _id(),
    Column("digest", String(64), nullable=False, unique=True),
    Column("at", Instant, nullable=False),
    Column("examples", Integer, nullable=False),
    Column("data", LargeBinary, nullable=False),
)
"""A trained model; `digest` is that of the settings and examples that it was trained from."""

printing = Table(
    "printing",
    metadata,
    Column("issue_id", _to("issue"), primary_key=True),
    Column("item_id", _to("item"), primary_key=True),
    Index(None, "item_id"),
)
"""The items that the newest revision of an issue prints."""

issue = Table(
    "issue",
    metadata,
    _id(),
    Column("window_id", ForeignKey("window.id"), nullable=False, unique=True),
    Column("year", Integer, nullable=False),
    Column("number", Integer, nullable=False),
    Column("serial", Integer, nullable=False),
    Column("series", JSON, nullable=False),
    UniqueConstraint("year", "number"),
)

revision = Table(
    "revision",
    metadata,
    _id(),
    Column("issue_id", _to("issue"), nullable=False),
    Column("revision", Integer, nullable=False),
    Column("date", Date, nullable=False),
    Column("composed_at", Instant, nullable=False),
    Column("draft", JSON, nullable=False),
    UniqueConstraint("issue_id", "revision"),
)

event = Table(
    "event",
    metadata,
    _id(),
    Column("at", Instant, nullable=False),
    Column("message_id", _to("message"), nullable=False),
    Column("actor", Text, nullable=False),
    Column("state", String(20), nullable=False),
    Column("reason", Text),
    Index(None, "message_id"),
)
"""Who or what changed a message's state and why; only ever added to."""

lease = Table(
    "lease",
    metadata,
    Column("name", String(200), primary_key=True),
    Column("holder", Text, nullable=False),
    Column("until", Instant, nullable=False),
)

run = Table(
    "run",
    metadata,
    _id(),
    Column("account", String(200), nullable=False),
    Column("at", Instant, nullable=False),
    Column("outcome", String(20), nullable=False),
    Column("detail", Text),
    Index(None, "account", "at"),
)
"""Each poll of a mailbox and how it ended: what `intake status` tells."""
