"""Remarks on units: every name as the register has it, and one name for a unit in the whole issue."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from classify.model import Unit
from classify.names import mentions
from compose.homophones import one_slip
from compose.model import Form, RemarkKind
from compose.proof_issue import Check, Printed, PrintedIssue, listed

_LEAST = 4
"""Characters of a name below which one that is nearly the same is chance."""
_FORM = re.compile(r"(?:股份|责任)?有限(?:责任)?公司$")
_OTHER_FORM = re.compile(r"(?:股份)?有限(?:责任)?公司")
_NOT_THE_UNIT = re.compile(r"人(?![员力事才])|精神|报社|大道|路(?![线径])|[”’》」]")
"""What follows a short name that is said on purpose: 山铝人, 包铝精神."""


@dataclass(frozen=True, slots=True)
class _Spellings:
    """Every registered way to write a unit or a part of one, ready for finding what is nearly one.

    A slip of one character leaves one half of a name whole: `halves` finds by the first two characters of a
    half the spelling it is of, and where in it that half begins.
    """

    whole: frozenset[str]
    halves: Mapping[str, tuple[tuple[str, int], ...]]
    companies: tuple[str, ...]


@lru_cache(maxsize=8)
def _spellings_of(units: tuple[Unit, ...]) -> _Spellings:
    names = {
        name
        for unit in units
        for name in (unit.name, unit.full_name or "", *unit.aliases, *unit.sub_units)
        if len(name) >= _LEAST
    }
    halves: defaultdict[str, list[tuple[str, int]]] = defaultdict(list)
    for name in sorted(names):
        for begin in dict.fromkeys((0, len(name) // 2)):
            halves[name[begin : begin + 2]].append((name, begin))
    companies = tuple(unit.full_name for unit in units if unit.full_name and _FORM.search(unit.full_name))
    return _Spellings(frozenset(names), {key: tuple(rows) for key, rows in halves.items()}, companies)


def _misspelled(one: Printed, issue: PrintedIssue) -> Iterator[str]:
    """A registered name with one character that sounds or looks like the right one."""
    signed = one.attribution if one.share == 1 else ""
    found = dict(_slips(f"{one.text}\n{signed}", _spellings_of(issue.units)))
    if found:
        shown = [f"“{written}”（登记为“{right}”）" for written, right in found.items()]
        yield f"单位名称疑有误：{listed(shown)}"


def _slips(text: str, known: _Spellings) -> Iterator[tuple[str, str]]:
    for place in range(len(text) - 1):
        for name, begin in known.halves.get(text[place : place + 2], ()):
            start = place - begin
            written = text[start : start + len(name)] if start >= 0 else ""
            if written not in known.whole and one_slip(written, name):
                yield written, name


def _other_form(one: Printed, issue: PrintedIssue) -> Iterator[str]:
    """中铝山东有限责任公司, which is registered as 中铝山东有限公司."""
    found = []
    for name in _spellings_of(issue.units).companies:
        stem = _FORM.sub("", name)
        at = one.text.find(stem)
        form = _OTHER_FORM.match(one.text, at + len(stem)) if at >= 0 else None
        if form and stem + form.group() != name:
            found.append(f"“{stem}{form.group()}”（登记为“{name}”）")
    if found:
        yield f"单位全称与登记不同：{listed(found)}"


def _other_name(one: Printed, issue: PrintedIssue) -> Iterator[str]:
    """A unit under another of its names, where the desk speaks itself and nobody is quoted.

    Two characters are easily part of a word (中州大地), so that they count for the piece's own unit only.
    """
    if one.form not in {Form.COMPRESS, Form.PORTRAIT}:
        return
    text, own = one.text, one.piece.candidate.unit
    found = [
        f"“{text[m.start : m.end]}”（本刊写作“{m.unit.name}”）"
        for m in mentions(text, issue.units)
        if text[m.start : m.end] != m.unit.name
        and (m.end - m.start > 2 or m.unit.name == own)
        and not one.quoted.covers(m.start)
        and not _NOT_THE_UNIT.match(text, m.end)
    ]
    if found:
        yield f"同一单位名称不一：{listed(found)}"


def _joined_name(one: Printed, issue: PrintedIssue) -> Iterator[str]:
    """中铝山东公司: a registered name and a word that makes of it one that the register has not."""
    if one.form not in {Form.COMPRESS, Form.PORTRAIT}:
        return
    text = one.text
    found = []
    for name in mentions(text, issue.units):
        end = name.end
        tail = _TAIL.match(text, end)
        if tail and not one.quoted.covers(name.start) and text[name.start : end][-2:] != "公司":
            found.append(f"“{text[name.start : tail.end()]}”（登记为“{name.unit.name}”）")
    if found:
        yield f"单位名称不是登记的写法：{listed(found)}"


_TAIL = re.compile(r"(?:股份|集团|有限)?(?:责任)?公司|集团(?!公司)|[总分子]公司")
"""What makes another name of a unit's when it stands right behind it."""


CHECKS: tuple[Check, ...] = (
    (RemarkKind.UNIT_NAME, _misspelled),  # 广西华升
    (RemarkKind.UNIT_NAME, _other_form),  # 有限责任公司
    (RemarkKind.UNIT_NAME, _other_name),  # 山铝 beside 中铝山东
    (RemarkKind.UNIT_NAME, _joined_name),  # 中铝山东公司
)
