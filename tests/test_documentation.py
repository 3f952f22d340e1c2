"""What a user can type or set stands in the documents, and the documents name nothing that is not there."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import click
import msgspec
import pytest

from compose.model import RemarkKind
from compose.vocabulary import REMARKS
from desk.commands.classify import classify
from desk.commands.compose import compose
from desk.commands.intake import intake
from desk.settings import Settings
from intake.model import MessageState

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")
GUIDE = (ROOT / "docs" / "editors.zh.md").read_text("utf-8")
DESIGN = (ROOT / "docs" / "design.md").read_text("utf-8")
WILD = (ROOT / "docs" / "mail-in-the-wild.md").read_text("utf-8")
GROUPS: dict[str, click.Group] = {"intake": intake, "classify": classify, "compose": compose}
COMMANDS = [f"{name} {sub}" for name, group in GROUPS.items() for sub in group.commands]
OWN = {"digest"}
"""What the program sets itself, and no file may."""
COMMON = {"--config", "--json", "--help", "--version", "-h"}


def options(command: click.Command) -> set[str]:
    """The long options of a command."""
    return {name for p in command.params if isinstance(p, click.Option) for name in p.opts}


def keys(struct: type[msgspec.Struct]) -> Iterator[str]:
    """The keys of a settings table and of the tables in it."""
    for field in msgspec.structs.fields(struct):
        yield field.name
        for inner in (field.type, *get_args(field.type)):
            if isinstance(inner, type) and issubclass(inner, msgspec.Struct):
                yield from keys(inner)


@pytest.mark.parametrize("line", COMMANDS)
def test_every_command_stands_in_the_readme_and_in_the_editors_guide(line: str) -> None:
    assert f"`{line}" in README
    if line != "compose demo":  # the guide starts with `make demo`
        assert line in GUIDE


@pytest.mark.parametrize("name", GROUPS)
def test_every_option_stands_in_the_readme(name: str) -> None:
    commands = [GROUPS[name], *GROUPS[name].commands.values()]
    wanted = set[str]().union(*map(options, commands)) - COMMON
    assert {option for option in wanted if option not in README} == set()


def test_every_option_that_is_named_exists() -> None:
    known = set(COMMON)
    for group in GROUPS.values():
        known = known.union(options(group), *map(options, group.commands.values()))
    assert set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", README + GUIDE)) - known == set()


def test_every_setting_stands_in_the_readme() -> None:
    table = README.split("## Configuration")[1].split("## Operation")[0]
    named = set(re.findall(r"`([a-z_]+)`", table))
    tables = {field.name for field in msgspec.structs.fields(Settings)} - {"path", "digest"}
    assert {*keys(Settings)} - OWN - tables - named == set()


def test_every_setting_stands_in_the_example() -> None:
    text = (ROOT / "config.example.toml").read_text("utf-8")
    assert {key for key in {*keys(Settings)} - OWN if not re.search(rf"\b{key}\b", text)} == set()


@pytest.mark.parametrize("state", MessageState)
def test_every_state_is_explained(state: MessageState) -> None:
    assert f"`{state}`" in README


@pytest.mark.parametrize("kind", RemarkKind)
def test_every_kind_of_remark_stands_in_the_editors_guide_with_its_word(kind: RemarkKind) -> None:
    (row,) = (line for line in GUIDE.splitlines() if line.startswith("| ") and f"`{kind}`" in line)
    assert REMARKS[kind] in row.split("|")[1]


def test_every_exit_status_is_explained() -> None:
    line = README.split("Exit status:")[1].split("\n\n")[0]
    assert re.findall(r"(?:^|· )\s*(\d+)", line.strip()) == ["0", "1", "2", "3", "4", "75"]


def test_files_that_the_documents_name_exist() -> None:
    named = re.findall(
        r"`((?:intake|classify|compose|storage|desk|templates|tests|docs)/[\w./-]+)`", README + DESIGN + WILD
    )
    assert named
    assert [path for path in named if not (ROOT / path).exists()] == []


def test_the_version_stands_in_the_changelog() -> None:
    project: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert f"## {project['version']}" in (ROOT / "CHANGELOG.md").read_text("utf-8")
