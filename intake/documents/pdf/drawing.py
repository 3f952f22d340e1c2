"""What a page draws, operator by operator (ISO 32000, annex A): its glyphs, rules and pictures."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from math import atan2, cos, degrees, hypot, radians, sin
from typing import Any, Final, cast

from pdfminer.pdfdevice import PDFTextDevice
from pdfminer.pdffont import PDFFont, PDFType3Font, PDFUnicodeNotDefined
from pdfminer.pdfinterp import PDFPageInterpreter
from pdfminer.pdftypes import (
    LITERALS_DCT_DECODE,
    PDFStream,
    dict_value,
    int_value,
    list_value,
    resolve1,
)
from pdfminer.psexceptions import PSEOF
from pdfminer.psparser import PSKeyword, PSLiteral, literal_name
from pdfminer.utils import Matrix, apply_matrix_pt, mult_matrix

from intake.documents.package import TooMuch
from intake.documents.pdf.fonts import Fonts, character, is_bold
from intake.documents.pdf.guard import Content
from intake.documents.pdf.model import Box, Glyph, Thing
from intake.documents.pdf.streams import Work
from intake.model import Picture

HIDDEN_MODES: Final = frozenset({3, 7})
"""Text rendering modes that draw nothing (9.3.6)."""
BOLD_MODE: Final = 2
"""Filled and outlined: how programs thicken a font that has no bold."""
UNREADABLE: Final = "□"
"""Stands for a glyph whose meaning the file does not tell."""
MAX_RULES: Final = 20_000
"""Lines of a page; a drawing has more, and no tables."""
MAX_PICTURES: Final = 200
_THIN: Final = 3.0
"""Points up to which a filled rectangle is a line."""
_PHOTO_PIXELS: Final = 120
_PHOTO_POINTS: Final = 40
"""Smaller pictures are logos, rules and bullets."""
_SMALLEST: Final = 0.5
_LARGEST: Final = 2000.0
"""Sizes in points between which anybody sees a letter."""
_OPERANDS: Final = 64
_NESTED: Final = 200
_GLYPH_WORK: Final = 12


class Gallery:
    """The pictures of a file, each once."""

    def __init__(self) -> None:
        self.taken: list[Picture] = []
        self.left = 0
        self._known: dict[object, int | None] = {}

    def index(self, stream: PDFStream) -> int | None:
        """The number of a picture, None for one that is not taken."""
        key = stream.objid or id(stream)
        if key not in self._known:
            self._known[key] = self._take(stream)
            self.left += self._known[key] is None
        return self._known[key]

    def _take(self, stream: PDFStream) -> int | None:
        filters = stream.get_filters()
        if len(self.taken) >= MAX_PICTURES or not filters or filters[-1][0] not in LITERALS_DCT_DECODE:
            return None
        data = stream.get_data()
        if not data.startswith(b"\xff\xd8"):
            return None
        number = len(self.taken) + 1
        self.taken.append(Picture(f"image{number}.jpg", "image/jpeg", data))
        return number - 1


class Sheet(PDFTextDevice):
    """Takes down what is drawn on one page; `visible` is what is shown of it."""

    def __init__(self, fonts: Fonts, work: Work, gallery: Gallery, visible: Box) -> None:
        super().__init__(fonts)
        self.work, self.gallery, self.visible = work, gallery, visible
        self.glyphs: list[Glyph] = []
        self.rules: list[Box] = []
        self.things: list[Thing] = []
        self.unreadable = self.hidden = self.paths = 0
        self.covered = 0.0
        self.tags: list[bool] = []
        self._mode = 0

    # --- text

    def render_string(self, textstate: Any, seq: Any, ncs: Any, graphicstate: Any) -> None:
        """A string; its glyphs come to `render_char` one by one."""
        self._mode = textstate.render
        super().render_string(textstate, seq, ncs, graphicstate)

    def render_char(  # noqa: PLR0913, PLR0917 -- pdfminer's own
        self,
        matrix: Matrix,
        font: PDFFont,
        fontsize: float,
        scaling: float,
        rise: float,
        cid: int,
        ncs: Any,  # noqa: ARG002
        graphicstate: Any,  # noqa: ARG002
    ) -> float:
        """A glyph; gives how far the next one stands from it."""
        self.work.take(_GLYPH_WORK)
        advance = font.char_width(cid) * fontsize * scaling
        text = self._meant(font, cid)
        if text:
            self._place(text, matrix, font, (fontsize, advance, rise))
        return advance

    def _meant(self, font: PDFFont, cid: int) -> str:
        try:
            text = character(font.fontname, font.to_unichr(cid))
        except PDFUnicodeNotDefined:
            text = None
        if text is None and self._mode not in HIDDEN_MODES:
            self.unreadable += 1
        return UNREADABLE if text is None else text

    def _place(self, text: str, matrix: Matrix, font: PDFFont, measures: tuple[float, float, float]) -> None:
        fontsize, advance, rise = measures
        a, b, c, d, _, _ = matrix
        x, y = apply_matrix_pt(matrix, (0.0, rise))
        size = round(abs(fontsize) * hypot(c, d) * _height(font), 1)
        seen = self._mode not in HIDDEN_MODES and self.visible.holds(x, y) and _SMALLEST <= size <= _LARGEST
        if not seen:
            self.hidden += not text.isspace()
            return
        width = abs(advance) * hypot(a, b)
        turn = 0 if b == 0 and a > 0 else round(degrees(atan2(b, a)))
        if fontsize < 0:
            turn += 180
        if font.is_vertical():
            turn, x, width = turn - 90, x - size * 0.5, abs(advance) * hypot(c, d)
        along, base = _turned(x, y, turn % 360)
        bold = self._mode == BOLD_MODE or is_bold(font)
        edge = bool(self.tags and self.tags[-1])
        self.glyphs.append(Glyph(text, along, along + width, base, size, bold, turn % 360, edge))

    # --- marks

    def begin_tag(self, tag: PSLiteral, props: Any = None) -> None:
        """Tagged content: what is an artifact of the page layout is a header or footer (14.8.2.2)."""
        named = props if isinstance(props, dict) else {}
        kind = named.get("Type")
        mine = tag.name == "Artifact" and isinstance(kind, PSLiteral) and kind.name == "Pagination"
        if len(self.tags) < _OPERANDS:
            self.tags.append(mine or bool(self.tags and self.tags[-1]))

    def end_tag(self) -> None:
        """The end of the last one."""
        if self.tags:
            self.tags.pop()

    # --- shapes

    def paint_path(self, graphicstate: Any, stroke: bool, fill: bool, evenodd: bool, path: Any) -> None:  # noqa: ARG002
        """Lines and rectangles, as the rules that a table may have."""
        self.paths += 1
        self.work.take(20)
        if len(self.rules) > MAX_RULES:
            return
        for points in _subpaths(path):
            corners = [apply_matrix_pt(self.ctm or (1, 0, 0, 1, 0, 0), point) for point in points]
            self.rules += _rules(corners, stroke=stroke)

    def render_image(self, name: str, stream: PDFStream) -> None:  # noqa: ARG002
        """A picture, drawn on the unit square (8.9.5)."""
        matrix = self.ctm or (1, 0, 0, 1, 0, 0)
        corners = [
            apply_matrix_pt(matrix, (x, y)) for x, y in ((0.0, 0.0), (0.0, 1.0), (1.0, 0.0), (1.0, 1.0))
        ]
        seen = _clipped(_around(corners), self.visible)
        if seen is None:
            return
        self.covered += seen.width * seen.height
        pixels = min(int_value(stream.get(key, 0)) for key in ("Width", "Height"))
        if pixels >= _PHOTO_PIXELS and min(seen.width, seen.height) >= _PHOTO_POINTS:
            index = self.gallery.index(stream)
            if index is not None:
                self.things.append(Thing(seen, picture=index))


def _height(font: PDFFont) -> float:
    """What a size of 1 means: that of a font of drawings (type 3) is the height of its box."""
    return (font.get_height() or 1.0) if isinstance(font, PDFType3Font) else 1.0


def _turned(x: float, y: float, turn: int) -> tuple[float, float]:
    """A point in the frame whose x axis points to `turn` degrees."""
    if turn == 0:
        return x, y
    angle = radians(turn)
    return x * cos(angle) + y * sin(angle), y * cos(angle) - x * sin(angle)


def _subpaths(path: Any) -> list[list[tuple[float, float]]]:
    """The points of each part of a path that is made of straight lines only."""
    found: list[list[tuple[float, float]]] = []
    straight = True
    for operation in path:
        if operation[0] == "m":
            found.append([])
            straight = True
        if operation[0] in {"c", "v", "y"} and straight and found:
            found.pop()
            straight = False
        if operation[0] in {"m", "l"} and straight and found:
            found[-1].append((float(operation[1]), float(operation[2])))
        if operation[0] == "h" and straight and found and found[-1]:
            found[-1].append(found[-1][0])
    return [points for points in found if 2 <= len(points) <= 6]


def _rules(corners: list[tuple[float, float]], *, stroke: bool) -> list[Box]:
    """The upright or level lines that a part of a path leaves on the page."""
    around = _around(corners)
    if min(around.width, around.height) <= _THIN:
        return [around] if max(around.width, around.height) > _THIN else []
    if not stroke:
        return []
    edges = [_around([one, other]) for one, other in pairwise(corners)]
    return [edge for edge in edges if min(edge.width, edge.height) <= 1]


def _around(points: Sequence[tuple[float, float]]) -> Box:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return Box(min(xs), min(ys), max(xs), max(ys))


def _clipped(box: Box, visible: Box) -> Box | None:
    x0, y0 = max(box.x0, visible.x0), max(box.y0, visible.y0)
    x1, y1 = min(box.x1, visible.x1), min(box.y1, visible.y1)
    return Box(x0, y0, x1, y1) if x0 < x1 and y0 < y1 else None


class Reader(PDFPageInterpreter):
    """Follows the operators that place text, lines and pictures; colours and the like are passed over."""

    rsrcmgr: Fonts
    device: Sheet

    def do_TJ(self, seq: Any) -> None:  # noqa: N802 -- an operator's name
        """Show text."""
        if self.textstate.font is not None and isinstance(seq, list):
            self.device.render_string(self.textstate, seq, self.graphicstate.ncs, self.graphicstate)

    def do_q(self) -> None:
        """Save the state."""
        if len(self.gstack) > _NESTED:
            raise TooMuch("PDF 文件内嵌套过深，未读取，请以 .docx 重发")
        super().do_q()

    def do_Do(self, xobjid_arg: Any) -> None:  # noqa: N802
        """Draw a form or a picture; what a form changes is undone behind it."""
        self.device.work.take(200)
        self._sound([self.xobjmap.get(literal_name(xobjid_arg))])
        super().do_Do(xobjid_arg)
        self.device.set_ctm(self.ctm)

    def do_BDC(self, tag: Any, props: Any) -> None:  # noqa: N802
        """Begin marked content, whose properties may stand among the page's resources."""
        if isinstance(props, PSLiteral):
            props = dict_value(dict_value(self.resources.get("Properties", {})).get(literal_name(props)))
        super().do_BDC(tag, props)

    def execute(self, streams: Sequence[object]) -> None:
        """Run the content; a stream that is being run already is not begun again."""
        sound = [one for one in self._sound(streams) if one.objid not in self.parent_stream_ids]
        self.stream_ids.update(one.objid for one in sound if one.objid is not None)
        try:
            parser = Content(cast("list[object]", sound), self.device.work)
        except PSEOF:
            return
        while True:
            try:
                _, token = parser.nextobject()
            except PSEOF:
                return
            if isinstance(token, PSKeyword):
                self._operate(token)
            else:
                self.argstack.append(cast(Any, token))

    def _sound(self, streams: Sequence[object]) -> list[PDFStream]:
        """The streams that there are; that others are missing is noted."""
        found = [one for one in map(resolve1, streams) if isinstance(one, PDFStream)]
        self.device.work.damaged |= len(found) < len(streams)
        return found

    def _operate(self, keyword: PSKeyword) -> None:
        operands, self.argstack = self.argstack, []
        name, count = OPERATORS.get(keyword.name, ("", 0))
        if name and len(operands) >= count:
            getattr(self, name)(*operands[len(operands) - count :])

    def draw(self, resources: Any, contents: list[Any], matrix: Matrix) -> None:
        """Run the content of a page."""
        self.render_contents(dict_value(resources), contents, ctm=matrix)

    def stamp(self, form: PDFStream, place: Box, matrix: Matrix) -> None:
        """Draw the look of an annotation into its place (12.5.5)."""
        numbers = [float(resolve1(one)) for one in list_value(form.get("BBox"))]
        own = [float(resolve1(one)) for one in list_value(form.get("Matrix"))] or [
            1.0,
            0.0,
            0.0,
            1.0,
            0.0,
            0.0,
        ]
        a, b, c, d, e, f = own
        x0, y0, x1, y1 = numbers
        box = _around([apply_matrix_pt((a, b, c, d, e, f), (x, y)) for x in (x0, x1) for y in (y0, y1)])
        wide, high = place.width / max(box.width, 0.01), place.height / max(box.height, 0.01)
        fit = (wide, 0.0, 0.0, high, place.x0 - box.x0 * wide, place.y0 - box.y0 * high)
        inner = mult_matrix((a, b, c, d, e, f), mult_matrix(fit, matrix))
        self.render_contents(dict_value(form.get("Resources")), [form], ctm=inner)


