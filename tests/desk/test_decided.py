"""What an editor decides about pieces and windows; what draft, ledger and lists say of it."""

from __future__ import annotations

from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest

from tests.command import Done, command

MAY, LATER = "2021-05-01..2021-05-10", "2021-05-11..2021-05-20"
BAOTOU = "通讯员 <xc@bt.example.com>"
TREES = "厂区新栽梧桐树三十棵，由绿化班负责浇水养护。"
BELTS = (
    "5月4日，包头铝业热电厂最后一台锅炉的布袋除尘器投入运行，至此八台锅炉全部完成换装。"
    "换装历时41天，节约费用86.5万元，烟尘排放由每立方米9毫克降到4毫克。"
)
DOORS = "5月12日，包头铝业为倒班宿舍更换门锁126把，职工凭工牌即可进出。"


def letter(number: int, day: int, subject: str, text: str, sender: str = BAOTOU) -> bytes:
    made = EmailMessage()
    made["From"] = sender
    made["To"] = "gfdqb1@example.com"
    made["Subject"] = subject
    made["Date"] = f"{day:02} May 2021 09:{number:02}:00 +0800"
    made["Message-ID"] = f"<d{number}@mail.example.com>"
    made.set_content(text, charset="utf-8")
    return made.as_bytes()


@pytest.fixture
def desk(config: Path) -> Path:
    """The settings of a desk with a piece of the first window and its withdrawal, and two of the second."""
    add(
        config,
        letter(1, 4, "包头铝业来稿", f"热电厂给八台锅炉换上布袋\n\n{BELTS}"),
        letter(2, 5, "包头铝业来稿", f"厂区添绿\n\n{TREES}"),
        letter(3, 12, "包头铝业来稿", f"宿舍换锁\n\n{DOORS}"),
        letter(4, 13, "包头铝业来稿", "食堂换灶\n\n5月13日，包头铝业食堂更换灶具6台，节气22%。"),
    )
    return config


def add(config: Path, *letters: bytes) -> None:
    folder = config.parent / f"in{len(list(config.parent.iterdir()))}"
    folder.mkdir()
    for number, data in enumerate(letters):
        (folder / f"{number}.eml").write_bytes(data)
    assert command("intake add", folder, "--config", config).status in (0, 4)


def run(config: Path, line: str) -> Done:
    return command(line, "--config", config)


def composed(config: Path, window: str, options: str = "") -> Any:
    done = run(config, f"compose --json --window {window} {options}")
    assert done.status == 0, done.err
    return done.json


def remarks(draft: Any, kind: str) -> list[str]:
    return [remark["text"] for remark in draft["remarks"] if remark["kind"] == kind]


def printed(draft: Any) -> list[int]:
    """The letters whose pieces are printed."""
    paragraphs = [p for c in draft["columns"] for g in c["groups"] for p in g["paragraphs"]]
    return sorted(piece["letter"] for paragraph in paragraphs for piece in paragraph["pieces"])


def item(config: Path, number: int) -> int:
    shown = run(config, f"intake show {number} --json").json
    ((found,),) = [submission["items"] for submission in shown["submissions"]]
    return int(found["id"])


WITHDRAWN = letter(
    9, 6, "撤稿", "老师您好：前天发的《热电厂给八台锅炉换上布袋》数据未审定，请撤回，不要刊用了。"
)
LATE = WITHDRAWN.replace(b"06 May", b"14 May")


@pytest.mark.parametrize("note", [WITHDRAWN, LATE], ids=["in the same window", "in a later one"])
def test_a_piece_that_its_sender_takes_back_is_not_printed_and_that_is_said(desk: Path, note: bytes) -> None:
    add(desk, note)
    draft = composed(desk, MAY)
    assert printed(draft) == [2]
    (said,) = remarks(draft, "asked")
    assert said.startswith("第5号来信要求撤回第1号来信的条目 ")
    assert not [text for text in remarks(draft, "set-aside") if "撤回" in text]
    assert draft["ledger"]["balanced"]


@pytest.mark.parametrize(("option", "letters"), [("--exclude", [2]), ("--include", [1, 2])])
def test_an_editor_settles_a_withdrawal_by_a_word_about_the_piece(
    desk: Path, option: str, letters: list[int]
) -> None:
    add(desk, WITHDRAWN)
    draft = composed(desk, MAY, f"{option} {item(desk, 1)}")
    assert printed(draft) == letters
    assert remarks(draft, "asked") == remarks(draft, "set-aside") == []


def test_a_withdrawal_of_what_another_issue_printed_names_that_issue(desk: Path) -> None:
    composed(desk, MAY)
    add(desk, LATE)
    (said,) = remarks(composed(desk, LATER), "asked")
    assert said.endswith("，该条不在本期版面上（已编入2021年第9期（草稿）），请处理")


