"""How a piece stands to an earlier one, told by cases: what an editor would say of each pair."""

from __future__ import annotations

import pytest

from classify.duplicates import Known, relate
from classify.model import RelationKind
from tests.classify.related import (
    DIGEST,
    DUPLICATE,
    FORMULA,
    HEAD,
    KILN,
    MARCH,
    MEETING,
    NORTH,
    OATH,
    REPORT,
    SIBLING,
    SONG,
    SOUTH,
    STAR,
    VERSION,
    Case,
    replaced,
)

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
        "short, told otherwise",
        "\n2月9日，北江铝业物流中心组织叉车司机42人开展防御性驾驶培训。",
        "\n北江铝业物流中心42名叉车司机参加防御性驾驶培训。",
        VERSION,
    ),
    Case(
        "in another scale",
        replaced(KILN, ("418吨", "1.2万块")),
        replaced(KILN, ("418吨", "12000块")),
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
    Case(
        "the branch of another plant",
        "\n5月4日，北江铝业热电厂团支部组织青年参观展览馆，重温创业历史。",
        "\n5月4日，北江铝业电解厂团支部组织青年参观展览馆，重温创业历史。",
        SIBLING,
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


OVERHAUL = (
    "二车间提前完成大修\n5月3日，北江铝业电解厂二车间38台槽大修提前4天完成，更换阳极126组，紧固螺栓540个，"
    "12名党员连续奋战5昼夜。"
)
QUARTER = (
    "一季度氧化铝产量再创新高\n一季度，北江铝业氧化铝产量完成65.2万吨，同比增长3.1%，"
    "吨产品综合能耗下降4.6千克标煤。"
)
LATER = {
    "a visit": "慰问大修一线职工\n5月6日，北江铝业党委书记周强来到电解厂二车间慰问大修一线职工。"
    "该车间38台槽大修"
    "提前4天完成，更换阳极126组，12名党员连续奋战5昼夜。周强为职工送上防暑用品，勉励大家再接再厉。",
    "an award": "表彰大修先进集体\n5月20日，北江铝业召开大修总结表彰会，电解厂二车间等3个集体受到表彰。"
    "电解厂二车间38台槽大修提前4天完成，更换阳极126组。",
    "an undated award": "表彰大修先进集体\n北江铝业召开大修总结表彰会，电解厂二车间等3个集体受到表彰，"
    "受表彰的车间38台槽大修提前4天完成，更换阳极126组。",
    "a first person": "大修，我们赢了\n我叫刘建国，是北江铝业电解厂二车间主任。从业26年，这次大修最难忘。"
    "12名党员跟着我"
    "连续奋战5昼夜，38台槽提前4天完成。作为党员，我感到无比自豪。",
}


def told(old: str, new: str, subject: str = "投稿") -> RelationKind | None:
    found = relate(new, NORTH, subject, [Known(7, old, NORTH, 70)])
    return found.kind if found else None


@pytest.mark.parametrize("new", LATER.values(), ids=LATER.keys())
def test_a_later_event_that_quotes_an_earlier_one_replaces_it_not(new: str) -> None:
    assert told(OVERHAUL, new) in (None, SIBLING)


def test_a_half_years_report_that_quotes_the_first_quarter_replaces_it_not() -> None:
    half = (
        "上半年生产经营稳中有进\n上半年，北江铝业坚持精细管理，氧化铝产量完成133万吨。"
        "其中一季度氧化铝产量完成65.2万吨，"
        "同比增长3.1%；二季度产量完成67.8万吨，同比增长4.6%，利润总额达到1.26亿元。"
    )
    assert told(QUARTER, half) in (None, SIBLING)


DAYLESS = (
    "近日，北江铝业机关党支部开展主题党日活动，党员重温入党誓词，交纳党费，集中学习规定篇目，"
    "并结合岗位谈体会、找差距、定措施，现场气氛热烈。"
)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("开展第4次主题党日", "开展第5次主题党日"),
        ("职工大讲堂第三讲", "职工大讲堂第四讲"),
        ("4月份主题党日", "5月份主题党日"),
        ("3月5日主题党日", "5月8日主题党日"),
        ("主题党日（上）", "主题党日（下）"),
        ("主题党日（一）", "主题党日（二）"),
        ("劳模张三强", "劳模李四海"),
        ("先进个人  张三强", "先进个人  李四海"),
    ],
)
def test_another_number_period_day_or_person_in_the_title_alone_makes_a_sibling(old: str, new: str) -> None:
    assert told(f"{old}\n{DAYLESS}", f"{new}\n{DAYLESS}") is SIBLING


def test_a_number_that_a_correction_announces_is_corrected() -> None:
    old, new = (f"开展第{n}次主题党日\n{DAYLESS}" for n in (4, 5))
    assert told(old, new, "更正：主题党日期次") is VERSION


SHORT_EVENT = (
    "电解二车间开展{0}\n5月6日，北江铝业电解厂二车间利用班前会开展{0}，车间主任带队，全体职工参加，"
    "大家精神饱满、秩序井然，达到了预期效果。"
)


@pytest.mark.parametrize(
    ("old", "new", "kind"),
    [
        ("消防演练", "触电急救演练", SIBLING),
        ("五四歌咏比赛", "七一歌咏比赛", SIBLING),
        ("五四歌咏比赛", "五四演讲比赛", SIBLING),
        ("安全培训", "环保培训", SIBLING),
        ("消防演练", "夏季消防演练", VERSION),
        ("防冻防凝检查", "冬季防冻检查", VERSION),
    ],
)
def test_another_object_of_the_same_words_makes_another_event(old: str, new: str, kind: RelationKind) -> None:
    assert told(SHORT_EVENT.format(old), SHORT_EVENT.format(new)) is kind


WORDS_OF_THE_MATTER = (
    "完成1号机组技改 国企改 深改 整改 关于修改完善制度的报道 修改完善流程后 "
    "电解槽控制系统V3投用 有误操作零事故 "
    "以实际行动为准则 以党建为准绳 节能数据更新 替换原有阀门 技改稿件"
)


@pytest.mark.parametrize("subject", WORDS_OF_THE_MATTER.split())
def test_words_of_the_matter_announce_no_correction(subject: str) -> None:
    """The announced shortened piece would take the long one's place."""
    shortened = "\n3月14日，北江铝业焙烧厂1号回转窑检修提前26小时收官，更换耐火砖418吨。"
    assert told(KILN, shortened, subject) is DIGEST
