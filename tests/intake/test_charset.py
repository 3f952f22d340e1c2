"""Which charset wins: the bytes, then the label, then a guess, which is flagged when it loses something."""

from __future__ import annotations

import base64

import pytest

from intake.charset import clean, decode
from intake.encoded_words import MAX_ENCODED_WORDS, decode_header, unbase64
from intake.labels import codec_of

NOTICE = "关于报送党群工作简报稿件的通知"


def word(text: str, codec: str, label: str) -> bytes:
    return b"=?" + label.encode() + b"?B?" + base64.b64encode(text.encode(codec)) + b"?="


@pytest.mark.parametrize(
    ("data", "label"),
    [
        (NOTICE.encode("gbk"), "gb2312"),
        (NOTICE.encode("gbk"), None),
        (NOTICE.encode("gbk"), "us-ascii"),
        (NOTICE.encode("gbk"), "x-unknown"),
        (NOTICE.encode("gbk"), "utf-8"),
        (NOTICE.encode("gbk"), "iso-8859-1"),
        (NOTICE.encode(), "gb2312"),
        (NOTICE.encode(), "iso-8859-1"),
        (NOTICE.encode(), None),
        (NOTICE.encode("utf-8-sig"), "gbk"),
        (NOTICE.encode("utf-16"), None),
        (NOTICE.encode("utf-16-le"), "utf-16le"),
        (NOTICE.encode("hz"), None),
        (NOTICE.encode("hz"), "hz-gb-2312"),
        (NOTICE.encode("utf-7"), "utf-7"),
    ],
)
def test_the_text_comes_out_whatever_the_label_says(data: bytes, label: str | None) -> None:
    read = decode(data, label)
    assert (read.text, read.defect) == (NOTICE, None)


def test_gbk_that_happens_to_be_valid_utf8_is_read_as_gbk() -> None:
    assert decode("通知".encode("gbk"), "gb2312").text == "通知"


def test_gb2312_means_gb18030_so_rare_names_survive() -> None:
    assert decode("朱镕基、䶮、㙍".encode("gb18030"), "GB2312").text == "朱镕基、䶮、㙍"


def test_a_western_label_stands_where_the_bytes_are_western() -> None:
    assert decode("déjà vu à Genève".encode("latin-1"), "iso-8859-1").text == "déjà vu à Genève"


def test_big5_is_read_as_labelled_and_keeps_hong_kong_characters() -> None:
    assert decode("臺灣鋁業".encode("big5"), "big5").text == "臺灣鋁業"
    assert decode("邨啲".encode("big5hkscs"), "big5").text == "邨啲"


def test_slightly_damaged_big5_is_not_taken_for_gbk() -> None:
    read = decode("臺灣鋁業股份有限公司工作簡報".encode("big5") * 4 + b"\xff", "big5")
    assert read.text.startswith("臺灣鋁業")
    assert read.defect == "charset-replaced"


def test_utf8_cut_inside_a_character_loses_only_that_character() -> None:
    read = decode(NOTICE.encode()[:-1], "utf-8")
    assert read.text == NOTICE[:-1] + "\ufffd"
    assert read.defect == "charset-replaced"


def test_iso_2022_is_recognised_by_its_escapes() -> None:
    assert decode("報送".encode("iso2022_jp"), None).text == "報送"
    shifted = bytes(byte & 0x7F for byte in "报送".encode("gb2312"))
    assert decode(b"\x1b$)A\x0e" + shifted + b"\x0f ok", "iso-2022-cn").text == "报送 ok"


def test_a_page_may_name_its_own_charset() -> None:
    page = b'<html><meta http-equiv="Content-Type" content="text/html; charset=big5">' + "臺灣鋁業".encode(
        "big5"
    )
    assert decode(page, None, html=True).text.endswith("臺灣鋁業")


def test_bytes_of_no_charset_are_replaced_and_flagged() -> None:
    read = decode(b"\xfd\xff\x80\x81\xff" * 3 + b"abc", "gbk")
    assert "abc" in read.text
    assert read.defect == "charset-replaced"


