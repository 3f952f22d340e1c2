"""Bytes of a message become a letter.  The only module that knows mail-parser.

mail-parser says what lies in what (from a skeleton, see there); the words of headers, names and bodies
are read from the bytes as sent.  Any bytes give a letter; what was wrong stands in its defects.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from email import message_from_bytes
from email.message import Message

import mailparser

from intake import body, charset, skeleton
from intake.automatic import Facts, reason, return_path
from intake.encoded import Encoded, encoded
from intake.envelope import read_authentication, read_date, read_message_id, read_references, read_sender
from intake.filenames import clean_name, given_name, made_name
from intake.headers import Value, read_block, read_value
from intake.model import Attachment, Letter
from intake.skeleton import MAX_PARTS, NUMBER, TOO_MANY_PARTS, Section, Skeleton

MAX_DEPTH = 20
"""Multiparts in one another."""
MAX_LETTERS = 8
"""Letters in one another; each level holds a copy of what it contains."""
MAX_PARTS_INSIDE = 3_000
"""Parts of a letter and of all letters in it, together."""
MAX_TEXT = 2_000_000
"""Characters of a letter's text."""

TOO_DEEP = "too-deep"
STRUCTURE_FAILED = "structure-failed"
DATE_INVALID = "date-invalid"
FROM_MISSING = "from-missing"


@dataclass(frozen=True, slots=True)
class _Content:
    """What a part and everything in it comes to."""

    text: str = ""
    attachments: tuple[Attachment, ...] = ()


@dataclass(slots=True)
class _Leaf:
    """One part, its transfer encoding undone."""

    kind: Value
    disposition: Value
    content: bytes | Encoded

    @property
    def data(self) -> bytes:
        return self.content.data if isinstance(self.content, Encoded) else self.content

    @property
    def name(self) -> str | None:
        return given_name(self.disposition, self.kind)


# --- structure ------------------------------------------------------------------------------------

_DEFECT_NAME = re.compile(r"(?<!^)(?=[A-Z])")


def _structure(text: bytes) -> tuple[Message, list[str]]:
    """The tree of a skeleton and the names of what mail-parser found wrong with it."""
    try:
        parsed = mailparser.parse_from_bytes(text)
    except Exception:  # noqa: BLE001 -- it lets AttributeError and others out where a multipart is cut off
        return message_from_bytes(text), [STRUCTURE_FAILED]
    names = sorted(name.removesuffix("Defect") for name in parsed.defects_categories)
    return parsed.message, [_DEFECT_NAME.sub("-", name).lower() for name in names]


def _with_line_ends(data: bytes) -> bytes:
    """Letters whose lines end in CR or CR CR LF, as some export tools write them, get plain line ends."""
    head = data[:4096]
    if b"\r\r\n" in head:
        return data.replace(b"\r\r\n", b"\n")
    return data.replace(b"\r", b"\n") if b"\r" in head and b"\n" not in head else data


# --- one letter -----------------------------------------------------------------------------------

_TEXT_TYPES = frozenset({"text/plain", "text/html"})
_LETTER_TYPES = frozenset({"message/rfc822", "message/global", "message/news"})
_LETTER_START = re.compile(
    rb"\s{0,20}(?:From [^\n]{1,200}\n)?"
    rb"(?:[A-Za-z][A-Za-z0-9-]{1,60}:[^\n]{0,2000}\n(?:[ \t][^\n]{0,2000}\n){0,50}){2}"
)
_TYPE = re.compile(r"[a-z0-9][a-z0-9!#$&^_.+-]{0,60}/[a-z0-9][a-z0-9!#$&^_.+-]{0,100}")


@dataclass(slots=True)
class _Budget:
    """What the letters in one another may still cost."""

    parts: int = MAX_PARTS_INSIDE


