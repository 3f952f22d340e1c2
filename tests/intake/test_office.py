"""LibreOffice is started once, kept behind walls, and outlived by nothing that it was given."""

from __future__ import annotations

import errno
import os
import signal
import socket
import stat
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

from intake import documents
from intake.documents import office as door
from intake.documents import office_servant
from intake.documents.docx import read_docx
from intake.documents.office import Absent, Office, Unread, Unwritable, find
from intake.documents.office_servant import command
from intake.documents.sniff import Kind
from intake.model import AttachmentState
from tests import soffice

DOCUMENTS = Path(__file__).parents[1] / "documents"
RTF = rb"{\rtf1\ansi before %b after\par}"


def converted(office: Office, kind: Kind, data: bytes) -> str:
    return read_docx(office.convert(kind, data)).text


def readable(office: Office, kind: Kind, data: bytes) -> str:
    """The same, "" where LibreOffice refuses it."""
    try:
        return converted(office, kind, data)
    except Unread:
        return ""


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()[0] != "Z"


# --- stand-ins: what LibreOffice might do to us ----------------------------------------------------------

STAND_IN = """
import os, sys, time
from pathlib import Path
def say(words):
    Path("saying").write_text(words); os.rename("saying", "answer")
say("ready")
while True:
    if os.path.exists("ask"):
        os.unlink("ask")
        {}
    time.sleep(0.002)
"""


@contextmanager
def stand_in(behaviour: str) -> Iterator[Office]:
    """An office that behaves so when it is asked; `{}` of the script above."""
    made = Office(None, (sys.executable, "-c", STAND_IN.format(behaviour)))
    try:
        yield made
    finally:
        made.close()
        assert not made.folder.exists()


@pytest.mark.parametrize(
    ("behaviour", "why"),
    [
        ("time.sleep(60)", "太费时"),
        ("os.abort()", "崩溃"),
        ("say('done')", "打不开"),
        ("say('refused x')", "打不开"),
        ("open('out.docx', 'wb').close(); say('done')", "打不开"),
        ("open('out.docx', 'wb').truncate(60 << 20); say('done')", "打不开"),
        ("say('\\udcff' if 0 else 'x' * 100000)", "打不开"),
    ],
    ids=["hangs", "crashes", "writes nothing", "refuses", "writes an empty file", "floods", "babbles"],
)
def test_whatever_it_does_the_document_is_told_to_be_unread(behaviour: str, why: str) -> None:
    with stand_in(behaviour) as office:
        with pytest.raises(Unread) as raised:
            office.convert(Kind.DOC, b"x", seconds=1.0)
        assert why in raised.value.why


def test_after_a_hang_the_next_document_gets_a_new_one() -> None:
    hang_once = (
        "Path('out.docx').write_bytes(b'made') if Path('in.rtf').exists() else time.sleep(60); say('done')"
    )
    with stand_in(hang_once) as office:
        with pytest.raises(Unread):
            office.convert(Kind.DOC, b"x", seconds=1.0)
        assert office.convert(Kind.RTF, b"x") == b"made"


def test_one_that_served_others_before_it_died_is_given_a_second_chance() -> None:
    dies_second = (
        "Path('out.docx').write_bytes(b'made'); n = globals().get('n', 0) + 1; "
        "os.abort() if n == 2 else say('done')"
    )
    with stand_in(dies_second) as office:
        assert [office.convert(Kind.DOC, b"x") for _ in range(4)] == [b"made"] * 4


def test_the_answer_to_a_document_that_was_given_up_is_not_taken_for_the_next_one() -> None:
    """Whoever waits may be interrupted from outside, by a deadline of its own."""
    with stand_in("Path('out.docx').write_bytes(Path('in.doc').read_bytes()); say('done')") as office:
        office.convert(Kind.DOC, b"first")
        before = office_servant.Servant.answer

        def interrupted(*_: object) -> str:
            raise KeyboardInterrupt

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(office_servant.Servant, "answer", interrupted)
            with pytest.raises(KeyboardInterrupt):
                office.convert(Kind.DOC, b"second")
        assert office_servant.Servant.answer is before
        assert office.convert(Kind.DOC, b"third") == b"third"


