"""Which part of the unit acts: how deep it is cut, and what only sounds like one."""

from __future__ import annotations

from typing import Any

import pytest

from classify.chains import subunit_after
from classify.evidence import Evidence
from classify.model import Origin, Unit
from classify.names import mentions, register_of
from classify.units import find_origin

Register = tuple[Unit, ...]

SENDER = "lx@sd.example.com"
"""A known sender of 中铝山东."""


def origin(register: Register, **evidence: Any) -> Origin:
    return find_origin(Evidence(**evidence), register)


def part(register: Register, **evidence: Any) -> str | None:
    found = find_origin(Evidence(**{"address": SENDER, **evidence}), register)
    assert found.unit == "中铝山东"
    return found.subunit


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("中铝山东举办宣讲会。听老劳模讲建厂的故事，大家很受感动。", None),
        ("中铝山东举行球赛，质检中心队夺冠，热电厂队第二。", None),
        ("中铝山东推行党员示范岗，热电厂、机动部等单位跟进。", None),
        ("中铝山东工会到第二氧化铝厂、热电厂送清凉。", None),
        ("中铝山东举办影展，作品取材于第二氧化铝厂。", None),
        ("中铝山东热电厂2号炉集控室灯火通明。", "热电厂"),
        ("中铝山东质检中心样品班有六名女工。", "质检中心"),
        ("中铝山东热电厂检修车间钳工班修旧利废。", "热电厂检修车间钳工班"),
        ("热电厂检修班的早晨从一杯热茶开始。", "热电厂检修班"),
        ("热电厂的旧址已成公园。", None),
    ],
)
def test_a_part_is_who_acts_and_no_place_team_or_example(
    register: Register, text: str, expected: str | None
) -> None:
    assert part(register, text=text) == expected


@pytest.mark.parametrize(
    ("evidence", "expected"),
    [
        ({"text": "蒸发车间优化配比，汽耗下降。", "signature": "氧化铝厂 赵蕾"}, "氧化铝厂蒸发车间"),
        ({"text": "蒸发车间优化配比，汽耗下降。", "byline": "氧化铝厂"}, "氧化铝厂蒸发车间"),
        ({"text": "蒸发车间优化配比，汽耗下降。", "name": "氧化铝厂综合办"}, "氧化铝厂蒸发车间"),
        ({"text": "蒸发车间优化配比，汽耗下降。", "byline": "机动部"}, "机动部"),
        ({"text": "机动部检修空压机。", "signature": "氧化铝厂 赵蕾"}, "机动部"),
    ],
)
def test_a_workshop_goes_with_the_plant_that_another_place_names(
    register: Register, evidence: dict[str, str], expected: str
) -> None:
    assert part(register, **evidence) == expected


@pytest.mark.parametrize(
    ("evidence", "expected"),
    [
        ({"byline": "党委宣传部"}, "宣传部"),
        ({"signature": "中铝山东党群工作部\n联系电话 0533-294****"}, "党群工作部"),
        ({"name": "中铝山东宣传部"}, "宣传部"),
        ({"name": "离退休中心"}, "离退休中心"),
        ({"file": "山铝热电厂检修车间-赵蕾-灯.docx"}, "热电厂检修车间"),
        ({"subject": "代发热电厂来稿"}, "热电厂"),
        ({"byline": "贵州分公司综合部"}, "贵州分公司综合部"),
    ],
)
def test_where_the_piece_names_no_part_the_letter_does(
    register: Register, evidence: dict[str, str], expected: str
) -> None:
    assert part(register, text="中铝山东举办书画展，展出作品百余幅。", **evidence) == expected


@pytest.mark.parametrize("field", ["name", "signature"])
def test_the_office_of_a_sender_from_another_unit_is_no_part(register: Register, field: str) -> None:
    text = "中铝山东举办书画展，展出作品百余幅。"
    said = {field: "包头铝业党群工作部"}
    assert part(register, text=text, title="中铝山东书画展", byline="中铝山东", **said) is None


def test_a_department_that_is_a_unit_itself_is_no_part_of_itself(register: Register) -> None:
    text = "股份公司党群工作部组织学习。"
    found = find_origin(Evidence(address="ly@hq.example.com", text=text, byline="党群工作部"), register)
    assert (found.unit, found.subunit) == ("党群工作部", None)


