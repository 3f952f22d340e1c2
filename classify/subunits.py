"""Which part of a unit a submission is from: behind its name, or alone at the begin of a clause."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import chain, filterfalse, islice
from typing import Final

from classify import places
from classify.acting import is_mentioned, is_mentioned_with_others
from classify.chains import levels, span_at, subunit_after
from classify.evidence import Evidence
from classify.letters import HAN, clause_before, clause_starts
from classify.lexicon import SCRIBES, WRITERS_OFFICES
from classify.model import Unit
from classify.names import Mention, Register
from classify.persons import is_personal_name
from classify.signing import Signed, without_units
from classify.strangers import Stranger, is_branch, is_parents, opener, strangers, words
from intake import surnames

_ORDINAL: Final = re.compile(r"第[一二三四五六七八九十\d]+$")
"""第三|氧化铝厂 is not the registered 氧化铝厂."""

_NOT_ITSELF: Final = re.compile(
    r"[的里说内”’等]|(?:党委|党总支|党?支部|团委|团支部|工会)?(?:代表)?队|(?:党支部|党总支|党委|团支部|团委|工会)?、|[和与及][^，。；\n]{2,40}等"
)
"""What follows a part that is only spoken of, is a team at a match, or one example of several."""
_ONE_OF_THEM: Final = re.compile(
    rf"(?P<name>[{surnames.SINGLE}][{HAN}]{{1,2}}?)(?:、[{HAN}]{{2,3}})*"
    r"(?:等?\s*(?:\d+|[一两二三四五六七八九十]+|多)[名人位]|、[^，。]{2,20}(?:分[获别]|[荣夺斩摘]?获|夺|摘)|分[获别]|[荣斩摘]获|夺[得冠]|摘得)"
)
"""Who wins what the company holds: 氧化铝厂|覃小明等9名选手."""
_SPOKEN: Final = re.compile(
    r"的[^，。\n]{0,4}?(?:早晨|清晨|黎明|凌晨|夜|黄昏|午后|[春夏秋冬][天日]|[人工兵们]|班长|师傅|姑娘|小伙|故事|日子)"
)
"""Where a story begins with the part it plays in: 电解三厂出铝班|的早晨."""

_REACH: Final = 1000
"""Characters of a text in which a part is looked for behind the unit's name."""

_BELOW: Final = re.compile(r".*(?:车间|工区|工段|作业区|班组|班|[一二三四五六七八九十\d]区)$")
"""A part that is one of a plant's."""
_PLANT: Final = re.compile(r".*(?:厂|矿|公司|矿区)$")
_WRITERS_OFFICE: Final = re.compile(WRITERS_OFFICES)
_SCRIBE: Final = re.compile(SCRIBES)
_MEMBER: Final = re.compile(r"(?:的|(?:一名|优秀|青年|退休)?(?:职工|员工|工人|青工|党员|团员))*$")
_COMPANY_ACTS: Final = re.compile(
    r"(?m)(?:^|[，。；！？])\s*(?:我|本|全|分)?公司(?=党|工会|团|领导|组织|开展|召开|举|荣|在|对|一行|的)"
)
"""Where a text speaks of the whole company as who acts."""

_Place = Callable[[], Iterable[str]]
"""A place of a submission that may name parts."""


def subunit(
    evidence: Evidence, signed: Iterable[Signed], unit: Unit, register: Register, person: str | None = None
) -> str | None:
    """Return the part of the unit, the longest form of it that the piece has; None where it names none.

    `signed` is what the last line says of the writer, and what the letter says of him; `person` is he.
    """
    close, introduced = signed
    sent_for = person is not None and not _signs(person, evidence)
    writer = _all(evidence.byline or close.unit, unit, register, signs=True)
    own = _parts(
        lambda: filterfalse(_WRITERS_OFFICE.fullmatch, writer),
        lambda: _all(evidence.title, unit, register),
        lambda: _all(evidence.lead, unit, register),
    )
    letter = (
        lambda: _all(introduced.unit, unit, register, signs=True),
        lambda: _beside(person, evidence.cover) if sent_for else (),
        *_letter(evidence, unit, register, sent_for=sent_for),
    )
    around = _parts(
        lambda: _all(evidence.subject, unit, register),
        lambda: _behind(evidence.text[:_REACH], unit, register),
        lambda: writer,
        *letter,
        lambda: _all(evidence.title, unit, register, _SPOKEN),
        lambda: _all(evidence.lead, unit, register, _SPOKEN),
        lambda: places.visited(f"{evidence.title}\n{evidence.lead}", unit, register),
        lambda: places.affected(evidence.lead, register),
    )
    named = list(own)
    found = named[0] if named else next(around, None)
    if found is None:
        return None
    found = max([found, *(one for one in named if one.startswith(found) or one.endswith(found))], key=len)
    subject = dict.fromkeys(part for part in _all(evidence.subject, unit, register) if _PLANT.match(part))
    return _whole(found, named, chain(_parts(*letter), subject if len(subject) == 1 else ()))


