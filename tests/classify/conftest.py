"""The register of units and the columns of the shipped example: what an editor starts with."""

from __future__ import annotations

from importlib.resources import as_file, files

import pytest

from classify.model import Column, Unit
from desk import settings


@pytest.fixture(scope="session")
def shipped() -> settings.Settings:
    with as_file(files("templates").joinpath("config.example.toml")) as path:
        return settings.load(path)


@pytest.fixture(scope="session")
def register(shipped: settings.Settings) -> tuple[Unit, ...]:
    return settings.units(shipped)


@pytest.fixture(scope="session")
def columns(shipped: settings.Settings) -> tuple[Column, ...]:
    return settings.columns(shipped)
