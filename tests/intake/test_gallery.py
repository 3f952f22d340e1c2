"""Pictures go with the piece that they stand in, captions with the picture that they stand below."""

from __future__ import annotations

from dataclasses import replace

from intake.model import Illustration, NoiseKind
from tests.intake.papers import LAMPS, NIGHT, PUMP, cut, paper


def pictures(text: str) -> list[list[tuple[int, str | None]]]:
    """(picture, caption) of each piece."""
    return [[(shown.picture, shown.caption) for shown in item.pictures] for item in cut(paper(text)).items]


def test_a_picture_belongs_to_the_piece_above_it() -> None:
    text = f"@title 夜校开课\n{NIGHT}\n@picture\n@title 检修车间换灯\n{LAMPS}\n@picture\n@picture"
    assert pictures(text) == [[(0, None)], [(1, None), (2, None)]]


def test_a_picture_above_everything_belongs_to_the_first_piece() -> None:
    text = f"@picture\n图为夜校课堂。\n@title 夜校开课\n{NIGHT}\n@title 检修车间换灯\n{LAMPS}"
    assert pictures(text) == [[(0, "图为夜校课堂。")], []]


def test_a_picture_beside_words_belongs_to_their_piece() -> None:
    assert pictures(f"@title 夜校开课\n@picture {NIGHT}\n@title 换灯\n@picture {LAMPS}") == [
        [(0, None)],
        [(1, None)],
    ]


def test_a_picture_behind_a_by_line_belongs_to_the_piece_that_it_signs() -> None:
    text = f"@title 夜校开课\n{NIGHT}（包头铝业 白雪）\n@picture\n@title 换灯\n{LAMPS}（中铝矿业 曲文）"
    assert pictures(text) == [[(0, None)], []]


def test_captions_go_to_the_pictures_that_stand_together_in_their_order() -> None:
    text = f"{NIGHT}\n@picture\n@picture\n图1：夜校课堂\n图2：课后答疑\n{PUMP}\n@picture\n图为换灯现场。"
    [shown] = pictures(text)
    assert shown == [(0, "图1：夜校课堂"), (1, "图2：课后答疑"), (2, "图为换灯现场。")]


def test_a_caption_for_two_pictures_goes_to_the_first_and_never_to_one_further_down() -> None:
    text = f"{NIGHT}\n@picture\n@picture\n图为夜校课堂。\n{PUMP}\n@picture"
    assert pictures(text) == [[(0, "图为夜校课堂。"), (1, None), (2, None)]]


def test_a_caption_above_any_picture_waits_for_the_next_one() -> None:
    assert pictures(f"{NIGHT}\n图为夜校课堂。\n@picture") == [[(0, "图为夜校课堂。")]]


def test_a_short_line_in_the_middle_below_a_picture_is_its_caption() -> None:
    text = f"@title 夜校开课\n{NIGHT}\n@picture\n@center 青工在夜校上课（白雪 摄）\n{PUMP}"
    found = cut(paper(text))
    assert [item.pictures for item in found.items] == [(Illustration(0, "青工在夜校上课（白雪 摄）"),)]
    assert [one.text for one in found.noise if one.kind is NoiseKind.CAPTION] == ["青工在夜校上课（白雪 摄）"]


def test_a_title_below_a_picture_stays_a_title() -> None:
    text = f"@title 夜校开课\n{NIGHT}\n@picture\n@title 检修车间换灯\n{LAMPS}"
    assert [item.title for item in cut(paper(text)).items] == ["夜校开课", "检修车间换灯"]


def test_pictures_of_a_table_go_to_the_piece_of_their_row() -> None:
    table = paper(f"@row 标题 | 内容 | 图片\n@row 夜校开课 | {NIGHT} | 见图\n@row 换灯 | {LAMPS} | 见图")
    shown = iter(range(2))
    lines = tuple(
        replace(line, text="", pictures=(next(shown),)) if line.text == "见图" else line
        for line in table.paragraphs
    )
    found = cut(replace(table, paragraphs=lines))
    assert [item.pictures for item in found.items] == [(Illustration(0),), (Illustration(1),)]


def test_a_date_line_of_a_piece_is_its_date() -> None:
    text = f"@title 夜校开课\n2021年5月7日\n{NIGHT}\n@title 检修车间换灯\n2021年5月8日\n{LAMPS}"
    assert [item.date for item in cut(paper(text)).items] == ["2021年5月7日", "2021年5月8日"]


def test_the_date_at_the_end_is_that_of_the_only_piece() -> None:
    assert [item.date for item in cut(paper(f"@title 夜校开课\n{NIGHT}\n2021年5月7日")).items] == [
        "2021年5月7日"
    ]


def test_pictures_over_their_captions_in_a_table_are_layout() -> None:
    table = paper(f"{NIGHT}\n@row 一 | 二\n@row 图为夜校课堂 | 图为课后答疑")
    shown = iter(range(2))
    lines = tuple(
        replace(line, text="", pictures=(next(shown),)) if line.row and line.row[1] == 0 else line
        for line in table.paragraphs
    )
    (item,) = cut(replace(table, paragraphs=lines)).items
    assert item.text == NIGHT
    assert item.pictures == (Illustration(0, "图为夜校课堂"), Illustration(1, "图为课后答疑"))


def test_captions_without_any_word_for_it_go_on_while_pictures_lack_one() -> None:
    text = f"{NIGHT}\n@picture\n@picture\n@center 夜校课堂\n@center 课后答疑\n{PUMP}"
    assert pictures(text) == [[(0, "夜校课堂"), (1, "课后答疑")]]


def test_pictures_of_what_is_no_piece_go_to_the_piece_before() -> None:
    text = f"@title 夜校开课\n{NIGHT}（包头铝业 白雪）\n@picture 检修现场"
    assert pictures(text) == [[(0, None)]]


def test_a_table_of_pictures_alone_stands_above_the_first_piece() -> None:
    table = paper(f"@row 一 | 二\n1.{NIGHT}\n2.{LAMPS}")
    lines = tuple(
        replace(line, text="", pictures=(line.row[2],)) if line.row else line for line in table.paragraphs
    )
    found = cut(replace(table, paragraphs=lines)).items
    assert [len(item.pictures) for item in found] == [2, 0]
