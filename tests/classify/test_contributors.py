"""Who wrote it: by-line before signature before display name before subject."""

from __future__ import annotations

from typing import Any

import pytest

from classify.evidence import Evidence
from classify.model import Unit
from classify.signing import Signed, closing
from classify.units import find_origin


def who(register: tuple[Unit, ...], **evidence: Any) -> str | None:
    return find_origin(Evidence(**evidence), register).contributor


def test_each_place_yields_to_the_better_one(register: tuple[Unit, ...]) -> None:
    places = {"subject_person": "赵一", "name": "钱二", "signature": "孙三", "person": "李四 周五"}
    for last, expected in enumerate(["赵一", "钱二", "孙三", "李四 周五"], 1):
        assert who(register, **dict(list(places.items())[:last])) == expected


@pytest.mark.parametrize(
    ("evidence", "person"),
    [
        ({"signature": "包头铝业党群工作部 赵 蕾"}, "赵蕾"),
        ({"signature": "赵蕾\n包头铝业综合管理部"}, "赵蕾"),
        ({"signature": "联系人：赵蕾 138****2211"}, "赵蕾"),
        ({"signature": "通讯员 赵蕾", "name": "清风"}, "赵蕾"),
        ({"signature": "赵蕾\n李想", "name": "李想"}, "李想"),
        ({"signature": "包头铝业党群工作部\n电话 0472-204****"}, None),
        ({"name": "赵蕾老师"}, "赵蕾"),
        ({"name": "孟老师"}, None),
        ({"name": "Helen Zhao"}, "Helen Zhao"),
        ({"name": "Ｌｉ　Ｊｉｎｇ"}, "Li Jing"),
        ({"name": "helen.zhao"}, None),
        ({"name": "13977660012"}, None),
        ({"name": "包头铝业综合部"}, None),
        ({"name": "向日葵"}, None),
        ({"name": "老槽工"}, None),
        ({"name": "Helen Zhao", "text": "七月的风。\n（赵海伦）"}, "赵海伦"),
        ({"text": "它还要转下去。\n韦振强，广西分公司氧化铝厂职工"}, "韦振强"),
        ({"text": "共建书屋。\n（包头钢铁 宝音）"}, "宝音"),
        ({"text": "技能赛结束。\n（萨仁）"}, "萨仁"),
        ({"text": "故事还长。\n（未完待续）"}, None),
    ],
)
def test_the_person_is_found_and_an_office_or_a_nickname_is_none(
    register: tuple[Unit, ...], evidence: dict[str, str], person: str | None
) -> None:
    assert who(register, **evidence) == person


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "它还在转。\n韦振强，广西分公司氧化铝厂赤泥车间职工",
            Signed("广西分公司氧化铝厂赤泥车间", "韦振强"),
        ),
        ("它还在转。\n中铝矿业 周静", Signed("中铝矿业", "周静")),
        ("它还在转。（中铝矿业 周静）", Signed("中铝矿业", "周静", bracketed=True)),
        ("它还在转。\n作者：中铝矿业 周静", Signed("中铝矿业", "周静")),
        ("它还在转，周静说。", Signed()),
        ("中铝矿业 周静", Signed()),
        ("", Signed()),
    ],
)
def test_the_last_line_signs_a_text_where_it_is_no_sentence(text: str, found: Signed) -> None:
    assert closing(text) == found
