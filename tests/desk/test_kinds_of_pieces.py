"""What the letter around a piece says it is: honours in file names, thoughts a worker signs, excerpts."""

from __future__ import annotations

import pytest

from classify.kinds import SIGNED
from storage.model import FiledItem, FiledSubmission
from tests.intake.docx_builder import docx, p
from tests.readings import Part, judged, letter, only

OFFICE = "广西华昇党群工作部 <dq@gxhs.example.com>"
FIGURES = "全年完成检修任务九千项，合格率99.6%，降低成本120万元，设备完好率达到99%，各项指标创历史最好水平。"
THOUGHTS = "走出展馆，心中久久不能平静。先辈用生命换来的今天，值得每一个人珍惜，回到岗位更要把活儿干好。"


def word(name: str, *paragraphs: str) -> Part:
    return name, "application/msword", docx(*(p(text) for text in paragraphs))


def item(submission: FiledSubmission) -> FiledItem:
    (found,) = submission.items
    return found


def signed(data: bytes) -> str | None:
    cues = item(only(data)).cues
    assert cues is not None
    lines = [line for line in cues.around.split("\n") if line.startswith(SIGNED)]
    return lines[0].removeprefix(SIGNED) if lines else None


@pytest.mark.parametrize(
    ("subject", "name", "lines"),
    [
        ("报送材料", "2022年中铝集团劳动模范——韦建国事迹材料.docx", ("炉火映初心",)),
        ("2022年中铝集团劳动模范材料", "材料.docx", ("炉火映初心",)),
        ("报送材料", "材料.docx", ("2022年中铝集团劳动模范", "炉火映初心")),
        ("报送材料", "材料.docx", ("2022年中铝集团劳动模范韦建国事迹",)),
    ],
)
def test_wherever_a_letter_names_the_honour_its_piece_is_a_portrait_of_that_group(
    subject: str, name: str, lines: tuple[str, ...]
) -> None:
    data = letter(
        "请审。", word(name, *lines, f"韦建国是检修班长。{FIGURES}"), sender=OFFICE, subject=subject
    )
    placement = item(only(data)).placement
    assert (placement.column, placement.group) == ("展事迹·学风采", "2022年中铝集团劳动模范")


def test_of_several_documents_each_has_the_honour_of_its_own_name() -> None:
    files = [
        word("2022年集团劳动模范-韦建国.docx", "炉火", f"韦建国是检修班长。{FIGURES}"),
        word("2022年集团先进集体-检修车间.docx", "铁军", f"检修车间有职工80人。{FIGURES}"),
    ]
    filed = judged(letter("请审。", *files, sender=OFFICE, subject="先进材料2篇"))
    groups = [item(submission).placement.group for submission in filed.submissions]
    assert groups == ["2022年集团劳动模范", "2022年集团先进集体"]


@pytest.mark.parametrize("end", ["（广西华昇热电车间 梁小飞）", "梁小飞", "撰稿：梁小飞"])
def test_who_signs_a_document_is_among_what_it_is_placed_by(end: str) -> None:
    data = letter("请审。", word("薪火.docx", "薪火", THOUGHTS, end), sender=OFFICE, subject="投稿")
    assert signed(data) == "梁小飞"


@pytest.mark.parametrize("end", ["（人民日报 梁小飞）", "来源：人民日报", "（梁小飞 摘编）"])
def test_an_excerpt_is_signed_by_none_of_a_unit(end: str) -> None:
    data = letter("请审。", word("薪火.docx", "薪火", THOUGHTS, end), sender=OFFICE, subject="投稿")
    assert signed(data) is None


def test_the_office_at_headquarters_passes_on_what_others_sign() -> None:
    data = letter(
        "请审。",
        word("薪火.docx", "薪火", THOUGHTS, "梁小飞"),
        sender="党群工作部 <lx@hq.example.com>",
        subject="摘编",
    )
    assert signed(data) is None


def test_a_thought_that_its_file_names_is_its_writers_and_not_the_sending_offices() -> None:
    data = letter(
        "请审。\n\n广西华昇党群工作部 韦强",
        word("感悟-梁小飞.docx", "参观红色展馆有感", THOUGHTS),
        sender=OFFICE,
        subject="投稿3篇",
    )
    found = item(only(data))
    assert (found.origin.unit, found.origin.subunit, found.origin.contributor) == ("广西华昇", None, "梁小飞")
    assert found.placement.column == "悟心之语"
