"""Training: examples become a model of the columns.  [numpy]

There are ten times as many grams as examples, so the regression is solved over the examples (its weights
are a mixture of their vectors), which takes a fraction of a second.  The same examples in the same order
give the same model.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from classify import memory
from classify.features import grams, plain
from classify.learned import Floats, Model, Whole, softmax, vector
from classify.memory import Memory
from classify.model import Example, Label, Near

FEWEST = (2, 4)
"""Examples that must hold a gram for it to count: of few examples, and of `MANY`."""

MANY = 800
"""Examples that make many."""

RIDGE = 0.25
"""How strongly weights are held back, in examples."""

STEPS = 120
"""Steps of the accelerated descent; twice as many change one placement in two hundred."""

MOST = 1500
"""Examples that are learned from; of more the newest of the editors, and a share of the others."""

OWN = 1200
"""Examples of the editors that are learned from at most."""

FOLDS = 3
"""Groups of writers that are held out in turn."""

ENOUGH = 20
"""Examples of one writer that shares can be calibrated on."""

ALONE = 1.5
"""How much flatter shares are that were calibrated on one writer."""


@dataclass(frozen=True, slots=True)
class Sample:
    """An example with what taught it: reasons call it `source`, and it counts `weight` times.

    `fold` tells apart who wrote the examples: shares are calibrated on writers the model has not seen.
    """

    example: Example
    source: str = ""
    weight: float = 1.0
    fold: str = ""


def learn(samples: Sequence[Sample], names: Sequence[str] = ()) -> Model | None:
    """Return the model of the examples, or None where there are none.  `names` are those of the units."""
    samples = _chosen(samples)
    if not samples:
        return None
    found = [grams(plain(sample.example.title, sample.example.text)) for sample in samples]
    vocabulary, idf = _vocabulary(found)
    rows = [vector(counts, vocabulary, idf) for counts in found]
    vectors = _dense([(columns, values) for _, columns, values in rows], len(vocabulary))
    labels = tuple(dict.fromkeys(sample.example.label for sample in samples))
    wanted = np.eye(len(labels), dtype=np.float32)[[labels.index(sample.example.label) for sample in samples]]
    counts = Counter(sample.example.label for sample in samples)
    worth = np.array(
        [sample.weight * _balance(counts, sample.example.label) for sample in samples], np.float32
    )
    kernel = vectors @ vectors.T + 1  # the one is the bias
    shares = _solve(kernel, wanted, worth)
    return Model(
        labels,
        tuple(counts[label] for label in labels),
        vocabulary,
        idf,
        vectors.T @ shares,
        shares.sum(axis=0),
        _temperature(kernel, wanted, worth, [sample.fold for sample in samples]),
        _remembered(samples, names, vocabulary, idf),
    )


def _chosen(samples: Sequence[Sample]) -> list[Sample]:
    """The examples that are learned from; of those that nobody taught every second, third … is left out."""
    own = [sample for sample in samples if sample.source][-OWN:]
    rest = [sample for sample in samples if not sample.source]
    room = max(1, MOST - len(own))
    return [*rest[:: -(-len(rest) // room) or 1], *own]


def _balance(counts: Counter[Label], label: Label) -> float:
    """A column of which much was printed is not likelier for that alone, and not much less heard."""
    return math.sqrt(counts.total() / len(counts) / counts[label])


def _remembered(
    samples: Sequence[Sample], names: Sequence[str], vocabulary: Mapping[str, int], idf: Floats
) -> Memory:
    shown = [sample for sample in samples if sample.source]
    worth = {gram: float(idf[n]) for gram, n in vocabulary.items()} if shown else {}
    texts = [plain(sample.example.title, sample.example.text) for sample in shown]
    return memory.remember(
        [_near(sample) for sample in shown], texts, names, worth, float(idf.max(initial=1.0))
    )


def _near(sample: Sample) -> Near:
    words = (sample.example.title or sample.example.text).strip().split("\n")[0]
    return Near(sample.example.label, words[:20], sample.source, sample.example.corrected)


def _vocabulary(found: Sequence[Counter[str]]) -> tuple[dict[str, int], Floats]:
    held = Counter(gram for counts in found for gram in counts)
    least, most = FEWEST
    fewest = min(least + (most - least) * len(found) // MANY, most, len(found))
    names = sorted(gram for gram, count in held.items() if count >= fewest)
    idf = [math.log((1 + len(found)) / (1 + held[gram])) + 1 for gram in names]
    return {gram: n for n, gram in enumerate(names)}, np.array(idf, np.float32)


def _dense(rows: Sequence[tuple[Whole, Floats]], width: int) -> Floats:
    dense = np.zeros((len(rows), width), np.float32)
    for row, (columns, values) in zip(dense, rows, strict=True):
        row[columns] = values
    return dense


def _solve(kernel: Floats, wanted: Floats, worth: Floats) -> Floats:
    """How much each example speaks for each label: Nesterov's descent on the regression's loss."""
    steep = 0.5 * _steepness(kernel, worth) + RIDGE
    now = ahead = np.zeros_like(wanted)
    pace = 1.0
    for _ in range(STEPS):
        slope = worth[:, None] * (softmax(kernel @ ahead) - wanted) + RIDGE * ahead
        after = (ahead - slope / steep).astype(np.float32)
        following = (1 + math.sqrt(1 + 4 * pace * pace)) / 2
        ahead = after + np.float32((pace - 1) / following) * (after - now)
        now, pace = after, following
    return now


def _steepness(kernel: Floats, worth: Floats) -> float:
    """The largest eigenvalue of the weighted kernel, by iteration; a little more, to be on the safe side."""
    root = np.sqrt(worth)
    direction = root / float(np.linalg.norm(root))
    for _ in range(20):
        direction = root * (kernel @ (root * direction))
        length = float(np.linalg.norm(direction))
        direction /= length
    return 1.02 * length


_TEMPERATURES = np.geomspace(0.25, 2.5, 24)


def _temperature(kernel: Floats, wanted: Floats, worth: Floats, folds: Sequence[str]) -> float:
    """The temperature at which the shares are right about writers that were held out.

    Where most are by one writer, each third is held out: nearer to the others than what will come.
    """
    if len(folds) < ENOUGH:
        return 1.0
    groups, alone = _groups(folds)
    logits = np.zeros_like(wanted)
    for group in range(FOLDS):
        out = np.array(groups) == group
        learned = _solve(kernel[~out][:, ~out], wanted[~out], worth[~out])
        logits[out] = kernel[out][:, ~out] @ learned
    losses = [-np.log((softmax(logits / t) * wanted).sum(axis=1) + 1e-9).mean() for t in _TEMPERATURES]
    return float(_TEMPERATURES[int(np.argmin(losses))]) * (ALONE if alone else 1.0)


def _groups(folds: Sequence[str]) -> tuple[list[int], bool]:
    """The group that each example is held out with, and whether they are most by one writer.

    A writer is held out as a whole where what is left can still teach; who wrote but a few is spread.
    """
    counts = Counter(folds)
    whole = [name for name, count in counts.items() if len(folds) / 10 <= count <= len(folds) / 2]
    if sum(counts[name] for name in whole) < len(folds) / 2:
        return [n % FOLDS for n in range(len(folds))], True
    sizes = [0] * FOLDS
    places = {}
    for name in sorted(whole, key=lambda name: (-counts[name], name)):
        places[name] = sizes.index(min(sizes))
        sizes[places[name]] += counts[name]
    return [places.get(fold, n % FOLDS) for n, fold in enumerate(folds)], False
