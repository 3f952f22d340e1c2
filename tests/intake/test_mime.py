"""Letters as Chinese mail programs write them, and what a person would read in them."""

from __future__ import annotations

import base64
import hashlib

import pytest

from intake.mime import read_letter
from intake.model import Address, Letter

DOCX = b"PK\x03\x04" + bytes(range(256)) * 20 + b"\n--x\r\n"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(300)


def b64(data: bytes) -> bytes:
    return base64.encodebytes(data).replace(b"\n", b"\r\n")


def part(kind: str, content: bytes, *lines: str, encoding: str = "base64") -> bytes:
    body = b64(content) if encoding == "base64" else content
    head = "\r\n".join((f"Content-Type: {kind}", f"Content-Transfer-Encoding: {encoding}", *lines))
    return head.encode("gb18030") + b"\r\n\r\n" + body


def multi(subtype: str, *parts: bytes, boundary: str = "----=_NextPart_1") -> bytes:
    """A multipart with its own header, to be put into a letter or into another multipart."""
    mark = b"--" + boundary.encode()
    inside = b"".join(mark + b"\r\n" + one + b"\r\n" for one in parts)
    kind = f'Content-Type: multipart/{subtype};\r\n\tboundary="{boundary}"\r\n\r\n'.encode()
    return kind + b"This is a multi-part message in MIME format.\r\n\r\n" + inside + mark + b"--\r\n"


def letter(content: bytes, *lines: bytes) -> Letter:
    head = lines or (b"From: zhang@sd.example.com", b"Subject: x")
    return read_letter(b"\r\n".join((*head, b"MIME-Version: 1.0", b"")) + content)


def plain(text: str, codec: str = "gb18030") -> bytes:
    return part(f"text/plain; charset={codec}", text.encode(codec))


def html(text: str) -> bytes:
    return part("text/html; charset=utf-8", text.encode())


# --- headers --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("raw", "name", "address"),
    [
        (b'"=?gb18030?B?1cXI/Q==?=" <12345@qq.com>', "张三", "12345@qq.com"),  # QQ Mail, Foxmail, WeCom
        (b"=?GBK?Q?=D5=C5=C8=FD?= <zhang@163.com>", "张三", "zhang@163.com"),  # NetEase
        (b"=?UTF-8?B?5byg5LiJ?=<zhang@example.com>", "张三", "zhang@example.com"),
        ("张三 <zhang@example.com>".encode("gbk"), "张三", "zhang@example.com"),  # old Foxmail, OA systems
        ("“张三” <zhang@example.com>".encode(), "张三", "zhang@example.com"),
        (b"zhang@example.com", None, "zhang@example.com"),
        (b"<zhang@example.com>", None, "zhang@example.com"),
        (b"zhang@example.com (=?gb2312?B?1cXI/Q==?=)", "张三", "zhang@example.com"),
        (b'"Zhang, San \\"x\\"" <zhang@example.com>', 'Zhang, San "x"', "zhang@example.com"),
        (b"Zhang, San <zhang@example.com>", "Zhang, San", "zhang@example.com"),
        (b'"boss@example.com" <x@evil.example>', "boss@example.com", "x@evil.example"),
        (b'"a <boss@example.com>" <x@evil.example>', "a <boss@example.com>", "x@evil.example"),
        (b"a@example.com, b@example.com", None, "a@example.com"),
        (b"=?utf-8?B?5byg5LiJIDx6aGFuZ0BleGFtcGxlLmNvbT4=?=", "张三", "zhang@example.com"),
        (b"undisclosed", "undisclosed", None),
        (b"", None, None),
    ],
)
def test_the_sender_has_a_name_and_an_address(raw: bytes, name: str | None, address: str | None) -> None:
    assert letter(b"\r\n", b"From: " + raw).sender == Address(name, address)


def test_sender_stands_in_for_a_missing_from() -> None:
    assert letter(b"\r\n", b"Sender: a@example.com").sender.address == "a@example.com"


def test_the_first_of_repeated_headers_counts() -> None:
    assert letter(b"\r\n", b"Subject: one", b"Subject: two").subject == "one"


