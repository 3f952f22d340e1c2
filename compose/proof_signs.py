"""Remarks on marks: half width, pairs, blanks, ranges, doubled ones, what ends without a stop.

What the desk compressed is in house punctuation already; there only what stands in quotations is told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from compose.figures import UNITS
from compose.model import Form, RemarkKind
from compose.proof_issue import Check, Printed, PrintedIssue, around, listed
from compose.punctuation import HAN
from compose.sentences import half_speeches, pairs, unpaired

_HALF_WIDTH = re.compile(
    rf"(?<=[{HAN}”》）])[,;:?!()]|[,;:?!()](?=[{HAN}“《（])|(?<=[{HAN}])\.(?=[{HAN}]|$)"
    rf"|(?<=[{HAN}])[\"']|[\"'](?=[{HAN}])"
)
_WIDE_DIGITS = re.compile(r"[０-９Ａ-Ｚａ-ｚ]{1,12}[．０-９Ａ-Ｚａ-ｚ]{0,12}")
_DOUBLED = re.compile(
    r"[，。、；：]{2,}|[，。、；：][,;]|(?<=[^.。])\.{2}(?!\.)|。[”’]。|[？！][，。、；]|[，、；][？！]"
)
_BLANK = re.compile(
    rf"[{HAN}][ \u3000\u00a0]+[\dA-Za-z][\d.A-Za-z]{{0,12}}|\d[\d.]{{0,12}}[%％]?[ \u3000\u00a0]+[{HAN}]"
    rf"|[A-Za-z][ \u3000\u00a0]+[{HAN}]"
)
_DAY_RANGE = re.compile(
    r"\d{1,2}月(?:\d{1,2}日?)?[-－–~～]{1,2}(?:\d{1,2}月)?\d{1,2}[月日]"
    r"|(?<!\d)\d{1,2}日?[-－–~～]{1,2}(?:\d{1,2}月)?\d{1,2}(?:月份?|日)(?!龄)"
    r"|(?<!\d)\d{4}年?[-－–~～]{1,2}\d{4}年"
)
_VALUE_RANGE = re.compile(
    rf"(?<![\dA-Za-z.#—-])\d{{1,9}}(?:\.\d{{1,6}})?(?:[%％℃万亿]|(?:{UNITS}))?[-－–~]{{1,2}}"
    rf"\d{{1,9}}(?:\.\d{{1,6}})?[余多]?[万亿]?(?:{UNITS})(?![月日])"
)
_STOPPED = re.compile(r"[。！？!?…；.][”’」』）)》】]*$|[”’」』）)》】]$")
_COMMA_END = re.compile(r"[，、：,:]\s*$")
_OPEN_END = re.compile(r"[“‘「『《（(]\s*$")
_HEAD_LINE = 24
"""A line of so many characters without any stop is a heading or a line of verse."""
_SUBTITLE = 40
"""So is a longer one where others follow."""
_NOUN_MISSING = re.compile(r"(?<!党的)(?<!中共)(?<![十一二做])[三四五六]大(?=[”，。；])")
"""锅炉四大”运行模式: what there are four of is not said."""
_DANGLING = re.compile(
    r"(?:(?<![平温谦共总饱缓调暖祥柔亲中])和|(?<![参给赠授])与|以及|并且|而且|为了|因为|由于|以便|从而|不仅|尤其是|包括|例如|比如"
    r"|特别是|于是)[。！]$"
)


def _touched(one: Printed) -> bool:
    """Whether the desk has set the marks of this piece itself."""
    return one.form in {Form.COMPRESS, None}


def _outside(one: Printed, at: int) -> bool:
    """Whether a finding at this place is the editor's to see: not what the desk has put right itself."""
    return not _touched(one) or (one.form is not None and one.quoted.covers(at))


def _half_width(one: Printed, _: PrintedIssue) -> Iterator[str]:
    text = one.text
    found = [
        around(text, m.start(), m.end())
        for m in _HALF_WIDTH.finditer(text)
        if not _in_number(text, m) and _outside(one, m.start())
    ]
    if found:
        yield f"中文里的半角标点：{listed(found)}"


def _in_number(text: str, match: re.Match[str]) -> bool:
    return text[match.start() - 1 : match.start()].isdigit() and text[match.end() : match.end() + 1].isdigit()


def _wide_digits(one: Printed, _: PrintedIssue) -> Iterator[str]:
    found = [f"“{m.group()}”" for m in _WIDE_DIGITS.finditer(one.text)]
    if found:
        yield f"全角的数字或字母：{listed(found)}"


def _doubled(one: Printed, _: PrintedIssue) -> Iterator[str]:
    text = one.text
    found = [around(text, m.start(), m.end()) for m in _DOUBLED.finditer(text)]
    if found:
        yield f"标点重叠：{listed(found)}"


