"""Copies of what is stored: the database as it stood at one moment, and raw messages file by file.

A copy is written beside its place under another name, is made durable, and only then takes its place.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import sqlite3
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO
from urllib.parse import quote

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from storage import tables as t
from storage.archive import sync
from storage.errors import StorageError

PREFIXES = tuple(f"{number:02x}" for number in range(256))
"""The sub-folders of an archive: the first two digits of the digests in them."""

_MESSAGE = re.compile(r"([0-9a-f]{62})\.eml")
_UNFINISHED = ".unfinished-"
_SAFE = "以前的备份没有改动，仍可使用。"


class DamagedError(StorageError):
    """A raw message cannot be read, or is not what its name says; others are not concerned."""


# --- the database --------------------------------------------------------------------------------


@contextmanager
def snapshot(engine: Engine, target: Path) -> Iterator[Connection]:
    """Copy the database into the empty file `target` while others go on writing.

    Gives a connection that reads the very state that was copied.  Leases are not copied: they belong to
    processes.  Raises `StorageError` where the copy cannot be made.
    """
    copied = _sqlite(engine, target) if engine.dialect.name == "sqlite" else _postgresql(engine, target)
    try:
        with copied as connection:
            yield connection
    except (sqlite3.Error, sa.exc.DBAPIError) as error:
        said = str(getattr(error, "orig", error)).strip()
        words = next(
            (words for sign, words in _FAILURES if sign in said), "请检查磁盘和数据库（intake check）"
        )
        raise StorageError(f"数据库复制不到 {target.parent}：{said}。{words}。{_SAFE}") from error


_FAILURES = (
    ("disk is full", "磁盘已满，请腾出空间，或换一个文件夹"),
    ("malformed", "数据库已损坏，请从备份恢复（README 的 Recovery 一章）"),
    ("locked", "数据库被另一个程序占用，请稍候再运行一次"),
)


@contextmanager
def _sqlite(engine: Engine, target: Path) -> Iterator[Connection]:
    source = engine.raw_connection()
    try:
        assert source.driver_connection is not None
        # A connection from the pool may have been set to read only.
        source.driver_connection.execute("PRAGMA query_only=0")
        # One reader over one state, however long it takes; the backup API starts anew with every writer.
        source.driver_connection.execute("VACUUM INTO ?", (str(target),))
    finally:
        source.close()
    place = f"file:{quote(str(target))}?mode=rw"
    copy = sa.create_engine(
        "sqlite://", creator=lambda: sqlite3.connect(place, uri=True), poolclass=sa.pool.NullPool
    )
    with copy.connect() as connection:
        connection.exec_driver_sql("PRAGMA journal_mode=MEMORY")  # a file beside it would stay behind
        connection.execute(sa.delete(t.lease))
        connection.commit()
        yield connection


def database_problem(connection: Connection) -> str | None:
    """Return what is wrong with a SQLite database as a file, None where it is sound or on a server."""
    if connection.dialect.name != "sqlite":
        return None
    said = connection.exec_driver_sql("PRAGMA quick_check(3)").scalars().all()
    return None if said == ["ok"] else f"已损坏（{'；'.join(' '.join(str(line).split()) for line in said)}）"


@contextmanager
def _postgresql(engine: Engine, target: Path) -> Iterator[Connection]:
    with engine.connect().execution_options(reading=True) as connection:
        name = connection.exec_driver_sql("SELECT pg_export_snapshot()").scalar_one()
        _pg_dump(engine.url, str(name), target)
        yield connection


def _pg_dump(url: sa.URL, name: str, target: Path) -> None:
    """Dump the state of an exported snapshot.  The password goes by the environment: `ps` shows arguments."""
    program = shutil.which("pg_dump")
    if program is None:
        raise StorageError(
            "找不到程序 pg_dump，无法备份 PostgreSQL。"
            f"请安装 PostgreSQL 客户端（Debian：apt install postgresql-client，版本不低于服务器）。{_SAFE}"
        )
    options = ["--format=custom", "--no-password", f"--snapshot={name}", "--exclude-table-data=lease"]
    said = subprocess.run(  # noqa: S603 -- found on PATH, arguments without a shell
        [program, *options, f"--file={target}", f"--dbname={_conninfo(url)}"],
        env=os.environ | ({"PGPASSWORD": _secret(url)} if _secret(url) else {}),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )
    if said.returncode:
        last = next((line for line in reversed(said.stderr.splitlines()) if line.strip()), "没有说明原因")
        raise StorageError(
            f"pg_dump 没有完成（{last.strip()[:300]}）。请检查 {target.parent} 的磁盘空间、"
            f"pg_dump 的版本（不低于服务器）和设置 database.url。{_SAFE}"
        )


def _secret(url: sa.URL) -> str:
    given = url.query.get("password", "")
    return str(url.password or (given if isinstance(given, str) else given[0]))


def _conninfo(url: sa.URL) -> str:
    """What libpq must know to connect, without the password."""
    told = {"host": url.host, "port": url.port, "user": url.username, "dbname": url.database}
    told |= {
        key: value if isinstance(value, str) else ",".join(value)
        for key, value in url.query.items()
        if key != "password"
    }
    pairs = ((key, re.sub(r"([\\'])", r"\\\1", str(value))) for key, value in told.items() if value)
    return " ".join(f"{key}='{value}'" for key, value in pairs)


# --- files ---------------------------------------------------------------------------------------


def messages_in(folder: Path, prefix: str) -> dict[str, int]:
    """Return digest -> size of the messages in one sub-folder of an archive.

    Symbolic links, and whatever else is no message, are left out.
    """
    below = folder / prefix
    if below.is_symlink() or not below.is_dir():
        return {}
    with os.scandir(below) as entries:
        return {
            prefix + named[1]: entry.stat(follow_symlinks=False).st_size
            for entry in entries
            if (named := _MESSAGE.fullmatch(entry.name)) and entry.is_file(follow_symlinks=False)
        }


def intact(path: Path, sha256: str) -> bool:
    """Return whether a file holds the bytes of a digest; read in pieces."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest() == sha256


