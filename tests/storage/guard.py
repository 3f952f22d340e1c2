"""A folder that may be read and not written, by root neither."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

NOBODY = 65534


@contextmanager
def unwritable(**content: bytes) -> Iterator[Path]:
    """Give a folder with some files, none of which can be written; root works as nobody meanwhile."""
    folder = Path(tempfile.mkdtemp())
    for name, data in content.items():
        path = folder / f"{name}.db"
        path.write_bytes(data)
        path.chmod(0o444)
    folder.chmod(0o555)
    mine = os.geteuid()
    if mine == 0:
        os.seteuid(NOBODY)
    try:
        yield folder
    finally:
        os.seteuid(mine)
        folder.chmod(0o755)
        shutil.rmtree(folder)
