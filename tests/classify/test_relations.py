"""How a piece stands to an earlier one, told by cases: what an editor would say of each pair."""

from __future__ import annotations

from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classify.duplicates import Known, relate
from classify.model import RelationKind

DUPLICATE, VERSION = RelationKind.DUPLICATE, RelationKind.VERSION
DIGEST, SIBLING = RelationKind.DIGEST_OF, RelationKind.SIBLING
NORTH, SOUTH, HEAD = "北江铝业", "南岭矿业", "集团宣传部"

KILN = (
    "北江铝业一号窑检修提前收官\n"
    "3月14日，北江铝业焙烧厂1号回转窑检修提前26小时收官，一次点火成功。这次检修更换耐火砖418吨，"
    "焊补筒体裂纹37米，调整托轮8组。检修班长洪大成带着14名职工三班连轴转，把原定9天的砌筑压缩到7天。"
    "窑头操作工苗小兰说，新砖砌得像镜面一样平，投料后窑皮温度比检修前低了42摄氏度。"
)
SONG = (
    "南岭矿业唱响采场\n"
    "清晨的采场，第一声汽笛还没有响，电铲司机班的歌声先响了起来。南岭矿业工会把合唱团搬到排班室门口，"
    "请退休的老矿工教大家唱当年的开山号子。年轻人起初不好意思张口，唱着唱着就跟上了拍子。"
    "老矿工说，号子一响，心就齐了。"
)
STAR = (
    "{plant}评出{month}月“安全之星”\n"
    "近日，北江铝业{plant}评出{month}月“安全之星”{n}名。其中有及时发现吊具裂纹的天车工{a}，"
    "有连续三年没有违章的{trade}{b}。厂里给每人发奖金200元，照片贴上光荣榜。"
)
REPORT = (
    "{unit}{month}月安全简报\n"
    "{month}月，{unit}开展安全检查{a}次，发现隐患{b}项，整改{c}项。其中电气隐患{d}项，起重隐患{e}项。"
    "下月将组织受限空间演练，做到措施、责任、资金、时限、预案“五落实”。"
)
MARCH = REPORT.format(unit=NORTH, month=3, a=21, b=67, c=64, d=18, e=9)
OATH = "5月4日，{unit}团委组织{n}名青年到烈士陵园重温入团誓词。"
MEETING = (
    "{unit}传达学习工作会议精神\n"
    "{day}，{unit}党委召开会议，传达学习集团公司年度工作会议精神，党委书记{name}主持。会议强调，"
    "要把思想和行动统一到集团公司部署上来，真抓实干、埋头苦干，确保全年目标任务圆满完成。"
    "会议要求，各支部要结合实际制定措施，把任务分解到班组、落实到个人。{n}人参加会议。"
)
FORMULA = (
    "会议强调，要把思想和行动统一到集团公司的决策部署上来，坚定信心、真抓实干，"
    "全力打好提质增效攻坚战，确保全年目标任务圆满完成。"
)


class Case(NamedTuple):
    """An earlier piece and its unit, a later one and its unit, what is announced, and what an editor says."""

    name: str
    old: str
    new: str
    kind: RelationKind | None
    subject: str = "投稿"
    old_unit: str | None = NORTH
    new_unit: str | None = NORTH


def replaced(text: str, *pairs: tuple[str, str]) -> str:
    for old, new in pairs:
        assert old in text, old
        text = text.replace(old, new)
    return text


