"""Who wrote it: by-line before signature before display name before subject."""

from __future__ import annotations

from typing import Any

import pytest

from classify.evidence import Evidence
from classify.model import Unit
from classify.signing import Signed, closing, introduction
from classify.units import find_origin


def who(register: tuple[Unit, ...], **evidence: Any) -> str | None:
    return find_origin(Evidence(**evidence), register).contributor


def test_each_place_yields_to_the_better_one(register: tuple[Unit, ...]) -> None:
    places = {"subject_person": "赵一", "name": "钱二", "signature": "孙三", "person": "李四 周五"}
    for last, expected in enumerate(["赵一", "钱二", "孙三", "李四 周五"], 1):
        assert who(register, **dict(list(places.items())[:last])) == expected


@pytest.mark.parametrize(
    ("evidence", "person"),
    [
        ({"signature": "包头铝业党群工作部 赵 蕾"}, "赵蕾"),
        ({"signature": "赵蕾\n包头铝业综合管理部"}, "赵蕾"),
        ({"signature": "联系人：赵蕾 138****2211"}, "赵蕾"),
        ({"signature": "通讯员 赵蕾", "name": "清风"}, "赵蕾"),
        ({"signature": "赵蕾\n李想", "name": "李想"}, "李想"),
        ({"signature": "包头铝业党群工作部\n电话 0472-204****"}, None),
        ({"name": "赵蕾老师"}, "赵蕾"),
        ({"name": "孟老师"}, None),
        ({"name": "Helen Zhao"}, "Helen Zhao"),
        ({"name": "Ｌｉ　Ｊｉｎｇ"}, "Li Jing"),
        ({"name": "helen.zhao"}, None),
        ({"name": "13977660012"}, None),
        ({"name": "包头铝业综合部"}, None),
        ({"name": "向日葵"}, None),
        ({"name": "老槽工"}, None),
        ({"name": "Helen Zhao", "text": "七月的风。\n（赵海伦）"}, "赵海伦"),
        ({"text": "它还要转下去。\n韦振强，广西分公司氧化铝厂职工"}, "韦振强"),
        ({"text": "共建书屋。\n（包头钢铁 宝音）"}, "宝音"),
        ({"text": "技能赛结束。\n（萨仁）"}, "萨仁"),
        ({"text": "故事还长。\n（未完待续）"}, None),
        ({"text": "她们笑了。\n通讯员 赵蕾 摄影 李想"}, "赵蕾"),
        ({"text": "她们笑了。\n（通讯员 赵蕾 摄影 李想）"}, "赵蕾"),
        ({"text": "她们笑了。\n文/赵蕾 图/李想"}, "赵蕾"),
        ({"text": "树还在。\n作者：赵蕾，某厂退休职工"}, "赵蕾"),
        ({"signature": "赵蕾，山西新材料氧化铝厂", "name": "阿蕾"}, "赵蕾"),
        ({"name": "裴工"}, None),
        ({"name": "裴工", "text": "树还在。\n作者：裴小满，某厂职工"}, "裴小满"),
        ({"name": "阿蕾"}, "阿蕾"),
        ({"file": "山铝热电厂检修车间-赵蕾-灯.docx", "name": "静水"}, "赵蕾"),
        ({"file": "灯（包铝检修车间 赵蕾）.docx"}, "赵蕾"),
        ({"file": "赵蕾-灯.docx", "title": "灯"}, "赵蕾"),
        ({"file": "人物-赵蕾.docx", "title": "把岗位当舞台"}, None),
        ({"subject": "包头铝业开展“安康杯”竞赛"}, None),
        ({"subject": "包头铝业-赵蕾-来稿"}, "赵蕾"),
        ({"file": "包铝-赵蕾-灯.docx", "name": "李想"}, "李想"),
        ({"cover": "老师好！我是包铝电解二厂的赵蕾，请审。", "name": "LX"}, "赵蕾"),
    ],
)
def test_the_person_is_found_and_an_office_or_a_nickname_is_none(
    register: tuple[Unit, ...], evidence: dict[str, str], person: str | None
) -> None:
    assert who(register, **evidence) == person


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "它还在转。\n韦振强，广西分公司氧化铝厂赤泥车间职工",
            Signed("广西分公司氧化铝厂赤泥车间", "韦振强"),
        ),
        ("它还在转。\n中铝矿业 周静", Signed("中铝矿业", "周静")),
        ("它还在转。（中铝矿业 周静）", Signed("中铝矿业", "周静", bracketed=True)),
        ("它还在转。\n作者：中铝矿业 周静", Signed("中铝矿业", "周静")),
        ("它还在转，周静说。", Signed()),
        ("中铝矿业 周静", Signed()),
        ("它还在转。\n作者：周静，中铝矿业退休职工", Signed("中铝矿业", "周静")),
        ("它还在转。\n通讯员 周静 摄影 李想", Signed(person="周静")),
        ("", Signed()),
    ],
)
def test_the_last_line_signs_a_text_where_it_is_no_sentence(text: str, found: Signed) -> None:
    assert closing(text) == found


