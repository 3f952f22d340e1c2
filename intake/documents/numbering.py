"""Automatic numbers as a reader sees them: 一、 （二） 3. ④ b) iv."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

from intake.documents.names import VAL, W
from intake.documents.package import Element
from intake.documents.styles import MAX_LEVEL, whole
from intake.documents.symbols import FONTS

_LEVELS: Final = MAX_LEVEL + 1
_LONGEST_LABEL: Final = 60
"""Characters of a level's pattern; a real one has five, a hostile one fills memory."""
_DIGITS: Final = "零一二三四五六七八九"
_LEGAL_DIGITS: Final = "零壹贰叁肆伍陆柒捌玖"
_LEGAL_TRADITIONAL: Final = "零壹貳參肆伍陸柒捌玖"
_STEMS: Final = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES: Final = "子丑寅卯辰巳午未申酉戌亥"
_ROMAN: Final = (
    *((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC")),
    *((50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")),
)
_KANA: Final = "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン"
_HANGUL: Final = "가나다라마바사아자차카타파하"
_CYRILLIC: Final = "абвгдежзиклмнопрстуфхцчшщыэюя"
_HEBREW: Final = "אבגדהוזחט"
_LARGEST_ROMAN: Final = 3999
_LARGEST_LETTER: Final = 26 * 10
_PLACEHOLDER: Final = re.compile(r"%([1-9])")
_PRIVATE: Final = re.compile(r"[\ue000-\uf8ff]")


def chinese(value: int, digits: str = _DIGITS, tens: str = "十百千") -> str:
    """1 to 9999 in words: 3 -> 三, 12 -> 十二, 105 -> 一百零五; other values in digits."""
    if not 0 < value < 10_000:
        return str(value)
    words, gap = "", False
    for power in (3, 2, 1, 0):
        digit = value // 10**power % 10
        if digit:
            words += (digits[0] if gap and words else "") + digits[digit] + (tens[power - 1] if power else "")
        gap = bool(words) and not digit
    bare_ten = digits[1] + tens[0]
    return words[1:] if words.startswith(bare_ten) and digits is _DIGITS else words


def roman(value: int) -> str:
    """1 to 3999 in capitals; other values in digits."""
    if not 0 < value <= _LARGEST_ROMAN:
        return str(value)
    letters = ""
    for worth, letter in _ROMAN:
        count, value = divmod(value, worth)
        letters += letter * count
    return letters


def letter(value: int) -> str:
    """1 -> A, 26 -> Z, 27 -> AA, 28 -> BB, as Word counts; absurd values in digits."""
    if not 0 < value <= _LARGEST_LETTER:
        return str(value)
    return chr(ord("A") + (value - 1) % 26) * ((value - 1) // 26 + 1)


def _ranged(first: str, last: int, start: int = 1) -> Callable[[int], str]:
    """Characters that stand in a row in Unicode, for `start` to `last`; digits beyond."""
    return lambda value: chr(ord(first) + value - start) if start <= value <= last else str(value)


def _circled(value: int) -> str:
    """① to ㊿."""
    for low, high, first in ((1, 20, "①"), (21, 35, "㉑"), (36, 50, "㊱")):
        if low <= value <= high:
            return chr(ord(first) + value - low)
    return "⓪" if value == 0 else f"({value})"


def _cycle(signs: str) -> Callable[[int], str]:
    return lambda value: signs[(value - 1) % len(signs)] if value > 0 else str(value)


def _digit_by_digit(value: int) -> str:
    return "".join(_DIGITS[int(digit)] for digit in str(abs(value))).replace("零", "〇")


def _legal(value: int) -> str:
    return chinese(value, _LEGAL_DIGITS, "拾佰仟")


def _ordinal(value: int) -> str:
    """1st, 2nd, 11th."""
    ending = {1: "st", 2: "nd", 3: "rd"}.get(value % 10, "th") if value % 100 // 10 != 1 else "th"
    return f"{value}{ending}"


def _full_width(value: int) -> str:
    return str(value).translate({ord("0") + n: chr(ord("０") + n) for n in range(10)})


FORMATS: Final[dict[str, Callable[[int], str]]] = {
    "decimal": str,
    "decimalZero": lambda value: f"{value:02d}",
    "decimalFullWidth": _full_width,
    "decimalFullWidth2": _full_width,
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "decimalEnclosedFullstop": _ranged("⒈", 20),
    "decimalEnclosedParen": _ranged("⑴", 20),
    "ideographEnclosedCircle": _ranged("㊀", 10),
    "numberInDash": lambda value: f"- {value} -",
    "upperRoman": roman,
    "lowerRoman": lambda value: roman(value).lower(),
    "upperLetter": letter,
    "lowerLetter": lambda value: letter(value).lower(),
    "chineseCounting": chinese,
    "chineseCountingThousand": chinese,
    "japaneseCounting": chinese,
    "japaneseDigitalTenThousand": chinese,
    "taiwaneseCounting": chinese,
    "taiwaneseCountingThousand": chinese,
    "koreanCounting": chinese,
    "chineseLegalSimplified": _legal,
    "ideographLegalTraditional": lambda value: chinese(value, _LEGAL_TRADITIONAL, "拾佰仟"),
    "ideographDigital": _digit_by_digit,
    "taiwaneseDigital": _digit_by_digit,
    "koreanDigital": _digit_by_digit,
    "koreanDigital2": _digit_by_digit,
    "ideographTraditional": _cycle(_STEMS),
    "ideographZodiac": _cycle(_BRANCHES),
    "ideographZodiacTraditional": lambda value: _STEMS[(value - 1) % 10] + _BRANCHES[(value - 1) % 12],
    "aiueo": _cycle(_KANA),
    "aiueoFullWidth": _cycle(_KANA),
    "ganada": _cycle(_HANGUL),
    "russianLower": _cycle(_CYRILLIC),
    "russianUpper": _cycle(_CYRILLIC.upper()),
    "hebrew1": lambda value: _HEBREW[value - 1] if 0 < value <= len(_HEBREW) else str(value),
    "ordinal": _ordinal,
    "hex": lambda value: f"{value:X}",
    "none": lambda _: "",
    "bullet": lambda _: "",
}
"""w:numFmt -> the number in words; an unknown format is shown in digits."""


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list; `text` holds `%1` where the number of level 1 stands."""

    start: int = 1
    form: str = "decimal"
    text: str = ""
    style: str | None = None
    restarts: bool = True
    legal: bool = False
    font: str = ""


class Numbering:
    """The lists of a document and where each stands; ask for labels in reading order."""

    def __init__(self, root: Element | None) -> None:
        self._lists: dict[int, Element] = {}
        self._numbers: dict[int, Element] = {}
        self._levels: dict[int, tuple[Level, ...]] = {}
        self._definitions: dict[int, tuple[Level, ...]] = {}
        self._counts: dict[int, list[int | None]] = {}
        self._begun: set[int] = set()
        for child in () if root is None else root:
            if child.tag == W + "abstractNum":
                self._lists[whole(child.get(W + "abstractNumId"), -1)] = child
            elif child.tag == W + "num":
                self._numbers[whole(child.get(W + "numId"), -1)] = child

    def label(self, number: int, level: int) -> str:
        """Count one paragraph and give its label (`（三）`); empty where the list is unknown."""
        if number not in self._numbers:
            return ""
        levels = self._levels_of(number)
        counts = self._counted(number, level, levels)
        here = levels[level]
        if here.form == "bullet":
            return _bullet(here)

        def shown(found: re.Match[str]) -> str:
            other = levels[int(found[1]) - 1]
            count = counts[int(found[1]) - 1]
            form = "decimal" if here.legal else other.form
            return FORMATS.get(form, str)(other.start if count is None else count)

        return _PLACEHOLDER.sub(shown, here.text)

    def level_of(self, number: int, style: str | None) -> int:
        """The level that a list gives to paragraphs of a style; 0 where it names none."""
        if number not in self._numbers or style is None:
            return 0
        found = (at for at, level in enumerate(self._levels_of(number)) if level.style == style)
        return next(found, 0)

    def _counted(self, number: int, level: int, levels: tuple[Level, ...]) -> list[int | None]:
        """The counts of the list after this paragraph: one up at its level, anew below."""
        counts = self._counts.setdefault(self._abstract_id(number), [None] * _LEVELS)
        if number not in self._begun:
            self._begun.add(number)
            for at in self._start_overrides(number):
                counts[at] = None
        before = counts[level]
        counts[level] = levels[level].start if before is None else before + 1
        for below in range(level + 1, _LEVELS):
            if levels[below].restarts:
                counts[below] = None
        return counts

    def _abstract_id(self, number: int) -> int:
        link = self._numbers[number].find(W + "abstractNumId")
        return -1 if link is None else whole(link.get(VAL), -1)

    def _start_overrides(self, number: int) -> list[int]:
        overrides = self._numbers[number].iterchildren(W + "lvlOverride")
        return [_at(one) for one in overrides if one.find(W + "startOverride") is not None]

    def _levels_of(self, number: int) -> tuple[Level, ...]:
        if number not in self._levels:
            levels = list(self._defined(self._abstract_id(number)))
            for override in self._numbers[number].iterchildren(W + "lvlOverride"):
                levels[_at(override)] = _overridden(levels[_at(override)], override)
            self._levels[number] = tuple(levels)
        return self._levels[number]

    def _defined(self, abstract: int) -> tuple[Level, ...]:
        """The levels of a list without what its numbers override."""
        if abstract not in self._definitions:
            levels = [Level()] * _LEVELS
            for element in self._definition(abstract):
                levels[_at(element)] = _level(element)
            self._definitions[abstract] = tuple(levels)
        return self._definitions[abstract]

    def _definition(self, abstract: int) -> list[Element]:
        """The w:lvl elements of a list, by its own or by the list style that it links to."""
        own = self._lists.get(abstract)
        if own is not None and (link := own.find(W + "numStyleLink")) is not None:
            own = self._style_lists.get(link.get(VAL))
        return [] if own is None else list(own.iterchildren(W + "lvl"))

    @cached_property
    def _style_lists(self) -> dict[str | None, Element]:
        """The lists that define a list style, by its name."""
        links = ((one.find(W + "styleLink"), one) for one in reversed(self._lists.values()))
        return {link.get(VAL): one for link, one in links if link is not None}


def _bullet(level: Level) -> str:
    """A bullet as a sign that any font has: a letter of a symbol font, or the o of Courier, is none."""
    if not level.text.strip():
        return ""
    return "•" if level.font in FONTS or level.text == "o" else _PRIVATE.sub("•", level.text)


def _at(element: Element) -> int:
    return max(0, min(MAX_LEVEL, whole(element.get(W + "ilvl"))))


def _level(element: Element) -> Level:
    value = {
        child.tag: child.get(VAL, "")
        for child in element.iter(*(W + name for name in ("start", "numFmt", "lvlText", "pStyle")))
    }
    restart = element.find(W + "lvlRestart")
    return Level(
        start=whole(value.get(W + "start"), 1),
        form=value.get(W + "numFmt", "decimal"),
        text=value.get(W + "lvlText", "")[:_LONGEST_LABEL],
        style=value.get(W + "pStyle"),
        restarts=restart is None or whole(restart.get(VAL), 1) != 0,
        legal=element.find(W + "isLgl") is not None,
        font=_font(element.find(f"{W}rPr/{W}rFonts")),
    )


def _font(fonts: Element | None) -> str:
    return "" if fonts is None else fonts.get(W + "ascii", "").lower()


def _overridden(level: Level, override: Element) -> Level:
    own, start = override.find(W + "lvl"), override.find(W + "startOverride")
    changed = level if own is None else _level(own)
    return changed if start is None else replace(changed, start=whole(start.get(VAL), 1))
