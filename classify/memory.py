"""What is like what an editor put right?  Pairs of characters, names of units and figures left out.  [numpy]

Who wrote a text and in which campaign makes two texts alike that are not of one kind; what is left when the
organisations are taken out tells the kind much better.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from classify.features import pair_counts, plain
from classify.model import Near
from intake.headings import ORGANISATION

NEAREST = 5
"""Lessons that are told of a text."""


@dataclass(frozen=True, slots=True, eq=False)
class Memory:
    """The lessons by their pairs: pair n is in the lessons rows[starts[n]:starts[n + 1]], with those values.

    `rarity` is the worth of each known pair, `rarest` that of one that no example has; `names` are those of
    the registered units.
    """

    taught: tuple[Near, ...]
    names: tuple[str, ...]
    vocabulary: Mapping[str, int]
    rarity: NDArray[np.float32]
    rarest: float
    starts: NDArray[np.int32]
    rows: NDArray[np.int32]
    values: NDArray[np.float32]

    def near(self, words: str) -> tuple[Near, ...]:
        """Return the lessons most like a plain text with their likeness (cosine), of equals the newest."""
        if not self.taught:
            return ()
        square = 0.0
        found: dict[int, float] = {}
        for pair, count in pairs(words, self.names).items():
            at = self.vocabulary.get(pair)
            worth = (1 + math.log(count)) * (self.rarest if at is None else float(self.rarity[at]))
            square += worth * worth
            if at is not None:
                found[at] = worth
        alike = self._products(found) / (math.sqrt(square) or 1.0)
        best = len(alike) - 1 - np.argsort(-alike[::-1], kind="stable")[:NEAREST]
        return tuple(
            replace(self.taught[n], likeness=round(float(alike[n]), 3)) for n in best if alike[n] > 0
        )

    def _products(self, found: Mapping[int, float]) -> NDArray[np.float64]:
        """The product of each lesson with the worth of some pairs, given by number."""
        spans = [(self.starts[pair], self.starts[pair + 1], worth) for pair, worth in found.items()]
        rows = [self.rows[start:end] for start, end, _ in spans]
        values = [self.values[start:end] * worth for start, end, worth in spans]
        sums = np.bincount(
            np.concatenate([np.zeros(0, np.int32), *rows]),
            np.concatenate([np.zeros(0, np.float32), *values]),
            len(self.taught),
        )
        return np.asarray(sums, np.float64)


def pairs(words: str, names: Sequence[str]) -> Counter[str]:
    """Return how often each pair of characters of a plain text occurs, organisations and figures left out."""
    for name in names:
        words = words.replace(name, "，")
    return pair_counts(ORGANISATION.sub("，", words).replace("0", "，"))


def remember(
    taught: Sequence[Near],
    texts: Sequence[str],
    names: Sequence[str],
    worth: Mapping[str, float],
    rarest: float,
) -> Memory:
    """Return the memory of lessons with their plain texts; `worth` is how rare a pair is, by the examples."""
    names = sorted((plain(None, name).strip() for name in names), key=len, reverse=True)
    found = [pairs(words, names) for words in texts]
    vocabulary = {pair: n for n, pair in enumerate(sorted(set().union(*found)))}
    rows = [_row(counts, worth, rarest) for counts in found]
    held = sorted((vocabulary[pair], n, value) for n, row in enumerate(rows) for pair, value in row.items())
    starts = np.searchsorted([pair for pair, _, _ in held], range(len(vocabulary) + 1))
    return Memory(
        tuple(taught),
        tuple(names),
        vocabulary,
        np.array([worth.get(pair, rarest) for pair in vocabulary], np.float32),
        rarest,
        starts.astype(np.int32),
        np.array([n for _, n, _ in held], np.int32),
        np.array([value for _, _, value in held], np.float32),
    )


def _row(counts: Mapping[str, int], worth: Mapping[str, float], rarest: float) -> dict[str, float]:
    row = {pair: (1 + math.log(count)) * worth.get(pair, rarest) for pair, count in counts.items()}
    length = math.sqrt(sum(value * value for value in row.values())) or 1.0
    return {pair: value / length for pair, value in row.items()}


# --- kept in the store ---------------------------------------------------------------------------

ARRAYS: Mapping[str, Any] = {
    "rarity": np.float32,
    "starts": np.int32,
    "rows": np.int32,
    "memory": np.float32,
}
"""The arrays of a memory by the names that they are kept under."""


def head(memory: Memory) -> dict[str, Any]:
    """Return what of a memory is no array, as JSON holds it."""
    return {
        "taught": [[*near.label, near.words, near.source, near.corrected] for near in memory.taught],
        "names": memory.names,
        "pairs": "".join(memory.vocabulary),
        "rarest": memory.rarest,
    }


def arrays(memory: Memory) -> dict[str, NDArray[Any]]:
    """Return the arrays of a memory by the names that they are kept under."""
    return {
        "rarity": memory.rarity,
        "starts": memory.starts,
        "rows": memory.rows,
        "memory": memory.values,
    }


def from_head(kept: Mapping[str, Any], found: Mapping[str, NDArray[Any]]) -> Memory:
    """Return the memory that `head` and `arrays` gave."""
    known = re.findall("..", kept["pairs"], re.DOTALL)
    return Memory(
        tuple(Near((c, g), words, source, corrected) for c, g, words, source, corrected in kept["taught"]),
        tuple(kept["names"]),
        {pair: n for n, pair in enumerate(known)},
        found["rarity"],
        kept["rarest"],
        found["starts"],
        found["rows"],
        found["memory"],
    )