@pytest.mark.parametrize("words", [("false",), (sys.executable, "-c", "print('never ready')")])
def test_one_that_does_not_start_is_tried_twice_and_then_left_alone(words: tuple[str, ...]) -> None:
    office = Office(None, words)
    started: list[object] = []
    start = office_servant.start

    def counted(words: Sequence[str], folder: Path, until: float) -> office_servant.Servant | None:
        started.append(words)
        return start(words, folder, until)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(office_servant, "start", counted)
        for _ in range(5):
            with pytest.raises(Absent):
                office.convert(Kind.DOC, b"x", seconds=5.0)
    office.close()
    assert len(started) == door.STARTS


def test_without_one_the_file_is_kept_and_asked_for_again() -> None:
    data = (DOCUMENTS / "rich-text.rtf").read_bytes()
    for office in (None, Office(None), Office(find("off"))):
        reading = documents.read("a.doc", data, office=office)
        assert (reading.state, reading.reason) == (
            AttachmentState.KEPT,
            "RTF 文件暂不能读取，请以 .docx 重发",
        )


def test_it_is_not_started_for_what_needs_none(tmp_path: Path) -> None:
    office = Office(None, ("false",), tmp_path / "office")
    for name in ("flat.xml", "page-named.doc", "web-archive-named.doc", "locked.doc", "locked.odt"):
        documents.read(name, (DOCUMENTS / name).read_bytes(), office=office)
    assert not office.folder.exists()


def test_a_folder_that_a_killed_run_left_behind_is_removed(tmp_path: Path) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("tempfile.tempdir", str(tmp_path))
        left, new, foreign = (tmp_path / name for name in ("bulletin-office-1", "bulletin-office-2", "other"))
        for folder in (left, new, foreign):
            (folder / "profile").mkdir(parents=True)
        for folder in (left, foreign):
            os.utime(folder, (0, 0))
        with stand_in("say('refused')") as office, pytest.raises(Unread):
            office.convert(Kind.DOC, b"x")
        assert sorted(path.name for path in tmp_path.iterdir()) == ["bulletin-office-2", "other"]


def test_a_folder_whose_maker_is_gone_is_removed_at_once(tmp_path: Path) -> None:
    child = os.fork()
    if child == 0:
        os._exit(0)
    os.waitpid(child, 0)
    names = (f"bulletin-office-{child}-a", f"bulletin-office-{child}-b", f"bulletin-office-{os.getpid()}-c")
    gone, held, mine = (tmp_path / name for name in names)
    for folder in (gone, held, mine):
        folder.mkdir()
    lock = door._held(held)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("tempfile.tempdir", str(tmp_path))
        assert door._new_folder().name.startswith(f"bulletin-office-{os.getpid()}-")
        door.sweep()
    os.close(lock)
    assert sorted(tmp_path.iterdir()) == sorted((held, mine))


def test_there_is_no_second_try_when_the_time_is_nearly_over() -> None:
    dies_second = (
        "Path('out.docx').write_bytes(b'made'); n = globals().get('n', 0) + 1; "
        "os.abort() if n == 2 else say('done')"
    )
    with stand_in(dies_second) as office:
        office.convert(Kind.DOC, b"x")
        with pytest.raises(Unread, match="崩溃"):
            office.convert(Kind.DOC, b"x", seconds=2.5)
        assert office._servant is None
        assert office.convert(Kind.DOC, b"x") == b"made"


@pytest.mark.parametrize("behaviour", ["say('done')", "say('refused: write error')"])
def test_a_full_disk_is_not_blamed_on_who_sent_the_document(behaviour: str) -> None:
    def full(*_: object) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    data = (DOCUMENTS / "rich-text.rtf").read_bytes()
    with stand_in(behaviour) as office:
        office.walls()
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(Path, "write_bytes", full)
            reading = documents.read("a.rtf", data, office=office)
            with pytest.raises(Unwritable):
                door._probe(office.folder)
    assert (reading.state, reading.reason) == (
        AttachmentState.KEPT,
        "RTF 文件未读取：本机的临时文件夹写不进去，请管理员检查磁盘空间",
    )


# --- the real one ----------------------------------------------------------------------------------------


@soffice.needed
def test_one_serves_all_documents_of_a_run(office: Office) -> None:
    converted(office, Kind.RTF, RTF % b"x")
    servant = office._servant
    assert [converted(office, Kind.RTF, RTF % b"y") for _ in range(3)] == ["before y after"] * 3
    assert office._servant is servant


@soffice.needed
def test_nobody_else_can_look_into_its_folder_and_nothing_stays_in_it(office: Office) -> None:
    converted(office, Kind.RTF, RTF % b"x")
    assert stat.S_IMODE(office.folder.stat().st_mode) == 0o700
    assert not [path.name for path in office.folder.iterdir() if path.suffix in {".rtf", ".docx"}]


