"""Drafts for the printed page: a whole issue with everything that is hard to set, and hostile words."""

from __future__ import annotations

import struct
import zlib
from dataclasses import replace

from classify.model import Level
from compose.model import Draft, DraftColumn, DraftGroup, DraftParagraph, Piece, Span
from intake.documents.pictures import Prepared
from intake.model import Photo
from tests.compose.drafts import ledger_of, make_candidate, make_column, make_draft, make_piece, varied_draft


def png(width: int, height: int) -> bytes:
    """A grey picture."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = b"".join(b"\0" + b"\x90" * width for _ in range(height))
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    body = chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


WIDE = Photo("检修.png", "image/png", 1, "a" * 64, "党员突击队在炉修现场（韦小明 摄）")
TALL = Photo("image2.png", "image/png", 1, "b" * 64)
PICTURES = {
    "a" * 64: Prepared(png(800, 450), "image/png", 800, 450, is_photo=True),
    "b" * 64: Prepared(png(300, 600), "image/png", 300, 600, is_photo=True),
}

HARD = (
    "比表面积达72.5m²/g，αk值提高到0.46，Al₂O₃≥98.6%、SiO₂≤0.02%，温差±5℃，粒度−45μm占比≈12%，用电1.2×10⁴kW·h。",
    "王昇、李喆、赵㙍、陈𬬻和刘𨱇5人组成攻关组，编号GX-2021-05-0047的设备由Φ1200mm改为Φ1400mm，效率提升8～10个百分点。",
    (
        "网址https://www.example.com/party/building/2021/05/a-very-long-address_of-one-word?issue=9&serial=9已开通，"
        "邮箱gfdqb1@example.com收到AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA型号资料。"
    ),
    "他说：“《安全规程》（2021版）——第3.2.1条——写得明白……‘谁主管、谁负责’！”怎么办？干！【再干】；①先查、②后改：③见效。",
    "甲，乙。丙、丁；戊：己！庚？辛”壬）癸》子】丑…寅—卯～辰·巳　午，" * 6,
    "“”‘’（）《》【】——……，。、；：？！" * 9,
)
"""Formulas, rare characters, long words, marks that may neither begin nor end a line."""

HOSTILE = (
    "{{ 7*7 }}{% for x in y %}{{x.__class__}}{% endfor %}${7*7}#{7*7}<%= 7*7 %>",
    "<w:p><w:r><w:t>乙</w:t></w:r></w:p>]]><![CDATA[丙]]>&amp;&lt;&#x41;&nbsp;<!--丁-->",
    "=cmd|'/c calc'!A0 @SUM(1+1) +1-1 INCLUDETEXT \"/etc/passwd\" \\* MERGEFORMAT HYPERLINK",
    "甲\x00\x01\x08\x0b\x0c\x1f乙\ud800丙\udfff\ufffe\uffff丁",
    "产量\u202e12\u202c万吨\u2067增长\u20693%\x85，阿不都热合曼",
    "%s %n {0} \\u0041 \\n C:\\dir `id` $(id) ; DROP TABLE",
)


def whole_draft() -> Draft:
    """An issue with all columns and everything that is hard to set; some doubtful, some with photos."""
    draft = varied_draft()
    hard = tuple(
        DraftParagraph((make_piece(101 + row, text, level=Level.DOUBTFUL if row % 2 else Level.SURE),))
        for row, text in enumerate(HARD)
    )
    shown = (
        DraftParagraph((make_piece(131, "炉修车间党员突击队提前2天完成检修。"),), "中铝矿业", (WIDE, TALL)),
        DraftParagraph((make_piece(132, "甲单位办班3期。" * 9), make_piece(133, "乙单位办班4期。" * 9))),
    )
    heads = tuple(
        span for n in range(1, 9) for span in (Span(f"小标题{n}。", bold=True), Span(f"做了{n}件实事。"))
    )
    bold = DraftParagraph((Piece(make_candidate(134, level=Level.DOUBTFUL), heads),), "青海分公司")
    groups = (DraftGroup(None, (*hard, *shown)), DraftGroup("很长的组名" * 7, (bold,)))
    columns = (*draft.columns, DraftColumn("新增·栏目", "新增·栏目（连载之十一）", groups))
    return replace(draft, columns=columns, ledger=ledger_of(columns))


def hostile_draft() -> Draft:
    """Words that want to be markup, templates, formulas or fields, everywhere where a mail's words go."""
    pieces = tuple(
        make_piece(1 + row, text, subject=text, contributor=text, sender=text, reasons=(text,), title=text)
        for row, text in enumerate(HOSTILE)
    )
    long = make_piece(50, "产量超过计划。" * 15_000)
    photo = replace(WIDE, caption=HOSTILE[1], name=HOSTILE[3])
    return make_draft(
        make_column(
            *(DraftParagraph((piece,), piece.text) for piece in pieces),
            DraftParagraph((long,), None, (photo,)),
            group=HOSTILE[0],
            name=HOSTILE[1],
        )
    )
