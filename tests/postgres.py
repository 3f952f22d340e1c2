"""An own PostgreSQL: a real server with files of its own, reached through a socket in its folder."""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

import psycopg
import pytest

from storage.database import migrate, open_engine
from storage.tables import metadata

USER, GUEST, PASSWORD = "desk", "guest", "secret"
"""`USER` owns the databases and gets in as it is; `GUEST` needs the password."""

_ADMIN = "postgres"
_TEMPLATE = "template_ledger"

_FAST = (
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "autovacuum=off",
    "wal_level=minimal",
    "max_wal_senders=0",
    "shared_buffers=32MB",
    "statement_timeout=20s",
)
"""Nothing here outlives the tests: no power failure is feared.  What waits for ever fails instead."""


def programs() -> Path | None:
    """Return the folder of PostgreSQL's programs, the newest ones; Debian keeps them off PATH."""
    on_path = shutil.which("initdb")
    if on_path:
        return Path(on_path).resolve().parent
    versions = [path for path in Path("/usr/lib/postgresql").glob("*/bin") if path.parent.name.isdigit()]
    return max(versions, key=lambda path: int(path.parent.name), default=None)


needed = pytest.mark.skipif(programs() is None, reason="no postgresql on this machine")


@dataclass(frozen=True, slots=True)
class Postgres:
    """A running server; `folder` holds its socket."""

    folder: Path
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def url(self, database: str, user: str = USER) -> str:
        """Return the address of a database as it stands in the settings."""
        return f"postgresql://{user}@/{database}?host={self.folder}"

    def database(self, *, migrated: bool = True) -> str:
        """Make a database and return its address; it has the tables of the ledger, or none at all."""
        name = f"ledger_{next(self._numbers)}"
        self._create(name, self._template() if migrated else "template0")
        return self.url(name)

    def drop(self, url: str) -> None:
        """Remove a database, whoever is still connected."""
        self.execute(f'DROP DATABASE "{_database(url)}" WITH (FORCE)')

    def empty(self, url: str) -> None:
        """Make a database of the ledger as new, whoever is still connected: faster than to make a new one."""
        name = _database(url)
        others = "datname = current_database() AND pid <> pg_backend_pid()"
        self.execute(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {others}", name)  # noqa: S608
        rows = [f'DELETE FROM "{table.name}"' for table in reversed(metadata.sorted_tables)]  # noqa: S608
        self.execute("; ".join(rows), name)
        self.execute("SELECT setval(oid::regclass, 1, false) FROM pg_class WHERE relkind = 'S'", name)

    def execute(self, statement: str, database: str = _ADMIN) -> list[tuple[Any, ...]]:
        """Run one statement as the administrator and return what it gives."""
        with psycopg.connect(self.url(database, _ADMIN), autocommit=True) as connection:
            done = connection.execute(statement.encode())
            return done.fetchall() if done.description else []

    def _template(self) -> str:
        """The name of a database with the tables of the ledger: copying it is faster than migrating anew."""
        if (_TEMPLATE,) not in self.execute("SELECT datname FROM pg_database"):
            self._create(_TEMPLATE, "template0")
            engine = open_engine(self.url(_TEMPLATE), self.folder)
            migrate(engine)
            engine.dispose()
        return _TEMPLATE

    def _create(self, name: str, template: str) -> None:
        with psycopg.connect(self.url(_ADMIN, _ADMIN), autocommit=True) as connection:
            # Until version 15 files were copied anyway.
            copied = "STRATEGY file_copy" if connection.info.server_version >= 150_000 else ""
            words = f'CREATE DATABASE "{name}" OWNER {USER} TEMPLATE {template} {copied}'
            connection.execute(words.encode())


def _database(url: str) -> str:
    return str(psycopg.conninfo.conninfo_to_dict(url)["dbname"])


@contextmanager
def running() -> Iterator[Postgres]:
    """Run a server while the block runs, as another user where this one is root: it refuses to be root.

    It listens on no port.  Its folder is not pytest's: those are closed to that user.
    """
    with tempfile.TemporaryDirectory(prefix="postgres-") as name:
        folder = Path(name)
        as_user = _as_user(folder)
        _initdb(folder, as_user)
        with (folder / "log").open("wb") as log:
            process = subprocess.Popen(
                _command(folder), cwd=folder, stdout=log, stderr=log, start_new_session=True, **as_user
            )
        try:
            server = _ready(folder, process)
            server.execute(f"CREATE ROLE {USER} LOGIN")
            server.execute(f"CREATE ROLE {GUEST} LOGIN PASSWORD '{PASSWORD}'")
            yield server
        finally:
            process.send_signal(signal.SIGQUIT)  # at once, its children too
            process.wait(10)


def _as_user(folder: Path) -> dict[str, Any]:
    """How to start a process as the user that `folder` is given to."""
    if os.getuid():
        return {}
    user = pwd.getpwnam("nobody")
    os.chown(folder, user.pw_uid, user.pw_gid)
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def _initdb(folder: Path, as_user: dict[str, Any]) -> None:
    words = f"--username={_ADMIN} --auth=trust --encoding=UTF8 --locale=C.UTF-8 --no-sync".split()
    made = subprocess.run(
        [f"{programs()}/initdb", f"--pgdata={folder}/data", *words],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        **as_user,
    )
    if made.returncode:
        raise RuntimeError(f"initdb failed: {made.stderr}")
    rules = f"local all {GUEST} scram-sha-256\nlocal all all trust\n"
    (folder / "data" / "pg_hba.conf").write_text(rules)


def _command(folder: Path) -> list[str]:
    settings = [*_FAST, "listen_addresses=", f"unix_socket_directories={folder}"]
    named = [word for setting in settings for word in ("-c", setting)]
    return [f"{programs()}/postgres", "-D", str(folder / "data"), *named]


def _ready(folder: Path, process: subprocess.Popen[bytes]) -> Postgres:
    server = Postgres(folder)
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline and process.poll() is None:
        with contextlib.suppress(psycopg.OperationalError):
            server.execute("SELECT 1")
            return server
        time.sleep(0.02)
    raise RuntimeError(f"postgres did not start: {(folder / 'log').read_text('utf-8', 'replace')}")
