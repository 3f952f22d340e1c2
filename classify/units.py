"""Whose is it?  Weighted evidence for the source unit of a submission, with its reasons.

Each kind of evidence that names a unit adds its weight to that unit; of kinds that depend on one another
(title and lead say the same) the strongest counts in full and the others a little.  An organisation that is
not registered competes like a unit.  The margin between the two best is the confidence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from classify.evidence import Evidence
from classify.hints import KINDS, Group, Hint, hints
from classify.model import Origin, Unit
from classify.names import Register, belongs, is_office, register_of
from classify.signing import closing, contributor, introduction
from classify.subunits import subunit

__all__ = ["belongs", "calls_itself", "find_origin"]

STRONG = frozenset({"taught", "byline", "address"})
"""Kinds that can be sure alone; of the others it takes two groups."""

SURE_MARGIN = 4.0
"""A margin of this weight is full confidence."""

ALONE = 0.75
"""The confidence at most of one group that is not strong, or against what the piece itself says."""

AGAIN = 0.25
"""What the weaker kinds of a group count for."""

SHORT_LINE = 12
"""Characters of a line that may be the begin of a name and no title."""

_ITSELF = re.compile(r"自称“([^”]+)”，未登记")


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A unit or a stranger with all that speaks for it, in the order of the kinds."""

    name: str
    strange: bool
    hints: tuple[Hint, ...]

    def score(self, group: Group | None = None) -> float:
        """The weight of its evidence, of one group or of all."""
        weights: dict[Group, list[float]] = {}
        for hint in self.hints:
            weights.setdefault(KINDS[hint.kind].group, []).append(hint.weight)
        return sum(_weight(own) for one, own in weights.items() if group in {None, one})

    @property
    def called(self) -> str:
        """Its name in a reason."""
        return f"“{self.name}”（未登记）" if self.strange else self.name


def _weight(weights: list[float]) -> float:
    """The strongest in full, the others a little."""
    return max(weights) * (1 - AGAIN) + sum(weights) * AGAIN


def find_origin(evidence: Evidence, units: tuple[Unit, ...]) -> Origin:
    """Return the source unit with its confidence (0 to 1) and reasons; unknown stays None."""
    evidence = evidence.readable()
    register = register_of(units).besides_persons(evidence.words)
    evidence = _unbroken(evidence, register)
    register = register.reading(evidence.text)
    close = closing(evidence.text)
    introduced = introduction(evidence.cover)
    person = contributor(evidence, close, introduced, register)
    candidates = _ranked(hints(evidence, close, introduced, register), register)
    if not candidates:
        return Origin(None, None, person, 0.0, ("没有线索指向已登记的单位",))
    best = candidates[0]
    if best.strange:
        reasons = (f"自称“{best.name}”，未登记", *(hint.reason for hint in best.hints[:3]))
        return Origin(None, None, person, 0.0, (*reasons, *_other(candidates)))
    if best.score() < 1:  # nothing but passing mentions
        return Origin(
            None, None, person, 0.0, ("只有正文中提到单位，不足以认定", *[h.reason for h in best.hints][:2])
        )
    unit = next(unit for unit in units if unit.name == best.name)
    said = (*(hint.reason for hint in best.hints), *_other(candidates))
    part = subunit(evidence, (close, introduced), unit, register, person)
    return Origin(best.name, part, person, _confidence(candidates, evidence), said)


def calls_itself(reasons: Iterable[str]) -> str | None:
    """What an unknown unit calls itself, by the reasons of its origin."""
    found = (_ITSELF.search(reason) for reason in reasons)
    return next((match[1] for match in found if match), None)


def _unbroken(evidence: Evidence, register: Register) -> Evidence:
    """The evidence, its title put back before the text where one name runs from the one into the other."""
    end = len(evidence.title)
    if not 0 < end < SHORT_LINE:
        return evidence
    text = f"{evidence.title}\n{evidence.text}"
    broken = any(mention.start < end < mention.end for mention in register.mentions(text[: end + 40]))
    return replace(evidence, title="", text=text) if broken else evidence


def _ranked(hints: list[Hint], register: Register) -> list[_Candidate]:
    """The candidates, the best first; between equals the order of the register."""
    order = {unit.name: at for at, unit in enumerate(register.units)}
    kinds = list(KINDS)
    found: dict[tuple[str, bool], dict[str, Hint]] = {}
    for hint in hints:  # a kind speaks once for a unit, however often it names it
        found.setdefault((hint.name, hint.strange), {}).setdefault(hint.kind, hint)
    candidates = [
        _Candidate(name, strange, tuple(sorted(own.values(), key=lambda hint: kinds.index(hint.kind))))
        for (name, strange), own in found.items()
    ]
    return sorted(candidates, key=lambda one: (-one.score(), order.get(one.name, len(order))))


def _other(candidates: list[_Candidate]) -> tuple[str, ...]:
    """The runner-up, where it comes near."""
    if len(candidates) < 2 or candidates[0].score() - candidates[1].score() >= SURE_MARGIN:
        return ()
    return (f"也可能是{candidates[1].called}：{candidates[1].hints[0].reason}",)


def _confidence(candidates: list[_Candidate], evidence: Evidence) -> float:
    """The margin to the runner-up as a share, no more than what such evidence can prove."""
    best, others = candidates[0], candidates[1:]
    margin = best.score() - (others[0].score() if others else 0.0)
    most = 1.0 if _proves(best, others, evidence) else ALONE
    return max(0.0, min(most, margin / SURE_MARGIN))


def _proves(best: _Candidate, others: list[_Candidate], evidence: Evidence) -> bool:
    """Whether the evidence can be enough: strong or of two groups, and not against what the piece says."""
    kinds = {hint.kind for hint in best.hints if hint.kind != "text"}
    groups = {KINDS[kind].group for kind in kinds}
    taught = evidence.taught.get(evidence.address.lower())
    doubtful = is_office(best.name) or (taught is not None and taught.others)
    if len(groups) == 1 and (doubtful or not kinds & STRONG):
        return False
    if any(
        one.strange and one.name.startswith(best.name) for one in others
    ):  # a company of its own, called alike
        return False
    least = KINDS["lead"].weight
    foreign = any(
        one.score(Group.COVER) or one.score(Group.CONTENT) >= least > best.score(Group.CONTENT)
        for one in others
    )
    return "byline" in kinds or not foreign
