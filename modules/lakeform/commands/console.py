"""Progress on standard error: a line a step, with its seconds."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

from lakeform.terraform import Event

_CLEAR = "\r\x1b[K"


class Step:
    """A step that runs; `note` adds to the line that it ends with."""

    def __init__(self, doing: str) -> None:
        self._doing = doing
        self._notes: list[str] = []
        self._live = sys.stderr.isatty() and "NO_COLOR" not in os.environ and "CI" not in os.environ

    def note(self, text: str) -> None:
        """Add to the line that the step ends with."""
        self._notes.append(text)

    def show(self, detail: str = "") -> None:
        """Say what happens right now; a terminal only, where the line is replaced by the next."""
        if self._live:
            line = f"  {self._doing} … {detail}"[: _width() - 1]
            sys.stderr.write(_CLEAR + line)
            sys.stderr.flush()

    def clear(self) -> None:
        """Remove what `show` wrote."""
        if self._live:
            sys.stderr.write(_CLEAR)
            sys.stderr.flush()

    def watch(self, event: Event) -> None:
        """Show an event of Terraform's; what it should be known for afterwards gets a line."""
        if event.kind == "note":
            self.clear()
            _note_once(event.message)
        elif event.address:
            self.show(f"{event.action} {event.address}")

    @property
    def notes(self) -> str:
        """What was noted, in one line."""
        return ", ".join(self._notes)


@contextmanager
def step(doing: str, done: str) -> Iterator[Step]:
    """A step of a long command.

    Args:
        doing: what the line says while it runs: `planning`.
        done: what it says afterwards: `planned`.
    """
    running = Step(doing)
    running.show()
    start = time.perf_counter()
    try:
        yield running
    finally:
        running.clear()
    seconds = time.perf_counter() - start
    print(f"  {done:<13}{running.notes:<58} {seconds:6.1f} s", file=sys.stderr)


def say(what: str, words: str) -> None:
    """A line among those of the steps."""
    print(f"  {what:<13}{words}", file=sys.stderr)


@cache
def _note_once(message: str) -> None:
    """Several environments have the same tools, which need saying once."""
    print(f"  note: {message}", file=sys.stderr)


def _width() -> int:
    try:
        return os.get_terminal_size(sys.stderr.fileno()).columns
    except OSError:
        return 80
