"""Letters made to hurt: no bytes raise, none take long or fill the memory.

One is written for each way that did once, or does in other readers; a child reads it under limits.
"""

from __future__ import annotations

import base64
import functools
import io
import re
import struct
import zipfile
from collections.abc import Callable

import pytest

from intake.mime import read_letter
from intake.model import Letter
from tests.intake.confined import TRUSTED, complaints

M = 1 << 20
FROM = b"From: a@example.com\r\n"


def letter(*fields: bytes, body: bytes = b"x") -> bytes:
    return FROM + b"".join(field + b"\r\n" for field in fields) + b"\r\n" + body


def field(name: bytes, value: bytes) -> bytes:
    """One header field, as long as is read of one."""
    return name + b": " + (value * (32_000 // len(value) + 1))[:32_000] + b"\r\n" + letter()


def part(kind: bytes, body: bytes, *fields: bytes) -> bytes:
    return b"Content-Type: " + kind + b"\r\n" + b"".join(line + b"\r\n" for line in fields) + b"\r\n" + body


def multi(kind: bytes, *parts: bytes, mark: bytes = b"b") -> bytes:
    inside = b"".join(b"--" + mark + b"\r\n" + one + b"\r\n" for one in parts)
    return b"Content-Type: multipart/%s; boundary=%s\r\n\r\n" % (kind, mark) + inside + b"--%s--\r\n" % mark


def nested(number: int, content: bytes = b"x") -> bytes:
    opening = (
        b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n) for n in range(number)
    )
    return FROM + b"".join(opening) + b"\r\n" + content


def text(content: bytes, label: bytes = b"", kind: bytes = b"text/plain") -> bytes:
    """Some bytes over and over, as much as is read of a text."""
    return letter(b"Content-Type: " + kind + b"; charset=" + label, body=content * (8 * M // len(content)))


def page(content: bytes) -> bytes:
    return letter(b"Content-Type: text/html", body=content * (4 * M // len(content)))


def encoded(encoding: bytes, content: bytes, kind: bytes = b"image/png") -> bytes:
    return letter(b"Content-Type: " + kind, b"Content-Transfer-Encoding: " + encoding, body=content)


def once_more(data: bytes, _level: int) -> bytes:
    """A letter in a letter, in base64."""
    return encoded(b"base64", base64.encodebytes(data), b"message/rfc822")


def word_in_word(data: bytes, _level: int) -> bytes:
    return b"=?utf-8?b?" + base64.b64encode(data) + b"?="


def bomb() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", bytes(100 * M))
    return base64.encodebytes(file.getvalue())


def crowded(lines: int) -> bytes:
    """A thousand parts without an empty line in them."""
    return FROM + multi(b"mixed", *[b"x: y\r\n" * lines for _ in range(1000)])


UU = b"M" + b"8" * 60 + b"\n"
SUBJECT = b"Subject"
TYPE, NAME = b"Content-Type: text/plain", b"Content-Disposition: attachment; filename="
TNEF = struct.pack("<IH", 0x223E9F78, 1)
RESULTS = b"Authentication-Results: " + TRUSTED.encode() + b"; "

KINDS: dict[str, Callable[[], bytes]] = {
    # Headers: every pattern met by what makes it try again.
    "semicolons": lambda: letter(TYPE + b";" * 200_000),
    "semicolons and blanks": lambda: letter(TYPE + b" ; " * 10_000),
    "parameters without a value": lambda: letter(TYPE + b";a=" * 10_000),
    "values without a name": lambda: letter(TYPE + b"; name=a" + b";=b;" * 8_000),
    "a quotation never closed": lambda: letter(TYPE + b'; name="' + b"\\" * 30_000),
    "quotation marks in a quotation": lambda: letter(TYPE + b'; name="' + b'"a' * 15_000),
    "quotation marks before almost a parameter": lambda: letter(
        TYPE + b'; name="' + (b'"' + b"a" * 80) * 390
    ),
    "a parameter's name without end": lambda: letter(TYPE + b"; " + b"a" * 32_000),
    "ten thousand continuations": lambda: letter(
        NAME[:-9] + b"".join(b"filename*%d=a;" % n for n in range(10**4))
    ),
    "one continuation over and over": lambda: letter(NAME[:-9] + b"filename*0*=a''%41;" * 1_700),
    "apostrophes for a charset": lambda: letter(NAME[:-1] + b"*=" + b"'" * 30_000),
    "percent signs in a name": lambda: letter(NAME + b'"' + b"%E5" * 10_000 + b'"'),
    "a path of nothing": lambda: letter(NAME + b'"' + b"/" * 32_000 + b'"'),
    "dots and blanks for a name": lambda: letter(NAME + b'"' + b". " * 16_000 + b'"'),
    "a device's name and blanks": lambda: letter(NAME + b'"con' + b" " * 30_000 + b'x"'),
    "question marks for a name": lambda: letter(NAME + b'"' + b"? " * 15_000 + b'x"'),
    "equals signs for a type": lambda: field(b"Content-Type", b"="),
    "a subtype without end": lambda: letter(b"Content-Type: multipart/" + b"." * 32_000),
    "encoded words": lambda: letter(SUBJECT + b": " + b"=?utf-8?q?a?=" * 20_000),
    "beginnings of encoded words": lambda: field(SUBJECT, b"=?"),
    "encoded words without end": lambda: field(SUBJECT, b"=?utf-8?q?"),
    "question marks in an encoded word": lambda: letter(SUBJECT + b": =?utf-8?q?" + b"?" * 32_000),
    "languages of encoded words": lambda: field(SUBJECT, b"=?a*bbbbbbbbbbbbbbbb?q"),
    "an encoded word in an encoded word": lambda: letter(
        SUBJECT + b": " + functools.reduce(word_in_word, range(24), b"x")
    ),
    "blanks between encoded words": lambda: letter(SUBJECT + b": =?a?q?a?=" + b" " * 32_000 + b"=?a?q?b?="),
    "folds": lambda: letter(SUBJECT + b": a" + b"\r\n " * 1_990 + b"b"),
    "labels by the thousand": lambda: letter(
        SUBJECT + b": " + b" ".join(b"=?x%d?q?=E5?=" % n for n in range(2000))
    ),
    "carriage returns in a subject": lambda: field(SUBJECT, b"\r"),
    "escapes in a subject": lambda: field(SUBJECT, b"\x1b$)A\x0e"),
    "almost HZ in a subject": lambda: field(SUBJECT, b"~{!!"),
    "high bytes in a subject": lambda: field(SUBJECT, b"a\xe9"),
    **{
        f"a sender of {name}": functools.partial(field, b"From", value)
        for name, value in {
            "commas": b",",
            "semicolons": b";",
            "groups": b"a:b;",
            "half addresses": b"a@",
            "comments": b"(",
            "comments in comments": b"((a)b",
            "escapes": b"\\",
            "a quotation": b'"\\',
            "brackets": b"<",
            "brackets with brackets": b"<>",
            "half a word": b"=?a?q?",
            "all": b'"<(,',
            "routes": b"<@a,",
            "archives": b"a at b.cc ",
            "marks": b"'\"",
            "blanks": b"a ",
        }.items()
    },
    **{
        f"a date of {name}": functools.partial(field, b"Date", value)
        for name, value in {"numbers": b"1 ", "digits": b"1", "comments": b"(()", "hours": b"1:00 P"}.items()
    },
    **{
        f"references of {name}": functools.partial(field, b"References", value)
        for name, value in {"brackets": b"<", "ids": b"<a>", "comments": b"(a)", "signs": b"a@b "}.items()
    },
    **{
        f"results of {name}": functools.partial(letter, RESULTS + value * (30_000 // len(value)))
        for name, value in {
            "comments": b"(",
            "quotations": b'"\\',
            "semicolons": b";",
            "pairs": b"a=b ",
            "statements": b"; dkim=pass header.d=a",
            "blanks": b" ",
            "slashes": b"/",
        }.items()
    },
    # Header blocks.
    "lines that are no fields": lambda: b"Subject: x\r\n" + b"zzzz\r\n" * 1_900 + letter(),
    "lines above the headers": lambda: b"zzz\r\n" * 5_000 + letter(),
    "empty lines above the headers": lambda: b"\r\n" * M + letter(),
    "colons": lambda: b":" * 250_000 + b"\r\n\r\nx",
    "names without colons": lambda: (b"a" * 199 + b"\r\n") * 1_200 + b"\r\nx",
    "a header block without end": lambda: b"X: " + (b"y" * 70 + b"\r\n ") * 300_000,
    "a thousand parts of headers only": lambda: crowded(1_000),
    "headers below headers": lambda: b"X: y\r\n\r\n" + b"To: x\r\nDate: y\r\n" * 50_000,
    "delimiters in a header block": lambda: FROM + multi(b"mixed", b"--x\r\n" * 200_000),
    # Structure.
    "ten thousand parts": lambda: FROM + multi(b"mixed", *[part(b"application/pdf; name=a", b"x")] * 10_000),
    "1,500 multiparts in one another": lambda: nested(1_500),
    "deep parts and a large one": lambda: nested(99, b"x" * 20 * M),
    "deep parts and dashes": lambda: nested(99, (b"--" * 200 + b"\n") * 20_000),
    "one boundary for all": lambda: (
        FROM + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n" * 3_000
    ),
    "one boundary side by side": lambda: (
        FROM + multi(b"mixed", *[multi(b"mixed", part(b"text/plain", b"x"), mark=b"c")] * 3_000)
    ),
    "half a million lines of dashes": lambda: FROM + multi(b"mixed", b"\r\n" + b"--\n" * 500_000),
    "almost delimiters": lambda: FROM + multi(b"mixed", b"\r\n" + b"--b--x--y--z\n" * 500_000),
    "closing delimiters": lambda: FROM + multi(b"mixed", b"\r\n" + b"--b--\n" * M),
    "opening and closing": lambda: FROM + multi(b"mixed", b"\r\n" + b"--b--\n--b\n" * 200_000),
    "a boundary of dashes": lambda: FROM + multi(b"mixed", (b"-" * 399 + b"\r\n") * 50_000, mark=b"--"),
    "a boundary longer than a line": lambda: FROM + multi(b"mixed", b"\r\nx", mark=b"-" * 30_000),
    "almost a guessed boundary": lambda: letter(
        b"Content-Type: multipart/mixed", body=(b"\n--" + b" " * 69) * 9_000
    ),
    "a thousand forms": lambda: (
        FROM + multi(b"alternative", *[part(b"text/plain", b"w%d " % n * 1_000) for n in range(999)])
    ),
    "a thousand pages": lambda: FROM + multi(b"mixed", *[part(b"text/html", b"<p>x</p>" * 400)] * 999),
    "a long preamble": lambda: (
        FROM + multi(b"mixed", b"\r\nx").replace(b"\r\n\r\n", b"\r\n\r\n" + b"m" * 10 * M, 1)
    ),
    "letters in a letter": lambda: (FROM + b"Content-Type: message/rfc822\r\n\r\n") * 3_000,
    "large letters in a letter": lambda: functools.reduce(once_more, range(9), letter(body=b"x" * M)),
    "a hundred letters of a hundred": lambda: (
        FROM + multi(b"digest", *[b"\r\n" + FROM + multi(b"mixed", *[b"\r\ny"] * 100, mark=b"i")] * 100)
    ),
    "almost a letter": lambda: encoded(b"8bit", b"A:" + b"\n " * 2 * M, b"text/x; name=a.eml"),
    # Transfer encodings.
    "base64 of fifty megabytes": lambda: encoded(b"base64", base64.b64encode(bytes(37 * M))),
    "base64 with rubbish": lambda: encoded(b"base64", base64.encodebytes(bytes(10 * M)) + b"!!"),
    "base64 in small pieces": lambda: encoded(b"base64", b"AAA=\n" * M),
    "base64 in single letters": lambda: encoded(b"base64", b"A====" * M),
    "padding": lambda: encoded(b"base64", b"AAAA" + b"=" * 20 * M),
    "padding and blanks": lambda: encoded(b"base64", b"AAAA" + b"= " * 5 * M),
    "soft breaks with blanks": lambda: encoded(b"quoted-printable", b"= \r\n" * 5 * M, b"text/plain"),
    "an equals sign and blanks": lambda: encoded(b"quoted-printable", b"=" + b" " * 20 * M, b"text/plain"),
    "uuencoded files without end": lambda: letter(body=b"begin 644 a\nM\n" * 500_000),
    "a uuencoded file of nothing": lambda: encoded(b"x-uuencode", b"\n" * 5 * M),
    "a uuencoded file of zeros": lambda: letter(body=b"begin 644 a\n" + b"M\n" * 2 * M),
    "a uuencoded file of rubbish": lambda: letter(body=b"begin 644 a\n" + UU + b"M!~\n" * M + b"\nend\n"),
    "beginnings of uuencoded files": lambda: letter(body=b"begin 644 a\n" * 500_000),
    # Texts.
    "a line of fifty megabytes": lambda: letter(body=b"x" * 50 * M),
    "line ends of all kinds": lambda: letter(body=b"\r\n\n\r\r\r\n" * M),
    "flowed lines": lambda: text(b"a \n", b"utf-8; format=flowed"),
    "flowed empty lines": lambda: letter(TYPE + b"; format=flowed", body=b"\n" * 4 * M),
    "quotation marks of letters": lambda: text(b">" * 100 + b" \n"),
    "empty lines before a last one": lambda: letter(body=b"a" + b"\n" * 2 * M + b"a"),
    "high bytes that pair with nothing": lambda: text(b"\xe9 "),
    "bytes of no charset": lambda: text(b"\xff", b"gbk"),
    "accents": lambda: text("é".encode()),
    "damaged characters": lambda: text(b"\xe5\xa5\xbd\xe5"),
    "bytes of no charset as UTF-7": lambda: text(b"\xe9\xba\xc3", b"utf-7"),
    "changes of alphabet": lambda: text(b"\x1b$)A" + b"\x0e" * 1_000),
    "changes to Japanese": lambda: text(b"\x1b$B"),
    "almost HZ": lambda: text(b"~{!!"),
    "UTF-7": lambda: text(b"+AAA-", b"utf-7"),
    "almost a page's charset": lambda: text(b"<meta" + b" " * 300, kind=b"text/html"),
    # Pages.
    "elements in one another": lambda: page(b"<div>"),
    "tables in one another": lambda: page(b"<table><tr><td>x"),
    "cells in one another": lambda: letter(b"Content-Type: text/html", body=b"<table><tr><td>x" * 2_900),
    "paragraphs": lambda: page(b"<p>"),
    "brackets": lambda: page(b"<"),
    "comments": lambda: page(b"<!--"),
    "attributes": lambda: letter(
        b"Content-Type: text/html", body=b"<p " + b"".join(b"a%d=1 " % n for n in range(300_000)) + b">x"
    ),
    "pictures in the page": lambda: page(b"<img src=data:a;base64,"),
    "frames": lambda: page(b"<iframe>"),
    # Packages.
    "an archive of nothing but zeros": lambda: encoded(b"base64", bomb(), b"application/zip; name=a.zip"),
    "a package of empty attributes": lambda: encoded(
        b"8bit",
        TNEF + b"\x02\x02\x90\x06\x00\0\0\0\0\0\0" * 300_000,
        b"application/ms-tnef; name=winmail.dat",
    ),
    "a package that says it is large": lambda: encoded(
        b"8bit", TNEF + b"\x01\x03\x90\x06\x00\xff\xff\xff\x7f" + b"a" * M, b"application/ms-tnef"
    ),
    "a signature in a signature": lambda: encoded(b"8bit", b"\x30\x80" * M, b"application/pkcs7-mime"),
    "a signature that says it is large": lambda: encoded(
        b"8bit", b"\x30\x84\x7f\xff\xff\xff" * 300_000, b"application/pkcs7-mime"
    ),
}


@pytest.mark.parametrize("kind", KINDS)
def test_a_letter_made_to_hurt_is_read_in_little_time_and_memory(kind: str) -> None:
    assert complaints([(kind, KINDS[kind]())], unreadable) == []


def unreadable(_data: bytes, read: Letter) -> str | None:
    words = "\n".join((read.subject, read.text, read.sender.name or "", read.sender.address or ""))
    words.encode("utf-8")
    return "a control" if re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f]", words) else None


@pytest.mark.parametrize(
    "data", [b"", b"\n", b"\r", b"\0", b":", b"--", b"\xff" * 1000, b"Content-Type:", b"\r\n\r\n" * 500]
)
def test_scraps_give_a_letter(data: bytes) -> None:
    assert isinstance(read_letter(data), Letter)


@pytest.mark.parametrize("end", [b"\r\r\n", b"\n\r\r\n", b"\r\r\r\n"])
def test_a_line_of_nothing_but_carriage_returns_may_stand_anywhere(end: bytes) -> None:
    head = b"Received: x\n" * 500 + FROM + b"Subject: s\n"
    assert read_letter(head + end + b"text").text == "text"
    assert read_letter(head[:-1] + end + end + b"text\n").text == "text"


def test_the_senders_path_holds_no_controls() -> None:
    """PostgreSQL refuses NUL, and a letter that cannot be stored would come again for ever."""
    assert read_letter(b"Return-Path: <a\0b\x1b@x.example>\n" + letter()).return_path == "ab@x.example"
