"""`classify`: which column does it belong to?"""

from __future__ import annotations

from collections.abc import Iterable
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
)

import click  # isort: skip

from desk.errors import Exit, NothingToDoError

if TYPE_CHECKING:
    from classify.evaluate import Report
    from desk.placing import Change, Printed
    from desk.teaching import Learned, Read


@click.group(context_settings=CONTEXT, no_args_is_help=True)
@click.version_option(package_name="bulletin-desk", message="%(prog)s %(version)s")
@config_option
def classify() -> None:
    """归栏：看一条稿件为什么在这个栏目，改定它，并让程序从中学习。

    \b
    例：classify explain 31
        classify set 31 听青之声
        classify learn 往期/*.docx
        classify lessons
    """


@classify.command("set")
@click.argument("item_id", metavar="ITEM", type=int)
@click.argument("column", metavar="COLUMN")
@config_option
@json_option
@click.pass_context
def set_(context: click.Context, item_id: int, column: str, *, as_json: bool) -> None:
    """改定一条稿件的栏目（或“栏目/组别”）；以后重读也不会变，同类的来稿随之归栏。

    \b
    例：classify set 31 听青之声
        classify set 31 践铝之行/为群众办实事篇
    """
    from desk.correcting import set_column

    with desk_of(context) as desk:
        with progress() as told:
            label, changes = set_column(desk, item_id, column, told)
        if as_json:
            print_json({"item": item_id, "column": label[0], "group": label[1]} | _changed(changes))
            return
        click.echo(f"条目 {item_id} 已归入{_label(label)}。以后同类的来稿照此归栏。")
        _say(changes)


def _label(label: tuple[str, str | None]) -> str:
    return f"{label[0]} › {label[1]}" if label[1] else label[0]


def _say(changes: Iterable[Change]) -> int:
    """Tell of what moved, a line an item; return how many."""
    count = 0
    for change in changes:
        count += 1
        click.echo(
            f"条目 {change.item}（第{change.letter}号来信，{plain(change.words)[:24]}）："
            f"{_label(change.before)} → {_label(change.after)}；{plain('；'.join(change.reasons[:2]))}"
        )
    return count


def _say_printed(found: Iterable[Printed]) -> None:
    """Tell of what is known to be printed by now, or no longer, a line an item."""
    for one in found:
        click.echo(f"条目 {one.item}（第{one.letter}号来信，{plain(one.words)[:24]}）：{plain(one.said)}")


def _looked_up(found: Iterable[Printed]) -> dict[str, Any]:
    """What is to be told of it in JSON: nothing where nothing changed."""
    lines = [{"item": one.item, "letter": one.letter, "said": one.said} for one in found]
    return {"printed": lines} if lines else {}


def _changed(changes: Iterable[Change]) -> dict[str, Any]:
    return {
        "changes": [
            {
                "item": change.item,
                "letter": change.letter,
                "before": {"column": change.before[0], "group": change.before[1]},
                "after": {"column": change.after[0], "group": change.after[1]},
                "reasons": list(change.reasons),
            }
            for change in changes
        ]
    }


@classify.command()
@click.argument("item_id", metavar="ITEM", type=int)
@config_option
@json_option
@click.pass_context
def explain(context: click.Context, item_id: int, *, as_json: bool) -> None:
    """说明一条稿件为什么归入这个栏目，还可能是哪些栏目。

    \b
    例：classify explain 31
    """
    from desk.commands.letter import LEVELS
    from desk.correcting import explain_item

    with desk_of(context) as desk:
        found = explain_item(desk, item_id)
        if as_json:
            print_json(found)
            return
        click.echo(f"条目 {item_id}：{plain(found['title'] or found['text'][:40])}")
        click.echo(f"栏目：{_label((found['column'], found['group']))}")
        click.echo(f"把握：{found['confidence']:.0%}（{LEVELS[found['level']]}）")
        for reason in found["reasons"]:
            click.echo(f"依据：{plain(reason)}")
        for column, group, share in found["alternatives"]:
            click.echo(f"也可能：{_label((column, group))}（{share:.0%}）")
        if found["published"]:
            click.echo(f"已刊：{found['published']['issue']}，“{plain(found['published']['text'])[:60]}”")


