"""A Word file (.docx, .docm, .dotx, transitional or Strict) as a Document."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Final

from intake.documents.blocks import FOREIGN_CHUNK
from intake.documents.elements import ELEMENTS
from intake.documents.names import R, W
from intake.documents.package import DocumentRefused, Element, Package
from intake.documents.plain import read_html, read_text
from intake.documents.sniff import Kind, kind_of
from intake.documents.source import DAMAGED, Source
from intake.documents.styles import switched_on
from intake.documents.walk import Walk
from intake.documents.web_archive import page
from intake.model import Document, Paragraph, Place

__all__ = ["DocumentRefused", "read_docx", "read_package"]

MACROS: Final = "文件带有宏，宏已忽略"
_MAX_NESTED_FILES: Final = 2
"""A Word file inserted into a Word file inserted into a Word file is read; the next one is not."""
_PAGE_NUMBER: Final = re.compile(r"[\d\s\-—–─·/第页共码PpageofOF]*")


def read_docx(data: bytes) -> Document:
    """Read a Word file from its bytes.  Raises DocumentRefused with a reason for the editor."""
    document = read_package(Package(data))
    if document is None:
        raise DocumentRefused("不是 Word 文件")
    return document


def read_package(package: Package, nested: int = 0) -> Document | None:
    """Read an opened file, or None where it holds no Word document.  Raises DocumentRefused.

    `nested` counts the files that it was inserted into.
    """
    main = package.main()
    root = package.xml(main) if main else None
    if main is None or root is None or root.tag != W + "document":
        return None
    source = Source(package, main, _chunk_reader(nested))
    text = Walk(source, main, ELEMENTS).story(root)
    paragraphs = (*_edges(source, main, root, "header"), *text, *_edges(source, main, root, "footer"))
    if any(name.endswith("vbaproject.bin") for name in package.names):
        source.remark(MACROS)
    if package.damaged:
        source.remark(DAMAGED)
    return Document(paragraphs, tuple(source.pictures), tuple(source.remarks))


def _edges(source: Source, main: str, root: Element, edge: str) -> Iterator[Paragraph]:
    """The page headers (or footers) in use, each text once; bare page numbers are no text."""
    links = source.package.relations(main)
    for section in root.iter(W + "sectPr"):
        for reference in section.iterchildren(f"{W}{edge}Reference"):
            link = links.get(reference.get(R + "id", ""))
            if link and source.once(link.target) and _shown(section, reference.get(W + "type")):
                yield from _edge(source, link.target)


def _shown(section: Element, which: str | None) -> bool:
    """Whether a section shows this header: one for the first page must be asked for."""
    title_page = section.find(W + "titlePg")
    return which != "first" or (title_page is not None and switched_on(title_page))


def _edge(source: Source, name: str) -> Iterator[Paragraph]:
    root = source.optional(name)
    for paragraph in [] if root is None else Walk(source, name, ELEMENTS, Place.HEADER).story(root):
        if _PAGE_NUMBER.fullmatch(paragraph.text) is None and source.once(paragraph.text):
            yield paragraph


def _chunk_reader(nested: int) -> Callable[[Source, str], list[Paragraph]]:
    """A reader of inserted files (altChunk) by the kind that their name states."""

    def read(source: Source, name: str) -> list[Paragraph]:
        data = source.package.blob(name)
        reader = _CHUNKS.get(name.rpartition(".")[2]) or _KINDS.get(kind_of(data).kind)
        if reader is None or nested >= _MAX_NESTED_FILES:
            source.remark(FOREIGN_CHUNK)
            return []
        return reader(source, data, nested)

    return read


def _text_chunk(source: Source, data: bytes, _: int) -> list[Paragraph]:
    return _counted(source, read_text(data))


def _html_chunk(source: Source, data: bytes, _: int) -> list[Paragraph]:
    return _counted(source, read_html(data))


def _archive_chunk(source: Source, data: bytes, _: int) -> list[Paragraph]:
    found = page(data)
    if found is None:
        source.remark(FOREIGN_CHUNK)
        return []
    return _counted(source, read_html(found))


def _counted(source: Source, document: Document) -> list[Paragraph]:
    source.package.budget.take_characters(len(document.text))
    return list(document.paragraphs)


def _word_chunk(source: Source, data: bytes, nested: int) -> list[Paragraph]:
    inner = read_package(Package(data, source.package.budget), nested + 1)
    if inner is None:
        source.remark(FOREIGN_CHUNK)
        return []
    pictures, tables = len(source.pictures), source.tables
    source.pictures.extend(inner.pictures)
    source.tables += 1 + max((one.row[0] for one in inner.paragraphs if one.row), default=-1)
    for words in inner.remarks:
        source.remark(words)
    return [_moved(paragraph, pictures, tables) for paragraph in inner.paragraphs]


def _moved(paragraph: Paragraph, pictures: int, tables: int) -> Paragraph:
    """The paragraph with its pictures and tables numbered on from the outer file's."""
    row = paragraph.row
    return replace(
        paragraph,
        pictures=tuple(pictures + index for index in paragraph.pictures),
        row=None if row is None else (tables + row[0], row[1], row[2]),
    )


_CHUNKS: Final[dict[str, Callable[[Source, bytes, int], list[Paragraph]]]] = {
    "txt": _text_chunk,
    "htm": _html_chunk,
    "html": _html_chunk,
    "xhtml": _html_chunk,
    **dict.fromkeys(("mht", "mhtml"), _archive_chunk),
    **dict.fromkeys(("docx", "docm", "dotx", "dotm"), _word_chunk),
}
_KINDS: Final = {Kind.TEXT: _text_chunk, Kind.HTML: _html_chunk, Kind.WORD: _word_chunk}
"""Readers of inserted files by name, and by what the bytes of another name are."""
