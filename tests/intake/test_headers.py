"""Header blocks as they arrive: where they end, which fields they have, and the parameters of a field."""

from __future__ import annotations

import pytest

from intake import headers
from intake.headers import Block, Headers, read_block, read_value


def names(block: Block) -> list[str]:
    return [name for name, _ in block.headers.fields]


# --- where a block ends ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "rest", "defects"),
    [
        (b"From: a\nSubject: b\n\nbody", b"body", ()),
        (b"From: a\r\nSubject: b\r\n\r\nbody", b"body", ()),
        (b"From: a\nSubject: b\n \t \nbody", b" \t \nbody", ()),  # a line of blanks for the empty one
        (b"From: a\nSubject: b\n\r\r\nbody", b"\r\r\nbody", ()),
        (b"From: a\nSubject: b\nbody", b"body", ("header-separator-missing",)),
        (b"From: a\nSubject: b", b"", ()),
        (b"From: a\nSubject: b\n::  From: evil\n\nbody", b"body", ("header-malformed",)),
        (b"From: a\nSubject: b\nX-Invalid Header: oops\n\nbody", b"body", ("header-malformed",)),
        (b"From: a\nSub ject: x\nSubject: b\n\nbody", b"body", ("header-malformed",)),
        (b"From a@b Mon May 10\nFrom: a\nSubject: b\n\nbody", b"body", ()),  # mbox
        (b">From a@b Mon May 10\nFrom: a\nSubject: b\n\nbody", b"body", ()),
        (b">From: x\nFrom: a\nSubject: b\n\nbody", b"body", ("header-malformed",)),
        (b" Line 1\nFrom: a\nSubject: b\n\nbody", b"body", ("header-malformed",)),
        (b" From: a\nSubject: b\n\nbody", b"body", ()),
    ],
)
def test_a_block_ends_where_a_person_sees_its_end(data: bytes, rest: bytes, defects: tuple[str, ...]) -> None:
    block = read_block(data)
    assert (block.headers.raw("from"), block.headers.raw("subject")) == (b"a", b"b")
    assert (data[block.body :], block.defects) == (rest, defects)


def test_a_text_that_begins_without_headers_is_no_junk_above_them() -> None:
    assert read_block(b"Dear all\nSubject: x\nbody").body == 0


def test_a_blank_line_between_two_fields_ends_nothing() -> None:
    block = read_block(b"Subject: b\n \nFrom: a\n\nbody")
    assert names(block) == ["subject", "from"]


def test_headers_below_a_stray_empty_line_are_headers_where_those_above_tell_nothing() -> None:
    data = b"MIME-Version: 1.0\n\n   \n\nContent-Type: text/plain\nSubject: q\nFrom: a\n\nbody\n"
    block = read_block(data)
    assert names(block) == ["mime-version", "content-type", "subject", "from"]
    assert (data[block.body :], block.defects) == (b"body\n", ("header-malformed",))


@pytest.mark.parametrize(
    "data",
    [
        b"X: y\n\nDear: all\nplease note\n",
        b"X: y\n\nSubject: only one\n\nbody",
        b"Content-Type: message/rfc822\n\nSubject: q\nFrom: a\n\nbody",
        b"\n\nSubject: q\nFrom: a\n\nbody",
        b"X: y\n\nno field\n",
    ],
)
def test_words_below_the_empty_line_are_no_headers(data: bytes) -> None:
    assert read_block(data).body == data.index(b"\n\n") + (2 if data[0] != 10 else 1)


def test_a_part_may_not_find_its_headers_below_an_empty_line() -> None:
    data = b"--b\nX: y\n\nSubject: q\nFrom: a\n\nbody"
    assert names(read_block(data, 4)) == ["x"]


def test_the_separator_of_an_mbox_stands_on_top_of_a_letter_only() -> None:
    data = b"--b\nFrom here on it is text\n"
    assert read_block(data, 4).body == 4


# --- fields ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "subject"),
    [
        (b"Subject : b\n", b"b"),
        (b"SUBJECT:b\n", b"b"),
        (b"Subject: b\n c\n\td\n", b"b\n c\n\td"),
        (b"Subject:\n b\n", b"b"),
        (b"Subject: \n b\n", b"b"),
        ("Subject: 关于报送\n党群信息\nFrom: a\n".encode("gbk"), "关于报送党群信息".encode("gbk")),
        (b"Subject: about\nnews\nFrom: a\n", b"about\n news"),
        (b"Subject: about\nall\nnews\nFrom: a\n", b"about\n all\n news"),
        (b"Subject: b\nSubject: c\n", b"b"),
        (b"Subject: \xb1\xa8\xcb\xcd\n", b"\xb1\xa8\xcb\xcd"),
    ],
)
def test_a_field_is_read_with_its_folds_and_without_its_blanks(data: bytes, subject: bytes) -> None:
    assert read_block(data + b"\nbody").headers.raw("subject") == subject


def test_a_broken_line_goes_on_with_a_parameter() -> None:
    for end in (b";", b""):
        block = read_block(b"Content-Type: text/plain" + end + b"\ncharset=gbk\n\nbody")
        assert read_value(block.headers.plain("content-type")).get("charset") == "gbk"
        assert block.defects == ("header-malformed",)


