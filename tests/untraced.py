"""Work that coverage does not watch: it makes each line cost several times as much."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def untraced() -> Iterator[None]:
    """Not traced while the block runs, or the function decorated with `@untraced()`.

    For what is timed, where tracing would be measured too, and for what goes through the same lines
    thousands of times.  What only such a test reaches counts as not covered.
    """
    tracer = sys.gettrace()
    sys.settrace(None)
    try:
        yield
    finally:
        sys.settrace(tracer)
