"""News made short: whole sentences, unit first, results kept, nothing that the letter did not say.

`news.json` holds pieces as plants mail them, each with the measured results a digest has to keep;
`pieces.json` holds further ones beside what an editor made of them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compose.compress import compress
from compose.figures import Weight, figures, numbers
from compose.sentences import sentences, unpaired
from compose.subject import Subject, is_foreign, subject_of
from tests.compose.candidates import UNITS

HERE = Path(__file__).parent
BUDGETS = ((22, 60), (25, 60), (40, 110), (55, 140))


@dataclass(frozen=True)
class News:
    """A piece as mailed, and what a digest of it has to hold."""

    unit: str | None
    subunit: str | None
    budget: tuple[int, int]
    text: str
    results: tuple[str, ...]

    def short(self, budget: tuple[int, int] | None = None) -> str:
        """The compressed words."""
        return compress(self.text, budget or self.budget, self.subject).text

    @property
    def subject(self) -> Subject:
        return subject_of(self.unit, self.subunit, self.text, UNITS)


def mailed() -> Iterator[News]:
    for row in json.loads((HERE / "news.json").read_text("utf-8")):
        yield News(row["unit"], row["subunit"], tuple(row["budget"]), row["text"], tuple(row["results"]))


NEWS = tuple(mailed())
every_piece = pytest.mark.parametrize("news", NEWS, ids=lambda news: news.text[:12])


# --- what no digest may do ------------------------------------------------------------------------

MARKS = re.compile(r"[\s，。；：！？、,.;:!?“”‘’\"（）()《》【】…·—\-]")
OPENER = re.compile(
    r"(?:近日|日前|近期|近来|连日来|当天|当日|今天|此前|目前|据悉|据了解|据统计|同时|此外|为此)[，,]"
    r"|(?:在|于)?(?:\d{4}年)?\d{1,2}月\d{1,2}日(?:上午|下午|晚|凌晨)?[，,]|[一二三四]是"
)
DANGLING = re.compile(
    r"^(?:为了|为进一步|为深入|为切实|随着|伴随|面对|按照|根据|在[^，]*之际)"
    r"|(?:之际|过程中|情况下|基础上|努力下|带领下|的同时|之前|期间|以来|之后)$"
)


def strange_words(text: str, source: str, names: list[str]) -> list[str]:
    """Stretches of two characters and more that stand neither in the source nor in the unit's name."""
    known = [MARKS.sub("", words) for words in (source, *names)]
    found = []
    for part in re.split(r"[，。；：！？]", text):
        words, at = MARKS.sub("", part), 0
        while at < len(words):
            end = next((e for e in range(len(words), at, -1) if any(words[at:e] in one for one in known)), at)
            if end - at < min(2, len(words) - at):
                found.append(words[at:])
                break
            at = end
    return found


def faults(text: str, source: str, unit: str | None, subunit: str | None) -> list[str]:
    """What an editor must never see in a digest, whatever the letter says."""
    names = [name for name in (unit, subunit) if name]
    found = [f"words of nobody: {words}" for words in strange_words(text, source, names)]
    found += [f"number of nobody: {n}" for n in numbers(text) - numbers(source + " ".join(names))]
    found += ["marks without partner"] if unpaired(text) else []
    found += [f"quotation: {q}" for q in re.findall("“[^“”]*”|《[^《》]*》", text) if q[1:-1] not in source]
    found += ["marks side by side"] if re.search(r"[，；：、。][，；：、。]|^[，。；：、]", text) else []
    found += ["no full stop"] if not re.search(r"[。！？…][”）]*$", text) else []
    for sentence in sentences(text):
        words = sentence.of(text)
        last = re.split("[，；]", words.rstrip("。！？"))[-1]
        found += [f"opens with a time or a link: {words}"] if OPENER.match(words) else []
        found += [f"dangling: {words}"] if DANGLING.search(last) else []
    return found


@every_piece
@pytest.mark.parametrize("budget", BUDGETS, ids=str)
def test_a_digest_is_whole_sentences_made_of_the_letter_alone(news: News, budget: tuple[int, int]) -> None:
    assert faults(news.short(budget), news.text, news.unit, news.subunit) == []


