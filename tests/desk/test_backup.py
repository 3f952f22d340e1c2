"""`intake backup`: a consistent copy while polls go on, and a desk that is restored from it."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
import sqlalchemy as sa

from desk.backup import back_up
from desk.desk import opened
from desk.lease import leased
from storage import tables as t
from tests.command import Done
from tests.desk.backups import backup, files, listed, restored, subjects, take_in
from tests.postbox import letter


@pytest.fixture
def filled(config: Path) -> Path:
    """The settings of a desk that took in three letters as files."""
    take_in(config, 1, 2, 3)
    return config


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
