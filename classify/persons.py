"""Chinese personal names: told from other short words by their surname."""

from __future__ import annotations

import re

_SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高郑梁谢宋唐许韩冯邓曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈"
    "钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫雷龙段黎史陶贺毛郝顾龚邵覃武钱戴严莫孔向常汤康易乔"
    "赖文施洪辛柯甘牛樊葛邢安齐庞颜庄聂章鲁岳翟殷詹申耿关兰焦俞左柳祝包宁尚符舒阮纪梅童凌毕单裴霍成苗谷曲盛"
    "冉骆蓝路游靳管柴蒙鲍华喻祁房滕屈饶解牟艾尤时穆农司古吉缪车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂"
    "全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝封谈匡鞠惠荆乐冀胥南班储原栗燕"
    "楚鄢谌阎晋贝代万涂倪庞伍温简季丰阳翁蒲欧劳零农"
)
_COMPOUND = ("欧阳", "上官", "司马", "诸葛", "司徒", "东方", "皇甫", "尉迟", "慕容", "令狐")
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
    if word.startswith(_COMPOUND):
        return 3 <= len(word) <= 4
    return word[0] in _SURNAMES and len(word) <= 3
