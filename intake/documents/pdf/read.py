"""A PDF file with text as a Document; scans and what cannot be made out are kept, never guessed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from intake.documents.package import MAX_CHARACTERS, TooMuch
from intake.documents.pdf.edges import is_header, is_page_number, key, repeated
from intake.documents.pdf.file import DAMAGED, open_file
from intake.documents.pdf.layout import lines_of, margins
from intake.documents.pdf.model import File, Line
from intake.documents.pdf.paragraphs import paragraphs
from intake.documents.sniff import Kind, Verdict
from intake.model import AttachmentState, Document, Paragraph, Place

SCAN: Final = "扫描件（没有文字层），未读取，请以 .docx 重发"
RECOGNISED: Final = "扫描件，其文字由软件识别，可能有误，未采用，请以 .docx 重发"
OUTLINES: Final = "PDF 里的文字已转成图形，不能读取，请以 .docx 重发"
CODES: Final = "PDF 没有给出文字的编码，不能读取，请以 .docx 重发"
INVISIBLE: Final = "PDF 里的文字都是隐藏的，未采用，请以 .docx 重发"
LOST: Final = "PDF 里的内容已损坏或不能解开，不能读取，请以 .docx 重发"
NO_TEXT: Final = "PDF 里没有文字"
HIDDEN: Final = "文中有隐藏文字，未采入"

_COVERED: Final = 0.5
"""Share of a page under pictures from which on it is a scan, where nothing else is shown."""
_UNREADABLE: Final = 0.3
"""Share of the glyphs that may be unknown in a text that is read all the same: a list has many bullets."""
_OUTLINED: Final = 100
"""Shapes of a page without text that are its letters."""


def read_pdf(data: bytes) -> Document | Verdict:
    """Read a PDF file, or say why it is kept unread.  Raises DocumentRefused."""
    file = open_file(data)
    reason = _unread(file)
    if reason is not None:
        return Verdict(Kind.OTHER, AttachmentState.KEPT, reason)
    return Document(tuple(_text(file)), file.pictures, tuple(dict.fromkeys(_remarks(file))))


def _unread(file: File) -> str | None:
    """Why nothing is taken from a file."""
    pages = file.pages
    shown = sum(len(page.glyphs) for page in pages)
    unreadable = sum(page.unreadable for page in pages)
    if unreadable > _UNREADABLE * shown:
        return CODES
    if shown:
        return None
    scans = any(page.covered >= _COVERED for page in pages)
    reasons = (
        (scans and any(page.hidden for page in pages), RECOGNISED),
        (scans, SCAN),
        (any(page.hidden for page in pages), INVISIBLE),
        (any(page.paths >= _OUTLINED for page in pages), OUTLINES),
        (any(page.covered for page in pages), SCAN),
        (any(page.failed for page in pages) or DAMAGED in file.remarks, LOST),
    )
    return next((words for holds, words in reasons if holds), NO_TEXT)


def _remarks(file: File) -> Iterator[str]:
    yield from file.remarks
    scans = [at for at, page in enumerate(file.pages, 1) if not page.glyphs and page.covered >= _COVERED]
    if scans:
        yield f"第 {_listed(scans)} 页是扫描件，没有读取"
    if any(page.hidden and page.glyphs for page in file.pages):
        yield HIDDEN
    unreadable = sum(page.unreadable for page in file.pages)
    if unreadable:
        yield f"有 {unreadable} 个字 PDF 没有给出编码，以 □ 代替"
    failed = [at for at, page in enumerate(file.pages, 1) if page.failed]
    if failed:
        yield f"第 {_listed(failed)} 页已损坏，可能没有读全"


def _listed(numbers: Sequence[int]) -> str:
    return "、".join(str(number) for number in numbers[:20]) + ("等" if len(numbers) > 20 else "")


def _text(file: File) -> Iterator[Paragraph]:
    """Headers first, each once; then the text, through all pages; then what is written across them."""
    pages = _pages(file)
    heights = [page.height for page in file.pages]
    known = repeated(pages, heights)
    headers: dict[str, Line] = {}
    body: list[Line] = []
    across: dict[str, tuple[int, list[Line]]] = {}
    pictures: set[int] = set()
    for page, (lines, height) in enumerate(zip(pages, heights, strict=True)):
        for line in lines:
            if is_page_number(line, height):
                continue
            if is_header(line, height, known):
                headers.setdefault(key(line), line)
            elif line.turned:
                first, same = across.setdefault(line.text, (page, []))
                same += [line] if page == first else []
            elif line.picture is None or line.picture not in pictures:
                pictures |= {line.picture} if line.picture is not None else set()
                body.append(line)
    for line in headers.values():
        yield from (replace(one, place=Place.HEADER) for one in paragraphs([line]))
    yield from paragraphs(body)
    yield from paragraphs([line for _, same in across.values() for line in same])


def _pages(file: File) -> list[list[Line]]:
    """The lines of each page, those of the running text with the margins that all pages share."""
    pages: list[list[Line]] = []
    tables = characters = 0
    for page in file.pages:
        lines = lines_of(page, tables)
        tables = max((line.cell[0] + 1 for line in lines if line.cell is not None), default=tables)
        characters += sum(len(line.text) for line in lines)
        if characters > MAX_CHARACTERS:
            raise TooMuch(f"文字超过 {MAX_CHARACTERS // 10_000} 万字，未读取")
        pages.append(lines)
    for width in {page.width for page in file.pages}:
        own = [at for at, page in enumerate(file.pages) if page.width == width]
        _set_margins(pages, own, file)
    return pages


def _set_margins(pages: list[list[Line]], own: Sequence[int], file: File) -> None:
    """Give the lines that run over the whole width the margins that pages of one width share."""
    known = repeated(pages, [page.height for page in file.pages])
    within = [
        line
        for at in own
        for line in pages[at]
        if line.runs and line.cell is None and not line.turned
        if not is_header(line, file.pages[at].height, known)
        if not is_page_number(line, file.pages[at].height)
    ]
    left, right = margins(within, file.pages[own[0]].width)
    for at in own:
        pages[at] = [
            replace(line, left=left, right=right) if _is_running(line) else line for line in pages[at]
        ]


def _is_running(line: Line) -> bool:
    return line.left == line.right == 0.0
