"""What a person gets who makes a mistake, and what scripts rely on: exit statuses, JSON, pipes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from desk.defects import LOST
from desk.reading import open_message
from desk.samples.build import letters
from tests.command import Done, command
from tests.conftest import EXAMPLE
from tests.readings import NEWS, letter

COMMANDS = {
    "intake": ("poll", "run", "add", "list", "show", "unit", "retry", "status", "check", "backup"),
    "classify": ("set", "explain", "learn", "lessons", "forget", "again", "evaluate"),
    "compose": ("ledger", "demo"),
}
EVERY = [*COMMANDS, *(f"{name} {sub}" for name, subs in COMMANDS.items() for sub in subs)]


def said(done: Done, status: int, *words: str) -> None:
    """One paragraph on standard error, in Chinese, with these words; no traceback, nothing printed."""
    assert done.status == status, done.err
    assert "Traceback" not in done.err
    assert [word for word in words if word not in done.err] == []
    assert any("\u4e00" <= sign <= "\u9fff" for sign in done.err)
    assert done.out == ""


@pytest.fixture
def filled(config: Path, tmp_path: Path) -> Path:
    """The settings of a desk that took in eight of the sample letters as files."""
    folder = tmp_path / "mails"
    folder.mkdir()
    for sample in letters()[6:14]:
        path = folder / f"{sample.name}.eml"
        path.write_bytes(sample.data)
        os.utime(path, (sample.received_at.timestamp(), sample.received_at.timestamp()))
    assert command("intake add", folder, "--config", config).status == 0
    return config


# --- help -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("line", EVERY)
def test_every_command_explains_itself_in_chinese_with_an_example(line: str) -> None:
    done = command(f"{line} --help")
    assert done.status == 0
    assert f"例：{line}" in done.out or f"例：{line.split(maxsplit=1)[0]} " in done.out
    assert "用法：" in done.out
    assert "Usage" not in done.out


def test_the_commands_are_those_that_are_known() -> None:
    for name, subs in COMMANDS.items():
        listed = command(f"{name} --help").out.split("命令:")[1]
        assert tuple(sorted(line.split()[0] for line in listed.strip().splitlines())) == tuple(sorted(subs))


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_without_arguments_shows_its_help(name: str) -> None:
    assert "用法：" in command(name).out + command(name).err


# --- settings that cannot be used -------------------------------------------------------------------


def test_a_missing_settings_file_names_the_place_and_the_way_out(tmp_path: Path) -> None:
    missing = tmp_path / "none.toml"
    said(command("intake list --config", missing), 2, str(missing), "config.example.toml")


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        pytest.param("port = 993", 'port = "993"', ("mailbox", "port", "第 12 行"), id="a wrong type"),
        pytest.param("port = 993", "prot = 993", ("prot", "是否想写 port"), id="a misspelt key"),
        pytest.param('tls = "implicit"', 'tls = "ssl"', ("tls", "implicit", "starttls"), id="a wrong value"),
        pytest.param("[schedule]", "[schedul]", ("schedul", "是否想写 schedule"), id="a misspelt table"),
        pytest.param("mon-sun", "1-7", ("schedule.cron", "mon-sun"), id="weekdays by number"),
    ],
)
def test_a_malformed_setting_is_named_with_its_line_and_what_is_allowed(
    config: Path, old: str, new: str, words: tuple[str, ...]
) -> None:
    config.write_text(EXAMPLE.replace(old, new, 1), "utf-8")
    said(command("intake status --config", config), 2, str(config), *words)
    assert sorted(path.name for path in config.parent.iterdir()) == ["config.toml"]


def test_a_missing_password_says_how_to_give_it(config: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("BULLETIN_PASSWORD", raising=False)
    said(command("intake poll --config", config), 2, "BULLETIN_PASSWORD", "export")


def test_a_database_that_cannot_be_written_is_named(config: Path) -> None:
    config.write_text(EXAMPLE.replace("sqlite:///bulletin.db", "sqlite:///no/such/bulletin.db"), "utf-8")
    said(command("intake status --config", config), 1, "no/such/bulletin.db", "database.url")


def test_a_file_that_is_no_database_is_named_and_left_as_it_is(config: Path) -> None:
    path = config.parent / "bulletin.db"
    path.write_bytes(b"a letter to my mother" * 100)
    said(command("intake status --config", config), 1, "bulletin.db")
    assert path.read_bytes() == b"a letter to my mother" * 100


# --- windows ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("window", "words"),
    [
        ("04-30", "04-30"),
        ("04-31..05-10", "04-31"),
        ("2021-05-10..2021-04-30", "晚于"),
        ("2021-04-30..05-10", "年份"),
        ("april..may", "april"),
        ("", "--window 04-30..05-10"),
    ],
)
def test_a_window_that_makes_no_sense_is_said_with_an_example(filled: Path, window: str, words: str) -> None:
    said(command("compose --window", window, "--config", filled), 2, words, "例如")


@pytest.mark.parametrize("line", ["compose --json", "compose", "compose ledger", "compose --dry-run"])
def test_a_window_without_submissions_ends_with_3_and_writes_nothing(filled: Path, line: str) -> None:
    said(
        command(line, "--window", "2020-01-01..2020-01-11", "--config", filled), 3, "2020-01-01", "2021-04-30"
    )
    assert not (filled.parent / "issues").exists()
    assert not command("intake status --json --config", filled).json["windows"][1:]


def test_a_short_window_takes_the_year_that_has_letters_and_says_so(filled: Path) -> None:
    done = command("compose --window 04-30..05-10 --date 2021-05-14 --config", filled)
    assert done.status == 0
    assert "2021 年" in done.out


def test_a_window_over_new_year_belongs_to_the_year_it_ends_in(filled: Path, tmp_path: Path) -> None:
    text = tmp_path / "news.txt"
    text.write_text("中铝山东举办迎新春职工长跑活动，各单位230名职工参加，最长距离6公里。", "utf-8")
    command("intake add --received 2021-12-30T10:00", text, "--config", filled)
    draft = command("compose --json --window 12-25..01-05 --date 2022-01-08 --config", filled).json
    assert draft["issue"]["window"] == {"start": "2021-12-25", "end": "2022-01-05"}
    assert (draft["issue"]["year"], draft["issue"]["number"], draft["issue"]["serial"]) == (2022, 1, 9)


# --- things that are not there ----------------------------------------------------------------------


@pytest.mark.parametrize(
    "line",
    [
        "intake show 4711",
        "intake unit 4711 中铝山东",
        "intake retry 4711",
        "classify explain 4711",
        "classify set 4711 开新之局",
        "compose --window 04-30..05-10 --include 4711",
        "compose --window 04-30..05-10 --exclude 4711",
    ],
)
def test_a_number_that_is_not_there_is_said_with_where_to_find_them(filled: Path, line: str) -> None:
    said(command(line, "--config", filled), 2, "4711", "编号")


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("intake unit 1 中铝山冬", ("中铝山冬", "是否想写“中铝山东”")),
        ("classify set 1 开新之举", ("开新之举", "是否想写“开新之局”")),
        ("classify set 1 践铝之行/办实事", ("办实事", "为群众办实事篇")),
        ("intake list --state lost", ("lost", "set_aside")),
        ("intake add nowhere.eml", ("nowhere.eml", "不存在")),
        ("intake add config.toml --received yesterday", ("yesterday", "2021-05-06")),
        ("intake status --max-age soon", ("soon", "26h")),
        ("compose --window 04-30..05-10 --issue nine", ("nine", "2021-9")),
        ("compose --window 04-30..05-10 --date tomorrow", ("tomorrow", "2021-05-14")),
        ("compose --window 04-30..05-10 ledger --window 04-30..05-10", ("--window", "compose ledger")),
        ("intake pol", ("pol", "poll")),
    ],
)
def test_a_wrong_word_names_the_nearest_right_one(
    filled: Path, monkeypatch: pytest.MonkeyPatch, line: str, words: tuple[str, ...]
) -> None:
    monkeypatch.chdir(filled.parent)
    said(command(line), 2, *words)


# --- nothing half-written ---------------------------------------------------------------------------


def test_a_draft_that_cannot_be_written_leaves_no_revision_and_no_file(filled: Path, tmp_path: Path) -> None:
    blocked = tmp_path / "blocked"
    blocked.write_text("a file where the folder should be", "utf-8")
    done = command("compose --window 04-30..05-10 --out", blocked / "drafts", "--config", filled)
    said(done, 1, str(blocked), "--out")
    draft = command("compose --json --window 04-30..05-10 --config", filled).json
    assert draft["issue"]["revision"] == 1


def test_a_dry_run_stores_and_writes_nothing(filled: Path) -> None:
    before = command("intake status --json --config", filled).out
    done = command("compose --dry-run --json --window 04-30..05-10 --config", filled)
    assert done.status == 0
    assert done.json["files"] == {"docx": None, "html": None}
    assert done.json["columns"]
    assert command("intake status --json --config", filled).out == before
    assert not (filled.parent / "issues").exists()


def test_a_letter_that_cannot_be_read_is_set_aside_and_the_others_go_on(
    config: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def poisoned(data: bytes, *rest: object) -> object:
        if b"Subject: poison" in data:
            raise RuntimeError("a parser broke")
        return open_message(data, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr("desk.filing.open_message", poisoned)
    folder = tmp_path / "mails"
    folder.mkdir()
    (folder / "1.eml").write_bytes(b"From: a@example.com\r\nSubject: poison\r\n\r\nx\r\n")
    (folder / "2.eml").write_bytes(letters()[6].data)
    done = command("intake add", folder, "--config", config)
    assert done.status == 4
    rows = command("intake list --json --config", config).lines
    assert sorted(row["state"] for row in rows) == ["read", "set_aside"]
    (poison,) = [row for row in rows if row["state"] == "set_aside"]
    assert "RuntimeError" in poison["reason"]
    monkeypatch.undo()
    again = command("intake retry --config", config)
    assert again.status == 0
    assert not [r for r in command("intake list --json --config", config).lines if r["state"] == "set_aside"]


# --- who a letter comes from ------------------------------------------------------------------------


def test_a_doubt_about_the_sender_is_shown_listed_and_remarked_until_the_editor_settles_it(
    config: Path, tmp_path: Path
) -> None:
    path = tmp_path / "fake.eml"
    path.write_bytes(letter(NEWS, sender="中铝山东 王强 <fake@qq.com>"))
    assert command("intake add --received 2021-05-06T09:30", path, "--config", config).status == 0
    doubt = "发件人自称“中铝山东”，但地址 fake@qq.com 不是该单位登记的地址，请核实"

    def places() -> list[bool]:
        (row,) = command("intake list --json --config", config).lines
        draft = command("compose --json --dry-run --window 05-01..05-10 --config", config).json
        return [
            f"请注意：{doubt}" in command("intake show 1 --config", config).out,
            doubt in row["submissions"][0]["remarks"],
            any(remark["text"].endswith(doubt) for remark in draft["remarks"]),
        ]

    assert places() == [True, True, True]
    assert command("intake unit 1 中铝山东 --config", config).status == 0
    assert places() == [False, False, False]


def test_words_that_a_letter_lost_are_shown_and_remarked(config: Path, tmp_path: Path) -> None:
    path = tmp_path / "cut.eml"
    path.write_bytes(letter(NEWS, ("a.png", "image/png", b"\x89PNG\r\n")).removesuffix(b"--=_b--\r\n"))
    assert command("intake add --received 2021-05-06T09:30", path, "--config", config).status == 0
    lost = LOST["close-boundary-not-found"]
    assert lost in command("intake show 1 --config", config).out
    draft = command("compose --json --dry-run --window 05-01..05-10 --config", config).json
    assert [r["text"] for r in draft["remarks"] if lost in r["text"]] == [
        f"第1号来信（信息）：{lost}，请对照原信"
    ]


# --- for scripts ------------------------------------------------------------------------------------


def test_lists_are_tab_separated_in_a_pipe(filled: Path) -> None:
    lines = command("intake list --config", filled).out.splitlines()
    assert len(lines) == 8
    assert {line.count("\t") for line in lines} == {5}


def test_what_a_mail_says_cannot_break_a_line_or_colour_the_terminal(config: Path, tmp_path: Path) -> None:
    path = tmp_path / "odd.eml"
    path.write_bytes(
        b"From: =?utf-8?q?a=0Ab=1B[31m?= <a@example.com>\r\n"
        b"Subject: =?utf-8?q?one=0D=0Atwo=1B[2J=09x?=\r\n\r\n"
        + "中铝山东组织40名职工参加急救培训，回答职工关心的问题12个。\r\n".encode()
    )
    assert command("intake add", path, "--config", config).status == 0
    (line,) = command("intake list --config", config).out.splitlines()
    assert "\x1b" not in line
    assert "one two" in line
    assert "\x1b" not in command("intake show 1 --config", config).out


def test_status_for_monitoring_is_one_line_and_an_exit_status(filled: Path) -> None:
    done = command("intake status --max-age 26h --config", filled)
    assert done.status == 1
    assert done.out.startswith("LATE")
    assert len(done.out.splitlines()) == 1


def test_check_tells_each_thing_and_fails_where_one_fails(
    config: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BULLETIN_PASSWORD", "x")
    config.write_text(EXAMPLE.replace("imap.example.com", "127.0.0.1").replace("993", "9"), "utf-8")
    done = command("intake check --json --config", config)
    assert done.status == 1
    checks = {row["check"]: row["ok"] for row in done.lines}
    assert checks == {
        "设置文件": True,
        "LibreOffice": True,
        "数据库": True,
        "存档文件夹": True,
        "存档文件": True,
        "草稿文件夹": True,
        "邮箱 submissions": False,
    }


def test_the_example_settings_work_as_they_are_without_a_mail_server(filled: Path) -> None:
    for line in ("intake list", "intake status", "intake show 1", "classify explain 1"):
        assert command(line, "--config", filled).status == 0, line


def test_a_reader_that_goes_away_is_no_failure(filled: Path) -> None:
    program = "from desk.commands.intake import main; main()"
    shell = (
        f"{sys.executable} -c '{program}' list --json --config {filled} | head -c 10; exit ${{PIPESTATUS[0]}}"
    )
    done = subprocess.run(["bash", "-c", shell], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_a_column_that_is_gone_from_the_settings_says_what_to_do(filled: Path) -> None:
    filled.write_text(EXAMPLE.replace('name = "开新之局"', 'name = "生产经营"'), "utf-8")
    done = command("compose --window 04-30..05-10 --config", filled)
    said(done, 2, "开新之局", "intake retry")
    numbers = done.err.split("intake retry ")[1].split(" 按")[0]
    assert command(f"intake retry {numbers} --config", filled).status == 0
    names = [
        c["name"] for c in command("compose --json --window 04-30..05-10 --config", filled).json["columns"]
    ]
    assert "生产经营" in names


@pytest.mark.parametrize("line", ["intake list", "intake status", "compose ledger --window 04-30..05-10"])
def test_json_is_valid_and_not_escaped(filled: Path, line: str) -> None:
    out = command(line, "--json", "--config", filled).out
    for document in out.splitlines():
        json.loads(document)
    assert "\\u" not in out


def test_a_lost_database_is_made_again_from_the_archive(filled: Path) -> None:
    """The recovery chapter of the README, followed to the letter."""
    before = {row["sha256"]: row for row in command("intake list --json --config", filled).lines}
    for path in filled.parent.glob("bulletin.db*"):
        path.unlink()
    assert command("intake add", filled.parent / "archive", "--config", filled).status == 0
    after = {row["sha256"]: row for row in command("intake list --json --config", filled).lines}
    assert after.keys() == before.keys()
    for digest, row in after.items():
        assert (row["subject"], row["state"], row["sent_at"]) == tuple(
            before[digest][key] for key in ("subject", "state", "sent_at")
        )


def test_a_letter_that_cannot_be_read_again_keeps_what_was_read_and_decided(filled: Path) -> None:
    """An item keeps its number, so that what an editor said of it stays with it."""
    rows = command("intake list --json --config", filled).lines
    row = next(row for row in rows if row["submissions"])
    item = row["submissions"][0]["items"][0]["id"]
    assert command(f"classify set {item} 听青之声 --config", filled).status == 0
    path = filled.parent / "archive" / row["sha256"][:2] / f"{row['sha256'][2:]}.eml"
    away = path.rename(filled.parent / "away.eml")
    failed = command(f"intake retry {row['id']} --config", filled)
    assert failed.status == 1
    assert f"第 {row['id']} 号来信重读失败" in failed.err
    assert "重读失败" in command(f"intake show {row['id']} --config", filled).out
    away.rename(path)
    assert command(f"intake retry {row['id']} --config", filled).status == 0
    after = next(r for r in command("intake list --json --config", filled).lines if r["id"] == row["id"])
    assert after["submissions"][0]["items"][0]["id"] == item
    assert after["submissions"][0]["items"][0]["column"] == "听青之声"


def test_bytes_that_are_no_letter_wait_for_a_person(config: Path, tmp_path: Path) -> None:
    path = tmp_path / "torn.eml"
    path.write_bytes(b"\xff\xfe" * 5000)
    assert command("intake add", path, "--config", config).status == 4
    (row,) = command("intake list --json --config", config).lines
    assert row["state"] == "set_aside"
    assert "信头残缺" in row["reason"]
    assert command("intake show 1 --raw --config", config).raw == b"\xff\xfe" * 5000
