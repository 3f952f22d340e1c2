"""The raw bytes of every message: one file each, named by the digest of its content, never changed."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

from storage.errors import StorageError


class Archive:
    """A folder of raw messages, `ab/cdef….eml` for the sha256 `abcdef…`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path(self, sha256: str) -> Path:
        """Where the bytes of a digest lie, whether they are there or not."""
        return self.folder / sha256[:2] / f"{sha256[2:]}.eml"

    def put(self, messages: Iterable[bytes]) -> list[str]:
        """Store messages durably and return their digests; bytes that are there already cost nothing."""
        digests, touched = [], set()
        try:
            for data in messages:
                digest = hashlib.sha256(data).hexdigest()
                digests.append(digest)
                path = self.path(digest)
                if not path.exists():
                    self._write(path, data)
                    touched.add(path.parent)
            # A new name survives a power cut only when its folder is on the disk too.
            for folder in (*sorted(touched), *([self.folder] if touched else [])):
                _sync_folder(folder)
        except OSError as error:
            raise StorageError(
                f"原始邮件存不进 {error.filename or self.folder}：{error.strerror}。"
                "请检查磁盘空间和写权限（设置 archive.path），然后再运行一次；没有丢失任何邮件。"
            ) from error
        return digests

    def _write(self, path: Path, data: bytes) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, suffix=".part")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise

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


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
