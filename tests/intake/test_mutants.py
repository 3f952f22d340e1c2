"""Letters damaged at random: any bytes give a letter, in little time and memory, and nothing of them is lost.

Every letter of tests/mails is damaged in some thirty ways, the same in every run.  A child of this process
reads them under a limit of memory, each within a limit of CPU time.
"""

from __future__ import annotations

import functools
import random
import re
from collections.abc import Callable, Iterator
from email import message_from_bytes
from email.message import Message
from itertools import pairwise
from pathlib import Path

import pytest

from intake import alternatives, body, mime, skeleton
from intake.headers import Block, read_block
from intake.model import Letter
from intake.skeleton import NUMBER, Section, Skeleton
from tests.intake.confined import complaints

MAILS = Path(__file__).parents[1] / "mails"
NAMES = sorted(path.stem for path in MAILS.glob("*.eml"))
SEED = "20210430"
EACH = 30
"""Mutants of each letter."""
CHUNKS = 2

# --- damage ---------------------------------------------------------------------------------------

Chance = random.Random
_BOUNDARY = re.compile(rb"boundary=\"?([^\s\";]+)", re.IGNORECASE)
_SPICE = (
    *(
        b"\0",
        b"\xff",
        b"\xd6\xd0",
        b"\xe4\xb8",
        b"\xed\xa0\x80",
        b"\x1b$)A",
        b"~{",
        b"+AAA-",
        b"\x0b",
        b"\x85",
    ),
    *(b"=?gbk?B?", b"?=", b'"', b";", b":", b"=", b"--", b"\n\n", b"\r", b"\n ", b"(", b"<", b",", b"\\"),
    *(b"begin 644 x\n", b"\nend\n", b"<html>", b"</", b"charset=utf-16;", b"name*0*=", b"\nFrom: x@y\n"),
    *(b"Content-Transfer-Encoding: base64\n", b"Content-Type: message/rfc822\n\n", b"%D6%D0"),
)


def _span(chance: Chance, data: bytes, longest: int = 400) -> tuple[int, int]:
    start = chance.randrange(len(data) + 1)
    return start, min(len(data), start + chance.randrange(longest))


def _line(chance: Chance, data: bytes) -> tuple[int, int]:
    at = chance.randrange(len(data) + 1)
    end = data.find(b"\n", at) + 1 or len(data)
    return data.rfind(b"\n", 0, at) + 1, end


def _flipped(chance: Chance, data: bytes) -> bytes:
    changed = bytearray(data)
    for _ in range(chance.choice((1, 1, 3, 20))):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def _cut(chance: Chance, data: bytes) -> bytes:
    start, end = _span(chance, data)
    return data[:start] + data[end:]


def _cut_off(chance: Chance, data: bytes) -> bytes:
    return data[: chance.randrange(len(data))]


def _beheaded(chance: Chance, data: bytes) -> bytes:
    return data[chance.randrange(len(data)) :]


def _doubled(chance: Chance, data: bytes) -> bytes:
    start, end = _span(chance, data, 2_000)
    return data[:end] + data[start:]


def _swapped(chance: Chance, data: bytes) -> bytes:
    (a, b), (c, d) = sorted((_line(chance, data), _line(chance, data)))
    return data if c < b else data[:a] + data[c:d] + data[b:c] + data[a:b] + data[d:]


def _line_lost(chance: Chance, data: bytes) -> bytes:
    start, end = _line(chance, data)
    return data[:start] + data[end:]


def _lines_joined(chance: Chance, data: bytes) -> bytes:
    _, end = _line(chance, data)
    return data[: max(end - 1, 0)] + data[end:]


def _other_ends(chance: Chance, data: bytes) -> bytes:
    ends = chance.choice((b"\r", b"\r\n", b"\r\r\n", b"\n\r", b"\x0b", b"\n\n"))
    if chance.random() < 0.5:
        return data.replace(b"\n", ends)
    return b"".join(line + chance.choice((b"\n", ends)) for line in data.split(b"\n"))


def _spiced(chance: Chance, data: bytes) -> bytes:
    at = chance.randrange(len(data) + 1)
    return data[:at] + chance.choice(_SPICE) + data[at:]


