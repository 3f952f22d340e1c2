"""Portraits: `单位+姓名。` and the facts, whole sentences only, run-in heads kept in bold.

Whose portrait it is, the title says, or the first sentence, or (a collective) the name of a team.  The
writer's own name in the by-line counts only where the text speaks of the same person.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from compose.excerpt import best, telling
from compose.model import Span
from compose.punctuation import without_controls
from compose.sentences import Stretch, clipped, sentences
from compose.wording import ended, ranges
from intake import surnames

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from compose.model import Candidate
    from compose.subject import Subject

_MOST_SENTENCES = 400
_NAME = (
    rf"(?:(?:{'|'.join(surnames.COMPOUND)})[\u4e00-\u9fff]{{1,2}}"
    rf"|[{surnames.SINGLE}][\u4e00-\u9fff]{{1,2}})"
)
_NO_NAME = re.compile(
    r"公司|车间|党支|支部|党委|氧化|电解|生产|安全|技术|中心|集团|高质|高级|高效|成本|成效|时代|时光|项目|通过|全国|全力|全面|全员|国家|国企"
    r"|平凡|平均|山东|山西|广西|广东"
    r"|云铝|云南|中铝|金属|党员|党建|先进|连续|强化|应急|方案|管理|严格|解决|经过|经营|万吨|和谐|有色"
    r"|白云|江苏|江西|石油|华昇|华磊|富有|终于|都是|关键|关于|明显|后勤|向着|向上|从事"
    r"|从业|文化|任职|任务|武术|代表|师傅|于是|成为|成立"
    r"|成功|常年|常说|常常|时刻|时常|季度|工匠|路上|水平|安心|计划|温暖"
    r"|空间|空压|广大|劳动|劳模|能源|检修|储运|储备|热电|余热|满意|章程|双向|双碳|宣传|封面|宣讲|贡献"
)
_TITLE_NAMES = (
    re.compile(
        rf"(?:记|——|—|--|｜|\||：|:|\s|劳动模范|劳模|标兵|工匠|个人|党员|工作者"
        rf"|主任|厂长|经理|班长|书记|[员师长工手])(?P<name>{_NAME})"
        r"(?:同志)?(?:的)?(?:先进)?(?:事迹)?(?:材料|简介|介绍)?$"
    ),
    re.compile(
        rf"^(?:[^，。]{{0,20}}?)(?P<name>{_NAME})(?:同志)?(?:的)?(?:先进)?(?:个人)?(?:事迹|简介|介绍|风采)"
    ),
    re.compile(rf"^(?P<name>{_NAME})(?:[：:，,—｜|\-\s]|$)"),
)
_TEXT_NAMES = (
    re.compile(
        r"^(?P<name>[\u4e00-\u9fff]{2,4})，(?:[男女]|[\u4e00-\u9fff]{1,3}族|\d{4}年|现年|现任|中共党员|共产党员)"
    ),
    re.compile(rf"^(?:他|她)?(?:叫|名叫)?(?P<name>{_NAME})(?:同志)?(?=[，,。：:（(]|是|，)"),
    re.compile(rf"^[^。]{{0,60}}?(?P<name>{_NAME})(?=同志)"),
    re.compile(
        rf"^[^，。]{{2,40}}?(?:主任|厂长|经理|班长|书记|组长|队长|部长|科长|工程师|技师|员工|职工|员|工|长|师|手)"
        rf"(?P<name>{_NAME})(?=[，,。]|自|在|从|始终|多年|坚持|带领|立足|就)"
    ),
)
_TEAM = re.compile(r"集体|组织|团队|党支部|党总支|班组|车间|中心|青年文明号|班$|队$")
_TEAM_NAME = re.compile(
    r"[\u4e00-\u9fff0-9“”]{1,24}?(?:中心|车间|党支部|党总支|支部|班组|作业区|工段|工区|[厂矿部室科站队班组所])"
    r"(?=[，,。：:；始坚以紧围在自现成是共有\s“—]|先进|事迹|荣|获|$)"
)
_NUMBERING = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}[、.．]|[（(][一二三四五六七八九十\d]{1,2}[）)]|\d{1,2}[.、．](?!\d))\s*"
)
_EDGE = " \t\u3000。：:；;，,"


@dataclass(frozen=True, slots=True)
class Portrayed:
    """A portrait ready to print: its spans and the source ranges they are made of."""

    spans: tuple[Span, ...]
    used: tuple[tuple[int, int], ...]


@dataclass(slots=True)
class _Section:
    """A run-in head, if any, and the sentences below it."""

    head: Stretch | None
    body: list[Stretch]


def portray(candidate: Candidate, budget: tuple[int, int], subject: Subject) -> Portrayed:
    """The lead, then as many telling sentences as the budget (characters) holds, in their order."""
    text = candidate.text
    found = sentences(text)[:_MOST_SENTENCES]
    lead, rest = _lead(candidate, found, subject)
    sections = list(_sections(text, rest, candidate.bold))
    kept = _kept(text, sections, budget[1] - len(lead))
    spans = [Span(lead), *_spans(text, sections, kept, lead)]
    heads = [section.head for section in sections if section.head and any(s in kept for s in section.body)]
    return Portrayed(_joined(spans), ranges([*found[: len(found) - len(rest)], *kept, *heads]))


# --- whose portrait -------------------------------------------------------------------------------


def _lead(
    candidate: Candidate, found: tuple[Stretch, ...], subject: Subject
) -> tuple[str, tuple[Stretch, ...]]:
    """`单位+姓名。`, and the sentences without one that said just that."""
    text = candidate.text
    first = found[0].of(text).strip(_EDGE) if found else ""
    if len(found) > 1 and len(first) <= 30 and first.startswith(subject.names) and subject.names:
        own = max((name for name in subject.names if first.startswith(name)), key=len)
        if first != own and not re.search(r"[，,了]|是一|共有|荣获|获得", first):
            return f"{subject.name}{first[len(own) :]}。", found[1:]
    name = who(candidate, subject)
    return (f"{subject.name}{name}。" if name else ""), found


def who(candidate: Candidate, subject: Subject) -> str:
    """The person's name or the team's (without the unit's name); empty where the text does not say."""
    title = (candidate.title or "").strip()
    start = _without_unit(candidate.text.lstrip()[:120], subject)
    team = _TEAM.search(candidate.group or "") or re.search(r"集体|团队", title)
    if not team:
        name = _person(title, start, candidate.text)
        if name:
            return name
        author = candidate.contributor or ""
        if author and candidate.text.count(author) > 1:
            return author
    return _team(candidate, title, start, subject)


def _without_unit(words: str, subject: Subject) -> str:
    own = next((name for name in subject.names if words.startswith(name)), "")
    return words[len(own) :]


def _person(title: str, start: str, text: str) -> str:
    for words, patterns in ((title, _TITLE_NAMES), (start, _TEXT_NAMES)):
        for pattern in patterns:
            match = pattern.search(words)
            name = _certain(match["name"], text) if match else ""
            if name:
                return name
    return ""


def _certain(name: str, text: str) -> str:
    """The name, one character shorter where the text uses the short form; empty where it is a word."""
    if _NO_NAME.search(name) or name[:2] not in text:
        return ""
    if len(name) == 3 and text.count(name) < text.count(name[:2]) and text.count(name) < 2:
        return name[:2] if not _NO_NAME.search(name[:2]) else ""
    return name


def _team(candidate: Candidate, title: str, start: str, subject: Subject) -> str:
    known = (candidate.subunit or "").removeprefix(subject.name)
    for words in (start, _without_unit(title, subject)):
        match = _TEAM_NAME.match(words)
        if match and match.group().startswith(known):
            return match.group()
    return known if known in candidate.text or known in title else subject.chain


# --- what of it -----------------------------------------------------------------------------------


def _sections(text: str, found: Iterable[Stretch], bold: tuple[str, ...]) -> Iterator[_Section]:
    """The sentences below the heads that stand before them."""
    heads = {_bare(words) for words in bold if _bare(words)}
    section = _Section(None, [])
    for sentence in found:
        head = _head(text, sentence, heads)
        if head is None:
            section.body.append(sentence)
            continue
        if section.head or section.body:
            yield section
        section = _Section(head, [])
    yield section


def _bare(words: str) -> str:
    return _NUMBERING.sub("", words.strip(_EDGE)).strip(_EDGE)


def _head(text: str, sentence: Stretch, heads: set[str]) -> Stretch | None:
    """The words of a head without its number and mark: a bold one, or a short numbered line."""
    words = sentence.of(text)
    bare = _bare(words)
    numbered = _NUMBERING.match(words) is not None and len(bare) <= 20 and words[-1] not in "。！？；，"
    if not bare or not (bare in heads or numbered):
        return None
    at = sentence.start + words.index(bare)
    return Stretch(at, at + len(bare))


def _kept(text: str, sections: list[_Section], room: int) -> list[Stretch]:
    """The best sentence below each head first, then the best of the rest."""
    room -= sum(section.head.end - section.head.start + 1 for section in sections if section.head)
    every = [sentence for section in sections for sentence in section.body]
    worth = {sentence: telling(sentence.of(text)) for sentence in every}
    first: list[Stretch] = []
    for section in sections:
        if not section.head or not section.body:
            continue
        one = max(section.body, key=lambda sentence: (worth[sentence], -sentence.start))
        if one.end - one.start <= room / 2:
            first.append(one)
            room -= one.end - one.start
    rest = [
        sentence for sentence in every if sentence not in first and (worth[sentence] > 0 or len(every) == 1)
    ]
    more = best(rest, [worth[sentence] for sentence in rest], room) if rest else []
    if first and more and len(more) == 1 and more[0].end - more[0].start > room:
        more = []
    if not first and not more and every:
        more = every[:1]
    return sorted([*first, *more], key=lambda sentence: sentence.start)


def _spans(text: str, sections: list[_Section], kept: list[Stretch], lead: str) -> Iterator[Span]:
    """Heads and sentences; the name that the lead has just said is not said again."""
    chosen = set(kept)
    said = lead.rstrip("。")
    for section in sections:
        body = [sentence for sentence in section.body if sentence in chosen]
        if section.head and (body or not kept):
            yield Span(without_controls(section.head.of(text)), bold=True)
            yield Span("。")
        for sentence in body:
            short = clipped(text, sentence, 4000)
            words = without_controls(short.of(text)).strip()
            words = words.removeprefix(said).lstrip("，,：:、 ") or words if said else words
            said = ""
            yield Span(words + "……" if short != sentence else ended(_NUMBERING.sub("", words)))


def _joined(spans: list[Span]) -> tuple[Span, ...]:
    """Neighbours of one look as one span, empty ones left out."""
    found: list[Span] = []
    for span in spans:
        if found and found[-1].bold == span.bold:
            found[-1] = Span(found[-1].text + span.text, span.bold)
        elif span.text:
            found.append(span)
    return tuple(found)
