"""What the stories of one Word file share: styles, lists, pictures, remarks."""

from __future__ import annotations

import mimetypes
from collections.abc import Callable
from typing import Final, TypeVar

from intake.documents.names import W
from intake.documents.numbering import Numbering
from intake.documents.package import MAX_PART, Damaged, DocumentRefused, Element, Package, Relation, TooMuch
from intake.documents.styles import Styles
from intake.documents.stylesheet import StyleSheet
from intake.model import Paragraph, Picture

_T = TypeVar("_T")

DAMAGED: Final = "文件内部有损坏，已尽量读取，可能缺字，请核对"
NO_PICTURE: Final = "文中有图片缺失或是外部链接，未取得"


class Source:
    """Styles, lists, pictures and remarks of one file; `chunk` reads a file inserted into it by name."""

    def __init__(self, package: Package, main: str, chunk: Callable[[Source, str], list[Paragraph]]) -> None:
        self.package = package
        self.chunk = chunk
        links = package.relations(main)
        parts = {link.kind: link.target for link in links.values() if link.target in package}
        self.parts = parts
        self.pictures: list[Picture] = []
        self.remarks: dict[str, None] = {}
        self.tables = 0
        self._once: set[str] = set()
        self._numbering: Numbering | None = None
        self._indexes: dict[str, int] = {}
        self._note_parts: dict[str, dict[str | None, Element]] = {}
        self.styles = Styles(self._sheet())

    @property
    def numbering(self) -> Numbering:
        """The lists of the document, read when the first numbered paragraph is met."""
        if self._numbering is None:
            self._numbering = Numbering(self.optional(self.parts.get("numbering")))
        return self._numbering

    def remark(self, words: str) -> None:
        """Note something for the editor, once."""
        self.remarks[words] = None

    def once(self, name: str) -> bool:
        """Whether `name` is asked for the first time; keeps repeated references from multiplying text."""
        new = name not in self._once
        self._once.add(name)
        return new

    def picture(self, link: Relation | None) -> int | None:
        """The index of a picture among the document's pictures; None (and a remark) if there is none."""
        if link is None or link.external or link.target not in self.package:
            self.remark(NO_PICTURE)
            return None
        if link.target not in self._indexes:
            picture = self._load(link.target)
            if picture is None:
                return None
            self._indexes[link.target] = len(self.pictures)
            self.pictures.append(picture)
        return self._indexes[link.target]

    def note(self, kind: str, number: str | None) -> Element | None:
        """A footnote or endnote by its id."""
        if kind not in self._note_parts:
            root = self.optional(self.parts.get(kind))
            self._note_parts[kind] = {} if root is None else {note.get(W + "id"): note for note in root}
        return self._note_parts[kind].get(number)

    def _load(self, name: str) -> Picture | None:
        try:
            data = self.package.blob(name)
        except TooMuch:
            raise
        except DocumentRefused:
            self.remark(NO_PICTURE)
            return None
        media_type = mimetypes.guess_type(name)[0] or "application/octet-stream"
        return Picture(name.rpartition("/")[2], media_type, data)

    def _sheet(self) -> StyleSheet | None:
        name = self.parts.get("styles")
        if name is None:
            return None
        return self._unless_damaged(
            lambda: StyleSheet(self.package.blob(name, MAX_PART), self.package.budget)
        )

    def optional(self, name: str | None) -> Element | None:
        """The root of a part beside the main one; None where there is none, or (remarked) it is damaged."""
        if name is None or name not in self.package:
            return None
        return self._unless_damaged(lambda: self.package.xml(name))

    def _unless_damaged(self, read: Callable[[], _T]) -> _T | None:
        """A broken header or list costs only itself; a limit that is passed, or a password, the file."""
        try:
            return read()
        except Damaged:
            self.remark(DAMAGED)
            return None