REPEATS = [
    Case("full width", KILN, replaced(KILN, ("418", "４１８"), ("26", "２６")), DUPLICATE),
    Case(
        "half punctuation",
        KILN,
        replaced(KILN, ("，", ","), ("。", ".")),
        DUPLICATE,
    ),
    Case("another title", KILN, "26小时是怎样抢出来的\n" + KILN.split("\n")[1], DUPLICATE),
    Case("no title", KILN, "\n" + KILN.split("\n")[1], DUPLICATE),
    Case("title as first line", KILN, "\n" + KILN, DUPLICATE),
    Case("greeting", KILN, replaced(KILN, ("\n", "\n各位老师好，现报送稿件一篇，请查收。\n")), DUPLICATE),
    Case("credit", KILN, KILN + "\n（北江铝业 洪波供稿）", DUPLICATE),
    Case("credit of another", KILN + "（通讯员 吴桐）", KILN + "\n供稿：焙烧厂 吴桐", DUPLICATE),
    Case("dateline", KILN, replaced(KILN, ("\n", "\n北江铝业讯 ")), DUPLICATE),
    Case("editor's note", "榜样\n【编者按】本栏讲述身边人。\n" + KILN.split("\n")[1], KILN, DUPLICATE),
    Case("forwarded", KILN, KILN, DUPLICATE, "Fw: 投稿", new_unit=HEAD),
    Case("private address", KILN, KILN, DUPLICATE, new_unit=None),
    Case("hard breaks", KILN, "\n".join(KILN[at : at + 30] for at in range(0, len(KILN), 30)), DUPLICATE),
    Case("without figures", SONG, SONG + "（工会供稿）", DUPLICATE, old_unit=SOUTH, new_unit=SOUTH),
    Case("thousands", replaced(KILN, ("418", "4,180")), replaced(KILN, ("418", "4180")), DUPLICATE),
]
VERSIONS = [
    Case("one figure", KILN, replaced(KILN, ("418", "481")), VERSION),
    Case("a figure in the title", KILN, "提前28小时点火\n" + KILN.split("\n")[1], VERSION),
    Case("decimal point", replaced(KILN, ("418", "41.8")), KILN, VERSION),
    Case("range", replaced(KILN, ("14名", "1-4名")), KILN, VERSION),
    Case("name", KILN, replaced(KILN, ("洪大成", "洪大诚")), VERSION),
    Case("other name", KILN, replaced(KILN, ("苗小兰", "佟丽"), ("洪大成", "葛三强")), VERSION),
    Case("day", KILN, replaced(KILN, ("3月14日", "3月15日")), VERSION),
    Case(
        "day announced", KILN, replaced(KILN, ("3月14日", "4月14日"), ("418", "428")), VERSION, "更正：日期"
    ),
    Case("unit still unknown", KILN, replaced(KILN, ("418", "481")), VERSION, new_unit=None),
    Case("unit was unknown", KILN, replaced(KILN, ("418", "481")), VERSION, old_unit=None),
    Case("both unknown", KILN, replaced(KILN, ("418", "481")), VERSION, old_unit=None, new_unit=None),
    Case("name of the unit added", replaced(KILN, (NORTH, "")), KILN, VERSION, old_unit=None),
    Case("a sentence more", KILN, KILN + "厂长当场给检修班记了功。", VERSION),
    Case("a sentence less", KILN, KILN.rsplit("窑头", 1)[0], VERSION),
    Case(
        "order", KILN, "一号窑\n" + "。".join(reversed(KILN.split("\n")[1].rstrip("。").split("。"))), VERSION
    ),
    Case("headquarters edited it", KILN, replaced(KILN, ("三班连轴转", "连续作战")), VERSION, new_unit=HEAD),
    Case(
        "rewritten with its facts",
        KILN,
        "镜面一样的窑砖\n窑头操作工苗小兰盯着屏幕笑了：窑皮温度降了42摄氏度。3月14日，北江铝业焙烧厂1号回转窑"
        "点火一次成功，比计划早了26小时。检修班长洪大成带14个人，7天干完了9天的活：418吨耐火砖一块块砌上去，"
        "37米裂纹一寸寸焊好，8组托轮挨个校正。",
        VERSION,
    ),
    Case(
        "retold as a sketch",
        KILN,
        "窑火又红了\n“点火！”3月14日，随着洪大成一声令下，停了七天的1号回转窑重新红了起来。为了这一刻，"
        "北江铝业焙烧厂检修班14名职工熬了七个通宵，砌砖418吨，嗓子喊哑了，手套磨破了几十双，硬是抢回26小时。"
        "看着屏幕上平稳的曲线，大家你捶我一拳，我拍你一掌，谁也舍不得先下班回家。",
        VERSION,
    ),
    Case(
        "no figures, edited",
        SONG,
        replaced(SONG, ("就跟上了拍子", "就放开了嗓门")),
        VERSION,
        old_unit=SOUTH,
        new_unit=SOUTH,
    ),
    Case(
        "no figures, half rewritten",
        SONG,
        "南岭矿业唱响采场\n南岭矿业工会把合唱团搬到排班室门口，请退休的老矿工教大家唱当年的开山号子。"
        "如今每天班前五分钟，采场里总有歌声。老矿工说，号子一响，心就齐了。新来的技校生也学会了领唱，"
        "还把号子录下来发给远方的父母。",
        VERSION,
        old_unit=SOUTH,
        new_unit=SOUTH,
    ),
    Case(
        "shortened and announced",
        KILN,
        "\n".join(KILN.split("\n")[:1]) + "\n" + KILN.split("\n")[1][:72] + "。",
        VERSION,
        "请以此稿为准",
    ),
    Case("short, a figure", OATH.format(unit=NORTH, n=86), OATH.format(unit=NORTH, n=68), VERSION),
    Case("short, announced", OATH.format(unit=NORTH, n=86), OATH.format(unit=NORTH, n=68), VERSION, "更正"),
    Case(
        "short, reworded",
        "\n4月22日，北江铝业食堂推出减油套餐，每天供应310份。",
        "\n4月22日起，北江铝业职工食堂新推出减油减盐套餐，每天可供应310份，受到职工欢迎。",
        VERSION,
    ),
    Case(
        "undated record",
        "\n北江铝业铸造机单班产量达到386吨，刷新纪录。",
        "\n北江铝业铸造机单班产量达到368吨，刷新纪录。",
        VERSION,
    ),
    Case("monthly, corrected", MARCH, replaced(MARCH, ("67项", "76项")), VERSION),
    Case(
        "monthly, much corrected",
        MARCH,
        replaced(MARCH, ("67项", "76项"), ("64项", "75项"), ("18项", "21项")),
        VERSION,
        "3月简报更正",
    ),
    Case(
        "star, a name corrected",
        STAR.format(plant="焙烧厂", month=3, n=12, a="章小雨", trade="焊工", b="汪洋"),
        STAR.format(plant="焙烧厂", month=3, n=12, a="张小雨", trade="焊工", b="汪洋"),
        VERSION,
    ),
]
DIGESTS = [
    Case(
        "a sentence of it",
        KILN,
        "\n3月14日，北江铝业焙烧厂1号回转窑检修提前26小时收官，更换耐火砖418吨。",
        DIGEST,
    ),
    Case(
        "its digest",
        KILN,
        "窑修快讯\n北江铝业1号回转窑检修3月14日收官，工期提前26小时，换砖418吨、焊补裂纹37米，窑皮温度下降42摄氏度。",
        DIGEST,
    ),
    Case("the long report", "\n3月14日，北江铝业焙烧厂1号窑检修提前26小时收官，换砖418吨。", KILN, DIGEST),
    Case(
        "by an unknown sender",
        KILN,
        "\n3月14日，北江铝业焙烧厂1号回转窑检修提前26小时收官，更换耐火砖418吨。",
        DIGEST,
        new_unit=None,
    ),
]
SISTERS = [
    Case(
        "copied",
        KILN,
        replaced(KILN, (NORTH, SOUTH), ("洪大成", "万里"), ("418", "305")),
        SIBLING,
        new_unit=SOUTH,
    ),
    Case("copied with its figures", KILN, replaced(KILN, (NORTH, SOUTH)), SIBLING, new_unit=SOUTH),
    Case("copied and announced", KILN, replaced(KILN, (NORTH, SOUTH)), SIBLING, "更正：投稿", new_unit=SOUTH),
    Case("short", OATH.format(unit=NORTH, n=86), OATH.format(unit=SOUTH, n=62), SIBLING, new_unit=SOUTH),
    Case(
        "short, same figure",
        OATH.format(unit=NORTH, n=86),
        OATH.format(unit=SOUTH, n=86),
        SIBLING,
        new_unit=SOUTH,
    ),
    Case(
        "of unknown units",
        OATH.format(unit="甲山铝厂", n=86),
        OATH.format(unit="乙水铝厂", n=62),
        SIBLING,
        old_unit=None,
        new_unit=None,
    ),
    Case(
        "of an unknown unit",
        OATH.format(unit=NORTH, n=86),
        OATH.format(unit="乙水铝厂", n=62),
        SIBLING,
        new_unit=None,
    ),
    Case("next month", MARCH, REPORT.format(unit=NORTH, month=4, a=25, b=71, c=70, d=22, e=7), SIBLING),
    Case(
        "next month by another",
        MARCH,
        REPORT.format(unit=SOUTH, month=4, a=25, b=71, c=70, d=22, e=7),
        SIBLING,
        new_unit=SOUTH,
    ),
    Case(
        "same month by another",
        MARCH,
        REPORT.format(unit=SOUTH, month=3, a=21, b=67, c=64, d=18, e=9),
        SIBLING,
        new_unit=SOUTH,
    ),
    Case(
        "next month announced",
        MARCH,
        REPORT.format(unit=NORTH, month=4, a=25, b=71, c=70, d=22, e=7),
        SIBLING,
        "4月简报更正",
    ),
    Case(
        "another plant",
        STAR.format(plant="焙烧厂", month=3, n=12, a="章小雨", trade="焊工", b="汪洋"),
        STAR.format(plant="电解厂", month=3, n=9, a="洪亮", trade="电工", b="司马光明"),
        SIBLING,
    ),
    Case(
        "another plant of a number",
        STAR.format(plant="焙烧厂", month=3, n=12, a="章小雨", trade="焊工", b="汪洋"),
        STAR.format(plant="第二焙烧厂", month=3, n=8, a="洪亮", trade="电工", b="陶然"),
        SIBLING,
    ),
    Case(
        "the meeting of another",
        MEETING.format(unit=NORTH, day="1月12日", name="何方", n=38),
        MEETING.format(unit=SOUTH, day="1月13日", name="万年青", n=41),
        SIBLING,
        new_unit=SOUTH,
    ),
    Case(
        "the next meeting",
        MEETING.format(unit=NORTH, day="1月12日", name="何方", n=38),
        MEETING.format(unit=NORTH, day="7月15日", name="何方", n=44),
        SIBLING,
    ),
    Case(
        "the next furnace",
        KILN,
        replaced(
            KILN,
            ("1号", "3号"),
            ("一号", "三号"),
            ("3月14日", "6月2日"),
            ("418", "377"),
            ("37米", "21米"),
            ("26小时", "12小时"),
            ("42摄", "35摄"),
            ("14名", "16名"),
        ),
        SIBLING,
    ),
    Case(
        "the same next year",
        "\n3月5日，北江铝业开展学雷锋献血，126人献血41200毫升，这是第9年组织献血，累计1830人次。",
        "\n3月5日，北江铝业开展学雷锋献血，138人献血45600毫升，这是第10年组织献血，累计1968人次。",
        SIBLING,
    ),
]
STRANGERS = [
    Case(
        "same day and plant",
        KILN,
        "\n3月14日，北江铝业焙烧厂篮球队以68比51战胜电解厂队，洪大成获得最有价值球员。",
        None,
    ),
    Case(
        "same furnace later",
        KILN,
        "\n北江铝业焙烧厂为1号回转窑加装红外测温装置，窑皮温度由人工点测改为在线监测，每班减少巡检4次。",
        None,
    ),
    Case(
        "a formula",
        "甲\n" + FORMULA + "1月5日，职代会审议通过薪酬分配办法，选举职工董事1名，征集提案37件。",
        "乙\n" + FORMULA + "会上宣布，微粉车间与刚玉车间整合为特种材料部，方立新任部长，曹庆不再担任主任。",
        None,
    ),
    Case("another matter", KILN, SONG, None, new_unit=SOUTH),
    Case("an announced correction of something else", KILN, SONG, None, "更正"),
    Case(
        "meetings of a day",
        "\n4月2日，北江铝业召开党委会，研究干部任用、项目投资等6项议题。",
        "\n4月2日，北江铝业召开一季度经济活动分析会，部署二季度降本增效重点任务。",
        None,
    ),
]


