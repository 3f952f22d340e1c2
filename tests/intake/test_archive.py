"""What contributors pack comes out with its own name and bytes, whatever packed it."""

from __future__ import annotations

import base64
import gzip
import subprocess
import sys
import tarfile
import zipfile
from io import BytesIO

import pytest

from intake.documents import read
from intake.documents.archive import Member, is_archive
from intake.encoded import encoded
from intake.filenames import made_name
from tests.intake.archive_builder import (
    AS_WRITTEN,
    FILES,
    NAMES,
    REPORT,
    TEXT,
    Entry,
    contents,
    names,
    opened,
    rar4,
    rar5,
    seven_zip,
    tar,
    zip_of,
    zip_of_names,
)
from tests.intake.docx_builder import docx, p, zipped

LOCKED_7Z = base64.b64decode(
    "N3q8ryccAATccOrnIAAAAAAAAABqAAAAAAAAAJhdQ5QmNX1Z4h4f6cWFQAmJnvuYGdfMxsyiYfXzVYf2BMb6ggEEBgABCSAABwsB"
    "AAIkBvEHARJTD7VK39smvDOBaEjvtJYCwfoBAAEADB4eAAgKAQ2f7jgAAAUBGQMAAAARDwCAe6ViLgB0AHgAdAAAABkEAAAAABQK"
    "AQDqwt5MUn/dARUGAQAggKSBAAA="
)
"""简报.txt with a password, by p7zip."""
LOCKED_NAMES_7Z = base64.b64decode(
    "N3q8ryccAASBPYiikAAAAAAAAAAuAAAAAAAAAELY+lrX+S0Me+SDl87lTOPnNMBduRJs0eT36/jAfiEOOqnU0ladw/euYQ4+ccUU"
    "OVcb4vl2BwlITXJG9xNBDB4WDGwze8BpmnpTov4ALVcLLiZm6AhB29/Avt7u+fUtcTTyAoIqsUHpvLP28uwPgVEzj6ZncT3yWd56"
    "/XCT2h9SNSe0FmoACovBScXTPtJV0n+A5coXBiABCXAABwsBAAEkBvEHARJTD/QXfeF5KVrvudu1vQWXMysMagoBqScwwAAA"
)
"""The same with its names encrypted."""


# --- what is sent --------------------------------------------------------------------------------


@pytest.mark.parametrize("data", AS_WRITTEN.values(), ids=AS_WRITTEN)
def test_every_file_comes_out_with_its_name_and_its_bytes(data: bytes) -> None:
    assert is_archive(data)
    members, reason = opened(data)
    assert reason is None
    assert [(member.name, member.content, member.reason) for member in members] == [
        (name, content, None) for name, content in zip(NAMES, FILES.values(), strict=True)
    ]


def test_a_file_has_the_media_type_that_a_sender_would_declare() -> None:
    members, _ = opened(zip_of_names(b"1.docx", b"2.JPG", b"3"))
    word = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    assert [member.media_type for member in members] == [word, "image/jpeg", "application/octet-stream"]


@pytest.mark.parametrize(
    "method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA]
)
def test_a_zip_is_read_in_the_methods_that_packers_offer(method: int) -> None:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        archive.writestr(REPORT, TEXT * 100)
    assert contents(buffer.getvalue()) == {REPORT: TEXT * 100}


def test_a_method_that_is_not_known_is_said_of_its_file_alone() -> None:
    data = zip_of(Entry(path=b"1.txt", content=b"1", method=98), Entry(path=b"2.txt", content=b"2"))
    assert contents(data) == {"1.txt": "压缩方式不受支持，未能取出，请改用 zip 重发", "2.txt": b"2"}


def test_an_archive_that_came_as_a_large_part_is_known() -> None:
    data = zip_of(Entry(path=b"1.jpg", content=bytes(range(256)) * 9000, method=0))
    text = base64.encodebytes(data)
    part = encoded(text, 0, len(text))
    assert part is not None
    assert is_archive(part)


