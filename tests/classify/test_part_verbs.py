"""Where the name of a part ends: at what it does, and how."""

from __future__ import annotations

import pytest

from classify.chains import subunit_after

UNIT = "某某铝业"

DOES = (
    "合理安排 安排 科学调配 统筹 精心组织 周密部署 部署 细化 严控 严抓 严格落实 紧盯 抓牢 压实 夯实 筑牢"
    " 守牢 盘活 挖潜 用好 管好 做实 做优 加快 加速 提速 高效 稳步 精准 奋力 深挖 新增"
    " 创建 完善 健全 规范 明确 梳理 理顺 打通 排除 抽查 研判 激励 动员 要求 强调 助力"
    " 帮助 关心 回访 陪同 协同 联手 会同 牵头 主抓 承担 承接 负责 履行 掀起 形成 设立"
    " 抽调 调整 选派 满足 力保 促进 探索 试行 启用 停用 运送 移交 签订 接待 斩获 蝉联"
    " 入选 通报 公示 刷新 领跑 赶超 下沉 扎根 坚守 核查 考评 从严 逐项 层层 始终 定期"
    " 多次 自觉 踊跃 用心 倾力 共同 分别 同步 平稳 圆满 谋划 仔细 联合 检查 督查 监督"
    " 巡查 疏通 清扫 拆除 对标 改造 升级 培训 指导 协调 各 该 强化 加强"
)


@pytest.mark.parametrize("does", DOES.split())
@pytest.mark.parametrize("part", ["第二氧化铝厂", "检修车间", "生产技术部", "质检中心"])
def test_what_a_part_does_is_not_of_its_name(part: str, does: str) -> None:
    for what in ("采场和洗矿生产", "检修车间安全管理", "净化工区设备", "备件基地"):
        assert subunit_after(f"{UNIT}{part}{does}{what}", len(UNIT)) == part


@pytest.mark.parametrize(
    "part",
    [
        "设备维护车间",
        "维护检修车间",
        "督查科",
        "安全监督部",
        "科学技术部",
        "培训中心",
        "协调管理部",
        "联合车间",
        "清扫班组",
        "精细氧化铝厂",
        "拆除公司",
        "物资回收中心",
        "自发电车间",
        "热电站",
        "挖掘机班组",
    ],
)
def test_a_name_that_is_made_of_such_a_word_stays_whole(part: str) -> None:
    assert subunit_after(f"{UNIT}{part}更换滤袋", len(UNIT)) == part


@pytest.mark.parametrize("rest", ["组织清淤", "学习新规", "组建小组"])
def test_a_centre_ends_before_what_it_does(rest: str) -> None:
    assert subunit_after(f"{UNIT}质检中心{rest}", len(UNIT)) == "质检中心"
