"""Where a Chinese text may be cut: pairs of marks, sentences, clauses."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compose.sentences import Shield, Stretch, clauses, clipped, pairs, sentences, stripped, unpaired

MARKS = "“”‘’「」《》（）()【】\"'，。；：！？、,.;:!?… \n\t\u3000abc12检修完成"
texts = st.text(alphabet=MARKS, max_size=60)


def split(text: str) -> list[str]:
    return [sentence.of(text) for sentence in sentences(text)]


def cut(text: str) -> list[tuple[str, str]]:
    whole = Stretch(0, len(text))
    return [(stretch.of(text), mark) for stretch, mark in clauses(text, whole, Shield(text))]


# --- pairs ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("“好”", ["“好”"]),
        ("《论“实干”》", ["“实干”", "《论“实干”》"]),
        ("（甲（乙）丙）", ["（乙）", "（甲（乙）丙）"]),
        ('他说"好"。', ['"好"']),
        ("没有成对的”和“", []),
        ("“甲《乙”丙", ["“甲《乙”"]),
        ("“上一行\n下一行”", []),
        ("「甲」『乙』【丙】〔丁〕", ["「甲」", "『乙』", "【丙】", "〔丁〕"]),
    ],
)
def test_marks_pair_with_their_partner_on_the_same_line(text: str, found: list[str]) -> None:
    assert [text[opening : closing + 1] for opening, closing in pairs(text)] == found


@pytest.mark.parametrize(
    ("text", "lonely"),
    [
        ("“好”", ""),
        ("甲”乙", "”"),
        ("“甲《乙”丙", "《"),
        ("“甲\n乙”", "“”"),
        ('一"二"三"四', '"'),
        ("（甲）)", ")"),
    ],
)
def test_marks_without_a_partner_are_found(text: str, lonely: str) -> None:
    assert "".join(text[at] for at in unpaired(text)) == lonely


@given(texts)
def test_every_mark_is_either_paired_or_lonely(text: str) -> None:
    partnered = [position for pair in pairs(text) for position in pair]
    assert len(partnered) == len(set(partnered))
    assert not set(partnered) & set(unpaired(text))
    assert all(opening < closing and "\n" not in text[opening:closing] for opening, closing in pairs(text))


def test_a_shield_covers_what_stands_inside_the_outermost_pair_marks_included() -> None:
    text = "甲“乙（丙）”丁"
    shield = Shield(text)
    assert [shield.covers(at) for at in range(len(text))] == [False, *[True] * 6, False]
    assert shield.opening(text.index("”")) == 1
    assert shield.opening(text.index("）")) is None


def test_a_shield_of_one_kind_of_marks_ignores_the_others() -> None:
    shield = Shield("（甲）“乙”", frozenset("“"))
    assert [shield.covers(at) for at in (1, 4)] == [False, True]


def test_a_shield_over_nothing_covers_nothing() -> None:
    assert not Shield("").covers(0)


# --- sentences ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", []),
        ("  \n\u3000", []),
        ("检修完成", ["检修完成"]),
        ("检修完成。机组并网！用电正常？", ["检修完成。", "机组并网！", "用电正常？"]),
        ("真快啊！！！大家都说。", ["真快啊！！！", "大家都说。"]),
        ("产量完成了.指标很好.", ["产量完成了.", "指标很好."]),
        ("产量为48.36万吨。", ["产量为48.36万吨。"]),
        ("第一行没有句号\n第二行。", ["第一行没有句号", "第二行。"]),
        ("他说：“修好了。马上送电。”大家笑了。", ["他说：“修好了。马上送电。”", "大家笑了。"]),
        ("“修好了！”班长说。", ["“修好了！”", "班长说。"]),
        ("“修好了！”的喊声响起。", ["“修好了！”的喊声响起。"]),
        ("开展“学党史。强信念。”活动。", ["开展“学党史。强信念。”活动。"]),
        ("组织“比一比”活动。", ["组织“比一比”活动。"]),
        ("工作（含检修。）完成。", ["工作（含检修。）完成。"]),
        ("检修完成。）后续正常。", ["检修完成。）", "后续正常。"]),
        ("查漏、清洗……样样都干。", ["查漏、清洗……", "样样都干。"]),
        ("查漏……，样样都干。", ["查漏……，样样都干。"]),
        ("\u3000\u3000检修完成。 \t机组并网。", ["检修完成。", "机组并网。"]),
    ],
)
def test_a_text_is_split_where_a_sentence_ends_and_never_inside_a_pair(text: str, found: list[str]) -> None:
    assert split(text) == found


@given(texts)
def test_sentences_lose_nothing_but_blanks_and_keep_their_order(text: str) -> None:
    found = sentences(text)
    ends = [position for sentence in found for position in (sentence.start, sentence.end)]
    assert ends == sorted(ends)
    covered = {position for s in found for position in range(s.start, s.end)}
    assert all(text[at].isspace() for at in range(len(text)) if at not in covered)


@given(texts)
def test_no_sentence_ends_inside_a_pair(text: str) -> None:
    shield = Shield(text)
    for sentence in sentences(text)[:-1]:
        after = sentence.end
        assert not (shield.covers(after - 1) and shield.covers(after) and shield.opening(after - 1) is None)


# --- clauses --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("检修完成，机组并网。", [("检修完成", "，"), ("机组并网", "")]),
        ("产量1,583吨,成本下降。", [("产量1,583吨", ","), ("成本下降", "")]),
        ("会议于10:30召开：开始学习", [("会议于10:30召开", "："), ("开始学习", "")]),
        ("开展“学党史，强信念”活动；效果好！", [("开展“学党史，强信念”活动", "；"), ("效果好", "")]),
        ("检修完成，，机组并网", [("检修完成", "，"), ("机组并网", "")]),
        ("检修、并网", [("检修、并网", "")]),
        ("成本降低210万元.", [("成本降低210万元", "")]),
        ("，。", []),
    ],
)
def test_a_sentence_is_cut_at_its_commas_but_not_inside_pairs_or_numbers(
    text: str, found: list[tuple[str, str]]
) -> None:
    assert cut(text) == found


@given(texts)
def test_clauses_stand_in_order_and_are_never_blank(text: str) -> None:
    for sentence in sentences(text):
        found = clauses(text, sentence, Shield(text))
        ends = [position for stretch, _ in found for position in (stretch.start, stretch.end)]
        assert ends == sorted(ends)
        assert all(stretch.of(text).strip() for stretch, _ in found)


@pytest.mark.parametrize(
    ("start", "end", "found"), [(0, 6, (2, 4)), (2, 4, (2, 4)), (4, 6, (6, 6)), (0, 0, (0, 0))]
)
def test_a_stripped_stretch_stands_without_its_blanks(start: int, end: int, found: tuple[int, int]) -> None:
    assert stripped(" \u3000检修 \ufeff", start, end) == Stretch(*found)


@pytest.mark.parametrize(
    ("text", "limit", "found"),
    [
        ("检修完成，机组并网，用电正常", 30, "检修完成，机组并网，用电正常"),
        ("检修完成，机组并网，用电正常", 12, "检修完成，机组并网"),
        ("检，修完成机组并网用电正常", 12, "检，修完成机组并网用电正"),
        ("检修完成机组并网", 4, "检修完成"),
    ],
)
def test_an_endless_stretch_is_clipped_at_its_last_mark_within_the_limit(
    text: str, limit: int, found: str
) -> None:
    assert clipped(text, Stretch(0, len(text)), limit).of(text) == found


@pytest.mark.parametrize(
    ("text", "shielded"),
    [
        ("他说：“屋里暖，水也热。大家点头。", "“屋里暖，水也热"),
        ("完成检修。屋里暖，水也热。”他说。", "屋里暖，水也热。”"),
        ("开展“学党史活动，组织竞赛。", ""),
        ("他说：“屋里暖，水也热。”大家点头。", "“屋里暖，水也热。”"),
    ],
)
def test_speech_with_one_of_its_marks_is_not_cut_either(text: str, shielded: str) -> None:
    shield = Shield(text)
    assert "".join(sign for at, sign in enumerate(text) if shield.covers(at)) == shielded
