"""A desk's folder filled with years of work: issues, windows without one, drafts, lessons, an open window.

The rows are those that reading and drafting leave behind, written in batches: to read 100,000 letters would
take hours and is not what is measured.
"""

from __future__ import annotations

import random
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from classify.model import Level
from storage import tables as t
from storage.database import Connection, migrate, open_engine, transaction

ROOT = Path(__file__).parents[1]
OPEN = (date(2021, 4, 30), date(2021, 5, 10))
"""The window that is drafted; those with an issue lie before it, eleven days each."""

DAYS = timedelta(days=11)
PER_ISSUE = 100
REVISIONS = 2
UNISSUED = 10
_ONE = timedelta(days=1)

UNITS = (
    *("广西分公司", "中铝山东", "广西华昇", "山西新材料", "中州铝业", "广西华磊", "包头铝业"),
    *("中铝国贸集团", "中铝新材料", "郑州研究院", "青海分公司", "云铝物流", "中铝矿业"),
)
WORKSHOPS = (
    "第二氧化铝厂",
    "氧化铝厂",
    "电解一车间",
    "热电厂",
    "检修车间",
    "质检中心",
    "物流中心",
    "焙烧工段",
)
BODIES = ("党支部", "团支部", "工会", "党委", "团委")
PEOPLE = tuple(
    f"{family}{given}" for family in "王李张刘陈杨赵黄" for given in ("芳", "建国", "晓明", "志强")
)
DID = ("完成", "组织", "开展", "实施", "推进", "启动", "攻克", "优化", "改造", "建成")
WHAT = (
    *("3号锅炉检修", "赤泥外排管道改造", "分解槽清理", "蒸发机组节能改造", "电解槽大修", "阳极组装线提速"),
    *(
        "石灰石破碎系统升级",
        "党史知识竞赛",
        "青年突击队抢修",
        "职工食堂改造",
        "宿舍热水系统更换",
        "班车线路调整",
    ),
    *("铝锭铁路发运", "阴极炭块拆除", "循环水回用项目", "皮带秤校准", "高压清洗", "滤布更换", "应急演练"),
)
HOW = (
    *("针对生产中暴露的问题", "坚持问题导向", "围绕降本增效目标", "把学习教育同中心工作结合起来"),
    *("面对人员紧、任务重的情况", "在前期充分调研的基础上", "为确保系统稳定运行", "按照公司统一部署"),
)
RESULTS = (
    *("节约费用{a}万元", "产量达到{b}吨，同比增长{c}%", "汽耗降低{c}%", "检修时间缩短{d}小时"),
    *("解决难题{d}项", "查出隐患{a}处，整改{d}处", "惠及职工{a}人", "降低成本{c}元/吨"),
    *("参加党员{a}人，撰写体会{d}篇", "发运铝锭{b}吨", "回收利用水{b}立方米", "设备运转率达到9{d}.{d}%"),
)
PADDING = (
    *(
        "大家纷纷表示，要把学到的精神转化为干事创业的动力。",
        "公司领导到现场看望了参战人员，对大家的工作表示肯定。",
    ),
    *("下一步，将继续巩固成果，推动各项工作再上新台阶。", "现场气氛热烈，参与人员认真记录、积极发言。"),
    *("“这件事办到了我们心坎上。”老职工高兴地说。", "此项工作得到了各部门的大力支持和配合。"),
)
COLUMNS: tuple[tuple[str, str | None, int], ...] = (
    ("学·习之路", None, 1),
    ("思理之源", None, 1),
    ("践铝之行", "党史学习教育进行篇", 3),
    ("践铝之行", "党旗在基层一线高高飘扬篇", 3),
    ("践铝之行", "为群众办实事篇", 3),
    ("悟心之语", None, 2),
    ("听青之声", None, 3),
    ("开新之局", None, 6),
    ("展事迹·学风采", "劳动模范", 1),
)
"""Column, group, and how many of 23 items stand there."""

_WEIGHTS = [weight for _, _, weight in COLUMNS]


def story(chance: random.Random, unit: str, workshop: str) -> str:
    """A news item of 200 to 400 characters, with figures, padding and a quotation."""
    day = chance.randrange(1, 29)
    body = chance.choice(BODIES)
    opening = f"{chance.choice((4, 5))}月{day}日，{chance.choice(HOW)}，{unit}{workshop}{body}"
    text = f"{opening}{chance.choice(DID)}{chance.choice(WHAT)}，{result(chance)}。"
    while len(text) < chance.randrange(200, 360):
        text += chance.choice((news, padding))(chance)
    return text


