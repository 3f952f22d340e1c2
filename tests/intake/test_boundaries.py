"""Where a multipart is cut: delimiters as senders, gateways and list servers leave them."""

from __future__ import annotations

import pytest

from intake import boundaries, skeleton
from intake.boundaries import Boundaries
from intake.headers import Headers
from intake.mime import read_letter
from intake.model import Letter

HELLO = b"--b\nContent-Type: text/plain\n\nhello\n"
PDF = b"--b\nContent-Type: application/pdf; name=a.pdf\n\n%PDF\n"


def mixed(body: bytes, kind: bytes = b"multipart/mixed; boundary=b") -> Letter:
    return read_letter(b"From: a@example.com\nContent-Type: " + kind + b"\n\n" + body)


def names(letter: Letter) -> list[str]:
    return [one.name for one in letter.attachments]


# --- the declared boundary ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "mark"),
    [
        (b"multipart/mixed; boundary=b", b"b"),
        (b'multipart/mixed, boundary="b"', b"b"),
        (b"multipart/*; boundary=b", b"b"),
        (b"multipart; boundary=b", b"b"),
        (b"MULTIPART/MIXED; BOUNDARY=b", b"b"),
        (b'multipart/mixed; boundary="a b (c) /d?"', b"a b (c) /d?"),
        ("multipart/mixed; boundary=边界".encode("gbk"), "边界".encode("gbk")),
    ],
)
def test_a_boundary_is_read_however_it_is_declared(kind: bytes, mark: bytes) -> None:
    read = mixed(HELLO.replace(b"--b", b"--" + mark) + b"--" + mark + b"--\n", kind)
    assert (read.text, read.defects) == ("hello", ())


def test_a_delimiter_may_end_in_blanks() -> None:
    assert mixed(HELLO.replace(b"--b", b"--b \t") + b"--b-- \n").text == "hello"


def test_a_boundary_cut_in_its_header_is_found_by_its_beginning() -> None:
    read = mixed(b"--b-long\n\nhello\n--b-long--\n")
    assert (read.text, read.defects) == ("hello", ("boundary-guessed",))


def test_a_boundary_that_others_begin_with_is_still_its_own() -> None:
    inner = b"--b\nContent-Type: multipart/mixed; boundary=b1\n\n--b1\n\nhello\n--b1--\n"
    assert mixed(inner + b"--b--\n").text == "hello"


@pytest.mark.parametrize("mark", [b"x1", b"in", b"00000bee68", b"----=_Part_1"])
def test_without_the_declared_boundary_a_line_above_part_headers_is_taken(mark: bytes) -> None:
    read = mixed(
        HELLO.replace(b"--b", b"--" + mark) + b"--" + mark + b"--\n", b"multipart/mixed; boundary=no"
    )
    assert (read.text, read.defects) == ("hello", ("boundary-guessed",))


def test_a_letter_of_which_only_the_last_delimiter_is_left_is_one_text() -> None:
    read = mixed(b"hello\n--b--\n")
    assert (read.text, read.defects) == ("hello\n--b--", ("boundary-missing",))


# --- the last delimiter ---------------------------------------------------------------------------


@pytest.mark.parametrize("last", [b"--b--", b"--b-->", b"--b----", b"--b-- \t", b"--b--junk"])
def test_a_closing_delimiter_may_have_something_behind_it(last: bytes) -> None:
    assert mixed(HELLO + last + b"\n").text == "hello"


def test_a_line_like_a_closing_delimiter_is_none_where_a_better_one_follows() -> None:
    assert mixed(b"--b\n\nhello\n--b--More\nworld\n--b--\n").text == "hello\n--b--More\nworld"


def test_a_closing_delimiter_behind_text_in_its_line_is_seen() -> None:
    assert mixed(b"--b\n\nhello--b--\n").text == "hello"


