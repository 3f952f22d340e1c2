"""The settings file: TOML in, checked values out, every error with its key, line and remedy.

`load` is the only reader of the file.  The structs mirror the file; the functions below them turn them
into the nouns of the stages, so that no stage ever sees a settings struct.
"""

from __future__ import annotations

import os
import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

import msgspec

from classify.model import Bounds, Column, Rule, Scope, Unit
from compose.model import Attribution, ColumnPlan, Form, GroupPlan, Imprint, Merge
from desk.errors import SettingsError
from desk.settings_checks import CHECKS
from desk.settings_digest import digest
from desk.settings_errors import broken_toml, invalid, unknown_key

Text = Annotated[str, msgspec.Meta(min_length=1)]
Photos = Annotated[int, msgspec.Meta(ge=0, le=9)]
Port = Annotated[int, msgspec.Meta(ge=1, le=65535)]
Portion = Annotated[int, msgspec.Meta(ge=1)]
Count = Annotated[int, msgspec.Meta(ge=0)]
Share = Annotated[float, msgspec.Meta(ge=0, le=1)]
Budget = tuple[Annotated[int, msgspec.Meta(ge=1)], Annotated[int, msgspec.Meta(ge=1)]]


class _Table(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A table of the file; a key it does not know is an error."""


class Mailbox(_Table, frozen=True):
    """A folder on an IMAP server that contributors write to."""

    name: Text
    host: Text
    username: Text
    port: Port = 993
    tls: Literal["implicit", "starttls", "none"] = "implicit"
    password_env: str | None = None
    password_file: str | None = None
    password_keyring: str | None = None
    folder: Text = "INBOX"
    after: Text = "keep"
    pauses: tuple[Annotated[float, msgspec.Meta(ge=0, le=3600)], ...] = (2, 10, 30)
    timeout: Annotated[int, msgspec.Meta(ge=1, le=3600)] = 60
    max_size: Annotated[int, msgspec.Meta(ge=1, le=2000)] = 60
    ca_file: str | None = None
    authserv_id: str | None = None


class Receipts(_Table, frozen=True):
    """Confirmations to contributors, and the server they are sent through; without `username` no login."""

    enabled: bool = False
    host: str = ""
    port: Port = 465
    tls: Literal["implicit", "starttls", "none"] = "implicit"
    username: str | None = None
    password_env: str | None = None
    password_file: str | None = None
    password_keyring: str | None = None
    sender: str | None = None
    timeout: Annotated[int, msgspec.Meta(ge=1, le=3600)] = 30
    ca_file: str | None = None


class ReadingTable(_Table, frozen=True):
    """What reading one letter may cost: wall-clock seconds, and MB of memory of the process that reads.

    `libreoffice` is "auto", "off" or its folder.
    """

    seconds: Annotated[int, msgspec.Meta(ge=1, le=86_400)] = 120
    memory: Annotated[int, msgspec.Meta(ge=100, le=1_000_000)] = 1500
    libreoffice: Text = "auto"


class Classify(_Table, frozen=True):
    """What columns are learned from beside the lessons of the editors, and how far a placement is trusted.

    `starter` takes the examples that come with the program, as far as they fit the columns; `examples` are
    files of one's own.  The other three are shares of probability.
    """

    starter: bool = True
    examples: tuple[Text, ...] = ()
    sure: Share = 0.85
    probable: Share = 0.5
    gap: Share = 0.5


class Schedule(_Table, frozen=True):
    """When `intake run` polls."""

    cron: Text = "30 2 * * mon-sun"
    timezone: Text = "Asia/Shanghai"


class Database(_Table, frozen=True):
    """Where the ledger is kept."""

    url: Text = "sqlite:///bulletin.db"


class Archive(_Table, frozen=True):
    """Where the raw bytes of every message are kept."""

    path: Text = "archive"


class Output(_Table, frozen=True):
    """Where drafts are put, and the base document of their Word files if it is one of the desk's own."""

    path: Text = "issues"
    base: Text | None = None


class LastIssue(_Table, frozen=True):
    """The issue published before this system took over."""

    year: Annotated[int, msgspec.Meta(ge=1900, le=9999)]
    number: Count
    serial: Count


class Bulletin(_Table, frozen=True):
    """The standing words of the bulletin."""

    title: Text
    issuer: Text
    address: Text
    distribution: str
    copies: str
    last_issue: LastIssue


class RuleTable(_Table, frozen=True):
    """A rule of a column."""

    pattern: Text
    weight: float
    scope: Scope = Scope.LEAD
    group: str | None = None


class GroupTable(_Table, frozen=True):
    """A group that differs from its column; `formerly` are names under which examples may have it."""

    name: Text
    formerly: tuple[Text, ...] = ()
    form: Form | None = None
    merge: Merge | None = None
    attribution: Attribution | None = None
    budget: Budget | None = None
    photos: Photos | None = None
    share: Portion | None = None


class ColumnTable(_Table, frozen=True):
    """A column of the bulletin; `formerly` are names under which examples and decisions may have it."""

    name: Text
    form: Form
    merge: Merge
    attribution: Attribution
    budget: Budget
    formerly: tuple[Text, ...] = ()
    groups: tuple[str, ...] = ()
    group: tuple[GroupTable, ...] = ()
    group_pattern: str | None = None
    photos: Photos = 0
    share: Portion | None = None
    series_last: Count | None = None
    prior: float = 0.0
    rule: tuple[RuleTable, ...] = ()


class UnitTable(_Table, frozen=True):
    """A contributing unit."""

    name: Text
    full_name: str | None = None
    aliases: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    sub_units: tuple[str, ...] = ()


class Scores(_Table, frozen=True):
    """Points a unit earns for a piece."""

    single: float = 5
    merged: float = 3


class Settings(_Table, frozen=True):
    """The whole file.  `path` is the file itself, `digest` tells whether it is the same as before.

    Relative paths are relative to its folder.
    """

    bulletin: Bulletin
    column: tuple[ColumnTable, ...]
    mailbox: tuple[Mailbox, ...] = ()
    unit: tuple[UnitTable, ...] = ()
    reading: ReadingTable = ReadingTable()
    receipts: Receipts = Receipts()
    classify: Classify = Classify()
    schedule: Schedule = Schedule()
    database: Database = Database()
    archive: Archive = Archive()
    output: Output = Output()
    scores: Scores = Scores()
    path: str = ""
    digest: str = ""

    @property
    def folder(self) -> Path:
        """The folder relative paths start from."""
        return Path(self.path).parent

    @property
    def zone(self) -> ZoneInfo:
        """The zone in which a window's days begin and end."""
        return ZoneInfo(self.schedule.timezone)

    @property
    def receipt_sender(self) -> str:
        """The address confirmations come from."""
        return self.receipts.sender or self.bulletin.address


def find(named: str | None) -> Path:
    """Return the settings file: `--config`, else $BULLETIN_CONFIG, else ./config.toml."""
    path = Path(named or os.environ.get("BULLETIN_CONFIG") or "config.toml")
    if path.is_file():
        return path.absolute()
    raise SettingsError(
        f"找不到设置文件 {path}。请复制 config.example.toml 为 config.toml 并改成自己的设置，"
        "或用 --config 文件 指明位置；先试用可运行 make demo。"
    )


def load(path: Path) -> Settings:
    """Read and check the file, or raise `SettingsError` naming the key, the line and what is allowed."""
    try:
        text = path.read_text("utf-8-sig")
        raw = tomllib.loads(text)
    except OSError as error:
        raise SettingsError(f"设置文件 {path} 读不了：{error.strerror}。请检查权限。") from error
    except UnicodeDecodeError as error:
        raise SettingsError(f"设置文件 {path} 不是 UTF-8 编码，请另存为 UTF-8。") from error
    except tomllib.TOMLDecodeError as error:
        raise broken_toml(path, error) from error
    settings = _convert(raw, text, path)
    for check in CHECKS:
        problem = check(settings)
        if problem:
            key, words = problem
            raise invalid(path, text, key, words)
    return settings


def _convert(raw: dict[str, Any], text: str, path: Path) -> Settings:
    if isinstance(raw.get("mailbox"), dict):
        raw["mailbox"] = [raw["mailbox"]]
    for own in ("path", "digest"):
        if own in raw:
            raise unknown_key(path, text, f"Object contains unknown field `{own}`", Settings)
    try:
        return msgspec.convert({**raw, "path": str(path), "digest": digest(text)}, Settings)
    except msgspec.ValidationError as error:
        raise unknown_key(path, text, str(error), Settings) from error


# --- the nouns of the stages ---------------------------------------------------------------------


def units(settings: Settings) -> tuple[Unit, ...]:
    """Return the register of units, in the order of the file."""
    return tuple(
        Unit(unit.name, unit.full_name, unit.aliases, unit.addresses, unit.sub_units)
        for unit in settings.unit
    )


def columns(settings: Settings) -> tuple[Column, ...]:
    """Return the columns with their rules, in the order of the issue."""
    return tuple(
        Column(
            table.name,
            table.groups,
            tuple(Rule(rule.pattern, rule.weight, rule.scope, rule.group) for rule in table.rule),
            table.group_pattern,
            table.prior,
            table.attribution is Attribution.MEDIA,
        )
        for table in settings.column
    )


def bounds(settings: Settings) -> Bounds:
    """Return how far a placement is trusted."""
    return Bounds(settings.classify.sure, settings.classify.probable, settings.classify.gap)


def plans(settings: Settings) -> tuple[ColumnPlan, ...]:
    """Return how each column is drafted, in the order of the issue."""
    return tuple(_plan(table) for table in settings.column)


def _plan(table: ColumnTable) -> ColumnPlan:
    default = GroupPlan(
        None, table.form, table.merge, table.attribution, table.budget, table.photos, table.share
    )
    differing = {group.name: group for group in table.group}
    groups = tuple(_group_plan(name, default, differing.get(name)) for name in table.groups)
    return ColumnPlan(
        table.name,
        default,
        groups,
        series=table.series_last is not None,
        bracket_groups=table.group_pattern is not None,
    )


def _group_plan(name: str, default: GroupPlan, own: GroupTable | None) -> GroupPlan:
    if own is None:
        return replace(default, name=name)
    return GroupPlan(
        name,
        own.form or default.form,
        own.merge or default.merge,
        own.attribution or default.attribution,
        own.budget or default.budget,
        default.photos if own.photos is None else own.photos,
        own.share or default.share,
    )


def imprint(settings: Settings) -> Imprint:
    """Return the standing words of the bulletin."""
    words = settings.bulletin
    return Imprint(words.title, words.issuer, words.address, words.distribution, words.copies)