@pytest.mark.parametrize(
    "case",
    [pytest.param(case, id=case.name) for case in (*REPEATS, *VERSIONS, *DIGESTS, *SISTERS, *STRANGERS)],
)
def test_a_piece_is_what_an_editor_would_call_it(case: Case) -> None:
    found = relate(case.new, case.new_unit, case.subject, [Known(7, case.old, case.old_unit, 70)])
    assert (found.kind if found else None) is case.kind, found


# --- chains ----------------------------------------------------------------------------------------

FIRST, SECOND, THIRD = KILN, replaced(KILN, ("418", "481")), replaced(KILN, ("418", "481"), ("37米", "73米"))


def known(number: int, text: str, unit: str | None = NORTH) -> Known:
    return Known(number, text, unit, number + 100, arrived=float(number))


def to(text: str, *earlier: Known, unit: str | None = NORTH, subject: str = "投稿") -> tuple[str, int] | None:
    found = relate(text, unit, subject, earlier)
    return (found.kind.value, found.to) if found else None


def test_a_third_version_is_one_of_the_second() -> None:
    assert to(THIRD, known(1, FIRST), known(2, SECOND)) == ("version", 2)


def test_a_correction_of_what_a_rewriting_left_out_is_one_of_the_rewriting() -> None:
    rewritten = replaced(FIRST, ("三班连轴转，", "昼夜不停，硬是"), ("新砖砌得像镜面一样平，", ""))
    assert to(SECOND, known(1, FIRST), known(2, rewritten)) == ("version", 2)