def test_a_folded_subject_of_split_words_is_one_line() -> None:
    data = "关于报送党群工作信息的报告".encode("gbk")
    words = [b"=?gb2312?B?" + base64.b64encode(data[at : at + 9]) + b"?=" for at in range(0, len(data), 9)]
    assert letter(b"\r\n", b"Subject: " + b"\r\n ".join(words)).subject == "关于报送党群工作信息的报告"


def test_a_raw_subject_broken_without_a_blank_hides_no_header_behind_it() -> None:
    read = letter(b"\r\ntext", "Subject: 关于报送\r\n党群信息".encode("gbk"), b"From: a@example.com")
    assert read.subject == "关于报送党群信息"
    assert read.sender.address == "a@example.com"
    assert "header-malformed" in read.defects


def test_a_body_without_the_empty_line_before_it_is_not_lost() -> None:
    read = read_letter("From: a@example.com\r\n您好，\r\n请查收。\r\n".encode())
    assert read.text.split() == ["您好，", "请查收。"]
    assert "header-separator-missing" in read.defects


@pytest.mark.parametrize("ends", [b"\n", b"\r", b"\r\r\n"])
def test_any_line_end_will_do(ends: bytes) -> None:
    data = b"From: a@example.com\r\nContent-Type: text/plain\r\n\r\none\r\ntwo\r\n"
    assert read_letter(data.replace(b"\r\n", ends)).text == "one\ntwo"


@pytest.mark.parametrize("top", [b"\xef\xbb\xbf", b"\r\n", b" \n\n", b"\xef\xbb\xbf\r\n"])
def test_a_mark_or_empty_lines_above_the_letter_are_skipped(top: bytes) -> None:
    read = read_letter(top + b"Received: x\r\nFrom: a@example.com\r\n\r\ntext")
    assert (read.sender.address, read.text) == ("a@example.com", "text")


def test_a_text_that_begins_with_an_empty_line_has_no_headers() -> None:
    assert read_letter(b"\nDear all,\nFrom: here\n").text == "Dear all,\nFrom: here"


def test_a_part_that_the_structure_parser_gives_up_is_still_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """mail-parser lets out what the library below it raises on trees that were cut off."""
    monkeypatch.setattr("mailparser.parse_from_bytes", {}.__getitem__)
    read = letter(multi("mixed", plain("一"), part("application/pdf; name=a.pdf", b"x")))
    assert (read.text, [one.name for one in read.attachments]) == ("一", ["a.pdf"])
    assert read.defects == ("structure-failed",)


def test_an_mbox_separator_is_skipped() -> None:
    assert read_letter(b"From a@b Mon May 10 2021\r\nSubject: x\r\n\r\ny").subject == "x"


def test_message_id_and_references_are_kept_in_order() -> None:
    ids = (b"Message-ID: <1@x>", b"References: <2@x>\r\n <3@x>", b"In-Reply-To: <3@x> (reply)")
    read = letter(b"\r\n", *ids)
    assert (read.message_id, read.references) == ("<1@x>", ("<2@x>", "<3@x>"))
    assert letter(b"\r\n", b"Message-ID: <>").message_id is None


# --- bodies ---------------------------------------------------------------------------------------


def test_a_qq_letter_is_read_whole() -> None:
    both = multi(
        "alternative", plain("您好"), html("<p>您好，</p><p>附件请<b>查收</b>。</p>"), boundary="--=_2"
    )
    name = "=?gb18030?B?" + base64.b64encode("报送稿件.docx".encode("gbk")).decode() + "?="
    file = part(
        f'application/octet-stream;\r\n\tname="{name}"',
        DOCX,
        f'Content-Disposition: attachment; filename="{name}"',
    )
    read = letter(multi("mixed", both, file))
    assert read.text == "您好，\n附件请查收。"
    assert [(one.name, one.media_type, one.data) for one in read.attachments] == [
        ("报送稿件.docx", "application/octet-stream", DOCX)
    ]
    assert read.defects == ()


