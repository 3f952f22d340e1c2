"""Formulas (OMML) as a line of text: fractions with /, powers raised, roots with √."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, TypeAlias

from intake.documents.names import M, W
from intake.documents.package import Element
from intake.model import Raise

Pieces: TypeAlias = list[tuple[str, Raise]]


MAX_DEPTH: Final = 60
"""Nested elements of a formula; a deeper one is read as its bare signs, without recursion."""


def formula(element: Element) -> Pieces:
    """The text of an m:oMath in reading order, each stretch with its position."""
    level, depth = [element], 0
    while level and depth <= MAX_DEPTH:
        level, depth = [child for parent in level for child in parent], depth + 1
    if level:
        return [(sign.text or "", Raise.NONE) for sign in element.iter(M + "t")]
    return _pieces(element)


def _pieces(element: Element) -> Pieces:
    return [piece for child in element for piece in _READ.get(child.tag, _pieces)(child)]


def _text(element: Element) -> Pieces:
    return [(element.text or "", Raise.NONE)]


def _nothing(_: Element) -> Pieces:
    return []


def _part(element: Element, name: str) -> Pieces:
    found = element.find(M + name)
    return [] if found is None else _pieces(found)


def _grouped(part: Pieces) -> Pieces:
    """Brackets around a part of several signs, so that (a+b)/c is not read as a+b/c."""
    plain = "".join(text for text, _ in part)
    return part if len(plain) < 2 or plain.isalnum() else [("(", Raise.NONE), *part, (")", Raise.NONE)]


def _fraction(element: Element) -> Pieces:
    return [*_grouped(_part(element, "num")), ("/", Raise.NONE), *_grouped(_part(element, "den"))]


def _root(element: Element) -> Pieces:
    return [*_raised(_part(element, "deg"), Raise.SUPER), ("√", Raise.NONE), *_grouped(_part(element, "e"))]


def _raised(part: Pieces, position: Raise) -> Pieces:
    return [(text, position) for text, _ in part]


def _script(element: Element) -> Pieces:
    lower, upper = _part(element, "sub"), _part(element, "sup")
    return [*_part(element, "e"), *_raised(lower, Raise.SUB), *_raised(upper, Raise.SUPER)]


def _property(element: Element, name: str, default: str) -> str:
    """A sign that a formula states in its properties (`m:begChr`), else `default`."""
    sign = element.find(f"*/{M}{name}")
    return default if sign is None else sign.get(M + "val", "")


def _delimited(element: Element) -> Pieces:
    inner: Pieces = []
    for at, part in enumerate(element.iterchildren(M + "e")):
        inner += [(_property(element, "sepChr", "|"), Raise.NONE)] if at else []
        inner += _pieces(part)
    opening, closing = _property(element, "begChr", "("), _property(element, "endChr", ")")
    return [(opening, Raise.NONE), *inner, (closing, Raise.NONE)]


def _nary(element: Element) -> Pieces:
    bounds = [*_raised(_part(element, "sub"), Raise.SUB), *_raised(_part(element, "sup"), Raise.SUPER)]
    return [(_property(element, "chr", "∫"), Raise.NONE), *bounds, *_part(element, "e")]


def _row(element: Element) -> Pieces:
    return [*_pieces(element), (" ", Raise.NONE)]


_READ: Final[dict[object, Callable[[Element], Pieces]]] = {
    M + "t": _text,
    W + "t": _text,
    M + "f": _fraction,
    M + "rad": _root,
    M + "sSup": _script,
    M + "sSub": _script,
    M + "sSubSup": _script,
    M + "sPre": _script,
    M + "d": _delimited,
    M + "nary": _nary,
    M + "mr": _row,
    M + "rPr": _nothing,
    W + "rPr": _nothing,
    W + "del": _nothing,
    W + "moveFrom": _nothing,
}
