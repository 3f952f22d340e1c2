"""A damaged archive gives what is left of it, and a dangerous one costs little."""

from __future__ import annotations

import bz2
import gzip
import lzma
import struct
import sys
import tarfile
import tracemalloc
import zipfile
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.documents.archive import Allowance, Member, is_archive
from tests.intake.archive_builder import (
    AS_WRITTEN,
    FILES,
    NAMES,
    Entry,
    deflated,
    names,
    opened,
    rar4,
    rar5,
    seven_zip,
    tar,
    zip_of,
    zip_of_names,
)

THREE = {f"{n}.txt": bytes([n]) * 500 for n in range(3)}
BROKEN = "压缩包已损坏或不完整，请重发"
MEMBER_BROKEN = "在压缩包内已损坏或不完整，未能取出"


@pytest.mark.parametrize(
    "data",
    [
        zip_of(*(Entry(path=name.encode(), content=content, method=0) for name, content in THREE.items()))[
            :1400
        ],
        rar5(THREE)[:1400],
        rar4(THREE)[:1400],
    ],
)
def test_of_an_archive_that_was_cut_off_the_first_files_are_taken(data: bytes) -> None:
    members, reason = opened(data)
    assert [(member.name, member.reason) for member in members] == [
        ("0.txt", None),
        ("1.txt", None),
        ("2.txt", MEMBER_BROKEN),
    ]
    assert (members[0].content, members[1].content) == (THREE["0.txt"], THREE["1.txt"])
    assert reason == BROKEN


def test_a_zip_without_its_end_is_read_by_its_headers() -> None:
    """Sizes and CRC stand behind a file where the packer could not go back."""

    class Pipe(BytesIO):
        def seekable(self) -> bool:
            return False

        def tell(self) -> int:
            raise OSError

    buffer = Pipe()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in THREE.items():
            archive.writestr(name, content, zipfile.ZIP_STORED if name == "1.txt" else None)
    data = buffer.getvalue()
    members, reason = opened(data[: data.index(b"PK\1\2")])
    assert {member.name: member.content for member in members} == THREE
    assert reason == BROKEN


def test_of_a_zip_that_was_cut_off_behind_a_zip_in_it_the_outer_files_are_taken() -> None:
    inner = zip_of_names(b"inner.txt")
    data = zip_of(*(Entry(path=path, content=inner, method=0) for path in (b"1.zip", b"2.zip")))
    members, reason = opened(data[: data.rindex(inner) + len(inner)])
    assert [(member.name, member.content) for member in members] == [("1.zip", inner), ("2.zip", inner)]
    assert reason == BROKEN


def test_a_damaged_entry_of_the_directory_loses_no_file() -> None:
    data = bytearray(zip_of_names(b"1.txt", b"2.txt", b"3.txt"))
    data[data.index(b"PK\1\2", data.index(b"PK\1\2") + 1)] ^= 1
    assert names(bytes(data)) == ["1.txt", "2.txt", "3.txt"]


def test_a_file_is_found_though_header_and_directory_name_it_differently() -> None:
    data = zip_of(Entry(path=b"1.txt", local_path=b"\xb8.txt", content=b"1"))
    assert opened(data) == ([Member("1.txt", b"1")], None)


def test_sizes_and_offset_may_stand_in_fields_of_zip64() -> None:
    data = bytearray(zip_of(Entry(path=b"1.txt", content=b"11", method=0)))
    at = data.index(b"PK\1\2")
    entry = data[at : at + 46 + 5]
    entry[20:28], entry[42:46] = b"\xff" * 8, b"\xff" * 4
    extra = struct.pack("<HHQQQ", 1, 24, 2, 2, 0)
    entry[30:32] = struct.pack("<H", len(extra))
    end64 = struct.pack("<4sQHHLLQQQQ", b"PK\6\6", 44, 45, 45, 0, 0, 1, 1, len(entry) + len(extra), at)
    locator = struct.pack("<4sLQL", b"PK\6\7", 0, at + len(entry) + len(extra), 1)
    end = struct.pack("<4sHHHHLLH", b"PK\5\6", 0, 0, 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0)
    assert opened(bytes(data[:at] + entry + extra + end64 + locator + end)) == (
        [Member("1.txt", b"11")],
        None,
    )


@pytest.mark.parametrize(
    "data",
    [
        zip_of(Entry(path=b"1.txt", content=b"1", crc=1), Entry(path=b"2.txt", content=b"2")),
        zip_of(Entry(path=b"1.txt", content=b"1", size=2), Entry(path=b"2.txt", content=b"2")),
        zip_of(Entry(path=b"1.txt", packed=b"\xff\xff"), Entry(path=b"2.txt", content=b"2")),
        zip_of(Entry(path=b"1.txt", offset=1), Entry(path=b"2.txt", content=b"2")),
        rar4({"1.txt": b"1", "2.txt": b"2"}, damage="1.txt"),
        rar5({"1.txt": b"1", "2.txt": b"2"}, damage="1.txt"),
        seven_zip({"1.txt": b"good", "2.txt": b"2"}, "compression=store").replace(b"good", b"evil"),
    ],
)
def test_behind_a_damaged_file_the_next_is_taken(data: bytes) -> None:
    assert opened(data) == ([Member("1.txt", b"", MEMBER_BROKEN), Member("2.txt", b"2")], None)


