"""The desk itself: settings, ledger, archive and clock, built in one place."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from desk import settings as settings_
from desk.errors import SettingsError
from desk.settings import Settings
from storage.archive import Archive
from storage.database import Connection, Engine, migrate, open_engine, transaction

if TYPE_CHECKING:
    from intake.documents.office import Converter
    from intake.mailbox import Account


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Desk:
    """Everything a command works with; `clock` gives aware moments, `office` reads old documents."""

    settings: Settings
    engine: Engine
    archive: Archive
    clock: Callable[[], datetime] = _now
    office: Converter | None = None

    @property
    def today(self) -> date:
        """The day it is where the bulletin is made."""
        return self.clock().astimezone(self.settings.zone).date()

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Give one transaction that writes."""
        with transaction(self.engine) as connection:
            yield connection

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give one transaction that only reads."""
        with transaction(self.engine, reading=True) as connection:
            yield connection

    @contextmanager
    def trying(self) -> Iterator[Connection]:
        """Give one transaction that is undone at its end: a dry look at what would be."""
        with self.writing() as connection:
            yield connection
            connection.rollback()


@contextmanager
def opened(config: str | None, clock: Callable[[], datetime] = _now) -> Iterator[Desk]:
    """Open the desk of a settings file and bring its database up to date."""
    settings = settings_.load(settings_.find(config))
    engine = open_engine(settings.database.url, settings.folder)
    try:
        migrate(engine)
        yield Desk(settings, engine, Archive(settings.folder / settings.archive.path), clock)
    finally:
        engine.dispose()


def accounts(settings: Settings) -> tuple[Account, ...]:
    """Return the mailboxes with their passwords, or raise `SettingsError` for one that has none."""
    return tuple(account(settings, box) for box in settings.mailbox)


def account(settings: Settings, box: settings_.Mailbox) -> Account:
    """Return one mailbox with its password, or raise `SettingsError` where it has none."""
    from intake.mailbox import Account

    return Account(
        box.name,
        box.host,
        box.port,
        box.tls,
        box.username,
        password(f"邮箱 {box.name}", box, settings.folder),
        box.folder,
        box.timeout,
        box.max_size * 1_000_000,
        str(settings.folder / box.ca_file) if box.ca_file else None,
        box.after,
        box.pauses,
    )


def password(owner: str, source: settings_.Mailbox | settings_.Receipts, folder: Path) -> str:
    """Return the password of an owner such as `邮箱 submissions`, or raise `SettingsError` for none."""
    if source.password_env:
        return _from_environment(owner, source.password_env)
    if source.password_file:
        return _from_file(owner, folder / source.password_file)
    return _from_keyring(owner, source.password_keyring or "")


def _from_environment(owner: str, variable: str) -> str:
    value = os.environ.get(variable)
    if value:
        return value
    raise SettingsError(
        f"{owner} 的密码应在环境变量 {variable} 中，但它没有设置。"
        f"请先执行 export {variable}=密码，或改用 password_file。"
    )


def _from_file(owner: str, path: Path) -> str:
    try:
        value = path.read_text("utf-8-sig").strip()
    except OSError as error:
        raise SettingsError(
            f"{owner} 的密码文件 {path} 读不了：{error.strerror}。请检查 password_file 和文件权限。"
        ) from error
    except UnicodeDecodeError as error:
        raise SettingsError(
            f"{owner} 的密码文件 {path} 不是 UTF-8 文本。请重新写入密码，一行即可。"
        ) from error
    if value:
        return value
    raise SettingsError(f"{owner} 的密码文件 {path} 是空的，请写入密码。")


def _from_keyring(owner: str, entry: str) -> str:
    service, _, user = entry.rpartition("/")
    if not service or not user:
        raise SettingsError(f"{owner} 的 password_keyring 是“{entry}”，请写成 服务名/用户名。")
    try:
        import keyring

        value = keyring.get_password(service, user)
    except ImportError as error:
        raise SettingsError(
            f"{owner} 用 password_keyring，但没有安装 keyring：pip install 'bulletin-desk[keyring]'。"
        ) from error
    except Exception as error:  # a keyring's backends raise what they like
        raise SettingsError(
            f"{owner} 的密码取不出钥匙串（{error}）。请检查钥匙串服务，或改用 password_file。"
        ) from error
    if value:
        return value
    raise SettingsError(f"钥匙串中没有{owner} 的密码（{entry}）。请先执行 keyring set {service} {user}。")
