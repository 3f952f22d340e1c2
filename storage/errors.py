"""What the store and the archive can fail with; the words are for the person at the console."""

from __future__ import annotations


class StorageError(Exception):
    """The database or the archive cannot be used; nothing was half-written."""
