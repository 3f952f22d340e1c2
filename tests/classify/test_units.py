"""Whose is it: who acts is the source, who is only gone to or worked with is not."""

from __future__ import annotations

from typing import Any

import pytest

from classify.evidence import Evidence
from classify.model import Origin, Taught, Unit
from classify.names import mentions
from classify.units import find_origin

Register = tuple[Unit, ...]


def origin(register: Register, **evidence: Any) -> Origin:
    return find_origin(Evidence(**evidence), register)


# --- names in a text -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("中铝山东召开座谈会", ["中铝山东"]),
        ("中铝山东有限公司召开座谈会", ["中铝山东"]),
        ("中铝山西新材料的职工", ["山西新材料"]),
        ("中铝新材料与山西新材料", ["中铝新材料", "山西新材料"]),
        ("广西华昇新材料有限公司", ["广西华昇"]),
        ("中国铝业青海分公司、中铝国贸", ["青海分公司", "中铝国贸集团"]),
        ("某某电厂召开座谈会", []),
        ("", []),
    ],
)
def test_every_spelling_of_a_unit_is_found_the_longest_first(
    register: Register, text: str, names: list[str]
) -> None:
    assert [mention.unit.name for mention in mentions(text, register)] == names


@pytest.mark.parametrize("text", ["山铝老一辈职工", "我爱山铝", "“山铝”精神", "百年山铝，从头再来", "山铝"])
def test_an_alias_of_two_characters_counts_at_the_edge_of_a_word(register: Register, text: str) -> None:
    (mention,) = mentions(text, register)
    assert (mention.unit.name, text[mention.start : mention.end]) == ("中铝山东", "山铝")


@pytest.mark.parametrize(
    "text", ["文山铝业来访", "文山铝业", "山铝业协会", "河山铝材厂", "洪山铝厂", "包铝业"]
)
def test_an_alias_of_two_characters_is_not_found_inside_another_name(register: Register, text: str) -> None:
    assert mentions(text, register) == []


def test_a_mention_says_where_the_name_stands(register: Register) -> None:
    (mention,) = mentions("近日，包头铝业有限公司召开会议", register)
    assert (mention.start, mention.end) == (3, 11)


def test_a_register_without_units_finds_none() -> None:
    assert mentions("中铝山东召开座谈会", ()) == []
    assert find_origin(Evidence(subject="中铝山东"), ()).unit is None


# --- each kind of evidence -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("evidence", "reason"),
    [
        ({"address": "zhaolei@bt.example.com"}, "发件地址 zhaolei@bt.example.com"),
        ({"address": "ZhaoLei@BT.example.com"}, "发件地址 ZhaoLei@BT.example.com"),
        ({"name": "包头铝业宣传科"}, "发件人名称“包头铝业宣传科”"),
        ({"subject": "【投稿】包头铝业五月信息"}, "邮件主题“【投稿】包头铝业五月信息”"),
        ({"title": "包头铝业班车改线"}, "标题“包头铝业”"),
        ({"text": "包头铝业把班车改到家属院门口。"}, "正文开头“包头铝业”"),
        ({"file": "包铝 五月信息.docx"}, "附件名“包铝 五月信息.docx”"),
        ({"byline": "包头铝业电解一厂"}, "文末署名“包头铝业电解一厂”"),
        ({"signature": "赵蕾\n包头铝业有限公司党委工作部"}, "信末落款“赵蕾\n包头铝业有限公司党委工作部”"),
    ],
)
def test_each_kind_of_evidence_alone_names_the_unit_and_says_how(
    register: Register, evidence: dict[str, str], reason: str
) -> None:
    found = origin(register, **evidence)
    assert found.unit == "包头铝业"
    assert found.reasons == (reason,)
    assert 0.4 < found.confidence <= 1.0


def test_an_address_of_a_host_that_only_begins_alike_proves_nothing(register: Register) -> None:
    assert origin(register, address="a@bt.example.com.other.example.com").unit is None


def test_a_kind_of_evidence_counts_once_however_often_it_names_the_unit(register: Register) -> None:
    once = origin(register, title="包头铝业班车改线")
    twice = origin(register, title="包头铝业班车改线，包头铝业职工点赞包头铝业")
    assert twice.reasons[0] == once.reasons[0]
    assert twice.confidence <= once.confidence + 0.1


def test_a_long_subject_is_shortened_in_the_reason(register: Register) -> None:
    (reason,) = origin(register, subject="包头铝业" + "五月信息" * 20).reasons
    assert len(reason) < 45


