"""Which items of the window are printed, and what became of each of the others.

A person's verdict comes first.  Then: what has no words is held, what was published is not published
again, of several versions the newest stands, of several copies the one they repeat, and who sent the others
is credited.  The checks are a table; the first that applies decides, and every candidate ends in exactly one
line of the ledger.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from classify.model import RelationKind
from compose.asked import by_piece
from compose.model import Credit, Fate, ItemEntry
from compose.numerals import shanghai_time
from compose.punctuation import without_controls
from compose.vocabulary import title_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from classify.model import Relation
    from compose.asked import Asked
    from compose.model import Candidate


_NONE: Mapping[int, str] = {}
_NOTHING: Mapping[int, Relation] = {}


@dataclass(frozen=True, slots=True)
class Selection:
    """What is printed, and what is not.

    `chosen` are the placed candidates in the order they were given; `entries` has one line for every one.
    `credited` is a placed item -> who else sent it; `left_out` are the others by item, `waiting` those of
    them that a later issue prints.  `first` is an item -> the first version of its story.
    `asked` is an item -> the letters that want it put right or withdrawn, `displaced` an item that waits ->
    those that a person put in before it.
    """

    chosen: tuple[Candidate, ...]
    entries: tuple[ItemEntry, ...]
    credited: Mapping[int, tuple[Credit, ...]] = field(default_factory=dict)
    left_out: Mapping[int, Candidate] = field(default_factory=dict)
    waiting: tuple[Candidate, ...] = ()
    first: Mapping[int, Candidate] = field(default_factory=dict)
    asked: Mapping[int, tuple[Asked, ...]] = field(default_factory=dict)
    displaced: Mapping[int, tuple[int, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Field:
    """What the checks look at: all candidates by item, who was published, who replaced whom.

    `earlier` are the relations of items that other windows hold; `asked` is as in `Selection`.
    """

    items: dict[int, Candidate]
    published: Mapping[int, str]
    newer: dict[int, int]
    earlier: Mapping[int, Relation]
    asked: Mapping[int, tuple[Asked, ...]]

    def relation(self, item: int) -> Relation | None:
        """How an item stands to an earlier one, of this window or another."""
        return self.items[item].relation if item in self.items else self.earlier.get(item)

    def at_hand(self, item: int) -> bool:
        """Whether the item stands in this issue's field or in an earlier issue."""
        return item in self.items or item in self.published


def select(
    candidates: Sequence[Candidate],
    *,
    already_published: Mapping[int, str] = _NONE,
    earlier: Mapping[int, Relation] = _NOTHING,
    asked: tuple[Asked, ...] = (),
) -> Selection:
    """Sort the candidates into those that are printed and those that are not, with Chinese reasons.

    `already_published` is item -> who prints it, in words (2021年第8期已刊); `earlier` is item -> its
    relation, of items of other windows: a story may have gone on there.  `asked` is what letters, of whatever
    window, want put right or withdrawn.
    """
    items = {candidate.item: candidate for candidate in candidates}
    newer = _newer(items)
    standing = {to: newer.get(original, original) for to, original in _originals(asked, items)}
    known = _Field(items, already_published, newer, earlier, by_piece(asked, items, standing))
    entries = tuple(_entry(candidate, known) for candidate in candidates)
    placed = {entry.item for entry in entries if entry.fate is Fate.PLACED}
    chosen = tuple(candidate for candidate in candidates if candidate.item in placed)
    left_out = {candidate.item: candidate for candidate in candidates if candidate.item not in placed}
    return Selection(
        chosen, entries, _credited(entries, known), left_out, first=_first(known), asked=known.asked
    )


def _newer(items: dict[int, Candidate]) -> dict[int, int]:
    """Item to the newest version of the same, which replaces it.

    Whatever is a version of one another, by however many steps, is one story.  A version that a person took
    out replaces nothing.
    """
    replaced = {
        candidate.item: to
        for candidate in items.values()
        if candidate.verdict != "exclude" and _words(candidate)
        if (to := _earlier(candidate, items)) is not None
    }
    stories: dict[int, set[int]] = {}
    for pair in replaced.items():
        story = set[int]().union(*(stories.get(item, {item}) for item in pair))
        stories.update(dict.fromkeys(story, story))
    found: dict[int, int] = {}
    for item, story in stories.items():
        # Of versions that run in a circle there is no last: the latest arrival stands, as of several last.
        last = (story & replaced.keys()) - set(replaced.values()) or story & replaced.keys()
        if (newest := max(last, key=lambda other: (items[other].received_at, other))) != item:
            found[item] = newest
    return found


def _first(known: _Field) -> dict[int, Candidate]:
    found: dict[int, Candidate] = {}
    for item, newest in known.newer.items():
        if (one := known.items.get(item)) is not None:
            found[newest] = min(
                found.get(newest, one), one, key=lambda other: (other.received_at, other.item)
            )
    return found


def _earlier(candidate: Candidate, items: dict[int, Candidate]) -> int | None:
    """What the candidate is a version of; instead of a copy, what that repeats."""
    relation = candidate.relation
    if relation is None or relation.kind is not RelationKind.VERSION:
        return None
    to = _original(relation.to, items)
    return None if to == candidate.item else to


def _original(item: int, items: dict[int, Candidate]) -> int:
    """What an item repeats, by however many steps; of copies that run in a circle, the oldest."""
    seen = [item]
    while (following := _repeated(seen[-1], items)) is not None:
        if following in seen:
            return min(seen[seen.index(following) :])
        seen.append(following)
    return seen[-1]


def _originals(asked: tuple[Asked, ...], items: dict[int, Candidate]) -> Iterator[tuple[int, int]]:
    return ((one.to, _original(one.to, items)) for one in asked)


