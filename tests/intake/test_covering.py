"""Covering notes in everybody's own words, signatures with a day, captions that say who stands where."""

from __future__ import annotations

import json
import re
from importlib.resources import files

import pytest

from intake import phrases
from intake.model import NoiseKind
from tests.intake.papers import LAMPS, NIGHT, PUMP, apart, cut, joined, letter, only, paper, pieces, texts


@pytest.mark.parametrize(
    "note",
    [
        "担心您没有收到，重发一遍。",
        "孙主任：稿子请转总部编辑部。",
        "刘姐，来稿在后面：",
        "小周，附件打不开的话，这篇请用正文。",
        "不好意思，昨天发错了版本，请用这一版。",
        "部长，这则漏发了，赶得上的话请排在本期。",
        "昨天那篇数字有误，请以这篇为准。",
    ],
)
def test_what_is_said_of_the_piece_below_is_its_cover_in_whatever_words(note: str) -> None:
    found = letter(f"{note}\n\n{LAMPS}")
    assert [text for _, text in pieces(found)] == [LAMPS]
    assert apart(found) == [(NoiseKind.COVER, note)]
    assert pieces(letter(f"{LAMPS}\n\n{note}")) == [(None, LAMPS)]


@pytest.mark.parametrize(
    "note",
    [
        "赵老师，早上的少了一段，用这个吧。",
        "科长，我们班的一件小事，您看着办。",
        "上次那则没登，再试一回。",
        "照片明天补。",
        "按您的意见改了第二段。",
        "请转新闻科马老师。",
        "前面发的作废。",
        "这次写得长，您随意删。",
    ],
)
def test_a_sentence_to_the_desk_apart_above_the_news_is_a_cover(note: str) -> None:
    for head in ("", "能源管理中心换灯\n\n"):
        found = letter(f"{note}\n\n{head}{LAMPS}")
        assert [text for _, text in pieces(found)] == [LAMPS]
        assert apart(found) == [(NoiseKind.COVER, note)]


def test_such_a_sentence_stays_where_no_news_follows_or_nothing_parts_it() -> None:
    note = "照片明天补。"
    assert texts(letter(f"{note}\n{LAMPS}")) == [joined(note, LAMPS)]
    assert texts(letter(f"{note}\n\n{PUMP}")) == [joined(note, PUMP)]


@pytest.mark.parametrize(
    "lead", ["这次，他们又赢了。", "您听，炉火在唱歌。", "三天三夜，泵没有停。", "师傅，天亮了。"]
)
def test_the_short_lead_of_a_story_is_no_word_to_the_desk(lead: str) -> None:
    assert texts(letter(f"{lead}\n\n{NIGHT}\n\n{PUMP}")) == [joined(lead, NIGHT, PUMP)]


@pytest.mark.parametrize(
    "line",
    [
        "这条路，您走了整整三十年。",
        "一切都来得及，请相信自己。",
        "师傅，您的事迹我讲给徒弟听。",
        "您看，这期大修多亏了突击队。",
        "请放心，我会在岗位上再发力。",
        "老师，您的稿费捐给了希望小学。",
        "这篇“家书”，请您慢慢读。",
        "党支部收到来稿126篇，评出优秀作品12篇。",
    ],
)
def test_who_speaks_to_a_reader_of_something_else_writes_no_cover(line: str) -> None:
    assert not phrases.TALKING.tell(line)
    assert line in "\n".join(text for _, text in pieces(letter(f"{line}\n{PUMP}")))


def test_no_sentence_of_a_piece_is_taken_for_a_cover_or_a_caption() -> None:
    starter = files("classify").joinpath("starter", "examples.jsonl").read_text("utf-8")
    lines = [line for row in starter.splitlines() for line in json.loads(row)["text"].split("\n")]
    said = [sentence for line in lines for sentence in (line, *re.findall(r"[^。！？]+[。！？]?", line))]
    assert [one for one in said if phrases.TALKING.tell(one) or phrases.CAPTION.tell(one)] == []


@pytest.mark.parametrize("line", ["白雪 5月6日", "白雪　2021年5月6日", "包头铝业 白雪 5月6日", "白雪 5.6"])
def test_a_name_with_a_day_behind_the_text_signs_the_letter(line: str) -> None:
    document = letter(f"{NIGHT}\n{PUMP}\n\n{line}")
    item = only(document)
    assert (item.text, item.byline_person) == (joined(NIGHT, PUMP), "白雪")
    assert apart(document) == [(NoiseKind.SIGNATURE, line)]


def test_a_sentence_with_a_day_at_its_end_signs_nothing() -> None:
    last = "夜校开课的日子是 5月6日"
    assert only(letter(f"{NIGHT}\n{PUMP}\n{last}")).text == joined(NIGHT, PUMP, last)


@pytest.mark.parametrize(
    "caption",
    [
        "包头铝业动力厂厂长白雪（左二）给夜校学员发书",
        "老师傅（前排右一）在讲叶轮。",
        "乌云（中）带着学员拆泵",
    ],
)
def test_a_line_that_says_who_stands_where_is_a_caption_and_no_title(caption: str) -> None:
    assert pieces(paper(f"夜校的灯\n{caption}\n{NIGHT}\n{PUMP}")) == [("夜校的灯", joined(NIGHT, PUMP))]
    assert (NoiseKind.CAPTION, caption) in apart(paper(f"夜校的灯\n{NIGHT}\n{PUMP}\n{caption}"))


def test_a_text_that_speaks_of_sides_is_none() -> None:
    text = "检修班把左侧的泵（备用）换到右侧，三天换完，42名学员都来看过。"
    assert pieces(letter(f"{text}\n{PUMP}")) == [(None, joined(text, PUMP))]


PORTRAIT = "白雪，女，1976年5月出生，现任动力厂班长。她扎根泵房二十年，修旧利废1200件。"


@pytest.mark.parametrize(
    "text",
    [
        PORTRAIT,
        "动力厂班长白雪扎根泵房二十年，修旧利废1200件，带出徒弟14名。",
        "二十年前，白雪走进泵房。她修旧利废1200件，带出徒弟14名。",
    ],
)
def test_whom_a_portrait_is_of_did_not_write_it(text: str) -> None:
    item = only(paper(f"@title 2021年劳动模范事迹\n@center 包头铝业动力厂 白雪\n{text}"))
    assert (item.byline_unit, item.byline_person) == ("包头铝业动力厂", None)


@pytest.mark.parametrize(
    "text",
    [
        "在泵房干了二十年，我学会了听声音，我的徒弟也学会了。白雪这个名字写在工具箱上。",
        PUMP,
        "我叫白雪，今年四十五岁，在泵房干了二十年，最爱听水声。",
    ],
)
def test_who_speaks_for_himself_or_of_others_signs_what_he_wrote(text: str) -> None:
    assert only(paper(f"@title 泵房二十年\n@center 包头铝业动力厂 白雪\n{text}")).byline_person == "白雪"


def test_a_title_between_news_begins_a_piece_below_a_holiday_as_below_a_day() -> None:
    first = "1月1日，包头铝业团委组织96名青年清扫厂区积雪，清运积雪42车。"
    second = "元旦期间，包头铝业动力厂职工坚守岗位，发电1245万千瓦时，完成计划的103%。"
    found = paper(f"包头铝业团委组织青年扫雪\n{first}\n包头铝业动力厂新年发电超计划\n{second}")
    assert pieces(found) == [("包头铝业团委组织青年扫雪", first), ("包头铝业动力厂新年发电超计划", second)]
    assert len(cut(found).items) == 2
