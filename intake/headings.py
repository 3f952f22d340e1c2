"""The names that a bulletin knows: its columns, groups and units, found where they head or sign."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

LONGEST_HEADING: Final = 40
"""Characters of a line that can be a heading; longer ones are text."""
LONGEST_UNIT_LINE: Final = 30

ORGAN: Final = (
    "(?:公司|集团|事业部|分厂|厂|车间|工区|工段|作业区|作业部|项目部|矿山|矿|[堆料货渣采]场|研究院|研究所|院|所|站|中心|指挥部|部|处|科|室|综合办|党群办|党政办"
    "|班组|班|队|村民?委员会|党委|党总支|党支部|支部|机关|团委|团总支|团支部|工会|女工委|协会)"
)
"""The words that a Chinese unit's name ends in."""
ORGANISATION: Final = re.compile(
    r"[^\W\d_把将在的了为是对和与向从每各该全本这那我他她们到有用由被给让使以就也都又]{2,12}?"
    r"(?:公司|集团|事业部|分厂|厂|车间|工区|作业区|作业部|项目部|矿山|矿|研究院|研究所|设计院|医院|学院|中心|指挥部"
    r"|党委|党总支|党支部|支部|机关|团委|团总支|团支部|工会|女工委|委员会|协会|班组|工段|科|[部处队](?![分门署位件理于置长伍员]))"
)
"""A unit that nobody registered: a few characters without the small words of a sentence before its kind."""
_SMALL: Final = "与和及的把将了在为是对向从到由被给让使"
_CHAIN: Final = rf"(?:(?:(?![{_SMALL}])[\u4e00-\u9fffA-Za-z0-9]){{0,10}}?{ORGAN}(?![长员])){{1,4}}"
_CHAIN_PATTERN: Final = re.compile(_CHAIN)
_NOT_LETTERS: Final = re.compile(r"[\W_]+")
_NUMBER: Final = re.compile(
    r"\s*(?:[（(][一二三四五六七八九十\d]{1,3}[）)][、.．]?|[一二三四五六七八九十]{1,3}[、.．]|\d{1,2}[）)、.．]"
    r"|第[一二三四五六七八九十]{1,3}(?:部分|章|节|篇|[、：:\s])|📍|[●■◆★▲•])?\s*"
)
_FIELD: Final = re.compile(
    r"^(?:投稿|拟投|所投|所属|推荐|拟用|建议|报送|稿件)?(?:栏\s*目|版\s*块|板\s*块|专\s*栏)(?:名称|类别)?\s*[:：]\s*"
)
_ADDITION: Final = re.compile(
    r"(?:[（(](?:连载|续|第|投稿|供稿|来稿|稿件|栏目)[^（）()]{0,8}[）)]|(?:栏目|专栏|板块|版块)?(?:稿件|投稿|供稿|来稿)?)\s*[:：]?\s*$"
)
_BRACKETED: Final = re.compile(r"^\s*[【\[［〖「]\s*(?P<name>[^】\]］〗」]{1,30})\s*[】\]］〗」]\s*[:：]?\s*")
_DIVIDER: Final = r"(?P<divider>\s*(?:[:：|｜/／]|[—–-]{1,3}|\s)\s*)"
_OPENER: Final = re.compile(
    r"(?:(?:\d{4}年)?\d{1,2}月(?:\d{1,2}日)?(?:[至到—~～-](?:\d{1,2}月)?\d{1,2}日)?(?:上午|下午|晚上?|当天|以来|底|初|中旬|上旬|下旬)?"
    r"|近日|日前|近期|近来|连日来|今年以来|进入[^，]{1,8}|[一二三四]季度|上半年|本周|上周|本月|当前|目前|“?五[一四]”?(?:期间|前夕|当天)"
    r"|(?:元旦|春节|清明|端午|中秋|国庆|七一|新年|新春|节日|双节|两节|岁末|年末|年终)(?:节|假期|小长假)?(?:期间|前夕|当天|前后|之际))[，,]?"
)
_LABELLED: Final = re.compile(
    r"(?:[【\[](?P<inside>[^】\]]{2,30})[】\]]\s*[:：]?|(?P<before>[^：:]{2,30})[:：])\s*(?=\S)"
)
_ASIDE: Final = re.compile(r"(?:的|有关|相关|方面|代表|负责人|等[^级]|也|还|则|与|和|、)")
"""What follows a unit that is only spoken of: the sentence goes on with the same piece."""


