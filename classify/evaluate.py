"""How good are placements?  Accuracy, F1 of each label, and how far the sure ones can be trusted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from classify.model import Level, Placement
from intake.headings import letters


@dataclass(frozen=True, slots=True)
class Judged:
    """A placement beside the label that is right: `column`, or `column/group`, as the file has it."""

    text: str
    label: str
    placement: Placement

    @property
    def got(self) -> str:
        """Where it was placed, as exactly as the right label says it."""
        column, group = self.placement.column, self.placement.group
        return f"{column}/{group}" if group and "/" in self.label else column

    @property
    def right(self) -> bool:
        """Whether it stands where it belongs, dots and blanks aside."""
        return _bare(self.got) == _bare(self.label)


@dataclass(frozen=True, slots=True)
class Score:
    """Of one label: how many there were, and how many of those found, and of those that are right, fit."""

    n: int
    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


@dataclass(frozen=True, slots=True)
class Report:
    """`share` of the placements are sure, and of those `precision` are right; `scores` are by label."""

    n: int
    accuracy: float
    macro_f1: float
    share: float
    precision: float
    scores: Mapping[str, Score]
    wrong: tuple[Judged, ...]


def evaluate(found: Sequence[Judged]) -> Report:
    """Return the report of some placements; of none, everything is 0."""
    labels = list(dict.fromkeys(one.label for one in found))
    scores = _scores(found, labels)
    sure = [one for one in found if one.placement.level is Level.SURE]
    return Report(
        len(found),
        _mean(one.right for one in found),
        _mean(score.f1 for score in scores.values()),
        len(sure) / max(1, len(found)),
        _mean(one.right for one in sure),
        scores,
        tuple(one for one in found if not one.right),
    )


def _scores(found: Sequence[Judged], labels: Iterable[str]) -> dict[str, Score]:
    wanted = Counter(_bare(one.label) for one in found)
    got = Counter(_bare(one.got) for one in found)
    right = Counter(_bare(one.label) for one in found if one.right)
    names = {_bare(label): label for label in reversed(list(labels))}
    return {
        names[bare]: Score(count, right[bare] / max(1, got[bare]), right[bare] / count)
        for bare, count in wanted.items()
    }


def _mean(values: Iterable[float]) -> float:
    listed = list(values)
    return sum(listed) / len(listed) if listed else 0.0


def _bare(label: str) -> str:
    column, _, group = label.partition("/")
    return f"{letters(column)}/{letters(group)}"
