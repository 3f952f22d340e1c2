"""Letters made to hurt: each limit is a defect, no bytes raise, nothing takes long."""

from __future__ import annotations

import base64
import random
import time
from collections.abc import Iterator

import pytest

from intake import body, headers, mime, skeleton
from intake.encoded_words import MAX_ENCODED_WORDS
from intake.mime import read_letter
from intake.model import Letter

FROM = b"From: a@example.com\r\n"


def parts(number: int, content: bytes = b"x") -> bytes:
    one = b"--b\r\nContent-Type: application/pdf; name=a.pdf\r\n\r\n" + content + b"\r\n"
    return FROM + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n" + one * number + b"--b--\r\n"


def nested(number: int) -> bytes:
    opening = (
        b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n) for n in range(number)
    )
    return FROM + b"".join(opening) + b"Content-Type: text/plain\r\n\r\nhello\r\n"


def wrapped(number: int) -> bytes:
    return (FROM + b"Content-Type: message/rfc822\r\n\r\n") * number + FROM + b"\r\nhello"


def depth(letter: Letter) -> int:
    return 1 + max((depth(one.letter) for one in letter.attachments if one.letter), default=0)


def all_defects(letter: Letter) -> set[str]:
    inner = (all_defects(one.letter) for one in letter.attachments if one.letter)
    return set(letter.defects).union(*inner)


@pytest.mark.parametrize(
    ("data", "defect"),
    [
        (b"X: " + b"y" * headers.MAX_BLOCK + b"\r\nTo: x\r\n\r\nbody", headers.BLOCK_TOO_LONG),
        (b"X: y\r\n" * (headers.MAX_LINES + 1) + b"\r\nbody", headers.TOO_MANY_LINES),
        (b"X: " + b"y" * (headers.MAX_FIELD + 1) + b"\r\n\r\nbody", headers.FIELD_TOO_LONG),
        (
            b"X: y\r\n" + b" y\r\n" * 1000 + b" " + b"z" * headers.MAX_FIELD + b"\r\n\r\nbody",
            headers.FIELD_TOO_LONG,
        ),
        (
            b"Subject: " + b"=?utf-8?q?a?= " * (MAX_ENCODED_WORDS + 1) + b"\r\n\r\nbody",
            "too-many-encoded-words",
        ),
        (parts(skeleton.MAX_PARTS), skeleton.TOO_MANY_PARTS),
        (nested(skeleton.MAX_CONTAINERS + 1), skeleton.TOO_MANY_PARTS),
        (nested(mime.MAX_DEPTH + 1), mime.TOO_DEEP),
        (wrapped(mime.MAX_LETTERS + 1), mime.TOO_DEEP),
        (b"\r\n" + b"x" * (body.MAX_TEXT_BYTES + 1), body.TEXT_TOO_LONG),
        (b"\r\n" + b"x" * (mime.MAX_TEXT + 1), body.TEXT_TOO_LONG),
    ],
)
def test_a_limit_is_a_defect(data: bytes, defect: str) -> None:
    assert defect in all_defects(read_letter(data))


@pytest.mark.parametrize(
    "data",
    [
        b"X: " + b"y" * (headers.MAX_FIELD - 10) + b"\r\n\r\nbody",
        b"X: y\r\n" * (headers.MAX_LINES - 10) + b"\r\nbody",
        b"Subject: " + b"=?utf-8?q?a?= " * MAX_ENCODED_WORDS + b"\r\n\r\nbody",
        parts(skeleton.MAX_PARTS - 2),
        nested(mime.MAX_DEPTH),
        wrapped(mime.MAX_LETTERS),
    ],
)
def test_what_stays_below_its_limit_is_read(data: bytes) -> None:
    found = all_defects(read_letter(data))
    assert not found & {"too-deep", "too-many-parts", "header-too-long", "too-many-header-lines"}


def test_the_body_behind_an_oversized_header_block_is_read() -> None:
    assert read_letter(b"X: " + b"y" * headers.MAX_BLOCK + b"\r\n\r\nbody").text == "body"


def test_letters_in_one_another_are_opened_down_to_the_limit() -> None:
    assert depth(read_letter(wrapped(30))) == mime.MAX_LETTERS + 1


def test_letters_in_a_letter_share_one_budget_of_parts() -> None:
    inner = b"Content-Type: message/rfc822\r\n\r\n" + parts(skeleton.MAX_PARTS).replace(
        b"--b", b"--i"
    ).replace(b"=b", b"=i")
    data = FROM + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n" + (b"--b\r\n" + inner) * 6
    read = read_letter(data)
    assert "too-many-parts" in read.defects
    assert len(read.attachments) == 6
    assert sum(len(one.letter.attachments) for one in read.attachments if one.letter) < mime.MAX_PARTS_INSIDE


def test_uuencoded_files_beyond_the_limit_stay_in_the_text() -> None:
    assert len(read_letter(b"\r\n" + b"begin 644 x\nM\nend\n" * 200).attachments) == body.MAX_UUENCODED


