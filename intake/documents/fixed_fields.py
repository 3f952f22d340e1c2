"""Fields that LibreOffice would compute anew - the date, the file's name - made to say what they said.

A field of another type keeps its text.  Only types are changed here, never what a reader sees.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from typing import Final

from intake.documents.ole import Ole
from intake.documents.package import Element

_NAMES: Final = (
    "DATE|TIME|SAVEDATE|PRINTDATE|EDITTIME|FILENAME|FILESIZE|NUMPAGES|NUMWORDS|NUMCHARS"
    "|SECTIONPAGES|USERNAME|USERINITIALS|USERADDRESS|AUTHOR|LASTSAVEDBY|CREATEDATE|REVNUM|TITLE|SUBJECT"
    "|KEYWORDS|COMMENTS|TEMPLATE|INFO|DOCPROPERTY|DOCVARIABLE|MACROBUTTON"
    "|REF|PAGEREF|NOTEREF|STYLEREF|SEQ"
)
"""Names of such fields, in Word's files of every kind; Word takes them in either case."""

_WITHIN: Final = rb"[{}\r\n]|\\\*|\\(?!fld(?:inst|rslt)(?![a-z]))[a-z]{1,32}(?:-?\d{1,10})? ?"
"""What may stand between two letters of a name: the ends of groups, and control words.

No field's beginning: a search from each one that passed over all the others would never end.
"""
_BETWEEN: Final = re.compile(_WITHIN)
_SPLIT: Final = b"|".join(
    (rb"(?:%b)*+" % _WITHIN).join(letter.encode() for letter in name) for name in _NAMES.split("|")
)
_RTF: Final = re.compile(
    rb"((?<!\\)(?:\\\\)*+\\fldinst(?![a-z])(?:\s|" + _WITHIN + rb")*+)((?i:" + _SPLIT + rb"))(?!\w)"
)
_WORDS: Final = re.compile(rf"(\s*)(?:{_NAMES})\b", re.IGNORECASE)
_WORDML: Final = "{http://schemas.microsoft.com/office/word/2003/wordml}"
_TEXT: Final = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_SENDER: Final = (
    *("firstname", "lastname", "initials", "title", "position", "email", "phone-private", "phone-work"),
    *("fax", "company", "street", "city", "postal-code", "country", "state-or-province"),
)
_OPEN: Final = frozenset(
    _TEXT + name
    for name in (
        *("date", "time", "modification-date", "modification-time", "print-date", "print-time"),
        *("editing-duration", "editing-cycles", "file-name", "page-count", "paragraph-count"),
        *("word-count", "character-count", "table-count", "image-count", "object-count", "template-name"),
        *("title", "subject", "keywords", "description", "user-defined", "printed-by", "execute-macro"),
        *("author-name", "author-initials", "creator", "initial-creator", "creation-date", "creation-time"),
        *(f"sender-{name}" for name in _SENDER),
    )
)

_FIB_FLAGS: Final = 0x0A
_TABLE_ONE: Final = 0x0200
_FIB_WORD_97: Final = 0xC1
_FIB: Final = 0x27A
"""Bytes of the FIB that are looked at."""
_LISTS: Final = (0x11A, 0x122, 0x12A, 0x132, 0x21A, 0x262, 0x272)
"""Where the FIB tells of the lists of fields: of the text, headers, notes, remarks, text boxes."""
_TYPES: Final = frozenset({3, 10, 12, *range(14, 33), 37, 51, 60, 61, 62, 64, 66, 69, 72, 85})
"""The numbers of such fields ([MS-DOC] 2.9.90)."""
_BEGIN, _QUOTE = 0x13, 35


def fixed_rtf(data: bytes) -> bytes:
    """An RTF file with such fields as QUOTE."""
    return _RTF.sub(_quoted, data)


def _quoted(found: re.Match[bytes]) -> bytes:
    """The name goes, the ends of groups and the control words within it stay."""
    return found[1] + b"QUOTE" + b"".join(_BETWEEN.findall(found[2]))


def fix_xml(root: Element) -> None:
    """Change such fields of a Word 2003 or OpenDocument tree."""
    for element in root.iter(*_OPEN):
        element.tag = _TEXT + "span"
        element.attrib.clear()
    for element in root.iter(_WORDML + "fldSimple"):
        name = _WORDML + "instr"
        element.set(name, _WORDS.sub(r"\1QUOTE", element.get(name, ""), count=1))
    for pieces in _instructions(root):
        first, *others = pieces
        first.text = _WORDS.sub(r"\1QUOTE", "".join(one.text or "" for one in pieces), count=1)
        for one in others:
            one.text = ""


def _instructions(root: Element) -> Iterator[list[Element]]:
    """The pieces of each instruction between two marks of a field: Word cuts them where it likes."""
    pieces: list[Element] = []
    for element in root.iter(_WORDML + "instrText", _WORDML + "fldChar"):
        if element.tag == _WORDML + "instrText":
            pieces.append(element)
        elif pieces:
            yield pieces
            pieces = []
    if pieces:
        yield pieces


def fixed_doc(data: bytes) -> bytes:
    """A .doc of Word 97 or later with the types of such fields changed."""
    ole = Ole(data)
    head = ole.head("WordDocument", _FIB)
    if len(head) < _FIB or struct.unpack_from("<H", head, 2)[0] < _FIB_WORD_97:
        return data
    one = struct.unpack_from("<H", head, _FIB_FLAGS)[0] & _TABLE_ONE
    table = ole.layout("1Table" if one else "0Table")
    changed = bytearray(data)
    for place in _LISTS:
        start, size = struct.unpack_from("<II", head, place)
        # So many positions and one, each of four bytes, and then two bytes for each.
        count = min(max(0, size - 4), len(data)) // 6
        for number in range(count):
            mark, kind = (table.at(start + 4 * (count + 1) + 2 * number + byte) for byte in (0, 1))
            if 0 < kind < len(data) and data[mark] & 0x1F == _BEGIN and data[kind] in _TYPES:
                changed[kind] = _QUOTE
    return bytes(changed)
