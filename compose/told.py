"""A news item read sentence by sentence: who acts, in which clause, and what can be printed at all."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from compose import subject as subjects
from compose.clauses import Clause, Role, judge, read_clauses
from compose.openers import inner_time, opener_end
from compose.sentences import Shield, Stretch, sentences, stripped

if TYPE_CHECKING:
    from collections.abc import Iterator

    from compose.subject import Subject

_MOST_SENTENCES = 60
_MOST_CLAUSES = 300
_SEMICOLON = re.compile("[；;]")
_MOST_CHARACTERS = 8000
"""A news item says what happened at its beginning; what lies beyond is not searched for the event."""

_SAYS = "(?:认为|反映|地说|说道?|笑道|感慨道?|感叹道?|点赞道?|表示|称赞道?|介绍道?|谈到|坦言)"
_SPEECH = re.compile(
    r"^[“\"][^”\"]*(?:[”\"]|[。！？])$"
    r"|^[^，。]{0,24}(?:地说|说道?|笑道|[感慨叹介绍点称赞]{2}道|表示|坦言)[。！]?$|"
    rf"{_SAYS}(?:[：:，,]?[“\"].*|[：:，,].*)$|[”\"][^“”\"]{{0,40}}{_SAYS}[。！]?$"
    r"|纷纷(?:表示|点赞|感慨)|一致(?:认为|表示)"
)
_AHEAD = re.compile(
    r"^(?:下一步|接下来|今后|未来|下阶段|下步|“十四五”期间)"
    r"|会议(?:强调|要求|指出|号召|认为|希望)|(?:^|，)(?!"
    r"[^，：]*(?:落实|按照|根据|遵照|贯彻|对照|围绕|针对))[^，：]{0,24}(?:强调|要求|指出|希望)[，：]"
    r"|^(?:这(?!一|次|项|批|些|种|套|台|座|(?:也|既)?是[^，。]{2,14}(?:首次|第一次))|那|如果|假如|可是|但|然而|而(?!是))"
    r"|提出.{0,8}(?:要求|希望|意见)|将(?:继续|以此|持续)|^[^，]{0,14}将(?:推动|不断|坚持|进一步|始终|充分|切实|加快|总结|大力|深入|牢记|认真|积极|努力|全力|着力|更加|再接再厉|紧紧|定期|按照|推进|深化|加强)|表示[，：]?(?:将|要|会)"
)
_BEFORE = re.compile(r"长期以来|一直以来|以前|过去|原来|此前|以往|曾经|去年(?!同)|前年|上年度")
"""The state of things before the event."""
_SAID = re.compile(
    r"[^，。“]{0,24}(?:(?:一致|纷纷)?(?:认为|表示)|强调|指出|要求(?!精心)|希望|(?:提出|作出?)[^，]{0,8}(?:要求|希望|部署))(?=[，：:。]|[^，]{0,30}$)"
)
"""Behind what was done: what somebody said of it."""
_SIGNATURE = re.compile(r"[（(][^（）()，。]{2,16}[）)]")
_MARKED = re.compile(r"[，。；！？…,;!?]|\d")
_NEWSPAPER = re.compile(r"《[^》]*》|[报网社台]|报道|转载|刊发")
_PERSON = re.compile(
    r"^(?:共产党员|党员|职工|员工|班长|青工|团员|青年)"
    r"(?!们|干部|突击|职工|代表|志愿|骨干|服务|先锋|群众|积极)"
    r"[\u4e00-\u9fff]{2,3}(?:在|主动|带头|带领|利用|不|连)"
)


_BY = re.compile(
    r"由(?=[^，]{2,24}(?:牵头|主办|承办|组织|负责|发起|联合|策划|实施|申报|研发|研制|开发|编写|自主))"
)
"""由…牵头: whom it names does it."""


@dataclass(frozen=True, slots=True)
class Told:
    """A sentence read: its clauses, the clause that names who acts, and that name."""

    stretch: Stretch
    clauses: tuple[Clause, ...]
    head: int
    name: str | None
    named: Stretch | None
    usable: bool
    sentence: int = 0
    """The sentence that it is, or that it is a part of: one divided by “；” tells several things."""
    aside: bool = False
    """Whether it tells what one single person or an authority did, or how things were before."""
    foreign: bool = False
    """Whether it begins with somebody else: the group, an authority, another unit, a newspaper."""
    mentions: bool = False
    """Whether it tells of the unit: as who acts, or as what somebody acts upon."""


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A clause by its sentence and its place in it."""

    sentence: int
    clause: int


