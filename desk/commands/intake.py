"""`intake`: what did people send us?"""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import datetime
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desk.commands.common import (
    CONTEXT,
    config_option,
    desk_of,
    json_option,
    local,
    plain,
    print_json,
    progress,
    run,
    table,
    unexpected,
)
from desk.commands.letter import STATES, show_letter
from desk.commands.operation import backup, check, status

import click  # isort: skip

from desk.errors import DeskError, Exit, NothingToDoError, SettingsError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from desk.desk import Desk
    from desk.settings import Mailbox
    from desk.taken import Taken
    from storage.database import Connection
    from storage.model import Filter, StoredMessage


@click.group(context_settings=CONTEXT, no_args_is_help=True)
@click.version_option(package_name="bulletin-desk", message="%(prog)s %(version)s")
@config_option
def intake() -> None:
    """收稿：从邮箱收信、读信、登记，一封不漏。

    \b
    例：intake poll                        收一次信
        intake list --window 04-30..05-10  看某个窗口的来信
        intake show 12                     看第12号来信
        intake unit 12 中铝山东            指定它的来稿单位
    """


@intake.command()
@config_option
@json_option
@click.pass_context
def poll(context: click.Context, *, as_json: bool) -> None:
    """收一次信，读完后退出（供 cron、systemd 定时器调用）。

    \b
    例：intake poll
        intake poll --json
    退出状态：0 完成；1 有邮箱没收成；4 收完但有信须人工查看；75 另一次运行正在收。
    """
    with desk_of(context) as desk:
        context.exit(poll_all(desk, as_json=as_json))


def poll_all(desk: Desk, *, as_json: bool = False) -> int:
    """Poll every mailbox; one that fails does not stop the others.  Returns the exit status."""
    boxes = desk.settings.mailbox
    if not boxes:
        raise UsageError("设置文件中没有 [mailbox]，无从收信。请参照 config.example.toml 写上。")
    statuses = {_poll_one(desk, box, as_json=as_json) for box in boxes}
    return next((s for s in _GRAVEST if s in statuses), Exit.DONE)


_GRAVEST = (Exit.FAILED, Exit.USAGE, Exit.BUSY, Exit.SET_ASIDE)


def _poll_one(desk: Desk, box: Mailbox, *, as_json: bool) -> Exit:
    from desk.desk import account
    from desk.errors import BusyError
    from desk.pipeline import poll as poll_mailbox
    from intake.errors import IntakeError
    from storage.errors import StorageError

    try:
        with progress() as told:
            taken = poll_mailbox(desk, account(desk.settings, box), told)
    except BusyError as error:
        click.echo(f"错误：{error}", err=True)
        return Exit.BUSY
    except SettingsError as error:
        return _failed(desk, box, str(error), Exit.USAGE)
    except IntakeError as error:
        return _failed(desk, box, str(error))
    except (DeskError, StorageError):  # of the desk itself: no other mailbox would do better
        raise
    except Exception as error:  # noqa: BLE001 -- whatever a server does, the next mailbox is polled
        return _failed(desk, box, unexpected(error))
    _say(box.name, taken, as_json=as_json)
    return Exit.SET_ASIDE if taken.set_aside else Exit.DONE


def _failed(desk: Desk, box: Mailbox, words: str, status: Exit = Exit.FAILED) -> Exit:
    from storage import runs

    click.echo(f"错误：{words}", err=True)
    with desk.writing() as connection:
        runs.add_run(connection, box.name, "failed", words, desk.clock())
    return status


def _say(name: str, taken: Taken, *, as_json: bool) -> None:
    if as_json:
        states = {state.value: count for state, count in taken.states.items()}
        told = {"mailbox": name, "entered": taken.entered, "known": taken.known, "states": states}
        print_json(told | {"gaps": taken.gaps, "notices": taken.notices})
        return
    known = f"，已有 {taken.known} 封" if taken.known else ""
    read = _states(taken)
    click.echo(f"{name}：新到 {taken.entered} 封{known}{'；' + read if read else ''}")
    if taken.gaps:
        click.echo(f"注意：{name} 有 {taken.gaps} 封邮件服务器没有交出，见 intake status", err=True)
    for notice in taken.notices:
        click.echo(f"注意：{name}：{notice}", err=True)


def _states(taken: Taken) -> str:
    return "、".join(f"{STATES[state]} {count}" for state, count in taken.states.items())


@intake.command("run")
@config_option
@click.pass_context
def run_worker(context: click.Context) -> None:
    """常驻：按设置 schedule.cron 定时收信，收到 SIGTERM 后干净退出。

    \b
    例：intake run
        BULLETIN_LOG=INFO intake run
    """
    from desk.worker import work

    with desk_of(context) as desk:
        context.exit(work(desk))


