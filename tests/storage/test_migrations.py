"""The migrations build the very tables that the code works with."""

from __future__ import annotations

import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from importlib.resources import files
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from storage.database import Engine, migrate, open_engine, transaction
from storage.errors import StorageError
from storage.migrations.runner import revisions
from storage.tables import HEAD, metadata

ROOT = Path(__file__).parents[2]


def schema(path: Path) -> list[tuple[str, str]]:
    """Every table and index of a database with the words that made it."""
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute("SELECT name, sql FROM sqlite_master ORDER BY name").fetchall()


def clauses(sql: str | None) -> list[str]:
    """What a statement says, in an order of its own; a column added later stands on another one's line."""
    return sorted(filter(None, (c.strip(" ,\t") for c in re.split(r"\n|, (?![^(]*\))", sql or ""))))


def execute(path: Path, *statements: str, values: tuple[str, ...] = ()) -> None:
    with closing(sqlite3.connect(path)) as connection:
        for statement in statements:
            connection.execute(statement, values)
        connection.commit()


def set_version(path: Path, version: str) -> None:
    execute(path, "UPDATE alembic_version SET version_num = ?", values=(version,))


def test_the_migrations_build_the_tables_of_the_code(engine: Engine) -> None:
    with transaction(engine, reading=True) as connection:
        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "compare_server_default": True}
        )
        assert compare_metadata(context, metadata) == []


def test_what_a_comparison_overlooks_is_the_same_too(engine: Engine, tmp_path: Path) -> None:
    """Checks, rowids and numbering of rows: the words that make each table are the same, line by line."""
    plain = open_engine("sqlite:///plain.db", tmp_path)
    with transaction(plain) as connection:
        metadata.create_all(connection)
    plain.dispose()
    engine.dispose()
    built = [
        (name, clauses(sql)) for name, sql in schema(tmp_path / "ledger.db") if "alembic_version" not in name
    ]
    made = [(name, clauses(sql)) for name, sql in schema(tmp_path / "plain.db")]
    assert built == made


def test_the_head_in_the_code_is_the_newest_revision_file() -> None:
    names = [path.name for path in files("storage.migrations.versions").iterdir() if path.name[0] == "v"]
    assert max(names).startswith(f"v{HEAD}_")
    assert max(revisions()) == HEAD


def test_a_migrated_database_says_its_version(engine: Engine) -> None:
    with transaction(engine, reading=True) as connection:
        assert connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalars().all() == [HEAD]


def test_migrating_twice_does_nothing(engine: Engine, tmp_path: Path) -> None:
    before = schema(tmp_path / "ledger.db")
    statements: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        statements.append(statement)

    sa.event.listen(engine, "before_cursor_execute", note)
    migrate(engine)
    sa.event.remove(engine, "before_cursor_execute", note)
    assert schema(tmp_path / "ledger.db") == before
    assert [said for said in statements if not said.startswith(("SELECT", "PRAGMA", "BEGIN"))] == []


def test_what_is_stored_outlives_a_migration(engine: Engine) -> None:
    with transaction(engine) as connection:
        connection.execute(sa.insert(metadata.tables["window"]).values(id=7))
    migrate(engine)
    with transaction(engine, reading=True) as connection:
        assert connection.execute(sa.select(metadata.tables["window"].c.id)).scalars().all() == [7]


def test_several_programs_may_set_up_the_same_database_at_once(tmp_path: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from storage.database import migrate, open_engine\n"
        "migrate(open_engine('sqlite:///ledger.db', Path(sys.argv[1])))"
    )
    command = [sys.executable, "-c", program, str(tmp_path)]
    running = [subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True) for _ in range(6)]
    assert [(one.communicate(timeout=60)[1], one.returncode) for one in running] == [("", 0)] * 6
    assert ("window",) in [row[:1] for row in schema(tmp_path / "ledger.db")]


def test_a_database_of_a_newer_version_is_left_alone(engine: Engine, tmp_path: Path) -> None:
    engine.dispose()
    newer = f"{int(HEAD) + 1:04}"
    set_version(tmp_path / "ledger.db", newer)
    before = schema(tmp_path / "ledger.db")
    with pytest.raises(
        StorageError, match=rf"ledger\.db 的版本 {newer} 比本程序（{HEAD}）新。请更新本程序。"
    ):
        migrate(engine)
    assert schema(tmp_path / "ledger.db") == before


@pytest.mark.parametrize("version", ["27c6a30d7c24", "0000"])
def test_a_database_of_another_program_that_migrates_alike_is_left_alone(
    engine: Engine, tmp_path: Path, version: str
) -> None:
    engine.dispose()
    set_version(tmp_path / "ledger.db", version)
    with pytest.raises(StorageError, match=rf"不是本程序的数据库：版本为 {version}。.*database\.url"):
        migrate(engine)


def test_a_database_of_another_program_with_tables_of_our_names_is_left_alone(tmp_path: Path) -> None:
    execute(tmp_path / "ledger.db", "CREATE TABLE message (body)", "INSERT INTO message VALUES ('别人的')")
    before = schema(tmp_path / "ledger.db")
    engine = open_engine("sqlite:///ledger.db", tmp_path)
    with pytest.raises(StorageError, match=r"不是本程序的数据库：其中已有名为 message 的表。.*database\.url"):
        migrate(engine)
    engine.dispose()
    assert schema(tmp_path / "ledger.db") == before


def test_a_migration_that_breaks_off_leaves_nothing_behind(tmp_path: Path) -> None:
    """An index of our name breaks the building halfway; what was built by then is undone."""
    execute(tmp_path / "ledger.db", "CREATE TABLE other (a)", "CREATE INDEX ix_message_state ON other (a)")
    before = schema(tmp_path / "ledger.db")
    engine = open_engine("sqlite:///ledger.db", tmp_path)
    with pytest.raises(StorageError, match="ix_message_state"):
        migrate(engine)
    engine.dispose()
    assert schema(tmp_path / "ledger.db") == before