def _signs(person: str, evidence: Evidence) -> bool:
    """Whether a line of the letter names the writer together with his office."""
    lines = f"{evidence.name}\n{evidence.signature}\n{evidence.cover}".split("\n")
    plain = ("".join(line.split()) for line in lines)
    return any(person in line and _WRITERS_OFFICE.search(line) is not None for line in plain)


def _beside(person: str | None, text: str) -> Iterator[str]:
    """The part that stands before the writer's name: 我厂检修车间|张三同志."""
    for match in re.finditer(re.escape(person), text) if person else ():
        clause = _MEMBER.sub("", clause_before(text, match.start()))
        spans = (span_at(clause, at) for at in range(len(clause)))
        yield from (clause[start:end] for start, end in islice((s for s in spans if s[1] == len(clause)), 1))


def _letter(evidence: Evidence, unit: Unit, register: Register, *, sent_for: bool) -> list[_Place]:
    """Where the letter names the writer's part; an office that sends for another is not his."""
    places: tuple[_Place, ...] = (
        lambda: _all(evidence.cover, unit, register, signs=True),
        lambda: _signature(evidence, unit, register),
        lambda: _sender(evidence.file, evidence, unit, register),
        lambda: _displayed(evidence, unit, register),
    )
    return [partial(_without_offices, place) for place in places] if sent_for else list(places)


def _without_offices(place: _Place) -> Iterable[str]:
    return filterfalse(_WRITERS_OFFICE.fullmatch, place())


def _parts(*places: _Place) -> Iterator[str]:
    """The parts that the places name, each looked at when those before it do not do."""
    return chain.from_iterable(place() for place in places)


def _whole(found: str, own: list[str], letter: Iterable[str]) -> str:
    """A workshop with the plant that the letter names, a plant with the workshop of the piece."""
    if _BELOW.match(levels(found)[0]):
        plants = (levels(part)[0] for part in chain(own, letter))
        return next((plant + found for plant in plants if _PLANT.match(plant)), found)
    if _PLANT.match(found) and len(levels(found)) == 1:
        return found + next((part for part in own if _BELOW.match(levels(part)[0])), "")
    return found


def _sender(text: str, evidence: Evidence, unit: Unit, register: Register) -> list[str]:
    """The parts in what says who sends, unless that is another unit."""
    named = [one.unit.name for said in (evidence.name, text) for one in register.mentions(said)]
    return [] if named and unit.name not in named else _all(text, unit, register, signs=True)


def _displayed(evidence: Evidence, unit: Unit, register: Register) -> Iterable[str]:
    """The parts in the display name; an office that only writes is none of a piece in which the unit acts."""
    found = _sender(evidence.name, evidence, unit, register)
    scribes = any(map(_SCRIBE.fullmatch, found)) and _acts(evidence, unit, register)
    return filterfalse(_SCRIBE.fullmatch, found) if scribes else found


def _signature(evidence: Evidence, unit: Unit, register: Register) -> Iterator[str]:
    """The parts in the signature; where the unit acts, the office of a person who signs is none."""
    for line in evidence.signature.split("\n"):
        found = _sender(line, evidence, unit, register)
        writes = any(map(_WRITERS_OFFICE.fullmatch, found)) and _names_a_person(line, register)
        passes = writes and _acts(evidence, unit, register)
        yield from filterfalse(_WRITERS_OFFICE.fullmatch, found) if passes else found


def _names_a_person(line: str, register: Register) -> bool:
    """Whether a line of a signature has a person's name among its words."""
    return any(map(is_personal_name, re.findall(rf"[{HAN}]+", without_units(line, register))))