@dataclass(slots=True)
class _Reader:
    """Reads one letter; `depth` is the number of letters around it."""

    data: bytes
    depth: int = 0
    budget: _Budget = field(default_factory=_Budget)
    defects: dict[str, None] = field(default_factory=dict)
    skeleton: Skeleton = field(init=False)

    def read(self, own: frozenset[str], trusted: str | None) -> Letter:
        self.data = _with_line_ends(self.data)
        block = read_block(self.data)
        self.note(block.defects)
        headers = block.headers
        self.skeleton = skeleton.cut(self.data, headers, block.body, min(MAX_PARTS, self.budget.parts))
        self.budget.parts -= len(self.skeleton.sections)
        tree, defects = _structure(self.skeleton.text)
        self.note((*self.skeleton.defects, *defects))
        content = self.content(tree, "", 0)
        subject = charset.decode_header(headers.raw("subject") or b"")
        sender = read_sender(headers)
        sent_at = read_date(headers.text("date"))
        self.note([subject.defect] if subject.defect else [])
        self.note([DATE_INVALID] if sent_at is None and headers.raw("date") else [])
        self.note([] if sender.name or sender.address else [FROM_MISSING])
        kind, text = self.skeleton.sections[0].value, self.capped(content.text)
        facts = Facts(headers, kind, subject.text, sender, own, text, content.attachments)
        return Letter(
            subject=subject.text,
            sender=sender,
            sent_at=sent_at,
            message_id=read_message_id(headers),
            references=read_references(headers),
            text=text,
            attachments=content.attachments,
            authentication=read_authentication(headers, sender, trusted),
            automatic=reason(facts),
            return_path=return_path(headers),
            defects=tuple(self.defects),
        )

    def note(self, defects: Iterable[str]) -> None:
        self.defects |= dict.fromkeys(defects)

    def capped(self, text: str) -> str:
        text = text.strip("\n")
        if len(text) > MAX_TEXT:
            self.note([body.TEXT_TOO_LONG])
        return text[:MAX_TEXT]

    # --- the tree

    def content(self, node: Message, container: str, depth: int) -> _Content:
        """What a node of the tree comes to; `container` is the type of the multipart around it."""
        section = self.skeleton.sections[int(node.get(NUMBER, "0"))]
        parts = node.get_payload()
        if not isinstance(parts, list):
            return self.leaf(section, self.skeleton.span(str(parts)), container)
        if depth >= MAX_DEPTH:
            self.note([TOO_DEEP])
            return _Content()
        kind = section.value.word
        contents = [self.content(part, kind, depth + 1) for part in parts if isinstance(part, Message)]
        attachments = tuple(attachment for content in contents for attachment in content.attachments)
        texts = [content.text for content in contents]
        text = _richest(texts) if kind == "multipart/alternative" else _joined(texts)
        return _Content(text, attachments)

    def leaf(self, section: Section, span: tuple[int, int], container: str) -> _Content:
        headers = section.headers
        encoding = headers.token("content-transfer-encoding")
        content, defect = self.decoded(span, encoding)
        self.note([defect] if defect else [])
        kind = section.value
        if not kind.word and container == "multipart/digest":  # RFC 2046, 5.1.5
            kind = replace(kind, word="message/rfc822")
        disposition = read_value(headers.plain("content-disposition"))
        leaf = _Leaf(kind, disposition, content)
        if _is_letter(leaf):
            return self.nested(leaf)
        return self.text(leaf) if _is_text(leaf, container) else _attached(leaf)

    def decoded(self, span: tuple[int, int], encoding: str) -> tuple[bytes | Encoded, str | None]:
        large = encoded(self.data, *span) if encoding == "base64" else None
        return (large, None) if large else body.undo_transfer(self.data[slice(*span)], encoding)

    def text(self, leaf: _Leaf) -> _Content:
        data, files = body.take_uuencoded(leaf.data)
        text, defects = body.read_text(data, leaf.kind)
        self.note(defects)
        return _Content(text, tuple(_uuencoded(name, content) for name, content in files))

    def nested(self, leaf: _Leaf) -> _Content:
        if self.depth >= MAX_LETTERS or self.budget.parts < 1:
            self.note([TOO_DEEP if self.budget.parts > 0 else TOO_MANY_PARTS])
            return _attached(leaf)
        letter = _Reader(leaf.data, self.depth + 1, self.budget).read(frozenset(), None)
        subject = clean_name(letter.subject)
        name = leaf.name or (subject and subject + ".eml") or made_name(leaf.data, "message/rfc822")
        return _Content(attachments=(Attachment(name, "message/rfc822", leaf.data, letter),))


def _richest(texts: list[str]) -> str:
    """The last alternative is the best (RFC 2046, 5.1.4) unless it is a shell around pictures."""
    sizes = [len("".join(text.split())) for text in texts]
    good = [text for text, size in zip(texts, sizes, strict=True) if size and size * 2 >= max(sizes)]
    return good[-1] if good else ""


def _joined(texts: list[str]) -> str:
    return "\n\n".join(text for text in texts if text.strip())


def _is_letter(leaf: _Leaf) -> bool:
    """A letter in a letter, as a part of its own type or as an .eml file sent as anything else."""
    if leaf.kind.word in _LETTER_TYPES:
        return True
    name = leaf.name
    return name is not None and name.lower().endswith(".eml") and _LETTER_START.match(leaf.data) is not None


def _is_text(leaf: _Leaf, container: str) -> bool:
    """Whether the part is words of the letter and not a file."""
    word = leaf.kind.word
    if word not in _TEXT_TYPES and "/" in word and not word.startswith("multipart/"):
        return False
    if leaf.disposition.word == "attachment" or leaf.disposition.get("filename"):
        return False
    return container in {"", "multipart/alternative"} or leaf.kind.get("name") is None


def _attached(leaf: _Leaf) -> _Content:
    word = leaf.kind.word
    media_type = word if _TYPE.fullmatch(word) else "application/octet-stream"
    name = leaf.name or made_name(leaf.data, media_type)
    return _Content(attachments=(Attachment(name, media_type, leaf.content),))


def _uuencoded(raw_name: bytes, data: bytes) -> Attachment:
    name = clean_name(charset.decode_header(raw_name).text)
    media_type = "application/octet-stream"
    return Attachment(name or made_name(data, media_type), media_type, data)


def read_letter(
    data: bytes, *, own_addresses: frozenset[str] = frozenset(), trusted_authserv: str | None = None
) -> Letter:
    """The letter in the bytes of a message; what was wrong with them is in its `defects`.  Never raises.

    `own_addresses` are those of the mailbox itself; `trusted_authserv` is the authserv-id of the receiving
    server (RFC 8601), without which nothing is authenticated.
    """
    return _Reader(data).read(own_addresses, trusted_authserv)
