"""Every kind of file ends in a state with a reason, whatever its name says."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.documents import package as limits
from intake.documents import read, sniff
from intake.model import AttachmentState, Place
from intake.unremarkable import NO_SUBMISSION, UNREMARKABLE
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
        (b"%PDF-1.7\n...", REFUSED, "PDF 内容不完整"),
        (b"\n%PDF-1.4\n...", REFUSED, "PDF 内容不完整"),
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
        (b"\x00\x00\x00\x18ftypmp42" + bytes(20), KEPT, "视频"),
        (bytes(range(256)) * 4, KEPT, "不能识别"),
        (b'<?xml version="1.0"?><w:wordDocument xmlns:w="x"/>', KEPT, "Word XML"),
        (b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n", REFUSED, "网页存档"),
        (b"PK\x03\x04 broken", REFUSED, "损坏"),
    ],
)
def test_what_is_not_read_says_why(data: bytes, state: AttachmentState, words: str) -> None:
    reading = read("稿件.docx", data)
    assert (reading.state, reading.document) == (state, None)
    assert words in (reading.reason or "")


# --- what mail programs put beside what people write ------------------------------------------------

LETTER = b"Received: from a\r\n\tby b\r\nFrom: a@b.example\r\nSubject: x\r\nMIME-Version: 1.0\r\n\r\n"
SMIME = bytes.fromhex("3080 0609 2a864886f70d0107")


def cms(kind: int) -> bytes:
    """The beginning of an S/MIME file of a kind."""
    return SMIME + bytes((kind,)) + bytes.fromhex("a0803080020101") + bytes(30)


@pytest.mark.parametrize(
    ("data", "verdict"),
    [
        pytest.param(b"BEGIN:VCALENDAR\r\n", sniff.CALENDAR, id="a calendar"),
        pytest.param(b"\xef\xbb\xbf\r\nbegin:vcalendar\r\n", sniff.CALENDAR, id="a calendar with a mark"),
        pytest.param(b"BEGIN:VCARD\r\n", sniff.CARD, id="a card"),
        pytest.param(b"-----BEGIN PGP SIGNATURE-----\n\nx", sniff.SIGNATURE, id="a PGP signature"),
        pytest.param(b"\x89\x01\x33\x04\x00\x01" + bytes(9), sniff.SIGNATURE, id="one without armour"),
        pytest.param(b"\x88\x5e\x04\x00\x16" + bytes(9), sniff.SIGNATURE, id="one by another algorithm"),
        pytest.param(cms(2), sniff.SIGNATURE, id="an S/MIME signature"),
        pytest.param(b"-----BEGIN PGP PUBLIC KEY BLOCK-----", sniff.CERTIFICATE, id="a PGP key"),
        pytest.param(b"\x99\x01\x0d\x04" + bytes(4) + b"\x01", sniff.CERTIFICATE, id="one without armour"),
        pytest.param(b"-----BEGIN CERTIFICATE-----", sniff.CERTIFICATE, id="a certificate"),
        pytest.param(
            bytes.fromhex("308203013082020aa003020102"), sniff.CERTIFICATE, id="a certificate in DER"
        ),
        pytest.param(b"-----BEGIN PGP MESSAGE-----\n\nx", sniff.ENCRYPTED, id="a PGP message"),
        pytest.param(
            b"\x85\x01\x0c\x03" + bytes(8) + b"\x01", sniff.ENCRYPTED, id="one without armour for a key"
        ),
        pytest.param(b"\x8c\x0d\x04\x09\x03\x08", sniff.ENCRYPTED, id="one with a password"),
        pytest.param(cms(3), sniff.ENCRYPTED, id="an encrypted S/MIME letter"),
        pytest.param(b"Version: 1\r\n", sniff.CONTROL, id="the mark of an encrypted letter"),
        pytest.param(b"Reporting-MTA: dns; a\r\n", sniff.REPORT, id="a delivery status"),
        pytest.param(b"Reporting-UA: a; b\r\n", sniff.REPORT, id="a reading receipt"),
        pytest.param(b"Final-Recipient: rfc822;a@b\r\n", sniff.REPORT, id="a receipt without a program"),
        pytest.param(b"Feedback-Type: abuse\r\n", sniff.REPORT, id="a complaint"),
        pytest.param(LETTER, sniff.HEADERS, id="headers"),
        pytest.param(LETTER + b"text\r\n", sniff.UNOPENED, id="a letter"),
        pytest.param(LETTER.replace(b"\r\n", b"\n") + b"text\n", sniff.UNOPENED, id="a letter with LF"),
        pytest.param(b"\x00\x05\x16\x07" + bytes(60), sniff.FORK, id="a resource fork"),
        pytest.param(b"\x78\x9f\x3e\x22\x01\x00", sniff.NO_FILES, id="a winmail.dat without files"),
        pytest.param(b"\x78\x9f\x3e\x22\x01\x00\x01\x02", sniff.PACKAGE, id="a broken winmail.dat"),
    ],
)
def test_what_programs_of_mail_add_is_known_by_its_bytes(data: bytes, verdict: sniff.Verdict) -> None:
    for media_type in ("", "application/octet-stream", "text/plain"):
        reading = read("稿件.docx", data, media_type)
        assert (reading.state, reading.reason, reading.document) == (verdict.state, verdict.reason, None)


@pytest.mark.parametrize(
    ("media_type", "verdict"),
    [
        ("message/partial", sniff.PIECE),
        ("message/external-body", sniff.ELSEWHERE),
        ("message/rfc822", sniff.UNOPENED),
        ("message/delivery-status", sniff.REPORT),
        ("message/disposition-notification", sniff.REPORT),
        ("text/rfc822-headers", sniff.HEADERS),
        ("application/pgp-encrypted", sniff.CONTROL),
        ("application/pgp-signature", sniff.SIGNATURE),
        ("application/pkcs7-signature", sniff.SIGNATURE),
        ("application/pkcs7-mime", sniff.WRAPPED),
        ("application/applefile", sniff.FORK),
        ("application/ms-tnef", sniff.PACKAGE),
        ("text/calendar", sniff.CALENDAR),
        ("text/css", sniff.STYLE),
    ],
)
@pytest.mark.parametrize("data", ["随便什么文字。".encode(), bytes(range(256)), LETTER + b"text"])
def test_bytes_that_say_nothing_are_what_they_are_declared_to_be(
    media_type: str, verdict: sniff.Verdict, data: bytes
) -> None:
    reading = read("稿件.docx", data, media_type)
    assert (reading.state, reading.reason) == (verdict.state, verdict.reason)


@pytest.mark.parametrize("media_type", ["text/css", "message/partial", "application/pkcs7-mime"])
def test_a_word_file_is_read_whatever_it_is_declared_to_be(media_type: str) -> None:
    assert read("a", docx(p("中州铝业召开座谈会。")), media_type).state is READ
    assert read("a", b"%PDF-1.7", media_type).reason == "文件已损坏（PDF 内容不完整），请重发"


@pytest.mark.parametrize(
    ("name", "media_type"), [("a.csv", ""), ("名单.CSV", "text/plain"), ("a", "text/csv")]
)
def test_a_table_of_commas_is_kept_like_other_tables(name: str, media_type: str) -> None:
    reading = read(name, "姓名,班组\n王强,一班\n".encode(), media_type)
    assert (reading.state, reading.reason) == (KEPT, "CSV 表格暂不能读取，请以 .docx 重发")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"(This file must be converted with BinHex 4.0)\n\n:#hGPBR9", "BinHex"),
        (b"Here is the file.\n(This file must be converted with BinHex 4.0)\n:", "BinHex"),
        (b"\x00\x05\x16\x00" + bytes(60), "AppleSingle"),
        (b'<?xml version="1.0"?><data><a>1</a></data>', "XML 文件"),
        (ole("__substg1.0_"), "Outlook 邮件（.msg）"),
    ],
)
def test_forms_that_few_programs_write_are_named(data: bytes, words: str) -> None:
    reading = read("稿件.docx", data)
    assert reading.state is KEPT
    assert reading.reason is not None
    assert reading.reason.startswith(words) or words in reading.reason
    assert reading.reason.endswith("请以 .docx 重发")


def test_a_drawing_is_a_picture() -> None:
    assert read("a", b"<svg xmlns='x'/>").reason is None
    assert read("a", b"<?xml version='1.0'?>\n<svg xmlns='x'/>").reason is None


@pytest.mark.parametrize(
    "text",
    [
        "From: 张三\nTo: 李四\nSubject: 信\n\n四月的信。",
        "-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA512\n\n四月的信。",
        "收件：四月的信。\nVersion: 1\n",
        "0时0分，四月的信。",
        "MI" + "A" * 100 + "四月的信。",
        "网页里写着<svg>，四月的信。",
        "Received with thanks：四月的信。",
    ],
)
def test_text_that_looks_a_little_like_these_is_read(text: str) -> None:
    document = read("a.txt", text.encode()).document
    assert document is not None
    assert "四月的信。" in document.text


def test_nobody_is_asked_to_send_a_signature_or_a_secret_as_a_word_file() -> None:
    for verdict in (sniff.SIGNATURE, sniff.ENCRYPTED, sniff.WRAPPED, sniff.CERTIFICATE, sniff.CALENDAR):
        assert ".docx" not in (verdict.reason or "")


def test_what_is_no_submission_says_so() -> None:
    assert all(reason and reason.endswith("，不是稿件") for reason in NO_SUBMISSION)
    assert sniff.FORK.reason in UNREMARKABLE - NO_SUBMISSION


def test_headers_that_never_end_cost_little() -> None:
    line = b"X-A: " + b"b" * 1990 + b"\n" + b" c\n" * 60
    assert read("a", line * 300).state is READ
    assert read("a", b"X:" * 100_000).state is READ


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


TWO_LINES = "第一行，四月的会。\r\n第二行，五月的会。\r\n"


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(TWO_LINES.encode("utf-16-le"), id="UTF-16 without a mark"),
        pytest.param(TWO_LINES.encode("utf-16-be"), id="the other UTF-16 without a mark"),
        pytest.param(f"\ufeff{TWO_LINES}".encode("utf-32-le"), id="UTF-32"),
        pytest.param(f"\ufeff{TWO_LINES}".encode("utf-32-be"), id="the other UTF-32"),
        pytest.param(TWO_LINES.replace("\n", "").encode("gb18030"), id="lines of an old Mac"),
        pytest.param(TWO_LINES.replace("\r\n", "\f").encode("gb18030"), id="pages"),
        pytest.param(TWO_LINES.encode("gb18030") + bytes(512), id="filled up with NUL"),
        pytest.param(f"\x1b[1;31m{TWO_LINES}\x1b[0m".encode(), id="colours of a terminal"),
    ],
)
def test_a_text_file_of_an_odd_program_is_read_line_by_line(data: bytes) -> None:
    document = read("稿件.txt", data).document
    assert document is not None
    assert [one.text for one in document.paragraphs] == TWO_LINES.split("\r\n")[:2]
    assert document.remarks == ()


@pytest.mark.parametrize("codec", ["utf-8", "gb18030"])
@pytest.mark.parametrize("cut", [1, 2, 3])
def test_a_text_cut_in_the_middle_of_a_character_is_read_up_to_there(codec: str, cut: int) -> None:
    document = read("稿件.txt", TWO_LINES.strip().encode(codec)[:-cut]).document
    assert document is not None
    assert document.text.startswith("第一行，四月的会。\n第二行，五月的")


@pytest.mark.parametrize("data", [b"\x01\x02\x03\x04" * 99, bytes(range(1, 255)) * 3, b"MZ\0\0\1\0" * 99])
def test_bytes_that_are_no_text_are_not_taken_for_wide_characters(data: bytes) -> None:
    assert read("稿件.txt", data).state is KEPT


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
