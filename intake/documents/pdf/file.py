"""A PDF file as our own nouns: the pages that it shows, its pictures, and what else lies in it.

All that pdfminer can do stands behind this module, `drawing` and `guard`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect
from pdfminer.pdftypes import PDFStream, dict_value, int_value, list_value, resolve1
from pdfminer.psparser import PSLiteral
from pdfminer.utils import Matrix, decode_text

from intake.charset import clean
from intake.documents.package import PASSWORD, DocumentRefused, TooMuch
from intake.documents.pdf.drawing import Gallery, Reader, Sheet, moved, upright
from intake.documents.pdf.fonts import Fonts
from intake.documents.pdf.guard import Opened
from intake.documents.pdf.lines import is_wide
from intake.documents.pdf.model import Box, File, Glyph, Page
from intake.documents.pdf.streams import Work

MAX_PAGES: Final = 300
ENCRYPTED: Final = "PDF 文件已加密，不能打开，请以 .docx 重发"
BROKEN: Final = "文件已损坏（PDF 内容不完整），请重发"
COMMENTS: Final = "文中有批注，批注未采入"
ATTACHED: Final = "PDF 里夹带有其他文件，未读取"
FORM: Final = "PDF 是动态表单（XFA），表单里的内容可能没有读到"
CUT: Final = "PDF 文件不完整，可能没有读全"
DAMAGED: Final = "PDF 有数据已损坏或缺失，文字可能不全，请对照原件"
MANY: Final = "PDF 的批注或表单内容过多，只读取了一部分"
LEFT: Final = "文中有图片未取出"

_A4: Final = (0.0, 0.0, 595.0, 842.0)
_INHERITED: Final = ("Resources", "MediaBox", "CropBox", "Rotate")
_FIELD_SIZE: Final = 10.5
_LARGEST: Final = 20_000.0
_ANNOTATIONS: Final = 2_000
_FIELD_LINES: Final = 1_000
_PARENTS: Final = 10
_HIDDEN: Final = 2
_COMMENTED: Final = frozenset(
    {"Text", "Highlight", "Underline", "StrikeOut", "Squiggly", "Caret", "Ink", "Redact"}
)
_SHOWN: Final = frozenset({"FreeText", "Stamp", "Widget"})
"""Annotations that are a part of the page as one sees it."""


def open_file(data: bytes) -> File:
    """Read a file's pages.  Raises DocumentRefused with a reason for the editor."""
    work = Work()
    for rebuild in (False, True):
        work.damaged = False
        try:
            document = Opened(data, work, rebuild=rebuild)
            found = list(_leaves(document, work))
        except PDFPasswordIncorrect as error:
            raise DocumentRefused(PASSWORD) from error
        except PDFEncryptionError as error:
            raise DocumentRefused(ENCRYPTED) from error
        except (DocumentRefused, MemoryError):
            raise
        except Exception:  # noqa: BLE001, S112 -- pdfminer raises nearly anything for a damaged file
            continue
        if found:
            return _File(document, work).read(found, (CUT,) if rebuild else ())
    raise DocumentRefused(BROKEN)


def _leaves(document: Opened, work: Work) -> Iterator[dict[str, Any]]:
    """The pages in order, each with what it inherits; the tree may well have circles."""
    waiting: list[tuple[Any, dict[str, Any]]] = [(document.catalog.get("Pages"), {})]
    seen: set[object] = set()
    pages = 0
    while waiting:
        reference, inherited = waiting.pop()
        name = getattr(reference, "objid", None)
        if name is not None and name in seen:
            continue
        seen.add(name)
        work.take(10)
        node = dict_value(reference)
        merged = inherited | {key: node[key] for key in _INHERITED if key in node}
        if "Kids" in node:
            waiting += [(kid, merged) for kid in reversed(list_value(node["Kids"]))]
        elif node:
            pages += 1
            if pages > MAX_PAGES:
                raise TooMuch(f"PDF 超过 {MAX_PAGES} 页，未读取")
            yield {**node, **merged}
        else:
            work.damaged = True


