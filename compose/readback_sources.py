"""Whose is a published piece: what stands in brackets behind it, and the unit that opens its sentences.

A paragraph that merges several units' contributions is cut where a sentence opens with another unit, or
with another part of the same one, whose parent's name is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from classify.chains import subunit_after
from classify.evidence import Evidence
from classify.letters import HAN
from classify.model import Unit
from classify.names import mentions
from classify.persons import is_personal_name
from classify.units import find_origin
from compose.model import Attribution, Form, GroupPlan, Merge
from compose.sentences import Shield, Stretch, sentences
from compose.subject import chain_at

_TAIL: Final = 120
"""Characters at the end of a text that an attribution is sought in."""
_REACH: Final = 3000
"""Characters of a text in which its unit is sought."""
_HEAD: Final = 80
"""Characters of a sentence that its opening is sought in."""

_BRACKET: Final = re.compile(r"\s*[（(]\s*(?P<source>[^（()）\n]{2,60}?)\s*[)）]\s*(?P<stop>[。.]?)\s*$")
_SAID: Final = re.compile(
    r"^(?:文字?(?:/图)?|图/文|来源|稿件来源|信息来源|摘自|选自|转自|据|供稿|供图|作者|撰稿|通讯员|记者|报送|整理)(?:单位|人)?\s*[:：/]?\s*"
)
_NO_SOURCE: Final = re.compile(
    r"^(?:注|图|表|续|见|如|即|其中|下同|同比|环比|占|略|完|上接|下转|未完|含|不含|包括|以下|简称|暂定|试行|每|共|约|较|比|至|截至|按)|简称|[。！？；]"
)
_MEDIA: Final = re.compile(
    r"^(?:新华社|中新社|中新网|人民网).{0,20}[电讯]$|"
    r"(?:报|网|社|新闻|电视台|广播|杂志|周刊|求是|强国|客户端|公众号|央视|频道|微信|官微|时评|评论)[》”]?"
    r"(?:\d{4}年)?(?:\d{1,2}月\d{1,2}日)?(?:第?\d+版|头版)?$"
)
_FINISHED: Final = tuple("。！？!?…”’》」』")
_OWN_LINE: Final = re.compile(
    r"^(?:[—–\-―]{1,3}\s*(?P<dashed>[^—。！？]{2,40})|(?:来源|稿件来源|信息来源|摘自|选自|转自|供稿|作者|撰稿)(?:单位|人)?\s*[:：]\s*(?P<named>[^。！？]{2,40}))$"
)
_DIGIT: Final = re.compile(r"[0-9０-９%％]")

_TIME: Final = re.compile(
    r"^(?:(?:近日|日前|近期|近来|目前|截至目前|同时|此外|另外|与此同时|同日|当天|当日|今年以来|连日来|最近"
    r"|(?:\d{4}年)?\d{1,2}月(?:\d{1,2}日|份|[初末底]|[上中下]旬)?|\d{1,2}日|一季度|上半年|今年|年初以来|“五[一四]”[^，。]{0,8}|五[一四][^，。]{0,6})"
    r"[，,]?\s*|(?:为|按照|根据|围绕|结合|随着|针对|面对)[^，。；]{2,40}，)"
)
"""What may stand before the unit that acts."""
_GUEST: Final = re.compile(
    r"^(?:(?:股份)?有限公司|公司)?(?:的)?(?:专家|代表|一行|客人|来访|用户|客户|领导一行|青年代表|派出|也|还|则)"
)
_DEPARTMENT: Final = ("部", "处", "室")
_LEVELS: Final = tuple(
    re.compile(rf"[\u4e00-\u9fff]{{2,12}}?(?:{words})(?![区房家长员工主])")
    for words in ("厂|分公司|公司|中心|事业部|研究所|研究院", "车间|工区|工段|作业区")
)
"""The parts right below a unit, and those below them; a branch or a team is part of one of these."""
_GENERIC: Final = re.compile(
    r"^(?:该|本|各|全|其|我|所属|下属|兄弟|相关|有关|集团|股份|国有|中央|用户|客户|合作)"
)
_BLANK: Final = re.compile(rf"(?<=[{HAN}])[ \u3000]+(?=[{HAN}])")


# --- what stands in brackets ----------------------------------------------------------------------


def attribution_of(text: str, units: tuple[Unit, ...]) -> tuple[str, str | None]:
    """The text without the brackets at its end that say whose it is, and their words; several are joined."""
    found: list[str] = []
    while (bracket := _BRACKET.search(text, max(0, len(text) - _TAIL))) is not None:
        before = text[: bracket.start()] if len(found) < 3 else ""
        source = bracket["source"].strip()
        if not before or not _is_source(source, before, units):
            break
        found.insert(0, _said(source))
        text = before + ("" if before.endswith(_FINISHED) else bracket["stop"])
    return text, "、".join(found) or None


def closes(tail: str, units: tuple[Unit, ...]) -> bool:
    """Whether a text with this end is closed by an attribution."""
    return attribution_of(tail, units)[1] is not None


def source_line(text: str, units: tuple[Unit, ...], *, right: bool) -> str | None:
    """The attribution that a line of its own is: （人民日报）, ——人民日报, or 人民日报 on the right."""
    if len(text) > _HEAD:
        return None
    bracket = _BRACKET.fullmatch(text)
    if bracket:
        return _said(bracket["source"]) if not _NO_SOURCE.search(bracket["source"]) else None
    line = _OWN_LINE.match(text)
    if line:
        return (line["dashed"] or line["named"]).strip(" （()）")
    if right and not re.search(r"[，。！？；]", text) and _names_source(text, units):
        return _said(text)
    return None


def _said(source: str) -> str:
    return _SAID.sub("", source).strip() or source


def _is_source(source: str, before: str, units: tuple[Unit, ...]) -> bool:
    if _NO_SOURCE.search(source):
        return False
    known = _names_source(source, units)
    loose = _DIGIT.search(source) or "，" in source or "," in source
    return known or (before.rstrip().endswith(_FINISHED) and not loose)


def _names_source(source: str, units: tuple[Unit, ...]) -> bool:
    words = _SAID.sub("", source)
    named = words != source or _MEDIA.search(words) or is_personal_name(_BLANK.sub("", words))
    return bool(named) or bool(mentions(source, units))


# --- whose it is ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Opening:
    """The unit that opens a sentence, and its part: 氧化铝厂蒸发车间."""

    unit: Unit
    part: str = ""


@dataclass(frozen=True, slots=True)
class Contribution:
    """One unit's share of a paragraph; `unit` is a registered name."""

    text: str
    unit: str | None
    attribution: str | None
    merged: bool = False


