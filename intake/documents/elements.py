"""What each element of a Word file's stories means: the table that the walk goes by."""

from __future__ import annotations

from typing import Final

from intake.documents import anchors, blocks, inline
from intake.documents.names import CX, DGM, MC, OFFICE, SVG, SYMEX, A, C, M, V, W
from intake.documents.walk import Elements

ELEMENTS: Final[Elements] = {
    # blocks
    W + "p": blocks.paragraph,
    W + "tbl": blocks.table,
    W + "tr": blocks.row,
    W + "tc": blocks.cell,
    W + "sdt": blocks.control,
    W + "altChunk": blocks.chunk,
    W + "subDoc": blocks.part_elsewhere,
    # tracked changes: as if all were accepted
    W + "ins": blocks.inserted,
    W + "moveTo": blocks.inserted,
    W + "del": blocks.deleted,
    W + "moveFrom": blocks.deleted,
    # runs and what stands in them
    W + "r": inline.run,
    W + "t": inline.text,
    **dict.fromkeys(inline.SIGNS, inline.sign),
    W + "sym": inline.symbol_mark,
    SYMEX + "symEx": inline.emoji,
    M + "oMath": inline.math,
    W + "fldChar": inline.field_mark,
    W + "instrText": inline.field_code,
    W + "rt": blocks.skip,  # the reading above a ruby base
    # either a choice that is understood, or its fallback
    MC + "AlternateContent": blocks.alternatives,
    # what hangs on a paragraph
    W + "txbxContent": anchors.text_box,
    W + "footnoteReference": anchors.note,
    W + "endnoteReference": anchors.note,
    W + "commentReference": anchors.comment,
    A + "p": anchors.shape_paragraph,
    A + "t": inline.text,
    V + "textpath": anchors.word_art,
    DGM + "relIds": anchors.diagram,
    # pictures and strangers
    A + "blip": anchors.picture,
    SVG + "svgBlip": anchors.picture,
    V + "imagedata": anchors.picture,
    C + "chart": anchors.chart,
    CX + "chart": anchors.chart,
    OFFICE + "OLEObject": anchors.ole_object,
    # properties and marks: they hold no text
    **dict.fromkeys(
        (
            *(W + name for name in ("pPr", "rPr", "sectPr", "tblPr", "tblGrid", "trPr", "tcPr")),
            *(W + name for name in ("sdtPr", "sdtEndPr", "smartTagPr", "customXmlPr", "rubyPr")),
            *(W + name for name in ("proofErr", "bookmarkStart", "bookmarkEnd", "delText")),
            *(W + name for name in ("delInstrText", "lastRenderedPageBreak", "softHyphen")),
            *(A + name for name in ("pPr", "rPr", "endParaRPr")),
        ),
        blocks.skip,
    ),
}
