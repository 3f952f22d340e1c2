"""Messages and what was read from them, as the store takes them; figures and people are invented."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from classify.model import Level, Origin, Placement, Relation
from intake.model import Address, AttachmentState, Item, Letter, MessageState, Noise, RawMessage, ServerKey
from storage import messages
from storage.database import Connection, Engine, transaction
from storage.model import FiledAttachment, FiledItem, FiledLetter, FiledSubmission

ZONE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2021, 5, 14, 1, 0, tzinfo=UTC)
NOON = datetime(2021, 5, 6, 12, 0, tzinfo=ZONE)


def raw(uid: int, received_at: datetime = NOON, **changes: object) -> RawMessage:
    """A message of the folder's first epoch; `changes` replace fields of it or of its key."""
    key = ServerKey("submissions", "INBOX", 1, uid)
    for name in ("account", "folder", "uidvalidity"):
        if name in changes:
            key = replace(key, **{name: changes.pop(name)})  # type: ignore[arg-type]
    message = RawMessage(key, received_at, 2048, b"Subject: %d\r\n\r\n" % uid)
    return replace(message, **changes)  # type: ignore[arg-type]


def digest(message: RawMessage) -> str:
    """What the archive calls the bytes of a message."""
    assert isinstance(message.data, bytes)
    return hashlib.sha256(message.data).hexdigest()


def kept(engine: Engine, *batch: RawMessage) -> list[int]:
    """Enter messages and return the ids of those that are new."""
    with transaction(engine) as connection:
        return messages.keep(connection, [(message, digest(message)) for message in batch], NOW, ZONE)


def letter(subject: str = "五月信息", address: str = "weixm@gxfgs.example.com") -> Letter:
    return Letter(
        subject=subject,
        sender=Address("韦小明", address),
        sent_at=NOON - timedelta(minutes=3),
        message_id=f"<{subject}@mail.example.com>",
        text="附件是五月信息，请查收。",
        defects=("charset-replaced",),
    )


def item(
    text: str = "氧化铝厂更换两台旧泵，流量恢复到设计值。",
    relation: Relation | None = None,
    **changes: object,
) -> FiledItem:
    """An item of 广西分公司 in 开新之局; `changes` replace fields of its placement."""
    placement = Placement(
        "开新之局", None, 0.71, Level.PROBABLE, ("含“设备”（+1）",), (("践铝之行", None, 0.2),)
    )
    return FiledItem(
        Item("旧泵换新", text, bold=("换泵",), reason="标题"),
        Origin("广西分公司", "氧化铝厂", "韦小明", 1.0, ("发件地址 weixm@gxfgs.example.com",)),
        replace(placement, **changes),  # type: ignore[arg-type]
        relation,
        "某日报",
    )


def submission(
    *items: FiledItem, source: str | None = None, noise: tuple[Noise, ...] = ()
) -> FiledSubmission:
    return FiledSubmission(source, items[0].origin, items, noise, ("表格按行读出",))


ATTACHMENT = FiledAttachment(
    "五月信息.docx", "application/zip", 9000, "ab" * 32, AttachmentState.READ, None, "旧泵换新"
)


def filed(*submissions: FiledSubmission, **changes: object) -> FiledLetter:
    """A letter that was read; `changes` replace fields."""
    made = FiledLetter(letter(), MessageState.READ, None, (ATTACHMENT,), submissions, "f" * 64)
    return replace(made, **changes)  # type: ignore[arg-type]


def file(
    connection: Connection, message_id: int, *submissions: FiledSubmission, **changes: object
) -> list[list[int]]:
    """File a letter for a message and return the ids of its items, per submission."""
    return messages.file_letter(
        connection, message_id, filed(*submissions, **changes), actor="intake", now=NOW
    )
