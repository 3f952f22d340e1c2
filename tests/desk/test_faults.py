"""What an administrator meets: full and read-only disks, a locked database, a clock that was set back.

Each ends with status 1 and one paragraph, loses nothing, and the next run does the rest.
"""

from __future__ import annotations

import contextlib
import os
import resource
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from desk.commands.intake import poll_all
from desk.desk import opened
from desk.status import age_line
from storage import database
from tests.command import Done, command
from tests.conftest import NOW
from tests.postbox import Postbox, letter, on_pymap

Config = Callable[..., Path]

SMALL = 1_500_000
"""Bytes of a small disk: the empty database fits."""

LARGE = 2_500_000
"""Bytes of a letter that does not fit on it."""


@pytest.fixture
def pymap() -> Iterator[Postbox]:
    with on_pymap() as made:
        yield made


# --- disks -----------------------------------------------------------------------------------------------


@dataclass
class Disk:
    """A small disk: a file system of its own where this user may mount one, else a limit to each file."""

    folder: Path
    mounted: bool
    limit: int | None = SMALL

    def run(self, line: str, config: Path, *arguments: object) -> Done:
        """Run a command of ours in a process of its own."""
        program, *words = line.split()
        done = subprocess.run(
            [
                sys.executable,
                "-m",
                f"desk.commands.{program}",
                *words,
                *map(str, arguments),
                "--config",
                config,
            ],
            capture_output=True,
            text=True,
            check=False,
            preexec_fn=None if self.mounted else self._limit,
        )
        return Done(done.returncode, done.stdout, done.stderr)

    def _limit(self) -> None:
        if self.limit is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (self.limit, resource.RLIM_INFINITY))

    def _remount(self, option: str) -> None:
        if self.mounted:
            subprocess.run(["mount", "-o", f"remount,{option}", self.folder], check=True)

    def grow(self) -> None:
        """Make room, and allow to write."""
        self.limit = None
        self._remount("rw,size=50M")

    def freeze(self) -> None:
        """Allow no more writing, as a file system does after an error of its disk."""
        self.limit = 0
        self._remount("ro")


def mount(folder: Path) -> bool:
    """Mount a small file system in memory, if that is allowed here."""
    words = ["mount", "-t", "tmpfs", "-o", f"size={SMALL}", "tmpfs", str(folder)]
    with contextlib.suppress(OSError):
        return os.geteuid() == 0 and subprocess.run(words, capture_output=True, check=False).returncode == 0
    return False


def may_mount() -> bool:
    """Whether this user may mount a file system here; in a container root may not."""
    with tempfile.TemporaryDirectory() as name:
        if not mount(Path(name)):
            return False
        subprocess.run(["umount", name], check=True)
    return True


WAYS = ["a limit to each file", *(["a small file system"] if may_mount() else [])]


@pytest.fixture(params=WAYS)
def disk(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Disk]:
    """A small disk, both ways where both are to be had."""
    folder = tmp_path / "disk"
    folder.mkdir()
    if request.param == WAYS[0]:
        yield Disk(folder, mounted=False)
        return
    assert mount(folder)
    yield Disk(folder, mounted=True)
    subprocess.run(["umount", folder], check=True)


def one_paragraph(done: Done, *words: str) -> None:
    """Status 1, one paragraph in Chinese on standard error, nothing else."""
    assert (done.status, done.out) == (1, ""), done
    assert done.err.startswith("错误：")
    assert done.err.count("\n") == 1, done.err
    assert [word for word in words if word not in done.err] == []


def listed(config: Path) -> list[Any]:
    return command("intake list --json --config", config).lines


def all_in_once(config: Path, *numbers: int) -> None:
    """The ledger holds these letters once each, and every check but the password's passes."""
    assert sorted(row["subject"] for row in listed(config)) == [f"letter {n}" for n in numbers]
    checked = command("intake check --full --json --config", config)
    assert [row for row in checked.lines if not row["ok"]] == []


