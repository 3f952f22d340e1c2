"""Versions and copies on the editor's desk: what was changed, what replaced what, who else sent it."""

from __future__ import annotations

import sqlite3
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest

from classify.model import Publication
from compose.select import select
from desk.gathering import Past
from desk.remarks import relation_remarks
from tests.command import Done, command
from tests.compose.candidates import make_candidate

NEWS = (
    "4月28日，包头铝业热电厂最后一台锅炉的布袋除尘器投入运行，至此八台锅炉全部完成换装。换装历时41天，"
    "由机务一班和机务二班轮流上阵，没有外委一个工时，节约费用86.5万元。投运后烟尘排放由每立方米9毫克降到4毫克，"
    "引风机电流平均下降3安培。"
)
CORRECTED = NEWS.replace("86.5万元", "88.5万元").replace("轮流上阵", "昼夜轮换")
WINDOW = "--window 2021-05-01..2021-05-10"
BAOTOU, OUTSIDE = "xc@bt.example.com", "friend@mail.example.net"


def letter(
    number: int, text: str, subject: str = "包头铝业来稿", sender: str = BAOTOU, day: int = 6
) -> bytes:
    """A letter of May with a piece in its text."""
    made = EmailMessage()
    made["From"] = f"通讯员{number} <{sender}>"
    made["To"] = "gfdqb1@example.com"
    made["Subject"] = subject
    made["Date"] = f"{day:02} May 2021 09:{number:02}:00 +0800"
    made["Message-ID"] = f"<{number}@mail.example.com>"
    made.set_content(f"热电厂给八台锅炉换上布袋\n\n{text}\n", charset="utf-8")
    return made.as_bytes()


@pytest.fixture
def added(config: Path) -> Any:
    """Take in letters, in this order, as if they had been mailed."""

    def add(*letters: bytes) -> None:
        folder = config.parent / f"in{len(list(config.parent.iterdir()))}"
        folder.mkdir()
        for number, data in enumerate(letters):
            (folder / f"{number}.eml").write_bytes(data)
        assert command("intake add", folder, "--config", config).status == 0

    return add


def shown(config: Path, number: int, *options: str) -> Done:
    return command("intake show", str(number), *options, "--config", config)


def item(config: Path, number: int) -> dict[str, Any]:
    """The only item of a letter, as `intake show --json` tells it."""
    ((found,),) = [s["items"] for s in shown(config, number, "--json").json["submissions"]]
    return dict(found)


def composed(config: Path) -> Any:
    return command("compose --json", *WINDOW.split(), "--config", config).json


def pieces(draft: Any) -> list[dict[str, Any]]:
    paragraphs = [p for c in draft["columns"] for g in c["groups"] for p in g["paragraphs"]]
    return [piece for paragraph in paragraphs for piece in paragraph["pieces"]]


def remarks(draft: Any, kind: str) -> list[str]:
    return [remark["text"] for remark in draft["remarks"] if remark["kind"] == kind]


def test_the_changes_of_a_version_are_shown_figures_first(config: Path, added: Any) -> None:
    added(letter(1, NEWS), letter(2, CORRECTED, "包头铝业来稿（更正）"))
    assert item(config, 2)["relation"] == {"kind": "version", "to": item(config, 1)["id"]}
    assert item(config, 1)["changes"] == []
    assert item(config, 2)["changes"] == [
        {"kind": "replaced", "old": "轮流上阵", "new": "昼夜轮换", "figures": False},
        {"kind": "replaced", "old": "86.5万元", "new": "88.5万元", "figures": True},
    ]
    words = "改动2处：“86.5万元”→“88.5万元”（数字）；“轮流上阵”→“昼夜轮换”"
    assert words in shown(config, 2).out
    assert "改动" not in shown(config, 1).out


