"""The content of a part: transfer encodings as they arrive, and the text in it."""

from __future__ import annotations

import base64
import binascii

import pytest

from intake import body
from intake.body import encoding_of, read_text, take_uuencoded, undo_transfer
from intake.headers import read_value
from intake.mime import read_letter

TEXT = "电解二厂四月份完成检修十五台次，节约费用三万余元，受到职工代表好评，厂部给予通报表扬。".encode()


def uu(data: bytes, name: bytes = b"a.bin") -> bytes:
    lines = (binascii.b2a_uu(data[at : at + 45]) for at in range(0, len(data), 45))
    return b"begin 644 " + name + b"\n" + b"".join(lines) + b"`\nend\n"


# --- base64 ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "content", "defect"),
    [
        (b"", b"", None),
        (b"\n\n \n", b"", None),
        (b"dmk=", b"vi", None),
        (b"XXX", b"]u", "base64-broken"),
        (b"YWJj\r\nZGVm", b"abcdef", None),
        (b"YWJj ZGVm", b"abcdef", None),
        (b"YWI=\nYWI=\n", b"abab", None),  # encoded one by one
        (b"YWI=\nYQ==\nYWJj\n", b"abaabc", None),
        (b"YWJjZ\n", b"abc", "base64-broken"),  # a letter too many
        (b"YWI\n", b"ab", "base64-broken"),
        (b"YWI\nYWI=\n", b"ab\x18X", "base64-broken"),
        (b"PGh0*bWw+Cg==", b"<html>\n", "base64-broken"),  # one foreign character
        (b"dmk= ignored", b"vi", "base64-broken"),
        (b"dmk=\n-- \nsent by the list server to you\n", b"vi", "base64-broken"),
        (b"dmk=\n***** ===> cut *****\n", b"vi", "base64-broken"),
        (b"QUJD\xff\r\n", b"ABC", "base64-broken"),
        (b"This is no base64 at all.", b"This is no base64 at all.", "base64-not-encoded"),
        ("党群工作".encode(), "党群工作".encode(), "base64-not-encoded"),
    ],
)
def test_base64_is_read_as_far_as_it_goes(data: bytes, content: bytes, defect: str | None) -> None:
    assert undo_transfer(data, "base64") == (content, defect)


def test_foreign_characters_in_a_full_line_cost_only_themselves() -> None:
    whole = base64.b64encode(TEXT)
    damaged = whole[:30] + b"  \xd0\x9f\xd1\x80" + whole[30:]
    assert undo_transfer(damaged, "base64") == (TEXT, "base64-broken")


def test_a_line_of_words_between_two_of_base64_is_left_out() -> None:
    whole = base64.b64encode(TEXT)
    damaged = whole[:60] + b"\nthis is a line of words, not more\n" + whole[60:]
    assert undo_transfer(damaged, "base64") == (TEXT, "base64-broken")


# --- quoted-printable -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "content"),
    [
        (b"caf=C3=A9", "café".encode()),
        (b"a=\r\nb", b"ab"),
        (b"a= \t\r\nb", b"ab"),
        (b"a=\t\nb= c", b"ab= c"),
        (b"a=e5=A5=bd", "a好".encode()),
        (b"a=ZZ=", b"a=ZZ="),
        (b"= " * 3, b"= = = "),
    ],
)
def test_quoted_printable_is_read_with_what_gateways_add(data: bytes, content: bytes) -> None:
    assert undo_transfer(data, "quoted-printable")[0].rstrip(b"=") == content.rstrip(b"=")


def test_quoted_printable_is_the_same_in_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    data = b"a=41= \r\nb=42=\r\nc=43 =  \nd" * 20
    whole = undo_transfer(data, "quoted-printable")
    for size in range(1, 30):
        monkeypatch.setattr(body, "_WINDOW", size)
        assert undo_transfer(data, "quoted-printable") == whole


# --- which encoding -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("tokens", "encoding"),
    [
        ([], ""),
        (["7bit", "quoted-printable"], "quoted-printable"),
        (["base64", "7bit"], "base64"),
        (['"base64"'], "base64"),
        (["x-unknown"], "x-unknown"),
        (["", "b"], "b"),
    ],
)
def test_of_several_encodings_the_one_that_does_something_counts(tokens: list[str], encoding: str) -> None:
    assert encoding_of(tokens) == encoding


def test_an_encoding_nobody_knows_leaves_the_bytes() -> None:
    assert undo_transfer(b"caf=C3=A9", "base9000") == (b"caf=C3=A9", None)


def test_a_second_field_that_names_the_encoding_counts() -> None:
    head = b"Content-Transfer-Encoding: 7bit\nContent-Transfer-Encoding: quoted-printable\n\n"
    assert read_letter(head + b"caf=C3=A9 =\nx").text == "café x"


# --- uuencode -------------------------------------------------------------------------------------


def test_a_file_written_into_a_text_is_taken_out() -> None:
    kept, files, defects = take_uuencoded(b"above\n" + uu(TEXT) + b"below\n")
    assert (kept, files, defects) == (b"above\nbelow\n", ((b"a.bin", TEXT),), ())


def test_a_file_without_a_name_gets_one_made_of_its_content() -> None:
    [file] = read_letter(b"Subject: s\n\n" + uu(TEXT, b"")).attachments
    assert (file.data, file.name.endswith(".bin")) == (TEXT, True)


def test_several_files_are_taken_out_in_order() -> None:
    kept, files, _ = take_uuencoded(uu(TEXT, b"a") + b"between\n" + uu(b"x", b"b") + b"end of all\n")
    assert ([name for name, _ in files], kept) == ([b"a", b"b"], b"between\nend of all\n")


