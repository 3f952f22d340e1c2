"""Log lines: one a record that nothing from a mail can break or forge, and that tell nothing of a letter."""

from __future__ import annotations

import io
import logging
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from desk import logs
from desk.errors import SettingsError, UsageError
from desk.logs import Logfmt, fields, quoted
from desk.settings import load
from tests.command import command

SECRET = "四月份电解铝厂的稿子"


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """What log lines come out as while the test runs, by the handler that a command line sets up."""
    out, handler = io.StringIO(), logs._Lines()
    handler.setStream(out)
    handler.setFormatter(Logfmt())
    handler.addFilter(logs._fit_for_a_log)
    level = logging.root.level
    logging.root.addHandler(handler)
    logging.root.setLevel(logging.DEBUG)
    yield out
    logging.root.removeHandler(handler)
    logging.root.setLevel(level)


def line(written: io.StringIO) -> str:
    """The one line that was written."""
    (found,) = written.getvalue().splitlines()
    return found


# --- the line ----------------------------------------------------------------------------------------


def test_a_line_tells_when_how_grave_who_what_and_the_fields_in_the_order_given(written: io.StringIO) -> None:
    logging.getLogger("desk.pipeline").warning(
        "poll done", extra=fields(mailbox="submissions", new=3, old=None)
    )
    moment, rest = line(written).split(" ", 1)
    assert rest == 'level=warning logger=desk.pipeline event="poll done" mailbox=submissions new=3'
    assert datetime.fromisoformat(moment.removeprefix("time=")).tzinfo is not None


@pytest.mark.parametrize(
    ("value", "word"),
    [
        ("submissions", "submissions"),
        (3, "3"),
        ("甲", "甲"),
        ("a@b.example.com:993/INBOX", "a@b.example.com:993/INBOX"),
        ("", '""'),
        ("two words", '"two words"'),
        ('say "new=3"', r'"say \"new=3\""'),
        ("new=3", '"new=3"'),
        ("a\\", r'"a\\"'),
        ("a\r\nlevel=error", r'"a\r\nlevel=error"'),
        ("a\x00b", r'"a\x00b"'),
        ("\x1b[31mred", r'"\x1b[31mred"'),
        ("a\u2028b\u2029c\x85d", r'"a\u2028b\u2029c\x85d"'),
        ("exe.\u202etxt\u2066", r'"exe.\u202etxt\u2066"'),
        ("a\u00a0b\u3000c", r'"a\xa0b\u3000c"'),
        ("\udcff", r'"\udcff"'),
        ("\U000e0041", r'"\U000e0041"'),
    ],
)
def test_a_value_is_one_word_whatever_it_holds(value: object, word: str) -> None:
    assert quoted(value) == word


def test_a_long_value_is_cut() -> None:
    assert len(quoted("x" * 10_000)) == logs.LONGEST


def test_what_a_server_says_cannot_begin_a_line_or_a_field(written: io.StringIO) -> None:
    said = 'BAD\r\ntime=2021-05-14T02:30:00 level=error event=forged " mailbox=other\u2028x'
    logging.getLogger("intake.mailbox").warning(
        "refused: %s", said, extra={"fields": {"mailbox": "甲", "said": said}}
    )
    found = line(written)
    unquoted = re.sub(r'"(?:[^"\\]|\\.)*"', '""', found)
    names = [word.partition("=")[0] for word in unquoted.split(" ")]
    assert names == ["time", "level", "logger", "event", "mailbox", "said"]


@pytest.mark.parametrize("name", ["event", "level", "time", "trace"])
def test_a_field_with_the_name_of_another_is_refused_where_it_is_made(name: str) -> None:
    with pytest.raises(ValueError, match=name):
        fields(**{name: 1})


def test_a_field_with_an_odd_name_cannot_pass_for_another(written: io.StringIO) -> None:
    logging.getLogger("intake").warning("x", extra={"fields": {"level": 1, "a b=c": 2}})
    assert line(written).endswith("event=x level_=1 a_b_c=2")


def test_a_slip_in_a_log_call_still_gives_its_line() -> None:
    record = logging.LogRecord("desk", logging.WARNING, __file__, 1, "%d letters", ("many",), None)
    assert 'event="%d letters"' in Logfmt().format(record)


# --- nothing of a letter -------------------------------------------------------------------------------


def failing() -> None:
    """Fail with a letter's words in both exceptions."""
    try:
        {"a": 1}[SECRET]
    except KeyError as error:
        raise UsageError(f"cannot read {SECRET}") from error


