"""The archive gives back the very bytes, or says what is wrong with them."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from storage.archive import Archive
from storage.errors import StorageError
from tests.storage.guard import unwritable

LETTER = "From: weixm@gxfgs.example.com\r\n\r\n五月信息\r\n".encode("gb18030")


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive(tmp_path / "archive")


def stored(archive: Archive) -> list[str]:
    return sorted(path.name for path in archive.folder.rglob("*") if path.is_file())


@pytest.mark.parametrize("data", [LETTER, b"", b"\x00\xff\r\n.\r\n" * 5000], ids=["gbk", "empty", "binary"])
def test_the_bytes_come_back_as_they_were(archive: Archive, data: bytes) -> None:
    (digest,) = archive.put([data])
    assert digest == hashlib.sha256(data).hexdigest()
    assert archive.get(digest) == data


def test_a_file_is_named_by_its_digest_in_a_folder_of_the_first_two_digits(archive: Archive) -> None:
    (digest,) = archive.put([LETTER])
    assert archive.path(digest) == archive.folder / digest[:2] / f"{digest[2:]}.eml"
    assert archive.path(digest).read_bytes() == LETTER


def test_digests_come_in_the_order_of_the_messages(archive: Archive) -> None:
    batch = [b"%d" % n for n in range(40)]
    assert [archive.get(digest) for digest in archive.put(iter(batch))] == batch


def test_bytes_put_twice_are_written_once(archive: Archive) -> None:
    (digest,) = archive.put([LETTER])
    os.utime(archive.path(digest), (1, 1))
    assert archive.put([LETTER, LETTER]) == [digest, digest]
    assert archive.path(digest).stat().st_mtime == 1
    assert len(stored(archive)) == 1


def test_a_batch_of_nothing_makes_no_folder(archive: Archive) -> None:
    assert archive.put([]) == []
    assert not archive.folder.exists()


def test_a_write_that_breaks_off_leaves_no_part_of_a_file(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(_: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupted)
    with pytest.raises(KeyboardInterrupt):
        archive.put([LETTER])
    assert stored(archive) == []


def test_what_was_put_before_a_break_stays(archive: Archive) -> None:
    def until_the_server_hangs_up() -> Iterator[bytes]:
        yield LETTER
        raise RuntimeError

    with pytest.raises(RuntimeError):
        archive.put(until_the_server_hangs_up())
    assert archive.get(hashlib.sha256(LETTER).hexdigest()) == LETTER


def test_an_unwritable_folder_is_an_error_that_names_place_setting_and_remedy() -> None:
    with unwritable() as folder, pytest.raises(StorageError, match=r"archive\.path") as caught:
        Archive(folder / "archive").put([LETTER])
    assert str(folder) in str(caught.value)
    assert "写权限" in str(caught.value)
    assert "没有丢失任何邮件" in str(caught.value)


def test_a_file_in_the_place_of_the_folder_is_an_error_that_names_the_setting(tmp_path: Path) -> None:
    (tmp_path / "archive").write_text("不是文件夹")
    with pytest.raises(StorageError, match=r"archive\.path"):
        Archive(tmp_path / "archive").put([LETTER])


def test_a_missing_file_is_an_error_that_names_the_file_and_the_remedy(archive: Archive) -> None:
    (digest,) = archive.put([LETTER])
    archive.path(digest).unlink()
    with pytest.raises(StorageError, match=r"缺少原始邮件 .*从备份恢复") as caught:
        archive.get(digest)
    assert str(archive.path(digest)) in str(caught.value)


@pytest.mark.parametrize("altered", [LETTER[:-1], LETTER + b" ", LETTER.lower(), b""])
def test_an_altered_file_is_an_error_and_not_a_letter(archive: Archive, altered: bytes) -> None:
    (digest,) = archive.put([LETTER])
    archive.path(digest).write_bytes(altered)
    with pytest.raises(StorageError, match=r"与其指纹不符.*从备份恢复") as caught:
        archive.get(digest)
    assert str(archive.path(digest)) in str(caught.value)