def news(chance: random.Random) -> str:
    """One sentence that tells of work done."""
    who = f"{chance.choice(WORKSHOPS)}{chance.choice(('', chance.choice(PEOPLE) + '等人'))}"
    done = f"{chance.choice(DID)}{chance.choice(WHAT)}，{chance.choice(DID)}{chance.choice(WHAT)}"
    return f"{chance.choice(HOW)}，{who}{done}，{result(chance)}，{result(chance)}。"


def padding(chance: random.Random) -> str:
    """One sentence without news."""
    return chance.choice(PADDING)


def result(chance: random.Random) -> str:
    """What came of it, in figures."""
    figures = {"a": chance.randrange(12, 900), "b": chance.randrange(1_000, 90_000)}
    return chance.choice(RESULTS).format(
        **figures, c=f"{chance.uniform(1, 20):.2f}", d=chance.randrange(2, 9)
    )


def fill(folder: Path, submissions: int, opened: int, *, issued: bool = True) -> None:
    """Write `config.toml` and a database that holds earlier `submissions` and `opened` items to be drafted.

    Of the windows each tenth has letters and no issue; without `issued` nothing was ever drafted.
    """
    settings = (ROOT / "config.example.toml").read_text("utf-8")
    (folder / "config.toml").write_text(settings, "utf-8")
    engine = open_engine("sqlite:///bulletin.db", folder)
    migrate(engine)
    with transaction(engine) as connection:
        _fill(connection, submissions, opened, issued=issued)
    engine.dispose()


