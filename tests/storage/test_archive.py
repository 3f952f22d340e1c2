"""The archive gives back the very bytes, or says what is wrong with them."""

from __future__ import annotations

import ctypes
import errno
import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from storage import archive as module
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


def pieces(*, breaks: bool = False) -> Iterator[bytes]:
    """A letter as it comes from a server, in two pieces."""
    yield LETTER[:20]
    if breaks:
        raise KeyboardInterrupt
    yield LETTER[20:]


def test_a_write_that_breaks_off_leaves_no_part_of_a_file(archive: Archive) -> None:
    with pytest.raises(KeyboardInterrupt):
        archive.put([pieces(breaks=True)])
    assert stored(archive) == []


def test_a_letter_in_pieces_is_the_same_as_whole(archive: Archive) -> None:
    assert archive.put([pieces()]) == archive.put([LETTER])
    assert archive.get(archive.put([LETTER])[0]) == LETTER


def test_what_a_power_cut_left_of_a_file_is_written_anew(archive: Archive) -> None:
    """The name can be on the disk before the bytes are."""
    (digest,) = archive.put([LETTER])
    archive.path(digest).write_bytes(LETTER[:7] + bytes(5))
    assert archive.put([LETTER]) == [digest]
    assert archive.get(digest) == LETTER


@pytest.mark.parametrize("together", [True, False], ids=["syncfs", "fsync"])
def test_nothing_is_returned_before_all_is_on_the_disk(
    archive: Archive, monkeypatch: pytest.MonkeyPatch, together: bool
) -> None:
    """With what was there already: the process that wrote it may have died before it did this."""
    archive.put([LETTER])
    synced: list[str] = []
    real = os.fsync

    def fsync(handle: int) -> None:
        synced.append(str(Path(f"/proc/self/fd/{handle}").readlink()))
        real(handle)

    monkeypatch.setattr(module, "_SYNC_TELLS_ERRORS", together)
    monkeypatch.setattr(os, "fsync", fsync)
    monkeypatch.setattr(module, "_sync_file_system", lambda folder: synced.append(f"all of {folder}"))
    digests = archive.put([LETTER, b"another"])
    if together:
        assert synced == [f"all of {archive.folder}"]
        return
    paths = [archive.path(digest) for digest in digests]
    assert set(synced) == {str(path) for path in [*paths, *(p.parent for p in paths), archive.folder]}
    assert max(synced.index(str(path)) for path in paths) < min(
        synced.index(str(path.parent)) for path in paths
    )


def test_many_letters_take_one_call_to_the_disk(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[int] = []
    monkeypatch.setattr(os, "fsync", calls.append)
    archive.put(b"%d" % number for number in range(200))
    assert len(calls) <= 1 or not module._SYNC_TELLS_ERRORS


def test_a_disk_that_does_not_take_the_bytes_is_an_error(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Full:
        """The C library, on a disk that fails."""

        def syncfs(self, _handle: int) -> int:
            ctypes.set_errno(errno.ENOSPC)
            return -1

    monkeypatch.setattr(ctypes, "CDLL", lambda *_, **__: Full())
    monkeypatch.setattr(module, "_SYNC_TELLS_ERRORS", True)
    with pytest.raises(StorageError, match=r"No space left on device.*没有丢失任何邮件"):
        archive.put([LETTER, b"another"])


def test_what_killed_runs_left_half_written_is_removed_when_it_is_old(archive: Archive) -> None:
    (digest,) = archive.put([LETTER])
    old, young = (archive.folder / name for name in ("tmpa.part", "tmpb.part"))
    for path in (old, young):
        path.write_bytes(b"half")
    os.utime(old, (1000, 1000))
    os.utime(archive.path(digest), (1000, 1000))
    assert archive.clear_parts(before=2000) == 1
    assert stored(archive) == sorted([archive.path(digest).name, young.name])
    assert Archive(archive.folder / "none").clear_parts(before=2000) == 0


@pytest.mark.parametrize(
    ("system", "release", "expected"),
    [
        ("Linux", "5.8.0-1-amd64", True),
        ("Linux", "6.1", True),
        ("Linux", "5.4.0-200-generic", False),
        ("Linux", "4.19", False),
        ("Darwin", "23.1.0", False),
        ("Linux", "unknown", False),
    ],
)
def test_one_call_for_all_is_used_only_where_it_tells_of_failures(
    monkeypatch: pytest.MonkeyPatch, system: str, release: str, expected: bool
) -> None:
    monkeypatch.setattr("platform.system", lambda: system)
    monkeypatch.setattr("platform.release", lambda: release)
    assert module._linux_at_least(5, 8) is expected


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