def test_a_file_that_is_cut_off_is_taken_out_and_told_of() -> None:
    cut = uu(TEXT).split(b"`")[0]
    assert take_uuencoded(b"above\n" + cut) == (b"above\n", ((b"a.bin", TEXT),), ("uuencode-cut-off",))
    assert take_uuencoded(cut + b"\nWords below it.\n")[0] == b"\nWords below it.\n"


def test_a_file_that_is_cut_off_does_not_swallow_the_next() -> None:
    cut = uu(TEXT).split(b"`")[0]
    kept, files, _ = take_uuencoded(cut + b"\nwords between\n" + uu(b"x", b"b"))
    assert (kept, files) == (b"\nwords between\n", ((b"a.bin", TEXT), (b"b", b"x")))


def test_words_inside_a_file_stay_in_the_text() -> None:
    lines = uu(TEXT * 3).split(b"\n")
    kept, files, defects = take_uuencoded(b"\n".join([*lines[:2], b"what is this doing here?", *lines[2:]]))
    assert (kept, files, defects) == (
        b"what is this doing here?\n",
        ((b"a.bin", TEXT * 3),),
        ("uuencode-cut-off",),
    )


def test_empty_lines_in_a_file_are_nothing() -> None:
    lines = uu(TEXT).split(b"\n")
    assert take_uuencoded(b"\n".join([*lines[:2], b"", b" ", *lines[2:]]))[1] == ((b"a.bin", TEXT),)


def test_a_line_with_a_letter_too_many_is_read() -> None:
    assert take_uuencoded(uu(b"Cat").replace(b"#0V%T", b"#0V%TX"))[1] == ((b"a.bin", b"Cat"),)


def test_a_sentence_that_begins_like_a_file_stays() -> None:
    text = b"begin 644 people came\nand all of them stayed\nend\n"
    assert take_uuencoded(text) == (text, (), ())
    assert take_uuencoded(b"begin 644 x\nA\nno end") == (b"begin 644 x\nA\nno end", (), ())


def test_xxencode_is_not_taken_for_uuencode() -> None:
    text = b"begin 644 t.txt\nhJ4VdQm-dQm-V65FZQrEUNaZgNG-aPr6UOKlgRLBoQa3oOKtb65FcNG-qML7d\n+\nend\n"
    assert take_uuencoded(text) == (text, (), ())


def test_a_part_may_be_a_file_in_uuencode() -> None:
    assert undo_transfer(b"words\n" + uu(TEXT), "x-uuencode") == (TEXT, None)
    assert undo_transfer(uu(TEXT).split(b"`")[0], "x-uue") == (TEXT, "uuencode-cut-off")


def test_lines_of_blanks_cut_off_on_the_way_are_zeros_but_not_without_end() -> None:
    assert undo_transfer(b"M\nM" + b"8" * 60 + b"\nend\n", "uuencode")[0].startswith(bytes(45))
    content, defect = undo_transfer(b"M\n" * 40 + b"end\n", "uuencode")
    assert (content, defect) == (bytes(len(content)), "uuencode-cut-off")
    assert 0 < len(content) <= body.MAX_GROWTH * 80


# --- text -----------------------------------------------------------------------------------------


def text_of(kind: str, data: bytes) -> str:
    return read_text(data, read_value(kind))[0]


@pytest.mark.parametrize(
    ("kind", "data", "text"),
    [
        ("text/plain", b"<p>a &amp; b</p>", "<p>a &amp; b</p>"),
        ("text/plain", b" <!DOCTYPE html><p>a", "a"),
        ("text/plain", b"<html><p>a &amp; b</p>", "a & b"),
        ("text/html", b"<p>a &amp; b</p>", "a & b"),
        ("text/html", b"no tags, 1 < 2\nat all", "no tags, 1 < 2\nat all"),
        ("text/html", b"a&nbsp;b\nc", "a b c"),
        ("text/html", b"5 &#8364;", "5 €"),
        ("text/enriched", b"<bold>a</bold>", "a"),
        ("", b"\n\na\n\n", "a"),
    ],
)
def test_a_page_is_told_by_what_it_is(kind: str, data: bytes, text: str) -> None:
    assert text_of(kind, data) == text


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"one \ntwo\nthree", "one two\nthree"),
        (b"> one \n> two\nthree", "> one two\nthree"),
        (b"> one \n>> two", "> one\n>> two"),
        (b"one \n-- \nname", "one\n--\nname"),
        (b"-- \nname \nplace", "--\nname place"),
        (b" stuffed", "stuffed"),
        (b"one \n\ntwo", "one\ntwo"),
        (b"last ", "last"),
        (b"", ""),
    ],
)
def test_flowed_lines_are_joined(data: bytes, text: str) -> None:
    assert text_of("text/plain; format=flowed", data) == text


def test_the_blank_that_joins_may_be_none_of_the_text() -> None:
    assert text_of("text/plain; format=Flowed; delsp=YES", "第一 \n段".encode()) == "第一段"


@pytest.mark.parametrize("first", ["Hi", "2021", "ABC", "Dear Editor"])
def test_plain_text_with_a_short_latin_line_on_top_is_no_base64(first: str) -> None:
    text = f"{first}\n\n电解二厂四月份完成检修十五台次，节约费用三万余元。\n".encode()
    assert undo_transfer(text, "base64") == (text, "base64-not-encoded")


def test_base64_below_a_line_of_a_gateway_is_read() -> None:
    data = bytes(range(256)) * 4
    assert undo_transfer(b"[Checked by the gateway]\n" + base64.encodebytes(data), "base64")[0] == data
