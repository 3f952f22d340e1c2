from __future__ import annotations

import email
import hashlib
import os
import re
import subprocess
import sys
import zipfile
from datetime import date
from email.header import decode_header
from html import unescape
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote_to_bytes

import docx
import pytest

from desk.samples.build import Sample, letters, write
from desk.samples.docx import docx as word_file
from desk.samples.pictures import picture
from intake.model import MessageState

if TYPE_CHECKING:
    from collections.abc import Iterator
    from email.message import Message

ROOT = Path(__file__).parents[2]
MAILBOX = letters()
FIRST, LAST = date(2021, 4, 30), date(2021, 5, 10)
IN_WINDOW = [sample for sample in MAILBOX if FIRST <= sample.received_at.date() <= LAST]
EVERY = pytest.mark.parametrize("sample", MAILBOX, ids=lambda sample: sample.name)

# The label gb2312 is read as its superset, as every mail program writes it.
CODECS = {"gb2312": "gbk"}


def parts(sample: Sample) -> Iterator[Message]:
    """Yield every part that holds something, those of nested letters included."""
    for part in email.message_from_bytes(sample.data).walk():
        if not part.is_multipart():
            yield part


def payload(part: Message) -> bytes:
    data = part.get_payload(decode=True)
    assert isinstance(data, bytes)
    return data


def word_files(sample: Sample) -> Iterator[bytes]:
    for part in parts(sample):
        data = payload(part)
        if data.startswith(b"PK\x03\x04"):
            yield data


def is_whole(data: bytes) -> bool:
    return zipfile.is_zipfile(BytesIO(data))


def visible(data: bytes) -> str:
    """Return what a reader sees of a Word file: no deletions, a text box once, tables included."""
    xml = zipfile.ZipFile(BytesIO(data)).read("word/document.xml").decode()
    xml = re.sub(r"<w:del .*?</w:del>|<mc:Fallback>.*?</mc:Fallback>", "", xml, flags=re.DOTALL)
    return unescape("".join(re.findall(r"<w:t [^>]*>([^<]*)</w:t>", xml)))


def texts(sample: Sample) -> str:
    """Return all that the letter says: bodies (tags away) and Word files."""
    bodies = (
        payload(part).decode(CODECS.get(str(part.get_content_charset()), str(part.get_content_charset())))
        for part in parts(sample)
        if part.get_content_maintype() == "text" and part.get_content_charset()
    )
    plain = [unescape(re.sub(r"<[^>]+>", "", body)) for body in bodies]
    return "\n".join([*plain, *(visible(data) for data in word_files(sample) if is_whole(data))])


def decoded(header: str) -> str:
    words = decode_header(header.replace('"', ""))
    return "".join(
        word if isinstance(word, str) else word.decode(CODECS.get(charset or "", charset or "ascii"))
        for word, charset in words
    )


def digest() -> str:
    whole = hashlib.sha256()
    for sample in letters():
        whole.update(f"{sample.name}{sample.received_at}{sample.expected}".encode())
        whole.update(sample.data)
    return whole.hexdigest()


def test_there_are_enough_letters_in_and_around_the_window() -> None:
    assert len(MAILBOX) >= 76
    assert len(IN_WINDOW) >= 62
    assert len(IN_WINDOW) < len(MAILBOX)


def test_every_registered_unit_writes_inside_the_window() -> None:
    units = {item.unit for sample in IN_WINDOW for item in sample.expected.items if item.unit}
    assert len(units) >= 14


def test_at_least_forty_two_people_send_pieces_inside_the_window() -> None:
    senders = {
        email.message_from_bytes(sample.data)["Return-Path"]
        for sample in IN_WINDOW
        if sample.expected.state is MessageState.READ
    }
    assert len(senders) >= 42


def test_every_column_is_filled() -> None:
    columns = {item.column for sample in IN_WINDOW for item in sample.expected.items}
    assert columns == {
        "学·习之路",
        "思理之源",
        "践铝之行",
        "悟心之语",
        "听青之声",
        "开新之局",
        "展事迹·学风采",
    }


def test_letters_come_in_order_of_arrival_with_aware_times() -> None:
    arrivals = [sample.received_at for sample in MAILBOX]
    assert arrivals == sorted(arrivals)
    assert all(arrival.utcoffset() is not None for arrival in arrivals)


def test_some_arrive_within_the_first_and_last_quarter_of_an_hour_of_the_window() -> None:
    stamps = {sample.received_at.strftime("%m-%d %H") for sample in MAILBOX}
    assert {"04-29 23", "04-30 00", "05-10 23", "05-11 00"} <= stamps


def test_two_builds_give_the_same_bytes() -> None:
    assert digest() == digest()


@pytest.mark.parametrize(("seed", "zone"), [("1", "UTC"), ("4711", "America/New_York")])
def test_another_process_gives_the_same_bytes(seed: str, zone: str) -> None:
    program = (
        "import hashlib; from desk.samples.build import letters\n"
        "whole = hashlib.sha256()\n"
        "for s in letters():\n"
        "    whole.update(f'{s.name}{s.received_at}{s.expected}'.encode()); whole.update(s.data)\n"
        "print(whole.hexdigest())"
    )
    environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone}
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == digest()