def test_a_text_is_searched_once_in_the_reading_of_a_submission(register: Register) -> None:
    text = "包头铝业电解一厂换极，中铝山东派人来学。" * 20
    reading = register_of(register).reading(text)
    begin = reading.mentions(text[:30])
    assert begin == register_of(register).mentions(text)[:3]
    assert reading.mentions(text)[:3] == begin
    assert reading.read is not None
    assert list(reading.read) == [text]


# --- the chain -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "chain"),
    [
        ("中铝山东第二氧化铝厂除杂车间党支部开展义务劳动", "第二氧化铝厂除杂车间"),
        ("中铝山东有限公司第二氧化铝厂召开会议", "第二氧化铝厂"),
        ("中铝山东 氧化铝厂 李想", "氧化铝厂"),
        ("中铝山东—氧化铝厂", "氧化铝厂"),
        ("中铝山东公司机动部组织检修", "机动部"),
        ("中铝山东研发中心、质量部", "研发中心"),
        ("中铝山东热电厂科技攻关组", "热电厂"),
        ("中铝山东热电厂部分设备", "热电厂"),
        ("中铝山东热电厂所属单位", "热电厂"),
        ("中铝山东热电厂厂长讲党课", "热电厂"),
        ("中铝山东热电厂设备科科长", "热电厂设备科"),
        ("中铝山东热电厂室内消防栓", "热电厂"),
        ("中铝山东段村矿狠抓边坡治理", "段村矿"),
        ("中铝山东洗矿水循环", None),
        ("中铝山东厂区种树", None),
        ("中铝山东部分职工", None),
        ("中铝山东党委理论学习中心组", None),
        ("中铝山东召开氧化铝厂对标会", None),
        ("中铝山东加强车间管理", None),
        ("中铝山东", None),
    ],
)
def test_the_chain_of_sub_units_behind_a_unit_is_found(
    register: Register, text: str, chain: str | None
) -> None:
    (mention, *_) = mentions(text, register)
    assert subunit_after(text, mention.end) == chain


@pytest.mark.parametrize(
    ("evidence", "subunit"),
    [
        ({"byline": "中铝山东机动部", "text": "中铝山东热电厂更换滤袋。"}, "机动部"),
        ({"title": "中铝山东热电厂更换滤袋", "signature": "中铝山东机动部"}, "热电厂"),
        ({"signature": "中铝山东机动部 李想"}, "机动部"),
        ({"subject": "中铝山东机动部信息"}, "机动部"),
        ({"text": "中铝山东召开会议。中铝山东热电厂发言。"}, "热电厂"),
    ],
)
def test_a_piece_names_its_sub_unit_before_the_letter_does(
    register: Register, evidence: dict[str, str], subunit: str
) -> None:
    found = origin(register, address="lixiang@sd.example.com", **evidence)
    assert (found.unit, found.subunit) == ("中铝山东", subunit)


@pytest.mark.parametrize(
    ("address", "unit"), [("lx@sd.example.com", "中铝山东"), ("wxm@gxfgs.example.com", "广西分公司")]
)
def test_a_bare_sub_unit_takes_the_unit_of_its_sender(register: Register, address: str, unit: str) -> None:
    found = origin(register, address=address, text="日前，氧化铝厂沉降车间完成清槽。")
    assert (found.unit, found.subunit) == (unit, "氧化铝厂沉降车间")


def test_a_bare_sub_unit_alone_names_no_unit(register: Register) -> None:
    """Several units have a plant of this name."""
    found = origin(register, address="lx@mail.example.com", text="日前，氧化铝厂沉降车间完成清槽。")
    assert (found.unit, found.subunit) == (None, None)


@pytest.mark.parametrize(
    "text",
    [
        "职工代表赴中州铝业第一氧化铝厂对标。",
        "参观广西分公司氧化铝厂。",
        "第三氧化铝厂的旧址已成公园。",
        "一行人走进氧化铝厂。",
    ],
)
def test_the_plant_of_another_is_not_ones_own(register: Register, text: str) -> None:
    assert origin(register, address="lx@sd.example.com", text=text).subunit is None


def test_ones_own_plant_is_found_behind_that_of_another(register: Register) -> None:
    text = "赴中州铝业第一氧化铝厂学习归来，氧化铝厂列出清单。"
    assert origin(register, address="lx@sd.example.com", text=text).subunit == "氧化铝厂"