@dataclass(frozen=True, slots=True)
class Headings:
    """What the settings call things: names of columns and of groups, and how units are spelled.

    `units` holds each unit's spellings, the registered one first; `sub_units` those of their parts.
    """

    columns: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    units: tuple[tuple[str, ...], ...] = ()
    sub_units: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading as registered; a group may stand without its column."""

    column: str | None
    group: str | None

    def __str__(self) -> str:
        return self.group or self.column or ""


def letters(text: str) -> str:
    """Text without blanks, dots, brackets and other signs: the form in which names are compared."""
    return _NOT_LETTERS.sub("", text)


class Names:
    """Finds the known names of a `Headings` in lines."""

    def __init__(self, headings: Headings) -> None:
        self._headings = _spellings(headings)
        self._parents = {name: unit[0] for unit in reversed(headings.units) for name in unit}
        named = {name for name in (*self._parents, *headings.sub_units) if len(name) > 1}
        # An alias of two characters is easily the beginning of another company's name (…业).
        units = sorted(named, key=len, reverse=True)
        rows = [re.escape(unit) + ("(?!业)" if len(unit) == 2 else "") for unit in units]
        self._units = re.compile("|".join(rows) or r"(?!)")
        columns = sorted({*headings.columns, *headings.groups}, key=len, reverse=True)
        self._opening = re.compile(f"(?P<name>{'|'.join(map(_loose, columns)) or '(?!)'}){_DIVIDER}")

    def heading(self, text: str) -> Heading | None:
        """The column or group that a whole line names (`三、【悟心之语】：`), else None."""
        if len(text) > LONGEST_HEADING:
            return None
        plain = self._headings.get(letters(text))  # a name may itself begin with a number (一线传真)
        bare = _FIELD.sub("", text[_end(_NUMBER, text) :])
        while plain is None:
            found = self._headings.get(letters(bare))
            shorter = _ADDITION.sub("", bare).rstrip()
            if found or shorter == bare:
                return found
            bare = shorter
        return plain

    def inline(self, text: str) -> tuple[Heading, str, str] | None:
        """A heading at the start of a line that goes on: (heading, its words, the rest), else None."""
        field = _end(_FIELD, text)
        found = _BRACKETED.match(text) or (self._opening.match(text, field) if self._headings else None)
        heading = found and self._headings.get(letters(found["name"]))
        if not found or not heading or not text[found.end() :].strip() or _runs_on(found):
            return None
        return heading, text[: found.end()], text[found.end() :]

    def unit_at(self, text: str, at: int = 0) -> str | None:
        """The registered unit at a place of a text with the sub-units that follow it directly."""
        found = self._units.match(text, at)
        if found is None:
            return None
        below = _CHAIN_PATTERN.match(text, found.end())
        return text[at : below.end() if below else found.end()]

    def unit_line(self, text: str) -> str | None:
        """The unit that a whole line names (`一、某公司：`), else None."""
        if len(text) > 2 * LONGEST_UNIT_LINE:
            return None
        bare = _ADDITION.sub("", text[_end(_NUMBER, text) :]).strip("【】[]《》“”（）()：: \t\u3000")
        if not bare or len(bare) > LONGEST_UNIT_LINE:
            return None
        return bare if self.unit_at(bare) == bare else None

    def unit_label(self, text: str) -> tuple[str, int] | None:
        """The unit set before a paragraph (`【某公司】5月6日……`) and the characters that takes, else None."""
        found = _LABELLED.match(text)
        words = (found["inside"] or found["before"]).strip() if found else ""
        return (words, found.end()) if found and words and self.unit_at(words) == words else None

    def opening_unit(self, text: str) -> str | None:
        """The registered name of the unit that a paragraph opens with, a time before it set aside.

        A part that stands without its unit (氧化铝厂…) names none.
        """
        at = 1 if text.startswith(("【", "[")) else _end(_OPENER, text)
        found = self._units.match(text, at)
        if found is None or _ASIDE.match(text, found.end()):
            return None
        return self._parents.get(found[0])

    def opens_with_actor(self, text: str) -> bool:
        """Whether a paragraph opens with a registered unit or with any organisation, known or not."""
        at = _end(_OPENER, text)
        return self._units.match(text, at) is not None or ORGANISATION.match(text, at) is not None

    def names_unit(self, text: str) -> bool:
        """Whether a registered unit stands anywhere in a text."""
        return self._units.search(text) is not None


def opens_with_time(text: str) -> bool:
    """Whether a paragraph opens with a time, as news do (5月6日， 近日，)."""
    return _end(_OPENER, text) > 0


@lru_cache(maxsize=8)
def names_of(headings: Headings) -> Names:
    """The finder for these names, compiled once."""
    return Names(headings)


def _runs_on(found: re.Match[str]) -> bool:
    """Whether a short name with a mere blank behind it (安全 生产) is rather the begin of a sentence."""
    divider = found.groupdict().get("divider")
    return divider is not None and not divider.strip() and len(letters(found["name"])) < 4


def _end(pattern: re.Pattern[str], text: str) -> int:
    found = pattern.match(text)
    return found.end() if found else 0


def _loose(name: str) -> str:
    """A pattern of a name in which dots and blanks may be missing or be there."""
    return r"[·・•\s]*".join(re.escape(sign) for sign in letters(name))


def _spellings(headings: Headings) -> dict[str, Heading]:
    """The comparable form of every heading, of column and group together, and of a group without 篇."""
    found: dict[str, Heading] = {}
    for column in headings.columns:
        for group in headings.groups:
            found[letters(column + group).removesuffix("篇")] = Heading(column, group)
            found[letters(column + group)] = Heading(column, group)
    for group in headings.groups:
        found[letters(group).removesuffix("篇")] = Heading(None, group)
        found[letters(group)] = Heading(None, group)
    found |= {letters(column): Heading(column, None) for column in headings.columns}
    found.pop("", None)
    return found
