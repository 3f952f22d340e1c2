"""What the page shows of an issue: its columns as printed, and behind each piece its source."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING

from compose.page_source import printed_view
from compose.text import group_heading, printed_lines, printed_size

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from compose.model import Draft, DraftColumn, DraftParagraph
    from compose.page_source import Context, SourceView
    from compose.text import Fragment
    from intake.documents.pictures import Prepared
    from intake.model import Photo


@dataclass(frozen=True, slots=True)
class PhotoView:
    """A photo as the page carries it: a data address, name, caption or "", size in millimetres."""

    address: str
    name: str
    caption: str
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class EntryView:
    """A paragraph entry: its printed lines, its attribution, the source of each of its pieces."""

    lines: tuple[tuple[Fragment, ...], ...]
    attribution: str | None
    sources: tuple[SourceView, ...]
    photos: tuple[PhotoView, ...]


@dataclass(frozen=True, slots=True)
class GroupView:
    """A group with its heading as printed, empty for none."""

    heading: str
    entries: tuple[EntryView, ...]


@dataclass(frozen=True, slots=True)
class ColumnView:
    """A column with its heading as printed."""

    heading: str
    groups: tuple[GroupView, ...]

    @property
    def sources(self) -> tuple[SourceView, ...]:
        """The sources of its pieces, in printed order."""
        return tuple(s for group in self.groups for entry in group.entries for s in entry.sources)

    @property
    def doubtful(self) -> int:
        """How many of its pieces are doubtful."""
        return sum(source.doubtful for source in self.sources)


def column_views(draft: Draft, known: Context, pictures: Mapping[str, Prepared]) -> tuple[ColumnView, ...]:
    """Show the columns as printed; pieces are numbered through."""
    numbers = count(1)
    return tuple(
        ColumnView(column.heading, tuple(_group_views(column, numbers, known, pictures)))
        for column in draft.columns
    )


def _group_views(
    column: DraftColumn, numbers: Iterator[int], known: Context, pictures: Mapping[str, Prepared]
) -> Iterator[GroupView]:
    for group in column.groups:
        entries = tuple(_entry_view(entry, numbers, known, pictures) for entry in group.paragraphs)
        yield GroupView(group_heading(group, bracketed=column.bracket_groups), entries)


def _entry_view(
    entry: DraftParagraph, numbers: Iterator[int], known: Context, pictures: Mapping[str, Prepared]
) -> EntryView:
    return EntryView(
        printed_lines(entry),
        entry.attribution,
        tuple(printed_view(piece, next(numbers), known) for piece in entry.pieces),
        tuple(
            _photo_view(photo, pictures[photo.sha256]) for photo in entry.photos if photo.sha256 in pictures
        ),
    )


def _photo_view(photo: Photo, ready: Prepared) -> PhotoView:
    data = base64.b64encode(ready.data).decode("ascii")
    width, height = printed_size(ready.width, ready.height)
    address = f"data:{ready.media_type};base64,{data}"
    return PhotoView(address, photo.name, photo.caption or "", width, height)
