"""`compose`: what goes out?"""

from __future__ import annotations

import shutil
import sys
from collections import Counter
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from desk.commands.common import (
    CONTEXT,
    config_option,
    desk_of,
    fit,
    json_option,
    local,
    plain,
    print_json,
    run,
    table,
)

import click  # isort: skip

from desk.errors import Exit, UsageError

if TYPE_CHECKING:
    from compose.model import Ledger
    from desk.desk import Desk
    from desk.drafting import Composed

SHOWN_REMARKS = 12
"""Remarks a terminal summary shows; the page has them all."""


def _day(_context: click.Context, _param: click.Parameter, value: str | None) -> date | None:
    if value is None:
        return None
    try:
        return date.fromisoformat(value)
    except ValueError as error:
        raise click.BadParameter(f"“{value}”不是日期，例如 2021-05-14") from error


@click.group(context_settings=CONTEXT, invoke_without_command=True, no_args_is_help=True)
@click.version_option(package_name="bulletin-desk", message="%(prog)s %(version)s")
@click.option("--window", metavar="A..B", help="采集时间，首尾两天都算，如 04-30..05-10 或带年份。")
@click.option("--issue", metavar="年-期", help="期号，如 2021-9；不写则接着上一期。")
@click.option("--serial", type=click.IntRange(1), metavar="N", help="总期号；不写则接着上一期。")
@click.option("--date", "day", metavar="YYYY-MM-DD", callback=_day, help="刊头的日期；不写则为今天。")
@click.option(
    "--include", multiple=True, type=int, metavar="ID", help="收入这一条目（可来自别的窗口），可多次。"
)
@click.option("--exclude", multiple=True, type=int, metavar="ID", help="不用这一条目，可多次。")
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), metavar="DIR", help="草稿存放处。")
@click.option("--no-comments", is_flag=True, help="Word 草稿不带批注（清样）。")
@click.option("--dry-run", is_flag=True, help="只看结果：不存库，不写文件。")
@config_option
@json_option
@click.pass_context
def compose(
    context: click.Context,
    *,
    window: str | None,
    issue: str | None,
    serial: int | None,
    day: date | None,
    include: tuple[int, ...],
    exclude: tuple[int, ...],
    out: Path | None,
    no_comments: bool,
    dry_run: bool,
    as_json: bool,
) -> None:
    """编期：把一个采集时间窗口的来稿编成一期草稿（Word 和网页）。

    \b
    例：compose --window 04-30..05-10
        compose --window 04-30..05-10 --issue 2021-9 --serial 9 --date 2021-05-14
        compose --window 04-30..05-10 --exclude 31 --include 12
        compose ledger --window 04-30..05-10
    退出状态：0 完成；1 账目不平或失败；2 用法或设置有误；3 窗口内没有来稿。
    """
    if context.invoked_subcommand is not None:
        _no_group_options(context)
        return
    if window is None:
        raise UsageError("请写明采集时间，例如 compose --window 04-30..05-10。")
    from desk.drafting import Request
    from desk.pipeline import compose as compose_issue
    from desk.pipeline import look
    from desk.show import draft_json

    request = Request(window, issue, serial, day, include, exclude, comments=not no_comments)
    with desk_of(context) as desk:
        folder = out or desk.settings.folder / desk.settings.output.path
        composed = look(desk, request) if dry_run else compose_issue(desk, request, folder)
    if as_json:
        print_json(draft_json(composed))
    else:
        _summary(composed)
    context.exit(Exit.DONE if composed.draft.ledger.balanced else Exit.FAILED)


def _no_group_options(context: click.Context) -> None:
    """An option of `compose` itself in front of a sub-command would be ignored: say so instead."""
    for parameter in context.command.params:
        source = context.get_parameter_source(parameter.name or "")
        if source is click.core.ParameterSource.COMMANDLINE and parameter.name != "config":
            raise UsageError(
                f"{parameter.opts[0]} 不能写在 {context.invoked_subcommand} 之前；"
                f"请写成 compose {context.invoked_subcommand} {parameter.opts[0]} …。"
            )


def _summary(composed: Composed) -> None:
    """Say on one screen what was drafted, what needs the editor's eye, and where it lies."""
    draft = composed.draft
    numbers = draft.issue.numbering
    title = f"{draft.issue.imprint.title} {numbers.year}年第{numbers.number}期（总第{numbers.serial}期）"
    click.secho(f"{title}　采集时间 {draft.issue.window}　第{draft.issue.revision}稿", bold=True)
    if composed.guessed_year:
        click.echo(f"（窗口没有写年份，按来信取 {draft.issue.window.ends[1].year} 年）")
    for column in draft.columns:
        counts = [
            f"{group.name + ' ' if group.name else ''}{sum(len(p.pieces) for p in group.paragraphs)} 条"
            f"／{len(group.paragraphs)} 段"
            for group in column.groups
        ]
        _line(f"  {column.heading}：{'；'.join(counts)}")
    for line in ledger_lines(draft.ledger):
        click.echo(line)
    _remarks(composed, used=len(draft.columns) + 5)
    if composed.docx:
        click.echo(f"草稿：{composed.docx}")
        click.echo(f"网页：{composed.html}")
    else:
        click.echo("只看：没有存库，没有写文件。")


