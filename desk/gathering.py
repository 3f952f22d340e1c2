"""From the store's rows to what an issue is made of: candidates, ledger lines, remarks on letters."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from classify.model import Level, Publication, Relation, RelationKind
from compose import ledger as ledgers
from compose.model import Candidate, Credit, Ledger, MessageEntry, Remark, RemarkKind
from compose.select import STORY, Selection
from desk.defects import LOST, words
from intake.model import MessageState, Photo
from intake.unremarkable import UNREMARKABLE
from storage import decisions, placements, views, windows
from storage.database import Connection
from storage.model import Filter, StoredMessage


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
            verdicts[item["id"]].value["verdict"] if item["id"] in verdicts else None,
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


def left_waiting(connection: Connection, before: date) -> list[int]:
    """Return the items that the last issue before a day left waiting, in their order."""
    drafts = windows.earlier_drafts(connection, before, limit=1)
    return next((draft.get("waiting", []) for _, draft in drafts), [])


def kept_waiting(connection: Connection, wanted: Sequence[int], window_id: int, issue: str) -> Waiting:
    """Return the items that wait for an issue, unless their letters have moved into its window."""
    if not wanted:
        return Waiting()
    ids = tuple(sorted(set(views.messages_of_items(connection, wanted).values())))
    letters = tuple(views.messages(connection, Filter(ids=ids)))
    elsewhere = [letter for letter in letters if letter.values["window_id"] != window_id]
    found = [one for one in candidates(connection, elsewhere, issue) if one.item in wanted]
    known = {item["id"] for letter in letters for _, items in letter.submissions for item in items}
    return Waiting(
        tuple(sorted(found, key=lambda one: wanted.index(one.item))),
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
    verdict: str | None,
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
        verdict=verdict,
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


def letter_remarks(letters: Iterable[StoredMessage]) -> Iterable[Remark]:
    """What the editor must know of the letters themselves."""
    for letter in letters:
        name = f"第{letter.id}号来信（{letter.values['subject'] or '无主题'}）"
        if letter.values["state"] in (MessageState.SET_ASIDE, MessageState.TOO_LARGE):
            yield Remark(RemarkKind.SET_ASIDE, f"{name}：{letter.values['reason']}")
            continue
        if lost := words(defect for defect in letter.values["defects"] if defect in LOST):
            yield Remark(RemarkKind.DOCUMENT, f"{name}：{lost}，请对照原信")
        for attachment in letter.attachments:
            if attachment["reason"] and attachment["reason"] not in UNREMARKABLE:
                yield Remark(
                    RemarkKind.DOCUMENT, f"{name}的附件 {attachment['name']}：{attachment['reason']}"
                )
        for submission, items in letter.submissions:
            for remark in submission["remarks"]:
                yield Remark(RemarkKind.DOCUMENT, f"{name}：{remark}", items[0]["id"] if items else None)


@dataclass(frozen=True, slots=True)
class Past:
    """What became before this issue of its items and of what they go back to.

    `printed` is item -> the earlier issue that prints it, `excluded` item -> the one whose editor left it
    out, `later` item -> the later issue that prints it, of the issue's own: it had waited for that one.
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


def past(connection: Connection, found: Collection[Candidate], before: date) -> Past:
    """Return what other issues have made of candidates and, before a day, of what they are related to."""
    own = {candidate.item for candidate in found}
    relations = placements.relations_behind(
        connection, [candidate.relation.to for candidate in found if candidate.relation]
    )
    known = {*own, *(c.relation.to for c in found if c.relation), *relations}
    known |= {relation.to for relation in relations.values()}
    return Past(
        placements.printed_in(connection, sorted(known), before),
        relations,
        placements.excluded_in(connection, sorted(known - own), before),
        placements.printed_after(connection, sorted(own), before),
    )


def relation_remarks(selection: Selection, past: Past) -> Iterable[Remark]:
    """What a piece replaces, what became earlier of the same event, and who else sent it."""
    for candidate in selection.chosen:
        for said in _related(candidate, selection, past):
            yield Remark(RemarkKind.VERSION, said, candidate.item)
        if credited := selection.credited.get(candidate.item):
            yield Remark(RemarkKind.DUPLICATE, _credits(candidate, credited), candidate.item)
    yield from _notes(selection)


def waiting_remarks(selection: Selection, kept: Waiting) -> Iterator[Remark]:
    """What of earlier issues is printed now, what waits on, and what cannot be found any more."""
    came = {one.item for one in kept.candidates}
    used = [one.item for one in selection.chosen if one.item in came]
    for items, said in (
        (used, "前几期候用、本期刊用的稿件"),
        ([one.item for one in selection.waiting], "留待下期的候用稿（要提前刊用请用 --include）"),
        (kept.gone, "候用稿在重读来信后已不存在，请查看原信"),
    ):
        if items:
            listed = "、".join(f"第{item}条" for item in items[:20])
            more = f"等{len(items)}篇" if len(items) > 20 else ""
            yield Remark(RemarkKind.WAITING, f"{said}：{listed}{more}")


