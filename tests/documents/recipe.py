"""What a stored document is made of, and what Word would show of it - written down by hand."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

Said = str | dict[str, Any]
"""A paragraph as Word shows it: its text, or `said("text", label="一、")`."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """One document: its name, its bytes, and the reading that is right."""

    name: str
    data: bytes
    shown: tuple[Said, ...] = ()
    remarks: tuple[str, ...] = ()
    pictures: tuple[str, ...] = ()
    state: str = "read"
    reason: str | None = None

    @property
    def expected(self) -> dict[str, Any]:
        """The reading in the form of the files `*.expected.json`."""
        paragraphs = [{"text": one} if isinstance(one, str) else one for one in self.shown]
        found = {
            "state": self.state,
            "reason": self.reason,
            "remarks": list(self.remarks),
            "pictures": list(self.pictures),
            "paragraphs": paragraphs,
        }
        return {name: value for name, value in found.items() if value}


def said(text: str, **more: Any) -> dict[str, Any]:
    """A paragraph with more to it than its text."""
    return {"text": text, **more}


def cells(table: int, *rows: Iterable[str]) -> tuple[Said, ...]:
    """The paragraphs of a table with one in each cell; an empty one has none."""
    return tuple(
        said(text, place="cell", row=[table, at, column])
        for at, row in enumerate(rows)
        for column, text in enumerate(row)
        if text
    )


def parts(data: bytes) -> list[tuple[str, bytes]]:
    """The entries of a zip, unpacked; those that are locked as they are stored.  No zip is its own entry."""
    if not zipfile.is_zipfile(io.BytesIO(data)):
        return [("", data)]
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return [
            (entry.filename, data if entry.flag_bits & 1 else archive.read(entry))
            for entry in archive.infolist()
        ]
