"""Whose is it: what evidence can prove, who passes on what others write, and how names are hidden."""

from __future__ import annotations

from typing import Any

import pytest

from classify.evidence import Evidence
from classify.model import Origin, Taught, Unit
from classify.units import find_origin

Register = tuple[Unit, ...]


def origin(register: Register, **evidence: Any) -> Origin:
    return find_origin(Evidence(**evidence), register)


SURE = 0.8
"""From here on an answer is taken as sure."""

# --- confidence ----------------------------------------------------------------------------------


def test_what_only_the_piece_says_is_never_sure(register: Register) -> None:
    found = origin(
        register,
        subject="包头铝业植树",
        title="包头铝业植树",
        text="包头铝业植树。",
        file="包头铝业植树.docx",
    )
    assert found.unit == "包头铝业"
    assert 0.5 < found.confidence < SURE


@pytest.mark.parametrize(
    "evidence",
    [
        {"address": "zhaolei@bt.example.com"},
        {"byline": "包头铝业电解一厂"},
        {"name": "包头铝业赵蕾", "title": "包头铝业植树"},
        {"signature": "包头铝业赵蕾", "text": "包头铝业植树。"},
    ],
)
def test_strong_evidence_or_two_independent_kinds_are_sure(
    register: Register, evidence: dict[str, str]
) -> None:
    assert origin(register, **evidence).confidence >= SURE


@pytest.mark.parametrize(
    "evidence",
    [
        {"title": "中州铝业植树", "text": "中州铝业植树五百株。"},
        {"byline": "中州铝业"},
        {"cover": "附件为兄弟单位中州铝业的来稿，请采用。"},
        {"cover": "代转中州铝业稿件", "text": "树下的人\n这是一个老职工的故事。"},
    ],
)
def test_a_known_sender_of_anothers_piece_is_not_sure_to_be_its_source(
    register: Register, evidence: dict[str, str]
) -> None:
    found = origin(register, address="a@bt.example.com", name="包头铝业", signature="包头铝业", **evidence)
    assert found.confidence < SURE


def test_a_bare_part_that_one_unit_alone_has_points_to_it_weakly(register: Register) -> None:
    found = origin(register, text="日前，能源管理中心供电车间完成春检。")
    assert (found.unit, found.subunit) == ("中州铝业", "能源管理中心供电车间")
    assert found.confidence <= 0.25
    assert found.reasons == ("只有它登记有“能源管理中心”",)


# --- several that act ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("address", "unit"), [("a@bt.example.com", "包头铝业"), ("a@zz.example.com", "中州铝业")]
)
def test_of_two_that_act_together_the_sender_is_the_source(
    register: Register, address: str, unit: str
) -> None:
    text = "5月18日，包头铝业与中州铝业联合举办技能赛，双方二十名选手参加。"
    found = origin(register, address=address, subject="包头铝业与中州铝业联合举办技能赛", text=text)
    assert found.unit == unit


def test_of_two_that_act_together_without_any_other_hint_neither_is_sure(register: Register) -> None:
    assert origin(register, text="包头铝业与中州铝业联合举办技能赛。").confidence < 0.5


def test_who_acts_first_is_found_in_the_second_sentence_too(register: Register) -> None:
    first = "夜已经很深了，厂房里的灯还亮着，机器低低地响着，没有人说话，只有手里的扳手在转，一圈又一圈" * 2
    found = origin(register, text=f"{first}。青海分公司的检修工又熬了一夜，中州铝业派人来学。")
    assert (found.unit, found.reasons[0]) == ("青海分公司", "正文开头“青海分公司”")


def test_where_somebody_once_was_is_not_where_he_writes_from(register: Register) -> None:
    text = "之前我在平果干了十六年，在广西分公司管沉降。后来到海边，再没有离开，厂里的人都认得我。"
    found = origin(
        register, text=f"{text}\n" + "潮水来了又去。" * 12 + "\n大门上写着：广西华昇新材料有限公司。"
    )
    assert found.unit == "广西华昇"
    assert found.confidence <= 0.25


# --- who passes on ---------------------------------------------------------------------------------

OFFICE = {"address": "zong@hq.example.com", "name": "党群工作部", "signature": "党群工作部\n孟晓冬"}


@pytest.mark.parametrize(
    "evidence",
    [
        {"title": "青海分公司修管道", "text": "青海分公司电解三厂抢修管道。"},
        {"byline": "青海分公司电解三厂"},
        {"text": "抢修管道。\n（青海分公司 马建国）"},
        {"cover": "转青海分公司稿件"},
    ],
)
def test_an_office_at_headquarters_passes_on_what_another_unit_wrote(
    register: Register, evidence: dict[str, str]
) -> None:
    assert origin(register, **OFFICE, **evidence).unit == "青海分公司"


def test_an_office_at_headquarters_is_the_source_of_what_it_does_itself(register: Register) -> None:
    title = "党群工作部赴中州铝业调研"
    found = origin(register, **OFFICE, title=title, text=f"{title}，与党员座谈。")
    assert (found.unit, found.confidence) == ("党群工作部", 1.0)


