"""A display name that claims a unit is remarked where the address is not that unit's, and else left alone."""

from __future__ import annotations

from dataclasses import replace

import pytest

from classify.model import Taught, Unit
from classify.senders import false_claim
from tests.readings import NEWS, SHANDONG, judged, letter

NAMED = Unit("甲厂", full_name="某某甲厂有限公司", aliases=("甲电解",), addresses=("*@jia.example.com",))
BESIDE = Unit("乙研究所", addresses=("*@yi.example.com", "yi@mail.example.net"))
NOWHERE = Unit("丙公司")
UNITS = (NAMED, BESIDE, NOWHERE)


# --- the name -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name", ["甲厂", "甲厂 张三", "张三（甲厂宣传部）", "某某甲厂有限公司", "甲电解党委", "乙研究所转甲厂"]
)
@pytest.mark.parametrize("address", ["zhang@qq.com", "zhang@jia.example.com.evil.example", ""])
def test_a_units_name_before_a_foreign_address_is_a_claim(name: str, address: str) -> None:
    assert false_claim(name, address, UNITS) in {"甲厂", "乙研究所"}


@pytest.mark.parametrize(
    ("name", "address"),
    [
        pytest.param("甲厂 张三", "zhang@jia.example.com", id="its own address"),
        pytest.param("甲厂 张三", "ZHANG@JIA.EXAMPLE.COM", id="its own address in capitals"),
        pytest.param("乙研究所", "yi@mail.example.net", id="an address of its own with a provider"),
        pytest.param("乙研究所转甲厂", "li@yi.example.com", id="one of two units named"),
        pytest.param("丙公司 李四", "li@qq.com", id="a unit without known addresses"),
        pytest.param("张三", "zhang@qq.com", id="a person"),
        pytest.param("", "zhang@qq.com", id="no name"),
        pytest.param("", "", id="nothing"),
        pytest.param("zhang@qq.com", "zhang@qq.com", id="the address as the name"),
        pytest.param("zhang@qq.com", "zhang@163.com", id="a foreign address as the name"),
    ],
)
def test_what_claims_nothing_false_is_left_alone(name: str, address: str) -> None:
    assert false_claim(name, address, UNITS) is None


@pytest.mark.parametrize(
    "name", ["zhang@jia.example.com", "张三 <zhang@jia.example.com>", "Zhang zhang@jia.example.com 办公"]
)
def test_a_units_address_shown_in_a_name_before_another_is_a_claim(name: str) -> None:
    assert false_claim(name, "zhang@evil.example", UNITS) == "zhang@jia.example.com"


def test_a_units_address_shown_in_the_name_of_the_same_unit_is_none() -> None:
    assert false_claim("li@jia.example.com", "zhang@jia.example.com", UNITS) is None


def test_without_units_nobody_is_an_imitator() -> None:
    assert false_claim("甲厂", "zhang@qq.com", ()) is None


def test_a_name_of_nothing_but_addresses_costs_little() -> None:
    assert false_claim("a@" * 50_000 + "." * 50_000, "zhang@qq.com", UNITS) is None


# --- what the editor is told ------------------------------------------------------------------------

CLAIM = "发件人自称“中铝山东”，但地址 fake@qq.com 不是该单位登记的地址，请核实"
FAILED = "收信服务器未能验证发件地址 wangqiang@sd.example.com，可能是冒名，请核实"
FAKE = "中铝山东 王强 <fake@qq.com>"
HEAD = f"发件人: {SHANDONG}\n发送时间: 2021年5月6日 9:12\n收件人: 刘芳\n主题: 信息\n"
FAIL = "Authentication-Results: mx.example.com; dmarc=fail header.from=sd.example.com\n"


def remarks(
    data: bytes, taught: dict[str, Taught] | None = None, unit: str | None = None
) -> tuple[tuple[str, ...], ...]:
    return tuple(submission.remarks for submission in judged(data, taught, unit).submissions)


def test_a_false_claim_is_remarked_on_the_submission() -> None:
    assert remarks(letter(NEWS, sender=FAKE)) == ((CLAIM,),)


def test_a_sender_without_an_address_is_said_to_have_none() -> None:
    assert remarks(letter(NEWS, sender="中铝山东")) == ((CLAIM.replace("fake@qq.com", "（无）"),),)


def test_a_sender_that_the_server_could_not_verify_is_remarked() -> None:
    assert remarks(letter(NEWS, headers=FAIL)) == ((FAILED,),)


def test_both_doubts_are_told() -> None:
    headers = FAIL.replace("sd.example.com", "qq.com")
    found = remarks(letter(NEWS, sender=FAKE, headers=headers))
    assert found == ((CLAIM, FAILED.replace("wangqiang@sd.example.com", "fake@qq.com")),)


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(letter(NEWS), id="its own address"),
        pytest.param(letter(NEWS, headers=FAIL.replace("=fail", "=pass")), id="verified"),
        pytest.param(letter(NEWS, headers=FAIL.replace("mx.", "evil.")), id="another server's word"),
        pytest.param(letter(NEWS, sender="王强 <fake@qq.com>"), id="a person's private mail"),
        pytest.param(
            letter(f"请用。\n\n{HEAD}\n{NEWS}", sender="赵磊 <zhaolei@bt.example.com>"),
            id="forwarded in the text by another unit",
        ),
        pytest.param(
            letter("请用。", ("a.eml", "message/rfc822", letter(NEWS)), sender="赵磊 <zl@bt.example.com>"),
            id="forwarded as a file by another unit",
        ),
    ],
)  # fmt: skip
def test_an_honest_sender_is_not_remarked(data: bytes) -> None:
    assert remarks(data) == ((),)


def test_a_sender_whom_the_editor_confirmed_is_believed() -> None:
    data = letter(NEWS, sender=FAKE.replace("fake", "FAKE"), headers=FAIL)
    assert remarks(data, taught={"fake@qq.com": Taught("中铝山东", "更正过")}) == ((),)


def test_a_letter_that_the_editor_decided_is_believed() -> None:
    assert remarks(letter(NEWS, sender=FAKE, headers=FAIL), unit="包头铝业") == ((),)


def test_a_letter_inside_a_letter_is_judged_by_its_own_sender() -> None:
    inner = letter(NEWS, sender=FAKE)
    assert remarks(letter("请用。", ("a.eml", "message/rfc822", inner))) == ((CLAIM,),)


def test_the_remark_quotes_no_more_than_the_unit_and_the_address() -> None:
    """A display name is anybody's words."""
    found = remarks(letter(NEWS, sender='"中铝山东（速点 http://evil.example）" <fake@qq.com>'))
    assert found == ((CLAIM,),)


def test_an_alias_counts_as_the_unit() -> None:
    assert false_claim("甲电解", "a@qq.com", (replace(NAMED, full_name=None),)) == "甲厂"
