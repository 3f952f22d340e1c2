"""Whether everything a run needs can be used, and whether every message's bytes are there."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from desk.desk import Desk, account
from desk.errors import SettingsError
from intake.errors import MailboxError
from storage import backup as copies
from storage import runs, views
from storage.errors import StorageError
from storage.version import HEAD

if TYPE_CHECKING:
    from desk.settings import Mailbox
    from desk.taken import Progress

TOLD = 20
"""Messages that are named one by one; of more, the number is told."""


@dataclass(frozen=True, slots=True)
class Check:
    """What was looked at; what is wrong and the next step, None where nothing is; what else is to be said."""

    name: str
    problem: str | None = None
    note: str | None = None


def checks(desk: Desk, progress: Progress, *, full: bool = False) -> Iterator[Check]:
    """Yield one check after the other; with `full` every raw message is read and held against its digest."""
    yield Check("设置文件")
    yield _database(desk)
    yield Check("存档文件夹", _problem(lambda: _try_to_write(desk.archive.folder)))
    yield from _messages(desk, progress, full=full)
    drafts = desk.settings.folder / desk.settings.output.path
    yield Check("草稿文件夹", _problem(lambda: _try_to_write(drafts)))
    if desk.settings.output.base is not None:
        yield Check("基础文档", _problem(lambda: _try_base(desk)))
    yield _office(desk)
    for box in desk.settings.mailbox:
        yield _mailbox(desk, box)


def _problem(test: Callable[[], None]) -> str | None:
    try:
        test()
    except (OSError, SettingsError, StorageError, MailboxError) as error:
        return str(error)
    return None


def _try_base(desk: Desk) -> None:
    from desk.base import try_base

    try_base(desk.settings)


def _office(desk: Desk) -> Check:
    from desk.equipment import OfficeError, described

    try:
        return Check("LibreOffice", note=described(desk.settings.reading.libreoffice))
    except OfficeError as error:
        return Check("LibreOffice", str(error))


def _database(desk: Desk) -> Check:
    try:
        with desk.reading() as connection:
            version, problem = views.schema_version(connection), copies.database_problem(connection)
        with desk.trying() as connection:
            runs.drop_lease(connection, "", "")  # nobody's: it must be allowed, and changes nothing
    except StorageError as error:
        return Check("数据库", str(error))
    if problem:
        return Check("数据库", f"{problem}。请从备份恢复（README 的 Recovery 一章）。")
    if version != HEAD:
        return Check("数据库", f"版本为 {version}，本程序是 {HEAD}。请更新本程序。")
    return Check("数据库", note=f"版本 {version}")


def _try_to_write(folder: Path) -> None:
    """Try the nearest folder that exists: nothing is made only to check."""
    while not folder.exists():
        folder = folder.parent
    with tempfile.TemporaryFile(dir=folder):
        pass


def _mailbox(desk: Desk, box: Mailbox) -> Check:
    from intake.mailbox import Session

    def log_in() -> None:
        with Session(account(desk.settings, box)):
            pass

    return Check(f"邮箱 {box.name}", _problem(log_in))


# --- the archive -----------------------------------------------------------------------------------------


def _messages(desk: Desk, progress: Progress, *, full: bool) -> Iterator[Check]:
    """Hold the ledger against the archive, one sub-folder at a time."""
    found = failed = unnamed = 0
    for number, prefix in enumerate(copies.PREFIXES, 1):
        # The ledger first: what it names by now was in the archive before.
        with desk.reading() as connection:
            named = views.digests(connection, prefix)
        there = copies.messages_in(desk.archive.folder, prefix)
        found += len(named)
        unnamed += len(there.keys() - named.keys())
        for sha256, message_id in named.items():
            problem = _bytes_problem(desk, sha256, there=sha256 in there, full=full)
            failed += problem is not None
            if problem and failed <= TOLD:
                yield Check("存档文件", f"第 {message_id} 号来信：{problem}")
        progress("核对存档", number, len(copies.PREFIXES))
    if failed > TOLD:
        yield Check("存档文件", f"另有 {failed - TOLD} 个文件缺少或损坏。请从备份恢复存档文件夹。")
    elif not failed:
        yield Check("存档文件", note=_told(found, unnamed, full=full))


def _bytes_problem(desk: Desk, sha256: str, *, there: bool, full: bool) -> str | None:
    path = desk.archive.path(sha256)
    if not there and not path.is_file():
        return f"存档中缺少原始邮件 {path}。请从备份恢复该文件。"
    try:
        if full and not copies.intact(path, sha256):
            return f"存档文件 {path} 的内容与其指纹不符，已损坏。请从备份恢复该文件。"
    except OSError as error:
        return f"存档文件 {path} 读不了：{error.strerror}。请检查磁盘和权限，或从备份恢复该文件。"
    return None


def _told(found: int, unnamed: int, *, full: bool) -> str:
    """A run that was killed leaves files that no row names; the next poll uses them, nobody needs to."""
    told = f"{found} 个都在" + ("，内容都与指纹相符" if full else "，内容没有核对（--full 核对）")
    return told + (f"；另有 {unnamed} 个尚未登记，多半是中断的收信留下的，不必处理" if unnamed else "")
