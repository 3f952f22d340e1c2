"""Bytes of a message become a letter.  The only module that knows mail-parser.

mail-parser says what lies in what (from a skeleton, see there); the words of headers, names and bodies
are read from the bytes as sent.  Any bytes give a letter; what was wrong stands in its defects.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from email import message_from_bytes
from email.message import Message

import mailparser

from intake import body, charset, encoded_words, skeleton
from intake.alternatives import joined, richest
from intake.authentication import read_authentication
from intake.automatic import Facts, reason, return_path
from intake.encoded import Encoded, encoded
from intake.envelope import read_date, read_message_id, read_references, read_sender
from intake.filenames import clean_name, given_name, made_name, media_type_of
from intake.headers import Headers, Value, read_block, read_value
from intake.model import Attachment, Letter
from intake.parts import Leaf, Nature
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
REPEATED = "header-repeated"
NO_TEXT = "no-text"
"""The letter itself says nothing; its files may."""
OUTSIDE = "text-outside-parts"
"""Words before the first part or behind the last, which mail programs do not show."""
DIFFERENT = "alternatives-differ"
"""Two forms of one body that do not say the same."""


@dataclass(frozen=True, slots=True)
class _Content:
    """What a part and everything in it comes to."""

    text: str = ""
    attachments: tuple[Attachment, ...] = ()
    page: bool = False


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


def _normal(data: bytes) -> bytes:
    """Letters as export tools write them: a mark or empty lines on top, lines that end in CR or CR CR LF."""
    if found := _ON_TOP.match(data):
        data = data[found.end() :]
    head = data[:4096]
    if _DOUBLED.match(head):
        return data.replace(b"\r\r\n", b"\n")
    return data.replace(b"\r", b"\n") if b"\r" in head and b"\n" not in head else data


_DOUBLED = re.compile(rb"[^\r\n]*\r\r\n")
_ON_TOP = re.compile(
    rb"(?:\xef\xbb\xbf|\s{1,20}\n)\s{0,20}"
    rb"(?=>?from |(?:return-path|received|from|to|subject|date|message-id|mime-version|content-type"
    rb"|x-[\w-]{1,40}):)",
    re.IGNORECASE,
)


# --- one letter -----------------------------------------------------------------------------------

_NO_VALUE = Value("", {})
_ONCE = ("from", "subject", "date", "message-id")
"""Fields that a letter has once (RFC 5322, 3.6); a second From shows other programs another sender."""
_ALTERNATIVE = "multipart/alternative"
_STOCK = re.compile(
    rb"[^\n]{0,200}(?:mime|multi-?part|\xb6\xe0\xb2\xbf\xb7\xd6)[^\n]*(?:\n[^\r\n]+\r?(?=\n|\Z))*",
    re.IGNORECASE,
)
"""The paragraph that programs write for readers that know no parts (RFC 2046, 5.1.1)."""


@dataclass(slots=True)
class Budget:
    """What the letters in one another may still cost."""

    parts: int = MAX_PARTS_INSIDE


@dataclass(slots=True)
class _Reader:
    """Reads one letter; `depth` is the number of letters around it.

    Where the letter has no text of its own, that of named parts is shown (`spare`), then what stands
    `outside` all parts.  The text of a winmail.dat (`packed`) is one more form of the letter's.
    """

    data: bytes
    depth: int = 0
    budget: Budget = field(default_factory=Budget)
    defects: dict[str, None] = field(default_factory=dict)
    spare: list[Leaf] = field(default_factory=list)
    outside: list[Leaf] = field(default_factory=list)
    packed: list[str] = field(default_factory=list)
    skeleton: Skeleton = field(init=False)

    def read(self, own: frozenset[str], trusted: str | None) -> Letter:
        self.data = _normal(self.data)
        block = read_block(self.data)
        self.note(block.defects)
        content = self.entity(block.headers, block.body)
        headers = replace(block.headers, label=self.label())
        subject = headers.read("subject")
        sender = read_sender(headers)
        sent_at = read_date(headers.text("date"))
        said = self.alternative([*self.packed, content.text])
        text = said if said.strip() else self.shown(self.spare) or self.shown(self.outside)
        text = self.capped(text.strip("\n"))
        self.note([subject.defect] if subject.defect else [])
        self.note([DATE_INVALID] if sent_at is None and headers.raw("date") else [])
        self.note([] if sender.name or sender.address else [FROM_MISSING])
        self.note([charset.REPLACED] if "\ufffd" in (sender.name or "") else [])
        self.note([REPEATED] if any(len(headers.all(name)) > 1 for name in _ONCE) else [])
        self.note([] if text.strip() else [NO_TEXT])
        kind = self.skeleton.sections[0].value
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

    def entity(self, headers: Headers, start: int) -> _Content:
        """What the body that begins at `start` comes to."""
        self.skeleton = skeleton.cut(self.data, headers, start, min(MAX_PARTS, self.budget.parts))
        self.budget.parts -= len(self.skeleton.sections)
        tree, defects = _structure(self.skeleton.text)
        self.note((*self.skeleton.defects, *defects))
        return self.content(tree, "", 0)

    def label(self) -> str | None:
        """The charset that the first part which names one is written in."""
        labels = (section.value.get("charset") for section in self.skeleton.sections)
        return next((label for label in labels if label), None)

    def shown(self, leaves: Iterable[Leaf]) -> str:
        """The words of parts that stand in for a text."""
        texts: list[str] = []
        for leaf in leaves:
            text, defects = body.read_text(leaf.data, leaf.kind)
            texts.append(text)
            self.note(defects)
        return _paragraphs(texts)

    def note(self, defects: Iterable[str]) -> None:
        self.defects |= dict.fromkeys(defects)

    def capped(self, text: str) -> str:
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
            return self.unopened(section, node)
        self.look_outside(section, node)
        kind = section.value.word
        contents = [self.content(part, kind, depth + 1) for part in parts if isinstance(part, Message)]
        attachments = tuple(attachment for content in contents for attachment in content.attachments)
        if kind == _ALTERNATIVE:
            return _Content(self.alternative([content.text for content in contents]), attachments)
        return _Content(joined((content.text, content.page) for content in contents), attachments)

    def unopened(self, section: Section, node: Message) -> _Content:
        """A multipart that lies too deep, as one file."""
        last: Message | str = node
        while isinstance(last, Message) and isinstance(inside := last.get_payload(), list) and inside:
            last = inside[-1]
        number = int(last.get(NUMBER, "0")) if isinstance(last, Message) else 0
        data = self.data[section.start : max(section.end, self.skeleton.sections[number].end)]
        return self.file(Leaf(section.value, Value("attachment", {}), data))

    def alternative(self, texts: list[str]) -> str:
        text, differ = richest(texts)
        self.note([DIFFERENT] if differ else [])
        return text

    def look_outside(self, section: Section, node: Message) -> None:
        """Note the words before the first part and behind the last, and keep them."""
        before, behind = (
            self.data[slice(*self.skeleton.span(payload or ""))].strip()
            for payload in (node.preamble, node.epilogue)
        )
        words = [one for one in (_STOCK.sub(b"", before, count=1).strip(), behind) if one]
        self.note([OUTSIDE] if words else [])
        self.outside += (Leaf(section.value, _NO_VALUE, one) for one in words)

    def leaf(self, section: Section, span: tuple[int, int], container: str) -> _Content:
        headers = replace(section.headers, label=self.label())
        encoding = body.encoding_of(headers.tokens("content-transfer-encoding"))
        content, defect = self.decoded(span, encoding)
        self.note([defect] if defect else [])
        raw = headers.raw("content-type") or b""
        kind = section.value if raw.isascii() else read_value(headers.plain("content-type"))
        if not kind.word and container == "multipart/digest":  # RFC 2046, 5.1.5
            kind = replace(kind, word="message/rfc822")
        disposition = read_value(headers.plain("content-disposition"))
        leaf = Leaf(kind, disposition, content, given_name(disposition, kind), container)
        self.note([charset.REPLACED] if "\ufffd" in (leaf.name or "") else [])
        return _TREATMENTS[leaf.nature()](self, leaf)

    def decoded(self, span: tuple[int, int], encoding: str) -> tuple[bytes | Encoded, str | None]:
        large = encoded(self.data, *span) if encoding == "base64" else None
        return (large, None) if large else body.undo_transfer(self.data[slice(*span)], encoding)

    # --- what becomes of a part

    def words(self, leaf: Leaf) -> _Content:
        data, files, cut_off = body.take_uuencoded(leaf.data)
        text, defects = body.read_text(data, leaf.kind)
        self.note((*cut_off, *defects))
        files_inside = tuple(_uuencoded(name, content) for name, content in files)
        return _Content(text, files_inside, page=leaf.kind.word == "text/html")

    def form(self, leaf: Leaf) -> _Content:
        self.spare.append(leaf)
        return _Content()

    def file(self, leaf: Leaf) -> _Content:
        if leaf.is_shown:
            self.spare.append(leaf)
        return _Content(attachments=(Attachment(leaf.shown_name, leaf.media_type, leaf.content),))

    def letter(self, leaf: Leaf) -> _Content:
        if not self.may_open():
            return self.file(leaf)
        letter = _Reader(leaf.data, self.depth + 1, self.budget).read(frozenset(), None)
        subject = clean_name(letter.subject)
        name = leaf.name or (subject and subject + ".eml") or made_name(leaf.data, "message/rfc822")
        return _Content(attachments=(Attachment(name, "message/rfc822", leaf.data, letter, opened=True),))

    def signed(self, leaf: Leaf) -> _Content:
        """The part inside stands in the letter as if it had not been wrapped; the wrapping is kept."""
        from intake import smime

        inside = smime.signed_content(leaf.data)
        if inside is None or not self.may_open():
            return self.file(leaf)
        reader = _Reader(_normal(inside), self.depth + 1, self.budget, self.defects)
        block = read_block(reader.data)
        self.note(block.defects)
        content = reader.entity(block.headers, block.body)
        self.spare += reader.spare
        self.outside += reader.outside
        self.packed += reader.packed
        whole = Attachment(leaf.shown_name, leaf.media_type, leaf.content, opened=True)
        return _Content(content.text, (whole, *content.attachments))

    def package(self, leaf: Leaf) -> _Content:
        """The files stand beside the package; its text is mostly that of the letter once more."""
        from intake import tnef

        found = tnef.read_tnef(leaf.data)
        self.note(found.defects)
        self.packed.append(found.text)
        files = (
            *(_taken_out(file.name, file.data, file.media_type) for file in found.files),
            *(_taken_out(f"{one.subject}.txt", one.words.encode(), "text/plain") for one in found.inside()),
        )
        opened = bool(files or found.text)
        whole = Attachment(leaf.shown_name, leaf.media_type, leaf.content, opened=opened)
        return _Content(attachments=(whole, *files))

    def may_open(self) -> bool:
        """Whether one more letter in letters may be opened."""
        if self.depth >= MAX_LETTERS or self.budget.parts < 1:
            self.note([TOO_DEEP if self.budget.parts > 0 else TOO_MANY_PARTS])
            return False
        return True


_TREATMENTS: Mapping[Nature, Callable[[_Reader, Leaf], _Content]] = {
    Nature.LETTER: _Reader.letter,
    Nature.SIGNED: _Reader.signed,
    Nature.PACKAGE: _Reader.package,
    Nature.FORM: _Reader.form,
    Nature.WORDS: _Reader.words,
    Nature.FILE: _Reader.file,
}


def _paragraphs(texts: Iterable[str]) -> str:
    return "\n\n".join(text for text in texts if text.strip())


def _uuencoded(raw_name: bytes, data: bytes) -> Attachment:
    return _taken_out(encoded_words.decode_header(raw_name).text, data)


def _taken_out(name: str, data: bytes, media_type: str | None = None) -> Attachment:
    """A file that came without headers of its own."""
    name, media_type = clean_name(name), media_type or media_type_of(name)
    return Attachment(name or made_name(data, media_type), media_type, data)


def read_file(name: str, media_type: str, data: bytes, budget: Budget) -> tuple[Attachment, ...]:
    """What a file out of an archive comes to: itself, a letter opened, a package and what it holds.

    `budget` is shared by all files of a letter.  The words of a package become a file beside it.
    """
    leaf = Leaf(Value(media_type, {}), Value("attachment", {}), data, name)
    reader = _Reader(b"", budget=budget)
    content = _TREATMENTS[leaf.nature()](reader, leaf)
    words = _paragraphs([content.text, *reader.packed, reader.shown(reader.spare)])
    said = (_taken_out(f"{name}.txt", words.encode("utf-8", "replace")),) if words else ()
    return (*content.attachments, *said)


def read_letter(
    data: bytes, *, own_addresses: frozenset[str] = frozenset(), trusted_authserv: str | None = None
) -> Letter:
    """The letter in the bytes of a message; what was wrong with them is in its `defects`.  Never raises.

    `own_addresses` are those of the mailbox itself; `trusted_authserv` is the authserv-id of the receiving
    server (RFC 8601), without which nothing is authenticated.
    """
    return _Reader(data).read(own_addresses, trusted_authserv)
