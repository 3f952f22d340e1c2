"""Whatever is cut: nothing is lost or doubled, everything has its reason, and it is quick."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desk.samples.build import Sample
from intake.documents import read as read_document
from intake.mime import read_letter
from intake.model import Document, Item, Noise, Paragraph, Run
from intake.text import text_document
from tests.intake.papers import CLASS, FEEL, LAMPS, LOOKS, NIGHT, PLAN, PUMP, cut, paper
from tests.untraced import untraced

# --- nothing is lost ------------------------------------------------------------------------------


def signs(*parts: str | None) -> str:
    return "".join("".join(part or "" for part in parts).split())


def words(part: Item | Noise) -> list[str]:
    return [signs(part.title), signs(part.text)] if isinstance(part, Item) else [signs(part.text)]


def is_inside(part: str, whole: str) -> bool:
    """Whether the characters of a part stand in the whole in the same order."""
    rest = iter(whole)
    return all(sign in rest for sign in part)


def complete(document: Document) -> None:
    """All characters are in exactly one part, and each part has its characters in reading order."""
    whole = signs(document.text)
    found = [text for part in cut(document).parts for text in words(part)]
    assert Counter("".join(found)) == Counter(whole)
    assert all(is_inside(text, whole) for text in found)


def test_every_item_of_the_sample_mailbox_says_in_chinese_why_it_was_cut(samples: tuple[Sample, ...]) -> None:
    reasons: set[str] = set()
    for sample in samples:
        mail = read_letter(sample.data)
        readings = [read_document(one.name, one.data).document for one in mail.attachments]
        for document in [text_document(mail.text), *filter(None, readings)]:
            complete(document)
            reasons |= {item.reason for item in cut(document).items}
    assert len(reasons) > 5
    assert all(any("\u4e00" <= sign <= "\u9fff" for sign in reason) for reason in reasons)


# Each § becomes a character of the line's own, so that the places of its words are known in the parts.
SHORT = """
夜校的灯§ 一盏灯§的账 包头铝业 包头铝业夜校§开课 检修车间 强基础 白雪 包头铝业|白雪 （中铝矿业|曲文）
听青之声 【开新之局】 为群众办实事篇 一、悟心之语 标题：夜校§ 标题： 正文： 栏目：开新之局 作者：白雪§
单位：包头铝业§ 1.夜校§开课 2.换灯§ 一、上手§ 二、计划§ 📍 稿件一 稿件二：换灯§ ●|备件§ ----------
——办学侧记§ -- 李老师： 您好！ 请查收§。 谢谢！ 2021年5月7日 电话：66031§ 图为上课§。 白雪|摄
审核：李强§ 发自我的iPhone§ 发件人:a@example.com§ 发送时间:2021年5月6日 收件人:b 主题:信息§
-----原始邮件----- >|请补人数§ 报送单位：包头铝业§ 序号 内容 标题 单位 备注§
"""
TEXTS = (
    *(
        f"{NIGHT}§",
        f"§{PUMP}",
        f"{PLAN}§",
        f"{LAMPS}§",
        f"{CLASS}§",
        f"{FEEL}§。（中铝矿业 曲文）",
        f"1.{NIGHT}§",
    ),
    *(f"2.{LAMPS}§", f"📍{CLASS}§", f"【听青之声】{CLASS}§", f"本报讯（通讯员 白雪）{NIGHT}§", f"　　{PUMP}"),
    *("5月6日，检修车间§\n修好了吊车", "\x00\x0b§"),
)
WORDS = (*(line.replace("|", " ") for line in SHORT.split()), *TEXTS)
LINE = st.sampled_from(WORDS) | st.text(
    alphabet="夜校。，（）【】：\n 　一1.、📍—-> \u200b\ufeff标题包头铝业白雪", max_size=60
)


@st.composite
def looked(draw: st.DrawFn) -> Paragraph:
    look = LOOKS[draw(st.sampled_from(sorted(LOOKS)))]
    text = draw(LINE)
    at = draw(st.integers(0, len(text)))
    runs = (Run(text[:at], bold=draw(st.booleans())), Run(text[at:], bold=draw(st.booleans())))
    row = draw(st.none() | st.tuples(st.just(0), st.integers(0, 3), st.integers(0, 3)))
    label = draw(st.sampled_from(("", "", "一、", "1.", "●")))
    return replace(look, text=text, runs=runs, row=row, label=label, gap=draw(st.booleans()))


@st.composite
def documents(draw: st.DrawFn) -> Document:
    """Paragraphs of any look; those of a table stand in reading order, as a reader gives them."""
    lines = draw(st.lists(looked(), max_size=14))
    table, found = -1, list[Paragraph]()
    for number, line in enumerate(lines):
        before = found[-1].row if found else None
        table += line.row is not None and (before is None or before[1:] > line.row[1:])
        text = line.text.replace("§", chr(0xE000 + number))
        runs = tuple(replace(run, text=run.text.replace("§", chr(0xE000 + number))) for run in line.runs)
        found.append(replace(line, text=text, runs=runs, row=line.row and (table, *line.row[1:])))
    return Document(tuple(found))


@untraced()
@settings(max_examples=400)
@given(documents())
def test_items_and_noise_hold_every_character_of_a_document_once_and_in_order(document: Document) -> None:
    complete(document)


@untraced()
@settings(max_examples=400)
@given(st.lists(LINE | st.just(""), max_size=20).map("\n".join))
def test_items_and_noise_hold_every_character_of_a_letter_once_and_in_order(text: str) -> None:
    document = text_document(text)
    complete(document)
    assert signs(document.text).replace("\ufeff", "") == signs(text).replace("\ufeff", "")


def places(text: str | None) -> list[int]:
    """The numbers of the lines whose own characters stand in a text, in the order in which they do."""
    return [ord(sign) - 0xE000 for sign in text or "" if "\ue000" <= sign <= "\uf8ff"]


def first_line(part: Item | Noise) -> str:
    """The first of the lines of a part; of a title in several lines, which blanks join, the first alone."""
    title = part.title if isinstance(part, Item) else None
    return title.split(" ")[0] if title else part.text.split("\n")[0]


@untraced()
@settings(max_examples=400)
@given(documents())
def test_the_parts_stand_in_the_order_in_which_they_begin(document: Document) -> None:
    parts = cut(document).parts
    within = [places(text) for part in parts for text in words(part)]
    assert all(found == sorted(found) for found in within)
    begins = [place for part in parts for place in places(first_line(part))[:1]]
    assert begins == sorted(begins)


@untraced()
@settings(max_examples=200)
@given(documents())
def test_every_item_has_a_reason_and_a_text(document: Document) -> None:
    for item in cut(document).items:
        assert any("\u4e00" <= sign <= "\u9fff" for sign in item.reason)
        assert item.text.strip()


# --- long ones ------------------------------------------------------------------------------------

LONG: dict[str, Callable[[int], Document]] = {
    "one line": lambda n: text_document("夜" * 25000 * n),
    "brackets": lambda n: text_document("（夜）。”" * 6250 * n),
    "blanks": lambda n: text_document("夜" + " " * 25000 * n + "校"),
    "dashes": lambda n: text_document("-" * 25000 * n),
    "numbers": lambda n: text_document("一二三四五六七八九十" * 2500 * n),
    "units": lambda n: text_document("包头铝业动力厂检修车间" * 2250 * n),
    "short lines": lambda n: text_document("夜校开课\n" * 5000 * n),
    "names": lambda n: text_document("孙海波\n" * 5000 * n),
    "bullets": lambda n: text_document("● 夜校开课。\n" * 5000 * n),
    "counted": lambda n: text_document("\n".join(f"{at % 99 + 1}.夜校开课。" for at in range(5000 * n))),
    "arrows": lambda n: text_document("夜校开课，来了很多人，一直讲到深夜。\n" + "> 夜校开课\n" * 5000 * n),
    "greetings": lambda n: text_document("您好！\n" * 5000 * n),
    "columns": lambda n: text_document("听青之声\n夜校开课。\n" * 2500 * n),
    "units in turn": lambda n: text_document(f"{LAMPS}\n{CLASS}\n" * 2500 * n),
    "unit lines": lambda n: text_document("包头铝业\n夜校开课。\n" * 2500 * n),
    "titles": lambda n: text_document(f"包头铝业夜校开课\n\n{LAMPS}\n\n" * 1500 * n),
    "labels": lambda n: text_document("标题：夜校\n正文：开课。\n" * 2500 * n),
    "quoted": lambda n: text_document(
        "-----原始邮件-----\n发件人: 甲\n收件人: 乙\n主题: 丙\n请查收。\n" * 1000 * n
    ),
    "centred": lambda n: Document(
        (replace(LOOKS["center"], text="夜校"),) * 5000 * n + (replace(LOOKS["text"], text=NIGHT * 2_000),)
    ),
    "titled": lambda n: Document(
        (replace(LOOKS["title"], text="夜校"), replace(LOOKS["text"], text=NIGHT)) * 2500 * n
    ),
    "tables": lambda n: Document(
        tuple(replace(LOOKS["cell"], text="夜校", row=(at, 0, 0)) for at in range(5000 * n))
    ),
    "attached": lambda n: text_document("夜校开了第一课。\n附件：\n" + "1、某表\n" * 5000 * n),
    "pictures": lambda n: Document(
        (replace(LOOKS["text"], text=NIGHT),)
        + tuple(replace(LOOKS["text"], text="", pictures=(at,), size=at / 2) for at in range(5000 * n))
        + (replace(LOOKS["text"], text="图为夜校课堂。"),) * 5000 * n
    ),
    "cells": lambda n: Document(
        tuple(replace(LOOKS["cell"], text=LAMPS, row=(0, at, 0)) for at in range(5000 * n))
    ),
}


def seconds(document: Document) -> float:
    started = time.process_time()
    cut(document)
    return time.process_time() - started


@pytest.mark.parametrize("make", LONG.values(), ids=LONG)
@untraced()
def test_long_documents_take_time_in_proportion(make: Callable[[int], Document]) -> None:
    """Four times the text takes about four times the time; sixteen times would be the square."""
    assert seconds(make(4)) < 10 * max(seconds(make(1)), 0.05)


# --- what stays whole -----------------------------------------------------------------------------

VERSE = "\n".join(
    f"@center {line}"
    for line in (
        "你见过凌晨三点的厂房吗",
        "一排排灯火站得笔直",
        "守着一条滚烫的河",
        "我的师傅就在灯下",
        "他的影子很短",
        "天亮的时候",
    )
)
WHOLE = {
    "verse": f"@title 夜班的灯\n@center 包头铝业 云飞扬\n{VERSE}",
    "a letter": f"@title 感谢信\n尊敬的厂领导：\n{FEEL}\n{PUMP}\n此致\n敬礼！\n@right 2021年4月26日",
    "a roll": f"@title 表彰决定\n{NIGHT}\n动力厂：龙海洋 唐婉\n电解厂：周一帆 陆小双\n检修车间：农敏 覃光",
    "points behind a lead": (
        f"@title “五步法”管食堂\n{PLAN}总结出一套五步法：\n1、看。\n2、检。\n3、留。\n{PUMP}"
    ),
    "minutes": (
        f"@title 支委会会议纪要\n时间：2021年4月29日15:00\n地点：二楼会议室\n议题一：发展党员\n{PUMP}\n{PLAN}"
    ),
}


@pytest.mark.parametrize("kind", WHOLE)
def test_what_only_looks_like_several_pieces_stays_whole(kind: str) -> None:
    document = paper(WHOLE[kind])
    complete(document)
    assert len(cut(document).items) == 1


def test_the_salutation_and_the_parting_of_a_piece_that_is_a_letter_belong_to_it() -> None:
    (item,) = cut(paper(WHOLE["a letter"])).items
    assert item.text.startswith("尊敬的厂领导：")
    assert item.text.endswith("敬礼！")
    assert item.date == "2021年4月26日"
