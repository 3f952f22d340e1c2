"""An entirely different bulletin, by its settings and its examples alone: a hospital's newsletter."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from desk import learning
from tests.command import command

HOSPITAL = Path(__file__).parents[1] / "bulletins" / "hospital"

LETTERS = {
    "心内科 <xnk@hospital.example.com>": (
        "心内科开展新手术",
        "心内科为一名七十六岁患者完成经导管主动脉瓣置换手术，手术历时五十分钟，患者术后第三天出院。",
        "诊疗前沿",
        None,
    ),
    "总务处 <zwc@hospital.example.com>": (
        "食堂恢复供餐",
        "总务处改造职工食堂排烟管道，停业两天后恢复供餐，六部电梯同时完成大修。",
        "院务公开",
        "基建后勤",
    ),
    "刘先生 <liu@qq.com>": (
        "谢谢你们",
        "我母亲摔断了股骨，住院二十天，护士每天给她翻身，医生耐心地给我们讲病情，我们全家感激不尽。",
        "患者来信",
        None,
    ),
    "骨科 <gk@hospital.example.com>": (
        "骨科下乡",
        "骨科十名医师到青石镇义诊，巡诊三个村，为二百一十名村民检查腰腿病。",
        "义诊下乡",
        None,
    ),
}


@pytest.fixture
def config(tmp_path: Path) -> Iterator[Path]:
    shutil.copytree(HOSPITAL, tmp_path, dirs_exist_ok=True)
    yield tmp_path / "config.toml"
    learning._MODELS.clear()


def test_unseen_pieces_are_placed_by_its_own_examples_and_rules(config: Path) -> None:
    found = command("classify evaluate --json", config.parent / "unseen.jsonl", "--config", config).json
    assert found["n"] == 14
    assert found["accuracy"] >= 0.9
    assert found["per_column"]["义诊下乡"]["recall"] == 1.0  # which has no examples


def test_its_letters_become_an_issue_of_its_own(config: Path) -> None:
    for number, (sender, (subject, text, _, _)) in enumerate(LETTERS.items()):
        path = config.parent / f"letter{number}.eml"
        head = f"From: {sender}\nSubject: {subject}\nDate: Mon, 4 Sep 2023 09:00:00 +0800\n"
        path.write_text(f"{head}Content-Type: text/plain; charset=utf-8\n\n{text}\n", "utf-8")
        assert command("intake add", path, "--config", config).status == 0
    rows = command("intake list --json --config", config).lines
    items = [row["submissions"][0]["items"][0] for row in rows]
    assert [(item["column"], item["group"]) for item in items] == [
        (column, group) for _, _, column, group in LETTERS.values()
    ]
    assert [item["unit"] for item in items] == ["心内科", "总务处", None, "骨科"]
    draft = command("compose --window 2023-09-01..2023-09-10 --json --config", config)
    assert draft.status == 0
    assert draft.json["issue"]["serial"] == 641
    assert [column["name"] for column in draft.json["columns"]] == [
        "诊疗前沿",
        "院务公开",
        "患者来信",
        "义诊下乡",
    ]
    assert draft.json["ledger"]["balanced"]
