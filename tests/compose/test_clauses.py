"""How a news item is read and put together: roles of clauses, speech, who acts, finished text."""

from __future__ import annotations

import pytest

from compose.clauses import Role, read_clauses
from compose.sentences import Shield, Stretch
from compose.subject import chain_at, mention, spellings, subject_of
from compose.told import is_speech, tell
from compose.wording import assemble
from tests.compose.candidates import UNITS


@pytest.mark.parametrize(
    ("words", "role"),
    [
        ("更换阀门17台", Role.ACTION),
        ("为进一步提升管理水平", Role.BACKGROUND),
        ("随着2号机组并网", Role.BACKGROUND),
        ("在“五四”青年节到来之际", Role.BACKGROUND),
        ("认真落实上级部署要求", Role.BACKGROUND),
        ("通过多种形式", Role.ADVERB),
        ("在厂长的带领下", Role.ADVERB),
        ("以安全为主题", Role.ADVERB),
        ("营造了比学赶超的浓厚氛围", Role.PADDING),
        ("有效改善了职工的生活条件", Role.PADDING),
        ("公司领导出席会议并讲话", Role.ATTENDANCE),
        ("天气晴好", Role.PLAIN),
        ("提高了30%", Role.ACTION),
    ],
)
def test_a_clause_has_a_role(words: str, role: Role) -> None:
    (clause,) = read_clauses(words, Stretch(0, len(words)), Shield(words))
    assert clause.role is role


def test_a_verb_inside_a_quotation_does_not_make_an_act() -> None:
    words = "“组织起来、开展竞赛”的标语醒目"
    (clause,) = read_clauses(words, Stretch(0, len(words)), Shield(words))
    assert clause.role is Role.PLAIN


@pytest.mark.parametrize(
    "words",
    [
        "“太好了！”",
        "“这下心里踏实了。”老李笑着说。",
        "班长感慨道：“不容易啊。”",
        "大家一致认为，活动很有意义。",
        "职工们纷纷点赞。",
        "运行班员工高兴地说。",
    ],
)
def test_what_somebody_said_is_speech(words: str) -> None:
    assert is_speech(words)


@pytest.mark.parametrize(
    "words", ["此举受到居民的交口称赞。", "技术员为来宾作了详细介绍。", "更换阀门17台。"]
)
def test_what_happened_is_no_speech(words: str) -> None:
    assert not is_speech(words)


@pytest.mark.parametrize(
    ("text", "usable"),
    [
        ("会议强调，要提高政治站位。", False),
        ("厂长要求，各车间抓好落实。", False),
        ("广西华昇落实上级要求，更换阀门17台。", True),
        ("双方表示将深化合作。", False),
        ("广西华昇更换阀门17台。", True),
        ("厂长介绍，产量达到52万吨。", True),
    ],
)
def test_intentions_and_demands_are_not_printed(text: str, usable: bool) -> None:
    (told,) = tell(text, subject_of("广西华昇", None, text, UNITS))
    assert told.usable is usable


def test_only_the_beginning_of_an_endless_text_is_read() -> None:
    text = "广西华昇更换阀门17台。" * 2000
    assert len(tell(text, subject_of("广西华昇", None, text, UNITS))) == 60


@pytest.mark.parametrize(
    ("text", "chain"),
    [
        ("氧化铝厂蒸发车间党支部组织学习", "氧化铝厂蒸发车间党支部"),
        ("生产技术部召开会议", "生产技术部"),
        ("各党支部开展活动", ""),
        ("3个车间完成检修", ""),
        ("组织部门开展检查", ""),
        ("完成了检修", ""),
        ("支部成立攻关组", "支部"),
    ],
)
def test_an_organisation_is_read_as_a_chain_up_to_its_act(text: str, chain: str) -> None:
    assert chain_at(text, 0, len(text)) == chain


def test_a_unit_is_known_by_all_its_names_the_longest_first() -> None:
    assert spellings("包头铝业", UNITS) == ("包头铝业有限公司", "包头铝业", "包铝")
    assert spellings("谁也不认识", UNITS) == ("谁也不认识",)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("包铝团委", "包头铝业团委"),
        ("包头铝业有限公司", "包头铝业"),
        ("中铝集团", None),
        ("广西华昇团委", None),
        ("天气晴好", None),
    ],
)
def test_the_unit_is_found_where_it_is_named(words: str, found: str | None) -> None:
    subject = subject_of("包头铝业", None, words, UNITS)
    at = mention(words, 0, len(words), subject)
    assert (at[1] if at else None) == found


def test_where_something_happens_the_branch_of_the_party_is_left_out() -> None:
    subject = subject_of("广西华昇", "蒸发车间党支部", "", UNITS)
    assert (subject.label, subject.place) == ("广西华昇蒸发车间党支部", "广西华昇蒸发车间")


# --- putting together -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("parts", "text"),
    [
        (["广西华昇", Stretch(0, 6), "。"], "广西华昇完成检修5台。"),
        ([Stretch(0, 6), "，", "。"], "完成检修5台。"),
        (["，", Stretch(0, 6)], "完成检修5台。"),
        ([Stretch(4, 5), Stretch(7, 8)], "5 6。"),
        (["（", Stretch(0, 6)], "完成检修5台。"),
        (["“", Stretch(0, 6)], "“完成检修5台。"),
        (["好……", "。"], "好……"),
    ],
)
def test_parts_are_joined_into_one_finished_text(parts: list[Stretch | str], text: str) -> None:
    assert assemble("完成检修5台、6台", parts).text == text


def test_stretches_that_touch_are_told_as_one() -> None:
    parts: list[Stretch | str] = [Stretch(4, 6), "，", Stretch(0, 4), Stretch(7, 9)]
    assert assemble("完成检修5台、6台", parts).used == ((0, 6), (7, 9))
