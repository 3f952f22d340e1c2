"""The text of headers: encoded words, and what is sent in spite of their rules."""

from __future__ import annotations

import base64

import pytest

from intake.encoded_words import BROKEN_WORD, MAX_ENCODED_WORDS, decode_header, unbase64


def word(text: str, codec: str, label: str) -> bytes:
    return b"=?" + label.encode() + b"?B?" + base64.b64encode(text.encode(codec)) + b"?="


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


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (b"FAMILY\r\n =?utf-8?Q?ge=C3=A4n?=\r\n =?utf-8?Q?dert?= x", "FAMILY geändert x"),
        (b"=?koi8-r?B?9MXIzsnexdPLycU=?=\r\n =?koi8-r?Q?)?=", "Технические)"),
        (b"=?iso-2022-jp?B?GyRCLSEbKEIgGyRCNF0/dDt6JUYlOSVIGyhC?=", "① 丸数字テスト"),
        (b"=?UTF-7?Q?M+APw-ller?=", "Müller"),
        (b"Re: a\r\n \r\n\t=?utf-8?Q?b?=", "Re: a b"),
        (b"=?utf-8?q??=", ""),
        (b"a =?=? b", "a =?=? b"),
        (b"=?utf-8?x?abc?=", "=?utf-8?x?abc?="),
        (b"=?utf-8?Q?a?= (=?utf-8?Q?b?=)", "a (b)"),
        (b"=?utf-8?Q?a?==?utf-8?Q?b?=", "ab"),
        ("报送 =?utf-8?Q?a?=".encode("gbk"), "报送 a"),
    ],
)
def test_words_are_read_in_each_form_that_is_sent(raw: bytes, text: str) -> None:
    assert decode_header(raw).text == text


def test_words_encoded_once_more_as_a_whole_are_read_twice() -> None:
    """Java senders do so; a word in the middle of other words is what its author wrote."""
    once = word("关于报送", "gbk", "gbk")
    assert decode_header(b"=?utf-8?B?" + base64.b64encode(once) + b"?=").text == "关于报送"
    assert decode_header(b"a =?utf-8?B?" + base64.b64encode(once) + b"?=").text == "a " + once.decode()


def test_a_word_that_is_no_sound_base64_is_flagged() -> None:
    assert decode_header(b"=?gbk?B?udjT2rGo?=").defect is None
    assert decode_header(b"=?gbk?B?udjT2g?=").defect == BROKEN_WORD


def test_characters_lost_in_a_word_are_flagged() -> None:
    assert decode_header(b"=?gbk?B?/////w==?= a").defect == "charset-replaced"


def test_lost_characters_come_before_a_broken_word_among_the_defects() -> None:
    assert decode_header(b"\xff\xff\xfe =?gbk?B?udjT2rG?=").defect == "charset-replaced"


def test_bytes_that_say_nothing_are_read_as_the_letter_says() -> None:
    assert decode_header("臺灣".encode("big5"), "big5").text == "臺灣"


def test_as_many_words_as_the_limit_are_read_without_a_defect() -> None:
    read = decode_header(b" x ".join([b"=?utf-8?q?a?="] * MAX_ENCODED_WORDS))
    assert read.defect is None
    assert "=?" not in read.text
