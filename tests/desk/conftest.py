"""What many tests of the desk would do anew each."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import pytest

from desk import equipment, learning

if TYPE_CHECKING:
    from classify.learned import Model


@pytest.fixture(scope="session", autouse=True)
def office_told_once() -> Iterator[None]:
    """`intake check` in this process starts the LibreOffice of this machine for the first test that checks.

    Whatever is wrong with one is not remembered; test_equipment asks anew each time.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(equipment, "described", functools.cache(equipment.described))
        yield


@pytest.fixture(scope="session", autouse=True)
def learned_once() -> Iterator[None]:
    """From the very same examples the model is the same: most desks learn from those that are shipped."""
    learning._one_thread()
    from classify import training

    learn = functools.lru_cache(16)(training.learn)

    def learned(samples: Sequence[training.Sample], names: Sequence[str] = ()) -> Model | None:
        return learn(tuple(samples), tuple(names))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(training, "learn", learned)
        yield
