"""Letters written by hand, read and judged as the desk does it, by the settings of the shipped example."""

from __future__ import annotations

import hashlib
from base64 import encodebytes
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import as_file, files

from classify.model import Taught
from desk import settings
from desk.filing import bulletin
from desk.reading import Bulletin, Past, judge, open_message
from intake.model import MessageState
from storage.model import FiledAttachment, FiledLetter, FiledSubmission

NEWS = "5月6日，焙烧车间完成三号炉检修，比计划提前十六小时，节约费用十二万元，岗位职工人人叫好。"
OTHER_NEWS = "近日，党员突击队连续奋战四天，更换换热管三十八米，班产量恢复到检修以前的水平。"

SHANDONG = "王强 <wangqiang@sd.example.com>"
"""A known sender of 中铝山东."""
FOREIGN = "刘芳 <liufang@example.net>"
"""A sender whom nothing connects with a unit."""

Part = tuple[str, str, bytes]
"""Name (or none), media type, content."""


@cache
def example() -> Bulletin:
    """What the shipped example says of the bulletin, with a server whose word on senders counts."""
    with as_file(files("templates").joinpath("config.example.toml")) as path:
        made = bulletin(settings.load(path))
    return Bulletin(made.units, made.columns, made.headings, made.own_addresses, "mx.example.com")


def letter(
    text: str = "",
    *parts: Part,
    sender: str = SHANDONG,
    subject: str = "信息",
    headers: str = "",
    kind: str = "mixed",
) -> bytes:
    """The bytes of a letter; its files behind its words."""
    head = (
        f"From: {sender}\nTo: gfdqb1@example.com\nSubject: {subject}\n"
        f"Message-ID: <{hashlib.sha256(text.encode()).hexdigest()[:8]}@mail.example.com>\n"
        f"Date: Thu, 06 May 2021 09:00:00 +0800\n{headers}MIME-Version: 1.0\n"
    )
    words = f"Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n{text}\n"
    if not parts:
        return (head + words).replace("\n", "\r\n").encode()
    pieces = [words.encode() if text else b""] + [_part(*part) for part in parts]
    body = b"".join(b"--=_b\n" + piece for piece in pieces if piece)
    whole = f'{head}Content-Type: multipart/{kind}; boundary="=_b"\n\n'.encode() + body + b"--=_b--\n"
    return whole.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")


def _part(name: str, media_type: str, content: bytes) -> bytes:
    disposition = f'Content-Disposition: attachment; filename="{name}"\n' if name else ""
    head = f"Content-Type: {media_type}\n{disposition}Content-Transfer-Encoding: base64\n\n"
    return head.encode() + encodebytes(content) + b"\n"


def judged(data: bytes, taught: Mapping[str, Taught] | None = None, unit: str | None = None) -> FiledLetter:
    """What the desk files of a letter that is the first of its kind."""
    opened = open_message(data, example())
    return judge(opened, example(), Past(lambda _: None, lambda *_: (), taught or {}, unit))


def only(data: bytes) -> FiledSubmission:
    """The one submission of a letter."""
    filed = judged(data)
    assert filed.state is MessageState.READ, filed.reason
    (submission,) = filed.submissions
    return submission


def told(attachments: Iterable[FiledAttachment]) -> dict[str, tuple[str, str | None]]:
    """Name -> state and reason."""
    return {file.name: (file.state.value, file.reason) for file in attachments}
