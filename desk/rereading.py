"""Letters read again, and what came to be read otherwise."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from classify.model import RelationKind
from desk.correcting import UNKNOWN, letter_of, windows_of
from desk.desk import Desk
from desk.drafting import EDITOR
from desk.placing import held
from desk.reader import read_again
from desk.taken import Taken
from intake.model import MessageState
from storage import placements, views

Placed = Mapping[int, tuple[Any, ...]]
"""Item -> letter, unit, column, group, relation, item related to, publication, first words."""


@dataclass(frozen=True, slots=True)
class Reread:
    """Which states letters came to, and a line in Chinese for each item or letter that is read otherwise."""

    taken: Taken
    changes: tuple[str, ...]


def read_messages_again(desk: Desk, message_ids: Sequence[int], window: str | None = None) -> Reread:
    """Read letters again: these, those of a window, or all that were set aside."""
    with desk.reading() as connection:
        for message_id in message_ids:
            letter_of(connection, message_id)
        ids = list(message_ids)
        if window is not None:
            ids += views.letters_of(connection, windows_of(desk, connection, window))
        ids = ids or views.in_state(connection, MessageState.SET_ASIDE)
        before = placements.placements_of(connection, ids)
    taken = Taken()
    read_again(desk, ids, EDITOR, taken)
    with desk.reading() as connection:
        after = placements.placements_of(connection, ids)
    return Reread(taken, tuple(_changes(before, after)))


def _changes(before: Placed, after: Placed) -> Iterator[str]:
    counts = [Counter(row[0] for row in rows.values()) for rows in (before, after)]
    for letter in sorted({*counts[0], *counts[1]}):
        if counts[0][letter] != counts[1][letter]:
            yield f"第{letter}号来信：{counts[0][letter]} 条 → {counts[1][letter]} 条"
    for item, (letter, *new, words) in after.items():
        _, *old, _ = before.get(item, (letter, *new, words))
        said = "；".join(_otherwise(old, new))
        if said:
            yield f"条目 {item}（第{letter}号来信，{words[:24]}）：{said}"


def _otherwise(old: Sequence[Any], new: Sequence[Any]) -> Iterator[str]:
    if old[0] != new[0]:
        yield f"单位 {old[0] or UNKNOWN} → {new[0] or UNKNOWN}"
    if old[1:3] != new[1:3]:
        yield f"栏目 {_label(old)} → {_label(new)}"
    if old[3:5] != new[3:5]:
        yield f"关系 {_relation(*old[3:5])} → {_relation(*new[3:5])}"
    yield from held(old[5], new[5])


_RELATIONS = {
    RelationKind.DUPLICATE: "重复",
    RelationKind.VERSION: "修改稿",
    RelationKind.DIGEST_OF: "详略不同",
    RelationKind.SIBLING: "写法相近",
}


def _relation(kind: str | None, to: int | None) -> str:
    return f"条目 {to} 的{_RELATIONS[RelationKind(kind)]}" if kind and to else "无"


def _label(row: Sequence[str | None]) -> str:
    return f"{row[1]} › {row[2]}" if row[2] else str(row[1])
