"""The door to the database: engines, transactions, and the schema brought up to date."""

from __future__ import annotations

import re
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine, make_url

from storage.errors import StorageError
from storage.tables import metadata
from storage.version import HEAD

if TYPE_CHECKING:
    from sqlalchemy.dialects import postgresql, sqlite

__all__ = ["Connection", "Engine", "Unusable", "migrate", "open_engine", "transaction", "upsert"]


Unusable = (
    sa.exc.OperationalError,
    sa.exc.InternalError,  # PostgreSQL: a server that may only be read
    sa.exc.ProgrammingError,  # no rights
    sa.exc.InterfaceError,
)
"""The database itself fails (disk full, locked, gone, closed to us), whatever was to be written."""

BUSY_TIMEOUT = 30.0
"""Seconds a writer waits for another one."""

CONNECT_TIMEOUT = 10
"""Seconds a PostgreSQL server is given to answer, where the address does not say `connect_timeout`."""

WRITER = 7_361_023_911
"""The advisory lock that who writes on PostgreSQL holds; any number, but for all programs the same."""


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
        return _postgresql(parsed)
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
    sa.event.listen(engine, "connect", _on_sqlite_connect)
    sa.event.listen(engine, "begin", _on_sqlite_begin)
    return engine


def _on_sqlite_connect(connection: Any, _record: object) -> None:
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


def _reading(connection: Connection) -> bool:
    return bool(connection.get_execution_options().get("reading", False))


def _on_sqlite_begin(connection: Connection) -> None:
    reading = _reading(connection)
    connection.exec_driver_sql(f"PRAGMA query_only={reading:d}")
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")


def _postgresql(url: sa.URL) -> Engine:
    options = {} if "connect_timeout" in url.query else {"connect_timeout": CONNECT_TIMEOUT}
    # A connection that lay in the pool while the server was restarted is replaced, not an error.
    engine = sa.create_engine(url, connect_args=options, pool_pre_ping=True)
    sa.event.listen(engine, "begin", _on_postgresql_begin)
    return engine


def _on_postgresql_begin(connection: Connection) -> None:
    """One writer at a time, as on SQLite, and readers that see one moment however long they take.

    What is a duplicate, whose window a day is and which number comes next is decided by looking at what is
    there; of two programs that look at once neither would see what the other is about to write.

    Serialization failures cannot happen: a writer is READ COMMITTED, so that it sees what the writer before
    it left (with a snapshot taken while it waited for the lock it would not), and a reader changes nothing.
    Deadlocks among writers cannot either, they take this lock before any other; a reader may meet one with
    the program that is migrating, and is told to try again.
    """
    level = "REPEATABLE READ, READ ONLY" if _reading(connection) else "READ COMMITTED"
    lock = "" if _reading(connection) else f"; SELECT pg_advisory_xact_lock({WRITER})"
    timeout = f"SET LOCAL lock_timeout = {BUSY_TIMEOUT * 1000:.0f}"
    connection.exec_driver_sql(f"SET TRANSACTION ISOLATION LEVEL {level}; {timeout}{lock}")


@contextmanager
def transaction(engine: Engine, *, reading: bool = False) -> Iterator[Connection]:
    """Give one transaction: committed at the end, undone by any exception.

    Database failures come out as `StorageError` with words for the console.
    """
    try:
        with engine.connect().execution_options(reading=reading) as connection, connection.begin():
            yield connection
    except sa.exc.DBAPIError as error:
        raise StorageError(_words(engine, _first(error))) from error


def _first(error: sa.exc.DBAPIError) -> sa.exc.DBAPIError:
    """What failed first: SQLite undoes a transaction on a full disk by itself; undoing it then fails too."""
    earlier: BaseException | None = error
    while earlier is not None:
        if isinstance(earlier, sa.exc.DBAPIError):
            error = earlier
        earlier = earlier.__context__
    return error


_BUSY = "被另一个程序占用：请稍候再运行一次"
_FULL = "写不进：磁盘已满，请腾出空间"
_RIGHTS = "不可写：请检查文件和文件夹的权限"

