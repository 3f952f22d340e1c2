"""Whose is it: who is not registered and names himself is unknown, whomever he mentions."""

from __future__ import annotations

from typing import Any

import pytest

from classify.evidence import Evidence
from classify.model import Origin, Unit
from classify.units import calls_itself, find_origin

Register = tuple[Unit, ...]


def origin(register: Register, **evidence: Any) -> Origin:
    return find_origin(Evidence(**evidence), register)


# --- who names himself -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("evidence", "itself"),
    [
        ({"byline": "西南铝业熔铸厂", "title": "熔铸厂对标包头铝业"}, "西南铝业"),
        ({"text": "西南铝业（集团）有限责任公司熔铸厂增产。中铝山东来信祝贺。"}, "西南铝业"),
        ({"text": "试验成功，中铝山东供料。\n（包头钢铁 宝音）"}, "包头钢铁"),
        ({"signature": "云铝溶鑫\n段云", "text": "车间改造，云铝物流运来设备。"}, "云铝溶鑫"),
        ({"name": "文山铝业 陶明", "text": "一封家书寄深情，包头铝业也学着办。"}, "文山铝业"),
        ({"name": "中州大学 孟老师", "subject": "中州大学学生走进郑州研究院"}, "中州大学"),
        ({"signature": "郑州轻金属研究院 张三", "text": "青年论坛开讲。"}, "郑州轻金属研究院"),
        ({"title": "中铝国际工程承建广西华昇二期项目开工"}, "中铝国际工程"),
        ({"text": "中铝瑞闽股份有限公司提速，中铝国贸集团同事到场。"}, "中铝瑞闽"),
        ({"text": "贵州分公司工会送清凉，用的是广西分公司的办法。"}, "贵州分公司"),
        ({"byline": "厦门国贸集团", "text": "国贸集团的同行前来座谈。"}, "厦门国贸"),
        ({"text": "7月9日，兰州铝厂赴包头铝业对标。"}, "兰州铝厂"),
        ({"text": "炉台改造。\n（鹤庆溢鑫 李四）", "subject": "学包头铝业改炉台"}, "鹤庆溢鑫"),
    ],
)
def test_who_names_himself_and_is_not_registered_stays_unknown_and_is_told(
    register: Register, evidence: dict[str, str], itself: str
) -> None:
    found = origin(register, **evidence)
    assert (found.unit, found.subunit, found.confidence) == (None, None, 0.0)
    assert found.reasons[0] == f"自称“{itself}”，未登记"
    assert calls_itself(found.reasons) == itself


def test_the_short_form_of_a_strangers_name_speaks_for_the_same_stranger(register: Register) -> None:
    found = origin(
        register,
        name="贵州华锦党群部",
        subject="贵州华锦植树",
        text="贵州华锦铝业有限公司植树，借鉴广西华昇。",
    )
    assert found.reasons[0] == "自称“贵州华锦铝业”，未登记"
    assert {"发件人名称“贵州华锦党群部”", "邮件主题“贵州华锦植树”"} <= set(found.reasons)


def test_a_stranger_in_the_news_of_a_known_sender_lowers_confidence_and_is_named(register: Register) -> None:
    found = origin(
        register, address="zhaolei@bt.example.com", title="兰州铝业一行来访", text="兰州铝业一行来访。"
    )
    assert found.unit == "包头铝业"
    assert found.confidence < 0.8
    assert found.reasons[-1] == "也可能是“兰州铝业”（未登记）：标题“兰州铝业”"


@pytest.mark.parametrize(
    "text",
    [
        "市总工会慰问组看望劳模，送去祝福。包头铝业劳模代表参加。",
        "中国有色金属工业协会组织评价会，包头铝业的成果通过评价。",
    ],
)
def test_an_authority_that_visits_a_known_sender_does_not_take_the_piece(
    register: Register, text: str
) -> None:
    assert origin(register, address="zhaolei@bt.example.com", text=text).unit == "包头铝业"


@pytest.mark.parametrize(
    "text",
    [
        "中铝集团党组书记讲话，大家反响热烈。",
        "中国铝业股份有限公司召开会议，部署工作。",
        "集团公司下发通知，要求抓好落实。",
        "安全文化建设取得成效，职工人人参与。",
        "推动绿色铝业发展，我们一直在路上。",
        "公司工会送清凉，热电分厂的职工最先喝到绿豆汤。",
        "工服公司电焊班修旧利废，一个月节约焊条九十公斤。",
    ],
)
def test_the_group_itself_a_part_and_plain_words_are_no_strangers(register: Register, text: str) -> None:
    found = origin(register, address="zhaolei@bt.example.com", text=text)
    assert (found.unit, calls_itself(found.reasons)) == ("包头铝业", None)


# --- a registered name inside another -----------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "中州大学学生来访",
        "中州路小学的孩子们",
        "中州大地春意浓",
        "华昇电子科技有限公司供货",
        "包铝职教学院开学",
        "山铝医院义诊",
        "中铝山东工程技术有限公司签约",
        "中国移动广西分公司签约",
        "中国石化青海分公司加油站",
        "山西新材料产业园开工",
        "西南铝业党群工作部",
        "张华磊今年三十四岁",
        "厦门国贸集团近日座谈",
        "中粮山东公司送粮上门",
        "中国银行青海分公司送服务",
        "国家电网山东公司走访",
        "华昇建材公司供货",
        "包铝物业公司植树",
    ],
)
def test_a_name_that_only_contains_a_registered_one_names_nobody(register: Register, text: str) -> None:
    assert origin(register, subject=text, text=text).unit is None


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("中州公司能源管理中心检修", "中州铝业"),
        ("包铝集团电解一厂", "包头铝业"),
        ("近日，包铝公司召开会议", "包头铝业"),
        ("中国铝业广西分公司", "广西分公司"),
        ("包头铝业（集团）有限责任公司检修", "包头铝业"),
        ("华昇公司码头作业区", "广西华昇"),
        ("近日，国贸集团召开会议", "中铝国贸集团"),
        ("7月，山东公司机动部检修", "中铝山东"),
        ("中州能源管理中心检修", "中州铝业"),
    ],
)
def test_a_registered_name_with_company_behind_is_the_unit(register: Register, text: str, unit: str) -> None:
    assert origin(register, text=text).unit == unit


def test_a_given_name_that_is_also_an_alias_is_no_unit_in_the_whole_letter(register: Register) -> None:
    found = origin(
        register,
        address="dongxl@zz.example.com",
        subject="张华磊：把岗位当舞台",
        title="华磊的一天",
        text="张华磊是能源管理中心化水班班长。华磊带领班组改造程序，年节水六万吨。",
    )
    assert (found.unit, found.subunit, found.confidence) == ("中州铝业", "能源管理中心", 1.0)


def test_a_company_called_like_the_senders_unit_is_never_sure_to_be_it(register: Register) -> None:
    found = origin(
        register,
        address="wjg@sd.example.com",
        byline="中铝山东工程技术公司",
        text="中铝山东工程技术有限公司签下海外订单，合同额两千余万元。",
    )
    assert found.confidence < 0.8
    assert (found.unit, calls_itself(found.reasons)) == (None, "中铝山东工程技术")
