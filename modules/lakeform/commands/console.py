"""Progress on standard error: a line a step, with its seconds."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache

from lakeform.terraform import Event

SECONDS_BETWEEN_LINES = 10.0
"""Where a terminal can't be written to twice; a log wants to be short."""

STAGES = {
    "start": "the embedded AWS starts",
    "apply": "Terraform applies; a lake of 200 resources takes one to three minutes",
    "replan": "applied; Terraform plans again",
    "verify": "boto3 looks at every resource",
    "destroy": "Terraform destroys",
}
"""Stage of `up` and `down` → what happens in it."""

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

    def line(self, text: str) -> None:
        """Say what has come to pass so far, where `show` is not seen."""
        if not self._live:
            print(f"  {self._doing:<13}{text}", file=sys.stderr, flush=True)

    def watch(self, event: Event) -> None:
        """Show an event of Terraform's; what it should be known for afterwards gets a line."""
        if event.kind == "note":
            self.clear()
            note_once(event.message)
        elif event.address:
            self.show(f"{event.action} {event.address}")

    @property
    def notes(self) -> str:
        """What was noted, in one line."""
        return ", ".join(self._notes)


class Counter:
    """How far Terraform is: on a terminal in a line that changes, else in a line now and then."""

    def __init__(self, step: Step, clock: Callable[[], float] = time.monotonic) -> None:
        self._step = step
        self._clock = clock
        self._said = clock()
        self._total = 0
        self._done = 0

    def watch(self, event: Event) -> None:
        """Count what Terraform has done of what it means to do, and tell of it."""
        if event.kind == "stage":
            words = STAGES.get(event.message, event.message)
            self._step.show(words)
            self._step.line(words)
            self._said = self._clock()
        elif event.counts is not None and not self._total:  # the plan's; the apply has its own
            self._total = event.counts.add + event.counts.change + event.counts.destroy
        elif event.kind == "apply_complete":
            self._done += 1
            self._step.show(f"{self._far} {event.action} {event.address}")
            self._tell()
        else:
            self._step.watch(event)
            if event.kind == "apply_progress":  # of what takes long
                self._tell()

    def _tell(self) -> None:
        now = self._clock()
        if now - self._said >= SECONDS_BETWEEN_LINES:
            self._said = now
            self._step.line(self._far)

    @property
    def _far(self) -> str:
        return f"{self._done} of {self._total}" if self._total else f"{self._done}"


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
def note_once(message: str) -> None:
    """Several environments have the same tools, which need saying once."""
    print(f"  note: {message}", file=sys.stderr)


def _width() -> int:
    try:
        return os.get_terminal_size(sys.stderr.fileno()).columns
    except OSError:
        return 80
