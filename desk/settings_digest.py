"""What tells whether a settings file is the one that was used before."""

from __future__ import annotations

import hashlib


def digest(text: str) -> str:
    """Return a digest of the file's text."""
    return hashlib.sha256(text.encode()).hexdigest()
