"""The scheduled worker: when it polls, one poll at a time, and how it ends."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa
from apscheduler.triggers.interval import IntervalTrigger

from desk import worker
from desk.desk import Desk, opened
from desk.errors import SettingsError
from desk.worker import Worker, trigger
from storage import runs
from storage import tables as t
from tests.conftest import NOW, settings_text
from tests.proxy import HOST

FRIDAY = datetime(2021, 5, 14, 1, 0, tzinfo=UTC)  # nine o'clock in Shanghai
OFTEN = IntervalTrigger(seconds=0.2, timezone=UTC)  # a crontab cannot say less than a minute


@contextmanager
def desk_with(folder: Path, **changes: str) -> Iterator[Desk]:
    """A desk whose settings differ from the example's."""
    path = folder / "config.toml"
    path.write_text(settings_text(**changes), "utf-8")
    with opened(str(path), clock=lambda: NOW) as desk:
        yield desk


# --- when ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cron", "fires"),
    [
        ("30 2 * * mon-sun", "2021-05-15T02:30:00+08:00"),
        ("30 2 * * mon", "2021-05-17T02:30:00+08:00"),
        ("30 2 * * tue,thu", "2021-05-18T02:30:00+08:00"),
        ("0 8-18 * * mon-fri", "2021-05-14T09:00:00+08:00"),
        ("*/20 * * * *", "2021-05-14T09:00:00+08:00"),
        ("15 9 1 * *", "2021-06-01T09:15:00+08:00"),
    ],
)
def test_a_poll_is_due_by_shanghai_time_on_the_days_that_are_named(
    tmp_path: Path, cron: str, fires: str
) -> None:
    with desk_with(tmp_path, cron=f'cron = "{cron}"') as desk:
        assert trigger(desk).get_next_fire_time(None, FRIDAY).isoformat() == fires


def test_a_poll_is_due_by_the_zone_of_the_settings(tmp_path: Path) -> None:
    with desk_with(tmp_path, timezone='timezone = "UTC"') as desk:
        assert trigger(desk).get_next_fire_time(None, FRIDAY) == datetime(2021, 5, 14, 2, 30, tzinfo=UTC)


@pytest.mark.parametrize("cron", ["99 2 * * mon-sun", "30 2 31-1 * mon", "x 2 * * mon"])
def test_a_schedule_that_means_nothing_is_named_with_an_example(tmp_path: Path, cron: str) -> None:
    with desk_with(tmp_path, cron=f'cron = "{cron}"') as desk, pytest.raises(SettingsError) as raised:
        trigger(desk)
    assert f"schedule.cron 的值“{cron}”有误" in str(raised.value)
    assert "例如 30 2 * * mon-sun" in str(raised.value)


# --- one at a time -----------------------------------------------------------------------------------


def noting(path: Path, seconds: float) -> list[str]:
    """A command that writes a line when it starts and one when it ends."""
    code = (
        "import sys, time\n"
        f"note = open({str(path)!r}, 'a', buffering=1)\n"
        f"print('start', file=note); time.sleep({seconds}); print('end', file=note)"
    )
    return [sys.executable, "-S", "-c", code]


