"""The table of a file's objects made anew from the objects themselves, where the file's own is broken."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from pdfminer.pdfdocument import PDFBaseXRef, PDFDocument
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import PDFObjRef, PDFStream, int_value
from pdfminer.psparser import literal_name

from intake.documents.package import TooMuch
from intake.documents.pdf.streams import Work

_OBJECT: Final = re.compile(rb"\b(\d{1,9})\s{1,5}\d{1,5}\s{1,5}obj\b")
_TRAILER: Final = re.compile(rb"\btrailer\b")
_MARKS: Final = re.compile(rb"/(ObjStm|XRef|Catalog)\b")
_KEPT: Final = ("Root", "Encrypt", "ID", "Info")


class Rebuilt(PDFBaseXRef):
    """Where each object stands: the last one of a number counts.  Raises TooMuch."""

    def __init__(self, document: PDFDocument, parser: PDFParser, data: bytes, work: Work) -> None:
        self.document, self.parser, self.data, self.work = document, parser, data, work
        self.places: dict[int, tuple[int | None, int, int]] = {}
        self.trailer: dict[str, Any] = {}
        self._starts: list[tuple[int, int]] = []
        for found in _OBJECT.finditer(data):
            work.take(4)
            self.places[int(found[1])] = (None, found.start(), 0)
            self._starts.append((found.start(), int(found[1])))

    def complete(self) -> None:
        """Look for the trailer, and for objects packed in streams."""
        for found in _TRAILER.finditer(self.data):
            self._inherit(self._parsed(found.end()))
        for kind, number in self._marked():
            value = self._object(number)
            if kind == b"Catalog":
                self.trailer.setdefault("Root", PDFObjRef(self.document, number))
            elif isinstance(value, PDFStream):
                self._inherit(value.attrs if kind == b"XRef" else None)
                self._unpack(number, value if kind == b"ObjStm" else None)

    def get_trailer(self) -> dict[str, Any]:
        """What the trailers say, the last ones first."""
        return self.trailer

    def get_pos(self, objid: int) -> tuple[int | None, int, int]:
        """The place of an object.  Raises KeyError."""
        return self.places[objid]

    def _marked(self) -> Iterator[tuple[bytes, int]]:
        """The objects that say what they are, by the word, with their numbers."""
        at = 0
        for found in _MARKS.finditer(self.data):
            self.work.take(10)
            while at + 1 < len(self._starts) and self._starts[at + 1][0] < found.start():
                at += 1
            if self._starts and self._starts[at][0] < found.start():
                yield found[1], self._starts[at][1]

    def _inherit(self, said: object) -> None:
        if isinstance(said, dict):
            self.trailer.update({key: said[key] for key in _KEPT if key in said})

    def _parsed(self, at: int) -> object:
        try:
            self.parser.seek(at)
            return self.parser.nextobject()[1]
        except (TooMuch, MemoryError):
            raise
        except Exception:  # noqa: BLE001 -- pdfminer raises nearly anything for damaged objects
            return None

    def _object(self, number: int) -> object:
        place = self.places[number][1]
        found = _OBJECT.match(self.data, place)
        return None if found is None else self._parsed(found.end())

    def _unpack(self, number: int, stream: PDFStream | None) -> None:
        """The numbers of packed objects stand at the head of their stream."""
        if stream is None or literal_name(stream.get("Type", "")) != "ObjStm":
            return
        stream.set_objid(number, 0)
        head = stream.get_data()[: int_value(stream.get("First", 0))].split()
        for index, packed in enumerate(head[: 2 * int_value(stream.get("N", 0)) : 2]):
            self.work.take(2)
            if packed.isdigit():
                self.places.setdefault(int(packed[:9]), (number, index, 0))