def test_the_longest_registered_sub_unit_is_meant() -> None:
    unit = Unit("某铝厂", addresses=("*@plant.example.com",), sub_units=("技术部", "生产技术部"))
    found = origin((unit,), address="lx@plant.example.com", text="生产技术部更换滤布。")
    assert found.subunit == "生产技术部"


# --- who acts, and who only writes -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("evidence", "expected"),
    [
        ({"byline": "综合管理部", "title": "热电厂：灶台边的笑声"}, "热电厂"),
        ({"byline": "综合办", "text": "动力车间给冷却塔换填料。"}, "动力车间"),
        ({"byline": "综合管理部", "text": "灯火通明。"}, "综合管理部"),
        ({"name": "党委工作部", "text": "热电厂12个班组亮出承诺牌。"}, "热电厂"),
        ({"name": "办公室", "title": "检修车间的春天", "text": "三月，杏花开了。"}, "检修车间"),
        ({"name": "中铝山东融媒体中心", "title": "中铝山东获评绿色工厂"}, None),
        ({"name": "中铝山东综合部", "text": "公司党委书记带队。公司一行到中州铝业学习。"}, None),
        ({"name": "中铝山东综合部", "text": "灯火通明。"}, "综合部"),
    ],
)
def test_an_office_that_writes_is_the_part_only_where_nobody_else_acts(
    register: Register, evidence: dict[str, str], expected: str | None
) -> None:
    assert part(register, **evidence) == expected


WRITER: dict[str, Any] = {"text": "走出展馆，我的眼睛湿润了。", "file": "感悟-梁小飞.docx"}


@pytest.mark.parametrize(
    ("evidence", "expected"),
    [
        ({"name": "中铝山东党群工作部"}, None),
        ({"name": "中铝山东党委办公室", "signature": "中铝山东 韦强"}, None),
        ({"signature": "中铝山东党群工作部 韦强"}, None),
        ({"signature": "中铝山东政工部"}, None),
        ({"name": "热电厂综合管理部"}, "热电厂综合管理部"),
        ({"name": "中铝山东党群工作部", "byline": "热电厂", "person": "梁小飞"}, "热电厂"),
        ({"name": "中铝山东党群工作部", "cover": "现报送我公司热电厂职工梁小飞同志的感悟。"}, "热电厂"),
        ({"signature": "中铝山东党群工作部 梁小飞"}, "党群工作部"),
        ({"byline": "党委宣传部", "person": "梁小飞"}, "宣传部"),
    ],
)
def test_the_office_that_sends_what_another_wrote_is_not_his(
    register: Register, evidence: dict[str, str], expected: str | None
) -> None:
    assert part(register, **{**WRITER, **evidence}) == expected


@pytest.mark.parametrize(
    ("address", "evidence", "expected"),
    [
        ("a@ylwl.example.com", {"text": "“到了。”在物流公司调度中心，电话不断。"}, "调度中心"),
        ("a@ylwl.example.com", {"title": "物流公司：雪夜保供"}, None),
        ("a@xcl.example.com", {"title": "新材料公司研发部小试成功"}, "研发部"),
        ("a@ky.example.com", {"text": "春节，矿业公司段村矿出矿万吨。"}, "段村矿"),
        ("a@gxfgs.example.com", {"text": "矿业公司复垦二百亩。"}, "矿业公司"),
    ],
)
def test_what_a_company_calls_itself_in_short_is_no_part_of_it(
    register: Register, address: str, evidence: dict[str, str], expected: str | None
) -> None:
    assert origin(register, address=address, **evidence).subunit == expected


def test_the_place_that_a_guest_comes_to_is_its_hosts(register: Register) -> None:
    visit = "郑州研究院专家来厂诊断。5月，郑州研究院专家一行来到第二氧化铝厂，开展诊断。"
    assert part(register, byline="中铝山东", text=visit) == "第二氧化铝厂"
    other = visit.replace("第二氧化铝厂", "检修车间")
    assert part(register, byline="中铝山东", text=other) == "检修车间"
    assert part(register, text="中铝山东一行来到检修车间，送去清凉。") is None


def test_a_part_that_an_event_hits_counts_where_it_has_two_levels(register: Register) -> None:
    hit = "夜里，一场大雨让{}停了电，大家连夜排水。"
    assert part(register, text=hit.format("热电厂燃运车间")) == "热电厂燃运车间"
    assert part(register, text=hit.format("热电厂")) is None
    assert part(register, text=hit.format("包头铝业热电厂燃运车间")) is None


