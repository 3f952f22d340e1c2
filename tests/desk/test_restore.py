"""Backups of a desk that goes on working, on both databases, and desks that are restored from them."""

from __future__ import annotations

import os
import shutil
import subprocess
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from desk.backup import back_up
from desk.desk import opened
from desk.lease import leased
from desk.pipeline import keep
from intake.model import RawMessage, ServerKey
from storage import backup as copies
from tests import postgres as postgres_
from tests.command import command
from tests.conftest import PASSWORD, settings_text
from tests.desk.backups import backup, files, listed, restored, subjects, take_in
from tests.installed import Installed, block, installed
from tests.postbox import NOON, Postbox, letter, on_pymap
from tests.postgres import Postgres

Config = Callable[..., Path]


@pytest.fixture
def pymap() -> Iterator[Postbox]:
    with on_pymap() as made:
        yield made


@pytest.fixture
def filled(config: Path) -> Path:
    """The settings of a desk that took in three letters as files."""
    take_in(config, 1, 2, 3)
    return config


# --- while messages come in ------------------------------------------------------------------------------


class Writer(threading.Thread):
    """Takes in one message after the other, each in a transaction of its own, until told to end."""

    def __init__(self, config: Path) -> None:
        super().__init__()
        self._config = config
        self._ended = threading.Event()
        self._more = threading.Condition()
        self.entered = 0

    def run(self) -> None:
        with opened(str(self._config)) as desk:
            while not self._ended.is_set():
                data = letter(100 + self.entered, size=2000)
                key = ServerKey("submissions", "INBOX", 7, 100 + self.entered)
                assert keep(desk, [RawMessage(key, NOON, len(data), data)]) == 1
                with self._more:
                    self.entered += 1
                    self._more.notify_all()

    def wait_for(self, count: int) -> None:
        """Wait until some more messages have come in."""
        with self._more:
            until = self.entered + count
            assert self._more.wait_for(lambda: self.entered >= until, timeout=30)

    def end(self) -> None:
        self._ended.set()
        self.join(60)
        assert not self.is_alive()


@pytest.fixture
def writer(filled: Path) -> Iterator[Writer]:
    made = Writer(filled)
    made.start()
    made.wait_for(3)
    yield made
    made.end()


def test_of_a_desk_that_goes_on_taking_in_the_copy_is_whole(
    filled: Path, tmp_path: Path, writer: Writer, server: int, mailbox_config: Config
) -> None:
    """Messages come in while files are copied, before and after each; each copy passes every check."""
    folder = tmp_path / "backup"

    def meanwhile(_step: str, done: int, _total: int) -> None:
        if done in (1, 128, 255):
            writer.wait_for(5)

    counts = []
    for number in range(2):
        with opened(str(filled)) as desk:
            done = back_up(desk, folder, meanwhile)
        assert done.problems == []
        copy = restored(folder, tmp_path / f"desk-{number}")
        copy.write_text(mailbox_config(server).read_text("utf-8"), "utf-8")
        checked = command("intake check --full --json --config", copy)
        assert [row for row in checked.lines if not row["ok"]] == []
        counts.append(len(listed(copy)))
        assert counts[-1] == done.messages
    assert 3 < counts[0] < counts[1] < writer.entered


# --- restored --------------------------------------------------------------------------------------------


def wreck(desk: Path) -> None:
    """Lose or spoil everything that a desk has."""
    shutil.rmtree(desk / "archive")
    for path in desk.glob("bulletin.db*"):
        path.write_bytes(b"\0" * 5000)
    for name in ("bulletin.db-wal", "bulletin.db-shm"):
        (desk / name).write_bytes(b"\0" * 5000)
    (desk / "config.toml").unlink()


def without_systemd(script: str) -> str:
    return "\n".join(line for line in script.splitlines() if not line.startswith("systemctl "))


@pytest.fixture
def desk_folder(tmp_path: Path) -> Installed:
    return installed(tmp_path, BULLETIN_PASSWORD=PASSWORD)


def done_by(place: Installed, script: str) -> subprocess.CompletedProcess[str]:
    done = place.shell(without_systemd(script))
    assert (done.returncode, done.stderr) == (0, ""), done.stdout + done.stderr
    return done


def test_a_wrecked_desk_is_restored_by_the_commands_of_the_readme_and_has_every_message_once(
    pymap: Postbox, mailbox_config: Config, desk_folder: Installed
) -> None:
    pymap.deliver(*(letter(n) for n in (1, 2, 3)))
    config = mailbox_config(pymap.port)
    settings = config.read_bytes()
    assert command("intake poll --config", config).status == 0
    item = listed(config)[0]["submissions"][0]["items"][0]["id"]
    assert command(f"classify set {item} 听青之声 --config", config).status == 0
    done_by(desk_folder, block("## Operation", "A backup"))
    saved = listed(config)
    pymap.deliver(letter(4), letter(5))
    assert command("intake poll --config", config).status == 0
    wreck(desk_folder.folder)
    said = done_by(desk_folder, block("## Recovery", "With SQLite"))
    assert "submissions：新到 2 封" in said.stdout
    assert config.read_bytes() == settings
    assert subjects(config) == [f"letter {n}" for n in range(1, 6)]
    assert listed(config)[:3] == saved
    assert command("intake check --full --config", config).status == 0
    assert command("intake status --config", config).status == 0


