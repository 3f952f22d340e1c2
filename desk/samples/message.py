"""A letter as a message: header block, body, attachments, letters inside letters."""

from __future__ import annotations

import base64
import binascii
import hashlib
import html
from dataclasses import dataclass, replace
from email.utils import format_datetime
from typing import TYPE_CHECKING

from desk.samples.clients import CLIENTS, Client
from desk.samples.docx import docx
from desk.samples.headers import encode, line, one_word, parameter, words
from desk.samples.pictures import picture

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from desk.samples.source import File, Mail

RECIPIENT = "gfdqb1@example.com"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@dataclass(frozen=True, slots=True)
class Entity:
    """A MIME part: header lines without their ends, and the encoded body."""

    headers: tuple[bytes, ...]
    body: bytes

    @property
    def data(self) -> bytes:
        """The part as it is transmitted."""
        return b"\r\n".join((*self.headers, b"", self.body))


@dataclass(frozen=True, slots=True)
class Writing:
    """What all parts of one letter share.

    The writer's program, its charset and transfer encoding, and tokens that differ from letter to
    letter but never from run to run.
    """

    client: Client
    charset: str
    transfer: str
    seed: str

    def token(self, place: str) -> str:
        """Sixteen hex digits of this letter for that place."""
        return hashlib.sha256(f"{self.seed}/{place}".encode()).hexdigest()[:16]

    def boundary(self, place: str) -> str:
        """Return a boundary in the manner of the program."""
        token = self.token(place)
        return self.client.boundary.format(token=token, upper=token.upper())


def message(mail: Mail, seed: str, received_at: datetime | None = None) -> bytes:
    """Return the letter with CRLF lines.

    `seed` names it; a letter with `received_at` also bears the lines of the receiving server.
    """
    client = CLIENTS[mail.style]
    writing = Writing(client, mail.charset or client.charset, mail.transfer or client.transfer, seed)
    content = _content(mail, writing)
    trace = () if received_at is None else _trace(mail, writing, received_at)
    return Entity((*trace, *_head(mail, writing), *content.headers), content.body).data


# --- the header block --------------------------------------------------------------------------------


def _trace(mail: Mail, writing: Writing, received_at: datetime) -> tuple[bytes, ...]:
    """Return what the receiving server puts on top."""
    host = mail.sender.host
    number = int(writing.token("host")[:2], 16) % 250 + 1
    received = (
        f"from mail.{host} (mail.{host} [192.0.2.{number}])\r\n\tby mx.example.com (Postfix) with ESMTPS "
        f"id {writing.token('queue')[:12].upper()}\r\n\tfor <{RECIPIENT}>; {format_datetime(received_at)}"
    )
    # A bounce or an automatic answer states its own empty return path (RFC 5321, 4.5.5).
    back = dict(mail.headers).get("Return-Path", f"<{mail.sender.address}>")
    verdict = f"mx.example.com; spf=pass smtp.mailfrom={mail.sender.address}"
    return (
        line("Return-Path", back),
        line("Received", received),
        line("Authentication-Results", verdict),
    )


def _head(mail: Mail, writing: Writing) -> tuple[bytes, ...]:
    token = writing.token("id")
    facts = {
        "token": token,
        "upper": token.upper(),
        "host": mail.sender.host,
        "stamp": mail.date.strftime("%Y%m%d%H%M%S"),
        "sender": mail.sender.address,
        "topic": words(mail.subject, writing.charset),
    }
    own = {name: value for name, value in mail.headers if name != "Return-Path"}
    client = {name: value.format(**facts) for name, value in writing.client.headers}
    usual = {
        "To": f"<{RECIPIENT}>",
        "Date": format_datetime(mail.date),
        "Message-ID": writing.client.message_id.format(**facts),
        "MIME-Version": "1.0",
    }
    return (
        line("From", _sender(mail, writing)),
        line("Subject", _subject(mail, writing)),
        *(line(name, value) for name, value in {**usual, **client, **own}.items()),
    )


def _sender(mail: Mail, writing: Writing) -> str:
    address = f"<{mail.sender.address}>"
    if not mail.sender.name:
        return mail.sender.address
    name = one_word(mail.sender.name, writing.charset)
    return f'"{name}" {address}' if writing.client.quoted_names else f"{name} {address}"


def _subject(mail: Mail, writing: Writing) -> str | bytes:
    if mail.subject_encoding == "raw":
        return encode(mail.subject, writing.charset)
    return words(mail.subject, writing.charset)


# --- the content -------------------------------------------------------------------------------------


