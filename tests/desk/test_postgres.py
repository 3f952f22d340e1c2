"""The desk's day on a PostgreSQL database is its day on a SQLite file, word by word and id by id."""

from __future__ import annotations

from pathlib import Path

import pytest

from desk.samples.build import Sample
from tests.command import command
from tests.conftest import PASSWORD, settings_text
from tests.postbox import Postbox
from tests.postgres import Postgres, needed

pytestmark = needed

WINDOW = ("--window", "04-30..05-10")

DAY = (
    ("intake poll",),
    ("intake list --json",),
    ("compose --json", *WINDOW, "--date", "2021-05-14"),
    ("classify set 1 听青之声",),
    ("intake retry",),
    ("intake poll",),
    ("compose --json", *WINDOW, "--date", "2021-05-14"),
    ("compose ledger --json", *WINDOW),
    ("intake list --json",),
)
"""What is done in turn."""

NUL = b"\r\n".join(
    (
        b"From: =?utf-8?B?6Z+mAOWwjw==?= <weixm@gxfgs.example.com>",
        b"Subject: =?utf-8?B?5LqU5pyIAOS/oeaBrw==?=",
        b"Message-ID: <nul\0@gxfgs.example.com>",
        b"MIME-Version: 1.0",
        b'Content-Type: multipart/mixed; boundary="b"',
        b"",
        b"--b",
        b"Content-Type: text/plain; charset=utf-8",
        b"Content-Transfer-Encoding: base64",
        b"",
        b"5rCn5YyW6ZOd5Y6CAOabtOaNouS4pOWPsOaXp+aztQ==",
        b"--b",
        b"Content-Type: application/octet-stream; name*=utf-8''%E4%BA%94%00%E6%9C%88.bin",
        b"",
        b"\x01\x02",
        b"--b--",
        b"",
    )
)
"""A letter with a NUL wherever an encoding can carry one: PostgreSQL takes none in a text."""


def day(folder: Path, port: int, url: str) -> list[tuple[int, str]]:
    """How each command of the day ended and what it printed; nothing on standard error."""
    folder.mkdir()
    config = folder / "config.toml"
    values = {"host": 'host = "127.0.0.1"', "port": f"port = {port}", "tls": 'tls = "none"'}
    config.write_text(settings_text(**values, url=f'url = "{url}"'), "utf-8")
    done = [command(*words, "--config", config) for words in DAY]
    assert [one.err for one in done] == [""] * len(DAY)
    return [(one.status, one.out.replace(str(folder), "")) for one in done]


def test_a_day_on_a_server_is_the_day_on_a_file(
    server: int,
    postgres: Postgres,
    samples: tuple[Sample, ...],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("BULLETIN_PASSWORD", PASSWORD)
    postbox = Postbox(server)
    for sample in samples:
        postbox.deliver(sample.data, received=sample.received_at)
    postbox.deliver(NUL, received=samples[-1].received_at)
    on_server = day(tmp_path / "server", server, postgres.database(migrated=False))
    on_file = day(tmp_path / "file", server, "sqlite:///bulletin.db")
    assert on_server == on_file
    assert on_file[-1][1].count("\n") == len(samples) + 1
    assert [status for status, _ in on_file] == [4, 0, 0, 0, 4, 0, 0, 0, 0]
