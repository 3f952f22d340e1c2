"""The sources of the sample letters as values; the keys are explained in the package's docstring."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from classify.model import RelationKind
from intake.model import MessageState

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True)
class ExpectedItem:
    """One piece as it should be read; `contains` stands word for word in its text."""

    unit: str | None
    column: str
    contains: str
    group: str | None = None
    person: str | None = None
    relation: RelationKind | None = None


@dataclass(frozen=True, slots=True)
class Expected:
    """What should become of a letter, its pieces in reading order."""

    state: MessageState
    items: tuple[ExpectedItem, ...] = ()


@dataclass(frozen=True, slots=True)
class Person:
    """A sender as the From line names it."""

    name: str
    address: str

    @property
    def host(self) -> str:
        """The part behind the at sign."""
        return self.address.partition("@")[2]


@dataclass(frozen=True, slots=True)
class File:
    """An attachment as the source describes it."""

    kind: str
    name: str = ""
    name_encoding: str = ""
    font: str = "仿宋"
    page_header: str = ""
    scene: str = "plant"
    media_type: str = ""
    content: str = ""
    letter: Mail | None = None


@dataclass(frozen=True, slots=True)
class Mail:
    """A letter as its writer's mail program sees it; empty strings mean the program's habit."""

    sender: Person
    date: datetime
    subject: str
    style: str
    charset: str = ""
    form: str = ""
    transfer: str = ""
    subject_encoding: str = ""
    body: str = ""
    html: str = ""
    multipart: str = "mixed"
    headers: tuple[tuple[str, str], ...] = ()
    files: tuple[File, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """A file of the folder: when the letter arrived, what it says and how it should be read.

    `origin` is the name of the file whose message this is: its own, or that of an earlier delivery.
    """

    name: str
    received_at: datetime
    mail: Mail
    expected: Expected
    origin: str


def sources() -> tuple[Source, ...]:
    """Every source, in order of arrival."""
    tables = dict(_tables())
    found = (_source(name, table, tables) for name, table in tables.items())
    return tuple(sorted(found, key=lambda source: (source.received_at, source.name)))


def _tables() -> Iterator[tuple[str, dict[str, Any]]]:
    folder = files(__package__) / "letters"
    for path in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if path.name.endswith(".toml"):
            yield path.name.removesuffix(".toml"), tomllib.loads(path.read_text(encoding="utf-8"))


def _source(name: str, table: dict[str, Any], tables: dict[str, dict[str, Any]]) -> Source:
    table = dict(table)
    received: datetime = table.pop("received")
    expected = _expected(table.pop("expected"))
    origin: str = table.pop("again", name)
    if origin != name:
        first = dict(tables[origin])
        table = {key: first[key] for key in first if key not in {"received", "expected"}}
        table.setdefault("date", first["received"] - timedelta(seconds=7))
    return Source(name, received, _mail(table, received), expected, origin)


def _mail(table: dict[str, Any], received: datetime | None = None) -> Mail:
    table = dict(table)
    if received is not None:
        table.setdefault("date", received - timedelta(seconds=7))
    return Mail(
        sender=Person(**table.pop("from")),
        files=tuple(_file(entry) for entry in table.pop("attachment", [])),
        headers=tuple(table.pop("headers", {}).items()),
        **table,
    )


def _file(table: dict[str, Any]) -> File:
    table = dict(table)
    inner = table.pop("letter", None)
    return File(letter=None if inner is None else _mail(inner), **table)


def _expected(table: dict[str, Any]) -> Expected:
    items = tuple(_item(entry) for entry in table.get("item", []))
    return Expected(MessageState(table["state"]), items)


def _item(table: dict[str, Any]) -> ExpectedItem:
    table = dict(table)
    relation = table.pop("relation", None)
    return ExpectedItem(
        unit=table.pop("unit", None),
        relation=None if relation is None else RelationKind(relation),
        **table,
    )
