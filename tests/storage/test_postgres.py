"""What is PostgreSQL's own: how it is set up, how it is reached, and what it says when something is wrong."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
import sqlalchemy as sa

from storage import database
from storage import tables as t
from storage.database import Engine, migrate, open_engine, transaction
from storage.errors import StorageError
from storage.windows import stored_windows, window_for
from tests.postgres import GUEST, PASSWORD, USER, Postgres, needed
from tests.storage.filed import NOW

pytestmark = needed


@pytest.fixture
def name(postgres: Postgres) -> Iterator[str]:
    """A ledger whose settings may be changed."""
    address = postgres.database()
    yield str(sa.make_url(address).database)
    postgres.drop(address)


@pytest.fixture
def engine(postgres: Postgres, name: str, tmp_path: Path) -> Iterator[Engine]:
    made = open_engine(postgres.url(name), tmp_path)
    yield made
    made.dispose()


def end_connections(postgres: Postgres, name: str) -> None:
    postgres.execute(
        f"SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = '{name}'"  # noqa: S608
    )


def failure(url: str, folder: Path) -> str:
    """What is said where a ledger cannot be opened."""
    engine = open_engine(url, folder)
    with pytest.raises(StorageError) as caught:
        migrate(engine)
    engine.dispose()
    return str(caught.value)


# --- however the database is set up --------------------------------------------------------------


@pytest.mark.parametrize("level", ["repeatable read", "serializable"])
def test_a_writer_that_waited_sees_what_the_one_before_it_left(
    postgres: Postgres, name: str, engine: Engine, level: str
) -> None:
    """At those levels of isolation it would see the moment at which it began to wait."""
    postgres.execute(f"ALTER DATABASE {name} SET default_transaction_isolation = '{level}'")

    def make() -> None:
        with transaction(engine) as connection:
            window_for(connection, NOW.date())

    with transaction(engine) as connection:
        window_for(connection, NOW.date())
        waiting = threading.Thread(target=make)
        waiting.start()
        waiting.join(0.2)
    waiting.join(20)
    with transaction(engine, reading=True) as connection:
        assert len(stored_windows(connection)) == 1


def test_moments_come_back_in_utc_from_a_server_in_another_zone(
    postgres: Postgres, name: str, engine: Engine
) -> None:
    postgres.execute(f"ALTER DATABASE {name} SET timezone = 'Asia/Shanghai'")
    with transaction(engine) as connection:
        connection.execute(sa.insert(t.lease).values(name="a", holder="h", until=NOW))
        found = connection.execute(sa.select(t.lease.c.until)).scalar_one()
    assert found.isoformat() == NOW.isoformat()


def test_a_connection_that_was_ended_while_nobody_used_it_is_replaced(
    postgres: Postgres, name: str, engine: Engine
) -> None:
    with transaction(engine, reading=True):
        pass
    end_connections(postgres, name)
    with transaction(engine, reading=True) as connection:
        assert stored_windows(connection) == ()


def test_a_reader_does_not_wait_for_ever_for_a_database_that_is_being_changed(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "BUSY_TIMEOUT", 0.05)
    with transaction(engine) as changing:
        changing.exec_driver_sql('LOCK TABLE "window" IN ACCESS EXCLUSIVE MODE')
        with (
            pytest.raises(StorageError, match="被另一个程序占用：请稍候再运行一次"),
            transaction(engine, reading=True) as connection,
        ):
            stored_windows(connection)


# --- where no connection comes about -------------------------------------------------------------


def test_a_server_that_does_not_run_is_an_error_that_names_the_address(tmp_path: Path) -> None:
    said = failure(f"postgresql://desk@/desk?host={tmp_path}", tmp_path)
    assert said.startswith("数据库 postgresql://desk@/desk 连不上：请检查主机和端口")
    assert "database.url" in said


@pytest.mark.parametrize("password", ["", ":geheim"], ids=["none", "wrong"])
def test_a_password_that_is_wrong_or_missing_is_an_error_that_says_where_it_belongs(
    postgres: Postgres, tmp_path: Path, password: str
) -> None:
    said = failure(postgres.url("postgres", GUEST + password), tmp_path)
    assert "postgresql://guest@/postgres 不接受用户名或密码" in said
    assert "PGPASSWORD" in said
    assert "geheim" not in said


def test_a_password_stands_in_no_error_wherever_it_was_in_the_address(
    postgres: Postgres, tmp_path: Path
) -> None:
    said = failure(postgres.url("postgres", GUEST) + "&password=geheim", tmp_path)
    assert "不接受用户名或密码" in said
    assert "geheim" not in said


def test_what_the_driver_says_is_shown_without_the_password(postgres: Postgres, tmp_path: Path) -> None:
    engine = open_engine(postgres.url("postgres", f"{USER}:geheim"), tmp_path)
    with pytest.raises(StorageError, match=r"desk:\*\*\*@") as caught, transaction(engine):
        raise sa.exc.OperationalError("", {}, psycopg.OperationalError("cannot parse desk:geheim@"))
    engine.dispose()
    assert "geheim" not in str(caught.value)


def test_a_user_that_does_not_exist_is_an_error_that_says_who_makes_one(
    postgres: Postgres, tmp_path: Path
) -> None:
    assert "没有该用户：请检查用户名，或请管理员建立（createuser）" in failure(
        postgres.url("postgres", "nobody"), tmp_path
    )


def test_a_database_that_does_not_exist_is_an_error_that_says_who_makes_one(
    postgres: Postgres, tmp_path: Path
) -> None:
    said = failure(postgres.url("gone"), tmp_path)
    assert "数据库 postgresql://desk@/gone 不存在：请检查库名，或请管理员建立（createdb）" in said


def test_a_server_without_room_for_a_connection_is_an_error_that_says_so(
    postgres: Postgres, name: str, tmp_path: Path
) -> None:
    postgres.execute(f"ALTER DATABASE {name} CONNECTION LIMIT 0")
    assert "连接数已满：请稍候再运行一次" in failure(postgres.url(name), tmp_path)


# --- where something is refused ------------------------------------------------------------------


def test_a_user_that_may_make_no_tables_is_an_error_that_says_what_to_ask_for(
    postgres: Postgres, tmp_path: Path
) -> None:
    address = postgres.database(migrated=False)
    guest = postgres.url(str(sa.make_url(address).database), f"{GUEST}:{PASSWORD}")
    postgres.execute("REVOKE CREATE ON SCHEMA public FROM public", str(sa.make_url(address).database))
    said = failure(guest, tmp_path)
    postgres.drop(address)
    assert "不许该用户这样做：请管理员让它成为该库的所有者" in said


def test_a_server_that_takes_no_writing_is_an_error_that_says_which_one_does(
    postgres: Postgres, name: str, engine: Engine
) -> None:
    """A standby: it answers as any other until something is written."""
    postgres.execute(f"ALTER DATABASE {name} SET default_transaction_read_only = on")
    with (
        pytest.raises(StorageError, match="只能读：地址若指向备用服务器，请改为主服务器"),
        transaction(engine) as connection,
    ):
        window_for(connection, NOW.date())


def test_a_server_that_stops_meanwhile_is_an_error_and_nothing_is_written(
    postgres: Postgres, name: str, engine: Engine
) -> None:
    def write_on() -> None:
        with transaction(engine) as connection:
            window_for(connection, NOW.date())
            end_connections(postgres, name)
            window_for(connection, NOW.date())

    with pytest.raises(StorageError, match="正在启动或停止：请稍候再运行一次"):
        write_on()
    with transaction(engine, reading=True) as connection:
        assert stored_windows(connection) == ()


def test_an_error_does_not_quote_the_row_that_was_refused(engine: Engine) -> None:
    """PostgreSQL adds the whole row, which may be a letter."""
    with (
        pytest.raises(StorageError, match="null value in column") as caught,
        transaction(engine) as connection,
    ):
        connection.exec_driver_sql("INSERT INTO lease (name, holder) VALUES ('submissions', '韦小明')")
    assert "韦小明" not in str(caught.value)


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (psycopg.errors.DiskFull, "磁盘已满，请腾出空间"),
        (psycopg.errors.DeadlockDetected, "被另一个程序占用：请稍候再运行一次"),
        (psycopg.errors.CannotConnectNow, "正在启动或停止"),
        (psycopg.errors.TooManyConnections, "连接数已满"),
    ],
)
def test_each_failure_of_a_server_has_its_remedy(
    engine: Engine, kind: type[psycopg.OperationalError], words: str
) -> None:
    with pytest.raises(StorageError, match=words), transaction(engine):
        raise sa.exc.OperationalError("SELECT 1", {}, kind("said"))


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (
            'connection failed: FATAL: no pg_hba.conf entry for host "192.0.2.7"',
            "请管理员在 pg_hba.conf 中放行",
        ),
        ("connection timeout expired", "连不上：请检查主机和端口"),
        ("failed to resolve host 'db.example.com': [Errno -2]", "连不上：请检查主机和端口"),
        ("connection failed: FATAL: 数据库系统已损坏", "出错：.*数据库系统已损坏。请检查设置 database.url"),
    ],
)
def test_each_reason_why_no_connection_comes_about_has_its_remedy(
    engine: Engine, said: str, words: str
) -> None:
    with pytest.raises(StorageError, match=words), transaction(engine):
        raise sa.exc.OperationalError("", {}, psycopg.OperationalError(said))
