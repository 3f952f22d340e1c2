"""Who wrote a letter, when, and in answer to what."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest

from intake.envelope import read_address, read_date, read_message_id, read_references
from intake.headers import Headers
from intake.mime import read_letter
from intake.model import Address

CHINA = timezone(timedelta(hours=8))
MOMENT = datetime(2021, 5, 10, 14, 5, 3, tzinfo=CHINA)


@pytest.mark.parametrize(
    "text",
    [
        "Mon, 10 May 2021 14:05:03 +0800",
        "Mon, 10 May 2021 14:05:03 +0800 (CST)",
        "Mon, 10 May 2021 14:05:03 +0800 (GMT+08:00)",
        "Mon, 10 May 2021 14:05:03 CST",
        "Mon, 10 May 2021 14:05:03 GMT+08:00",
        "Mon, 10 May 2021 06:05:03 GMT",
        "Mon, 10 May 2021 14:05:03",
        "10 May 21 14:05:03 +0800",
        "星期一, 10 五月 2021 14:05:03 +0800",
        "周一，10 5月 2021 14:05:03 +0800 (CST)",
        "2021年5月10日 14:05:03",
        "2021年5月10日 星期一 下午2:05:03",
        "2021年05月10日(星期一) 14时05分03秒",
        "2021-05-10 14:05:03",
        "2021-05-10T06:05:03Z",
        "2021-05-10T06:05:03.123+00:00",
        "2021/5/10 14:05:03 +0800",
    ],
)
def test_a_date_is_read_in_each_spelling_that_is_sent(text: str) -> None:
    assert read_date(text) == MOMENT


def test_a_day_without_time_is_its_midnight() -> None:
    assert read_date("2026年5月1日") == datetime(2026, 5, 1, tzinfo=CHINA)


@pytest.mark.parametrize(
    "text", ["", "yesterday", "2021年13月45日", "99 Foo 2021", "1 Jan 0001 00:00:00 +9999"]
)
def test_what_is_no_date_gives_none(text: str) -> None:
    assert read_date(text) is None


def test_every_date_is_aware() -> None:
    moment = read_date("Mon, 10 May 2021 14:05:03 -0000")
    assert moment is not None
    assert moment.tzinfo is not None


def test_an_unreadable_date_is_a_defect_and_a_missing_one_is_none() -> None:
    assert "date-invalid" in read_letter(b"Date: soon\r\n\r\n").defects
    assert "date-invalid" not in read_letter(b"Subject: x\r\n\r\n").defects


# --- the sender -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("raw", "name", "address"),
    [
        # Comments, also inside one another and inside an address (RFC 5322, 3.2.2).
        (rb"Pete(A wonderful \) chap) <pete(his account)@silly.test(his host)>", "Pete", "pete@silly.test"),
        (b"joe@x.example (Joe (the) Boss)", "Joe (the) Boss", "joe@x.example"),
        (b"<jdoe@machine(comment).  example>", None, "jdoe@machine.example"),
        ("张三(宣传部) <a@x.example>".encode(), "张三(宣传部)", "a@x.example"),
        (b"a@x.example (never closed", "never closed", "a@x.example"),
        # Routes and groups of RFC 822.
        (b"<@a.example,@b.example:joe@x.example>", None, "joe@x.example"),
        (b"Group: a@x.example, d@e.example;", None, "a@x.example"),
        (b"undisclosed-recipients:;", None, None),
        ("宣传部: 张三 <a@x.example>;".encode(), "张三", "a@x.example"),
        # Brackets that are not closed, or not opened.
        (b"Bob <a@x.example, <other@x.example>", "Bob", "a@x.example"),
        (b"Bob <a@x.example", "Bob", "a@x.example"),
        (b"<>", None, None),
        (b"Bob <>", "Bob", None),
        (b"\xc2\xa0a@x.example", None, "a@x.example"),
        # As archives of mailing lists write it.
        (b"joe at x.example (=?utf-8?q?J=C3=B6?= Boss)", "Jö Boss", "joe@x.example"),
        (b"mailto:a@x.example", "mailto:", "a@x.example"),
        (b"<mailto:a@x.example>", None, "a@x.example"),
        # Encoded as a whole, address included.
        (b"=?utf-8?B?IlNhbiIgPGFAeC5leGFtcGxlPg==?=", "San", "a@x.example"),
        ("“张三” <a@x.example>".encode(), "张三", "a@x.example"),
        (b"'San' <a@x.example>", "San", "a@x.example"),
        (b"San,Zhang,Li <a@x.example>", "San,Zhang,Li", "a@x.example"),
    ],
)
def test_a_sender_is_read_in_each_form_that_is_sent(
    raw: bytes, name: str | None, address: str | None
) -> None:
    assert read_address(raw) == Address(name, address)


@pytest.mark.parametrize(
    "raw",
    [
        b'"Support <boss@trusted.example>" a@x.example',
        b'"boss@trusted.example" a@x.example',
        b'"boss@trusted.example" <a@x.example>',
        b"=?utf-8?q?boss=40trusted.example?= <a@x.example>",
        b"(boss@trusted.example) a@x.example",
    ],
)
def test_what_a_name_says_is_no_address(raw: bytes) -> None:
    assert read_address(raw).address == "a@x.example"


@pytest.mark.parametrize(
    "raw", [b"=?utf-8?b?YXR0YWNrZXJAZXZpbC5jb20=?=", b"=?utf-8?q?=40a.example?=@x.example"]
)
def test_an_address_that_only_an_encoded_word_makes_is_nobodys(raw: bytes) -> None:
    assert read_address(raw).address is None


def test_an_address_of_exchange_is_kept_as_written() -> None:
    assert read_address(b"San </O=GX/OU=X (A)/CN=SAN>") == Address("San", "/O=GX/OU=X (A)/CN=SAN")


def test_a_second_address_in_brackets_is_nobodys() -> None:
    assert read_address(b"Bob <a@x.example@y.example>") == Address("Bob a@x.example@y.example")


def test_a_name_in_raw_bytes_is_read_as_the_letter_says() -> None:
    assert read_address("臺灣 <a@x.example>".encode("big5"), "big5").name == "臺灣"


# --- more dates -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("Thu, 12 Aug 2004 11:38:38 PM -0700 (PDT)", "2004-08-12T23:38:38-07:00"),
        ("Thu, 12 Aug 2004 12:00:01 AM +0800", "2004-08-12T00:00:01+08:00"),
        ("(added by postmaster)  Tue, 30 Sep 2014 10:50:58 +0200", "2014-09-30T10:50:58+02:00"),
        ("Mon, 15 09 2014 05:25:04 +0800", "2014-09-15T05:25:04+08:00"),
        ("5/8/2021 10:00:30 PM", "2021-05-08T22:00:30+08:00"),
        ("5/8/2021 12:00 AM", "2021-05-08T00:00:00+08:00"),
        ("8 十二月 2021 10:00:00 +0800", "2021-12-08T10:00:00+08:00"),
        ("2021年5月8日 晚上8点05分", "2021-05-08T20:05:00+08:00"),
        ("2021年5月8日 中午12:05", "2021-05-08T12:05:00+08:00"),
        ("2021.5.8 10:00 -0930", "2021-05-08T10:00:00-09:30"),
        ("Sat, 8 May 2021 10:00:00 GMT-3", "2021-05-08T10:00:00-03:00"),
    ],
)
def test_a_date_keeps_its_half_of_the_day_and_its_zone(text: str, moment: str) -> None:
    read = read_date(text)
    assert read is not None
    assert read.isoformat() == moment


@pytest.mark.parametrize(
    "text",
    ["13/40/2021 10:00:00 AM", "1 99月 2021 10:00", "Sat, 8 May 3021 10:00:00 +0800", "1" * 200, "(" * 200],
)
def test_a_date_out_of_any_calendar_is_none(text: str) -> None:
    assert read_date(text) is None


# --- identity -------------------------------------------------------------------------------------


def identity(*fields: tuple[str, bytes]) -> tuple[str | None, tuple[str, ...]]:
    headers = Headers(fields)
    return read_message_id(headers), read_references(headers)


def test_an_id_is_read_without_the_blanks_and_remarks_around_it() -> None:
    assert identity(("message-id", b"(a <b>) < 1 @x >"))[0] == "<1@x>"
    assert identity(("message-id", b"1@x"))[0] == "<1@x>"
    assert identity(("message-id", b"no at sign"))[0] == "<noatsign>"
    assert identity(("message-id", b"<>"))[0] is None


def test_references_are_read_with_and_without_brackets_each_once() -> None:
    fields = (("references", b"1@x, 2@x"), ("in-reply-to", b"Your letter <1@x> of May <3@x>"))
    assert identity(*fields)[1] == ("<1@x>", "<2@x>", "<3@x>")
