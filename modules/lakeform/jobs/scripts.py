"""The script of a job: rendered from a template or taken as it is, and checked to be Python."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from lakeform.config import Lake
from lakeform.config.base import quoted
from lakeform.config.python_text import PYTHONS, python_fault
from lakeform.errors import InputError
from lakeform.jobs.literals import literal
from lakeform.jobs.values import values
from lakeform.render import render, render_file

TEMPLATES = "jobs"
"""Folder of the jobs' templates in `templates/`."""


@dataclass(frozen=True)
class Script:
    """A script that Python can read.

    Attributes:
        text: its source.
        digest: of the text; a part of its key in S3, so that Glue never runs another script than
            the plan showed.
    """

    job: str
    text: str

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.text.encode()).hexdigest()[:16]


def script(lake: Lake, name: str) -> Script:
    """The script of a job.

    Raises:
        InputError: it can't be read or rendered, or isn't Python.
    """
    job = lake.etl.jobs[name]
    if job.template is not None:
        origin = f"templates/{TEMPLATES}/{job.template}.py.j2"
        text = render(f"{TEMPLATES}/{job.template}.py.j2", values(lake, name))
    elif job.script is not None:
        origin = job.script
        text = _own(lake, name, lake.directory / job.script)
    else:
        raise ValueError(f"the job {name} has neither a template nor a script")
    return checked(name, text, origin, job.type)


def quality_script() -> Script:
    """The script that checks tables against their data quality rules."""
    origin = f"{TEMPLATES}/shared/run_quality.py.j2"
    return checked("quality", render(origin, {}), f"templates/{origin}", "python_shell")


def checked(job: str, text: str, origin: str, type: str) -> Script:
    """A script, if Python can read it.

    Args:
        origin: the file that it comes from, for the message.
        type: of the job; it says which Python.
    Raises:
        InputError: with the line at fault, as the script has it.
    """
    fault = python_fault(text, PYTHONS[type])
    if fault is None:
        return Script(job, text)
    rendered = origin.endswith(".j2")
    where = origin if rendered or not fault.line else f"{origin}:{fault.line}"
    line = f", line {fault.line} as rendered" if rendered and fault.line else ""
    shown = text.splitlines()[fault.line - 1].strip() if fault.line else ""
    raise InputError(
        f"{where}: the script of the job `{job}` isn't valid Python{line}: {fault.message}"
        + (f": {quoted(shown)}" if shown else ""),
        hint="correct it; nothing is synthesised with a script that can't run",
    )


def _own(lake: Lake, name: str, file: Path) -> str:
    job = lake.etl.jobs[name]
    if file.suffix == ".j2":
        return render_file(file, values(lake, name), {"literal": literal})
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(
            f"the script {job.script} of the job `{name}` can't be read: {error}",
            hint="its path is looked up from the folder of lake.yaml, and it is text in UTF-8",
        ) from error
