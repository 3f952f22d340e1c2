"""Whatever a document does to its reader, it is named with the reason and the letter's other parts go on."""

from __future__ import annotations

import contextlib
import logging
import signal
from collections.abc import Callable
from typing import NoReturn

import pytest

from desk import files
from desk.reading import open_message
from desk.sandbox import TimeUp, deadline
from intake import documents
from intake.documents.office import Converter
from intake.model import MessageState, Reading
from tests.intake.docx_builder import docx, p
from tests.readings import NEWS, OTHER_NEWS, example, judged, letter, told

BAD, GOOD = docx(p(OTHER_NEWS)), docx(p(NEWS))
Fault = Callable[[], NoReturn]


def hang() -> NoReturn:
    """Work in Python that has no end, behind a library's catch-all."""
    while True:
        try:
            while True:
                pass
        except Exception:  # noqa: BLE001, S110 -- as parsers have it
            pass


def eat() -> NoReturn:
    raise MemoryError


def stumble() -> NoReturn:
    raise KeyError("obj")


FAULTS = [
    pytest.param(hang, "秒还没有读完", id="no end"),
    pytest.param(eat, "内存过大", id="memory"),
    pytest.param(stumble, "读取时出错（KeyError）", id="a fault of the reader"),
]


@pytest.fixture
def failing(monkeypatch: pytest.MonkeyPatch) -> Callable[[Fault], None]:
    """Let the reader of documents fail so for one file."""
    read = documents.read

    def install(fault: Fault) -> None:
        def spoilt(
            name: str, content: bytes, media_type: str = "", office: Converter | None = None
        ) -> Reading:
            return fault() if name == "坏.docx" else read(name, content, media_type, office)

        monkeypatch.setattr(documents, "read", spoilt)
        monkeypatch.setattr(files, "SECONDS", 0.2)

    return install


def two_files() -> bytes:
    return letter("", ("坏.docx", "application/msword", BAD), ("好.docx", "application/msword", GOOD))


@pytest.mark.parametrize(("fault", "reason"), FAULTS)
def test_a_document_that_cannot_be_read_stops_only_itself(
    failing: Callable[[Fault], None], fault: Fault, reason: str
) -> None:
    failing(fault)
    filed = judged(two_files())
    assert filed.state is MessageState.READ
    assert [item.item.text for one in filed.submissions for item in one.items] == [NEWS]
    state, why = told(filed.attachments)["坏.docx"]
    assert state == "refused"
    assert reason in (why or "")
    assert "请" in (why or "")


def test_a_fault_of_the_reader_is_logged_without_the_words_of_the_letter(
    failing: Callable[[Fault], None], caplog: pytest.LogCaptureFixture
) -> None:
    failing(stumble)
    open_message(two_files(), example())
    (record,) = [one for one in caplog.records if one.levelno >= logging.ERROR]
    assert "坏" not in record.getMessage()
    assert len(record.fields["sha256"]) == 64  # type: ignore[attr-defined]


def test_documents_that_took_all_the_time_leave_the_others_a_moment(
    failing: Callable[[Fault], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    failing(hang)
    monkeypatch.setattr(files, "ALL_SECONDS", 0.1)
    assert told(open_message(two_files(), example()).files)["好.docx"] == ("read", None)


def test_a_deadline_that_is_kept_leaves_nothing_behind() -> None:
    before = signal.getsignal(signal.SIGALRM)
    with deadline(60):
        assert signal.getitimer(signal.ITIMER_REAL)[0] > 0
    assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)
    assert signal.getsignal(signal.SIGALRM) is before


def test_a_deadline_is_raised_again_where_it_was_swallowed() -> None:
    def swallow_once() -> None:
        with contextlib.suppress(TimeUp):
            wait_for_ever()
        wait_for_ever()

    with pytest.raises(TimeUp), deadline(0.01):
        swallow_once()


def wait_for_ever() -> NoReturn:
    while True:
        pass


def test_a_document_for_which_no_time_is_left_is_told_so(
    failing: Callable[[Fault], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    failing(hang)
    monkeypatch.setattr(files, "SECONDS", 20.0)
    monkeypatch.setattr(files, "ALL_SECONDS", 0.1)
    state, why = told(open_message(two_files(), example()).files)["坏.docx"]
    assert state == "refused"
    assert "时间用完" in (why or "")