def _other_boundary(chance: Chance, data: bytes) -> bytes:
    found = _BOUNDARY.findall(data)
    if not found:
        return _spiced(chance, data)
    boundary = chance.choice(found)
    other = chance.choice((boundary[:-1], boundary + b"x", boundary.upper(), boundary + b"--", b"", *found))
    at = data.find(boundary, chance.randrange(len(data)))
    return data if at < 0 else data[:at] + other + data[at + len(boundary) :]


def _header_doubled(chance: Chance, data: bytes) -> bytes:
    fields = re.findall(rb"^[A-Za-z-]{2,40}:.*\n(?:[ \t].*\n)*", data, re.MULTILINE)
    field = chance.choice(fields) if fields else b"X: y\n"
    start, _ = _line(chance, data)
    at = chance.choice((0, start, data.find(b"\n\n") + 1))
    return data[:at] + field + data[at:]


def _nested(chance: Chance, data: bytes) -> bytes:
    depth = chance.choice((1, 1, 1, 2, 5, 25))
    for level in range(depth):
        if chance.random() < 0.5:
            data = b"From: a@example.com\nContent-Type: message/rfc822\n\n" + data
        else:
            mark = chance.choice((b"b%d" % level, b"b"))
            data = b"Content-Type: multipart/%s; boundary=%s\n\n--%s\n%s\n--%s--\n" % (
                chance.choice((b"mixed", b"alternative", b"digest", b"related", b"signed")),
                *(mark, mark, data, mark),
            )
    return data


def _huge(chance: Chance, data: bytes) -> bytes:
    start, end = chance.choice((_line, _span))(chance, data)
    many = chance.choice((300, 3_000, 10_000)) if end - start < 80 else 40
    return data[:start] + data[start:end] * many + data[end:]


_DAMAGE: tuple[Callable[[Chance, bytes], bytes], ...] = (
    *(_flipped, _cut, _cut_off, _beheaded, _doubled, _swapped, _line_lost, _lines_joined),
    *(_other_ends, _spiced, _spiced, _other_boundary, _other_boundary, _header_doubled, _nested, _huge),
)


def mutant(name: str, number: int, seed: str = SEED) -> bytes:
    """The letter of a name, damaged in the way of a number."""
    chance = random.Random(f"{seed}/{name}/{number}")  # noqa: S311 -- the same in every run
    data = (MAILS / f"{name}.eml").read_bytes()
    for _ in range(chance.choice((1, 1, 2, 4))):
        data = chance.choice(_DAMAGE)(chance, data) or b"\n"
    return data


# --- what holds for any letter --------------------------------------------------------------------


def words(letter: Letter) -> Iterator[str]:
    """All that is told of a letter and the letters in it."""
    yield from (letter.subject, letter.text, letter.sender.name or "", letter.sender.address or "")
    yield from (letter.message_id or "", *letter.references, letter.automatic or "", *letter.defects)
    yield letter.return_path or ""
    for one in letter.attachments:
        yield from (one.name, one.media_type)
        yield from words(one.letter) if one.letter else ()


def unreadable(letter: Letter) -> str | None:
    """What of a letter is no valid text."""
    for text in words(letter):
        text.encode("utf-8")  # fails on lone surrogates
        if found := re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f]", text):
            return f"control {found[0]!r}"
    if not all(one.name for one in letter.attachments):
        return "a file without a name"
    return None if letter.text.strip() or letter.defects else "no text and no defect"


_DELIMITER = re.compile(rb"(?:\r?\n|\r)?--[^\n]*(?:\n|\Z)")


def untiled(data: bytes, block: Block, cut: Skeleton) -> str | None:
    """Where header blocks, delimiters and sections leave a gap or lie over one another.

    From the first byte to the last there stand: the letter's header block, a section, then by turns a
    delimiter line with the header block of its part and the section; nothing else but a closing delimiter
    that was glued to the last line.
    """
    if cut.sections[0].start != block.body:
        return "the first section is not what follows the headers"
    for before, after in pairwise(cut.sections):
        delimiter = _DELIMITER.match(data, before.end, after.start)
        if before.start > before.end or delimiter is None:
            return f"no delimiter between {before.end} and {after.start}"
        between = data[delimiter.end() : after.start]
        if between.strip() and not after.headers.fields and after.value.word == "":
            return f"{between[:80]!r} is neither header nor body"
    last = cut.sections[-1].end
    return None if last == len(data) else f"{data[last:][:80]!r} lies behind the end"


