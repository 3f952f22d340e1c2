"""Portraits: `单位+姓名。` and the facts, in the source's order, run-in heads kept in bold.

What fits is printed as it was sent, but for greetings, careers and honours.  Of more, sentences are left out
whole, the emptiest first, and lose clauses that pad them; who is portrayed is named in the lead and not again
at the head of each sentence.  A sentence that leans on the one before is
printed only behind it, a head only over its own text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from compose.facts import is_formal, portions, telling, tightened
from compose.lead import lead_of, naming
from compose.model import Span
from compose.packing import Choice, packed
from compose.personal import NUMBERED, goes_on, stopped
from compose.punctuation import house_punctuation, without_controls
from compose.sentences import Shield, Stretch, clauses, clipped, sentences
from compose.wording import ended, ranges

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from compose.model import Candidate
    from compose.subject import Subject

_MOST_SENTENCES = 400
_LONGEST_HEAD = 20
_ENDLESS = 4000
"""Characters of a sentence beyond which nothing of it is weighed and its tail is clipped."""
_EDGE = " \t\u3000。：:；;，,"
_LABEL = re.compile(
    r"^[【\[]?(?:人物|个人|基本|主要|先进|事迹|所获|获奖|荣誉|集体|单位)(?:简介|情况|荣誉|事迹|材料|介绍|称号|简历)+(?:材料)?[】\]]?[：:]?$"
)
_AROUND = re.compile(
    r"^[（(][^（）()。]{2,40}[）)]。?$|^[【\[][^】\]]{1,14}[】\]]$|^(?:供稿|撰稿|作者|通讯员|报送)(?:人|单位)?[:：]|^—{1,2}"
)
_MOTTO = re.compile(r"[^，,。\d]{3,12}[，,、][^，,。\d]{3,12}[。.]")
_ARRANGED = 3
"""Paragraphs with such an opening that make it the arrangement of a text."""
_LEANS = re.compile(
    r"^(?:[他她]就是|这(?!些年)|那(?!年|天|时|会儿|一年|一天)|此(?!外)|该(?!同志|公司|厂|车间|中心|同)|其(?!中|他)|果然|结果|后来|于是|因此|所以|打开|原来|为此|由此|最终|与此同时|而|但|可(?!以)|同年|当时|当天|随后|接着|出院|事后|据此|在[他她](?:们)?的)"
    r"|^(?:[他她]|[^，。]{0,6})(?:说|道|嘿嘿|笑)|^[^。]{0,10}[，,]?(?:这一|那一|这个|那个|这种|那种|这项|该项|此项|这件|那位|这样)"
)


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


@dataclass(frozen=True, slots=True)
class _Said:
    """One sentence as it may be printed: the clauses kept, each with its mark; `whole` as it stands."""

    sentence: Stretch
    clauses: tuple[tuple[Stretch, str], ...]
    whole: bool = False


_Chain = list[_Said]


def portray(candidate: Candidate, budget: tuple[int, int], subject: Subject) -> Portrayed:
    """The lead, then as many facts as the budget (characters) holds, in their order."""
    text = candidate.text
    found = sentences(stopped(text))[:_MOST_SENTENCES]
    lead, rest = lead_of(candidate, found, subject)
    named = naming(lead, subject)
    room = (budget[0] - len(lead), budget[1] - len(lead))
    sections = list(_sections(candidate, rest))
    kept = _whole(text, sections, room[1], named)
    if not kept:
        mottoes = set() if candidate.bold else _mottoes(text, rest)
        sections = list(_sections(candidate, [sentence for sentence in rest if sentence not in mottoes]))
        kept = _kept(text, sections, room, named)
    spans = [Span(lead), *_spans(text, sections, kept)]
    heads = [section.head for section in sections if section.head and _opens(section, kept)]
    before = found[: len(found) - len(rest)]
    used = [clause for said in kept for clause in _ranges(said)]
    return Portrayed(_joined(spans), ranges([*before, *used, *heads]))


def _ranges(said: _Said) -> Iterator[Stretch]:
    if said.whole:
        yield said.sentence
        return
    for clause, mark in said.clauses:
        yield Stretch(clause.start, clause.end + len(mark))


# --- what of it -----------------------------------------------------------------------------------


def _sections(candidate: Candidate, found: Iterable[Stretch]) -> Iterator[_Section]:
    """The sentences below the heads that stand before them; what is no sentence is left out."""
    text = candidate.text
    heads = {_bare(words) for words in candidate.bold if _bare(words)}
    section = _Section(None, [])
    for sentence in found:
        head = _head(text, sentence, heads)
        if head is None:
            if not _is_around(text, sentence, candidate.title):
                section.body.append(sentence)
            continue
        if section.head or section.body:
            yield section
        section = _Section(head, [])
    yield section


def _mottoes(text: str, found: Iterable[Stretch]) -> set[Stretch]:
    """The plain, rhymed openings of paragraphs (抓产量，敢打硬仗。) where most of a text is so arranged."""
    opened = {
        one
        for one in found
        if _MOTTO.fullmatch(one.of(text))
        and not NUMBERED.match(one.of(text))
        and not text[: one.start].rpartition("\n")[2].strip()
        and text[one.end : one.end + 1].strip()
    }
    return opened if len(opened) >= _ARRANGED else set()


def _bare(words: str) -> str:
    return NUMBERED.sub("", words.strip(_EDGE)).strip(_EDGE)


def _head(text: str, sentence: Stretch, heads: set[str]) -> Stretch | None:
    """The words of a head without its number and mark: a bold one, or a short numbered line."""
    words = sentence.of(text)
    bare = _bare(words)
    numbered = (
        NUMBERED.match(words) is not None and len(bare) <= _LONGEST_HEAD and words[-1] not in "！？；，"
    )
    if not bare or _LABEL.match(bare) or not (bare in heads or (numbered and not re.search(r"\d", bare))):
        return None
    at = sentence.start + words.index(bare)
    return Stretch(at, at + len(bare))


def _is_around(text: str, sentence: Stretch, title: str | None) -> bool:
    """Whether a line is a label, a by-line, the title again, or an entry of a list of honours."""
    words = without_controls(sentence.of(text)).strip()
    if _LABEL.match(words) or _AROUND.match(words) or words == (title or "").strip():
        return True
    before = text[: sentence.start].rpartition("\n")[2].strip()
    listed = not before and words[-1:] not in "。！？!?…”；;.，," and len(words) <= 40
    return listed and bool(re.match(r"\d{4}\s*年", words) or words.endswith(("：", ":")))


def _opens(section: _Section, kept: list[_Said]) -> bool:
    chosen = {said.sentence for said in kept}
    return any(sentence in chosen for sentence in section.body)


# --- the choice -----------------------------------------------------------------------------------


def _whole(text: str, sections: list[_Section], room: int, named: re.Pattern[str] | None) -> list[_Said]:
    """Every sentence as it stands, but for careers and honours, where that fits; else none."""
    shield = Shield(text)
    kept = [
        _said(text, sentence, shield, named, tight=False)
        for section in sections
        for sentence in section.body
        if not is_formal(text, sentence, shield)
    ]
    heads = sum(_size_of_head(section) for section in sections if _opens(section, kept))
    return kept if heads + sum(_length(text, said) for said in kept) <= room else []


def _kept(
    text: str, sections: list[_Section], budget: tuple[int, int], named: re.Pattern[str] | None
) -> list[_Said]:
    """The facts that fit; where they are few, what tells less too, and at last whatever there is."""
    shield = Shield(text)
    chains = [list(_chains(text, section, shield, named)) for section in sections]
    tops = [max((_top(text, chain) for chain in own), default=0.0) for own in chains]
    kept: list[_Said] = []
    for floor in _FLOORS:
        most = min(budget[1], budget[0] + _SLACK) if floor else budget[1]
        heads = [
            bool(one.head) and top + floor >= _WORTH_A_HEAD for one, top in zip(sections, tops, strict=True)
        ]
        room = most - sum(_size_of_head(one) for one, head in zip(sections, heads, strict=True) if head)
        groups = [
            _choices(text, chain, floor, bonus=1.5 if headed and place == 0 else 0.0)
            for section, own, headed in zip(sections, chains, heads, strict=True)
            if headed or not section.head or not any(heads)
            for place, chain in enumerate(sorted(own, key=lambda one: -_top(text, one)))
        ]
        kept = sorted((said for one in packed(groups, room) for said in one), key=lambda s: s.sentence.start)
        if sum(_length(text, said) for said in kept) >= budget[0]:
            return kept
    return (
        _filled(text, sections, budget, named)
        or kept
        or [s for own in chains for one in own for s in one][:1]
    )


def _filled(
    text: str, sections: list[_Section], budget: tuple[int, int], named: re.Pattern[str] | None
) -> list[_Said]:
    """Whole sentences from the first on that reach the lower bound; none where they do not."""
    shield = Shield(text)
    kept: list[_Said] = []
    size = sum(_size_of_head(section) for section in sections)
    for sentence in (sentence for section in sections for sentence in section.body):
        if is_formal(text, sentence, shield):
            continue
        said = _said(text, sentence, shield, named, tight=False)
        size += _length(text, said)
        if size > budget[1]:
            break
        kept.append(said)
    return kept if sum(_length(text, said) for said in kept) >= budget[0] else []


_FLOORS = (0.0, 0.6, 1.5)
"""What is added to every sentence's worth while the facts do not reach the budget's lower bound."""
_SLACK = 40
"""Characters over the lower bound up to which a portrait is filled with what tells less."""
_WORTH_A_HEAD = 2.0


def _top(text: str, chain: _Chain) -> float:
    """What the best sentence of a chain says."""
    return max(_worth(text, said) for said in chain)


def _size_of_head(section: _Section) -> int:
    return section.head.end - section.head.start + 1 if section.head and section.body else 0


def _chains(text: str, section: _Section, shield: Shield, named: re.Pattern[str] | None) -> Iterator[_Chain]:
    """Sentences that lean on one another, each run from the one that stands alone."""
    chain: _Chain = []
    before = ""
    for sentence in section.body:
        words = sentence.of(text)
        if chain and not (_LEANS.search(words) or goes_on(before, words)):
            yield chain
            chain = []
        chain.append(_said(text, sentence, shield, named))
        before = words
    if chain:
        yield chain


def _said(
    text: str, sentence: Stretch, shield: Shield, named: re.Pattern[str] | None, *, tight: bool = True
) -> _Said:
    """The sentence without its number and the name that the lead has said; `tight`: and its padding."""
    if sentence.end - sentence.start > _ENDLESS:
        return _Said(sentence, (), whole=True)
    numbered = NUMBERED.match(sentence.of(text))
    start = sentence.start + (numbered.end() if numbered else 0)
    own = Stretch(start, sentence.end)
    own = own if own.start < own.end else sentence
    found = tightened(text, own, shield) if tight else list(clauses(text, own, shield)) or [(own, "")]
    return _Said(sentence, tuple(_unnamed(text, found, named)))


def _unnamed(
    text: str, found: list[tuple[Stretch, str]], named: re.Pattern[str] | None
) -> Iterator[tuple[Stretch, str]]:
    """The clauses; the hero's name goes where it opens the sentence or follows its date."""
    begin, end = found[0][0].start, found[-1][0].end
    match = named.match(text, begin, end) if named else None
    gone = Stretch(match.start("name"), match.end("name")) if match else Stretch(-1, -1)
    for clause, mark in found:
        if clause.start != gone.start:
            yield clause, mark
        elif gone.end < clause.end:
            yield Stretch(gone.end, clause.end), mark


