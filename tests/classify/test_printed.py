"""What back issues have printed already: a digest, one sentence of a merged paragraph, never a sister's."""

from __future__ import annotations

import pytest

from classify.duplicates import Printed, published
from classify.model import Publication

KILN = (
    "一号窑检修提前收官\n"
    "3月14日，北江铝业焙烧厂1号回转窑检修提前26小时收官，一次点火成功。这次检修更换耐火砖418吨，"
    "焊补筒体裂纹37米，调整托轮8组。检修班长洪大成带着14名职工三班连轴转，把原定9天的砌筑压缩到7天。"
    "窑头操作工苗小兰说，新砖砌得像镜面一样平，投料后窑皮温度比检修前低了42摄氏度。"
)


def told(text: str, printed_unit: str | None = "北江铝业", unit: str | None = "北江铝业") -> bool:
    found = possible(text, printed_unit, unit)
    return found is not None and found.certain


def possible(
    text: str,
    printed_unit: str | None = "北江铝业",
    unit: str | None = "北江铝业",
    source: str = KILN,
) -> Publication | None:
    found = published(source, unit, [Printed("2021年第8期", "开新之局", text, printed_unit)])
    certain = found is not None and found.certain
    assert found in (None, Publication("2021年第8期", "开新之局", text, certain=certain))
    return found


@pytest.mark.parametrize(
    "text",
    [
        "北江铝业焙烧厂1号回转窑检修提前26小时收官。",
        "北江铝业1号回转窑检修提前26小时收官，更换耐火砖418吨，窑皮温度降低42摄氏度。",
        "焙烧厂1号回转窑检修提前26小时收官，一次点火成功。",
        "北江铝业焙烧厂１号回转窑检修提前２６小时收官,一次点火成功.",
        KILN,
    ],
)
def test_a_digest_is_known_for_its_source(text: str) -> None:
    assert told(text)
    assert told(text, printed_unit=None)


def test_a_digest_that_an_editor_touched_up_is_known_by_its_figures() -> None:
    text = "北江铝业抢抓工期，1号回转窑检修较计划提前26小时收官，共更换耐火砖418吨，焊补裂纹37米。"
    assert told(text)
    assert not told(text, printed_unit=None)


def test_one_sentence_of_what_was_printed_is_enough_where_its_facts_tell() -> None:
    merged = "南岭矿业采场唱起开山号子。北江铝业焙烧厂1号回转窑检修提前26小时收官，更换耐火砖418吨。"
    assert told(merged)


@pytest.mark.parametrize(
    "text",
    [
        "北江铝业焙烧厂2号回转窑检修提前26小时收官。",
        "6月14日，北江铝业焙烧厂1号回转窑检修收官，一次点火成功。",
        "北江铝业检修班长万大年带着14名职工把原定9天的砌筑压缩到7天。",
        "北江铝业焙烧厂召开班组长座谈会，研究夏季防暑降温。",
        "北江铝业焙烧厂。",
        "",
    ],
    ids=[
        "another furnace",
        "another day",
        "another man",
        "another matter",
        "a name",
        "nothing",
    ],
)
def test_what_was_printed_of_another_event_is_not(text: str) -> None:
    assert possible(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "北江铝业焊补筒体裂纹37米，把原定9天的砌筑压缩到7天。",
        "北江铝业检修班长洪大成带着14名职工把原定9天的砌筑压缩到7天。",
    ],
)
def test_a_sentence_from_the_midst_may_be_but_quoted_and_is_a_possibility(text: str) -> None:
    found = possible(text)
    assert found is not None
    assert not found.certain


@pytest.mark.parametrize(
    "text",
    [
        "北江铝业焙烧厂1号回转窑检修提前36小时收官。",
        "3月15日，北江铝业焙烧厂1号回转窑检修提前26小时收官，一次点火成功。",
        "北江铝业焙烧厂1号回转窑检修更换耐火砖481吨，焊补筒体裂纹37米，调整托轮8组。",
    ],
)
def test_what_an_editor_corrected_in_print_is_a_possibility(text: str) -> None:
    found = possible(text)
    assert found is not None
    assert not found.certain


