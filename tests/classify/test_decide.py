"""Which column: what was stated, then what the rules say, and how far that can be trusted."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from classify.decide import place
from classify.model import Bounds, Column, Cues, Label, Level, Near, Opinion, Placement, Rule, Scope

OUTPUT = Column("开新之局", rules=(Rule("产量", 2.0), Rule("安全", 0.5)))
YOUTH = Column("听青之声", rules=(Rule("团委", 3.0), Rule("青年", 1.5)))
PARTY = Column(
    "践铝之行",
    ("学习篇", "实事篇"),
    (Rule("党史", 2.0, group="学习篇"), Rule("食堂", 2.0, group="实事篇"), Rule("党支部", 1.0)),
)
HONOURS = Column(
    "展事迹·学风采",
    rules=(Rule("劳动模范", 3.0),),
    group_pattern=r"(?:\d{4}年)?(?:集团)?(?:劳动模范|先进集体)",
)
PLAN = (PARTY, OUTPUT, YOUTH, HONOURS)


PAD = "当日天晴无风，众人一早到齐，诸事顺遂。"
"""What makes a few words long enough to be judged, and says nothing."""


LONG = "".join(chr(0x4E00 + 7 * n) for n in range(200))
"""Two hundred characters that are all different, and say nothing."""


def placed(
    text: str,
    title: str | None = None,
    plan: tuple[Column, ...] = PLAN,
    opinion: Opinion | None = None,
    **cues: Any,
) -> Placement:
    return place(plan, Cues(title, text + PAD, **cues), opinion)


# --- by the rules --------------------------------------------------------------------------------


def test_the_weightiest_column_is_chosen_with_what_spoke_for_it() -> None:
    found = placed("四月产量创新高，安全无事故。")
    assert (found.column, found.group) == ("开新之局", None)
    assert found.reasons == ("含“产量”（+2）", "含“安全”（+0.5）")
    assert not found.decided


def test_the_reasons_are_the_four_weightiest() -> None:
    plan = (Column("甲", rules=tuple(Rule(word, n) for n, word in enumerate("风雨雷电云", 1))),)
    assert placed("云电雷雨风", plan=plan).reasons == (
        "含“云”（+5）",
        "含“电”（+4）",
        "含“雷”（+3）",
        "含“雨”（+2）",
    )


def test_a_rule_that_matches_no_character_still_is_a_reason() -> None:
    assert placed("产量", plan=(Column("甲", rules=(Rule("(?=产量)", 1.0),)),)).reasons == ("规则命中",)


def test_a_rule_of_a_group_speaks_for_that_group_and_one_of_the_column_for_all() -> None:
    found = placed("党支部学党史。")
    assert (found.column, found.group) == ("践铝之行", "学习篇")
    assert found.reasons == ("含“党史”（+2）", "含“党支部”（+1）")
    assert placed("党支部办好食堂。").group == "实事篇"


def test_a_negative_weight_speaks_against() -> None:
    plan = (OUTPUT, Column("乙", rules=(Rule("产量", 2.5), Rule("四月", -1.0))))
    assert placed("产量创新高。", plan=plan).column == "乙"
    assert placed("四月产量创新高。", plan=plan).column == "开新之局"


def test_a_prior_decides_where_no_rule_speaks_and_gives_way_where_one_does() -> None:
    plan = (YOUTH, Column("开新之局", prior=0.5))
    assert placed("晴。", plan=plan).column == "开新之局"
    assert placed("青年上岗。", plan=plan).column == "听青之声"


def test_what_is_named_about_an_item_speaks_for_its_column() -> None:
    plain = placed("车间换上新灯。", around="五月信息")
    named = placed("车间换上新灯。", around="【听青之声】五月信息")
    assert (plain.column, named.column) == ("践铝之行", "听青之声")
    assert named.reasons == ("含“听青之声”（+2.5）",)
    assert named.confidence < 1.0


def test_the_others_are_named_with_their_share_best_first() -> None:
    found = placed("团委组织青年保产量，学党史。")
    assert found.column == "听青之声"
    assert [option[:2] for option in found.alternatives] == [("践铝之行", "学习篇"), ("开新之局", None)]
    shares = [found.confidence, *(share for _, _, share in found.alternatives)]
    assert shares == sorted(shares, reverse=True)
    assert sum(shares) <= 1.0


def test_hardly_possible_columns_are_not_named() -> None:
    found = placed("团委、青年、团委。")
    assert all(share >= 0.02 for _, _, share in found.alternatives)
    assert len(found.alternatives) < 4


def test_a_draw_goes_to_the_order_of_the_issue() -> None:
    plan = (Column("甲", rules=(Rule("风", 1.0),)), Column("乙", rules=(Rule("雨", 1.0),)))
    assert placed("雨风", plan=plan).column == "甲"
    assert placed("雨风", plan=plan[::-1]).column == "乙"


# --- how far it can be trusted -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("团委组织青年交流。", Level.PROBABLE),
        ("青年保安全。", Level.DOUBTFUL),
        ("团委与党支部共建食堂。", Level.DOUBTFUL),
        ("团委、青年与党支部共建食堂。", Level.PROBABLE),
        ("晴空万里。", Level.DOUBTFUL),
    ],
)
def test_the_level_follows_the_share_and_rules_alone_are_never_sure(text: str, level: Level) -> None:
    assert placed(text).level is level


def test_without_any_hit_an_item_is_put_first_and_marked_doubtful() -> None:
    found = placed("晴空万里。")
    assert (found.column, found.group, found.level) == ("践铝之行", "学习篇", Level.DOUBTFUL)
    assert found.reasons == ("没有规则命中，也没有相近的例子，按栏目和组别的次序暂放",)
    assert found.confidence == pytest.approx(1 / 5, abs=0.001)


def test_a_column_that_is_left_over_because_others_are_ruled_out_is_doubtful() -> None:
    """That nothing speaks for it must not pass for certainty."""
    plan = (Column("甲", rules=(Rule("风", -6.0),)), Column("乙"))
    found = placed("风", plan=plan)
    assert (found.column, found.level) == ("乙", Level.DOUBTFUL)


def test_a_column_against_which_less_was_said_than_against_the_others_is_doubtful() -> None:
    plan = (Column("甲", rules=(Rule("风", -1.0),)), Column("乙", rules=(Rule("风", -6.0),)))
    found = placed("风", plan=plan)
    assert (found.column, found.level) == ("甲", Level.DOUBTFUL)


def test_the_only_column_is_no_certainty_either() -> None:
    assert placed("晴空万里。", plan=(OUTPUT,)).level is Level.DOUBTFUL
    assert placed("产量创新高。", plan=(OUTPUT,)).level is Level.PROBABLE


def test_the_same_item_is_always_placed_alike() -> None:
    assert placed("团委组织青年保产量。") == placed("团委组织青年保产量。")


# --- stated --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "stated",
    [
        "开新之局",
        "【开新之局】",
        "开 新 之 局",
        "开·新·之·局",
        "（开新之局）",
        "开新之局（续）",
        "开新之局：生产",
    ],
)
def test_a_stated_column_wins_over_every_rule_dots_blanks_and_brackets_aside(stated: str) -> None:
    found = placed("团委组织青年学党史。", column=stated)
    assert found == Placement("开新之局", None, 1.0, Level.SURE, (f"来稿中标明“{stated}”",))


def test_a_column_with_a_dot_is_stated_without_it_too() -> None:
    assert placed("晴。", column="展事迹学风采（连载之二）").column == "展事迹·学风采"


def test_a_stated_group_names_its_column_too() -> None:
    found = placed("团委学党史。", group="【实事篇】")
    assert (found.column, found.group, found.confidence) == ("践铝之行", "实事篇", 1.0)
    assert found.reasons == ("来稿中标明“【实事篇】”",)


def test_of_column_and_group_stated_together_both_hold() -> None:
    found = placed("团委学党史。", column="践铝之行", group="实事篇")
    assert (found.column, found.group, found.level) == ("践铝之行", "实事篇", Level.SURE)


def test_a_group_that_two_columns_have_is_that_of_the_stated_column() -> None:
    plan = (Column("甲", ("综合篇",)), Column("乙", ("综合篇",)))
    assert placed("晴。", plan=plan, column="乙", group="综合篇").column == "乙"
    assert placed("晴。", plan=plan, group="综合篇").column == "甲"


def test_of_two_columns_that_begin_alike_the_longer_name_is_meant() -> None:
    plan = (Column("党建"), Column("党建之窗"))
    assert placed("晴。", plan=plan, column="党建之窗").column == "党建之窗"
    assert placed("晴。", plan=plan, column="党建").column == "党建"


def test_the_group_of_a_stated_column_is_as_sure_as_the_rules_are() -> None:
    found = placed("食堂换上新灶。", column="践铝之行")
    assert (found.column, found.group, found.level) == ("践铝之行", "实事篇", Level.PROBABLE)
    assert found.confidence < 1.0
    assert found.reasons == ("来稿中标明“践铝之行”", "含“食堂”（+2）")


def test_a_group_that_had_to_be_guessed_is_doubtful_though_its_column_was_stated() -> None:
    found = placed("晴空万里。", column="践铝之行")
    assert (found.column, found.group, found.level) == ("践铝之行", "学习篇", Level.DOUBTFUL)
    assert found.reasons == ("来稿中标明“践铝之行”", "没有规则命中，也没有相近的例子，按栏目和组别的次序暂放")
    assert [option[:2] for option in found.alternatives] == [("践铝之行", "实事篇")]


@pytest.mark.parametrize(
    ("column", "group"),
    [("读者来信", None), (None, "读者篇"), ("", ""), ("·", "【】"), ("读者来信", "读者篇")],
)
def test_a_heading_that_names_no_column_leaves_it_to_the_rules(column: str | None, group: str | None) -> None:
    found = placed("团委组织青年交流。", column=column, group=group)
    assert found == placed("团委组织青年交流。")


# --- groups that the items name ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("stated", "title", "text", "group"),
    [
        ("【2021年集团先进集体】", "集团劳动模范李想", "他是劳动模范。", "2021年集团先进集体"),
        (None, "2021年集团劳动模范李想", "他获评先进集体的班长。", "2021年集团劳动模范"),
        (None, "李想事迹", "李想获评2020年劳动模范。", "2020年劳动模范"),
        (None, None, "李想是集团劳动模范。", "集团劳动模范"),
        (None, "李想事迹", "他每天提前到岗。", None),
        (None, None, LONG + "他是劳动模范。", None),
    ],
)
def test_the_group_is_named_by_heading_title_or_lead_in_this_order(
    stated: str | None, title: str | None, text: str, group: str | None
) -> None:
    found = placed(text, title, column="展事迹·学风采", group=stated)
    assert (found.column, found.group) == ("展事迹·学风采", group)


def test_a_group_is_named_by_an_item_that_the_rules_placed_too() -> None:
    found = placed("李想获评2020年劳动模范。", "李想事迹")
    assert (found.column, found.group) == ("展事迹·学风采", "2020年劳动模范")


def test_a_column_without_such_groups_takes_none_from_the_words() -> None:
    assert placed("产量创新高，他是2020年劳动模范。", column="开新之局").group is None


# --- the shipped columns ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "text", "column", "group"),
    [
        (
            "团委办起夜读会",
            "分厂团委组织四十名团员青年开展夜读活动，青年职工轮流领读，评出五名“青春领读人”。",
            "听青之声",
            None,
        ),
        (
            "党员突击队抢修空压机",
            "电解车间党员突击队连续奋战九小时，抢修空压机，党员带头钻进机壳排查隐患，设备当晚恢复运行。",
            "践铝之行",
            "党旗在基层一线高高飘扬篇",
        ),
        (
            "浴室装上了新锅炉",
            "分厂把办实事落到细处，为浴室更换锅炉，给宿舍加装空调，困难职工收到慰问金。",
            "践铝之行",
            "为群众办实事篇",
        ),
        (
            "学习党史心得体会",
            "作为一名老机修工，我深受教育。我将把工具箱擦亮，我要带好徒弟，让我的班组少停一次机。",
            "悟心之语",
            None,
        ),
        (
            "四月指标再刷新",
            "四月份氧化铝产量完成十六万吨，同比增长百分之五，单位成本下降三十元/吨，利润超计划八百万元。",
            "开新之局",
            None,
        ),
        (
            "2021年中铝集团劳动模范事迹材料",
            "她始终守在化验台前，先后改进六种取样方法，荣获多项荣誉称号，是大家公认的行家。",
            "展事迹·学风采",
            "2021年中铝集团劳动模范",
        ),
        (
            "习近平总书记强调青山常在",
            "习近平总书记在考察时强调，要让青山常在、绿水长流。（新华社）",
            "学·习之路",
            None,
        ),
    ],
)
def test_a_plain_case_of_each_column_is_placed_there(
    columns: tuple[Column, ...], title: str, text: str, column: str, group: str | None
) -> None:
    found = place(columns, Cues(title, text))
    assert (found.column, found.group) == (column, group)
    assert found.level is not Level.DOUBTFUL


def test_every_stated_column_and_group_of_the_shipped_plan_is_found(columns: tuple[Column, ...]) -> None:
    for column in columns:
        assert place(columns, Cues(None, "晴。", column.name)).column == column.name
        for group in column.groups:
            found = place(columns, Cues(None, PAD, group=group))
            assert (found.column, found.group, found.level) == (column.name, group, Level.SURE)


def test_a_scope_beyond_the_lead_is_seen_by_the_rules_that_ask_for_it() -> None:
    plan = (Column("甲"), Column("乙", rules=(Rule("新华社", 2.0, Scope.TEXT),)))
    assert placed("风" * 300 + "（新华社）", plan=plan).column == "乙"


# --- what the examples say -----------------------------------------------------------------------


def said(
    share: float = 0.9, label: Label = ("听青之声", None), examples: int = 40, near: tuple[Near, ...] = ()
) -> Opinion:
    """An opinion that gives one label a share, and the rest to the others alike."""
    labels: list[Label] = [(c.name, group) for c in PLAN for group in (c.groups or (None,))]
    rest = (1 - share) / (len(labels) - 1)
    shares = {one: share if one == label else rest for one in labels}
    return Opinion(shares, dict.fromkeys(labels, examples), {label: ("岗位练兵", "师徒")}, near)


def test_what_was_learned_decides_where_the_rules_are_silent() -> None:
    found = placed("师徒结对。", opinion=said(0.97))
    assert (found.column, found.level) == ("听青之声", Level.SURE)
    assert found.reasons == ("本栏40个例子中常见“岗位练兵”“师徒”",)


def test_rules_weigh_the_less_the_more_examples_there_are() -> None:
    few = placed("产量创新高。", opinion=said(0.6, examples=5))
    many = placed("产量创新高。", opinion=said(0.6, examples=400))
    assert (few.column, many.column) == ("开新之局", "听青之声")


def test_the_rules_alone_speak_for_a_column_that_has_no_examples() -> None:
    opinion = said(0.9)
    bare = Opinion(
        {label: share for label, share in opinion.shares.items() if label[0] != "展事迹·学风采"},
        {label: count for label, count in opinion.examples.items() if label[0] != "展事迹·学风采"},
        opinion.words,
    )
    assert placed("他是劳动模范。", opinion=bare).column == "展事迹·学风采"
    assert placed("师徒结对。", opinion=bare).column == "听青之声"


def test_what_an_editor_put_right_draws_what_is_like_it_and_is_named_first() -> None:
    near = Near(("开新之局", None), "师徒结对三年", "2021-05-06改定第7条", corrected=True, likeness=0.6)
    found = placed("师徒结对。", opinion=said(0.7, near=(near,)))
    assert found.column == "开新之局"
    assert found.reasons[0] == "自2021-05-06改定第7条以来：与“师徒结对三年”相近（60%）"


def test_what_is_hardly_like_a_correction_is_not_drawn_by_it() -> None:
    near = Near(("开新之局", None), "师徒结对三年", "2021-05-06改定第7条", corrected=True, likeness=0.1)
    assert placed("师徒结对。", opinion=said(0.7, near=(near,))).column == "听青之声"


def test_a_printed_piece_that_is_like_an_item_is_a_reason_with_its_issue() -> None:
    near = Near(("听青之声", None), "师徒同台比武", "2021年第8期", likeness=0.4)
    found = placed("师徒结对。", opinion=said(0.9, near=(near,)))
    assert "自2021年第8期以来：与“师徒同台比武”相近（40%）" in found.reasons


def test_a_sure_placement_leads_the_next_by_far() -> None:
    shares = dict.fromkeys(said().shares, 0.0) | {("听青之声", None): 0.8, ("开新之局", None): 0.2}
    opinion = Opinion(shares, dict.fromkeys(shares, 40), {})
    bounds = Bounds(sure=0.7, probable=0.5, gap=0.7)
    cues = Cues(None, "师徒结对。" + PAD)
    assert place(PLAN, cues, opinion, bounds).level is Level.PROBABLE
    assert place(PLAN, cues, opinion, Bounds(sure=0.7, probable=0.5, gap=0.5)).level is Level.SURE


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "没有文字，无法判断"),
        ("   \n\t ", "没有文字，无法判断"),
        ("产量", "只有2个字，无法判断"),
        ("团委青年" * 6000, "全文24000字，不像一条稿件，只按开头判断"),
        ("The youth league of the plant held a meeting about production yesterday.", "不是中文，无法判断"),
        ("Комсомольцы завода провели субботник, собрали 40 тонн лома", "不是中文，无法判断"),
        ("産量ガ増エタ。コノ工場ノ青年タチハ今日モ働イテイル。オメデトウゴザイマス。", "不是中文，无法判断"),
        (
            "产量 1203 1180 98.3% 1211 1190\n1175 1166 99.2 1180 1201 99.8 3002 3111 95.7",
            "多是数字，看不出内容",
        ),
        ("今日、工場の青年たちは党の歴史を学習して、大きな収穫を得ました。", "不是中文，无法判断"),
        ("黼黻絺绣，簠簋尊彝，阊阖旃旌，氍毹璎珞，皆古器也。", "多是生僻字或繁体字，也可能是乱码，无法判断"),
        (
            "涓摑灞变笢鍙紑浼氳锛屼細璁湪浜屾ゼ涓捐锛屽埌浼氫笁鍗佷汉銆�",
            "多是生僻字或繁体字，也可能是乱码，无法判断",
        ),
        ("🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉", "不是中文，无法判断"),
    ],
)
def test_what_cannot_be_judged_is_doubtful_with_the_reason(text: str, why: str) -> None:
    for opinion in (None, said(0.99)):
        found = place(PLAN, Cues(None, text), opinion)
        assert (found.level, found.reasons[0]) == (Level.DOUBTFUL, why)
        assert found.confidence <= 0.3


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("团委青年" * 40, "同样的话反复出现，看不出内容"),
        ("姓名：____ 单位：____ 主要事迹：____ 所在党组织意见及盖章处：____", "像一张待填的表，看不出内容"),
    ],
)
def test_what_says_nothing_is_doubtful_however_well_its_words_are_known(text: str, why: str) -> None:
    found = place(PLAN, Cues("团委青年突击队", text), said(0.99))
    assert (found.level, found.reasons[0]) == (Level.DOUBTFUL, why)


def test_words_that_hardly_stand_in_many_examples_are_doubtful() -> None:
    opinion = replace(said(0.99), known=0.1)
    found = place(PLAN, Cues(None, "猪肉切块焯水，锅中放油，下冰糖炒出糖色，小火炖一个小时。"), opinion)
    assert (found.level, found.reasons[0]) == (Level.DOUBTFUL, "用词与所有例子大不相同，不像稿件")


def test_a_stated_column_stands_for_what_cannot_be_judged_and_is_doubtful() -> None:
    found = placed_bare("产量 1203 1180 98.3 1211 1190 1175 1166 99.2 1180 1201 99.8", column="听青之声")
    assert (found.column, found.level) == ("听青之声", Level.DOUBTFUL)
    assert found.confidence <= 0.3
    assert found.reasons == ("来稿中标明“听青之声”", "多是数字，看不出内容")


def placed_bare(text: str, **cues: Any) -> Placement:
    return place(PLAN, Cues(None, text, **cues))


def test_a_label_with_few_examples_is_never_sure_and_keeps_its_rules() -> None:
    few = said(0.02, label=("开新之局", None), examples=400)
    few = replace(few, examples={**few.examples, ("开新之局", None): 1})
    found = placed("产量创新高，安全无事故。", opinion=few)
    assert (found.column, found.level) == ("开新之局", Level.PROBABLE)
    many = replace(few, examples={**few.examples, ("开新之局", None): 400})
    assert placed("产量创新高，安全无事故。", opinion=many).column != "开新之局"


def test_a_word_that_several_rules_find_is_named_once_with_all_its_weight() -> None:
    rules = (Rule("党员攻关", 3.0), Rule("党员攻关[^，。]*难题", 2.0), Rule("攻关", 1.0), Rule("检修", 0.5))
    found = placed("党员攻关破解振动难题，检修提前。", plan=(Column("甲", rules=rules),))
    assert found.reasons == ("含“党员攻关”（+6）", "含“检修”（+0.5）")


def test_of_a_stretch_over_several_clauses_the_first_is_named() -> None:
    plan = (Column("甲", rules=(Rule("深受.*新时代", 3.0), Rule("先进事迹.*包头", 2.0))),)
    found = placed("深受鼓舞，作为新时代的工人。先进事迹 ——记包头铝业班长", plan=plan)
    assert found.reasons == ("含“深受鼓舞……”（+3）", "含“先进事迹……”（+2）")


def test_what_a_rule_names_is_not_named_again_as_learned() -> None:
    plan = (Column("听青之声", rules=(Rule("师徒结对", 1.0),)),)
    opinion = Opinion(
        {("听青之声", None): 1.0}, {("听青之声", None): 40}, {("听青之声", None): ("岗位练兵", "师徒")}
    )
    found = placed("师徒结对。", plan=plan, opinion=opinion)
    assert found.reasons == ("本栏40个例子中常见“岗位练兵”", "含“师徒结对”（+1）")
