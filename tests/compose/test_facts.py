"""What a sentence of a portrait is worth."""

from __future__ import annotations

import pytest

from compose.facts import telling


@pytest.mark.parametrize(
    ("more", "less"),
    [
        ("他全年节约备件费用58万元。", "他工作认真。"),
        ("他攻克了结疤难题。", "他爱好广泛。"),
        ("他爱好广泛。", "王芳，女，汉族，1980年出生。"),
        ("他爱好广泛。", "他常说：“干就干好。”"),
    ],
)
def test_a_portraits_sentence_is_worth_its_facts(more: str, less: str) -> None:
    assert telling(more) > telling(less)
