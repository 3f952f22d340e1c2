"""What title, subject, file name and first lines say a piece is, and where they only speak of such pieces."""

from __future__ import annotations

from dataclasses import replace

import pytest

from classify.decide import place
from classify.kinds import BIOGRAPHY, HONOURED, OWN, SIGNED, honour, kinds, label, named_group
from classify.model import Column, Cues, Opinion
from classify.rules import AROUND, Hit

PATTERN = (
    r"(?:中铝集团|集团公司|集团|公司)?(?:\d{4}年度?)?(?:(?![被获授评荣为])[\u4e00-\u9fff]){0,8}?"
    r"(?:劳动模范|先进集体|先进个人|优秀共产党员|五一劳动奖章)"
)
KINDS = "心得|体会|感悟|有感|观后感"
NEWS = "当日产量创新高，设备运行平稳，全厂完成氧化铝九千吨。"


@pytest.fixture
def portraits(columns: tuple[Column, ...]) -> Column:
    return next(column for column in columns if column.group_pattern)


def found(columns: tuple[Column, ...], title: str, text: str = NEWS, around: str = "") -> list[Hit]:
    return list(kinds(columns, Cues(title, text, around=around)))


# --- kinds that a title names ----------------------------------------------------------------------


@pytest.mark.parametrize(
    "line",
    [
        "井冈山培训学习体会",
        "读《长征》有感",
        "心得-梁小飞",
        "参观焦裕禄纪念馆观后感（热电厂 陆一鸣）",
        "学习心得体会2篇",
        "一次主题党日活动有感",
        "党课感悟 周敏",
    ],
)
def test_a_title_names_a_kind_at_its_end_or_before_a_name(line: str) -> None:
    assert label(line, KINDS)


@pytest.mark.parametrize(
    "line",
    [
        "学习心得交流会在检修车间举行",
        "党员畅谈学习体会",
        "青年职工分享读书心得",
        "感悟真理伟力 汲取奋进力量",
        "党员有感而发",
        "心得" + "很长" * 40,
    ],
)
def test_a_title_of_news_about_such_pieces_names_none(line: str) -> None:
    assert label(line, KINDS) is None


def test_deeds_that_others_study_are_no_portrait() -> None:
    assert label("检修班长的先进事迹", "事迹")
    assert label("学习检修班长先进事迹", "事迹") is None


def test_what_is_signed_or_told_by_an_i_weighs_more(columns: tuple[Column, ...]) -> None:
    plain, told, signed = (
        max(hit.weight for hit in found(columns, "党课体会", text, around))
        for text, around in [(NEWS, ""), ("听完课，我想了很久。", ""), (NEWS, f"{SIGNED}周敏")]
    )
    assert told == signed == plain * OWN


def test_a_quoted_i_is_somebody_elses(columns: tuple[Column, ...]) -> None:
    assert found(columns, "党课体会", "“我来！”老周说。") == found(columns, "党课体会")


def test_the_subject_over_several_pieces_says_half(columns: tuple[Column, ...]) -> None:
    (own,), (around,) = found(columns, "学习心得"), found(columns, "灯", around="学习心得两篇")
    assert around.weight == own.weight / 2


# --- honours ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("2022年集团先进集体——云铝物流调度中心", "2022年集团先进集体"),
        ("集团劳动模范韦建国先进事迹", "集团劳动模范"),
        ("先进个人陆一鸣", "先进个人"),
        ("报送集团劳动模范材料", "集团劳动模范"),
        ("包头铝业2022年中铝集团劳动模范韦建国", "2022年中铝集团劳动模范"),
        ("【2022年度集团先进个人】", "2022年度集团先进个人"),
        ("五一劳动奖章获得者：韦建国", "五一劳动奖章"),
        ("炉火——记集团优秀共产党员韦建国", "集团优秀共产党员"),
    ],
)
def test_an_honour_before_its_holder_or_officially_alone_labels_a_piece(line: str, words: str) -> None:
    assert honour(line, PATTERN) == words


