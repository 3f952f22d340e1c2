"""Drafts for tests: every form that an issue can take, in sentences written for this purpose."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from classify.model import Level
from compose.model import (
    Candidate,
    Draft,
    DraftColumn,
    DraftGroup,
    DraftParagraph,
    Fate,
    Imprint,
    Issue,
    ItemEntry,
    Ledger,
    MessageEntry,
    Numbering,
    Piece,
    Remark,
    RemarkKind,
    Span,
    Window,
)

IMPRINT = Imprint(
    title="中铝股份党群工作",
    issuer="党群工作部",
    address="desk@example.com",
    distribution="公司领导，本部各部门、各实体企业",
    copies="集团党群工作部",
)
FIRST_ARRIVAL = datetime(2021, 4, 30, 1, 5, tzinfo=UTC)


def make_issue(**changes: object) -> Issue:
    """An issue of 2021 with its window; `changes` replace fields."""
    issue = Issue(
        numbering=Numbering(2021, 9, 9, {"展事迹·学风采": 2}),
        date=date(2021, 5, 14),
        window=Window(date(2021, 4, 30), date(2021, 5, 10)),
        revision=1,
        imprint=IMPRINT,
    )
    return replace(issue, **changes)  # type: ignore[arg-type]


def make_candidate(item: int = 1, text: str = "原稿全文。", **changes: object) -> Candidate:
    """A sure item of 广西分公司 whose letter has the number item + 100; `changes` replace fields."""
    candidate = Candidate(
        item=item,
        letter=item + 100,
        title=None,
        text=text,
        unit="广西分公司",
        subunit="氧化铝厂",
        contributor="韦小明",
        column="开新之局",
        group=None,
        confidence=0.87,
        level=Level.PROBABLE,
        reasons=("规则“产量”命中两次",),
        received_at=FIRST_ARRIVAL + timedelta(hours=item),
        source="五月信息.docx",
        subject=f"第{item}批信息",
        sender="weixm@example.com",
    )
    return replace(candidate, **changes)  # type: ignore[arg-type]


def make_piece(
    item: int = 1,
    text: str = "氧化铝厂一季度产量超过计划。",
    *,
    bold: str = "",
    source: str | None = None,
    dropped: tuple[str, ...] = (),
    used: tuple[tuple[int, int], ...] = (),
    **changes: object,
) -> Piece:
    """A piece that prints `text` behind a bold head; its source is `source`, else the same words."""
    spans = (Span(bold, bold=True), Span(text)) if bold else (Span(text),)
    return Piece(make_candidate(item, source or bold + text, **changes), spans, dropped, used)


def make_column(*paragraphs: DraftParagraph, name: str = "开新之局", group: str | None = None) -> DraftColumn:
    """A column with one group."""
    return DraftColumn(name, name, (DraftGroup(group, paragraphs),))


def make_draft(
    *columns: DraftColumn,
    issue: Issue | None = None,
    remarks: tuple[Remark, ...] = (),
    ledger: Ledger | None = None,
    left_out: Mapping[int, Candidate] | None = None,
) -> Draft:
    """A draft of these columns; its ledger accounts for just the pieces in it."""
    words = left_out or {}
    return Draft(issue or make_issue(), columns, ledger or ledger_of(columns), remarks, left_out=words)


def single(text: str, **changes: object) -> Draft:
    """A draft of one paragraph of one piece."""
    return make_draft(make_column(DraftParagraph((make_piece(1, text, **changes),))))  # type: ignore[arg-type]


def pieces_of(columns: tuple[DraftColumn, ...]) -> tuple[Piece, ...]:
    """All pieces in printed order."""
    return tuple(
        piece
        for column in columns
        for group in column.groups
        for paragraph in group.paragraphs
        for piece in paragraph.pieces
    )


def ledger_of(columns: tuple[DraftColumn, ...]) -> Ledger:
    """A balanced ledger of the placed pieces, a letter each."""
    found = {piece.candidate.item: piece.candidate for piece in pieces_of(columns)}
    letters = {c.letter: c for c in found.values()}
    messages = tuple(
        MessageEntry(number, "with_submissions", c.subject, c.sender, c.received_at)
        for number, c in letters.items()
    )
    items = tuple(ItemEntry(c.item, c.letter, Fate.PLACED) for c in found.values())
    return Ledger(messages, items, len(messages), len(items))


def _entry(*pieces: Piece, by: str | None = None) -> DraftParagraph:
    return DraftParagraph(pieces, by)


STUDY = (
    "有关报道指出，质量是一个企业立足市场的根本，要坚持把质量放在第一位，用过硬的产品赢得用户的信任。\n"
    "近年来，各地围绕质量提升开展专项行动，制造业产品抽检合格率连续五年保持在93%以上。\n\n"
    "　　下一步，要推动标准、计量、认证协同发力，让“看得见的质量”成为“信得过的品牌”。"
)
FACTS = (
    "扎根矿山二十三年，从一名普通钻工成长为班组长。他把设备当作“老伙计”，随身的本子记下了3700多条"
    "运行数据，先后提出合理化建议46条，其中31条被采纳，年节约备件费用58.6万元。2020年汛期，排水泵站"
    "告急，他带领6名同事连续奋战40小时，把停产时间由预计的3天压缩到9个小时。他牵头完成的破碎机衬板改造，"
    "使衬板寿命由42天延长到97天，吨矿成本下降1.35元。他带出的11名徒弟中，有4人成为技师，2人获得公司"
    "“岗位能手”称号。同事们说，有他在的班，心里就踏实；他自己却说，干活要对得起手里的这把扳手。"
)


def varied_draft() -> Draft:
    """An issue with every form: verbatim, merged, first person, series, bracketed groups, run-in heads."""
    columns = (*_reading_columns(), *_work_columns(), *_voice_columns(), _portrait_column())
    ledger = ledger_of(columns)
    late = FIRST_ARRIVAL + timedelta(days=5)
    messages = (
        MessageEntry(901, "not_submission", "自动回复：外出", "auto@example.com", late, "自动答复"),
        MessageEntry(902, "set_aside", "五月图片", "photo@example.com", late, "附件加密，打不开"),
        MessageEntry(903, "duplicate", "第3批信息", "weixm@example.com", late, "与第103号来信相同"),
    )
    items = (
        ItemEntry(501, 103, Fate.DUPLICATE, "与稿件3内容相同"),
        ItemEntry(502, 104, Fate.HELD, "超出篇幅，留待下期"),
        ItemEntry(503, 105, Fate.EXCLUDED, "编辑决定不用"),
    )
    full = Ledger(
        ledger.messages + messages,
        ledger.items + items,
        ledger.received + len(messages),
        ledger.expected_items + len(items),
    )
    remarks = (
        Remark(RemarkKind.FOREIGN_FIGURE, "“3700多条”在原稿中写作“3,700多条”", 22),
        Remark(RemarkKind.DOUBTFUL_COLUMN, "也可能属于开新之局，请核", 5),
        Remark(RemarkKind.LENGTH, "留待下期", 502),
        Remark(RemarkKind.WINDOW_GAP, "4月29日没有归入任何一期"),
    )
    left_out = {502: make_candidate(502, "党员突击队连夜抢修，比计划提前6小时恢复供风。", title="连夜抢修")}
    return make_draft(*columns, remarks=remarks, ledger=full, left_out=left_out)


def _reading_columns() -> tuple[DraftColumn, ...]:
    media: dict[str, object] = {"unit": None, "subunit": None, "contributor": None}
    short = "质量强国，贵在人人有责、事事认真。每一道工序都是下一道工序的“上帝”，每一次把关都是对用户的承诺。"
    essay = "劳动最美，奋斗最真。把平凡的事做到极致，就是不平凡；把简单的事做好千百遍，就是不简单。"
    return (
        make_column(
            _entry(make_piece(1, STUDY, media="工人日报", **media), by="工人日报"),  # type: ignore[arg-type]
            _entry(make_piece(2, short, **media), by="新华网"),  # type: ignore[arg-type]
            name="学·习之路",
        ),
        make_column(
            _entry(make_piece(3, essay * 2, **media), by="经济日报"),  # type: ignore[arg-type]
            name="思理之源",
        ),
    )


def _work_columns() -> tuple[DraftColumn, ...]:
    units = ("山西新材料", "广西华昇", "包头铝业", "中铝国贸集团")
    merged = tuple(
        make_piece(
            4 + row,
            f"{unit}机关党支部组织{20 + row}名党员开展“读一段史、讲一个人”学习活动。",
            source=f"近日，{unit}机关党支部组织{20 + row}名党员开展“读一段史、讲一个人”学习活动，历时3天。",
            used=((3, 12),),
            dropped=("3天",),
            unit=unit,
            subunit=None,
            level=Level.DOUBTFUL if row == 1 else Level.SURE,
            confidence=0.41 if row == 1 else 0.96,
            alternatives=(("开新之局", None, 0.33),) if row == 1 else (),
        )
        for row, unit in enumerate(units)
    )
    flag = make_piece(8, "广西分公司蒸发车间党员攻关组改造碱液管路，卸碱时间由4小时缩短到2小时。")
    same = make_piece(9, "炉修车间党员突击队提前2天完成6台槽的检修任务。")
    help_one = make_piece(10, "中铝山东后勤中心把澡堂开放时间延长到23时，新装淋浴喷头36个。", unit="中铝山东")
    help_two = make_piece(11, "郑州研究院为单身公寓更换热水器18台、直饮水机5台。", unit="郑州研究院")
    groups = (
        DraftGroup("党史学习教育进行篇", (_entry(*merged),)),
        DraftGroup("党旗在基层一线高高飘扬篇", (_entry(flag, same),)),
        DraftGroup("为群众办实事篇", (_entry(help_one), _entry(help_two))),
    )
    news = (
        _entry(
            make_piece(12, "环球媒体以《绿色矿山换新颜》为题，报道了公司复垦工作。", unit="党群工作部"),
            by="党群工作部",
        ),
        *(
            _entry(
                make_piece(
                    13 + row,
                    f"{unit}一季度完成产量{12 + row}.{row}5万吨，完全成本{1600 + row}元/吨，"
                    "同比下降2.4%，实现了安全生产“零事故”。",
                    unit=unit,
                )
            )
            for row, unit in enumerate(("广西华昇", "中州铝业", "青海分公司", "云铝物流", "中铝矿业"))
        ),
    )
    return (DraftColumn("践铝之行", "践铝之行", groups), make_column(*news, name="开新之局"))


def _voice_columns() -> tuple[DraftColumn, ...]:
    feeling = (
        "听完老师傅的讲述，我深深感到，今天的好日子是一代代人拼出来的。我将守好自己的岗位，把每一炉料看好。"
    )
    voices = tuple(
        _entry(make_piece(18 + row, feeling, contributor=name), by=f"中铝山东溶出车间{name}")
        for row, name in enumerate(("徐小云", "王小嘎"))
    )
    youth = make_piece(20, "广西华磊动力厂团支部举办“团史快问快答”竞赛。", unit="广西华磊")
    youth_too = make_piece(21, "中州铝业团委组织青年走进老厂房，聆听三代人的创业故事。", unit="中州铝业")
    return (
        make_column(*voices, name="悟心之语"),
        make_column(_entry(youth, youth_too), name="听青之声"),
    )


def _portrait_column() -> DraftColumn:
    hero = make_piece(22, FACTS, bold="中铝矿业赵小山。", unit="中铝矿业")
    spans = (
        Span("中州铝业热力中心。", bold=True),
        Span("三班职工把“稳”字写在心头。"),
        Span("设备维护高效率。", bold=True),
        Span("全年消除缺陷312项，锅炉连续运行418天。"),
        Span("极限降本显成效。", bold=True),
        Span("煤耗由每吨汽128千克降到119千克，全年节约标煤2.6万吨。"),
    )
    text = "".join(span.text for span in spans)
    team = Piece(make_candidate(23, text, unit="中州铝业"), spans, (), ((0, 9), (12, 30)))
    groups = (
        DraftGroup("2021年度劳动模范", (_entry(hero, by="中铝矿业"),)),
        DraftGroup("2021年度先进集体", (_entry(team, by="中州铝业"),)),
    )
    return DraftColumn("展事迹·学风采", "展事迹·学风采（连载之二）", groups, bracket_groups=True)


def long_draft(count: int) -> Draft:
    """A draft of `count` items in one column, for measuring."""
    text = "广西华昇四月生产氧化铝17.86万吨，完全成本1629元/吨，同比下降2.4%，实现利润6200万元。" * 2
    return make_draft(
        make_column(*(_entry(make_piece(item, text, source=text * 4)) for item in range(1, count + 1)))
    )


def printed_text(draft: Draft) -> str:
    """What a reader of the paper reads, without blanks; written apart from the code under test."""
    issue = draft.issue
    numbers = issue.numbering
    words = [
        issue.imprint.title,
        f"{numbers.year}年第{numbers.number}期（总第{numbers.serial}期）",
        f"{issue.imprint.issuer}{issue.date.year}年{issue.date.month}月{issue.date.day}日",
    ]
    for column in draft.columns:
        words.append(column.heading)
        for group in column.groups:
            if group.name:
                words.append(f"【{group.name}】" if column.bracket_groups else group.name)
            for entry in group.paragraphs:
                words.append("📍" + entry.text)
                words.append(f"（{entry.attribution}）" if entry.attribution else "")
    words.append("（本期信息采集时间：4月30日—5月10日）")
    words.append(f"发放：{issue.imprint.distribution}抄送：{issue.imprint.copies}")
    words.append(f"投稿邮箱：{issue.imprint.address}")
    return "".join("".join(words).split())
