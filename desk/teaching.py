"""What the editors teach: issues as they were published, corrections; and lessons taken back."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from classify import duplicates
from classify.model import Cues, Example
from compose import numbering
from desk import learning, printing
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
    from compose.published import PublishedIssue, PublishedPiece


@dataclass(frozen=True, slots=True)
class Read:
    """A back issue as it was read: `why` says why nothing can be learned of it.

    `unknown` are columns that the settings lack: their pieces (`others`) teach nothing, but were printed.
    `numbered` is False where the file does not say which issue it is, and it is named after the file;
    `told` is True where an editor said so.
    """

    path: Path
    name: str
    sha256: str
    examples: tuple[Example, ...] = ()
    unknown: tuple[str, ...] = ()
    why: str | None = None
    others: tuple[Example, ...] = ()
    numbered: bool = True
    told: bool = False


def read_issues(desk: Desk, paths: Sequence[Path], number: str | None = None) -> list[Read]:
    """Read back issues; one that cannot be read is told with the reason.

    `number` (2021-9) says which issue the only file is, whatever stands in it.
    """
    from desk.equipment import equipped

    name = _told(paths, number) if number else None
    with equipped(desk) as whole:
        found = [_read(whole, path) for path in paths]
    return [replace(one, name=name, numbered=True, told=True) if name else one for one in found]


def _told(paths: Sequence[Path], number: str) -> str:
    if len(paths) != 1:
        raise UsageError("--issue 只能用于一个文件：请逐个文件学习，各给期号。")
    try:
        return printing.named(*numbering.parse_issue(number))
    except numbering.NumberError as error:
        raise UsageError(str(error)) from error


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
    known, others = tuple(_examples(desk, issue.pieces)), tuple(_examples(desk, issue.others))
    others = tuple(one for one in others if len(one.text) >= TELLING)
    name = _name(issue)
    return Read(
        path, name or path.stem[:60], digest, known, issue.unknown, others=others, numbered=name is not None
    )


TELLING = 30
"""Characters of a text from a column that nobody knows that make it a piece."""


def _name(issue: PublishedIssue) -> str | None:
    if issue.year is None or issue.number is None:
        return None
    return printing.named(issue.year, issue.number)


def _examples(desk: Desk, pieces: Iterable[PublishedPiece]) -> Iterable[Example]:
    """What an issue printed, where a group that it named itself is its column's."""
    for piece in pieces:
        label = learning.place_of(desk.settings, piece.column, piece.group) or (piece.column, None)
        yield Example(*label, piece.title, piece.text, piece.unit)


@dataclass(frozen=True, slots=True)
class Learned:
    """What became of a back issue: the lesson's number, None where nothing was learned; `note` says why.

    `teaching` counts the examples that columns can be learned from: of a column with groups those in one.
    `replaced` is the lesson of the same issue that it took the place of; `struck` are the items of our own
    draft of the issue that its file has not printed.
    """

    read: Read
    lesson: int | None = None
    note: str = ""
    replaced: int | None = None
    struck: tuple[int, ...] = ()
    teaching: int = 0


def learn(desk: Desk, reads: Sequence[Read]) -> list[Learned]:
    """Write down what issues taught, all of it or nothing, and train."""
    learning.prepare(desk)
    with desk.writing() as connection:
        before = learning.model(desk, connection)
        found = [_learn(desk, connection, read, before) for read in reads]
        struck = printing.settle(connection, [one.read.name for one in found if one.lesson is not None])
    learning.prepare(desk)  # once for all of them, and in a transaction of its own
    return [replace(one, struck=struck.get(one.read.name, ()) if one.lesson else ()) for one in found]


def _learn(desk: Desk, connection: Connection, read: Read, before: Model | None) -> Learned:
    if read.why:
        return Learned(read, note=read.why)
    holding = [one for one in store.lessons(connection) if one.withdrawn_at is None]
    same = next((one for one in holding if one.sha256 == read.sha256), None)
    if same and (not read.told or same.name == read.name):
        return Learned(read, note=f"已经学过（第{same.id}课）")
    earlier = [one for one in holding if one.kind == learning.ISSUE and _is_of(one, read)]
    for one in earlier:
        store.withdraw(connection, one.id, desk.clock())
    lesson = Lesson(learning.ISSUE, read.name, EDITOR, desk.clock(), sha256=read.sha256)
    examples = [*_surprises(desk, before, read.examples), *read.others]
    number, ids = store.add_lesson(connection, lesson, examples)
    if read.numbered or read.told:  # else it could be the very issue that is being made
        hashes = (duplicates.sampled(f"{e.title or ''}\n{e.text}") for e in examples)
        store.remember_example_grams(connection, zip(ids, hashes, strict=True))
    teaching = sum(learning.place_of(desk.settings, e.column, e.group) is not None for e in read.examples)
    return Learned(read, number, replaced=earlier[-1].id if earlier else None, teaching=teaching)


def _is_of(lesson: Lesson, read: Read) -> bool:
    """Whether a lesson was learned from the same issue, or from this file under another name."""
    same_name = lesson.name == read.name and (read.numbered or read.told)
    return same_name or lesson.sha256 == read.sha256


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
        printing.settle(connection, [lesson.name])
    return lesson