@pytest.mark.parametrize(
    "line",
    [
        "动力厂荣获2022年集团先进集体",
        "公司召开2022年集团劳动模范表彰会",
        "2022年集团先进集体名单公布",
        "向集团劳动模范韦建国学习",
        "公司领导看望集团劳动模范韦建国",
        "集团劳动模范走上讲台",
        "劳动模范：时代的旗帜",
        "喜报：我厂新增2022年集团先进个人",
    ],
)
def test_an_honour_that_is_an_occasion_of_news_labels_none(line: str) -> None:
    assert honour(line, PATTERN) is None


@pytest.mark.parametrize(
    ("title", "text", "around", "weight"),
    [
        ("2022年集团先进集体——动力厂", NEWS, "", HONOURED),
        ("灯\n投稿\n2022年集团劳动模范-韦建国.docx", NEWS, "", HONOURED),
        ("灯", f"2022年集团先进集体\n{NEWS}", "", HONOURED),
        ("灯", f"2022年集团劳动模范韦建国，男，壮族。{NEWS}", "", HONOURED),
        ("灯", NEWS, "2022年集团先进集体事迹2篇", AROUND),
        ("灯", f"韦建国，男，1975年出生，中共党员，现任班长。{NEWS}", "", BIOGRAPHY),
    ],
)
def test_wherever_it_heads_a_piece_an_honour_speaks_for_the_portraits(
    columns: tuple[Column, ...], portraits: Column, title: str, text: str, around: str, weight: float
) -> None:
    assert [(hit.column, hit.weight) for hit in found(columns, title, text, around)] == [
        (portraits.name, weight)
    ]


@pytest.mark.parametrize(
    ("title", "text", "around", "group"),
    [
        ("灯\n报送材料\n2022年集团劳动模范——韦建国.docx", NEWS, "", "2022年集团劳动模范"),
        ("集团劳动模范韦建国", "2022年集团劳动模范韦建国说：灯亮着。", "", "2022年集团劳动模范"),
        ("2022年集团劳动模范韦建国", "他先后荣获公司2019年度优秀共产党员等称号。", "", "2022年集团劳动模范"),
        ("灯", "动力厂先后获公司2019年度先进集体。", "2022年集团先进集体2篇", "2022年集团先进集体"),
        ("推荐集团先进个人", NEWS, "", "集团先进个人"),
        ("灯", NEWS, "", None),
    ],
)
def test_the_group_is_the_most_official_form_of_what_labels_the_piece(
    portraits: Column, title: str, text: str, around: str, group: str | None
) -> None:
    assert named_group(portraits, Cues(title, text, around=around)) == group


# --- what they decide ------------------------------------------------------------------------------


def opinion(columns: tuple[Column, ...], **shares: float) -> Opinion:
    """One as many examples give it, in which most labels are hardly possible."""
    labels = [(c.name, group) for c in columns for group in (c.groups or (None,))]
    return Opinion(
        {label: shares.get(label[0].replace("·", ""), 0.001) for label in labels},
        dict.fromkeys(labels, 130),
        {},
    )


def test_an_honour_outweighs_all_the_figures_of_its_holder(columns: tuple[Column, ...]) -> None:
    said = opinion(columns, 开新之局=0.96, 展事迹学风采=0.03)
    cues = Cues("2022年集团先进集体——动力厂", NEWS)
    placement = place(columns, cues, said)
    assert (placement.column, placement.group) == ("展事迹·学风采", "2022年集团先进集体")
    assert place(columns, replace(cues, title="动力厂实现双增"), said).column == "开新之局"


def test_what_a_worker_signs_is_no_excerpt(columns: tuple[Column, ...]) -> None:
    said = opinion(columns, 思理之源=0.6, 悟心之语=0.3)
    text = "回望百年，精神的力量始终如灯塔。作为建设者，唯有把使命落在岗位上。"
    assert place(columns, Cues("薪火", text), said).column == "思理之源"
    assert place(columns, Cues("薪火", text, around=f"{SIGNED}周敏"), said).column == "悟心之语"


def test_a_title_that_says_thoughts_outweighs_the_tone_of_a_commentary(columns: tuple[Column, ...]) -> None:
    said = opinion(columns, 思理之源=0.8, 悟心之语=0.1)
    cues = Cues("学习感悟", "回望百年，自己心中久久不能平静。精神的力量始终如灯塔，照亮前行的路。")
    assert place(columns, cues, said).column == "悟心之语"
