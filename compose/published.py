"""The nouns of an issue as its editors left it: what is learned from, and what says what was printed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class PublishedPiece:
    """One contribution in a published issue: where it stands, its words, whose it is.

    `text` holds neither mark nor attribution; a newline divides printed paragraphs.  `unit` is a registered
    name, `attribution` the words in brackets behind the paragraph.  `merged` says that it shares that
    paragraph with other contributions.
    """

    column: str
    group: str | None
    title: str | None
    text: str
    unit: str | None
    attribution: str | None
    merged: bool


@dataclass(frozen=True, slots=True)
class PublishedIssue:
    """An issue as its editors left it; numbers and date are None where the masthead does not say them.

    `unknown` are headings that the settings do not know: a column, whose pieces are among `others`, or
    `column›group`, whose pieces stand in the column without a group.
    """

    year: int | None
    number: int | None
    serial: int | None
    date: date | None
    pieces: tuple[PublishedPiece, ...]
    unknown: tuple[str, ...]
    others: tuple[PublishedPiece, ...] = ()
