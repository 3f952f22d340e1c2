"""A PDF opened so that no file, however made, can keep us busy: its objects."""

from __future__ import annotations

import io
import logging
import re
from typing import Any, Final

from pdfminer.pdfdocument import PDFDocument, PDFNoValidXRef
from pdfminer.pdfexceptions import PDFObjectNotFound
from pdfminer.pdfinterp import PDFContentParser
from pdfminer.pdfparser import PDFParser, PDFStreamParser
from pdfminer.pdftypes import PDFObjRef, PDFStream, int_value
from pdfminer.psexceptions import PSEOF
from pdfminer.psparser import PSKeyword

from intake.documents.package import TooMuch
from intake.documents.pdf.rebuild import Rebuilt
from intake.documents.pdf.streams import Stream, Work

MAX_TOKEN: Final = 1 << 16
"""Bytes of one string or name; longer ones take pdfminer quadratic time."""
_CHAIN: Final = 20
"""References to references that are followed."""
_LINE_END: Final = re.compile(rb"\r\n?|\n")
_START: Final = re.compile(rb"startxref\s{1,20}(\d{1,9})\b")

# What pdfminer warns of is the file's defect: our remarks say what it means for the reader.
logging.getLogger("pdfminer").setLevel(logging.CRITICAL)


class Counted:
    """A parser whose tokens are counted."""

    work: Work
    _curtoken: bytes

    def fillbuf(self) -> bool:
        """Count a step of the parser, which begins here.  Raises TooMuch."""
        held = len(self._curtoken)
        self.work.take(2 if held < 512 else held // 2)
        if held > MAX_TOKEN:
            raise TooMuch("PDF 文件内有过长的字串，未读取，请以 .docx 重发")
        return super().fillbuf()  # type: ignore[misc, no-any-return]


class _Objects(Counted, PDFParser):
    """The parser of the file itself."""

    def __init__(self, data: bytes, work: Work) -> None:
        self.work, self.data = work, data
        super().__init__(io.BytesIO(data))

    def nextline(self) -> tuple[int, bytes]:
        """The next line with its end.  pdfminer's own takes quadratic time for a long one."""
        begin = self.bufpos + self.charpos
        if begin >= len(self.data):
            raise PSEOF("no more lines")
        found = _LINE_END.search(self.data, begin)
        end = found.end() if found else len(self.data)
        self.work.take(3)
        self.fp.seek(end)
        self.bufpos, self.buf, self.charpos = end, b"", 0
        return begin, self.data[begin:end]

    def do_keyword(self, pos: int, token: PSKeyword) -> None:
        """Put our own stream in the place of each that is found."""
        super().do_keyword(pos, token)
        if token is self.KEYWORD_STREAM and self.curstack:
            at, found = self.curstack[-1]
            if isinstance(found, PDFStream):
                stream = Stream(found.attrs, self._whole(at, found.rawdata or b""), found.decipher)
                stream.work = self.work
                self.curstack[-1] = (at, stream)

    def _whole(self, begin: int, stated: bytes) -> bytes:
        """The bytes of a stream: to its end where the length that is stated for it is not right."""
        end = begin + len(stated)
        if b"endstream" in self.data[end : end + 32]:
            return stated
        found = self.data.find(b"endstream", begin)
        return self.data[begin:found].removesuffix(b"\n").removesuffix(b"\r") if found >= 0 else stated


class _Packed(Counted, PDFStreamParser):
    """The parser of objects that are packed in a stream."""

    def __init__(self, data: bytes, work: Work) -> None:
        self.work = work
        super().__init__(data)


class Content(Counted, PDFContentParser):
    """The parser of what is drawn."""

    def __init__(self, streams: list[object], work: Work) -> None:
        self.work = work
        super().__init__(streams)

    def get_inline_data(self, pos: int, target: bytes = b"EI") -> tuple[int, bytes]:
        """Skip the bytes of a picture that stands in the text; nobody looks at them."""
        self.seek(pos)
        tail = b""
        while True:
            self.fillbuf()
            chunk = tail + self.buf[self.charpos :]
            found = re.search(rb"(?<![\w])" + re.escape(target) + rb"(?!\w)", chunk) or None
            if found is not None and found.end() < len(chunk):
                self.charpos += found.end() - len(tail)
                return pos, b""
            if found is not None and target != b"EI":
                self.charpos += found.end() - len(tail)
                return pos, b""
            self.charpos = len(self.buf)
            tail = chunk[-(len(target) + 1) :]


class Opened(PDFDocument):
    """A file whose objects are counted.  Raises what pdfminer raises, and TooMuch.

    To `rebuild` is to look for the objects themselves, where the table of them is broken.
    """

    def __init__(self, data: bytes, work: Work, *, rebuild: bool = False) -> None:
        self.work, self._bytes, self._rebuild = work, data, rebuild
        self._begun: set[int] = set()
        super().__init__(_Objects(data, work), fallback=False)

    def find_xref(self, parser: PDFParser) -> int:  # noqa: ARG002 -- pdfminer's own
        """Where the last table of objects begins."""
        found = _START.search(self._bytes, max(0, self._bytes.rfind(b"startxref")))
        if self._rebuild:
            return 0
        if found is None:
            raise PDFNoValidXRef("no startxref")
        return int(found[1])

    def getobj(self, objid: int) -> object:
        """An object; a chain of references is followed to its end."""
        for _ in range(_CHAIN):
            self.work.take(2 if objid in self._cached_objs else 20)
            found = super().getobj(objid)
            if not isinstance(found, PDFObjRef):
                return found
            objid = found.objid
        raise PDFObjectNotFound(objid)

    def read_xref_from(self, parser: PDFParser, start: int, xrefs: list[Any]) -> None:
        """Read a table of objects, each once: they may name each other in a circle."""
        if self._rebuild:
            table = Rebuilt(self, parser, self._bytes, self.work)
            xrefs.append(table)
            table.complete()
            return
        if start not in self._begun:
            self._begun.add(start)
            super().read_xref_from(parser, start, xrefs)

    def _get_objects(self, stream: PDFStream) -> tuple[list[object], int]:
        parser = _Packed(stream.get_data(), self.work)
        parser.set_document(self)
        objects: list[object] = []
        try:
            while True:
                objects.append(parser.nextobject()[1])
        except PSEOF:
            pass
        return objects, int_value(stream.get("N", 0))