def test_a_line_without_an_address_is_never_made_a_name() -> None:
    block = read_block(b"From: a@x.example\nBadLine-\nSubject: b\n\nbody")
    assert block.headers.raw("from") == b"a@x.example"
    block = read_block(b'From: "San"\n<a@x.example>\nSubject: b\n\nbody')
    assert block.headers.raw("from") == b'"San"\n <a@x.example>'


def test_a_line_before_any_field_belongs_to_none() -> None:
    assert read_block(b"\r\r\nX: y\n\n").headers.fields == (("x", b"y"),)
    assert read_block(b"\tx\nFrom: a\nSubject: b\n\n").headers.fields == (("from", b"a"), ("subject", b"b"))


def test_the_first_value_counts_and_all_can_be_had() -> None:
    block = read_block(b"X: 1\nY: 2\nx: 3\n\n").headers
    assert (block.raw("x"), block.all("x"), block.raw("z"), block.all("z")) == (b"1", (b"1", b"3"), None, ())


def test_the_first_words_of_fields_are_lower_case() -> None:
    fields = Headers((("auto-submitted", b"Auto-Replied; x=y"), ("x", b"A(b)"), ("x", b""), ("x", b"\xff")))
    assert fields.token("auto-submitted") == "auto-replied"
    assert fields.tokens("x") == ["a", "", "\ufffd"]
    assert fields.token("missing") == ""


def test_a_value_is_read_by_the_charset_of_the_letter_where_nothing_else_tells() -> None:
    assert Headers((("subject", "臺灣".encode("big5")),), "big5").text("subject") == "臺灣"


# --- parameters -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "word", "parameters"),
    [
        ("", "", {}),
        ("Text/Plain", "text/plain", {}),
        ("text/plain; charset=GBK", "text/plain", {"charset": "GBK"}),
        ("text/plain charset=gbk", "text/plain", {"charset": "gbk"}),
        ("multipart/mixed, boundary=x", "multipart/mixed", {"boundary": "x"}),
        ("text/plain>", "text/plain", {}),
        ("text\\html", "text/html", {}),
        ("charset=gbk", "", {"charset": "gbk"}),
        ("filename=a=b.doc", "", {"filename": "a=b.doc"}),
        ("application/pdf; name=关于.pdf", "application/pdf", {"name": "关于.pdf"}),
        ("a/b; x", "a/b", {}),
        ("a/b;;; x=1;", "a/b", {"x": "1"}),
        ("a/b; x=1; x=2", "a/b", {"x": "1"}),
        (" a/b ; x=1 ; y = 2 ", "a/b", {"x": "1", "y": "2"}),
        ('a/b; x="1; y=2"; z=3', "a/b", {"x": "1; y=2", "z": "3"}),
        ('a/b; x="\\"1\\\\"', "a/b", {"x": '"1\\'}),
        ('a/b; x="never closed', "a/b", {"x": "never closed"}),
        ('a/b; x="C:\\a.doc"', "a/b", {"x": "C:\\a.doc"}),
        ('a/b; x="关于"十四五"规划"; y=1', "a/b", {"x": '关于"十四五"规划', "y": "1"}),
        ("attachment; filename=a;b,c.docx", "attachment", {"filename": "a;b,c.docx"}),
        ("attachment; filename=a;b.docx; size=3", "attachment", {"filename": "a;b.docx", "size": "3"}),
        ("a/b; *=1; x*y=2", "a/b", {}),
        ("a/b\r\n\t;\r\n x\r\n = \t1", "a/b", {"x": "1"}),
    ],
)
def test_a_value_is_split_as_it_was_meant(text: str, word: str, parameters: dict[str, str]) -> None:
    read = read_value(text)
    assert (read.word, read.parameters) == (word, parameters)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("a; x*=utf-8''%E6%8A%A5", "报"),
        ("a; x*=gbk'zh'%B1%A8", "报"),
        ("a; x*0*=gbk''%B1; x*1*=%A8", "报"),
        ("a; x*1=b; x*0=a", "ab"),
        ("a; x*0*=utf-8''%E6%8A; x*1*=%A5; x*2=.docx", "报.docx"),
        ("a; x*0=a; x*1*=%41", "aA"),
        ("a; x*=no quotes", "no quotes"),
        ("a; x*='b", "'b"),
        ("a; x=plain; x*=utf-8''star", "star"),
        ("a; x*=; x=plain", "plain"),
    ],
)
def test_continued_and_encoded_parameters_are_joined(text: str, name: str) -> None:
    assert read_value(text).get("x") == name


# --- limits ---------------------------------------------------------------------------------------


def test_a_delimiter_ends_a_block_wherever_it_is_looked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(headers, "_SEARCHED", (8, 16, 64))
    data = b"X: y\n" + b"Y: " + b"z" * 20 + b"\n--b\n\nbody"
    block = read_block(data, 0, b"--b".__eq__)
    assert data[block.body :] == b"--b\n\nbody"
    assert read_block(data[:-6] + b"\n\nbody", 0, b"--b".__eq__).body == block.body
