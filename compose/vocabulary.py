"""The Chinese words in which a draft speaks to its editor: one table for each closed vocabulary."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from classify.model import Level
from compose.model import Candidate, Fate, Remark, RemarkKind

if TYPE_CHECKING:
    from collections.abc import Mapping

LEVELS: Final[Mapping[Level, str]] = {
    Level.SURE: "有把握",
    Level.PROBABLE: "较有把握",
    Level.DOUBTFUL: "存疑",
}

FATES: Final[Mapping[Fate, str]] = {
    Fate.PLACED: "采用",
    Fate.DUPLICATE: "重复",
    Fate.SUPERSEDED: "已有新版",
    Fate.HELD: "备选",
    Fate.EXCLUDED: "不采用",
}

MESSAGES: Final[Mapping[str, str]] = {
    "with_submissions": "有稿件",
    "not_submission": "不是稿件",
    "duplicate": "重复来信",
    "set_aside": "待人工处理",
    "too_large": "超过大小限制",
}

REMARKS: Final[Mapping[RemarkKind, str]] = {
    RemarkKind.DOUBTFUL_COLUMN: "栏目存疑",
    RemarkKind.PROBABLE_COLUMN: "栏目待核",
    RemarkKind.UNKNOWN_UNIT: "单位不明",
    RemarkKind.DOUBTFUL_UNIT: "单位存疑",
    RemarkKind.DROPPED_FIGURES: "删去数字",
    RemarkKind.FOREIGN_FIGURE: "数字无出处",
    RemarkKind.LENGTH: "篇幅",
    RemarkKind.PUNCTUATION: "标点",
    RemarkKind.PAIRING: "引号括号",
    RemarkKind.SPACING: "空格",
    RemarkKind.UNIT_NAME: "单位名称",
    RemarkKind.PERSON_NAME: "人名",
    RemarkKind.ATTRIBUTION: "署名",
    RemarkKind.MEASURE: "计量单位",
    RemarkKind.PERCENT: "百分点",
    RemarkKind.UNFINISHED: "句子不完整",
    RemarkKind.WORDING: "用词",
    RemarkKind.LEFTOVER: "稿件残留",
    RemarkKind.REPEATED: "内容重复",
    RemarkKind.VERSION: "新旧版本",
    RemarkKind.DUPLICATE: "重复来稿",
    RemarkKind.SET_ASIDE: "待处理来信",
    RemarkKind.WINDOW_GAP: "采集期有空档",
    RemarkKind.WINDOW_OVERLAP: "采集期重叠",
    RemarkKind.NUMBERING: "期号",
    RemarkKind.EMPTY_COLUMN: "栏目无稿",
    RemarkKind.DATE: "日期",
    RemarkKind.DOCUMENT: "来稿",
    RemarkKind.PHOTO: "照片",
    RemarkKind.WAITING: "候用",
    RemarkKind.ASKED: "来信要求",
    RemarkKind.REVIVED: "改用旧稿",
    RemarkKind.INCLUDED: "编辑收入",
    RemarkKind.MOVED: "移期来信",
}

UNKNOWN_UNIT: Final = "单位不明"
MEDIA: Final = "媒体摘编"


def remark_word(kind: RemarkKind) -> str:
    """Name a kind of remark; one that the table does not know yet by its own value."""
    return REMARKS.get(kind, kind.value)


def unit_name(candidate: Candidate) -> str:
    """Name the unit of an item; an excerpt from the media has none, and nothing is doubtful about that."""
    return candidate.unit or (MEDIA if candidate.media else UNKNOWN_UNIT)


def unit_words(candidate: Candidate) -> str:
    """Name unit and sub-unit of an item: 广西分公司·氧化铝厂."""
    unit = unit_name(candidate)
    return f"{unit}·{candidate.subunit}" if candidate.subunit else unit


def printed_words(issue: str, *, published: bool) -> str:
    """Say that an issue prints a piece: 2021年第9期已刊; where nobody has learned its file, only drafted."""
    return f"{issue}已刊" if published else f"已编入{issue}（草稿）"


def title_words(candidate: Candidate, most: int = 20) -> str:
    """Name an item by its title, one without any by its first words."""
    return (candidate.title or candidate.text.strip().partition("\n")[0])[:most].strip()


def place_words(column: str, group: str | None) -> str:
    """Name a column, and its group where there is one: 践铝之行›为群众办实事篇."""
    return f"{column}›{group}" if group else column


def confidence_words(candidate: Candidate) -> str:
    """Say how far the placement can be trusted: 87%，较有把握."""
    return f"{round(candidate.confidence * 100)}%，{LEVELS[candidate.level]}"


def alternative_words(candidate: Candidate) -> tuple[str, ...]:
    """Name the other places an item might go to, best first, each with its confidence."""
    return tuple(
        f"{place_words(column, group)}（{round(share * 100)}%）"
        for column, group, share in candidate.alternatives
    )


def photo_words(candidate: Candidate) -> tuple[str, ...]:
    """Name the photos that came with an item, with what stands below them."""
    return tuple(
        f"{photo.name}（{photo.caption}）" if photo.caption else photo.name for photo in candidate.photos
    )


def remarks_by_item(remarks: tuple[Remark, ...]) -> Mapping[int | None, tuple[Remark, ...]]:
    """Group remarks by item in their order; those on the issue as a whole stand under None."""
    found: defaultdict[int | None, list[Remark]] = defaultdict(list)
    for remark in remarks:
        found[remark.item].append(remark)
    return {item: tuple(rows) for item, rows in found.items()}
