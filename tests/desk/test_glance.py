"""A poll that finds nothing new loads nothing; whatever else is the case, the whole program runs."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from desk import glance
from desk.desk import opened
from intake import connecting
from intake.mailbox.account import Account
from storage import gaps
from storage import glance as store
from storage import tables as t
from storage.database import open_engine, transaction
from storage.model import Gap
from tests import dovecot
from tests.command import command
from tests.conftest import NOW, PASSWORD, settings_text
from tests.postbox import Postbox, letter, on_dovecot, on_pymap
from tests.proxy import Proxy, proxied

HEAVY = ("sqlalchemy", "imapclient", "click", "msgspec", "lxml", "mailparser")


@pytest.fixture
def pymap() -> Iterator[Postbox]:
    with on_pymap() as made:
        made.deliver(letter(1), letter(2))
        yield made


@pytest.fixture
def proxy(pymap: Postbox) -> Iterator[Proxy]:
    """Listens to what is said to the server."""
    with proxied(pymap.port) as made:
        yield made


@pytest.fixture
def polled(proxy: Proxy, mailbox_config: Callable[..., Path]) -> Path:
    """The settings of a mailbox all of which was taken in."""
    config = mailbox_config(proxy.port)
    assert command("intake poll --config", config).status == 0
    proxy.said.clear()
    return config


@pytest.fixture(autouse=True)
def nobody_waits() -> Iterator[None]:
    yield
    for connection, _ in connecting._waiting.values():
        if not isinstance(connection, Exception):
            connecting.leave(connection)
    connecting._waiting.clear()


def idle(*words: object) -> bool:
    """Whether a command line ends at the first look."""
    return glance._nothing_to_do([str(word) for word in words])


def run(config: Path, *words: str, code: str = "") -> subprocess.CompletedProcess[str]:
    """The command as a scheduler starts it; `code` runs before it."""
    loaded = f"print(sorted(set({HEAVY!r}) & set(sys.modules)))"
    script = f"""
import os, sys
{code}
def leave(status, really=os._exit):
    {loaded}
    sys.stdout.flush()
    really(status)
os._exit = leave
from desk.glance import main
try:
    main()
finally:
    {loaded}