def test_a_base64_part_whose_delimiter_has_no_line_of_its_own_is_whole() -> None:
    head = b"--b\nContent-Type: application/pdf; name=a.pdf\nContent-Transfer-Encoding: base64\n\n"
    assert mixed(head + b"JVBERi0xLjQK\nJVBERi0x--b--\n").attachments[0].data == b"%PDF-1.4\n%PDF-1"


def test_what_follows_such_a_delimiter_is_told_of() -> None:
    read = mixed(b"--b\n\nhello--b--\nbehind\n")
    assert (read.text, read.defects) == ("hello", ("text-outside-parts",))


def test_an_inner_multipart_may_close_behind_text_as_well() -> None:
    inner = b"--b\nContent-Type: multipart/mixed; boundary=in\n\n--in\n\nhello--in--\n"
    read = mixed(inner + PDF + b"--b--\n")
    assert (read.text, names(read), read.defects) == ("hello", ["a.pdf"], ())


def test_a_closing_delimiter_far_above_the_end_is_text() -> None:
    text = b"hello--b--" + b"\n" + b"word " * 1_000
    assert mixed(b"--b\n\n" + text).text == text.decode()


def test_a_closing_delimiter_with_parts_behind_it_closes_nothing() -> None:
    read = mixed(HELLO + b"--b--\n\n--b\n\nworld\n--b--\n")
    assert (read.text.split(), read.defects) == (["hello", "world"], ("boundary-closed-early",))


def test_a_closing_delimiter_above_part_headers_opens() -> None:
    read = mixed(HELLO + PDF.replace(b"--b", b"--b--") + b"--b--\n")
    assert (read.text, names(read), read.defects) == ("hello", ["a.pdf"], ("boundary-closed-early",))


def test_a_closing_delimiter_above_the_first_part_opens() -> None:
    inner = b"--b\nContent-Type: multipart/mixed; boundary=in\n\n--in--\nwords\n" + HELLO + b"--in\n\nmore\n"
    assert mixed(inner + b"--b--\n").text.split() == ["words", "hello", "more"]


def test_of_many_lines_like_a_closing_delimiter_the_first_closes() -> None:
    read = mixed(HELLO + b"--b--x\n" * 12)
    assert (read.text, read.defects) == ("hello", ("text-outside-parts",))


def test_of_many_boundaries_that_begin_as_declared_the_first_is_taken() -> None:
    read = mixed(b"".join(b"--b%d\n\nw%d\n" % (n, n) for n in range(1, 13)))
    assert read.text.startswith("w1\n--b2\n")
    assert read.defects[0] == "boundary-guessed"


def test_a_boundary_of_nothing_is_none() -> None:
    read = mixed(b"----\n\nhello\n", b"multipart/mixed; boundary=-")
    assert (read.text, read.defects) == ("----\n\nhello", ("boundary-missing",))


# --- several boundaries ---------------------------------------------------------------------------


def test_two_multiparts_side_by_side_may_have_one_boundary() -> None:
    inner = b"--b\nContent-Type: multipart/mixed; boundary=in\n\n--in\n\none\n--in\n\ntwo\n--in--\n"
    assert mixed(inner + inner.replace(b"one", b"three") + b"--b--\n").text.split() == [
        *("one", "two"),
        *("three", "two"),
    ]
    assert mixed(inner + inner + b"--b--\n").defects == ()


def test_a_multipart_with_the_boundary_of_that_around_it_leaves_its_parts_to_that() -> None:
    inner = b"--b\nContent-Type: multipart/mixed; boundary=b\n\n"
    read = mixed(inner + HELLO + PDF + b"--b--\n")
    assert (read.text, names(read)) == ("hello", ["a.pdf"])


def test_the_outer_delimiter_ends_what_is_open_inside() -> None:
    inner = b"--b\nContent-Type: multipart/mixed; boundary=in\n\n--in\n\nhello\n"
    read = mixed(inner + PDF + b"--b--\n")
    assert (read.text, names(read)) == ("hello", ["a.pdf"])