def test_a_file_in_gz_has_the_name_that_stands_inside() -> None:
    named = gzip.compress(TEXT)
    named = named[:3] + b"\x08" + named[4:10] + REPORT.encode("gbk") + b"\0" + named[10:]
    assert opened(named, "a.gz") == ([Member(REPORT, TEXT)], None)


def test_a_file_in_gz_without_a_name_has_that_of_the_archive() -> None:
    assert opened(gzip.compress(TEXT), f"{REPORT}.GZ") == ([Member(REPORT, TEXT)], None)


def test_a_file_without_any_name_is_given_one() -> None:
    (member,), _ = opened(gzip.compress(TEXT))
    assert member.name.endswith(".bin")


# --- what is no archive --------------------------------------------------------------------------


@pytest.mark.parametrize(
    "parts",
    [
        ("[Content_Types].xml", "_rels/.rels", "xl/workbook.xml"),
        ("[Content_Types].xml", "_rels/.rels", "ppt/presentation.xml"),
        ("[Content_Types].xml", "_rels/.rels", "Documents/1/Pages/1.fpage"),
        ("word/document.xml",),
        ("mimetype", "META-INF/manifest.xml", "content.xml"),
        ("OFD.xml", "Doc_0/Document.xml"),
        ("mimetype", "META-INF/container.xml"),
    ],
)
def test_a_document_that_is_a_zip_is_no_archive(parts: tuple[str, ...]) -> None:
    data = zipped(dict.fromkeys(parts, "<a/>"))
    assert not is_archive(data)
    assert not is_archive(data[:-30])


