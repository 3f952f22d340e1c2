"""Fixtures for reading documents."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from intake.documents.office import Office, find


@pytest.fixture(scope="session")
def office() -> Iterator[Office]:
    """LibreOffice, started by the first test that converts; such tests are marked `needed`."""
    made = Office(find())
    yield made
    made.close()
