"""Run one program to its end, a line at a time, so that an interruption leaves nothing behind.

The program gets a process group of its own. A Ctrl-C on the terminal then reaches only lakeform,
which passes it on once: Terraform takes a second interrupt, which it would get from the terminal as
well, as the order to drop everything without saving its state.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

from lakeform.errors import ToolError

_PASSED_ON = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


@dataclass(frozen=True)
class Completed:
    """How a program ended: its exit status, and everything it wrote."""

    status: int
    output: str
    errors: str


def run(
    command: Sequence[str],
    *,
    directory: Path,
    environment: Mapping[str, str],
    on_line: Callable[[str], None] | None = None,
) -> Completed:
    """Run `command` in `directory` and wait for it.

    Args:
        on_line: called with each line of standard output as it comes; `Completed.output` is then
            empty.

    Raises:
        ToolError: the program can't be started.
        KeyboardInterrupt: an interrupt came; the program got it too and has ended.
        SystemExit: a request to terminate came; the same.
    """
    with _passing_signals_on() as signals:
        process = _start(command, directory, environment)
        signals.to(process)
        assert process.stdout is not None
        assert process.stderr is not None
        errors: list[str] = []
        output: list[str] = []
        drain = threading.Thread(target=errors.extend, args=(process.stderr,))
        end = threading.Thread(target=_clear_up_after, args=(process,))
        drain.start()
        end.start()
        try:
            _read(process, output.append if on_line is None else on_line)
        finally:
            end.join()
            drain.join()
            process.stdout.close()
            process.stderr.close()
    if signals.received:
        if signals.received[0] == signal.SIGINT:
            raise KeyboardInterrupt
        raise SystemExit(128 + signals.received[0])
    return Completed(process.returncode, "".join(output), "".join(errors))


def _start(
    command: Sequence[str], directory: Path, environment: Mapping[str, str]
) -> subprocess.Popen[str]:
    try:
        return subprocess.Popen(
            list(command),
            cwd=directory,
            env=dict(environment),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            errors="replace",
            start_new_session=True,
        )
    except OSError as error:
        raise ToolError(f"{command[0]} can't be run: {error.strerror or error}") from error


def _read(process: subprocess.Popen[str], on_line: Callable[[str], None]) -> None:
    """Hand on each line until the program ends; when that fails, let it finish in order."""
    assert process.stdout is not None
    try:
        for line in process.stdout:
            on_line(line)
    except BaseException:
        _interrupt(process)
        for _ in process.stdout:
            pass
        raise


def _clear_up_after(process: subprocess.Popen[str]) -> None:
    """Wait for the program, then kill what is left of its group, as plugins whose Terraform died.

    One that has the program's output open would otherwise keep its reader waiting.
    """
    process.wait()
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)


def _interrupt(process: subprocess.Popen[str]) -> None:
    with contextlib.suppress(ProcessLookupError):
        process.send_signal(signal.SIGINT)


class _Signals:
    """Signals that would have ended lakeform, and the program that gets them instead."""

    def __init__(self) -> None:
        self.received: list[int] = []
        self._process: subprocess.Popen[str] | None = None

    def to(self, process: subprocess.Popen[str]) -> None:
        """Pass signals on to `process` from now on, and those that came before it started."""
        self._process = process
        for _ in self.received:
            _interrupt(process)

    def handle(self, number: int, _frame: FrameType | None) -> None:
        self.received.append(number)
        if self._process is not None:
            _interrupt(self._process)


@contextlib.contextmanager
def _passing_signals_on() -> Iterator[_Signals]:
    """While inside, signals go to the program; each is an interrupt to it.

    Python allows handlers in the main thread only: a run from another thread leaves signals alone.
    """
    signals = _Signals()
    if threading.current_thread() is not threading.main_thread():
        yield signals
        return
    before = {number: signal.signal(number, signals.handle) for number in _PASSED_ON}
    try:
        yield signals
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