def test_the_newest_is_what_arrived_last_whatever_its_number() -> None:
    late = Known(1, SECOND, NORTH, 101, arrived=9.0)
    assert to(THIRD, late, known(2, FIRST)) == ("version", 1)


def test_an_old_version_that_comes_again_repeats_that_and_corrects_nothing() -> None:
    assert to(FIRST, known(1, FIRST), known(2, SECOND)) == ("duplicate", 1)


def test_of_copies_the_newest_is_repeated() -> None:
    assert to(FIRST, known(1, FIRST), known(2, FIRST, HEAD)) == ("duplicate", 1)
    assert to(FIRST, known(1, FIRST), known(2, FIRST)) == ("duplicate", 2)


def test_a_version_is_told_rather_than_what_it_is_a_digest_of() -> None:
    short = "\n3月14日，北江铝业焙烧厂1号窑检修提前26小时收官，换砖418吨。"
    assert to(replaced(short, ("418", "481")), known(1, KILN), known(2, short)) == ("version", 2)


def test_a_correction_among_the_followers_of_a_pattern_finds_its_own() -> None:
    others = [
        known(n, REPORT.format(unit=f"{n}号矿业", month=3, a=n, b=n + 40, c=n + 35, d=18, e=9), f"{n}号矿业")
        for n in range(10, 70)
    ]
    assert to(replaced(MARCH, ("67项", "76项")), *others, known(3, MARCH)) == ("version", 3)