def lost(data: bytes, letter: Letter) -> str | None:
    """What of a letter stands nowhere.

    A part counts as kept where its decoded bytes are those of an attachment, or its text stands in the
    letter's, blanks and link targets aside; files written into the text are looked for by themselves.  Of a
    multipart/alternative one form has to stand there.  What lies before the first part or behind the last
    counts where a defect tells of it, or it is what programs write for readers that know no parts.
    """
    data = mime._normal(data)
    block = read_block(data)
    cut = skeleton.cut(data, block.headers, block.body)
    if (found := untiled(data, block, cut)) is not None:
        return found
    if {body.TEXT_TOO_LONG, skeleton.TOO_MANY_PARTS, mime.TOO_DEEP} & set(letter.defects):
        return None
    tree = message_from_bytes(cut.text)
    inside = (lost(one.data, one.letter) for one in letter.attachments if one.letter)
    return (
        _lost_part(tree, cut, data, letter)
        or _lost_around(tree, cut, data, letter)
        or next((found for found in inside if found), None)
    )


def _leaves(tree: Message) -> dict[int, str]:
    """Number of the section and payload of each part that holds no others."""
    nodes = ((node, node.get_payload()) for node in tree.walk())
    return {int(str(node[NUMBER])): payload for node, payload in nodes if isinstance(payload, str)}


def _lost_part(tree: Message, cut: Skeleton, data: bytes, letter: Letter) -> str | None:
    leaves = _leaves(tree)
    missing = {
        number
        for number, payload in leaves.items()
        if not _stands(cut.sections[number], data[slice(*cut.span(payload))], letter)
    }
    for form in _forms(tree):
        missing -= form if form & set(leaves) - missing else set()
    named = (f"part {number} {cut.sections[number].value.word} {leaves[number]!r}" for number in missing)
    return next(named, None)


def _forms(tree: Message) -> Iterator[set[int]]:
    """The numbers of the sections of each alternative."""
    for node in tree.walk():
        if node.get_content_type() == "multipart/alternative":
            yield {int(str(part[NUMBER])) for part in node.walk()}


# A letter's text is asked for by each of its parts.
_bare = functools.lru_cache(8)(alternatives._bare)


def _stands(section: Section, raw: bytes, letter: Letter) -> bool:
    content, _ = body.undo_transfer(
        raw, body.encoding_of(section.headers.tokens("content-transfer-encoding"))
    )
    kept = {one.data for one in letter.attachments}
    if content in kept or not content.strip():
        return True
    rest, files, _ = body.take_uuencoded(content)
    text, _ = body.read_text(rest, section.value)
    return all(file in kept for _, file in files) and _bare(text) in _bare(letter.text)


def _lost_around(tree: Message, cut: Skeleton, data: bytes, letter: Letter) -> str | None:
    """The numbers that the skeleton gives to parts and to what is around them are each in the tree once."""
    told = mime.OUTSIDE in letter.defects
    seen = sorted(
        int(number) for payload in _leaves(tree).values() for number in re.findall(r"@(\d+)", payload)
    )
    for node in tree.walk():
        for payload in (node.preamble, node.epilogue):
            seen += [int(number) for number in re.findall(r"@(\d+)", payload or "")]
            around = data[slice(*cut.span(payload or ""))].strip()
            if around and not told and not mime._STOCK.match(around):
                return f"outside {around[:80]!r}"
            if NUMBER in (payload or ""):
                return f"a part outside: {payload!r}"
    return (
        None if sorted(seen) == list(range(len(cut.sections))) else f"the tree lacks sections: {sorted(seen)}"
    )


# --- the reading ----------------------------------------------------------------------------------


def wrong(data: bytes, letter: Letter) -> str | None:
    return unreadable(letter) or lost(data, letter)


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_a_damaged_letter_is_read_and_nothing_of_it_is_lost(chunk: int) -> None:
    names = NAMES[chunk::CHUNKS]
    damaged = ((f"{SEED}/{name}/{n}", mutant(name, n)) for name in names for n in range(EACH))
    assert complaints(damaged, wrong) == []


def test_letters_as_they_came_lose_nothing() -> None:
    whole = ((name, (MAILS / f"{name}.eml").read_bytes()) for name in NAMES)
    assert complaints(whole, wrong) == []


def test_there_are_at_least_eight_thousand_damaged_letters() -> None:
    assert len(NAMES) * EACH >= 8_000