@classify.command()
@click.argument("paths", nargs=-1, required=True, metavar="FILE…", type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="只看会学到什么，不写入。")
@click.option("--issue", metavar="2021-9", help="是哪一期：文件里认不出期号时用，只能给一个文件。")
@config_option
@json_option
@click.pass_context
def learn(
    context: click.Context, paths: tuple[Path, ...], *, issue: str | None, dry_run: bool, as_json: bool
) -> None:
    """从往期学习：读已刊发的 .docx，记住各栏目登过什么，并重新训练。

    学过的往期也用来查重：再收到已刊的内容，会注明是哪一期。

    \b
    例：classify learn 往期/2021年第8期.docx --dry-run
        classify learn 往期/*.docx
        classify learn 五月终稿.docx --issue 2021-9
    """
    from desk import placing, teaching

    with desk_of(context) as desk:
        reads = teaching.read_issues(desk, paths, issue)
        if dry_run:
            _say_read(reads, as_json=as_json)
            return
        found = teaching.learn(desk, reads)
        with desk.reading() as connection:
            chosen = placing.open_windows(connection)
        taught = [one for each in found for one in (each.lesson, each.replaced) if one]
        printed = placing.look_up_again(desk, chosen, taught)
        with progress() as told:
            changes = list(placing.place_again(desk, chosen, told=told))
        if as_json:
            lines = {"lessons": [_learned(one) for one in found]}
            print_json(lines | _changed(changes) | _looked_up(printed))
        else:
            for one in found:
                click.echo(_learned_words(one), err=one.read.why is not None)
            _say(changes)
            _say_printed(printed)
        if all(one.read.why for one in found):
            raise NothingToDoError("没有学到什么：这些文件中没有设置里的栏目，或读不出来。")
        context.exit(Exit.FAILED if any(one.read.why for one in found) else Exit.DONE)


def _say_read(reads: Iterable[Read], *, as_json: bool) -> None:
    if as_json:
        print_json([_read(read) for read in reads])
        return
    for read in reads:
        click.echo(f"{read.path}：{read.why or f'{read.name}，{len(read.examples)} 条'}")
        for example in read.examples:
            words = plain(example.title or example.text)[:40]
            click.echo(f"  {_label(example.label)}｜{example.unit or '单位不明'}｜{words}")
        for heading in read.unknown:
            click.echo(f"  设置中没有的栏目，未学：{plain(heading)}")
        if not (read.why or read.numbered):
            click.echo(f"  {_UNNUMBERED}")


_UNNUMBERED = "没有认出期号，只学归栏、不记为已刊；请加 --issue 年-期（如 --issue 2021-9）再学一次"


def _read(read: Read) -> dict[str, Any]:
    return {
        "file": str(read.path),
        "name": read.name,
        "why": read.why,
        "unknown": list(read.unknown),
        "numbered": read.numbered,
        "examples": [
            {"column": e.column, "group": e.group, "title": e.title, "text": e.text, "unit": e.unit}
            for e in read.examples
        ],
    }


def _learned(one: Learned) -> dict[str, Any]:
    read = one.read
    told = {"file": str(read.path), "name": read.name, "lesson": one.lesson, "replaced": one.replaced}
    counts = {"examples": len(read.examples), "others": len(read.others), "struck": list(one.struck)}
    return told | counts | {"unknown": list(read.unknown), "note": one.note or None}


def _learned_words(one: Learned) -> str:
    read = one.read
    if one.lesson is None:
        return f"{read.path}：{one.note}，没有学。"
    replaced = f"，代替第{one.replaced}课" if one.replaced else ""
    unknown = f"；设置中没有的栏目未学：{'、'.join(map(plain, read.unknown))}" if read.unknown else ""
    others = f"（其中 {len(read.others)} 条记为已刊）" if read.others else ""
    struck = f"；草稿中的条目 {'、'.join(map(str, one.struck))} 没有刊出，以后可再编发" if one.struck else ""
    number = "" if read.numbered else f"；{_UNNUMBERED}"
    words = f"学了 {one.teaching} 条（第{one.lesson}课{replaced}）"
    if (rest := len(read.examples) - one.teaching) > 0:
        words += f"，另有 {rest} 条没有组别，只记为已刊"
    return f"{read.path}：{read.name}，{words}{unknown}{others}{struck}{number}"


@classify.command()
@config_option
@json_option
@click.pass_context
def lessons(context: click.Context, *, as_json: bool) -> None:
    """列出学过的往期和编辑的改定（“课”），以及训练出的模型。

    \b
    例：classify lessons
    """
    from storage import lessons as store

    with desk_of(context) as desk, desk.reading() as connection:
        known = store.lessons(connection)
        models = store.models(connection)
        if as_json:
            for one in known:
                print_json(
                    {
                        "id": one.id,
                        "kind": one.kind,
                        "name": one.name,
                        "examples": one.examples,
                        "item": one.item_id,
                        "at": one.at.isoformat(),
                        "withdrawn_at": one.withdrawn_at.isoformat() if one.withdrawn_at else None,
                    }
                )
            return
        head = [("课", 4), ("时间", 16), ("例子", 4), ("状态", 6), ("内容", 40)]
        rows = (
            (one.id, local(one.at, desk), one.examples, "已收回" if one.withdrawn_at else "有效", one.name)
            for one in known
        )
        table(head, rows)
        if models:
            version, _, at, examples = models[0]
            click.echo(f"最近训练的模型：第{version}版，{examples} 个例子，{local(at, desk)}", err=True)


