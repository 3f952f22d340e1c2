"""Builds small .docx files from XML snippets, readably: `docx(p("标题", align="center"), p("正文"))`."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from html import escape

SCHEMAS = "http://schemas.openxmlformats.org/"
OFFICE_RELS = SCHEMAS + "officeDocument/2006/relationships"
NAMESPACES = {
    "w": SCHEMAS + "wordprocessingml/2006/main",
    "r": OFFICE_RELS,
    "m": SCHEMAS + "officeDocument/2006/math",
    "a": SCHEMAS + "drawingml/2006/main",
    "wp": SCHEMAS + "drawingml/2006/wordprocessingDrawing",
    "pic": SCHEMAS + "drawingml/2006/picture",
    "dgm": SCHEMAS + "drawingml/2006/diagram",
    "c": SCHEMAS + "drawingml/2006/chart",
    "mc": SCHEMAS + "markup-compatibility/2006",
    "v": "urn:schemas-microsoft-com:vml",
    "o": "urn:schemas-microsoft-com:office:office",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    "w16se": "http://schemas.microsoft.com/office/word/2015/wordml/symex",
}
XMLNS = " ".join(f'xmlns:{prefix}="{name}"' for prefix, name in NAMESPACES.items())
_DAY = (2021, 5, 6, 9, 0, 0)
MAIN_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


def t(text: str) -> str:
    """The text element of a run."""
    return f'<w:t xml:space="preserve">{escape(text, quote=False)}</w:t>'


def r(content: str, *, bold: bool = False, size: float | None = None, props: str = "") -> str:
    """A run; `content` is plain text, or XML if it begins with `<`.  `size` is in points."""
    look = ("<w:b/>" if bold else "") + (f'<w:sz w:val="{int(size * 2)}"/>' if size else "") + props
    inner = content if content.startswith("<") else t(content)
    return f"<w:r><w:rPr>{look}</w:rPr>{inner}</w:r>" if look else f"<w:r>{inner}</w:r>"


def p(
    *content: str,
    style: str | None = None,
    align: str | None = None,
    bold: bool = False,
    size: float | None = None,
    num: tuple[int, int] | None = None,
    props: str = "",
) -> str:
    """A paragraph of runs (XML, beginning with `<`) and plain text; `num` is (numId, level)."""
    look = f'<w:pStyle w:val="{style}"/>' if style else ""
    if num:
        look += f'<w:numPr><w:ilvl w:val="{num[1]}"/><w:numId w:val="{num[0]}"/></w:numPr>'
    look += f'<w:jc w:val="{align}"/>' if align else ""
    look += props
    runs = (one if one.startswith("<") else r(one, bold=bold, size=size) for one in content)
    return f"<w:p>{f'<w:pPr>{look}</w:pPr>' if look else ''}{''.join(runs)}</w:p>"


def tc(*content: str, props: str = "") -> str:
    """A table cell of blocks; plain text becomes a paragraph."""
    blocks = (one if one.startswith("<") else p(one) for one in content)
    return f"<w:tc>{f'<w:tcPr>{props}</w:tcPr>' if props else ''}{''.join(blocks)}</w:tc>"


def tbl(*rows: tuple[str, ...]) -> str:
    """A table; each row is a tuple of cells (`tc(...)` or plain text)."""
    cells = ("".join(one if one.startswith("<w:tc") else tc(one) for one in row) for row in rows)
    return f"<w:tbl><w:tblPr/>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"


def document(*blocks: str) -> str:
    """The main part around its blocks."""
    return f"<w:document {XMLNS}><w:body>{''.join(blocks)}</w:body></w:document>"


def part(tag: str, content: str) -> str:
    """Another part with this root element (`w:styles`)."""
    return f"<{tag} {XMLNS}>{content}</{tag}>"


def styles(*definitions: str) -> str:
    """styles.xml."""
    return part("w:styles", "".join(definitions))


def style(
    name: str, *, kind: str = "paragraph", based: str | None = None, props: str = "", default: bool = False
) -> str:
    """A style whose id is its name without blanks."""
    base = f'<w:basedOn w:val="{based}"/>' if based else ""
    mark = ' w:default="1"' if default else ""
    return (
        f'<w:style w:type="{kind}" w:styleId="{name.replace(" ", "")}"{mark}>'
        f'<w:name w:val="{name}"/>{base}{props}</w:style>'
    )


def numbering(*levels: tuple[str, str], extra: str = "") -> str:
    """numbering.xml with list 1 (numId 1), its levels given as (numFmt, lvlText)."""
    body = "".join(
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/>'
        f'<w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for at, (form, text) in enumerate(levels)
    )
    lists = f'<w:abstractNum w:abstractNumId="0">{body}</w:abstractNum>'
    return part("w:numbering", f'{lists}<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>{extra}')


def relationships(links: Mapping[str, tuple[str, str]], *, base: str = OFFICE_RELS) -> str:
    """A .rels part: id -> (kind, target); a target with a scheme is external."""
    rows = ""
    for name, (kind, target) in links.items():
        mode = ' TargetMode="External"' if "://" in target else ""
        rows += f'<Relationship Id="{name}" Type="{base}/{kind}" Target="{target}"{mode}/>'
    return f'<Relationships xmlns="{SCHEMAS}package/2006/relationships">{rows}</Relationships>'


KNOWN_PARTS = ("styles", "numbering", "footnotes", "endnotes", "settings")


def docx(
    *blocks: str,
    parts: Mapping[str, str | bytes] | None = None,
    links: Mapping[str, tuple[str, str]] | None = None,
) -> bytes:
    """A .docx of these blocks.

    `parts` are further parts below `word/`, by file name; styles.xml, numbering.xml and the notes are
    linked by themselves, others by `links`: id -> (kind, target).
    """
    given = dict(parts or {})
    known = {f"rKnown{name}": (name, f"{name}.xml") for name in KNOWN_PARTS if f"{name}.xml" in given}
    files: dict[str, str | bytes] = {
        "[Content_Types].xml": f'<Types xmlns="{SCHEMAS}package/2006/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{MAIN_TYPE}"/></Types>',
        "_rels/.rels": relationships({"rId1": ("officeDocument", "word/document.xml")}),
        "word/document.xml": document(*blocks),
        "word/_rels/document.xml.rels": relationships({**known, **(links or {})}),
    }
    files |= {f"word/{name}": content for name, content in given.items()}
    return zipped(files)


def zipped(files: Mapping[str, str | bytes]) -> bytes:
    """A zip of these files, the same whenever it is made."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, _DAY), content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()