def test_the_plain_alternative_is_taken_where_the_rich_one_is_empty() -> None:
    shell = html("<html><body><img src='cid:1'></body></html>")
    assert letter(multi("alternative", plain("正文"), shell)).text == "正文"


def test_the_plain_alternative_is_taken_where_the_rich_one_holds_a_fraction_of_it() -> None:
    assert letter(multi("alternative", plain("正文" * 50), html("<p>见附件"))).text == "正文" * 50


def test_inline_texts_around_a_file_are_joined() -> None:
    """Apple Mail sends a letter in pieces around its attachments."""
    pdf = part("application/pdf; name=a.pdf", b"%PDF", "Content-Disposition: inline; filename=a.pdf")
    read = letter(multi("mixed", plain("一"), pdf, plain("二")))
    assert (read.text, [one.name for one in read.attachments]) == ("一\n\n二", ["a.pdf"])


def test_pictures_in_the_text_are_attachments() -> None:
    picture = part('image/png; name="image001.png"', PNG, "Content-ID: <image001.png@01D745>")
    read = letter(multi("related", html("<p>图<img src='cid:image001.png@01D745'></p>"), picture))
    assert (read.text, read.attachments[0].name, read.attachments[0].data) == ("图", "image001.png", PNG)


def test_quoted_letters_stay_in_the_text() -> None:
    text = "好的\n\n-----原始邮件-----\n发件人：张三\n> 引文"
    assert letter(plain(text)).text == text


def test_flowed_text_is_joined_and_delsp_leaves_no_blank() -> None:
    flowed = "第一 \r\n段落。\r\n> 引 \r\n> 文\r\n-- \r\n署名".encode()
    kind = "text/plain; charset=utf-8; format=flowed"
    assert letter(part(kind + "; delsp=yes", flowed)).text == "第一段落。\n> 引文\n--\n署名"
    assert letter(part(kind, b"one \r\ntwo")).text == "one two"


@pytest.mark.parametrize("codec", ["gb18030", "hz", "utf-8", "big5"])
def test_a_body_is_read_in_its_charset(codec: str) -> None:
    text = "工作" if codec == "big5" else "党群工作"
    assert letter(part(f"text/plain; charset={codec}", text.encode(codec), encoding="8bit")).text == text


def test_quoted_printable_and_unknown_encodings_are_read() -> None:
    assert (
        letter(
            part("text/plain; charset=utf-8", b"=E5=85=9A=\r\n=E7=BE=A4", encoding="quoted-printable")
        ).text
        == "党群"
    )
    assert letter(part("text/plain; charset=utf-8", "党群".encode(), encoding="x-none")).text == "党群"


def test_text_declared_as_base64_and_sent_plain_is_read() -> None:
    read = letter(
        part("text/plain", "党群工作".encode()).replace(b64("党群工作".encode()), "党群工作".encode())
    )
    assert read.text == "党群工作"
    assert "base64-not-encoded" in read.defects


def test_base64_in_chunks_that_each_end_in_padding_is_whole() -> None:
    chunks = b"".join(base64.b64encode(DOCX[at : at + 50]) + b"\r\n" for at in range(0, len(DOCX), 50))
    head = b"Content-Type: application/zip\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    assert letter(head + chunks).attachments[0].data == DOCX
    assert letter(head + b64(DOCX + b"1") + b"-- \r\nlist footer\r\n").attachments[0].data == DOCX + b"1"


def test_html_declared_as_plain_text_is_read_as_html() -> None:
    assert letter(part("text/plain; charset=utf-8", "<html><p>党群</p>".encode())).text == "党群"


@pytest.mark.parametrize(
    "kind", ["", "Content-Type: text\r\n", "Content-Type: text/plain; name=mail.txt\r\n"]
)
def test_a_lone_text_is_the_body_however_it_is_declared(kind: str) -> None:
    assert letter(kind.encode() + "\r\n党群工作".encode()).text == "党群工作"


