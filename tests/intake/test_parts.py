"""What a part of a letter is, by what mail programs show."""

from __future__ import annotations

import pytest

from intake.encoded import Encoded
from intake.filenames import given_name
from intake.headers import read_value
from intake.mime import Budget, read_file, read_letter
from intake.parts import Leaf, Nature
from tests.intake.tnef_builder import body as tnef_body
from tests.intake.tnef_builder import code_page, tnef

GIF = b"GIF89a\1\0\1\0\x80\0\0\0\0\0\xff\xff\xff" + bytes(30)
LETTER = b"From: a@example.com\r\nSubject: inner\r\n\r\ntext"
TNEF = b"\x78\x9f\x3e\x22" + bytes(12)


def leaf(kind: str = "", disposition: str = "", content: bytes = b"text", container: str = "") -> Leaf:
    one, other = read_value(kind), read_value(disposition)
    return Leaf(one, other, content, given_name(other, one), container)


@pytest.mark.parametrize(
    ("part", "nature"),
    [
        (leaf(), Nature.WORDS),
        (leaf("text/plain"), Nature.WORDS),
        (leaf("text/html"), Nature.WORDS),
        (leaf("text"), Nature.WORDS),
        (leaf("text\\html"), Nature.WORDS),
        (leaf("text/plain>"), Nature.WORDS),
        (leaf("garbage"), Nature.WORDS),
        (leaf("multipart/mixed"), Nature.WORDS),  # one without a boundary
        (leaf("text/plain; name=a.txt"), Nature.WORDS),  # the letter's only part
        (leaf("text/plain; name=a.txt", container="multipart/alternative"), Nature.WORDS),
        (leaf("text/plain; name=a.txt", container="multipart/mixed"), Nature.FILE),
        (leaf("text/plain", "attachment"), Nature.FILE),
        (leaf("text/plain", "inline"), Nature.WORDS),
        (leaf("text/plain", "inline; filename=a.txt"), Nature.FILE),
        (leaf("text/calendar"), Nature.FILE),
        (leaf("application/pdf"), Nature.FILE),
        (leaf("X-ZIP; name=a.zip"), Nature.FILE),
        (leaf("application-x-gzip; name=a.gz"), Nature.FILE),
        (leaf("X-ZIP"), Nature.WORDS),
        (leaf("text/plain; name=a.txt", content=GIF), Nature.FILE),
        (leaf("text/plain; charset=utf-16le", content="字a".encode("utf-16-le")), Nature.WORDS),
        (leaf("text/plain", content="字a".encode("utf-16")), Nature.WORDS),
        (leaf("message/rfc822", content=LETTER), Nature.LETTER),
        (leaf("message/global", content=LETTER), Nature.LETTER),
        (leaf("application/octet-stream; name=A.EML", content=LETTER), Nature.LETTER),
        (leaf("application/octet-stream; name=a.eml", content=GIF), Nature.FILE),
        (leaf("application/octet-stream; name=a.eml", content=b"From x\n" + LETTER), Nature.LETTER),
        (leaf("application/pkcs7-mime"), Nature.SIGNED),
        (leaf("application/octet-stream; name=smime.p7m"), Nature.SIGNED),
        (leaf("application/pkcs7-signature; name=smime.p7s"), Nature.FILE),
        (leaf("application/ms-tnef", content=TNEF), Nature.PACKAGE),
        (leaf("application/octet-stream; name=winmail.dat", content=TNEF), Nature.PACKAGE),
        (leaf("application/ms-tnef", content=b"no tnef"), Nature.FILE),
        (leaf("text/x-amp-html", container="multipart/alternative"), Nature.FORM),
        (leaf("text/x-amp-html", container="multipart/mixed"), Nature.FILE),
    ],
)
def test_a_part_is_what_mail_programs_show(part: Leaf, nature: Nature) -> None:
    assert part.nature() is nature


@pytest.mark.parametrize(
    ("kind", "media_type"),
    [
        ("image/png", "image/png"),
        ("", "application/octet-stream"),
        ("text", "application/octet-stream"),
        ("a/b/c", "application/octet-stream"),
        ("图片/jpeg", "application/octet-stream"),
        ("a" * 200 + "/b", "application/octet-stream"),
    ],
)
def test_a_media_type_is_one_or_says_nothing(kind: str, media_type: str) -> None:
    assert leaf(kind).media_type == media_type