def _ranges(one: Printed, _: PrintedIssue) -> Iterator[str]:
    text = one.text
    days = [(m.start(), m.end()) for m in _DAY_RANGE.finditer(text)]
    if days:
        yield f"日期起讫用“—”：{listed([f'“{text[start:end]}”' for start, end in days])}"
    inside = {place for start, end in days for place in range(start, end)}
    values = [f"“{m.group()}”" for m in _VALUE_RANGE.finditer(text) if m.start() not in inside]
    if values:
        yield f"数值范围用“～”：{listed(values)}"


def _pairing(one: Printed, _: PrintedIssue) -> Iterator[str]:
    text = one.text
    found = [around(text, at, at + 1) for at in unpaired(text)]
    if found:
        yield f"引号、括号或书名号不成对：{listed(found)}"
    nested = [around(text, opening, opening + 6, 0) for opening, _ in _nested(text)]
    if nested:
        yield f"同一种引号或书名号套在一起（里层用‘ ’、〈 〉）：{listed(nested)}"


def _half_quoted(one: Printed, _: PrintedIssue) -> Iterator[str]:
    """Words of a speech that the letter does not close (or open), where they are printed without its mark."""
    text = one.piece.candidate.text
    found = [
        f"“{text[at : at + _SPEECH_SHOWN].rstrip('，。')}……”"
        for at, end in _half_lines(text)
        if any(start < end and at < stop for start, stop in one.piece.used)
        and not any(one.text[place] in "“”" for place in unpaired(one.text))
    ]
    if found:
        yield f"来稿的引号缺了一半，引文不要印成陈述：{listed(found)}"


def _half_lines(text: str) -> Iterator[tuple[int, int]]:
    """Where speeches with one mark may stand: from an opening one to the line's end, or up to a closing."""
    for start, end in half_speeches(text):
        line = text.find("\n", start)
        opens = text[start] == "“"
        yield start, (len(text) if line < 0 else line) if opens else end


_SPEECH_SHOWN = 12


def _nested(text: str) -> Iterator[tuple[int, int]]:
    """The pairs that stand inside one of their own kind: “……“……”……”."""
    for kind in "“《‘":
        found = sorted(pair for pair in pairs(text) if text[pair[0]] == kind)
        outer = -1
        for opening, closing in found:
            if closing < outer:
                yield opening, closing
            outer = max(outer, closing)


def _spacing(one: Printed, _: PrintedIssue) -> Iterator[str]:
    if _touched(one):
        return
    found = [f"“{m.group()}”" for m in _BLANK.finditer(one.text) if not one.quoted.covers(m.start())]
    if found:
        yield f"汉字与数字、字母之间有空格：{listed(found)}"


# --- what breaks off --------------------------------------------------------------------------------------


def _unfinished(one: Printed, _: PrintedIssue) -> Iterator[str]:
    """A printed line that ends with a comma, an open mark or none, or with a word that asks for another."""
    lines = [line for line in map(str.strip, one.text.split("\n")) if line]
    found = [f"“…{line[-12:]}”" for line in lines[:-1] if _breaks_off(line, last=False)]
    found += [f"“…{line[-12:]}”" for line in lines[-1:] if _breaks_off(line, last=True)]
    found += [around(one.text, m.start(), m.end()) for m in _NOUN_MISSING.finditer(one.text)]
    if found:
        yield f"句子没有写完：{listed(found)}"
    elif _source_breaks_off(one):
        yield f"来稿末尾没有写完：“…{one.piece.candidate.text.rstrip()[-12:]}”"


def _breaks_off(line: str, *, last: bool) -> bool:
    """Whether a line ends before its sentence does; a colon may stand where others follow."""
    end = line[-20:]
    if (
        _OPEN_END.search(end)
        or _DANGLING.search(end)
        or (_COMMA_END.search(end) and (last or end[-1] not in "：:"))
    ):
        return True
    return len(line) > (_HEAD_LINE if last else _SUBTITLE) and not (_STOPPED.search(end) or "——" in end)


def _source_breaks_off(one: Printed) -> bool:
    """Whether the letter ends in the middle of a sentence of which something is printed."""
    text = one.piece.candidate.text.rstrip()
    if not (_COMMA_END.search(text[-4:]) or _OPEN_END.search(text[-4:])):
        return False
    used = one.piece.used
    return not used or used[-1][1] >= len(text) - 40


CHECKS: tuple[Check, ...] = (
    (RemarkKind.PUNCTUATION, _half_width),  # half-width signs, which the desk does not touch here
    (RemarkKind.PUNCTUATION, _wide_digits),  # ５台
    (RemarkKind.PUNCTUATION, _doubled),  # 。。 and ，、
    (RemarkKind.PUNCTUATION, _ranges),  # days —, values ～
    (RemarkKind.PAIRING, _pairing),  # quotes, brackets, title marks
    (RemarkKind.PAIRING, _half_quoted),  # a quotation told as fact
    (RemarkKind.SPACING, _spacing),  # blanks around figures
    (RemarkKind.UNFINISHED, _unfinished),  # sentences cut off
)