def test_a_damaged_7z_is_read_up_to_the_damage() -> None:
    """Its files are packed as one; what is read behind an error is rubbish, or the end of the program."""
    data = bytearray(seven_zip(THREE | {"noise": bytes(range(256)) * 40}, "compression=bzip2"))
    data[60] ^= 0xFF
    members, reason = opened(bytes(data))
    assert [member.reason for member in members] == [MEMBER_BROKEN]
    assert reason == BROKEN


def test_damage_to_a_file_that_nobody_wants_is_nothing() -> None:
    data = seven_zip({"Thumbs.db": b"good", "2.txt": b"2"}, "compression=store")
    assert opened(data.replace(b"good", b"evil")) == ([Member("2.txt", b"2")], None)


@pytest.mark.parametrize("method", [8, 12, 14, 95])
def test_rubbish_in_any_method_is_damage(method: int) -> None:
    data = zip_of(Entry(path=b"1.txt", packed=b"rubbish" * 9, method=method), Entry(path=b"2.txt"))
    assert opened(data) == ([Member("1.txt", b"", MEMBER_BROKEN), Member("2.txt", b"")], None)


@pytest.mark.parametrize("end", range(60, 190, 5))
def test_a_zip_cut_off_in_its_directory_loses_no_file(end: int) -> None:
    files = {b"1.txt": b"1", b"2.txt": b"2"}
    data = zip_of(*(Entry(path=path, content=content, method=0) for path, content in files.items()))
    at = data.index(b"PK\1\2")
    assert opened(data[: min(at + end - 60, len(data) - 1)])[0] == [
        Member("1.txt", b"1"),
        Member("2.txt", b"2"),
    ]


def test_a_tar_that_was_cut_off_gives_its_first_files() -> None:
    files = {"1.txt": b"1" * 3000, "2.txt": b"2" * 3000}
    assert opened(tar(files)[:5000]) == (
        [Member("1.txt", files["1.txt"]), Member("2.txt", b"", MEMBER_BROKEN)],
        BROKEN,
    )


def test_a_volume_says_that_others_are_wanting() -> None:
    for data in (rar4(FILES, flags=1), rar5(FILES, flags=1)):
        members, reason = opened(data)
        assert [member.name for member in members] == NAMES
        assert reason == "这是分卷压缩包的一卷，单独打不开，请合成一个重发"


def test_a_file_kept_as_a_reference_to_an_equal_one_is_not_taken_for_empty() -> None:
    """Redirection record of type 5: a file copy."""
    (member,), _ = opened(rar5({"2.txt": b""}, extra=b"\x05\x05\0\x051.txt"))
    assert member == Member("2.txt", b"", "与压缩包内另一个文件内容相同，未另取出")


def test_a_rar_4_whose_files_are_packed_as_one_says_what_to_do() -> None:
    """libarchive reads the first file of such an archive alone."""
    members, reason = opened(rar4({"1.txt": b"1", "2.txt": b"2"}, flags=0x8, file_flags=0x10))
    assert members == []
    assert reason == "压缩包用了不受支持的压缩方式，其余文件未能取出，请改用 zip 重发"


def test_without_libarchive_a_zip_is_read_and_the_others_say_what_is_missing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "libarchive", None)
    assert names(AS_WRITTEN["zip"]) == NAMES
    assert opened(AS_WRITTEN["7z"]) == ([], "未安装 libarchive，不能打开 7z、rar、tar 和 gz 压缩包")


@pytest.mark.parametrize("data", AS_WRITTEN.values(), ids=AS_WRITTEN)
def test_no_cut_raises_anything_but_a_reason(data: bytes) -> None:
    for end in range(4, len(data), 7):
        if is_archive(data[:end]):
            members, reason = opened(data[:end])
            assert all(member.name for member in members)
            assert members or reason


# --- attacks -------------------------------------------------------------------------------------

MEGABYTE = 1 << 20
ZEROS = deflated(bytes(60 * MEGABYTE))
RATIO = "压缩比异常（超过 200 倍），有风险，其余未取出"


def test_a_file_that_says_it_is_too_large_is_not_unpacked() -> None:
    allowance = Allowance()
    data = zip_of(Entry(path=b"1.bin", packed=ZEROS, size=60 * MEGABYTE), Entry(path=b"2.txt", content=b"2"))
    members, reason = opened(data, allowance=allowance)
    assert members == [Member("1.bin", b"", "解压后超过 50 MB，未取出"), Member("2.txt", b"2")]
    assert (reason, allowance.octets) == (None, Allowance().octets - 1)


