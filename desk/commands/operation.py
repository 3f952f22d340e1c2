"""`intake status`, `check` and `backup`: what an administrator asks for."""

from __future__ import annotations

import shlex
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from desk.commands.common import config_option, desk_of, json_option, print_json, progress

import click  # isort: skip

from desk.errors import DeskError, Exit

if TYPE_CHECKING:
    from desk.backup import BackedUp

_AGES = {"h": 3600, "m": 60, "d": 86400}


def _age(_context: click.Context, _param: click.Parameter, value: str | None) -> timedelta | None:
    if value is None:
        return None
    number, unit_ = value[:-1], value[-1:]
    if number.isdigit() and unit_ in _AGES:
        return timedelta(seconds=int(number) * _AGES[unit_])
    raise click.BadParameter(f"“{value}”不是时长，例如 26h、90m、2d")


@click.command()
@click.option("--max-age", metavar="26h", callback=_age, help="供监控：上次收信成功早于此时长则退出 1。")
@click.option("--offline", is_flag=True, help="不登录邮箱，不与服务器核对。")
@config_option
@json_option
@click.pass_context
def status(context: click.Context, max_age: timedelta | None, *, offline: bool, as_json: bool) -> None:
    """总账：各种状态各多少封，上次收信如何，与服务器上的邮件是否对得上。

    \b
    例：intake status
        intake status --offline
        intake status --max-age 26h
    退出状态：0 相符；4 服务器上有的邮件台账中缺；用 --max-age 时 0 正常，1 过期（不登录邮箱）。
    """
    from desk.status import age_line, gather, status_json, status_lines

    with desk_of(context) as desk:
        if max_age is not None:
            line, fresh = age_line(desk, max_age)
            click.echo(line)
            context.exit(Exit.DONE if fresh else Exit.FAILED)
        found = gather(desk, offline=offline)
        if as_json:
            print_json(status_json(found))
        else:
            for line in status_lines(found, desk):
                click.echo("".join(c if c.isprintable() else " " for c in line))
        context.exit(Exit.SET_ASIDE if found.lacking else Exit.DONE)


@click.command()
@click.option("--full", is_flag=True, help="逐个读出存档中的原始邮件，与指纹核对（较慢）。")
@config_option
@json_option
@click.pass_context
def check(context: click.Context, *, full: bool, as_json: bool) -> None:
    """检查设置、数据库、存档（每封信都在不在）和每个邮箱能否使用，不改动任何东西。

    \b
    例：intake check
        intake check --full
    """
    from desk.checks import checks

    failed = False
    with desk_of(context) as desk, progress() as told:
        for found in checks(desk, told, full=full):
            failed = failed or found.problem is not None
            if as_json:
                print_json(
                    {
                        "check": found.name,
                        "ok": found.problem is None,
                        "problem": found.problem,
                        "note": found.note,
                    }
                )
            else:
                words = found.problem or found.note
                click.echo(f"{'✗' if found.problem else '✓'} {found.name}{'：' + words if words else ''}")
    if failed:
        raise DeskError("有项目没有通过检查，见上。")


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@config_option
@json_option
@click.pass_context
def backup(context: click.Context, folder: Path, *, as_json: bool) -> None:
    """备份到文件夹 DIR：数据库、原始邮件和设置；收信不必停，再次备份只补新的。

    \b
    例：intake backup /var/backups/bulletin
    恢复的步骤见 README 的 Recovery 一章。邮箱密码和草稿（issues）不在其中。
    """
    from desk.backup import back_up

    with desk_of(context) as desk:
        with progress() as told:
            done = back_up(desk, folder, told)
        for problem in done.problems:
            click.echo(f"错误：{problem}", err=True)
        if as_json:
            print_json(_backup_json(done))
        else:
            click.echo(_backup_line(done))
        context.exit(Exit.FAILED if done.failed else Exit.DONE)


def _backup_line(done: BackedUp) -> str:
    copied = f"原始邮件复制 {done.copied} 个（{done.size / 1e6:.1f} MB），已有 {done.present} 个"
    found = f"来信 {done.messages} 封；{copied}"
    if done.failed:
        return f"备份不完整：{found}；缺少或损坏 {done.failed} 个，请再运行 intake check --full"
    return f"备份完成：{found}；位置 {shlex.quote(str(done.folder))}"


def _backup_json(done: BackedUp) -> dict[str, object]:
    return {
        "folder": str(done.folder),
        "database": done.database,
        "messages": done.messages,
        "copied": done.copied,
        "present": done.present,
        "bytes": done.size,
        "failed": done.failed,
        "problems": done.problems,
    }