def _acts(evidence: Evidence, unit: Unit, register: Register) -> bool:
    """Whether the unit, or the company as a whole, does what title and lead tell."""
    said = f"{evidence.title}\n{evidence.lead}"
    named = any(
        mention.unit.name == unit.name and not is_mentioned(clause_before(said, mention.start))
        for mention in register.mentions(said)
    )
    return named or _COMPANY_ACTS.search(said) is not None


def _behind(text: str, unit: Unit, register: Register) -> Iterator[str]:
    """The parts behind the unit's name in the rest of a text, where the unit acts."""
    for mention in register.mentions(text):
        acts = mention.unit.name == unit.name and not clause_before(text, mention.start).strip("“《")
        if acts and (part := subunit_after(text, mention.end)):
            yield part


def _all(
    text: str, unit: Unit, register: Register, but: re.Pattern[str] | None = None, *, signs: bool = False
) -> list[str]:
    """The parts that a text names: behind the unit's name, at a clause's begin, the registered ones.

    `but` is what may follow a part that is only spoken of; a text that `signs` names the writer's part.
    """
    if not text:
        return []
    known = register.mentions(text)
    behind = (
        part
        for mention in known
        if mention.unit.name == unit.name and (signs or not is_mentioned(clause_before(text, mention.start)))
        for part in [subunit_after(text, mention.end)]
    )
    called = places.behind_calls(text, unit, known)
    found = (*behind, *called, *_bare(text, known, but, signs=signs), *_registered(text, unit, known))
    own = {unit.name, unit.full_name, *unit.aliases}
    plain = (places.without_call(part, unit) for part in found if part)
    return [part for part in plain if part and part not in own]


def _bare(text: str, known: list[Mention], but: re.Pattern[str] | None, *, signs: bool) -> list[str]:
    """Parts of any name that a clause begins with; a stranger's are not meant, nor a unit's own name."""
    spans = [
        span
        for span in _spans(text, but)
        if not _overlaps(span, known) and not _is_a_winners(text, *span, known)
    ]
    if not spans:
        return []
    others = words(text) if signs else strangers(text)
    others = [one for one in others if not (signs and (is_branch(one.name) or is_parents(one.name)))]
    return [text[slice(*span)] for span in spans if not _overlaps(span, others)]


def _spans(text: str, but: re.Pattern[str] | None) -> Iterator[tuple[int, int]]:
    for clause in clause_starts(text):
        begin = opener(text, clause)
        start, end = span_at(text, begin)
        if start < end and (not _NOT_ITSELF.match(text, end) or (but and but.match(text, end))):
            yield start, end


def _is_a_winners(text: str, start: int, end: int, known: list[Mention]) -> bool:
    """Whether a part behind the unit's name only says where one of several people works."""
    found = _ONE_OF_THEM.match(text, end)
    return (
        found is not None
        and is_personal_name(found["name"])
        and any(mention.end <= start for mention in known)
    )


def _overlaps(span: tuple[int, int], names: Iterable[Mention | Stranger]) -> bool:
    return any(one.start < span[1] and span[0] < one.end for one in names)


def _registered(text: str, unit: Unit, known: list[Mention]) -> Iterator[str]:
    """Registered parts anywhere, unless somebody else's stands there or it is only gone to."""
    others = [mention for mention in known if mention.unit.name != unit.name]
    for name in sorted(unit.sub_units, key=len, reverse=True):
        for match in re.finditer(re.escape(name), text) if name in text else ():
            clause = clause_before(text, match.start())
            start = match.start() - len(clause)
            foreign = any(start < other.end and other.start < match.end() for other in others)
            gone_to = is_mentioned(clause) or is_mentioned_with_others(clause)
            example = bool(_NOT_ITSELF.match(text, match.end())) and text[match.end()] not in "的里内说”’"
            example = example or _is_a_winners(text, match.start(), match.end(), known)
            if not foreign and not _ORDINAL.search(clause) and not gone_to and not example:
                yield name + (subunit_after(text, match.end()) or "")


# --- parts that tell whose they are ---------------------------------------------------------------


def owners(text: str, register: Register) -> Iterator[tuple[str, str]]:
    """Yield (unit, part) for the parts that only one unit has registered and that begin a word."""
    for match in register.parts.finditer(text):
        yield register.part_owners[match[0]], match[0]