def until(condition: Callable[[], bool], seconds: float = 10) -> None:
    """Wait for something that is to happen."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(0.02)


@contextmanager
def working(made: Worker) -> Iterator[None]:
    """The worker at work, polling often, while the block runs."""
    thread = threading.Thread(target=made.work, args=[OFTEN])
    thread.start()
    try:
        yield
    finally:
        made.end()
        thread.join(5)
        assert not thread.is_alive()


def noted(path: Path) -> list[str]:
    return path.read_text("utf-8").split() if path.exists() else []


def test_a_poll_that_is_due_while_another_is_under_way_is_left_out(tmp_path: Path) -> None:
    notes = tmp_path / "notes"
    with working(Worker(noting(notes, 0.6))):
        until(lambda: len(noted(notes)) >= 3)
    assert noted(notes)[:3] == ["start", "end", "start"]


def test_a_poll_that_fails_does_not_end_the_worker(tmp_path: Path) -> None:
    notes = tmp_path / "notes"
    failing = [*noting(notes, 0)[:-1], f"print(1, file=open({str(notes)!r}, 'a')); raise SystemExit(1)"]
    with working(Worker(failing)):
        until(lambda: len(noted(notes)) >= 2)


def test_after_the_end_no_poll_is_started(tmp_path: Path) -> None:
    made = Worker(noting(tmp_path / "notes", 0))
    made.end()
    made.poll()
    made.work(OFTEN)
    assert noted(tmp_path / "notes") == []


def test_the_end_ends_the_poll_under_way(tmp_path: Path) -> None:
    notes = tmp_path / "notes"
    with working(Worker(noting(notes, 60))):
        until(lambda: noted(notes) == ["start"])
        began = time.monotonic()
    assert time.monotonic() - began < 1
    assert noted(notes) == ["start"]


def test_a_poll_that_does_not_want_to_end_is_killed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "PATIENCE", 0.2)
    notes = tmp_path / "notes"
    command = noting(notes, 60)
    command[-1] = f"import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN)\n{command[-1]}"
    with working(Worker(command)):
        until(lambda: noted(notes) == ["start"])
        began = time.monotonic()
    assert 0.2 <= time.monotonic() - began < 1.2


RUN = """
import sys
from apscheduler.triggers.interval import IntervalTrigger
from desk import worker
{before}
worker.trigger = lambda desk: IntervalTrigger(seconds=0.5, timezone=desk.settings.zone)
from desk.commands.intake import main
sys.argv = ["intake", "run", "--config", sys.argv[1]]
main()
"""
"""`intake run` with a schedule of twice a second."""


@contextmanager
def run(config: Path, before: str | None = "") -> Iterator[subprocess.Popen[str]]:
    """`intake run` in a process of its own, ready; with `before` None the very command."""
    if before is None:
        command = [sys.executable, "-m", "desk.commands.intake", "run", "--config", str(config)]
    else:
        command = [sys.executable, "-c", RUN.format(before=before), str(config)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        try:
            assert "worker started" in process.stderr.readline()
            yield process
        finally:
            process.kill()


def test_a_machine_that_slept_polls_once_when_it_wakes(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text(settings_text(), "utf-8")
    notes = tmp_path / "notes"
    before = (
        "from pathlib import Path\n"
        f"worker.Worker.poll = lambda self: Path({str(notes)!r}).open('a').write('poll\\n') and None"
    )
    with run(tmp_path / "config.toml", before) as process:
        until(lambda: len(noted(notes)) >= 1)
        process.send_signal(signal.SIGSTOP)
        asleep = len(noted(notes))
        time.sleep(2.2)
        process.send_signal(signal.SIGCONT)
        until(lambda: len(noted(notes)) > asleep)
        time.sleep(0.3)  # time for one more that is due
        assert len(noted(notes)) - asleep <= 2


# --- the end -----------------------------------------------------------------------------------------


def terminated(process: subprocess.Popen[str], number: int = signal.SIGTERM) -> tuple[int, float, str]:
    """(exit status, seconds it took, what was said on the way) of a process told to end."""
    began = time.monotonic()
    process.send_signal(number)
    _, said = process.communicate(timeout=10)
    return process.returncode, time.monotonic() - began, said


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_told_to_end_while_it_waits_it_ends_at_once_with_status_0(config: Path, number: int) -> None:
    with run(config, before=None) as process:
        status, seconds, said = terminated(process, number)
    assert status == 0
    assert seconds < 2
    assert "worker ended" in said
    assert "Traceback" not in said


@pytest.mark.parametrize(
    "greeting", [b"", b"* OK [CAPABILITY IMAP4rev1] here\r\n"], ids=["mute", "half mute"]
)
def test_told_to_end_while_a_poll_hangs_on_a_silent_server_it_ends_in_time_and_gives_the_lease_back(
    greeting: bytes,
    mailbox_config: Callable[..., Path],
) -> None:
    with socket.create_server((HOST, 0)) as listener:
        config = mailbox_config(listener.getsockname()[1])
        with run(config) as process:
            listener.settimeout(20)
            connection, _ = listener.accept()
            with connection:
                connection.sendall(greeting)
                if greeting:
                    connection.recv(100)
                status, seconds, said = terminated(process)
    assert status == 0
    assert seconds < 2
    assert "已中断；已收下的邮件都在" in said
    assert "Traceback" not in said
    with opened(str(config)) as desk, desk.reading() as connection_:
        assert connection_.execute(sa.select(t.lease)).all() == []
        assert runs.last_runs(connection_) == []


def test_the_worker_is_told_by_a_signal_and_returns_status_0(desk: Desk) -> None:
    handlers = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    bell = threading.Timer(0.3, os.kill, [os.getpid(), signal.SIGTERM])
    try:
        bell.start()
        assert worker.work(desk) == 0
    finally:
        bell.join()
        for number, handler in handlers.items():
            signal.signal(number, handler)
