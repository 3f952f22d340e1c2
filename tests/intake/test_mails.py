"""Letters named for their difficulty, each beside what a person reads in it.

Each is read once with the line ends it is stored with and once with those that mail has on its way.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from intake.mime import read_letter
from intake.model import Attachment, Letter

MAILS = Path(__file__).parents[1] / "mails"
NAMES = sorted(path.stem for path in MAILS.glob("*.eml"))


def test_there_are_letters_of_more_than_a_hundred_kinds_each_with_its_expected_reading() -> None:
    assert len(NAMES) >= 120
    assert sorted(path.name.removesuffix(".expected.json") for path in MAILS.glob("*.json")) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_a_letter_is_read_as_a_person_would(name: str) -> None:
    assert reading(read_letter(stored(name)), {}) == expected(name)


@pytest.mark.parametrize("name", NAMES)
def test_line_ends_change_nothing(name: str) -> None:
    wanted = expected(name)
    assert reading(read_letter(stored(name).replace(b"\n", b"\r\n")), wanted) == wanted


def stored(name: str) -> bytes:
    """The letter's bytes; their lines end in LF."""
    return (MAILS / f"{name}.eml").read_bytes()


def expected(name: str) -> dict[str, Any]:
    """What a person reads in it."""
    found: dict[str, Any] = json.loads((MAILS / f"{name}.expected.json").read_text("utf-8"))
    return found


def reading(letter: Letter, wanted: dict[str, Any]) -> dict[str, Any]:
    """The letter in the form of its expectation, which says what attachments weigh with plain line ends."""
    beside = wanted.get("attachments", ())
    return {
        "subject": letter.subject,
        "sender": [letter.sender.name, letter.sender.address],
        "sent_at": letter.sent_at.isoformat() if letter.sent_at else None,
        "message_id": letter.message_id,
        "references": list(letter.references),
        "text": letter.text.split("\n") if letter.text else [],
        "attachments": [
            file(attachment, beside[at] if at < len(beside) else {})
            for at, attachment in enumerate(letter.attachments)
        ],
        "automatic": letter.automatic is not None,
        "authentication": letter.authentication,
        "defects": sorted(letter.defects),
    }


def file(attachment: Attachment, wanted: dict[str, Any]) -> dict[str, Any]:
    """An attachment; line ends are its content where it travels as text, and are not what is compared."""
    data = attachment.data
    if wanted.get("sha256") != hashlib.sha256(data).hexdigest():
        data = data.replace(b"\r\n", b"\n") if wanted else data
    return {
        "name": attachment.name,
        "media_type": attachment.media_type,
        "size": len(data),
        "sha256": hashlib.sha256(data).hexdigest(),
        "letter": reading(attachment.letter, wanted.get("letter") or {}) if attachment.letter else None,
    }
