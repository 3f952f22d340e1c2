"""Columns learned from examples: softmax regression over characters and pairs of characters.  [numpy]

Texts become TF-IDF vectors of unit length.  As there are fewer examples than grams, the regression is solved
over the examples (its weights are a mixture of their vectors), which takes a fraction of a second.  The same
examples in the same order give the same model.
"""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

import numpy as np
from numpy.typing import NDArray

from classify import memory
from classify.features import grams, plain, spans
from classify.memory import Memory
from classify.model import Example, Label, Near, Opinion

Floats = NDArray[np.float32]
Whole = NDArray[np.int32]

FEWEST = (2, 4)
"""Examples that must hold a gram for it to count: of few examples, and of `MANY`."""

MANY = 800
"""Examples that make many."""

RIDGE = 0.25
"""How strongly weights are held back, in examples."""

STEPS = 120
"""Steps of the accelerated descent; by then the shares no longer change."""

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

WORDS = 4
"""Words of a text that are named as having decided."""


@dataclass(frozen=True, slots=True)
class Lesson:
    """An example with what taught it: reasons call it `source`, and it counts `weight` times.

    `fold` tells apart who wrote the examples: shares are calibrated on writers the model has not seen.
    """

    example: Example
    source: str = ""
    weight: float = 1.0
    fold: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Model:
    """What was learned.  `weights` is (grams, labels); `lessons` are those that reasons can name."""

    labels: tuple[Label, ...]
    counts: tuple[int, ...]
    vocabulary: Mapping[str, int]
    idf: Floats
    weights: Floats
    bias: Floats
    temperature: float
    lessons: Memory

    def opinion(self, title: str | None, text: str) -> Opinion:
        """Return what the examples say of a text."""
        words = plain(title, text)
        found = grams(words)
        names, columns, values = _vector(found, self.vocabulary, self.idf)
        rows = self.weights[columns]
        shares = _softmax((values @ rows + self.bias)[None, :] / self.temperature)[0]
        best = [int(n) for n in np.argsort(-shares, kind="stable")[:2]]
        told = rows - rows.mean(axis=1, keepdims=True)
        return Opinion(
            {label: float(share) for label, share in zip(self.labels, shares, strict=True)},
            dict(zip(self.labels, self.counts, strict=True)),
            {self.labels[n]: _telling(words, names, values * told[:, n]) for n in best},
            self.lessons.near(words),
        )


def _telling(words: str, names: Sequence[str], worth: Floats) -> tuple[str, ...]:
    """The words of a text that its worthiest pairs of characters make up."""
    best = (int(n) for n in np.argsort(-worth, kind="stable") if worth[n] > 0)
    pairs = islice((n for n in best if len(names[n]) == 2), 3 * WORDS)
    return spans(words, {names[n]: float(worth[n]) for n in pairs}, WORDS)


def _softmax(logits: Floats) -> Floats:
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    shares: Floats = powers / powers.sum(axis=1, keepdims=True)
    return shares


def _vector(
    found: Counter[str], vocabulary: Mapping[str, int], idf: Floats
) -> tuple[list[str], Whole, Floats]:
    """The known grams of a text, their columns, and the vector's values there, of unit length."""
    names = [gram for gram in found if gram in vocabulary]
    columns = np.array([vocabulary[gram] for gram in names], np.int32)
    counts = np.array([found[gram] for gram in names], np.float32)
    values = (1 + np.log(counts)) * idf[columns]
    length = float(np.sqrt(values @ values)) or 1.0
    return names, columns, (values / length).astype(np.float32)


# --- learning ------------------------------------------------------------------------------------


def learn(lessons: Sequence[Lesson], names: Sequence[str] = ()) -> Model | None:
    """Return the model of the examples, or None where there are none.  `names` are those of the units."""
    lessons = _chosen(lessons)
    if not lessons:
        return None
    found = [grams(plain(lesson.example.title, lesson.example.text)) for lesson in lessons]
    vocabulary, idf = _vocabulary(found)
    rows = [_vector(counts, vocabulary, idf) for counts in found]
    vectors = _dense([(columns, values) for _, columns, values in rows], len(vocabulary))
    labels = tuple(dict.fromkeys(lesson.example.label for lesson in lessons))
    wanted = np.eye(len(labels), dtype=np.float32)[[labels.index(lesson.example.label) for lesson in lessons]]
    counts = Counter(lesson.example.label for lesson in lessons)
    worth = np.array(
        [lesson.weight * _balance(counts, lesson.example.label) for lesson in lessons], np.float32
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
        _temperature(kernel, wanted, worth, [lesson.fold for lesson in lessons]),
        _remembered(lessons, names, vocabulary, idf),
    )