def _notes(selection: Selection) -> Iterator[Remark]:
    """What letters ask for that only speak of a piece: it is for the editor to do."""
    chosen = {candidate.item for candidate in selection.chosen}
    for candidate in selection.left_out.values():
        relation = candidate.relation
        if relation is not None and relation.kind is RelationKind.NOTE_ON:
            where = "" if relation.to in chosen else "，该条不在本期版面上"
            words = f"第{candidate.letter}号来信{relation.reason}{where}，请处理"
            yield Remark(RemarkKind.VERSION, words, relation.to if relation.to in chosen else None)


def _related(candidate: Candidate, selection: Selection, past: Past) -> Iterator[str]:
    """All that is to be said of a piece because of others like it."""
    for of in (_told, _undone, _perhaps_printed, _left_out_before):
        if said := of(candidate, selection, past):
            yield said


def _told(candidate: Candidate, selection: Selection, past: Past) -> str | None:
    relation = candidate.relation
    if relation is None:
        return None
    printed = next((past.printed[item] for item in past.story(relation.to) if item in past.printed), None)
    if printed and relation.kind in (RelationKind.VERSION, RelationKind.DIGEST_OF):
        return f"{relation.reason}，{printed}已刊，请核对是否重复"
    if relation.kind is not RelationKind.VERSION:
        return None
    older = selection.left_out.get(relation.to)
    if older is None:
        return relation.reason
    from classify.difference import difference, told

    return f"{relation.reason}，旧稿不用；{told(difference(_whole(older), _whole(candidate)))}"


ANNOUNCED = "主题注明更正"
"""How the reason of a version begins whose letter says that it corrects."""


def _undone(candidate: Candidate, selection: Selection, _: Past) -> str | None:
    """A figure that an announced correction put right, and that stands as before in what is printed."""
    whole = _whole(candidate)
    for other in _versions(candidate, selection):
        relation = other.relation
        older = selection.left_out.get(relation.to) if relation else None
        if relation is None or older is None or not relation.reason.startswith(ANNOUNCED):
            continue
        from classify.difference import difference

        for change in difference(_whole(older), _whole(other)):
            if change.figures and change.old and change.old in whole and change.new not in whole:
                return (
                    f"第{other.item}条更正稿已把“{change.old[:30]}”改为“{change.new[:30]}”，"
                    "本稿仍是更正前的写法，请核对"
                )
    return None


def _versions(candidate: Candidate, selection: Selection) -> list[Candidate]:
    """What was left out of the story that a piece tells."""
    pairs = [
        (other.item, other.relation.to)
        for other in (candidate, *selection.left_out.values())
        if other.relation is not None and other.relation.kind in STORY
    ]
    story, size = {candidate.item}, 0
    while len(story) > size:
        size = len(story)
        story = story.union(*(pair for pair in pairs if not story.isdisjoint(pair)))
    return [other for item, other in selection.left_out.items() if item in story]


def _perhaps_printed(candidate: Candidate, _: Selection, __: Past) -> str | None:
    """What a back issue printed with another date or figure: only a person can tell."""
    printed = candidate.published
    if printed is None or printed.certain:
        return None
    return f"可能{printed.issue}已刊：“{printed.text[:40]}”，数字或时间不同，请核对"


def _left_out_before(candidate: Candidate, _: Selection, past: Past) -> str | None:
    """Of whose story the editor of an earlier issue left a piece out."""
    if candidate.relation is None or candidate.relation.kind not in STORY:
        return None
    out = next((item for item in past.story(candidate.relation.to) if item in past.excluded), None)
    if out is None:
        return None
    return f"与第{out}条是同一稿件，编辑在{past.excluded[out]}决定不采用，请核对是否采用"


def _whole(candidate: Candidate) -> str:
    return f"{candidate.title or ''}\n{candidate.text}".strip()


def _credits(candidate: Candidate, credited: Iterable[Credit]) -> str:
    """Who else sent a piece; where its own unit is unknown, whose it may be."""
    names = [f"{one.unit or one.contributor or one.sender}报送（第{one.letter}号来信）" for one in credited]
    said = f"同一稿件另由{'、'.join(names)}，一并计入"
    unit = next((one.unit for one in credited if one.unit), None)
    if candidate.unit is None and unit is not None:
        return f"{said}；采用的一稿单位不明，按另一来信可能是{unit}，请核实"
    return said


def printed_texts(connection: Connection, before: date) -> dict[str, list[str]]:
    """Return what issues before a day print, by the issue's name, as it was drafted."""
    found = {}
    for issue, draft in windows.earlier_drafts(connection, before):
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
