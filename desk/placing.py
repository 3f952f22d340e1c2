"""Items placed again from what is stored, after the rules, the examples or an editor's mind have changed.

What a person decided stays as it is.  Letters are not read again: for that there is `intake retry`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from classify import duplicates
from classify.model import Cues, Label, Placement, Publication
from desk import learning
from desk.desk import Desk
from desk.filing import bulletin, printed
from desk.reading import placed, with_media
from desk.taken import Progress, silent
from storage import messages, placements, windows
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
    whole = f"{item.values['title'] or ''}\n{item.values['text']}"
    published = duplicates.published(
        whole, item.values["unit"], printed(connection, duplicates.sampled(whole))
    )
    found = _values(placement, published)
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


def _values(placement: Placement, published: Publication | None) -> dict[str, Any]:
    return {
        "column": placement.column,
        "group": placement.group,
        "confidence": placement.confidence,
        "level": placement.level.value,
        "reasons": list(placement.reasons),
        "alternatives": [list(option) for option in placement.alternatives],
        "published": asdict(published) if published else None,
    }
