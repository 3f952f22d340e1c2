"""Confirmations on the whole way: polled, read, sent once, told by `intake show`; and never for files."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.command import command
from tests.conftest import EXAMPLE
from tests.post_office import open_office
from tests.postbox import on_pymap

NEWS = "四月份氧化铝厂更换两台旧泵，流量恢复到设计值，节约电费十二万元。"


def letter(number: int, address: str = "wei@gxfgs.example.com", *extra: str) -> bytes:
    head = [
        f"Return-Path: <{address}>",
        f"From: <{address}>",
        f"Message-ID: <{number}@mail.example.com>",
        f"Subject: letter {number}",
        "Content-Type: text/plain; charset=utf-8",
        *extra,
    ]
    return "\r\n".join([*head, "", f"{number}：{NEWS}", ""]).encode()


def confirming(config: Path, port: int) -> Path:
    """The same settings, with confirmations through the server on a port."""
    text = config.read_text("utf-8")
    head, _, rest = text.partition("[receipts]\n")
    table = f'[receipts]\nenabled = true\nhost = "127.0.0.1"\nport = {port}\ntls = "none"\n\n'
    config.write_text(head + table + rest[rest.index("\n[") + 1 :], "utf-8")
    return config


def test_who_writes_hears_once_that_it_came(mailbox_config: Callable[..., Path]) -> None:
    assert "[receipts]" in EXAMPLE
    now = datetime.now(UTC) - timedelta(minutes=5)
    with on_pymap() as postbox, open_office() as office:
        postbox.deliver(
            letter(1),
            letter(2, "robot@gxfgs.example.com", "Auto-Submitted: auto-replied"),
            letter(3),  # the same sender within the hour
            received=now,
        )
        config = confirming(mailbox_config(postbox.port), office.port)
        assert command("intake poll --config", config).status == 0
        assert command("intake poll --config", config).status == 0
        assert command("intake retry 1 2 3 --config", config).status == 0
        assert command("intake poll --config", config).status == 0
        assert [handed.recipients for handed in office.taken] == [["wei@gxfgs.example.com"]]
    assert "回执    已发：wei@gxfgs.example.com" in command("intake show 1 --config", config).out
    assert "回执    不发：" in command("intake show 2 --config", config).out
    assert "回执    不发：" in command("intake show 3 --config", config).out
    assert "回执 已发 1、不发 2" in command("intake status --offline --config", config).out


def test_files_are_not_confirmed(mailbox_config: Callable[..., Path], tmp_path: Path) -> None:
    path = tmp_path / "1.eml"
    path.write_bytes(letter(1))
    with open_office() as office:
        config = confirming(mailbox_config(1), office.port)
        assert command("intake add", path, "--config", config).status == 0
        assert office.taken == []
    assert "回执" not in command("intake show 1 --config", config).out


def test_a_mail_server_that_is_away_costs_no_letter(mailbox_config: Callable[..., Path]) -> None:
    with on_pymap() as postbox:
        postbox.deliver(letter(1), received=datetime.now(UTC))
        config = confirming(mailbox_config(postbox.port), 9)
        assert command("intake poll --config", config).status == 0
    [row] = command("intake list --json --config", config).lines
    assert row["state"] == "read"
    assert "待发" in command("intake show 1 --config", config).out
