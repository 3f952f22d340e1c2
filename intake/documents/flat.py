"""A Word file written as one XML file (Flat OPC): its parts become a package like any other."""

from __future__ import annotations

import binascii
import io
import re
import zipfile
from dataclasses import dataclass, field
from typing import Final

from intake.documents.docx import read_package
from intake.documents.package import Budget, DocumentRefused, Element, Package, parse, serialised
from intake.documents.xml_text import in_utf8
from intake.model import Document

_PKG: Final = "{http://schemas.microsoft.com/office/2006/xmlPackage}"
_BASE64: Final = re.compile(rb">([A-Za-z0-9+/=\s]{4096,})<")
_MARK: Final = b"@"
"""Begins what stands for a long stretch of base64; never a letter of it."""
_LONGEST_NAME: Final = 1_000
_MARKED: Final = re.compile(rb">(@\d{1,8})<")


@dataclass(frozen=True, slots=True)
class Pictures:
    """Long stretches of base64 in an XML file, which are more than a parser takes as one text."""

    stretches: list[bytes] = field(default_factory=list)

    def taken_out(self, data: bytes) -> bytes:
        """The file with a mark for each of them."""

        def take_out(found: re.Match[bytes]) -> bytes:
            self.stretches.append(found[1])
            return b">%b%d<" % (_MARK, len(self.stretches) - 1)

        return _BASE64.sub(take_out, data)

    def put_back(self, data: bytes) -> bytes:
        """The file as it was, where `data` still has the marks."""
        return _MARKED.sub(lambda found: b">%b<" % self.of(found[1]), data)

    def of(self, text: bytes) -> bytes:
        """What a mark stands for; other text stands for itself."""
        number = text[1:]
        known = text.startswith(_MARK) and number.isdigit() and len(number) < 9
        return self.stretches[int(number)] if known and int(number) < len(self.stretches) else text


def read_flat(data: bytes) -> Document:
    """What the file says.  Raises DocumentRefused."""
    pictures = Pictures()
    root = parse(pictures.taken_out(in_utf8(data)), Budget(), "XML")
    package = io.BytesIO()
    with zipfile.ZipFile(package, "w") as parts:
        for part in root.iterchildren(_PKG + "part"):
            parts.writestr(_name(part), _content(part, pictures))
    document = read_package(Package(package.getvalue()))
    if document is None:
        raise DocumentRefused("Word XML 文件里没有正文，请以 .docx 重发")
    return document


def _name(part: Element) -> str:
    name = part.get(_PKG + "name", "")
    if not 0 < len(name) <= _LONGEST_NAME:
        raise DocumentRefused("Word XML 文件已损坏（部件没有名称，或名称过长），请以 .docx 重发")
    return name


def _content(part: Element, pictures: Pictures) -> bytes:
    binary = part.find(_PKG + "binaryData")
    if binary is not None:
        return _binary(pictures.of((binary.text or "").strip().encode("ascii", "ignore")))
    xml = part.find(_PKG + "xmlData")
    root = next(iter(xml), None) if xml is not None else None
    return b"" if root is None else serialised(root)


def _binary(text: bytes) -> bytes:
    try:
        return binascii.a2b_base64(text)
    except binascii.Error:
        return b""