def test_a_corrected_version_taken_out_brings_back_the_older_marked_as_such(desk: Path) -> None:
    corrected = f"热电厂给八台锅炉换上布袋\n\n{BELTS.replace('86.5', '88.5')}"
    add(desk, letter(8, 7, "包头铝业来稿（更正）", corrected))
    assert printed(composed(desk, MAY)) == [2, 5]
    draft = composed(desk, MAY, f"--exclude {item(desk, 5)}")
    assert printed(draft) == [1, 2]
    (said,) = remarks(draft, "revived")
    assert "“86.5万元”→“88.5万元”（数字）" in said
    page = Path(draft["files"]["html"]).read_text("utf-8")
    assert 'class="piece doubtful"' in page


def test_a_straggler_is_told_in_the_issue_that_it_joins_and_in_the_one_that_it_left(desk: Path) -> None:
    draft = composed(desk, MAY, f"--include {item(desk, 3)}")
    (joined,) = remarks(draft, "moved")
    assert (
        joined == "第3号来信《包头铝业来稿》由编辑收入本期（2021-05-12收到，那一天还没有编期），账也算在本期"
    )
    (left,) = remarks(composed(desk, LATER), "moved")
    assert left == "第3号来信《包头铝业来稿》在本期的采集时间内收到，已由编辑移到2021年第9期，账也算在那里"
    (joined,) = remarks(composed(desk, MAY), "moved")
    assert "按收到时间属2021年第10期" in joined


def test_a_list_of_a_window_says_where_a_letter_of_its_days_went(desk: Path) -> None:
    composed(desk, MAY, f"--include {item(desk, 3)}")
    composed(desk, LATER)
    rows = run(desk, f"intake list --window {LATER}").out.splitlines()
    assert [row.split("\t")[0] for row in rows] == ["4", "3"]
    assert rows[1].endswith("（已移到2021年第9期）包头铝业来稿")
    assert len(run(desk, f"intake list --json --window {LATER}").lines) == 1
    own = run(desk, f"intake list --window {MAY}").out.splitlines()
    assert [row.split("\t")[0] for row in own] == ["1", "2", "3"]


@pytest.mark.parametrize("line", ["compose", "compose ledger"])
def test_days_that_other_issues_hold_are_said_to_be_theirs(desk: Path, line: str) -> None:
    composed(desk, MAY)
    composed(desk, LATER)
    done = run(desk, f"{line} --window 2021-05-08..2021-05-15")
    assert done.status == 3
    for words in ("2021年第9期", "2021年第10期", f"--window {MAY}", f"--window {LATER}", "来信 2 封"):
        assert words in done.err
    assert "没有来信" not in done.err


def test_days_with_letters_that_bring_no_piece_say_where_to_look(config: Path) -> None:
    add(config, letter(1, 4, "自动回复：外出", "我外出培训，邮件不能及时回复。"))
    done = run(config, f"compose --window {MAY}")
    assert done.status == 3
    assert "1 封来信都没有可用的来稿" in done.err
    assert f"intake list --window {MAY}" in done.err


def test_a_window_written_backwards_is_a_mistake_and_not_nearly_a_year(desk: Path) -> None:
    done = run(desk, "compose --window 05-10..05-01")
    assert done.status == 2
    assert "首尾是否写反了" in done.err


def test_an_item_cannot_be_put_in_and_taken_out_at_once(desk: Path) -> None:
    number = item(desk, 1)
    done = run(desk, f"compose --window {MAY} --include {number} --exclude {number}")
    assert done.status == 2
    assert f"条目 {number} 同时写在 --include 和 --exclude 里" in done.err


def test_an_issue_dated_before_its_window_closes_is_remarked(desk: Path) -> None:
    assert any(
        "早于采集时间的最后一天" in r for r in remarks(composed(desk, MAY, "--date 2021-05-07"), "date")
    )


def test_the_ledger_names_items_and_places_under_a_header(desk: Path) -> None:
    composed(desk, MAY, f"--exclude {item(desk, 2)}")
    out = run(desk, f"compose ledger --window {MAY}").out
    assert "来信 2 封 = 有稿件 2 + 不是稿件 0 + 重复来信 0 + 待人工处理 0 + 超过大小限制 0" in out
    assert "\n条目\t来信\t去向\t标题\t位置\t原因\n" in out
    rows = [line.split("\t") for line in out.splitlines()]
    assert [row[2:5] for row in rows if row[0] == str(item(desk, 1)) and len(row) == 6][-1] == [
        "采用",
        "热电厂给八台锅炉换上布袋",
        "开新之局第1段",
    ]
    assert any(row[2] == "不采用" and row[5].startswith("编辑于") for row in rows if len(row) == 6)


def test_the_ledger_in_json_says_where_each_item_stands(desk: Path) -> None:
    entries = run(desk, f"compose ledger --json --window {MAY}").json["item_entries"]
    first = next(entry for entry in entries if entry["letter"] == 1)
    assert {key: first[key] for key in ("title", "column", "group", "place")} == {
        "title": "热电厂给八台锅炉换上布袋",
        "column": "开新之局",
        "group": None,
        "place": "开新之局第2段",
    }
