"""Slips, doubled words, first person, and what is left of a letter."""

from __future__ import annotations

import re

import pytest

from compose.model import RemarkKind
from compose.slips import _PLAIN, slips
from tests.compose.candidates import make_piece
from tests.compose.proofreading import told

FORMS = ("compress", "cut", "verbatim", "portrait")


def worded(text: str, form: str = "compress") -> list[str]:
    """The remarks on the words of a text."""
    return told(RemarkKind.WORDING, make_piece(text), form=form)


def left(text: str, form: str = "compress") -> list[str]:
    """The remarks on what a letter has left in a text."""
    return told(RemarkKind.LEFTOVER, make_piece(text), form=form)


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("践性新发展理念。", "践行"),
        ("每天坚持一些巡检。", "坚持一线"),
        ("回答了安全防护及自救问，增强意识。", "自救问题"),
        ("截止4月底，完成30台。", "截至"),
        ("截止目前，完成30台。", "截至"),
        ("按排专人值守。", "安排"),
        ("大部份职工参加。", "部分"),
        ("项目如期峻工。", "竣工"),
        ("检修己经完成。", "已经"),
        ("全部己完成整改。", "已"),
        ("做为一名党员。", "作为"),
        ("习近乎总书记强调。", "习近平"),
        ("坚定“四个意识”。", "增强“四个意识”"),
        ("完善台帐。", "台账"),
    ],
)
def test_a_slip_is_named_with_what_was_meant(text: str, right: str) -> None:
    for form in FORMS:
        (words,) = worded(text, form)
        assert f"（应为“{right}”）" in words


@pytest.mark.parametrize(
    "text",
    [
        "活动实践性强，突出实践性。",
        "坚持一些好的做法。",
        "回答了自救问题。",
        "报名截止4月底，截止时间另行通知。",
        "按排名先后发言，按排放标准执行。",
        "内部份额提高。",
        "完成严峻工作。",
        "讲述自己经历的故事，自己经常加班，自己完成。",
        "看做为人的根本。",
        "周末发现隐患，年末完成检修。",
        "增强“四个意识”、坚定“四个自信”、做到“两个维护”。",
        "习惯彻底改变，一贯切实负责，地震奋战，成功坚持。",
    ],
)
def test_the_same_characters_in_another_word_are_no_slip(text: str) -> None:
    assert slips(text) == []


def test_no_slip_is_part_of_what_it_is_put_right_to() -> None:
    assert all(wrong != right and wrong not in right for wrong, right in _PLAIN.items())
    assert all(re.fullmatch(r"[\u4e00-\u9fff]{2,6}", word) for pair in _PLAIN.items() for word in pair)


@pytest.mark.parametrize(
    "text",
    ["开展的的活动。", "进行进行检修。", "完成了了任务。", "党史学习党史学习。", "职工在在现场。"],
)
def test_doubled_words_are_named(text: str) -> None:
    for form in FORMS:
        (words,) = worded(text, form)
        assert words.startswith("词语重复")


@pytest.mark.parametrize(
    "text",
    [
        "有的放矢，目的的确明确。",
        "为了了解情况，了解了解职工。",
        "一个一个解决，一项一项落实，很多很多。",
        "讲着讲着流下泪，能不能不停机。",
        "家家户户、高高兴兴、兢兢业业。",
        "工作存在在用设备老化的问题，共和和平。",
        "班组班组长，大家加油加油。",
        "参与与会人员讨论，面对对手，将将士送到。",
    ],
)
def test_words_that_may_stand_twice_are_left_alone(text: str) -> None:
    assert worded(text) == []


# --- what is left of the letter -------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "我公司完成检修。",
        "检修由我厂完成。",
        "本报讯 广西华昇完成检修。",
        "近日，广西华昇完成检修。",
        "完成检修。日前，机组并网。",
        "我们组织了检修。",
        "记者从会上获悉。",
    ],
)
def test_the_voice_of_the_letter_is_named_where_the_desk_speaks(text: str) -> None:
    for form in ("compress", "portrait"):
        assert any(words.startswith("仍是来稿口吻") for words in left(text, form))
    for form in ("cut", "verbatim"):
        assert left(text, form) == []


@pytest.mark.parametrize(
    "text",
    [
        "提出“我公司要争先”。",
        "我国首台机组投产。",
        "我们党历来重视职工。",
        "自我公司化改革以来。",
        "送上一本厂史，基本公司制改革完成。",
        "截至近日，完成30台。",
        "我部署了工作。",
    ],
)
def test_a_quotation_and_the_country_may_say_we(text: str) -> None:
    assert left(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "完成检修。附件：名单",
        "完成检修，详见附件1。",
        "图为检修现场。",
        "完成检修（张三 供稿）",
        "供稿：动力厂",
        "联系电话：0771-2345678",
        "请电13812345678。",
        "详见https://example.com/a。",
        "发至news@example.com。",
        "来源：新华网",
        "完成检修👍。",
        "● 完成检修。",
        "点击上方蓝字。",
        "审核：李四",
        "请查收。",
    ],
)
def test_what_belongs_to_the_letter_and_not_to_the_news_is_named_in_every_form(text: str) -> None:
    for form in FORMS:
        assert any(words.startswith("不该印出") for words in left(text, form))


@pytest.mark.parametrize(
    "text",
    [
        "第3项应为5项，请帮忙改一下。",
        "班组完成检修，谢谢！",
        "老师您好，班组完成检修。",
        "麻烦您看看，班组完成检修。",
        "上周这篇忘发了。",
        "担心邮箱有误，再发一次。",
        "如来得及请用在本期。",
        "稿件转覃主任。",
        "蒙主任：班组完成检修。",
        "班组完成检修。韦大山 5月6日",
    ],
)
def test_what_the_sender_says_to_the_desk_is_named(text: str) -> None:
    for form in FORMS:
        assert any(words.startswith("不该印出") for words in left(text, form))


@pytest.mark.parametrize(
    "text",
    [
        "不怕麻烦，不嫌琐碎。",
        "职工说：“谢谢！谢谢你们！”",
        "职工激动地说：“请帮忙转告老师，您好！”",
        "车间主任：一岗双责的带头人",
        "班组于5月6日完成检修。",
        "再发一份光，重新发电。",
    ],
)
def test_thanks_in_a_quotation_and_other_words_are_no_covering_note(text: str) -> None:
    assert [words for words in left(text, "cut") if words.startswith("不该印出")] == []


@pytest.mark.parametrize(
    "text",
    [
        "意图为企业降本，企图为难。",
        "职工积极投稿，全年供稿200篇。",
        "车间公布了联系方式和举报电话。",
        "设备运转自如，打造示范公众号。",
        "扫码点餐、扫码支付，扫描二维码答题。",
        "二○二一年，编号2021138123456789。",
        "①完成检修；②并网。温度65℃。",
        "信息来源广泛，审核通过。",
    ],
)
def test_news_about_such_things_is_left_alone(text: str) -> None:
    assert left(text) == []
