"""The door to alembic: bring a connection's schema up to date without a settings file of its own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import as_file, files

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy.engine import Connection


def upgrade(connection: Connection) -> None:
    """Run every migration that is missing, inside the caller's transaction."""
    with _config() as config:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def revisions() -> frozenset[str]:
    """Return the names of all migrations."""
    with _config() as config:
        return frozenset(script.revision for script in ScriptDirectory.from_config(config).walk_revisions())


@contextmanager
def _config() -> Iterator[Config]:
    with as_file(files("storage.migrations")) as folder:
        config = Config()
        config.set_main_option("script_location", str(folder).replace("%", "%%"))
        yield config