def _moment(_context: click.Context, _param: click.Parameter, value: str | None) -> datetime | None:
    if value is None:
        return None
    try:
        return datetime.fromisoformat(value)
    except ValueError as error:
        raise click.BadParameter(f"“{value}”不是时间，例如 2021-05-06T09:30 或 2021-05-06") from error


@intake.command()
@click.argument(
    "paths", nargs=-1, required=True, metavar="PATH…", type=click.Path(exists=True, path_type=Path)
)
@click.option(
    "--received", metavar="T", callback=_moment, help="到达时间；否则取信中的时间，再否则取文件时间。"
)
@config_option
@json_option
@click.pass_context
def add(context: click.Context, paths: tuple[Path, ...], received: datetime | None, *, as_json: bool) -> None:
    """把文件当作来信收入：.eml、.mbox、Maildir、装着它们的文件夹、.docx、.txt 等。

    \b
    例：intake add 来稿/ 旧邮件.mbox
        intake add 稿件.docx --received 2021-05-06T09:30
    """
    from desk.pipeline import add as add_messages
    from intake.errors import FileError
    from intake.local import read_path

    with desk_of(context) as desk, progress() as told:
        if received is not None and received.tzinfo is None:
            received = received.replace(tzinfo=desk.settings.zone)
        failed: list[FileError] = []
        messages = (raw for path in paths for raw in read_path(path, received, failed.append))
        taken = add_messages(desk, messages, told)
        if not taken.entered + taken.known and not failed:
            raise NothingToDoError("所给的位置没有可收的文件（.eml、.mbox、.docx、.txt 等）。")
        _say("文件", taken, as_json=as_json)
        for error in failed:
            click.echo(f"错误：{error}", err=True)
        context.exit(Exit.FAILED if failed else Exit.SET_ASIDE if taken.set_aside else Exit.DONE)


@intake.command("list")
@click.option("--window", "window", metavar="A..B", help="只看某个采集时间窗口，如 04-30..05-10。")
@click.option("--state", type=click.Choice(list(STATES)), help="只看某种状态。")
@click.option("--unknown", is_flag=True, help="仅看来稿单位不明的来信。")
@config_option
@json_option
@click.pass_context
def list_(
    context: click.Context, window: str | None, state: str | None, *, unknown: bool, as_json: bool
) -> None:
    """列出来信，一行一封；--json 时每行一个完整对象。

    \b
    例：intake list --state set_aside
        intake list --unknown
        intake list --window 04-30..05-10 --json | head -1
    """
    from desk.show import message_json
    from storage import views, windows

    with desk_of(context) as desk, desk.reading() as connection:
        chosen = replace(_filter(desk, connection, window, state), unknown=unknown)
        found = views.messages(connection, chosen)
        if as_json:
            for message in found:
                print_json(message_json(message))
            return
        names = {
            issue.window_id: f"{issue.year}年第{issue.number}期"
            for issue in windows.stored_issues(connection)
        }
        away = _taken_away(connection, chosen)
        head = [("编号", 5), ("到达", 16), ("状态", 6), ("单位", 12), ("条", 2), ("主题或原因", 52)]
        table(head, (_row(desk, message, names) for message in chain(found, away)))


def _filter(desk: Desk, connection: Connection, window: str | None, state: str | None) -> Filter:
    from compose.window import WindowError, parse
    from desk.drafting import find_window
    from storage.model import Filter
    from storage.windows import stored_windows

    if window is None:
        return Filter(state=state)
    try:
        days = find_window(desk, connection, parse(window))
    except WindowError as error:
        raise UsageError(str(error)) from error
    stored = next((w.id for w in stored_windows(connection) if w.window == days), None)
    return Filter(window=stored, days=None if stored else days, state=state)


def _taken_away(connection: Connection, chosen: Filter) -> Iterator[StoredMessage]:
    """The letters that came in a window's days and that an editor moved to another issue."""
    from storage import views, windows

    if chosen.window is None:
        return iter(())
    days = next(w.window for w in windows.stored_windows(connection) if w.id == chosen.window)
    ids = tuple(windows.taken_away(connection, chosen.window, days))
    return views.messages(connection, replace(chosen, window=None, ids=ids))


def _units(submission: dict[str, Any], items: Iterable[dict[str, Any]]) -> Iterator[str]:
    """The units of a submission's pieces; an unknown one with what it calls itself."""
    from classify.units import calls_itself

    itself = calls_itself(submission["unit_reasons"])
    for unit_name in dict.fromkeys(item["unit"] for item in items):
        yield unit_name or "未知" + (f"（自称{plain(itself)}）" if itself else "")