def _choices(text: str, chain: _Chain, floor: float, *, bonus: float) -> list[Choice[_Chain]]:
    """How far a chain may be printed from its head; the last of it also without its last parts."""
    found: list[Choice[_Chain]] = []
    length, worth = 0, bonus
    for place, said in enumerate(chain):
        for part in portions(text, list(said.clauses)) if said.clauses else [[]]:
            one = _Said(said.sentence, tuple(part), said.whole)
            words = [*chain[:place], one]
            value = _lifted(_worth(text, one), floor)
            found.append(Choice(words, length + _length(text, one), worth + value))
        length += _length(text, said)
        worth += _lifted(_worth(text, said), floor)
    return [choice for choice in found if choice.worth > _LEAST_WORTH]


_LEAST_WORTH = 0.8
_EMPTY = -0.8
"""What a motto or a saying is worth at most; it fills no portrait, however short."""


def _lifted(worth: float, floor: float) -> float:
    return worth + floor if worth > _EMPTY else worth


def _worth(text: str, said: _Said) -> float:
    """What a sentence says, seen as it stands where that shows more of its kind, without its length."""
    shown = _words(text, said)
    return min(telling(shown), telling(said.sentence.of(text))) - len(shown) / 400


def _length(text: str, said: _Said) -> int:
    return len(_words(text, said))


