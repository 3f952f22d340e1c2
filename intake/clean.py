"""What in a letter or a document is no news: greetings, covers, signatures, contacts, quoted letters.

Such lines are set apart with the reason, never deleted.  What the words alone tell stands in `phrases`; what
is only known by its place is found by walking the lines at the top and at the end until the first one that
is text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from intake import bylines, phrases
from intake.headings import ORGANISATION, Headings, Names, names_of
from intake.model import Align, NoiseKind, Paragraph, Place
from intake.phrases import SHORT
from intake.quotes import quoted

UNSURE: Final = 4
"""Lines between thanks and the end of a letter that need not look like a signature."""

LONGEST_SIGNATURE: Final = 8
"""Lines below a drawn rule that can be a signature."""

_Found = dict[int, NoiseKind]

_SIGNATURE_RULE: Final = re.compile(r"--\s?|[-—–_=*]{6,}")
_END_OF_SENTENCE: Final = tuple("。！？；!?;……：:，,")
_CLOSED: Final = re.compile(r"[。！？!?…；;][”’」』）)]*$")


def noise(lines: Sequence[Paragraph], names: Names | None = None) -> dict[int, NoiseKind]:
    """Index of each line that is no news, with its kind; `names` make more units known in signatures."""
    texts = [line.text.strip() for line in lines]
    found = {at: NoiseKind.LETTERHEAD for at, line in enumerate(lines) if line.place is Place.HEADER}
    found |= quoted(texts)
    for at, text in enumerate(texts):
        kind = phrases.first_kind(phrases.ANYWHERE, text) if at not in found else None
        if kind:
            found[at] = kind
    _top(lines, texts, found)
    _ruled_off(texts, found)
    _End(lines, texts, names or names_of(Headings())).walk(found)
    return found


# --- top -------------------------------------------------------------------------------------------


def _top(lines: Sequence[Paragraph], texts: Sequence[str], found: _Found) -> None:
    for at, text in enumerate(texts):
        if at in found or not text:
            continue
        kind = _top_kind(lines[at], texts, at)
        if kind is None:
            return
        found[at] = kind


def _top_kind(line: Paragraph, texts: Sequence[str], at: int) -> NoiseKind | None:
    """What a line is that has nothing but such lines above it."""
    text = texts[at]
    below = texts[at + 1] if at + 1 < len(texts) else ""
    if phrases.LETTERHEAD.tell(text) or (phrases.ISSUER.fullmatch(text) and phrases.LETTERHEAD.tell(below)):
        return NoiseKind.LETTERHEAD
    if line.align is Align.CENTER:  # a title
        return phrases.first_kind((phrases.DATE,), text)
    if phrases.NAME_ALONE.fullmatch(text) and phrases.first_kind(phrases.TOP, below):
        return NoiseKind.GREETING
    if len(text) <= 5 and text.endswith(("：", ":", "，")) and bylines.persons(text[:-1]):
        return NoiseKind.GREETING
    return phrases.first_kind(phrases.TOP, text)


# --- end -------------------------------------------------------------------------------------------


def _ruled_off(texts: Sequence[str], found: _Found) -> None:
    """The signature below the last drawn rule, if there is text above it and only short lines below."""
    rules = (at for at in reversed(range(1, len(texts))) if _SIGNATURE_RULE.fullmatch(texts[at]))
    rule = next(rules, None)
    if rule is None or all(at in found for at in range(rule)):
        return
    below = [texts[at] for at in range(rule + 1, len(texts)) if at not in found]
    signature = all(len(text) <= 80 for text in below) if texts[rule] == "--" else all(map(_unclosed, below))
    if signature and len(below) <= LONGEST_SIGNATURE:
        found.update((at, NoiseKind.SIGNATURE) for at in range(rule, len(texts)) if at not in found)


def _unclosed(text: str) -> bool:
    return len(text) <= SHORT and not text.endswith(_END_OF_SENTENCE)


class _End:
    """Walks up from the last line to the last one that is text."""

    def __init__(self, lines: Sequence[Paragraph], texts: Sequence[str], names: Names) -> None:
        self.lines, self.texts, self.names = lines, texts, names

    def walk(self, found: _Found) -> None:
        """Add the names, units, dates and thanks at the end.

        Short lines of any kind count as signature only where thanks or a telephone number stand above them.
        """
        unsure: list[int] = []
        for at in reversed(range(len(self.texts))):
            if at in found or not self.texts[at]:
                continue
            kind = self._kind(at)
            if kind in {NoiseKind.COVER, NoiseKind.CONTACT}:
                found.update(dict.fromkeys(unsure, NoiseKind.SIGNATURE))
                unsure = []
            if kind is not None and not unsure:
                found[at] = kind
            elif len(unsure) < UNSURE and _unclosed(self.texts[at]) and self._is_line(at):
                unsure.append(at)
            else:
                self._unsign(unsure[0] if unsure else at, found)
                return

    def _unsign(self, last: int, found: _Found) -> None:
        """Give names right below a line that breaks off back to the text (二等奖 / 张三)."""
        at = last + 1
        broken = _CLOSED.search(self.texts[last]) is None
        while broken and found.get(at) is NoiseKind.SIGNATURE and not self._set_off(at):
            del found[at]
            at += 1

    def _is_line(self, at: int) -> bool:
        return self.lines[at].place is not Place.CELL

    def _kind(self, at: int) -> NoiseKind | None:
        if not self._is_line(at):
            return None
        kind = phrases.first_kind(phrases.END, self.texts[at])
        return kind or (NoiseKind.SIGNATURE if self._is_signature(at) else None)

    def _is_signature(self, at: int) -> bool:
        """Names and units and nothing else; a by-line in brackets or with a label is left to its piece."""
        text = self.texts[at]
        if not _unclosed(text) or _BYLINE_MARK.match(text):
            return False
        words = [word for word in _BETWEEN.split(text) if word]
        return all(_signs(word, self.names) for word in words) or self._is_rare_name(at)

    def _is_rare_name(self, at: int) -> bool:
        """Two to four characters set off behind the end of a text (娜仁)."""
        above = self.texts[at - 1] if at else ""
        rare = _CLOSED.search(above) is not None and _RARE_NAME.fullmatch(self.texts[at]) is not None
        return rare and self._set_off(at)

    def _set_off(self, at: int) -> bool:
        """Whether a line stands apart from the text: behind a gap, at the right, far in."""
        line = self.lines[at]
        return line.gap or line.align is Align.RIGHT or line.text.startswith(("    ", "\u3000\u3000\u3000"))


_BYLINE_MARK: Final = re.compile(
    r"\s*[（(【\[—–]|(?:供稿|撰稿|作者|通讯员|文字|文|图|摄影|来源|单位|编辑|审核|责编|报送)[人员单位]{0,2}\s*[:：/]"
)
_BETWEEN: Final = re.compile(r"[\s\u3000/／|｜、，,;；:：()（）]+")
_RARE_NAME: Final = re.compile(r"[\u4e00-\u9fff]{2,4}")
_WORDS_OF_A_SIGNATURE: Final = (
    ORGANISATION,
    re.compile(
        r"[\u4e00-\u9fff]{0,6}(?:干事|主任|主管|科长|处长|部长|书记|经理|编辑|通讯员|秘书|助理|专员|员工|职工|工程师|政工师|宣传员|负责人)"
    ),
    re.compile(r"[小老][\u4e00-\u9fff]{1,2}|[\u4e00-\u9fff](?:工|姐|哥)"),
    re.compile(r"[A-Za-z][A-Za-z.'-]*|[\w.+-]+@[\w.-]+|[\d—–-]{3,}"),
    re.compile(r"[\u4e00-\u9fff\d]{2,}(?:省|市|区|县|路|街|号|楼|层|室)"),
    re.compile(r"[\u4e00-\u9fff]{2,12}(?:股份|有限)?(?:铝业|集团|分公司|公司)"),
)
"""Units, functions, familiar names, addresses: what stands in a signature beside a full name."""


def _signs(word: str, names: Names) -> bool:
    if bylines.persons(word) or names.unit_at(word) == word:
        return True
    return any(pattern.fullmatch(word) for pattern in _WORDS_OF_A_SIGNATURE)
