"""A letter that breaks its reader - by an error, a crash, a limit - is set aside; the others are read."""

from __future__ import annotations

import faulthandler
import os
import resource
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import sqlalchemy as sa

from desk import filing, lease, reader
from desk.desk import Desk, opened
from desk.errors import DeskError
from desk.lease import leased
from desk.pipeline import add, keep, read_due
from desk.reading import Opened, open_message
from desk.samples.build import Sample
from desk.taken import Taken
from intake.local import read_path
from intake.model import MessageState, RawMessage, ServerKey
from storage import messages as ledger
from storage import views
from storage.database import Unusable
from storage.errors import StorageError
from tests.command import command
from tests.conftest import EXAMPLE, NOW, settings_text

LIMIT = 1000 + resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
"""MB: a fork begins with what this process has, which grows with every test before it."""

GOOD = "四月份电解铝厂完成产量计划，全员参加安全培训，未发生事故。"
POISON = b"X-Poison: yes"


def letter(number: int, *, poison: bool = False) -> bytes:
    head = f"From: wei{number}@example.com\r\nMessage-ID: <{number}@example.com>\r\nSubject: 第{number}封\r\n"
    mark = POISON + b"\r\n" if poison else b""
    return head.encode() + mark + b"\r\n" + f"{number}：{GOOD}\r\n".encode()


@contextmanager
def breaking(harm: Callable[[], object]) -> Iterator[None]:
    """Whoever opens a poisoned letter meanwhile comes to harm; the reader's process inherits it."""
    real = open_message

    def poisoned(data: bytes, *rest: object) -> Opened:
        if POISON in data:
            harm()
        return real(data, *rest)  # type: ignore[arg-type]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(filing, "open_message", poisoned)
        yield


def crash() -> None:
    faulthandler.disable()  # pytest's would fill the output
    os.kill(os.getpid(), signal.SIGSEGV)


def out_of_memory() -> None:
    os.kill(os.getpid(), signal.SIGKILL)  # what the system does


def eat() -> None:
    hoard = []
    while True:
        hoard.append(bytearray(10_000_000))


def hang() -> None:
    time.sleep(3600)


def leave() -> None:
    os._exit(7)


def stumble() -> None:
    raise RuntimeError(GOOD)


def recurse() -> None:
    recurse()


HARMS = [
    pytest.param(crash, "SIGSEGV，程序崩溃", id="crash"),
    pytest.param(out_of_memory, "SIGKILL，多半是内存不够", id="killed for its memory"),
    pytest.param(eat, f"读取所需内存超过 {LIMIT} MB", id="memory limit"),
    pytest.param(leave, "读取进程意外结束（7）", id="exit"),
    pytest.param(stumble, "读取时出错（RuntimeError）", id="error"),
    pytest.param(recurse, "读取时出错（RecursionError）", id="recursion"),
]


@pytest.fixture
def config(tmp_path: Path) -> Path:
    path = tmp_path / "config.toml"
    path.write_text(settings_text(seconds="seconds = 60", memory=f"memory = {LIMIT}"), "utf-8")
    return path


@pytest.fixture
def mails(tmp_path: Path) -> Path:
    """Three letters, the second of them poisoned."""
    folder = tmp_path / "mails"
    folder.mkdir()
    for number in (1, 2, 3):
        (folder / f"{number}.eml").write_bytes(letter(number, poison=number == 2))
    return folder


@pytest.fixture
def desk(config: Path) -> Iterator[Desk]:
    with opened(str(config), clock=lambda: NOW) as made:
        yield made


def take(desk: Desk, mails: Path) -> Taken:
    def fail(error: Exception) -> None:
        raise error

    return add(desk, read_path(mails, NOW, fail), lambda *_: None)


def children() -> list[str]:
    """The processes that this one has started, dead ones included that nobody has waited for."""
    tasks = Path("/proc/self/task").glob("*/children")
    return sorted(number for task in tasks for number in task.read_text("ascii").split())


def rows(config: Path) -> dict[str, dict[str, object]]:
    return {row["subject"] or "": row for row in command("intake list --json --config", config).lines}


def history(desk: Desk, number: int) -> list[str]:
    with desk.reading() as connection:
        return [event["reason"] or event["state"] for event in views.events(connection, number)]


def attempts(desk: Desk, number: int) -> int:
    with desk.reading() as connection:
        [message] = ledger.due(connection, ids=[number])
        return message.attempts


