"""A draft as a Word file: templates/base.docx filled with the issue's words, notes and marks."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass, field
from datetime import UTC, datetime, time
from importlib import resources
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, cast

from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import XmlPart
from docx.shared import Mm

from compose.numerals import chinese_date
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
from compose.vocabulary import remarks_by_item
from compose.word_base import COMMENT_MARK, COMMENT_TEXT, SHIPPED, fitting_size, open_base
from compose.word_notes import is_doubtful, issue_note, piece_note
from compose.word_xml import (
    closing,
    comment,
    commented,
    node,
    opening,
    paragraph,
    picture,
    run,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from docx.document import Document as DocumentObject
    from docx.oxml.xmlchemy import BaseOxmlElement

    from compose.model import Credit, Draft, DraftColumn, DraftParagraph, Issue, Piece, Remark
    from compose.text import Fragment
    from compose.word_notes import Line
    from intake.documents.pictures import Prepared
    from intake.model import Photo

AUTHOR: Final = "采编台"

_UNUSED: Final = "9A9A9A"
"""The colour of a source's words that do not stand in the issue."""
_COMMENT_PARTS: Final = ("/comments", "/commentsExtended", "/commentsIds", "/commentsExtensible", "/people")
"""How the relationships end that lead to the comments of a file and to what Word keeps about them."""
_ZIP_DAY: Final = (1980, 1, 1, 0, 0, 0)


def write_word(
    draft: Draft,
    pictures: Mapping[str, Prepared] = MappingProxyType({}),
    *,
    comments: bool = True,
    base: bytes | None = None,
    base_name: str = SHIPPED,
) -> bytes:
    """Write the draft as .docx; the same draft gives the same bytes on any day and machine.

    `pictures` are its photos by their digest; one that is missing is left out.  `comments=False` is the clean
    copy: no notes to the editor and no doubtful words marked.  `base` stands in for the shipped base
    document.  BaseDocumentError, naming it `base_name`, where it cannot be opened or lacks a style.
    """
    shipped = resources.files("templates").joinpath("base.docx")
    document, styles = open_base(shipped.read_bytes() if base is None else base, base_name)
    writer = _Writer(
        styles=styles,
        remarks=remarks_by_item(draft.remarks),
        credited=draft.credited,
        comments=comments,
        date=_midnight(draft.issue).strftime("%Y-%m-%dT%H:%M:%SZ"),
        inlines=_Inlines(document, pictures),
        title_size=fitting_size(document, styles["刊名"], draft.issue.imprint.title),
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
    shown: list[Photo] = field(default_factory=list)

    def of(self, photo: Photo) -> BaseOxmlElement | None:
        """What shows a photo; None where it cannot be printed."""
        ready = self.pictures.get(photo.sha256)
        if ready is None:
            return None
        width, height = printed_size(ready.width, ready.height)
        inline = self.document.part.new_pic_inline(io.BytesIO(ready.data), Mm(width), Mm(height))
        self.shown.append(photo)
        # QUIRK: python-docx counts on from the ids in the document, where no picture stands before all do.
        inline.docPr.set("id", str(len(self.shown)))
        inline.docPr.set("name", f"图片 {len(self.shown)}")
        inline.docPr.set("descr", clean_text(photo.caption or photo.name))
        return cast("BaseOxmlElement", inline)


@dataclass(slots=True)
class _Writer:
    """Turns a draft into elements; counts the pieces, so that every mark has an id of its own."""

    styles: Mapping[str, str]
    remarks: Mapping[int | None, tuple[Remark, ...]]
    credited: Mapping[int, tuple[Credit, ...]]
    comments: bool
    date: str
    inlines: _Inlines
    title_size: int | None
    notes: list[BaseOxmlElement] = field(default_factory=list)
    pieces: int = 0
    names: dict[int, int] = field(default_factory=dict)

    def body(self, draft: Draft) -> Iterator[BaseOxmlElement]:
        """Yield the paragraphs of the whole issue."""
        issue = draft.issue
        yield self._title(draft)
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

    def _title(self, draft: Draft) -> BaseOxmlElement:
        """The title, with the comment on the issue as a whole."""
        words = run(draft.issue.imprint.title, points=self.title_size)
        if not self.comments:
            return paragraph(self.styles["刊名"], words)
        self.notes.append(self._comment(0, issue_note(draft)))
        return paragraph(self.styles["刊名"], *commented(0, self.styles[COMMENT_MARK], words))

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
            piece = entry.pieces[fragment.piece]
            if fragment.opens:
                yield from self._open_piece(piece)
            if fragment.text:
                yield run(fragment.text, self._look(piece, bold=fragment.bold))
            if fragment.closes:
                mark = self.styles[COMMENT_MARK] if self.comments else None
                yield from closing(self.pieces, comment_style=mark)

    def _look(self, piece: Piece, *, bold: bool) -> str | None:
        """The character style of a piece's words: a head keeps its own, the others show a doubt."""
        if bold:
            return self.styles["段首小标题"]
        return self.styles["存疑"] if self.comments and is_doubtful(piece, self._remarks(piece)) else None

    def _remarks(self, piece: Piece) -> tuple[Remark, ...]:
        return self.remarks.get(piece.candidate.item, ())

    def _open_piece(self, piece: Piece) -> list[BaseOxmlElement]:
        self.pieces += 1
        if self.comments:
            credited = self.credited.get(piece.candidate.item, ())
            self.notes.append(self._comment(self.pieces, piece_note(piece, self._remarks(piece), credited)))
        return opening(self.pieces, self._bookmark(piece.candidate.item), comment=self.comments)

    def _bookmark(self, item: int) -> str:
        """Name the bookmark of an item; names are unique, so a second piece of it is item_123_2."""
        self.names[item] = count = self.names.get(item, 0) + 1
        return f"item_{item}" if count == 1 else f"item_{item}_{count}"

    def _comment(self, ident: int, lines: Iterable[Line]) -> BaseOxmlElement:
        rows = ((run(w.text, color=_UNUSED if w.unused else None) for w in line) for line in lines)
        looks = (self.styles[COMMENT_TEXT], self.styles[COMMENT_MARK])
        return comment(ident, rows, looks, author=AUTHOR, date=self.date, initials=AUTHOR[0])


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
    for ident in [i for i, rel in owner.rels.items() if rel.reltype.endswith(_COMMENT_PARTS)]:
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
