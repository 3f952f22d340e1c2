"""What hangs on a paragraph: text boxes, notes, drawings, pictures, and strangers that are only remarked."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from intake.documents.lines import Line
from intake.documents.names import R, W
from intake.documents.package import Element
from intake.documents.walk import Walk
from intake.model import Paragraph, Place

NO_NOTE: Final = "文中有脚注或尾注缺失，未取得"
COMMENTS: Final = "文中有批注，批注未采入"
OBJECT: Final = "文中嵌有其他文件（对象），其内容未读取"
CHART: Final = "文中有图表，图表内的文字未读取"


def text_box(walk: Walk, element: Element) -> None:
    """The paragraphs of a text box, after the one that it hangs on."""
    walk.anchor(Place.TEXTBOX, lambda: walk.enter(element))


def note(walk: Walk, element: Element) -> None:
    """A footnote or endnote, after the paragraph that refers to it."""
    kind = "footnotes" if element.tag == W + "footnoteReference" else "endnotes"
    number = element.get(W + "id")
    found = walk.source.note(kind, number)
    if found is None:
        walk.source.remark(NO_NOTE)
    elif walk.source.once(f"{kind} {number}"):
        paragraphs = walk.another(walk.source.parts[kind], found, Place.NOTE)
        walk.hang([_without_indent(one) for one in paragraphs[:1]] + paragraphs[1:])


def _without_indent(one: Paragraph) -> Paragraph:
    """A note without the blanks that stand behind its mark."""
    text = one.text.lstrip()
    left, runs = len(one.text) - len(text), list(one.runs)
    while left and runs:
        cut = min(left, len(runs[0].text))
        left, runs[0] = left - cut, replace(runs[0], text=runs[0].text[cut:])
        runs = runs if runs[0].text else runs[1:]
    return replace(one, text=text, runs=tuple(runs))


def shape_paragraph(walk: Walk, element: Element) -> None:
    """A paragraph of a drawing (diagram, canvas)."""
    walk.anchor(Place.TEXTBOX, lambda: walk.elements[W + "p"](walk, element))


def word_art(walk: Walk, element: Element) -> None:
    """Words bent into a shape; in a header they are a watermark."""
    words = element.get("string")
    if words and walk.place is not Place.HEADER:
        walk.anchor(Place.TEXTBOX, lambda: _spoken(walk, words))


def _spoken(walk: Walk, words: str) -> None:
    walk.line = Line()
    walk.say(words)
    line, walk.line = walk.line, None
    walk.close(line)


def diagram(walk: Walk, element: Element) -> None:
    """The words of a SmartArt diagram."""
    link = walk.links.get(element.get(R + "dm", ""))
    if link and link.target in walk.source.package and walk.source.once(link.target):
        root = walk.source.optional(link.target)
        if root is not None:
            walk.hang(walk.another(link.target, root, Place.TEXTBOX))


def chart(walk: Walk, _: Element) -> None:
    """A chart is not read, and said so."""
    walk.leave_out(CHART)


def ole_object(walk: Walk, _: Element) -> None:
    """An embedded file is not read, and said so."""
    walk.leave_out(OBJECT)


def comment(walk: Walk, _: Element) -> None:
    """A comment is no text of the author's."""
    walk.leave_out(COMMENTS)


def picture(walk: Walk, element: Element) -> None:
    """A picture, by the relationship that it embeds or links."""
    name = element.get(R + "embed") or element.get(R + "id") or element.get(R + "link")
    if not name:
        walk.enter(element)
    elif walk.line is not None:
        index = walk.source.picture(walk.links.get(name))
        if index is not None:
            walk.line.pictures.append((walk.line.breaks, index))
