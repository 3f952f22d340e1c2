"""Chinese personal names: told from other short words by their surname."""

from __future__ import annotations

import re

from intake import surnames

_SURNAMES = frozenset(surnames.SINGLE)
_NOT_WORDS = "党群 党建 党办 党委 宣传 文化 工会 团委 公司 安全 全体 管理 时间 单位 车间"
_NOT_NAMES = tuple(_NOT_WORDS.split())


def personal_name(text: str) -> str:
    """Return the personal name that `text` is （“张三”, “张 三”, “铝厂-张三”）, or an empty string."""
    for stretch in reversed(re.split(r"[^\u4e00-\u9fff·\s]+", text)):
        words: list[str] = stretch.split()
        name = "".join(words)
        if [len(word) for word in words[-2:]] == [1, 1]:  # 王 强, set wide to look like three characters
            words[-2:] = ["".join(words[-2:])]
        for word in (name, *reversed(words)):
            if is_personal_name(word):
                return word
    return ""


def is_personal_name(word: str) -> bool:
    """Whether a word looks like a Chinese personal name: a surname and one or two more characters."""
    if not re.fullmatch(r"[\u4e00-\u9fff]{2,4}", word) or word.startswith(_NOT_NAMES):
        return False
    if word.endswith(("部", "厂", "委", "会", "室", "科", "处", "组", "办", "院", "所", "站")):
        return False
    if word.startswith(surnames.COMPOUND):
        return 3 <= len(word) <= 4
    return word[0] in _SURNAMES and len(word) <= 3
