"""An editor says whose a letter is: it is read again with all that follow, and the next one is right."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.command import Done, command
from tests.readings import NEWS, OTHER_NEWS, letter

SENDER = "周宁 <zhouning@qq.com>"
STRANGE = "西南铝业熔铸厂完成检修，比计划提前十六小时，节约费用十二万元，职工人人叫好。\n（西南铝业 冯晓）"


@pytest.fixture
def filled(config: Path, tmp_path: Path) -> Path:
    """Two letters of one private sender, one of a stranger, one of a known unit."""
    folder = tmp_path / "mails"
    folder.mkdir()
    letters = (
        letter(NEWS, sender=SENDER),
        letter(OTHER_NEWS, sender=SENDER),
        letter(STRANGE, sender="冯晓 <fengxiao@163.com>"),
        letter(NEWS + OTHER_NEWS),
    )
    for number, data in enumerate(letters, 1):
        (folder / f"{number}.eml").write_bytes(data)
    assert run(config, "intake add", folder).status in {0, 4}
    return config


def run(config: Path, line: str, *arguments: object) -> Done:
    return command(line, *arguments, "--config", config)


def listed(config: Path, *options: str) -> dict[int, list[str | None]]:
    """Letter -> units of its pieces."""
    found = run(config, "intake list", "--json", *options).lines
    return {one["id"]: [item["unit"] for s in one["submissions"] for item in s["items"]] for one in found}


def test_letters_of_unknown_units_are_listed_with_what_they_call_themselves(filled: Path) -> None:
    assert listed(filled, "--unknown") == {1: [None], 2: [None], 3: [None]}
    shown = run(filled, "intake list", "--unknown").out
    assert "未知" in shown
    assert "自称西南铝业" in shown.replace("（", "")


@pytest.mark.parametrize("name", ["中铝山东", "中铝山东有限公司", "山铝", "中铝 山东"])
def test_a_unit_can_be_called_by_any_of_its_names(filled: Path, name: str) -> None:
    done = run(filled, "intake unit 1", name)
    assert done.status == 0
    assert "第 1 号来信的单位已定为中铝山东。" in done.out
    assert listed(filled)[1] == ["中铝山东"]


def test_what_was_read_again_and_what_changed_is_told(filled: Path) -> None:
    lines = run(filled, "intake unit 1 中铝山东").out.splitlines()
    assert lines == [
        "第 1 号来信的单位已定为中铝山东。",
        "同一发件人的来信随之重读：2",
        "第1号来信：未知 → 中铝山东",
        "第2号来信：未知 → 中铝山东",
    ]
    assert listed(filled, "--unknown") == {3: [None]}
    again = run(filled, "intake unit 1 中铝山东").out.splitlines()
    assert again == ["第 1 号来信的单位已定为中铝山东。", "同一发件人的来信随之重读：2"]


def test_the_next_letter_of_a_sender_says_since_when_he_is_known(filled: Path, tmp_path: Path) -> None:
    run(filled, "intake unit 1 中铝山东")
    (tmp_path / "next.eml").write_bytes(letter("第三封。" + NEWS + OTHER_NEWS + NEWS, sender=SENDER))
    run(filled, "intake add", tmp_path / "next.eml")
    (submission,) = run(filled, "intake show 5 --json").json["submissions"]
    assert submission["unit"] == "中铝山东"
    (reason,) = submission["unit_reasons"]
    assert reason.startswith("自 20")
    assert reason.endswith(" 更正第1号来信以来，zhouning@qq.com 归 中铝山东")


def test_a_unit_that_is_not_registered_is_an_error_that_says_what_to_add(filled: Path) -> None:
    done = run(filled, "intake unit 3 西南铝业")
    assert done.status == 2
    for words in ("没有登记单位“西南铝业”", "[[unit]]", 'name = "西南铝业"'):
        assert words in done.err
    assert listed(filled)[3] == [None]
