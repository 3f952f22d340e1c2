"""The newest migration; a database that stands elsewhere is migrated before it is used."""

from __future__ import annotations

HEAD = "0004"
