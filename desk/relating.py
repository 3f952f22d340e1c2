"""How pieces of one letter stand to each other, and those that came later to one that is read only now."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from classify import duplicates
from classify.model import RelationKind
from storage import grams, relations
from storage.database import Connection
from storage.model import FiledLetter, KeptMessage

MERGED = (RelationKind.DUPLICATE, RelationKind.VERSION)
"""What two pieces of one letter may be to each other; its digest beside a report is meant."""


@dataclass(frozen=True, slots=True)
class _Own:
    """A piece of the letter at hand: the number of its submission, and what announces it."""

    id: int
    source: int
    text: str
    unit: str | None
    announced: str


def relate_within(
    connection: Connection, message: KeptMessage, filed: FiledLetter, ids: Sequence[Sequence[int]]
) -> None:
    """Say which pieces of a letter repeat or correct one of another of its documents: 稿.docx, 终稿.docx."""
    own = list(_own(filed, ids))
    # What is announced as a correction is the later one, in whatever order the files stand.
    own.sort(key=lambda one: (duplicates.announces(one.announced), one.source))
    for at, one in enumerate(own):
        earlier = [
            duplicates.Known(other.id, other.text, other.unit, message.id, message.received_at.timestamp())
            for other in own[:at]
            if other.source != one.source
        ]
        found = duplicates.relate(one.text, one.unit, one.announced, earlier) if earlier else None
        if found is not None and found.kind in MERGED:
            relations.set_relation(connection, one.id, found)


def _own(filed: FiledLetter, ids: Sequence[Sequence[int]]) -> Iterator[_Own]:
    for source, (submission, numbers) in enumerate(zip(filed.submissions, ids, strict=True)):
        for item, number in zip(submission.items, numbers, strict=True):
            whole = f"{item.item.title or ''}\n{item.item.text}"
            announced = announcing(None, submission.source, item.item.title)
            yield _Own(number, source, whole, item.origin.unit, announced)


def announcing(subject: str | None, source: str | None, title: str | None) -> str:
    """What may say of a piece that it is a correction: the letter's subject, the file's name, its title."""
    return "\n".join([subject or "", (source or "").rpartition(".")[0], title or ""])


def relate_later(connection: Connection, message: KeptMessage, ids: Iterable[int]) -> None:
    """Relate those pieces anew that arrived after a letter which is read only now, and share text with it."""
    arrived = (message.received_at, message.id)
    if not relations.any_later(connection, arrived):
        return
    own = set(ids)
    for row in relations.later_sharing(connection, sorted(own), arrived):
        found = duplicates.relate(
            f"{row['title'] or ''}\n{row['text']}",
            row["unit"],
            announcing(row["subject"], row["source"], row["title"]),
            _before(connection, row),
        )
        if found is not None and found.to in own:
            relations.set_relation(connection, row["id"], found)


def _before(connection: Connection, row: dict[str, Any]) -> list[duplicates.Known]:
    hashes = duplicates.sampled(f"{row['title'] or ''}\n{row['text']}")
    when = (row["received_at"], row["message"])
    return known(grams.sharing(connection, hashes, unit=row["unit"], before=when))


def known(rows: Iterable[dict[str, Any]]) -> list[duplicates.Known]:
    """Return rows of the store as what a piece is compared with."""
    return [
        duplicates.Known(
            row["id"],
            f"{row['title'] or ''}\n{row['text']}",
            row["unit"],
            row["message"],
            row["received_at"].timestamp(),
        )
        for row in rows
    ]
