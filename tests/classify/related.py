"""Pieces to be related: a report, a pattern of many, a formula; all invented."""

from __future__ import annotations

from typing import NamedTuple

from classify.model import RelationKind

DUPLICATE, VERSION = RelationKind.DUPLICATE, RelationKind.VERSION
DIGEST, SIBLING = RelationKind.DIGEST_OF, RelationKind.SIBLING
NORTH, SOUTH, HEAD = "北江铝业", "南岭矿业", "集团宣传部"

KILN = (
    "北江铝业一号窑检修提前收官\n"
    "3月14日，北江铝业焙烧厂1号回转窑检修提前26小时收官，一次点火成功。这次检修更换耐火砖418吨，"
    "焊补筒体裂纹37米，调整托轮8组。检修班长洪大成带着14名职工三班连轴转，把原定9天的砌筑压缩到7天。"
    "窑头操作工苗小兰说，新砖砌得像镜面一样平，投料后窑皮温度比检修前低了42摄氏度。"
)
SONG = (
    "南岭矿业唱响采场\n"
    "清晨的采场，第一声汽笛还没有响，电铲司机班的歌声先响了起来。南岭矿业工会把合唱团搬到排班室门口，"
    "请退休的老矿工教大家唱当年的开山号子。年轻人起初不好意思张口，唱着唱着就跟上了拍子。"
    "老矿工说，号子一响，心就齐了。"
)
STAR = (
    "{plant}评出{month}月“安全之星”\n"
    "近日，北江铝业{plant}评出{month}月“安全之星”{n}名。其中有及时发现吊具裂纹的天车工{a}，"
    "有连续三年没有违章的{trade}{b}。厂里给每人发奖金200元，照片贴上光荣榜。"
)
REPORT = (
    "{unit}{month}月安全简报\n"
    "{month}月，{unit}开展安全检查{a}次，发现隐患{b}项，整改{c}项。其中电气隐患{d}项，起重隐患{e}项。"
    "下月将组织受限空间演练，做到措施、责任、资金、时限、预案“五落实”。"
)
MARCH = REPORT.format(unit=NORTH, month=3, a=21, b=67, c=64, d=18, e=9)
OATH = "5月4日，{unit}团委组织{n}名青年到烈士陵园重温入团誓词。"
MEETING = (
    "{unit}传达学习工作会议精神\n"
    "{day}，{unit}党委召开会议，传达学习集团公司年度工作会议精神，党委书记{name}主持。会议强调，"
    "要把思想和行动统一到集团公司部署上来，真抓实干、埋头苦干，确保全年目标任务圆满完成。"
    "会议要求，各支部要结合实际制定措施，把任务分解到班组、落实到个人。{n}人参加会议。"
)
FORMULA = (
    "会议强调，要把思想和行动统一到集团公司的决策部署上来，坚定信心、真抓实干，"
    "全力打好提质增效攻坚战，确保全年目标任务圆满完成。"
)


class Case(NamedTuple):
    """An earlier piece and its unit, a later one and its unit, what is announced, and what an editor says."""

    name: str
    old: str
    new: str
    kind: RelationKind | None
    subject: str = "投稿"
    old_unit: str | None = NORTH
    new_unit: str | None = NORTH


def replaced(text: str, *pairs: tuple[str, str]) -> str:
    for old, new in pairs:
        assert old in text, old
        text = text.replace(old, new)
    return text
