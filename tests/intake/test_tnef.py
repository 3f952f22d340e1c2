"""What is taken out of a winmail.dat, and that none breaks its reader."""

from __future__ import annotations

import random
import struct
from collections.abc import Iterator

import pytest

from intake import tnef as reader
from intake.body import TEXT_TOO_LONG
from intake.rtf import MAX_TOKENS, rtf_to_text, unpacked
from intake.tnef import Tnef, read_tnef
from tests.intake.tnef_builder import (
    LETTER_ID,
    STORAGE_ID,
    attribute,
    binary,
    body,
    code_page,
    file,
    flag,
    letter_properties,
    listed,
    long,
    named,
    narrow,
    numbers,
    object_,
    packed,
    padded,
    sized,
    subject,
    tnef,
    wide,
)

SUBJECT, BODY, RTF, HTML, HTML_CODE_PAGE = 0x37, 0x1000, 0x1009, 0x1013, 0x3FDE
DATA, NAME, METHOD, LONG_NAME, MEDIA_TYPE = 0x3701, 0x3704, 0x3705, 0x3707, 0x370E
GBK = code_page(936)


def names(data: bytes) -> list[str]:
    return [one.name for one in read_tnef(data).files]


def text(*attributes: bytes) -> str:
    return read_tnef(tnef(*attributes)).text


# --- names ----------------------------------------------------------------------------------------


def test_a_name_of_one_chinese_character_is_read_by_the_code_page() -> None:
    assert names(tnef(GBK, file(title="报.doc".encode("gbk"), data=b"x"))) == ["报.doc"]


def test_a_gbk_name_is_recognised_without_a_code_page() -> None:
    assert names(tnef(file(title="安全月总结.doc".encode("gbk"), data=b"x"))) == ["安全月总结.doc"]


def test_the_long_name_goes_before_the_short_one() -> None:
    one = file(wide(LONG_NAME, "五月份工作总结.docx"), title=b"0B6F~1.DOC", data=b"x")
    assert names(tnef(GBK, one)) == ["五月份工作总结.docx"]


def test_a_long_name_in_the_code_page_is_read() -> None:
    one = file(narrow(LONG_NAME, "通知.docx".encode("gbk")), title=b"TONG~1.DOC", data=b"x")
    assert names(tnef(GBK, one)) == ["通知.docx"]


def test_a_name_that_lost_its_characters_gives_way_to_one_that_did_not() -> None:
    one = file(narrow(LONG_NAME, b"????.docx"), wide(NAME, "简报.docx"), title=b"????.docx", data=b"x")
    assert names(tnef(code_page(1252), one)) == ["简报.docx"]


def test_a_name_is_no_path() -> None:
    assert names(tnef(file(title=rb"..\..\etc/a.doc", data=b"x"))) == ["a.doc"]


def test_a_file_without_a_name_gets_one_made_from_its_content() -> None:
    (name,) = names(tnef(file(wide(MEDIA_TYPE, "image/png"), data=b"x")))
    assert name.endswith(".png")
    assert len(name) == 20


# --- files ----------------------------------------------------------------------------------------


def test_files_come_in_their_order_with_their_bytes() -> None:
    read = read_tnef(tnef(file(title=b"a.txt", data=b"one"), file(title=b"b.txt", data=b"two")))
    assert [(one.name, one.data) for one in read.files] == [("a.txt", b"one"), ("b.txt", b"two")]
    assert not read.defects


def test_the_media_type_is_what_the_sender_called_it() -> None:
    data = tnef(file(narrow(MEDIA_TYPE, b"Image/JPEG"), data=b"x"), file(wide(MEDIA_TYPE, "x\ny"), data=b"y"))
    assert [one.media_type for one in read_tnef(data).files] == ["image/jpeg", None]


def test_content_that_is_a_property_is_read() -> None:
    (one,) = read_tnef(tnef(file(binary(DATA, b"content"), title=b"a.bin"))).files
    assert one.data == b"content"


