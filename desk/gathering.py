"""From the store's rows to what an issue is made of: candidates, ledger lines, remarks on letters."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from classify.difference import difference, told
from classify.model import Level, Publication, Relation, RelationKind
from compose import ledger as ledgers
from compose.model import Candidate, Credit, Ledger, MessageEntry, Remark, RemarkKind
from compose.select import Selection
from desk.defects import LOST, words
from intake.documents.sniff import UNREMARKABLE
from intake.model import MessageState, Photo
from storage import decisions, placements, views
from storage.database import Connection
from storage.model import StoredMessage


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
    connection: Connection, letters: Iterable[StoredMessage], selection: Selection, window_id: int
) -> Ledger:
    """Return a line for every letter and item of a window, beside the store's own counts."""
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
    return ledgers.build(entries, selection.entries, received=received, expected_items=expected)


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


def relation_remarks(selection: Selection, printed: Mapping[int, str]) -> Iterable[Remark]:
    """What a piece replaces, what is printed already of the same event, and who else sent it.

    `printed` is item -> the earlier issue that prints it.
    """
    for candidate in selection.chosen:
        words = _related(candidate, selection, printed) if candidate.relation else None
        if words:
            yield Remark(RemarkKind.VERSION, words, candidate.item)
        if credited := selection.credited.get(candidate.item):
            yield Remark(RemarkKind.DUPLICATE, _credits(candidate, credited), candidate.item)


def _related(candidate: Candidate, selection: Selection, printed: Mapping[int, str]) -> str | None:
    relation = candidate.relation
    assert relation is not None
    if relation.to in printed and relation.kind in (RelationKind.VERSION, RelationKind.DIGEST_OF):
        return f"{relation.reason}，{printed[relation.to]}已刊，请核对是否重复"
    if relation.kind is not RelationKind.VERSION:
        return None
    older = selection.left_out.get(relation.to)
    if older is None:
        return relation.reason
    return f"{relation.reason}，旧稿不用；{told(difference(_whole(older), _whole(candidate)))}"


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


def printed_items(connection: Connection, found: Collection[Candidate], before: date) -> dict[int, str]:
    """Item -> the issue before a day that prints it, of candidates and of what they are related to."""
    known = {c.item for c in found} | {c.relation.to for c in found if c.relation}
    return placements.printed_in(connection, sorted(known), before)


def printed_texts(drafts: Iterable[dict[str, Any]]) -> dict[str, list[str]]:
    """What earlier issues print, by the issue's name."""
    return {
        f"{draft['issue']['year']}年第{draft['issue']['number']}期": [p["text"] for p in _pieces(draft)]
        for draft in drafts
    }


def _pieces(draft: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The pieces of a stored draft (the document of `compose --json`)."""
    for column in draft["columns"]:
        for group in column["groups"]:
            for paragraph in group["paragraphs"]:
                yield from paragraph["pieces"]
