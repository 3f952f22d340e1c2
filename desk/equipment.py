"""LibreOffice for the desk: found by the settings, started only when an old document comes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Final

from desk.desk import Desk
from intake.documents.office import AUTO, OFF, Absent, Office, Unwritable, find, sweep
from intake.documents.office_walls import FILES, NETWORK

_WITHOUT: Final = "旧版 Word、RTF、OpenDocument 等文件只保存不读取，会请投稿人以 .docx 重发"
_WALLS: Final = ((NETWORK, "网络"), (FILES, "文件"))


class OfficeError(Exception):
    """LibreOffice cannot be used; says in Chinese why, and what to do."""


@contextmanager
def equipped(desk: Desk) -> Iterator[Desk]:
    """The desk with a LibreOffice for children of this process; at the end nothing of it is left.

    Nor of those that were killed before.
    """
    sweep()
    office = Office(find(desk.settings.reading.libreoffice))
    try:
        yield replace(desk, office=office)
    finally:
        office.close()


def described(named: str) -> str:
    """Which LibreOffice the settings mean, and what it is not kept from.  Starts it.  Raises OfficeError."""
    program = find(named)
    if program is not None:
        missing = [words for wall, words in _WALLS if wall not in _walls(program)]
        lacking = f"；系统不允许把它和{'、'.join(missing)}隔开，只靠它自己的设置" if missing else ""
        return f"{program}{lacking}"
    if named not in {AUTO, OFF}:
        raise OfficeError(f"在 {named} 没有找到 LibreOffice。请改正设置 reading.libreoffice。")
    return f"{'设置为不用' if named == OFF else '没有安装'}；{_WITHOUT}"


def _walls(program: Path) -> tuple[str, ...]:
    office = Office(program)
    try:
        return office.walls()
    except Absent as absent:
        raise OfficeError(f"{program} 中的 LibreOffice 启动不了。请重新安装 libreoffice-writer。") from absent
    except Unwritable as full:
        raise OfficeError(f"临时文件夹写不进去（{full}）。请检查磁盘空间或环境变量 TMPDIR。") from full
    finally:
        office.close()
