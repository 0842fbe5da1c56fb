"""Sparing Python's garbage collector, where many objects are made and few cycles."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def paused() -> Iterator[None]:
    """Let the collector rest: it would walk over all that there is again and again."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def rarely() -> None:
    """From now on, let it look at what is new after 100,000 objects, not after 700.

    Imports make tens of thousands that stay, and it would look through them again and again.
    """
    gc.set_threshold(100_000)