def _row(desk: Desk, message: StoredMessage, issues: Mapping[int, str]) -> tuple[object, ...]:
    """A letter's line; `issues` are the names of issues by their windows."""
    units = [word for submission, items in message.submissions for word in _units(submission, items)]
    v = message.values
    issue = issues.get(v["window_id"], "")
    moved = f"（已移到{issue}）" if issue and not message.window.holds(v["received_on"]) else ""
    return (
        message.id,
        local(v["received_at"], desk),
        STATES[v["state"]],
        "、".join(dict.fromkeys(units)),
        sum(len(items) for _, items in message.submissions) or "",
        moved + (v["reason"] or v["subject"] or "（无主题）"),
    )


@intake.command()
@click.argument("message_id", metavar="ID", type=int)
@click.option("--raw", is_flag=True, help="输出原始邮件（字节不变），可存成 .eml。")
@config_option
@json_option
@click.pass_context
def show(context: click.Context, message_id: int, *, raw: bool, as_json: bool) -> None:
    """看一封来信：信头、正文、附件、拆出的条目和理由、经过。

    \b
    例：intake show 12
        intake show 12 --raw > 12.eml
    """
    from desk.changes import changes
    from desk.show import message_json

    with desk_of(context) as desk, desk.reading() as connection:
        message = _message(connection, message_id)
        if raw:
            sys.stdout.buffer.write(desk.archive.get(message.values["sha256"]))
        elif as_json:
            print_json(message_json(message, changes(connection, message)))
        else:
            show_letter(desk, connection, message)


def _message(connection: Connection, message_id: int) -> StoredMessage:
    from storage import views
    from storage.model import Filter

    found = next(views.messages(connection, Filter(ids=(message_id,))), None)
    if found is None:
        raise UsageError(f"没有第 {message_id} 号来信；编号见 intake list。")
    return found


@intake.command()
@click.argument("message_id", metavar="ID", type=int)
@click.argument("unit_name", metavar="UNIT")
@config_option
@click.pass_context
def unit(context: click.Context, message_id: int, unit_name: str) -> None:
    """指定一封来信的单位（全称、别名均可）；同一发件人的其他来信和今后的来信随之改定。

    \b
    例：intake unit 12 中铝山东
        intake unit 12 山铝
    """
    from desk.correcting import set_unit

    with desk_of(context) as desk:
        found = set_unit(desk, message_id, unit_name)
        click.echo(f"第 {message_id} 号来信的单位已定为{found.unit}。")
        changed = [one for one in found.letters if one.before != one.after]
        if len(found.letters) > 1:
            others = "、".join(str(one.letter) for one in found.letters[1:])
            click.echo(f"同一发件人的来信随之重读：{others}")
        for one in changed:
            click.echo(one.words)
        for number in found.failed:
            click.echo(f"第 {number} 号来信重读失败，保留原来的结果；原因见 intake show {number}", err=True)
        context.exit(Exit.FAILED if found.failed else Exit.DONE)


@intake.command()
@click.argument("message_ids", metavar="[ID…]", nargs=-1, type=int)
@click.option("--window", "window", metavar="A..B", help="重读某个采集时间窗口的全部来信，如 04-30..05-10。")
@config_option
@click.pass_context
def retry(context: click.Context, message_ids: tuple[int, ...], window: str | None) -> None:
    """重读来信：所给的编号，某个窗口的，或全部待人工的来信；并说明哪些读得不同了。

    编辑已定的单位和栏目不会改变。

    \b
    例：intake retry
        intake retry 12 13
        intake retry --window 04-30..05-10
    """
    from desk.rereading import read_messages_again

    with desk_of(context) as desk:
        reread = read_messages_again(desk, message_ids, window)
        taken = reread.taken
        if not taken.states and not taken.failed:
            raise NothingToDoError("没有须重读的来信。")
        click.echo(f"重读 {sum(taken.states.values())} 封：{_states(taken) or '无'}")
        for line in reread.changes:
            click.echo(plain(line))
        for number in taken.failed:
            click.echo(f"第 {number} 号来信重读失败，保留原来的结果；原因见 intake show {number}", err=True)
        context.exit(Exit.FAILED if taken.failed else Exit.SET_ASIDE if taken.set_aside else Exit.DONE)


for command in (status, check, backup):
    intake.add_command(command)


def main() -> None:
    """Entry point."""
    run(intake)


if __name__ == "__main__":
    main()
