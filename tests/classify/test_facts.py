"""What of a piece tells it from one of another event, and the words as they are compared."""

from __future__ import annotations

import pytest

from classify.facts import Kind, common, contradiction, facts
from classify.wording import bare, sentences, without, wording


def stated(text: str, kind: Kind) -> set[str]:
    return set(facts(text)[kind])


@pytest.mark.parametrize(
    ("text", "kind", "found"),
    [
        ("5月6日投运", Kind.DAY, {"5月6日"}),
        ("０５月０６日投运", Kind.DAY, {"5月6日"}),
        ("于次日、16日两天", Kind.DAY, {"16日"}),
        ("日产3日报", Kind.DAY, set()),
        ("3月份完成", Kind.PERIOD, {"3月"}),
        ("十二月完成", Kind.PERIOD, {"12月"}),
        ("一季度、上半年", Kind.PERIOD, {"1季度", "上半年"}),
        ("第31周", Kind.PERIOD, {"第31周"}),
        ("2021年", Kind.PERIOD, {"2021年"}),
        ("第六期沙龙", Kind.NUMBER, {"第6期"}),
        ("3号机组", Kind.NUMBER, {"3号机"}),
        ("第二氧化铝厂", Kind.PLACE, {"第二氧化铝厂"}),
        ("班长洪大成说", Kind.PERSON, {"洪大"}),
        ("职工作了发言", Kind.PERSON, set()),
        ("全员安全培训", Kind.PERSON, set()),
        ("党员和群众", Kind.PERSON, set()),
        ("干部职工高度重视", Kind.PERSON, set()),
        ("人员管理", Kind.PERSON, set()),
        ("职工向他们学习", Kind.PERSON, set()),
        ("党员任务清单", Kind.PERSON, set()),
        ("技术员赵海涛牵头", Kind.PERSON, {"赵海"}),
        ("党员王强带头", Kind.PERSON, {"王强"}),
        ("召开全厂大会", Kind.PLACE, set()),
        ("各个车间一次部署、统一部署", Kind.PLACE, set()),
        ("机务一班", Kind.PLACE, {"机务一班"}),
        ("第一季度", Kind.PERIOD, {"1季度"}),
        ("产量3.20万吨", Kind.FIGURE, {"32000"}),
        ("产量32000吨", Kind.FIGURE, {"32000"}),
        ("营收1.2亿元，即12000万元", Kind.FIGURE, {"120000000"}),
        ("电耗4600千瓦时", Kind.FIGURE, {"4600"}),
        ("产量1,200吨", Kind.FIGURE, {"1200"}),
        ("整改率100%", Kind.FIGURE, {"100%"}),
        ("八台锅炉、十二名职工", Kind.FIGURE, {"8", "12"}),
        ("一名职工", Kind.FIGURE, set()),
        ("5月6日", Kind.FIGURE, set()),
    ],
)
def test_a_fact_is_read_whatever_its_writing(text: str, kind: Kind, found: set[str]) -> None:
    assert stated(text, kind) == found


def test_what_one_side_only_says_is_no_contradiction() -> None:
    long, short = facts("换砖418吨，焊缝37米"), facts("换砖418吨")
    assert contradiction(long, short, Kind.FIGURE) == contradiction(short, long, Kind.FIGURE) == 0
    assert common(long, short, Kind.FIGURE) == common(short, long, Kind.FIGURE) > 0


def test_a_contradiction_weighs_as_the_lighter_side() -> None:
    one, other = facts("换砖418吨，焊缝37米"), facts("换砖481吨")
    assert contradiction(one, other, Kind.FIGURE) == contradiction(other, one, Kind.FIGURE)
    assert contradiction(one, other, Kind.FIGURE) == facts("481吨")[Kind.FIGURE]["481"]


def test_round_and_small_figures_tell_less_than_exact_ones() -> None:
    weights = facts("共300人，第5天，产量386吨，3.72%")[Kind.FIGURE]
    assert weights["300"] == weights["5"] < weights["386"] < weights["3.72%"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("产量３.２万吨，增长５％。", "产量 3.2 万吨,增长5%"),
        ("1,200吨", "1200吨"),
        ("5—6月", "5-6月"),
        ("“一线”", "一线"),
    ],
)
def test_writing_makes_no_difference(one: str, other: str) -> None:
    assert bare(one) == bare(other)


@pytest.mark.parametrize(
    ("one", "other"), [("3.2", "32"), ("5-6", "56"), ("8:30", "830"), ("5%", "5"), ("1,20", "120")]
)
def test_what_makes_a_figure_is_no_mere_punctuation(one: str, other: str) -> None:
    assert bare(f"约{one}吨") != bare(f"约{other}吨")


BODY = "北江铝业热电厂八台锅炉全部换上布袋。"


@pytest.mark.parametrize(
    "given",
    [
        BODY,
        f"各位老师好！\n{BODY}",
        f"现将稿件报送如下，请查收。\n{BODY}",
        f"【编者按】本栏讲述身边人，敬请关注。\n{BODY}",
        f"{BODY}（吴桐）",
        f"{BODY}\n（北江铝业 吴桐供稿）",
        f"{BODY}\n供稿：热电厂 吴桐",
        f"北江铝业讯 {BODY}",
        f"（通讯员 吴桐）{BODY}",
    ],
)
def test_what_stands_around_a_piece_is_not_its_body(given: str) -> None:
    assert wording(f"标题\n{given}").body == bare(BODY)


@pytest.mark.parametrize(
    "text",
    [
        "各位老师好，4月份产量3.2万吨，请查收。",
        "（吴桐）",
        "通讯员培训班5月6日开班。",
        "领导干部带头学习，职工踊跃参加。",
        "供稿单位达到12家。",
    ],
)
def test_what_says_something_is_left_in_its_place(text: str) -> None:
    assert wording(f"标题\n{text}").body == bare(text)


def test_sentences_are_taken_out_whole() -> None:
    text = "会议强调，要把思想统一到部署上来。甲说好！乙说确实很好很好很好很好。"
    assert sentences(text) == {"会议强调，要把思想统一到部署上来", "乙说确实很好很好很好很好"}
    assert without(text, frozenset({"甲说好"})).split("\n")[:2] == [
        "会议强调，要把思想统一到部署上来",
        "乙说确实很好很好很好很好",
    ]