def test_an_empty_file_is_kept() -> None:
    (one,) = read_tnef(tnef(file(title=b"AUTOEXEC.BAT", data=b""))).files
    assert one.data == b""


def test_an_ole_object_is_given_without_the_mark_of_its_interface() -> None:
    one = file(object_(STORAGE_ID, b"\xd0\xcf\x11\xe0"), title=b"Picture", data=b"not this")
    assert [kept.data for kept in read_tnef(tnef(one)).files] == [b"\xd0\xcf\x11\xe0"]


def test_attributes_of_a_file_before_its_beginning_are_not_lost() -> None:
    headless = attribute(2, 0x18010, b"a.txt\0") + attribute(2, 0x6800F, b"one")
    assert names(tnef(headless)) == ["a.txt"]


# --- words ----------------------------------------------------------------------------------------


def test_the_body_is_read_by_the_code_page() -> None:
    assert text(GBK, body("您好\r\n请查收".encode("gbk"))) == "您好\n请查收"


def test_the_body_in_unicode_goes_before_the_one_in_the_code_page() -> None:
    assert text(code_page(1252), body(b"?? abc"), letter_properties(wide(BODY, "张䶮 abc"))) == "张䶮 abc"


def test_words_in_unicode_need_no_zero_to_be_told() -> None:
    assert text(letter_properties(sized(0x1F, BODY, "报送".encode("utf-16-le")))) == "报送"


def test_a_body_of_question_marks_gives_way_to_the_page() -> None:
    page = "<html><body><p>安全生产</p></body></html>".encode()
    data = tnef(body(b"????"), letter_properties(long(HTML_CODE_PAGE, 65001), binary(HTML, page)))
    assert read_tnef(data).text == "安全生产"


def test_a_body_of_question_marks_is_kept_where_there_is_nothing_else() -> None:
    assert text(body(b"????")) == "????"


@pytest.mark.parametrize(
    ("number", "charset"), [(936, "gbk"), (20866, "koi8-r"), (950, "big5"), (28595, "iso8859-5")]
)
def test_the_page_is_read_by_its_own_code_page(number: int, charset: str) -> None:
    words = "Привет" if number in {20866, 28595} else "一二三四"
    page = binary(HTML, f"<p>{words}</p>".encode(charset))
    assert text(code_page(1252), letter_properties(long(HTML_CODE_PAGE, number), page)) == words


def test_the_page_goes_before_the_rtf() -> None:
    both = letter_properties(binary(HTML, b"<p>page</p>"), binary(RTF, packed(rb"{\rtf1 rtf}")))
    assert text(both) == "page"


def test_the_rtf_is_read_where_there_is_nothing_else() -> None:
    rtf = rb"{\rtf1\ansi\ansicpg936\deff0{\fonttbl{\f0\fnil\fcharset134 SimSun;}}\f0\'c4\'fa\'ba\'c3\par}"
    assert text(body(b" \r\n"), letter_properties(binary(RTF, packed(rtf)))) == "您好"


def test_the_subject_is_read_in_either_form() -> None:
    assert read_tnef(tnef(GBK, subject("简报".encode("gbk")))).subject == "简报"
    assert (
        read_tnef(tnef(subject(b"??"), letter_properties(wide(SUBJECT, "简报\r\n二")))).subject == "简报 二"
    )


def test_properties_of_all_shapes_are_passed_over() -> None:
    others = (flag(0x26), numbers(0x1234, 1, 2, 3), named("铝业"), struct.pack("<HH", 1, 0x5555))
    assert text(letter_properties(*others, wide(BODY, "正文"))) == "正文"


# --- letters in a letter --------------------------------------------------------------------------


def forwarded(inner: bytes) -> bytes:
    return file(object_(LETTER_ID, inner), long(METHOD, 5), title=b"fw")


INNER = tnef(subject(b"inner"), body("里面".encode("gbk")), file(title=b"inner.txt", data=b"i"))


