"""What was learned of the columns: softmax regression over characters and pairs of characters.  [numpy]

Texts become TF-IDF vectors of unit length.  `training` makes the model; here it is asked, kept and loaded.
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
from classify.features import grams, pair_counts, plain, spans, whole, without_repeats
from classify.memory import Memory
from classify.model import Label, Opinion

Floats = NDArray[np.float32]
Whole = NDArray[np.int32]

TELLING = 5000
"""Grams that a vocabulary must have for what it lacks to be told."""

WORDS = 4
"""Words of a text that are named as having decided."""


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
        names, columns, values = vector(found, self.vocabulary, self.idf)
        rows = self.weights[columns]
        shares = softmax((values @ rows + self.bias)[None, :] / self.temperature)[0]
        best = [int(n) for n in np.argsort(-shares, kind="stable")[:2]]
        told = rows - rows.mean(axis=1, keepdims=True)
        return Opinion(
            {label: float(share) for label, share in zip(self.labels, shares, strict=True)},
            dict(zip(self.labels, self.counts, strict=True)),
            {self.labels[n]: self._telling(words, names, values * told[:, n]) for n in best},
            self.lessons.near(words),
            self._known(text),
        )

    def _telling(self, words: str, names: Sequence[str], worth: Floats) -> tuple[str, ...]:
        """The words of a text that its worthiest pairs of characters make up, none with a figure in it."""
        best = (int(n) for n in np.argsort(-worth, kind="stable") if worth[n] > 0)
        pairs = islice((n for n in best if len(names[n]) == 2 and names[n].isalpha()), 3 * WORDS)
        found = spans(words, {names[n]: float(worth[n]) for n in pairs}, 3 * WORDS)
        return without_repeats(whole(words, word, self._bound) for word in found)[:WORDS]

    def _bound(self, pair: str) -> float:
        """How much oftener two characters are neighbours than chance would have them."""
        single = sum(float(self.idf[self.vocabulary[sign]]) for sign in pair if sign in self.vocabulary)
        return single - float(self.idf[self.vocabulary[pair]]) if pair in self.vocabulary else -math.inf

    def _known(self, text: str) -> float | None:
        if len(self.vocabulary) < TELLING:
            return None
        counts = pair_counts(plain(None, text))
        return sum(n for pair, n in counts.items() if pair in self.vocabulary) / max(1, counts.total())


def softmax(logits: Floats) -> Floats:
    """Return the shares of each row."""
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    shares: Floats = powers / powers.sum(axis=1, keepdims=True)
    return shares


def vector(
    found: Counter[str], vocabulary: Mapping[str, int], idf: Floats
) -> tuple[list[str], Whole, Floats]:
    """Return the known grams of a text, their columns, and the vector's values there, of unit length."""
    names = [gram for gram in found if gram in vocabulary]
    columns = np.array([vocabulary[gram] for gram in names], np.int32)
    counts = np.array([found[gram] for gram in names], np.float32)
    values = (1 + np.log(counts)) * idf[columns]
    length = float(np.sqrt(values @ values)) or 1.0
    return names, columns, (values / length).astype(np.float32)


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