def test_a_part_of_a_multipart_that_has_ended_is_not_hidden_in_another_file() -> None:
    inner = b"--b\nContent-Type: multipart/mixed; boundary=in\n\n--in\n\nhello\n"
    stray = PDF.replace(b"--b", b"--in").replace(b"a.pdf", b"stray.pdf")
    read = mixed(inner + PDF + stray + b"--in--\nend\n--b--\n")
    assert [(one.name, one.data) for one in read.attachments] == [("a.pdf", b"%PDF"), ("stray.pdf", b"%PDF")]
    assert read.text.split() == ["hello", "end"]


def test_a_part_behind_the_end_of_the_letter_is_a_part() -> None:
    inner = b"--b\nContent-Type: multipart/mixed; boundary=in\n\n--in\n\nhello\n"
    stray = PDF.replace(b"--b", b"--in")
    read = mixed(inner + b"--b--\nbetween\n" + stray + b"--b--\n")
    assert (read.text.split(), names(read)) == (["hello", "between"], ["a.pdf"])
    assert "boundary-closed-early" in read.defects


def test_a_closing_delimiter_behind_the_end_of_the_letter_opens_nothing() -> None:
    inner = b"--b\nContent-Type: multipart/mixed; boundary=in\n\n--in\n\nhello\n"
    read = mixed(inner + b"--b--\n--in--\n")
    assert (read.text, read.attachments) == ("hello", ())


def test_a_delimiter_in_a_header_block_ends_it() -> None:
    read = mixed(b"--b\nContent-Type: text/plain\nX: y\n" + HELLO + b"--b--\n")
    assert (read.text, read.attachments) == ("hello", ())


def test_a_closing_delimiter_in_a_header_block_ends_it_too() -> None:
    read = mixed(HELLO + b"--b\nContent-Type: text/plain\nX: y\n--b-- \nbehind\n")
    assert (read.text, read.defects) == ("hello", ("text-outside-parts",))


def test_a_line_of_dashes_in_a_header_block_ends_nothing() -> None:
    read = mixed(b"--b\nContent-Type: text/plain\n--x--\nContent-ID: y\n\nhello\n--b--\n")
    assert (read.text, read.defects) == ("hello", ("header-malformed",))


def test_a_line_like_a_closing_delimiter_in_a_header_block_ends_nothing() -> None:
    read = mixed(b"--b\nContent-Type: text/plain\n--b-->\nContent-ID: y\n\nhello\n")
    assert (read.text, read.defects[0]) == ("hello", "header-malformed")


def test_a_delimiter_among_the_letters_own_headers_is_not_their_end_without_a_boundary() -> None:
    read = read_letter(b"From: a@example.com\n--b\nSubject: s\n\nhello\n")
    assert (read.subject, read.text) == ("s", "hello")


# --- limits ---------------------------------------------------------------------------------------


def test_only_so_many_lines_of_dashes_are_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(boundaries, "MAX_DASHES", 3)
    body = b"--b\n\none\n--x\n%s--b\n\ntwo\n--b--\n"
    assert mixed(body % b"").text == "one\n--x\n\ntwo"
    assert mixed(body % b"--y\n").text == "one\n--x\n--y\n--b\n\ntwo"


def test_the_cutter_gives_up_after_as_many_delimiters_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(skeleton, "MAX_DASHES", 2)
    read = mixed(b"--b\n\none\n--b\n\ntwo\n--b--\n")
    assert read.defects[0] == "too-many-parts"
    assert read.text.startswith("one\n\ntwo")


def test_a_line_too_long_for_a_delimiter_is_none() -> None:
    long = b"b" + b"-" * 500
    assert mixed(b"--b\n\nhello\n--" + long + b"\n--b--\n").text == "hello\n--" + long.decode()


def test_without_a_boundary_there_are_no_delimiters() -> None:
    assert list(Boundaries(b"--b\n--b--\n").lines(0)) == []
    assert skeleton.cut(b"\n--b\n", Headers(), 0).sections[0].end == 5
