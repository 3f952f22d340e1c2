"""Which charset wins: the bytes, then the label, then a guess, which is flagged when it loses something."""

from __future__ import annotations

import pytest

from intake import charset
from intake.charset import clean, decode

NOTICE = "关于报送党群工作简报稿件的通知"


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


def test_clean_text_has_newlines_and_tabs_and_no_other_control() -> None:
    assert clean("a\0b\r\nc\rd\te\x1bf\x0bg\ud800\x85h\ufffe") == "ab\nc\nd\tef\ng\ufffd\nh"


# --- Western text, which is no Chinese ------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Jöhn Säying", None),
        ("Пример письма", None),
        ("Ελληνικά γράμματα", "us-ascii"),
        ("cafe\u0301 a", None),  # file names of macOS
        ("\xa0user@example.com", None),
        ("© 2019 Science", None),
        ("25 °C", "us-ascii"),
        ("« oui »", None),
        ("£600", None),
        ("it’s – ok", None),
        ("naïve", "iso-8859-1"),
        ("Envoyé", "utf-8"),
    ],
)
def test_utf8_of_one_alphabet_is_no_gbk(text: str, label: str | None) -> None:
    read = decode(text.encode(), label)
    assert (read.text, read.defect) == (text, None)


@pytest.mark.parametrize("text", ["通知", "谢谢", "目前", "为", "图片", "学习", "系统", "员占"])
@pytest.mark.parametrize("label", [None, "gb2312", "us-ascii"])
def test_short_gbk_that_is_valid_utf8_by_chance_is_chinese(text: str, label: str | None) -> None:
    assert decode(text.encode("gbk"), label).text == text


@pytest.mark.parametrize(
    "text", ["Formação Final Verão", "für München grüße", "Café crème", "på Vindbrovägen", "préço médio"]
)
def test_accents_without_a_label_are_western(text: str) -> None:
    read = decode(text.encode("cp1252"))
    assert (read.text, read.charset) == (text, "cp1252")


@pytest.mark.parametrize("text", ["师徒名单更正", "学习安排", "为群众", "学习剪影", "预通知"])
@pytest.mark.parametrize("label", ["utf-8", None])
def test_short_gbk_that_is_no_utf8_is_chinese_whatever_is_said(text: str, label: str | None) -> None:
    read = decode(text.encode("gbk"), label)
    assert (read.text, read.defect) == (text, None)


@pytest.mark.parametrize("text", ["刘昞、郝堃", "请注意“镕喆”", "图片", "系统"])
def test_gbk_under_a_western_label_is_chinese(text: str) -> None:
    assert decode(text.encode("gb18030"), "iso-8859-1").text == text


@pytest.mark.parametrize(
    "text", ["师傅——陈镕", "投稿——学习笔记", "李镕带队", "吴玥、许祎、", "读后感——青年职"]
)
def test_rare_names_and_dashes_without_a_label_are_no_big5(text: str) -> None:
    assert decode(text.encode("gb18030")).text == text


def test_big5_without_a_label_is_told_by_its_frequent_characters() -> None:
    text = "這是一封沒有標籤的中文信件，請各位參考並回覆，謝謝大家的幫忙與支持"
    assert decode(text.encode("cp950")).text == text


@pytest.mark.parametrize(
    ("text", "codec"),
    [("物流", "euc_jp"), ("﨑山", "cp932"), ("품", "euc-kr"), ("лё", "koi8-r"), ("שלום", "iso-8859-8")],
)
def test_a_label_of_another_writing_stands_against_chance_utf8(text: str, codec: str) -> None:
    assert decode(text.encode(codec), codec).text == text


@pytest.mark.parametrize(
    ("text", "codec", "label"),
    [
        ("报送，请查收。", "utf-8", "euc-kr"),
        ("관리자 알림", "utf-8", "big5"),
        ("报送稿件的通知请查收", "utf-8", "koi8-r"),
    ],
)
def test_utf8_of_several_wide_characters_stands_against_any_label(text: str, codec: str, label: str) -> None:
    assert decode(text.encode(codec), label).text == text


# --- damage ---------------------------------------------------------------------------------------


def test_damaged_utf8_of_letters_stays_utf8_under_its_label() -> None:
    data = "Профиль Сообщения Контакты".encode() + b"\xd0 " + "Мы".encode()
    read = decode(data, "utf-8")
    assert read.text.startswith("Профиль Сообщения")
    assert read.defect == "charset-replaced"


