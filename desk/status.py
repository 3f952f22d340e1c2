"""The ledger in numbers, held against the servers, and the age of the last poll."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from desk.desk import Desk, account
from desk.errors import SettingsError
from intake.errors import MailboxError
from intake.model import MessageState
from storage import gaps, messages, runs, views
from storage.model import Gap, Overview, RunRow
from storage.receipts import ReceiptState

if TYPE_CHECKING:
    from desk.settings import Mailbox

AHEAD = timedelta(hours=1)
"""How far a clock may have been ahead before it is told."""

TOLD = 20
"""UIDs that are named one by one; of more, the number is told."""

_STATES = {
    MessageState.READ: "已读出稿件",
    MessageState.NOT_SUBMISSION: "不是稿件",
    MessageState.DUPLICATE: "重复投递",
    MessageState.SET_ASIDE: "待人工查看",
    MessageState.TOO_LARGE: "超过大小上限",
    MessageState.KEPT: "已收下、待读",
}

RECEIPTS = {
    ReceiptState.PENDING: "待发",
    ReceiptState.SENDING: "正在发",
    ReceiptState.SENT: "已发",
    ReceiptState.FAILED: "没发成",
    ReceiptState.WITHHELD: "不发",
}
"""A confirmation's state -> the editor's word for it."""


@dataclass(frozen=True, slots=True)
class Compared:
    """A folder on a server against the ledger; with `error` it could not be looked at.

    `listed` messages are on the server, `known` of them in the ledger.  `new` UIDs lie above every known one,
    the next poll takes them; `missing` ones lie below and nothing explains why.
    """

    mailbox: str
    folder: str
    uidvalidity: int | None = None
    listed: int | None = None
    known: int | None = None
    new: tuple[int, ...] = ()
    missing: tuple[int, ...] = ()
    error: str | None = None


@dataclass(frozen=True, slots=True)
class Status:
    """Everything `intake status` tells.

    `errands` are (mailbox, action, messages), `receipts` state -> number, `trying` (message, attempts).
    """

    overview: Overview
    runs: tuple[RunRow, ...]
    gaps: tuple[Gap, ...]
    errands: tuple[tuple[str, str, int], ...]
    receipts: dict[str, int]
    trying: tuple[tuple[int, int], ...]
    server: tuple[Compared, ...]

    @property
    def lacking(self) -> bool:
        """Whether a server has, or listed, a message that the ledger lacks."""
        return bool(self.gaps) or any(compared.missing for compared in self.server)


def gather(desk: Desk, *, offline: bool) -> Status:
    """Look at the ledger and, unless `offline`, at every mailbox."""
    server = () if offline else tuple(compare(desk, box) for box in desk.settings.mailbox)
    with desk.reading() as connection:
        return Status(
            views.overview(connection),
            tuple(runs.last_runs(connection)),
            tuple(gaps.open_gaps(connection)),
            tuple(views.errand_counts(connection)),
            views.receipt_counts(connection),
            tuple(views.unfinished_readings(connection)),
            server,
        )


def compare(desk: Desk, box: Mailbox) -> Compared:
    """List a folder and hold it against the ledger."""
    from intake.mailbox import Session

    try:
        with Session(account(desk.settings, box)) as session:
            listing = session.listing()
    except (SettingsError, MailboxError) as error:
        return Compared(box.name, box.folder, error=str(error))
    epoch = (box.name, box.folder, listing.uidvalidity)
    with desk.reading() as connection:  # after the listing: what a poll took in meanwhile is known
        known = messages.known_uids(connection, *epoch)
        explained = views.explained_uids(connection, *epoch)
    return compared(listing.uids, known, explained, epoch)


def compared(
    listed: tuple[int, ...], known: set[int], explained: set[int], epoch: tuple[str, str, int]
) -> Compared:
    """Decide which of the listed UIDs are new and which are missing."""
    highest = max(known, default=0)
    unknown = [uid for uid in listed if uid not in known]
    return Compared(
        *epoch,
        listed=len(listed),
        known=len(listed) - len(unknown),
        new=tuple(uid for uid in unknown if uid > highest),
        missing=tuple(uid for uid in unknown if uid < highest and uid not in explained),
    )


# --- for programs ----------------------------------------------------------------------------------------


def status_json(status: Status) -> dict[str, Any]:
    """Return the numbers by name."""
    found = status.overview
    return {
        "states": {state.value: found.states.get(state.value, 0) for state in MessageState},
        "windows": [{"window": str(window), "messages": count} for window, count in found.windows],
        "runs": [
            {"mailbox": r.account, "at": r.at.isoformat(), "outcome": r.outcome, "detail": r.detail}
            for r in status.runs
        ],
        "gaps": [
            {
                "mailbox": gap.account,
                "folder": gap.folder,
                "uidvalidity": gap.uidvalidity,
                "uid": gap.uid,
                "since": gap.since.isoformat() if gap.since else None,
                "reason": gap.reason,
            }
            for gap in status.gaps
        ],
        "errands": [
            {"mailbox": mailbox, "action": action, "messages": count}
            for mailbox, action, count in status.errands
        ],
        "receipts": status.receipts,
        "trying": [{"message": number, "attempts": attempts} for number, attempts in status.trying],
        "server": [asdict(compared) for compared in status.server],
    }


# --- for a person ----------------------------------------------------------------------------------------


def status_lines(status: Status, desk: Desk) -> Iterator[str]:
    """Yield the numbers as lines."""
    found = status.overview
    total = sum(found.states.values())
    yield f"来信 {total} 封" + (f"（{found.first} 至 {found.last}）" if found.first else "")
    for state, words in _STATES.items():
        if found.states.get(state.value):
            yield f"  {words} {found.states[state.value]}"
    yield "采集时间窗口"
    for window, count in found.windows:
        yield f"  {window}　{count} 封"
    yield from _run_lines(status, desk)
    for compared in status.server:
        yield f"邮箱 {compared.mailbox}（{compared.folder}）：{_against_server(compared)}"
    yield from _unfinished_lines(status, desk)


def _run_lines(status: Status, desk: Desk) -> Iterator[str]:
    for run in status.runs:
        outcome = "成功" if run.outcome == "done" else "失败"
        yield f"邮箱 {run.account}：上次收信 {_clock(desk, run.at)} {outcome}（{run.detail}）"
    polled = {run.account for run in status.runs}
    for box in desk.settings.mailbox:
        if box.name not in polled:
            yield f"邮箱 {box.name}：还没有收过信"


def _against_server(compared: Compared) -> str:
    if compared.error:
        return f"无法核对：{compared.error}"
    told = f"服务器上 {compared.listed} 封，其中 {compared.known} 封已登记"
    if compared.new:
        told += f"；新到未收 {len(compared.new)} 封，下次 intake poll 收取"
    if compared.missing:
        told += f"；缺 {len(compared.missing)} 封（UID {_some(compared.missing)}），请运行 intake poll 补收"
    return told


def _some(uids: tuple[int, ...]) -> str:
    return "、".join(map(str, uids[:TOLD])) + (" 等" if len(uids) > TOLD else "")


def _unfinished_lines(status: Status, desk: Desk) -> Iterator[str]:
    if status.gaps:
        yield f"服务器列出而没有交出的邮件 {len(status.gaps)} 封，每次 intake poll 会再取"
    for gap in status.gaps[:TOLD]:
        since = f"，{_clock(desk, gap.since)} 起" if gap.since else ""
        yield f"  邮箱 {gap.account}（{gap.folder}）UID {gap.uid}{since}：{gap.reason}"
    for mailbox, action, count in status.errands:
        folder = action.partition("move:")[2]
        words = f"移到文件夹“{folder}”" if folder else "标为已读" if action == "seen" else action
        yield f"邮箱 {mailbox}：有 {count} 封收下后还没有在服务器上{words}，下次 intake poll 补做"
    if status.receipts:
        told = (
            f"{words} {status.receipts[state]}"
            for state, words in RECEIPTS.items()
            if state in status.receipts
        )
        yield f"回执 {'、'.join(told)}"
    for number, _ in status.trying:
        yield f"第 {number} 号来信：上次没有读完，下次运行再读"


def _clock(desk: Desk, moment: datetime) -> str:
    return moment.astimezone(desk.settings.zone).strftime("%Y-%m-%d %H:%M")


# --- for monitoring --------------------------------------------------------------------------------------


def age_line(desk: Desk, most: timedelta) -> tuple[str, bool]:
    """Return one line on the oldest last success of all mailboxes, and whether it is recent enough."""
    with desk.reading() as connection:
        done = {run.account: run.at for run in runs.last_runs(connection, outcome="done")}
    late = [
        problem
        for box in desk.settings.mailbox
        if (problem := _late(desk, box.name, done.get(box.name), most))
    ]
    if late:
        return f"LATE {'；'.join(late)}", False
    return f"OK {len(desk.settings.mailbox)} 个邮箱都在时限内收过信", True


def _late(desk: Desk, name: str, at: datetime | None, most: timedelta) -> str | None:
    """Why a mailbox's last success is not good enough; one in the future says nothing of its age."""
    if at is None:
        return f"{name} 从未成功收信"
    age = desk.clock() - at
    if age < -AHEAD:
        return (
            f"{name} 时钟有误：上次收信成功记在将来（{_clock(desk, at)}），请校准本机时钟后运行 intake poll"
        )
    return f"{name} 上次收信成功在 {age.total_seconds() / 3600:.1f} 小时前" if age > most else None
