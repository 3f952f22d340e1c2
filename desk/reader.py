"""Reading what is kept, in a process of its own, so that one letter can spoil nothing but itself.

Each reading is counted before it begins.  A letter whose reading failed three times - by an error, a crash
or a limit - is set aside with the reason, its bytes safe, and the others go on.  Where the whole run died,
which mostly was somebody's will and not the letter's doing, that is half a try.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from itertools import accumulate
from typing import Any

from desk import learning, sandbox
from desk.desk import Desk
from desk.equipment import equipped
from desk.errors import DeskError
from desk.filing import bulletin, file_opened, open_kept, set_aside
from desk.lease import READING, leased
from desk.logs import fields
from desk.reading import Opened
from desk.sandbox import Died, Limits, Tell
from desk.taken import Progress, Taken
from intake.model import MessageState
from storage import messages as ledger
from storage.database import Connection, Unusable
from storage.errors import StorageError
from storage.model import KeptMessage

log = logging.getLogger(__name__)

TRIES = 3
"""Readings of a letter that may fail before a person has to look."""

HALVES = 2
"""What a try counts in the ledger: one for having begun, one more for having failed before our eyes."""

BATCH = 50
BATCH_BYTES = 8_000_000
"""Letters read, and stored in one transaction, together: whichever comes first."""

RENEW = 60.0
"""Seconds after which the lease is renewed."""

INTAKE = "intake"


def read(desk: Desk, taken: Taken, progress: Progress) -> None:
    """Read every message that is kept and not read yet."""
    with leased(desk, READING, patient=True) as renew, equipped(desk) as whole:
        told = _Told(taken, renew, lambda: progress("阅读", sum(taken.states.values()), 0))
        while (number := _watch(desk, lambda tell: _read_due(whole, tell), told)) is not None:
            _died(desk, number, told)


def read_again(desk: Desk, ids: Sequence[int], actor: str, taken: Taken) -> None:
    """Read messages whatever their state, once each; what a failed one was read as before stays."""
    if not ids:
        return
    with desk.reading() as connection:
        waiting = ledger.due(connection, ids=ids, limit=len(ids))
    with leased(desk, READING, patient=True) as renew, equipped(desk) as whole:
        told = _Told(taken, renew, lambda: None, actor)
        while waiting:
            number = _watch(desk, partial(_read_each, whole, waiting, actor), told)
            if number is None:
                return
            _died(desk, number, told)
            waiting = waiting[[message.id for message in waiting].index(number) + 1 :]


# --- the parent ----------------------------------------------------------------------------------


@dataclass(slots=True)
class _Told:
    """What the child has told: `under_way` is the letter it is at, `why` how it died.

    `actor` is who asked for the reading; the intake itself tries more than once.
    """

    taken: Taken
    renew: Callable[[], None]
    progress: Callable[[], None]
    actor: str = INTAKE
    under_way: int | None = None
    why: str = ""
    renewed: float = field(default_factory=time.monotonic)

    def begin(self) -> None:
        """Listen to a new child."""
        self.under_way = None

    def count(self, number: int, state: str | None) -> None:
        """Count a letter that came to a state, or whose earlier reading stays."""
        if state is None:
            self.taken.failed.append(number)
        else:
            key = MessageState(state)
            self.taken.states[key] = self.taken.states.get(key, 0) + 1
        self.progress()


def _watch(desk: Desk, work: Callable[[Tell], None], told: _Told) -> int | None:
    """Have a child work; return the letter it died of, None where it came to its end."""
    settings = desk.settings.reading
    bulletin(desk.settings)  # made once, not by each child
    learning.prepare(desk)
    desk.engine.dispose()  # no connection may live on both sides of a fork
    told.begin()
    for words in sandbox.run(work, Limits(settings.seconds, settings.memory * 1_000_000)):
        if isinstance(words, Died):
            told.why = words.why
            if told.under_way is None:
                raise DeskError(f"{words.why}，还没有开始读信。请检查内存和设置 reading.memory。")
            return told.under_way
        _hear(words, told)
    return None


def _hear(words: dict[str, Any], told: _Told) -> None:
    if "error" in words:
        raise StorageError(words["error"])
    if "start" in words:
        told.under_way = words["start"]
    else:
        told.count(words["done"], words["state"])
    if time.monotonic() - told.renewed > RENEW:
        told.renewed = time.monotonic()
        told.renew()


def _died(desk: Desk, number: int, told: _Told) -> None:
    """Write down what a letter did to the process that read it."""
    log.warning("reading process died", extra=fields(message=number, why=told.why))
    with desk.writing() as connection:
        [message] = ledger.due(connection, ids=[number])
        if told.actor == INTAKE and not ledger.still_due(connection, number):
            return  # another run has read it meanwhile, and counted it
        state = _failed(desk, connection, message, told.actor, told.why)
    if state != MessageState.KEPT:  # else it is tried again
        told.count(number, state)


# --- the child -----------------------------------------------------------------------------------


def _read_due(desk: Desk, tell: Tell) -> None:
    with _telling(tell):
        while batch := _next_batch(desk):
            _read(desk, batch, INTAKE, tell)


def _read_each(desk: Desk, messages: Sequence[KeptMessage], actor: str, tell: Tell) -> None:
    with _telling(tell):
        for message in messages:
            _read(desk, [message], actor, tell)


@contextmanager
def _telling(tell: Tell) -> Iterator[None]:
    """Let the parent say what ends all reading: the database or the disk."""
    try:
        yield
    except StorageError as error:
        tell({"error": str(error)})


def _next_batch(desk: Desk) -> list[KeptMessage]:
    with desk.reading() as connection:
        found = ledger.due(connection, limit=BATCH)
    sizes = accumulate(message.size for message in found)
    return [m for n, (m, size) in enumerate(zip(found, sizes, strict=True)) if not n or size <= BATCH_BYTES]


def _read(desk: Desk, batch: Sequence[KeptMessage], actor: str, tell: Tell) -> None:
    """Read letters: their bytes first, which takes long and needs no lock, then store what they say."""
    ids = [message.id for message in batch]
    with desk.writing() as connection:
        ledger.begin(connection, ids)
        repeats = ledger.repeats(connection, ids)
    opened = {m.id: _open(desk, m, tell) for m in batch if m.id not in repeats}
    try:
        with desk.writing() as connection:
            states = [(m, _file(desk, connection, m, opened.get(m.id), actor, tell)) for m in batch]
    except StorageError:
        with suppress(StorageError), desk.writing() as connection:  # it was not the letters' fault
            for number in ids:
                ledger.forget_attempts(connection, number)
        raise
    for message, state in states:
        if state != MessageState.KEPT:
            tell({"done": message.id, "state": state})


def _open(desk: Desk, message: KeptMessage, tell: Tell) -> Opened | str:
    """A letter, or why it could not be read."""
    if message.attempts >= TRIES * HALVES:
        return f"读了 {TRIES * HALVES} 次，每次都没有读完整个运行就中断了"
    tell({"start": message.id})
    try:
        return open_kept(desk, message)
    except StorageError as error:
        return str(error)
    except Exception as error:  # noqa: BLE001 -- whatever it is, it stops this letter alone
        return _why(desk, message, error)


def _file(
    desk: Desk,
    connection: Connection,
    message: KeptMessage,
    opened: Opened | str | None,
    actor: str,
    tell: Tell,
) -> str | None:
    """Store what was read; the state it comes to, None where an earlier reading stays."""
    tell({"start": message.id})
    if actor == INTAKE and not ledger.still_due(connection, message.id):
        return MessageState.KEPT  # another run has read it meanwhile, and counted it
    if opened is None:
        earlier = ledger.same_bytes(connection, message)
        if earlier is not None:
            ledger.mark_duplicate(connection, message.id, earlier, actor, desk.clock())
            return MessageState.DUPLICATE
        opened = _open(desk, message, tell)
    if not isinstance(opened, str):
        try:
            with connection.begin_nested():
                return file_opened(desk, connection, message, opened, actor)
        except Unusable:
            raise
        except Exception as error:  # noqa: BLE001 -- as in `_open`
            opened = _why(desk, message, error)
    return _failed(desk, connection, message, actor, opened)


def _failed(desk: Desk, connection: Connection, message: KeptMessage, actor: str, reason: str) -> str | None:
    """What becomes of a letter whose reading failed: tried again, set aside, or left as it was."""
    tries = ledger.fail(connection, message.id) // HALVES
    if actor == INTAKE and tries < TRIES:
        words = f"第 {tries} 次没有读成：{reason}"
        ledger.add_event(connection, message.id, actor, message.state, words, desk.clock())
        return message.state
    words = f"{reason}，原始邮件已保存；升级后可用 intake retry 重读"
    return MessageState.SET_ASIDE if set_aside(desk, connection, message, actor, words) else None


def _why(desk: Desk, message: KeptMessage, error: Exception) -> str:
    log.error("letter could not be read", extra=fields(message=message.id), exc_info=error)
    if isinstance(error, MemoryError):
        return f"读取所需内存超过 {desk.settings.reading.memory} MB"
    return f"读取时出错（{type(error).__name__}）"
