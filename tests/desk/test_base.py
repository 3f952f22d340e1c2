"""A base document of one's own: `[output] base`."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from docx import Document
from docx.shared import Pt

from templates.build_base import build
from tests.command import command
from tests.conftest import EXAMPLE

COMPOSE = "compose --window 04-30..05-10 --date 2021-05-14 --config"
LETTER = """From: weixm@gx.example.com
To: gfdqb1@example.com
Subject: =?utf-8?b?5L+h5oGv?=
Date: Thu, 6 May 2021 09:00:00 +0800
Message-ID: <1@example.com>
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: 8bit

广西华昇四月生产氧化铝17.86万吨，完全成本1629元/吨，同比下降2.4%，实现利润6200万元。
"""


@pytest.fixture
def own(config: Path) -> Path:
    """Settings that name a base document of their own, and one letter."""
    config.write_text(EXAMPLE.replace("[output]\n", '[output]\nbase = "own/base.docx"\n'), "utf-8")
    (config.parent / "own").mkdir()
    letter = config.parent / "letter.eml"
    letter.write_text(LETTER, "utf-8")
    assert command("intake add", letter, "--config", config).status == 0
    return config


def put(own: Path, *, without: str = "") -> None:
    document = Document(io.BytesIO(build()))
    document.styles["栏目"].font.size = Pt(30)
    if without:
        document.styles[without].delete()
    document.save(str(own.parent / "own" / "base.docx"))


def checked(own: Path) -> tuple[bool, str]:
    rows = command("intake check --json --config", own).lines
    (row,) = (row for row in rows if row["check"] == "基础文档")
    return row["ok"], str(row)


def test_an_issue_has_the_looks_of_the_desk_s_own_base_document(own: Path) -> None:
    put(own)
    assert command(COMPOSE, own).status == 0
    (written,) = (own.parent / "issues").glob("*.docx")
    assert Document(str(written)).styles["栏目"].font.size == Pt(30)
    assert checked(own)[0]


def test_a_base_document_without_a_style_is_an_error_that_names_both(own: Path) -> None:
    put(own, without="栏目")
    done = command(COMPOSE, own)
    assert done.status == 2
    for words in (str(own.parent / "own" / "base.docx"), "没有段落样式“栏目”"):
        assert words in done.err
        assert words in checked(own)[1]
    assert not (own.parent / "issues").exists()


def test_a_base_document_that_is_not_there_is_an_error_that_names_the_setting(own: Path) -> None:
    done = command(COMPOSE, own)
    assert done.status == 2
    assert "output.base" in done.err
    assert str(own.parent / "own" / "base.docx") in done.err
    assert not checked(own)[0]


def test_a_wrong_base_document_leaves_the_number_of_the_issue_free(own: Path) -> None:
    assert command(COMPOSE, own).status == 2
    put(own)
    assert command(COMPOSE, own).status == 0
    assert [path.name for path in (own.parent / "issues").glob("*.docx")] == ["2021年第9期-第1稿.docx"]
