"""What a confirmation says, as the bytes of a letter.  All that came from the mail is data on one line."""

from __future__ import annotations

import re
from datetime import datetime
from email.headerregistry import Address, HeaderRegistry, MessageIDHeader
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from compose.html import render_text
from compose.model import Window
from compose.numerals import chinese_date, chinese_span
from desk.receipt_rules import is_plain
from desk.settings import Settings
from intake import echoes
from intake.model import AttachmentState, MessageState
from intake.unremarkable import UNREMARKABLE
from storage.model import StoredMessage

MAX_UNREAD = 10
"""Files named in a confirmation."""
MAX_LINE = 80
"""Characters of a name or a reason."""

_NOTES = {
    MessageState.TOO_LARGE: "邮件超过大小上限，只收到信头，编辑会与您联系。",
    MessageState.SET_ASIDE: "这封来稿须人工查看，编辑会处理。",
}

# QUIRK Python 3.11: a Message-ID longer than a line is folded into encoded words in any field but its own.
_FIELDS = HeaderRegistry()
for _name in ("in-reply-to", "references"):
    _FIELDS.map_to_type(_name, MessageIDHeader)  # type: ignore[arg-type]  # the stubs see no BaseHeader in it
_POLICY = SMTP.clone(header_factory=_FIELDS)
_ID = re.compile(r"<[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,250}@[A-Za-z0-9.\[\]:-]{1,250}>")
_LINK = re.compile(r"\w+://\S*|\bwww\.\S*", re.IGNORECASE)


def write_receipt(settings: Settings, message: StoredMessage, recipient: str, now: datetime) -> bytes:
    """Return the confirmation of a stored letter as it goes to the server, its lines ended by CRLF.

    Raises `ValueError` for a recipient that is not plain.
    """
    if not is_plain(recipient):
        raise ValueError("the recipient is no plain address")
    sender = Address(_line(settings.bulletin.title), addr_spec=settings.receipt_sender)
    letter = EmailMessage(policy=_POLICY)
    letter["From"] = sender
    letter["To"] = Address(addr_spec=recipient)
    letter["Subject"] = echoes.subject(message.id)
    letter["Date"] = format_datetime(now.astimezone(settings.zone))
    letter["Message-ID"] = echoes.message_id(message.id, message.values["sha256"][:16], sender.domain)
    answered = message.values["message_id"] or ""
    if _ID.fullmatch(answered):
        letter["In-Reply-To"] = answered
        letter["References"] = answered
    letter["Auto-Submitted"] = "auto-replied"  # RFC 3834, 5
    letter["X-Auto-Response-Suppress"] = "All"  # what Exchange obeys instead
    letter["X-Loop"] = echoes.MARK
    letter.set_content(_body(settings, message), charset="utf-8", cte="base64")
    return letter.as_bytes()


def _body(settings: Settings, message: StoredMessage) -> str:
    units = dict.fromkeys(submission["unit"] for submission, _ in message.submissions)
    unread = [
        (_line(a["name"]), _line(a["reason"]))
        for a in message.attachments
        if a["state"] != AttachmentState.READ and a["reason"] and a["reason"] not in UNREMARKABLE
    ]
    return render_text(
        "receipt.txt.jinja",
        opening=echoes.OPENING,
        closing=echoes.CLOSING,
        number=message.id,
        unit="、".join(unit for unit in units if unit),
        window=_window(message.window),
        items=sum(len(items) for _, items in message.submissions),
        unread=unread[:MAX_UNREAD],
        further=len(unread[MAX_UNREAD:]),
        note=_NOTES.get(message.values["state"]),
        signature=f"{settings.bulletin.title}　{settings.bulletin.issuer}",
    )


def _window(window: Window) -> str:
    if window.start and window.end:
        return f"{chinese_span(window.start, window.end)}（{window.end.year}年）"
    return f"{chinese_date(window.start)}起" if window.start else "以编期时为准"


def _line(words: str) -> str:
    """Words on one line, without controls and marks of direction, and without links: anybody wrote them."""
    printable = "".join(c if c.isprintable() else " " for c in words)
    line = " ".join(_LINK.sub("…", printable).split())
    return line if len(line) <= MAX_LINE else line[: MAX_LINE - 1] + "…"
