"""Fixtures that several stages share: a desk of its own per test, and the sample mailbox."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import settings

from desk.desk import Desk, opened
from desk.imap_server import serving
from desk.samples.build import Sample, letters
from tests.postgres import Postgres, running
from tests.schema import migrated_once

EXAMPLE = files("templates").joinpath("config.example.toml").read_text("utf-8")
NOW = datetime(2021, 5, 14, 1, 0, tzinfo=UTC)
USER, PASSWORD = "gfdqb1@example.com", "secret"

# How long an example takes says more of the machine, and what else runs on it, than of the code.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


def pytest_sessionstart() -> None:
    """Where a program is said to be required (CI), its tests must not be skipped in silence."""
    missing = [p for p in os.environ.get("BULLETIN_TESTS_REQUIRE", "").split() if not shutil.which(p)]
    if missing:
        pytest.exit(f"required programs are missing: {', '.join(missing)}", returncode=1)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """There, a skipped test is a failure: it was to prove something about one of those programs."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("BULLETIN_TESTS_REQUIRE") and reporter and reporter.stats.get("skipped"):
        session.exitstatus = 1


def settings_text(**changes: str) -> str:
    """The shipped example with some of its values replaced: `port='port = 1'` replaces `port = …`."""
    lines = []
    for line in EXAMPLE.splitlines():
        key = line.split("=")[0].strip()
        if key in changes:
            line = changes.pop(key)  # noqa: PLW2901
        lines.append(line)
    assert not changes, f"no such keys in the example: {changes}"
    return "\n".join(lines)


@pytest.fixture(scope="session", autouse=True)
def tables() -> Iterator[None]:
    """New ledgers in files are set up quickly."""
    with migrated_once():
        yield


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """A copy of the example, as it is, in a folder of its own."""
    path = tmp_path / "config.toml"
    path.write_text(EXAMPLE, "utf-8")
    return path


@pytest.fixture
def desk(config: Path) -> Iterator[Desk]:
    """A desk over an empty database, whose clock stands still."""
    with opened(str(config), clock=lambda: NOW) as made:
        yield made


@pytest.fixture(scope="session")
def samples() -> tuple[Sample, ...]:
    """The sample mailbox, in order of arrival."""
    return letters()


@pytest.fixture
def mailbox_config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Path]:
    """Make a settings file for an IMAP server that runs while the test does; the port is its argument."""
    monkeypatch.setenv("BULLETIN_PASSWORD", PASSWORD)

    def write(port: int, **changes: str) -> Path:
        values = {"host": 'host = "127.0.0.1"', "port": f"port = {port}", "tls": 'tls = "none"'}
        values |= {"pauses": "pauses = []"} | changes
        path = tmp_path / "config.toml"
        path.write_text(settings_text(**values), "utf-8")
        return path

    return write


@pytest.fixture
def server() -> Iterator[int]:
    """An empty IMAP mailbox on loopback; gives its port."""
    with serving(USER, PASSWORD) as port:
        yield port


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """An own PostgreSQL, started for the first test that asks for it; such tests are marked `needed`."""
    with running() as made:
        yield made
