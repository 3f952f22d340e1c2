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
    found = published(KILN, unit, [Printed("2021年第8期", "开新之局", text, printed_unit)])
    assert found in (None, Publication("2021年第8期", "开新之局", text))
    return found is not None


@pytest.mark.parametrize(
    "text",
    [
        "北江铝业焙烧厂1号回转窑检修提前26小时收官。",
        "北江铝业1号回转窑检修提前26小时收官，更换耐火砖418吨，窑皮温度降低42摄氏度。",
        "北江铝业焊补筒体裂纹37米，把原定9天的砌筑压缩到7天。",
        "焙烧厂1号回转窑检修提前26小时收官，一次点火成功。",
        "北江铝业检修班长洪大成带着14名职工把原定9天的砌筑压缩到7天。",
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
        "北江铝业焙烧厂1号回转窑检修提前36小时收官。",
        "6月14日，北江铝业焙烧厂1号回转窑检修收官，一次点火成功。",
        "北江铝业检修班长万大年带着14名职工把原定9天的砌筑压缩到7天。",
        "北江铝业焙烧厂召开班组长座谈会，研究夏季防暑降温。",
        "北江铝业焙烧厂。",
        "",
    ],
    ids=[
        "another furnace",
        "another figure",
        "another day",
        "another man",
        "another matter",
        "a name",
        "nothing",
    ],
)
def test_what_was_printed_of_another_event_is_not(text: str) -> None:
    assert not told(text)


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
