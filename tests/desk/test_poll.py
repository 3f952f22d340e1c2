"""`intake poll` against real servers: everything once, nothing lost, nothing touched, and how it ends."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from desk.desk import opened
from desk.lease import leased
from desk.samples.build import Sample, letters
from intake.mailbox import fetching
from intake.model import MessageState
from storage import tables as t
from tests import dovecot
from tests.command import Done, command
from tests.conftest import EXAMPLE, PASSWORD, USER
from tests.postbox import NOON, Postbox, letter, on_dovecot, on_pymap
from tests.proxy import Fault, Kind, mute, proxied

Config = Callable[..., Path]

ASIDE = next(s for s in letters() if s.expected.state is MessageState.SET_ASIDE)
PLAIN = [s for s in letters() if s.expected.state not in (MessageState.SET_ASIDE, MessageState.DUPLICATE)][:6]


@pytest.fixture(params=["pymap", pytest.param("dovecot", marks=dovecot.needed)])
def postbox(request: pytest.FixtureRequest) -> Iterator[Postbox]:
    """An empty mailbox, once on each server."""
    with on_pymap() if request.param == "pymap" else on_dovecot() as made:
        yield made


@pytest.fixture
def pymap() -> Iterator[Postbox]:
    """An empty mailbox on pymap, where the server makes no difference."""
    with on_pymap() as made:
        yield made


def deliver(postbox: Postbox, *samples: Sample) -> None:
    for sample in samples:
        postbox.deliver(sample.data, received=sample.received_at)


def listed(config: Path) -> list[Any]:
    """The ledger, a line a message."""
    return command("intake list --json --config", config).lines


def raw(config: Path, row: Any) -> bytes:
    return command("intake show --raw --config", config, row["id"]).raw


def poll(config: Path) -> Done:
    return command("intake poll --config", config)


# --- taking in -----------------------------------------------------------------------------------------


def test_each_letter_comes_in_once_with_its_bytes_and_its_arrival(
    postbox: Postbox, mailbox_config: Config
) -> None:
    deliver(postbox, *PLAIN)
    config = mailbox_config(postbox.port)
    done = poll(config)
    assert (done.status, done.err) == (0, "")
    assert "submissions：新到 6 封" in done.out
    assert done.out.count("\n") == 1
    for sample, row in zip(PLAIN, listed(config), strict=True):
        assert raw(config, row) == sample.data
        assert datetime.fromisoformat(row["received_at"]) == sample.received_at
        assert row["state"] == sample.expected.state


def test_polling_twice_changes_nothing(postbox: Postbox, mailbox_config: Config) -> None:
    deliver(postbox, *PLAIN)
    config = mailbox_config(postbox.port)
    poll(config)
    before = listed(config)
    again = poll(config)
    assert (again.status, again.out, again.err) == (0, "submissions：新到 0 封\n", "")
    assert listed(config) == before


def test_polling_leaves_the_letters_on_the_server_as_they_were(
    postbox: Postbox, mailbox_config: Config
) -> None:
    deliver(postbox, *PLAIN)
    poll(mailbox_config(postbox.port, max_size="max_size = 1"))
    assert postbox.flags() == set()
    with postbox.client() as client:
        assert client.select()[1] == [b"6"]


def test_only_what_came_since_is_taken_in(postbox: Postbox, mailbox_config: Config) -> None:
    deliver(postbox, *PLAIN[:4])
    config = mailbox_config(postbox.port)
    poll(config)
    before = listed(config)
    deliver(postbox, *PLAIN[4:])
    assert "新到 2 封" in poll(config).out
    after = listed(config)
    assert after[:4] == before
    assert [raw(config, row) for row in after[4:]] == [sample.data for sample in PLAIN[4:]]


def test_a_letter_that_somebody_has_read_already_is_taken_in(pymap: Postbox, mailbox_config: Config) -> None:
    deliver(pymap, PLAIN[0])
    with pymap.client() as client:
        client.store("1", "+FLAGS", r"(\Seen \Answered)")
    assert "新到 1 封" in poll(mailbox_config(pymap.port)).out


def test_a_letter_deleted_on_the_server_stays_in_the_ledger(pymap: Postbox, mailbox_config: Config) -> None:
    deliver(pymap, *PLAIN[:2])
    config = mailbox_config(pymap.port)
    poll(config)
    before = listed(config)
    pymap.remove(before[1]["uid"])
    assert poll(config).status == 0
    assert listed(config) == before
    assert raw(config, before[1]) == PLAIN[1].data


@dovecot.needed
@pytest.mark.parametrize("next_uid", [1, 4, 1000], ids=["same UIDs", "some the same", "other UIDs"])
def test_when_the_server_numbers_its_letters_anew_none_is_lost_and_none_counts_twice(
    mailbox_config: Config, next_uid: int
) -> None:
    def readings(rows: list[Any]) -> list[Any]:
        return [row["submissions"] for row in rows if row["submissions"]]

    with dovecot.running() as server:
        for sample in PLAIN[:4]:
            server.deliver(sample.name, sample.data, sample.received_at)
        config = mailbox_config(server.port)
        poll(config)
        before = listed(config)
        server.renumber(before[0]["uidvalidity"] + 1, next_uid)
        server.deliver(PLAIN[4].name, PLAIN[4].data, PLAIN[4].received_at)
        done = poll(config)
        after = listed(config)
        assert poll(config).out == "submissions：新到 0 封\n"
    assert (done.status, done.err) == (0, "")
    assert len(after) == 9
    known = {row["id"]: row for row in before}
    assert {row["id"]: row for row in after if row["id"] in known} == known
    fresh = [row for row in after if row["id"] not in known]
    new = [row for row in fresh if raw(config, row) == PLAIN[4].data]
    again = [row for row in fresh if row not in new]
    assert [row["state"] for row in new] == [PLAIN[4].expected.state]
    assert {row["state"] for row in again} == {"duplicate"}
    assert {row["duplicate_of"] for row in again} == set(known)
    assert readings(after) == readings(before + new)


@dovecot.needed
def test_letters_without_a_message_id_are_known_again_by_their_bytes(mailbox_config: Config) -> None:
    with dovecot.running() as server:
        for number in (1, 2):
            server.deliver(f"m{number}", letter(number), NOON)
        config = mailbox_config(server.port)
        poll(config)
        before = listed(config)
        assert [row["message_id"] for row in before] == [None, None]
        server.renumber(before[0]["uidvalidity"] + 1, 7)
        poll(config)
        after = listed(config)
    again = [row for row in after if row["id"] not in {row["id"] for row in before}]
    assert [(row["state"], row["subject"]) for row in again] == [
        ("duplicate", "letter 1"),
        ("duplicate", "letter 2"),
    ]
    assert {row["duplicate_of"] for row in again} == {row["id"] for row in before}
    assert "逐字节相同" in again[0]["reason"]


def test_the_same_bytes_delivered_twice_are_kept_twice_and_read_once(
    postbox: Postbox, mailbox_config: Config
) -> None:
    postbox.deliver(letter(1), letter(1))
    config = mailbox_config(postbox.port)
    assert poll(config).status == 0
    first, second = listed(config)
    assert (first["state"], second["state"], second["duplicate_of"]) == ("read", "duplicate", first["id"])
    assert first["sha256"] == second["sha256"]
    assert len(first["submissions"]) == 1
    assert second["submissions"] == []


def test_a_letter_without_a_message_id_that_came_another_way_is_a_letter_of_its_own(
    pymap: Postbox, mailbox_config: Config
) -> None:
    """An empty Message-ID proves nothing; that its items say the same is found, and shown."""
    hop = b"Received: from %s by mx.example.com; Thu, 6 May 2021 09:30:00 +0800\r\n"
    pymap.deliver(hop % b"a" + letter(1), hop % b"b" + letter(1))
    config = mailbox_config(pymap.port)
    poll(config)
    first, second = listed(config)
    assert (first["state"], second["state"]) == ("read", "read")
    [item] = second["submissions"][0]["items"]
    assert item["relation"]["kind"] == "duplicate"


def test_of_a_letter_over_the_limit_the_headers_are_kept_and_a_person_is_told(
    pymap: Postbox, mailbox_config: Config
) -> None:
    pymap.deliver(letter(1, size=1_200_000), letter(2))
    config = mailbox_config(pymap.port, max_size="max_size = 1")
    done = poll(config)
    assert done.status == 4
    large, small = listed(config)
    assert (large["state"], large["subject"]) == ("too_large", "letter 1")
    assert large["size"] > 1_000_000
    assert "超过上限" in large["reason"]
    assert small["state"] == "read"
    assert poll(config).status == 0


# --- how it ends -----------------------------------------------------------------------------------------


def test_where_a_person_has_to_look_at_a_letter_it_ends_with_4(
    pymap: Postbox, mailbox_config: Config
) -> None:
    deliver(pymap, PLAIN[0], ASIDE)
    config = mailbox_config(pymap.port)
    done = poll(config)
    assert (done.status, done.err) == (4, "")
    assert "待人工 1" in done.out
    assert [row["state"] for row in listed(config)] == ["read", "set_aside"]
    assert poll(config).status == 0


def test_json_tells_the_same_in_one_object_a_mailbox(pymap: Postbox, mailbox_config: Config) -> None:
    deliver(pymap, PLAIN[0], ASIDE)
    done = command("intake poll --json --config", mailbox_config(pymap.port))
    assert done.lines == [
        {
            "mailbox": "submissions",
            "entered": 2,
            "known": 0,
            "states": {"read": 1, "set_aside": 1},
            "gaps": 0,
            "notices": [],
        }
    ]


def test_a_mailbox_that_cannot_be_opened_is_one_paragraph_and_status_1(
    pymap: Postbox, mailbox_config: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BULLETIN_PASSWORD", "wr0ng-w0rd")
    config = mailbox_config(pymap.port)
    done = poll(config)
    assert (done.status, done.out) == (1, "")
    assert done.err.startswith(f"错误：邮箱 submissions（{USER}，127.0.0.1:{pymap.port}）：登录被拒绝")
    assert done.err.count("\n") == 1
    assert "wr0ng-w0rd" not in done.err
    [run] = command("intake status --json --config", config).json["runs"]
    assert (run["mailbox"], run["outcome"]) == ("submissions", "failed")
    assert "登录被拒绝" in run["detail"]


def two(pymap: Postbox, other: int, names: tuple[str, str]) -> str:
    """Settings with the mailbox and, before it, one on another port."""
    table = EXAMPLE.partition("[mailbox]\n")[2].partition("\n\n")[0]
    table = table.replace('host = "imap.example.com"', 'host = "127.0.0.1"')
    table = table.replace('tls = "implicit"', 'tls = "none"').replace("[2, 10, 30]", "[]")
    tables = [
        "[[mailbox]]\n" + table.replace('"submissions"', f'"{name}"').replace("port = 993", f"port = {port}")
        for name, port in zip(names, (other, pymap.port), strict=True)
    ]
    head, _, rest = EXAMPLE.partition("[mailbox]\n")
    return head + "\n\n".join(tables) + "\n\n" + rest.partition("\n\n")[2]


def test_a_mailbox_that_fails_does_not_keep_the_next_one_out(
    pymap: Postbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BULLETIN_PASSWORD", PASSWORD)
    deliver(pymap, *PLAIN[:2])
    with mute() as closed:
        pass
    config = tmp_path / "config.toml"
    config.write_text(two(pymap, closed, ("旧邮箱", "新邮箱")), "utf-8")
    done = poll(config)
    assert done.status == 1
    assert done.err.startswith("错误：邮箱 旧邮箱（")
    assert "新邮箱：新到 2 封" in done.out
    assert [row["account"] for row in listed(config)] == ["新邮箱", "新邮箱"]


def test_the_same_letter_in_two_mailboxes_is_kept_twice_and_read_once(
    pymap: Postbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BULLETIN_PASSWORD", PASSWORD)
    deliver(pymap, PLAIN[0])
    config = tmp_path / "config.toml"
    config.write_text(two(pymap, pymap.port, ("甲", "乙")), "utf-8")
    assert poll(config).status == 0
    first, second = listed(config)
    assert (first["state"], second["state"]) == ("read", "duplicate")
    assert second["duplicate_of"] == first["id"]


def test_settings_without_a_mailbox_are_told(tmp_path: Path) -> None:
    head, _, rest = EXAMPLE.partition("[mailbox]\n")
    config = tmp_path / "config.toml"
    config.write_text(head + rest.partition("\n\n")[2], "utf-8")
    done = poll(config)
    assert done.status == 2
    assert "没有 [mailbox]" in done.err


# --- two at once, and an end in the middle -----------------------------------------------------------------


def test_while_another_run_holds_the_mailbox_it_ends_with_75_and_takes_nothing(
    pymap: Postbox, mailbox_config: Config
) -> None:
    deliver(pymap, PLAIN[0])
    config = mailbox_config(pymap.port)
    with opened(str(config)) as desk, leased(desk, "submissions"):
        done = poll(config)
    assert (done.status, done.out) == (75, "")
    assert "正由另一次运行处理" in done.err
    assert done.err.count("\n") == 1
    assert listed(config) == []
    assert poll(config).status == 0


@dataclass
class Running:
    """A poll in a process of its own."""

    process: subprocess.Popen[str]

    def told(self, number: signal.Signals) -> tuple[int, str]:
        self.process.send_signal(number)
        out, err = self.process.communicate(timeout=10)
        return self.process.returncode, out + err


@pytest.fixture
def started() -> Iterator[Callable[[Path], Running]]:
    """Start a poll in a process of its own."""
    processes = []

    def start(config: Path) -> Running:
        words = [sys.executable, "-m", "desk.commands.intake", "poll", "--config", str(config)]
        process = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        processes.append(process)
        return Running(process)

    yield start
    for process in processes:
        process.kill()
        process.communicate()


def until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 15
    while not condition():
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(0.02)


def test_of_two_polls_at_once_the_second_ends_with_75_and_after_the_first_is_told_to_end_all_is_free(
    pymap: Postbox, mailbox_config: Config, started: Callable[[Path], Running]
) -> None:
    deliver(pymap, *PLAIN[:2])
    with proxied(pymap.port, Fault(Kind.FREEZE, b"BODY[]", 500)) as proxy:
        config = mailbox_config(proxy.port)
        first = started(config)
        until(lambda: any("BODY.PEEK[]" in line for line in proxy.said))
        assert poll(config).status == 75
        began = time.monotonic()
        status, said = first.told(signal.SIGTERM)
    assert time.monotonic() - began < 2
    assert status == 130
    assert said.strip() == "已中断；已收下的邮件都在，再运行一次即可接着做。"
    done = poll(mailbox_config(pymap.port))
    assert (done.status, done.err) == (0, "")
    assert "新到 2 封" in done.out


def test_a_real_process_says_nothing_but_its_one_line(
    pymap: Postbox, mailbox_config: Config, started: Callable[[Path], Running]
) -> None:
    deliver(pymap, *PLAIN[:2])
    running = started(mailbox_config(pymap.port))
    out, err = running.process.communicate(timeout=30)
    assert (running.process.returncode, err) == (0, "")
    assert out.startswith("submissions：新到 2 封")
    assert out.count("\n") == 1


@pytest.mark.parametrize("kind", [Kind.CUT, Kind.RESET, Kind.FREEZE])
def test_what_came_before_the_connection_failed_is_kept_and_the_next_poll_goes_on_from_there(
    pymap: Postbox, mailbox_config: Config, monkeypatch: pytest.MonkeyPatch, kind: Kind
) -> None:
    monkeypatch.setattr(fetching, "BATCH_BYTES", 1)
    pymap.deliver(*(letter(n, size=1000) for n in range(1, 6)))
    with proxied(pymap.port, Fault(kind, b"Subject: letter 3", 200)) as proxy:
        config = mailbox_config(proxy.port, timeout="timeout = 1")
        done = poll(config)
    assert (done.status, done.out) == (1, "")
    assert done.err.count("\n") == 1
    assert "没有丢失任何邮件" in done.err
    kept = listed(config)
    assert [row["subject"] for row in kept] == ["letter 1", "letter 2"]
    config = mailbox_config(pymap.port)
    assert "新到 3 封" in poll(config).out
    after = listed(config)
    assert [row["subject"] for row in after] == [f"letter {n}" for n in range(1, 6)]
    assert [row["id"] for row in after[:2]] == [row["id"] for row in kept]


def test_a_poll_killed_in_the_middle_loses_and_doubles_nothing(
    pymap: Postbox,
    mailbox_config: Config,
    started: Callable[[Path], Running],
) -> None:
    pymap.deliver(*(letter(n, size=1000) for n in range(1, 6)))
    with proxied(pymap.port, Fault(Kind.FREEZE, b"Subject: letter 3", 200)) as proxy:
        config = mailbox_config(proxy.port)
        running = started(config)
        until(lambda: any("BODY.PEEK[]" in line for line in proxy.said))
        running.told(signal.SIGKILL)
    config = mailbox_config(pymap.port)
    with opened(str(config)) as desk, desk.reading() as connection:
        assert connection.execute(sa.select(t.lease.c.name)).scalars().all() == ["submissions"]
    assert "新到 5 封" in poll(config).out
    assert [row["subject"] for row in listed(config)] == [f"letter {n}" for n in range(1, 6)]