def test_behind_a_file_that_is_too_large_the_next_is_taken() -> None:
    data = tar({"1.bin": bytes(51 * MEGABYTE), "2.txt": b"2"})
    assert opened(data) == ([Member("1.bin", b"", "解压后超过 50 MB，未取出"), Member("2.txt", b"2")], None)


def test_thousands_of_extra_fields_are_not_looked_at() -> None:
    assert names(zip_of(Entry(path=b"1.txt", extra=bytes(4) * 16_000))) == ["1.txt"]


def test_a_file_that_hides_how_large_it_is_costs_no_more_than_the_limit() -> None:
    data = zip_of(Entry(path=b"1.bin", packed=ZEROS, size=10), Entry(path=b"2.txt", content=b"2"))
    tracemalloc.start()
    assert opened(data) == ([], RATIO)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 60 * MEGABYTE


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress])
def test_a_gigabyte_of_nothing_is_not_unpacked_to_its_end(pack: Callable[[bytes], bytes]) -> None:
    allowance = Allowance()
    members, reason = opened(pack(b"0" * (16 * MEGABYTE)) * 64, "a.gz", allowance)
    assert members == []
    assert reason == RATIO
    assert allowance.octets > 0


def test_files_that_lie_over_each_other_are_not_unpacked_again_and_again() -> None:
    content = bytes(range(256)) * 4000
    first = Entry(path=b"0.bin", content=content, method=0)
    data = zip_of(first, *(replace(first, path=b"%d.bin" % n, offset=0) for n in range(1, 100)))
    members, reason = opened(data)
    assert [member.name for member in members] == ["0.bin"]
    assert reason == "压缩包内的文件互相重叠，有风险，其余未取出"


def test_the_files_of_all_archives_of_a_letter_are_counted_together() -> None:
    allowance = Allowance(members=3)
    assert opened(zip_of_names(b"1", b"2"), allowance=allowance)[1] is None
    members, reason = opened(zip_of_names(b"3", b"4"), allowance=allowance)
    assert [member.name for member in members] == ["3"]
    assert reason == "压缩包内文件超过 200 个，其余未取出"


def test_the_bytes_of_all_archives_of_a_letter_are_counted_together() -> None:
    allowance = Allowance(octets=1500)
    assert opened(zip_of(Entry(path=b"1", content=bytes(1000))), allowance=allowance)[1] is None
    for data in (zip_of(Entry(path=b"2", content=bytes(1000))), tar({"2": bytes(1000)})):
        assert opened(data, allowance=replace(allowance)) == ([], "解压后合计超过 300 MB，其余未取出")


def test_an_archive_in_an_archive_comes_out_as_a_file() -> None:
    inner = AS_WRITTEN["rar 5"]
    (member,), _ = opened(zip_of(Entry(path=b"inner.rar", content=inner)))
    assert is_archive(member.content)
    assert names(member.content) == NAMES


def test_of_a_hundred_thousand_files_so_many_are_taken_as_may_be() -> None:
    members, reason = opened(zip_of(*(Entry(path=b"%d" % n, method=0) for n in range(100_000))))
    assert (len(members), reason) == (200, "压缩包内文件超过 200 个，其余未取出")


def test_an_archive_of_nothing_but_folders_is_not_read_for_ever() -> None:
    folder = tar({}, special={"folder": tarfile.DIRTYPE})[:512]
    for data in (zip_of(*(Entry(path=b"%d/" % n, method=0) for n in range(20_001))), folder * 20_001):
        assert opened(data) == ([], "压缩包内条目超过 20000 个，其余未取出")


def test_a_sparse_file_of_a_gigabyte_costs_no_more_than_the_limit() -> None:
    """Old GNU sparse header: a map of one hole, and the size it is to have."""
    header = bytearray(tar({"1.bin": b"1", "2.txt": b"2"}))
    header[156:157] = b"S"
    header[386:410] = b"%011o\0%011o\0" % (1 << 30, 1)
    header[483:495] = b"%011o\0" % ((1 << 30) + 1)
    header[148:156] = b" " * 8
    header[148:156] = b"%06o\0 " % sum(header[:512])
    members, reason = opened(bytes(header))
    assert (members, reason) == ([], RATIO)


@given(st.sampled_from(["zip", "zip without flags"]), st.integers(0, 400), st.binary(min_size=1, max_size=6))
def test_no_damage_to_a_zip_raises_anything_but_a_reason(which: str, at: int, patch: bytes) -> None:
    data = AS_WRITTEN[which]
    damaged = data[:at] + patch + data[at + len(patch) :]
    if is_archive(damaged):
        members, reason = opened(damaged)
        assert all(member.name for member in members)
        assert members or reason
