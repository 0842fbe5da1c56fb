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

import os
import sys
import traceback
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path


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


CRASH_LOG = Path(".lakeform/crash.log")


@contextmanager
def report_errors() -> Iterator[None]:
    """The outermost boundary: whatever goes wrong becomes words on standard error and an exit code.

    A fault of lakeform's own leaves its traceback in `.lakeform/crash.log`, for a bug report.
    """
    try:
        yield
    except LakeformError as error:
        print(error, file=sys.stderr)
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        print("interrupted", file=sys.stderr)
        sys.exit(130)
    except BrokenPipeError:  # `lakeform … | head`: nobody reads on
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(141)
    except Exception as error:
        first = str(error).strip().split("\n", 1)[0]
        print(f"lakeform failed: {type(error).__name__}: {first}", file=sys.stderr)
        with suppress(OSError):
            CRASH_LOG.parent.mkdir(exist_ok=True)
            CRASH_LOG.write_text(traceback.format_exc(), encoding="utf-8")
            print(f"  → this is a fault of lakeform: report it with {CRASH_LOG}", file=sys.stderr)
        sys.exit(LakeformError.exit_code)