@every_piece
@pytest.mark.parametrize("budget", BUDGETS, ids=str)
def test_a_digest_keeps_to_its_budget(news: News, budget: tuple[int, int]) -> None:
    least, most = budget
    size = len(news.short(budget))
    assert size <= 1.3 * most
    assert size >= min(0.7 * least, 0.45 * len(news.text))


@every_piece
def test_a_digest_keeps_the_results(news: News) -> None:
    kept = {figure.text for figure in figures(news.short())}
    assert [result for result in news.results if result not in kept] == []


@every_piece
def test_a_digest_opens_with_the_unit_unless_somebody_else_acts(news: News) -> None:
    short = news.short()
    foreign = is_foreign(short, news.subject) or short.startswith(("由", "公司"))
    assert foreign or short.startswith(news.unit or "")


def test_most_digests_open_with_the_unit() -> None:
    assert sum(news.short().startswith(news.unit or "公司") for news in NEWS) >= 0.92 * len(NEWS)


@every_piece
def test_a_digest_says_which_stretches_of_the_letter_it_is_made_of(news: News) -> None:
    wording = compress(news.text, news.budget, news.subject)
    ends = [position for stretch in wording.used for position in stretch]
    assert ends == sorted(set(ends))
    assert 0 <= ends[0] < ends[-1] <= len(news.text)
    used = "".join(news.text[start:end] for start, end in wording.used)
    assert not numbers(wording.text) - numbers(used + news.subject.label)


def test_what_an_editor_kept_of_the_measured_results_is_kept() -> None:
    rows = json.loads((HERE / "pieces.json").read_text("utf-8"))
    lost = []
    for row in rows:
        subject = subject_of(row["unit"], row["subunit"], row["text"], UNITS)
        short = compress(row["text"], tuple(row["budget"]), subject).text
        kept = {figure.text for figure in figures(short)}
        lost += [
            figure.text
            for figure in figures(row["ideal"])
            if figure.weight is Weight.MEASURE and figure.text not in kept
        ]
        assert faults(short, row["text"], row["unit"], row["subunit"]) == []
    assert lost == []


told_sentences = [sentence.of(news.text) for news in NEWS for sentence in sentences(news.text)]
loose = st.sampled_from([words for words in told_sentences if words[-1] in "。！？”"])
drawn_texts = st.lists(st.tuples(loose, st.sampled_from(["", "", "\n", " "])), min_size=1, max_size=8).map(
    lambda drawn: "".join(sentence + gap for sentence, gap in drawn)
)


@settings(deadline=None)
@given(drawn_texts, st.sampled_from(NEWS), st.sampled_from(BUDGETS))
def test_any_sentences_in_any_order_make_a_digest_without_faults(
    text: str, of: News, budget: tuple[int, int]
) -> None:
    subject = subject_of(of.unit, of.subunit, text, UNITS)
    short = compress(text, budget, subject).text
    assert faults(short, text, of.unit, of.subunit) == []
    assert len(short) <= 1.3 * budget[1] or len(sentences(short)) == 1


# --- as an editor would have it -------------------------------------------------------------------


