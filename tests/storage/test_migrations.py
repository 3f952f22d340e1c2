"""The migrations build the very tables that the code works with."""

from __future__ import annotations

import re
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from importlib.resources import files
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from storage.database import Engine, migrate, open_engine, transaction
from storage.errors import StorageError
from storage.migrations import runner
from storage.migrations.runner import _config, revisions
from storage.tables import metadata
from storage.version import HEAD
from tests.schema import UPGRADE
from tests.storage.filed import NOW

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def tables(monkeypatch: pytest.MonkeyPatch) -> None:
    """Here every ledger is really migrated."""
    monkeypatch.setattr(runner, "upgrade", UPGRADE)


def schema(engine: Engine) -> dict[str, list[str]]:
    """Every table of a database with its columns and indexes."""
    with transaction(engine, reading=True) as connection:
        seen = sa.inspect(connection)
        return {
            table: [f"{column['name']} {column['type']}" for column in seen.get_columns(table)]
            + [str(index["name"]) for index in seen.get_indexes(table)]
            for table in seen.get_table_names()
        }


def written(path: Path) -> list[tuple[str, str]]:
    """Every table and index of a SQLite file with the words that made it."""
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute("SELECT name, sql FROM sqlite_master ORDER BY name").fetchall()


def clauses(sql: str | None) -> list[str]:
    """What a statement says, in an order of its own; a column added later stands on another one's line."""
    return sorted(filter(None, (c.strip(" ,\t") for c in re.split(r"\n|, (?![^(]*\))", sql or ""))))


def execute(engine: Engine, *statements: str) -> None:
    with transaction(engine) as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)


@pytest.fixture
def empty(blank: str, tmp_path: Path) -> Iterator[Engine]:
    """A database without any table, whose tables may be spoilt."""
    made = open_engine(blank, tmp_path)
    yield made
    made.dispose()


def test_the_migrations_build_the_tables_of_the_code(engine: Engine) -> None:
    with transaction(engine, reading=True) as connection:
        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "compare_server_default": True}
        )
        assert compare_metadata(context, metadata) == []


def test_what_a_comparison_overlooks_is_the_same_too(sqlite: Engine, tmp_path: Path) -> None:
    """Checks, rowids and numbering of rows: the words that make each table are the same, line by line."""
    plain = open_engine("sqlite:///plain.db", tmp_path)
    with transaction(plain) as connection:
        metadata.create_all(connection)
    plain.dispose()
    sqlite.dispose()
    built = [
        (name, clauses(sql)) for name, sql in written(tmp_path / "ledger.db") if "alembic_version" not in name
    ]
    made = [(name, clauses(sql)) for name, sql in written(tmp_path / "plain.db")]
    assert built == made


def test_the_head_in_the_code_is_the_newest_revision_file() -> None:
    names = [path.name for path in files("storage.migrations.versions").iterdir() if path.name[0] == "v"]
    assert max(names).startswith(f"v{HEAD}_")
    assert max(revisions()) == HEAD


def test_a_migrated_database_says_its_version(engine: Engine) -> None:
    with transaction(engine, reading=True) as connection:
        assert connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalars().all() == [HEAD]


def test_migrating_twice_does_nothing(engine: Engine) -> None:
    before = schema(engine)
    statements: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        statements.append(statement)

    sa.event.listen(engine, "before_cursor_execute", note)
    migrate(engine)
    sa.event.remove(engine, "before_cursor_execute", note)
    assert schema(engine) == before
    assert [said for said in statements if not said.startswith(("SELECT", "PRAGMA", "BEGIN", "SET"))] == []


def test_what_is_stored_outlives_a_migration(engine: Engine) -> None:
    with transaction(engine) as connection:
        connection.execute(sa.insert(metadata.tables["window"]).values(id=7))
    migrate(engine)
    with transaction(engine, reading=True) as connection:
        assert connection.execute(sa.select(metadata.tables["window"].c.id)).scalars().all() == [7]


def test_several_programs_may_set_up_the_same_database_at_once(
    blank: str, empty: Engine, tmp_path: Path
) -> None:
    program = (
        "import sys; from pathlib import Path; from storage.database import migrate, open_engine\n"
        "migrate(open_engine(sys.argv[1], Path(sys.argv[2])))"
    )
    command = [sys.executable, "-c", program, blank, str(tmp_path)]
    running = [subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True) for _ in range(6)]
    assert [(one.communicate(timeout=60)[1], one.returncode) for one in running] == [("", 0)] * 6
    assert "window" in schema(empty)


def test_a_database_of_a_newer_version_is_left_alone(empty: Engine) -> None:
    migrate(empty)
    newer = f"{int(HEAD) + 1:04}"
    execute(empty, f"UPDATE alembic_version SET version_num = '{newer}'")  # noqa: S608 -- a number
    before = schema(empty)
    said = rf"/ledger[^ ]* 的版本 {newer} 比本程序（{HEAD}）新。请更新本程序。"
    with pytest.raises(StorageError, match=said):
        migrate(empty)
    assert schema(empty) == before


@pytest.mark.parametrize("version", ["27c6a30d7c24", "0000"])
def test_a_database_of_another_program_that_migrates_alike_is_left_alone(empty: Engine, version: str) -> None:
    migrate(empty)
    execute(empty, f"UPDATE alembic_version SET version_num = '{version}'")  # noqa: S608 -- from above
    with pytest.raises(StorageError, match=rf"不是本程序的数据库：版本为 {version}。.*database\.url"):
        migrate(empty)


def test_a_database_of_another_program_with_tables_of_our_names_is_left_alone(empty: Engine) -> None:
    execute(empty, "CREATE TABLE message (body TEXT)", "INSERT INTO message VALUES ('别人的')")
    before = schema(empty)
    with pytest.raises(StorageError, match=r"不是本程序的数据库：其中已有名为 message 的表。.*database\.url"):
        migrate(empty)
    assert schema(empty) == before


def test_a_migration_that_breaks_off_leaves_nothing_behind(empty: Engine) -> None:
    """An index of our name breaks the building halfway; what was built by then is undone."""
    execute(empty, "CREATE TABLE other (a TEXT)", "CREATE INDEX ix_message_state ON other (a)")
    before = schema(empty)
    with pytest.raises(StorageError, match="ix_message_state"):
        migrate(empty)
    assert schema(empty) == before


def test_a_ledger_of_the_first_version_keeps_its_letters(blank: str, tmp_path: Path) -> None:
    engine = open_engine(blank, tmp_path)
    window = {"start": None, "end": None}
    row = {
        "account": "submissions",
        "folder": "INBOX",
        "uidvalidity": 1,
        "uid": 7,
        "sha256": "ab" * 32,
        "size": 9,
        "received_at": NOW,
        "received_on": NOW.date(),
        "stored_at": NOW,
        "window_id": 1,
        "state": "read",
        "defects": [],
    }
    with transaction(engine) as connection, _config() as config:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
    with transaction(engine) as connection:
        connection.execute(sa.insert(metadata.tables["window"]).values(window))
        old = sa.table("message", *(sa.column(name, metadata.tables["message"].c[name].type) for name in row))
        connection.execute(sa.insert(old).values(row))
    migrate(engine)
    with transaction(engine, reading=True) as connection:
        [found] = connection.execute(sa.select(metadata.tables["message"])).mappings()
        assert (found["uid"], found["state"], found["attempts"]) == (7, "read", 0)
        assert connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalars().all() == [HEAD]
    engine.dispose()
