"""Corrected once, never again: corrections and back issues teach, say so, and can be taken back."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest

from desk import learning
from storage import placements
from tests.command import Done, command
from tests.compose.issues import Paper, imprint, masthead

DRILL = (
    "广西华磊动力厂组织消防演练",
    "5月6日，广西华磊动力厂组织消防演练，62名职工轮流使用灭火器扑灭油盆火，并从三楼沿疏散通道撤到集合点，演练用时九分钟。",
)
NEXT = (
    "包铝电解二厂开展消防演练",
    "5月8日上午，包头铝业电解二厂开展消防演练，85名职工逐个操作灭火器扑灭油盆火，沿疏散通道撤到集合点，演练用时十一分钟。",
)
OUTPUT = (
    "广西华磊动力厂四月发电量创新高",
    "四月份，广西华磊动力厂发电量完成2.1亿千瓦时，同比增长5.3%，供电煤耗下降2.4克，综合厂用电率降低0.2个百分点。",
)
HOUSE = "听青之声"
"""Where this house files fire drills; nobody could guess it."""


def eml(path: Path, sender: str, title: str, text: str, day: int = 6) -> Path:
    letter = EmailMessage()
    letter["From"] = sender
    letter["To"] = "gfdqb1@example.com"
    letter["Subject"] = title
    letter["Date"] = f"Thu, {day:02} May 2021 09:00:00 +0800"
    letter["Message-ID"] = f"<{path.stem}@example.com>"
    letter.set_content(f"{title}\n\n{text}\n")
    path.write_bytes(bytes(letter))
    return path


class House:
    """A desk that letters are handed to, and what its commands answer."""

    def __init__(self, config: Path) -> None:
        self.config = config
        self.db = config.parent / "bulletin.db"
        self.count = 0

    def run(self, line: str, *arguments: object) -> Done:
        done = command(f"{line} --config", self.config, *arguments)
        assert "Traceback" not in done.err
        return done

    def take(self, title: str, text: str, sender: str = "李工 <li@qq.com>", day: int = 6) -> dict[str, Any]:
        """Take a letter in; return its one item."""
        self.count += 1
        path = eml(self.config.parent / f"letter{self.count}.eml", sender, title, text, day)
        assert self.run("intake add", path).status == 0
        return self.item(self.count)

    def item(self, letter: int) -> dict[str, Any]:
        row = next(row for row in self.run("intake list --json").lines if row["id"] == letter)
        [submission] = row["submissions"]
        [item] = submission["items"]
        assert isinstance(item, dict)
        return item


@pytest.fixture
def house(config: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    """A desk with every fifth of the starter examples: it learns again in each test."""
    few = b"\n".join(learning._starter().split(b"\n")[::5])
    monkeypatch.setattr(learning, "_starter", lambda: few)
    learning._given.cache_clear()
    yield House(config)
    learning._given.cache_clear()
    learning._MODELS.clear()


# --- corrections ---------------------------------------------------------------------------------


def test_a_column_corrected_once_is_right_the_next_time_with_the_reason(house: House) -> None:
    first = house.take(*DRILL)
    assert first["column"] != HOUSE
    done = house.run(f"classify set {first['id']} {HOUSE}")
    assert done.status == 0
    assert f"条目 {first['id']} 已归入{HOUSE}" in done.out
    second = house.take(*NEXT, sender="王干事 <wang@163.com>")
    assert second["column"] == HOUSE
    assert second["level"] != "doubtful"
    reason = second["reasons"][0]
    assert reason.startswith("自")
    assert f"改定第{first['id']}条以来" in reason
    assert DRILL[0][:10] in reason


def test_another_kind_of_the_same_unit_is_not_drawn_along(house: House) -> None:
    first = house.take(*DRILL)
    house.run(f"classify set {first['id']} {HOUSE}")
    assert house.take(*OUTPUT)["column"] == "开新之局"


def test_what_waits_moves_with_a_correction_and_is_told(house: House) -> None:
    first, second = house.take(*DRILL), house.take(*NEXT)
    done = house.run(f"classify set {first['id']} {HOUSE} --json").json
    assert (done["item"], done["column"], done["group"]) == (first["id"], HOUSE, None)
    [change] = done["changes"]
    assert (change["item"], change["letter"], change["after"]) == (
        second["id"],
        2,
        {"column": HOUSE, "group": None},
    )
    assert change["before"]["column"] == second["column"]
    assert house.item(2)["column"] == HOUSE


def test_what_a_person_decided_is_never_moved(house: House) -> None:
    first, second = house.take(*DRILL), house.take(*NEXT)
    house.run(f"classify set {second['id']} 开新之局")
    house.run(f"classify set {first['id']} {HOUSE}")
    house.run("classify again --all")
    house.run("intake retry 2")
    assert house.item(2)["column"] == "开新之局"
    assert house.item(2)["reasons"][0].startswith("编辑指定")


def test_a_second_thought_takes_the_place_of_the_first(house: House) -> None:
    first = house.take(*DRILL)
    house.run(f"classify set {first['id']} {HOUSE}")
    house.run(f"classify set {first['id']} 践铝之行/为群众办实事篇")
    assert house.take(*NEXT)["group"] == "为群众办实事篇"
    states = [row["withdrawn_at"] is None for row in house.run("classify lessons --json").lines]
    assert states == [False, True]


def test_a_correction_taken_back_teaches_no_more(house: House) -> None:
    first, second = house.take(*DRILL), house.take(*NEXT)
    house.run(f"classify set {first['id']} {HOUSE}")
    done = house.run("classify forget 1")
    assert done.status == 0
    assert "第1课" in done.out
    assert f"{HOUSE} → {second['column']}" in done.out
    assert house.item(2)["column"] == second["column"]
    assert house.item(1)["column"] == HOUSE  # the decision itself stands


@pytest.mark.parametrize(("number", "words"), [(7, "没有第 7 课"), (1, "早已收回")])
def test_a_lesson_that_is_none_cannot_be_taken_back(house: House, number: int, words: str) -> None:
    first = house.take(*DRILL)
    house.run(f"classify set {first['id']} {HOUSE}")
    house.run("classify forget 1")
    done = house.run(f"classify forget {number}")
    assert done.status == 2
    assert words in done.err
    assert "classify lessons" in done.err


# --- back issues ---------------------------------------------------------------------------------


def issue(path: Path, number: int, columns: dict[str, list[str]]) -> Path:
    paper = Paper()
    masthead(paper, f"2021年第{number}期（总第{number}期）")
    for column, texts in columns.items():
        paper.column(column)
        for text in texts:
            paper.item(text)
    imprint(paper)
    path.write_bytes(paper.data)
    return path


@pytest.fixture
def back(tmp_path: Path) -> Callable[..., Path]:
    def write(number: int = 8, **columns: list[str]) -> Path:
        return issue(tmp_path / f"第{number}期.docx", number, columns or {HOUSE: [DRILL[1]]})

    return write


def test_what_a_back_issue_printed_is_right_the_next_time_with_the_issue(
    house: House, back: Callable[..., Path]
) -> None:
    done = house.run("classify learn", back())
    assert done.status == 0
    assert "2021年第8期，学了 1 条（第1课）" in done.out
    found = house.take(*NEXT)
    assert found["column"] == HOUSE
    assert found["chain"] == ["包头铝业", "电解二厂"]
    assert found["reasons"][0].startswith("自2021年第8期以来：与“")


def test_a_dry_run_shows_what_would_be_learned_and_writes_nothing(
    house: House, back: Callable[..., Path]
) -> None:
    path = back(8, 听青之声=[DRILL[1]], 开新之局=[OUTPUT[1]])
    done = house.run("classify learn --dry-run", path)
    assert done.status == 0
    assert "2021年第8期，2 条" in done.out
    assert "听青之声｜广西华磊｜" in done.out
    assert house.run("classify lessons --json").out == ""


def test_what_a_back_issue_printed_is_not_printed_again(house: House, back: Callable[..., Path]) -> None:
    path = back()
    house.run("classify learn", path)
    first, second = house.take(*DRILL), house.take(*OUTPUT)
    draft = house.run("compose --window 2021-04-30..2021-05-10 --json").json
    placed = [
        piece["item"]
        for column in draft["columns"]
        for group in column["groups"]
        for paragraph in group["paragraphs"]
        for piece in paragraph["pieces"]
    ]
    assert placed == [second["id"]]
    entries = house.run("compose ledger --window 2021-04-30..2021-05-10 --json").json["item_entries"]
    held = next(entry for entry in entries if entry["item"] == first["id"])
    assert held["fate"] == "held"
    assert held["reason"].startswith("2021年第8期听青之声已刊：“")
    assert "已刊：2021年第8期" in house.run(f"classify explain {first['id']}").out
    assert first["published"] == {
        "issue": "2021年第8期",
        "column": HOUSE,
        "text": DRILL[1],
        "certain": True,
    }


def test_an_issue_that_was_learned_can_be_composed_again(house: House, back: Callable[..., Path]) -> None:
    """What an issue itself has printed is no reason to leave it out of it."""
    house.take(*DRILL)
    house.run("compose --window 2021-04-30..2021-05-10 --issue 2021-9")
    house.run("classify learn", back(9))
    draft = house.run("compose --window 2021-04-30..2021-05-10 --issue 2021-9 --json").json
    assert draft["ledger"]["items"]["placed"] == 1


def test_an_issue_is_learned_once_and_a_later_print_of_it_takes_its_place(
    house: House, back: Callable[..., Path]
) -> None:
    path = back()
    house.run("classify learn", path)
    again = house.run("classify learn", path)
    assert "已经学过（第1课）" in again.out
    assert again.status == 0
    changed = house.run("classify learn", back(8, 听青之声=[DRILL[1], NEXT[1]]))
    assert "学了 2 条（第2课，代替第1课）" in changed.out
    states = [row["withdrawn_at"] is None for row in house.run("classify lessons --json").lines]
    assert states == [False, True]


def test_columns_that_the_settings_lack_are_told_and_left(house: House, back: Callable[..., Path]) -> None:
    done = house.run("classify learn --json", back(8, 听青之声=[DRILL[1]], 清风廉韵=[OUTPUT[1]]))
    [lesson] = done.json["lessons"]
    assert lesson["examples"] == 1
    assert lesson["unknown"] == ["清风廉韵"]


def test_a_file_that_is_no_issue_teaches_nothing_and_is_named(
    house: House, back: Callable[..., Path], tmp_path: Path
) -> None:
    (tmp_path / "便条.docx").write_bytes(b"PK no zip at all")
    (tmp_path / "说明.txt").write_text("今天的会改到明天。", "utf-8")
    names = [tmp_path / "便条.docx", tmp_path / "说明.txt", tmp_path / "没有.docx"]
    done = house.run("classify learn", *names)
    assert done.status == 3
    for path in names:
        assert f"{path}：" in done.err
    assert "没有找到设置中的任何栏目" in done.err
    mixed = house.run("classify learn", names[1], back())
    assert mixed.status == 1
    assert "学了 1 条" in mixed.out


# --- again, after a change of the settings -------------------------------------------------------


def test_changed_rules_place_again_what_nobody_decided_and_say_what_moved(house: House) -> None:
    first = house.take(*DRILL)
    text = house.config.read_text("utf-8")
    rule = 'rule = [\n  { pattern = "消防演练", weight = 60.0, scope = "text" },\n'
    head, tail = text.split('name = "听青之声"', 1)
    house.config.write_text(head + 'name = "听青之声"' + tail.replace("rule = [\n", rule, 1), "utf-8")
    dry = house.run("classify again --dry-run")
    assert f"条目 {first['id']}（第1号来信" in dry.out
    assert "会有 1 条换了栏目" in dry.out
    assert house.item(1)["column"] == first["column"]
    done = house.run("classify again --json").json
    assert [change["item"] for change in done["changes"]] == [first["id"]]
    assert house.item(1)["column"] == HOUSE
    assert "含“消防演练”（+60）" in house.item(1)["reasons"]
    assert house.run("classify again").out == "没有稿件换栏目。\n"


def test_without_a_change_nothing_moves(house: House) -> None:
    house.take(*DRILL)
    before = house.item(1)
    assert house.run("classify again --all").out == "没有稿件换栏目。\n"
    assert house.run("classify again --window 2021-04-30..2021-05-10 --json").json == {"changes": []}
    assert house.item(1) == before


# --- evaluate --------------------------------------------------------------------------------------


def test_evaluation_follows_its_contract(house: House, tmp_path: Path) -> None:
    rows = [
        {"text": "公司团委组织青年突击队清理料场积灰，三十名团员青年义务劳动一下午。", "label": "听青之声"},
        {"text": OUTPUT[1], "title": OUTPUT[0], "label": "开新之局"},
        {"text": "食堂新添两个热菜窗口，夜班职工下班也能吃上热饭。", "label": "践铝之行/为群众办实事篇"},
        {"text": OUTPUT[1], "label": "听青之声"},
    ]
    path = tmp_path / "known.jsonl"
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), "utf-8")
    found = house.run("classify evaluate --json", path).json
    assert set(found) == {"n", "accuracy", "macro_f1", "coverage", "per_column", "wrong"}
    assert (found["n"], found["accuracy"]) == (4, 0.75)
    assert set(found["coverage"]) == {"threshold", "share", "precision"}
    assert set(found["per_column"]) == {row["label"] for row in rows}
    assert set(found["per_column"]["听青之声"]) == {"n", "precision", "recall", "f1"}
    [wrong] = found["wrong"]
    assert (wrong["text"], wrong["label"], wrong["got"]) == (OUTPUT[1], "听青之声", "开新之局")
    told = house.run("classify evaluate", path)
    assert "准确率 75.0%" in told.out
    assert "错：听青之声 → 开新之局" in told.out


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("{", "第 2 行不是 JSON"),
        ("[]", "第 2 行不是 JSON 对象"),
        ('{"text": "无"}', "第 2 行的 label 应为文字"),
        ('{"label": "听青之声", "text": 3}', "第 2 行的 text 应为文字"),
        ('{"label": "听青之声", "text": "无", "title": 3}', "第 2 行的 title 应为文字"),
    ],
)
def test_a_fault_in_a_file_is_told_with_its_line(house: House, tmp_path: Path, line: str, words: str) -> None:
    path = tmp_path / "known.jsonl"
    path.write_text('{"label": "听青之声", "text": "团委。"}\n' + line, "utf-8")
    done = house.run("classify evaluate", path)
    assert done.status == 2
    assert words in done.err
    assert str(path) in done.err


def test_a_file_without_examples_and_one_that_is_not_there_are_told(house: House, tmp_path: Path) -> None:
    (tmp_path / "empty.jsonl").write_text("\n\n", "utf-8")
    assert house.run("classify evaluate", tmp_path / "empty.jsonl").status == 3
    done = house.run("classify evaluate", tmp_path / "none.jsonl")
    assert done.status == 2
    assert "none.jsonl 读不了" in done.err


def test_letters_read_again_say_what_is_read_otherwise(house: House) -> None:
    house.take(*DRILL)
    text = house.config.read_text("utf-8")
    house.config.write_text(text.replace('aliases = ["华磊新材料", "华磊"]', 'aliases = ["华磊"]'), "utf-8")
    assert house.run("intake retry 1").out == "重读 1 封：已读 1\n"
    house.config.write_text(text.replace("广西华磊", "桂西华磊"), "utf-8")
    done = house.run("intake retry --window 2021-04-30..2021-05-10")
    assert done.status == 0
    assert done.out.startswith("重读 1 封：已读 1\n条目 1（第1号来信，")
    assert "单位 广西华磊 → " in done.out


def test_an_issue_of_letters_that_were_read_is_composed_without_the_learner(house: House) -> None:
    """Loading numpy takes as long as half the rest."""
    house.take(*DRILL)
    program = (
        "import sys\n"
        f"sys.argv = ['compose', '--window', '2021-04-30..2021-05-10', '--config', {str(house.config)!r}]\n"
        "from desk.commands.compose import main\n"
        "try:\n    main()\nfinally:\n    print('numpy' in sys.modules)\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "False"


# --- columns that are called otherwise by now ------------------------------------------------------


def renamed(house: House, *, formerly: bool) -> None:
    text = house.config.read_text("utf-8")
    old = 'formerly = ["听青之声"]\n' if formerly else ""
    house.config.write_text(text.replace('name = "听青之声"\n', f'name = "青春之歌"\n{old}'), "utf-8")


def test_what_was_learned_and_decided_under_a_columns_former_name_goes_on(house: House) -> None:
    first = house.take(*DRILL)
    house.run(f"classify set {first['id']} {HOUSE}")
    renamed(house, formerly=True)
    assert house.run("intake retry 1").status == 0
    assert house.item(1)["column"] == "青春之歌"
    second = house.take(*NEXT)
    assert second["column"] == "青春之歌"
    assert "改定第1条以来" in second["reasons"][0]
    assert house.run("compose --window 2021-04-30..2021-05-10").status == 0


def test_a_column_that_is_gone_says_how_its_new_name_is_told(house: House) -> None:
    first = house.take(*DRILL)
    house.run(f"classify set {first['id']} {HOUSE}")
    renamed(house, formerly=False)
    done = house.run("compose --window 2021-04-30..2021-05-10")
    assert done.status == 2
    assert 'formerly = ["听青之声"]' in done.err


def test_a_group_that_follows_another_learns_from_its_examples(house: House) -> None:
    text = house.config.read_text("utf-8")
    old = '[[column.group]]\nname = "为群众办实事篇"'
    new = '[[column.group]]\nname = "主题教育进行篇"\nformerly = ["党史学习教育进行篇"]\n\n'
    text = text.replace("党史学习教育进行篇", "主题教育进行篇").replace(old, new + old)
    house.config.write_text(text, "utf-8")
    piece = "氧化铝厂党支部组织28名党员走进烈士陵园开展主题党日，重温入党誓词，聆听革命故事，汲取奋进力量。"
    assert house.take("党支部开展主题党日", piece)["group"] == "主题教育进行篇"


def test_a_group_that_is_gone_is_not_printed_as_if_it_were_there(house: House) -> None:
    piece = "食堂新添两个热菜窗口，夜班职工下班也能吃上热饭热菜，浴室热水供应延长到夜里十二点。"
    first = house.take("食堂添了热菜窗口", piece)
    house.run(f"classify set {first['id']} 践铝之行/为群众办实事篇")
    text = house.config.read_text("utf-8").replace("为群众办实事篇", "暖心惠民篇")
    house.config.write_text(text, "utf-8")
    done = house.run("compose --window 2021-04-30..2021-05-10")
    assert done.status == 2
    assert 'formerly = ["为群众办实事篇"]' in done.err
    old = '[[column.group]]\nname = "暖心惠民篇"\n'
    house.config.write_text(text.replace(old, old + 'formerly = ["为群众办实事篇"]\n'), "utf-8")
    assert house.run("intake retry 1").status == 0
    assert house.item(1)["group"] == "暖心惠民篇"
    assert house.run("compose --window 2021-04-30..2021-05-10").status == 0


def test_a_decision_made_while_others_are_placed_again_is_not_written_over(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two editors at once: whoever places again reads what he writes over in one transaction."""
    first, second = house.take(*DRILL), house.take(*OUTPUT)
    placed_again = placements.undecided
    asked: list[int] = []

    def meanwhile(connection: Any, *arguments: Any) -> Any:
        page = placed_again(connection, *arguments)
        asked.append(len(page))
        assert connection.in_transaction()
        with pytest.raises(sqlite3.OperationalError), closing(sqlite3.connect(house.db, timeout=0)) as other:
            other.execute("BEGIN IMMEDIATE")  # as another `classify set` would
        return page

    monkeypatch.setattr(placements, "undecided", meanwhile)
    assert house.run(f"classify set {first['id']} {HOUSE}").status == 0
    assert asked[0] == 1
    assert house.item(2)["column"] == second["column"]