@soffice.needed
def test_it_ends_with_the_process_that_started_it_even_where_that_is_killed() -> None:
    office = Office(find())
    reading, telling = os.pipe()
    child = os.fork()
    if child == 0:
        converted(office, Kind.RTF, RTF % b"x")
        assert office._servant is not None
        os.write(telling, b"%d\n" % office._servant.process.pid)
        signal.pause()
    os.close(telling)
    with os.fdopen(reading, "rb") as heard:
        pid = int(heard.readline())
        assert is_alive(pid)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        # Its end of the pipe closes with it.
        assert heard.read() == b""
    for _ in range(2000):
        if not is_alive(pid):
            break
        os.sched_yield()
    assert not is_alive(pid)
    office.close()
    assert not office.folder.exists()
    assert not list(Path("/tmp").glob("OSL_PIPE_SingleOfficeIPC_" + office.folder.name))  # noqa: S108


# --- what it must not reach ------------------------------------------------------------------------------

FIELD = r"{\field{\*\fldinst %s}{\fldrslt old}}"
FLAT = (DOCUMENTS / "flat-open-document.fodt").read_text("utf-8")
XLINK = 'xmlns:xlink="http://www.w3.org/1999/xlink"'


def rtf(words: str) -> tuple[Kind, bytes]:
    return Kind.RTF, RTF % words.encode()


def flat(body: str) -> tuple[Kind, bytes]:
    names = f'<office:document {XLINK} xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"'
    text = FLAT.replace("<office:document", names, 1).replace("</office:text>", f"{body}</office:text>")
    return Kind.FLAT_ODT, text.encode()


def links(place: str) -> list[tuple[Kind, bytes]]:
    """Documents that ask for what lies elsewhere, in every way that we know."""
    link = f'xlink:href="{place}" xlink:type="simple"'
    section = f'<text:section-source {link} text:filter-name="Text"/><text:p>old</text:p>'
    frames = ("image", "object", "floating-frame", "plugin")
    return [
        *(rtf(FIELD % f'{name} "{place}"') for name in ("INCLUDETEXT", "INCLUDEPICTURE", "DDEAUTO soffice")),
        rtf(rf"{{\*\template {place}}}"),
        flat(f'<text:section text:name="s">{section}</text:section>'),
        *(flat(f"<text:p><draw:frame><draw:{name} {link}/></draw:frame></text:p>") for name in frames),
    ]


@contextmanager
def listening() -> Iterator[tuple[str, list[object]]]:
    """A server on loopback, and who came to it."""
    visits: list[object] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(30)

        def serve() -> None:
            while True:
                try:
                    visitor, address = server.accept()
                except OSError:
                    return
                with visitor:
                    visits.append(address)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}/x", visits
        server.shutdown(socket.SHUT_RDWR)
        thread.join()


def bare() -> Office:
    """LibreOffice without walls, by its own settings alone."""
    program = find()
    assert program is not None
    made = Office(program)
    made.command = [str(program / "soffice.bin"), *command(program, made.folder)[6:]]
    return made


@soffice.needed
@pytest.mark.parametrize("make", [lambda: Office(find()), bare], ids=["with walls", "by its settings"])
def test_nothing_is_fetched_and_no_file_of_ours_is_read(make: Callable[[], Office], tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("SECRET", "ascii")
    made = make()
    try:
        with listening() as (address, visits):
            said = [
                readable(made, kind, data)
                for place in (address, secret.as_uri(), str(secret))
                for kind, data in links(place)
            ]
    finally:
        made.close()
    assert visits == []
    assert not [text for text in said if "SECRET" in text]


@soffice.needed
def test_where_the_kernel_allows_it_there_are_walls(office: Office) -> None:
    """The settings alone would do; this tells where the tests run without more."""
    assert set(office.walls()) <= {"network", "files"}
    if os.geteuid() == 0 and Path("/proc/sys/user/max_user_namespaces").exists():
        assert "network" in office.walls()


def test_a_program_is_found_by_its_folder_or_the_one_around_or_itself(tmp_path: Path) -> None:
    program = tmp_path / "office" / "program"
    program.mkdir(parents=True)
    (program / "soffice.bin").touch()
    (program / "soffice").touch()
    for named in (program, program.parent, program / "soffice"):
        assert find(str(named)) == program
    assert find(str(tmp_path)) is None
    assert find("off") is None
