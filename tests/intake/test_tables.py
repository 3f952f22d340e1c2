"""Tables: lists of pieces, forms, and figures that belong to the text around."""

from __future__ import annotations

from itertools import groupby

import pytest

from intake.headings import Heading
from intake.tables import Kind, Row, rows
from tests.intake.papers import LAMPS as LIGHT
from tests.intake.papers import NIGHT as SCHOOL
from tests.intake.papers import PLAN, PUMP, VOW, cut, joined, names, only, paper
from tests.intake.papers import pieces as cut_pieces

LAMPS = "能源管理中心把老旧照明换成节能灯，四百二十盏灯两周换完，一个月省下电费一万多元，走廊比以前亮堂。"
NIGHT = "动力厂的技工夜校开了第一课，讲课的是修了二十八年水泵的老师傅，来听课的职工把教室后排都站满了。"
SHORT = "停车棚装上充电桩24个。"


def read(text: str, *, inside: bool = False) -> list[Row]:
    cells = paper(text).paragraphs
    tables = [list(group) for _, group in groupby(cells, key=lambda cell: cell.row and cell.row[0])]
    return [row for table in tables for row in rows(table, names(), inside=inside)]


def pieces(found: list[Row]) -> list[tuple[str | None, str | None, str | None, str]]:
    """(title, unit, person, body) of the rows that are pieces."""
    return [(r.title, r.unit, r.person, "/".join(r.body)) for r in found if r.kind is Kind.PIECE]


@pytest.mark.parametrize(
    "head",
    [
        "序号|单位|标题|内容|作者",
        "编号|报送单位|信息标题|主要内容|供稿人",
        " 序 号 |供稿单位|题目|正文|姓 名：",
    ],
)
def test_the_head_row_tells_what_the_cells_are(head: str) -> None:
    found = read(f"@row {head}\n@row 1|中州铝业|一盏灯的账|{LAMPS}|牛慧\n@row 2|包头铝业|夜校|{NIGHT}|白雪")
    assert pieces(found) == [
        ("一盏灯的账", "中州铝业", "牛慧", LAMPS),
        ("夜校", "包头铝业", "白雪", NIGHT),
    ]
    assert [row.reason for row in found[1:]] == ["表格第2行", "表格第3行"]
    assert [(row.apart, row.behind) for row in found[1:]] == [
        ("1\t中州铝业", "牛慧"),
        ("2\t包头铝业", "白雪"),
    ]


def test_without_a_head_the_cells_tell_themselves() -> None:
    found = read(
        f"@row 1|中州铝业|牛慧|一盏节能灯的细账|{LAMPS}\n@row 2|包头铝业|白雪|夜校的灯光亮到十点|{NIGHT}"
    )
    assert pieces(found) == [
        ("一盏节能灯的细账", "中州铝业", "牛慧", LAMPS),
        ("夜校的灯光亮到十点", "包头铝业", "白雪", NIGHT),
    ]


def test_a_cell_may_state_the_column() -> None:
    found = read(f"@row 栏目|内容\n@row 开新之局|{LAMPS}\n@row 践铝之行|{NIGHT}")
    assert [row.heading for row in found] == [None, Heading("开新之局", None), Heading("践铝之行", None)]


def test_a_short_text_below_the_head_of_texts_is_a_piece_too() -> None:
    found = read(f"@row 单位|内容\n@row 中州铝业|{LAMPS}\n@row 包头铝业|{SHORT}")
    assert pieces(found)[1] == (None, "包头铝业", None, SHORT)


def test_a_row_without_a_text_is_set_apart() -> None:
    found = read(f"@row 单位|内容\n@row 中州铝业|{LAMPS}\n@row 合计|")
    assert [row.kind for row in found] == [Kind.APART, Kind.PIECE, Kind.APART]
    assert found[-1].text == "合计"


def test_remarks_are_no_text_however_long() -> None:
    remark = (
        "照片三张见附件，拍摄时间是五月六日晚上，其中两张是竖幅，一张横幅，均未裁剪，需要时可再补发原图。"
    )
    found = read(f"@row 内容|备注\n@row {LAMPS}|{remark}")
    assert (found[1].body, found[1].behind) == ((LAMPS,), remark)


def test_a_second_long_cell_belongs_to_the_text() -> None:
    assert pieces(read(f"@row 1|{LAMPS}|{NIGHT}"))[0][3] == f"{LAMPS}/{NIGHT}"


def test_paragraphs_of_a_cell_stay_apart() -> None:
    assert pieces(read(f"@row 1|{LAMPS}//{SHORT}"))[0][3] == f"{LAMPS}/{SHORT}"


def test_a_title_behind_its_text_is_no_title() -> None:
    found = read(f"@row {LAMPS}|一盏节能灯的细账")
    assert (found[0].title, found[0].behind) == (None, "一盏节能灯的细账")


# --- forms ----------------------------------------------------------------------------------------


def test_a_form_is_one_piece() -> None:
    found = read(
        f"@row 标题|一盏灯的账\n@row 单位|中州铝业\n@row 作者|牛慧\n"
        f"@row 栏目|开新之局\n@row 内容|{LAMPS}\n@row 联系电话|66031"
    )
    assert [row.begins for row in found if row.kind is Kind.PIECE] == [True, False, False, False, False]
    assert [(row.title, row.unit, row.person, row.body) for row in found] == [
        ("一盏灯的账", None, None, ()),
        (None, "中州铝业", None, ()),
        (None, None, "牛慧", ()),
        (None, None, None, ()),
        (None, None, None, (LAMPS,)),
        (None, None, None, ()),
    ]
    assert found[3].heading == Heading("开新之局", None)
    assert (found[-1].kind, found[-1].text) == (Kind.APART, "联系电话\t66031")