def contributions(
    text: str, attribution: str | None, plan: GroupPlan, units: tuple[Unit, ...], known: str | None
) -> tuple[Contribution, ...]:
    """The contributions that a paragraph is made of: one, or several units' where the form allows it.

    `known` is the unit of the paragraph before, whose name may be left out in this one.
    """
    if plan.form is Form.COMPRESS:
        shares = tuple(_shares(text, plan, units, known))
        if len(shares) > 1:
            return tuple(_signed(share, attribution, units) for share in shares)
    return (Contribution(text, _unit(text, attribution, plan, units, known), attribution),)


def _signed(share: Contribution, attribution: str | None, units: tuple[Unit, ...]) -> Contribution:
    """A share with its own attribution, else the paragraph's."""
    words, own = attribution_of(share.text, units)
    return replace(share, text=words, attribution=own or attribution)


def _unit(
    text: str, attribution: str | None, plan: GroupPlan, units: tuple[Unit, ...], known: str | None
) -> str | None:
    named = _named(attribution or "", units)
    if named or plan.attribution is Attribution.MEDIA:
        return named
    first = text[:_HEAD]
    opened = opening(first, units) or _part_alone(first, units, known)
    return opened.unit.name if opened else find_origin(Evidence(text=text[:_REACH]), units).unit


def _named(attribution: str, units: tuple[Unit, ...]) -> str | None:
    found = mentions(attribution, units) or mentions(_BLANK.sub("", attribution), units)
    if found:
        return found[0].unit.name
    alone = _part_alone(attribution, units, None)
    return alone.unit.name if alone else None


