"""Elements of a Word document: what `word` says in paragraphs is written here in the format's words.

Elements are built whole, with a text node for every word that came from a mail: nothing is ever
pasted into markup.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from docx.oxml import OxmlElement

from compose.text import clean_text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from docx.oxml.xmlchemy import BaseOxmlElement

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_PRESERVE = {"{http://www.w3.org/XML/1998/namespace}space": "preserve"}


def node(tag: str, *children: BaseOxmlElement, **attributes: str) -> BaseOxmlElement:
    """Build a `w:` element; attributes are `w:` ones too."""
    named = {_W + key: value for key, value in attributes.items()}
    element = cast("BaseOxmlElement", OxmlElement(f"w:{tag}", named))
    element.extend(children)
    return element


def _words(text: str) -> Iterable[BaseOxmlElement]:
    """Write clean text as text nodes; a tab and a line end have elements of their own."""
    for row, line in enumerate(clean_text(text).split("\n")):
        if row:
            yield node("br")
        for column, part in enumerate(line.split("\t")):
            if column:
                yield node("tab")
            if part:
                element = cast("BaseOxmlElement", OxmlElement("w:t", _PRESERVE))
                element.text = part
                yield element


def run(
    text: str, style: str | None = None, *, color: str | None = None, points: int | None = None
) -> BaseOxmlElement:
    """Write a run of one look; `style` is a character style's id, `color` six hex digits, `points` its size.

    The hint makes Word set quotation marks and dashes, which both scripts share, in the Chinese font.
    """
    look = [node("rStyle", val=style)] if style else []
    tint = [node("color", val=color)] if color else []
    size = [node(tag, val=str(2 * points)) for tag in ("sz", "szCs")] if points else []
    return node("r", node("rPr", *look, node("rFonts", hint="eastAsia"), *tint, *size), *_words(text))


def paragraph(style: str, *content: BaseOxmlElement) -> BaseOxmlElement:
    """Write a paragraph; `style` is a paragraph style's id."""
    return node("p", node("pPr", node("pStyle", val=style)), *content)


def picture(style: str, inline: BaseOxmlElement) -> BaseOxmlElement:
    """Write a paragraph that holds a picture and nothing else."""
    return paragraph(style, node("r", node("drawing", inline)))


def opening(ident: int, bookmark: str, *, comment: bool) -> list[BaseOxmlElement]:
    """Begin a piece: its bookmark and, where it has one, its comment's range."""
    marks = [node("bookmarkStart", id=str(ident), name=bookmark)]
    return [*marks, node("commentRangeStart", id=str(ident))] if comment else marks


def closing(ident: int, *, comment_style: str | None) -> list[BaseOxmlElement]:
    """End a piece; `comment_style` is the id of the reference mark's style, None without a comment."""
    end = node("bookmarkEnd", id=str(ident))
    return [end] if comment_style is None else [*_comment_end(ident, comment_style), end]


def commented(ident: int, style: str, *content: BaseOxmlElement) -> list[BaseOxmlElement]:
    """Put a comment's range around runs; `style` is the id of the reference mark's style."""
    return [node("commentRangeStart", id=str(ident)), *content, *_comment_end(ident, style)]


def _comment_end(ident: int, style: str) -> list[BaseOxmlElement]:
    look = node("rPr", node("rStyle", val=style))
    reference = node("r", look, node("commentReference", id=str(ident)))
    return [node("commentRangeEnd", id=str(ident)), reference]


def comment(
    ident: int, lines: Iterable[Iterable[BaseOxmlElement]], styles: tuple[str, str], **who: str
) -> BaseOxmlElement:
    """Write a comment, a paragraph for the runs of a line; `styles` are the ids of its text and its mark.

    `who` is author, initials and date (UTC, ISO 8601 with Z).
    """
    text_style, mark_style = styles
    rows = [paragraph(text_style, *line) for line in lines] or [paragraph(text_style)]
    mark = node("r", node("rPr", node("rStyle", val=mark_style)), node("annotationRef"))
    rows[0].insert(1, mark)
    return node("comment", *rows, id=str(ident), **who)
