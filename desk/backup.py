"""A copy of everything a desk needs to go on: the database, the raw messages, the settings.

    database as it stands ─▶ messages that the folder lacks ─▶ is every one there? ─▶ database in place

Bytes are durable before the ledger names them, so that a state of the ledger, once taken, is covered by
whatever the archive holds afterwards: polls go on meanwhile.  Until the last step the folder still is the
backup it was.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from desk.desk import Desk
from desk.errors import BusyError, DeskError, UsageError
from storage import backup as copies
from storage import views
from storage.archive import sync

if TYPE_CHECKING:
    from desk.taken import Progress
    from storage.database import Connection

ARCHIVE, SETTINGS = "archive", "config.toml"

TOLD = 20
"""Problems that are named one by one; of more, the number is told."""


@dataclass(slots=True)
class BackedUp:
    """What a backup holds: messages of the ledger; raw messages copied now and there before; bytes copied.

    `problems` are messages whose bytes are not in the backup, or damaged in the archive: in words, at most
    TOLD of them; `failed` counts all.
    """

    folder: Path
    database: str
    messages: int = 0
    copied: int = 0
    present: int = 0
    size: int = 0
    failed: int = 0
    problems: list[str] = field(default_factory=list)

    def tell(self, problem: str) -> None:
        """Add a problem."""
        self.failed += 1
        if self.failed <= TOLD:
            self.problems.append(problem)


def back_up(desk: Desk, folder: Path, progress: Progress) -> BackedUp:
    """Bring a backup folder up to date.  Raises a named error where nothing can be written there."""
    name = "bulletin.db" if desk.engine.dialect.name == "sqlite" else "bulletin.dump"
    folder = _fit(desk, folder, name)
    done = BackedUp(folder, name)
    try:
        copies.own_folder(folder / ARCHIVE)
        with _alone(folder):
            copies.clear_unfinished(folder)
            _copy_all(desk, done, progress)
    except OSError as error:
        raise DeskError(
            f"备份写不进 {error.filename or folder}：{error.strerror}。请检查该文件夹的磁盘空间和写权限，"
            "或换一个文件夹；以前的备份没有改动，仍可使用。"
        ) from error
    return done


def _fit(desk: Desk, folder: Path, name: str) -> Path:
    """Make the folder, or refuse one that is part of the desk: a copy must not be the thing itself."""
    found, archive = folder.resolve(), desk.archive.folder.resolve()
    own = {Path(desk.settings.path).resolve(), archive}
    if desk.engine.url.database and name == "bulletin.db":
        own.add(Path(desk.engine.url.database).resolve())
    taken = own & {found, found / ARCHIVE, found / SETTINGS, found / name}
    if taken or found == desk.settings.folder.resolve() or found.is_relative_to(archive):
        raise UsageError(
            f"备份文件夹 {folder} 就在本系统自己的文件之中。"
            "请换一个文件夹，最好在另一块磁盘上，例如 /var/backups/bulletin。"
        )
    try:
        found.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"备份文件夹 {folder} 建不了：{error.strerror}。请换一个文件夹。") from error
    return found


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Keep a second backup out; what a killed one held is free again."""
    handle = os.open(folder / ".lock", os.O_CREAT | os.O_RDWR | os.O_NOFOLLOW, 0o600)
    with os.fdopen(handle) as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise BusyError(f"另一次备份正在写 {folder}，请等它结束后再试。") from error
        yield


def _copy_all(desk: Desk, done: BackedUp, progress: Progress) -> None:
    with (
        copies.placed(done.folder / done.database) as part,
        copies.snapshot(desk.engine, part) as connection,
    ):
        done.messages = views.message_count(connection)
        for number, prefix in enumerate(copies.PREFIXES, 1):
            damaged = _copy_messages(desk.archive.folder / prefix, done, prefix)
            _verify(connection, done, prefix, damaged)
            progress("备份", number, len(copies.PREFIXES))
        sync(done.folder / ARCHIVE)
    with copies.placed(done.folder / SETTINGS) as part:
        part.write_bytes(Path(desk.settings.path).read_bytes())
    sync(done.folder)


def _copy_messages(source: Path, done: BackedUp, prefix: str) -> dict[str, str]:
    """Copy what one sub-folder of the archive has and the backup lacks; return digest -> damage."""
    target = done.folder / ARCHIVE / prefix
    wanted = copies.messages_in(source.parent, prefix)
    if wanted:
        copies.own_folder(target)
        copies.clear_unfinished(target)
    there, damaged = copies.messages_in(target.parent, prefix), {}
    for sha256, size in wanted.items():
        if there.get(sha256) == size:
            done.present += 1
            continue
        try:
            name = f"{sha256[2:]}.eml"
            done.size += copies.copy_message(source / name, target / name, sha256)
            done.copied += 1
        except copies.DamagedError as error:
            damaged[sha256] = str(error)
    if wanted:
        sync(target)
    return damaged


def _verify(connection: Connection, done: BackedUp, prefix: str, damaged: dict[str, str]) -> None:
    """Hold what the copied ledger names against what the backup holds."""
    there = copies.messages_in(done.folder / ARCHIVE, prefix)
    for sha256, message_id in views.digests(connection, prefix).items():
        where = done.folder / ARCHIVE / prefix / f"{sha256[2:]}.eml"
        if sha256 in damaged and sha256 in there:
            done.tell(f"第 {message_id} 号来信：{damaged[sha256]}；备份中的 {where} 完好，请复制回去。")
        elif sha256 not in there:
            told = damaged.get(sha256, f"原始邮件 {sha256[:2]}/{sha256[2:]}.eml 不在存档中")
            done.tell(f"第 {message_id} 号来信：{told}，备份中也没有。请从更早的备份恢复该文件。")
