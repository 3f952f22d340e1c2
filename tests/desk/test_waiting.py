"""Portraits that one issue has no room for: they wait, and the next issues print them in their order."""

from __future__ import annotations

from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest

from tests.command import command

NAMES = ("赵永胜", "钱立群", "孙海波", "李秋菊", "周建国", "吴晓峰", "郑玉兰")
WORK = (
    "二十三年来他守着焙烧炉，把一座老炉子的热耗从每吨118千克标煤降到97千克",
    "她带着化验室的九个人，一年测了41万个数据，没有一次返工",
    "他修过矿上所有的挖掘机，去年自己动手大修6台，省下外委费用213万元",
    "她在食堂掌勺十六年，每天凌晨四点到岗，职工满意率从72%升到98%",
    "他驾驶的机车安全行驶61万公里，检查出隐患137处",
    "她负责销售结算，三年收回旧账4600万元，差错为零",
    "他把磨机衬板的寿命从5个月延长到11个月，每年少停机9天",
)


def letter(number: int, day: str, text: str, subject: str) -> bytes:
    made = EmailMessage()
    made["From"] = f"通讯员{number} <tx{number}@ky.example.com>"
    made["To"] = "gfdqb1@example.com"
    made["Subject"] = subject
    made["Date"] = f"{day} 2021 09:{number:02}:00 +0800"
    made["Message-ID"] = f"<w{number}@mail.example.com>"
    made.set_content(text, charset="utf-8")
    return made.as_bytes()


def portrait(number: int, day: str) -> bytes:
    name, work = NAMES[number], WORK[number]
    head = f"2021年中铝集团劳动模范事迹材料：中铝矿业{name}"
    text = f"{head}\n\n{name}，中铝矿业职工，2021年中铝集团劳动模范。{work}。{name}荣获集团劳动模范称号。"
    return letter(number, day, text, head)


def news(number: int, day: str, tons: int) -> bytes:
    made = f"生产铝土矿{tons}吨"
    text = f"中铝矿业四月{made}\n\n4月，中铝矿业{made}，超计划{tons % 97}吨，成本下降3.{number}%。"
    return letter(number, day, text, f"中铝矿业生产消息{number}")


@pytest.fixture
def mailed(config: Path) -> Path:
    """Seven portraits and a piece of news in the first window, news alone in the next two."""
    folder = config.parent / "mails"
    folder.mkdir()
    letters = [portrait(n, "03 May") for n in range(7)]
    letters += [news(21, "04 May", 51234), news(22, "12 May", 61239), news(23, "22 May", 70321)]
    for n, data in enumerate(letters):
        (folder / f"{n}.eml").write_bytes(data)
    assert command("intake add", folder, "--config", config).status == 0
    return config


def composed(config: Path, window: str, *options: str) -> Any:
    done = command(f"compose --window {window} --json", *options, "--config", config)
    assert done.status == 0, done.err
    return done.json


FIRST, SECOND, THIRD = "2021-05-01..2021-05-10", "2021-05-11..2021-05-20", "2021-05-21..2021-05-31"


def portrayed(draft: Any) -> list[str]:
    """Whose portraits an issue prints."""
    texts = [
        paragraph["text"]
        for column in draft["columns"]
        if column["name"].startswith("展事迹")
        for group in column["groups"]
        for paragraph in group["paragraphs"]
    ]
    return [next(name for name in NAMES if name in text) for text in texts]


def test_each_issue_takes_its_share_in_the_order_of_arrival(mailed: Path) -> None:
    drafts = [composed(mailed, window) for window in (FIRST, SECOND, THIRD)]
    assert [portrayed(draft) for draft in drafts] == [list(NAMES[:3]), list(NAMES[3:6]), [NAMES[6]]]
    assert [len(draft["waiting"]) for draft in drafts] == [4, 1, 0]
    assert all(draft["ledger"]["balanced"] for draft in drafts)
    assert [draft["ledger"]["items"]["total"] for draft in drafts] == [8, 5, 2]
    series = [draft["issue"]["series"] for draft in drafts]
    assert [one["展事迹·学风采"] for one in series] == [2, 3, 4]


def test_an_issue_composed_again_prints_what_it_printed(mailed: Path) -> None:
    for window in (FIRST, SECOND, THIRD):
        composed(mailed, window)
    again = composed(mailed, FIRST)
    assert portrayed(again) == list(NAMES[:3])
    assert again["ledger"]["items"]["held"] == 4
    reasons = {
        entry["reason"]
        for entry in command(f"compose ledger --window {FIRST} --json", "--config", mailed).json[
            "item_entries"
        ]
        if entry["fate"] == "held"
    }
    assert reasons == {
        "已编入2021年第10期（草稿），不再重复编发",
        "已编入2021年第11期（草稿），不再重复编发",
    }
    assert portrayed(composed(mailed, SECOND)) == list(NAMES[3:6])


