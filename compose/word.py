"""A draft as a Word file: templates/base.docx filled with the issue's words, notes and marks."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass, field
from datetime import UTC, datetime, time
from importlib import resources
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, cast

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import XmlPart
from docx.shared import Mm

from classify.model import Level
from compose.numerals import chinese_date, shanghai_time
from compose.text import (
    PIN,
    clean_text,
    group_heading,
    imprint_lines,
    issue_line,
    printed_lines,
    printed_size,
    window_line,
)
from compose.vocabulary import (
    alternative_words,
    confidence_words,
    photo_words,
    remark_word,
    remarks_by_item,
    unit_words,
)
from compose.word_xml import closing, comment, node, opening, paragraph, picture, run

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from docx.document import Document as DocumentObject
    from docx.oxml.xmlchemy import BaseOxmlElement

    from compose.model import Draft, DraftColumn, DraftParagraph, Issue, Piece, Remark
    from compose.text import Fragment
    from intake.documents.pictures import Prepared
    from intake.model import Photo

AUTHOR: Final = "采编台"

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
    "annotation text",
)
CHARACTER_STYLES: Final = ("图钉", "段首小标题", "署名", "annotation reference")

_KINDS: Final = {
    WD_STYLE_TYPE.PARAGRAPH: ("段落样式", PARAGRAPH_STYLES),
    WD_STYLE_TYPE.CHARACTER: ("字符样式", CHARACTER_STYLES),
}
_ZIP_DAY: Final = (1980, 1, 1, 0, 0, 0)


class BaseDocumentError(Exception):
    """The base document cannot carry an issue; `problem` says in Chinese what is wrong with it."""

    def __init__(self, problem: str) -> None:
        self.problem = problem
        super().__init__(
            f"基础文档 templates/base.docx {problem}；"
            "请在 Word 里补上，或运行 python -m templates.build_base 重新生成。"
        )


def write_word(
    draft: Draft,
    pictures: Mapping[str, Prepared] = MappingProxyType({}),
    *,
    comments: bool = True,
    base: bytes | None = None,
) -> bytes:
    """Write the draft as .docx; the same draft gives the same bytes on any day and machine.

    `pictures` are its photos by their digest; one that is missing is left out.  `comments=False` leaves the
    editors' notes out; `base` stands in for the shipped base document.  BaseDocumentError where that
    document cannot be opened or lacks a style.
    """
    shipped = resources.files("templates").joinpath("base.docx")
    document = _open(shipped.read_bytes() if base is None else base)
    writer = _Writer(
        styles=_style_ids(document),
        remarks=remarks_by_item(draft.remarks),
        comments=comments,
        date=_midnight(draft.issue).strftime("%Y-%m-%dT%H:%M:%SZ"),
        inlines=_Inlines(document, pictures),
    )
    _fill(document, writer.body(draft))
    _set_comments(document, writer.notes)
    _pin_properties(document, draft.issue)
    return _pack(document)


@dataclass(frozen=True, slots=True)
class _Inlines:
    """Puts photos into the file, each once, and gives what shows them in a line."""

    document: DocumentObject
    pictures: Mapping[str, Prepared]

    def of(self, photo: Photo) -> BaseOxmlElement | None:
        """What shows a photo; None where it cannot be printed."""
        ready = self.pictures.get(photo.sha256)
        if ready is None:
            return None
        width, height = printed_size(ready.width, ready.height)
        inline = self.document.part.new_pic_inline(io.BytesIO(ready.data), Mm(width), Mm(height))
        inline.docPr.set("descr", clean_text(photo.caption or photo.name))
        return cast("BaseOxmlElement", inline)


@dataclass(slots=True)
class _Writer:
    """Turns a draft into elements; counts the pieces, so that every mark has an id of its own."""

    styles: Mapping[str, str]
    remarks: Mapping[int | None, tuple[Remark, ...]]
    comments: bool
    date: str
    inlines: _Inlines
    notes: list[BaseOxmlElement] = field(default_factory=list)
    pieces: int = 0
    names: dict[int, int] = field(default_factory=dict)

    def body(self, draft: Draft) -> Iterator[BaseOxmlElement]:
        """Yield the paragraphs of the whole issue."""
        issue = draft.issue
        yield self._line("刊名", issue.imprint.title)
        yield self._line("期号", issue_line(issue))
        yield self._line("发文机关", f"{issue.imprint.issuer}\t{chinese_date(issue.date)}")
        for column in draft.columns:
            yield from self._column(column)
        if collected := window_line(issue.window):
            yield self._line("采集时间", collected)
        *upper, last = imprint_lines(issue.imprint) or ("",)
        for row, line in enumerate(upper):
            yield self._line("版记" if row else "版记首", line)
        if last:
            yield self._line("版记末", last)

    def _line(self, style: str, text: str) -> BaseOxmlElement:
        return paragraph(self.styles[style], run(text))

    def _column(self, column: DraftColumn) -> Iterator[BaseOxmlElement]:
        yield self._line("栏目", column.heading)
        for group in column.groups:
            if heading := group_heading(group, bracketed=column.bracket_groups):
                yield self._line("组别", heading)
            for entry in group.paragraphs:
                yield from self._entry(entry)

    def _entry(self, entry: DraftParagraph) -> Iterator[BaseOxmlElement]:
        """Yield 📍 and the pieces, further lines without 📍, the attribution behind the last line."""
        lines = [list(self._printed(entry, line)) for line in printed_lines(entry)]
        lines[0].insert(0, run(PIN, self.styles["图钉"]))
        if entry.attribution:
            lines[-1].append(run(f"（{entry.attribution}）", self.styles["署名"]))
        for row, line in enumerate(lines):
            yield paragraph(self.styles["续段" if row else "正文条目"], *line)
        for photo in entry.photos:
            yield from self._photo(photo)

    def _photo(self, photo: Photo) -> Iterator[BaseOxmlElement]:
        if (inline := self.inlines.of(photo)) is not None:
            yield picture(self.styles["图片"], inline)
            if photo.caption:
                yield self._line("图注", photo.caption)

    def _printed(self, entry: DraftParagraph, line: Iterable[Fragment]) -> Iterator[BaseOxmlElement]:
        """Yield one printed line with the marks of the pieces that begin or end in it."""
        for fragment in line:
            if fragment.opens:
                yield from self._open_piece(entry.pieces[fragment.piece])
            if fragment.text:
                yield run(fragment.text, self.styles["段首小标题"] if fragment.bold else None)
            if fragment.closes:
                mark = self.styles["annotation reference"] if self.comments else None
                yield from closing(self.pieces, comment_style=mark)

    def _open_piece(self, piece: Piece) -> list[BaseOxmlElement]:
        self.pieces += 1
        if self.comments:
            self.notes.append(self._note(piece))
        return opening(self.pieces, self._bookmark(piece.candidate.item), comment=self.comments)

    def _bookmark(self, item: int) -> str:
        """Name the bookmark of an item; names are unique, so a second piece of it is item_123_2."""
        self.names[item] = count = self.names.get(item, 0) + 1
        return f"item_{item}" if count == 1 else f"item_{item}_{count}"

    def _note(self, piece: Piece) -> BaseOxmlElement:
        lines = note_lines(piece, self.remarks.get(piece.candidate.item, ()))
        looks = (self.styles["annotation text"], self.styles["annotation reference"])
        return comment(self.pieces, lines, looks, author=AUTHOR, date=self.date, initials=AUTHOR[0])


def note_lines(piece: Piece, remarks: tuple[Remark, ...]) -> Iterator[str]:
    """Yield a piece's comment: who sent it, when, in which letter, how sure, what was cut, remarks."""
    item = piece.candidate
    flag = "【存疑】" if item.level is Level.DOUBTFUL else ""
    yield f"{flag}来源：{unit_words(item)}　报送人：{item.contributor or '未署名'}"
    yield f"收到：{shanghai_time(item.received_at)}"
    yield f"来信编号：{item.letter}《{item.subject}》，取自{item.source}，稿件编号：{item.item}"
    yield f"把握：{confidence_words(item)}"
    rows = (
        ("理由", item.reasons),
        ("也可归入", alternative_words(item)),
        ("删去的数字", piece.dropped_figures),
        ("照片", photo_words(item)),
    )
    for label, words in rows:
        if words:
            yield f"{label}：{'；'.join(words)}"
    for remark in remarks:
        yield f"提示（{remark_word(remark.kind)}）：{remark.text}"


