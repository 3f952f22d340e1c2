"""Fonts as far as the meaning of their codes goes; nothing is guessed, of font programs only tables are read.

pdfminer finds the character tables of Adobe's collections by name among the files of its own package (and
of $CMAP_PATH); a name that leads out of there is not followed.
"""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Mapping
from itertools import pairwise
from typing import Any, Final

from pdfminer.cmapdb import CMap, CMapParser, FileUnicodeMap, IdentityCMap, UnicodeMap
from pdfminer.pdffont import PDFFont, PDFType1Font, PDFUnicodeNotDefined, Type1FontHeaderParser
from pdfminer.pdfinterp import PDFResourceManager
from pdfminer.pdftypes import PDFStream, dict_value, int_value, list_value, resolve1
from pdfminer.psparser import LIT, PSLiteral, literal_name

from intake.documents.package import TooMuch
from intake.documents.pdf.guard import Counted
from intake.documents.pdf.streams import Work
from intake.documents.pdf.truetype import glyphs
from intake.documents.symbols import symbol

_CODES: Final = 1 << 16
"""Codes that a font can have."""
_HEAD: Final = 1 << 16
"""Bytes of a Type 1 font in front of its outlines; all the glyph names of an encoding need 5,000."""
_OWN_ORDER: Final = frozenset({"Adobe-Identity", "Adobe-UCS"})
"""Collections whose numbers mean nothing outside the font."""
_CODE_SPACE: Final = re.compile(rb"<([0-9A-Fa-f]{2,8})>\s*<[0-9A-Fa-f]{2,8}>\s*(?=endcodespacerange|<)")


# Chinese programs often map glyphs to the radicals, which look the same (⼯ for 工).
_SAME = str.maketrans(
    {
        code: unicodedata.normalize("NFKC", chr(code))
        for code in (*range(0x2E80, 0x2FD6), *range(0xF900, 0xFB07))
    }
    | {0xAD: None, 0xA0: " "}
)
_BOLD = re.compile("bold|heavy|black", re.IGNORECASE)
_FORCE_BOLD = 1 << 18
_SYMBOLS = ("wingdings", "symbol")


def character(font: object, text: str) -> str | None:
    """What a glyph says, None where that is no character."""
    text = text.translate(_SAME)
    if text.isprintable() and text:
        return _symbolic(font, text) if "\ue000" <= text[0] <= "\uf8ff" else text
    if text.isspace():
        return text if text == "\u3000" else " "
    return text if text == "" else None


def _symbolic(font: object, text: str) -> str | None:
    """A sign of a symbol font, which has private codes."""
    name = str(font).rpartition("+")[2].lower()
    known = next((one for one in _SYMBOLS if name.startswith(one)), None)
    return symbol(known, f"{ord(text[0]):x}") if known else None


def is_bold(font: PDFFont) -> bool:
    """Whether the letters of a font are bold, by its name or flag."""
    return bool(_BOLD.search(str(font.fontname))) or bool(font.flags & _FORCE_BOLD)


class _Characters(FileUnicodeMap):
    """What the codes of a font mean by the file's own table, and by the font's character set beside it."""

    def __init__(self, work: Work, beside: UnicodeMap | None) -> None:
        super().__init__()
        self.work, self.beside = work, beside

    def add_cid2unichr(self, cid: int, code: Any) -> None:
        """Add a code.  Raises ValueError where there are more than a font can have."""
        self.work.take(2)
        if len(self.cid2unichr) > _CODES:
            raise ValueError(cid)
        super().add_cid2unichr(cid, code)

    def get_unichr(self, cid: int) -> str:
        """The character of a code.  Raises KeyError."""
        found = self.cid2unichr.get(cid)
        if found is None and self.beside is not None:
            return self.beside.get_unichr(cid)
        return self.cid2unichr[cid]


class _Table(Counted, CMapParser):
    """The parser of such a table."""

    def __init__(self, characters: _Characters, data: bytes) -> None:
        self.work = characters.work
        super().__init__(characters, io.BytesIO(data))


class _Header(Counted, Type1FontHeaderParser):
    """The parser of the head of a Type 1 font, where its own encoding stands."""

    def __init__(self, data: bytes, work: Work) -> None:
        self.work = work
        super().__init__(io.BytesIO(data))


class Lost(PDFFont):
    """A font that cannot be made out; none of its codes means anything."""

    def __init__(self) -> None:
        super().__init__({}, {}, default_width=500)

    def to_unichr(self, cid: int) -> str:
        """Raises PDFUnicodeNotDefined."""
        raise PDFUnicodeNotDefined(None, cid)