def test_a_letter_that_is_a_document_has_no_text() -> None:
    read = letter(part("application/vnd.openxmlformats-officedocument.wordprocessingml.document", DOCX))
    made = hashlib.sha256(DOCX.replace(b"\r\n", b"\n")).hexdigest()[:16] + ".docx"
    assert (read.text, [one.name for one in read.attachments]) == ("", [made])


def test_uuencoded_files_are_taken_out_of_the_text() -> None:
    text = b"\r\nhello\r\nbegin 644 a.txt\r\n#0V%T\r\n`\r\nend\r\nbye\r\n"
    read = letter(text)
    assert read.text.split() == ["hello", "bye"]
    assert [(one.name, one.data) for one in read.attachments] == [("a.txt", b"Cat")]


# --- structure ------------------------------------------------------------------------------------


def test_a_cut_off_letter_keeps_what_arrived() -> None:
    inner = multi("alternative", plain("一"), html("<p>一"), boundary="in")
    whole = multi("mixed", inner, part("application/pdf; name=a.pdf", DOCX))
    for end in range(len(whole) - len(b64(DOCX)), len(whole) - 60, 97):
        read = letter(whole[:end])
        assert read.text == "一"
        assert read.defects


def test_every_prefix_of_a_letter_gives_a_letter() -> None:
    inner = multi("alternative", plain("一"), html("<p>一"), boundary="in")
    whole = b"From: a@example.com\r\n" + multi("mixed", inner, part("application/pdf", b"x"))
    assert all(isinstance(read_letter(whole[:end]), Letter) for end in range(len(whole)))


def test_a_boundary_that_does_not_occur_is_guessed() -> None:
    read = letter(multi("mixed", plain("一"), part("image/png", PNG)).replace(b'"----=_N', b'"----=_X', 1))
    assert (read.text, len(read.attachments)) == ("一", 1)
    assert "boundary-guessed" in read.defects


def test_a_multipart_without_boundary_shows_its_text() -> None:
    read = letter(b"Content-Type: multipart/mixed\r\n\r\nhello\r\n")
    assert read.text == "hello"
    assert "boundary-missing" in read.defects


def test_lines_of_dashes_in_a_text_are_no_delimiters() -> None:
    text = "一\n--\n----=_NextPart\n------=_NextPart_12\n二"
    assert (
        letter(multi("mixed", part("text/plain; charset=utf-8", text.encode(), encoding="8bit"))).text == text
    )


def test_eight_bit_files_keep_their_bytes() -> None:
    read = letter(multi("mixed", part("application/x-foo; name=a", DOCX, encoding="binary")))
    assert read.attachments[0].data == DOCX


def test_a_signed_letter_shows_its_text_and_keeps_the_signature() -> None:
    signature = part("application/pkcs7-signature; name=smime.p7s", b"sig")
    read = letter(multi("signed", plain("正文"), signature))
    assert (read.text, [one.name for one in read.attachments]) == ("正文", ["smime.p7s"])


def test_a_report_shows_its_words_and_keeps_the_machine_part() -> None:
    status = b"Content-Type: message/delivery-status\r\n\r\nAction: failed\r\n"
    read = letter(
        multi("report", plain("退信说明"), status, b"Content-Type: message/rfc822\r\n\r\nSubject: s\r\n\r\nb")
    )
    assert read.text == "退信说明"
    assert (read.automatic or "").startswith("退信")
    assert [one.media_type for one in read.attachments] == ["message/delivery-status", "message/rfc822"]


INNER = b'From: "=?gb18030?B?wO7LxA==?=" <li@sd.example.com>\r\nSubject: =?gbk?B?1K3Kt9DF?=\r\n' + multi(
    "mixed", plain("原文"), part("application/msword; name=b.doc", DOCX), boundary="----=_Inner"
)