def test_a_waiting_piece_is_put_in_or_taken_out_by_hand(mailed: Path) -> None:
    *_, excluded, included = composed(mailed, FIRST)["waiting"]
    second = composed(mailed, SECOND, "--include", str(included), "--exclude", str(excluded))
    assert portrayed(second) == [NAMES[3], NAMES[4], NAMES[6]]
    assert second["ledger"]["items"]["excluded"] == 1
    assert second["ledger"]["balanced"]
    assert not second["waiting"]


def test_a_piece_put_in_that_another_issue_drafted_is_told_and_leaves_that_one(mailed: Path) -> None:
    first = composed(mailed, FIRST)
    composed(mailed, SECOND)
    early = first["waiting"][0]
    again = composed(mailed, FIRST, "--include", str(early))
    assert portrayed(again) == [NAMES[0], NAMES[1], NAMES[3]]
    said = [remark["text"] for remark in again["remarks"] if remark["kind"] == "included"]
    assert len(said) == 2
    assert f"编辑收入的第{early}条已编入2021年第10期（草稿），两期会重复刊出；请重编那一期" in said[0]
    assert "改为候用" in said[1]
    assert early not in again["waiting"]
    assert portrayed(composed(mailed, SECOND)) == [NAMES[2], NAMES[4], NAMES[5]]


def test_a_corrected_portrait_replaces_the_one_that_waits(mailed: Path) -> None:
    composed(mailed, FIRST)
    folder = mailed.parent / "more"
    folder.mkdir()
    head = f"更正：2021年中铝集团劳动模范事迹材料：中铝矿业{NAMES[3]}"
    text = (
        f"{head[3:]}\n\n{NAMES[3]}，中铝矿业职工，2021年中铝集团劳动模范。"
        f"{WORK[3].replace('72%', '75%')}。{NAMES[3]}荣获集团劳动模范称号。"
    )
    (folder / "1.eml").write_bytes(letter(31, "14 May", text, head))
    assert command("intake add", folder, "--config", mailed).status == 0
    second = composed(mailed, SECOND)
    assert sorted(portrayed(second)) == sorted(NAMES[3:6])
    texts = [p["text"] for c in second["columns"] for g in c["groups"] for p in g["paragraphs"]]
    assert not any("72%" in text for text in texts)
    assert second["ledger"]["items"]["superseded"] == 1
    assert second["ledger"]["balanced"]


def test_what_waits_is_not_lost_where_a_later_issue_was_composed_first(mailed: Path) -> None:
    composed(mailed, SECOND)
    assert portrayed(composed(mailed, FIRST)) == list(NAMES[:3])
    third = composed(mailed, THIRD)
    assert portrayed(third) == list(NAMES[3:6])
    assert len(third["waiting"]) == 1
    assert third["ledger"]["balanced"]


def test_an_issue_that_overlaps_the_one_before_takes_over_its_queue(mailed: Path) -> None:
    composed(mailed, FIRST)
    overlapping = composed(mailed, "2021-05-09..2021-05-20")
    assert portrayed(overlapping) == list(NAMES[3:6])


def test_a_corrected_portrait_keeps_its_turn_in_every_later_issue(mailed: Path) -> None:
    first = composed(mailed, FIRST)
    folder = mailed.parent / "more"
    folder.mkdir()
    head = f"更正：2021年中铝集团劳动模范事迹材料：中铝矿业{NAMES[3]}"
    text = (
        f"{head[3:]}\n\n{NAMES[3]}，中铝矿业职工，2021年中铝集团劳动模范。"
        f"{WORK[3].replace('72%', '75%')}。{NAMES[3]}荣获集团劳动模范称号。"
    )
    (folder / "1.eml").write_bytes(letter(31, "14 May", text, head))
    assert command("intake add", folder, "--config", mailed).status == 0
    others = [str(item) for item in first["waiting"][1:]]
    include = [word for item in others for word in ("--include", item)]
    second = composed(mailed, SECOND, *include)  # whom an editor puts in takes the corrected one's place
    assert NAMES[3] not in portrayed(second)
    assert portrayed(composed(mailed, THIRD)) == [NAMES[3]]