def test_accents_under_a_utf8_label_are_no_chinese() -> None:
    assert decode(b"Det h\xe4r \xe4r ett meddelande", "utf-8").text == "Det här är ett meddelande"


def test_what_java_calls_utf8_has_its_emoji() -> None:
    assert decode(b"a \xed\xa0\xbd\xed\xb8\x80", "utf-8").text == "a 😀"
    assert decode(b"\xed\xa0\xbd\xed\xb8\x80 \xed\xa0\xbd\xff", "utf-8").defect == "charset-replaced"


def test_the_reading_that_loses_least_is_taken_where_each_loses() -> None:
    read = decode("镕喆昞".encode("gbk") * 10 + b"\xff\xff ", "shift_jis")
    assert (read.text[:3], read.charset, read.defect) == ("镕喆昞", "gb18030", "charset-replaced")


def test_a_replacement_character_that_was_sent_is_no_loss() -> None:
    assert decode("a\ufffdb".encode()).defect is None


# --- escapes and marks ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "label", "text"),
    [
        (b"\x1b$)C\x0e;gAx\x0f", None, "사진"),
        (b"\x1b$B-!(B".replace(b"(B", b"\x1b(B"), None, "①"),
        (b"\x1b$B\xff", None, "\x1b$B\xff"),
        (b"\x1b$)A\x0e1(KM\x0f ok", "iso-2022-cn", "报送 ok"),
        (b"\x1b$)A\x0e\x7f", "iso-2022-cn", ""),
        (b"~{1(KM~}", "gb2312", "报送"),
        (b"~{1(KM~}", "utf-8", "~{1(KM~}"),
        (b"~{not hz~}", None, "~{not hz~}"),
        (b"a + b", "utf-7", "a + b"),
        (b"+YqWQAQ-", "utf-7", "报送"),
        (b"+YqWQAQ-", None, "+YqWQAQ-"),
        (b"\xff\xfea\0", "gbk", "a"),
        (b"\x84\x31\x95\x33\xb1\xa8", None, "报"),
        (b"\0a\0b", "utf-16-be", "ab"),
        (b"ab", "utf-16", "ab"),
    ],
)
def test_marks_and_escapes_tell_the_charset(data: bytes, label: str | None, text: str) -> None:
    assert decode(data, label).text == clean(text)


def test_so_many_changes_of_alphabet_are_no_text(monkeypatch: pytest.MonkeyPatch) -> None:
    data = b"\x1b$)A" + b"\x0e1(\x0f" * 3
    assert decode(data).text == "报报报"
    monkeypatch.setattr(charset, "_MAX_SHIFTS", 2)
    assert decode(data).text == "$)A1(1(1("


@pytest.mark.parametrize(
    "page",
    [
        '<meta charset="big5">臺灣',
        "<meta http-equiv=Content-Type content='text/html; charset = big5'>臺灣",
        "<?xml version='1.0' encoding='big5'?>臺灣",
    ],
)
def test_a_page_is_read_as_it_says_of_itself(page: str) -> None:
    assert decode(page.encode("big5"), None, html=True).text == page
    assert decode(page.encode("big5"), "big5", html=False).text == page


def test_a_page_that_calls_itself_utf_16_and_is_not_is_read_otherwise() -> None:
    page = "<meta charset='utf-16'>报送"
    assert decode(page.encode("gbk"), None, html=True).text == page


@pytest.mark.parametrize("label", [None, "utf-8", "iso-8859-1", "us-ascii"])
def test_words_whose_bytes_are_letters_of_one_alphabet_are_chinese_where_all_of_it_is_everyday(
    label: str | None,
) -> None:
    assert decode("停暖前".encode("gbk"), label).text == "停暖前"


def test_a_single_accented_letter_is_what_its_label_says() -> None:
    assert decode("é".encode(), "utf-8").text == "é"


def test_three_accented_letters_of_western_europe_are_letters() -> None:
    assert decode("attachment.äöü".encode()).text == "attachment.äöü"


def test_a_replacement_character_that_was_sent_hides_no_loss() -> None:
    text = "电解二厂四月份\ufffd完成检修".encode()
    assert decode(text, "utf-8").defect is None
    assert decode(text[:-1], "utf-8").defect == "charset-replaced"


def test_utf16_with_a_mark_and_an_odd_byte_is_read() -> None:
    assert decode("通知\n".encode("utf-16") + b"\n").text.startswith("通知\n")
