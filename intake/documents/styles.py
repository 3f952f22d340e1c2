"""What a Word file says about looks: direct properties, styles, and what styles are based on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, NamedTuple

from intake.documents.names import VAL, W
from intake.documents.package import Element
from intake.documents.stylesheet import StyleSheet
from intake.documents.symbols import FONTS
from intake.model import Align, Raise

MAX_LEVEL: Final = 8
"""List levels are counted from 0 to 8."""

_OFF: Final = frozenset({"0", "false", "off", "none"})
_LONGEST_CHAIN: Final = 30
"""Styles that one is based on; Word itself allows eleven."""
_BODY_TEXT: Final = 9
"""The value of w:outlineLvl that means "no heading"."""
_ALIGNS: Final = {
    "left": Align.LEFT,
    "start": Align.LEFT,
    "center": Align.CENTER,
    "right": Align.RIGHT,
    "end": Align.RIGHT,
    "both": Align.JUSTIFY,
    "distribute": Align.JUSTIFY,
}
_RAISES: Final = {"superscript": Raise.SUPER, "subscript": Raise.SUB}


class Look(NamedTuple):
    """The properties stated at one place; None is "not stated here".

    `size` is in points, `outline` counts from 1 (0: body text), `number` is a numId (0: not numbered),
    `font` the name of a symbol font ("": an ordinary one), `shift` half points above the line.
    """

    # A tuple, for every run of a file makes two: a frozen dataclass takes five times as long to make.
    bold: bool | None = None
    hidden: bool | None = None
    size: float | None = None
    raised: Raise | None = None
    align: Align | None = None
    outline: int | None = None
    number: int | None = None
    level: int | None = None
    style: str | None = None
    font: str | None = None
    shift: int | None = None

    def over(self, base: Look) -> Look:
        """This look, and `base` where it says nothing."""
        if self is PLAIN or self == base:
            return base
        if base is PLAIN:
            return self
        return Look._make([below if mine is None else mine for mine, below in zip(self, base, strict=True)])


PLAIN: Final = Look()


def whole(text: str | None, default: int = 0) -> int:
    """A whole number from an attribute; `default` for anything else, the absurd included."""
    try:
        value = int((text or "")[:12])
    except ValueError:
        return default
    return value if abs(value) < 10**9 else default


def switched_on(element: Element) -> bool:
    """A toggle property (`<w:b/>`, `<w:b w:val="0"/>`)."""
    return element.get(VAL, "true").lower() not in _OFF


def _points(element: Element) -> float | None:
    """`w:sz` counts half points; Strict OOXML also writes `12pt`."""
    text = element.get(VAL, "")
    if text.endswith("pt"):
        return float(whole(text[:-2].partition(".")[0])) or None
    return whole(text) / 2 or None


def _outline(element: Element) -> int:
    level = whole(element.get(VAL), _BODY_TEXT)
    return level + 1 if 0 <= level < _BODY_TEXT else 0


def _number(element: Element) -> int | None:
    number = element.find(W + "numId")
    return None if number is None else whole(number.get(VAL))


def _level(element: Element) -> int | None:
    level = element.find(W + "ilvl")
    return None if level is None else max(0, min(MAX_LEVEL, whole(level.get(VAL))))


def _symbol_font(element: Element) -> str:
    name = (element.get(W + "ascii") or element.get(W + "hAnsi") or "").lower()
    return name if name in FONTS else ""


_FIELDS: Final[dict[str, tuple[tuple[str, Callable[[Element], Any]], ...]]] = {
    W + "rFonts": (("font", _symbol_font),),
    W + "b": (("bold", switched_on),),
    W + "vanish": (("hidden", switched_on),),
    W + "sz": (("size", _points),),
    W + "position": (("shift", lambda e: whole(e.get(VAL))),),
    W + "vertAlign": (("raised", lambda e: _RAISES.get(e.get(VAL, ""), Raise.NONE)),),
    W + "jc": (("align", lambda e: _ALIGNS.get(e.get(VAL, ""))),),
    W + "outlineLvl": (("outline", _outline),),
    W + "numPr": (("number", _number), ("level", _level)),
    W + "pStyle": (("style", lambda e: e.get(VAL)),),
    W + "rStyle": (("style", lambda e: e.get(VAL)),),
}
"""Element of a w:pPr or w:rPr -> the fields of Look that it sets."""
_PROPERTIES: Final[dict[object, tuple[tuple[int, Callable[[Element], Any]], ...]]] = {
    tag: tuple((Look._fields.index(name), read) for name, read in fields) for tag, fields in _FIELDS.items()
}


def stated(properties: Element | None) -> Look:
    """The look that a w:pPr or w:rPr states; PLAIN for None."""
    if properties is None:
        return PLAIN
    found: list[Any] | None = None
    for child in properties:
        for at, read in _PROPERTIES.get(child.tag, ()):
            found = found or [None] * len(PLAIN)
            found[at] = read(child)
    return Look._make(found) if found else PLAIN


class Styles:
    """Looks by style id, inherited along basedOn and from the document's defaults."""

    def __init__(self, sheet: StyleSheet | None) -> None:
        self._sheet = sheet
        self._elements: dict[str | None, Element | None] = {}
        self._paragraphs: dict[str | None, Look] = {}
        self._characters: dict[str | None, Look] = {}
        self._defaults = PLAIN
        defaults = sheet.defaults() if sheet else None
        for path in () if defaults is None else ("rPrDefault/{W}rPr", "pPrDefault/{W}pPr"):
            found = None if defaults is None else defaults.find(W + path.format(W=W))
            self._defaults = stated(found).over(self._defaults)

    def name(self, style: str | None) -> str | None:
        """The name a writer sees (`heading 1`); the id where the file defines no such style."""
        element = self._element(style or self._standard)
        name = None if element is None else element.find(W + "name")
        return style if name is None else name.get(VAL)

    def paragraph(self, style: str | None) -> Look:
        """The look of a paragraph of this style, the document's defaults included."""
        if style not in self._paragraphs:
            known = style if self._element(style) is not None else self._standard
            self._paragraphs[style] = self._inherited(known).over(self._defaults)
        return self._paragraphs[style]

    def character(self, style: str | None) -> Look:
        """What a character style adds."""
        if style not in self._characters:
            self._characters[style] = self._inherited(style)
        return self._characters[style]

    @property
    def _standard(self) -> str | None:
        return self._sheet.standard if self._sheet else None

    def _element(self, style: str | None) -> Element | None:
        if style not in self._elements:
            self._elements[style] = self._sheet.style(style) if self._sheet and style else None
        return self._elements[style]

    def _inherited(self, style: str | None) -> Look:
        """The styles from `style` down to its root, nearest first; circles and endless chains end."""
        look, seen = PLAIN, set[str | None]()
        element = self._element(style)
        while element is not None and style not in seen and len(seen) < _LONGEST_CHAIN:
            seen.add(style)
            look = look.over(stated(element.find(W + "rPr"))).over(stated(element.find(W + "pPr")))
            base = element.find(W + "basedOn")
            style = None if base is None else base.get(VAL)
            element = self._element(style)
        return look if look.style is None else look._replace(style=None)
