"""`intake status` and `intake check`: what an administrator is told of ledger, servers and archive."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from desk.desk import Desk, opened
from desk.status import age_line, compared
from intake.model import MessageState
from storage import gaps, runs
from storage import tables as t
from storage.model import Gap
from storage.receipts import Receipt, ReceiptState
from storage.receipts import add as add_receipt
from tests.command import Done, command
from tests.conftest import EXAMPLE, NOW
from tests.postbox import Postbox, letter, on_pymap

Config = Callable[..., Path]
EPOCH = ("submissions", "INBOX", 7)


@pytest.fixture
def pymap() -> Iterator[Postbox]:
    with on_pymap() as made:
        yield made


@pytest.fixture
def polled(pymap: Postbox, mailbox_config: Config) -> Path:
    """The settings of a desk that has taken in three letters of a server that still runs."""
    pymap.deliver(*(letter(n) for n in (1, 2, 3)))
    config = mailbox_config(pymap.port)
    assert command("intake poll --config", config).status == 0
    return config


def status(config: Path, *options: str) -> Done:
    return command("intake status --config", config, *options)


def server(config: Path) -> dict[str, Any]:
    """What the comparison with the only mailbox says."""
    (found,) = status(config, "--json").json["server"]
    assert isinstance(found, dict)
    return found


def forget(config: Path, uid: int) -> None:
    """Take a message out of the ledger, as nothing ever should."""
    with opened(str(config)) as desk, desk.writing() as connection:
        gone = sa.select(t.message.c.id).where(t.message.c.uid == uid)
        connection.execute(sa.delete(t.event).where(t.event.c.message_id.in_(gone)))
        connection.execute(sa.delete(t.message).where(t.message.c.uid == uid))


# --- against the server ----------------------------------------------------------------------------------


def test_a_ledger_that_has_everything_says_so_and_ends_with_0(polled: Path) -> None:
    done = status(polled)
    assert (done.status, done.err) == (0, "")
    assert "邮箱 submissions（INBOX）：服务器上 3 封，其中 3 封已登记\n" in done.out
    found = server(polled)
    assert found.pop("uidvalidity") > 0
    assert found == {
        "mailbox": "submissions",
        "folder": "INBOX",
        "listed": 3,
        "known": 3,
        "new": [],
        "missing": [],
        "error": None,
    }


def test_letters_that_the_next_poll_takes_are_no_alarm(pymap: Postbox, polled: Path) -> None:
    pymap.deliver(letter(4), letter(5))
    done = status(polled)
    assert done.status == 0
    assert "服务器上 5 封，其中 3 封已登记；新到未收 2 封，下次 intake poll 收取" in done.out
    found = server(polled)
    assert len(found["new"]) == 2
    assert found["missing"] == []


def test_a_letter_that_the_ledger_lacks_is_named_and_ends_with_4(polled: Path) -> None:
    uid = command("intake list --json --config", polled).lines[1]["uid"]
    forget(polled, uid)
    done = status(polled)
    assert done.status == 4
    assert f"服务器上 3 封，其中 2 封已登记；缺 1 封（UID {uid}），请运行 intake poll 补收" in done.out
    assert status(polled, "--json").status == 4
    assert server(polled)["missing"] == [uid]
    assert command("intake poll --config", polled).status == 0
    assert status(polled).status == 0


@pytest.mark.parametrize(
    ("listed", "known", "explained", "new", "missing"),
    [
        ((1, 2, 3), {1, 2, 3}, set(), (), ()),
        ((2, 3), {1, 2, 3}, set(), (), ()),
        ((), {1, 2}, set(), (), ()),
        ((1, 2, 3, 4), {1, 2}, set(), (3, 4), ()),
        ((1, 2, 3), {3}, set(), (), (1, 2)),
        ((1, 2, 3), {3}, {1}, (), (2,)),
        ((5, 6), set(), set(), (5, 6), ()),
        ((1, 2, 9), {1, 3}, {2}, (9,), ()),
    ],
)
def test_above_the_highest_known_uid_is_new_and_below_it_missing_unless_explained(
    listed: tuple[int, ...],
    known: set[int],
    explained: set[int],
    new: tuple[int, ...],
    missing: tuple[int, ...],
) -> None:
    found = compared(listed, known, explained, EPOCH)
    assert (found.new, found.missing) == (new, missing)
    assert (found.listed, found.known) == (len(listed), len(set(listed) & known))


@pytest.mark.parametrize("trouble", ["no password", "wrong password", "no server"])
def test_a_server_that_cannot_be_asked_is_told_and_the_rest_is_there(
    polled: Path, mailbox_config: Config, monkeypatch: pytest.MonkeyPatch, trouble: str
) -> None:
    if trouble == "no password":
        monkeypatch.delenv("BULLETIN_PASSWORD")
    elif trouble == "wrong password":
        monkeypatch.setenv("BULLETIN_PASSWORD", "wr0ng")
    else:
        mailbox_config(1, pauses="pauses = []")
    done = status(polled)
    assert done.status == 0
    assert "来信 3 封" in done.out
    assert "邮箱 submissions（INBOX）：无法核对：邮箱 submissions" in done.out
    found = server(polled)
    assert found["error"]
    assert (found["listed"], found["known"], found["new"], found["missing"]) == (None, None, [], [])


def test_offline_no_server_is_asked(polled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("intake.mailbox.Session.__enter__", lambda _self: pytest.fail("it logged in"))
    done = status(polled, "--offline")
    assert done.status == 0
    assert "服务器上" not in done.out
    assert status(polled, "--offline", "--json").json["server"] == []
    assert status(polled, "--max-age", "26h").status == 0


# --- what is not done yet --------------------------------------------------------------------------------


def test_what_a_server_did_not_hand_out_is_told_until_it_is_explained(desk: Desk) -> None:
    gap = Gap(*EPOCH, uid=5, reason="服务器给的是空的")
    config = Path(desk.settings.path)
    with desk.writing() as connection:
        gaps.note(connection, gap, NOW)
    done = status(config, "--offline")
    assert done.status == 4
    assert "邮箱 submissions（INBOX）UID 5，2021-05-14 09:00 起：服务器给的是空的" in done.out
    assert "intake poll" in done.out
    assert status(config, "--offline", "--json").json["gaps"] == [
        {
            "mailbox": "submissions",
            "folder": "INBOX",
            "uidvalidity": 7,
            "uid": 5,
            "since": "2021-05-14T01:00:00+00:00",
            "reason": "服务器给的是空的",
        }
    ]
    with desk.writing() as connection:
        gaps.close(connection, [gap], "后来收到了", NOW)
    done = status(config, "--offline")
    assert done.status == 0
    assert "UID 5" not in done.out


def test_errands_confirmations_and_unfinished_readings_are_told(polled: Path) -> None:
    with opened(str(polled)) as desk, desk.writing() as connection:
        first, second, third = connection.execute(sa.select(t.message.c.id)).scalars()
        connection.execute(sa.insert(t.errand), [{"message_id": first, "action": "move:已收"}])
        connection.execute(sa.insert(t.errand), [{"message_id": second, "action": "seen"}])
        for number, state in (
            (first, ReceiptState.SENT),
            (second, ReceiptState.SENT),
            (third, ReceiptState.FAILED),
        ):
            add_receipt(connection, Receipt(number, "wei@gxfgs.example.com", state, None, NOW))
        again = {"attempts": 2, "state": MessageState.KEPT}
        connection.execute(sa.update(t.message).where(t.message.c.id == third).values(again))
        aside = {"attempts": 3, "state": MessageState.SET_ASIDE}
        connection.execute(sa.update(t.message).where(t.message.c.id == second).values(aside))
    done = status(polled, "--offline")
    assert done.status == 0
    assert "有 1 封收下后还没有在服务器上移到文件夹“已收”，下次 intake poll 补做" in done.out
    assert "有 1 封收下后还没有在服务器上标为已读" in done.out
    assert "回执 已发 2、没发成 1\n" in done.out
    assert f"第 {third} 号来信：上次没有读完，下次运行再读\n" in done.out
    assert f"第 {second} 号来信" not in done.out
    found = status(polled, "--offline", "--json").json
    assert found["errands"] == [
        {"mailbox": "submissions", "action": "move:已收", "messages": 1},
        {"mailbox": "submissions", "action": "seen", "messages": 1},
    ]
    assert found["receipts"] == {"failed": 1, "sent": 2}
    assert found["trying"] == [{"message": third, "attempts": 2}]


def test_a_ledger_without_any_of_these_says_nothing_of_them(config: Path) -> None:
    out = status(config, "--offline").out
    assert [word for word in ("回执", "UID", "补做", "没有读完") if word in out] == []
    found = status(config, "--offline", "--json").json
    assert [found[name] for name in ("gaps", "errands", "receipts", "trying")] == [[], [], {}, []]


def test_what_a_server_said_cannot_colour_the_terminal(desk: Desk) -> None:
    with desk.writing() as connection:
        gaps.note(connection, Gap(*EPOCH, uid=5, reason="NO \x1b[2J\u202egone\nOK 1 个邮箱"), NOW)
    out = status(Path(desk.settings.path), "--offline").out
    assert not {"\x1b", "\u202e"} & set(out)
    assert not [line for line in out.splitlines() if line.startswith("OK")]


# --- the age of the last success -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("age", "fresh", "words"),
    [
        (timedelta(hours=25), True, "OK 1 个邮箱"),
        (timedelta(hours=27), False, "LATE submissions 上次收信成功在 27.0 小时前"),
        (timedelta(minutes=-50), True, "OK 1 个邮箱"),
        (
            timedelta(minutes=-70),
            False,
            "LATE submissions 时钟有误：上次收信成功记在将来（2021-05-14 10:10）",
        ),
        (None, False, "LATE submissions 从未成功收信"),
    ],
)
def test_the_last_success_is_recent_old_or_in_a_future_that_a_wrong_clock_told(
    desk: Desk, age: timedelta | None, fresh: bool, words: str
) -> None:
    if age is not None:
        with desk.writing() as connection:
            runs.add_run(connection, "submissions", "done", None, NOW - age)
    line, found = age_line(desk, timedelta(hours=26))
    assert line.startswith(words)
    assert found is fresh


def test_a_failure_since_the_last_success_does_not_make_it_recent(desk: Desk) -> None:
    with desk.writing() as connection:
        runs.add_run(connection, "submissions", "done", None, NOW - timedelta(days=3))
        runs.add_run(connection, "submissions", "failed", None, NOW)
    assert age_line(desk, timedelta(hours=26))[1] is False


# --- checks ----------------------------------------------------------------------------------------------


def checked(config: Path, *options: str) -> tuple[int, dict[str, Any]]:
    """(status, check -> its last line) of `intake check`."""
    done = command("intake check --json --config", config, *options)
    return done.status, {row["check"]: row for row in done.lines}


def archived(config: Path) -> list[Path]:
    return sorted((config.parent / "archive").rglob("*.eml"))


def test_a_desk_in_order_passes_every_check(polled: Path) -> None:
    for options in ((), ("--full",)):
        number, rows = checked(polled, *options)
        assert number == 0
        assert [row["check"] for row in rows.values() if not row["ok"]] == []
    assert rows["存档文件"]["note"] == "3 个都在，内容都与指纹相符"
    assert rows["数据库"]["note"].startswith("版本 ")


def test_a_missing_raw_message_is_named_with_its_letter(polled: Path) -> None:
    row = command("intake list --json --config", polled).lines[1]
    path = polled.parent / "archive" / row["sha256"][:2] / f"{row['sha256'][2:]}.eml"
    path.unlink()
    number, rows = checked(polled)
    assert number == 1
    assert rows["存档文件"]["problem"] == (
        f"第 {row['id']} 号来信：存档中缺少原始邮件 {path}。请从备份恢复该文件。"
    )


def test_an_altered_raw_message_is_found_when_all_are_read(polled: Path) -> None:
    path = archived(polled)[0]
    path.write_bytes(path.read_bytes().replace(b"letter", b"lettre"))
    assert checked(polled)[0] == 0
    number, rows = checked(polled, "--full")
    assert number == 1
    assert f"存档文件 {path} 的内容与其指纹不符，已损坏" in rows["存档文件"]["problem"]


def test_of_many_missing_raw_messages_some_are_named_and_all_are_counted(
    polled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("desk.checks.TOLD", 1)
    for path in archived(polled):
        path.unlink()
    problems = [
        row["problem"] for row in command("intake check --json --config", polled).lines if not row["ok"]
    ]
    assert len(problems) == 2
    assert problems[1].startswith("另有 2 个文件缺少或损坏")


def test_a_file_that_no_letter_names_is_counted_and_is_no_error(polled: Path) -> None:
    data = letter(99)
    with opened(str(polled)) as desk:
        desk.archive.put([data])
    number, rows = checked(polled, "--full")
    assert number == 0
    assert "另有 1 个尚未登记" in rows["存档文件"]["note"]


def test_a_damaged_database_is_told_with_the_way_out(polled: Path) -> None:
    """Pages in the middle are overwritten: what is read at the start is still whole."""
    with opened(str(polled)) as desk, desk.writing() as connection:
        values = [
            {"id": n, "message_id": 1, "at": NOW, "actor": "x" * 500, "state": "kept"}
            for n in range(900, 1300)
        ]
        connection.execute(sa.insert(t.event), values)
    path = polled.parent / "bulletin.db"
    with opened(str(polled)) as desk, desk.reading() as connection:
        root = connection.exec_driver_sql(
            "SELECT rootpage FROM sqlite_master WHERE name = 'event'"
        ).scalar_one()
        size = connection.exec_driver_sql("PRAGMA page_size").scalar_one()
    data = bytearray(path.read_bytes())
    data[(root - 1) * size + 8 : (root - 1) * size + 100] = b"\xff" * 92
    path.write_bytes(data)
    number, rows = checked(polled)
    assert number == 1
    assert "已损坏" in rows["数据库"]["problem"]
    assert "从备份恢复" in rows["数据库"]["problem"]


def test_a_database_that_another_version_changed_meanwhile_is_told(
    polled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("desk.checks.views.schema_version", lambda _connection: "9999")
    number, rows = checked(polled)
    assert number == 1
    assert "9999" in rows["数据库"]["problem"]


def test_a_mailbox_without_a_password_does_not_keep_the_others_from_being_tried(
    pymap: Postbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BULLETIN_PASSWORD", "secret")
    monkeypatch.delenv("OTHER_PASSWORD", raising=False)
    table = EXAMPLE.partition("[mailbox]\n")[2].partition("\n\n")[0]
    table = table.replace('host = "imap.example.com"', 'host = "127.0.0.1"').replace("993", f"{pymap.port}")
    table = table.replace('tls = "implicit"', 'tls = "none"')
    other = table.replace('"submissions"', '"旧邮箱"').replace("BULLETIN_PASSWORD", "OTHER_PASSWORD")
    head, _, rest = EXAMPLE.partition("[mailbox]\n")
    config = tmp_path / "config.toml"
    config.write_text(
        f"{head}[[mailbox]]\n{other}\n\n[[mailbox]]\n{table}\n\n{rest.partition(chr(10) * 2)[2]}", "utf-8"
    )
    number, rows = checked(config)
    assert number == 1
    assert "OTHER_PASSWORD" in rows["邮箱 旧邮箱"]["problem"]
    assert rows["邮箱 submissions"]["ok"]
    errors = {row["mailbox"]: row["error"] for row in status(config, "--json").json["server"]}
    assert "OTHER_PASSWORD" in errors["旧邮箱"]
    assert errors["submissions"] is None


def test_a_check_changes_nothing(polled: Path) -> None:
    def everything() -> dict[str, bytes]:
        paths = (
            path for path in polled.parent.rglob("*") if path.is_file() and "bulletin.db-" not in path.name
        )
        return {str(path): path.read_bytes() for path in paths}

    before = everything()
    checked(polled, "--full")
    assert everything() == before
