"""Collections as plants send them: what begins a piece where no column or number says so."""

from __future__ import annotations

from tests.intake.papers import (
    CLASS,
    FEEL,
    LAMPS,
    NIGHT,
    PLAN,
    PUMP,
    VOW,
    cut,
    letter,
    paper,
    pieces,
    texts,
)


def test_a_by_line_below_the_title_of_a_collection_signs_every_piece_that_has_none() -> None:
    text = f"@title 五月来稿三则\n@center 包头铝业 白雪\n1.{NIGHT}\n2.{PUMP}\n3.{PLAN}（中铝矿业 曲文）"
    found = [(item.byline_unit, item.byline_person) for item in cut(paper(text)).items]
    assert found == [("包头铝业", "白雪"), ("包头铝业", "白雪"), ("中铝矿业", "曲文")]


def test_titles_that_a_list_at_the_top_names_are_titles_however_they_look() -> None:
    head = "@title 热电之声\n@center 第9期\n本期目录\n★夜校开课\n★换灯记"
    text = f"{head}\n@center 夜校开课\n{NIGHT}\n@center 换灯记\n{LAMPS}"
    assert pieces(paper(text)) == [("夜校开课", NIGHT), ("换灯记", LAMPS)]


def test_paragraphs_with_a_by_line_before_them_are_pieces() -> None:
    text = f"@title 五月信息\n（包头铝业 白雪）{NIGHT}\n（中铝矿业 曲文）{PUMP}"
    assert [(i.byline_unit, i.byline_person, i.text) for i in cut(paper(text)).items] == [
        ("包头铝业", "白雪", NIGHT),
        ("中铝矿业", "曲文", PUMP),
    ]


def test_who_speaks_stands_over_what_is_said() -> None:
    text = f"@title 学习感言摘编\n@head 包头铝业 白雪：\n{FEEL}\n@head 中铝矿业 曲文：\n{VOW}"
    assert [(i.byline_person, i.text) for i in cut(paper(text)).items] == [("白雪", FEEL), ("曲文", VOW)]


def test_the_days_of_a_chronicle_begin_pieces_and_those_of_a_diary_do_not() -> None:
    chronicle = f"@title 团委工作动态\n@head 4月23日\n{NIGHT}\n@head 5月4日\n{CLASS}"
    assert [(i.date, i.text) for i in cut(paper(chronicle)).items] == [("4月23日", NIGHT), ("5月4日", CLASS)]
    diary = f"@title 驻村日记\n4月12日 晴\n{FEEL}\n4月19日 小雨\n{VOW}"
    assert len(cut(paper(diary)).items) == 1


def test_drawn_lines_divide_pieces_that_tell_of_somebody_who_acts() -> None:
    text = f"{NIGHT}\n＊＊＊＊＊\n{LAMPS}\n※※※※※\n{CLASS}"
    assert texts(paper(text)) == [NIGHT, LAMPS, CLASS]
    assert len(texts(paper(f"@title 夜校开课\n{NIGHT}\n＊＊＊＊＊\n{PUMP}"))) == 1


def test_run_in_heads_begin_pieces_where_the_title_counts_them() -> None:
    heads = "\n".join(f"**{head}。**{text}" for head, text in (("钥匙", PUMP), ("借条", PLAN), ("热水", VOW)))
    assert len(cut(paper(f"@title 小故事三则\n{heads}")).items) == 3
    assert len(cut(paper(f"@title 夜校开课\n{heads}")).items) == 1


def test_every_paragraph_below_a_unit_s_heading_that_names_it_anew_is_a_piece() -> None:
    more = "针对澡堂热水不足的问题，包头铝业更换换热器一台、喷头四十六个，供水由两小时延长到六小时。"
    text = f"@title 实事信息汇总\n@head 包头铝业：\n{NIGHT}\n{more}\n@head 中州铝业：\n{LAMPS}"
    assert texts(paper(text)) == [NIGHT, more, LAMPS]
    plain = f"@title 实事信息汇总\n@head 包头铝业：\n{NIGHT}\n{PUMP}\n@head 中州铝业：\n{LAMPS}"
    assert texts(paper(plain)) == [f"{NIGHT}\n{PUMP}", LAMPS]


def test_words_between_two_pieces_of_a_letter_are_none() -> None:
    text = f"夜校开课\n\n{NIGHT}\n\n还有一篇是小刘写的，她让我一起发给您：\n\n换灯记\n\n{LAMPS}"
    assert pieces(letter(text)) == [("夜校开课", NIGHT), ("换灯记", LAMPS)]


def test_short_lines_over_texts_between_blank_lines_are_titles() -> None:
    text = f"夜校里的五十六盏灯\n{FEEL}\n\n一本写满的笔记\n{VOW}"
    assert [item.title for item in cut(letter(text)).items] == ["夜校里的五十六盏灯", "一本写满的笔记"]


