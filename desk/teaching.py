"""What the editors teach: issues as they were published, corrections; and lessons taken back."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from classify import duplicates
from classify.model import Cues, Example
from desk import learning
from desk.desk import Desk
from desk.drafting import EDITOR
from desk.errors import UsageError
from desk.filing import DECIDED, bulletin
from desk.reading import placed
from desk.settings import plans, units
from storage import lessons as store
from storage.database import Connection
from storage.model import Lesson

if TYPE_CHECKING:
    from classify.learned import Model
    from compose.model import PublishedIssue


@dataclass(frozen=True, slots=True)
class Read:
    """A back issue as it was read: `why` says why nothing can be learned of it, `unknown` what was left."""

    path: Path
    name: str
    sha256: str
    examples: tuple[Example, ...] = ()
    unknown: tuple[str, ...] = ()
    why: str | None = None


def read_issues(desk: Desk, paths: Sequence[Path]) -> list[Read]:
    """Read back issues; one that cannot be read is told with the reason."""
    from desk.equipment import equipped

    with equipped(desk) as whole:
        return [_read(whole, path) for path in paths]


def _read(desk: Desk, path: Path) -> Read:
    from compose.readback import read_issue
    from desk.files import read_document

    try:
        data = path.read_bytes()
    except OSError as error:
        return Read(path, path.name, "", why=f"读不了：{error.strerror}")
    digest = hashlib.sha256(data).hexdigest()
    reading = read_document(path.name, data, desk.office)
    if reading.document is None:
        return Read(path, path.name, digest, why=reading.reason or "没有文字")
    issue = read_issue(reading.document.paragraphs, plans(desk.settings), units(desk.settings))
    if not issue.pieces:
        return Read(path, path.name, digest, unknown=issue.unknown, why="没有找到设置中的任何栏目")
    return Read(path, _name(issue, path), digest, tuple(_examples(desk, issue)), issue.unknown)


def _name(issue: PublishedIssue, path: Path) -> str:
    if issue.year is None or issue.number is None:
        return path.stem[:60]
    return f"{issue.year}年第{issue.number}期"


def _examples(desk: Desk, issue: PublishedIssue) -> Iterable[Example]:
    """What an issue printed, where a group that it named itself is its column's."""
    for piece in issue.pieces:
        label = learning.place_of(desk.settings, piece.column, piece.group) or (piece.column, None)
        yield Example(*label, piece.title, piece.text, piece.unit)


@dataclass(frozen=True, slots=True)
class Learned:
    """What became of a back issue: the lesson's number, None where nothing was learned; `note` says why.

    `replaced` is the lesson of the same issue that it took the place of.
    """

    read: Read
    lesson: int | None = None
    note: str = ""
    replaced: int | None = None


def learn(desk: Desk, reads: Sequence[Read]) -> list[Learned]:
    """Write down what issues taught, all of it or nothing, and train."""
    learning.prepare(desk)
    with desk.writing() as connection:
        before = learning.model(desk, connection)
        found = [_learn(desk, connection, read, before) for read in reads]
    learning.prepare(desk)  # once for all of them, and in a transaction of its own
    return found


def _learn(desk: Desk, connection: Connection, read: Read, before: Model | None) -> Learned:
    if read.why:
        return Learned(read, note=read.why)
    holding = [one for one in store.lessons(connection) if one.withdrawn_at is None]
    same = next((one for one in holding if one.sha256 == read.sha256), None)
    if same:
        return Learned(read, note=f"已经学过（第{same.id}课）")
    earlier = [one for one in holding if one.kind == learning.ISSUE and one.name == read.name]
    for one in earlier:
        store.withdraw(connection, one.id, desk.clock())
    lesson = Lesson(learning.ISSUE, read.name, EDITOR, desk.clock(), sha256=read.sha256)
    examples = _surprises(desk, before, read.examples)
    number, ids = store.add_lesson(connection, lesson, examples)
    hashes = (duplicates.sampled(f"{e.title or ''}\n{e.text}") for e in examples)
    store.remember_example_grams(connection, zip(ids, hashes, strict=True))
    return Learned(read, number, replaced=earlier[-1].id if earlier else None)


def _surprises(desk: Desk, learned: Model | None, examples: Sequence[Example]) -> list[Example]:
    """The examples, those marked that would have been placed elsewhere: there an editor put it right."""
    known = bulletin(desk.settings)
    marked = []
    for example in examples:
        found = placed(Cues(example.title, example.text), known, learned.opinion if learned else None)
        elsewhere = found.column != example.column or (example.group and found.group != example.group)
        marked.append(replace(example, corrected=bool(elsewhere)))
    return marked


def correct(desk: Desk, connection: Connection, item: dict[str, Any], column: str, group: str | None) -> int:
    """Learn from an item that an editor put right; what was learned of it before is taken back."""
    for one in store.lessons(connection):
        if one.item_id == item["id"] and one.withdrawn_at is None:
            store.withdraw(connection, one.id, desk.clock())
    lesson = Lesson(
        learning.CORRECTION,
        f"{desk.today}改定第{item['id']}条",
        EDITOR,
        desk.clock(),
        item_id=item["id"],
    )
    label = learning.place_of(desk.settings, column, group) or (column, None)
    named = (item["cues"] or {}).get("title") or item["title"]
    # To say of a piece that it stands where it belongs is no correction, unless an editor had put it there.
    stands = (item["column"], item["group"]) == (column, group)
    before = any(reason.startswith(DECIDED) for reason in item["reasons"][:1])
    example = Example(*label, named, item["text"], corrected=before or not stands)
    return store.add_lesson(connection, lesson, [example])[0]


def forget(desk: Desk, lesson_id: int) -> Lesson:
    """Take a lesson back, and train again without it."""
    with desk.writing() as connection:
        known = store.lessons(connection)
        lesson = next((one for one in known if one.id == lesson_id), None)
        if lesson is None:
            raise UsageError(f"没有第 {lesson_id} 课；编号见 classify lessons。")
        if lesson.withdrawn_at is not None:
            raise UsageError(f"第 {lesson_id} 课（{lesson.name}）早已收回；见 classify lessons。")
        store.withdraw(connection, lesson_id, desk.clock())
        learning.model(desk, connection)
    return lesson