def test_the_beginning_of_a_large_part_tells_what_it_is() -> None:
    large = Encoded(b"R0lGODlh" * 10, 0, 80)
    part = Leaf(read_value("application/octet-stream; name=a.eml"), read_value(""), large, "a.eml")
    assert part.nature() is Nature.FILE
    assert part.data == large.data
    assert part.shown_name == "a.eml"


def test_a_large_part_without_a_name_is_called_by_its_content() -> None:
    small = leaf("image/gif", content=b"GIF89a" * 10)
    large = Leaf(small.kind, small.disposition, Encoded(b"R0lGODlh" * 10, 0, 80))
    assert large.shown_name == small.shown_name


# --- where a letter has no text of its own --------------------------------------------------------


def mixed(*parts: bytes) -> bytes:
    inside = b"".join(b"--b\r\n" + part + b"\r\n" for part in parts)
    return b"From: a@example.com\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n" + inside + b"--b--\r\n"


NAMED = b"Content-Type: text/plain; name=a.txt\r\n\r\nnamed"


def test_a_named_text_is_shown_where_the_letter_says_nothing_itself() -> None:
    read = read_letter(mixed(NAMED))
    assert (read.text, [one.name for one in read.attachments]) == ("named", ["a.txt"])


def test_a_named_text_is_only_a_file_beside_words() -> None:
    assert read_letter(mixed(b"\r\nwords", NAMED)).text == "words"


def test_a_text_that_is_attached_is_never_shown() -> None:
    attached = b"Content-Type: text/plain\r\nContent-Disposition: attachment; filename=a.txt\r\n\r\nfile"
    read = read_letter(mixed(attached))
    assert (read.text, read.defects) == ("", ("no-text",))


def test_words_outside_the_parts_are_shown_where_there_are_no_others() -> None:
    data = mixed(b"Content-Type: image/gif\r\n\r\nGIF").replace(b"\r\n\r\n--b", b"\r\n\r\nabove\r\n--b", 1)
    assert read_letter(data).text == "above"
    assert "text-outside-parts" in read_letter(data).defects


def test_the_words_for_readers_that_know_no_parts_are_not_told_of() -> None:
    data = mixed(b"\r\nwords").replace(b"\r\n\r\n--b", b"\r\n\r\nThis is a MIME message.\r\n--b", 1)
    assert read_letter(data).defects == ()


def test_words_behind_the_last_part_are_told_of_and_never_shown() -> None:
    read = read_letter(mixed(b"\r\nwords") + b"behind\r\n")
    assert (read.text, read.defects) == ("words", ("text-outside-parts",))


def test_a_form_for_programs_of_its_maker_is_shown_where_it_is_the_only_one() -> None:
    form = b"Content-Type: text/enriched\r\n\r\n<bold>only</bold>"
    only = mixed(form).replace(b"mixed", b"alternative")
    assert read_letter(only).text == "only"
    both = mixed(b"Content-Type: text/plain\r\n\r\nplain", form).replace(b"mixed", b"alternative")
    assert (read_letter(both).text, read_letter(both).attachments) == ("plain", ())


# --- files out of an archive ----------------------------------------------------------------------


def test_a_letter_out_of_an_archive_is_opened() -> None:
    [file] = read_file("a.eml", "message/rfc822", LETTER, Budget())
    assert file.letter is not None
    assert (file.name, file.letter.subject) == ("a.eml", "inner")


def test_another_file_out_of_an_archive_is_itself() -> None:
    [file] = read_file("a.txt", "text/plain", b"text", Budget())
    assert (file.name, file.media_type, file.data) == ("a.txt", "text/plain", b"text")


def test_the_words_of_a_package_out_of_an_archive_stand_beside_it() -> None:
    package = tnef(code_page(936), tnef_body("电解二厂完成检修。".encode("gbk")))
    whole, words = read_file("winmail.dat", "application/octet-stream", package, Budget())
    assert (whole.opened, words.name, words.data.decode()) == (True, "winmail.dat.txt", "电解二厂完成检修。")
