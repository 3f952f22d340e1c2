"""Formulas (OMML) as a line of text: fractions with /, powers raised, roots with √."""

from __future__ import annotations

from collections.abc import Callable, Iterable
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


def _apart(parts: Iterable[Pieces], sign: str) -> Pieces:
    """Parts with a sign between them."""
    joined: Pieces = []
    for part in parts:
        joined += [(sign, Raise.NONE), *part] if joined else part
    return joined


def _row(element: Element) -> Pieces:
    return _apart(map(_pieces, element.iterchildren(M + "e")), " ")


def _stack(element: Element) -> Pieces:
    """Rows of a matrix or of an array of equations, one behind the other."""
    rows = element.iterchildren(M + "mr", M + "e")
    return _apart((_row(row) if row.tag == M + "mr" else _pieces(row) for row in rows), "; ")


def _accented(element: Element) -> Pieces:
    return [*_part(element, "e"), (_property(element, "chr", "\u0302"), Raise.NONE)]


def _function(element: Element) -> Pieces:
    name, of = _part(element, "fName"), _part(element, "e")
    touching = name and of and name[-1][0][-1:].isalpha() and of[0][0][:1].isalnum()
    return [*name, *([(" ", Raise.NONE)] if touching else []), *of]


def _limit(position: Raise) -> Callable[[Element], Pieces]:
    """Words below or above a sign: lim with n→∞."""
    return lambda element: [*_part(element, "e"), *_raised(_part(element, "lim"), position)]


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
    M + "m": _stack,
    M + "eqArr": _stack,
    M + "acc": _accented,
    M + "func": _function,
    M + "limLow": _limit(Raise.SUB),
    M + "limUpp": _limit(Raise.SUPER),
    M + "rPr": _nothing,
    W + "rPr": _nothing,
    W + "del": _nothing,
    W + "moveFrom": _nothing,
}
