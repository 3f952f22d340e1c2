"""The settings file: what is read from it, and what is said of one that cannot be used."""

from __future__ import annotations

from pathlib import Path

import pytest

from compose.model import Attribution, Form, Merge
from desk import settings as settings_
from desk.errors import SettingsError
from tests.conftest import EXAMPLE


def load(text: str, folder: Path) -> settings_.Settings:
    path = folder / "config.toml"
    path.write_text(text, "utf-8")
    return settings_.load(path)


def problem(text: str, folder: Path) -> str:
    with pytest.raises(SettingsError) as raised:
        load(text, folder)
    return str(raised.value)


def changed(old: str, new: str) -> str:
    assert old in EXAMPLE
    return EXAMPLE.replace(old, new, 1)


def test_the_shipped_example_is_valid_and_describes_seven_columns_and_fourteen_units(tmp_path: Path) -> None:
    read = load(EXAMPLE, tmp_path)
    assert [c.name for c in read.column] == [
        "学·习之路", "思理之源", "践铝之行", "悟心之语", "听青之声", "开新之局", "展事迹·学风采",
    ]  # fmt: skip
    assert len(read.unit) == 14
    assert read.bulletin.last_issue.number == 8


def test_relative_paths_start_from_the_settings_file(tmp_path: Path) -> None:
    assert load(EXAMPLE, tmp_path).folder == tmp_path


def test_a_single_mailbox_table_and_an_array_of_them_read_alike(tmp_path: Path) -> None:
    many = load(EXAMPLE.replace("\n[mailbox]", "\n[[mailbox]]"), tmp_path)
    assert many.mailbox == load(EXAMPLE, tmp_path).mailbox


def test_a_byte_order_mark_left_by_an_editor_does_no_harm(tmp_path: Path) -> None:
    assert load("\ufeff" + EXAMPLE, tmp_path).bulletin.title == "中铝股份党群工作"


def test_a_group_takes_what_it_does_not_say_from_its_column(tmp_path: Path) -> None:
    column = settings_.plans(load(EXAMPLE, tmp_path))[2]
    group = column.group("为群众办实事篇")
    assert (group.form, group.merge, group.attribution) == (Form.COMPRESS, Merge.UNIT, Attribution.NONE)
    assert column.group("党史学习教育进行篇").merge is Merge.ALL


def test_a_column_with_a_last_instalment_is_a_series(tmp_path: Path) -> None:
    plans = settings_.plans(load(EXAMPLE, tmp_path))
    assert [plan.name for plan in plans if plan.series] == ["展事迹·学风采"]


SITUATIONS = [
    pytest.param("port = 993", "prot = 993", ("mailbox[0].prot", "第 12 行", "port"), id="unknown key"),
    pytest.param("port = 993", "port = 99999", ("mailbox[0].port", "65535"), id="out of range"),
    pytest.param("port = 993", 'port = "x"', ("mailbox[0].port", "int"), id="wrong type"),
    pytest.param('tls = "implicit" ', 'tls = "ssl" ', ("tls", "starttls"), id="not in the list"),
    pytest.param('form = "cut"', 'form = "cutt"', ("column[3].form", "portrait"), id="enum"),
    pytest.param('timezone = "Asia/Shanghai"', 'timezone = "Mars"', ("时区", "Asia/Shanghai"), id="zone"),
    pytest.param('"30 2 * * mon-sun"', '"30 2 * * 1"', ("schedule.cron", "mon-sun"), id="weekday number"),
    pytest.param('"30 2 * * mon-sun"', '"hourly"', ("schedule.cron", "五项"), id="no cron"),
    pytest.param('name = "submissions"', "", ("缺少", "name"), id="missing key"),
    pytest.param("budget = [70, 140]", "budget = [140, 70]", ("budget", "最少"), id="budget reversed"),
    pytest.param('pattern = "党史(', 'pattern = "(党史(', ("正则", "column[2].rule[0]"), id="bad regex"),
    pytest.param('name = "中铝山东"', 'name = "广西分公司"', ("两次",), id="unit twice"),
    pytest.param('title = "中铝股份党群工作"', 'title = ""', ("bulletin.title", "空"), id="empty"),
    pytest.param('password_env = "BULLETIN_PASSWORD"', "", ("密码", "password_file"), id="no password"),
    pytest.param(
        'group = "为群众办实事篇", p', 'group = "实事", p', ("实事", "党史学习"), id="unknown group"
    ),
    pytest.param('tls = "implicit" ', 'tls = "none" ', ("本机", "starttls"), id="clear text over the net"),
    pytest.param('after = "keep"', 'after = "delete"', ("mailbox[0].after", "move:"), id="unknown errand"),
    pytest.param('after = "keep"', 'after = "move: "', ("mailbox[0].after", "move:已收"), id="move nowhere"),
    pytest.param('after = "keep"', 'after = "move:INBOX"', ("mailbox[0].after", "自身"), id="move to itself"),
    pytest.param("pauses = [2,", "pauses = [-2,", ("mailbox[0].pauses", "0"), id="a pause in the past"),
    pytest.param("seconds = 120", "seconds = 0", ("reading.seconds", "1"), id="no time to read"),
    pytest.param("memory = 1500", "memory = 5", ("reading.memory", "100"), id="no memory to read in"),
    pytest.param("[schedule]", "[schedule", ("TOML", "line"), id="broken TOML"),
    pytest.param("[schedule]", "[shedule]", ("shedule", "schedule"), id="unknown table"),
]


@pytest.mark.parametrize(("old", "new", "said"), SITUATIONS)
def test_an_error_names_the_key_and_what_is_allowed(
    old: str, new: str, said: tuple[str, ...], tmp_path: Path
) -> None:
    message = problem(changed(old, new), tmp_path)
    assert "config.toml" in message
    for words in said:
        assert words in message, message


def test_an_error_names_the_line_of_the_second_of_two_equal_keys(tmp_path: Path) -> None:
    text = changed('name = "广西华昇"', 'nome = "广西华昇"')
    line = text.splitlines().index('nome = "广西华昇"') + 1
    assert f"第 {line} 行" in problem(text, tmp_path)


def test_a_file_that_is_not_utf8_is_named(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_bytes(EXAMPLE.encode("gb18030"))
    with pytest.raises(SettingsError, match="UTF-8"):
        settings_.load(path)


def test_without_a_settings_file_the_next_step_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("BULLETIN_CONFIG", raising=False)
    with pytest.raises(SettingsError, match=r"config\.example\.toml"):
        settings_.find(None)


def test_the_environment_names_the_settings_file_where_the_command_line_does_not(
    config: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BULLETIN_CONFIG", str(config))
    assert settings_.find(None) == config
