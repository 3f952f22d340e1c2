"""Which column?  What the document states wins; else what was learned, with the rules as its prior.

The examples' shares of probability and those of the rules are multiplied, the rules' raised to a power that
shrinks with the number of examples.  A column that has few examples is heard by its rules.  What is named
about an item, and what an editor put right before, keep their weight.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from classify.correspondence import correspondence
from classify.kinds import kinds, named_group
from classify.legible import illegible
from classify.model import BOUNDS, Bounds, Column, Cues, Label, Level, Near, Opinion, Placement
from classify.rules import Hit, hits, named_around
from intake.headings import letters

STATED = "来稿中标明"

RULES = 240.0
"""The rules weigh as much as the examples where there are this many of them."""

MOST_RULES = 2.0
"""The power that rules are raised to at most."""

LIKE = 0.20
"""Likeness to a lesson from which a text is of the same kind: 20 in 24 such pairs are, 1 in 48 others."""

ALIKE = 0.40
"""Likeness from which what an editor put right is followed as far as anything can be."""

FOLLOWED = (0.60, 0.95)
"""The share of what is followed at both: a text that is just of a kind may still be of another."""

UNJUDGED = 0.3
"""The confidence in the placement of what cannot be judged, at most."""

FOUNDED = 5
"""Examples that a label must have for a placement there to be sure."""

FEW = 20
"""Examples from which they alone say how likely a label is; of fewer, its rules are heard beside them."""

HARDLY = 0.02
"""Shares below it are not worth naming."""


def place(
    columns: Sequence[Column],
    cues: Cues,
    opinion: Opinion | None = None,
    bounds: Bounds = BOUNDS,
) -> Placement:
    """Return the column and group of an item with confidence, level, reasons and alternatives."""
    found = hits(columns, cues.title, cues.text)
    around = [*named_around(columns, cues.around), *kinds(columns, cues)]
    evidence = _Evidence(tuple(found), tuple(around), opinion)
    stated = _stated(columns, cues.column, cues.group)
    why = illegible(cues.text, opinion.known if opinion else None)
    if stated:
        placement = _doubted(_in_column(*stated, evidence, bounds), why)
    else:
        why = why or correspondence(cues.text)
        placement = _doubted(_by_weight(columns, evidence, bounds), why)
    column = next(column for column in columns if column.name == placement.column)
    group = placement.group or named_group(column, cues)
    return replace(placement, group=group)


@dataclass(frozen=True, slots=True)
class _Evidence:
    """The rules that matched, the names that stand about the item, what the examples say."""

    hits: tuple[Hit, ...]
    around: tuple[Hit, ...]
    opinion: Opinion | None

    def founded(self, label: Label) -> bool:
        """Whether more than rules speaks for a label: examples, a correction, a name beside the item."""
        examples = self.opinion.examples.get(label, 0) if self.opinion else 0
        named = any(hit.weight > 0 and _speaks_for(hit, label) for hit in self.around)
        corrected = self.kindred is not None and self.kindred.label == label
        return examples >= FOUNDED or named or corrected

    @property
    def kindred(self) -> Near | None:
        """What an editor put right that is of the same kind."""
        near = [one for one in self.opinion.near if one.likeness >= LIKE] if self.opinion else []
        # What is still more like it, and stands elsewhere, says that it is of another kind.
        return next((one for one in near if one.corrected and one.label == near[0].label), None)


def _in_column(
    column: Column, group: str | None, words: str, evidence: _Evidence, bounds: Bounds
) -> Placement:
    """What was stated is certain; where that was the column alone, its group is as sure as the evidence."""
    stated = f"{STATED}“{words}”"
    if group is not None or not column.groups:
        return Placement(column.name, group, 1.0, Level.SURE, (stated,))
    placement = _by_weight([column], evidence, bounds)
    return replace(placement, reasons=(stated, *placement.reasons))


def _by_weight(columns: Sequence[Column], evidence: _Evidence, bounds: Bounds) -> Placement:
    ranked = _ranked(columns, evidence)
    (name, group), share = ranked[0]
    gap = share - (ranked[1][1] if len(ranked) > 1 else 0.0)
    reasons = tuple(_reasons(evidence, (name, group)))
    level = _level(share, gap, bounds) if reasons else Level.DOUBTFUL
    if level is Level.SURE and not evidence.founded((name, group)):
        level = Level.PROBABLE
    return Placement(
        name,
        group,
        round(share, 3),
        level,
        reasons or ("没有规则命中，也没有相近的例子，按栏目和组别的次序暂放",),
        tuple((*label, round(p, 3)) for label, p in ranked[1:4] if p >= HARDLY),
    )


def _doubted(placement: Placement, why: str | None) -> Placement:
    """What cannot be judged is doubtful, whatever was stated and whatever the shares say."""
    if why is None:
        return placement
    said = placement.reasons
    at = int(said[0].startswith(STATED))
    confidence = min(placement.confidence, UNJUDGED)
    return replace(
        placement, confidence=confidence, level=Level.DOUBTFUL, reasons=(*said[:at], why, *said[at:])
    )


def _stated(
    columns: Sequence[Column], stated_column: str | None, stated_group: str | None
) -> tuple[Column, str | None, str] | None:
    """Find what a heading named, compared without dots and blanks: column, group, the words that said so.

    A group names its column too; where several columns have it, the stated column decides.
    """
    named = [c for c in columns if stated_column and letters(stated_column).startswith(letters(c.name))]
    named.sort(key=lambda c: -len(c.name))
    for column in (*named, *columns):
        groups = {letters(group): group for group in column.groups}
        if stated_group and letters(stated_group) in groups:
            return column, groups[letters(stated_group)], stated_group
    return (named[0], None, stated_column) if named and stated_column else None


def _ranked(columns: Sequence[Column], evidence: _Evidence) -> list[tuple[Label, float]]:
    """Each label with its share of probability, best first; the order of the issue breaks ties."""
    labels = [(column.name, group) for column in columns for group in (column.groups or (None,))]
    shares = _rules(columns, labels, (*evidence.hits, *evidence.around))
    if evidence.opinion is not None:
        learned = _learned(labels, evidence.opinion, _rules(columns, labels, evidence.hits), evidence.around)
        shares = _heard(learned, shares, evidence)
    shares = _followed(shares, evidence.kindred)
    return sorted(shares.items(), key=lambda pair: -pair[1])


def _learned(
    labels: Sequence[Label], opinion: Opinion, rules: Mapping[Label, float], around: Sequence[Hit]
) -> dict[Label, float]:
    """The examples' shares, with the rules as a prior that fades; of what nobody taught, hardly any."""
    power = min(MOST_RULES, RULES / max(1, sum(opinion.examples.get(label, 0) for label in labels)))
    weights = {}
    for label in labels:
        share = opinion.shares[label] if opinion.examples.get(label) else HARDLY
        named = sum(hit.weight for hit in around if _speaks_for(hit, label))
        weights[label] = math.log(max(share, 1e-6)) + power * math.log(max(rules[label], 1e-9)) + named
    return _shares(weights)


