"""How much two pieces share: their words, formulae left out, and their facts."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from classify import occasion
from classify.facts import Facts, Kind, common, contradiction, facts
from classify.wording import Wording, bare, grams, sentences, without, wording

FEW = 8
"""3-grams that a text must have to prove anything."""


class Repeats(StrEnum):
    """How far an item says the very words of another: all of them, or all but the title and the credits."""

    NOT = "not"
    ITS_BODY = "its body"
    WHOLLY = "wholly"


class Whose(StrEnum):
    """Whether two items are of one unit, as far as that is known."""

    SAME = "same"
    OTHER = "other"
    UNKNOWN = "unknown"
    HANDED_ON = "handed on"
    """Of two senders; both texts speak of the one and not of the other: headquarters pass on much."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A text with its words and its facts, and whose it is."""

    words: Wording
    unit: str | None

    @property
    def facts(self) -> Facts:
        """What it states."""
        return facts(self.words.text)

    @property
    def title(self) -> str:
        """The title, bare."""
        return bare(self.words.title)


def piece_of(text: str, unit: str | None) -> Piece:
    """Return a text, given as its title and the text below, with its words and facts."""
    return Piece(wording(text), unit)


def shared(mine: Piece, theirs: Piece) -> float:
    """Return the share of the shorter piece's 3-grams that stand in the longer."""
    a, b = mine.words.grams, theirs.words.grams
    return len(a & b) / max(1, min(len(a), len(b)))


ALIKE = 0.60
"""Share of 3-grams from which two pieces of a length have one wording."""

UNSAID = 1.0
"""The weight of what is not read as a fact and agrees: one place more or less proves nothing."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """How much two items share.

    `of_mine` is the share of the new item's 3-grams found in the other, `of_theirs` the reverse, formulae
    left out; `size` is the length of the shorter beside the longer.  `kept` is the weight of the facts that
    both state, `against` of those in which they differ, `kinds` what these are about; `figures` tells whether
    any figure is another, `titled` whether both have the same title,
    `worded` whether the same words but for figures.
    `bearing` is what they say of the occasion.
    """

    of_mine: float
    of_theirs: float
    size: float
    kept: float
    against: float
    kinds: frozenset[Kind]
    figures: bool
    titled: bool
    worded: bool
    repeats: Repeats
    whose: Whose
    bearing: occasion.Bearing

    @property
    def most(self) -> float:
        """The share of the shorter piece found in the longer."""
        return max(self.of_mine, self.of_theirs)

    @property
    def least(self) -> float:
        """The share of the longer piece found in the shorter."""
        return min(self.of_mine, self.of_theirs)

    @property
    def closeness(self) -> float:
        """What orders several: the share, as far as facts do not speak against it."""
        return self.least * (1 - self.doubt / 2)

    @property
    def undisputed(self) -> bool:
        """Whether nothing speaks against one origin, and the words for it."""
        return not self.against and (self.titled or self.least >= ALIKE)

    @property
    def doubt(self) -> float:
        """The share of the facts in which they differ, of those that both are certain of."""
        return self.against / (self.kept + self.against + UNSAID)


_TELLING = tuple(kind for kind in Kind if kind is not Kind.PLACE)
"""What two pieces of one event have in common; a place has many events."""


def compare(mine: Piece, theirs: Piece, formulae: frozenset[str]) -> Likeness:
    """Compare two pieces, `formulae` (sentences that other events use as well) left out.

    Where they are of two units, their facts are not looked at: nothing hangs on these.
    """
    a, b = (_grams(piece, formulae) for piece in (mine, theirs))
    both = len(a & b)
    whose = _whose(mine, theirs)
    alike = shared(mine, theirs) >= ALIKE
    stated = UNRELATED if whose is Whose.OTHER else occasion.bearing(mine.words, theirs.words)
    against = {} if whose is Whose.OTHER else _against(mine, theirs)
    return Likeness(
        both / max(1, len(a)),
        both / max(1, len(b)),
        min(len(a), len(b)) / max(1, len(a), len(b)),
        0.0 if whose is Whose.OTHER else _kept(mine, theirs, anchored=stated.anchored),
        sum(against.values()),
        frozenset(kind for kind, weight in against.items() if weight),
        whose is not Whose.OTHER and _digits(mine) != _digits(theirs),
        len(mine.title) >= FEW and mine.title == theirs.title,
        alike and whose is Whose.SAME and _masked(mine) == _masked(theirs),
        _repeats(mine, theirs, whose) if alike else Repeats.NOT,
        whose,
        stated,
    )


UNRELATED = occasion.Bearing()


def _kept(mine: Piece, theirs: Piece, *, anchored: bool) -> float:
    """The weight of what both state; without a day or a title in common one person tells next to nothing."""
    kept = {kind: common(mine.facts, theirs.facts, kind) for kind in _TELLING}
    if not anchored and kept[Kind.PERSON] <= 1.0:
        kept[Kind.PERSON] *= 0.2
    return sum(kept.values())


def _against(mine: Piece, theirs: Piece) -> dict[Kind, float]:
    against = {kind: contradiction(mine.facts, theirs.facts, kind) for kind in Kind}
    if _other_actor(mine, theirs):
        against[Kind.PLACE] += ACTOR
    return against


ACTOR = 2.0
"""What it weighs that somebody else acts."""

_ACTOR = re.compile(
    r"([\u4e00-\u9fff]{0,14}?(?:公司|铝业|矿业|物流|材料|集团|研究院|[厂矿部委会]|车间|支部|中心))"
    r"(?:隆重|正式|积极|近日)?(?:组织|召开|开展|举[行办]|启动|评出|评选|完成|实现|邀请|表彰|慰问|发布|推出|为)"
)


def _other_actor(mine: Piece, theirs: Piece) -> bool:
    """Whether another unit, plant or branch acts: neither name is a longer form of the other."""
    a, b = (_ACTOR.search(piece.words.text) for piece in (mine, theirs))
    if a is None or b is None:
        return False
    if any(actor[1].startswith(("该", "本", "我", "各", "其")) for actor in (a, b)):
        return False
    return not (_within(a[1], b[1]) or _within(b[1], a[1]))


def _within(short: str, long: str) -> bool:
    """Whether a name's characters stand in a longer one in the same order, no number among the others."""
    rest = iter(long)
    if not all(character in rest for character in short):
        return False
    return not set("第一二三四五六七八九十") & (set(long) - set(short))


