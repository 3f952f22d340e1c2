"""Units as the register has them, and one spelling for each person."""

from __future__ import annotations

import pytest

from compose import proof_persons
from compose.homophones import confusable, one_slip
from compose.model import DraftColumn, DraftGroup, DraftParagraph, Piece, RemarkKind
from compose.proof import proof
from compose.proof_names import _spellings_of
from tests.compose.candidates import UNITS, make_piece
from tests.compose.proofreading import MAY, told

FORMS = ("compress", "cut", "verbatim", "portrait")


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("玲", "铃", True),
        ("昇", "升", True),
        ("振", "震", True),
        ("国", "囯", False),
        ("已", "己", True),
        ("晴", "睛", True),
        ("林", "玲", True),
        ("国", "军", False),
        ("玲", "玲", False),
        ("a", "b", False),
    ],
)
def test_characters_that_sound_or_look_alike_are_confusable(one: str, other: str, alike: bool) -> None:
    assert confusable(one, other) is alike
    assert confusable(other, one) is alike


def test_one_slip_is_one_confusable_character_and_no_more() -> None:
    assert one_slip("徐云铃", "徐云玲")
    assert not one_slip("徐芸铃", "徐云玲")
    assert not one_slip("徐云", "徐云玲")
    assert not one_slip("徐云国", "徐云玲")


# --- units ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "written", "right"),
    [
        ("广西华升完成检修。", "广西华升", "广西华昇"),
        ("到广西华雷检修。", "广西华雷", "广西华磊"),
        ("中洲铝业完成检修。", "中洲铝业", "中州铝业"),
        ("包头吕业完成检修。", "包头吕业", "包头铝业"),
        ("郑州研究苑召开会议。", "郑州研究苑", "郑州研究院"),
        ("中吕山东有限公司投产。", "中吕山东有限公司", "中铝山东有限公司"),
        ("广西分公司后勤服物中心修整绿地。", "后勤服物中心", "后勤服务中心"),
    ],
)
def test_a_registered_name_with_one_wrong_character_is_named_with_the_right_one(
    text: str, written: str, right: str
) -> None:
    for form in FORMS:
        found = told(RemarkKind.UNIT_NAME, make_piece(text), form=form)
        assert any(f"“{written}”（登记为“{right}”）" in words for words in found)


@pytest.mark.parametrize(
    "text",
    [
        "广西华昇、广西华磊、中州铝业、包头铝业完成检修。",
        "山西分公司、江西分公司派员学习。",
        "河南铝业、山东铝业、中铝河南、中铝山西新材料派员学习。",
        "第一氧化铝厂和第二氧化铝厂。",
        "包头钢业、郑州研究所来访。",
    ],
)
def test_registered_names_and_those_of_others_are_no_slips(text: str) -> None:
    found = [words for form in FORMS for words in told(RemarkKind.UNIT_NAME, make_piece(text), form=form)]
    assert not any("疑有误" in words for words in found)


