"""The base document of an issue: opened, tried, its styles found by name."""

from __future__ import annotations

import copy
import io
import struct
import zipfile
import zlib
from typing import TYPE_CHECKING, Final

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.exceptions import OpcError
from docx.oxml.ns import qn
from docx.shared import Pt

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docx.document import Document as DocumentObject
    from docx.oxml.xmlchemy import BaseOxmlElement

SHIPPED: Final = "templates/base.docx"

PARAGRAPH_STYLES: Final = (
    "刊名",
    "期号",
    "发文机关",
    "栏目",
    "组别",
    "正文条目",
    "续段",
    "图片",
    "图注",
    "采集时间",
    "版记首",
    "版记",
    "版记末",
)
CHARACTER_STYLES: Final = ("图钉", "段首小标题", "署名", "存疑")
COMMENT_TEXT: Final = "annotation text"
COMMENT_MARK: Final = "annotation reference"

_KINDS: Final = {
    WD_STYLE_TYPE.PARAGRAPH: ("段落样式", PARAGRAPH_STYLES),
    WD_STYLE_TYPE.CHARACTER: ("字符样式", CHARACTER_STYLES),
}
_BUILT_IN: Final = (
    (WD_STYLE_TYPE.PARAGRAPH, COMMENT_TEXT, 10.5),
    (WD_STYLE_TYPE.CHARACTER, COMMENT_MARK, 8.0),
)
"""Word's own styles, which it writes only into a file that has had a comment: kind, name, size."""

_LOCAL_NAMES: Final = {
    "comment text": COMMENT_TEXT,
    "批注文字": COMMENT_TEXT,
    "批注正文": COMMENT_TEXT,
    "註解文字": COMMENT_TEXT,
    "comment reference": COMMENT_MARK,
    "批注引用": COMMENT_MARK,
    "批注标记": COMMENT_MARK,
    "註解參照": COMMENT_MARK,
}
"""What the built-in styles are called in the window of a word processor; some write that into the file."""

_WIDE: Final = 0x2E80
"""From here on characters are as wide as they are high."""
_LEAST_TITLE: Final = 26
"""Points of the smallest title; one that is longer still takes two lines."""

_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# QUIRK: python-docx names none of these; a broken package ends in whatever its zip, XML or types run into.
_BROKEN: Final = (
    AssertionError,
    AttributeError,
    EOFError,
    KeyError,
    NotImplementedError,
    OpcError,
    OSError,
    RuntimeError,
    struct.error,
    SyntaxError,  # lxml: XMLSyntaxError
    TypeError,
    ValueError,
    zipfile.BadZipFile,
    zlib.error,
)


class BaseDocumentError(Exception):
    """The base document cannot carry an issue; `problem` says in Chinese what is wrong with it."""

    def __init__(self, problem: str, name: str = SHIPPED) -> None:
        self.problem, self.name = problem, name
        remedy = "请在 Word 里补上，或运行 python -m templates.build_base 重新生成"
        if name != SHIPPED:
            remedy = "请以程序自带的 templates/base.docx 为底稿改样式，样式名称不要改"
        super().__init__(f"基础文档 {name} {problem}；{remedy}。")


def open_base(data: bytes, name: str = SHIPPED) -> tuple[DocumentObject, dict[str, str]]:
    """Open a base document, with the ids of its styles by their names.

    BaseDocumentError where it is no .docx, lacks a style or has no page.
    """
    try:
        document = Document(io.BytesIO(data))
        ids = _style_ids(document, name)
        sections = list(document.element.body.iter(qn("w:sectPr")))
    except _BROKEN as error:
        raise BaseDocumentError(_why(data, error), name) from error
    if document.element.body.sectPr is None:
        raise BaseDocumentError("没有页面设置（文末缺少节）", name)
    _inherit(sections)
    return document, ids


def fitting_size(document: DocumentObject, style: str, text: str) -> int | None:
    """Points at which a line fits between the margins; None where it does in the size of its style."""
    known = next((one for one in document.styles if one.style_id == style), None)
    size = getattr(getattr(known, "font", None), "size", None)
    section = document.sections[-1]
    page, left, right = section.page_width, section.left_margin, section.right_margin
    if not text or size is None or page is None or left is None or right is None:
        return None
    signs = sum(1 if ord(sign) > _WIDE else 0.5 for sign in text)
    fits = int((page - left - right) / Pt(1) / signs)
    return max(fits, _LEAST_TITLE) if fits < size.pt else None


def _why(data: bytes, error: Exception) -> str:
    """Say what the file is, if it is no .docx."""
    if data.startswith(_OLE):
        return "打不开：是 .doc 旧格式，或加了密码，须另存为不加密的 .docx"
    if not data.startswith(b"PK"):
        return "打不开：不是 .docx 文件"
    if "content type" in str(error):
        return "打不开：是模板或带宏的文档（.dotx、.docm），须另存为 .docx"
    return f"打不开：文件已损坏（{type(error).__name__}）"


def _style_ids(document: DocumentObject, name: str) -> dict[str, str]:
    """Map the names of the styles in use to their ids, which a word processor may have renamed."""
    found: dict[tuple[WD_STYLE_TYPE, str], str] = {}
    for style in document.styles:
        for known_as in _names(style.element):
            found.setdefault((style.type, known_as), style.style_id)
    ids: dict[str, str] = {}
    for kind, (word, names) in _KINDS.items():
        for wanted in names:
            if (kind, wanted) not in found:
                raise BaseDocumentError(_missing(wanted, word, found), name)
            ids[wanted] = found[kind, wanted]
    for kind, wanted, points in _BUILT_IN:
        ids[wanted] = found.get((kind, wanted)) or _added(document, kind, wanted, points)
    return ids


def _names(style: BaseOxmlElement) -> Iterator[str]:
    """Yield all names of a style; Word keeps further ones, typed as 栏目,标题行, as aliases."""
    for tag in ("w:name", "w:aliases"):
        for element in style.iterchildren(qn(tag)):
            for part in (element.get(qn("w:val")) or "").split(","):
                known_as = part.strip()
                yield _LOCAL_NAMES.get(known_as.casefold(), known_as)
                yield known_as.casefold()


def _missing(wanted: str, word: str, found: dict[tuple[WD_STYLE_TYPE, str], str]) -> str:
    other = next((kind for kind, known_as in found if known_as == wanted), None)
    if other is None:
        return f"里没有{word}“{wanted}”"
    wrong = _KINDS[other][0] if other in _KINDS else "其他样式"
    return f"里没有{word}“{wanted}”（有同名的{wrong}，类型不对）"


def _added(document: DocumentObject, kind: WD_STYLE_TYPE, name: str, points: float) -> str:
    style = document.styles.add_style(name, kind, builtin=True)
    style.font.size = Pt(points)
    return str(style.style_id)


def _inherit(sections: list[BaseOxmlElement]) -> None:
    """Give the last section the headers and footers that it has from those before it, which go."""
    *earlier, last = sections
    tags = (qn("w:headerReference"), qn("w:footerReference"))
    held = {(e.tag, e.get(qn("w:type"))): e for section in sections for e in section if e.tag in tags}
    own = {(e.tag, e.get(qn("w:type"))) for e in last if e.tag in tags}
    if earlier:
        last[0:0] = [copy.copy(element) for key, element in held.items() if key not in own]