def _grams(piece: Piece, formulae: frozenset[str]) -> frozenset[str]:
    return grams(without(piece.words.text, formulae)) if formulae else piece.words.grams


_FIGURE = re.compile(r"\d+(?:\.\d+)?%?")


def _masked(piece: Piece) -> str:
    """The words with every figure the same."""
    return _FIGURE.sub("0", piece.words.whole)


def _digits(piece: Piece) -> set[str]:
    return set(_FIGURE.findall(piece.words.whole))


def _repeats(mine: Piece, theirs: Piece, whose: Whose) -> Repeats:
    if mine.words.whole == theirs.words.whole:
        return Repeats.WHOLLY
    bodies = [{piece.words.whole, piece.words.body} for piece in (mine, theirs)]
    if max(map(len, bodies[0] & bodies[1]), default=0) < FEW:
        return Repeats.NOT
    new = mine.facts[Kind.FIGURE].keys() - theirs.facts[Kind.FIGURE].keys()
    return Repeats.NOT if new or _titled_otherwise(mine, theirs, whose) else Repeats.ITS_BODY


def _titled_otherwise(mine: Piece, theirs: Piece, whose: Whose) -> bool:
    """Whether the titles name two units: the bodies then speak of each without a name."""
    if whose is not Whose.OTHER or mine.unit is None or theirs.unit is None:
        return whose is Whose.OTHER
    return mine.unit not in theirs.words.text and theirs.unit not in mine.words.text


def _whose(mine: Piece, theirs: Piece) -> Whose:
    if mine.unit is not None and mine.unit == theirs.unit:
        return Whose.SAME
    if mine.unit is None or theirs.unit is None:
        return _whose_by_name(mine, theirs)
    handed = _speaks_of(mine.unit, theirs.unit, mine, theirs) or _speaks_of(
        theirs.unit, mine.unit, theirs, mine
    )
    return Whose.HANDED_ON if handed else Whose.OTHER