@postgres_.needed
def test_a_desk_on_postgresql_is_restored_by_the_commands_of_the_readme_and_has_every_message_once(
    postgres: Postgres,
    pymap: Postbox,
    mailbox_config: Config,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    programs = postgres_.programs()
    monkeypatch.setenv("PATH", f"{programs}:{os.environ['PATH']}")
    server = {"PGHOST": str(postgres.folder), "PGUSER": postgres_.USER}
    place = installed(tmp_path, BULLETIN_PASSWORD=PASSWORD, PATH=os.environ["PATH"], **server)
    create = f"CREATE DATABASE bulletin OWNER {postgres_.USER}"
    postgres.execute(create)
    url = postgres.url("bulletin")
    try:
        pymap.deliver(*(letter(n) for n in (1, 2, 3)))
        config = mailbox_config(pymap.port, url=f'url = "{url}"')
        assert command("intake poll --config", config).status == 0
        saved = listed(config)
        with opened(str(config)) as desk, leased(desk, "submissions"):
            done = done_by(place, block("## Operation", "A backup"))
        assert "备份完成：来信 3 封；原始邮件复制 3 个" in done.stdout
        pymap.deliver(letter(4), letter(5))
        assert command("intake poll --config", config).status == 0
        postgres.drop(url)
        shutil.rmtree(tmp_path / "archive")
        config.unlink()
        postgres.execute(create)
        script = block("## Recovery", "With PostgreSQL").replace(
            "sudo -u postgres createdb -O bulletin bulletin", ""
        )
        assert "createdb" not in script
        said = done_by(place, script)
        assert "submissions：新到 2 封" in said.stdout
        assert subjects(config) == [f"letter {n}" for n in range(1, 6)]
        assert listed(config)[:3] == saved
        assert command("intake check --full --config", config).status == 0
    finally:
        postgres.drop(url)


# --- PostgreSQL's own program ----------------------------------------------------------------------------


@pytest.fixture
def on_postgres(postgres: Postgres, config: Path) -> Iterator[Path]:
    """The settings of a desk on PostgreSQL, with one letter; it gets in with a password."""
    url = postgres.database()
    config.write_text(settings_text(url=f'url = "{url}"'), "utf-8")
    take_in(config, 1)
    yield config
    postgres.drop(url)


FAKE = """#!/bin/sh
printf '%s\\n' "$@" > {folder}/arguments
printf '%s' "$PGPASSWORD" > {folder}/password
{then}
"""


def fake_pg_dump(folder: Path, then: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Put a program in the place of pg_dump that writes down how it was called."""
    path = folder / "pg_dump"
    path.write_text(FAKE.format(folder=folder, then=then), "utf-8")
    path.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin")


@postgres_.needed
@pytest.mark.parametrize("place", ["before the host", "among the options"])
def test_a_password_is_never_an_argument(
    on_postgres: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    """Arguments are there for every user of the machine to see."""
    fake_pg_dump(tmp_path, "exit 0", monkeypatch)
    text = on_postgres.read_text("utf-8")
    if place == "before the host":
        text = text.replace("postgresql://desk@/", "postgresql://desk:gehe1m@/")
    else:
        text = text.replace("?host=", "?password=gehe1m&host=")
    on_postgres.write_text(text, "utf-8")
    assert backup(on_postgres, tmp_path / "backup").status == 0
    arguments = (tmp_path / "arguments").read_text("utf-8")
    assert "--format=custom" in arguments
    assert "dbname='ledger_" in arguments
    assert "gehe1m" not in arguments
    assert (tmp_path / "password").read_text("utf-8") == "gehe1m"


@pytest.mark.parametrize(
    ("address", "told"),
    [
        (
            "postgresql://desk@db.example.com:5433/d",
            "host='db.example.com' port='5433' user='desk' dbname='d'",
        ),
        ("postgresql://desk@/d?host=/run/pg", "host='/run/pg' user='desk' dbname='d'"),
        ("postgresql://d%27k@/d?sslmode=require", r"user='d\'k' dbname='d' sslmode='require'"),
    ],
)
def test_the_address_is_told_to_pg_dump_as_libpq_writes_it(address: str, told: str) -> None:
    assert copies._conninfo(sa.make_url(address)) == told


@postgres_.needed
@pytest.mark.parametrize(
    ("then", "words"),
    [
        (
            "echo 'pg_dump: error: server version mismatch' >&2; exit 1",
            ("pg_dump 没有完成", "server version mismatch"),
        ),
        ("exit 1", ("pg_dump 没有完成", "没有说明原因")),
        (None, ("找不到程序 pg_dump", "postgresql-client")),
    ],
    ids=["fails", "fails without a word", "missing"],
)
def test_a_pg_dump_that_fails_or_is_missing_is_told_and_the_older_backup_stays(
    on_postgres: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    then: str | None,
    words: tuple[str, ...],
) -> None:
    folder = tmp_path / "backup"
    programs = postgres_.programs()
    with monkeypatch.context() as with_it:
        with_it.setenv("PATH", f"{programs}:/usr/bin:/bin")
        assert backup(on_postgres, folder).status == 0
    before = files(folder)
    if then is None:
        monkeypatch.setenv("PATH", str(tmp_path))
    else:
        fake_pg_dump(tmp_path, then, monkeypatch)
    done = backup(on_postgres, folder)
    assert (done.status, done.out) == (1, "")
    assert [word for word in (*words, "以前的备份没有改动") if word not in done.err] == []
    assert done.err.count("\n") == 1
    assert files(folder) == before