@pytest.mark.parametrize(
    ("what", "words"), [("archive", ("原始邮件存不进", "磁盘空间")), ("database", ("磁盘",))]
)
def test_on_a_full_disk_a_poll_says_so_and_when_there_is_room_the_next_one_has_everything(
    pymap: Postbox, mailbox_config: Config, disk: Disk, what: str, words: tuple[str, ...]
) -> None:
    config = mailbox_config(pymap.port, pauses="pauses = []")
    config.write_text(replaced(config.read_text("utf-8"), what, disk.folder), "utf-8")
    pymap.deliver(letter(1))
    assert disk.run("intake poll", config).status == 0
    pymap.deliver(letter(2, size=LARGE) if what == "archive" else wordy(2))
    done = disk.run("intake poll", config)
    one_paragraph(done, str(disk.folder), *words)
    assert [row["subject"] for row in listed(config)][:1] == ["letter 1"]
    disk.grow()
    pymap.deliver(letter(3))
    assert disk.run("intake poll", config).status == 0
    all_in_once(config, 1, 2, 3)


def replaced(text: str, what: str, folder: Path) -> str:
    """Settings with the archive or the database in a folder; other tables have a `path` too."""
    old, new = {
        "archive": ('path = "archive"', f'path = "{folder}/archive"'),
        "database": ('url = "sqlite:///bulletin.db"', f'url = "sqlite:///{folder}/bulletin.db"'),
    }[what]
    assert text.count(old) == 1
    return text.replace(old, new)


def heavy(number: int) -> bytes:
    """A letter that does not fit on a small disk, and whose text does."""
    head = f"From: Wei <wei@gxfgs.example.com>\r\nSubject: letter {number}\r\n"
    parts = f'{head}Content-Type: multipart/mixed; boundary="b"\r\n\r\n--b\r\n\r\nmore\r\n--b\r\n'
    kind = "Content-Type: application/octet-stream; name=a.bin\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    return (parts + kind).encode() + (b"A" * 76 + b"\r\n") * (LARGE // 78) + b"--b--\r\n"


def wordy(number: int) -> bytes:
    """A letter that fits on a small disk, and whose readings do not."""
    said = "".join(
        f"第{n}天，电解铝厂完成产量计划的百分之{n % 100}，职工{n}人参加。\r\n" for n in range(14_000)
    )
    head = f"From: Wei <wei@gxfgs.example.com>\r\nSubject: letter {number}\r\n"
    return f"{head}Content-Type: text/plain; charset=utf-8\r\n\r\n{said}".encode()


def test_a_backup_onto_a_full_disk_says_so_and_the_older_one_can_be_used(
    config: Path, tmp_path: Path, disk: Disk
) -> None:
    (tmp_path / "1.eml").write_bytes(letter(1))
    command("intake add", tmp_path / "1.eml", "--config", config)
    folder = disk.folder / "backup"
    assert disk.run("intake backup", config, folder).status == 0
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    (tmp_path / "2.eml").write_bytes(heavy(2))
    command("intake add", tmp_path / "2.eml", "--config", config)
    one_paragraph(disk.run("intake backup", config, folder), str(folder), "以前的备份没有改动，仍可使用")
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before
    copy = tmp_path / "copy"
    shutil.copytree(folder, copy)
    assert [row["subject"] for row in listed(copy / "config.toml")] == ["letter 1"]
    disk.grow()
    done = disk.run("intake backup --json", config, folder).json
    assert (done["messages"], done["copied"], done["present"], done["failed"]) == (2, 1, 1, 0)


def test_where_the_copy_of_the_database_has_no_room_the_older_one_stays(
    config: Path, tmp_path: Path, disk: Disk
) -> None:
    folder = disk.folder / "backup"
    assert disk.run("intake backup", config, folder).status == 0
    before = (folder / "bulletin.db").read_bytes()
    (tmp_path / "2.eml").write_bytes(wordy(2))
    assert command("intake add", tmp_path / "2.eml", "--config", config).status == 0
    done = disk.run("intake backup", config, folder)
    one_paragraph(done, f"数据库复制不到 {folder}", "以前的备份没有改动，仍可使用")
    assert (folder / "bulletin.db").read_bytes() == before
    assert {path.name for path in folder.iterdir()} == {"archive", "bulletin.db", "config.toml", ".lock"}