# --- who acts and who is only mentioned -----------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "公司党委书记一行赴中州铝业调研。",
        "近日，物资部到中州铝业学习备件管理。",
        "营销部与中州铝业签订三年长协合同。",
        "技术中心邀请中州铝业专家讲授沉降槽操作。",
        "来自中州铝业的三名技师作了示范。",
        "团支部走进中州铝业参观展厅。",
        "机动科为中州铝业加工一批衬板。",
        "安全部对中州铝业开展交叉检查。",
        "科研人员联合中州铝业攻关。",
        "青年突击队支援中州铝业检修。",
        "职工代表参加中州铝业举办的技能赛。",
        "一行人前往兄弟单位中州铝业对标。",
        "首批产品发往中州铝业。",
        "学员赴“中州铝业”参观。",
    ],
)
@pytest.mark.parametrize("kind", ["text", "title", "subject", "file"])
def test_a_unit_that_is_only_gone_to_or_worked_with_is_not_the_source(
    register: Register, kind: str, text: str
) -> None:
    found = origin(register, **{kind: text})
    assert (found.unit, found.confidence) == (None, 0.0)
    assert found.reasons == ("只有正文中提到单位，不足以认定", "正文提到“中州铝业”")


def test_who_is_gone_to_stays_a_mention_however_often_the_text_says_so(register: Register) -> None:
    found = origin(
        register,
        subject="赴中州铝业调研",
        title="赴中州铝业学经验",
        text="一行人到中州铝业，与中州铝业座谈，向中州铝业请教。" + "大家对中州铝业的做法印象很深。" * 20,
    )
    assert found.unit is None


@pytest.mark.parametrize(
    "text",
    [
        "调研组赴中州铝业、包头铝业对标。",
        "营销部与中州铝业、中铝国贸集团签订合同。",
        "一行人到中州铝业第一氧化铝厂、广西华磊动力厂学习。",
    ],
)
def test_all_of_several_units_that_are_gone_to_are_mentions(register: Register, text: str) -> None:
    assert origin(register, text=text).unit is None


@pytest.mark.parametrize(
    "text",
    [
        "包头铝业赴中州铝业调研。",
        "近日，包头铝业与中州铝业签订合同。",
        "包头铝业邀请中州铝业专家授课。",
        "赴中州铝业调研归来，包头铝业立即列出清单。",
        "包头铝业、中州铝业联合举办技能赛。",
    ],
)
@pytest.mark.parametrize("kind", ["text", "title", "subject"])
def test_who_acts_is_the_source_beside_whoever_is_mentioned(register: Register, kind: str, text: str) -> None:
    assert origin(register, **{kind: text}).unit == "包头铝业"


def test_a_sender_outweighs_the_unit_his_piece_is_about(register: Register) -> None:
    found = origin(
        register,
        address="weixm@gxfgs.example.com",
        text="工服公司党员突击队承担广西华磊电解槽检修任务，提前两天完工。",
    )
    assert found.unit == "广西分公司"


def test_a_mention_far_down_the_text_is_not_enough(register: Register) -> None:
    found = origin(register, text="车间里的灯亮了一夜。" * 12 + "后来听说中铝山东也是这样做的。")
    assert found.unit is None
    assert found.reasons == ("只有正文中提到单位，不足以认定", "正文提到“中铝山东”")


# --- unknown -------------------------------------------------------------------------------------


def test_without_a_hint_the_unit_stays_unknown(register: Register) -> None:
    found = origin(
        register,
        address="100@mail.example.com",
        name="春暖花开",
        subject="投稿",
        text="夜里两点，机器还在转。",
    )
    assert found == Origin(None, None, None, 0.0, ("没有线索指向已登记的单位",))


def test_a_contractor_that_is_not_registered_stays_unknown(register: Register) -> None:
    found = origin(
        register, name="鑫达建安", subject="鑫达建安公司检修简讯", text="鑫达建安公司完成换衬板任务。"
    )
    assert found.unit is None


def test_an_empty_submission_stays_unknown(register: Register) -> None:
    assert origin(register).unit is None


# --- confidence ----------------------------------------------------------------------------------


def test_evidence_that_agrees_gives_full_confidence(register: Register) -> None:
    found = origin(
        register, address="zhaolei@bt.example.com", subject="包头铝业五月信息", text="包头铝业把班车改线。"
    )
    assert found.confidence == 1.0
    assert len(found.reasons) == 3


def test_one_weak_hint_gives_less_confidence_than_two(register: Register) -> None:
    one = origin(register, file="包头铝业.docx").confidence
    two = origin(register, file="包头铝业.docx", title="包头铝业班车改线").confidence
    assert 0.4 <= one < two <= 1.0