@pytest.mark.parametrize(
    "label", ["unicode_escape", "undefined", "idna", "rot13", "base64", "\0", "x" * 5000]
)
def test_codecs_that_are_no_charsets_are_refused(label: str) -> None:
    assert codec_of(label) is None
    assert decode(rb"\u4e2d", label).text == rb"\u4e2d".decode()


def test_clean_text_has_newlines_and_tabs_and_no_other_control() -> None:
    assert clean("a\0b\r\nc\rd\te\x1bf\x0bg\ud800\x85h\ufffe") == "ab\nc\nd\tef\ng\ufffd\nh"


# --- headers --------------------------------------------------------------------------------------


def test_an_encoded_word_inside_quotes_is_read() -> None:
    """QQ Mail and Foxmail write their From like this."""
    assert decode_header(b'"=?gb18030?B?1cXI/Q==?=" <1@qq.com>').text == '"张三" <1@qq.com>'


def test_a_character_split_between_two_words_is_joined() -> None:
    data = "党群工作".encode("gb18030")
    words = b" ".join(b"=?GB18030?B?" + base64.b64encode(part) + b"?=" for part in (data[:3], data[3:]))
    assert decode_header(words.replace(b" ", b"\r\n ")).text == "党群工作"


def test_words_of_one_charset_under_two_names_are_joined() -> None:
    data = "党群".encode("gbk")
    raw = b"=?gb2312?B?" + base64.b64encode(data[:3]) + b"?= =?GBK?Q?=" + f"{data[3]:02X}".encode() + b"?="
    assert decode_header(raw).text == "党群"


def test_words_of_two_charsets_stand_without_the_blank_between_them() -> None:
    assert decode_header(word("党", "gbk", "gbk") + b"\r\n\t" + word("群", "utf-8", "utf-8")).text == "党群"


def test_blanks_between_a_word_and_plain_text_stay() -> None:
    assert decode_header(b"Re: " + word("报送", "gbk", "gbk") + b" (2)").text == "Re: 报送 (2)"


def test_a_word_with_the_wrong_label_is_read_by_its_bytes() -> None:
    assert decode_header(word("报送材料", "utf-8", "gb2312")).text == "报送材料"
    assert decode_header(word("报送材料", "gbk", "utf-8")).text == "报送材料"


def test_a_raw_gbk_header_is_read() -> None:
    assert decode_header("关于报送信息的报告".encode("gbk")).text == "关于报送信息的报告"


def test_a_word_folded_in_its_middle_and_one_without_its_end_are_read() -> None:
    whole = base64.b64encode("关于报送".encode("gbk"))
    assert decode_header(b"=?gbk?B?" + whole[:6] + b"\r\n " + whole[6:] + b"?=").text == "关于报送"
    assert decode_header(b"=?gbk?B?" + whole).text == "关于报送"


def test_a_q_word_keeps_its_question_mark_and_reads_underscores_as_blanks() -> None:
    assert decode_header(b"=?utf-8?Q?=E5=90=97?_a?=").text == "吗? a"


def test_a_word_with_a_language_is_read() -> None:
    assert decode_header(b"=?utf-8*zh-CN?Q?=E5=90=97?=").text == "吗"


def test_a_header_is_one_line_even_if_a_word_holds_line_ends() -> None:
    assert decode_header(b"=?utf-8?Q?a=0D=0ABcc:_x=00?=").text == "a Bcc: x"


def test_words_beyond_the_limit_stay_as_written_and_are_flagged() -> None:
    read = decode_header(b" x ".join([b"=?utf-8?q?a?="] * (MAX_ENCODED_WORDS + 1)))
    assert read.defect == "too-many-encoded-words"
    assert read.text.endswith("=?utf-8?q?a?=")
    assert read.text.count("=?") == 1


def test_broken_base64_gives_what_can_be_read() -> None:
    assert unbase64(b"5oql6YCB5") == ("报送".encode(), False)
    assert unbase64(b"5oql6YC") == ("报".encode() + b"\xe9\x80", False)
