"""How a letter is shown on a terminal: its head, its submissions with reasons, its body, its history."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from desk.commands.common import fit, local, plain

import click  # isort: skip

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from classify.difference import Change
    from desk.desk import Desk
    from storage.database import Connection
    from storage.model import StoredMessage

STATES = {
    "kept": "待读",
    "read": "已读",
    "not_submission": "非稿件",
    "duplicate": "重复",
    "set_aside": "待人工",
    "too_large": "过大",
}
"""A message's state -> the editor's word for it."""

FILE_STATES = {"read": "已读", "kept": "留存", "refused": "未能打开"}
"""An attachment's state -> the editor's word for it."""

NOISE = {
    "greeting": "问候",
    "cover": "附言",
    "signature": "落款",
    "byline": "署名",
    "contact": "联系方式",
    "date": "日期",
    "letterhead": "版头",
    "caption": "图注",
    "heading": "标题标记",
    "quote": "引用的来信",
    "disclaimer": "声明",
}
"""What was set apart from the items -> the editor's word for it."""


def show_letter(desk: Desk, connection: Connection, message: StoredMessage) -> None:
    """Print all that is known of a letter."""
    from desk import defects
    from desk.changes import changes
    from desk.status import RECEIPTS
    from storage import receipts, views

    v = message.values
    _heading(f"第 {message.id} 号来信")
    _facts(
        ("主题", plain(v["subject"])),
        ("发件人", f"{plain(v['sender_name'])} <{plain(v['sender_address'])}>"),
        ("到达", local(v["received_at"], desk)),
        ("窗口", str(message.window)),
        ("状态", "：".join(filter(None, (STATES[v["state"]], v["reason"])))),
        ("缺陷", defects.words(v["defects"])),
        *(("附件", _attachment(a)) for a in message.attachments),
    )
    if (receipt := receipts.of_message(connection, message.id)) is not None:
        state = RECEIPTS[receipt.state]
        _facts(("回执", "：".join(filter(None, (state, plain(receipt.reason) or plain(receipt.recipient))))))
    changed = changes(connection, message)
    for submission, items in message.submissions:
        _show_submission(submission, items, changed)
    _heading("正文")
    for line in (v["text"] or "").splitlines():
        click.echo(f"  {plain(line)}")
    _heading("经过")
    for event in views.events(connection, message.id):
        words = f"{event['actor']}　{STATES[event['state']]}　{event['reason'] or ''}"
        click.echo(f"  {local(event['at'], desk)}　{words}")


def _attachment(a: dict[str, Any]) -> str:
    said = filter(None, (FILE_STATES[a["state"]], plain(a["reason"])))
    return f"{plain(a['name'])}（{a['size']} 字节）{'：'.join(said)}"


def _heading(words: str) -> None:
    click.secho(f"\n{words}", bold=True)


def _facts(*facts: tuple[str, str]) -> None:
    for name, value in facts:
        if value:
            click.echo(f"{fit(name, 8)}{value}")


def _show_submission(
    submission: dict[str, Any], items: Iterable[dict[str, Any]], changed: Mapping[int, Sequence[Change]]
) -> None:
    from classify.chains import chain

    whose = " › ".join(chain(submission["unit"] or "单位未知", submission["subunit"]))
    words = ("稿件：" + (submission["source"] or "正文"), whose, submission["contributor"])
    _heading("　".join(plain(word) for word in words if word))
    click.echo(f"  单位依据：{'；'.join(map(plain, submission['unit_reasons']))}")
    for remark in submission["remarks"]:
        click.echo(f"  请注意：{plain(remark)}")
    for kind, text in submission["noise"]:
        click.echo(f"  不入正文（{NOISE[kind]}）：{plain(text)}")
    for item in items:
        _show_item(item, changed.get(item["id"]))


LEVELS = {"sure": "有把握", "probable": "较可能", "doubtful": "存疑"}

CHANGES = 12
"""Changes of a version that are told."""


def _show_item(item: dict[str, Any], changed: Sequence[Change] | None) -> None:
    from classify.difference import told

    column = f"{item['column']}{' › ' + item['group'] if item['group'] else ''}"
    _heading(f"  条目 {item['id']}：{plain(item['title'] or '（无标题）')}")
    sure = f"{LEVELS[item['level']]}，{item['confidence']:.0%}"
    click.echo(f"    栏目：{column}（{sure}；{'；'.join(map(plain, item['reasons']))}）")
    click.echo(f"    拆分：{plain(item['cut_reason'])}")
    if item["date"]:
        click.echo(f"    日期：{plain(item['date'])}")
    for photo in item["photos"] or ():
        caption = f"：{plain(photo['caption'])}" if photo["caption"] else ""
        click.echo(f"    照片：{plain(photo['name'])}（{photo['size']} 字节）{caption}")
    if item["relation_reason"]:
        click.echo(f"    关系：{plain(item['relation_reason'])}")
    if item["published"]:
        click.echo(f"    已刊：{item['published']['issue']}：“{plain(item['published']['text'])[:60]}”")
    if changed is not None:
        click.echo(f"    {plain(told(changed, CHANGES))}")
    for line in item["text"].splitlines():
        click.echo(f"    {plain(line)}")
