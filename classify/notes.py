"""Letters about a piece that was sent before: “5台”应为“6台”, 请撤回《…》.  They are no pieces themselves."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from classify.asking import reason
from classify.duplicates import Known
from classify.model import Relation, RelationKind
from intake.headings import letters

MOST = 160
"""Characters of a note; who writes more has sent a piece."""

_WITHDRAWS = re.compile(
    r"撤回|撤稿|作废|(?:请|先|暂|不要|勿|别|不再|取消|停止)(?:不要|勿|不|暂不)?(?:刊发|刊登|刊用|编发|采用|发表|登)|不(?:发|登|用)了"
)
_CORRECTS = re.compile(
    r"[”》](?:一?处)?(?:应为|应是|改为|改成|更正为|有误|写错|误写|多写|漏写)|(?:应为|应是|改为|改成|更正为)[“《]"
    r"|(?:第[一二三四五六七八九十\d]+[段句处行条]|标题|落款|署名|数字|数据|姓名|人名|日期).{0,30}(?:应为|改为|改成|更正为|有误|写错)"
    r"|更正如下|勘误"
)
_ASKS = re.compile(r"请|麻烦|烦|劳|望|谢谢|抱歉|致歉|不好意思|特此")
_TITLE = re.compile(r"《([^》]{2,40})》")
_PHRASE = re.compile(r"[“「]([^”」]{1,40})[”」]")


@dataclass(frozen=True, slots=True)
class Note:
    """What a letter says of a piece: to be put right or withdrawn; `titles` and `phrases` it quotes."""

    withdraws: bool
    titles: tuple[str, ...]
    phrases: tuple[str, ...]


def note(subject: str, text: str) -> Note | None:
    """Return what a short letter says of an earlier piece, or None where it is none of these."""
    whole = f"{subject}\n{text}"
    if len(text) > MOST or not _ASKS.search(whole):
        return None
    withdraws = bool(_WITHDRAWS.search(whole))
    if not withdraws and not _CORRECTS.search(text):
        return None
    return Note(withdraws, tuple(_TITLE.findall(whole)), tuple(_PHRASE.findall(text)))


def about(said: Note, text: str, recent: Sequence[Known]) -> Relation | None:
    """Return which of a sender's recent pieces, newest first, a note is about; None where that is open.

    A quoted title tells, then the quoted words; a sender's only piece is meant without either.
    """
    titled = (one for one in recent if _is_titled(one, said.titles))
    quoting = (one for one in recent if said.phrases and said.phrases[0] in one.text)
    only = recent if len(recent) == 1 and not said.titles else ()
    found = next((one for group in (titled, quoting, only) for one in group), None)
    if found is None:
        return None
    words = " ".join(text.split())[:60]
    told = reason(found.letter, found.id, words, withdraws=said.withdraws)
    return Relation(RelationKind.NOTE_ON, found.id, told)


def _is_titled(one: Known, titles: Iterable[str]) -> bool:
    title = letters(one.text.split("\n", 1)[0])
    return bool(title) and any(
        letters(wanted) in title or title in letters(wanted) for wanted in titles if letters(wanted)
    )