def _open(base: bytes) -> DocumentObject:
    try:
        return Document(io.BytesIO(base))
    except (zipfile.BadZipFile, KeyError, ValueError, SyntaxError) as error:  # lxml: XMLSyntaxError
        raise BaseDocumentError(f"打不开（{error}）") from error


def _style_ids(document: DocumentObject) -> dict[str, str]:
    """Map the names of the styles in use to their ids, which a word processor may have renamed."""
    found = {(style.type, style.name): style.style_id for style in document.styles}
    ids: dict[str, str] = {}
    for kind, (word, names) in _KINDS.items():
        for name in names:
            if (kind, name) not in found:
                raise BaseDocumentError(f"里没有{word}“{name}”")
            ids[name] = found[kind, name]
    return ids


def _fill(document: DocumentObject, paragraphs: Iterable[BaseOxmlElement]) -> None:
    """Put the paragraphs in place of the specimens; the last section keeps page and footers."""
    body = document.element.body
    section = body.sectPr
    for child in list(body):
        if child is not section:
            body.remove(child)
    body[0:0] = list(paragraphs)


def _set_comments(document: DocumentObject, notes: list[BaseOxmlElement]) -> None:
    """Give the document just these comments, in place of any that the base brought along."""
    owner = document.part
    for ident in [i for i, rel in owner.rels.items() if rel.reltype == RELATIONSHIP_TYPE.COMMENTS]:
        del owner.rels[ident]
    if not notes:
        return
    name = PackURI("/word/comments.xml")
    part = XmlPart(name, CONTENT_TYPE.WML_COMMENTS, node("comments", *notes), owner.package)
    owner.relate_to(part, RELATIONSHIP_TYPE.COMMENTS)


def _midnight(issue: Issue) -> datetime:
    return datetime.combine(issue.date, time(), UTC)


def _pin_properties(document: DocumentObject, issue: Issue) -> None:
    """Describe the file by its issue alone: no clock, no user's name."""
    properties = document.core_properties
    properties.title = clean_text(f"{issue.imprint.title} {issue_line(issue)}")[:255]
    properties.author = clean_text(issue.imprint.issuer)[:255]
    properties.last_modified_by = AUTHOR
    properties.language = "zh-CN"
    properties.revision = max(issue.revision, 1)
    properties.created = properties.modified = _midnight(issue)


def _pack(document: DocumentObject) -> bytes:
    """Save with the parts in fixed order, dated alike, deflated at one level."""
    saved, packed = io.BytesIO(), io.BytesIO()
    document.save(saved)
    with zipfile.ZipFile(saved) as source, zipfile.ZipFile(packed, "w") as target:
        for name in sorted(source.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            entry = zipfile.ZipInfo(name, _ZIP_DAY)
            entry.create_system = 3
            target.writestr(entry, source.read(name), zipfile.ZIP_DEFLATED, compresslevel=6)
    return packed.getvalue()