def test_of_an_exception_its_kind_is_told_and_never_what_it_says(written: io.StringIO) -> None:
    try:
        failing()
    except UsageError:
        logging.getLogger("desk.filing").exception("message could not be read", extra=fields(message=12))
    assert SECRET not in written.getvalue()
    assert line(written).endswith("message=12 error=desk.errors.UsageError cause=KeyError")


def test_of_a_traceback_our_own_lines_are_told(written: io.StringIO, tmp_path: Path) -> None:
    """The files of libraries and of Python are left out; they say where it broke, not whose work it was."""
    try:
        load(tmp_path / "none.toml")
    except SettingsError:
        logging.getLogger("desk").exception("x")
    trace = re.search(r"trace=(?:\"([^\"]+)\"|(\S+))", line(written))
    assert trace
    frames = (trace[1] or trace[2]).split()
    assert frames
    assert [f for f in frames if not re.fullmatch(r"desk/settings\.py:\d+", f)] == []


@pytest.mark.parametrize(
    "library", ["imapclient", "imapclient.imaplib", "sqlalchemy.engine", "mailparser.core"]
)
@pytest.mark.parametrize("level", [logging.DEBUG, logging.INFO])
def test_a_library_that_logs_what_it_reads_is_not_heard(
    written: io.StringIO, library: str, level: int
) -> None:
    """Even one that sets the level of its logger itself."""
    logger = logging.getLogger(library)
    before = logger.level
    logger.setLevel(logging.DEBUG)
    logger.log(level, SECRET)
    logger.setLevel(before)
    assert written.getvalue() == ""


def test_of_a_library_that_warns_the_words_are_told_without_their_values(written: io.StringIO) -> None:
    logging.getLogger("mailparser.core").warning("cannot decode %r", SECRET)
    logging.getLogger("mailparser.core").warning(f"cannot decode {SECRET}")  # noqa: G004 -- what libraries do
    first, second = written.getvalue().splitlines()
    assert SECRET not in first + second
    assert re.search(r'event="cannot decode %r \(test_logs:\d+\)"$', first)
    assert re.search(r"event=\(test_logs:\d+\)$", second)


def test_a_line_that_cannot_be_written_shows_nothing_elsewhere(
    written: io.StringIO, capsys: pytest.CaptureFixture[str]
) -> None:
    written.close()
    logging.getLogger("desk").warning("x", extra=fields(text=SECRET))
    assert capsys.readouterr() == ("", "")


# --- the command line --------------------------------------------------------------------------------


def run(level: str, program: str) -> str:
    """Standard error of a program that sets logging up as commands do."""
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            f"import logging, os\nfrom desk import logs\nlogs.configure('{level}')\n{program}",
        ],
        env=os.environ | {"PYTHONPATH": "."},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == ""
    return done.stderr


TALK = (
    "for name in ('desk.worker', 'imaplib', 'sqlalchemy.engine'):\n"
    "    for level in (10, 20, 30):\n"
    "        logging.getLogger(name).log(level, 'x%d', level)\n"
)


@pytest.mark.parametrize(("level", "own"), [("", 1), ("INFO", 2), ("debug", 3), ("ERROR", 0)])
def test_the_chosen_level_is_that_of_our_packages_and_libraries_only_warn(level: str, own: int) -> None:
    lines = run(level, TALK).splitlines()
    assert len([found for found in lines if "logger=desk.worker" in found]) == own
    assert len([found for found in lines if "logger=imaplib" in found]) == 1
    assert len(lines) == own + 2


def test_a_level_that_does_not_exist_is_an_error_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BULLETIN_LOG", "loud")
    done = command("intake list")
    assert (done.status, done.out) == (2, "")
    assert done.err.startswith("错误：环境变量 BULLETIN_LOG 的值“loud”不是日志级别，请改为 DEBUG、INFO、")
    assert done.err.count("\n") == 1


def test_logging_costs_no_heavy_import() -> None:
    heavy = "{'rich', 'json', 'sqlalchemy', 'click', 'asyncio', 'ssl'}"
    run("INFO", f"import sys; assert not {heavy} & set(sys.modules), {heavy} & set(sys.modules)")


def test_a_letter_with_odd_parts_fills_no_log() -> None:
    letter = b"Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: multipart/related\n\nx\n--b--"
    program = f"from intake.mime import mailparser\nmailparser.parse_from_bytes({letter!r}).text_plain"
    assert run("INFO", program) == ""