class _File:
    """Reads the pages of an opened file."""

    def __init__(self, document: Opened, work: Work) -> None:
        self.document, self.work = document, work
        self.fonts, self.gallery = Fonts(work), Gallery()
        self.remarks: dict[str, None] = {}

    def read(self, leaves: list[dict[str, Any]], remarks: tuple[str, ...]) -> File:
        """All of it."""
        pages = tuple(self._page(leaf) for leaf in leaves)
        self.remarks |= dict.fromkeys(remarks)
        try:
            self._look_beside()
        except (DocumentRefused, MemoryError):
            raise
        except Exception:  # noqa: BLE001 -- damage beside the pages, which were read
            self.remarks[CUT] = None
        return File(pages, tuple(self.gallery.taken), tuple(self.remarks))

    def _look_beside(self) -> None:
        """Remark what a file holds besides its pages."""
        catalog = self.document.catalog
        form = dict_value(catalog.get("AcroForm"))
        names = dict_value(catalog.get("Names"))
        for found, words in (
            (form.get("XFA"), FORM),
            (names.get("EmbeddedFiles") or catalog.get("Collection"), ATTACHED),
            (self.gallery.left, LEFT),
            (self.work.damaged, DAMAGED),
        ):
            self._remark(found, words)

    def _page(self, leaf: dict[str, Any]) -> Page:
        box = _box(leaf.get("MediaBox"), Box(*_A4))
        shown = _box(leaf.get("CropBox"), box)
        matrix = upright(box, int_value(leaf.get("Rotate", 0)) % 360)
        visible = moved(shown, matrix)
        sheet = Sheet(self.fonts, self.work, self.gallery, visible)
        self.work.take(100)
        failed = False
        try:
            contents = resolve1(leaf.get("Contents", []))
            streams = contents if isinstance(contents, list) else [contents]
            Reader(self.fonts, sheet).draw(leaf.get("Resources"), streams, matrix)
            notes = list_value(leaf.get("Annots"))
            self._remark(len(notes) > _ANNOTATIONS, MANY)
            for note in notes[:_ANNOTATIONS]:
                self._annotation(dict_value(note), matrix, sheet)
        except (DocumentRefused, MemoryError):
            raise
        except Exception:  # noqa: BLE001 -- what was drawn before the damage holds
            failed = True
        area = max(visible.width * visible.height, 1.0)
        return Page(
            visible.x1,
            visible.y1,
            tuple(sheet.glyphs),
            tuple(sheet.rules),
            tuple(sheet.things),
            sheet.unreadable,
            sheet.hidden,
            min(sheet.covered / area, 1.0),
            sheet.paths,
            failed,
        )

    def _annotation(self, note: dict[str, Any], matrix: Matrix, sheet: Sheet) -> None:
        """Take what is filled into a field or stamped onto the page; remark what is only said about it."""
        self.work.take(20)
        kind = getattr(resolve1(note.get("Subtype")), "name", "")
        if int_value(note.get("F", 0)) & _HIDDEN:
            return
        place = _box(note.get("Rect"), Box(0, 0, 1, 1))
        text = _field(note) if kind == "Widget" else ""
        look = resolve1(dict_value(note.get("AP")).get("N"))
        if text.strip():
            self._write(text, moved(place, matrix), sheet)
        elif kind in _SHOWN and isinstance(look, PDFStream):
            Reader(self.fonts, sheet).stamp(look, place, matrix)
        elif kind == "FreeText":
            self._write(_words(note.get("Contents")), moved(place, matrix), sheet)
        if kind in _COMMENTED and _words(note.get("Contents")).strip():
            self.remarks[COMMENTS] = None
        if kind == "FileAttachment":
            self.remarks[ATTACHED] = None

    def _write(self, text: str, place: Box, sheet: Sheet) -> None:
        self._remark(text.count("\n") >= _FIELD_LINES, MANY)
        sheet.glyphs += _written(text, place)

    def _remark(self, holds: object, words: str) -> None:
        if holds:
            self.remarks[words] = None


def _written(text: str, place: Box) -> Iterator[Glyph]:
    """The value of a field as it is set into its place, line by line."""
    lines = text.split("\n")[:_FIELD_LINES]
    size = round(max(1.0, min(_FIELD_SIZE, 0.7 * place.height / len(lines))), 1)
    for at, line in enumerate(lines):
        x, base = place.x0 + 0.2 * size, place.y1 - (at + 0.75) * place.height / len(lines)
        for char in line:
            width = size if is_wide(char) else size / 2
            yield Glyph(char, x, x + width, base, size)
            x += width


def _box(value: Any, otherwise: Box) -> Box:
    numbers = [resolve1(one) for one in list_value(value)]
    if len(numbers) != 4 or not all(isinstance(one, (int, float)) for one in numbers):
        return otherwise
    if not all(abs(one) < _LARGEST for one in numbers):
        return otherwise
    (x0, x1), (y0, y1) = sorted(numbers[::2]), sorted(numbers[1::2])
    return Box(float(x0), float(y0), float(x1), float(y1)) if x0 < x1 and y0 < y1 else otherwise


def _words(value: Any) -> str:
    """A text string of a file (7.9.2.2), or a stream of one, or several of them."""
    value = resolve1(value)
    if isinstance(value, PDFStream):
        value = value.get_data()
    if isinstance(value, list):
        return "、".join(_words(one) for one in value[:100] if isinstance(resolve1(one), bytes))
    return clean(decode_text(value)) if isinstance(value, bytes) else ""


def _inherited(note: dict[str, Any], key: str) -> Any:
    """A value of a field, or of the field that it is a part of."""
    for _ in range(_PARENTS):
        if key in note:
            return resolve1(note[key])
        note = dict_value(note.get("Parent"))
    return None


def _field(note: dict[str, Any]) -> str:
    kind = getattr(_inherited(note, "FT"), "name", "")
    if kind in {"Tx", "Ch"}:
        return _words(_inherited(note, "V"))
    if kind == "Btn" and not int_value(_inherited(note, "Ff") or 0) & 1 << 16:
        state = resolve1(note.get("AS")) or _inherited(note, "V")
        return "☑" if isinstance(state, PSLiteral) and state.name != "Off" else "☐"
    return ""
