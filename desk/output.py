"""The files of a draft, written whole or not at all, and the revision they are."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from compose.html import write_html
from desk import printing
from desk.base import written as written_word
from desk.desk import Desk
from desk.drafting import Composed
from desk.errors import DeskError
from desk.show import draft_json
from storage import windows
from storage.database import Connection


def write_files(desk: Desk, connection: Connection, composed: Composed, out: Path) -> Composed:
    """Write the Word file and the page, then the revision they are; a failed write leaves nothing."""
    draft = composed.draft
    numbers = draft.issue.numbering
    stem = f"{numbers.year}年第{numbers.number}期-第{draft.issue.revision}稿"
    docx, html = out / f"{stem}.docx", out / f"{stem}.html"
    values = {
        "window_id": composed.window_id,
        "year": numbers.year,
        "number": numbers.number,
        "serial": numbers.serial,
        "series": numbers.series,
    }
    issue_id = windows.save_issue(connection, values, composed.issue_id)
    written = replace(composed, issue_id=issue_id, docx=docx, html=html)
    windows.save_revision(
        connection,
        issue_id,
        draft.issue.revision,
        day=draft.issue.date,
        now=desk.clock(),
        draft=draft_json(written),
    )
    printing.settle(connection, [printing.named(numbers.year, numbers.number)])
    word = written_word(draft, composed.pictures, desk.settings, comments=composed.comments)
    page = write_html(draft, composed.pictures)
    _write({docx: word, html: page.encode("utf-8")})
    return written


def _write(files: Mapping[Path, bytes]) -> None:
    """Put files in place together: all are on the disk before the first gets its name."""
    waiting: dict[Path, Path] = {}
    path = next(iter(files))
    try:
        for path, data in files.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=path.parent, suffix=".part")
            waiting[path] = Path(name)
            with os.fdopen(handle, "wb") as file:
                file.write(data)
            Path(name).chmod(0o644)
        for path, part in waiting.items():
            part.replace(path)
    except OSError as error:
        raise DeskError(
            f"草稿写不进 {path}：{error.strerror}。请检查文件夹权限和磁盘空间，或用 --out 换一个文件夹。"
        ) from error
    finally:
        for part in waiting.values():
            with contextlib.suppress(OSError):
                part.unlink(missing_ok=True)