def test_a_form_may_have_two_fields_in_a_row_and_the_text_alone_in_the_last() -> None:
    found = read(f"@row 标题|一盏灯的账|作者|牛慧\n@row {LAMPS}//{SHORT}")
    assert [(row.title, row.person, "".join(row.body)) for row in found] == [
        ("一盏灯的账", None, ""),
        (None, "牛慧", ""),
        (None, None, LAMPS + SHORT),
    ]
    assert [row.begins for row in found] == [True, False, False]


@pytest.mark.parametrize(
    "fields",
    [
        "标题|一盏灯的账//单位|中州铝业//内容|{LAMPS}//标题|夜校//单位|包头铝业//内容|{NIGHT}",
        "单位|中州铝业//标题|一盏灯的账//内容|{LAMPS}//单位|包头铝业//标题|夜校//内容|{NIGHT}",
        "标题|一盏灯的账//内容|{LAMPS}//标题|夜校//内容|{NIGHT}//备注|无",
    ],
)
def test_a_form_filled_in_twice_is_two_pieces(fields: str) -> None:
    text = "\n".join(f"@row {field}" for field in fields.format(LAMPS=LAMPS, NIGHT=NIGHT).split("//"))
    found = [row for row in read(text) if row.kind is Kind.PIECE]
    begins = [at for at, row in enumerate(found) if row.begins]
    assert len(begins) == 2
    assert [row.body for row in found[: begins[1]] if row.body] == [(LAMPS,)]
    assert [row.body for row in found[begins[1] :] if row.body] == [(NIGHT,)]


def test_an_odd_cell_at_the_end_of_a_row_has_no_label() -> None:
    found = read(f"@row 标题|一盏灯的账|{LAMPS}\n@row 内容|{NIGHT}")
    assert [row.body for row in found] == [(), (LAMPS,), (NIGHT,)]


def test_an_empty_field_of_a_form_keeps_its_label() -> None:
    found = read(f"@row 标题|一盏灯的账\n@row 作者|　\n@row 内容|{LAMPS}")
    assert found[0].title == "一盏灯的账"


# --- figures --------------------------------------------------------------------------------------


def test_a_table_without_any_text_holds_figures() -> None:
    found = read("@row 月份|电耗|电费\n@row 4月|12|3.1\n@row 5月|9|2.4")
    assert [row.kind for row in found] == [Kind.FIGURES] * 3
    assert found[1].text == "4月\t12\t3.1"


def test_inside_an_article_a_table_needs_heads_to_hold_pieces() -> None:
    table = f"@row 问题|办法\n@row 灯不亮|{LAMPS}\n@row 没处学|{NIGHT}"
    assert [row.kind for row in read(table, inside=True)] == [Kind.FIGURES] * 3
    assert len(pieces(read(table))) == 2
    assert len(pieces(read(table.replace("办法", "内容"), inside=True))) == 2


# --- tables in documents ---------------------------------------------------------------------------


def test_a_table_holds_a_piece_a_row() -> None:
    found = cut(
        paper(
            f"@title 信息报送表\n@row 序号|单位|标题|内容\n"
            f"@row 1|中州铝业|一盏灯的账|{LIGHT}\n@row 2|包头铝业|夜校的灯|{SCHOOL}（白雪）"
        )
    )
    assert [(i.title, i.text, i.byline_unit, i.byline_person, i.reason) for i in found.items] == [
        ("一盏灯的账", LIGHT, "中州铝业", None, "表格第2行"),
        ("夜校的灯", SCHOOL, "包头铝业", "白雪", "表格第3行"),
    ]


def test_a_table_without_a_head_holds_a_piece_a_row() -> None:
    found = cut(paper(f"@row 1|中州铝业|{LIGHT}\n@row 2|包头铝业|{SCHOOL}"))
    assert [(i.text, i.byline_unit) for i in found.items] == [(LIGHT, "中州铝业"), (SCHOOL, "包头铝业")]


def test_a_form_is_one_item() -> None:
    item = only(
        paper(
            f"@row 标题|夜校的灯\n@row 单位|包头铝业\n@row 作者|白雪\n"
            f"@row 栏目|开新之局\n@row 内容|{SCHOOL}//{PUMP}\n@row 备注|无"
        )
    )
    assert (item.title, item.text) == ("夜校的灯", joined(SCHOOL, PUMP))
    assert (item.column, item.byline_unit, item.byline_person) == ("开新之局", "包头铝业", "白雪")


def test_fields_over_a_list_hold_for_all_its_pieces() -> None:
    found = cut(paper(f"@row 单位|中州铝业\n@row 报送人|牛慧\n@row 序号|内容\n@row 1|{PUMP}\n@row 2|{PLAN}"))
    assert [(i.text, i.byline_unit, i.byline_person) for i in found.items] == [
        (PUMP, "中州铝业", "牛慧"),
        (PLAN, "中州铝业", "牛慧"),
    ]


def test_each_table_may_be_a_form_of_its_own() -> None:
    form = "@row 标题|{}\n@row 内容|{}"
    text = form.format("夜校的灯", SCHOOL) + "\n@table\n" + form.format("一盏灯的账", LIGHT)
    assert cut_pieces(paper(text)) == [("夜校的灯", SCHOOL), ("一盏灯的账", LIGHT)]


def test_a_table_of_measures_stays_in_its_article() -> None:
    text = f"@title 夏检的办法\n{SCHOOL}\n@row 难点|办法\n@row 备件|{PUMP}\n@row 人手|{PLAN}\n{VOW}"
    assert len(cut_pieces(paper(text))) == 1