def short(text: str, unit: str | None = "广西华昇", subunit: str | None = None, most: int = 140) -> str:
    return compress(text, (most // 3, most), subject_of(unit, subunit, text, UNITS)).text


@pytest.mark.parametrize(
    "opening",
    [
        "近日，",
        "日前，",
        "4月28日，",
        "4月28日下午，",
        "2021年4月28日上午10时，",
        "5月6日至8日，",
        "为进一步丰富职工文化生活，",
        "为了庆祝“五四”青年节，4月30日，",
        "在“五一”国际劳动节来临之际，",
        "随着检修季的到来，",
        "按照上级党委统一部署，",
        "根据年度工作安排，近日，",
        "面对严峻的市场形势，",
        "本网讯（通讯员 王芳）",
        "（通讯员 王芳）近期，",
        "本报讯 ",
        "据悉，",
        "一、",
        "1.",
        "★",
    ],
)
def test_what_stands_before_the_unit_is_left_out(opening: str) -> None:
    text = opening + "广西华昇组织32名党员赴龙州起义纪念馆开展主题党日活动。"
    assert short(text, most=60) == "广西华昇组织32名党员赴龙州起义纪念馆开展主题党日活动。"


@pytest.mark.parametrize("moment", ["近日", "于5月6日", "5月6日上午", "5月6日", "日前"])
def test_a_day_right_behind_the_unit_is_left_out(moment: str) -> None:
    assert short(f"广西华昇{moment}召开安全生产专题会议。") == "广西华昇召开安全生产专题会议。"


@pytest.mark.parametrize(
    ("period", "printed"),
    [
        ("一季度，", "一季度"),
        ("今年1—4月，", "今年1—4月"),
        ("截至4月底，", "截至4月底"),
        ("前4个月，", "前4个月"),
        ("4月份，", "4月份"),
        ("2020年，", "2020年"),
        ("今年以来，", "今年以来"),
        ("上半年，", "上半年"),
        ("3月份以来，", "3月份以来"),
    ],
)
def test_the_period_of_a_result_stays_with_it(period: str, printed: str) -> None:
    expected = f"广西华昇{printed}完成产量52.8万吨，同比增长3.1%。"
    assert short(f"{period}广西华昇完成产量52.8万吨，同比增长3.1%。") == expected
    assert short(f"广西华昇{period}完成产量52.8万吨，同比增长3.1%。") == expected


@pytest.mark.parametrize("scene", ["面对煤价高企的压力，", "通过加强管理，", "为了完成全年目标，"])
def test_a_period_before_the_scene_is_that_of_the_result(scene: str) -> None:
    text = f"一季度，{scene}广西华昇主动对接市场，完成产量52.8万吨，利润1.27亿元。"
    printed = short(text)
    assert printed.startswith("广西华昇一季度")
    assert printed.count("一季度") == 1
    assert "52.8万吨，利润1.27亿元" in printed


def test_a_period_inside_a_sentence_stays_with_its_result() -> None:
    text = "近日，广西华昇召开经营分析会，一季度实现利润1.27亿元。"
    assert short(text) == "广西华昇召开经营分析会，一季度实现利润1.27亿元。"


def test_a_period_without_a_result_is_left_out() -> None:
    assert short("4月份，广西华昇组织学习党史。") == "广西华昇组织学习党史。"


def test_the_period_of_the_first_sentence_stays_for_the_results_of_the_next() -> None:
    text = "1—4月，青海分公司实现“开门红”。生产原铝13.9万吨，利润1.87亿元。"
    assert short(text, "青海分公司") == "青海分公司1—4月实现“开门红”。生产原铝13.9万吨，利润1.87亿元。"


@pytest.mark.parametrize(
    ("written", "unit", "subunit", "printed"),
    [
        ("广西华昇新材料有限公司", "广西华昇", None, "广西华昇"),
        ("华昇新材料", "广西华昇", None, "广西华昇"),
        ("公司团委", "广西华昇", None, "广西华昇团委"),
        ("该公司", "广西华昇", None, "广西华昇"),
        ("我公司", "广西华昇", None, "广西华昇"),
        ("山铝工会", "中铝山东", None, "中铝山东工会"),
        ("中铝中州铝业有限公司第一氧化铝厂", "中州铝业", "第一氧化铝厂", "中州铝业第一氧化铝厂"),
        ("该厂工会", "中州铝业", "第一氧化铝厂", "中州铝业第一氧化铝厂工会"),
        ("厂党委", "中州铝业", "第一氧化铝厂", "中州铝业第一氧化铝厂党委"),
        ("氧化铝厂党委", "中州铝业", "第一氧化铝厂", "中州铝业第一氧化铝厂党委"),
        ("焙烧车间党支部", "中州铝业", "第一氧化铝厂", "中州铝业第一氧化铝厂焙烧车间党支部"),
        ("党员突击队", "中州铝业", "第一氧化铝厂", "中州铝业第一氧化铝厂党员突击队"),
        ("厂工会", "中州铝业", None, "中州铝业工会"),
        ("公用工程部党支部", "广西华昇", None, "广西华昇公用工程部党支部"),
        ("安全环保部", "广西华昇", None, "广西华昇安全环保部"),
        ("自备电厂", "广西华昇", None, "广西华昇自备电厂"),
        ("公司党群工作部", "党群工作部", None, "党群工作部"),
        ("公司工会", "党群工作部", None, "公司工会"),
        ("", "广西华昇", "运行一部", "广西华昇运行一部"),
    ],
)
def test_the_actor_is_printed_under_its_registered_name(
    written: str, unit: str, subunit: str | None, printed: str
) -> None:
    text = f"近日，{written}组织32名党员开展主题党日活动。"
    assert short(text, unit, subunit) == f"{printed}组织32名党员开展主题党日活动。"


@pytest.mark.parametrize(
    "words",
    [
        "《工人日报》头版报道了广西华昇智能工厂建设的做法。",
        "央视财经频道播出专题片，报道了广西华昇的绿色发展。",
        "中铝集团授予广西华昇“先进单位”称号。",
        "防城港市总工会授予广西华昇“工人先锋号”称号。",
        "广西壮族自治区授予广西华昇“智能工厂”称号。",
    ],
)
def test_the_unit_is_not_made_to_do_what_somebody_else_did(words: str) -> None:
    assert not short(words).startswith("广西华昇")


def test_a_letter_without_a_unit_is_printed_without_one() -> None:
    assert short("近日，电工班完成3台变压器的检修。", unit=None) == "电工班完成3台变压器的检修。"


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        (  # a speech before, a promise behind
            (
                "“这下方便多了！”职工老李说。5月6日，广西华昇工会在生活区新建充电桩16个，惠及职工260人。"
                "下一步，公司将继续为职工办好事、办实事。"
            ),
            "广西华昇工会在生活区新建充电桩16个，惠及职工260人。",
        ),
        (  # what was there before, and praise
            (
                "长期以来，蒸发器结疤严重。广西华昇成立攻关组，改造管道12处，蒸发汽耗下降0.06吨。"
                "此举得到了上级领导的高度评价。"
            ),
            "广西华昇成立攻关组，改造管道12处，蒸发汽耗下降0.06吨。",
        ),
        (  # a list with its numbers
            (
                "广西华昇多措并举降成本。一是降采购成本。集中招标6次，节约资金180万元；二是降能耗。"
                "改造风机4台，电耗下降7%。"
            ),
            "广西华昇集中招标6次，节约资金180万元。改造风机4台，电耗下降7%。",
        ),
        (  # who reported it
            "据广西华昇厂长李建国介绍，一季度完成产量52.8万吨，成本下降26元/吨。",
            "广西华昇一季度完成产量52.8万吨，成本下降26元/吨。",
        ),
        (  # the title once more, a signature, a head between paragraphs
            "广西华昇检修提前完成\n广西华昇5号焙烧炉检修提前3天完成，节约费用42万元。\n（王芳）",
            "广西华昇5号焙烧炉检修提前3天完成，节约费用42万元。",
        ),
        (  # a scene that trails off
            "焊花飞溅、锤声阵阵……广西华昇检修车间完成6台泵的大修，节约费用18万元。",
            "广西华昇检修车间完成6台泵的大修，节约费用18万元。",
        ),
        (  # marks in half width, blanks beside numbers
            "4月份,广西华昇完成产量 17.6 万吨;利润 0.68 亿元.",
            "广西华昇4月份完成产量17.6万吨；利润0.68亿元。",
        ),
        (  # a visit needs its purpose
            "广西华昇团委组织青年志愿者走进社区，开展义务维修，为居民修理家电35件。",
            "广西华昇团委组织青年志愿者走进社区，开展义务维修，为居民修理家电35件。",
        ),
    ],
)
def test_a_piece_is_cut_as_an_editor_would(text: str, printed: str) -> None:
    assert short(text, most=60) == printed