# --- how it is printed ----------------------------------------------------------------------------


def _words(text: str, said: _Said) -> str:
    if said.whole:  # an endless sentence loses its tail, visibly
        short = clipped(text, said.sentence, _ENDLESS)
        return without_controls(short.of(text)).strip() + "……"
    parts = "".join(clause.of(text) + mark for clause, mark in said.clauses[:-1])
    last = said.clauses[-1][0]
    return _finished(text, parts + last.of(text), said.sentence, last)


def _finished(text: str, words: str, sentence: Stretch, last: Stretch) -> str:
    """The words with the end mark that the sentence has behind its last clause."""
    tail = text[last.end : sentence.end].strip()
    mark = tail if tail and len(tail) <= 3 and tail[0] in "。！？!?…" else ""
    return ended(house_punctuation(without_controls(words).replace("\n", "").strip()) + mark)


def _spans(text: str, sections: list[_Section], kept: list[_Said]) -> Iterator[Span]:
    """Heads and sentences."""
    for section in sections:
        body = [said for said in kept if said.sentence in set(section.body)]
        if section.head and (body or not kept):
            yield Span(without_controls(section.head.of(text)), bold=True)
            yield Span("。")
        for said in body:
            yield Span(_words(text, said))


def _joined(spans: list[Span]) -> tuple[Span, ...]:
    """Neighbours of one look as one span, empty ones left out."""
    found: list[Span] = []
    for span in spans:
        if found and found[-1].bold == span.bold:
            found[-1] = Span(found[-1].text + span.text, span.bold)
        elif span.text:
            found.append(span)
    return tuple(found)
