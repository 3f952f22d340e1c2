"""Portraits: unit and name in front, the facts in whole sentences, run-in heads in bold."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compose.digest import digest
from compose.figures import numbers
from compose.model import Piece
from compose.portrait import who
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
    assert portrait(text).text.startswith(text[:4])


def test_the_writer_is_not_taken_for_the_hero() -> None:
    piece = portrait(MINER, unit="中铝矿业", title="矿山铁人", contributor="王芳")
    assert piece.text.startswith("中铝矿业孟广田。")


# --- what of it -----------------------------------------------------------------------------------


@pytest.mark.parametrize("budget", [(100, 160), (150, 250), (300, 450)])
def test_a_portrait_keeps_whole_sentences_in_their_order_within_the_budget(budget: tuple[int, int]) -> None:
    printed = miner(budget).text.removeprefix("中铝矿业孟广田。")
    source = [sentence.of(MINER) for sentence in sentences(MINER)]
    kept = [sentence.of(printed) for sentence in sentences(printed)]
    assert kept == [sentence for sentence in source if sentence in kept]
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
    assert piece.text == "广西华昇韦金海。勇于创新。他完成技改57项。"


@pytest.mark.parametrize("number", ["一、", "（一）", "1.", "2、"])
def test_a_numbered_line_is_a_head_without_its_number(number: str) -> None:
    piece = portrait(f"{number}勇于创新\n韦金海同志完成技改57项。", title="记韦金海")
    assert [(span.text, span.bold) for span in piece.spans] == [
        ("广西华昇韦金海。", False),
        ("勇于创新", True),
        ("。韦金海同志完成技改57项。", False),
    ]


def test_the_name_in_the_lead_is_not_said_again_right_behind_it() -> None:
    assert team().text.startswith("中州铝业能源管理中心。现有职工586人")


def test_a_portrait_of_nothing_but_a_career_prints_its_beginning() -> None:
    piece = portrait("王芳，女，汉族，1980年出生。王芳，中共党员，现任班长。", title="记王芳")
    assert piece.text == "广西华昇王芳。王芳，女，汉族，1980年出生。"


def test_a_portrait_of_nothing_but_heads_prints_them() -> None:
    piece = portrait("一、勇于创新\n二、甘于奉献\n", title="记韦金海")
    assert piece.text == "勇于创新。甘于奉献。"


def test_an_endless_sentence_is_clipped_and_says_so() -> None:
    piece = portrait("他守岗位，" * 2000)
    assert piece.text.endswith("……")
    assert len(piece.text) < 4100


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
