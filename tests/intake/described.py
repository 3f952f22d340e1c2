"""A reading in the words of `tests/documents/*.expected.json`: what has its default value is left out."""

from __future__ import annotations

from typing import Any

from intake.model import Align, Paragraph, Place, Raise, Reading


def described(reading: Reading) -> dict[str, Any]:
    """What became of a file, ready to be compared with its expectation."""
    document = reading.document
    found = {
        "state": reading.state.value,
        "reason": reading.reason,
        "remarks": list(document.remarks) if document else [],
        "pictures": [one.name for one in document.pictures] if document else [],
        "paragraphs": [_described(one) for one in document.paragraphs] if document else [],
    }
    return _filled(found)


def _described(one: Paragraph) -> dict[str, Any]:
    words: dict[str, Any] = {
        "text": one.text,
        "label": one.label,
        "place": "" if one.place is Place.BODY else one.place.value,
        "row": None if one.row is None else list(one.row),
        "style": None if (one.style or "").lower() in {"", "normal", "正文"} else one.style,
        "outline": one.outline,
        "align": "" if one.align is Align.LEFT else one.align.value,
        "size": one.size,
        "bold": round(one.bold, 2),
        "raised": [[run.text, run.raised.value] for run in one.runs if run.raised is not Raise.NONE],
        "pictures": list(one.pictures),
        "gap": one.gap,
    }
    return {"text": one.text, **_filled(words)}


def _filled(values: dict[str, Any]) -> dict[str, Any]:
    """The values that say something."""
    return {name: value for name, value in values.items() if value}