def test_one_sentence_that_fits_is_printed_as_it_is() -> None:
    text = "广西华昇党委召开专题会议，全面部署党史学习教育，为高质量发展凝聚了强大力量。"
    assert short(text, most=60) == text


@pytest.mark.parametrize("pronoun", ["他", "他们", "大家"])
def test_a_pronoun_does_not_stand_where_the_one_it_means_was_left_out(pronoun: str) -> None:
    text = (
        "5月2日，广西华昇蒸发器突然泄漏。正在家中休假的党员韦建军听到消息后二话没说就往现场赶去并一路联系同事帮忙。"
        f"{pronoun}带领4名党员连续工作7小时，更换密封垫126片，减少损失30万元。"
    )
    assert pronoun not in short(text, most=60)


def test_a_piece_that_came_out_too_long_loses_its_least_telling_sentence() -> None:
    text = (
        "公司党群工作部组成3个调研组，先后深入11家企业、37个班组开展“三访三问”调研，收集意见建议126条，"
        "形成问题清单并逐项明确责任部门和完成时限，目前已协调解决94条。"
        "去年，公司研发投入强度达到4.1%，较上年提高0.9个百分点。"
    )
    assert short(text, "中铝新材料", "化学品厂", most=60) == (
        "中铝新材料党群工作部组成3个调研组，先后深入11家企业、37个班组开展“三访三问”调研，"
        "收集意见建议126条，已协调解决94条。"
    )