@pytest.mark.parametrize(
    "file", ["【山铝】热电厂检修车间：守夜人.docx", "[中铝山东]热电厂检修车间-守夜人.docx"]
)
def test_a_chain_behind_a_unit_in_brackets_is_its_part(register: Register, file: str) -> None:
    assert part(register, file=file, text="凌晨一点，泵房传来异响。") == "热电厂检修车间"


def test_a_workshop_is_joined_with_the_only_plant_of_the_subject(register: Register) -> None:
    said = {"title": "蒸发车间：堵漏点", "text": "蒸发车间堵漏47处。"}
    assert part(register, subject="氧化铝厂两篇", **said) == "氧化铝厂蒸发车间"
    assert part(register, subject="两篇", **said) == "蒸发车间"


@pytest.mark.parametrize(
    ("text", "chain"),
    [
        ("中铝山东氧化铝厂溶出车间清理班：掰手腕", "氧化铝厂溶出车间清理班"),
        ("中铝山东动力厂水处理车间节水", "动力厂水处理车间"),
        ("中铝山东再生铝车间投料", "再生铝车间"),
        ("中铝山东科技创新部召开例会", "科技创新部"),
        ("中铝山东氧化铝厂处理故障", "氧化铝厂"),
        ("中铝山东雪域铝厂迎来学生", None),
    ],
)
def test_a_verb_in_a_name_ends_no_chain_and_an_epithet_makes_none(text: str, chain: str | None) -> None:
    assert subunit_after(text, len("中铝山东")) == chain


@pytest.mark.parametrize(
    "sign",
    ["山铝热电厂检修车间 党支部宣传委员\n雷燕", "山铝热电厂检修车间\n职工 雷燕", "山铝热电厂检修车间\n雷燕"],
)
def test_a_sign_off_in_two_lines_says_whose_it_is_and_who_wrote_it(register: Register, sign: str) -> None:
    found = origin(register, text=f"炉火很旺，师傅们笑着。\n“心是热的。”她说。\n{sign}")
    assert (found.unit, found.subunit, found.contributor) == ("中铝山东", "热电厂检修车间", "雷燕")


def test_a_verse_above_a_name_is_no_sign_off(register: Register) -> None:
    assert origin(register, text="我从海边来\n爱上山铝的云\n也爱上这里的风\n江海").unit is None


@pytest.mark.parametrize(
    ("evidence", "expected"),
    [
        ({"text": "中铝山东举办书画展。", "signature": "赵蕾 中铝山东党委工作部 0533-294****"}, None),
        ({"text": "中铝山东举办书画展。", "signature": "中铝山东宣传部 赵蕾"}, None),
        ({"text": "中铝山东举办书画展。", "signature": "中铝山东机动部 赵蕾"}, "机动部"),
        ({"text": "灯火通明。", "signature": "赵蕾 中铝山东党委工作部"}, "党委工作部"),
        ({"text": "热电厂检修锅炉。", "signature": "赵蕾 中铝山东党委工作部"}, "热电厂"),
    ],
)
def test_the_office_of_who_signs_is_none_of_what_the_company_does(
    register: Register, evidence: dict[str, str], expected: str | None
) -> None:
    assert part(register, **evidence) == expected


@pytest.mark.parametrize(
    ("text", "chain"),
    [
        ("中铝山东党委工作部开展调研", "党委工作部"),
        ("中铝山东党委工作部署会召开", None),
        ("中铝山东党委宣传部开展调研", "宣传部"),
    ],
)
def test_an_office_keeps_the_words_without_which_it_is_none(text: str, chain: str | None) -> None:
    assert subunit_after(text, len("中铝山东")) == chain


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("中铝山东团委举办技能比武，热电厂赵小蕾等6名选手获奖。", None),
        ("中铝山东工会举办棋赛，热电厂孙海、氧化铝厂李想分获冠亚军。", None),
        ("中铝山东举办竞赛，热电厂党委代表队夺冠。", None),
        ("热电厂赵小蕾等6名青工走进学校讲科普。", "热电厂"),
        ("中铝山东开展帮扶，热电厂全力保障供汽。", "热电厂"),
        ("中铝山东举办竞赛，热电厂连续三年获得第一。", "热电厂"),
    ],
)
def test_where_one_who_wins_works_is_not_who_acts(
    register: Register, text: str, expected: str | None
) -> None:
    assert part(register, text=text) == expected
