"""The zip and XML floor of a Word file: parts, relationships, and the limits on hostile ones.

The door of lxml.  Nothing is believed that the file says about itself: sizes are counted while
reading, elements before parsing.
"""

from __future__ import annotations

import io
import posixpath
import re
import struct
import zipfile
import zlib
from dataclasses import dataclass
from typing import Final, TypeAlias
from urllib.parse import unquote

from lxml import etree

Element: TypeAlias = etree._Element  # noqa: SLF001 -- lxml publishes its element type under this name only

MIB: Final = 1024 * 1024
MAX_FILE: Final = 50 * MIB
"""Bytes of a file as it was sent."""
MAX_ENTRIES: Final = 2_000
"""Entries of the zip directory; a thick report with photos has 300."""
MAX_TOTAL: Final = 300 * MIB
"""Bytes unpacked from one file, pictures included."""
MAX_PART: Final = 40 * MIB
"""Bytes of one XML part; `document.xml` of a 500-page book has 10 MB."""
MAX_ELEMENTS: Final = 2_000_000
MAX_CHARACTERS: Final = 2_000_000
MAX_DEPTH: Final = 200
"""Nested elements that are walked; real files stay below 60.  libxml2 stops at 256 by itself."""

PASSWORD: Final = "文件有密码"  # noqa: S105 -- words for the editor
STORED_OR_DEFLATED: Final = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)

_BROKEN: Final = (
    *(zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError),
    *(ValueError, RuntimeError, OverflowError, IndexError),
)
"""What zipfile is seen to raise for damaged archives."""
_HEAD: Final = 4096
_TYPES: Final = "[content_types].xml"
_MAIN_TYPE: Final = re.compile(r"word.*(?:document|template)[\w.]*\.main\+xml\Z")
_DIRECTORY_ENTRY: Final = b"PK\x01\x02"
_DOCTYPES: Final = tuple("<!DOCTYPE".encode(code) for code in ("ascii", "utf-16-le", "utf-16-be"))
_ODD_NAME: Final = re.compile(r"[%\\]|^/|//|(?:^|/)\.|/$|^$")
_ATTRIBUTES_OF_ONE: Final = 2
"""Attributes that take the memory of an element, generously; real files have one for each."""
_SPACED_END: Final = re.compile(rb"/[ \t\r\n]+>")
_FIRST_TAG: Final = re.compile(rb"<([\w:.-]{1,60})")
_MOST_SLIPS: Final = 50
_LARGEST_SALVAGED: Final = 4 * MIB
_STRICT: Final = re.compile(rb"""(?<=["'])http://purl\.oclc\.org/ooxml/([a-zA-Z/]+)(?=["'])""")
_SCHEMAS: Final = b"http://schemas.openxmlformats.org/"
_TRANSITIONAL: Final = {
    b"wordprocessingml/main": b"wordprocessingml/2006/main",
    b"officeDocument/relationships": b"officeDocument/2006/relationships",
    b"officeDocument/math": b"officeDocument/2006/math",
    b"drawingml/main": b"drawingml/2006/main",
    b"drawingml/wordprocessingDrawing": b"drawingml/2006/wordprocessingDrawing",
    b"drawingml/picture": b"drawingml/2006/picture",
    b"drawingml/diagram": b"drawingml/2006/diagram",
    b"drawingml/chart": b"drawingml/2006/chart",
}
"""Strict OOXML (ISO 29500 part 1) names its namespaces anew; these are the ones that carry text."""


class DocumentRefused(Exception):  # noqa: N818 -- a verdict on a file, not a fault of ours
    """A file that is broken, locked or dangerous to read; `reason` says so in Chinese words."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Damaged(DocumentRefused):
    """A part that cannot be unpacked or parsed; the other parts may be read."""


class TooMuch(DocumentRefused):
    """A limit was passed; no part of the file is read further."""


@dataclass(slots=True)
class Budget:
    """What may still be read of one file, files embedded in it included."""

    octets: int = MAX_TOTAL
    elements: int = MAX_ELEMENTS
    characters: int = MAX_CHARACTERS

    def take_octets(self, count: int) -> None:
        """Count unpacked bytes.  Raises TooMuch."""
        self.octets -= count
        if self.octets < 0:
            raise TooMuch(f"解压后超过 {MAX_TOTAL // MIB} MB，未读取")

    def take_elements(self, count: int) -> None:
        """Count XML elements.  Raises TooMuch."""
        self.elements -= count
        if self.elements < 0:
            raise TooMuch(f"内部元素超过 {MAX_ELEMENTS // 10_000} 万个，未读取")

    def take_characters(self, count: int) -> None:
        """Count characters of text.  Raises TooMuch."""
        self.characters -= count
        if self.characters < 0:
            raise TooMuch(f"文字超过 {MAX_CHARACTERS // 10_000} 万字，未读取")


@dataclass(frozen=True, slots=True)
class Relation:
    """A part's link to another part (`target`, normalised) or to the world outside (`external`)."""

    kind: str
    target: str
    external: bool


