"""Fields that LibreOffice would compute anew - the date, the file's name - made to say what they said.

A field of another type keeps its text.  Only types are changed here, never what a reader sees.
"""

from __future__ import annotations

import re
import struct
from typing import Final

from intake.documents.ole import Ole
from intake.documents.package import Element

_NAMES: Final = (
    "DATE|TIME|SAVEDATE|PRINTDATE|EDITTIME|FILENAME|FILESIZE|NUMPAGES|NUMWORDS|NUMCHARS"
    "|SECTIONPAGES|USERNAME|USERINITIALS|USERADDRESS"
)
"""Names of such fields, in Word's files of every kind."""

_RTF: Final = re.compile(
    rb"(\\fldinst\b(?:[\s{}]|\\\*|\\[a-z]{1,32}-?\d{0,10})*+)(?:" + _NAMES.encode() + rb")\b"
)
_WORDS: Final = re.compile(rf"(\s*)(?:{_NAMES})\b")
_WORDML: Final = "{http://schemas.microsoft.com/office/word/2003/wordml}"
_TEXT: Final = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_OPEN: Final = frozenset(
    _TEXT + name
    for name in (
        *("date", "time", "modification-date", "modification-time", "print-date", "print-time"),
        *("editing-duration", "editing-cycles", "file-name", "page-count", "paragraph-count"),
        *("word-count", "character-count", "sender-firstname", "sender-lastname"),
    )
)

_FIB_FLAGS: Final = 0x0A
_TABLE_ONE: Final = 0x0200
_FIB_WORD_97: Final = 0xC1
_FIB: Final = 0x27A
"""Bytes of the FIB that are looked at."""
_LISTS: Final = (0x11A, 0x122, 0x12A, 0x132, 0x21A, 0x262, 0x272)
"""Where the FIB tells of the lists of fields: of the text, headers, notes, remarks, text boxes."""
_TYPES: Final = frozenset({22, 23, 25, 26, 27, 28, 29, 31, 32, 60, 61, 62, 69})
"""The numbers of such fields ([MS-DOC] 2.9.90)."""
_BEGIN, _QUOTE = 0x13, 35


def fixed_rtf(data: bytes) -> bytes:
    """An RTF file with such fields as QUOTE."""
    return _RTF.sub(rb"\1QUOTE", data)


def fix_xml(root: Element) -> bool:
    """Change such fields of a Word 2003 or OpenDocument tree; whether there were any."""
    changed = False
    for element in root.iter(*_OPEN):
        element.tag = _TEXT + "span"
        element.attrib.clear()
        changed = True
    for element in root.iter(_WORDML + "instrText", _WORDML + "fldSimple"):
        instruction = element.get(_WORDML + "instr")
        if instruction is None:
            element.text = _WORDS.sub(r"\1QUOTE", element.text or "", count=1)
        else:
            element.set(_WORDML + "instr", _WORDS.sub(r"\1QUOTE", instruction, count=1))
        changed = True
    return changed


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
