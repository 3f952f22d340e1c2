"""A ledger of its own per test, migrated: once a real SQLite file, once a database on a real PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from storage.database import Engine, migrate, open_engine
from tests.postgres import Postgres, needed


@pytest.fixture(scope="session")
def shared(postgres: Postgres) -> str:
    """The address of a database that is emptied after each test."""
    return postgres.database()


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=needed)])
def url(request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of an empty ledger, once on each database; a file's is relative to the test's folder."""
    if request.param == "sqlite":
        yield "sqlite:///ledger.db"
        return
    server: Postgres = request.getfixturevalue("postgres")
    address: str = request.getfixturevalue("shared")
    yield address
    server.empty(address)


@pytest.fixture
def engine(url: str, tmp_path: Path) -> Iterator[Engine]:
    made = open_engine(url, tmp_path)
    migrate(made)
    yield made
    made.dispose()


@pytest.fixture
def sqlite(tmp_path: Path) -> Iterator[Engine]:
    """A ledger in the file ledger.db, where the test is about that file."""
    made = open_engine("sqlite:///ledger.db", tmp_path)
    migrate(made)
    yield made
    made.dispose()


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=needed)])
def blank(request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of a database of its own without any table, once of each kind; as with `url`."""
    if request.param == "sqlite":
        yield "sqlite:///ledger.db"
        return
    server: Postgres = request.getfixturevalue("postgres")
    address = server.database(migrated=False)
    yield address
    server.drop(address)
