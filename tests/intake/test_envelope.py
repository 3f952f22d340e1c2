"""When a letter was written, and what the receiving server says about its sender."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest

from intake.envelope import read_date
from intake.mime import read_letter
from intake.model import Authentication

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


# --- authentication -------------------------------------------------------------------------------


def verdict(*values: str, trusted: str | None = "mx.example.com") -> Authentication:
    fields = "".join(f"Authentication-Results: {value}\r\n" for value in values)
    data = f"{fields}From: zhang@sd.example.com\r\n\r\n".encode()
    return read_letter(data, trusted_authserv=trusted).authentication


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("mx.example.com; dmarc=pass header.from=sd.example.com", Authentication.PASS),
        ("MX.example.com 1; spf=fail; dkim=fail; dmarc=pass", Authentication.PASS),
        ("mx.example.com; dkim=pass header.d=sd.example.com", Authentication.PASS),
        ("mx.example.com; spf=pass smtp.mailfrom=zhang@sd.example.com", Authentication.PASS),
        ("mx.example.com; spf=pass", Authentication.PASS),
        ("mx.example.com; spf=pass smtp.mailfrom=bounce.sd.example.com;\r\n dkim=none", Authentication.PASS),
        ("mx.example.com; spf=pass smtp.mailfrom=x@evil.example", Authentication.NONE),
        ("mx.example.com; spf=pass smtp.mailfrom=x@evil.example; dmarc=fail", Authentication.FAIL),
        ("mx.example.com; spf=pass; dmarc=fail", Authentication.FAIL),
        ("mx.example.com; spf=fail; dkim=none", Authentication.FAIL),
        ("mx.example.com; spf=softfail", Authentication.NONE),
        ("mx.example.com; none", Authentication.NONE),
        ("mx.example.com (dmarc=pass); spf=none (x; dmarc=pass)", Authentication.NONE),
        ('mx.example.com; spf=none reason="; dmarc=pass"', Authentication.NONE),
        ("mx.example.com.evil.example; dmarc=pass", Authentication.NONE),
        ("", Authentication.NONE),
    ],
)
def test_the_trusted_servers_words_decide(value: str, expected: Authentication) -> None:
    assert verdict(value) is expected


def test_only_the_topmost_field_of_the_trusted_server_counts() -> None:
    assert verdict("mx.example.com; dmarc=fail", "mx.example.com; dmarc=pass") is Authentication.FAIL
    assert verdict("other.example; dmarc=fail", "mx.example.com; dmarc=pass") is Authentication.PASS


def test_nothing_is_authenticated_without_a_trusted_server() -> None:
    assert verdict("mx.example.com; dmarc=pass", trusted=None) is Authentication.NONE
    assert verdict("; dmarc=pass", trusted="") is Authentication.NONE


def test_a_letter_inside_another_is_never_authenticated() -> None:
    inner = "Authentication-Results: mx.example.com; dmarc=pass\r\nFrom: a@b.example\r\n\r\nx"
    data = f"From: c@d.example\r\nContent-Type: message/rfc822\r\n\r\n{inner}".encode()
    nested = read_letter(data, trusted_authserv="mx.example.com").attachments[0].letter
    assert nested is not None
    assert nested.authentication is Authentication.NONE