def test_a_damaged_model_is_trained_anew(house: House) -> None:
    house.take(*DRILL)
    with closing(sqlite3.connect(house.db)) as connection:
        connection.execute("UPDATE column_model SET data = substr(data, 1, 99)")
        connection.commit()
    learning._MODELS.clear()
    assert house.take(*OUTPUT)["column"] == "开新之局"


def test_to_confirm_a_column_is_no_correction(house: House) -> None:
    first = house.take(*OUTPUT)
    house.run(f"classify set {first['id']} {first['column']}")
    second = house.take("五月发电量", OUTPUT[1].replace("四月份", "五月份").replace("2.1亿", "2.3亿"), day=8)
    assert second["column"] == first["column"]
    with closing(sqlite3.connect(house.db)) as connection:
        assert connection.execute("SELECT corrected FROM example").fetchall() == [(0,)]


# --- what our own issue printed, once its file is learned --------------------------------------------

MAY = "--window 2021-04-30..2021-05-10"
LATER = "--window 2021-05-11..2021-05-20"


def placed_letters(draft: Any) -> list[int]:
    paragraphs = [p for c in draft["columns"] for g in c["groups"] for p in g["paragraphs"]]
    return sorted(piece["letter"] for paragraph in paragraphs for piece in paragraph["pieces"])