def plain_name(name: str) -> str:
    """A part name in one spelling: some writers use backslashes, a leading slash, other case."""
    if _ODD_NAME.search(name) is None:
        return name.lower()
    return posixpath.normpath(unquote(name).replace("\\", "/")).lstrip("/").lower()


def parse(data: bytes, budget: Budget, name: str, *, recover: bool = False) -> Element:
    """The root of an XML part.  Raises DocumentRefused for broken XML, a DOCTYPE, too many elements."""
    head = data[:_HEAD]
    if any(mark in head for mark in _DOCTYPES):
        raise DocumentRefused(f"内部含有文档类型声明（{name}），有风险，未读取")
    budget.take_elements(most_elements(data))
    parser = _parser(recover=recover)
    try:
        root: Element | None = etree.fromstring(transitional(data), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Damaged(f"文件已损坏（{name} 的内容不完整）") from error
    if root is None or not _slight(parser):
        raise Damaged(f"文件已损坏（{name} 的内容不完整）")
    # A declaration behind a long comment is found here; its entities were not expanded.
    if root.getroottree().docinfo.internalDTD is not None:
        raise DocumentRefused(f"内部含有文档类型声明（{name}），有风险，未读取")
    return root


def salvaged(data: bytes, budget: Budget, name: str) -> Element:
    """The root of a part that is not well-formed, as far as it can be understood.  Raises DocumentRefused.

    Nothing is made of a part whose end is missing: what was lost with it nobody can know.
    """
    root = _FIRST_TAG.search(data)
    end = b"</%b>" % root[1] if root else b""
    if len(data) > _LARGEST_SALVAGED or not end or not data.rstrip().endswith(end):
        raise Damaged(f"文件已损坏（{name} 的内容不完整）")
    # Seen from a program that writes `<w:i/ >`: with the blank gone nothing else is amiss.
    mended = _SPACED_END.sub(b"/>", data)
    try:
        return parse(mended, budget, name)
    except Damaged:
        return parse(mended, budget, name, recover=True)


def most_elements(data: bytes) -> int:
    """An upper bound of a part's elements, or what memory its attributes take in theirs.

    At the speed of memchr: building a tree to count is the attack.
    """
    if len(data) < MIB:
        return len(data) // len(b"<a/>")
    return max(data.count(b"<") - data.count(b"</"), data.count(b"=") // _ATTRIBUTES_OF_ONE)


def _slight(parser: etree.XMLParser[Element]) -> bool:
    """Whether what was met is a slip of a pen: libxml2 notes no more than 100, so the last may be missing."""
    kinds = [error.type for error in parser.error_log]
    return len(kinds) <= _MOST_SLIPS and etree.ErrorTypes.ERR_RESOURCE_LIMIT not in kinds


def _parser(*, recover: bool) -> etree.XMLParser[Element]:
    """No entities, no network, no comments; depth and text length keep libxml2's own limits."""
    return etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        recover=recover,
        remove_comments=True,
        remove_pis=True,
        collect_ids=False,
    )


def transitional(data: bytes) -> bytes:
    """The part with the namespaces of Strict OOXML, which its root declares, replaced by the usual ones."""
    if b"http://purl.oclc.org/ooxml/" not in data[: 2 * _HEAD]:
        return data
    return _STRICT.sub(lambda name: _SCHEMAS + _TRANSITIONAL.get(name[1], name[1]), data)


class Package:
    """The parts of an OPC file by name.  Raises DocumentRefused where it cannot be opened.

    `damaged` says that a part was not well-formed and read as far as it could be understood.
    """

    def __init__(self, data: bytes, budget: Budget | None = None) -> None:
        self.budget = budget or Budget()
        self.damaged = False
        self._zip = _open(data)
        # The first of two entries of one name is what Word reads; setdefault keeps it.
        self._entries: dict[str, zipfile.ZipInfo] = {}
        self._relations: dict[str, dict[str, Relation]] = {}
        for entry in self._zip.infolist():
            self._entries.setdefault(plain_name(entry.filename), entry)

    @property
    def names(self) -> frozenset[str]:
        """All part names, normalised."""
        return frozenset(self._entries)

    @property
    def spellings(self) -> dict[str, str]:
        """All part names, normalised, with what is written in the file."""
        return {name: entry.filename for name, entry in self._entries.items()}

    def __contains__(self, name: str) -> bool:
        return name in self._entries

    def blob(self, name: str, limit: int = MAX_TOTAL) -> bytes:
        """The bytes of a part, at most `limit`.  Raises KeyError if it is missing, DocumentRefused."""
        entry = self._entries[name]
        if entry.flag_bits & 0x1:
            raise DocumentRefused(PASSWORD)
        if entry.compress_type not in STORED_OR_DEFLATED:
            raise DocumentRefused(f"内部压缩方式不受支持（{name}），请另存后重发")
        most = min(limit, self.budget.octets)
        try:
            with self._zip.open(entry) as part:
                data = part.read(most + 1)
        except _BROKEN as error:
            raise Damaged(f"文件已损坏（{name} 不完整）") from error
        self.budget.take_octets(len(data))
        if len(data) > most:
            raise TooMuch(f"内部文件 {name} 超过 {limit // MIB} MB，未读取")
        return data

    def xml(self, name: str) -> Element:
        """The root element of a part.  Raises KeyError if it is missing, DocumentRefused."""
        data = self.blob(name, MAX_PART)
        try:
            return parse(data, self.budget, name)
        except Damaged:
            root = salvaged(data, self.budget, name)
        self.damaged = True
        return root

    def relations(self, name: str) -> dict[str, Relation]:
        """The links of a part by their id; empty where it has none.  `""` is the package itself."""
        if name not in self._relations:
            folder, _, file = name.rpartition("/")
            rels = plain_name(f"{folder}/_rels/{file}.rels")
            children = self.xml(rels) if rels in self._entries else ()
            links = (link for link in children if link.get("Target") is not None)
            self._relations[name] = {link.get("Id", ""): _relation(link, folder) for link in links}
        return self._relations[name]

    def main(self) -> str | None:
        """The name of the document's main part, or None where the zip is no document."""
        for relation in self.relations("").values():
            if relation.kind == "officeDocument" and relation.target in self._entries:
                return relation.target
        return next((name for name in ("word/document.xml", self._typed()) if name in self._entries), None)

    def _typed(self) -> str:
        """The part that the list of content types calls a Word document."""
        if _TYPES not in self._entries:
            return ""
        types = ((one.get("PartName", ""), one.get("ContentType", "")) for one in self.xml(_TYPES))
        return next((plain_name(name) for name, kind in types if _MAIN_TYPE.search(kind)), "")


def serialised(root: Element) -> bytes:
    """An XML part in UTF-8."""
    return etree.tostring(root, encoding="UTF-8")


def _open(data: bytes) -> zipfile.ZipFile:
    if len(data) > MAX_FILE:
        raise TooMuch(f"文件超过 {MAX_FILE // MIB} MB，未读取")
    # Counted before zipfile builds an object for each: a 50 MB directory has a million of them.
    if data.count(_DIRECTORY_ENTRY) > MAX_ENTRIES:
        raise TooMuch(f"压缩包内文件超过 {MAX_ENTRIES} 个，未读取")
    try:
        return zipfile.ZipFile(io.BytesIO(data))
    except _BROKEN as error:
        raise DocumentRefused("文件已损坏（压缩包不完整），请重发") from error


def _relation(link: Element, folder: str) -> Relation:
    target = link.get("Target", "").replace("\\", "/")
    external = link.get("TargetMode", "").lower() == "external"
    base = "" if target.startswith("/") else folder
    # The last segment is the same in the transitional, the Strict and Microsoft's own vocabularies.
    kind = link.get("Type", "").rpartition("/")[2]
    return Relation(kind, target if external else plain_name(f"{base}/{target}"), external)
