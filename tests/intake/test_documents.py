"""Every kind of file ends in a state with a reason, whatever its name says."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.documents import package as limits
from intake.documents import read
from intake.model import AttachmentState, Place
from tests.intake.docx_builder import docx, p, zipped

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
READ, KEPT, REFUSED = AttachmentState.READ, AttachmentState.KEPT, AttachmentState.REFUSED


def ole(stream: str) -> bytes:
    return OLE + stream.encode("utf-16-le") + bytes(100)


@pytest.mark.parametrize(
    "data",
    [
        b"\x89PNG\r\n\x1a\n" + bytes(20),
        b"\xff\xd8\xff\xe0" + bytes(20),
        b"GIF89a" + bytes(20),
        b"BM" + bytes(40),
        b"II*\x00" + bytes(20),
        b"RIFF\x00\x00\x00\x00WEBPVP8 ",
        b"\x00\x00\x00\x18ftypheic" + bytes(20),
    ],
)
def test_a_picture_is_kept_without_a_word(data: bytes) -> None:
    reading = read("稿件.docx", data)
    assert (reading.state, reading.reason, reading.document) == (KEPT, None, None)


@pytest.mark.parametrize(
    ("data", "state", "words"),
    [
        (b"", REFUSED, "空文件"),
        (b" \r\n ", REFUSED, "空文件"),
        (ole("WordDocument"), KEPT, "旧版 Word（.doc）暂不能读取，请以 .docx 重发"),
        (ole("Workbook"), KEPT, "Excel"),
        (ole("PowerPoint Document"), KEPT, "PowerPoint"),
        (ole("EncryptedPackage"), REFUSED, "文件有密码"),
        (ole("Nothing"), KEPT, "旧版 Office"),
        (b"{\\rtf1 text}", KEPT, "RTF"),
        (b"%PDF-1.7\n...", KEPT, "PDF"),
        (b"\n%PDF-1.4\n...", KEPT, "PDF"),
        (b"Rar!\x1a\x07\x00", KEPT, "压缩包"),
        (b"7z\xbc\xaf\x27\x1c", KEPT, "压缩包"),
        (b"\x1f\x8b\x08" + bytes(20), KEPT, "压缩包"),
        (zipped({"a.txt": "文"}), KEPT, "压缩包"),
        (
            zipped({"content.xml": "<a/>", "META-INF/manifest.xml": "<a/>"}),
            KEPT,
            "OpenDocument",
        ),
        (zipped({"xl/workbook.xml": "<a/>"}), KEPT, "Excel"),
        (zipped({"ppt/presentation.xml": "<a/>"}), KEPT, "PowerPoint"),
        (b"BEGIN:VCALENDAR\r\n", KEPT, "日历"),
        (b"BEGIN:VCARD\r\n", KEPT, "名片"),
        (b"\x00\x00\x00\x18ftypmp42" + bytes(20), KEPT, "视频"),
        (bytes(range(256)) * 4, KEPT, "不能识别"),
        (b'<?xml version="1.0"?><w:wordDocument xmlns:w="x"/>', KEPT, "Word XML"),
        (b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n", KEPT, "网页存档"),
        (b"PK\x03\x04 broken", REFUSED, "损坏"),
    ],
)
def test_what_is_not_read_says_why(data: bytes, state: AttachmentState, words: str) -> None:
    reading = read("稿件.docx", data)
    assert (reading.state, reading.document) == (state, None)
    assert words in (reading.reason or "")


@pytest.mark.parametrize("name", ["稿件.docx", "稿件.doc", "photo.jpg", ""])
def test_a_word_file_is_read_whatever_its_name(name: str) -> None:
    reading = read(name, docx(p("中州铝业召开座谈会。")))
    assert reading.state is READ
    assert reading.document is not None
    assert reading.document.text == "中州铝业召开座谈会。"


@pytest.mark.parametrize(
    "data",
    [
        "第一行\r\n\r\n第二行\n".encode(),
        "第一行\n第二行".encode("gb18030"),
        "第一行\n第二行".encode("utf-16"),
        "\ufeff第一行\n第二行".encode(),
        "第一行\u2028第二行".encode(),
    ],
)
def test_a_text_file_is_read_line_by_line_in_its_charset(data: bytes) -> None:
    document = read("稿件.txt", data).document
    assert document is not None
    assert [one.text for one in document.paragraphs] == ["第一行", "第二行"]
    assert {one.place for one in document.paragraphs} == {Place.BODY}


def test_an_html_file_is_read_as_its_words() -> None:
    document = read("a.doc", "<!DOCTYPE html><html><body><p>网页稿件</p></body></html>".encode()).document
    assert document is not None
    assert document.text.strip() == "网页稿件"


def test_a_file_over_the_limit_is_refused_unread() -> None:
    reading = read("a.txt", b"a" * (limits.MAX_FILE + 1))
    assert reading.state is REFUSED
    assert "50 MB" in (reading.reason or "")


def test_a_text_over_the_limit_of_characters_is_refused() -> None:
    assert read("a.txt", b"a" * (limits.MAX_CHARACTERS + 1)).state is REFUSED


@given(st.binary(max_size=300))
def test_no_bytes_raise(data: bytes) -> None:
    reading = read("x", data)
    assert (reading.state is READ) == (reading.document is not None)


@given(st.integers(0, 5000), st.binary(min_size=1, max_size=4))
def test_no_damage_to_a_word_file_raises(at: int, patch: bytes) -> None:
    data = docx(p("中州铝业召开座谈会。"))
    at %= len(data)
    reading = read("x", data[:at] + patch + data[at + len(patch) :])
    assert reading.state in {READ, REFUSED, KEPT}
    assert reading.document is not None or reading.reason
