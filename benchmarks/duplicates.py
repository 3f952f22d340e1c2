"""What it costs to find what an item repeats, among 100,000 others, beside a full-text index and a scan.

    make bench

The items are recombined from a few hundred clauses with other figures, days and units, so that every phrase
stands in hundreds of them; one in four belongs to a pattern of which each unit sends its own every month.
Asked for are new pieces and edited ones, by turns.  Wall time: the index is read from a file.
"""

from __future__ import annotations

import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import sqlalchemy as sa

from classify.duplicates import Known, grams, relate, sampled
from storage import tables as t
from storage.database import Connection, migrate, open_engine, transaction
from storage.grams import remember_grams, sharing

ITEMS = 100_000
ASKED = 200
SCANNED = 5
BATCH = 2_000
MOST = 20.0
"""Milliseconds that a query may take."""

UNITS = tuple(
    f"{place}{kind}" for place in "东西南北中上下新古金银铜" for kind in ("山铝业", "江铝厂", "岭矿业")
)
WHO = (
    "电解车间",
    "热电厂",
    "化验室",
    "检修班",
    "党支部",
    "团委",
    "工会",
    "物流中心",
    "采矿队",
    "焙烧工段",
    "质检科",
    "安环部",
)
DID = ("组织", "完成", "开展", "启动", "推进", "总结", "检查", "改造", "评选", "慰问", "培训", "比武")
WHAT = (
    "槽大修",
    "滤布更换",
    "安全月活动",
    "主题党日",
    "技能竞赛",
    "节水改造",
    "班组建设",
    "防汛演练",
    "劳模座谈",
    "青年讲堂",
    "备件修复",
)
RESULT = (
    "节约费用{}万元",
    "参加职工{}人",
    "缩短工期{}小时",
    "提出建议{}条",
    "降低电耗{}千瓦时",
    "修复部件{}件",
)
FORMULA = (
    "大家纷纷表示要立足岗位、苦练本领，为完成全年任务作出新的贡献。",
    "会议强调，要把思想和行动统一到上级的部署上来，真抓实干，确保目标圆满完成。",
    "下一步，该单位将继续以此为抓手，推动各项工作再上新台阶。",
)
PATTERN = (
    "{unit}{month}月份安全简报\n{month}月份，{unit}开展安全检查{}次，发现隐患{}项，已整改{}项。其中电解系统{}项，"
    "动力系统{}项。下月将开展专项检查，组织应急演练，做到措施、责任、资金、时限、预案“五落实”。"
)


def item(chance: random.Random) -> tuple[str, str]:
    """A unit and its piece: a line of title and the text below."""
    unit, figure = chance.choice(UNITS), partial(chance.randrange, 2, 2000)
    if chance.random() < 0.25:
        month = chance.randrange(1, 13)
        return unit, PATTERN.format(*(figure() for _ in range(5)), unit=unit, month=month)
    who, did, what = chance.choice(WHO), chance.choice(DID), chance.choice(WHAT)
    lines = [f"{unit}{who}{did}{what}\n{figure() % 12 + 1}月{figure() % 28 + 1}日，{unit}{who}{did}{what}。"]
    for _ in range(chance.randrange(2, 7)):
        clauses = (chance.choice(RESULT).format(figure()) for _ in range(chance.randrange(1, 4)))
        lines.append(f"{chance.choice(WHO)}{chance.choice(DID)}{chance.choice(WHAT)}，{'，'.join(clauses)}。")
    return unit, "".join([*lines, chance.choice(FORMULA)])


def edited(text: str, chance: random.Random) -> str:
    """The piece with another figure here and there, a clause less and a sentence more."""
    changed = "".join(
        chance.choice("123456789") if c.isdigit() and chance.random() < 0.1 else c for c in text
    )
    parts = changed.split("，")
    del parts[chance.randrange(1, len(parts)) if len(parts) > 2 else len(parts) :][:1]
    return "，".join(parts) + "职工们说，这样的办法还要多想一些。"


def fill(connection: Connection, pieces: list[tuple[str, str]]) -> None:
    """Enter the items, and a full-text index of them for the peer."""
    start = datetime(2012, 1, 1, tzinfo=UTC)
    connection.execute(sa.insert(t.window).values(id=1))
    connection.exec_driver_sql("CREATE VIRTUAL TABLE peer USING fts5(text, tokenize='trigram', content='')")
    for first in range(0, len(pieces), BATCH):
        some = list(enumerate(pieces[first : first + BATCH], first + 1))
        for table, row in ((t.message, message_row), (t.submission, submission_row), (t.item, item_row)):
            connection.execute(sa.insert(table), [row(n, unit, text, start) for n, (unit, text) in some])
        connection.execute(
            sa.insert(t.gram),
            [{"hash": value, "item_id": n} for n, (_, text) in some for value in sampled(text)],
        )
        connection.exec_driver_sql(
            "INSERT INTO peer(rowid, text) VALUES (?, ?)", [(n, text) for n, (_, text) in some]
        )


