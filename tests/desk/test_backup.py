"""`intake backup`: a consistent copy while polls go on, and a desk that is restored from it."""

from __future__ import annotations

import os
import shutil
import subprocess
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from desk.backup import back_up
from desk.desk import opened
from desk.lease import leased
from desk.pipeline import keep
from intake.model import RawMessage, ServerKey
from storage import backup as copies
from storage import tables as t
from tests import postgres as postgres_
from tests.command import Done, command
from tests.conftest import PASSWORD, settings_text
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


def take_in(config: Path, *numbers: int, size: int = 0) -> None:
    folder = config.parent / f"letters-{numbers[0]}"
    folder.mkdir()
    for number in numbers:
        (folder / f"{number}.eml").write_bytes(letter(number, size))
    assert command("intake add", folder, "--config", config).status == 0


def backup(config: Path, folder: Path, *options: str) -> Done:
    return command("intake backup", folder, "--config", config, *options)


def listed(config: Path) -> list[Any]:
    return command("intake list --json --config", config).lines


def subjects(config: Path) -> list[str]:
    return sorted(row["subject"] for row in listed(config))


def files(folder: Path) -> dict[str, bytes]:
    """Everything below a folder by its path, but what is there to keep a second backup out."""
    paths = (path for path in folder.rglob("*") if path.is_file() and path.name != ".lock")
    return {str(path.relative_to(folder)): path.read_bytes() for path in paths}


def restored(folder: Path, at: Path) -> Path:
    """A new desk made of a backup; returns its settings."""
    shutil.copytree(folder, at)
    return at / "config.toml"


# --- what it holds ---------------------------------------------------------------------------------------


def test_it_holds_the_ledger_the_raw_messages_and_the_settings(filled: Path, tmp_path: Path) -> None:
    done = backup(filled, tmp_path / "backup")
    assert (done.status, done.err) == (0, "")
    assert done.out.startswith("备份完成：来信 3 封；原始邮件复制 3 个（0.0 MB），已有 0 个；位置 ")
    copy = restored(tmp_path / "backup", tmp_path / "desk")
    assert listed(copy) == listed(filled)
    assert files(copy.parent / "archive") == files(tmp_path / "archive")
    assert copy.read_bytes() == filled.read_bytes()


def test_json_tells_the_same(filled: Path, tmp_path: Path) -> None:
    done = backup(filled, tmp_path / "backup", "--json")
    size = sum(len(letter(number)) for number in (1, 2, 3))
    assert done.json == {
        "folder": str(tmp_path / "backup"),
        "database": "bulletin.db",
        "messages": 3,
        "copied": 3,
        "present": 0,
        "bytes": size,
        "failed": 0,
        "problems": [],
    }


def test_the_next_one_into_the_same_folder_copies_only_what_is_new(filled: Path, tmp_path: Path) -> None:
    folder = tmp_path / "backup"
    backup(filled, folder)
    before = {path: path.stat().st_ino for path in (folder / "archive").rglob("*.eml")}
    take_in(filled, 4, 5)
    done = backup(filled, folder, "--json").json
    assert (done["messages"], done["copied"], done["present"]) == (5, 2, 3)
    assert {path: path.stat().st_ino for path in before} == before
    assert subjects(restored(folder, tmp_path / "desk")) == [f"letter {n}" for n in range(1, 6)]


def test_a_file_that_is_cut_short_in_the_backup_is_copied_again(filled: Path, tmp_path: Path) -> None:
    folder = tmp_path / "backup"
    backup(filled, folder)
    path = next((folder / "archive").rglob("*.eml"))
    path.write_bytes(path.read_bytes()[:-1])
    assert backup(filled, folder, "--json").json["copied"] == 1
    assert files(folder / "archive") == files(tmp_path / "archive")


