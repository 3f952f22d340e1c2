"""Letters of every kind that comes to a submission mailbox, each like no other."""

from __future__ import annotations

import base64
import io
import zipfile
from enum import StrEnum
from functools import lru_cache

import docx

from intake.model import MessageState

LIMIT = 1_000_000
"""Bytes that the size limit of a test may be set to; a large letter has more than that."""

POISON = b"X-Poison: "
"""The header, followed by the letter's kind, of what harms its reader."""


class Kind(StrEnum):
    """What people, and machines, send."""

    PLAIN = "plain"
    NAMELESS = "nameless"
    """Without a Message-ID."""
    DOCUMENT = "document"
    BOUNCE = "bounce"
    REPLY = "reply"
    """An automatic one."""
    CRASHING = "crashing"
    """Its reader dies of it, until that is cured."""
    STUMBLING = "stumbling"
    """Its reader raises, until that is cured."""
    LARGE = "large"
    """Over the size limit, until that is raised."""

    @property
    def poisoned(self) -> bool:
        """Whether it cannot be read before the cure."""
        return self in (Kind.CRASHING, Kind.STUMBLING)

    @property
    def comes_to(self) -> MessageState:
        """The state of the first of it, where nothing hinders its reading."""
        return MessageState.NOT_SUBMISSION if self in (Kind.BOUNCE, Kind.REPLY) else MessageState.READ

    @property
    def items(self) -> int:
        """How many items come out of it."""
        return 1 if self.comes_to is MessageState.READ else 0


def text(number: int) -> str:
    """What a letter says, and no other does."""
    return f"第{number}号：第{number}电解厂四月份完成产量计划，全员参加安全培训，未发生事故。"


@lru_cache(maxsize=1000)
def letter(number: int, kind: Kind) -> bytes:
    """A letter of a kind, CRLF lines."""
    who = "MAILER-DAEMON@mx.example.com" if kind is Kind.BOUNCE else f"wei{number}@sd.example.com"
    head = [f"From: <{who}>", f"Subject: letter {number}", "MIME-Version: 1.0"]
    if kind is not Kind.NAMELESS:
        head.append(f"Message-ID: <{number}@sd.example.com>")
    if kind is Kind.REPLY:
        head.append("Auto-Submitted: auto-replied")
    if kind.poisoned:
        head.append(f"{POISON.decode()}{kind}")
    return "\r\n".join([*head, *_content(number, kind), ""]).encode()


def _content(number: int, kind: Kind) -> list[str]:
    if kind is Kind.DOCUMENT:
        return _mixed("稿件附后。", "news.docx", _document(text(number)))
    if kind is Kind.LARGE:
        return _mixed(text(number), "scan.bin", bytes(number % 256 for _ in range(LIMIT)))
    if kind is Kind.BOUNCE:
        return _report(number)
    return ["Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: 8bit", "", text(number)]


def _mixed(body: str, name: str, data: bytes) -> list[str]:
    return [
        'Content-Type: multipart/mixed; boundary="b"',
        *("", "--b", "Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: 8bit", "", body),
        *("--b", f'Content-Type: application/octet-stream; name="{name}"'),
        f'Content-Disposition: attachment; filename="{name}"',
        *("Content-Transfer-Encoding: base64", ""),
        base64.encodebytes(data).decode().rstrip("\n").replace("\n", "\r\n"),
        "--b--",
    ]


def _report(number: int) -> list[str]:
    return [
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"',
        *("", "--b", "Content-Type: text/plain; charset=utf-8", "", f"Letter {number} came back."),
        *("--b", "Content-Type: message/delivery-status", "", "Action: failed", "--b--"),
    ]


@lru_cache(maxsize=1)
def _blank() -> bytes:
    document = docx.Document()
    document.add_paragraph("NEWS")
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _document(words: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(_blank())) as blank, zipfile.ZipFile(file, "w") as made:
        for entry in blank.infolist():
            made.writestr(entry, blank.read(entry).replace(b"NEWS", words.encode()))
    return file.getvalue()