def opening(sentence: str, units: tuple[Unit, ...]) -> Opening | None:
    """The unit that a sentence opens with, behind a word of time or purpose at most."""
    head = sentence[: 2 * _HEAD]
    for words in dict.fromkeys((head, _TIME.sub("", head), _BLANK.sub("", _TIME.sub("", head)))):
        found = mentions(words[:_HEAD], units)
        if found and not found[0].start and not _GUEST.match(words[found[0].end :]):
            part = subunit_after(words, found[0].end) or ""
            return Opening(found[0].unit, part.lstrip("·—- "))
    return None


def _part_alone(sentence: str, units: tuple[Unit, ...], known: str | None) -> Opening | None:
    """A registered part that stands without its parent: of the unit known so far, else of the only owner."""
    words = _TIME.sub("", sentence)
    owners = [found for unit in units if (found := _part_of(words, unit)) is not None]
    own = next((found for found in owners if found.unit.name == known), None)
    return own or (owners[0] if len(owners) == 1 else None)


def _part_of(words: str, unit: Unit) -> Opening | None:
    names = [name for name in unit.sub_units if name and words.startswith(name)]
    if not names:
        return None
    name = max(names, key=len)
    return Opening(unit, name + (subunit_after(words, len(name)) or ""))


# --- merged paragraphs ----------------------------------------------------------------------------


def _shares(text: str, plan: GroupPlan, units: tuple[Unit, ...], known: str | None) -> Iterator[Contribution]:
    """The shares of a paragraph, in order; together they hold all of its words."""
    start, now = 0, None
    for stretch in _openings(text):
        found = _turn(text, start, stretch, now, plan, units)
        if found is None:
            continue
        if now is not None:
            yield Contribution(text[start : stretch.start].strip(), now.unit.name, None, merged=True)
            start = stretch.start
        elif stretch.start:
            earlier = _unit(text[: stretch.start], None, plan, units, known)
            if earlier not in (None, found.unit.name):
                yield Contribution(text[: stretch.start].strip(), earlier, None, merged=True)
                start = stretch.start
        now = found
    if now is not None:
        yield Contribution(text[start:].strip(), now.unit.name, None, merged=True)


def _openings(text: str) -> Iterator[Stretch]:
    """The sentences, and the clauses behind a semicolon of theirs."""
    shield = Shield(text)
    for sentence in sentences(text, shield):
        yield sentence
        for mark in re.compile("[；;]").finditer(text, sentence.start, sentence.end):
            if not shield.covers(mark.start()):
                yield Stretch(mark.end(), sentence.end)


def _turn(
    text: str,
    start: int,
    stretch: Stretch,
    now: Opening | None,
    plan: GroupPlan,
    units: tuple[Unit, ...],
) -> Opening | None:
    """Who speaks from here on, if it is somebody else than before."""
    words = text[stretch.start : min(stretch.end, stretch.start + 2 * _HEAD)]
    clause = text[stretch.start - 1 : stretch.start] in ("；", ";")
    found = opening(words, units)
    if now is None:
        return None if clause else found or _part_alone(words, units, None)
    if found and found.unit != now.unit:
        # Further on in a paragraph a department is that of the unit that speaks: the desk's own comes first.
        return None if found.unit.name.endswith(_DEPARTMENT) else found
    if clause or (plan.merge is Merge.NONE and not now.part):
        return None
    if found is None:
        found = _part_of(_TIME.sub("", words), now.unit) or _new_part(
            text[start : min(stretch.start, start + 4 * _HEAD)], words, now
        )
    return found if found and found.part and _another_part(found.part, now.part) else None


def _new_part(before: str, words: str, now: Opening) -> Opening | None:
    """A part that nobody registered: one of the same level as the part before, not named so far."""
    if not now.part:
        return None
    words = _TIME.sub("", words)
    chain = chain_at(words, 0, min(len(words), _HEAD // 2))
    for level in _LEVELS:
        part = level.match(words)
        if part and chain.startswith(part[0]) and not _GENERIC.match(part[0]):
            return None if part[0] in before else Opening(now.unit, chain)
        if level.match(now.part):  # a workshop behind a plant is one of that plant's
            return None
    return None


def _another_part(one: str, other: str) -> bool:
    return not one.startswith(other or "\n") and not (other and other.startswith(one))