def test_a_quotation_is_never_cut() -> None:
    slogan = "“" + "守好阵地、练好本领、传好作风，" * 8 + "当好先锋”"
    text = f"广西华昇团委提出{slogan}的要求。"
    assert slogan in short(text, most=60)


# --- whole sentences ------------------------------------------------------------------------------


def test_a_clause_without_a_subject_is_not_torn_from_the_one_before_it() -> None:
    text = (
        "广西华昇综合部把安全口诀画成漫画，贴在配电室、泵房、检修间等31处门口，进门先看一遍。"
        "口诀由各班组自己编，两周里换了三版。"
    )
    assert short(text, "广西华昇", most=60).startswith("广西华昇综合部把安全口诀画成漫画，贴在配电室")


def test_people_who_are_sent_are_printed_with_what_they_do() -> None:
    text = (
        "5月3日，中州铝业团委组织52名青年志愿者，在生活区清运装修垃圾，用半天时间腾出三处消防通道。"
        "活动得到居民好评。"
    )
    assert short(text, "中州铝业", most=40).startswith("中州铝业团委组织52名青年志愿者，在生活区清运装修垃圾")


@pytest.mark.parametrize("word", ["随即", "随后", "于是"])
def test_a_piece_does_not_begin_with_a_link_to_what_is_not_printed(word: str) -> None:
    text = f"有职工反映夜班没有热饭。包头铝业工会{word}为4个夜班食堂配备蒸箱9台，惠及职工310人。"
    assert short(text, "包头铝业", most=60).startswith("包头铝业工会为4个夜班食堂")


def test_the_end_of_a_month_is_not_read_as_the_month() -> None:
    text = "青海分公司动力厂4月底在两个班组门口各建起一座阅报栏，添置图书420册。"
    assert "4月底在两个班组门口" in short(text, "青海分公司", "动力厂", most=60)


def test_what_the_event_points_back_at_is_told_first() -> None:
    text = (
        "中铝新材料包装车间码垛机一到雨天就频繁报警。车间党支部把它列为党员攻关项目，由3名党员牵头组成攻关组。"
        "目前码垛机连续运行16天无故障，每班少停机40分钟。"
    )
    assert short(text, "中铝新材料", "包装车间", most=110).startswith(
        "中铝新材料包装车间码垛机一到雨天就频繁报警。车间党支部把它"
    )


def test_a_newspaper_with_a_date_behind_its_name_is_not_given_to_the_unit() -> None:
    text = (
        "中华冶金报5月6日刊发题为《向管理要效益》的报道，介绍了公司一季度降本3200万元的做法，被17家网站转载。"
    )
    assert short(text, "党群工作部", most=110).startswith("中华冶金报")


def test_the_hour_alone_is_left_out() -> None:
    text = "云铝物流抢修队6名党员赶到现场。23时40分，专用线恢复通车，比计划提前2小时10分，避免滞留货物600吨。"
    assert "23时40分" not in short(text, "云铝物流", most=110)


@pytest.mark.parametrize("opening", ["推进市场化改革", "通过区域协同", "全年省下油料费"])
def test_a_word_that_looks_like_a_province_or_a_city_is_not_somebody_else(opening: str) -> None:
    text = f"{opening}，完成利润1260万元，节约费用38.5万元。"
    assert short(text, "中铝矿业", most=110).startswith("中铝矿业")


# --- endless ones ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text", ["更换阀门3台，" * 1200, "采矿车间" * 300, "来源：" * 3000, "把它，" * 3000, "该项目，" * 3000]
)
def test_words_that_only_repeat_make_a_short_piece(text: str) -> None:
    subject = subject_of("中铝山东", "采矿车间", text, UNITS)
    made = compress(text, (40, 110), subject).text
    assert made.startswith("中铝山东采矿车间")
    assert 40 <= len(made) <= 1.3 * 110
