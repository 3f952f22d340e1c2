"""Which items of the window are printed, and what became of each of the others.

A person's verdict comes first.  Then: what has no words is held, what was published is not published
again, of several versions the newest stands, of several copies the one they repeat.  The checks are a
table; the first that applies decides, and every candidate ends in exactly one line of the ledger.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from classify.model import RelationKind
from compose.model import Fate, ItemEntry
from compose.punctuation import without_controls

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from compose.model import Candidate


_NONE: Mapping[int, str] = {}


@dataclass(frozen=True, slots=True)
class Selection:
    """`chosen` are the placed candidates in the order they were given; `entries` has one line for each."""

    chosen: tuple[Candidate, ...]
    entries: tuple[ItemEntry, ...]


@dataclass(frozen=True, slots=True)
class _Field:
    """What the checks look at: all candidates by item, who was published, who replaced whom."""

    items: dict[int, Candidate]
    published: Mapping[int, str]
    newer: dict[int, int]

    def at_hand(self, item: int) -> bool:
        """Whether the item stands in this issue's field or in an earlier issue."""
        return item in self.items or item in self.published


def select(candidates: Sequence[Candidate], *, already_published: Mapping[int, str] = _NONE) -> Selection:
    """Sort the candidates into those that are printed and those that are not, with Chinese reasons.

    `already_published` is item -> the earlier issue (2021年第8期) that prints it.
    """
    items = {candidate.item: candidate for candidate in candidates}
    field = _Field(items, already_published, _newer(items))
    entries = tuple(_entry(candidate, field) for candidate in candidates)
    chosen = (c for c, entry in zip(candidates, entries, strict=True) if entry.fate is Fate.PLACED)
    return Selection(tuple(chosen), entries)


def _newer(items: dict[int, Candidate]) -> dict[int, int]:
    """Item to the newer version that replaces it; a newer one that a person took out replaces nothing."""
    found: dict[int, int] = {}
    for candidate in items.values():
        relation = candidate.relation
        if relation is None or relation.kind is not RelationKind.VERSION or relation.to == candidate.item:
            continue
        if candidate.verdict != "exclude" and _words(candidate):
            found[relation.to] = max(candidate.item, found.get(relation.to, candidate.item))
    return found


def _words(candidate: Candidate) -> str:
    return without_controls(candidate.text).strip()


def _entry(candidate: Candidate, field: _Field) -> ItemEntry:
    for check in _CHECKS:
        verdict = check(candidate, field)
        if verdict is not None:
            return ItemEntry(candidate.item, candidate.letter, *verdict)
    return ItemEntry(candidate.item, candidate.letter, Fate.PLACED)


_Verdict = tuple[Fate, str] | None


def _decided(candidate: Candidate, _: _Field) -> _Verdict:
    if candidate.verdict == "exclude":
        return Fate.EXCLUDED, "编辑决定不采用"
    if candidate.verdict == "include" and _words(candidate):
        return Fate.PLACED, ""
    return None


def _empty(candidate: Candidate, _: _Field) -> _Verdict:
    return None if _words(candidate) else (Fate.HELD, "没有正文，无法编发")


def _published(candidate: Candidate, field: _Field) -> _Verdict:
    if candidate.item in field.published:
        return Fate.HELD, f"{field.published[candidate.item]}已刊，不再重复编发"
    printed = candidate.published
    if printed is None:
        return None
    return Fate.HELD, f"{printed.issue}{printed.column}已刊：“{printed.text[:40]}”，须重发请用 --include"


def _superseded(candidate: Candidate, field: _Field) -> _Verdict:
    last = _last_version(candidate.item, field)
    if last is None:
        return None
    return Fate.SUPERSEDED, f"已由更新的来稿代替：{_named(last, field)}"


def _last_version(item: int, field: _Field) -> int | None:
    """The end of the chain of versions; None where nothing replaces the item.

    A chain that runs in a circle ends at its newest item, which then stands.
    """
    seen = [item]
    while (following := field.newer.get(seen[-1])) is not None:
        if following in seen:
            newest = max(seen[seen.index(following) :])
            return None if newest == item else newest
        seen.append(following)
    return seen[-1] if len(seen) > 1 else None


def _correction(candidate: Candidate, field: _Field) -> _Verdict:
    """A new version of what is printed already cannot replace it: a person has to decide."""
    relation = candidate.relation
    if relation is None or relation.kind is not RelationKind.VERSION or relation.to not in field.published:
        return None
    issue = field.published[relation.to]
    return Fate.HELD, f"是第{relation.to}条的更正稿，原稿{issue}已刊，请编辑决定是否更正"


def _duplicate(candidate: Candidate, field: _Field) -> _Verdict:
    relation = candidate.relation
    if relation is None or relation.kind is not RelationKind.DUPLICATE or relation.to == candidate.item:
        return None
    if not field.at_hand(relation.to) or _first_of_circle(candidate, field):
        return None
    return Fate.DUPLICATE, f"与{_named(relation.to, field)}重复" + (
        f"（{relation.reason}）" if relation.reason else ""
    )


def _first_of_circle(candidate: Candidate, field: _Field) -> bool:
    """Whether the copies refer to each other in a circle and this is the oldest of them: it stands."""
    seen = [candidate.item]
    while True:
        current = field.items.get(seen[-1])
        relation = current.relation if current else None
        if relation is None or relation.kind is not RelationKind.DUPLICATE:
            return False
        if relation.to in seen:
            circle = seen[seen.index(relation.to) :]
            return candidate.item in circle and candidate.item == min(circle)
        seen.append(relation.to)


def _named(item: int, field: _Field) -> str:
    """An item as an editor knows it: number, title, sender's unit."""
    other = field.items.get(item)
    if other is None:
        return f"{field.published.get(item, '往期')}已刊的第{item}条"
    title = (other.title or other.text.strip().split("\n")[0])[:20].strip()
    unit = f"，{other.unit}" if other.unit else ""
    return f"第{item}条《{title}》（来信{other.letter}{unit}）"


_CHECKS: tuple[Callable[[Candidate, _Field], _Verdict], ...] = (
    _decided,  # a person said so
    _empty,  # nothing to print
    _published,  # printed before
    _correction,  # corrects what was printed before
    _superseded,  # a newer version is here
    _duplicate,  # a copy of what is here or was printed
)
