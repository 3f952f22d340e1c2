"""What the commands print as JSON: the shapes that other programs rely on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from classify.chains import chain
from compose import ledger as ledgers
from storage.model import StoredMessage

if TYPE_CHECKING:
    from classify.difference import Change
    from compose.model import Credit, DraftColumn, DraftGroup, DraftParagraph
    from desk.drafting import Composed


_Changes = Mapping[int, tuple["Change", ...]]


def _moment(value: datetime | None) -> str | None:
    return value.isoformat() if value else None


def message_json(message: StoredMessage, changes: _Changes | None = None) -> dict[str, Any]:
    """Return a line of `intake list --json`; `changes` (`intake show`) is item -> what a version changed."""
    v = message.values
    plain = ("account", "folder", "uidvalidity", "uid", "sha256", "size", "message_id")
    return {
        "id": message.id,
        **{key: v[key] for key in plain},
        "received_at": _moment(v["received_at"]),
        "sent_at": _moment(v["sent_at"]),
        "subject": v["subject"],
        "sender": {"name": v["sender_name"], "address": v["sender_address"]},
        "authenticated": v["authenticated"],
        "state": v["state"],
        "reason": v["reason"],
        "duplicate_of": v["duplicate_of"],
        "defects": v["defects"],
        "text": v["text"],
        "attachments": [_attachment(a) for a in message.attachments],
        "submissions": [
            _submission(submission, items, str(message.window), changes)
            for submission, items in message.submissions
        ],
    }


def _attachment(a: dict[str, Any]) -> dict[str, Any]:
    return {key: a[key] for key in ("name", "media_type", "size", "sha256", "state", "reason", "text")}


def _submission(
    s: dict[str, Any], items: tuple[dict[str, Any], ...], window: str, changes: _Changes | None
) -> dict[str, Any]:
    plain = ("id", "source", "unit", "subunit", "unit_confidence", "contributor")
    return {
        **{key: s[key] for key in plain},
        "chain": list(chain(s["unit"], s["subunit"])),
        "unit_reasons": s["unit_reasons"],
        "window": window,
        "remarks": s["remarks"],
        "noise": [{"kind": kind, "text": text} for kind, text in s["noise"]],
        "items": [
            _item(item) | ({} if changes is None else {"changes": _changes(changes.get(item["id"], ()))})
            for item in items
        ],
    }


def _item(item: dict[str, Any]) -> dict[str, Any]:
    plain = ("id", "title", "text", "column", "group", "confidence", "level", "reasons")
    relation = {"kind": item["relation_kind"], "to": item["relation_to"]} if item["relation_kind"] else None
    origin = ("unit", "subunit", "contributor", "cut_reason", "date")
    return (
        {key: item[key] for key in plain}
        | {"relation": relation}
        | {key: item[key] for key in origin}
        | {"chain": list(chain(item["unit"], item["subunit"]))}
        | {"photos": item["photos"] or [], "published": item["published"]}
    )


def _changes(found: Iterable[Change]) -> list[dict[str, Any]]:
    return [
        {"kind": change.kind.value, "old": change.old, "new": change.new, "figures": change.figures}
        for change in found
        if not change.trivial
    ]


def draft_json(composed: Composed) -> dict[str, Any]:
    """Return the document of `compose --json`."""
    draft = composed.draft
    issue = draft.issue
    start, end = issue.window.ends
    return {
        "issue": {
            "year": issue.numbering.year,
            "number": issue.numbering.number,
            "serial": issue.numbering.serial,
            "date": issue.date.isoformat(),
            "window": {"start": start.isoformat(), "end": end.isoformat()},
            "revision": issue.revision,
            "series": issue.numbering.series,
        },
        "files": {
            "docx": str(composed.docx) if composed.docx else None,
            "html": str(composed.html) if composed.html else None,
        },
        "columns": [_column(column, draft.credited) for column in draft.columns],
        "ledger": ledgers.as_json(draft.ledger),
        "waiting": list(draft.waiting),
        "remarks": [{"kind": r.kind.value, "item": r.item, "text": r.text} for r in draft.remarks],
    }


_Credited = Mapping[int, tuple["Credit", ...]]


def _column(column: DraftColumn, credited: _Credited) -> dict[str, Any]:
    return {
        "name": column.name,
        "heading": column.heading,
        "groups": [_group(group, credited) for group in column.groups],
    }


def _group(group: DraftGroup, credited: _Credited) -> dict[str, Any]:
    paragraphs = [_paragraph(paragraph, credited) for paragraph in group.paragraphs]
    return {"name": group.name, "paragraphs": paragraphs}


def _paragraph(paragraph: DraftParagraph, credited: _Credited) -> dict[str, Any]:
    return {
        "text": paragraph.text,
        "attribution": paragraph.attribution,
        "photos": [
            {"name": photo.name, "sha256": photo.sha256, "caption": photo.caption}
            for photo in paragraph.photos
        ],
        "pieces": [
            {
                "item": piece.candidate.item,
                "unit": piece.candidate.unit,
                "text": piece.text,
                "confidence": piece.candidate.confidence,
                "dropped_figures": list(piece.dropped_figures),
                "letter": piece.candidate.letter,
                "credited": [_credit(one) for one in credited.get(piece.candidate.item, ())],
            }
            for piece in paragraph.pieces
        ],
    }


def _credit(one: Credit) -> dict[str, Any]:
    return {"item": one.item, "letter": one.letter, "unit": one.unit, "contributor": one.contributor}


def ledger_json(composed: Composed) -> dict[str, Any]:
    """Return the document of `compose ledger --json`: the counts, and every line behind them."""
    ledger = composed.draft.ledger
    return {
        "window": str(composed.draft.issue.window),
        **ledgers.as_json(ledger),
        "message_entries": [
            {
                "letter": entry.letter,
                "state": entry.state,
                "subject": entry.subject,
                "sender": entry.sender,
                "received_at": _moment(entry.received_at),
                "reason": entry.reason or None,
            }
            for entry in ledger.messages
        ],
        "item_entries": [_item_line(line) for line in ledgers.item_lines(composed.draft)],
    }


def _item_line(line: ledgers.ItemLine) -> dict[str, Any]:
    return {
        "item": line.entry.item,
        "letter": line.entry.letter,
        "fate": line.entry.fate.value,
        "reason": line.entry.reason or None,
        "title": line.title or None,
        "column": line.column,
        "group": line.group,
        "place": line.place,
    }
