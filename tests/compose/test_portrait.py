"""Portraits: unit and name in front, the facts in the order of the source, run-in heads in bold."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compose.digest import digest
from compose.figures import numbers
from compose.hero import who
from compose.model import Piece
from compose.sentences import sentences, unpaired
from compose.subject import subject_of
from tests.compose.candidates import UNITS, make_candidate, make_plan

MINER = (
    "孟广田，男，1974年3月出生，中共党员，中铝矿业洛阳分矿采矿车间主任。"
    "参加工作28年来，他始终扎根矿山一线，任劳任怨。\n"
    "2020年，面对品位下降的不利局面，他带领技术人员优化采掘方案11项，全年供矿86.5万吨，超计划6.5万吨。"
    "他组织实施爆破参数优化，大块率由7.2%降至3.1%，年节约二次破碎费用132万元。\n"
    "他常说：“矿山就是我的家，不把它建好，我睡不着觉。”\n"
    "孟广田积极推进绿色矿山建设，组织复垦土地620亩，栽植苗木4.8万株，矿区植被恢复率达到95%。"
    "他所带领的团队取得实用新型专利4项，培养高级技师3名。"
)
TEAM = (
    "中州铝业能源管理中心现有职工586人，承担着全公司水、电、汽、气的供应任务。\n"
    "设备维护高效率。中心推行“点检定修”，全年消除设备缺陷1286项，锅炉运转率达到97.6%。"
    "组织力量对3号汽轮机进行检修，比计划提前6天并网。\n"
    "极限降本见成效。建立降本台账，开展降本项目126项，供汽成本比预算降低3.1元/吨，全年降本2180万元。\n"
    "队伍建设上台阶。举办技能培训42期，7名职工获得公司“技术能手”称号。"
)
HEADS = ("设备维护高效率", "极限降本见成效", "队伍建设上台阶")


def portrait(text: str, budget: object = (300, 450), **changes: object) -> Piece:
    return digest(make_candidate(1, text, **changes), make_plan("portrait", budget=budget), UNITS)


def miner(budget: tuple[int, int] = (300, 450)) -> Piece:
    return portrait(MINER, budget, unit="中铝矿业", title="记劳动模范孟广田")


def team(budget: tuple[int, int] = (300, 450)) -> Piece:
    return portrait(
        TEAM, budget, unit="中州铝业", subunit="能源管理中心", group="2021年集团先进集体", bold=HEADS
    )


# --- whose portrait -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "fields", "lead"),
    [
        (MINER, {"unit": "中铝矿业", "title": "扎根矿山写忠诚——记劳动模范孟广田"}, "中铝矿业孟广田。"),
        (MINER, {"unit": "中铝矿业", "title": "孟广田先进事迹材料"}, "中铝矿业孟广田。"),
        (MINER, {"unit": "中铝矿业", "title": "孟广田：矿山铁人"}, "中铝矿业孟广田。"),
        (MINER, {"unit": "中铝矿业", "title": None}, "中铝矿业孟广田。"),
        (TEAM, {"unit": "中州铝业", "group": "先进集体"}, "中州铝业能源管理中心。"),
        ("畅小龙，1981年出生，天车班班长。他累计吊运46万吊次。", {}, "广西华昇畅小龙。"),
        ("广西华昇韦金海。他提出合理化建议38条。", {}, "广西华昇韦金海。"),
        ("广西华昇韦金海，从业20年。他提出合理化建议38条。", {}, "广西华昇韦金海。"),
        ("李明爱琢磨。李明改造电路12处。", {"title": "记李明的先进事迹"}, "广西华昇李明。"),
        (
            "广西华昇运行一部焙烧班是一支年轻队伍。全年产量208万吨。",
            {"group": "先进集体"},
            "广西华昇运行一部焙烧班。",
        ),
        ("华昇新材料韦金海。他提出合理化建议38条。", {}, "广西华昇韦金海。"),
        ("欧阳建国是一名电工。他改造电路12处。", {}, "广西华昇欧阳建国。"),
        ("运行一部技师李春梅，从业20年。她带徒弟11名。", {}, "广西华昇李春梅。"),
        ("在检修现场，总能看到党员马成林同志的身影。他完成技改57项。", {}, "广西华昇马成林。"),
        ("她是焊花里的玫瑰。徐丽丽焊了20年。徐丽丽获奖6项。", {"contributor": "徐丽丽"}, "广西华昇徐丽丽。"),
        (
            "运行一部焙烧班组共有员工24人。全年产量208万吨。",
            {"group": "先进集体"},
            "广西华昇运行一部焙烧班组。",
        ),
        ("全年产量208万吨，班组零事故。", {"subunit": "运行一部", "group": "先进集体"}, "广西华昇运行一部。"),
    ],
)
def test_a_portrait_opens_with_unit_and_name(text: str, fields: dict[str, object], lead: str) -> None:
    piece = portrait(text, **fields)
    assert piece.text.startswith(lead)
    assert piece.text.count(lead.rstrip("。")) == 1


@pytest.mark.parametrize(
    "text", ["他坚守岗位18年，完成技改57项。", "安全是企业的生命线。高质量发展是主题。", "全国上下齐心协力。"]
)
def test_nobody_is_named_where_the_text_names_nobody(text: str) -> None:
    candidate = make_candidate(1, text, contributor="王芳")
    assert who(candidate, subject_of("广西华昇", None, text, UNITS)) == ""
    assert portrait(text).text in text


def test_the_writer_is_not_taken_for_the_hero() -> None:
    piece = portrait(MINER, unit="中铝矿业", title="矿山铁人", contributor="王芳")
    assert piece.text.startswith("中铝矿业孟广田。")


# --- what of it -----------------------------------------------------------------------------------

ROLLER = (
    "记轧机班长覃永福\n覃永福，男，1976年8月出生，中共党员，现任轧机班长。\n"
    "作为班里的老党员，他从不言苦。面对新机组调试的难关，他组织攻关小组，改进辊缝设定12处，成材率提高1.4%。"
    "他坚持以身作则，连续值守23天，受到了厂领导的一致好评。\n"
    "先后荣获“公司劳动模范”“优秀共产党员”等称号。\n"
    "“机器有脾气，要顺着它来。”这是覃永福常说的一句话。工友们称他为“轧机110”。"
)


def test_what_fits_is_printed_as_it_was_sent_but_for_career_honours_and_greeting() -> None:
    piece = portrait(f"老师您好，请审阅。\n{ROLLER}", title="记轧机班长覃永福", bold=())
    assert piece.text == (
        "广西华昇覃永福。作为班里的老党员，他从不言苦。面对新机组调试的难关，组织攻关小组，改进辊缝设定12处，成材率提高1.4%。"
        "坚持以身作则，连续值守23天，受到了厂领导的一致好评。"
        "“机器有脾气，要顺着它来。”这是覃永福常说的一句话。工友们称他为“轧机110”。"
    )


def test_a_few_words_without_their_opening_are_no_sentence() -> None:
    facts = "".join(f"他改造管道{n}条，节约费用{n}6万元。" for n in range(3, 9))
    printed = portrait(f"作为厂里唯一的女焊工，她不输男儿。{facts}", (100, 140), title="记韦金海").text
    assert "。不输男儿。" not in printed
    assert "。她不输男儿。" not in printed


def test_a_portrait_is_not_cut_below_its_lower_bound() -> None:
    sayings = "".join(f"工友{n}说：“有他在，我们心里踏实，干活有劲。”" for n in "甲乙丙丁戊己庚")
    printed = portrait(f"他改造管道3条，节约费用86万元。{sayings}", (120, 150), title="记韦金海").text
    assert 120 <= len(printed) <= 150


def test_what_is_his_stays_his() -> None:
    printed = portrait("他牵头的责任区完成攻关8项。他带领班组攻关。", title="记韦金海").text
    assert printed == "广西华昇韦金海。他牵头的责任区完成攻关8项。带领班组攻关。"


@pytest.mark.parametrize("budget", [(100, 160), (150, 250), (300, 450)])
def test_a_portrait_keeps_clauses_of_the_source_in_their_order_within_the_budget(
    budget: tuple[int, int],
) -> None:
    printed = miner(budget).text.removeprefix("中铝矿业孟广田。")
    at = 0
    for clause in re.split("[，。；”]", printed):
        assert clause in MINER[at:]
        at = MINER.index(clause, at) + len(clause)
    assert 0.5 * budget[0] <= len(printed) <= budget[1]


def test_a_portrait_keeps_results_before_the_career_and_sayings() -> None:
    printed = miner((100, 220)).text
    assert "132万元" in printed
    assert "86.5万吨" in printed
    assert "1974年" not in printed
    assert "矿山就是我的家" not in printed


def test_run_in_heads_are_bold_and_end_with_a_full_stop() -> None:
    piece = team()
    assert tuple(span.text for span in piece.spans if span.bold) == HEADS
    assert all(f"{head}。" in piece.text for head in HEADS)


def test_a_head_is_printed_only_with_a_sentence_below_it() -> None:
    for budget in ((60, 100), (80, 140), (100, 200)):
        piece = team(budget)
        for before, after in zip(piece.spans, (*piece.spans[1:], None), strict=True):
            assert not before.bold or (after is not None and len(after.text) > 5)


def test_what_does_not_fit_beside_the_heads_is_left_out() -> None:
    text = "韦金海从业20年，" + "干一行、爱一行，" * 8 + "提出建议38条。\n一、勇于创新\n他完成技改57项。"
    piece = portrait(text, (20, 60), title="记韦金海")
    assert piece.text == "广西华昇韦金海。勇于创新。完成技改57项。"


@pytest.mark.parametrize("number", ["一、", "（一）", "1.", "2、"])
def test_a_numbered_line_is_a_head_without_its_number(number: str) -> None:
    piece = portrait(f"{number}勇于创新\n韦金海同志完成技改57项。", title="记韦金海")
    assert [(span.text, span.bold) for span in piece.spans] == [
        ("广西华昇韦金海。", False),
        ("勇于创新", True),
        ("。完成技改57项。", False),
    ]


def test_the_name_in_the_lead_is_not_said_again_right_behind_it() -> None:
    assert team().text.startswith("中州铝业能源管理中心。现有职工586人")


def test_a_portrait_of_nothing_but_a_career_prints_its_beginning() -> None:
    piece = portrait("王芳，女，汉族，1980年出生。王芳，中共党员，现任班长。", title="记王芳")
    assert piece.text == "广西华昇王芳。王芳，女，汉族，1980年出生。"


def test_a_portrait_of_nothing_but_heads_prints_them() -> None:
    piece = portrait("一、勇于创新\n二、甘于奉献\n", title="记韦金海")
    assert piece.text == "广西华昇韦金海。勇于创新。甘于奉献。"


def test_an_endless_sentence_is_clipped_and_says_so() -> None:
    piece = portrait("他守岗位，" * 2000)
    assert piece.text.endswith("……")
    assert len(piece.text) < 4100


@pytest.mark.parametrize(
    ("sentence", "printed"),
    [
        ("他带领班组完成检修86项。", "带领班组完成检修86项。"),
        ("2020年，韦金海同志组织抢修12次。", "2020年，组织抢修12次。"),
        ("针对结疤快的难题，他改进流程3项。", "针对结疤快的难题，改进流程3项。"),
        ("他的团队获得专利4项。", "他的团队获得专利4项。"),
        ("他所在的班组节约费用58万元。", "他所在的班组节约费用58万元。"),
        ("他也带出徒弟11名。", "他也带出徒弟11名。"),
    ],
)
def test_who_is_named_in_the_lead_is_not_named_again_at_the_head_of_a_sentence(
    sentence: str, printed: str
) -> None:
    assert portrait(sentence, title="记韦金海", bold=()).text in {printed, f"广西华昇韦金海。{printed}"}


@pytest.mark.parametrize(
    ("sentence", "printed"),
    [
        (
            "面对严峻的市场形势，班组优化配矿方案，年节约费用86万元，受到了公司领导的一致好评。",
            "班组优化配矿方案，年节约费用86万元。",
        ),
        ("在厂党委的正确领导下，完成检修任务320项。", "完成检修任务320项。"),
        (
            "改造管道3条，28名职工在他的带领下，个个成了骨干。",
            "改造管道3条，28名职工在他的带领下，个个成了骨干。",
        ),
        (
            "开展“随手拍”活动，查改隐患216项，形成了人人讲安全的浓厚氛围。",
            "开展“随手拍”活动，查改隐患216项。",
        ),
        ("现有职工92人，党员28人，管辖锅炉6台。", "现有职工92人，管辖锅炉6台。"),
    ],
)
def test_clauses_that_only_pad_a_sentence_are_dropped_whole(sentence: str, printed: str) -> None:
    text = sentence + "\n韦金海常说：“安全是天。”"
    assert portrait(text, (12, len(text) - 1), title="记韦金海").text == f"广西华昇韦金海。{printed}"


@pytest.mark.parametrize(
    "empty",
    [
        "俗话说，没有规矩不成方圆。",
        "妻子打电话问他什么时候回家，他说：“机器转起来我就回。”",
        "同事们都说：“有他在，我们心里踏实。”",
        "先后荣获“优秀党员”“技术标兵”等荣誉称号。",
        "设备是生产的基础。",
        "韦金海用实际行动诠释了劳模精神的时代内涵。",
        "我到车间采访那天，他正蹲在炉前。",
        "这样的人，怎能不让人敬佩？",
    ],
)
def test_mottoes_sayings_honours_and_the_family_go_first(empty: str) -> None:
    text = f"{empty}他优化焙烧制度，热耗降低3.2%，年创效260万元。他自主检修大型风机47台，节约检修费318万元。"
    printed = portrait(text, (20, 60), title="记韦金海").text
    facts = ("优化焙烧制度，热耗降低3.2%，年创效260万元。", "自主检修大型风机47台，节约检修费318万元。")
    assert printed == "广西华昇韦金海。" + "".join(facts)


@pytest.mark.parametrize("pointer", ["这一成果", "该技术", "此举", "那一幕"])
def test_a_sentence_that_points_back_is_not_printed_without_what_it_points_to(pointer: str) -> None:
    told = "每逢检修，工友们围着他问东问西，韦金海不厌其烦，讲完了还要比划半天，直到大家点头" * 3 + "。"
    text = f"他改造阀门36台，节约备件费152万元。{told}{pointer}每年可节约费用95万元。"
    assert pointer not in portrait(text, (20, 90), title="记韦金海").text


def test_a_head_never_stands_over_the_text_of_another() -> None:
    text = (
        "一、精打细算\n算好账是美德。\n"
        "二、攻坚克难\n他改造管道120米，节约费用86万元。\n"
        "三、培养新人。\n带出徒弟11名，其中7人成为技师，获专利3项。"
    )
    printed = portrait(text, (20, 70), title="记韦金海").text
    second, third = "改造管道120米，节约费用86万元。", "带出徒弟11名，其中7人成为技师，获专利3项。"
    assert printed == f"广西华昇韦金海。攻坚克难。{second}培养新人。{third}"


def test_labels_lists_of_honours_and_by_lines_are_no_text() -> None:
    text = (
        "【人物简介】\n韦金海，1978年出生，高级技师，现任焙烧车间主任。\n主要荣誉：\n2019年  自治区技术能手\n"
        "2020年  公司劳动模范\n【主要事迹】\n他组织攻关36项，创效1260万元。\n（广西华昇党群工作部供稿）"
    )
    assert portrait(text, (20, 60)).text == "广西华昇韦金海。组织攻关36项，创效1260万元。"


def test_a_long_sentence_may_be_printed_up_to_a_semicolon() -> None:
    first = "韦金海组织攻关小组优化焙烧炉燃烧制度，热耗由每吨3.2吉焦降到每吨2.9吉焦，年节约天然气费用260万元"
    second = (
        "牵头修复减速机和渣浆泵216台，改进进料阀密封结构，使用周期由20天延长到75天，年节约备件费用152万元"
    )
    printed = portrait(f"{first}；{second}。", (20, 80), title="记韦金海").text
    assert printed == f"广西华昇韦金海。{first.removeprefix('韦金海')}。"


def test_half_width_marks_become_those_of_the_house() -> None:
    printed = portrait("他改造管道3条,节约86万元.2020年他带出徒弟11名.", (10, 90), title="记韦金海").text
    assert printed == "广西华昇韦金海。改造管道3条，节约86万元。2020年他带出徒弟11名。"


def test_the_name_said_most_often_is_whose_portrait_it_is() -> None:
    text = "在分析中心，提起覃桂芳，大家都会点头。覃桂芳检出不合格原料230批次。覃桂芳编写标准11个。"
    printed = portrait(text, subunit="分析中心", group="2021年劳动模范", contributor="潘小燕").text
    assert printed.startswith("广西华昇覃桂芳。")


@settings(deadline=None)
@given(
    st.permutations([s.of(MINER + TEAM) for s in sentences(MINER + TEAM)]),
    st.integers(1, 12),
    st.sampled_from(["记劳动模范孟广田", "先进集体", None]),
    st.integers(80, 450),
)
def test_whatever_the_order_a_portrait_says_nothing_new_and_keeps_marks_paired(
    drawn: list[str], count: int, title: str | None, most: int
) -> None:
    text = "\n".join(drawn[:count])
    piece = portrait(text, (most // 2, most), unit="中州铝业", title=title, bold=HEADS)
    assert numbers(piece.text) <= numbers(text + (title or ""))
    assert unpaired(piece.text) == ()
    assert piece.text.strip()
    ends = [position for stretch in piece.used for position in stretch]
    assert ends == sorted(set(ends))
