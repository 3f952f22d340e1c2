"""Texts that nobody writes: drafted in every form without failing and without delay."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from classify.model import Unit
from compose.compress import compress
from compose.digest import digest
from compose.subject import subject_of
from tests.compose.candidates import UNITS, make_candidate, make_plan

HUGE = 100_000
LONGEST = 20.0
"""Seconds of this process's own work after which a text counts as hanging: a hundred times what one takes."""
CLAUSE = "针对生产中暴露的问题，广西华昇检修车间完成3号锅炉检修，节约费用42万元，"
HOSTILE = {
    "empty": "",
    "blank": " \n\u3000" * 10,
    "controls": "\x00\x07\u200b\ufeff" * 50,
    "lone surrogates": "广西华昇\ud800完成\udfff检修5台。",
    "template": "{{ x }} {% for y in z %}广西华昇{{ y.__class__ }}完成检修5台。{% endfor %}",
    "no marks": "完成检修" * (HUGE // 4),
    "digits": "7" * HUGE,
    "marks": "，。；：" * (HUGE // 4),
    "opening quotes": "“" * HUGE,
    "pairs": "“”" * (HUGE // 2),
    "nested brackets": "（" * (HUGE // 2) + "）" * (HUGE // 2),
    "straight quotes": '"' * HUGE,
    "lines": "完成检修\n" * (HUGE // 5),
    "clauses": "完成检修，" * (HUGE // 5),
    "sentences": "完成检修5台。" * (HUGE // 7),
    "units": "广西华昇" * (HUGE // 4),
    "organisations": "厂车间党支部" * (HUGE // 6),
    "figures": "5吨" * (HUGE // 2),
    "numbers": "1,234" * (HUGE // 5),
    "months": "1月" * (HUGE // 2),
    "purposes": "为了" * (HUGE // 2),
    "blanks": "检 修 " * (HUGE // 4),
    "50,000 sentences": "完成检修5台。" * 50_000,
    "20,000 clauses": CLAUSE * 7_000 + "工作有序。",
    "speakers": "王芳：" * (HUGE // 3),
    "names": "王建国、李芳、张志强、" * (HUGE // 11),
    "times": "5月3日至5月10日，" * (HUGE // 11),
    "quoted sentences": "“完成检修。”" * (HUGE // 7),
    "first person": "我深受教育，我将努力工作。作为一名党员，我要带头。" * (HUGE // 25),
    "Latin": "The quick brown fox jumps, and 5 more. " * (HUGE // 39),
    "one Latin word": "a" * HUGE,
    "right to left": "مرحبا بالعالم، هذا نص. " * (HUGE // 23),
    "overrides": "\u202e广西华昇完成检修5台。\u202c" * (HUGE // 15),
    "emoji": "\U0001f468\u200d\U0001f469\u200d\U0001f467广西华昇🎉完成检修5台👍。" * (HUGE // 20),
    "accents on signs": "检\u0301\u0302" * (HUGE // 3),
    "rare signs": "\U00020000\U00020001完成检修。" * (HUGE // 7),
    "dashes": "——" * (HUGE // 2),
    "particles": "的" * HUGE,
}


@contextmanager
def guarded() -> Iterator[None]:
    """Break off what works for too long, however busy the machine is with other things."""

    def hangs(_signal: int, _frame: object) -> None:
        raise AssertionError(f"still at work after {LONGEST:.0f} s")

    before = signal.signal(signal.SIGVTALRM, hangs)
    signal.setitimer(signal.ITIMER_VIRTUAL, LONGEST)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


@pytest.mark.parametrize("form", ["compress", "cut", "verbatim", "portrait"])
@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_is_drafted_without_failing_and_without_delay(text: str, form: str) -> None:
    candidate = make_candidate(
        1, text, title=text[:200], contributor="王芳", bold=(text[:30],), media="新华网"
    )
    with guarded():
        piece = digest(candidate, make_plan(form), UNITS)
    visible = "".join(sign for sign in text if sign.isprintable() and not sign.isspace())
    assert bool(piece.text.strip()) is bool(visible)
    piece.text.encode()


@pytest.mark.parametrize("name", ["no marks", "digits", "units"])
def test_an_endless_clause_is_clipped_and_says_so(name: str) -> None:
    printed = compress(HOSTILE[name], (55, 140), subject_of("广西华昇", None, HOSTILE[name], UNITS)).text
    assert len(printed) < 200
    assert printed.endswith("……")


@settings(deadline=None)
@given(
    st.text(max_size=200),
    st.sampled_from([None, *(unit.name for unit in UNITS)]),
    st.sampled_from([(22, 60), (55, 140)]),
)
def test_any_text_is_compressed_without_failing(text: str, unit: str | None, budget: tuple[int, int]) -> None:
    subject = subject_of(unit, None, text, UNITS)
    wording = compress(text, budget, subject)
    assert all(0 <= start < end <= len(text) for start, end in wording.used)
    wording.text.encode()


def test_a_text_without_visible_words_makes_an_empty_piece() -> None:
    piece = digest(make_candidate(1, "\u200b \n"), make_plan(), UNITS)
    assert (piece.spans, piece.used) == ((), ())


def test_a_piece_names_the_figures_it_left_out() -> None:
    text = (
        "广西华昇完成检修5台，节约费用42万元。公司领导到检修现场看望了全体检修人员，为大家送去了慰问品3箱。"
    )
    piece = digest(make_candidate(1, text), make_plan(budget=(10, 24)), (Unit("广西华昇"),))
    assert piece.text == "广西华昇完成检修5台，节约费用42万元。"
    assert piece.dropped_figures == ("3箱",)
