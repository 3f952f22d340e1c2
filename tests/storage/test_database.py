"""Engines and transactions: whole or not at all, and failures that say what to do."""

from __future__ import annotations

import sqlite3
import threading
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest
import sqlalchemy as sa

from storage import database
from storage import tables as t
from storage.database import Engine, migrate, open_engine, transaction
from storage.errors import StorageError
from storage.windows import window_for
from tests.storage.filed import NOW
from tests.storage.guard import unwritable


def add_window(engine: Engine, number: int) -> None:
    with transaction(engine) as connection:
        connection.execute(sa.insert(t.window).values(id=number))


def numbers(engine: Engine) -> list[int]:
    with transaction(engine, reading=True) as connection:
        return list(connection.execute(sa.select(t.window.c.id)).scalars())


# --- addresses -----------------------------------------------------------------------------------


def test_a_relative_path_starts_from_the_folder_of_the_settings(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    engine = open_engine("sqlite:///data/bulletin.db", tmp_path)
    migrate(engine)
    engine.dispose()
    assert (tmp_path / "data" / "bulletin.db").is_file()


def test_an_absolute_path_is_taken_as_it_is(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path}/bulletin.db", Path("/nowhere"))
    migrate(engine)
    engine.dispose()
    assert (tmp_path / "bulletin.db").is_file()


def test_a_database_in_memory_lies_in_no_file(tmp_path: Path) -> None:
    engine = open_engine("sqlite:///:memory:", tmp_path)
    migrate(engine)
    add_window(engine, 7)
    assert numbers(engine) == [7]
    engine.dispose()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("url", ["bulletin.db", "", "sqlite", "postgresql://desk@db.example.com:port/desk"])
def test_what_is_no_address_is_named_with_examples_of_one(tmp_path: Path, url: str) -> None:
    with pytest.raises(
        StorageError, match=r"database\.url.*不是数据库地址.*sqlite:///bulletin\.db"
    ) as caught:
        open_engine(url, tmp_path)
    assert f"“{url}”" in str(caught.value)


@pytest.mark.parametrize("kind", ["mysql", "mssql+pyodbc", "gibtsnicht"])
def test_another_kind_of_database_is_refused_by_name(tmp_path: Path, kind: str) -> None:
    with pytest.raises(StorageError, match=rf"database\.url：不支持数据库 {kind.partition('+')[0]}"):
        open_engine(f"{kind}://desk@db.example.com/desk", tmp_path)


def test_a_missing_driver_is_an_error_that_says_what_to_install(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match=r"缺少数据库驱动.*pip install 'bulletin-desk\[postgres\]'"):
        open_engine("postgresql+gibtsnicht://desk@db.example.com/desk", tmp_path)


def test_an_error_never_shows_the_password_of_an_address(tmp_path: Path) -> None:
    with pytest.raises(StorageError) as caught:
        open_engine("postgresql://desk:geheim@1@db.example.com:port/desk", tmp_path)
    assert "geheim" not in str(caught.value)
    assert "desk:***@db.example.com" in str(caught.value)


# --- transactions --------------------------------------------------------------------------------


def test_a_transaction_is_there_for_the_next_one(engine: Engine) -> None:
    add_window(engine, 7)
    assert numbers(engine) == [7]


def test_an_exception_undoes_the_whole_transaction(engine: Engine) -> None:
    def write_and_fail() -> None:
        with transaction(engine) as connection:
            connection.execute(sa.insert(t.window).values(id=7))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        write_and_fail()
    assert numbers(engine) == []


def test_a_reader_sees_the_state_in_which_it_began(engine: Engine) -> None:
    add_window(engine, 7)
    with transaction(engine, reading=True) as connection:
        before = connection.execute(sa.select(sa.func.count()).select_from(t.window)).scalar()
        add_window(engine, 8)
        after = connection.execute(sa.select(sa.func.count()).select_from(t.window)).scalar()
    assert (before, after) == (1, 1)
    assert numbers(engine) == [7, 8]


def test_writing_is_durable_and_holds_tables_together(sqlite: Engine) -> None:
    """WAL, synchronous=FULL (2), foreign keys on: a message without its window cannot be."""
    with transaction(sqlite, reading=True) as connection:
        names = ("journal_mode", "synchronous", "foreign_keys")
        found = [connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in names]
    assert found == ["wal", 2, 1]


def test_a_row_without_the_one_it_belongs_to_is_refused(engine: Engine) -> None:
    with pytest.raises(StorageError, match=r"(?i)foreign key"), transaction(engine) as connection:
        connection.execute(sa.insert(t.issue).values(window_id=99, year=2021, number=9, serial=9, series={}))


def test_a_reading_transaction_refuses_to_write(engine: Engine) -> None:
    """Who writes there would write beside the one writer, and on one of the databases only."""
    with pytest.raises(StorageError), transaction(engine, reading=True) as connection:
        connection.execute(sa.insert(t.window).values(id=7))
    add_window(engine, 8)
    assert numbers(engine) == [8]


def test_a_broken_rule_is_an_error_that_names_the_database(engine: Engine) -> None:
    add_window(engine, 7)
    said = (
        r"UNIQUE constraint failed: window\.id|duplicate key value violates unique constraint \"pk_window\""
    )
    with pytest.raises(StorageError, match=rf"/ledger[^ ]* 出错：(?:{said})。$"):
        add_window(engine, 7)


# --- moments -------------------------------------------------------------------------------------


def test_a_moment_comes_back_in_utc_whatever_zone_it_was_given_in(engine: Engine) -> None:
    shanghai = datetime(2021, 5, 6, 8, 30, 15, 250_000, tzinfo=timezone(timedelta(hours=8)))
    with transaction(engine) as connection:
        connection.execute(sa.insert(t.lease).values(name="a", holder="h", until=shanghai))
        found = connection.execute(sa.select(t.lease.c.until)).scalar_one()
    assert found == shanghai
    assert found.tzinfo is UTC


def test_a_moment_without_zone_is_refused(engine: Engine) -> None:
    naive = datetime(2021, 5, 6)  # noqa: DTZ001 -- the case
    statement = sa.insert(t.lease).values(name="a", holder="h", until=naive)
    with (
        transaction(engine) as connection,
        pytest.raises(sa.exc.StatementError, match="naive datetime 2021-05-06"),
    ):
        connection.execute(statement)


def test_moments_are_ordered_whatever_zones_they_were_given_in(engine: Engine) -> None:
    zones = [timezone(timedelta(hours=hours)) for hours in (9, -5, 0)]
    moments = [(NOW + timedelta(minutes=n)).astimezone(zone) for n, zone in enumerate(zones)]
    with transaction(engine) as connection:
        for n, moment in enumerate(moments):
            connection.execute(sa.insert(t.lease).values(name=f"{n}", holder="h", until=moment))
        found = connection.execute(sa.select(t.lease.c.name).order_by(t.lease.c.until)).scalars().all()
    assert found == ["0", "1", "2"]


# --- failures ------------------------------------------------------------------------------------


def test_a_file_that_is_no_database_is_an_error_and_stays_as_it_is(tmp_path: Path) -> None:
    """An address that points to some other file must not cost that file."""
    (tmp_path / "ledger.db").write_text("这是一份通讯录，不是数据库。" * 100, "utf-8")
    before = (tmp_path / "ledger.db").read_bytes()
    engine = open_engine("sqlite:///ledger.db", tmp_path)
    with pytest.raises(StorageError, match=r"ledger\.db 不是数据库文件.*database\.url"):
        migrate(engine)
    engine.dispose()
    assert (tmp_path / "ledger.db").read_bytes() == before


def test_a_missing_folder_is_an_error_that_names_place_and_setting(tmp_path: Path) -> None:
    engine = open_engine("sqlite:///gone/ledger.db", tmp_path)
    with pytest.raises(StorageError, match=r"gone/ledger\.db 打不开：请检查该文件夹.*database\.url"):
        migrate(engine)


def test_a_folder_that_cannot_be_written_is_an_error_that_names_place_and_setting() -> None:
    with unwritable() as folder:
        engine = open_engine("sqlite:///ledger.db", folder)
        with pytest.raises(StorageError, match=rf"{folder}/ledger\.db 打不开：.*是否可写.*database\.url"):
            migrate(engine)


def test_a_file_that_cannot_be_written_is_an_error_that_names_place_and_setting(
    sqlite: Engine, tmp_path: Path
) -> None:
    sqlite.dispose()
    with unwritable(ledger=(tmp_path / "ledger.db").read_bytes()) as folder:
        locked = open_engine("sqlite:///ledger.db", folder)
        with pytest.raises(StorageError, match=r"ledger\.db (?:不可写|打不开)：.*database\.url"):
            add_window(locked, 7)
        locked.dispose()


def test_a_database_in_use_for_long_is_an_error_that_says_to_try_again(
    engine: Engine, url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "BUSY_TIMEOUT", 0.05)
    other = open_engine(url, tmp_path)
    with (
        transaction(engine),
        pytest.raises(StorageError, match="被另一个程序占用：请稍候再运行一次"),
    ):
        add_window(other, 7)
    other.dispose()


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("database or disk is full", "磁盘已满，请腾出空间"),
        ("database disk image is malformed", "已损坏：请从备份恢复"),
        ("disk I/O error", "请检查磁盘"),
        ("attempt to write a readonly database", "请检查文件和文件夹的权限"),
        ("no such table: window", "出错：no such table: window。请检查设置 database.url"),
    ],
)
def test_each_failure_of_a_file_has_its_remedy(sqlite: Engine, said: str, words: str) -> None:
    with pytest.raises(StorageError, match=words), transaction(sqlite):
        raise sa.exc.OperationalError("SELECT 1", {}, sqlite3.OperationalError(said))


