"""What the trusted server found out about the sender, and nobody else's words."""

from __future__ import annotations

import pytest

from intake.mime import read_letter
from intake.model import Authentication


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
        ("mx.example.com; ???; spf; dmarc=pass", Authentication.PASS),  # what cannot be read is passed over
        ("mx.example.com; ; host.example.com; dmarc=pass;", Authentication.PASS),  # Exchange, Coremail
        ("mx.example.com; spf=pass smtp.mail=<x@sd.example.com>", Authentication.PASS),  # Coremail
        ("mx.example.com; dkim=pass header.i=@mail.sd.example.com", Authentication.PASS),
        ("mx.example.com; dkim=pass header.d=evilsd.example.com", Authentication.NONE),
        ("mx.example.com; dkim=fail header.d=list.example", Authentication.NONE),  # a list changed the letter
        ("mx.example.com; dkim=fail header.d=sd.example.com", Authentication.FAIL),
        ("mx.example.com; dmarc=pass header.from=evil.example", Authentication.NONE),
        ('"mx.example.com" (a (b) \\) c); dmarc=pass', Authentication.PASS),
        ("mx.example.com (a; dmarc=pass (b", Authentication.NONE),
        ("mx.example.com ) ; dmarc=pass", Authentication.PASS),
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