def test_the_draft_says_what_the_newer_version_changed_and_the_ledger_what_replaced_the_older(
    config: Path, added: Any
) -> None:
    added(letter(1, NEWS), letter(2, CORRECTED, "包头铝业来稿（更正）"))
    draft = composed(config)
    assert [piece["letter"] for piece in pieces(draft)] == [2]
    said = remarks(draft, "version")[-1]
    assert said.endswith("，旧稿不用；改动2处：“86.5万元”→“88.5万元”（数字）；“轮流上阵”→“昼夜轮换”")
    lines = command("compose ledger --json", *WINDOW.split(), "--config", config).json["item_entries"]
    older = next(line for line in lines if line["letter"] == 1)
    assert older["fate"] == "superseded"
    assert "来信2" in older["reason"]


def test_what_two_senders_sent_is_printed_once_and_both_are_credited(config: Path, added: Any) -> None:
    added(letter(1, NEWS), letter(2, NEWS, sender=OUTSIDE))
    draft = composed(config)
    (piece,) = pieces(draft)
    (credit,) = piece["credited"]
    assert (piece["letter"], credit["letter"]) == (1, 2)
    assert credit["item"] == item(config, 2)["id"]
    assert credit.keys() == {"item", "letter", "unit", "contributor"}
    (said,) = remarks(draft, "duplicate")
    assert said.startswith("开新之局第1段：同一稿件另由")
    assert said.endswith("报送（第2号来信），一并计入")


def test_where_the_printed_copy_has_no_unit_the_other_ones_is_named(config: Path, added: Any) -> None:
    text = "夜班工人王师傅说，换了布袋以后，厂房里再也闻不到烟味，窗台上也不积灰了，下班洗一把脸就能回家。"
    added(letter(1, text, "投稿", OUTSIDE), letter(2, text, "中国铝业股份有限公司青海分公司来稿"))
    first, second = item(config, 1)["unit"], item(config, 2)["unit"]
    assert (first is None, second is None) == (True, False)
    (said,) = remarks(composed(config), "duplicate")
    assert said.endswith(f"；采用的一稿单位不明，按另一来信可能是{second}，请核实")


def test_a_third_version_replaces_both_older_ones(config: Path, added: Any) -> None:
    third = CORRECTED.replace("41天", "42天")
    added(letter(1, NEWS), letter(2, CORRECTED), letter(3, third))
    assert item(config, 3)["relation"]["to"] == item(config, 2)["id"]
    draft = composed(config)
    assert [piece["letter"] for piece in pieces(draft)] == [3]
    assert draft["ledger"]["items"]["superseded"] == 2


NEXT_WINDOW = "2021-05-11..2021-05-20"


def test_what_an_earlier_issue_printed_is_not_printed_again_and_its_number_is_said(
    config: Path, added: Any
) -> None:
    added(letter(1, NEWS))
    composed(config)
    added(
        letter(2, NEWS, day=12),
        letter(3, CORRECTED, "更正", day=13),
        letter(4, "厂区新栽梧桐树三十棵。", day=14),
    )
    draft = command("compose --json --window", NEXT_WINDOW, "--config", config).json
    assert [piece["letter"] for piece in pieces(draft)] == [4]
    lines = command("compose ledger --json --window", NEXT_WINDOW, "--config", config).json["item_entries"]
    reasons = {line["letter"]: (line["fate"], line["reason"]) for line in lines}
    assert reasons[2][0] == "duplicate"
    assert "已编入2021年第9期（草稿）的第1条" in reasons[2][1]
    assert reasons[3] == ("held", "是第1条的更正稿，原稿已编入2021年第9期（草稿），请编辑决定是否更正")


def test_a_short_telling_of_what_an_earlier_issue_printed_is_remarked(config: Path, added: Any) -> None:
    added(letter(1, NEWS))
    composed(config)
    short = "包头铝业热电厂最后一台锅炉的布袋除尘器投入运行，八台锅炉全部完成换装，节约费用86.5万元。"
    added(letter(2, short, day=12))
    assert item(config, 2)["relation"]["kind"] == "digest_of"
    draft = command("compose --json --window", NEXT_WINDOW, "--config", config).json
    (said,) = remarks(draft, "version")
    assert said.endswith("，已编入2021年第9期（草稿），请核对是否重复")


