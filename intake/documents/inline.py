"""What stands in a paragraph: runs, words, signs, formulas, fields."""

from __future__ import annotations

import re
from typing import Final

from intake.documents.formula import formula
from intake.documents.names import SYMEX, A, W
from intake.documents.package import Element
from intake.documents.styles import stated
from intake.documents.symbols import symbol, symbols
from intake.documents.walk import HIDDEN, Walk

_BLANKS: Final = re.compile(r"[\t\n\r]")

SIGNS: Final[dict[object, str]] = {
    W + "tab": "\t",
    W + "ptab": "\t",
    W + "br": "\n",
    W + "cr": "\n",
    A + "br": "\n",
    W + "noBreakHyphen": "-",
}
"""Elements that stand for one character; a break ends the printed line and with it the Paragraph."""
_MARKS: Final = frozenset({W + "fldChar", W + "instrText"})
_SHOWN: Final = frozenset({W + "sym", W + "drawing", W + "pict", W + "object"})


def run(walk: Walk, element: Element) -> None:
    """A stretch of one look; hidden text is left out."""
    line = walk.line
    if line is None:
        walk.stray(lambda: run(walk, element))
        return
    own = stated(element.find(W + "rPr"))
    look = own.over(walk.source.styles.character(own.style)).over(line.look)
    if look.hidden:
        _hidden(walk, element)
        return
    outer, walk.run_look = walk.run_look, look
    walk.enter(element)
    walk.run_look = outer


def _hidden(walk: Walk, element: Element) -> None:
    """Nothing of a hidden run is text; but a field that begins or ends in it does so."""
    for child in element:
        if child.tag in _MARKS:
            walk.meet(child)
        elif child.tag in _SHOWN or (child.tag == W + "t" and (child.text or "").strip()):
            walk.source.remark(HIDDEN)


def text(walk: Walk, element: Element) -> None:
    """Words; a line end inside them is a blank, as in any XML text."""
    words = element.text
    if not words:
        return
    if walk.line is None:
        if words.strip():
            walk.stray(lambda: text(walk, element))
        return
    font = walk.run_look.font
    walk.say(_BLANKS.sub(" ", symbols(font, words) if font else words))


def sign(walk: Walk, element: Element) -> None:
    """A tab, a break or a hyphen."""
    walk.say(SIGNS[element.tag])


def symbol_mark(walk: Walk, element: Element) -> None:
    """A character of a symbol font."""
    walk.say(symbol(element.get(W + "font", ""), element.get(W + "char", "")))


def emoji(walk: Walk, element: Element) -> None:
    """A character beyond the symbol fonts, such as 📍."""
    walk.say(symbol(element.get(SYMEX + "font", ""), element.get(SYMEX + "char", "")))


def math(walk: Walk, element: Element) -> None:
    """A formula on one line."""
    if walk.line is None:
        walk.stray(lambda: math(walk, element))
        return
    for words, raised in formula(element):
        walk.say(words, raised)


def field_mark(walk: Walk, element: Element) -> None:
    """Begin, separator or end of a complex field; the begin of a form's field holds what was chosen."""
    data = element.find(W + "ffData") if len(element) else None
    walk.say(walk.fields.mark(element.get(W + "fldCharType", ""), data))


def field_code(walk: Walk, element: Element) -> None:
    """The instruction of a field."""
    walk.fields.instruct(element.text or "")
