"""The headings of a published issue: the settings' columns and groups, however they are dressed up."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from compose.model import ColumnPlan
from intake import marks

_LONGEST: Final = 60
_NO_WORD: Final = re.compile(r"[\W_]+")
_BRACKETED: Final = re.compile(
    r"(?P<open>[【〖〔\[「『])\s*(?P<name>[^【】〖〗〔〕\[\]「」『』]{2,40}?)\s*[】〗〕\]」』]\s*"
)
_TAIL: Final = re.compile(r"\s*[（(\[【〔][^（()）\[\]【】〔〕]{1,20}[)）\]】〕]\s*[。.：:]?$")
_NUMBER: Final = re.compile(
    r"^(?:第[一二三四五六七八九十\d]{1,3}(?:部分|栏|版|板块)?[、：:\s]*|[一二三四五六七八九十]{1,3}\s+|\d{1,2}\s+)"
)
_ADDED_BEFORE: Final = re.compile(r"^(?:栏目|专栏|本期|本期栏目|特别栏目|固定栏目)")
_ADDED: Final = re.compile(
    r"(?:之|第|连载|系列|专栏|栏目|专版|专题|版块|板块|特刊|续|上|下|[一二三四五六七八九十百零\d]|期|篇|则|[IVXⅠ-Ⅻ])*"
)
"""What may stand behind a column's name: 连载之二, 专栏, （续）."""

_HONOUR: Final = re.compile(
    r"\d{4}年|(?:模范|劳模|集体|个人|党员|工作者|组织|党支部|奖章|奖状|工匠|标兵|能手|青年|团队|先锋|榜样|之星)$"
)
_PUNCTUATED: Final = re.compile(r"[，。；！？,;!?]")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading that was found: its column, the group if it names one, and the text that follows it."""

    plan: ColumnPlan
    group: str | None = None
    rest: str = ""


class Names:
    """The names that headings are looked up by."""

    __slots__ = ("_columns", "_groups", "_plans")

    def __init__(self, plans: Sequence[ColumnPlan]) -> None:
        self._plans = tuple(plans)
        self._columns: dict[str, ColumnPlan] = {}
        self._groups: dict[str, list[tuple[ColumnPlan, str]]] = {}
        for plan in plans:
            self._columns.setdefault(bare(plan.name), plan)
            for group in plan.groups:
                if group.name:
                    for spelling in {bare(group.name), bare(group.name).removesuffix("篇")}:
                        self._groups.setdefault(spelling, []).append((plan, group.name))

    def heading(self, text: str, current: ColumnPlan | None) -> Heading | None:
        """The heading that a line is; a group is looked for in the current column first."""
        if len(text) > _LONGEST:
            return _lead(text, current)
        for words in _readings(text):
            found = self._column(words) or self._group(words, current)
            if found:
                return found
        return _lead(text, current)

    def _column(self, words: str) -> Heading | None:
        plan = self._columns.get(words)
        if plan:
            return Heading(plan)
        for name, plan in self._columns.items():
            if not name or not words.startswith(name):
                continue
            rest = words[len(name) :]
            if _ADDED.fullmatch(rest):
                return Heading(plan)
            group = self._group(rest, plan)
            if group and group.plan is plan:
                return group
        return None

    def _group(self, words: str, current: ColumnPlan | None) -> Heading | None:
        owners = self._groups.get(words) or self._groups.get(words.removesuffix("续"))
        if not owners:
            return None
        plan, name = next((owner for owner in owners if owner[0] is current), owners[0])
        return Heading(plan, name)


def bare(text: str) -> str:
    """The words of a name without dots, blanks, brackets and punctuation."""
    return _NO_WORD.sub("", unicodedata.normalize("NFKC", text))


def _readings(text: str) -> list[str]:
    """What a heading may say, the fullest first: as it is, without its number, without what was added."""
    found: list[str] = []
    for words in (text, _unnumbered(text)):
        for reading in (words, _TAIL.sub("", words)):
            for name in (bare(reading), _ADDED_BEFORE.sub("", bare(reading))):
                if name and name not in found:
                    found.append(name)
    return found


def _unnumbered(text: str) -> str:
    number = marks.number(text)
    length = number.length if number else marks.pin(text) or marks.bullet(text)
    return text[length:] if length else _NUMBER.sub("", text)


def _lead(text: str, current: ColumnPlan | None) -> Heading | None:
    """A group in 【】 of a column whose groups are named so; text may follow on its line."""
    found = _BRACKETED.match(_unnumbered(text)) if current and current.bracket_groups else None
    if found is None or current is None:
        return None
    rest = found.string[found.end() :].strip()
    if rest and _ADDED.fullmatch(bare(rest)):
        rest = ""
    return Heading(current, found["name"], rest)


def shown_name(text: str) -> str:
    """A heading as it is told: without number, brackets and blanks."""
    words = _unnumbered(text).strip()
    found = _BRACKETED.fullmatch(words)
    return re.sub(r"\s+", "", found["name"] if found else words).rstrip("：:")


def can_be_heading(text: str, most: int) -> bool:
    """Whether a line is short enough, and no sentence."""
    words = bare(text)
    return 2 <= len(words) <= most and not _PUNCTUATED.search(text) and not words.isdecimal()


def names_honours(text: str) -> bool:
    """Whether a heading without 【】 names those who were honoured."""
    return bool(_HONOUR.search(bare(text)))


def title_in_brackets(text: str) -> tuple[str, str] | None:
    """The title in 【】 before a piece and the text that follows."""
    found = _BRACKETED.match(text)
    if found is None or found["open"] not in "【〖":
        return None
    return found["name"], text[found.end() :].strip(" \u3000：:")


LOOKS: Mapping[str, tuple[str, ...]] = {
    "column": ("栏目", "heading 1", "标题 1"),
    "group": ("组别", "heading 2", "标题 2"),
}
"""Styles that say what a heading is."""
