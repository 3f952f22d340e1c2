"""The line below a text that says whose it is, where nobody has set it apart.

（包头钢铁 宝音） or 韦振强，某厂职工, where the names are not known.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Final

from classify.letters import HAN
from classify.persons import is_personal_name, personal_name

LONGEST: Final = 40
"""Characters of such a line."""

_BRACKETS: Final = re.compile(r"[（(]([^（）()]{2,40})[）)]\s*$")
_SENTENCE: Final = re.compile(r"[。！？!?；;：:“”\"]|\d{2,}")
_WORKS: Final = re.compile(r"(?:职工|员工|工人|青工|党员|团员|通讯员|干事)$")
_NAME_FIRST: Final = re.compile(rf"([{HAN}]{{2,4}})\s*[，,]\s*(\S{{4,}})$")
_NO_PERSON: Final = re.compile(r"续|完|略|图|文|选|摘|转|稿|注|[部处厂委会室科办院所站队矿区]$")
_LABEL: Final = re.compile(r"(?:作者|通讯员|供稿|撰稿|撰文|投稿人|文)\s*[:：/]\s*(\S.*)$")


@dataclass(frozen=True, slots=True)
class Closing:
    """The unit's words and the person of such a line; either may be empty."""

    unit: str = ""
    person: str = ""
    bracketed: bool = False


def closing(text: str) -> Closing:
    """Return what the last line of a text signs it with."""
    line = text[-LONGEST * 3 :].rstrip().rsplit("\n", 1)[-1].strip(" \u3000—–-")
    bracket = _BRACKETS.search(line)
    if bracket and bracket[0].strip() == line and re.fullmatch(rf"[{HAN}]{{2,4}}", bracket[1]):
        return Closing() if _NO_PERSON.search(bracket[1]) else Closing(person=bracket[1])
    if bracket:
        return replace(_signed(bracket[1]), bracketed=True)
    if not line or len(line) > LONGEST or "\n" not in text.strip():
        return Closing()
    if label := _LABEL.match(line):
        return _signed(label[1])
    named = _NAME_FIRST.match(line)
    if named and is_personal_name(named[1]) and not _SENTENCE.search(line):
        return Closing(_WORKS.sub("", named[2]), named[1])
    return Closing() if _SENTENCE.search(line) or re.search("[，,]", line) else _signed(line)


def _signed(words: str) -> Closing:
    """Unit and person, with a blank between them."""
    unit, _, person = words.strip().rpartition(" ")
    if unit and re.fullmatch(rf"[{HAN}]{{2,4}}", person) and len(unit) <= LONGEST:
        wide = re.fullmatch(rf"(.*?)\s*([{HAN}]) +", f"{unit} ") if len(person) == 1 else None
        return Closing((wide[1] if wide else unit), personal_name(person) or person)
    return Closing()