def _content(mail: Mail, writing: Writing) -> Entity:
    body = _body(mail, writing)
    if not mail.files:
        return body
    files = [_attachment(file, writing, f"file{place}") for place, file in enumerate(mail.files, start=1)]
    # A letter of pictures alone has no text part at all.
    parts = [body, *files] if mail.body or mail.html else files
    return _multipart(mail.multipart, writing.boundary("mixed"), parts)


def _body(mail: Mail, writing: Writing) -> Entity:
    if mail.html:
        return _text("html", mail.html, writing)
    form = mail.form or writing.client.form
    if form == "html":
        return _text("html", _as_html(mail.body, writing), writing)
    plain = _text("plain", mail.body, writing)
    if form == "text":
        return plain
    pages = [plain, _text("html", _as_html(mail.body, writing), writing)]
    return _multipart("alternative", writing.boundary("alternative"), pages)


def _as_html(body: str, writing: Writing) -> str:
    client = writing.client
    lines = (client.line.format(html.escape(text)) if text else client.blank for text in body.split("\n"))
    return client.head.format(charset=writing.charset) + "".join(lines) + client.tail


def _text(subtype: str, text: str, writing: Writing) -> Entity:
    headers = (
        line("Content-Type", f'text/{subtype}; charset="{writing.charset}"'),
        line("Content-Transfer-Encoding", writing.transfer),
    )
    lines = encode(text, writing.charset).replace(b"\n", b"\r\n")
    return Entity(headers, _TRANSFERS[writing.transfer](lines))


def _multipart(subtype: str, boundary: str, parts: list[Entity]) -> Entity:
    kind, _, parameters = subtype.partition("; ")
    extra = f" {parameters};" if parameters else ""
    edge = f"--{boundary}".encode("ascii")
    pieces = b"".join(edge + b"\r\n" + part.data + b"\r\n" for part in parts)
    header = line("Content-Type", f'multipart/{kind};{extra}\r\n\tboundary="{boundary}"')
    return Entity(
        (header,), b"This is a multi-part message in MIME format.\r\n\r\n" + pieces + edge + b"--\r\n"
    )


def _base64(data: bytes) -> bytes:
    return base64.encodebytes(data).replace(b"\n", b"\r\n")


def _quoted(data: bytes) -> bytes:
    return binascii.b2a_qp(data.replace(b"\r\n", b"\n")).replace(b"\n", b"\r\n")


_TRANSFERS: dict[str, Callable[[bytes], bytes]] = {
    "base64": _base64,
    "quoted-printable": _quoted,
    "8bit": bytes,
}


# --- attachments -------------------------------------------------------------------------------------


def _attachment(file: File, writing: Writing, place: str) -> Entity:
    if file.kind == "eml":
        return _letter(file, writing, place)
    if file.kind == "raw":
        text = replace(writing, charset="utf-8", transfer="8bit")
        content = encode(file.content, text.charset).replace(b"\n", b"\r\n")
        return Entity((line("Content-Type", file.media_type),), content)
    media_type, data = _data(file)
    if writing.client.octets:
        media_type = "application/octet-stream"
    headers = _naming(file, writing, media_type)
    return Entity((*headers, line("Content-Transfer-Encoding", "base64")), _base64(data))


def _letter(file: File, writing: Writing, place: str) -> Entity:
    if file.letter is None:
        raise ValueError(f"attachment {file.name!r} of kind eml needs an [attachment.letter]")
    return Entity(
        _naming(file, writing, "message/rfc822"),
        message(file.letter, f"{writing.seed}/{place}"),
    )


def _data(file: File) -> tuple[str, bytes]:
    if file.kind in {"jpeg", "png"}:
        return f"image/{file.kind}", picture(file.kind, file.scene)
    whole = docx(file.content, file.font, file.page_header)
    # The end of a zip is its directory: half a file opens nowhere.
    return _WORD, whole if file.kind == "docx" else whole[: len(whole) // 2]


def _naming(file: File, writing: Writing, media_type: str) -> tuple[bytes, bytes]:
    """Content-Type and Content-Disposition; extended names stand in the latter alone (RFC 2231)."""
    naming = file.name_encoding or writing.client.name_encoding
    shown = parameter("filename", file.name, writing.charset, naming)
    kind = media_type.encode("ascii")
    if not naming.startswith("rfc2231"):
        kind += b";\r\n\t" + parameter("name", file.name, writing.charset, naming)
    return line("Content-Type", kind), line("Content-Disposition", b"attachment;\r\n\t" + shown)
