"""The lines of a document that are left when noise is set apart, and what each of them looks like alone."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import groupby, islice
from typing import Final

from intake import bylines, marks, phrases
from intake.headings import Names, opens_with_time
from intake.model import Align, NoiseKind, Paragraph

SENTENCE: Final = 40
"""Characters from which a paragraph is text, not a heading."""
TITLE: Final = 60
"""Characters of the longest title."""
PLAIN_TITLE: Final = 40
"""The same where nothing but its shortness tells it."""

_LEAD: Final = 15
"""Characters from which a line with a colon is no label."""
_VERSE: Final = 24
"""Characters of the longest line of verse."""
_LEAST_VERSE: Final = 6
"""Short lines, with title and by-line, from which they are verse (or a list)."""

COUNTED: Final = re.compile(r"([一两二三四五六七八九十]{1,3}|\d{1,2})\s*(?:篇|则|条|份)")
_NO_TITLE_END: Final = tuple("。；，、;,：:")
_CLOSED: Final = re.compile(r"[。！？!?…；;][”’」』）)]*$")
_SUBTITLE: Final = re.compile(r"[—–-]{1,}")
_DIVIDER: Final = re.compile(r"[\s—–─_=*＊~～·.…※☆★◇◆○●□■＋+#＃-]{3,}")


class Page:
    """The lines, by their index in the document.

    `texts` are the lines with their automatic numbers; `left` the indexes that are neither noise nor in a
    table, in order; `announced` the numbers of pieces that the noise speaks of (报送信息3条); `verse` are
    lines among many short ones, whose looks and blank lines say nothing.
    """

    def __init__(self, lines: Sequence[Paragraph], apart: Mapping[int, NoiseKind], names: Names) -> None:
        self.lines, self.names = lines, names
        self.texts = [(line.label + line.text).strip() for line in lines]
        self.left = [
            at
            for at, text in enumerate(self.texts)
            if at not in apart and lines[at].row is None and text and not is_divider(text)
        ]
        self.announced = frozenset(
            count for at in apart for words in COUNTED.findall(self.texts[at]) if (count := _value(words)) > 1
        )
        self._place = {at: place for place, at in enumerate(self.left)}
        self.verse = self._verse()

    def _verse(self) -> frozenset[int]:
        """The lines of long runs of short ones, but the first, and those over a by-line or a text."""
        found: set[int] = set()
        for short, group in groupby(self.left, key=lambda at: len(self.texts[at]) <= _VERSE):
            run = list(group)
            if short and len(run) >= _LEAST_VERSE:
                found.update(
                    at for at in run[1:] if (below := self.below(at)) is None or self._goes_on(below)
                )
        return frozenset(found)

    def _goes_on(self, at: int) -> bool:
        return len(self.texts[at]) <= _VERSE and not self.is_byline(at)

    def below(self, at: int) -> int | None:
        """The next line that is left."""
        place = self._place[at] + 1
        return self.left[place] if place < len(self.left) else None

    def after(self, at: int) -> Iterator[int]:
        """The lines that are left behind one of them, in order."""
        return islice(self.left, self._place[at] + 1, None)

    def above(self, at: int) -> int | None:
        """The line before that is left."""
        place = self._place[at] - 1
        return self.left[place] if place >= 0 else None

    def gap(self, at: int) -> bool:
        """Whether a blank line or a drawn one stands before a line."""
        return self.lines[at].gap or self.divided(at)

    def divided(self, at: int) -> bool:
        """Whether a drawn line stands before a line."""
        return at > 0 and is_divider(self.texts[at - 1])

    def is_long(self, at: int) -> bool:
        """Whether a line is surely text, by its length."""
        return len(self.texts[at]) >= SENTENCE

    def is_text(self, at: int) -> bool:
        """Whether a line is a paragraph: by its length, its end as a sentence, the colon it leads with."""
        return self.is_long(at) or closed(self.texts[at]) or introduces(self.texts[at])

    def may_be_title(self, at: int) -> bool:
        """Whether the words of a line could be a title."""
        text = self.texts[at]
        return (
            2 <= len(text) <= TITLE
            and not text.endswith(_NO_TITLE_END)
            and not marks.pin(text)
            and not marks.title(text)
            and not marks.piece(text)
            and not phrases.SCENE.match(text)
        )

    def may_be_plain_title(self, at: int) -> bool:
        """The same without any help from the look."""
        text = self.texts[at]
        return (
            self.may_be_title(at)
            and at not in self.verse
            and len(text) <= PLAIN_TITLE
            and not closed(text)
            and not ("，" in text and opens_with_time(text))
            and not is_numbered(text)
        )

    def is_byline(self, at: int) -> bool:
        """Whether a line below a title is a by-line or a date."""
        text = self.texts[at]
        return phrases.DATE.tell(text) or bylines.alone(text, self.names) is not None

    def is_subtitle(self, at: int) -> bool:
        """Whether a line below a title goes on with it: ——某公司…侧记."""
        text = self.texts[at]
        return _SUBTITLE.match(text) is not None and self.may_be_title(at) and not closed(text)

    def stands_over(self, at: int, text: int) -> bool:
        """Whether a short line stands over a paragraph, and is not just the first line of broken text."""
        if not self.is_text(text):
            return False
        return self.gap(text) or len(self.texts[text]) * 3 >= len(self.texts[at]) * 4 or self.has_look(at)

    def has_look(self, at: int) -> bool:
        """Whether a line is centred or bold."""
        line = self.lines[at]
        return line.align is Align.CENTER or line.bold >= 0.9

    def opens_as_news(self, at: int) -> bool:
        """Whether a paragraph opens with somebody who acts, or with a time."""
        return opens_with_time(self.bare(at)) or self.opens_with_actor(at)

    def opens_with_actor(self, at: int) -> bool:
        """Whether a line names somebody who acts, behind a time or not."""
        return self.names.opens_with_actor(self.bare(at))

    def bare(self, at: int) -> str:
        """A line without the number or bullet before it."""
        return self.texts[at][mark_length(self.texts[at]) :]

    def unmarked(self, at: int) -> str:
        """A line without any mark that begins a piece: 📍, 稿件一, a number, a bullet."""
        text = self.texts[at]
        text = text[marks.pin(text) :].strip()
        text = text[marks.piece(text) :].strip()
        return text[mark_length(text) :].strip()

    def sections(self, borders: Collection[int]) -> Iterator[list[int]]:
        """The lines between these, and between words that lead over, a section each; some are empty."""
        section: list[int] = []
        for at in self.left:
            if at in borders or self.led_to(at):
                yield section
                section = []
            if at not in borders:
                section.append(at)
        yield section

    def led_to(self, at: int) -> bool:
        """Whether words that lead over to another piece stand right before a line (还有一篇是……：)."""
        return at > 0 and phrases.NEXT_PIECE.tell(self.texts[at - 1])


def closed(text: str) -> bool:
    """Whether a line ends as a sentence does."""
    return _CLOSED.search(text, max(0, len(text) - 8)) is not None


def introduces(text: str) -> bool:
    """Whether a line leads to what stands below it (总结出一套五步法：)."""
    return len(text) >= _LEAD and text.endswith(("：", ":"))


def is_divider(text: str) -> bool:
    """Whether a line is drawn, not written."""
    return _DIVIDER.fullmatch(text) is not None


def is_numbered(text: str) -> bool:
    """Whether a number or a bullet stands before a line."""
    return mark_length(text) > 0


def mark_length(text: str) -> int:
    """How many characters a number or a bullet takes at the start of a line."""
    number = marks.number(text)
    return number.length if number else marks.bullet(text)


def _value(words: str) -> int:
    return int(words) if words.isdecimal() else marks.counted(words.replace("两", "二"))