def test_a_letter_in_the_letter_is_opened_and_its_files_join_the_others() -> None:
    read = read_tnef(tnef(GBK, body(b"outer"), forwarded(INNER), file(title=b"own.txt", data=b"o")))
    assert [one.name for one in read.files] == ["inner.txt", "own.txt"]
    assert [(one.subject, one.text) for one in read.letters] == [("inner", "里面")]
    assert read.text == "outer"


def test_the_code_page_holds_for_letters_inside() -> None:
    inner = tnef(file(title="报.doc".encode("gbk"), data=b"x"))
    assert names(tnef(GBK, forwarded(inner))) == ["报.doc"]


def test_letters_below_the_limit_are_kept_as_files() -> None:
    data = INNER
    for _ in range(reader.MAX_DEPTH + 1):
        data = tnef(forwarded(data))
    read = read_tnef(data)
    assert [one.name for one in read.files] == ["fw"]
    assert read.files[0].data.startswith(INNER[:4])
    assert reader.TOO_DEEP in read.defects


def test_what_was_wrong_inside_is_said_outside() -> None:
    inner = tnef(file(title=b"a", data=b"x", checksum=7))
    assert read_tnef(tnef(forwarded(inner))).defects == (reader.BAD_CHECKSUM,)


# --- RTF ------------------------------------------------------------------------------------------

FONTS = rb"{\fonttbl{\f0\fnil\fcharset134 SimSun;}{\f1\fswiss\fcharset0 Arial;}{\f2\fnil\fcharset2 Symbol;}}"


def rtf(content: bytes, page: bytes = b"936") -> str:
    return rtf_to_text(rb"{\rtf1\ansi\ansicpg" + page + rb"\deff0" + FONTS + content + b"}")[0]


@pytest.mark.parametrize(
    ("data", "content"),
    [  # the examples of [MS-OXRTFCP], 4.1
        (
            "2d0000002b0000004c5a4675f1c5c7a703000a007263706731323542320af32068656c090020627705b06c647d0a800fa0",
            b"{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n",
        ),
        ("1a0000001c0000004c5a4675e2d44b51410004205758595a0d6e7d010eb0", b"{\\rtf1 WXYZWXYZWXYZWXYZWXYZ}"),
    ],
)
def test_packed_rtf_is_unpacked(data: str, content: bytes) -> None:
    assert unpacked(bytes.fromhex(data)) == content


def test_stored_rtf_is_taken_as_it_is() -> None:
    assert unpacked(struct.pack("<II4sI", 0, 0, b"MELA", 0) + b"{\\rtf1}") == b"{\\rtf1}"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (rb"\f0\'c4\'fa\'ba\'c3\f1 caf\'e9", "您好café"),
        (rb"\f1\'c4\'fa\'ba\'c3", "您好"),  # a Western font is named for Chinese text
        (rb"\f0\'b3\'5c \'b3\\ \'81\{", "砛 砛 亄"),  # the second half may be a sign of RTF
        (rb"\u24352 ?\u-10179?\u-8704?!", "张😀!"),
        (rb"\uc2\u20320\'c4\'e3\u22909\'ba\'c3", "你好"),
        (rb"{\uc0\u20320}\u22909?", "你好"),
        (rb"a\par b\line c\tab d", "a\nb\nc\td"),
        (rb"{\pntext\f2\'b7\tab}a\par{\listtext 1.\tab}b", "• a\n1. b"),
        (rb"\trowd 1\cell 2\cell\row 3", "1\t2\n3"),
        (rb"{\field{\*\fldinst HYPERLINK x}{\fldrslt link}}{\*\unknown no}{\pict 00ff}", "link"),
        (rb"a{\v hidden}b\v c\v0 d", "abd"),
        (rb"\ldblquote a\rdblquote\emdash\~b", "“a”— b"),
        (b"a\\bin5 }{}}{b", "ab"),
        (rb"a}b}c{{{d", "abcd"),
    ],
)
def test_the_words_of_rtf_are_read(content: bytes, words: str) -> None:
    assert rtf(content) == words