ANALYSIS = (
    "召开生产经营分析会\n5月8日，北江铝业召开5月份生产经营分析会，总经理何方主持会议，安排部署下一阶段工作。"
)


def test_what_was_printed_of_another_month_is_of_another_event() -> None:
    text = "北江铝业召开4月份生产经营分析会，总经理何方主持会议，安排部署下一阶段工作。"
    assert possible(text, source=ANALYSIS) is None


def test_what_names_no_time_and_hardly_a_figure_is_a_possibility() -> None:
    text = "北江铝业召开生产经营分析会，总经理何方主持会议，安排部署下一阶段工作。"
    found = possible(text, source=ANALYSIS)
    assert found is not None
    assert not found.certain


def test_what_another_plant_did_was_not_printed_of_this_one() -> None:
    source = "整流机组检修完成\n5月9日，北江铝业动力厂完成3台整流机组检修，缩短工期2天，确保安全供电。"
    assert possible("北江铝业电解厂完成3台整流机组检修，缩短工期2天。", source=source) is None
    assert possible("北江铝业动力厂完成3台整流机组检修，缩短工期2天。", source=source) is not None


def test_a_half_years_report_that_quotes_a_printed_quarter_was_not_printed() -> None:
    source = (
        "上半年稳中有进\n上半年，北江铝业氧化铝产量完成133万吨。其中一季度氧化铝产量完成65.2万吨，同比增长3.1%；"
        "二季度产量完成67.8万吨，同比增长4.6%，利润总额达到1.26亿元。"
    )
    assert possible("北江铝业一季度氧化铝产量完成65.2万吨，同比增长3.1%。", source=source) is None


def test_a_visit_that_quotes_a_printed_overhaul_is_not_certainly_printed() -> None:
    source = (
        "慰问检修一线\n3月18日，北江铝业党委书记周强来到焙烧厂慰问检修一线职工。1号回转窑检修提前26小时收官，"
        "更换耐火砖418吨。周强为职工送上防暑用品，勉励大家再接再厉、再立新功。"
    )
    found = possible("北江铝业1号回转窑检修提前26小时收官，更换耐火砖418吨。", source=source)
    assert found is None or not found.certain


@pytest.mark.parametrize("name", ["东海铝业", "公司"])
def test_a_registered_units_printed_words_are_not_those_of_a_source_that_does_not_name_it(name: str) -> None:
    source = f"主题团日\n5月4日，{name}团委组织50名青年到烈士陵园重温入团誓词，敬献花篮，聆听革命故事。"
    text = "北江铝业团委组织50名青年到烈士陵园重温入团誓词，敬献花篮。"
    assert possible(text, unit=None, source=source) is None


def test_a_sister_units_printed_sentence_is_its_own_whatever_it_says() -> None:
    assert not told("南岭矿业1号回转窑检修提前26小时收官，一次点火成功。", printed_unit="南岭矿业")


def test_a_sister_units_printed_sentence_is_its_own_where_its_unit_was_not_read() -> None:
    assert not told("南岭矿业检修班完成检修，一次点火成功。", printed_unit=None)


def test_the_formula_of_a_printed_article_does_not_make_an_article_printed() -> None:
    formula = "会议强调，要把思想和行动统一到上级部署上来，确保目标任务完成。"
    printed = f"1月8日，北江铝业召开职代会，征集提案37件。{formula}"
    found = published(
        f"座谈会\n{formula}会上12名项目负责人提出建议29条。",
        "北江铝业",
        [Printed("2021年第8期", "开新之局", printed, "北江铝业")],
    )
    assert found is None


def test_of_several_the_one_that_holds_most_of_its_source_is_told() -> None:
    whole, part = "北江铝业焙烧厂1号回转窑检修提前26小时收官。", "北江铝业1号窑检修较计划提前26小时收官了。"
    printed = [
        Printed("2021年第7期", "甲", part, "北江铝业"),
        Printed("2021年第8期", "乙", whole, "北江铝业"),
    ]
    assert published(KILN, "北江铝业", printed) == Publication("2021年第8期", "乙", whole)
