"""Items placed again from what is stored, after the rules, the examples or an editor's mind have changed.

What a person decided stays as it is.  Letters are not read again: for that there is `intake retry`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from classify import duplicates
from classify.model import Cues, Label, Placement
from desk import learning
from desk.desk import Desk
from desk.filing import bulletin, printed
from desk.reading import placed, with_media
from desk.taken import Progress, silent
from storage import grams, lessons, messages, placements, windows
from storage.database import Connection
from storage.model import PlacedItem

if TYPE_CHECKING:
    from classify.learned import Model


@dataclass(frozen=True, slots=True)
class Change:
    """An item that came to stand elsewhere: its letter, its first words, from where to where, and why."""

    item: int
    letter: int
    words: str
    before: Label
    after: Label
    reasons: tuple[str, ...]


def place_again(
    desk: Desk, chosen: Sequence[int] | None, *, dry: bool = False, told: Progress = silent
) -> Iterator[Change]:
    """Place the items of some windows (None: all) again, a page at a time; yield those that moved.

    With `dry` nothing is written.
    """
    learning.prepare(desk)  # a dry look would train it and throw it away
    after, done = 0, 0
    while True:
        # Read by who writes: what a person decides meanwhile must not be written over.
        with desk.trying() if dry else desk.writing() as connection:
            page = placements.undecided(connection, chosen, after)
            learned = learning.model(desk, connection) if page else None
            changes = [_again(desk, connection, learned, item) for item in page]
        if not page:
            return
        yield from (change for change in changes if change)
        after, done = page[-1].id, done + len(page)
        told("归栏", done, 0)


@dataclass(frozen=True, slots=True)
class Printed:
    """An item of which it is known now, or no longer, what a back issue printed; `said` in Chinese."""

    item: int
    letter: int
    words: str
    said: str


def look_up_again(
    desk: Desk, chosen: Sequence[int] | None, taught: Sequence[int] = (), *, dry: bool = False
) -> list[Printed]:
    """Look up again what was printed of the items of some windows, and of all that lessons concern.

    Nobody decides that: an item whose column a person chose is looked up as well.
    """
    found: list[Printed] = []
    after = 0
    with desk.reading() as connection:
        concerned = _concerned(connection, taught)
    while True:
        with desk.trying() if dry else desk.writing() as connection:
            page = placements.standing(connection, chosen, concerned, after)
            found += [one for item in page if (one := _looked_up(connection, item))]
        if not page:
            return found
        after = page[-1].id


def _concerned(connection: Connection, taught: Sequence[int]) -> set[int]:
    """The items that share text with what lessons say was printed."""
    texts = (text for lesson in taught for text in lessons.printed_in_lesson(connection, lesson))
    return {row["id"] for text in texts for row in grams.sharing(connection, duplicates.sampled(text))}


def _looked_up(connection: Connection, item: PlacedItem) -> Printed | None:
    before, after = item.values["published"], _published(connection, item)
    if before == after:
        return None
    messages.set_placement(connection, item.id, {"published": after})
    words = (item.values["title"] or item.values["text"])[:40]
    said = "；".join(held(before, after))
    return Printed(item.id, item.letter, words, said) if said else None


def _published(connection: Connection, item: PlacedItem) -> dict[str, Any] | None:
    whole = f"{item.values['title'] or ''}\n{item.values['text']}"
    known = printed(connection, duplicates.sampled(whole))
    found = duplicates.published(whole, item.values["unit"], known)
    return asdict(found) if found else None


def held(before: dict[str, Any] | None, after: dict[str, Any] | None) -> Iterator[str]:
    """Say in Chinese that an item is known to be printed, or is free again."""
    if after and (before is None or before["issue"] != after["issue"]):
        yield f"{'' if after.get('certain', True) else '可能'}{after['issue']}{after['column']}已刊"
    elif before and after is None:
        yield f"不再算{before['issue']}已刊，可以编发"


def open_windows(connection: Connection) -> list[int]:
    """Return the windows whose issue may still change: the newest issue's, and those that have none yet."""
    issues = windows.stored_issues(connection)
    newest = max(issues, key=lambda issue: issue.window.ends[1], default=None)
    since = newest.window.start if newest else None
    return [
        stored.id
        for stored in windows.stored_windows(connection)
        if (stored.issue is None or (newest and stored.issue == newest.id))
        and (since is None or stored.window.end is None or stored.window.end >= since)
    ]


def _again(desk: Desk, connection: Connection, learned: Model | None, item: PlacedItem) -> Change | None:
    known = bulletin(desk.settings)
    cues = _cues(item)
    placement = placed(cues, known, learned.opinion if learned else None)
    found = _values(placement, _published(connection, item))
    if any(item.values[name] != value for name, value in found.items()):
        messages.set_placement(connection, item.id, found)
    before = item.values["column"], item.values["group"]
    after = placement.column, placement.group
    if before == after:
        return None
    words = (item.values["title"] or item.values["text"])[:40]
    return Change(item.id, item.letter, words, before, after, placement.reasons)


def _cues(item: PlacedItem) -> Cues:
    """What the item was placed by; of one that an earlier version read, what is left of it."""
    values = item.values
    text = with_media(values["text"], values["media"])
    cues = values["cues"]
    if cues is None:
        return Cues("\n".join(filter(None, (values["title"], item.subject))), text, around=item.subject)
    return Cues(cues["title"], text, cues["column"], cues["group"], cues["around"])


def _values(placement: Placement, published: dict[str, Any] | None) -> dict[str, Any]:
    return {
        "column": placement.column,
        "group": placement.group,
        "confidence": placement.confidence,
        "level": placement.level.value,
        "reasons": list(placement.reasons),
        "alternatives": [list(option) for option in placement.alternatives],
        "published": published,
    }
