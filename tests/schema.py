"""Ledgers in files get the tables that the migrations made once: writing those down again is much faster."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import sqlalchemy as sa

from storage.database import Connection, migrate, open_engine, transaction
from storage.migrations import runner

UPGRADE = runner.upgrade
"""The real one, for tests of the migrations themselves."""

_WRITTEN = "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' ORDER BY rowid"


@contextmanager
def migrated_once() -> Iterator[None]:
    """While the block runs a SQLite database without any table is given those of the newest version.

    They are the very words that SQLite keeps of a database that was really migrated; every other database
    is really migrated, and so are those of processes that the tests start.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(runner, "upgrade", _writing_down(_statements()))
        yield


def _statements() -> list[str]:
    """The words that make each table and index, and the version."""
    with tempfile.TemporaryDirectory() as folder:
        engine = open_engine("sqlite:///template.db", Path(folder))
        migrate(engine)
        with transaction(engine, reading=True) as connection:
            made = list(connection.exec_driver_sql(_WRITTEN).scalars())
            version = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar_one()
            filled = [name for name in sa.inspect(connection).get_table_names() if _rows(connection, name)]
        engine.dispose()
    assert filled == ["alembic_version"]
    return [*made, f"INSERT INTO alembic_version VALUES ('{version}')"]  # noqa: S608 -- our own


def _rows(connection: Connection, table: str) -> int:
    return connection.execute(sa.select(sa.func.count()).select_from(sa.table(table))).scalar_one()


def _writing_down(statements: list[str]) -> Callable[[Connection], None]:
    def upgrade(connection: Connection) -> None:
        if connection.dialect.name != "sqlite" or sa.inspect(connection).get_table_names():
            UPGRADE(connection)
            return
        for statement in statements:
            connection.exec_driver_sql(statement)

    return upgrade