_SQLITE = (
    ("file is not a database", "不是数据库文件：请检查地址是否写错"),
    ("disk image is malformed", "已损坏：请从备份恢复"),
    ("unable to open database file", "打不开：请检查该文件夹是否存在、是否可写"),
    ("readonly database", _RIGHTS),
    ("read-only", _RIGHTS),
    ("disk is full", _FULL),
    ("locked", _BUSY),
    ("disk I/O error", "读写出错：请检查磁盘"),
)
"""What SQLite says, and the words for it."""

_MANY = "连接数已满：请稍候再运行一次，或请管理员调高 max_connections"
_AWAY = "正在启动或停止：请稍候再运行一次"

_POSTGRESQL = {
    "55P03": _BUSY,  # lock_not_available
    "40P01": _BUSY,  # deadlock_detected
    "53100": _FULL,
    "53300": _MANY,
    "57P01": _AWAY,
    "57P02": _AWAY,
    "57P03": _AWAY,
    "25006": "只能读：地址若指向备用服务器，请改为主服务器",
    "42501": "不许该用户这样做：请管理员让它成为该库的所有者",
}
"""SQLSTATE -> words; https://www.postgresql.org/docs/current/errcodes-appendix.html."""

_PASSWORD = "，密码放在环境变量 PGPASSWORD 或文件 ~/.pgpass 中"  # noqa: S105 -- where it is, not what it is

_CONNECTING = (
    (r"password authentication failed|no password supplied", f"不接受用户名或密码：请检查两者{_PASSWORD}"),
    (r'role "[^"]*" does not exist', "没有该用户：请检查用户名，或请管理员建立（createuser）"),
    (r'database "[^"]*" does not exist', "不存在：请检查库名，或请管理员建立（createdb）"),
    (r"no pg_hba\.conf entry", "不许从这台机器连接：请管理员在 pg_hba.conf 中放行"),
    (r"too many clients|too many connections|connection slots are reserved", _MANY),
    (r"starting up|shutting down", _AWAY),
    (
        r"refused|No such file|timeout|resolve|translate|unreachable",
        "连不上：请检查主机和端口，以及服务器是否在运行",
    ),
)
"""What is said where no connection comes about, and the words for it.

There is no SQLSTATE then, and a server may say it in its own language: then its words are shown.
"""


def _words(engine: Engine, error: sa.exc.DBAPIError) -> str:
    said = _said(engine, error)
    words = _known(error, said)
    if words:
        return f"数据库 {_name(engine)} {words}（设置 database.url）。没有写入任何不完整的内容。"
    hint = "请检查设置 database.url。" if isinstance(error, sa.exc.OperationalError) else ""
    return f"数据库 {_name(engine)} 出错：{said}。{hint}"


def _said(engine: Engine, error: sa.exc.DBAPIError) -> str:
    """What the database said, in one line; without the password, and the row that PostgreSQL adds to it."""
    diagnosis = getattr(error.orig, "diag", None)
    said = getattr(diagnosis, "message_primary", None) or str(error.orig)
    secret = engine.url.password
    return " ".join((said.replace(secret, "***") if secret else said).split())


def _known(error: sa.exc.DBAPIError, said: str) -> str | None:
    if isinstance(error.orig, sqlite3.Error):
        return next((words for sign, words in _SQLITE if sign in said), None)
    state = getattr(error.orig, "sqlstate", None)
    if state is None and isinstance(error, sa.exc.OperationalError):
        return next((words for sign, words in _CONNECTING if re.search(sign, said)), None)
    return _POSTGRESQL.get(state or "")


def _name(engine: Engine) -> str:
    """What a person calls the database: its file, or its address without the password."""
    url = engine.url
    if url.get_backend_name() == "sqlite":
        return str(url.database)
    bare = sa.URL.create("postgresql", url.username, None, url.host, url.port, url.database)
    return bare.render_as_string()


def upsert(connection: Connection, table: sa.Table) -> sqlite.Insert | postgresql.Insert:
    """Return an INSERT that can say ON CONFLICT; both databases spell it alike."""
    if connection.dialect.name == "sqlite":
        from sqlalchemy.dialects import sqlite

        return sqlite.insert(table)
    from sqlalchemy.dialects import postgresql  # takes a third as long to import as all of SQLAlchemy

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
