"""The desk: what is opened where, and the passwords of the mailboxes."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest
import sqlalchemy as sa

from desk import settings as settings_
from desk.desk import Desk, accounts, opened
from desk.errors import Exit, SettingsError
from intake.mailbox import Account
from storage import tables as t
from tests.conftest import NOW, settings_text

ENV = 'password_env = "BULLETIN_PASSWORD"'
FILE = 'password_file = "secrets/password"'
KEYRING = 'password_keyring = "bulletin/gfdqb1@example.com"'


def settings(folder: Path, source: str, **changes: str) -> settings_.Settings:
    """Settings whose password has another source."""
    path = folder / "config.toml"
    path.write_text(settings_text(password_env=source, **changes), "utf-8")
    return settings_.load(path)


def password(folder: Path, source: str) -> str:
    [account] = accounts(settings(folder, source))
    return account.password


def problem(folder: Path, source: str) -> str:
    """What is said of a password that cannot be had: it names the mailbox and the next step."""
    with pytest.raises(SettingsError) as raised:
        password(folder, source)
    said = str(raised.value)
    assert "邮箱 submissions" in said
    assert "请" in said or "pip install" in said
    assert said.isprintable()
    assert raised.value.status is Exit.USAGE
    return said


def put(folder: Path, data: bytes) -> Path:
    path = folder / "secrets" / "password"
    path.parent.mkdir()
    path.write_bytes(data)
    return path


# --- the environment ---------------------------------------------------------------------------------


def test_a_password_comes_from_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BULLETIN_PASSWORD", " with blanks ")
    assert password(tmp_path, ENV) == " with blanks "


@pytest.mark.parametrize("value", [None, ""])
def test_a_variable_that_is_not_set_or_empty_is_named_with_the_way_to_set_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, value: str | None
) -> None:
    monkeypatch.delenv("BULLETIN_PASSWORD", raising=False)
    if value is not None:
        monkeypatch.setenv("BULLETIN_PASSWORD", value)
    said = problem(tmp_path, ENV)
    assert "环境变量 BULLETIN_PASSWORD" in said
    assert "export BULLETIN_PASSWORD=密码" in said


# --- a file ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "data", [b"s3cret", b"s3cret\n", b"  s3cret\r\n\r\n", b"\xef\xbb\xbfs3cret\r\n"],
    ids=["bare", "one line", "blanks around", "byte order mark"],
)  # fmt: skip
def test_a_password_is_the_words_of_its_file(tmp_path: Path, data: bytes) -> None:
    put(tmp_path, data)
    assert password(tmp_path, FILE) == "s3cret"


def test_a_missing_password_file_is_named(tmp_path: Path) -> None:
    said = problem(tmp_path, FILE)
    assert f"密码文件 {tmp_path / 'secrets' / 'password'} 读不了：No such file" in said
    assert "password_file" in said


@pytest.mark.parametrize("data", [b"", b" \n\r\n"])
def test_an_empty_password_file_is_named(tmp_path: Path, data: bytes) -> None:
    path = put(tmp_path, data)
    assert f"密码文件 {path} 是空的，请写入密码" in problem(tmp_path, FILE)


def test_a_password_file_that_is_no_text_is_named_and_not_quoted(tmp_path: Path) -> None:
    path = put(tmp_path, b"\xc3\xdc\xc2\xeb")
    said = problem(tmp_path, FILE)
    assert f"密码文件 {path} 不是 UTF-8 文本" in said
    assert "0xc3" not in said


# --- the keyring -------------------------------------------------------------------------------------


def keyring(monkeypatch: pytest.MonkeyPatch, get: Callable[[str, str], str | None]) -> None:
    """Put a keyring of our own in the library's place: the machine's may ask its user."""
    monkeypatch.setitem(sys.modules, "keyring", SimpleNamespace(get_password=get))


@pytest.mark.parametrize(
    ("entry", "asked"),
    [
        ("bulletin/gfdqb1@example.com", ("bulletin", "gfdqb1@example.com")),
        ("imap/mail.example.com/desk", ("imap/mail.example.com", "desk")),
    ],
)
def test_a_password_comes_from_the_entry_of_a_service_and_a_user(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, entry: str, asked: tuple[str, str]
) -> None:
    keyring(monkeypatch, lambda *names: "s3cret" if names == asked else None)
    assert password(tmp_path, f'password_keyring = "{entry}"') == "s3cret"


def test_an_entry_that_is_not_there_is_named_with_the_command_that_makes_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keyring(monkeypatch, lambda *_: None)
    said = problem(tmp_path, KEYRING)
    assert "（bulletin/gfdqb1@example.com）" in said
    assert "keyring set bulletin gfdqb1@example.com" in said


@pytest.mark.parametrize("entry", ["bulletin", "/desk", "bulletin/"])
def test_an_entry_without_service_or_user_is_told_with_its_form(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, entry: str
) -> None:
    keyring(monkeypatch, lambda *_: "s3cret")
    said = problem(tmp_path, f'password_keyring = "{entry}"')
    assert f"“{entry}”" in said
    assert "服务名/用户名" in said


def test_a_keyring_that_fails_is_quoted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def locked(_service: str, _user: str) -> str:
        raise RuntimeError("no backend available")

    keyring(monkeypatch, locked)
    said = problem(tmp_path, KEYRING)
    assert "no backend available" in said
    assert "password_file" in said


def test_a_keyring_that_is_not_installed_is_told_with_the_command_that_installs_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "keyring", None)
    assert "pip install 'bulletin-desk[keyring]'" in problem(tmp_path, KEYRING)


# --- accounts ----------------------------------------------------------------------------------------


def test_an_account_is_the_mailbox_of_the_settings_in_the_units_of_the_intake(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BULLETIN_PASSWORD", "s3cret")
    changes = {"timeout": 'timeout = 7\nca_file = "keys/ca.pem"', "max_size": "max_size = 3"}
    changes |= {"after": 'after = "move:已收"', "pauses": "pauses = [1, 0.5]"}
    assert accounts(settings(tmp_path, ENV, **changes)) == (
        Account(
            name="submissions",
            host="imap.example.com",
            port=993,
            tls="implicit",
            username="gfdqb1@example.com",
            password="s3cret",
            folder="INBOX",
            timeout=7,
            max_size=3_000_000,
            ca_file=str(tmp_path / "keys" / "ca.pem"),
            after="move:已收",
            pauses=(1.0, 0.5),
        ),
    )


def test_an_account_without_an_authority_file_has_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BULLETIN_PASSWORD", "s3cret")
    [account] = accounts(settings(tmp_path, ENV))
    assert account.ca_file is None


# --- the desk ----------------------------------------------------------------------------------------


def test_data_lie_beside_the_settings_wherever_the_command_is_run(
    config: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path_factory.mktemp("elsewhere"))
    with opened(str(config)) as desk:
        desk.archive.put([b"letter"])
    assert sorted(
        path.name for path in config.parent.iterdir() if not path.name.startswith("bulletin.db-")
    ) == [
        "archive",
        "bulletin.db",
        "config.toml",
    ]


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2021, 5, 14, 15, 59, tzinfo=UTC), date(2021, 5, 14)),
        (datetime(2021, 5, 14, 16, 0, tzinfo=UTC), date(2021, 5, 15)),
    ],
)
def test_today_is_the_day_in_shanghai(desk: Desk, moment: datetime, day: date) -> None:
    assert replace(desk, clock=lambda: moment).today == day


def test_the_clock_is_aware(config: Path) -> None:
    with opened(str(config)) as desk:
        assert abs((desk.clock() - datetime.now(UTC)).total_seconds()) < 5


def leases(desk: Desk) -> int:
    with desk.reading() as connection:
        return connection.execute(sa.select(sa.func.count()).select_from(t.lease)).scalar_one()


ROW = sa.insert(t.lease).values(name="a", holder="b", until=NOW)


def test_what_is_written_stays(desk: Desk) -> None:
    with desk.writing() as connection:
        connection.execute(ROW)
    assert leases(desk) == 1


def test_what_is_tried_is_undone(desk: Desk) -> None:
    with desk.trying() as connection:
        connection.execute(ROW)
        assert connection.execute(sa.select(t.lease.c.name)).scalar() == "a"
    assert leases(desk) == 0


def test_what_fails_is_undone(desk: Desk) -> None:
    def stumble() -> None:
        with desk.writing() as connection:
            connection.execute(ROW)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        stumble()
    assert leases(desk) == 0