@pytest.mark.parametrize(("harm", "words"), HARMS)
def test_what_breaks_its_reader_three_times_is_set_aside_and_the_others_are_read(
    desk: Desk, mails: Path, harm: Callable[[], None], words: str
) -> None:
    with breaking(harm):
        taken = take(desk, mails)
    assert taken.states == {MessageState.READ: 2, MessageState.SET_ASIDE: 1}
    said = history(desk, 2)
    assert said[1] == f"第 1 次没有读成：{words}" or words in said[1]
    assert said[2].startswith("第 2 次没有读成：")
    assert words in said[3]
    assert "intake retry" in said[3]
    assert len(said) == 4
    assert GOOD not in "".join(said)
    assert attempts(desk, 2) == 0


def test_a_letter_that_is_read_for_ever_is_set_aside(tmp_path: Path, mails: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text(settings_text(seconds="seconds = 2"), "utf-8")
    with breaking(hang), opened(str(path), clock=lambda: NOW) as desk:
        take(desk, mails)
        assert "读了 2 秒还没有读完" in history(desk, 2)[-1]
    assert rows(path)[""]["state"] == "set_aside"


@pytest.mark.parametrize("harm", [crash, stumble])
def test_the_command_ends_with_4_and_after_the_cure_retry_reads_it(
    config: Path, mails: Path, harm: Callable[[], None]
) -> None:
    with breaking(harm):
        assert command("intake add", mails, "--config", config).status == 4
    aside = rows(config)[""]
    assert aside["state"] == "set_aside"
    assert command(f"intake show {aside['id']} --raw --config", config).raw == letter(2, poison=True)
    assert command("intake retry --config", config).status == 0
    assert {row["state"] for row in rows(config).values()} == {"read"}


@pytest.mark.parametrize("harm", [crash, stumble])
def test_a_retry_that_fails_again_is_one_try_and_says_why(
    config: Path, mails: Path, harm: Callable[[], None]
) -> None:
    with breaking(harm):
        command("intake add", mails, "--config", config)
        with opened(str(config)) as desk:
            before = history(desk, 2)
            assert command("intake retry --config", config).status == 4
            assert len(history(desk, 2)) == len(before) + 1
    assert rows(config)[""]["state"] == "set_aside"


def test_a_letter_read_before_keeps_its_reading_where_the_next_one_crashes(config: Path, mails: Path) -> None:
    command("intake add", mails, "--config", config)
    before = rows(config)
    with breaking(crash):
        done = command("intake retry 1 2 3 --config", config)
    assert done.status == 1
    assert "第 2 号来信重读失败" in done.err
    assert rows(config) == before
    assert "重读 2 封" in done.out


def test_a_trouble_that_passes_leaves_no_trace_but_in_the_history(
    desk: Desk, mails: Path, tmp_path: Path
) -> None:
    mark = tmp_path / "once"

    def harm_once() -> None:
        if not mark.exists():
            mark.touch()
            crash()

    with breaking(harm_once):
        assert take(desk, mails).states == {MessageState.READ: 3}
    assert len(history(desk, 2)) == 3


def test_a_reading_that_takes_the_whole_run_with_it_is_counted_and_given_up_after_six(
    config: Path, mails: Path
) -> None:
    """Where the system ends every process of a service, nobody is left to write down which letter it was."""
    with opened(str(config), clock=lambda: NOW) as desk:
        keep(desk, list(read_path(mails, NOW, print)))
    code = (
        "import os, signal, sys\n"
        "from desk import filing\n"
        "real = filing.open_message\n"
        "def poisoned(data, *rest):\n"
        "    if b'X-Poison' in data:\n"
        "        os.kill(os.getppid(), signal.SIGKILL); os.kill(os.getpid(), signal.SIGKILL)\n"
        "    return real(data, *rest)\n"
        "filing.open_message = poisoned\n"
        "from desk.desk import opened\n"
        "from desk.pipeline import read_due\n"
        "from desk.taken import Taken\n"
        "with opened(sys.argv[1]) as desk:\n"
        "    read_due(desk, Taken(), lambda *_: None)\n"
    )
    line = [sys.executable, "-c", code, str(config)]
    ends = [subprocess.run(line, check=False).returncode for _ in range(7)]
    assert ends == [-signal.SIGKILL] * 6 + [0]
    states = sorted(str(row["state"]) for row in rows(config).values())
    assert states == ["read", "read", "set_aside"]
    assert "读了 6 次，每次都没有读完整个运行就中断了" in str(rows(config)[""]["reason"])


def test_a_reader_ends_with_the_run_it_belongs_to(config: Path, mails: Path, tmp_path: Path) -> None:
    """It would otherwise work on beside the next run."""
    mark = tmp_path / "reader"
    with opened(str(config), clock=lambda: NOW) as desk:
        keep(desk, list(read_path(mails, NOW, print)))
    code = (
        "import os, signal, sys, time\n"
        "from pathlib import Path\n"
        "from desk import filing\n"
        "def slow(*_):\n"
        "    Path(sys.argv[2]).write_text(str(os.getpid()))\n"
        "    os.kill(os.getppid(), signal.SIGKILL)\n"
        "    time.sleep(60)\n"
        "filing.open_message = slow\n"
        "from desk.desk import opened\n"
        "from desk.pipeline import read_due\n"
        "from desk.taken import Taken\n"
        "with opened(sys.argv[1]) as desk:\n"
        "    read_due(desk, Taken(), lambda *_: None)\n"
    )
    subprocess.run([sys.executable, "-c", code, str(config), str(mark)], check=False, timeout=30)
    process = Path("/proc") / mark.read_text()
    deadline = time.monotonic() + 10
    while process.exists() and " Z " not in (process / "stat").read_text():
        assert time.monotonic() < deadline
        time.sleep(0.01)


@pytest.mark.parametrize("failure", Unusable)
def test_a_database_that_fails_ends_the_run_and_is_no_letters_fault(
    desk: Desk, mails: Path, monkeypatch: pytest.MonkeyPatch, failure: type[sa.exc.DBAPIError]
) -> None:
    def full(*_: object, **__: object) -> None:
        raise failure("INSERT", {}, sqlite3.OperationalError("database or disk is full"))

    with monkeypatch.context() as patch:
        patch.setattr(ledger, "file_letter", full)
        with pytest.raises(StorageError, match=r"磁盘已满.*没有写入任何不完整的内容"):
            take(desk, mails)
    assert [attempts(desk, number) for number in (1, 2, 3)] == [0, 0, 0]
    taken = Taken()
    read_due(desk, taken, lambda *_: None)
    assert taken.states == {MessageState.READ: 3}


def test_a_reader_that_cannot_begin_says_so(desk: Desk, mails: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "_next_batch", lambda _: crash())
    with pytest.raises(DeskError, match=r"还没有开始读信.*reading\.memory"):
        take(desk, mails)


def test_who_reads_while_another_does_waits_for_its_end(desk: Desk, mails: Path) -> None:
    naps: list[float] = []
    with pytest.MonkeyPatch.context() as patch, leased(desk, lease.READING):
        patch.setattr(lease, "_is_dead", lambda _: bool(naps))
        patch.setattr("desk.lease.time.sleep", naps.append)
        assert take(desk, mails).states == {MessageState.READ: 3}
    assert naps


def test_what_another_run_has_read_meanwhile_is_left_alone(desk: Desk, mails: Path) -> None:
    """A run that was suspended wakes with a batch that is no longer due."""
    take(desk, mails)
    with desk.reading() as connection:
        batch = ledger.due(connection, ids=[1, 2, 3])
    before = [history(desk, number) for number in (1, 2, 3)]
    told: list[dict[str, object]] = []
    reader._read(desk, batch, reader.INTAKE, told.append)
    assert [history(desk, number) for number in (1, 2, 3)] == before
    assert not [words for words in told if "done" in words]


def test_a_reader_that_died_leaves_no_process_behind(desk: Desk, mails: Path) -> None:
    before = children()
    with breaking(crash):
        take(desk, mails)
    assert children() == before


def test_what_the_readers_process_does_is_what_it_would_do_here(
    tmp_path: Path, samples: tuple[Sample, ...]
) -> None:
    """Every sample letter, read by a fork and by this process: the same states, texts, items, reasons."""
    found = []
    for name in ("there", "here"):
        folder = tmp_path / name
        folder.mkdir()
        path = folder / "config.toml"
        path.write_text(EXAMPLE, "utf-8")
        with opened(str(path), clock=lambda: NOW) as desk:
            raws = [
                RawMessage(ServerKey("a", "INBOX", 1, uid), sample.received_at, len(sample.data), sample.data)
                for uid, sample in enumerate(samples, 1)
            ]
            keep(desk, raws)
            if name == "there":
                read_due(desk, Taken(), lambda *_: None)
            else:
                told: list[dict[str, object]] = []
                reader._read_due(desk, told.append)
                assert len([words for words in told if "done" in words]) == len(samples)
                again: list[dict[str, object]] = []
                with desk.reading() as connection:
                    messages = ledger.due(connection, ids=[1, 2], limit=2)
                reader._read_each(desk, messages, "editor", again.append)
                assert {words["done"] for words in again if "done" in words} == {1, 2}
        found.append(command("intake list --json --config", path).lines)
    assert found[0] == found[1]