def test_all_of_it_is_the_owners_alone_whatever_the_umask(filled: Path, tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        backup(filled, tmp_path / "backup")
    finally:
        os.umask(before)
    modes = {
        path: path.stat().st_mode & 0o777 for path in [tmp_path / "backup", *(tmp_path / "backup").rglob("*")]
    }
    assert {mode for path, mode in modes.items() if path.is_dir()} == {0o700}
    assert {mode for path, mode in modes.items() if path.is_file()} == {0o600}


def test_nothing_is_left_beside_the_files(filled: Path, tmp_path: Path) -> None:
    backup(filled, tmp_path / "backup")
    names = {path.name for path in (tmp_path / "backup").iterdir()}
    assert names == {"archive", "bulletin.db", "config.toml", ".lock"}


def test_what_a_killed_backup_left_is_cleared_away(filled: Path, tmp_path: Path) -> None:
    folder = tmp_path / "backup"
    backup(filled, folder)
    message = next((folder / "archive").rglob("*.eml"))
    left = [
        folder / ".unfinished-abc",
        folder / ".unfinished-abc-journal",
        message.parent / ".unfinished-def",
    ]
    for path in left:
        path.write_bytes(b"half")
    backup(filled, folder)
    assert [path for path in left if path.exists()] == []


def test_the_lease_of_a_poll_that_is_under_way_is_not_copied(filled: Path, tmp_path: Path) -> None:
    """Else a desk restored on another machine would be held by a process that is not there."""
    with opened(str(filled)) as desk, leased(desk, "submissions"):
        assert backup(filled, tmp_path / "backup").status == 0
        copied = restored(tmp_path / "backup", tmp_path / "desk")
        for config, count in ((copied, 0), (filled, 1)):
            with opened(str(config)) as opened_, opened_.reading() as connection:
                assert len(connection.execute(sa.select(t.lease)).all()) == count


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
    programs = Path(str(postgres_.program("pg_restore"))).parent
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
    programs = Path(str(postgres_.program("pg_dump"))).parent
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


# --- what is refused, and what goes wrong ----------------------------------------------------------------


@pytest.mark.parametrize("place", [".", "archive", "archive/backup", "archive/..", "link", "link/archive"])
def test_a_folder_that_is_part_of_the_desk_is_refused(filled: Path, tmp_path: Path, place: str) -> None:
    (tmp_path / "link").symlink_to(tmp_path)
    before = files(tmp_path)
    done = backup(filled, tmp_path / place)
    assert (done.status, done.out) == (2, "")
    assert "本系统自己的文件" in done.err
    assert files(tmp_path) == before


@pytest.mark.parametrize("key", ["path", "url"])
def test_a_folder_in_which_the_copy_would_be_the_thing_itself_is_refused(
    filled: Path, tmp_path: Path, key: str
) -> None:
    """The archive or the database lies elsewhere, just where a backup would be put."""
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    value = {"path": ("archive", f"{elsewhere}/archive"), "url": ("sqlite:///", f"sqlite:///{elsewhere}/")}[
        key
    ]
    filled.write_text(
        filled.read_text("utf-8").replace(f'{key} = "{value[0]}', f'{key} = "{value[1]}'), "utf-8"
    )
    done = backup(filled, elsewhere)
    assert done.status == 2
    assert "本系统自己的文件" in done.err


@pytest.mark.parametrize("name", ["archive", "archive/{0}"])
def test_a_symbolic_link_in_the_backup_is_not_written_through(
    filled: Path, tmp_path: Path, name: str
) -> None:
    folder, away = tmp_path / "backup", tmp_path / "away"
    away.mkdir()
    prefix = listed(filled)[0]["sha256"][:2]
    link = folder / name.format(prefix)
    link.parent.mkdir(parents=True)
    link.symlink_to(away)
    done = backup(filled, folder)
    assert (done.status, done.out) == (1, "")
    assert f"{link} 是符号链接" in done.err
    assert list(away.iterdir()) == []


def test_a_symbolic_link_in_the_archive_is_not_followed_out(filled: Path, tmp_path: Path) -> None:
    row = listed(filled)[0]
    path = tmp_path / "archive" / row["sha256"][:2] / f"{row['sha256'][2:]}.eml"
    path.symlink_to(path.rename(tmp_path / "elsewhere"))
    done = backup(filled, tmp_path / "backup")
    assert done.status == 1
    assert f"第 {row['id']} 号来信" in done.err
    assert len(files(tmp_path / "backup" / "archive")) == 2


def test_a_damaged_message_is_named_the_others_are_copied_and_a_good_copy_stays(
    filled: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "backup"
    first, second = listed(filled)[:2]
    good = tmp_path / "archive" / first["sha256"][:2] / f"{first['sha256'][2:]}.eml"
    bad = tmp_path / "archive" / second["sha256"][:2] / f"{second['sha256'][2:]}.eml"
    bad.write_bytes(b"half")
    done = backup(filled, folder)
    assert done.status == 1
    assert (
        f"错误：第 {second['id']} 号来信：存档文件 {bad} 的内容与其指纹不符，已损坏，备份中也没有" in done.err
    )
    assert "备份不完整" in done.out
    assert len(files(folder / "archive")) == 2
    good.write_bytes(b"half")
    done = backup(filled, folder)
    assert f"第 {first['id']} 号来信：存档文件 {good} 的内容与其指纹不符，已损坏；备份中的" in done.err
    assert (folder / good.relative_to(tmp_path)).read_bytes() == letter(1)


def test_a_lost_message_that_an_older_backup_has_is_no_problem_of_the_backup(
    filled: Path, tmp_path: Path
) -> None:
    backup(filled, tmp_path / "backup")
    shutil.rmtree(tmp_path / "archive")
    assert backup(filled, tmp_path / "backup").status == 0
    assert len(files(tmp_path / "backup" / "archive")) == 3


def test_of_many_problems_some_are_named_and_all_are_counted(
    filled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("desk.backup.TOLD", 1)
    shutil.rmtree(tmp_path / "archive")
    done = backup(filled, tmp_path / "backup")
    assert done.status == 1
    assert done.err.count("\n") == 1
    assert "缺少或损坏 3 个" in done.out


def test_a_second_backup_into_the_same_folder_ends_with_75(filled: Path, tmp_path: Path) -> None:
    folder = tmp_path / "backup"
    backup(filled, folder)
    inside: list[Done] = []

    def meanwhile(_step: str, done: int, _total: int) -> None:
        if done == 1:
            inside.append(backup(filled, folder))

    with opened(str(filled)) as desk:
        assert back_up(desk, folder, meanwhile).failed == 0
    assert [done.status for done in inside] == [75]
    assert "另一次备份" in inside[0].err
    assert backup(filled, folder).status == 0


def test_a_backup_that_is_killed_leaves_the_older_one_and_the_next_one_goes_on(
    filled: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "backup"
    backup(filled, folder)
    before = (folder / "bulletin.db").read_bytes()
    take_in(filled, 4, 5)

    class Killed(BaseException):
        """What no handler of ours expects."""

    def meanwhile(_step: str, done: int, _total: int) -> None:
        if done == 200:
            raise Killed

    with opened(str(filled)) as desk, pytest.raises(Killed):
        back_up(desk, folder, meanwhile)
    assert (folder / "bulletin.db").read_bytes() == before
    assert subjects(restored(folder, tmp_path / "old")) == ["letter 1", "letter 2", "letter 3"]
    done = backup(filled, folder, "--json").json
    assert done["copied"] + done["present"] == 5
    assert len(subjects(restored(folder, tmp_path / "new"))) == 5


def test_a_database_that_is_damaged_does_not_replace_a_good_copy(filled: Path, tmp_path: Path) -> None:
    folder = tmp_path / "backup"
    backup(filled, folder)
    before = files(folder)
    with opened(str(filled)) as desk, desk.reading() as connection:
        root = connection.exec_driver_sql(
            "SELECT rootpage FROM sqlite_master WHERE name = 'item'"
        ).scalar_one()
        size = connection.exec_driver_sql("PRAGMA page_size").scalar_one()
    path = tmp_path / "bulletin.db"
    data = bytearray(path.read_bytes())
    data[(root - 1) * size : root * size] = b"\xff" * size
    path.write_bytes(data)
    done = backup(filled, folder)
    assert (done.status, done.out) == (1, "")
    assert "以前的备份没有改动" in done.err
    assert done.err.count("\n") == 1
    assert files(folder) == before
