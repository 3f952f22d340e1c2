"""A web page saved in one file (.mht, also named .doc): mail by its form, so it is read like mail."""

from __future__ import annotations

from intake.charset import REPLACED as UNDECODED
from intake.documents.package import DocumentRefused
from intake.documents.plain import REPLACED
from intake.model import Document, Picture
from intake.text import text_document


def read_web_archive(data: bytes) -> Document:
    """The words of the page; its pictures stand beside them.  Raises DocumentRefused."""
    from intake.mime import read_letter  # which reads documents

    letter = read_letter(data)
    images = (one for one in letter.attachments if one.media_type.startswith("image/"))
    pictures = tuple(Picture(one.name, one.media_type, one.data) for one in images)
    if not letter.text.strip() and not pictures:
        raise DocumentRefused("网页存档（.mht）里没有文字，请以 .docx 重发")
    remarks = (REPLACED,) if UNDECODED in letter.defects else ()
    return Document(text_document(letter.text).paragraphs, pictures, remarks)
