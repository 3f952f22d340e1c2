"""What newer versions say otherwise than the items they replace."""

from __future__ import annotations

from classify.difference import Change, difference
from classify.model import RelationKind
from storage import grams
from storage.database import Connection
from storage.model import StoredMessage


def changes(connection: Connection, message: StoredMessage) -> dict[int, tuple[Change, ...]]:
    """Return item -> its changes, of those items of a letter that are versions of earlier ones."""
    items = [item for _, items in message.submissions for item in items]
    newer = {
        item["id"]: item["relation_to"]
        for item in items
        if item["relation_kind"] == RelationKind.VERSION and item["relation_to"]
    }
    texts = grams.pieces(connection, (*newer, *newer.values()))
    return {
        item_id: difference(texts[to].strip(), texts[item_id].strip())
        for item_id, to in newer.items()
        if to in texts and item_id in texts
    }
