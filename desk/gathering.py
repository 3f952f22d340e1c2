"""From the store's rows to what an issue is made of: candidates, ledger lines, what became of them before."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from classify import asking
from classify.model import Level, Publication, Relation, RelationKind
from compose import ledger as ledgers
from compose.asked import Asked
from compose.model import Candidate, Ledger, MessageEntry, Window
from compose.select import STORY, Selection, is_note
from compose.vocabulary import printed_words
from intake.model import MessageState, Photo
from storage import decisions, lessons, placements, views, windows
from storage.database import Connection
from storage.model import Decision, Filter, StoredMessage


def candidates(
    connection: Connection, letters: Iterable[StoredMessage], issue: str = ""
) -> tuple[Candidate, ...]:
    """Return every item of the letters with what people decided about it, in order of arrival.

    What `issue` (2021年第9期) itself has printed of them is no reason not to print it there again.
    """
    rows = [
        (letter, submission, item)
        for letter in letters
        for submission, items in letter.submissions
        for item in items
    ]
    verdicts = decisions.decisions(connection, "verdict", [item["id"] for _, _, item in rows])
    return tuple(
        _candidate(
            letter,
            submission,
            item,
            verdicts.get(item["id"]),
            _published(item, issue),
        )
        for letter, submission, item in rows
    )


@dataclass(frozen=True, slots=True)
class Waiting:
    """What earlier issues kept for this one: the items, their letters, the numbers of those that are gone."""

    candidates: tuple[Candidate, ...] = ()
    letters: tuple[StoredMessage, ...] = ()
    gone: tuple[int, ...] = ()


def left_waiting(connection: Connection, window: Window) -> list[int]:
    """Return the items that issues before a window left waiting, in the order of their turn.

    Usually the last of these issues lists them all; one that was composed again after it may have more.
    """
    drafts = windows.earlier_drafts(connection, window)
    found: dict[int, None] = {}
    for place, (_, draft, composed_at) in enumerate(drafts):
        since = [later for _, later, at in drafts[:place] if at >= composed_at]
        for item in draft.get("waiting", []):
            if all(item in later.get("waiting", []) for later in since):
                found[item] = None
    printed = placements.printed_in(connection, list(found), window)
    return [item for item in found if item not in printed]


def kept_waiting(connection: Connection, wanted: Sequence[int], window_id: int, issue: str) -> Waiting:
    """Return the items that wait for an issue, unless their letters have moved into its window."""
    if not wanted:
        return Waiting()
    place = {item: n for n, item in enumerate(wanted)}
    ids = tuple(sorted(set(views.messages_of_items(connection, wanted).values())))
    letters = tuple(views.messages(connection, Filter(ids=ids)))
    elsewhere = [letter for letter in letters if letter.values["window_id"] != window_id]
    found = [one for one in candidates(connection, elsewhere, issue) if one.item in place]
    known = {item["id"] for letter in letters for _, items in letter.submissions for item in items}
    return Waiting(
        tuple(sorted(found, key=lambda one: place[one.item])),
        tuple(elsewhere),
        tuple(item for item in wanted if item not in known),
    )


def _published(item: dict[str, Any], issue: str) -> Publication | None:
    found = Publication(**item["published"]) if item["published"] else None
    return None if found is None or found.issue == issue else found


def _candidate(
    letter: StoredMessage,
    submission: dict[str, Any],
    item: dict[str, Any],
    decided: Decision | None,
    published: Publication | None,
) -> Candidate:
    relation = None
    if item["relation_kind"] and item["relation_to"]:
        relation = Relation(
            RelationKind(item["relation_kind"]), item["relation_to"], item["relation_reason"] or ""
        )
    sender = letter.values["sender_name"] or letter.values["sender_address"] or ""
    return Candidate(
        item=item["id"],
        letter=letter.id,
        title=item["title"],
        text=item["text"],
        unit=item["unit"],
        subunit=item["subunit"],
        contributor=item["contributor"],
        column=item["column"],
        group=item["group"],
        confidence=item["confidence"],
        level=Level(item["level"]),
        reasons=tuple(item["reasons"]),
        received_at=letter.values["received_at"],
        source=submission["source"] or "正文",
        subject=letter.values["subject"] or "",
        sender=sender,
        bold=tuple(item["bold"]),
        media=item["media"],
        photos=tuple(Photo(**photo) for photo in item["photos"] or ()),
        relation=relation,
        verdict=decided.value["verdict"] if decided else None,
        decided_at=decided.at if decided else None,
        alternatives=tuple((c, g, p) for c, g, p in item["alternatives"]),
        published=published,
    )


_LEDGER_STATES = {
    MessageState.READ: "with_submissions",
    MessageState.NOT_SUBMISSION: "not_submission",
    MessageState.DUPLICATE: "duplicate",
    MessageState.SET_ASIDE: "set_aside",
    MessageState.TOO_LARGE: "too_large",
}


def ledger(
    connection: Connection,
    letters: Iterable[StoredMessage],
    selection: Selection,
    window_id: int,
    carried: int = 0,
) -> Ledger:
    """Return a line for every letter and item of a window, beside the store's own counts.

    `carried` is how many items earlier issues kept for this one: they are accounted for here as well.
    """
    received, expected = views.window_counts(connection, window_id)
    entries = [
        MessageEntry(
            letter.id,
            _LEDGER_STATES[MessageState(letter.values["state"])],
            letter.values["subject"] or "",
            letter.values["sender_name"] or letter.values["sender_address"] or "",
            letter.values["received_at"],
            letter.values["reason"] or "",
        )
        for letter in letters
        if letter.values["state"] in _LEDGER_STATES
    ]
    return ledgers.build(entries, selection.entries, received=received, expected_items=expected + carried)


@dataclass(frozen=True, slots=True)
class Past:
    """What became before this issue of its items and of what they go back to.

    `printed` is item -> that an earlier issue prints it, in words (2021年第8期已刊), `excluded` item -> the
    issue whose editor left it out, `later` item -> that a later issue prints it, in words, of the issue's
    own: it had waited for that one.
    `relations` are of what the items go back to, in whatever window.
    """

    printed: Mapping[int, str]
    relations: Mapping[int, Relation]
    excluded: Mapping[int, str]
    later: Mapping[int, str] = field(default_factory=dict)

    def story(self, item: int) -> Iterator[int]:
        """The item and, backwards, whatever it copies or is a version of."""
        seen: set[int] = set()
        while item not in seen:
            seen.add(item)
            yield item
            relation = self.relations.get(item)
            if relation is not None and relation.kind in STORY:
                item = relation.to


def past(
    connection: Connection, found: Collection[Candidate], wanted: Collection[Asked], window: Window
) -> Past:
    """Return what other issues have made of candidates and, before a window, of what they are related to.

    Also of what letters ask about.
    """
    own = {candidate.item for candidate in found}
    relations = placements.relations_behind(
        connection, [candidate.relation.to for candidate in found if candidate.relation]
    )
    known = {*own, *(c.relation.to for c in found if c.relation), *relations}
    known |= {relation.to for relation in relations.values()} | {one.to for one in wanted}
    return Past(
        in_words(connection, placements.printed_in(connection, sorted(known), window)),
        relations,
        placements.excluded_in(connection, sorted(known - own), window),
        in_words(connection, placements.printed_after(connection, sorted(own), window)),
    )


def in_words(connection: Connection, printed: Mapping[int, str]) -> dict[int, str]:
    """Return item -> that an issue prints it, in words: what only was drafted is not published."""
    said = {
        issue: printed_words(issue, published=bool(lessons.printed_by(connection, issue)))
        for issue in set(printed.values())
    }
    return {item: said[issue] for item, issue in printed.items()}


AFTERWARDS = timedelta(days=45)
"""How long after a piece a letter on it may come; storage.relations looks back as far."""


def asked(
    connection: Connection, found: Sequence[Candidate], letters: Sequence[StoredMessage], window_id: int
) -> tuple[Asked, ...]:
    """Return what the issue's letters ask about earlier pieces, and others about pieces of its own."""
    days = [one.received_at.date() for one in found]
    near = min(days), max(days) + AFTERWARDS
    ids = tuple(placements.notes_between(connection, *near, window_id))
    elsewhere = list(views.messages(connection, Filter(ids=ids))) if ids else []
    noted = filter(is_note, (*found, *candidates(connection, elsewhere)))
    said = [*map(_asked, noted), *map(_asked_by, (*letters, *elsewhere))]
    own, items = {letter.id for letter in letters}, {one.item for one in found}
    return tuple(one for one in said if one and (one.letter in own or one.to in items))