def message_row(n: int, _unit: str, _text: str, start: datetime) -> dict[str, object]:
    """The n-th message."""
    at = start + timedelta(minutes=n)
    key = {"account": "a", "folder": "INBOX", "uidvalidity": 1, "uid": n, "sha256": "0" * 64}
    days = {"received_at": at, "received_on": at.date(), "stored_at": at, "window_id": 1}
    return {"id": n, "size": 1, "state": "read", "defects": [], **key, **days}


def submission_row(n: int, unit: str, _text: str, _start: datetime) -> dict[str, object]:
    """Its submission."""
    lists: dict[str, object] = {key: [] for key in ("unit_reasons", "noise", "remarks")}
    return {"id": n, "message_id": n, "ordinal": 0, "unit": unit, "unit_confidence": 1.0, **lists}


def item_row(n: int, unit: str, text: str, _start: datetime) -> dict[str, object]:
    """Its item."""
    title, body = text.split("\n", 1)
    lists: dict[str, object] = {key: [] for key in ("bold", "reasons", "alternatives")}
    words = {"title": title, "text": body, "unit": unit, "cut_reason": "", "column": "开新之局"}
    numbers = {"unit_confidence": 1.0, "confidence": 1.0, "level": "sure"}
    return {"id": n, "submission_id": n, "ordinal": 0, **words, **numbers, **lists}


def ask(connection: Connection, unit: str, text: str) -> int | None:
    """Find what a piece repeats, as filing does."""
    rows = sharing(connection, sampled(text), unit=unit)
    known = [
        Known(row["id"], f"{row['title']}\n{row['text']}", row["unit"], row["message"], row["id"])
        for row in rows
    ]
    found = relate(text, unit, "", known)
    return found.to if found else None


def full_text(connection: Connection, _unit: str, text: str) -> object:
    """Ask a full-text index of all 3-grams for those of the piece."""
    words = " OR ".join(f'"{gram}"' for gram in sorted(grams(text)))
    query = "SELECT rowid FROM peer WHERE peer MATCH ? ORDER BY rank LIMIT 24"
    return connection.exec_driver_sql(query, (words,)).fetchall()


def scan(connection: Connection, _unit: str, text: str) -> object:
    """Look through all texts for the piece's first words."""
    query = "SELECT id FROM item WHERE text LIKE ?"
    return connection.exec_driver_sql(query, (f"%{text.split(chr(10))[1][:12]}%",)).fetchall()


def timed(work: Callable[[], object]) -> float:
    """Milliseconds of wall time."""
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


def questions(pieces: list[tuple[str, str]], chance: random.Random) -> Iterator[tuple[int | None, str, str]]:
    """(item that is edited or None, unit, text)."""
    for number in range(ASKED):
        if number % 2:
            yield None, *item(chance)
        else:
            at = chance.randrange(len(pieces))
            yield at + 1, pieces[at][0], edited(pieces[at][1], chance)


def main() -> None:
    """Build, measure and print."""
    chance = random.Random(5)  # noqa: S311 -- figures, not secrets
    pieces = [item(chance) for _ in range(ITEMS)]
    with tempfile.TemporaryDirectory() as folder:
        engine = open_engine("sqlite:///bench.db", Path(folder))
        migrate(engine)
        with transaction(engine) as connection:
            fill(connection, pieces)
        asked = list(questions(pieces, chance))
        with transaction(engine, reading=True) as connection:
            found = [(at, ask(connection, unit, text)) for at, unit, text in asked]
            ours = [timed(partial(ask, connection, unit, text)) for _, unit, text in asked]
            peer = [timed(partial(full_text, connection, unit, text)) for _, unit, text in asked[:SCANNED]]
            like = [timed(partial(scan, connection, unit, text)) for _, unit, text in asked[:SCANNED]]
        with transaction(engine) as connection:
            entered = [timed(partial(remember_grams, connection, 1, sampled(text))) for _, _, text in asked]
        engine.dispose()
    report(ours, peer, like, entered)
    edits = [(at, to) for at, to in found if at is not None]
    print(f"{'edited pieces told by their own':<52} {sum(at == to for at, to in edits):5} of {len(edits)}")


def report(ours: list[float], peer: list[float], like: list[float], entered: list[float]) -> None:
    """Print medians, and how they stand to the peers'."""
    mean, slow = statistics.median(ours), sorted(ours)[len(ours) * 95 // 100]
    full, scanned = statistics.median(peer), statistics.median(like)
    name = f"an item looked up among {ITEMS:,}, wall"
    print(f"{name:<52} {mean:8.2f} ms   {mean / full:5.3f} × SQLite's full-text index of 3-grams")
    print(f"{'':<52} {'':8}      {mean / scanned:5.3f} × a scan with LIKE")
    print(f"{'  one in twenty takes more than':<52} {slow:8.2f} ms   of {MOST:.0f} that it may take")
    print(f"{'  its 3-grams entered':<52} {statistics.median(entered):8.2f} ms")


if __name__ == "__main__":
    main()