@pytest.mark.parametrize(
    "wrapped",
    [
        b"Content-Type: message/rfc822\r\n\r\n" + INNER,
        part("message/rfc822", INNER),
        part(
            'application/octet-stream; name="x.eml"',
            INNER,
            'Content-Disposition: attachment; filename="x.EML"',
        ),
        b"Content-Type: message/rfc822\r\nContent-Disposition: attachment\r\n\r\n"
        + INNER.replace(b"\r\n", b"\n"),
    ],
)
def test_a_letter_in_a_letter_is_read_and_does_not_mix_with_the_outer_one(wrapped: bytes) -> None:
    read = letter(multi("mixed", plain("见转发"), wrapped))
    assert read.text == "见转发"
    assert len(read.attachments) == 1
    inner = read.attachments[0].letter
    assert inner is not None
    assert read.attachments[0].media_type == "message/rfc822"
    assert (inner.sender.name, inner.text) == ("李四", "原文")
    assert [(one.name, one.data) for one in inner.attachments] == [("b.doc", DOCX)]


def test_letters_in_a_digest_need_no_type() -> None:
    read = letter(multi("digest", b"\r\nSubject: one\r\n\r\n1", b"\r\nSubject: two\r\n\r\n2"))
    subjects = [one.letter.subject for one in read.attachments if one.letter]
    assert subjects == ["one", "two"]
    assert read.attachments[0].name == "one.eml"


def test_a_file_called_eml_that_is_none_stays_a_file() -> None:
    read = letter(part("application/octet-stream; name=x.eml", PNG))
    assert read.attachments[0].letter is None
    assert read.attachments[0].data == PNG


def test_reading_twice_gives_the_same_letter() -> None:
    data = multi(
        "mixed", plain("一"), part("image/png", PNG), b"Content-Type: message/rfc822\r\n\r\n" + INNER
    )
    assert letter(data) == letter(data)


NOTE = "电解二厂四月份完成检修十五台次，节约费用三万余元。"


def of_parts(before: bytes, *parts: bytes, behind: bytes = b"") -> Letter:
    inside = b"".join(b"--b\n" + part + b"\n" for part in parts)
    head = b"From: a@example.com\nContent-Type: multipart/mixed; boundary=b\n\n"
    return read_letter(head + before + inside + b"--b--\n" + behind)


def test_words_below_the_stock_line_over_the_parts_are_read_where_there_are_no_others() -> None:
    stock = b"This is a multi-part message in MIME format.\nYour program knows none.\n\n"
    read = of_parts(stock + NOTE.encode() + b"\n", b"Content-Type: image/png\n\nx")
    assert (read.text, read.defects) == (NOTE, ("text-outside-parts",))
    assert of_parts(stock, b"\n" + NOTE.encode()).defects == ()


def test_words_behind_the_last_part_are_read_where_there_are_no_others() -> None:
    read = of_parts(b"", b"Content-Type: image/png\n\nx", behind=NOTE.encode() + b"\n")
    assert (read.text, read.defects) == (NOTE, ("text-outside-parts",))


def test_double_carriage_returns_inside_a_part_are_its_content() -> None:
    [file] = of_parts(b"", b"Content-Type: application/octet-stream\n\nAB\r\r\nCD").attachments
    assert file.data == b"AB\r\r\nCD"


def test_a_raw_name_is_read_in_the_charset_of_the_letters_text() -> None:
    text = b"Content-Type: text/plain; charset=big5\n\n" + "鋁業".encode("big5")
    name = b'Content-Disposition: attachment; filename="' + "通知".encode("big5") + b'.pdf"\n\nx'
    read = of_parts(b"", text, b"Content-Type: application/pdf\n" + name)
    assert read.attachments[0].name == "通知.pdf"


def test_a_character_lost_in_a_name_is_a_defect() -> None:
    word = b"=?utf-8?B?" + base64.b64encode("张三".encode()[:-1]) + b"?="
    assert "charset-replaced" in letter(b"\r\n\r\nx", b"From: " + word + b" <a@example.com>").defects


def test_what_is_lost_in_a_text_that_stands_in_for_the_letters_is_a_defect() -> None:
    named = b"Content-Type: text/plain; charset=utf-8; name=a.txt\n\n" + NOTE.encode()[:-1]
    assert of_parts(b"", named).defects == ("charset-replaced",)
    assert of_parts(b"", b"\n" + NOTE.encode(), named).defects == ()
