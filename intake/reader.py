"""What the lines of a document have become: open and closed items, and what is set apart."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from intake import bylines, page, phrases, pieces, structure
from intake.bylines import Byline
from intake.gallery import Gallery
from intake.headings import LONGEST_HEADING, Heading, Names
from intake.model import Item, Noise, NoiseKind, Paragraph, Split
from intake.pieces import Draft

WHOLE: Final = "整篇为一条"
FIRST: Final = "从开头起"
SIGNED: Final = "上一条文末有署名"


class Reader:
    """The items and the noise of a document while its lines are taken one by one."""

    def __init__(self, names: Names, plan: structure.Plan) -> None:
        self.names, self.plan = names, plan
        self.parts: list[Draft | Noise] = []
        self.open: Draft | None = None
        self.signed: Draft | None = None
        self.heading: Heading | None = None
        self.unit: str | None = None
        self.date: str | None = None
        self.house = Byline()
        self.reason = WHOLE
        self.titling = False
        self.gallery = Gallery()

    # --- what rules do

    def apart(self, text: str, kind: NoiseKind) -> None:
        """Set text apart."""
        if text.strip():
            self.parts.append(Noise(text.strip(), kind))

    def close(self, reason: str) -> None:
        """End the item; the next line begins another one, for this reason."""
        self.open, self.signed, self.reason = None, None, reason

    def sign(self, draft: Draft, byline: Byline) -> None:
        """Take a by-line; one behind a text ends the item, unless it only names the photographer."""
        draft.signed(byline)
        if draft.body and (byline.unit or byline.person):
            self.close(SIGNED)
            self.signed = draft

    def begin(self) -> Draft:
        """The open item, a new one if there is none; its place is where its first words stand."""
        if self.open is None:
            unit, person = self.unit or self.house.unit, self.house.person
            self.open = Draft(self.reason, heading=self.heading, unit=unit, person=person)
            self.open.date, self.date = self.date, None
            self.gallery.move(self.open.pictures)
            self.signed = None
        return self.open

    def add(self, *, title: str = "", body: str = "") -> Draft:
        """Add words to the open item."""
        draft = self.begin()
        if (title or body) and not draft.title and not draft.body:
            self.parts.append(draft)
        draft.title += [title] if title else []
        draft.body += [body] if body else []
        draft.long |= len(body) >= page.SENTENCE
        return draft

    def text(self, words: str, line: Paragraph) -> None:
        """Add a paragraph to the item, its by-lines taken off; one at its end ends the item."""
        head = bylines.head(words, self.names) if not (self.open and self.open.body) else None
        if head:
            self.apart(head[0], NoiseKind.BYLINE)
            words = head[1]
        elif self.reason == WHOLE and self.open is None:
            words = self._without_greeting(words)
        words, unit = self._without_unit(words)
        found = bylines.tail(words, self.names)
        body, signed, byline = found or (words, "", None)
        draft = self.add(body=body.strip())
        if head:
            draft.signed(head[2])
        draft.unit = unit or draft.unit
        draft.bold += _bold_heads(line)
        self.apart(signed, NoiseKind.BYLINE)
        if byline:
            self.sign(draft, byline)

    def _without_greeting(self, words: str) -> str:
        """The first words of a letter without a greeting in the same line."""
        length = phrases.greeting_before(words)
        self.apart(words[:length], NoiseKind.GREETING)
        return words[length:]

    def _without_unit(self, words: str) -> tuple[str, str | None]:
        """The first paragraph of an item without the unit set before it."""
        label = self.names.unit_label(words) if not (self.open and self.open.body) else None
        if label is None:
            return words, None
        self.apart(words[: label[1]], NoiseKind.HEADING)
        return words[label[1] :], label[0]

    def illustrate(self, pictures: Iterable[int]) -> None:
        """Take pictures: those of the piece that they stand in or behind, or of the first one."""
        draft = self.open or self.signed
        self.gallery.show(pictures, draft.pictures if draft else None)

    def set_apart(self, words: str, kind: NoiseKind) -> None:
        """Set a line apart that is no news."""
        if not self.house.unit and (unit := _house(words, kind, self.names)):
            self.house = Byline(unit)
        self.apart(words, kind)
        if kind is NoiseKind.CAPTION:
            self.gallery.caption(words)

    def stripped(self, at: int, words: str) -> str:
        """The words without the marks that begin a piece; a mark closes the item before it."""
        for length, reason in self.plan.marks(at, words):
            if length:
                self.close(reason)
                self.apart(words[:length], NoiseKind.HEADING)
                words = words[length:].strip()
        return words

    def ended(self) -> Split:
        """Everything read; a signature at the end tells the author of what is not signed otherwise."""
        drafts = [part for part in self.parts if isinstance(part, Draft)]
        apart = [part for part in self.parts if isinstance(part, Noise)]
        pieces.end_with(drafts, apart, self.names)
        if len(drafts) > 1 and drafts[0].reason == WHOLE:
            drafts[0].reason = FIRST
        whole = all(map(pieces.is_bare, drafts))
        if not whole:
            pieces.hand_on_pictures(drafts)
        parts = tuple(_finished(part, whole=whole) for part in self.parts)
        alone = sum(isinstance(part, Item) for part in parts) == 1
        return Split(parts, self.plan.doubt if alone else None)


def _finished(part: Draft | Noise, *, whole: bool) -> Item | Noise:
    """An item as it is; one that is a mere line is none, unless all (`whole`) are such."""
    if isinstance(part, Noise):
        return part
    item = part.item()
    return item if whole or not pieces.is_bare(part) else Noise(item.text, NoiseKind.HEADING)


def _house(words: str, kind: NoiseKind, names: Names) -> str | None:
    """The unit that a letterhead says has sent the whole (报送单位：某公司)."""
    if kind is not NoiseKind.LETTERHEAD or not any(sign in words for sign in "：:"):
        return None
    byline = bylines.alone(words, names)
    return byline.unit if byline else None


def _bold_heads(line: Paragraph) -> list[str]:
    """The run-in head that a paragraph opens with, or the whole of a short bold line."""
    first = line.runs[0] if line.runs else None
    if first is None or not first.bold or not first.text.strip():
        return []
    short = len(first.text) <= LONGEST_HEADING or (line.bold == 1 and len(line.text) <= page.TITLE)
    return [first.text.strip()] if short else []