def copy_message(source: Path, target: Path, sha256: str) -> int:
    """Copy one raw message and return its size in bytes; it is read back before it takes its place.

    Raises `DamagedError` for a source that is not what its name says, OSError where nothing can be written.
    """
    try:
        handle = os.open(source, os.O_RDONLY | os.O_NOFOLLOW)
    except OSError as error:
        raise DamagedError(f"存档文件 {source} 读不了：{error.strerror}") from error
    with os.fdopen(handle, "rb") as file, placed(target) as part:
        with part.open("wb") as out:
            for piece in _pieces(file, source):
                out.write(piece)
        if not intact(part, sha256):
            raise DamagedError(f"存档文件 {source} 的内容与其指纹不符，已损坏")
        return part.stat().st_size


def _pieces(file: BinaryIO, source: Path) -> Iterator[bytes]:
    try:
        while piece := file.read(1 << 20):
            yield piece
    except OSError as error:
        raise DamagedError(f"存档文件 {source} 读不了：{error.strerror}") from error


@contextmanager
def placed(path: Path) -> Iterator[Path]:
    """Give an empty file, which once filled takes the place of `path`: whole and durable, or not at all.

    It is the owner's alone, whatever the umask.
    """
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=_UNFINISHED)
    os.close(handle)
    part = Path(name)
    try:
        yield part
        sync(part)
        part.replace(path)
    finally:
        for left in (part, Path(f"{part}-journal")):
            left.unlink(missing_ok=True)


def own_folder(path: Path) -> None:
    """Make a folder for the owner alone; one that leads elsewhere is refused with `StorageError`."""
    path.mkdir(mode=0o700, exist_ok=True)
    if path.is_symlink():
        raise StorageError(f"{path} 是符号链接，备份不写到别处去。请移走它，或换一个备份文件夹。")


def clear_unfinished(folder: Path) -> None:
    """Remove what a backup that was killed left half written in a folder."""
    for path in folder.glob(f"{_UNFINISHED}*"):
        path.unlink(missing_ok=True)
