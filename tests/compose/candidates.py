"""Candidates, plans and a register of units for the tests of drafting."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from classify.model import Level, Relation, RelationKind, Unit
from compose.model import Attribution, Candidate, ColumnPlan, Form, GroupPlan, Merge, Piece, Span

UNITS = (
    Unit("党群工作部", aliases=("本部党群工作部",)),
    Unit(
        "广西分公司",
        "中国铝业股份有限公司广西分公司",
        ("中铝广西分公司",),
        sub_units=("生产技术部", "氧化铝厂", "电解铝厂", "矿业公司", "后勤服务中心"),
    ),
    Unit("中铝山东", "中铝山东有限公司", ("山铝",), sub_units=("第二氧化铝厂", "氧化铝厂")),
    Unit("广西华昇", "广西华昇新材料有限公司", ("华昇新材料",)),
    Unit("山西新材料", "中铝山西新材料有限公司", sub_units=("电解厂", "热电分厂")),
    Unit("中州铝业", "中铝中州铝业有限公司", sub_units=("第一氧化铝厂", "能源管理中心")),
    Unit("广西华磊", "广西华磊新材料有限公司", sub_units=("电解铝厂", "动力厂")),
    Unit("包头铝业", "包头铝业有限公司", ("包铝",)),
    Unit("中铝国贸集团", "中铝国际贸易集团有限公司", ("中铝国贸",)),
    Unit("中铝新材料", "中铝新材料有限公司"),
    Unit("郑州研究院", "中国铝业郑州有色金属研究院有限公司", ("郑研院",)),
    Unit("青海分公司", "中国铝业股份有限公司青海分公司"),
    Unit("云铝物流", "云南云铝物流投资有限公司"),
    Unit("中铝矿业", "中铝矿业有限公司"),
)
"""In the order of the register."""

_FIRST = datetime(2021, 4, 30, 1, 5, tzinfo=UTC)


def make_candidate(item: int = 1, text: str = "原稿全文。", **changes: object) -> Candidate:
    """A sure item of 广西华昇 whose letter has the number item + 100; `changes` replace fields."""
    candidate = Candidate(
        item=item,
        letter=item + 100,
        title=None,
        text=text,
        unit="广西华昇",
        subunit=None,
        contributor=None,
        column="开新之局",
        group=None,
        confidence=0.93,
        level=Level.SURE,
        reasons=(),
        received_at=_FIRST + timedelta(hours=item),
        source="正文",
        subject=f"第{item}批信息",
        sender="news@example.com",
    )
    return replace(candidate, **changes)  # type: ignore[arg-type]


def make_relation(kind: str, to: int, reason: str = "") -> Relation:
    """A relation by the word of its kind: `duplicate`, `version`, `digest_of`, `sibling`."""
    return Relation(RelationKind(kind), to, reason)


def make_plan(form: str = "compress", **changes: object) -> GroupPlan:
    """The plan of a group in a form, nothing merged or attributed, 55 to 140 characters."""
    plan = GroupPlan(None, Form(form), Merge.NONE, Attribution.NONE, (55, 140))
    return replace(plan, **changes)  # type: ignore[arg-type]


def make_column_plan(name: str, plan: GroupPlan | None = None, **changes: object) -> ColumnPlan:
    """A column without named groups, drafted by `plan`."""
    return replace(ColumnPlan(name, plan or make_plan()), **changes)  # type: ignore[arg-type]


def make_piece(text: str, item: int = 1, *, source: str | None = None, **changes: object) -> Piece:
    """A piece that prints `text`; its letter said `source`, else the same words."""
    return Piece(make_candidate(item, text if source is None else source, **changes), (Span(text),))