def test_formulae_of_other_units_are_left_out_of_the_comparison() -> None:
    """A series with a note over each piece, a meeting that ends as all do."""
    one = f"劳模座谈会\n{FORMULA}1月5日，12名劳模就夜班津贴提出建议29条。"
    two = f"职代会\n{FORMULA}大会通过薪酬分配办法，选举职工董事1名，征集提案37件。"
    new = f"复工培训\n{FORMULA}高温炉、气瓶、危化品三类场所集中考试，186人合格上岗。"
    assert to(new, known(1, one, SOUTH), known(2, two)) is None


# --- whatever the words ----------------------------------------------------------------------------

sentences = st.lists(
    st.sampled_from(
        [
            "北江铝业热电厂完成锅炉检修。",
            "节约费用86.5万元，缩短工期26小时。",
            "班长洪大成带领14名职工连续作战。",
            "5月6日，合唱团唱响采场！",
            "会议强调，要把思想和行动统一到上级部署上来。",
            "“号子一响，心就齐了。”",
            "整改率达到97.5%；",
        ]
    ),
    min_size=2,
    max_size=9,
    unique=True,
)
units = st.sampled_from([NORTH, SOUTH, None])


@given(sentences, units, units, st.sampled_from(["投稿", "更正：投稿", "重发", "简"]))
def test_the_same_words_are_a_repeat_whoever_sends_them_and_whatever_is_announced(
    words: list[str], one: str | None, other: str | None, subject: str
) -> None:
    text = "标题\n" + "".join(words)
    assert to(text, known(1, text, one), unit=other, subject=subject) == ("duplicate", 1)


@given(sentences, units, units, st.data())
def test_a_changed_figure_is_never_a_repeat(
    words: list[str], one: str | None, other: str | None, data: st.DataObject
) -> None:
    text = "标题\n" + "".join(["产量386吨。", *words])
    digits = [at for at, character in enumerate(text) if character.isdigit()]
    at = data.draw(st.sampled_from(digits))
    digit = data.draw(st.sampled_from("123456789").filter(lambda new: new != text[at]))
    found = to(text[:at] + digit + text[at + 1 :], known(1, text, one), unit=other)
    assert found is None or found[0] != "duplicate"


@given(sentences, sentences)
def test_another_units_piece_is_a_sister_or_a_stranger_unless_it_says_the_very_words(
    one: list[str], other: list[str]
) -> None:
    """Where each names its own unit."""
    mine = "".join(["南岭矿业供电班换上新滤布。", *other]).replace(NORTH, SOUTH)
    theirs = "".join(["北江铝业供电班换上新滤布。", *one])
    found = to(f"标题\n{mine}", known(1, f"标题\n{theirs}"), unit=SOUTH, subject="更正")
    assert found in (None, ("sibling", 1))


@given(sentences, st.text(max_size=40), units)
def test_whatever_comes_it_is_told_without_a_fault(words: list[str], noise: str, unit: str | None) -> None:
    to("".join(words) + noise, known(1, noise + "".join(words)), known(2, noise), unit=unit, subject=noise)
