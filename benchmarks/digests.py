"""How near the desk's digests come to an editor's, and learning anew which clauses an editor prints.

    python -m benchmarks.digests             measure, each writer's pairs with weights learned from the others
    python -m benchmarks.digests --learn     learn from all pairs and write compose/relevance.json

`benchmarks/digests/*.jsonl` holds the pairs, a file a writer: the piece as mailed beside what was printed of
it.  ROUGE-L is the longest common subsequence of characters, marks and blanks left out, as F1.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from unittest.mock import patch

import numpy as np

from classify.model import Unit
from compose import relevance
from compose.compress import compress
from compose.figures import numbers
from compose.relevance import marks
from compose.subject import Subject, subject_of
from compose.told import Told, tell
from desk import settings

FOLDER = Path(__file__).parent / "digests"
_SKIPPED = re.compile(r"[\s，。、；：！？“”‘’《》（）,.;:!?\"'()…—\-]")
_RARE = 6
"""Pieces of words (pairs of characters) seen in fewer clauses are not learned."""
_STEPS = 12
_RIDGE, _RIDGE_PAIRS = 3.0, 6.0


@dataclass(frozen=True, slots=True)
class Pair:
    """A piece as mailed and what was printed of it; `must` are figures that the editor kept."""

    writer: str
    unit: str
    subunit: str | None
    title: str | None
    budget: tuple[int, int]
    text: str
    ideal: str
    must: tuple[str, ...]


def pairs(folder: Path = FOLDER) -> Iterator[Pair]:
    """Yield the pairs of all writers."""
    for path in sorted(folder.glob("*.jsonl")):
        for line in path.read_text("utf-8").splitlines():
            row = json.loads(line)
            plain = (row["unit"], row["subunit"], row["title"], tuple(row["budget"]), row["text"])
            yield Pair(path.stem, *plain, row["ideal"], tuple(row["must"]))


def register() -> tuple[Unit, ...]:
    """The units of the shipped example."""
    example = resources.files("templates").joinpath("config.example.toml")
    with resources.as_file(example) as path:
        return settings.units(settings.load(path))


# --- how near --------------------------------------------------------------------------------------------


def rouge(one: str, other: str) -> float:
    """ROUGE-L of two texts by characters, as F1."""
    left, right = _SKIPPED.sub("", one), _SKIPPED.sub("", other)
    row = [0] * (len(right) + 1)
    for sign in left:
        above = row
        row = [0]
        for at, there in enumerate(right):
            row.append(above[at] + 1 if sign == there else max(above[at + 1], row[at]))
    return 2 * row[-1] / max(1, len(left) + len(right))


def kept(text: str, must: Sequence[str]) -> int:
    """How many of the figures stand in a text."""
    plain = text.replace(" ", "")
    return sum(figure.replace(" ", "") in plain for figure in must)


def measured(found: Sequence[Pair], units: tuple[Unit, ...]) -> str:
    """The figures of some pairs, in a line."""
    near = figures = must = invented = over = 0.0
    for pair in found:
        text = compress(pair.text, pair.budget, _subject(pair, units), pair.title).text
        near += rouge(text, pair.ideal)
        figures += kept(text, pair.must)
        must += len(pair.must)
        source = "".join((pair.text, pair.title or "", pair.unit, pair.subunit or ""))
        invented += len(numbers(text) - numbers(source))
        over += len(text) > 1.3 * pair.budget[1]
    size = len(found)
    return (
        f"{size:4} pairs  ROUGE-L {near / size:.3f}  figures kept {figures / max(1, must):.3f} of {must:.0f}"
        f"  invented {invented:.0f}  over budget {over:.0f}"
    )


def _subject(pair: Pair, units: tuple[Unit, ...]) -> Subject:
    return subject_of(pair.unit, pair.subunit, pair.text, units)


# --- learning --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Sample:
    """A clause: its marks, the share of it that was printed, and its length in characters."""

    marks: frozenset[str]
    printed: float
    size: int


def samples(found: Iterable[Pair], units: tuple[Unit, ...]) -> list[Sample]:
    """The clauses of some pairs, each with what the editor printed of it."""
    return [sample for pair in found for sample in _of_pair(pair, tell(pair.text, _subject(pair, units)))]


def _of_pair(pair: Pair, told: list[Told]) -> Iterator[Sample]:
    ideal = set(_neighbours(pair.ideal))
    for (number, index), found in marks(pair.text, told, pair.budget, pair.title):
        clause = told[number].clauses[index]
        own = _neighbours(pair.text[clause.start : clause.end])
        share = sum(one in ideal for one in own) / max(1, len(own))
        printed = min(1.0, max(0.0, (share - 0.1) / 0.65))  # chance gives a tenth, rewording takes a quarter
        yield Sample(frozenset(found), printed, min(30, clause.end - clause.start))


def _neighbours(words: str) -> list[str]:
    plain = _SKIPPED.sub("", words)
    return [plain[at : at + 2] for at in range(len(plain) - 1)]


def learned(found: Sequence[Sample]) -> dict[str, float]:
    """The weights by which the clauses' marks foretell best what was printed (ridge, Newton's method)."""
    seen = Counter(mark for sample in found for mark in sample.marks)
    names = sorted(m for m, n in seen.items() if n >= (_RARE if m.startswith("says ") else 3))
    at = {name: place for place, name in enumerate(names)}
    given = np.zeros((len(found), len(names)))
    for row, sample in enumerate(found):
        given[row, [at[mark] for mark in sample.marks if mark in at]] = 1
    printed = np.array([sample.printed for sample in found])
    size = np.array([float(sample.size) for sample in found])
    size /= size.mean()
    ridge = np.array([_ridge(name) for name in names])
    weights = np.zeros(len(names))
    for _ in range(_STEPS):
        guess = 1 / (1 + np.exp(-given @ weights))
        slope = given.T @ (size * (guess - printed)) + ridge * weights
        bend = (given.T * (size * guess * (1 - guess))) @ given + np.diag(ridge + 1e-6)
        weights -= np.linalg.solve(bend, slope)
    return {name: round(float(weight), 4) for name, weight in zip(names, weights, strict=True) if weight}


def _ridge(name: str) -> float:
    return 0.0 if name == "all" else _RIDGE_PAIRS if name.startswith("says ") else _RIDGE


# --- commands --------------------------------------------------------------------------------------------


def main() -> None:
    """Measure, or learn."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--learn", action="store_true", help="write compose/relevance.json")
    found, units = list(pairs()), register()
    if parser.parse_args().learn:
        weights = learned(samples(found, units))
        path = Path(relevance.__file__).with_name("relevance.json")
        path.write_text(json.dumps(weights, ensure_ascii=False, indent=0, sort_keys=True) + "\n", "utf-8")
        print(f"{path.name}: {len(weights)} weights from {len(found)} pairs")
        return
    for writer in sorted({pair.writer for pair in found}):
        weights = learned(samples([pair for pair in found if pair.writer != writer], units))
        with patch.object(relevance, "_weights", lambda weights=weights: weights):
            print(f"{writer:10} {measured([pair for pair in found if pair.writer == writer], units)}")


if __name__ == "__main__":
    main()
