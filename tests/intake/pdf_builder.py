"""PDF files written by hand, so that a test shows what stands in its file."""

from __future__ import annotations

import zlib
from collections.abc import Mapping

CHINESE = (
    "<</Type/Font/Subtype/Type0/BaseFont/SimSun/Encoding/{0}/DescendantFonts[<</Type/Font/Subtype"
    "/CIDFontType2/BaseFont/SimSun/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>/DW 1000"
    "/FontDescriptor<</Type/FontDescriptor/FontName/SimSun/Flags 4>>>>]>>"
)
"""A font that is not embedded: its codes are those of GBK, its meaning is Adobe's."""
FONTS = {
    "F": CHINESE.format("GBK-EUC-H"),
    "B": CHINESE.format("GBK-EUC-H").replace("/SimSun", "/SimSun,Bold"),
    "V": CHINESE.format("GBK-EUC-V"),
    "U": CHINESE.format("Identity-H").replace("GB1", "Identity"),
    "L": "<</Type/Font/Subtype/Type1/BaseFont/Courier>>",
}
PHOTO = bytes.fromhex("ffd8ffe000104a464946000101") + bytes(40) + b"\xff\xd9"


def stream(data: bytes, entries: str = "") -> bytes:
    """A stream object."""
    return f"<<{entries}/Length {len(data)}>>\nstream\n".encode() + data + b"\nendstream"


def packed(data: bytes) -> bytes:
    """A stream object, deflated."""
    return stream(zlib.compress(data, 9), "/Filter/FlateDecode")


def say(text: str, x: float, y: float, size: float = 12, font: str = "F", before: str = "") -> str:
    """The operators that draw a text at a place."""
    return f"BT {before} /{font} {size} Tf 1 0 0 1 {x} {y} Tm <{text.encode('gbk').hex()}> Tj ET\n"


def table(xs: list[float], ys: list[float]) -> str:
    """The operators that rule a grid."""
    level = "".join(f"{xs[0]} {y} m {xs[-1]} {y} l S\n" for y in ys)
    return level + "".join(f"{x} {ys[0]} m {x} {ys[-1]} l S\n" for x in xs)


def pdf(
    *contents: str | bytes, page: str = "", objects: Mapping[int, bytes] | None = None, catalog: str = ""
) -> bytes:
    """A file with a page for each content; `objects` are numbered from 100 on."""
    fonts = "".join(f"/{name} {10 + at} 0 R" for at, name in enumerate(FONTS))
    pages = range(20, 20 + 2 * len(contents), 2)
    kids = " ".join(f"{number} 0 R" for number in pages)
    made: dict[int, bytes] = {
        1: f"<</Type/Catalog/Pages 2 0 R{catalog}>>".encode(),
        2: f"<</Type/Pages/Kids[{kids}]/Count {len(contents)}/MediaBox[0 0 595 842]>>".encode(),
        **{10 + at: font.encode() for at, font in enumerate(FONTS.values())},
    }
    for number, content in zip(pages, contents, strict=True):
        resources = f"<</Font<<{fonts}>>/XObject<</X 100 0 R/Y 101 0 R>>>>"
        made[number] = (
            f"<</Type/Page/Parent 2 0 R/Resources{resources}/Contents {number + 1} 0 R{page}>>".encode()
        )
        made[number + 1] = content if isinstance(content, bytes) else stream(content.encode("latin-1"))
    return written(made | dict(objects or {}))


def written(objects: Mapping[int, bytes], trailer: str = "/Root 1 0 R") -> bytes:
    """A file of some objects, with the table of their places."""
    out = b"%PDF-1.5\n"
    places: dict[int, int] = {}
    for number, body in objects.items():
        places[number] = len(out)
        out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    size = max(objects) + 1
    rows = [b"%010d 00000 n \n" % places[n] if n in places else b"0000000000 00000 f \n" for n in range(size)]
    head = b"xref\n0 %d\n" % size + b"".join(rows)
    return out + head + f"trailer\n<</Size {size}{trailer}>>\nstartxref\n{len(out)}\n%%EOF\n".encode()