LATER_WINDOW = "2021-05-21..2021-05-31"


def drafted(config: Path, window: str, *options: object) -> Any:
    done = command("compose --json --window", window, *options, "--config", config)
    assert done.status == 0, done.err
    return done.json


def entries(config: Path, window: str) -> dict[int, tuple[str, str | None]]:
    """Letter -> fate and reason of its only item."""
    lines = command("compose ledger --json --window", window, "--config", config).json["item_entries"]
    return {line["letter"]: (line["fate"], line["reason"]) for line in lines}


OTHER = "厂区新栽梧桐树三十棵。"


def test_a_correction_of_a_copy_knows_the_issue_that_printed_the_first(config: Path, added: Any) -> None:
    added(letter(1, NEWS))
    composed(config)
    added(letter(2, NEWS, day=12), letter(3, OTHER, day=13))
    drafted(config, NEXT_WINDOW)
    added(letter(4, CORRECTED, "更正", day=22), letter(5, "食堂换了新蒸箱，夜班也有热馒头。", day=23))
    assert item(config, 4)["relation"]["kind"] == "version"
    drafted(config, LATER_WINDOW)
    assert entries(config, LATER_WINDOW)[4] == (
        "held",
        "是第1条的更正稿，原稿已编入2021年第9期（草稿），请编辑决定是否更正",
    )


def test_a_copy_of_what_an_editor_left_out_is_placed_and_says_so(config: Path, added: Any) -> None:
    added(letter(1, NEWS), letter(2, OTHER))
    drafted(config, *WINDOW.split()[1:], "--exclude", item(config, 1)["id"])
    added(letter(3, NEWS, day=12))
    draft = drafted(config, NEXT_WINDOW)
    assert [piece["letter"] for piece in pieces(draft)] == [3]
    (said,) = remarks(draft, "version")
    before = f"与第{item(config, 1)['id']}条是同一稿件，编辑在2021年第9期决定不采用"
    assert said == f"开新之局第1段：{before}，请核对是否采用"


def test_a_correction_that_a_later_copy_of_the_old_text_undoes_is_told(config: Path, added: Any) -> None:
    added(letter(1, NEWS), letter(2, CORRECTED, "包头铝业来稿（更正）"))
    added(letter(3, NEWS.replace("轮流上阵", "轮番上阵") + "职工都说好。"))
    draft = composed(config)
    assert [piece["letter"] for piece in pieces(draft)] == [3]
    number = item(config, 2)["id"]
    said = f"开新之局第1段：第{number}条更正稿已把“86.5万元”改为“88.5万元”，本稿仍是更正前的写法，请核对"
    assert said in remarks(draft, "version")


def test_a_later_version_that_keeps_the_correction_is_not_reproached(config: Path, added: Any) -> None:
    added(letter(1, NEWS), letter(2, CORRECTED, "包头铝业来稿（更正）"))
    added(letter(3, CORRECTED.replace("41天", "42天")))
    assert not any("更正前的写法" in said for said in remarks(composed(config), "version"))


def test_what_is_perhaps_printed_is_placed_with_a_remark() -> None:
    printed = Publication("2021年第8期", "开新之局", NEWS, certain=False)
    selection = select([make_candidate(1, NEWS, published=printed)])
    (said,) = relation_remarks(selection, Past({}, {}, {}))
    assert said.text == f"可能2021年第8期已刊：“{NEWS[:40]}”，数字或时间不同，请核对"


def test_letters_read_again_tell_what_is_known_to_be_printed_by_now(config: Path, added: Any) -> None:
    added(letter(1, NEWS), letter(2, CORRECTED, "包头铝业来稿（更正）"))
    with sqlite3.connect(next(config.parent.rglob("*.db"))) as base:
        base.execute("UPDATE item SET relation_kind = NULL, relation_to = NULL WHERE relation_to IS NOT NULL")
    done = command("intake retry 2 --config", config)
    assert f"关系 无 → 条目 {item(config, 1)['id']} 的修改稿" in done.out
