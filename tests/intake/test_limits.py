"""Each limit of the reader: what stands at it is read, one more is told of, and nothing before it is lost."""

from __future__ import annotations

import base64
import binascii

import pytest

from intake import authentication, body, encoded_words, envelope, headers, mime, skeleton
from intake.filenames import MAX_NAME
from intake.headers import read_block
from intake.mime import read_letter
from intake.model import Authentication, Letter

FROM = b"From: a@example.com\r\n"


def flat(letter: Letter) -> list[Letter]:
    """The letter and those in it."""
    return [letter, *(one for file in letter.attachments if file.letter for one in flat(file.letter))]


def defects(letter: Letter) -> set[str]:
    return {defect for one in flat(letter) for defect in one.defects}


# --- headers --------------------------------------------------------------------------------------


def block_of(size: int) -> bytes:
    """A header block of that many bytes, in lines below the limit of one."""
    head = FROM + b"Subject: s\r\n"
    many, rest = divmod(size - len(head), 10_000)
    lines = [b"X: " + b"y" * 9_995 + b"\r\n"] * (many - 1) + [b"X: " + b"y" * (9_995 + rest) + b"\r\n"]
    return head + b"".join(lines)


def test_a_header_block_of_the_limit_is_read_whole() -> None:
    data = block_of(headers.MAX_BLOCK)
    assert len(data) == headers.MAX_BLOCK
    block = read_block(data + b"\r\nbody")
    assert (block.defects, len(block.headers.fields)) == ((), headers.MAX_BLOCK // 10_000 + 2)


def test_a_longer_header_block_is_cut_and_the_body_behind_it_is_read() -> None:
    read = read_letter(block_of(headers.MAX_BLOCK + 1) + b"\r\nbody")
    assert (read.subject, read.text) == ("s", "body")
    assert "header-block-too-long" in read.defects


def test_a_header_block_without_end_is_cut() -> None:
    read = read_letter(FROM + b"Subject: s\r\n" + (b"X: " + b"y" * 70 + b"\r\n") * 30_000)
    assert read.subject == "s"
    assert "header-block-too-long" in read.defects


def field_of(size: int) -> bytes:
    return b"Subject: " + b"y" * (size - 1_000) + b"\r\n " + b"y" * 998 + b"\r\n" + FROM + b"\r\nbody"


def test_folds_behind_the_limit_of_a_field_are_left_out() -> None:
    folded = b"Subject: " + b"y" * headers.MAX_FIELD + b"\r\n z" * 3 + b"\r\n" + FROM + b"\r\nbody"
    assert read_letter(folded).subject == "y" * headers.MAX_FIELD


def test_a_field_of_the_limit_is_read_whole() -> None:
    read = read_letter(field_of(headers.MAX_FIELD))
    assert (len(read.subject), read.defects) == (headers.MAX_FIELD - 1, ())  # the fold became a blank


def test_a_longer_field_is_cut_and_those_behind_it_are_read() -> None:
    read = read_letter(field_of(headers.MAX_FIELD + 1))
    assert len(read.subject) == headers.MAX_FIELD - 1
    assert (read.sender.address, read.text, read.defects) == ("a@example.com", "body", ("header-too-long",))


def lines_of(number: int) -> bytes:
    return FROM + b"X: y\r\n" * (number - 2) + b"Subject: s\r\n"


def test_so_many_header_lines_are_read() -> None:
    read = read_letter(lines_of(headers.MAX_LINES) + b"\r\nbody")
    assert (read.subject, read.text, read.defects) == ("s", "body", ())


def test_further_header_lines_are_not_and_the_body_is() -> None:
    read = read_letter(lines_of(headers.MAX_LINES + 1) + b"\r\nbody")
    assert (read.subject, read.sender.address, read.text) == ("", "a@example.com", "body")
    assert read.defects == ("too-many-header-lines",)


def part_of(lines: int) -> bytes:
    head = b"X: y\r\n" * (lines - 1) + b"Content-Type: application/pdf; name=a.pdf\r\n"
    return (
        FROM + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n" + head + b"\r\n%PDF\r\n--b--\r\n"
    )


def test_a_part_has_fewer_header_lines_and_the_same_rule() -> None:
    read = read_letter(part_of(headers.MAX_PART_LINES))
    assert ([one.name for one in read.attachments], defects(read)) == (["a.pdf"], {"no-text"})
    read = read_letter(part_of(headers.MAX_PART_LINES + 1))
    assert (read.text, defects(read)) == ("%PDF", {"too-many-header-lines"})


def words_of(number: int) -> Letter:
    return read_letter(FROM + b"Subject: " + b" ".join([b"=?utf-8?q?a?="] * number) + b"\r\n\r\nbody")


def test_so_many_encoded_words_are_read() -> None:
    read = words_of(encoded_words.MAX_ENCODED_WORDS)
    assert (read.subject, read.defects) == ("a" * encoded_words.MAX_ENCODED_WORDS, ())


def test_a_further_encoded_word_stays_as_written() -> None:
    read = words_of(encoded_words.MAX_ENCODED_WORDS + 1)
    assert read.subject == "a" * encoded_words.MAX_ENCODED_WORDS + " =?utf-8?q?a?="
    assert read.defects == ("too-many-encoded-words",)


def test_so_many_references_are_kept_the_first_of_them() -> None:
    for number in (envelope.MAX_REFERENCES, envelope.MAX_REFERENCES + 1):
        ids = [f"<{n}@x>" for n in range(number)]
        read = read_letter(FROM + b"References: " + " ".join(ids).encode() + b"\r\n\r\nbody")
        assert list(read.references) == ids[: envelope.MAX_REFERENCES]


def test_so_many_statements_of_the_trusted_server_are_read() -> None:
    for others, verdict in (
        (authentication.MAX_STATEMENTS - 1, Authentication.PASS),
        (authentication.MAX_STATEMENTS, Authentication.NONE),
    ):
        field = b"Authentication-Results: mx" + b"; spf=none" * others + b"; dmarc=pass\r\n"
        assert read_letter(field + FROM, trusted_authserv="mx").authentication is verdict


def test_a_name_without_an_extension_is_cut() -> None:
    for name in (b"a" * 300, b"a." + b"b" * 300):
        [file] = read_letter(FROM + b"Content-Type: image/png; name=" + name + b"\r\n\r\nPNG").attachments
        assert file.name == name[:MAX_NAME].decode()


def test_a_name_is_cut_and_keeps_its_extension() -> None:
    for length in (MAX_NAME, MAX_NAME + 1):
        name = b"a" * (length - 4) + b".pdf"
        [file] = read_letter(
            FROM + b"Content-Type: application/pdf; name=" + name + b"\r\n\r\n%PDF"
        ).attachments
        assert (len(file.name), file.name[-4:]) == (MAX_NAME, ".pdf")


# --- structure ------------------------------------------------------------------------------------


def parts(number: int, boundary: bytes = b"b") -> bytes:
    """A letter of that many sections: the multipart itself, its parts, and what follows them."""
    mark = b"--" + boundary
    files = (
        mark + b"\r\nContent-Type: application/pdf; name=%d.pdf\r\n\r\nx\r\n" % n for n in range(number - 2)
    )
    head = FROM + b"Content-Type: multipart/mixed; boundary=" + boundary + b"\r\n\r\n"
    return head + b"".join(files) + mark + b"--\r\n"


def test_so_many_parts_are_read() -> None:
    read = read_letter(parts(skeleton.MAX_PARTS))
    assert (len(read.attachments), read.defects) == (skeleton.MAX_PARTS - 2, ("no-text",))


def test_further_parts_stay_inside_the_last() -> None:
    read = read_letter(parts(skeleton.MAX_PARTS + 5))
    assert len(read.attachments) == skeleton.MAX_PARTS - 1
    assert [one.data for one in read.attachments[:-1]] == [b"x"] * (skeleton.MAX_PARTS - 2)
    assert read.attachments[-1].data.count(b"--b\r\n") == 4
    assert "too-many-parts" in read.defects


def multiparts(number: int) -> bytes:
    """A multipart of that many with itself, side by side."""
    inner = (
        b"--b\r\nContent-Type: multipart/mixed; boundary=i%d\r\n\r\n--i%d\r\n\r\nw%d\r\n--i%d--\r\n"
        % (n, n, n, n)
        for n in range(number - 1)
    )
    return FROM + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n" + b"".join(inner) + b"--b--\r\n"


def test_so_many_multiparts_are_read() -> None:
    read = read_letter(multiparts(skeleton.MAX_CONTAINERS))
    assert read.text.split() == [f"w{n}" for n in range(skeleton.MAX_CONTAINERS - 1)]
    assert read.defects == ()


def test_a_further_multipart_is_text() -> None:
    read = read_letter(multiparts(skeleton.MAX_CONTAINERS + 1))
    assert f"\nw{skeleton.MAX_CONTAINERS - 1}\n" in read.text
    assert read.text.startswith("w0\n\nw1\n")
    assert read.defects == ("too-many-parts",)


def nested(number: int) -> bytes:
    opening = (
        b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n\r\nw%d\r\n--b%d\r\n" % (n, n, n, n)
        for n in range(number)
    )
    closing = (b"--b%d--\r\n" % n for n in reversed(range(number)))
    return FROM + b"".join(opening) + b"\r\nlast\r\n" + b"".join(closing)


def test_multiparts_in_one_another_are_read_down_to_the_limit() -> None:
    read = read_letter(nested(mime.MAX_DEPTH))
    assert read.text.split() == [*(f"w{n}" for n in range(mime.MAX_DEPTH)), "last"]
    assert read.defects == ()


def test_a_deeper_one_is_kept_as_a_file() -> None:
    read = read_letter(nested(mime.MAX_DEPTH + 1))
    assert read.text.split() == [f"w{n}" for n in range(mime.MAX_DEPTH)]
    assert b"\r\nlast" in read.attachments[0].data
    assert read.defects == ("too-deep",)


def wrapped(number: int) -> bytes:
    return (FROM + b"Content-Type: message/rfc822\r\n\r\n") * number + FROM + b"\r\nhello"


def test_letters_in_one_another_are_opened_down_to_the_limit() -> None:
    read = flat(read_letter(wrapped(mime.MAX_LETTERS)))
    assert (len(read), read[-1].text) == (mime.MAX_LETTERS + 1, "hello")
    assert "too-deep" not in defects(read[0])


def test_a_letter_below_them_is_kept_as_a_file() -> None:
    read = flat(read_letter(wrapped(mime.MAX_LETTERS + 1)))
    assert len(read) == mime.MAX_LETTERS + 1
    assert read[-1].attachments[0].data == FROM + b"\r\nhello"
    assert "too-deep" in read[-1].defects


def letters(number: int, each: int) -> bytes:
    inner = b"--o\r\nContent-Type: message/rfc822\r\n\r\n" + parts(each)
    return FROM + b"Content-Type: multipart/mixed; boundary=o\r\n\r\n" + inner * number + b"--o--\r\n"


def test_letters_in_a_letter_share_one_budget_of_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    own = 4 + 2  # four letters as parts, the multipart itself and what follows it
    monkeypatch.setattr(mime, "MAX_PARTS_INSIDE", own + 4 * 10)
    monkeypatch.setattr(mime.Budget, "__init__", lambda self: setattr(self, "parts", mime.MAX_PARTS_INSIDE))
    read = read_letter(letters(4, 10))
    assert [len(one.attachments) for one in flat(read)] == [4, 8, 8, 8, 8]
    assert "too-many-parts" not in defects(read)
    monkeypatch.setattr(mime, "MAX_PARTS_INSIDE", own + 4 * 10 - 1)
    read = read_letter(letters(4, 10))
    assert [len(one.attachments) for one in flat(read)] == [4, 8, 8, 8, 8]
    assert "too-many-parts" in defects(read)
    read = read_letter(letters(4, 13))
    assert [len(one.attachments) for one in flat(read)][:4] == [4, 11, 11, 11]
    assert read.attachments[3].data == parts(13).removesuffix(b"\r\n")


# --- text -----------------------------------------------------------------------------------------


def test_so_many_bytes_of_a_text_are_read() -> None:
    """Blanks between, so that the limit of characters is not met first."""
    line = b"x" + b"\0" * 7
    data = line * (body.MAX_TEXT_BYTES // 8)
    assert body.read_text(data, headers.Value("text/plain", {}))[1] == ()
    text, said = body.read_text(data + b"y", headers.Value("text/plain", {}))
    assert (text, said) == ("x" * (body.MAX_TEXT_BYTES // 8), ("text-too-long",))


def test_so_many_characters_of_a_text_are_kept() -> None:
    read = read_letter(FROM + b"\r\n" + b"x" * mime.MAX_TEXT)
    assert (len(read.text), read.defects) == (mime.MAX_TEXT, ())
    read = read_letter(FROM + b"\r\n" + b"x" * (mime.MAX_TEXT + 1))
    assert (len(read.text), read.defects) == (mime.MAX_TEXT, ("text-too-long",))


def uuencoded(number: int) -> bytes:
    files = (b"begin 644 %d\n" % n + binascii.b2a_uu(b"Cat") + b"`\nend\n" for n in range(number))
    return FROM + b"\n" + b"".join(files)


def test_so_many_files_written_into_a_text_are_taken_out() -> None:
    read = read_letter(uuencoded(body.MAX_UUENCODED))
    assert (len(read.attachments), read.text) == (body.MAX_UUENCODED, "")


def test_a_further_file_stays_in_the_text() -> None:
    read = read_letter(uuencoded(body.MAX_UUENCODED + 1))
    assert len(read.attachments) == body.MAX_UUENCODED
    assert read.text.startswith(f"begin 644 {body.MAX_UUENCODED}\n")


def test_a_large_part_is_kept_however_long_it_is() -> None:
    data = bytes(range(256)) * 20_000
    head = b"Content-Type: image/png; name=a.png\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    read = read_letter(FROM + head + base64.encodebytes(data))
    assert read.attachments[0].data == data
