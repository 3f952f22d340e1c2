"""A ledger of its own per test: a real SQLite file, migrated."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from storage.database import Engine, migrate, open_engine


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    made = open_engine("sqlite:///ledger.db", tmp_path)
    migrate(made)
    yield made
    made.dispose()
