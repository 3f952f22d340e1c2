"""Old documents reach LibreOffice from a letter's reader, and nothing of it is left when the reading ends."""

from __future__ import annotations

import os
import signal
import sys
from email.message import EmailMessage
from pathlib import Path

import pytest

from desk import sandbox
from desk.desk import Desk, opened
from desk.equipment import OfficeError, described, equipped
from desk.pipeline import keep, read_due
from desk.sandbox import Died, Limits, Tell
from desk.taken import Taken
from intake.documents.office import Office
from intake.local import read_path
from tests import soffice
from tests.command import command
from tests.conftest import EXAMPLE, NOW

DOCUMENTS = Path(__file__).parents[1] / "documents"


def posted(folder: Path) -> Path:
    """A letter that brings an old Word file."""
    letter = EmailMessage()
    letter["From"], letter["To"] = "王 <wang@sd.example.com>", "gfdqb1@example.com"
    letter["Subject"], letter["Message-ID"] = "稿件", "<old@sd.example.com>"
    letter.set_content("请查收附件。")
    for name in ("saved.doc", "damaged.doc"):
        data = (DOCUMENTS / name).read_bytes()
        letter.add_attachment(data, maintype="application", subtype="msword", filename=name)
    path = folder / "letter.eml"
    path.write_bytes(letter.as_bytes())
    return path


def read(config: Path, tmp_path: Path, libreoffice: str) -> list[tuple[str, str | None]]:
    """What becomes of the two files of such a letter."""
    setting = f'libreoffice = "{libreoffice}"'
    config.write_text(EXAMPLE.replace('libreoffice = "auto"', setting), "utf-8")
    with opened(str(config), clock=lambda: NOW) as desk:
        keep(desk, list(read_path(posted(tmp_path), NOW, print)))
        read_due(desk, Taken(), lambda *_: None)
    [row] = command("intake list --json --config", config).lines
    return [(one["state"], one["reason"]) for one in row["attachments"]]


@soffice.needed
def test_an_old_document_in_a_letter_is_read(
    config: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A folder of its own: other tests run beside this one, and start theirs.
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    assert read(config, tmp_path, "auto") == [
        ("read", None),
        ("refused", "旧版 Word（.doc）LibreOffice 打不开，可能已损坏，请以 .docx 重发"),
    ]
    assert list(tmp_path.glob("bulletin-office-*")) == []


def test_without_libreoffice_it_is_kept_and_asked_for_anew(config: Path, tmp_path: Path) -> None:
    why = "旧版 Word（.doc）暂不能读取，请以 .docx 重发"
    assert read(config, tmp_path, "off") == [("kept", why), ("kept", why)]


def test_what_a_killed_reader_left_is_removed(desk: Desk) -> None:
    words = (sys.executable, "-c", "import os, time; open('answer', 'w').write('ready'); time.sleep(60)")
    with equipped(desk) as whole:
        assert isinstance(whole.office, Office)
        office = whole.office
        office.command = words

        def work(tell: Tell) -> None:
            office.walls()
            tell({"folder": office.folder.is_dir()})
            os.kill(os.getpid(), signal.SIGKILL)

        heard = list(sandbox.run(work, Limits(30, 1_500_000_000)))
        assert heard[0] == {"folder": True}
        assert isinstance(heard[1], Died)
    assert not office.folder.exists()


def test_what_a_killed_run_left_is_removed_at_the_next_start(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    child = os.fork()
    if child == 0:
        os._exit(0)
    os.waitpid(child, 0)
    left = tmp_path / f"bulletin-office-{child}-x"
    left.mkdir()
    with equipped(desk):
        assert not left.exists()


def test_an_office_that_nobody_needed_leaves_no_trace(desk: Desk) -> None:
    with equipped(desk) as whole:
        assert isinstance(whole.office, Office)
        assert whole.office.program is None or whole.office.program.is_dir()
        assert not whole.office.folder.exists()


# --- intake check ----------------------------------------------------------------------------------------


@soffice.needed
def test_the_check_starts_it_and_tells_where_it_lies() -> None:
    assert "program" in described("auto")


def test_the_check_says_what_being_without_means(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert described("off").startswith("设置为不用；旧版 Word")
    monkeypatch.setattr("desk.equipment.find", lambda _: None)
    assert described("auto").startswith("没有安装；旧版 Word")
    with pytest.raises(OfficeError, match=r"reading\.libreoffice"):
        described(str(tmp_path))


def test_the_check_fails_where_it_does_not_start(tmp_path: Path) -> None:
    broken = tmp_path / "soffice.bin"
    broken.write_text("#!/bin/false\n", "ascii")
    broken.chmod(0o700)
    with pytest.raises(OfficeError, match="启动不了"):
        described(str(tmp_path))