def test_circled_numbers_begin_pieces_only_before_units() -> None:
    units = f"①【包头铝业】{PUMP}\n②【中州铝业】{PLAN}"
    assert len(cut(paper(units)).items) == 2
    assert len(cut(paper(f"@title 夜校开课\n①{PUMP}\n②{PLAN}")).items) == 1


def test_numbers_and_bullets_of_titles_are_no_part_of_them() -> None:
    counted = f"@head 一、夜校开课\n{NIGHT}\n@right （白雪）\n@head 二、换灯记\n{LAMPS}\n@right （曲文）"
    assert [item.title for item in cut(paper(counted)).items] == ["夜校开课", "换灯记"]
    pointed = f"@title 五月动态\n@head ◆夜校开课\n{NIGHT}\n@head ◆换灯记\n{LAMPS}"
    assert [item.title for item in cut(paper(pointed)).items] == ["夜校开课", "换灯记"]


# --- by-lines with a date, and dates that are none --------------------------------------------------


def test_a_by_line_may_end_with_its_date() -> None:
    first = f"@title 夜校开课\n@center 包头铝业 白雪 2021年5月6日\n{NIGHT}"
    text = f"{first}\n@title 换灯记\n@center 中州铝业 曲文 2021年5月6日\n{LAMPS}"
    assert [(i.title, i.byline_unit, i.byline_person, i.date) for i in cut(paper(text)).items] == [
        ("夜校开课", "包头铝业", "白雪", "2021年5月6日"),
        ("换灯记", "中州铝业", "曲文", "2021年5月6日"),
    ]


def test_source_and_time_of_publication_stand_in_one_line() -> None:
    (item,) = cut(paper(f"@title 夜校开课\n@center 来源：包头铝业 发布时间：2021-05-06\n{NIGHT}")).items
    assert (item.title, item.byline_unit, item.date) == ("夜校开课", "包头铝业", "2021-05-06")


def test_the_time_and_place_of_what_is_told_belong_to_the_text() -> None:
    (item,) = cut(letter(f"夜校开课通知\n时间：5月6日晚\n地点：动力厂会议室\n{NIGHT}")).items
    assert "时间：5月6日晚\n地点：动力厂会议室" in f"{item.title}\n{item.text}"


def test_the_first_day_of_a_diary_is_a_day_like_the_others() -> None:
    (item,) = cut(paper(f"@title 驻村日记\n5月4日\n{FEEL}\n5月5日\n{VOW}")).items
    assert item.text == f"5月4日\n{FEEL}\n5月5日\n{VOW}"


# --- one piece of two units, several of short paragraphs --------------------------------------------


def test_what_two_units_do_together_is_one_piece() -> None:
    visit = "5月6日，包头铝业党委书记一行到访，与车间职工座谈，听他们讲夜校是怎样办起来的。"
    answer = "中州铝业党委介绍了节能灯改造的做法，双方商定每季度互派一名技术员到对方车间工作。"
    assert texts(paper(f"{visit}\n{answer}")) == [f"{visit}\n{answer}"]


def test_a_short_sentence_of_another_unit_is_a_piece_too() -> None:
    short = "中州铝业四月换灯420盏，月省电1.8万千瓦时。"
    assert texts(paper(f"{NIGHT}\n{short}\n{CLASS}")) == [NIGHT, short, CLASS]


# --- tables ------------------------------------------------------------------------------------------


def test_a_list_of_short_texts_is_a_list_by_its_heads() -> None:
    rows = (
        "@row 单位 | 标题 | 内容\n@row 包头铝业 | 夜校开课 | 56人听课。\n@row 中州铝业 | 换灯记 | 换灯420盏。"
    )
    assert [(i.byline_unit, i.title, i.text) for i in cut(paper(rows)).items] == [
        ("包头铝业", "夜校开课", "56人听课。"),
        ("中州铝业", "换灯记", "换灯420盏。"),
    ]


# --- lists of names at the end -----------------------------------------------------------------------


def test_names_below_words_that_lead_to_them_are_no_signature() -> None:
    text = f"{NIGHT}\n获奖人员是：\n\n张建国\n李红梅\n王志强"
    (item,) = cut(letter(text)).items
    assert item.text.endswith("获奖人员是：\n张建国\n李红梅\n王志强")
    assert item.byline_person is None


def test_a_list_of_names_under_its_head_is_no_attachment() -> None:
    (item,) = cut(letter(f"{NIGHT}\n附：优秀党员名单\n张建国\n李红梅")).items
    assert item.byline_person is None
    assert "优秀党员名单\n张建国\n李红梅" in item.text
