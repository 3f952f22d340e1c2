"""Whom a piece tells of: a name below its title may be its hero's, and he did not write it."""

from __future__ import annotations

import re
from typing import Final

_OPENING: Final = 200
"""Characters in which a portrait names whom it is about."""
_POST: Final = r"[^，。；：！？“”\n]{0,24}?"
"""Unit and post before the name (某公司电解厂班长|张三)."""
_BEHIND: Final = (
    r"(?:同志)?(?=[，,（(：:]|[是系自从现男女]|参加工作|扎根|多年|坚持|始终|带领|常说|在|以|用|把)"
)
_PORTRAYS: Final = re.compile(r"事迹|模范|劳模|标兵|工匠|先进|优秀|人物|榜样|风采|能手|[—–-]记")
_OTHER: Final = re.compile(r"[他她]")
_SELF: Final = re.compile(r"我(?![们国党市省厂司矿区院部公军方])|本人")
_QUOTED: Final = re.compile(r"“[^”]*”")


def is_portrayed(person: str, title: str, text: str) -> bool:
    """Whether a text tells of a person as of another: it opens with him, or is his portrait by its title."""
    said = _QUOTED.sub("", text)
    if not person or " " in person or _SELF.search(said):
        return False
    name = re.escape(person)
    opens = re.match(rf"\s*{_POST}{name}{_BEHIND}", said)
    acts = re.search(rf"(?:^|[，。；！？\n])\s*{_POST}{name}", said[:_OPENING])
    told = _PORTRAYS.search(title) and _OTHER.search(said)
    return bool(opens or (acts and told))