def _chosen(lessons: Sequence[Lesson]) -> list[Lesson]:
    """The examples that are learned from; of those that nobody taught every second, third … is left out."""
    own = [lesson for lesson in lessons if lesson.source][-OWN:]
    rest = [lesson for lesson in lessons if not lesson.source]
    room = max(1, MOST - len(own))
    return [*rest[:: -(-len(rest) // room) or 1], *own]


def _balance(counts: Counter[Label], label: Label) -> float:
    """A column of which much was printed is not likelier for that alone, and not much less heard."""
    return math.sqrt(counts.total() / len(counts) / counts[label])


def _remembered(
    lessons: Sequence[Lesson], names: Sequence[str], vocabulary: Mapping[str, int], idf: Floats
) -> Memory:
    shown = [lesson for lesson in lessons if lesson.source]
    worth = {gram: float(idf[n]) for gram, n in vocabulary.items()} if shown else {}
    texts = [plain(lesson.example.title, lesson.example.text) for lesson in shown]
    return memory.remember(
        [_near(lesson) for lesson in shown], texts, names, worth, float(idf.max(initial=1.0))
    )


def _near(lesson: Lesson) -> Near:
    words = (lesson.example.title or lesson.example.text).strip().split("\n")[0]
    return Near(lesson.example.label, words[:20], lesson.source, lesson.example.corrected)


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
        slope = worth[:, None] * (_softmax(kernel @ ahead) - wanted) + RIDGE * ahead
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

    Where one wrote all of them, each third is held out: nearer to the others than what will come.
    """
    names = sorted(set(folds))
    alone = len(names) == 1
    if alone and len(folds) < ENOUGH:
        return 1.0
    groups = np.array([(n if alone else names.index(fold)) % FOLDS for n, fold in enumerate(folds)])
    logits = np.zeros_like(wanted)
    for group in np.unique(groups):
        out = groups == group
        learned = _solve(kernel[~out][:, ~out], wanted[~out], worth[~out])
        logits[out] = kernel[out][:, ~out] @ learned
    losses = [-np.log((_softmax(logits / t) * wanted).sum(axis=1) + 1e-9).mean() for t in _TEMPERATURES]
    return float(_TEMPERATURES[int(np.argmin(losses))]) * (ALONE if alone else 1.0)


# --- kept in the store ---------------------------------------------------------------------------

_ARRAYS: Mapping[str, Any] = {"idf": np.float32, "weights": np.float32, "bias": np.float32, **memory.ARRAYS}


def dump(model: Model) -> bytes:
    """Return a model as bytes: a line of JSON, then the arrays one behind the other."""
    arrays = {"idf": model.idf, "weights": model.weights, "bias": model.bias, **memory.arrays(model.lessons)}
    head = {
        "labels": model.labels,
        "counts": model.counts,
        "vocabulary": "\n".join(model.vocabulary),
        "temperature": model.temperature,
        "lessons": memory.head(model.lessons),
        "shapes": {name: array.shape for name, array in arrays.items()},
    }
    body = b"".join(arrays[name].astype(kind).tobytes() for name, kind in _ARRAYS.items())
    return json.dumps(head, ensure_ascii=False).encode() + b"\n" + body


def load(data: bytes) -> Model:
    """Return the model that `dump` wrote."""
    line, _, body = data.partition(b"\n")
    head = json.loads(line)
    arrays: dict[str, Any] = {}
    at = 0
    for name, kind in _ARRAYS.items():
        shape = head["shapes"][name]
        size = math.prod(shape)
        arrays[name] = np.frombuffer(body, kind, size, at).reshape(shape)
        at += size * np.dtype(kind).itemsize
    names = head["vocabulary"].split("\n") if head["vocabulary"] else []
    return Model(
        tuple((column, group) for column, group in head["labels"]),
        tuple(head["counts"]),
        {gram: n for n, gram in enumerate(names)},
        arrays["idf"],
        arrays["weights"],
        arrays["bias"],
        head["temperature"],
        memory.from_head(head["lessons"], arrays),
    )