"""
    line = [sys.executable, "-c", script, "poll", "--config", str(config), *words]
    env = dict(os.environ, BULLETIN_PASSWORD=PASSWORD)
    return subprocess.run(line, env=env, capture_output=True, text=True, check=False)


def runs(config: Path) -> list[str]:
    with opened(str(config)) as desk, desk.reading() as connection:
        return list(connection.execute(sa.select(t.run.c.detail).order_by(t.run.c.id)).scalars())


# --- nothing new ---------------------------------------------------------------------------------------


def test_it_says_what_the_whole_program_says_and_loads_none_of_it(polled: Path, proxy: Proxy) -> None:
    done = run(polled)
    assert (done.returncode, done.stdout, done.stderr) == (0, "submissions：新到 0 封\n[]\n", "")
    assert proxy.commands == ["CAPABILITY", "LOGIN", "ID", "EXAMINE", "LOGOUT"]


def test_as_json_too(polled: Path) -> None:
    whole = command("intake poll --json --config", polled)
    assert run(polled, "--json").stdout == whole.out + "[]\n"


@dovecot.needed
def test_on_another_server_too(mailbox_config: Callable[..., Path]) -> None:
    with on_dovecot() as postbox:
        postbox.deliver(letter(1))
        config = mailbox_config(postbox.port)
        command("intake poll --config", config)
        assert run(config).stdout.endswith("[]\n")


def test_the_run_is_written_down_as_a_success(polled: Path) -> None:
    before = runs(polled)
    assert idle("poll", "--config", polled)
    assert runs(polled) == [*before, "0 new"]
    assert command("intake status --max-age 1h --config", polled).status == 0


@pytest.mark.parametrize(
    "words",
    [("--config", "{}", "poll"), ("poll", "--config={}"), ("poll", "--json", "--config", "{}")],
)
def test_wherever_the_settings_file_is_named(polled: Path, words: tuple[str, ...]) -> None:
    assert idle(*(word.format(polled) for word in words))


def test_the_settings_file_of_the_environment_and_that_of_the_folder(
    polled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(polled.parent)
    assert idle("poll")
    monkeypatch.chdir("/")
    assert not idle("poll")
    monkeypatch.setenv("BULLETIN_CONFIG", str(polled))
    assert idle("poll")


# --- something to do -----------------------------------------------------------------------------------


def remove_first(postbox: Postbox) -> None:
    with postbox.client() as client:
        client.store("1", "+FLAGS", r"(\Deleted)")
        client.expunge()


def replace_first(postbox: Postbox) -> None:
    remove_first(postbox)
    postbox.deliver(letter(3))


@pytest.mark.parametrize("change", [lambda p: p.deliver(letter(3)), remove_first, replace_first])
def test_a_folder_that_stands_otherwise_is_polled_on_the_connection_that_is_there(
    polled: Path, pymap: Postbox, proxy: Proxy, change: Callable[[Postbox], None]
) -> None:
    change(pymap)
    done = run(polled)
    assert done.returncode == 0
    assert "sqlalchemy" in done.stdout
    assert proxy.commands.count("LOGIN") == 1
    assert proxy.commands.count("EXAMINE") == 2
    assert run(polled).stdout.endswith("[]\n")


@dovecot.needed
def test_a_new_epoch_is_polled(mailbox_config: Callable[..., Path]) -> None:
    with dovecot.running() as server:
        server.deliver("a", letter(1), NOW)
        config = mailbox_config(server.port)
        command("intake poll --config", config)
        assert idle("poll", "--config", config)
        server.renumber(4711, 2)
        assert not idle("poll", "--config", config)


def gap(connection: sa.Connection) -> None:
    gaps.note(connection, Gap("submissions", "INBOX", 1, 9, "NIL"), NOW)


WORK: dict[str, Callable[[sa.Connection], object]] = {
    "a letter not read": lambda c: c.execute(sa.update(t.message).values(state="kept")),
    "headers not read": lambda c: c.execute(sa.update(t.message).values(state="too_large", subject=None)),
    "an open gap": gap,
    "an errand": lambda c: c.execute(sa.insert(t.errand).values(message_id=1, action="seen")),
    "a confirmation to be sent": lambda c: c.execute(
        sa.insert(t.receipt).values(message_id=1, recipient="a@b", state="pending", at=NOW)
    ),
    "a run that holds the mailbox": lambda c: c.execute(
        sa.insert(t.lease).values(name="submissions", holder="x", until=NOW + timedelta(days=9999))
    ),
    "another version": lambda c: c.exec_driver_sql("UPDATE alembic_version SET version_num = '0001'"),
}


@pytest.mark.parametrize("name", WORK)
def test_work_that_waits_here_is_done(polled: Path, proxy: Proxy, name: str) -> None:
    engine = open_engine("sqlite:///bulletin.db", polled.parent)
    with transaction(engine) as connection:
        WORK[name](connection)
    engine.dispose()
    assert not idle("poll", "--config", polled)
    assert proxy.commands == []


def test_settings_that_were_changed_are_read_with_care(polled: Path) -> None:
    polled.write_text(polled.read_text("utf-8") + "\n[nonsense]\n", "utf-8")
    assert not idle("poll", "--config", polled)
    done = run(polled)
    assert done.returncode == 2
    assert "nonsense" in done.stderr


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("--help",),
        ("poll", "--help"),
        ("poll", "poll"),
        ("poll", "--nonsense"),
        ("poll", "--config"),
        ("list",),
        ("status", "--json"),
    ],
)
def test_any_other_command_line_is_none_of_its_business(
    polled: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    monkeypatch.setenv("BULLETIN_CONFIG", str(polled))
    assert not idle(*words)


def test_whoever_wants_to_hear_more_hears_it(polled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BULLETIN_LOG", "INFO")
    assert not idle("poll", "--config", polled)


def test_a_mailbox_that_was_never_polled_is(proxy: Proxy, mailbox_config: Callable[..., Path]) -> None:
    assert not idle("poll", "--config", mailbox_config(proxy.port))
    assert proxy.commands == []


@pytest.mark.parametrize(
    "changes",
    [
        {"url": 'url = "postgresql://nobody@127.0.0.1/none"'},
        {"username": 'username = "other@example.com"'},
        {"password_env": 'password_keyring = "a/b"'},
    ],
)
def test_what_it_does_not_know_is_left_to_the_whole_program(
    polled: Path, proxy: Proxy, changes: dict[str, str]
) -> None:
    values = {"host": 'host = "127.0.0.1"', "port": f"port = {proxy.port}", "tls": 'tls = "none"'}
    polled.write_text(settings_text(**(values | changes)), "utf-8")
    assert not idle("poll", "--config", polled)


# --- trouble -------------------------------------------------------------------------------------------


def test_a_password_that_is_refused_is_tried_once(
    polled: Path, proxy: Proxy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tests.desk.test_glance.PASSWORD", "wr0ng")
    done = run(polled)
    assert done.returncode == 1
    assert "登录被拒绝" in done.stderr
    assert proxy.commands.count("LOGIN") == 1


def test_a_server_that_is_away_is_told_in_words(polled: Path, proxy: Proxy) -> None:
    text = polled.read_text("utf-8").replace(f"port = {proxy.port}", "port = 9")
    polled.write_text(text, "utf-8")
    done = run(polled)
    assert done.returncode == 1
    assert "服务器拒绝连接" in done.stderr


def test_a_database_that_is_gone_is_made_by_the_whole_program(polled: Path) -> None:
    (polled.parent / "bulletin.db").unlink()
    assert not idle("poll", "--config", polled)
    assert run(polled).returncode == 0


def test_a_connection_that_waited_too_long_is_not_trusted(
    pymap: Postbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    account = pymap.account()
    first = connecting.connect_once(account)
    connecting.wait(account, first)
    assert connecting.connect(account) is first
    connecting.wait(account, first)
    monkeypatch.setattr(connecting, "KEEPS", -1.0)
    second = connecting.connect(account)
    assert second is not first
    for connection in (first, second):
        connecting.leave(connection)


def test_connections_wait_for_their_own_server_alone(pymap: Postbox) -> None:
    account = pymap.account()
    connecting.wait(account, connecting.connect_once(account))
    other = Account("other", account.host, account.port, "none", "other@example.com", PASSWORD)
    with pytest.raises(connecting.LoginRefusedError):
        connecting.connect(other)
    connecting.leave(connecting.connect(account))


def test_what_it_knows_of_the_tables_is_true(polled: Path) -> None:
    found = store.idle(str(polled.parent / "bulletin.db"))
    assert found is not None
    [((account, folder), (uidvalidity, uidnext, messages, settings))] = found.items()
    with opened(str(polled)) as desk, desk.reading() as connection:
        row = connection.execute(sa.select(t.mailbox_folder)).one()
    assert (account, folder, uidvalidity, uidnext) == (row.account, row.folder, row.uidvalidity, row.uidnext)
    assert (messages, settings) == (row.messages, row.settings)
    store.add_runs(str(polled.parent / "bulletin.db"), ["submissions"], "probe")
    with opened(str(polled)) as desk, desk.reading() as connection:
        last = connection.execute(sa.select(t.run).order_by(t.run.c.id.desc()).limit(1)).one()
    assert (last.account, last.outcome, last.detail) == ("submissions", "done", "probe")
    assert last.at.tzinfo is not None
