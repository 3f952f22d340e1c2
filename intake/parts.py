"""What a part of a letter is: words, a file, another letter, or a package of these.

The table goes by what mail programs show, which is not always what the type says.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from intake.encoded import Encoded
from intake.filenames import made_name, named_after
from intake.headers import Value
from intake.labels import WIDE, codec_of


class Nature(StrEnum):
    """What is to be done with a part."""

    LETTER = "letter"
    """Read like mail."""
    SIGNED = "signed"
    """A part in a signed wrapping, which is read in its place."""
    PACKAGE = "package"
    """Outlook's winmail.dat: its files are taken out."""
    FORM = "form"
    """One more form of the body, for programs of its maker: shown where there is no other."""
    WORDS = "words"
    """Text of the letter."""
    FILE = "file"
    """Kept as it is."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """One part, its transfer encoding undone.

    `name` is the one it was given, `container` the type of the multipart around it.
    """

    kind: Value
    disposition: Value
    content: bytes | Encoded
    name: str | None = None
    container: str = ""

    @property
    def data(self) -> bytes:
        """The bytes; of a large part they are made anew each time."""
        return self.content.data if isinstance(self.content, Encoded) else self.content

    @property
    def media_type(self) -> str:
        """Its type, where that is one."""
        word = self.kind.word
        return word if _TYPE.fullmatch(word) else "application/octet-stream"

    @property
    def shown_name(self) -> str:
        """Its name, or one made of its content."""
        if isinstance(self.content, Encoded):
            return self.name or named_after(self.content.sha256, self.media_type)
        return self.name or made_name(self.content, self.media_type)

    @property
    def is_shown(self) -> bool:
        """Whether a file is text that mail programs show below the letter as well."""
        return self.kind.word in _TEXT_TYPES and self.disposition.word != "attachment"

    def nature(self) -> Nature:
        """What the part is."""
        return next((nature for test, nature in _TABLE if test(self)), Nature.WORDS)


_TYPE = re.compile(r"[a-z0-9][a-z0-9!#$&^_.+-]{0,60}/[a-z0-9][a-z0-9!#$&^_.+-]{0,100}")
_LETTER_TYPES = frozenset({"message/rfc822", "message/global", "message/news"})
_SIGNED_TYPES = frozenset({"application/pkcs7-mime", "application/x-pkcs7-mime"})
_PACKAGE_TYPES = frozenset({"application/ms-tnef", "application/vnd.ms-tnef"})
_FORM_TYPES = frozenset({"text/x-amp-html", "text/watch-html", "text/enriched", "text/richtext"})
_TEXT_TYPES = frozenset({"text/plain", "text/html"})
_MARKS = (b"\xff\xfe", b"\xfe\xff")
_CONTROLS = bytes(set(range(0x20)) - set(b"\t\n\r\f\x0e\x0f\x1b"))
TNEF = b"\x78\x9f\x3e\x22"
"""How a winmail.dat begins (MS-OXTNEF, 2.1.3.1)."""
_LETTER_START = re.compile(
    rb"\s{0,20}(?:From [^\n]{1,200}\n)?"
    rb"(?:[A-Za-z][A-Za-z0-9-]{1,60}:[^\n]{0,2000}\n(?:[ \t][^\n]{0,2000}\n){0,50}){2}"
)


def _ends(leaf: Leaf, *endings: str) -> bool:
    return (leaf.name or "").lower().endswith(endings)


def _head(leaf: Leaf) -> bytes:
    return leaf.content.head if isinstance(leaf.content, Encoded) else leaf.content


def _is_letter_file(leaf: Leaf) -> bool:
    return _ends(leaf, ".eml") and _LETTER_START.match(_head(leaf)) is not None


def _is_signed(leaf: Leaf) -> bool:
    return leaf.kind.word in _SIGNED_TYPES or _ends(leaf, ".p7m")


def _is_package(leaf: Leaf) -> bool:
    return (leaf.kind.word in _PACKAGE_TYPES or _ends(leaf, ".dat")) and _head(leaf).startswith(TNEF)


def _is_form(leaf: Leaf) -> bool:
    return leaf.kind.word in _FORM_TYPES and leaf.container == "multipart/alternative"


def _is_of_another_type(leaf: Leaf) -> bool:
    word = leaf.kind.word
    if "/" not in word:
        return word not in {"", "text"} and leaf.name is not None
    return word not in _TEXT_TYPES and not word.startswith("multipart/")


def _is_binary(leaf: Leaf) -> bool:
    head = _head(leaf)[:1024]
    if head.startswith(_MARKS) or codec_of(leaf.kind.get("charset")) in WIDE:
        return False
    return len(head) - len(head.translate(None, _CONTROLS)) > len(head) // 10


def _is_attached(leaf: Leaf) -> bool:
    return leaf.disposition.word == "attachment" or bool(leaf.disposition.get("filename"))


def _is_named_alone(leaf: Leaf) -> bool:
    return leaf.container not in {"", "multipart/alternative"} and leaf.kind.get("name") is not None


# The first row that holds counts; what none of them claims is words.
_TABLE: tuple[tuple[Callable[[Leaf], bool], Nature], ...] = (
    (lambda leaf: leaf.kind.word in _LETTER_TYPES, Nature.LETTER),  # RFC 2046, 5.2.1, in any encoding
    (_is_letter_file, Nature.LETTER),  # QQ Mail and OA systems send an .eml file as octet-stream
    (_is_signed, Nature.SIGNED),  # RFC 8551, 3.5.2: what the sender wrote lies inside
    (_is_package, Nature.PACKAGE),  # Exchange to the outside world: Word files and all in one winmail.dat
    (_is_form, Nature.FORM),  # Gmail's AMP, Apple's watch, old Unix mail: none is shown as a file
    (_is_binary, Nature.FILE),  # a picture that goes by text/plain, for want of a better type
    (_is_of_another_type, Nature.FILE),  # a type without a slash means text (RFC 2045, 5.2), so does none
    (_is_attached, Nature.FILE),  # RFC 2183, 2.2 and 2.3: the sender meant a file, even if it is text
    (_is_named_alone, Nature.FILE),  # Foxmail names text files in Content-Type only; bodies have no name
)
