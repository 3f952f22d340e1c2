"""Remarks on people: one person's name in two spellings, in what is signed, told or sent."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from classify.persons import is_personal_name
from compose.homophones import confusable, one_slip
from compose.model import Form, RemarkKind
from compose.proof_issue import Across, Printed, PrintedIssue

_BUCKET = 16
"""So many names that differ in one character are compared, the latest first."""
_BETWEEN = re.compile(r"[\s、，,/;；·]+")
_LEAD = re.compile(r"^[^，。；：\n]{2,24}。")
_CALLED = re.compile(
    r"(?:劳模|劳动模范|班长|组长|段长|书记|主任|经理|厂长|矿长|队长|站长|师傅|工程师|技师|党员|团员|员工|职工|青工|工匠|标兵|主席|院长|工长"
    r"|所长|委员|指导员|操作工|电工|焊工|钳工|技术员|安全员)(?P<name>[\u4e00-\u9fff]{2,3})(?=[，。、：（]|说|带领|介绍|表示|告诉)"
)


@dataclass(slots=True)
class _Names:
    """The names met so far: where each was met first, and by what is left of each without one character."""

    first: dict[str, tuple[Printed, str]] = field(default_factory=dict)
    without: dict[str, list[str]] = field(default_factory=dict)

    def add(self, name: str, one: Printed, where: str) -> None:
        """Note where a name is met for the first time."""
        if name in self.first:
            return
        self.first[name] = one, where
        for key in _keys(name):
            alike = self.without.setdefault(key, [])
            alike.append(name)
            del alike[:-_BUCKET]

    def like(self, name: str) -> Iterator[str]:
        """The names met before that are one slip apart."""
        for key in _keys(name):
            for other in self.without.get(key, ()):
                if one_slip(name, other):
                    yield other


def _keys(name: str) -> Iterator[str]:
    for at in range(len(name)):
        yield name[:at] + "?" + name[at + 1 :]


def _two_spellings(issue: PrintedIssue) -> Iterator[tuple[Printed, str]]:
    """Names as signed, led or called, then every other way in which they stand in a text."""
    names = _Names()
    said: set[frozenset[str]] = set()
    for one in issue.printed:
        for name, where in _declared(one):
            for other in tuple(names.like(name)):
                if _same_person(name, one, *names.first[other]) and frozenset((name, other)) not in said:
                    said.add(frozenset((name, other)))
                    yield one, _finding(name, where, other, names, one)
            names.add(name, one, where)
    starts = frozenset(name[0] for name in names.first if len(name) == 3)
    for one in issue.printed:
        for name, other in _in_text(one.text, names, starts):
            if frozenset((name, other)) not in said:
                said.add(frozenset((name, other)))
                yield one, _finding(name, "正文", other, names, one)


def _finding(name: str, where: str, other: str, names: _Names, here: Printed) -> str:
    one, at = names.first[other]
    place = at if one is here else f"{one.place}{at}"
    return f"{where}“{name}”与{place}“{other}”只差一个字，是否同一人"


def _same_person(name: str, one: Printed, other: Printed, _: str) -> bool:
    """Two names of three characters so alike are one; of two only in one piece."""
    if one.item == other.item:
        return True
    return len(name) > 2 and one.piece.candidate.unit == other.piece.candidate.unit


def _declared(one: Printed) -> Iterator[tuple[str, str]]:
    """Who a piece is by or about, each with where that stands."""
    candidate = one.piece.candidate
    for name in _BETWEEN.split(candidate.contributor or ""):
        if is_personal_name(name):
            yield name, "署名"
    if is_personal_name(candidate.sender):
        yield candidate.sender, "发件人"
    lead = _lead(one)
    if lead:
        yield lead, "段首"
    for match in _CALLED.finditer(one.text):
        if is_personal_name(match["name"]):
            yield match["name"], "正文"


def _lead(one: Printed) -> str:
    """The person of a portrait: 山西新材料贺振中。"""
    match = _LEAD.match(one.text) if one.form is Form.PORTRAIT else None
    if match is None:
        return ""
    words = match.group()[:-1]
    return next((words[-size:] for size in (3, 2) if is_personal_name(words[-size:])), "")


def _in_text(text: str, names: _Names, starts: frozenset[str]) -> Iterator[tuple[str, str]]:
    """What stands in a text and is one slip apart from a name of three characters."""
    for place, sign in enumerate(text[:-2]):
        words = text[place : place + 3] if sign in starts else ""
        if not words or words in names.first:
            continue
        for key in (words[:2] + "?", words[0] + "?" + words[2]):
            for other in names.without.get(key, ()):
                if confusable(words[key.index("?")], other[key.index("?")]):
                    yield words, other


ACROSS: tuple[Across, ...] = ((RemarkKind.PERSON_NAME, _two_spellings),)
