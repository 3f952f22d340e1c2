"""What a Word file says about looks: direct properties, styles, and what styles are based on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Final

from intake.documents.package import Element
from intake.model import Align, Raise

W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
VAL: Final = W + "val"
MAX_LEVEL: Final = 8
"""List levels are counted from 0 to 8."""

_OFF: Final = frozenset({"0", "false", "off", "none"})
_LONGEST_CHAIN: Final = 100
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


@dataclass(frozen=True, slots=True)
class Look:
    """The properties stated at one place; None is "not stated here".

    `size` is in points, `outline` counts from 1 (0: body text), `number` is a numId (0: not numbered).
    """

    bold: bool | None = None
    hidden: bool | None = None
    size: float | None = None
    raised: Raise | None = None
    align: Align | None = None
    outline: int | None = None
    number: int | None = None
    level: int | None = None
    style: str | None = None

    def over(self, base: Look) -> Look:
        """This look, and `base` where it says nothing."""
        if self == PLAIN:
            return base
        stated = {name: value for name in LOOKS if (value := getattr(self, name)) is not None}
        return replace(base, **stated)


LOOKS: Final = tuple(Look.__slots__)
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


_PROPERTIES: Final[dict[str, tuple[tuple[str, Callable[[Element], Any]], ...]]] = {
    W + "b": (("bold", switched_on),),
    W + "vanish": (("hidden", switched_on),),
    W + "sz": (("size", _points),),
    W + "vertAlign": (("raised", lambda e: _RAISES.get(e.get(VAL, ""), Raise.NONE)),),
    W + "jc": (("align", lambda e: _ALIGNS.get(e.get(VAL, ""))),),
    W + "outlineLvl": (("outline", _outline),),
    W + "numPr": (("number", _number), ("level", _level)),
    W + "pStyle": (("style", lambda e: e.get(VAL)),),
    W + "rStyle": (("style", lambda e: e.get(VAL)),),
}
"""Element of a w:pPr or w:rPr -> the fields of Look that it sets."""


def stated(properties: Element | None) -> Look:
    """The look that a w:pPr or w:rPr states; PLAIN for None."""
    if properties is None:
        return PLAIN
    found = {
        field: read(child)
        for child in properties
        if child.tag in _PROPERTIES
        for field, read in _PROPERTIES[child.tag]
    }
    return Look(**found) if found else PLAIN


class Styles:
    """Looks by style id, inherited along basedOn and from the document's defaults."""

    def __init__(self, root: Element | None) -> None:
        self._elements: dict[str, Element] = {}
        self._looks: dict[str | None, Look] = {}
        self._standard: str | None = None
        self._defaults = PLAIN
        if root is None:
            return
        for style in root.iterchildren(W + "style"):
            name = style.get(W + "styleId", "")
            self._elements.setdefault(name, style)
            if style.get(W + "default") in {"1", "true", "on"} and style.get(W + "type") == "paragraph":
                self._standard = name
        for path in ("rPrDefault/{W}rPr", "pPrDefault/{W}pPr"):
            found = root.find(f"{W}docDefaults/{W}{path.format(W=W)}")
            self._defaults = stated(found).over(self._defaults)

    def name(self, style: str | None) -> str | None:
        """The name a writer sees (`heading 1`); the id where the file defines no such style."""
        element = self._elements.get(style or self._standard or "")
        name = None if element is None else element.find(W + "name")
        return style if name is None else name.get(VAL)

    def paragraph(self, style: str | None) -> Look:
        """The look of a paragraph of this style, the document's defaults included."""
        known = style if style in self._elements else self._standard
        if known not in self._looks:
            self._looks[known] = self._inherited(known).over(self._defaults)
        return self._looks[known]

    def character(self, style: str | None) -> Look:
        """What a character style adds."""
        return self._inherited(style) if style in self._elements else PLAIN

    def _inherited(self, style: str | None) -> Look:
        """The styles from `style` down to its root, nearest first; circles and endless chains end."""
        look, seen = PLAIN, set[str]()
        while style in self._elements and style not in seen and len(seen) < _LONGEST_CHAIN:
            seen.add(style or "")
            look = look.over(self._own(self._elements[style or ""]))
            base = self._elements[style or ""].find(W + "basedOn")
            style = None if base is None else base.get(VAL)
        return replace(look, style=None)

    @staticmethod
    def _own(style: Element) -> Look:
        return stated(style.find(W + "rPr")).over(stated(style.find(W + "pPr")))
