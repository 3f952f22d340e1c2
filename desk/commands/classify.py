"""`classify`: which column does it belong to?"""

from __future__ import annotations

from desk.commands.common import CONTEXT, config_option, desk_of, json_option, plain, print_json, run

import click  # isort: skip


@click.group(context_settings=CONTEXT, no_args_is_help=True)
@click.version_option(package_name="bulletin-desk", message="%(prog)s %(version)s")
@config_option
def classify() -> None:
    """归栏：看一条稿件为什么在这个栏目，或改定它的栏目。

    \b
    例：classify explain 31
        classify set 31 听青之声
    """


@classify.command("set")
@click.argument("item_id", metavar="ITEM", type=int)
@click.argument("column", metavar="COLUMN")
@config_option
@click.pass_context
def set_(context: click.Context, item_id: int, column: str) -> None:
    """改定一条稿件的栏目（或“栏目/组别”）；以后重读也不会变。

    \b
    例：classify set 31 听青之声
        classify set 31 践铝之行/为群众办实事篇
    """
    from desk.correcting import set_column

    with desk_of(context) as desk:
        name, group = set_column(desk, item_id, column)
        click.echo(f"条目 {item_id} 已归入{name}{' › ' + group if group else ''}。")


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
    from desk.correcting import explain_item

    with desk_of(context) as desk:
        found = explain_item(desk, item_id)
        if as_json:
            print_json(found)
            return
        click.echo(f"条目 {item_id}：{plain(found['title'] or found['text'][:40])}")
        click.echo(f"栏目：{found['column']}{' › ' + found['group'] if found['group'] else ''}")
        click.echo(f"把握：{found['confidence']:.0%}（{found['level']}）")
        for reason in found["reasons"]:
            click.echo(f"依据：{plain(reason)}")
        for column, group, share in found["alternatives"]:
            click.echo(f"也可能：{column}{' › ' + group if group else ''}（{share:.0%}）")


def main() -> None:
    """Entry point."""
    run(classify)
