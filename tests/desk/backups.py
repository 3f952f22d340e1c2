"""What the tests of backups share: a desk to copy, and looks at what was copied."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

from tests.command import Done, command
from tests.postbox import letter


def take_in(config: Path, *numbers: int, size: int = 0) -> None:
    folder = config.parent / f"letters-{numbers[0]}"
    folder.mkdir()
    for number in numbers:
        (folder / f"{number}.eml").write_bytes(letter(number, size))
    assert command("intake add", folder, "--config", config).status == 0


def backup(config: Path, folder: Path, *options: str) -> Done:
    return command("intake backup", folder, "--config", config, *options)


def listed(config: Path) -> list[Any]:
    return command("intake list --json --config", config).lines


def subjects(config: Path) -> list[str]:
    return sorted(row["subject"] for row in listed(config))


def files(folder: Path) -> dict[str, bytes]:
    """Everything below a folder by its path, but what is there to keep a second backup out."""
    paths = (path for path in folder.rglob("*") if path.is_file() and path.name != ".lock")
    return {str(path.relative_to(folder)): path.read_bytes() for path in paths}


def restored(folder: Path, at: Path) -> Path:
    """A new desk made of a backup; returns its settings."""
    shutil.copytree(folder, at)
    return at / "config.toml"
