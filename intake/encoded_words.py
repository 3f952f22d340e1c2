"""Encoded words: the text of headers (RFC 2047), and what is sent in spite of the rules."""

from __future__ import annotations

import binascii
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from intake.charset import REPLACED, Decoded, clean, decode
from intake.labels import codec_of

MAX_ENCODED_WORDS = 300
"""Encoded words read in one header; the rest stays as written."""

TOO_MANY_WORDS = "too-many-encoded-words"
BROKEN_WORD = "encoded-word-broken"

# RFC 2047 with what is sent in spite of it: inside quotes, blanks in the text, a missing end, and the
# language of RFC 2231, 5.  The text runs to the first `?=`, so a match is linear in its length.
_WORD = re.compile(
    r"=\?([^?*\s=]{1,40})(?:\*[^?\s]{0,20})?\?([bBqQ])\?((?:[^?]|\?(?!=))*)(?:\?=|\Z)",
)
_FOLD = re.compile(r"(?:[ \t]*\n)+[ \t]*")
_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/]")


def unbase64(data: bytes) -> tuple[bytes, bool]:
    """The decoded bytes and whether the text was sound; foreign characters are skipped."""
    try:
        return binascii.a2b_base64(data), True
    except binascii.Error:
        pass
    kept = _NOT_BASE64.sub(b"", data)
    kept = kept[: len(kept) - (len(kept) % 4 == 1)]
    return binascii.a2b_base64(kept + b"=" * (-len(kept) % 4)), False


@dataclass(frozen=True, slots=True)
class _Word:
    """An encoded word: where it stands, its label and its bytes."""

    start: int
    end: int
    label: str
    data: bytes
    sound: bool


def _words(text: str) -> Iterator[_Word]:
    for count, found in enumerate(_WORD.finditer(text)):
        if count == MAX_ENCODED_WORDS:
            return
        body = found[3].encode("utf-8", "replace")
        data, sound = unbase64(body) if found[2] in "bB" else (binascii.a2b_qp(body, header=True), True)
        yield _Word(found.start(), found.end(), found[1], data, sound)


def _runs(words: Iterable[_Word], text: str) -> Iterator[list[_Word]]:
    """Neighbours of one charset: many programs cut a character in two between them."""
    run: list[_Word] = []
    for word in words:
        joined = run and not text[run[-1].end : word.start].strip()
        if run and not (joined and codec_of(word.label) == codec_of(run[-1].label)):
            yield run
            run = []
        run.append(word)
    if run:
        yield run


def decode_words(text: str) -> Decoded:
    """A header's text with its encoded words read, on one line."""
    text = _FOLD.sub(" ", clean(text))
    if "=?" not in text:
        return Decoded(_one_line(text), "utf-8")
    out: list[str] = []
    defects: list[str] = []
    end = 0
    for run in _runs(_words(text), text):
        between = text[end : run[0].start]
        out.append(between if between.strip() or not end else "")
        read = decode(b"".join(word.data for word in run), run[0].label)
        out.append(read.text)
        defects += [read.defect] if read.defect else []
        defects += [] if all(word.sound for word in run) else [BROKEN_WORD]
        end = run[-1].end
    out.append(text[end:])
    if _WORD.search(text, end):
        defects.insert(0, TOO_MANY_WORDS)
    worst = REPLACED if REPLACED in defects else next(iter(defects), None)
    return Decoded(_again(_one_line("".join(out))), "utf-8", worst)


def _again(text: str) -> str:
    """QUIRK: Java senders encode encoded subjects once more; what is nothing but words is read again."""
    if not text.startswith("=?") or _WORD.sub("", text).strip():
        return text
    return _one_line(
        "".join(decode(b"".join(w.data for w in run), run[0].label).text for run in _runs(_words(text), text))
    )


def decode_header(raw: bytes, label: str | None = None) -> Decoded:
    """The text of a header's value as it came from the wire, 8-bit and encoded words mixed; never raises.

    `label` is the charset that the letter's text declares: what says nothing is mostly written in the same.
    """
    plain = decode(raw, label)
    words = decode_words(plain.text)
    return Decoded(words.text, plain.charset, plain.defect or words.defect)


def _one_line(text: str) -> str:
    return " ".join(part for part in re.split(r"[\n\t]+", text) if part).strip()