def test_accents_in_a_western_letter_are_no_chinese() -> None:
    assert rtf(rb"\f1 caf\'e9 \'e0 \'fcber", b"1252") == "café à über"


def test_the_page_that_an_rtf_was_made_from_is_read() -> None:
    page = (
        rb"\fromhtml1 {\*\htmltag64 <p>}\htmlrtf {\f0 \htmlrtf0 \'c4\'fa\'ba\'c3 a"
        rb"{\*\htmltag84 &lt;}\htmlrtf <\htmlrtf0 b\htmlrtf }\htmlrtf0 {\*\htmltag72 </p>}"
        rb"\htmlrtf\par\htmlrtf0"
        rb"{\*\htmltag64 <ul>}{\*\htmltag64 <li>}\u23433?\'c8\'ab{\*\htmltag72 </ul>}{\*\mhtmltag64 no}"
    )
    assert rtf(page) == "您好 a<b\n• 安全"


def test_rtf_beyond_the_limit_is_a_defect() -> None:
    content = packed(rb"{\rtf1 " + b"{}" * MAX_TOKENS)
    assert TEXT_TOO_LONG in read_tnef(tnef(letter_properties(binary(RTF, content)))).defects


def test_rtf_that_unpacks_to_more_than_the_limit_is_cut() -> None:
    run = b"".join(struct.pack(">H", (206 + n * 17) % 4096 << 4 | 15) for n in range(8 * 40_000))
    blocks = b"".join(b"\xff" + run[at : at + 16] for at in range(0, len(run), 16))
    data = struct.pack("<II4sI", 0, 0, b"LZFu", 0) + blocks
    assert 1_000 < len(unpacked(data, 1_000)) < 1_200
    assert TEXT_TOO_LONG in read_tnef(tnef(letter_properties(binary(RTF, data)))).defects


# --- broken and hostile ---------------------------------------------------------------------------


def test_what_is_no_tnef_is_said_to_be_none() -> None:
    assert read_tnef(b"PK\x03\x04") == Tnef(defects=(reader.NO_TNEF,))


def test_a_wrong_checksum_is_a_defect_and_the_file_is_read() -> None:
    read = read_tnef(tnef(file(title=b"a.txt", data=b"abc", checksum=1)))
    assert [one.data for one in read.files] == [b"abc"]
    assert read.defects == (reader.BAD_CHECKSUM,)


def test_a_file_that_is_cut_off_is_given_as_far_as_it_came() -> None:
    read = read_tnef(tnef(file(title=b"a.txt", data=b"x" * 1000))[:-500])
    assert [len(one.data) for one in read.files] == [502]
    assert reader.BROKEN in read.defects


def test_line_ends_behind_the_last_attribute_are_no_defect() -> None:
    assert not read_tnef(tnef(body(b"a")) + b"\r\n\0").defects


def test_rubbish_behind_the_last_attribute_is_a_defect() -> None:
    read = read_tnef(tnef(body(b"a")) + b"rubbish and more")
    assert (read.text, read.defects) == ("a", (reader.BROKEN,))


@pytest.mark.parametrize(
    "lie",
    [
        struct.pack("<I", 0xFFFFFFFF) + wide(BODY, "正文"),
        listed(wide(BODY, "正文"), struct.pack("<HHII", 0x1F, 0x1001, 1, 0xFFFFFFFF)),
        listed(wide(BODY, "正文"), struct.pack("<HHI", 0x1F, 0x1001, 0xFFFFFFFF)),
        listed(wide(BODY, "正文"), struct.pack("<HHI", 0x1003, 0x1001, 0xFFFFFFFF)),
        listed(wide(BODY, "正文"), struct.pack("<HH", 0x77, 0x1001)),
        listed(wide(BODY, "正文"), struct.pack("<HH16sII", 3, 0x8001, b"", 1, 0xFFFFFFFF)),
    ],
)
def test_what_stands_before_a_lie_is_read(lie: bytes) -> None:
    read = read_tnef(tnef(attribute(1, 0x69003, lie)))
    assert (read.text, read.defects) == ("正文", (reader.BROKEN,))


