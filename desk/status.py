"""The ledger in numbers, the age of the last poll, and whether everything can be used."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from desk.desk import Desk, accounts
from desk.errors import DeskError
from intake.errors import MailboxError
from intake.model import MessageState
from storage import runs, views

if TYPE_CHECKING:
    from intake.mailbox import Account

T = TypeVar("T")

_STATES = {
    MessageState.READ: "已读出稿件",
    MessageState.NOT_SUBMISSION: "不是稿件",
    MessageState.DUPLICATE: "重复投递",
    MessageState.SET_ASIDE: "待人工查看",
    MessageState.TOO_LARGE: "超过大小上限",
    MessageState.KEPT: "已收下、待读",
}


def status_json(desk: Desk) -> dict[str, Any]:
    """Return the numbers by name."""
    with desk.reading() as connection:
        found, polls = views.overview(connection), runs.last_runs(connection)
    return {
        "states": {state.value: found.states.get(state.value, 0) for state in MessageState},
        "windows": [{"window": str(window), "messages": count} for window, count in found.windows],
        "runs": [
            {"mailbox": r.account, "at": r.at.isoformat(), "outcome": r.outcome, "detail": r.detail}
            for r in polls
        ],
    }


def status_lines(desk: Desk) -> Iterator[str]:
    """Yield the numbers as lines for a person."""
    with desk.reading() as connection:
        found, polls = views.overview(connection), runs.last_runs(connection)
    total = sum(found.states.values())
    yield f"来信 {total} 封" + (f"（{found.first} 至 {found.last}）" if found.first else "")
    for state, words in _STATES.items():
        if found.states.get(state.value):
            yield f"  {words} {found.states[state.value]}"
    yield "采集时间窗口"
    for window, count in found.windows:
        yield f"  {window}　{count} 封"
    for run in polls:
        at = run.at.astimezone(desk.settings.zone).strftime("%Y-%m-%d %H:%M")
        outcome = "成功" if run.outcome == "done" else "失败"
        yield f"邮箱 {run.account}：上次收信 {at} {outcome}（{run.detail}）"
    for name in {box.name for box in desk.settings.mailbox} - {run.account for run in polls}:
        yield f"邮箱 {name}：还没有收过信"


def age_line(desk: Desk, most: timedelta) -> tuple[str, bool]:
    """Return one line on the oldest last success of all mailboxes, and whether it is recent enough."""
    with desk.reading() as connection:
        done = {run.account: run for run in runs.last_runs(connection, outcome="done")}
    late = []
    for box in desk.settings.mailbox:
        age = desk.clock() - done[box.name].at if box.name in done else None
        if age is None or age > most:
            late.append(f"{box.name} {f'{age.total_seconds() / 3600:.1f} 小时前' if age else '从未'}")
    if late:
        return f"LATE 上次收信成功过早：{'；'.join(late)}", False
    return f"OK {len(desk.settings.mailbox)} 个邮箱都在时限内收过信", True


def checks(desk: Desk) -> Iterator[tuple[str, str | None]]:
    """Yield (what was checked, what is wrong or None) for everything a run needs."""
    yield "设置文件", None
    yield "数据库", None  # it was opened and migrated to get here
    yield "存档文件夹", _problem(_writable, desk.archive.folder)
    yield "草稿文件夹", _problem(_writable, desk.settings.folder / desk.settings.output.path)
    try:
        boxes = accounts(desk.settings)
    except DeskError as error:
        yield "邮箱密码", str(error)
        return
    for account in boxes:
        yield f"邮箱 {account.name}", _problem(_login, account)


def _problem(test: Callable[[T], None], subject: T) -> str | None:
    try:
        test(subject)
    except (OSError, MailboxError) as error:
        return str(error)
    return None


def _writable(folder: Path) -> None:
    """Try the nearest folder that exists: nothing is made only to check."""
    while not folder.exists():
        folder = folder.parent
    with tempfile.TemporaryFile(dir=folder):
        pass


def _login(account: Account) -> None:
    from intake.mailbox import Session

    with Session(account):
        pass