def test_an_office_that_only_sent_a_piece_is_not_sure_to_be_its_source(register: Register) -> None:
    found = origin(register, address="zong@hq.example.com", text="老槽工的手套\n他补了又补，舍不得扔。")
    assert found.unit == "党群工作部"
    assert found.confidence < SURE


# --- what a letter says of who wrote the document with it --------------------------------------------


@pytest.mark.parametrize(
    "cover",
    [
        "我是包铝电解二厂的张三，请审。",
        "作者单位：包头铝业有限公司电解二厂\n作者：张三",
        "我叫张三，在包头铝业电解二厂工作。",
    ],
)
def test_who_introduces_himself_in_the_letter_is_the_source_and_is_not_sure(
    register: Register, cover: str
) -> None:
    found = origin(register, name="ZS", address="zs@qq.com", title="夜班", text="他又去了槽前。", cover=cover)
    assert (found.unit, found.subunit, found.contributor) == ("包头铝业", "电解二厂", "张三")
    assert found.confidence < SURE
    assert found.reasons[0].startswith("信中自我介绍“")


def test_who_introduces_himself_and_passes_on_what_another_wrote_is_not_the_source(
    register: Register,
) -> None:
    cover = "我是包头铝业综合部的李四，代转中州铝业稿件。"
    found = origin(register, text="树下的人\n这是一个老职工的故事。", cover=cover)
    assert found.unit == "中州铝业"
    assert found.confidence < SURE


def test_a_stranger_who_introduces_himself_stays_unknown(register: Register) -> None:
    found = origin(register, text="包头铝业的同行来访。", cover="我是西南铝业的张三。")
    assert (found.unit, found.reasons[0]) == (None, "自称“西南铝业”，未登记")


# --- names that are hidden -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("evidence", "unit", "subunit"),
    [
        ({"text": "中 铝 矿 业 有 限 公 司 第 二 铝 矿 开展行动。"}, "中铝矿业", "第二铝矿"),
        ({"text": "中　铝　山　东举行比赛。"}, "中铝山东", None),
        (
            {"text": "在广西华\n磊新材料有限公司电解\n铝厂二工区，５Ｓ成了习惯。"},
            "广西华磊",
            "电解铝厂二工区",
        ),
        ({"title": "郑 州", "text": "有色金属研究院 中试基地的夜很静。"}, "郑州研究院", "中试基地"),
        ({"signature": "青海分公司\n电解二厂\n马建国"}, "青海分公司", "电解二厂"),
    ],
)
def test_a_name_set_wide_or_broken_over_lines_is_found(
    register: Register, evidence: dict[str, str], unit: str, subunit: str | None
) -> None:
    found = origin(register, **evidence)
    assert (found.unit, found.subunit) == (unit, subunit)


# --- what editors taught ---------------------------------------------------------------------------

WHO = "zhang@qq.com"
SINCE = "自 2026-11-28 更正第12号来信以来，zhang@qq.com 归 中铝山东"


def test_a_taught_sender_is_told_with_the_letter_and_the_day(register: Register) -> None:
    found = origin(register, address=WHO, text="夜里两点。", taught={WHO: Taught("中铝山东", SINCE)})
    assert (found.unit, found.confidence, found.reasons) == ("中铝山东", 1.0, (SINCE,))


@pytest.mark.parametrize(
    "evidence",
    [
        {"byline": "包头铝业"},
        {"signature": "包头铝业 张三"},
        {"title": "包头铝业植树", "text": "包头铝业植树五百株。"},
        {"cover": "转包头铝业稿件"},
    ],
)
def test_a_taught_sender_of_anothers_piece_is_not_sure(register: Register, evidence: dict[str, str]) -> None:
    found = origin(register, address=WHO, taught={WHO: Taught("中铝山东", SINCE)}, **evidence)
    assert found.confidence < SURE
    assert "包头铝业" in " ".join(found.reasons)


def test_a_sender_who_was_confirmed_for_several_units_is_not_sure_of_the_last(register: Register) -> None:
    taught = {WHO: Taught("中铝山东", SINCE, ("包头铝业",))}
    found = origin(register, address=WHO, text="夜里两点。", taught=taught)
    assert (found.unit, found.confidence < 0.5) == ("中铝山东", True)
    assert found.reasons[-1] == "也可能是包头铝业：zhang@qq.com 也曾归 包头铝业"
    assert origin(register, address=WHO, byline="包头铝业", taught=taught).unit == "包头铝业"


# --- bad input -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text", ["", "一", "电" * 1_000_000, "Nothing of ours. " * 60_000, "１２\t３４\n" * 9_000]
)
def test_text_without_a_name_is_unknown_whatever_its_length(register: Register, text: str) -> None:
    found = origin(register, subject=text, title=text, text=text, signature=text, name=text, file=text)
    assert (found.unit, found.subunit, found.confidence) == (None, None, 0.0)
    assert max(map(len, found.reasons)) < 100


def test_of_a_long_text_only_its_begin_and_its_end_are_read(register: Register) -> None:
    middle = "夜里的灯亮着，没有人说话。" * 400
    assert origin(register, text=f"{middle}包头铝业。{middle}").reasons == ("没有线索指向已登记的单位",)
    assert origin(register, text=f"{middle}\n包头铝业电解一厂 张三").unit == "包头铝业"
