"""An item while it is read, and what the end of a document still says of its items."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from intake import bylines, phrases
from intake.bylines import Byline
from intake.headings import Heading, Names
from intake.model import Illustration, Item, Noise, NoiseKind
from intake.portrayed import is_portrayed


@dataclass(slots=True)
class Draft:
    """An item while it is read; `unit` and `person` are what is said above all pieces, or several.

    `long` says that its body has a paragraph, not only lines.
    """

    reason: str
    title: list[str] = field(default_factory=list)
    body: list[str] = field(default_factory=list)
    bold: list[str] = field(default_factory=list)
    heading: Heading | None = None
    unit: str | None = None
    person: str | None = None
    byline: Byline | None = None
    date: str | None = None
    pictures: list[Illustration] = field(default_factory=list)
    long: bool = False

    def signed(self, byline: Byline) -> None:
        """Take what the by-line says and was not said before."""
        old = self.byline or Byline()
        self.byline = Byline(old.unit or byline.unit, old.person or byline.person)

    def signed_also(self, byline: Byline) -> None:
        """Take a further by-line right below another: the piece has two authors."""
        old = self.byline or Byline()
        self.byline = Byline(_both(old.unit, byline.unit), _both(old.person, byline.person))

    def item(self) -> Item:
        """The item as it is now known: a title without a body is its text, its hero did not write it."""
        by = self.byline or Byline()
        title = " ".join(self.title) or None
        text = "\n".join(self.body) or (title or "")
        person = by.person or self.person
        return Item(
            title=title if self.body else None,
            text=text,
            column=self.heading.column if self.heading else None,
            group=self.heading.group if self.heading else None,
            byline_unit=by.unit or self.unit,
            byline_person=None if is_portrayed(person or "", title or "", text) else person,
            date=self.date,
            bold=tuple(self.bold),
            pictures=tuple(self.pictures),
            reason=self.reason,
        )


def is_bare(draft: Draft) -> bool:
    """Whether an item is nothing but a short line: no piece where there are others (党史学习心得摘编)."""
    words = [*draft.title, *draft.body]
    return len(words) == 1 and len(words[0]) <= _LONGEST_BARE and not words[0].endswith(_CLOSED)


def hand_on_pictures(drafts: Sequence[Draft]) -> None:
    """Give the pictures of what is no piece to the piece before, those at the top to the first."""
    whole = [draft for draft in drafts if not is_bare(draft)]
    before: Draft | None = None
    for draft in drafts:
        if not is_bare(draft):
            before = draft
        elif draft.pictures:
            (before or whole[0]).pictures += draft.pictures


_LONGEST_BARE: Final = 30
_CLOSED: Final = tuple("。！？!?…；;”")


def _both(one: str | None, other: str | None) -> str | None:
    return " ".join(dict.fromkeys(words for words in (one, other) if words)) or None


def end_with(drafts: Sequence[Draft], apart: Sequence[Noise], names: Names) -> None:
    """Give the last piece the signature and the date at the end, where those before have their own.

    A signature below pieces of which none is signed is the letter's, not the last one's.
    """
    if drafts and (len(drafts) == 1 or any(draft.byline for draft in drafts[:-1])):
        _sign(drafts[-1], apart, names)
    if drafts and all(draft.date for draft in drafts[:-1]):
        dates = (phrases.day(part.text) for part in apart if part.kind is NoiseKind.DATE)
        drafts[-1].date = drafts[-1].date or next(dates, None)


_CALLED: Final = re.compile(r"^(?:(?:职工|党员)?家属|(?:汇报|申请|发言|报告)人)\s*[：:]|^[儿女]\s+")
"""What the author of a letter calls himself before his name."""
_REACHED: Final = re.compile(r"(?:联系)?(?:电话|手机|短号|内线|邮箱|微信)|[\d-]{5,}")
"""Where the way to reach somebody begins behind the name."""


def _sign(draft: Draft, apart: Sequence[Noise], names: Names) -> None:
    for part in apart:
        told = part.kind in {NoiseKind.SIGNATURE, NoiseKind.CONTACT}
        if told and not (draft.byline and draft.byline.person):
            found = bylines.alone(_CALLED.sub("", _REACHED.split(part.text)[0]), names)
            draft.signed(found or Byline())
