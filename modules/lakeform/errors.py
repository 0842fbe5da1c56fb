"""Every error that lakeform shows its user.

::

    LakeformError             exit 3 unless a subclass says otherwise
    ├── InputError            exit 2: something the user wrote is wrong
    │   └── ConfigError       exit 2: `lake.yaml` has problems; carries all of them
    └── ToolError             exit 3: a program we call failed; carries its own words
        ├── ToolMissing       exit 3: the program isn't there or is too old
        └── LocalAwsError     exit 3: the embedded AWS didn't start, or died

Foreign exceptions are turned into one of these at the module that is their only caller (PyYAML and
pydantic in `config`, Terraform in `terraform`, boto3 in `local` and `cloud`), so no traceback
reaches a user.
"""

from __future__ import annotations

import errno
import os
import sys
import traceback
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from lakeform.logs import without_commands
from lakeform.visible import printable


class LakeformError(Exception):
    """What went wrong and, in `hint`, what to do next.

    Args:
        message: one sentence that names the thing at fault.
        hint: the next step for the user, where one is known.
    """

    exit_code = 3

    def __init__(self, message: str, *, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return self.message if self.hint is None else f"{self.message}\n  → {self.hint}"


class InputError(LakeformError):
    """The user's input can't be used."""

    exit_code = 2


@dataclass(frozen=True, order=True)
class Problem:
    """One fault of a file. `line` and `column` count from 1; 0 means the file as a whole."""

    file: Path
    line: int
    column: int
    message: str
    hint: str | None = None

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}:{self.column}" if self.line else f"{self.file}"
        text = f"{where}: {self.message}"
        return text if self.hint is None else f"{text}\n  → {self.hint}"


class ConfigError(InputError):
    """`lake.yaml`, or a file that it names, has problems: all of them, in the file's order."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(sorted(problems, key=lambda p: (str(p.file), p.line, p.column)))
        count = len(self.problems)
        noun = "problem" if count == 1 else "problems"
        listing = "\n".join(str(problem) for problem in self.problems)
        super().__init__(f"{listing}\n{count} {noun}")


class ToolError(LakeformError):
    """A program that lakeform runs failed; the message ends with its own words."""


class ToolMissing(ToolError):
    """A program that lakeform needs isn't installed, or is too old."""


class LocalAwsError(ToolError):
    """The embedded AWS didn't start, or ended while it was needed."""


_OF_THE_MACHINE = frozenset(
    {errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EMFILE, errno.ENFILE, errno.ENOMEM}
)
"""Faults of a disk, or of a machine without room, rather than of what the user named."""


def unwritable(place: object, error: OSError, hint: str | None = None) -> LakeformError:
    """The error for a file or folder that can't be written.

    Args:
        hint: the next step where the place is at fault: name another, remove what is in its way.
    """
    message = f"{place} can't be written: {error.strerror or error}"
    if error.errno in _OF_THE_MACHINE:
        return ToolError(message, hint="make room for it")
    if error.errno == errno.EFBIG:
        hint = "raise the largest size of a file: `ulimit -f unlimited`"
    return InputError(message, hint=hint)


CRASH_LOG = Path(".lakeform/crash.log")


@contextmanager
def report_endings() -> Iterator[None]:
    """What ends a command from outside: Ctrl-C, a pipe that nobody reads, a disk without room."""
    try:
        try:
            yield
        except SystemExit:
            _flush()
            raise
        _flush()
    except KeyboardInterrupt:
        print("interrupted", file=sys.stderr)
        sys.exit(130)
    except BrokenPipeError:  # `lakeform … | head`
        _drop_output()
        sys.exit(141)
    except OSError as error:
        if error.errno not in _OF_THE_MACHINE:
            raise
        _drop_output()
        ending = unwritable(error.filename or "the output", error)
        _tell(str(ending))
        sys.exit(ending.exit_code)


def _flush() -> None:
    """Write what was printed while a failure can still be told; Python's own way is a traceback."""
    if sys.stdout is not None:
        sys.stdout.flush()


def _tell(words: str) -> None:
    """Print lines that may quote a plan, lake.yaml or another program; nothing in them acts."""
    for line in without_commands(words).split("\n"):
        print(printable(line.expandtabs()), file=sys.stderr)


def _drop_output() -> None:
    """Let Python write what is left of the output into nothing when it ends."""
    if sys.stdout is not None:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


@contextmanager
def report_errors() -> Iterator[None]:
    """The outermost boundary: whatever goes wrong becomes words on standard error and an exit code.

    A fault of lakeform's own leaves its traceback in `.lakeform/crash.log`, for a bug report.
    """
    try:
        with report_endings():
            yield
    except LakeformError as error:
        _tell(str(error))
        sys.exit(error.exit_code)
    except Exception as error:
        first = str(error).strip().split("\n", 1)[0]
        _tell(f"lakeform failed: {type(error).__name__}: {first}")
        with suppress(OSError):
            CRASH_LOG.parent.mkdir(exist_ok=True)
            CRASH_LOG.write_text(
                traceback.format_exc(), encoding="utf-8", errors="backslashreplace"
            )
            print(f"  → this is a fault of lakeform: report it with {CRASH_LOG}", file=sys.stderr)
        sys.exit(LakeformError.exit_code)