def _repeated(item: int, items: dict[int, Candidate]) -> int | None:
    relation = items[item].relation if item in items else None
    return relation.to if relation is not None and relation.kind is RelationKind.DUPLICATE else None


def _credited(entries: Sequence[ItemEntry], known: _Field) -> dict[int, tuple[Credit, ...]]:
    """Placed item to those who sent it as well, in other hands than its own."""
    placed = {entry.item for entry in entries if entry.fate is Fate.PLACED}
    found: dict[int, list[Credit]] = {}
    for entry in entries:
        if entry.fate is not Fate.DUPLICATE:
            continue
        original = _original(entry.item, known.items)
        to = known.newer.get(original, original)
        credit = _credit(known.items[entry.item])
        if to in placed and _hand(credit) != _hand(_credit(known.items[to])):
            found.setdefault(to, []).append(credit)
    return {item: tuple(credits_) for item, credits_ in found.items()}


def _credit(candidate: Candidate) -> Credit:
    return Credit(candidate.item, candidate.letter, candidate.unit, candidate.contributor, candidate.sender)


def _hand(credit: Credit) -> tuple[str | None, ...]:
    return credit.unit, credit.contributor, credit.sender


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
        when = f"于{shanghai_time(candidate.decided_at)}" if candidate.decided_at else ""
        return Fate.EXCLUDED, f"编辑{when}决定不采用"
    if candidate.verdict == "include" and _words(candidate):
        return Fate.PLACED, ""
    return None


def _empty(candidate: Candidate, _: _Field) -> _Verdict:
    return None if _words(candidate) else (Fate.HELD, "没有正文，无法编发")


def _published(candidate: Candidate, field: _Field) -> _Verdict:
    if candidate.item in field.published:
        return Fate.HELD, f"{field.published[candidate.item]}，不再重复编发"
    printed = candidate.published
    if printed is None or not printed.certain:
        return None
    return Fate.HELD, f"{printed.issue}{printed.column}已刊：“{printed.text[:40]}”，须重发请用 --include"


def _superseded(candidate: Candidate, field: _Field) -> _Verdict:
    last = field.newer.get(candidate.item)
    if last is None:
        return None
    return Fate.SUPERSEDED, f"已由更新的来稿代替：{_named(last, field)}"


def _correction(candidate: Candidate, field: _Field) -> _Verdict:
    """A new version of what is printed already cannot replace it: a person has to decide."""
    relation = candidate.relation
    copied = relation is not None and relation.kind is RelationKind.DUPLICATE and relation.to in field.items
    found = None if copied else _printed_before(candidate.item, field)
    if found is None or not found[1]:
        return None
    return Fate.HELD, f"是第{found[0]}条的更正稿，原稿{field.published[found[0]]}，请编辑决定是否更正"


def _printed_before(item: int, field: _Field) -> tuple[int, bool] | None:
    """What of an item's story, backwards by copies and versions, an earlier issue prints.

    And whether the item is another version of it, not only a copy.
    """
    seen: set[int] = set()
    changed = False
    while item not in seen:
        if item in field.published:
            return item, changed
        seen.add(item)
        relation = field.relation(item)
        if relation is None or relation.kind not in STORY:
            return None
        changed = changed or relation.kind is RelationKind.VERSION
        item = relation.to
    return None


STORY = frozenset({RelationKind.VERSION, RelationKind.DUPLICATE})
"""The relations by which items tell one story."""


def is_note(candidate: Candidate) -> bool:
    """Whether a letter only speaks of a piece, and is none."""
    return candidate.relation is not None and candidate.relation.kind is RelationKind.NOTE_ON


def _note(candidate: Candidate, _: _Field) -> _Verdict:
    if candidate.relation is None or not is_note(candidate):
        return None
    return Fate.HELD, f"{candidate.relation.reason}，不单独编发"


def _withdrawn(candidate: Candidate, field: _Field) -> _Verdict:
    """Who sent a piece may take it back; what others say of it is for the editor, on the page."""
    for one in field.asked.get(candidate.item, ()):
        if one.takes_back(candidate):
            ignored = f"不理会这封信、仍要采用，请用 --include {candidate.item}"
            return Fate.HELD, f"来信人要求撤回（第{one.letter}号来信）；{ignored}"
    return None


def _duplicate(candidate: Candidate, field: _Field) -> _Verdict:
    relation = candidate.relation
    if relation is None or relation.kind is not RelationKind.DUPLICATE or relation.to == candidate.item:
        return None
    printed = None if field.at_hand(relation.to) else _printed_before(relation.to, field)
    at_hand = printed[0] if printed else relation.to
    if not field.at_hand(at_hand) or _original(candidate.item, field.items) == candidate.item:
        return None
    return Fate.DUPLICATE, f"与{_named(at_hand, field)}重复" + (
        f"（{relation.reason}）" if relation.reason else ""
    )


def _named(item: int, field: _Field) -> str:
    """An item as an editor knows it: number, title, sender's unit."""
    other = field.items.get(item)
    if other is None:
        return f"{field.published.get(item, '往期已刊')}的第{item}条"
    title = title_words(other)
    unit = f"，{other.unit}" if other.unit else ""
    return f"第{item}条《{title}》（来信{other.letter}{unit}）"


_CHECKS: tuple[Callable[[Candidate, _Field], _Verdict], ...] = (
    _decided,  # a person said so
    _empty,  # nothing to print
    _note,  # asks for a correction of another
    _published,  # printed before
    _correction,  # corrects what was printed before
    _superseded,  # a newer version is here
    _withdrawn,  # its sender wants it back
    _duplicate,  # a copy of what is here or was printed
)