def _heard(
    learned: Mapping[Label, float], rules: Mapping[Label, float], evidence: _Evidence
) -> dict[Label, float]:
    """The shares where rules speak for labels that have few examples, of which the model can say little."""
    examples = evidence.opinion.examples if evidence.opinion else {}
    own = {}
    for label in learned:
        spoken = any(hit.weight > 0 and _speaks_for(hit, label) for hit in (*evidence.hits, *evidence.around))
        own[label] = max(0.0, 1 - examples.get(label, 0) / FEW) * rules[label] if spoken else 0.0
    rest = 1 - sum(own.values())
    return {label: rest * share + own[label] for label, share in learned.items()}


def _followed(shares: Mapping[Label, float], kindred: Near | None) -> dict[Label, float]:
    """The shares where an editor put something of this kind into its place."""
    if kindred is None or kindred.label not in shares:
        return dict(shares)
    least, most = FOLLOWED
    far = min(1.0, (kindred.likeness - LIKE) / (ALIKE - LIKE))
    followed = least + far * (most - least)
    return {
        label: share * (1 - followed) + followed * (label == kindred.label) for label, share in shares.items()
    }


def _shares(weights: Mapping[Label, float]) -> dict[Label, float]:
    """Weights as shares that add up to one."""
    top = max(weights.values())
    powers = {label: math.exp(weight - top) for label, weight in weights.items()}
    total = sum(powers.values())
    return {label: power / total for label, power in powers.items()}


def _rules(columns: Sequence[Column], labels: Sequence[Label], found: Sequence[Hit]) -> dict[Label, float]:
    priors = {column.name: column.prior for column in columns}
    return _shares(
        {
            label: priors[label[0]] + sum(hit.weight for hit in found if _speaks_for(hit, label))
            for label in labels
        }
    )


def _speaks_for(hit: Hit, label: Label) -> bool:
    return hit.column == label[0] and hit.group in (None, label[1])


def _level(share: float, gap: float, bounds: Bounds) -> Level:
    if share < bounds.probable:
        return Level.DOUBTFUL
    return Level.SURE if share >= bounds.sure and gap >= bounds.gap else Level.PROBABLE


def _reasons(evidence: _Evidence, label: Label) -> Iterator[str]:
    """Why an item stands where it stands, what an editor said first."""
    kindred = evidence.kindred
    if kindred and kindred.label == label:
        yield f"自{kindred.source}以来：与“{kindred.words}”相近（{kindred.likeness:.0%}）"
    own = [hit for hit in (*evidence.around, *evidence.hits) if _speaks_for(hit, label)]
    words = _words(own)
    yield from _learned_reasons(evidence.opinion, label, kindred, words)
    if any(hit.weight > 0 for hit in own):
        best = sorted(words.items(), key=lambda pair: -pair[1])[:_MOST_WORDS]
        yield from ([f"含“{word}”（{weight:+g}）" for word, weight in best] or ["规则命中"])


_MOST_WORDS = 4
"""Words of rules that are named."""
_CLAUSE_ENDS = re.compile(r"\s*(?:[，。；：！？\n]|[—–-]{2,})")


def _words(found: Sequence[Hit]) -> dict[str, float]:
    """What rules found, a word once with all its weight; of a longer stretch of text its first clause."""
    words: dict[str, float] = {}
    for hit in sorted((one for one in found if one.found), key=lambda one: -one.weight):
        word, *more = _CLAUSE_ENDS.split(hit.found.strip("，。；：！？\n"))
        shown = f"{word}……" if more else word
        told = next((one for one in words if one in shown or word in one), shown)
        words[told] = words.get(told, 0.0) + hit.weight
    return {word: round(weight, 2) for word, weight in words.items()}


def _learned_reasons(
    opinion: Opinion | None, label: Label, told: Near | None, named: Iterable[str]
) -> Iterator[str]:
    """What the examples say; their words without those that rules name anyway."""
    if opinion is None or not opinion.examples.get(label):
        return
    named = tuple(named)
    words = "”“".join(
        word for word in opinion.words.get(label, ()) if not any(word in one or one in word for one in named)
    )
    examples = f"本栏{opinion.examples[label]}个例子"
    yield f"{examples}中常见“{words}”" if words else f"与{examples}最接近"
    near = next((one for one in opinion.near if one.label == label and one.likeness >= LIKE), None)
    if near and near != told:
        yield f"自{near.source}以来：与“{near.words}”相近（{near.likeness:.0%}）"
