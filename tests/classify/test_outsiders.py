"""Whose is it: authors who are none of ours, though one of our units is their topic."""

from __future__ import annotations

from typing import Any

import pytest

from classify.evidence import Evidence
from classify.model import Origin, Unit
from classify.strangers import strangers
from classify.units import calls_itself, find_origin

Register = tuple[Unit, ...]

HEAD = "someone@hq.example.com"


def origin(register: Register, **evidence: Any) -> Origin:
    return find_origin(Evidence(**evidence), register)


NEWS = "记者走进中州铝业，厂房里看不到烟尘。“三年减了四成。”一名班长告诉记者。"


@pytest.mark.parametrize(
    ("evidence", "itself"),
    [
        ({"name": "云溪晚报 记者站", "title": "中州铝业：老厂新绿", "text": NEWS}, "云溪晚报"),
        ({"name": "云溪区融媒体中心", "title": "中州铝业：老厂新绿", "text": NEWS}, "云溪区融媒体中心"),
        ({"title": "中州铝业：老厂新绿", "text": f"{NEWS}\n（刊于《云溪日报》6月2日）"}, "云溪日报"),
        ({"text": NEWS, "byline": "原载《云溪日报"}, "云溪日报"),
        ({"name": "云溪早报", "title": "中州铝业：老厂新绿", "text": "中州铝业水清岸绿。"}, "云溪早报"),
        ({"name": "县融媒体中心 小李", "text": "近日，中州铝业帮村民修渠。"}, "县融媒体中心"),
    ],
)
def test_the_article_of_a_newspaper_is_none_of_the_unit_it_tells_of(
    register: Register, evidence: dict[str, Any], itself: str
) -> None:
    found = origin(register, subject="中州铝业：老厂新绿", **evidence)
    assert (found.unit, found.subunit, calls_itself(found.reasons)) == (None, None, itself)


@pytest.mark.parametrize(
    "evidence",
    [
        {"address": "lx@zz.example.com", "text": f"{NEWS}\n（刊于《云溪日报》6月2日）"},
        {"byline": "中州铝业", "name": "中州铝业", "text": f"{NEWS}\n（刊于《云溪日报》6月2日）"},
        {"name": "中州铝业电视台", "text": NEWS},
        {"name": "云溪晚报读者", "text": "我订了三十年报。", "byline": "中州铝业"},
        {"text": "中州铝业增产。一名班长告诉记者，劲头很足。"},
    ],
)
def test_what_a_unit_sends_of_what_was_printed_about_it_is_its_own(
    register: Register, evidence: dict[str, Any]
) -> None:
    assert origin(register, subject="中州铝业：老厂新绿", **evidence).unit == "中州铝业"


@pytest.mark.parametrize(
    ("evidence", "itself"),
    [
        (
            {"byline": "云溪职院", "text": "云溪职业技术学院与广西华昇签约，仪式在我校举行。"},
            "云溪职院",
        ),
        ({"title": "我校与广西华昇共建产业学院", "text": "双方互派教师。"}, "我校"),
        ({"name": "云溪技师学院", "text": "近日，我校学生走进广西华昇跟岗。"}, "云溪技师学院"),
    ],
)
def test_a_school_that_says_our_school_is_the_author(
    register: Register, evidence: dict[str, Any], itself: str
) -> None:
    found = origin(register, **evidence)
    assert (found.unit, calls_itself(found.reasons)) == (None, itself)


def test_a_school_that_is_only_quoted_or_comes_to_see_is_not(register: Register) -> None:
    quoted = "广西华昇办夜校，徒弟们说：“我校的师傅最严。”"
    assert origin(register, text=quoted).unit == "广西华昇"
    guest = {"title": "云溪中学师生走进广西华昇", "text": "60名学生参观了展厅。"}
    assert origin(register, address="lx@gxhs.example.com", **guest).unit == "广西华昇"


@pytest.mark.parametrize(
    ("evidence", "itself"),
    [
        ({"address": HEAD, "name": "审计部 严明", "text": "审计部完善台账。"}, "审计部"),
        ({"address": HEAD, "byline": "法律部", "text": "普法宣讲开讲。"}, "法律部"),
        ({"address": HEAD, "title": "股份公司审计部开展主题党日"}, "股份公司审计部"),
        (
            {"byline": "集团科技创新部", "text": "中铝集团科技创新部召开例会，包头铝业等单位汇报。"},
            "集团科技创新部",
        ),
        (
            {"text": "中国铝业集团人力资源部举办培训班。包头铝业、中州铝业派人参加。"},
            "中国铝业集团人力资源部",
        ),
    ],
)
def test_another_department_of_the_head_is_none_of_the_registered_one(
    register: Register, evidence: dict[str, Any], itself: str
) -> None:
    found = origin(register, **evidence)
    assert (found.unit, found.subunit, calls_itself(found.reasons)) == (None, None, itself)


@pytest.mark.parametrize(
    ("evidence", "unit"),
    [
        ({"address": HEAD, "name": "周严", "text": "党群工作部组织学习。"}, "党群工作部"),
        ({"address": HEAD, "byline": "党群工作部", "text": "支部结对共建。"}, "党群工作部"),
        ({"address": HEAD, "name": "财务部 严明", "byline": "包头铝业", "text": "炉台改造。"}, "包头铝业"),
        ({"address": "lx@gm.example.com", "byline": "集团财务部", "text": "新系统上线。"}, "中铝国贸集团"),
        (
            {
                "address": "lx@bt.example.com",
                "title": "集团公司审计部到包头铝业检查",
                "text": "集团公司审计部一行到包头铝业检查指导。",
            },
            "包头铝业",
        ),
    ],
)
def test_a_department_that_passes_on_visits_or_is_the_senders_own_takes_nothing_away(
    register: Register, evidence: dict[str, Any], unit: str
) -> None:
    assert origin(register, **evidence).unit == unit


def test_the_office_of_a_unit_is_not_the_one_of_the_head_that_is_called_alike(register: Register) -> None:
    own = {"byline": "党群工作部", "subject": "党群工作部：运动会", "text": "公司运动会开幕。"}
    assert origin(register, address="lx@zz.example.com", **own).unit == "中州铝业"
    moved = {"byline": "本部党群工作部", "text": "支部结对共建。"}
    assert origin(register, address="lx@zz.example.com", **moved).unit == "党群工作部"


@pytest.mark.parametrize(
    "text",
    [
        "集团公司下发通知，要求全部整改",
        "集团公司领导干部会议召开",
        "集团总部灯火通明",
        "股份公司召开会议部署",
    ],
)
def test_the_parent_itself_is_no_department(text: str) -> None:
    assert strangers(text) == []


@pytest.mark.parametrize("name", ["包铝小哥（已换号）", "包铝老兵（旧号）", "包铝小妹"])
def test_a_nickname_is_outweighed_by_the_unit_that_the_text_names_in_full(
    register: Register, name: str
) -> None:
    said = "中国铝业股份有限公司青海分公司始建于1984年。老照片里都是年轻人。"
    found = origin(register, name=name, text=said, byline="退管中心")
    assert (found.unit, found.subunit) == ("青海分公司", "退管中心")
    assert found.confidence < 0.8
    assert origin(register, name=name, text="炉火很旺。").unit == "包头铝业"
