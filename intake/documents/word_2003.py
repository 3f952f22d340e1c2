"""What LibreOffice loses of a Word 2003 XML file, put where it finds it: insertions and automatic numbers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from intake.documents.package import Element

W: Final = "{http://schemas.microsoft.com/office/word/2003/wordml}"
_WX: Final = "{http://schemas.microsoft.com/office/word/2003/auxHint}"
_AML: Final = "{http://schemas.microsoft.com/aml/2001/core}"


def settle(root: Element) -> bool:
    """Accept all tracked changes, and write numbers as text; whether there were changes."""
    # Other notes are comments, bookmarks, changes of looks.
    changes = [note for note in root.iter(_AML + "annotation") if note.get(W + "type", "") in _SETTLED]
    for note in changes:
        _SETTLED[note.get(W + "type", "")](note)
    for one in list(root.iter(W + "listPr")):
        _write_number(one)
    return bool(changes)


def _accept(note: Element) -> None:
    """Put what a note holds in its place."""
    parent, content = note.getparent(), note.find(_AML + "content")
    if parent is not None and content is not None:
        for one in list(content):
            note.addprevious(one)
        parent.remove(note)


def _drop(note: Element) -> None:
    parent = note.getparent()
    if parent is not None:
        parent.remove(note)


def _write_number(properties: Element) -> None:
    """Word writes down how it shows a number: `<wx:t wx:val="一、"/>`."""
    label, above = properties.find(_WX + "t"), properties.getparent()
    paragraph = above.getparent() if above is not None else None
    if label is None or above is None or paragraph is None or paragraph.tag != W + "p":
        return
    above.remove(properties)
    run = paragraph.makeelement(W + "r")
    text = run.makeelement(W + "t")
    text.text = label.get(_WX + "val", "")
    run.append(text)
    above.addnext(run)


_SETTLED: Final[dict[str, Callable[[Element], None]]] = {
    "Word.Insertion": _accept,
    "Word.Deletion": _drop,
}