def test_a_piece_that_the_editor_struck_may_be_printed_another_time(
    house: House, back: Callable[..., Path]
) -> None:
    struck = house.take(*DRILL)
    house.take(*OUTPUT)
    house.run(f"compose {MAY} --issue 2021-9")
    done = house.run("classify learn", back(9, 开新之局=[OUTPUT[1]]))
    assert f"草稿中的条目 {struck['id']} 没有刊出" in done.out
    house.take(*DRILL, day=12)
    house.take(*OUTPUT, day=13)
    assert placed_letters(house.run(f"compose {LATER} --json").json) == [3]


def test_with_its_lesson_taken_back_an_issue_prints_what_was_drafted(
    house: House, back: Callable[..., Path]
) -> None:
    house.take(*DRILL)
    house.take(*OUTPUT)
    house.run(f"compose {MAY} --issue 2021-9")
    house.run("classify learn", back(9, 开新之局=[OUTPUT[1]]))
    house.run("classify forget 1")
    house.take(*DRILL, day=12)
    house.take(*NEXT, day=13)
    assert placed_letters(house.run(f"compose {LATER} --json").json) == [4]


def test_what_stood_in_a_column_that_the_settings_lack_was_printed_all_the_same(
    house: House, back: Callable[..., Path]
) -> None:
    done = house.run("classify learn", back(8, 听青之声=[NEXT[1]], 清风廉韵=[OUTPUT[1]]))
    assert "设置中没有的栏目未学：清风廉韵（其中 1 条记为已刊）" in done.out
    found = house.take(*OUTPUT)
    assert found["published"]["issue"] == "2021年第8期"
    assert found["published"]["column"] == "清风廉韵"
    assert found["column"] == "开新之局"


