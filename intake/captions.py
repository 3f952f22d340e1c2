"""Captions that say nothing of a picture but stand below one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final

from intake.model import Align, NoiseKind, Paragraph
from intake.phrases import SHORT

_ENDS: Final = tuple("。！？；!?;……：:，,")


def below_pictures(
    lines: Sequence[Paragraph], texts: Sequence[str], found: Mapping[int, NoiseKind]
) -> dict[int, NoiseKind]:
    """The captions that do not say 图为: short lines set in the middle below pictures amid the text."""
    body = _size_of_text(lines, texts)
    captions: dict[int, NoiseKind] = {}
    bare, said = 0, False  # pictures above without a caption; whether text stands above
    for at, line in enumerate(lines):
        if line.pictures and not texts[at]:
            bare += len(line.pictures)
        elif bare and said and at not in found and _is_caption(line, texts[at], body):
            captions[at] = NoiseKind.CAPTION
            bare -= 1
        else:
            bare = bare - 1 if bare and found.get(at) is NoiseKind.CAPTION else 0
        said |= len(texts[at]) >= SHORT and at not in found
    return captions


def _size_of_text(lines: Sequence[Paragraph], texts: Sequence[str]) -> float | None:
    sizes = Counter[float | None]()
    for line, text in zip(lines, texts, strict=True):
        sizes[line.size] += len(text)
    return max(sizes, key=sizes.__getitem__, default=None)


def _is_caption(line: Paragraph, text: str, body: float | None) -> bool:
    smaller = line.size is not None and body is not None and line.size < body
    larger = line.size is not None and body is not None and line.size > body
    plain = line.align is Align.CENTER and line.bold < 0.9 and not larger and line.outline is None
    return (
        0 < len(text) <= _LONGEST_CAPTION
        and not line.pictures
        and (plain or (smaller and not text.endswith(_ENDS)))
    )


_LONGEST_CAPTION: Final = 60