@pytest.mark.parametrize(
    "data",
    [
        b"Content-Type: text/plain" + b";" * 200_000 + b"\r\n\r\nx",
        b"Content-Type: text/plain" + b" ; " * 10_000 + b"\r\n\r\nx",
        b"Subject: " + b"=?utf-8?q?" * 3_000 + b"\r\n\r\nx",
        b"From: " + b'"<(,' * 8_000 + b"\r\n\r\nx",
        b"From: " + b"a@" * 16_000 + b"\r\n\r\nx",
        b"Content-Disposition: attachment; filename=" + b'"a ' * 10_000 + b"\r\n\r\nx",
        b"Authentication-Results: t; " + b"(" * 30_000 + b"\r\n\r\nx",
        b"Subject: x\r\n" + b"zzzz\r\n" * 1_900 + b"From: x\r\n\r\nx",
        nested(1_500),
        parts(10_000),
        FROM + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n" + b"--\n" * 500_000,
        b"Content-Transfer-Encoding: base64\r\nContent-Type: image/png\r\n\r\n" + b"AAA=\n" * 200_000,
        b"Content-Type: text/plain; format=flowed\r\n\r\n" + b"a \n" * 200_000,
    ],
)
def test_a_letter_made_to_cost_time_is_read_in_little(data: bytes) -> None:
    start = time.process_time()
    read_letter(data, trusted_authserv="t")
    assert time.process_time() - start < 2


# --- mutants --------------------------------------------------------------------------------------

SEED = (
    b'From: "=?gb18030?B?1cXI/Q==?=" <1@qq.com>\r\nSubject: =?gbk?B?udjT2rGoy80=?=\r\n'
    b"Date: Mon, 10 May 2021 14:05:03 +0800 (CST)\r\nMessage-ID: <1@x>\r\nReferences: <2@x> <3@x>\r\n"
    b"Authentication-Results: t; dmarc=pass\r\nMIME-Version: 1.0\r\n"
    b'Content-Type: multipart/mixed; boundary="=_a"\r\n\r\n--=_a\r\n'
    b'Content-Type: multipart/alternative; boundary="=_b"\r\n\r\n--=_b\r\n'
    b"Content-Type: text/plain; charset=gb2312; format=flowed\r\n\r\n"
    + "您好，请查收。\r\n".encode("gbk")
    + b"--=_b\r\n"
    b"Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    + base64.b64encode("<p style='color:red'>您好<table><tr><td>1<td>2</table>".encode())
    + b"\r\n--=_b--\r\n--=_a\r\nContent-Type: message/rfc822\r\n\r\nSubject: inner\r\n\r\ntext\r\n--=_a\r\n"
    b"Content-Type: application/msword\r\nContent-Transfer-Encoding: quoted-printable\r\n"
    b"Content-Disposition: attachment; filename*0*=gbk''%B1%A8; filename*1*=%CB%CD.doc\r\n\r\n"
    b"=B1=A8\r\n--=_a--\r\n"
)
SPICE = (
    b"\r\n",
    b"\n\n",
    b"\0",
    b"\xff",
    b"\xd6\xd0",
    b"--=_a",
    b"--=_b--",
    b"=?gbk?B?",
    b'"',
    b";",
    b":",
    b"\x1b$)A",
    b"~{",
)


def mutants(number: int) -> Iterator[bytes]:
    chance = random.Random(20210430)  # noqa: S311 -- the same mutants in every run
    for _ in range(number):
        data = bytearray(SEED)
        for _ in range(chance.randint(1, 8)):
            at, length = chance.randrange(len(data) + 1), chance.randrange(40)
            change = chance.choice(
                (b"", chance.choice(SPICE), chance.randbytes(4), bytes(data[at : at + 3 * length]))
            )
            data[at : at + chance.choice((0, length))] = change
        yield bytes(data)


def texts(letter: Letter) -> Iterator[str]:
    yield from (letter.subject, letter.text, letter.sender.name or "", letter.sender.address or "")
    yield from (letter.message_id or "", *letter.references, letter.automatic or "", *letter.defects)
    for one in letter.attachments:
        assert one.name
        yield from (one.name, one.media_type)
        if one.letter:
            yield from texts(one.letter)


def test_any_mutant_gives_a_letter_of_valid_text() -> None:
    for data in mutants(400):
        for text in texts(read_letter(data, trusted_authserv="t")):
            text.encode("utf-8")
            assert not any(char < " " and char not in "\n\t" for char in text)


@pytest.mark.parametrize(
    "data", [b"", b"\n", b"\r", b"\0", b":", b"--", b"\xff" * 1000, b"Content-Type:", b"\r\n\r\n" * 500]
)
def test_scraps_give_a_letter(data: bytes) -> None:
    assert isinstance(read_letter(data), Letter)