def _speaks_of(unit: str, other: str, own: Piece, handed: Piece) -> bool:
    """Whether a piece of another sender names the unit, as its own does, and the sender nowhere."""
    return unit in own.words.text and unit in handed.words.text and other not in handed.words.text


def _whose_by_name(mine: Piece, theirs: Piece) -> Whose:
    """Whose a piece of unknown origin is, by what stands in it where the other names its unit."""
    named, unnamed = (mine, theirs) if theirs.unit is None else (theirs, mine)
    if named.unit is None or named.unit not in named.words.text:
        return Whose.UNKNOWN
    if named.unit in unnamed.words.text:
        return Whose.SAME
    pairs = zip(_parts(named), _parts(unnamed), strict=True)
    words = (word for text, other in pairs for word in _in_its_place(named.unit, text, other))
    return Whose.UNKNOWN if all(_may_mean(word, named.unit) for word in words) else Whose.OTHER


def _parts(piece: Piece) -> tuple[str, str]:
    """Title and body, bare, every figure the same."""
    return _FIGURE.sub("0", piece.title), _FIGURE.sub("0", piece.words.body)


AROUND = 3
"""Characters on both sides by which the place of a name is found in another text."""

NAME = 14
"""Characters that a name may have."""


def _in_its_place(name: str, text: str, other: str) -> Iterator[str]:
    """What another text has in the places where this one has a name."""
    for found in re.finditer(re.escape(name), text):
        before, after = text[: found.start()][-AROUND:], text[found.end() :][:AROUND]
        start, end = re.escape(before) or "^", re.escape(after) or "$"
        place = re.search(rf"{start}(.{{0,{NAME}}}?){end}", other)
        if place is not None:
            yield place[1]


def _may_mean(words: str, name: str) -> bool:
    """Whether words may stand for a unit's name: none, 该公司, or some of its characters in their order."""
    if words in _GENERAL:
        return True
    rest = iter(name)
    return all(character in rest for character in words)


_GENERAL = frozenset(
    f"{which}{what}"
    for which in ("", "该", "本", "我", "公司", "分")
    for what in ("", "公司", "单位", "企业", "厂", "矿", "院")
)


# --- formulae --------------------------------------------------------------------------------------

APART = 0.15
"""Share of what is left, formulae aside, below which two pieces tell different stories."""

_OFFICIAL = re.compile(
    r"会议|强调|指出|要求|贯彻|部署|统一到|纷纷表示|台阶|高质量|目标任务|为抓手|新贡献|新的贡献"
)

REST = 20
"""3-grams that must be left to tell a story by."""


def formulae_of(mine: Piece, others: Sequence[Piece]) -> frozenset[str]:
    """Sentences of mine that stand word for word in pieces which have nothing else in common with it.

    Where one earlier piece of the unit alone has a sentence, that may be its first draft: such a sentence is
    a formula only by its words.
    """
    own = sentences(mine.words.text)
    seen: Counter[str] = Counter()
    for other in others:
        same = frozenset(words for words in own & sentences(other.words.text) if _is_general(words))
        if same and mine.title != other.title and _is_apart(mine, other, same):
            weight = 2 if _whose(mine, other) is Whose.OTHER else 1
            seen.update({words: weight + bool(_OFFICIAL.search(words)) for words in same})
    return frozenset(words for words, weight in seen.items() if weight > 1)


def _is_apart(mine: Piece, other: Piece, same: frozenset[str]) -> bool:
    a, b = (grams(without(piece.words.text, same)) for piece in (mine, other))
    fewest = min(len(a), len(b))
    return fewest >= REST and len(a & b) < APART * fewest


def _is_general(words: str) -> bool:
    stated = facts(words)
    return sum(sum(stated[kind].values()) for kind in (Kind.DAY, Kind.NUMBER, Kind.PERSON, Kind.FIGURE)) < 0.5