def _asked(note: Candidate) -> Asked | None:
    """What a letter's item asks, unless a person has settled that."""
    reason = note.relation.reason if note.relation else ""
    meant = asking.asked(reason)
    if meant is None or note.verdict == "exclude":
        return None
    withdraws, to = meant
    return Asked(note.letter, note.sender, note.received_at, to, withdraws, reason)


def _asked_by(letter: StoredMessage) -> Asked | None:
    """What a letter asks that brings nothing else, and was left to a person."""
    v = letter.values
    reason = v["reason"] or ""
    meant = asking.asked(reason) if v["state"] == MessageState.SET_ASIDE else None
    if meant is None:
        return None
    sender = v["sender_name"] or v["sender_address"] or ""
    return Asked(letter.id, sender, v["received_at"], meant[1], meant[0], reason.rpartition("，")[0])


def printed_texts(connection: Connection, window: Window) -> dict[str, list[str]]:
    """Return what issues before a window print, by the issue's name, as it was drafted."""
    found = {}
    for issue, draft, _ in windows.earlier_drafts(connection, window):
        printed = placements.printing(connection, issue)
        name = f"{draft['issue']['year']}年第{draft['issue']['number']}期"
        found[name] = [piece["text"] for piece in drafted(draft) if piece["item"] in printed]
    return found


def drafted(draft: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield the pieces of a stored draft (the document of `compose --json`)."""
    for column in draft["columns"]:
        for group in column["groups"]:
            for paragraph in group["paragraphs"]:
                yield from paragraph["pieces"]