OPERATORS: Final[dict[bytes | str, tuple[str, int]]] = {
    # state and place
    b"q": ("do_q", 0),
    b"Q": ("do_Q", 0),
    b"cm": ("do_cm", 6),
    # text
    b"BT": ("do_BT", 0),
    b"Tc": ("do_Tc", 1),
    b"Tw": ("do_Tw", 1),
    b"Tz": ("do_Tz", 1),
    b"TL": ("do_TL", 1),
    b"Tf": ("do_Tf", 2),
    b"Tr": ("do_Tr", 1),
    b"Ts": ("do_Ts", 1),
    b"Td": ("do_Td", 2),
    b"TD": ("do_TD", 2),
    b"Tm": ("do_Tm", 6),
    b"T*": ("do_T_a", 0),
    b"TJ": ("do_TJ", 1),
    b"Tj": ("do_Tj", 1),
    b"'": ("do__q", 1),
    b'"': ("do__w", 3),
    # paths
    b"m": ("do_m", 2),
    b"l": ("do_l", 2),
    b"c": ("do_c", 6),
    b"v": ("do_v", 4),
    b"y": ("do_y", 4),
    b"h": ("do_h", 0),
    b"re": ("do_re", 4),
    b"S": ("do_S", 0),
    b"s": ("do_s", 0),
    b"f": ("do_f", 0),
    b"F": ("do_F", 0),
    b"f*": ("do_f_a", 0),
    b"B": ("do_B", 0),
    b"B*": ("do_B_a", 0),
    b"b": ("do_b", 0),
    b"b*": ("do_b_a", 0),
    b"n": ("do_n", 0),
    # pictures, forms, marks
    b"Do": ("do_Do", 1),
    b"EI": ("do_EI", 1),
    b"BMC": ("do_BMC", 1),
    b"BDC": ("do_BDC", 2),
    b"EMC": ("do_EMC", 0),
}
"""Operator -> pdfminer's method for it, and its operands."""


def upright(box: Box, rotate: int) -> Matrix:
    """The matrix that turns a page upright and moves its lower left corner to the origin."""
    return {
        90: (0, -1, 1, 0, -box.y0, box.x1),
        180: (-1, 0, 0, -1, box.x1, box.y1),
        270: (0, 1, -1, 0, box.y1, -box.x0),
    }.get(rotate, (1, 0, 0, 1, -box.x0, -box.y0))


def moved(box: Box, matrix: Matrix) -> Box:
    """A box under a matrix that turns by right angles."""
    return _around([apply_matrix_pt(matrix, (box.x0, box.y0)), apply_matrix_pt(matrix, (box.x1, box.y1))])