@classify.command()
@click.argument("lesson_id", metavar="LESSON", type=int)
@config_option
@json_option
@click.pass_context
def forget(context: click.Context, lesson_id: int, *, as_json: bool) -> None:
    """收回一课：不再从它学习（编辑对那一条的改定仍然有效），并重新训练。

    \b
    例：classify forget 3
    """
    from desk import placing, teaching

    with desk_of(context) as desk:
        lesson = teaching.forget(desk, lesson_id)
        with desk.reading() as connection:
            chosen = placing.open_windows(connection)
        printed = placing.look_up_again(desk, chosen, [lesson_id])
        with progress() as told:
            changes = list(placing.place_again(desk, chosen, told=told))
        if as_json:
            print_json({"lesson": lesson_id, "name": lesson.name} | _changed(changes) | _looked_up(printed))
            return
        click.echo(f"第{lesson_id}课（{lesson.name}）已收回。")
        _say(changes)
        _say_printed(printed)


@classify.command()
@click.option("--window", "window", metavar="A..B", help="只看某个采集时间窗口，如 04-30..05-10。")
@click.option("--all", "everything", is_flag=True, help="所有来稿，连同已编各期的。")
@click.option("--dry-run", is_flag=True, help="只看会有什么变动，不写入。")
@config_option
@json_option
@click.pass_context
def again(
    context: click.Context, window: str | None, *, everything: bool, dry_run: bool, as_json: bool
) -> None:
    """改了规则、栏目或例子之后，把没有经编辑改定的稿件重新归栏，并说明变动。

    不加选项时只看最新一期和尚未编发的来稿。

    \b
    例：classify again --dry-run
        classify again --window 04-30..05-10
    """
    from desk import placing
    from desk.correcting import windows_of

    with desk_of(context) as desk:
        with desk.reading() as connection:
            chosen = None if everything else windows_of(desk, connection, window)
        printed = placing.look_up_again(desk, chosen, dry=dry_run)
        with progress() as told:
            changes = list(placing.place_again(desk, chosen, dry=dry_run, told=told))
        if as_json:
            print_json(_changed(changes) | _looked_up(printed))
            return
        count = _say(changes)
        _say_printed(printed)
        click.echo(f"{'会有' if dry_run else '共'} {count} 条换了栏目。" if count else "没有稿件换栏目。")


@classify.command()
@click.argument("path", metavar="FILE.jsonl", type=click.Path(path_type=Path))
@config_option
@json_option
@click.pass_context
def evaluate(context: click.Context, path: Path, *, as_json: bool) -> None:
    """用已知栏目的例子检验归栏的准确程度；每行一个 {"label": "栏目/组别", "text": "…", "title": "…"}。

    \b
    例：classify evaluate 检验.jsonl
        classify evaluate 检验.jsonl --json
    """
    from desk.evaluating import evaluate_file, report_json, unknown_labels

    with desk_of(context) as desk:
        report = evaluate_file(desk, path)
        unknown = unknown_labels(desk, report)
        if unknown:
            click.echo(f"注意：设置中没有的栏目，都算作错：{plain('、'.join(unknown))}", err=True)
        if as_json:
            print_json(report_json(report, desk.settings.classify.sure))
            return
        _say_report(report)


def _say_report(report: Report) -> None:
    click.echo(f"共 {report.n} 条，准确率 {report.accuracy:.1%}，宏平均 F1 {report.macro_f1:.1%}。")
    click.echo(f"有把握的占 {report.share:.1%}，其中准确的 {report.precision:.1%}。")
    head = [("栏目", 40), ("条", 4), ("查准", 6), ("查全", 6), ("F1", 6)]
    table(
        head,
        (
            (plain(label), score.n, f"{score.precision:.0%}", f"{score.recall:.0%}", f"{score.f1:.0%}")
            for label, score in report.scores.items()
        ),
    )
    for one in report.wrong:
        words = plain(one.text)[:40]
        click.echo(f"错：{plain(one.label)} → {one.got}（{one.placement.confidence:.0%}）{words}")


def main() -> None:
    """Entry point."""
    run(classify)
