"""Chinese personal names: told from other short words by their surname."""

from __future__ import annotations

import re

from intake import surnames

_SURNAMES = frozenset(surnames.SINGLE)
_NOT_WORDS = "来稿 来信 来函 党群 党建 党办 党委 宣传 文化 工会 团委 公司 安全 全体 管理 时间 单位 车间"
_NOT_NAMES = tuple(_NOT_WORDS.split())
_CALLED = (
    "阳光 石头 向日葵 蓝天 白云 常青 常青藤 梅花 兰花 红梅 白杨 雷锋 花开 平凡 安好 "
    "成长 时光 江南 梅香 万水 宁静 舒心 高原 金秋 金色 路人 路过 安心 祝好 祝安 "
    "马上 于是 尚好 明天 明月 成功 梅子 桃花 白雪 红叶 秋叶 夏天 毕竟 边走 如此 "
    "全家 全员 文稿 党建 简讯 通讯 向上 和谐 温暖 温馨 方向 金山 石油 高炉 云海 "
    "云朵 冷暖 花香 春天 包钢 鲁能 钟声 雷达 水木 水手 别样 舒畅 石榴 柳絮 "
)
_NICKNAMES = frozenset(_CALLED.split())
"""Words that begin with a surname, as people call themselves in display names."""
_SALUTATION = re.compile(r".[工总哥姐叔姨嫂]")
"""What colleagues call one another: 裴工, 王总."""
_TITLE = re.compile(r"(?:老师|主任|书记|经理|部长|科长|厂长|师傅|女士|先生|同志|编辑|记者|通讯员)$")


def personal_name(text: str) -> str:
    """Return the personal name that `text` is （“张三”, “张 三”, “铝厂-张三”）, or an empty string."""
    for stretch in reversed(re.split(r"[^\u4e00-\u9fff·\s]+", text)):
        words: list[str] = stretch.split()
        name = "".join(words)
        if [len(word) for word in words[-2:]] == [1, 1]:  # 王 强, set wide to look like three characters
            words[-2:] = ["".join(words[-2:])]
        for word in (name, *reversed(words)):
            bare = _TITLE.sub("", word)
            if is_personal_name(bare):
                return bare
    return ""


def is_personal_name(word: str) -> bool:
    """Whether a word looks like a Chinese personal name: a surname and one or two more characters."""
    if not re.fullmatch(r"[\u4e00-\u9fff]{2,4}", word) or word.startswith(_NOT_NAMES):
        return False
    if word in _NICKNAMES or _TITLE.search(word) or _SALUTATION.fullmatch(word):
        return False
    if word.endswith(
        ("部", "厂", "委", "会", "室", "科", "处", "组", "办", "院", "所", "站", "矿", "队", "区", "班")
    ):
        return False
    if word.startswith(surnames.COMPOUND):
        return 3 <= len(word) <= 4
    return word[0] in _SURNAMES and len(word) <= 3