def test_attributes_beyond_the_limit_are_left() -> None:
    read = read_tnef(tnef(body(b"a"), attribute(1, 0x48008, b"") * 100_000))
    assert (read.text, read.defects) == ("a", (reader.TOO_MUCH,))


def test_properties_beyond_the_limit_are_left() -> None:
    many = listed(*[long(0x1234, 0)] * 100_000)
    assert read_tnef(tnef(attribute(1, 0x69003, many))).defects == (reader.TOO_MUCH,)


def test_values_count_as_properties() -> None:
    many = struct.pack("<HHI", 0x101F, 0x1234, reader.MAX_VALUES) + bytes(4 * reader.MAX_VALUES)
    data = attribute(1, 0x69003, listed(*[many] * 30, wide(BODY, "正文")))
    assert (read_tnef(tnef(data)).text, read_tnef(tnef(data)).defects) == ("", (reader.TOO_MUCH,))
    few = attribute(1, 0x69003, listed(many, *[long(0x1235, 0)] * 100, wide(BODY, "正文")))
    assert read_tnef(tnef(few)).text == "正文"


def test_files_beyond_the_limit_are_left() -> None:
    read = read_tnef(tnef(file(title=b"a", data=b"x") * (reader.MAX_FILES + 1)))
    assert len(read.files) == reader.MAX_FILES
    assert read.defects == (reader.TOO_MUCH,)


def test_letters_share_what_they_may_cost() -> None:
    inner = forwarded(tnef(file(title=b"a", data=b"x") * 100))
    read = read_tnef(tnef(inner * 10))
    assert len(read.files) == reader.MAX_FILES
    assert reader.TOO_MUCH in read.defects


def test_a_body_beyond_the_limit_is_cut() -> None:
    read = read_tnef(tnef(body(b"a" * (reader.MAX_TEXT_BYTES + 1))))
    assert (len(read.text), read.defects) == (reader.MAX_TEXT_BYTES, (TEXT_TOO_LONG,))


SEED = tnef(
    GBK,
    subject("简报".encode("gbk")),
    letter_properties(
        wide(SUBJECT, "简报"),
        named("铝业"),
        numbers(0x1234, 1, 2),
        binary(RTF, packed(rb"{\rtf1\ansi\ansicpg936" + FONTS + rb"\f0\'c4\'fa\u24352 ?{\*\x y}\par}")),
    ),
    file(wide(LONG_NAME, "报.docx"), title=b"B~1.DOC", data=b"content"),
    forwarded(INNER),
)


def mutants(number: int) -> Iterator[bytes]:
    chance = random.Random(20210430)  # noqa: S311 -- the same mutants in every run
    for _ in range(number):
        data = bytearray(SEED)
        for _ in range(chance.randint(1, 6)):
            at, length = chance.randrange(6, len(data)), chance.randrange(30)
            change = chance.choice((b"", b"\xff\xff\xff\xff", chance.randbytes(2), padded(b"ab")))
            data[at : at + chance.choice((0, length, len(change)))] = change
        yield bytes(data)


def test_any_mutant_gives_names_and_valid_text() -> None:
    for data in mutants(1_000):
        read = read_tnef(data)
        words = (read.subject, read.text, *(one.name for one in read.files))
        "".join(words).encode("utf-8")
        assert all(one.name for one in read.files)


def test_a_letter_cut_off_anywhere_gives_what_came_before() -> None:
    whole = read_tnef(SEED)
    for length in range(6, len(SEED)):
        read = read_tnef(SEED[:length])
        assert all(one.name for one in read.files)
        assert all(whole.files[0].data.startswith(one.data) for one in read.files[:1])