# --- several programs at once --------------------------------------------------------------------


def test_a_writer_waits_for_another_one(engine: Engine, url: str, tmp_path: Path) -> None:
    other = open_engine(url, tmp_path)
    with transaction(engine) as connection:
        waiting = threading.Thread(target=add_window, args=(other, 8))
        waiting.start()
        waiting.join(0.2)
        assert waiting.is_alive()
        connection.execute(sa.insert(t.window).values(id=7))
    waiting.join(20)
    other.dispose()
    assert numbers(engine) == [7, 8]


def filler(engine: Engine, day: date) -> None:
    with transaction(engine) as connection:
        window_for(connection, day)


def test_what_a_writer_makes_is_there_for_the_one_that_waited(
    engine: Engine, url: str, tmp_path: Path
) -> None:
    """Both want the window of a day that has none; it is made once."""
    other = open_engine(url, tmp_path)
    with transaction(engine) as connection:
        window_for(connection, NOW.date())
        waiting = threading.Thread(target=filler, args=(other, NOW.date()))
        waiting.start()
        waiting.join(0.2)
    waiting.join(20)
    other.dispose()
    assert len(numbers(engine)) == 1


def test_readers_wait_for_nobody(engine: Engine, url: str, tmp_path: Path) -> None:
    other = open_engine(url, tmp_path)
    with transaction(engine) as connection:
        connection.execute(sa.insert(t.window).values(id=7))
        assert numbers(other) == []
    other.dispose()


def writing(path: Path) -> sqlite3.Connection:
    """A connection that is writing to a database of the old journal."""
    holder = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    holder.execute("CREATE TABLE mine (a)")
    holder.execute("BEGIN IMMEDIATE")
    holder.execute("INSERT INTO mine VALUES (1)")
    return holder


def test_a_database_that_is_just_being_set_up_is_waited_for(tmp_path: Path) -> None:
    """SQLite itself does not wait with the change of its journal (https://sqlite.org/wal.html)."""
    holder = writing(tmp_path / "ledger.db")
    engine = open_engine("sqlite:///ledger.db", tmp_path)
    release = threading.Timer(0.2, holder.rollback)
    release.start()
    migrate(engine)
    release.join()
    assert numbers(engine) == []
    engine.dispose()
    holder.close()


def test_a_database_that_stays_in_other_hands_is_given_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "BUSY_TIMEOUT", 0.05)
    holder = writing(tmp_path / "ledger.db")
    engine = open_engine("sqlite:///ledger.db", tmp_path)
    with pytest.raises(StorageError, match="被另一个程序占用"):
        migrate(engine)
    engine.dispose()
    holder.close()