def test_a_word_file_is_no_archive_even_cut_off() -> None:
    data = docx(p("中州铝业召开座谈会。"))
    assert not is_archive(data)
    assert not is_archive(data[: len(data) // 2])


@pytest.mark.parametrize("data", [b"", b"\xff\xd8\xff", b"%PDF-1.7", TEXT])
def test_a_file_of_another_kind_is_no_archive(data: bytes) -> None:
    assert not is_archive(data)


@pytest.mark.parametrize("folder", ["ppt", "xl", "word"])
def test_a_folder_called_like_one_of_office_makes_no_document(folder: str) -> None:
    assert is_archive(zipped({f"{folder}/会场.jpg": b"1"}))


def test_an_archive_that_nobody_opened_is_kept_and_named() -> None:
    assert read("稿件.rar", rar5(FILES)).reason == "压缩包未打开"


# --- names ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("flags", [0, 0x800])
def test_a_name_in_gbk_is_read_whatever_the_flag_says(flags: int) -> None:
    assert names(zip_of_names("稿件/工作简报.docx".encode("gbk"), flags=flags)) == ["工作简报.docx"]


def test_a_name_in_utf_8_is_read_without_the_flag() -> None:
    assert names(zip_of_names("工作简报.docx".encode())) == ["工作简报.docx"]


def test_a_short_name_is_read_in_the_charset_of_the_others() -> None:
    """The GBK bytes of 通知 are two letters in UTF-8."""
    paths = ["通知.docx".encode("gbk"), "关于召开座谈会的报道.docx".encode("gbk")]
    assert names(zip_of_names(*paths)) == ["通知.docx", "关于召开座谈会的报道.docx"]


def test_the_unicode_path_of_info_zip_goes_before_the_name() -> None:
    path = "简报.docx".encode()
    extra = b"UT\1\0\0" + b"up" + (5 + len(path)).to_bytes(2, "little") + b"\1" + bytes(4) + path
    assert names(zip_of(Entry(path=b"__.docx", extra=extra))) == ["简报.docx"]


def test_a_character_that_ends_in_a_backslash_is_no_folder() -> None:
    path = "稿件\\关于誠信建设的工作简报.docx".encode("gbk")
    assert path.count(b"\\") == 2
    assert names(zip_of_names(path)) == ["关于誠信建设的工作简报.docx"]


@pytest.mark.parametrize("path", ["/etc/简报.docx", "../../简报.docx", "C:\\简报.docx", "..\\..\\简报.docx"])
def test_of_a_path_the_last_part_alone_is_the_name(path: str) -> None:
    assert names(zip_of_names(path.encode("gbk"))) == ["简报.docx"]
    assert names(tar({path: b"1"})) == ["简报.docx"]


def test_a_name_of_sixty_thousand_bytes_is_cut() -> None:
    (name,) = names(zip_of_names("长".encode("gbk") * 29_998 + b".txt"))
    assert len(name) == 200
    assert name.endswith("长.txt")


def test_a_name_of_nothing_but_a_path_is_given_one() -> None:
    assert names(zip_of_names(b"..", b" ")) == [made_name(b"..", ""), made_name(b" ", "")]


def test_names_are_read_where_the_locale_knows_no_chinese() -> None:
    """As under cron: libarchive gives no name at all then."""
    program = (
        "import sys; from intake.documents.archive import *;"
        "print(ascii([m.name for m in unpack(sys.stdin.buffer.read(), Allowance())]))"
    )
    for data in (AS_WRITTEN["7z"], AS_WRITTEN["rar 5"], AS_WRITTEN["tar"]):
        done = subprocess.run(
            [sys.executable, "-c", program], input=data, env={"LC_ALL": "C"}, capture_output=True, check=True
        )
        assert done.stdout.decode().strip() == ascii(NAMES)


# --- what is passed over -------------------------------------------------------------------------


def test_what_systems_leave_beside_files_is_no_file() -> None:
    left = (b"__MACOSX/._1.docx", b"a/._1.docx", b"a/.DS_Store", b"Thumbs.db", b"desktop.ini", b"~$1.docx")
    assert names(zip_of_names(*left, b"1.docx")) == ["1.docx"]
    assert names(tar(dict.fromkeys([*(path.decode() for path in left), "1.docx"], b"1"))) == ["1.docx"]


def test_folders_links_and_devices_are_no_files() -> None:
    kinds = {
        "folder": tarfile.DIRTYPE,
        "soft": tarfile.SYMTYPE,
        "hard": tarfile.LNKTYPE,
        "tty": tarfile.CHRTYPE,
    }
    assert names(tar({"1.docx": b"1"}, special=kinds)) == ["1.docx"]
    link = Entry(path=b"soft", content=b"/etc/passwd", mode=0o120777)
    folders = Entry(path=b"folder/"), Entry(path=b"folder2", mode=0o40755)
    assert names(zip_of(link, *folders, Entry(path=b"1.docx", mode=0o100644))) == ["1.docx"]


@pytest.mark.parametrize(
    "data", [zip_of(), zip_of_names(b"folder/"), zip_of_names(b"Thumbs.db"), seven_zip({})]
)
def test_an_archive_without_a_file_says_so(data: bytes) -> None:
    assert opened(data) == ([], "压缩包内没有文件")


# --- passwords -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "data",
    [
        zip_of_names(b"1.docx", b"2.docx", flags=1),
        LOCKED_7Z,
        LOCKED_NAMES_7Z,
        rar4(FILES, file_flags=0x4),
        rar4(FILES, flags=0x80),
        rar5(FILES, extra=b"\x01\0\0\x0f"),
        rar5(FILES, locked_names=True),
    ],
)
def test_an_archive_with_a_password_says_so(data: bytes) -> None:
    assert is_archive(data)
    assert opened(data) == ([], "压缩包有密码，未打开，请去掉密码重发")


def test_a_file_with_a_password_among_others_is_named_behind_them() -> None:
    data = zip_of(Entry(path=b"1.docx", content=b"1", flags=1), Entry(path=b"2.docx", content=b"2"))
    assert opened(data) == ([Member("2.docx", b"2"), Member("1.docx", b"", "文件有密码")], None)


def test_a_gbk_name_taken_for_the_code_page_of_old_zips_is_read() -> None:
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("五月份对标.docx".encode("gbk").decode("cp437"), b"x")
        archive.writestr("┌名单┐.txt", b"y")
    assert names(file.getvalue()) == ["五月份对标.docx", "┌名单┐.txt"]