class Fonts(PDFResourceManager):
    """Fonts as far as their codes matter: of a font program its table of characters is read, counted."""

    def __init__(self, work: Work) -> None:
        super().__init__()
        self.work = work

    def get_font(self, objid: object, spec: Mapping[str, object]) -> PDFFont:
        """A font, made once where it is an object of its own.  Raises TooMuch."""
        self.work.take(10)
        if objid and objid in self._cached_fonts:
            return self._cached_fonts[objid]
        try:
            font = self._made(spec)
        except (TooMuch, MemoryError):
            raise
        except Exception:  # noqa: BLE001 -- pdfminer raises nearly anything for a damaged font
            font = Lost()
        if objid:
            self._cached_fonts[objid] = font
        return font

    def _made(self, spec: Mapping[str, object]) -> PDFFont:
        self.work.take(500)
        if literal_name(resolve1(spec.get("Subtype", ""))) == "Type0":
            return super().get_font(None, spec)  # which asks us for its descendant
        table = resolve1(spec.get("ToUnicode"))
        bare = self._bare(spec)
        font = super().get_font(None, bare)
        if isinstance(font, PDFType1Font) and "Encoding" not in spec:
            self._ask_header(font, spec)
        if isinstance(table, PDFStream):
            self._explain(font, table)
        elif getattr(font, "cidcoding", "") in _OWN_ORDER and getattr(font, "unicode_map", None) is None:
            self._ask_program(font, spec)
        return self._decoding(font, spec)

    def _bare(self, spec: Mapping[str, object]) -> dict[str, object]:
        """What pdfminer is given of a font: without the tables and programs that it would read unbounded."""
        bare = dict(spec)
        if isinstance(resolve1(spec.get("ToUnicode")), PDFStream):
            del bare["ToUnicode"]
        own = resolve1(spec.get("Encoding"))
        if isinstance(own, PDFStream):
            named = resolve1(own.get("CMapName"))
            bare["Encoding"] = named if isinstance(named, PSLiteral) else LIT("unknown")
        for name in {"W", "W2"} & bare.keys():
            self._count_widths(list_value(bare[name]))
        if "FontDescriptor" in spec:
            described = dict_value(spec["FontDescriptor"])
            bare["FontDescriptor"] = {
                key: value for key, value in described.items() if not key.startswith("FontFile")
            }
        return bare

    def _ask_header(self, font: PDFType1Font, spec: Mapping[str, object]) -> None:
        """A font that is given no encoding has one built in."""
        program = resolve1(dict_value(spec.get("FontDescriptor", {})).get("FontFile"))
        if isinstance(program, PDFStream):
            head = program.get_data()[: min(_HEAD, max(0, int_value(program.get("Length1", 0))))]
            font.cid2unicode = _Header(head, self.work).get_encoding()

    def _ask_program(self, font: PDFFont, spec: Mapping[str, object]) -> None:
        """Where the file has no table of characters, the embedded font itself has one."""
        program = resolve1(dict_value(spec.get("FontDescriptor", {})).get("FontFile2"))
        if not isinstance(program, PDFStream):
            return
        self.work.take(_CODES)
        known = glyphs(program.get_data())
        order = resolve1(spec.get("CIDToGIDMap"))
        if isinstance(order, PDFStream):
            data = order.get_data()
            codes = [
                int.from_bytes(data[at : at + 2], "big") for at in range(0, min(len(data), 2 * _CODES), 2)
            ]
            known = {code: known[glyph] for code, glyph in enumerate(codes) if glyph in known}
        characters = _Characters(self.work, None)
        characters.cid2unichr = known
        font.unicode_map = characters  # type: ignore[attr-defined]

    def _decoding(self, font: PDFFont, spec: Mapping[str, object]) -> PDFFont:
        """The font where it is known how its strings divide into codes."""
        codes = getattr(font, "cmap", None)
        if not isinstance(codes, CMap) or codes.code2cid:
            return font
        # A table of the file's own: with two bytes a code its numbers are those of ToUnicode as well.
        own = resolve1(spec.get("Encoding"))
        ranges = _CODE_SPACE.findall(own.get_data()) if isinstance(own, PDFStream) else []
        if not isinstance(getattr(font, "unicode_map", None), _Characters) or {
            len(one) for one in ranges
        } != {4}:
            return Lost()
        font.cmap = IdentityCMap(WMode=0)  # type: ignore[attr-defined]
        return font

    def _count_widths(self, widths: Any) -> None:
        """Count the entries of a table of widths, whose ranges may be of any length."""
        numbers = [one for one in map(resolve1, widths) if isinstance(one, (int, float))]
        self.work.take(len(widths))
        for first, last in pairwise(numbers):
            if last - first > _CODES:
                raise ValueError(last)
        self.work.take(sum(max(0, int(b - a)) for a, b in pairwise(numbers)) // 20)

    def _explain(self, font: PDFFont, table: PDFStream) -> None:
        codes = getattr(font, "cmap", None)
        # QUIRK: ToUnicode goes by code, pdfminer asks it by CID; they are the same for Identity only.
        if isinstance(codes, CMap) and codes.code2cid and getattr(font, "unicode_map", None):
            return
        characters = _Characters(self.work, getattr(font, "unicode_map", None))
        try:
            _Table(characters, table.get_data()).run()
        except (TooMuch, MemoryError):
            raise
        except Exception:  # noqa: BLE001, S110 -- what was read of a damaged table holds
            pass
        font.unicode_map = characters  # type: ignore[attr-defined]
