"""The door to the database: engines, transactions, and the schema brought up to date."""

from __future__ import annotations

import re
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection, Engine, make_url

from storage.errors import StorageError
from storage.tables import HEAD, metadata

__all__ = ["Connection", "Engine", "migrate", "open_engine", "transaction", "upsert"]

Insert = sqlite.Insert | postgresql.Insert

BUSY_TIMEOUT = 30.0
"""Seconds a writer waits for another one on SQLite."""


def open_engine(url: str, folder: Path) -> Engine:
    """Return an engine; a relative SQLite path is relative to `folder`."""
    try:
        parsed = make_url(url)
    except (sa.exc.ArgumentError, ValueError) as error:
        raise StorageError(
            f"设置 database.url 的值“{_without_password(url)}”不是数据库地址。{_EXAMPLES}"
        ) from error
    backend = parsed.get_backend_name()
    if backend == "sqlite":
        return _sqlite(parsed, folder)
    if backend != "postgresql":
        raise StorageError(f"设置 database.url：不支持数据库 {backend}。{_EXAMPLES}")
    try:
        return sa.create_engine(parsed)
    except (ImportError, sa.exc.NoSuchModuleError) as error:
        raise StorageError(
            f"设置 database.url：缺少数据库驱动（{error}）。"
            "请安装：pip install 'bulletin-desk[postgres]'，并写作 postgresql+psycopg://…。"
        ) from error


_EXAMPLES = "例如 sqlite:///bulletin.db 或 postgresql://用户@主机/库。"


def _without_password(url: str) -> str:
    return re.sub(r"(://[^:/@]*):.*@", r"\1:***@", url)


def _sqlite(url: sa.URL, folder: Path) -> Engine:
    if url.database and url.database != ":memory:":
        url = url.set(database=str(folder / url.database))
    engine = sa.create_engine(url, connect_args={"timeout": BUSY_TIMEOUT})
    sa.event.listen(engine, "connect", _on_connect)
    sa.event.listen(engine, "begin", _on_begin)
    return engine


def _on_connect(connection: Any, _record: object) -> None:
    # sqlite3 would otherwise open transactions by its own rules and too late for a writer.
    connection.isolation_level = None
    _write_ahead(connection)
    for pragma in ("synchronous=FULL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _write_ahead(connection: Any) -> None:
    """Switch to WAL; SQLite does not wait by itself where another program is just doing that too."""
    until = time.monotonic() + BUSY_TIMEOUT
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > until:
                raise
            time.sleep(0.01)
        else:
            return


def _on_begin(connection: Connection) -> None:
    reading = connection.get_execution_options().get("reading", False)
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")


@contextmanager
def transaction(engine: Engine, *, reading: bool = False) -> Iterator[Connection]:
    """Give one transaction: committed at the end, undone by any exception.

    Database failures come out as `StorageError` with words for the console.
    """
    try:
        with engine.connect().execution_options(reading=reading) as connection, connection.begin():
            yield connection
    except sa.exc.DBAPIError as error:
        raise StorageError(_words(engine, error)) from error


_FAILURES = (
    ("file is not a database", "不是数据库文件：请检查地址是否写错"),
    ("disk image is malformed", "已损坏：请从备份恢复"),
    ("unable to open database file", "打不开：请检查该文件夹是否存在、是否可写"),
    ("readonly database", "不可写：请检查文件和文件夹的权限"),
    ("read-only", "不可写：请检查文件和文件夹的权限"),
    ("disk is full", "写不进：磁盘已满，请腾出空间"),
    ("locked", "被另一个程序占用：请稍候再运行一次"),
    ("disk I/O error", "读写出错：请检查磁盘"),
)


def _words(engine: Engine, error: sa.exc.DBAPIError) -> str:
    said = str(error.orig).strip()
    for sign, words in _FAILURES:
        if sign in said:
            return f"数据库 {_name(engine)} {words}（设置 database.url）。没有写入任何不完整的内容。"
    hint = "请检查设置 database.url。" if isinstance(error, sa.exc.OperationalError) else ""
    return f"数据库 {_name(engine)} 出错：{said}。{hint}"


def _name(engine: Engine) -> str:
    return str(engine.url.database or engine.url.render_as_string(hide_password=True))


def upsert(connection: Connection, table: sa.Table) -> Insert:
    """Return an INSERT that can say ON CONFLICT; both databases spell it alike."""
    if connection.dialect.name == "sqlite":
        return sqlite.insert(table)
    return postgresql.insert(table)


def migrate(engine: Engine) -> None:
    """Bring the schema to the newest version; costs one query where it is there already."""
    with transaction(engine, reading=True) as connection:
        if _version(connection) == HEAD:
            return
    from storage.migrations.runner import upgrade

    with transaction(engine) as connection:
        _refuse_foreign(engine, connection)
        upgrade(connection)


def _refuse_foreign(engine: Engine, connection: Connection) -> None:
    """A database that is not ours, or newer than this program, is left as it is."""
    from storage.migrations.runner import revisions

    version = _version(connection)
    if version is None:
        taken = sorted(set(sa.inspect(connection).get_table_names()) & set(metadata.tables))
        foreign = f"其中已有名为 {taken[0]} 的表" if taken else None
    else:
        foreign = None if version in revisions() else f"版本为 {version}"
    if foreign is None:
        return
    if version is not None and version.isdigit() and version > HEAD:
        raise StorageError(f"数据库 {_name(engine)} 的版本 {version} 比本程序（{HEAD}）新。请更新本程序。")
    raise StorageError(f"{_name(engine)} 不是本程序的数据库：{foreign}。请检查设置 database.url。")


def _version(connection: Connection) -> str | None:
    if not sa.inspect(connection).has_table("alembic_version"):
        return None
    found = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
    return None if found is None else str(found)
