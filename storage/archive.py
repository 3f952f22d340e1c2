"""The raw bytes of every message: one file each, named by the digest of its content, never changed."""

from __future__ import annotations

import ctypes
import hashlib
import os
import platform
import tempfile
from collections.abc import Iterable
from pathlib import Path

from storage.errors import StorageError

Content = bytes | Iterable[bytes]

_PART = ".part"


class Archive:
    """A folder of raw messages, `ab/cdef….eml` for the sha256 `abcdef…`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path(self, sha256: str) -> Path:
        """Where the bytes of a digest lie, whether they are there or not."""
        return self.folder / sha256[:2] / f"{sha256[2:]}.eml"

    def put(self, messages: Iterable[Content]) -> list[str]:
        """Store messages durably and return their digests.

        Each is given whole or in pieces.  They are made durable together, when all are written: a process
        that dies before leaves files that no ledger names, and these are looked at before they are used.
        """
        digests: list[str] = []
        try:
            digests.extend(self._store(content) for content in messages)
            _make_durable(self.folder, [self.path(digest) for digest in digests])
        except OSError as error:
            raise StorageError(
                f"原始邮件存不进 {error.filename or self.folder}：{error.strerror}。"
                "请检查磁盘空间和写权限（设置 archive.path），然后再运行一次；没有丢失任何邮件。"
            ) from error
        return digests

    def _store(self, content: Content) -> str:
        pieces = (content,) if isinstance(content, bytes) else content
        self.folder.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=self.folder, suffix=_PART)
        part = Path(name)
        try:
            digest = hashlib.sha256()
            with os.fdopen(handle, "wb") as file:
                for piece in pieces:
                    file.write(piece)
                    digest.update(piece)
            sha256 = digest.hexdigest()
            path = self.path(sha256)
            # One that is there may be what a power cut left of it, and is worth nothing until it is read.
            if path.exists() and _digest(path) == sha256:
                part.unlink()
            else:
                path.parent.mkdir(exist_ok=True)
                part.replace(path)
        except BaseException:
            part.unlink(missing_ok=True)
            raise
        return sha256

    def get(self, sha256: str) -> bytes:
        """Return the bytes of a digest, or raise `StorageError` where they are missing or altered."""
        path = self.path(sha256)
        try:
            data = path.read_bytes()
        except OSError as error:
            raise StorageError(
                f"存档中缺少原始邮件 {path}：{error.strerror}。请从备份恢复该文件。"
            ) from error
        if hashlib.sha256(data).hexdigest() != sha256:
            raise StorageError(f"存档文件 {path} 的内容与其指纹不符，已损坏。请从备份恢复该文件。")
        return data

    def clear_parts(self, before: float) -> int:
        """Remove what killed runs left half written before a moment (seconds since 1970); return how many."""
        old = [path for path in self.folder.glob(f"*{_PART}") if path.stat().st_mtime < before]
        for path in old:
            path.unlink(missing_ok=True)
        return len(old)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


# --- durability ----------------------------------------------------------------------------------


def _make_durable(folder: Path, paths: list[Path]) -> None:
    """Have files and their names on the disk: one call for all of them where the system has it."""
    if not paths:
        return
    if _SYNC_TELLS_ERRORS and len(paths) > 1:
        _sync_file_system(folder)
        return
    for path in paths:
        sync(path)
    # A new name survives a power cut only when its folder is on the disk too.
    for parent in sorted({path.parent for path in paths}):
        sync(parent)
    sync(folder)


def sync(path: Path) -> None:
    """Have a file, or the names in a folder, on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _sync_file_system(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        if ctypes.CDLL(None, use_errno=True).syncfs(handle) != 0:
            number = ctypes.get_errno()
            raise OSError(number, os.strerror(number), str(folder))
    finally:
        os.close(handle)


def _linux_at_least(major: int, minor: int) -> bool:
    if platform.system() != "Linux":
        return False
    found = platform.release().split("-")[0].split(".")[:2]
    return tuple(int(part) for part in found if part.isdigit()) >= (major, minor)


_SYNC_TELLS_ERRORS = _linux_at_least(5, 8)
"""syncfs(2): before Linux 5.8 it did not tell of bytes that could not be written."""
