"""The service files, the crontab and the monitoring check: sound, and naming only what there is."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

import desk.commands.words  # noqa: F401 -- puts click's words in place before click is imported

import click  # isort: skip

from desk.commands.classify import classify
from desk.commands.compose import compose
from desk.commands.intake import intake
from desk.desk import opened
from desk.errors import Exit
from storage import tables as t
from tests.command import command
from tests.conftest import PASSWORD
from tests.installed import README, ROOT, Installed, installed
from tests.postbox import Postbox, letter, on_pymap

DEPLOY = ROOT / "deploy"
FILES = sorted(path.name for path in DEPLOY.iterdir())
SERVICES = [name for name in FILES if name.endswith(".service")]
UNITS = [name for name in FILES if name.endswith((".service", ".timer"))]
GROUPS: dict[str, click.Group] = {"intake": intake, "classify": classify, "compose": compose}

Config = Callable[..., Path]


def text(name: str) -> str:
    return (DEPLOY / name).read_text("utf-8")


def settings(name: str) -> dict[str, str]:
    """The settings of a unit by name; of one that is given twice, the last."""
    return dict(re.findall(r"^(\w+)=(.*)$", text(name), re.MULTILINE))


@pytest.fixture
def place(tmp_path: Path) -> Installed:
    return installed(tmp_path, BULLETIN_PASSWORD=PASSWORD)


# --- what they name --------------------------------------------------------------------------------------


def commands(name: str) -> list[tuple[str, str, list[str]]]:
    """(program, command, options) of everything of ours that a file runs."""
    found = re.findall(r"\.venv/bin/(\w+) ([\w-]+)((?: [^\s>|)&]+)*)", text(name))
    return [(program, sub, re.findall(r"--[\w-]+", rest)) for program, sub, rest in found]


@pytest.mark.parametrize("name", [name for name in FILES if not name.endswith(".timer")])
def test_every_command_and_option_in_them_exists(name: str) -> None:
    assert commands(name)
    for program, sub, options in commands(name):
        known = {option for p in GROUPS[program].commands[sub].params for option in p.opts}
        assert set(options) <= known, (program, sub)


@pytest.mark.parametrize("name", FILES)
def test_each_of_them_stands_in_the_readme(name: str) -> None:
    assert f"`deploy/{name}`" in README.split("## Operation")[1].split("## Recovery")[0]


def test_each_timer_starts_a_service_that_is_there() -> None:
    timers = [name for name in UNITS if name.endswith(".timer")]
    assert timers
    assert [name for name in timers if name.replace(".timer", ".service") not in SERVICES] == []


# --- systemd ---------------------------------------------------------------------------------------------


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="no systemd-analyze on this machine")
@pytest.mark.parametrize("name", UNITS)
def test_systemd_takes_each_unit_without_a_word(place: Installed, name: str) -> None:
    for other in UNITS:
        (place.folder / other).write_text(place.placed(text(other)), "utf-8")
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", "--recursive-errors=one", place.folder / name],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout + done.stderr) == (0, "")


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_may_do_little(name: str) -> None:
    found = settings(name)
    assert found["User"] == "bulletin"
    assert found["ProtectSystem"] == "strict"
    assert found["NoNewPrivileges"] == found["PrivateTmp"] == found["ProtectHome"] == "yes"
    assert "MemoryMax" in found
    assert found["ReadWritePaths"].split()[0] == found["WorkingDirectory"]
    assert found["ReadOnlyPaths"] == f"{found['WorkingDirectory']}/.venv"


def test_the_folder_a_backup_goes_to_may_be_written() -> None:
    found = settings("bulletin-backup.service")
    assert found["ExecStart"].split()[-1] in found["ReadWritePaths"].split()


def test_letters_set_aside_and_another_run_are_no_failures_of_a_poll() -> None:
    found = settings("bulletin-intake.service")["SuccessExitStatus"].split()
    assert {str(int(Exit.SET_ASIDE)), str(int(Exit.BUSY))} <= set(found)
    assert not {str(int(Exit.FAILED)), str(int(Exit.USAGE))} & set(found)


def test_a_worker_whose_settings_are_wrong_is_not_started_again_and_again() -> None:
    assert settings("bulletin-worker.service")["RestartPreventExitStatus"] == str(int(Exit.USAGE))


@pytest.mark.parametrize("name", FILES)
def test_no_password_stands_in_them(name: str) -> None:
    assert re.findall(r"^(?!#).*(?:password|PASSWORD)=\S", text(name), re.MULTILINE) == []


# --- cron and monitoring, run ----------------------------------------------------------------------------


@pytest.fixture
def pymap() -> Iterator[Postbox]:
    with on_pymap() as made:
        yield made


def cron_line(word: str) -> str:
    """What cron hands to the shell of the one line with a word in it: a % would end it there."""
    (line,) = [line for line in text("crontab.example").splitlines() if word in line and line[0] != "#"]
    assert "%" not in line
    return line.split(maxsplit=5)[5]


def test_the_crontab_says_nothing_where_all_is_well(
    pymap: Postbox, mailbox_config: Config, place: Installed
) -> None:
    pymap.deliver(letter(1), letter(2))
    config = mailbox_config(pymap.port)
    for word in ("intake poll", "intake backup", "intake status", "intake check"):
        done = place.shell(cron_line(word))
        assert (done.returncode, done.stdout, done.stderr) == (0, "", ""), word
    assert len(command("intake list --json --config", config).lines) == 2
    assert (place.backups / "bulletin.db").exists()


def test_the_crontab_says_what_is_wrong(pymap: Postbox, mailbox_config: Config, place: Installed) -> None:
    pymap.deliver(letter(1))
    mailbox_config(1, pauses="pauses = []")
    assert "拒绝连接" in place.shell(cron_line("intake poll")).stderr
    assert place.shell(cron_line("intake status")).stdout.startswith("LATE submissions")
    mailbox_config(pymap.port)
    assert place.shell(cron_line("intake poll")).stdout == ""
    shutil.rmtree(place.folder / "archive")
    assert "存档中缺少原始邮件" in place.shell(cron_line("intake check")).stdout


def monitored(place: Installed) -> tuple[int, str]:
    """(status, line) of the check for Nagios."""
    done = place.shell(f"{DEPLOY}/check_bulletin {place.folder}")
    assert done.stdout.count("\n") == 1
    assert done.stderr == ""
    return done.returncode, done.stdout


def test_the_check_for_monitoring_knows_well_from_late_from_missing(
    pymap: Postbox, mailbox_config: Config, place: Installed
) -> None:
    pymap.deliver(letter(1), letter(2))
    config = mailbox_config(pymap.port)
    status, line = monitored(place)
    assert status == 2
    assert line.startswith("CRITICAL LATE submissions")
    assert command("intake poll --config", config).status == 0
    status, line = monitored(place)
    assert status == 0
    assert line.startswith("OK")
    with opened(str(config)) as desk, desk.writing() as connection:
        first = sa.select(sa.func.min(t.message.c.id)).scalar_subquery()
        connection.execute(sa.delete(t.message).where(t.message.c.id == first))
    assert monitored(place) == (1, "WARNING letters are missing: see intake status\n")
    shutil.rmtree(place.folder / ".venv")
    status, line = monitored(place)
    assert status == 2
    assert line.startswith("CRITICAL")
