"""The demonstration: a mailbox full of sample letters, polled through the real client and drafted."""

from __future__ import annotations

import imaplib
import os
import shutil
import signal
import socket
import threading
from contextlib import suppress
from importlib.resources import files
from pathlib import Path

from desk.commands.compose import compose
from desk.commands.intake import intake
from desk.commands.letter import STATES

import click  # isort: skip

from desk.desk import opened
from desk.errors import DeskError, Exit, UsageError
from desk.imap_server import HOST, serving
from desk.samples.build import Sample, letters

MARK = "# 由 compose demo 写下"
"""First words of a settings file that the demonstration may replace."""

FOLDER = "demo"
USER, PASSWORD = "gfdqb1@example.com", "demo"
PASSWORD_FILE = "password"  # noqa: S105 -- a file's name
WINDOW = "04-30..05-10"


def run_demo(folder: Path, *, serve: bool, force: bool) -> int:
    """Run the demonstration in a folder; returns the exit status."""
    config = folder / "config.toml"
    if config.exists() and not force and not config.read_text("utf-8", "replace").startswith(MARK):
        raise UsageError(
            f"{config} 不是示范写下的，没有覆盖。请换一个文件夹运行，或用 compose demo --force 覆盖它。"
        )
    samples = letters()
    with serving(USER, PASSWORD) as port:
        _prepare(folder, config, port)
        deliver(port, samples)
        click.secho(f"示范邮箱已在 {HOST}:{port} 打开，内有 {len(samples)} 封样信。", bold=True)
        _command(intake, ["--config", str(config), "poll"], allowed=(Exit.DONE, Exit.SET_ASIDE))
        _came_in(config)
        _command(compose, ["--config", str(config), "--window", WINDOW, "--date", "2021-05-14"])
        _next_steps(config, serve=serve)
        if serve:
            _wait()
    return Exit.DONE


def _prepare(folder: Path, config: Path, port: int) -> None:
    """Start afresh: the demonstration's own folder is emptied, nothing else is touched."""
    own = folder / FOLDER
    try:
        shutil.rmtree(own, ignore_errors=True)
        own.mkdir(parents=True)
        (own / PASSWORD_FILE).write_text(PASSWORD + "\n", "utf-8")
        config.write_text(settings_text(port), "utf-8")
    except OSError as error:
        raise DeskError(f"示范写不进 {folder}：{error.strerror}。请换一个可写的文件夹运行。") from error


def settings_text(port: int) -> str:
    """Return the shipped example with its mailbox, database and folders turned to the demonstration."""
    text = files("templates").joinpath("config.example.toml").read_text("utf-8")
    changes = {
        'host = "imap.example.com"': f'host = "{HOST}"',
        "port = 993": f"port = {port}",
        'tls = "implicit" ': 'tls = "none"     ',
        'password_env = "BULLETIN_PASSWORD"': f'password_file = "{FOLDER}/{PASSWORD_FILE}"',
        'url = "sqlite:///bulletin.db"': f'url = "sqlite:///{FOLDER}/bulletin.db"',
        'path = "archive"': f'path = "{FOLDER}/archive"',
        'path = "issues"': f'path = "{FOLDER}/issues"',
    }
    for old, new in changes.items():
        if old not in text:
            raise DeskError(f"示例设置里没有 {old}，示范无法改写。请恢复 config.example.toml。")
        text = text.replace(old, new, 1)
    return f"{MARK}：示范邮箱的设置。示范结束后邮箱随之关闭，其余命令照常可用。\n{text}"


def deliver(port: int, samples: tuple[Sample, ...]) -> None:
    """Put the letters into the mailbox with the times they arrived at."""
    client = imaplib.IMAP4(HOST, port)
    # Without it every append waits for the last one's acknowledgement.
    client.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    client.login(USER, PASSWORD)
    for sample in samples:
        arrived = imaplib.Time2Internaldate(sample.received_at)
        client.append("INBOX", "", arrived, sample.data)
    client.logout()


def _command(group: click.Group, arguments: list[str], allowed: tuple[int, ...] = (Exit.DONE,)) -> None:
    """Run a command as a user would, shown as typed."""
    shown = [a for a in arguments if a != "--config" and not a.endswith("config.toml")]
    click.secho(f"\n$ {group.name} {' '.join(shown)}", bold=True)
    status = group.main(arguments, prog_name=group.name, standalone_mode=False)
    if status not in (None, *allowed):
        raise DeskError(f"示范中的 {group.name} {' '.join(shown)} 以状态 {status} 结束。")


def _came_in(config: Path) -> None:
    """Say what came in and what a person has to look at."""
    from storage import views
    from storage.model import Filter

    with opened(str(config)) as desk, desk.reading() as connection:
        for message in views.messages(connection, Filter()):
            if message.values["state"] not in ("read", "kept"):
                words = message.values["reason"] or message.values["subject"]
                click.echo(f"  第 {message.id} 号来信 {STATES[message.values['state']]}：{words}")


def _next_steps(config: Path, *, serve: bool) -> None:
    click.secho("\n接着可以试：", bold=True)
    with suppress(ValueError):
        config = config.relative_to(Path.cwd())
    activate = "" if shutil.which("compose") else ". .venv/bin/activate  # 先进入本项目的环境\n  "
    click.echo(f"  {activate}intake list --window {WINDOW}")
    click.echo("  intake list --state set_aside")
    click.echo(f"  compose --window {WINDOW} --date 2021-05-14")
    click.echo(f"  compose ledger --window {WINDOW}")
    click.echo(f"设置在 {config}，数据在 {FOLDER}{os.sep}。")
    if not serve:
        click.echo("示范邮箱已随本命令关闭；要再试 intake poll，请运行 compose demo --serve。")


def _wait() -> None:
    """Keep the mailbox open until Ctrl-C."""
    ended = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: ended.set())
    click.secho("示范邮箱开着，可在另一个终端运行 intake poll；按 Ctrl-C 结束。", bold=True)
    ended.wait()