def tell(text: str, subject: Subject) -> list[Told]:
    """The sentences of the beginning of a text that hold anything but openers, in order."""
    shield = Shield(text[:_MOST_CHARACTERS])
    found = sentences(text[:_MOST_CHARACTERS], shield)[:_MOST_SENTENCES]
    parts = ((n, part) for n, sentence in enumerate(found) for part in _parts(text, sentence, shield))
    told: list[Told] = []
    read = 0
    for order, part in parts:
        clauses = read_clauses(text, part, shield)[: _MOST_CLAUSES - read]
        read += len(clauses)
        if clauses:
            told.append(_told(text, part, clauses, subject, order))
    return told


def _parts(text: str, sentence: Stretch, shield: Shield) -> Iterator[Stretch]:
    """A sentence, or what its semicolons divide."""
    start = sentence.start
    for match in _SEMICOLON.finditer(text, sentence.start, sentence.end):
        if not shield.covers(match.start()):
            yield stripped(text, start, match.end())
            start = match.end()
    yield stripped(text, start, sentence.end)


def is_speech(words: str) -> bool:
    """Whether a sentence only tells what somebody said."""
    return bool(_SPEECH.search(words))


def _is_extra(text: str, sentence: Stretch) -> bool:
    """The title once more, a head between paragraphs (a short line, no mark), a signature, a scene……"""
    if _SIGNATURE.fullmatch(text, sentence.start, sentence.end) or sentence.of(text).endswith("…"):
        return True
    alone = text[sentence.end : sentence.end + 1] in "\r\n" and sentence.end < len(text)
    return alone and len(words := sentence.of(text)) <= 30 and not _MARKED.search(words)


def _edges(words: str) -> str:
    """The words, a very long sentence by its two ends: what it is shows there."""
    return words if len(words) <= 400 else words[:200] + words[-200:]


def _told(text: str, sentence: Stretch, clauses: tuple[Clause, ...], subject: Subject, order: int) -> Told:
    clauses, said = _without_said(text, clauses)
    words = _edges(text[sentence.start : said] if said else sentence.of(text))
    reported = any(clause.measured for clause in clauses) and "“" not in words
    past = _BEFORE.match(words) and not reported
    loose = _AHEAD.search(words) or past or _is_extra(text, sentence)
    usable = not ((is_speech(words) and not reported) or loose)
    head, name, named, clauses = _head(text, clauses, subject)
    acts = any(clause.role is Role.ACTION for clause in clauses)
    mentions = acts and (name is not None or subject.mentioned(words))
    foreign = subjects.is_foreign(text[clauses[0].start : clauses[0].end + 1], subject)
    authority = foreign and not reported and not _NEWSPAPER.search(words)
    aside = bool(authority or _PERSON.search(words) or _BEFORE.match(words))
    return Told(sentence, clauses, head, name, named, usable, order, aside, foreign, mentions)


def _without_said(text: str, clauses: tuple[Clause, ...]) -> tuple[tuple[Clause, ...], int | None]:
    """The clauses, what somebody said of an act behind it as padding; and where that begins."""
    for index, clause in enumerate(clauses):
        acts = any(before.role is Role.ACTION for before in clauses[:index])
        if acts and _SAID.match(text, clause.start, clause.end + 1):
            rest = (replace(one, role=Role.PADDING) for one in clauses[index:])
            return (*clauses[:index], *rest), clause.start
    return clauses, None


def _head(
    text: str, clauses: tuple[Clause, ...], subject: Subject
) -> tuple[int, str | None, Stretch | None, tuple[Clause, ...]]:
    """The first clause that names an actor; its name is cut off it and the rest judged anew."""
    for index, clause in enumerate(clauses):
        if clause.role is Role.BACKGROUND:
            continue
        by = _BY.match(text, clause.start, clause.end)
        found = subjects.mention(text, by.end() if by else clause.start, clause.end, subject)
        if found is None:
            continue
        end, name = found
        start = inner_time(text, end, clause.end)
        start, period = opener_end(text, start, clause.end)
        if start >= clause.end and index + 1 < len(clauses):  # only a period stood behind the name
            following = clauses[index + 1]
            rest = replace(following, opener=following.opener or period or clause.opener)
            return index, name, Stretch(clause.start, end), (*clauses[:index], rest, *clauses[index + 2 :])
        rest = judge(text, Stretch(start, clause.end), clause.mark, period or clause.opener)
        rest = replace(rest, after=rest.after or clause.after, before=clause.before)
        return index, name, Stretch(clause.start, end), (*clauses[:index], rest, *clauses[index + 1 :])
    plain = (
        index
        for index, clause in enumerate(clauses)
        if clause.role not in {Role.BACKGROUND, Role.ADVERB}
        or subjects.is_foreign(text[clause.start : clause.end + 1], subject)
    )
    return next(plain, 0), None, None, clauses
