"""Which codec a charset label means: what programs write, and what they mean by it."""

from __future__ import annotations

import base64

import pytest

from intake.charset import decode
from intake.labels import codec_of
from intake.mime import read_letter


@pytest.mark.parametrize(
    ("label", "codec", "text"),
    [
        ("GB2312", "gb18030", "朱镕基、䶮"),
        ("gb_2312-80", "gb18030", "中文"),
        ("x-gbk", "gb18030", "中文"),
        ("cn-gb", "gb18030", "中文"),
        ("euc-cn", "gb18030", "中文"),
        ("cp936", "gb18030", "中文"),
        ("ms936", "gb18030", "中文"),
        ("windows-936", "gb18030", "中文"),
        ("hz-gb-2312", "hz", "中文"),
        ("big5", "cp950", "臺灣"),
        ("cn-big5", "cp950", "臺灣"),
        ("x-big5", "cp950", "臺灣"),
        ("big5-hkscs", "big5hkscs", "邨啲"),
        ("sjis", "cp932", "日本①"),
        ("x-sjis", "cp932", "日本①"),
        ("windows-31j", "cp932", "日本①"),
        ("x-euc-jp", "euc_jp", "日本"),
        ("ks_c_5601-1987", "cp949", "사진"),
        ("x-windows-949", "cp949", "사진"),
        ("euc-kr", "cp949", "사진"),
        ("x-mac-roman", "mac_roman", "café"),
        ("macintosh", "mac_roman", "café"),
        ("x-mac-cyrillic", "mac_cyrillic", "Привет мир"),
        ("koi8-r", "koi8-r", "Привет мир"),
        ("cp-850", "cp850", "café"),
        ("IBM437", "cp437", "café"),
        ("ibm-866", "cp866", "Привет мир"),
        ("iso-8859-1", "cp1252", "“café”"),
        ("iso-8859-8-i", "iso8859-8", "שלום עולם"),
        ("windows-874", "cp874", "สวัสดี"),
        ("tis-620", "tis-620", "สวัสดี"),
        ("unicode-1-1-utf-7", "utf-7", "日本"),
        ("utf-16le", "utf-16-le", "日本語"),
        ("utf8mb4", "utf-8", "日本"),
        ("utf_8", "utf-8", "日本"),
        ("'utf-8'", "utf-8", "日本"),
        # Numbers of Windows fonts, as Delphi programs write them.
        ("128", "cp932", "日本①"),
        ("129", "cp949", "사진"),
        ("134", "gb18030", "中文"),
        ("136", "cp950", "臺灣"),
    ],
)
def test_a_label_is_read_as_its_writers_mean_it(label: str, codec: str, text: str) -> None:
    body = base64.encodebytes(text.encode(codec))
    head = f'Content-Type: text/plain; charset="{label}"\nContent-Transfer-Encoding: base64\n\n'
    assert read_letter(head.encode() + body).text == text


def test_the_widest_codec_that_a_label_can_mean_is_taken() -> None:
    wide = {
        "gb2312": "gb18030",
        "latin-1": "cp1252",
        "big5": "cp950",
        "shift_jis": "cp932",
        "euc-kr": "cp949",
    }
    assert {label: codec_of(label) for label in wide} == wide


@pytest.mark.parametrize("label", [None, "", "us-ascii", "x-unknown", "default_charset", "8bit"])
def test_what_says_nothing_is_no_codec(label: str | None) -> None:
    assert codec_of(label) is None


@pytest.mark.parametrize(
    "label", ["unicode_escape", "undefined", "idna", "rot13", "base64", "\0", "x" * 5000, "mbcs", "punycode"]
)
def test_codecs_that_are_no_charsets_are_refused(label: str) -> None:
    assert codec_of(label) is None
    assert decode(rb"\u4e2d", label).text == rb"\u4e2d".decode()
