"""What nobody should send or type: a right draft, or an error that names the thing."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from email.message import EmailMessage
from pathlib import Path
from typing import IO, Any, cast

import docx
import pytest
import sqlalchemy as sa

from desk.desk import opened
from storage import tables as t
from tests.command import Done, command
from tests.conftest import EXAMPLE

WINDOW = ("--window", "2021-04-30..2021-05-10", "--date", "2021-05-14")
HUGE = 100_000
NEWS = "广西华昇检修车间完成3号锅炉检修，节约费用42万元。"
SENT = {
    "controls": "广西华昇\x07完成\x0b检修5台，\x1b[31m节约费用42万元。",
    "template": "{{ config }}{% raw %}中铝山东完成检修6台，节约费用43万元。{% endraw %}{{ 7*7 }}",
    "markup": "<script>alert(1)</script>中州铝业完成检修7台，节约费用44万元。&lt;b&gt;]]>",
    "formula": '=HYPERLINK("http://x.example/","点我")广西华磊完成检修8台，节约费用45万元。',
    "long": "包头铝业完成检修9台，节约费用46万元。" * (HUGE // 19),
    "no marks": "山西新材料完成检修节约费用" * (HUGE // 13),
    "marks": "，。；：" * (HUGE // 4),
    "digits": "7" * HUGE,
    "right to left": "مرحبا بالعالم، هذا نص. " * 50,
    "emoji": "青海分公司🎉完成检修10台\U0001f468\u200d\U0001f469，节约费用47万元👍。",
    "first person": "我深受教育，我将努力工作。作为一名党员，我要带头，这是我的心得体会。" * 2_900,
    "portrait": "张志强，中共党员，荣获公司劳动模范荣誉称号。他带领班组攻克难题5项，节约费用42万元。" * 2_300,
    "media": "习近平总书记强调，要牢牢把握高质量发展这个首要任务。新华社北京电。" * 2_900,
}


def letter(subject: str, text: str, day: int = 1) -> bytes:
    made = EmailMessage()
    made["From"] = f"王芳 <{len(text)}@gx.example.com>"
    made["Date"] = f"Sat, {day:02} May 2021 10:00:00 +0800"
    made["Subject"] = subject
    made.set_content(text, cte="base64")
    return made.as_bytes()


def added(config: Path, *letters: bytes) -> None:
    """Take letters in as files."""
    folder = config.parent / "mails"
    folder.mkdir()
    for number, data in enumerate(letters):
        (folder / f"{number:03}.eml").write_bytes(data)
    done = command("intake add", folder, "--config", config)
    assert done.status == 0, done.err


def composed(config: Path, *arguments: object) -> dict[str, Any]:
    """Compose the window, and see that its accounts are even and both files can be read."""
    done = command("compose --json", *WINDOW, *arguments, "--config", config)
    assert done.status == 0, done.err
    found: dict[str, Any] = done.json
    assert found["ledger"]["balanced"]
    Path(found["files"]["html"]).read_text("utf-8")
    return found


def pieces(draft: dict[str, Any]) -> dict[int, str]:
    return {
        piece["item"]: piece["text"]
        for column in draft["columns"]
        for group in column["groups"]
        for paragraph in group["paragraphs"]
        for piece in paragraph["pieces"]
    }


def in_word(draft: dict[str, Any]) -> str:
    """The text of the Word file, which python-docx reads."""
    document = docx.Document(io.BytesIO(Path(draft["files"]["docx"]).read_bytes()))
    return "\n".join(paragraph.text for paragraph in document.paragraphs)


@pytest.fixture
def filled(config: Path) -> Path:
    """The settings of a desk with one letter in the window."""
    added(config, letter("检修", NEWS))
    return config


# --- what comes by mail -----------------------------------------------------------------------------


def test_letters_that_nobody_should_send_become_an_issue_that_opens(config: Path) -> None:
    added(config, *(letter(name, text) for name, text in SENT.items()))
    draft = composed(config)
    printed = pieces(draft)
    assert draft["ledger"]["messages"]["received"] == len(SENT)
    assert draft["ledger"]["items"]["placed"] == len(printed) >= len(SENT)
    text = in_word(draft)
    assert not {sign for sign in text if ord(sign) < 32} - {"\n", "\t"}
    page = Path(draft["files"]["html"]).read_text("utf-8")
    assert "<script>alert(1)" not in page
    assert "49" not in "".join(printed.values())  # no template was run


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param("题" * 10_000, id="of 10,000 signs"),
        pytest.param("检修\n\tX-Injected: yes", id="over lines"),
        pytest.param("../../etc/passwd", id="a path"),
        pytest.param("%s %(x)s {0} {x!r} $(id) `id`", id="of placeholders"),
    ],
)
def test_a_subject_is_words_whatever_it_is(config: Path, subject: str) -> None:
    data = letter("SUBJECT", NEWS).replace(b"SUBJECT", subject.replace("\n", "\r\n").encode("utf-8"))
    added(config, data)
    draft = composed(config)
    assert "节约费用42万元" in "".join(pieces(draft).values())
    written = sorted(path.name for path in (config.parent / "issues").iterdir())
    assert written == ["2021年第9期-第1稿.docx", "2021年第9期-第1稿.html"]


def test_what_a_damaged_store_gives_back_is_drafted(filled: Path) -> None:
    """JSON columns keep lone surrogates, text columns NUL: from an older program or a hand-made row."""
    broken = "\ud800废\udfff"
    with opened(str(filled)) as desk, desk.writing() as connection:
        connection.execute(
            sa.update(t.item).values(
                text=f"{NEWS}\x00\ufffe",
                title="\x00检修\x08",
                contributor="王\n芳\x07",
                bold=[broken],
                reasons=[broken],
                alternatives=[[broken, broken, 0.2]],
                published={"issue": broken, "column": broken, "text": broken, "certain": False},
            )
        )
        connection.execute(sa.update(t.submission).values(remarks=[broken]))
        connection.execute(sa.update(t.message).values(defects=[broken]))
    assert "节约费用42万元" in in_word(composed(filled))


# --- very many --------------------------------------------------------------------------------------


def copies(config: Path, number: int, **values: object) -> None:
    """Make of the one item of the window so many, each with a figure of its own."""
    with opened(str(config)) as desk, desk.writing() as connection:
        row = dict(connection.execute(sa.select(t.item)).mappings().one())
        of = {key: row[key] for key in row if key not in {"id", "ordinal", "text"}} | values
        texts = (f"广西华昇完成第{n}台设备检修，节约费用{n}万元。" for n in range(1, number))
        rows = [{**of, "ordinal": n, "text": text} for n, text in enumerate(texts, 1)]
        connection.execute(sa.insert(t.item), rows)


def test_two_thousand_items_of_a_window_are_all_printed_once(filled: Path) -> None:
    copies(filled, 2_000)
    draft = composed(filled)
    assert draft["ledger"]["items"] | {"total": 2_000, "placed": 2_000} == draft["ledger"]["items"]
    assert len(pieces(draft)) == 2_000
    text = in_word(draft)
    assert [n for n in range(1, 2_000) if f"第{n}台设备" not in text] == []


def test_five_hundred_pieces_are_merged_into_one_paragraph(filled: Path) -> None:
    copies(filled, 501, column="听青之声", group=None)
    draft = composed(filled)
    (paragraph,) = next(c for c in draft["columns"] if c["name"] == "听青之声")["groups"][0]["paragraphs"]
    assert len(paragraph["pieces"]) == 500
    assert all(piece["text"] in paragraph["text"] for piece in paragraph["pieces"][1:])


# --- what is typed and set --------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["afile", "afile/inside", "/proc/nothing", "长" * 200])
def test_a_folder_that_takes_no_draft_is_named_and_no_revision_is_kept(filled: Path, name: str) -> None:
    (filled.parent / "afile").write_text("x", "utf-8")
    done = command("compose", *WINDOW, "--out", filled.parent / name, "--config", filled)
    assert done.status in (1, 2)
    assert Path(name).parts[-1][:20] in done.err
    assert "--out" in done.err
    with opened(str(filled)) as desk, desk.reading() as connection:
        assert connection.execute(sa.select(t.revision.c.id)).all() == []


def test_a_disk_that_is_full_leaves_no_half_a_draft(filled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(handle: int, mode: str) -> IO[bytes]:
        os.close(handle)
        return cast("IO[bytes]", Path("/dev/full").open(mode))

    monkeypatch.setattr("desk.output.os.fdopen", full)
    done = command("compose", *WINDOW, "--config", filled)
    assert done.status == 1
    assert "磁盘空间" in done.err
    assert list((filled.parent / "issues").iterdir()) == []


@pytest.mark.parametrize("name", ["a\nb", "怪 名'\"$(id)", "-x", "{{ x }}", "%s"])
def test_a_folder_may_have_any_name(filled: Path, name: str) -> None:
    draft = composed(filled, f"--out={filled.parent / name}")
    assert {Path(path).parent.name for path in draft["files"].values()} == {name}


def test_two_who_compose_at_once_make_two_revisions(filled: Path) -> None:
    program = "from desk.commands.compose import main; main()"
    line = [sys.executable, "-c", program, "--json", *WINDOW, "--config", str(filled)]
    with ThreadPoolExecutor(2) as both:
        done = list(both.map(lambda _: subprocess.run(line, capture_output=True, check=True), range(2)))
    assert sorted(json.loads(one.stdout)["issue"]["revision"] for one in done) == [1, 2]
    assert len(list((filled.parent / "issues").iterdir())) == 4


def refused(config: Path, *words: str) -> Done:
    done = command("compose", *WINDOW, "--config", config)
    assert done.status == 2, done.err
    assert [word for word in words if word not in done.err] == []
    assert "Traceback" not in done.err
    return done


def test_a_column_that_was_removed_between_two_drafts_is_named_with_its_items(filled: Path) -> None:
    column = next(c["name"] for c in composed(filled)["columns"])
    filled.write_text(EXAMPLE.replace(f'name = "{column}"', 'name = "新栏目"'), "utf-8")
    refused(filled, column, "条目 1", "intake retry 1")


def test_an_item_of_a_column_that_nobody_knows_is_named(filled: Path) -> None:
    with opened(str(filled)) as desk, desk.writing() as connection:
        connection.execute(sa.update(t.item).values(column="无此栏"))
    refused(filled, "无此栏", "条目 1", "classify set")


# --- what a draft costs before it begins ------------------------------------------------------------


def test_a_draft_loads_no_reader_of_letters_and_no_database_but_its_own(filled: Path) -> None:
    program = (
        "import atexit, sys; from desk.commands.compose import main;"
        "atexit.register(lambda: print(*sys.modules, file=sys.stderr)); main()"
    )
    line = [sys.executable, "-c", program, *WINDOW, "--config", str(filled)]
    done = subprocess.run(line, capture_output=True, check=True, text=True)
    loaded = set(done.stderr.split())
    assert "compose.word" in loaded
    unwanted = {"intake.documents", "intake.mime", "PIL", "numpy", "alembic", "selectolax", "rich"}
    assert not loaded & (unwanted | {"sqlalchemy.dialects.postgresql", "apscheduler", "imapclient"})