@pytest.mark.parametrize(
    ("cover", "found"),
    [
        ("我是包铝电解二厂的张三，写了一篇。", Signed("包铝电解二厂", "张三")),
        ("我叫张三，在包铝电解二厂工作。", Signed("包铝电解二厂", "张三")),
        ("我是山西新材料净化车间职工张三。", Signed("山西新材料净化车间", "张三")),
        ("我是一名来自包铝铸造厂的青工，叫张三，请指正。", Signed("包铝铸造厂", "张三")),
        ("作者单位：包铝电解二厂\n作者：张 三", Signed("包铝电解二厂", "张三")),
        ("我们来自中铝山东。", Signed("中铝山东")),
        ("我在中州铝业采访时听到这件事。", Signed()),
        ("我是包铝综合部的李四，代转张三的稿。", Signed()),
        ("请查收附件。", Signed()),
        ("", Signed()),
    ],
)
def test_a_letter_introduces_who_wrote_the_document_with_it(cover: str, found: Signed) -> None:
    assert introduction(cover) == found


@pytest.mark.parametrize(
    ("evidence", "person"),
    [
        ({"person": "赵蕾（一线职工）"}, "赵蕾"),
        ({"person": "赵蕾（退休教师）"}, "赵蕾"),
        ({"person": "清风（本名：赵蕾）"}, "赵蕾"),
        ({"person": "静水流深（赵蕾）"}, "赵蕾"),
        ({"person": "赵蕾（文） 李想（图）"}, "赵蕾"),
        ({"person": "赵蕾（李想摄影）"}, "赵蕾"),
        ({"person": "赵蕾 李想"}, "赵蕾 李想"),
        ({"person": "小满", "name": "小满", "cover": "（署名请用：赵蕾）"}, "赵蕾"),
        ({"person": "清风", "signature": "署名用赵蕾"}, "赵蕾"),
        ({"person": "清风", "text": "灯亮了。\n（署名为“赵蕾”）"}, "赵蕾"),
        ({"person": "李想", "cover": "文中署名请按原稿。"}, "李想"),
        ({"text": "灯亮了。\n包头铝业电解三厂 清风（真名：赵蕾）"}, "赵蕾"),
    ],
)
def test_a_remark_is_no_name_and_the_real_one_beats_a_nickname(
    register: tuple[Unit, ...], evidence: dict[str, str], person: str
) -> None:
    assert who(register, **evidence) == person


@pytest.mark.parametrize(
    ("cover", "person"),
    [
        ("本周稿件一篇，请审。包头铝业综合部 赵蕾", "赵蕾"),
        ("三篇短讯，烦请编辑。赵蕾", "赵蕾"),
        ("转一篇，请编发。赵蕾", None),
        ("代发同事的稿件，请审。赵蕾", None),
        ("请查收。谢谢老师", None),
    ],
)
def test_the_end_of_the_letter_signs_the_document_unless_it_is_passed_on(
    register: tuple[Unit, ...], cover: str, person: str | None
) -> None:
    assert who(register, name="包铝宣传", cover=cover, text="炉火很旺。") == person


@pytest.mark.parametrize(
    ("evidence", "person"),
    [
        ({"text": "本报讯 记者 赵蕾 在包头铝业渣场，沙棘挂满枝头。"}, "赵蕾"),
        ({"text": "本报讯（通讯员 塔娜）包头铝业渣场，沙棘挂满枝头。"}, "塔娜"),
        ({"text": "记者 在包头铝业渣场看到，沙棘挂满枝头。"}, None),
        ({"file": "包铝 热电厂 赵蕾 输煤线上的姐妹花.docx"}, "赵蕾"),
        ({"file": "包铝 热电厂 输煤线上的姐妹花.docx"}, None),
    ],
)
def test_a_report_and_a_file_name_with_blanks_name_their_author(
    register: tuple[Unit, ...], evidence: dict[str, str], person: str | None
) -> None:
    assert who(register, **evidence) == person


LIFE = "赵蕾，女，1979年出生，现任热电厂班长。她守着锅炉十八年，消除隐患312项。"


@pytest.mark.parametrize(
    ("evidence", "person"),
    [
        ({"person": "赵蕾", "name": "孙海"}, "孙海"),
        ({"name": "包铝宣传", "file": "赵蕾.docx", "signature": "李想"}, "李想"),
        ({"name": "包铝宣传", "file": "劳模-赵蕾.docx"}, None),
        ({"name": "赵蕾"}, None),
    ],
)
def test_whom_the_piece_portrays_is_not_who_wrote_it(
    register: tuple[Unit, ...], evidence: dict[str, str], person: str | None
) -> None:
    assert who(register, title="劳动模范事迹材料", text=LIFE, **evidence) == person


def test_who_tells_of_himself_in_the_first_person_wrote_it(register: tuple[Unit, ...]) -> None:
    text = "赵蕾，这个名字是师傅写在我的工具箱上的。守着锅炉十八年，我没有离开过。"
    assert who(register, title="劳动模范事迹材料", text=text, person="赵蕾") == "赵蕾"
