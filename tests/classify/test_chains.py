"""The parts of a unit, cut out of one joined string, and found at the begin of a text."""

from __future__ import annotations

import pytest

from classify.chains import chain, chain_at
from classify.model import Origin


@pytest.mark.parametrize(
    ("subunit", "parts"),
    [
        ("第二氧化铝厂除杂车间", ("第二氧化铝厂", "除杂车间")),
        ("洛阳分公司段村矿", ("洛阳分公司", "段村矿")),
        ("矿业公司那豆矿区", ("矿业公司", "那豆矿区")),
        ("电解厂电解二区", ("电解厂", "电解二区")),
        ("后勤服务中心二食堂", ("后勤服务中心", "二食堂")),
        ("热电分厂燃运车间检修班", ("热电分厂", "燃运车间", "检修班")),
        ("赤泥综合利用项目部", ("赤泥综合利用项目部",)),
        ("检测中心", ("检测中心",)),
        ("铝锭业务部", ("铝锭业务部",)),
        ("科技部", ("科技部",)),
        (None, ()),
        ("", ()),
    ],
)
def test_a_joined_sub_unit_is_cut_behind_each_level(subunit: str | None, parts: tuple[str, ...]) -> None:
    assert chain("中铝山东", subunit) == ("中铝山东", *parts)
    assert Origin("中铝山东", subunit).chain == ("中铝山东", *parts)
    assert "".join(chain(None, subunit)) == (subunit or "")


def test_an_unknown_unit_has_no_chain() -> None:
    assert Origin(None).chain == ()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("工服公司电焊班实行以旧换新", "工服公司电焊班"),
        ("能源管理中心化水班班长说", "能源管理中心"),
        ("电解一厂四工区当班清槽", "电解一厂四工区"),
        ("能源管理中心给水车间老师傅", "能源管理中心给水车间"),
        ("赤泥综合利用项目部奋战百日", "赤泥综合利用项目部"),
        ("氧化铝所投稿", "氧化铝所"),
        ("无人矿卡上路", None),
        ("厂里问谁愿意去防城港建新厂", None),
        ("我厂召开会议", None),
        ("参观氧化铝厂", None),
        ("检修班完成任务", None),
        ("", None),
    ],
)
def test_a_chain_ends_where_the_sentence_goes_on(text: str, found: str | None) -> None:
    assert chain_at(text) == found