@pytest.mark.parametrize("what", ["archive", "database"])
def test_on_a_disk_that_cannot_be_written_any_more_a_poll_says_so_and_the_next_one_has_everything(
    pymap: Postbox, mailbox_config: Config, disk: Disk, what: str
) -> None:
    config = mailbox_config(pymap.port, pauses="pauses = []")
    config.write_text(replaced(config.read_text("utf-8"), what, disk.folder), "utf-8")
    disk.grow()
    pymap.deliver(letter(1))
    assert disk.run("intake poll", config).status == 0
    pymap.deliver(letter(2))
    disk.freeze()
    # A limit holds for every disk, and the database is written to first.
    one_paragraph(disk.run("intake poll", config), str(disk.folder) if disk.mounted else "bulletin.db")
    if disk.mounted:
        checked = disk.run("intake check", config)
        assert checked.status == 1
        assert f"{disk.folder}" in checked.out + checked.err
    disk.grow()
    assert disk.run("intake poll", config).status == 0
    all_in_once(config, 1, 2)


# --- a database in other hands ---------------------------------------------------------------------------


HOLD = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("BEGIN EXCLUSIVE")
print("held", flush=True)
sys.stdin.read()
"""


@contextlib.contextmanager
def held(path: Path) -> Iterator[None]:
    """Another program that writes to a database all the while."""
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, path], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        try:
            yield
        finally:
            process.communicate(timeout=10)


def test_while_another_program_holds_the_database_a_poll_gives_up_and_the_next_one_has_everything(
    pymap: Postbox, mailbox_config: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "BUSY_TIMEOUT", 0.05)
    config = mailbox_config(pymap.port)
    pymap.deliver(letter(1))
    assert command("intake poll --config", config).status == 0
    pymap.deliver(letter(2))
    with held(config.parent / "bulletin.db"):
        done = command("intake poll --config", config)
        one_paragraph(done, "bulletin.db", "被另一个程序占用：请稍候再运行一次")
        assert len(listed(config)) == 1  # reading goes on
        checked = command("intake check --json --config", config).lines
        assert [row["check"] for row in checked if not row["ok"]] == ["数据库"]
    assert command("intake poll --config", config).status == 0
    all_in_once(config, 1, 2)


def test_while_another_program_writes_a_backup_is_made_all_the_same(
    config: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "BUSY_TIMEOUT", 0.05)
    (tmp_path / "1.eml").write_bytes(letter(1))
    command("intake add", tmp_path / "1.eml", "--config", config)
    with held(tmp_path / "bulletin.db"):
        done = command("intake backup", tmp_path / "backup", "--config", config)
    assert (done.status, done.err) == (0, "")
    copy = sqlite3.connect(tmp_path / "backup" / "bulletin.db")
    assert copy.execute("SELECT count(*) FROM message").fetchone() == (1,)
    copy.close()


# --- the clock -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("back", [timedelta(hours=3), timedelta(days=400)])
def test_a_clock_that_was_set_back_loses_and_doubles_nothing_and_is_told(
    pymap: Postbox, mailbox_config: Config, back: timedelta
) -> None:
    config = mailbox_config(pymap.port)
    pymap.deliver(letter(1))
    with opened(str(config), clock=lambda: NOW) as desk:
        assert poll_all(desk) == 0
    pymap.deliver(letter(2))
    with opened(str(config), clock=lambda: NOW - back) as desk:
        line, fresh = age_line(desk, timedelta(hours=26))
        assert "时钟有误" in line
        assert not fresh
        assert poll_all(desk) == 0
        assert age_line(desk, timedelta(hours=26))[1]
    all_in_once(config, 1, 2)
    assert [row["id"] for row in listed(config)] == sorted(row["id"] for row in listed(config))