def test_write_puts_every_letter_into_a_file_of_its_name(tmp_path: Path) -> None:
    assert write(tmp_path / "mails") == len(MAILBOX)
    assert (tmp_path / "mails" / f"{MAILBOX[0].name}.eml").read_bytes() == MAILBOX[0].data


@EVERY
def test_a_letter_has_a_reading_that_agrees_with_itself(sample: Sample) -> None:
    """Pieces come out of letters that were read, and out of no others."""
    assert bool(sample.expected.items) == (sample.expected.state is MessageState.READ)


@EVERY
def test_the_phrase_of_a_piece_stands_in_the_letter(sample: Sample) -> None:
    said = texts(sample)
    assert [item.contains for item in sample.expected.items if item.contains not in said] == []


@EVERY
def test_a_letter_has_crlf_lines_within_the_limit_of_smtp(sample: Sample) -> None:
    """RFC 5321, 4.5.3.1.6: 998 octets and the line end."""
    lines = sample.data.split(b"\r\n")
    assert not any(b"\n" in line or b"\r" in line for line in lines)
    assert max(map(len, lines)) <= 998


@EVERY
def test_every_declared_charset_decodes(sample: Sample) -> None:
    for part in parts(sample):
        charset = part.get_content_charset()
        if charset is not None and part.get_content_maintype() == "text":
            payload(part).decode(CODECS.get(charset, charset))


@EVERY
def test_headers_decode_unless_they_are_raw_on_purpose(sample: Sample) -> None:
    message = email.message_from_bytes(sample.data)
    assert "example.com" in decoded(message["From"])
    if isinstance(message["Subject"], str):
        assert "�" not in decoded(message["Subject"])


@EVERY
def test_whole_word_files_open_in_python_docx(sample: Sample) -> None:
    for data in word_files(sample):
        if is_whole(data):
            assert docx.Document(BytesIO(data)).paragraphs


def test_two_word_files_are_broken() -> None:
    broken = [data for sample in MAILBOX for data in word_files(sample) if not is_whole(data)]
    assert len(broken) == 2


def test_a_second_delivery_repeats_the_message_id_and_a_re_sent_letter_does_not() -> None:
    identities: dict[str, list[str]] = {}
    for sample in MAILBOX:
        identity = str(email.message_from_bytes(sample.data)["Message-ID"])
        identities.setdefault(identity, []).append(sample.expected.state.value)
    assert [states for states in identities.values() if len(states) > 1] == [["read", "duplicate"]]


def test_related_pieces_repeat_or_correct_earlier_ones() -> None:
    relations = [str(item.relation) for sample in MAILBOX for item in sample.expected.items if item.relation]
    assert sorted(relations) == ["duplicate", "version"]


def test_hosts_are_reserved_for_examples() -> None:
    hosts = {
        host
        for sample in MAILBOX
        for host in re.findall(rb"[\w.+-]+@([\w.-]+)", sample.data.split(b"\r\n\r\n")[0])
    }
    assert {host for host in hosts if not host.endswith(b"example.com")} == set()


def test_names_of_files_come_in_four_spellings() -> None:
    whole = b"".join(sample.data for sample in MAILBOX)
    assert b'filename="=?' in whole
    assert b"filename*=utf-8''%" in whole.lower()
    assert b"filename*0*=" in whole
    assert 'filename="党员'.encode("gbk") in whole


def test_a_continued_name_joins_to_the_name_that_was_meant() -> None:
    (sample,) = (sample for sample in MAILBOX if b"filename*0*=" in sample.data)
    stretches = re.findall(rb"filename\*\d+\*=([^;\r]+)", sample.data)
    charset, _, text = b"".join(stretches).decode("ascii").split("'", 2)
    assert (
        unquote_to_bytes(text).decode(CODECS.get(charset, charset))
        == "青海分公司“高原上的青春”主题团日稿件.docx"
    )


def test_tracked_changes_are_marked_and_not_merely_typed() -> None:
    (data,) = (
        data
        for sample in MAILBOX
        if "tracked" in sample.name
        for data in word_files(sample)
        if is_whole(data)
    )
    xml = zipfile.ZipFile(BytesIO(data)).read("word/document.xml").decode()
    assert "13 228" in re.sub(r"<[^>]+>", "", xml)
    assert "13 228" not in visible(data)
    assert "13 208" in visible(data)


@pytest.mark.parametrize(
    "look", ["@picture field", "@textbox 说明", "@row 甲|乙", "@number 一", "A ^3^ **粗**"]
)
def test_a_word_file_of_any_look_opens(look: str) -> None:
    assert docx.Document(BytesIO(word_file(look))).element.body is not None


@pytest.mark.parametrize("scene", ["plant", "hall", "field"])
def test_pictures_bear_the_marks_of_their_formats(scene: str) -> None:
    jpeg, png = picture("jpeg", scene), picture("png", scene)
    assert jpeg.startswith(b"\xff\xd8\xff\xe0")
    assert jpeg.endswith(b"\xff\xd9")
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    assert len(jpeg) + len(png) < 200_000