# --- which issue it is ----------------------------------------------------------------------------


@pytest.fixture
def nameless(tmp_path: Path) -> Path:
    """A back issue whose masthead was lost."""
    paper = Paper()
    paper.column(HOUSE)
    paper.item(DRILL[1])
    path = tmp_path / "五月终稿.docx"
    path.write_bytes(paper.data)
    return path


def test_an_issue_that_does_not_say_its_number_is_told_and_can_be_given_one(
    house: House, nameless: Path
) -> None:
    done = house.run("classify learn", nameless)
    assert "五月终稿，学了 1 条（第1课）；没有认出期号" in done.out
    assert "--issue 2021-9" in done.out
    again = house.run("classify learn --issue 2021-9", nameless)
    assert "2021年第9期，学了 1 条（第2课，代替第1课）" in again.out
    assert "没有认出期号" not in again.out
    assert house.take(*DRILL)["published"]["issue"] == "2021年第9期"
    assert "已经学过（第2课）" in house.run("classify learn", nameless).out


def test_a_number_is_given_to_one_file_only_and_must_be_one(house: House, nameless: Path) -> None:
    several = house.run("classify learn --issue 2021-9", nameless, nameless)
    assert several.status == 2
    assert "只能用于一个文件" in several.err
    wrong = house.run("classify learn --issue 第九期", nameless)
    assert wrong.status == 2
    assert "--issue 2021-9" in wrong.err