_FIRST = (
    "revived",
    "asked",
    "foreign-figure",
    "included",
    "set-aside",
    "window-overlap",
    "window-gap",
    "moved",
    "numbering",
    "unknown-unit",
    "doubtful-unit",
    "doubtful-column",
    "unfinished",
    "version",
    "duplicate",
    "repeated",
    "waiting",
    "probable-column",
)
"""The kinds of remarks in the order in which a summary shows them; others follow."""


def _remarks(composed: Composed, used: int) -> None:
    """Say what needs the editor's eye, the gravest first, below `used` lines of the screen."""
    from compose.vocabulary import remark_word

    remarks = composed.draft.remarks
    if not remarks:
        return
    kinds = Counter(remark_word(remark.kind) for remark in remarks)
    _line(f"请编辑过目 {len(remarks)} 处：{'、'.join(f'{kind} {n}' for kind, n in kinds.most_common())}")
    rank = {kind: place for place, kind in enumerate(_FIRST)}
    gravest = sorted(remarks, key=lambda remark: rank.get(remark.kind.value, len(rank)))
    shown = _rows(used)
    for remark in gravest[:shown]:
        where = f"条目 {remark.item}：" if remark.item is not None else ""
        _line(f"  · {where}{plain(remark.text)}")
    if len(remarks) > shown:
        click.echo(f"  …其余 {len(remarks) - shown} 处见网页和 Word 批注")


def _rows(used: int) -> int:
    """How many remarks fit on the screen below what is printed already; a pipe takes the usual number."""
    if not sys.stdout.isatty():
        return SHOWN_REMARKS
    return max(3, min(SHOWN_REMARKS, shutil.get_terminal_size().lines - used - 6))


def _line(words: str) -> None:
    """Print a line, on a terminal cut to its width."""
    if sys.stdout.isatty():
        told = words.lstrip()
        indent = words[: len(words) - len(told)]
        words = indent + fit(told, shutil.get_terminal_size().columns - len(indent)).rstrip()
    click.echo(words)


def ledger_lines(ledger: Ledger) -> list[str]:
    """Return the ledger's counts in two lines and a verdict."""
    from compose.ledger import sums

    verdict = "账目相符，一封不漏" if ledger.balanced else "账目不平！请运行 intake status 并联系管理员"
    return [*sums(ledger), verdict]


_LETTERS = (("来信", 6), ("到达", 16), ("去向", 12), ("来信人", 12), ("主题", 28), ("原因", 400))
_ITEMS = (("条目", 6), ("来信", 6), ("去向", 8), ("标题", 24), ("位置", 36), ("原因", 400))


def _tables(composed: Composed, desk: Desk) -> None:
    """Print a line for each letter and each item, under a header."""
    from compose.ledger import item_lines
    from compose.vocabulary import FATES, MESSAGES, place_words

    letters = (
        (m.letter, local(m.received_at, desk), MESSAGES[m.state], m.sender, m.subject, m.reason)
        for m in composed.draft.ledger.messages
    )
    items = (
        (
            line.entry.item,
            line.entry.letter,
            FATES[line.entry.fate],
            line.title,
            line.place or f"（{place_words(line.column, line.group)}）",
            line.entry.reason,
        )
        for line in item_lines(composed.draft)
    )
    for head, rows in ((_LETTERS, letters), (_ITEMS, items)):
        click.echo()
        table(head, rows, always=True)


@compose.command("ledger")
@click.option("--window", required=True, metavar="A..B", help="采集时间，如 04-30..05-10。")
@config_option
@json_option
@click.pass_context
def ledger_(context: click.Context, window: str, *, as_json: bool) -> None:
    """总账：窗口内每封来信、每个条目的去向和原因，不改动任何东西。

    \b
    例：compose ledger --window 04-30..05-10
    """
    from desk.drafting import Request
    from desk.pipeline import look
    from desk.show import ledger_json

    with desk_of(context) as desk:
        composed = look(desk, Request(window))
    found = composed.draft.ledger
    if as_json:
        print_json(ledger_json(composed))
        context.exit(Exit.DONE if found.balanced else Exit.FAILED)
    for line in ledger_lines(found):
        click.echo(line)
    _tables(composed, desk)
    context.exit(Exit.DONE if found.balanced else Exit.FAILED)


@compose.command()
@click.option("--serve", is_flag=True, help="编完后让示范邮箱继续开着，可再试 intake poll；Ctrl-C 结束。")
@click.option("--force", is_flag=True, help="覆盖当前文件夹中不是示范写下的 config.toml。")
@click.pass_context
def demo(context: click.Context, *, serve: bool, force: bool) -> None:
    """示范：在当前文件夹起一个装着样信的邮箱，收信、编期，留下可用的 config.toml。

    \b
    例：compose demo
        compose demo --serve
    """
    try:
        from desk.commands.demo import run_demo
    except ModuleNotFoundError as error:
        raise UsageError(
            f"示范要用到 {error.name}，但没有安装：pip install 'bulletin-desk[demo]'。"
        ) from error

    context.exit(run_demo(Path.cwd(), serve=serve, force=force))


def main() -> None:
    """Entry point."""
    run(compose)


if __name__ == "__main__":
    main()
