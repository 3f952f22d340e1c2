"""A web page saved in one file (.mht, also named .doc): mail by its form, so it is read like mail."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from intake import mime
from intake.body import TEXT_TOO_LONG
from intake.charset import REPLACED as UNDECODED
from intake.documents.package import MAX_CHARACTERS, Budget, DocumentRefused
from intake.documents.plain import REPLACED
from intake.documents.sniff import declared, kind_of
from intake.model import Attachment, Document, Letter, Picture
from intake.text import text_document
from intake.unremarkable import UNREMARKABLE

_DAMAGED: Final = "网页存档不完整或已损坏，内容可能有缺失"
_NO_WORDS: Final = "网页存档里只有图片，没有文字"
_UNREAD: Final = "网页存档里附的文件未读取：{}"
_MOST_NAMES: Final = 5

_HARMLESS: Final = frozenset(
    {UNDECODED, mime.DATE_INVALID, mime.FROM_MISSING, mime.NO_TEXT, mime.OUTSIDE, mime.REPEATED}
)
"""What is no defect of a page, or is told in words of its own; Word writes a note before the first part."""
_IMAGE: Final = "image/"
_DRESS: Final = (
    *("text/xml", "application/xml", "text/css", "font/", "application/font", "application/x-font"),
    *("application/vnd.ms-officetheme", "application/x-mso", "text/javascript", "application/javascript"),
)
"""How the types begin of what belongs to the looks of a page."""


def read_web_archive(data: bytes) -> Document:
    """The words of the page; its pictures stand beside them.  Raises DocumentRefused."""
    letter = mime.read_letter(data)
    if TEXT_TOO_LONG in letter.defects:
        Budget().take_characters(MAX_CHARACTERS + 1)
    images = (one for one in letter.attachments if one.media_type.startswith(_IMAGE))
    pictures = tuple(Picture(one.name, one.media_type, one.data) for one in images)
    if not letter.text.strip() and not pictures:
        raise DocumentRefused("网页存档（.mht）里没有文字，请以 .docx 重发")
    return Document(text_document(letter.text).paragraphs, pictures, tuple(_remarks(letter)))


def _remarks(letter: Letter) -> Iterator[str]:
    """What an editor must know of a page whose words are not all there, or not all right."""
    if not letter.text.strip():
        yield _NO_WORDS
    if UNDECODED in letter.defects:
        yield REPLACED
    if not _HARMLESS.issuperset(letter.defects):
        yield _DAMAGED
    if unread := [one.name for one in letter.attachments if _is_a_file(one)]:
        yield _UNREAD.format(_listed(unread))


def _is_a_file(one: Attachment) -> bool:
    """Whether it is more than a picture or the dress of the page."""
    if one.media_type.startswith((_IMAGE, *_DRESS)):
        return False
    return declared(kind_of(one.data), one.media_type, one.name).reason not in UNREMARKABLE


def _listed(names: Sequence[str]) -> str:
    more = f"等 {len(names)} 个" if len(names) > _MOST_NAMES else ""
    return "、".join(names[:_MOST_NAMES]) + more
