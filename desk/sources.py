"""What in a letter may be a submission: its bodies, its documents, each text once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from classify import duplicates
from desk.files import SECONDS, File
from desk.sandbox import TimeUp, deadline
from intake.automatic import BULK
from intake.headings import Headings
from intake.model import Document, Illustration, Item, Letter, Photo, Source, Split
from intake.split import split
from intake.text import text_document

SAME_TEXT: Final = 0.9
"""Share of a body's 3-grams found in an attachment from which both are one submission."""

LEAST: Final = 15
"""Characters below which a body is no submission."""

LEAST_BESIDE_DOCUMENT: Final = 60
"""Characters below which a body beside a document or a letter with items is its cover note."""


def is_automatic(letter: Letter) -> bool:
    """Whether a machine wrote the letter for sure."""
    return letter.automatic is not None and not letter.automatic.startswith(BULK)


def bodies(letter: Letter, opened: Sequence[File], headings: Headings) -> list[Source]:
    """The bodies of a letter and of the letters inside it that people wrote."""
    inside = ((file.letter, file.filed.name) for file in opened if file.letter is not None)
    letters = [(letter, None), *((one, name) for one, name in inside if not is_automatic(one))]
    return [Source(None, one, _cut(text_document(one.text), headings), inside=name) for one, name in letters]


def sources(bodies: Sequence[Source], opened: Sequence[File], headings: Headings) -> tuple[Source, ...]:
    """The bodies and documents of a letter and the letters inside it, each text once."""
    written = {id(body.letter) for body in bodies}
    found = [
        Source(
            file.filed.name,
            file.owner,
            _cut(file.document, headings),
            file.document.remarks,
            file.photos,
        )
        for file in opened
        if file.document is not None and file.letter is None and id(file.owner) in written
    ]
    texts = [text for source in found if (text := _text(source))]
    covering = _covering(bodies, found, opened)
    own = (body for body in bodies if _is_submission(body, texts, cover=id(body.letter) in covering))
    return tuple(source for source in (*own, *found) if source.split.items)


def _cut(document: Document, headings: Headings) -> Split:
    """A document cut into items; one that takes too long stays whole."""
    try:
        with deadline(SECONDS):
            return split(document, headings=headings)
    except TimeUp:
        return Split((Item(None, document.text, reason=_UNCUT),), doubt=f"{_UNCUT}，请核对")


_UNCUT: Final = f"分条用了 {SECONDS:g} 秒还没有分完，整篇作为一条"


def _covering(bodies: Sequence[Source], documents: Sequence[Source], opened: Sequence[File]) -> set[int]:
    """The letters that came with a document, or with a letter that says something or came with one."""
    saying = {id(body.letter) for body in bodies if len(_text(body).strip()) >= LEAST}
    found = {id(document.letter) for document in documents if document.split.items}
    for file in reversed(opened):  # a letter stands before those in it
        if file.letter is not None and id(file.letter) in saying | found:
            found.add(id(file.owner))
    return found


def _text(source: Source) -> str:
    return "\n".join(f"{item.title or ''}\n{item.text}" for item in source.split.items)


def _is_submission(body: Source, documents_text: Sequence[str], *, cover: bool) -> bool:
    """Whether a body says something of its own beside what came with it."""
    text = _text(body).strip()
    if len(text) < (LEAST_BESIDE_DOCUMENT if cover else LEAST):
        return False
    mine = duplicates.grams(text)
    return not any(
        len(mine & duplicates.grams(other)) >= SAME_TEXT * max(1, len(mine)) for other in documents_text
    )


def with_loose(sources: tuple[Source, ...], opened: Iterable[File]) -> tuple[Source, ...]:
    """The sources with the photos that came beside them.

    They belong to the only item of their letter; where it brought several, nobody knows whose they are.
    """
    found: dict[int, list[Photo]] = {}
    for file in opened:
        if file.is_picture:
            found.setdefault(id(file.owner), []).extend(filter(None, file.photos))
    items: dict[int, int] = {}
    for source in sources:
        items[id(source.letter)] = items.get(id(source.letter), 0) + len(source.split.items)
    return tuple(
        _with(source, found[id(source.letter)])
        if found.get(id(source.letter)) and source.split.items and items[id(source.letter)] == 1
        else source
        for source in sources
    )


def _with(source: Source, photos: list[Photo]) -> Source:
    first = len(source.photos)
    shown = tuple(Illustration(at, photo.caption) for at, photo in enumerate(photos, first))
    parts = tuple(
        replace(part, pictures=(*part.pictures, *shown)) if isinstance(part, Item) else part
        for part in source.split.parts
    )
    return replace(source, split=Split(parts, source.split.doubt), photos=(*source.photos, *photos))