def test_evidence_that_disagrees_lowers_confidence_and_names_the_other_unit(register: Register) -> None:
    found = origin(register, address="zhaolei@bt.example.com", subject="中州铝业五月信息")
    assert found.unit == "包头铝业"
    assert found.confidence == 0.25
    assert found.reasons[-1] == "也可能是中州铝业：邮件主题“中州铝业五月信息”"


def test_a_draw_goes_to_the_first_of_the_register_without_confidence(register: Register) -> None:
    found = origin(register, name="中州铝业", subject="包头铝业五月信息")
    assert (found.unit, found.confidence) == ("中州铝业", 0.0)
    assert "也可能是包头铝业" in found.reasons[-1]


def test_a_byline_outweighs_the_sender_of_a_collection(register: Register) -> None:
    """A parent sends the pieces of several units in one letter; each piece is its own unit's."""
    found = origin(register, address="zong@hq.example.com", byline="青海分公司", text="电解一厂清理料仓。")
    assert found.unit == "青海分公司"


# --- what an editor taught -----------------------------------------------------------------------

SINCE = "自 2026-11-28 更正第12号来信以来，zhaolei@mail.example.com 归 青海分公司"
TAUGHT = {
    "zhaolei@mail.example.com": Taught("青海分公司", SINCE),
    "zhaolei@bt.example.com": Taught("青海分公司", SINCE),
}


def test_a_sender_whom_an_editor_confirmed_wins_without_any_other_hint(register: Register) -> None:
    found = origin(register, address="ZhaoLei@mail.example.com", text="夜里两点，机器还在转。", taught=TAUGHT)
    assert (found.unit, found.confidence) == ("青海分公司", 1.0)
    assert found.reasons == (SINCE,)


def test_what_was_taught_stands_in_place_of_address_and_display_name(register: Register) -> None:
    """The editor corrected just what these two say; they must not win with the next letter again."""
    found = origin(register, address="zhaolei@bt.example.com", name="包头铝业赵蕾", taught=TAUGHT)
    assert (found.unit, found.confidence, found.contributor) == ("青海分公司", 1.0, "赵蕾")


@pytest.mark.parametrize(
    "evidence", [{"title": "包头铝业班车改线", "text": "包头铝业把班车改线。"}, {"subject": "包头铝业信息"}]
)
def test_a_taught_sender_outweighs_what_the_piece_is_about(
    register: Register, evidence: dict[str, str]
) -> None:
    assert origin(register, address="zhaolei@bt.example.com", taught=TAUGHT, **evidence).unit == "青海分公司"


def test_what_was_taught_of_one_sender_says_nothing_of_another(register: Register) -> None:
    assert origin(register, address="qian@mail.example.com", taught=TAUGHT).unit is None


def test_a_taught_unit_that_left_the_register_is_passed_over(register: Register) -> None:
    gone = {"zhaolei@bt.example.com": Taught("已撤销的单位", SINCE)}
    assert origin(register, address="zhaolei@bt.example.com", taught=gone).unit == "包头铝业"


# --- the person ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "person"),
    [
        ("赵蕾", "赵蕾"),
        ("包头铝业赵蕾", "赵蕾"),
        ("包头铝业 赵 蕾", "赵蕾"),
        ("包铝赵蕾", "赵蕾"),
        ("赵蕾（包头铝业）", "赵蕾"),
        ("包头铝业宣传科", None),
        ("包铝", None),
        ("华昇", None),
        ("春暖花开", None),
        ("", None),
    ],
)
def test_the_contributor_is_the_person_in_the_display_name(
    register: Register, name: str, person: str | None
) -> None:
    assert origin(register, name=name).contributor == person


def test_the_person_of_the_byline_is_the_contributor(register: Register) -> None:
    assert origin(register, name="赵蕾", person="李想").contributor == "李想"


def test_an_unknown_unit_still_has_its_contributor(register: Register) -> None:
    found = origin(register, name="李想", text="赴中州铝业调研。")
    assert (found.unit, found.contributor) == (None, "李想")


@pytest.mark.parametrize("name", ["中铝山东党群工作部", "中铝山东有限公司党群工作部", "山铝公司党群工作部"])
def test_a_department_named_like_a_unit_is_that_of_the_company_before_it(name: str) -> None:
    units = (Unit("党群工作部"), Unit("中铝山东", "中铝山东有限公司", ("山铝公司",)))
    assert [mention.unit.name for mention in mentions(name, units)] == ["中铝山东"]
    assert find_origin(Evidence(name=name), units).unit == "中铝山东"


def test_two_units_beside_one_another_with_a_word_between_are_two() -> None:
    units = (Unit("党群工作部"), Unit("中铝山东", "中铝山东有限公司"))
    assert len(mentions("中铝山东与党群工作部", units)) == 2
