"""styles.xml, of which only the styles in use are parsed.

Word's own sheet has 30 kB, that of python-docx 350 kB for a letter of ten lines: parsing it whole
would cost five times as much as all the rest.
"""

from __future__ import annotations

import re
from functools import cached_property
from html import escape, unescape
from itertools import islice
from typing import Final

from intake.documents.package import (
    Budget,
    DocumentRefused,
    Element,
    parse,
    serialised,
    transitional,
)

_PART: Final = "styles.xml"
_MAX_STYLES: Final = 20_000
_FEW: Final = 50
"""Styles that are sought one by one; more, and the whole sheet is indexed."""
_ROOT: Final = re.compile(rb"<(?:([\w.-]+):)?styles\b[^>]*>")
_ID: Final = re.compile(rb"""styleId\s*=\s*["']([^"']*)""")
_DEFAULT: Final = re.compile(rb"""default\s*=\s*["'](?:1|true|on)["']""")
_PARAGRAPH: Final = re.compile(rb"""type\s*=\s*["']paragraph["']""")
_UTF8: Final = re.compile(
    rb"""\A(?:\xef\xbb\xbf)?\s*(?:<\?xml(?![^>]*encoding\s*=\s*["'](?!utf-?8|us-ascii))|<(?![?\x00]))""",
    re.IGNORECASE,
)
"""A part whose bytes can be searched as they are."""


class StyleSheet:
    """The style elements of a file, each found and parsed when it is asked for.

    `standard` is the id of the default paragraph style.  A sheet that is broken gives no styles.
    """

    def __init__(self, data: bytes, budget: Budget) -> None:
        self._budget = budget
        self._data = transitional(data if _UTF8.match(data) else serialised(parse(data, budget, _PART)))
        root = _ROOT.search(self._data)
        self._root = b"<styles>" if root is None else root[0]
        self._prefix = b"" if root is None or root[1] is None else root[1] + b":"
        self._tag = re.compile(rb"<" + re.escape(self._prefix) + rb"style\s[^>]*>")
        self._asked = 0
        self.standard = self._standard()

    def _standard(self) -> str | None:
        """Nearly always the first style; the search gives up after as many as any file has."""
        for start in islice(self._tag.finditer(self._data), _MAX_STYLES):
            if b"default" in start[0] and _DEFAULT.search(start[0]) and _PARAGRAPH.search(start[0]):
                found = _ID.search(start[0])
                return unescape(found[1].decode(errors="replace")) if found else None
        return None

    def style(self, name: str) -> Element | None:
        """The w:style element of this id."""
        self._asked += 1
        start = self._sought(name) if self._asked <= _FEW else self._index.get(name)
        return None if start is None else self._element(b"style", *start)

    def _sought(self, name: str) -> tuple[int, int] | None:
        """Where the start tag of a style stands, found by going through the sheet."""
        written = escape(name).encode()
        at = self._data.find(b'styleId="%b"' % written)  # as nearly all programs write it
        if at < 0:
            found = re.search(rb"""styleId\s*=\s*["']""" + re.escape(written) + rb"""["']""", self._data)
            at = found.start() if found else -1
        start = self._tag.match(self._data, self._data.rfind(b"<", 0, at)) if at >= 0 else None
        return start.span() if start else None

    @cached_property
    def _index(self) -> dict[str, tuple[int, int]]:
        """All start tags by id: a file that names thousands of styles must not cost thousands of searches."""
        index: dict[str, tuple[int, int]] = {}
        for start in islice(self._tag.finditer(self._data), _MAX_STYLES):
            found = _ID.search(start[0])
            if found:
                index.setdefault(unescape(found[1].decode(errors="replace")), start.span())
        return index

    def defaults(self) -> Element | None:
        """The w:docDefaults element."""
        tag = b"<" + self._prefix + b"docDefaults>"
        at = self._data.find(tag)
        return None if at < 0 else self._element(b"docDefaults", at, at + len(tag))

    def _element(self, name: bytes, start: int, end: int) -> Element | None:
        """One element of the sheet, parsed between the sheet's own root tags."""
        closing = b"</" + self._prefix + name + b">"
        if not self._data.endswith(b"/>", start, end):
            end = self._data.find(closing, end) + len(closing)
        inside = self._root.removesuffix(b"/>") + self._data[start:end] + b"</" + self._prefix + b"styles>"
        try:
            return next(iter(parse(inside, self._budget, _PART)), None)
        except DocumentRefused:
            return None