# --- what is held and released ----------------------------------------------------------------------


def test_a_lesson_holds_what_it_printed_and_taken_back_releases_it_whoever_placed_it(
    house: House, back: Callable[..., Path]
) -> None:
    found = house.take(*DRILL)
    house.run(f"classify set {found['id']} 开新之局")
    path = back()
    done = house.run("classify learn", path)
    assert f"条目 {found['id']}（第1号来信，" in done.out
    assert "2021年第8期听青之声已刊" in done.out
    held = house.item(1)
    assert (held["published"]["issue"], held["column"]) == ("2021年第8期", "开新之局")
    released = house.run("classify forget 2 --json").json
    assert released["printed"] == [
        {"item": found["id"], "letter": 1, "said": "不再算2021年第8期已刊，可以编发"}
    ]
    assert house.item(1)["published"] is None


def test_a_lesson_concerns_items_of_windows_that_are_closed_as_well(
    house: House, back: Callable[..., Path]
) -> None:
    house.take(*DRILL)
    house.run(f"compose {MAY} --issue 2021-9")
    house.take(*OUTPUT, day=13)
    house.run(f"compose {LATER}")
    house.run("classify learn", back())
    assert house.item(1)["published"]["issue"] == "2021年第8期"
    house.run("classify forget 1")
    assert house.item(1)["published"] is None


# --- stragglers -------------------------------------------------------------------------------------


def test_a_letter_of_which_another_issue_prints_a_piece_is_not_moved(house: House) -> None:
    first = house.take(*DRILL)
    house.run(f"compose {MAY} --issue 2021-9")
    house.take(*OUTPUT, day=13)
    done = house.run(f"compose {LATER} --include {first['id']}")
    assert done.status == 2
    assert f"同一封来信（第 1 号）的条目 {first['id']} 已编入2021年第9期（草稿）" in done.err
    assert placed_letters(house.run(f"compose {MAY} --json").json) == [1]