def test_every_registered_spelling_is_found_from_both_of_its_halves() -> None:
    known = _spellings_of(UNITS)
    rows = {row for found in known.halves.values() for row in found}
    assert {name for name, _ in rows} == set(known.whole)
    assert all({(name, 0), (name, len(name) // 2)} <= rows for name in known.whole)


def test_what_stands_in_brackets_behind_a_paragraph_is_read_too() -> None:
    paragraph = DraftParagraph((make_piece("感谢师傅。"),), "广西分公司后勤服物中心 韦小明")
    column = DraftColumn("悟心之语", "悟心之语", (DraftGroup(None, (paragraph,)),))
    (found,) = proof([column], units=UNITS, plans=(), window=MAY)
    assert "“后勤服物中心”（登记为“后勤服务中心”）" in found.text


def test_a_company_under_another_legal_form_is_named() -> None:
    (words,) = told(RemarkKind.UNIT_NAME, make_piece("中铝矿业有限责任公司投产。"), form="verbatim")
    assert words == "单位全称与登记不同：“中铝矿业有限责任公司”（登记为“中铝矿业有限公司”）"
    assert told(RemarkKind.UNIT_NAME, make_piece("中铝矿业有限公司投产。"), form="verbatim") == []


@pytest.mark.parametrize("form", ["compress", "portrait"])
def test_a_unit_under_another_of_its_names_is_named_where_the_desk_speaks(form: str) -> None:
    (words,) = told(RemarkKind.UNIT_NAME, make_piece("中铝贵州员工到华昇新材料学习。"), form=form)
    assert words == "同一单位名称不一：“华昇新材料”（本刊写作“广西华昇”）"


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("山铝人迎来新的春天。", "compress"),
        ("讲述“山铝精神”。", "compress"),
        ("在山铝工作三十年。", "cut"),
        ("山铝完成检修。", "verbatim"),
        ("中铝山东完成检修。", "compress"),
    ],
)
def test_a_short_name_that_is_said_on_purpose_or_by_others_is_left_alone(text: str, form: str) -> None:
    assert told(RemarkKind.UNIT_NAME, make_piece(text, unit="中铝山东"), form=form) == []


# --- persons ----------------------------------------------------------------------------------------


def named(*pieces: Piece, form: str = "cut") -> list[str]:
    """The remarks on people's names."""
    return told(RemarkKind.PERSON_NAME, *pieces, form=form)


def test_two_spellings_between_two_attributions_are_named_once_with_both_places() -> None:
    first = make_piece("感谢师傅。", 1, contributor="徐云玲")
    second = make_piece("我要努力。", 2, contributor="徐云铃")
    third = make_piece("我要学习。", 3, contributor="徐云铃")
    assert named(first, second, third) == ["署名“徐云铃”与开新之局第1段署名“徐云玲”只差一个字，是否同一人"]


def test_a_name_in_the_text_is_compared_with_the_attribution() -> None:
    assert named(make_piece("徐云铃说：“我要努力。”", 1, contributor="徐云玲")) == [
        "正文“徐云铃”与署名“徐云玲”只差一个字，是否同一人"
    ]


def test_the_lead_of_a_portrait_is_compared_with_its_text() -> None:
    one = make_piece("山西新材料贺振中。积极向上。贺震中每天蹲点工地。", 1, unit="山西新材料")
    assert named(one, form="portrait") == ["正文“贺震中”与段首“贺振中”只差一个字，是否同一人"]


def test_a_name_called_by_its_post_is_compared_with_others() -> None:
    first = make_piece("班长周立群带领大家抢修。", 1)
    second = make_piece("会后，周利群，这位老矿工笑了。", 2)
    assert len(named(first, second, form="compress")) == 1


def test_the_sender_is_compared_with_the_attribution() -> None:
    (words,) = named(make_piece("感谢师傅。", 1, contributor="徐云玲", sender="徐云铃"))
    assert words.startswith("发件人“徐云铃”与署名“徐云玲”")


def test_names_of_two_characters_are_one_person_only_in_one_piece() -> None:
    one, other = make_piece("感谢师傅。", 1, contributor="张丽"), make_piece("我要。", 2, contributor="张莉")
    assert named(one, other) == []
    assert len(named(make_piece("感谢师傅。", 1, contributor="张丽", sender="张莉"))) == 1


@pytest.mark.parametrize(
    ("names", "units"),
    [
        (("王建国", "王建军"), ("广西华昇", "广西华昇")),
        (("徐云玲", "徐云玲"), ("广西华昇", "广西华昇")),
        (("徐云玲", "徐云铃"), ("广西华昇", "包头铝业")),
        (("徐云玲", "许云铃"), ("广西华昇", "广西华昇")),
    ],
)
def test_brothers_namesakes_and_people_of_two_units_are_left_alone(
    names: tuple[str, str], units: tuple[str, str]
) -> None:
    pieces = [
        make_piece("努力学习。", item, contributor=name, unit=unit)
        for item, (name, unit) in enumerate(zip(names, units, strict=True), 1)
    ]
    assert named(*pieces) == []


def test_many_names_are_never_compared_all_with_all(monkeypatch: pytest.MonkeyPatch) -> None:
    """Six hundred authors whose names differ in one character: each is compared with a few."""
    compared: list[str] = []

    def counted(written: str, right: str) -> bool:
        compared.append(written)
        return one_slip(written, right)

    monkeypatch.setattr(proof_persons, "one_slip", counted)
    given = [chr(0x4E00 + 7 * n) for n in range(600)]
    pieces = [make_piece("努力学习。", item, contributor=f"王{sign}林") for item, sign in enumerate(given, 1)]
    named(*pieces)
    assert 600 < len(compared) <= 2 * 16 * 600


@pytest.mark.parametrize(
    ("printed", "written"),
    [
        ("中州铝业公司中层管理人员31人到会。", "“中州铝业公司”（登记为“中州铝业”）"),
        ("到广西华昇集团公司学习。", "“广西华昇集团公司”（登记为“广西华昇”）"),
        ("包头铝业分公司完成检修。", "“包头铝业分公司”（登记为“包头铝业”）"),
    ],
)
def test_a_name_made_of_a_registered_one_and_a_word_is_named(printed: str, written: str) -> None:
    for form in ("compress", "portrait"):
        found = told(RemarkKind.UNIT_NAME, make_piece(printed), form=form)
        assert f"单位名称不是登记的写法：{written}" in found


@pytest.mark.parametrize(
    "text",
    ["青海分公司完成检修。", "中铝矿业有限公司完成检修。", "中铝国贸集团完成检修。", "包头铝业公布名单。"],
)
def test_a_registered_name_is_no_made_one(text: str) -> None:
    found = told(RemarkKind.UNIT_NAME, make_piece(text))
    assert [words for words in found if "登记的写法" in words] == []