def _fill(connection: Connection, submissions: int, opened: int, *, issued: bool) -> None:
    chance = random.Random(7)  # noqa: S311 -- words, not secrets
    windows = -(-submissions // PER_ISSUE)
    last = windows + 1 if issued else 0
    start = OPEN[0] - windows * DAYS
    ends = [{"id": 0, "start": None, "end": start - _ONE if issued else None}]
    ends += [{"id": last, "start": OPEN[0], "end": None}] if issued else []
    _write(connection, t.window, ends)
    for n in range(1, windows + 1):
        first = start + (n - 1) * DAYS
        numbers = range((n - 1) * PER_ISSUE + 1, min(n * PER_ISSUE, submissions) + 1)
        letters = [_Letter(chance, number, n if issued else 0, first) for number in numbers]
        if issued:
            _write(connection, t.window, [{"id": n, "start": first, "end": first + DAYS - _ONE}])
        _letters(connection, letters)
        if issued and n % UNISSUED:
            _issue(connection, n, first + DAYS - _ONE, letters)
    numbers = range(submissions + 1, submissions + opened + 1)
    _letters(connection, [_Letter(chance, number, last, OPEN[0]) for number in numbers])


class _Letter:
    """One letter with one submission of one item; all have the same number."""

    def __init__(self, chance: random.Random, number: int, window: int, first: date) -> None:
        self.number, self.window = number, window
        self.day = first + timedelta(days=chance.randrange(DAYS.days))
        self.unit, self.workshop = chance.choice(UNITS), chance.choice(WORKSHOPS)
        self.column, self.group, _ = chance.choices(COLUMNS, _WEIGHTS)[0]
        self.person = chance.choice(PEOPLE)
        self.text = story(chance, self.unit, self.workshop)
        self.title = f"{self.unit}{self.text.split('，')[2][-16:]}"
        sort = chance.random()
        self.related = ("version" if sort < 0.04 else "duplicate") if sort < 0.08 and number > 9 else None
        self.to = number - chance.randrange(1, 9) if self.related else None
        self.at = datetime(self.day.year, self.day.month, self.day.day, 2, number % 60, tzinfo=UTC)


def _letters(connection: Connection, letters: list[_Letter]) -> None:
    _write(connection, t.message, map(_message, letters))
    _write(connection, t.submission, map(_submission, letters))
    _write(connection, t.item, map(_item, letters))


def _message(one: _Letter) -> dict[str, Any]:
    return {
        "id": one.number,
        "account": "submissions",
        "folder": "INBOX",
        "uidvalidity": 1,
        "uid": one.number,
        "sha256": f"{one.number:064x}",
        "size": 4_000,
        "received_at": one.at,
        "received_on": one.day,
        "stored_at": one.at,
        "window_id": one.window,
        "state": "read",
        "message_id": f"<{one.number}@example.com>",
        "fingerprint": f"{one.number:064x}",
        "sent_at": one.at,
        "subject": f"【投稿】{one.title}",
        "sender_name": one.person,
        "sender_address": f"news{UNITS.index(one.unit)}@example.com",
        "authenticated": "none",
        "defects": [],
        "text": f"编辑老师好，现报送稿件，请查收。\n{one.title}\n{one.text}",
        "attempts": 0,
    }


def _submission(one: _Letter) -> dict[str, Any]:
    return {
        "id": one.number,
        "message_id": one.number,
        "ordinal": 0,
        "unit": one.unit,
        "subunit": one.workshop,
        "unit_confidence": 0.9,
        "unit_reasons": ["发件人", "标题"],
        "contributor": one.person,
        "noise": [["greeting", "编辑老师好，现报送稿件，请查收。"]],
        "remarks": [],
    }


def _item(one: _Letter) -> dict[str, Any]:
    return {
        "id": one.number,
        "submission_id": one.number,
        "ordinal": 0,
        "title": one.title,
        "text": one.text,
        "bold": [],
        "photos": [],
        "cut_reason": "整篇一条",
        "unit": one.unit,
        "subunit": one.workshop,
        "contributor": one.person,
        "unit_confidence": 0.9,
        "column": one.column,
        "group": one.group,
        "confidence": 0.9,
        "level": Level.SURE.value,
        "reasons": ["规则：产量", "相近例文"],
        "alternatives": [["开新之局", None, 0.06]],
        "relation_kind": one.related,
        "relation_to": one.to,
        "relation_reason": "共有文字 80%" if one.related else None,
    }


def _issue(connection: Connection, n: int, day: date, printed: list[_Letter]) -> None:
    made = datetime(day.year, day.month, day.day, tzinfo=UTC)
    issue = {
        "id": n,
        "window_id": n,
        "year": day.year,
        "number": n,
        "serial": n,
        "series": {"展事迹·学风采": n},
    }
    _write(connection, t.issue, [issue])
    of = {"issue_id": n, "date": day, "composed_at": made, "draft": _draft(issue, day, printed)}
    _write(connection, t.revision, ({**of, "revision": r} for r in range(1, REVISIONS + 1)))
    _write(connection, t.printing, ({"issue_id": n, "item_id": one.number} for one in printed))
    lesson = {"id": n, "kind": "issue", "name": f"{day.year}年第{n}期", "sha256": f"{n:064x}"}
    said = {"actor": "editor", "at": made}
    _write(connection, t.lesson, [{**lesson, **said}])
    _write(connection, t.example, (_example(one, n) for one in printed))
    verdicts = ({"kind": "verdict", "target": one.number, **said} for one in printed[::20])
    _write(connection, t.decision, ({**one, "value": {"verdict": "include"}} for one in verdicts))


def _example(one: _Letter, lesson: int) -> dict[str, Any]:
    values = {"column": one.column, "group": one.group, "title": None, "text": one.text[:90]}
    return {"lesson_id": lesson, **values, "unit": one.unit, "corrected": False}


def _draft(issue: dict[str, Any], day: date, printed: list[_Letter]) -> dict[str, Any]:
    """What `compose --json` prints of an issue, as far as a later one looks at it, in its full size."""
    columns = [
        {
            "name": column,
            "heading": column,
            "groups": [
                {"name": None, "paragraphs": [_paragraph(one) for one in printed if one.column == column]}
            ],
        }
        for column in dict.fromkeys(column for column, _, _ in COLUMNS)
    ]
    remarks = [{"kind": "dropped_figures", "item": one.number, "text": one.text[:80]} for one in printed]
    numbers = {name: issue[name] for name in ("year", "number", "serial", "series")}
    window = {"start": (day - DAYS + _ONE).isoformat(), "end": day.isoformat()}
    head = {**numbers, "date": day.isoformat(), "window": window, "revision": REVISIONS}
    return {"issue": head, "files": {}, "columns": columns, "ledger": {}, "remarks": remarks}


def _paragraph(one: _Letter) -> dict[str, Any]:
    piece = {
        "item": one.number,
        "unit": one.unit,
        "text": one.text[:90],
        "confidence": 0.9,
        "dropped_figures": [],
        "letter": one.number,
        "credited": [],
    }
    return {"text": one.text[:90], "attribution": None, "photos": [], "pieces": [piece]}


def _write(connection: Connection, table: sa.Table, rows: Iterable[dict[str, Any]]) -> None:
    if batch := list(rows):
        connection.execute(sa.insert(table), batch)
