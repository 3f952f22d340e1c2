"""What every command line shares: `--config`, errors in words, tables, JSON, progress, logs."""

from __future__ import annotations

import gc
import io
import json
import logging
import os
import signal
import sys
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

from desk.commands import words  # noqa: F401 -- puts click's words in place before click is imported

import click  # isort: skip

from desk import logs
from desk.errors import DeskError, Exit

if TYPE_CHECKING:
    from desk.desk import Desk
    from desk.taken import Progress

log = logging.getLogger(__name__)

F = TypeVar("F", bound=Callable[..., Any])

CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 100}

_CONFIG = "bulletin.config"


def _remember_config(context: click.Context, _param: click.Parameter, value: str | None) -> None:
    if value is not None:
        context.meta[_CONFIG] = value


def config_option(command: F) -> F:
    """Add `--config FILE`; it may stand before or after the sub-command."""
    return click.option(
        "--config",
        metavar="FILE",
        expose_value=False,
        callback=_remember_config,
        help="设置文件；否则用 $BULLETIN_CONFIG，再否则 ./config.toml。",
    )(command)


def json_option(command: F) -> F:
    """Add `--json`."""
    return click.option("--json", "as_json", is_flag=True, help="输出 JSON，供其他程序读取。")(command)


@contextmanager
def desk_of(context: click.Context) -> Iterator[Desk]:
    """Open the desk of the settings file that the command line names."""
    from desk.desk import opened

    with opened(context.meta.get(_CONFIG)) as desk:
        yield desk


def run(group: click.Group) -> NoReturn:
    """Run a command line and leave with its exit status; expected failures are one paragraph."""
    # Start-up makes a hundred thousand objects that stay; looking through them costs a tenth of a draft.
    gc.set_threshold(50_000)
    try:
        _prepare()
        status = group.main(standalone_mode=False)
    except click.ClickException as error:
        error.show()
        sys.exit(Exit.USAGE)
    except (click.Abort, KeyboardInterrupt):
        click.echo("已中断；已收下的邮件都在，再运行一次即可接着做。", err=True)
        sys.exit(130)
    except SystemExit as ended:
        # QUIRK click: when the reader of a pipe (head, less) has gone it wraps the output and leaves
        # with 1; nothing is wrong.  The wrapper's class is private, its name is all there is to go by.
        sys.exit(Exit.DONE if "PacifyFlush" in type(sys.stdout).__name__ else ended.code)
    except Exception as error:  # noqa: BLE001 -- the last one to hear of it
        status = _status(error)
        click.echo(f"错误：{error if status is not None else unexpected(error)}", err=True)
        status = Exit.FAILED if status is None else status
    sys.exit(status if isinstance(status, int) else Exit.DONE)


def unexpected(error: Exception) -> str:
    """Log what nobody expected, without its words, which may be a letter's; return what to tell."""
    log.critical("unexpected", exc_info=error)
    return (
        f"程序出了意外（{type(error).__name__}），没有写入任何不完整的内容。请再运行一次；"
        "若还是如此，请把上面的日志行报告给维护者。"
    )


def _prepare() -> None:
    """Set up outputs that take every character, the end by SIGTERM, and logs."""
    for stream in (sys.stdout, sys.stderr):
        # Under cron the locale is C: a character it lacks shall not end a run whose work is done.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    signal.signal(signal.SIGTERM, _terminated)
    logs.configure(os.environ.get("BULLETIN_LOG"))


def _terminated(_number: int, _frame: object) -> NoReturn:
    """End as after Ctrl-C, so that transactions are undone and leases given back on the way out."""
    raise KeyboardInterrupt


def _status(error: Exception) -> int | None:
    """The exit status of an expected failure; None for what nobody expected."""
    if isinstance(error, DeskError):
        return error.status
    # Looked up by name: the modules that define them are heavy and may not be needed at all.
    expected = {("intake.errors", "IntakeError"), ("storage.errors", "StorageError")}
    names = {(base.__module__, base.__name__) for base in type(error).__mro__}
    return Exit.FAILED if names & expected else None


# --- output ------------------------------------------------------------------------------------------


def print_json(value: object) -> None:
    """Print one document, or one object a line for a list that is streamed."""
    click.echo(json.dumps(value, ensure_ascii=False))


def plain(text: object) -> str:
    """Return text from a mail fit for a terminal line: one line, no control characters."""
    line = " ".join(str(text or "").split())
    return "".join(c for c in line if unicodedata.category(c)[0] != "C")


def width(text: str) -> int:
    """Return the columns a text takes on a terminal."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def fit(text: object, columns: int) -> str:
    """Cut or pad text to a number of terminal columns."""
    line = plain(text)[: columns + 1]
    while width(line) > columns:
        line = line.removesuffix("…")[:-1] + "…"
    return line + " " * (columns - width(line))


def table(head: Sequence[tuple[str, int]], rows: Iterable[Sequence[object]], *, always: bool = False) -> None:
    """Print rows: aligned on a terminal, tab-separated into a pipe.  `head` is (title, columns).

    A pipe gets the titles only with `always`: where one output holds several tables.
    """
    terminal = sys.stdout.isatty()
    if always and not terminal:
        click.echo("\t".join(title for title, _ in head))
    if terminal:
        click.secho(" ".join(fit(title, size) for title, size in head).rstrip(), bold=True)
    for row in rows:
        if terminal:
            sized = zip(row, head, strict=True)
            click.echo(" ".join(fit(cell, size) for cell, (_, size) in sized).rstrip())
        else:
            click.echo("\t".join(plain(cell) for cell in row))


def local(moment: datetime, desk: Desk) -> str:
    """Return a moment as the clock of the bulletin shows it, to the minute."""
    return moment.astimezone(desk.settings.zone).strftime("%Y-%m-%d %H:%M")


@contextmanager
def progress() -> Iterator[Progress]:
    """Show a bar on a terminal; print nothing where there is none (cron, a pipe)."""
    if not sys.stderr.isatty():
        yield lambda _step, _done, _total: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        tasks: dict[str, Any] = {}

        def told(step: str, done: int, total: int) -> None:
            if step not in tasks:
                tasks[step] = bar.add_task(step, total=total or None)
            bar.update(tasks[step], completed=done)

        yield told
