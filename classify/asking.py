"""What a letter asks about an earlier piece, in words that an editor reads and that can be read back."""

from __future__ import annotations

import re

_WITHDRAW, _CORRECT = "撤回", "更正"
_REASON = re.compile(rf"要求({_WITHDRAW}|{_CORRECT})第\d+号来信的条目 (\d+)：", re.ASCII)


def reason(letter: int, item: int, words: str, *, withdraws: bool) -> str:
    """Say what is asked about an item of a letter, and in which words: 要求撤回第16号来信的条目 17：“…”."""
    return f"要求{_WITHDRAW if withdraws else _CORRECT}第{letter}号来信的条目 {item}：“{words}”"


def asked(said: str) -> tuple[bool, int] | None:
    """Return whether a reason asks for a withdrawal, and of which item; None for other reasons."""
    found = _REASON.match(said)
    return (found[1] == _WITHDRAW, int(found[2])) if found else None
