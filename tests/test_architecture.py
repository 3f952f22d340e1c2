"""The import contracts hold, and each of them is seen to fail when it is broken."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
CONTRACTS: list[dict[str, Any]] = PROJECT["tool"]["importlinter"]["contracts"]
PACKAGES: list[str] = PROJECT["tool"]["importlinter"]["root_packages"]

BREAKS = {
    "Imports point against the data": ("intake/model.py", "desk.settings"),
    "The store knows the stages by their nouns only": ("storage/runs.py", "compose.digest"),
    "What decides is pure: no library, no file, no log, no clock": ("compose/digest.py", "time"),
}
"""Contract -> (a module, what it must not import); the doors are broken alike, from `classify.rules`."""


def lint(folder: Path) -> dict[str, str]:
    """What import-linter says of each contract: KEPT or BROKEN."""
    program = "import sys; from importlinter.cli import lint_imports_command; lint_imports_command()"
    done = subprocess.run(
        [sys.executable, "-c", program, "--no-cache"],
        cwd=folder,
        env={"PYTHONPATH": str(folder), "COLUMNS": "300", "PATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    found = re.findall(r"^(.+?) (KEPT|BROKEN)", done.stdout, re.MULTILINE)
    assert found, done.stdout + done.stderr
    return dict(found)


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What import-linter says of a copy of the code in which every contract is broken once."""
    folder = tmp_path_factory.mktemp("tree")
    shutil.copy(ROOT / "pyproject.toml", folder)
    for package in PACKAGES:
        shutil.copytree(
            ROOT / package, folder / package, ignore=shutil.ignore_patterns("__pycache__", "*.toml")
        )
    for contract in CONTRACTS:
        door = contract["name"].removeprefix("One door to ")
        module, imported = BREAKS.get(contract["name"], ("classify/rules.py", door))
        path = folder / module
        # Inside a function: an import that is put off is an import all the same.
        name = f"broken_{CONTRACTS.index(contract)}"
        path.write_text(
            path.read_text("utf-8") + f"\n\ndef {name}() -> None:\n    import {imported}\n", "utf-8"
        )
    return lint(folder)


@pytest.mark.parametrize("name", [contract["name"] for contract in CONTRACTS])
def test_a_contract_fails_when_it_is_broken_inside_a_function(broken: dict[str, str], name: str) -> None:
    assert broken[name] == "BROKEN"


def test_the_code_keeps_every_contract() -> None:
    assert set(lint(ROOT).values()) == {"KEPT"}


def test_every_library_that_is_depended_on_has_a_door() -> None:
    """The names that the distributions are imported by; tzdata and python-dateutil are never imported."""
    imported = {"mail-parser": "mailparser", "python-docx": "docx", "libarchive-c": "libarchive"}
    imported |= {"tzdata": "", "pdfminer.six": "pdfminer", "pillow": "PIL"}
    wanted = PROJECT["project"]["dependencies"] + PROJECT["project"]["optional-dependencies"]["keyring"]
    names = {re.split(r"[\[<>=]", line)[0] for line in wanted}
    doors = {c["name"].removeprefix("One door to ") for c in CONTRACTS}
    assert {imported.get(name, name) for name in names} - doors <= {""}


def test_modules_stay_within_the_size_a_reader_can_hold() -> None:
    long = {
        str(path.relative_to(ROOT)): length
        for package in PACKAGES
        for path in (ROOT / package).rglob("*.py")
        if (length := len(path.read_text("utf-8").splitlines())) > 410
    }
    assert long == {}
