"""`lakeform init`: a project of one's own that synthesises at once."""

from __future__ import annotations

import json
import re
import tempfile
from pathlib import Path

from lakeform.config import load
from lakeform.errors import ConfigError, InputError, unwritable
from lakeform.render import render, templates

_OWNER = "take 1 to 256 letters, digits, spaces and _ . : / = + @ -"
_RENAMED = {"gitignore": ".gitignore"}  # a dotted name would hide the template


def write_starter(directory: Path, *, owner: str) -> list[Path]:
    """Write `lake.yaml`, `main.py`, `cdktf.json` and `.gitignore`; nothing that exists is replaced.

    Args:
        directory: where; made when it is missing.
        owner: who answers for the lake.

    Returns:
        The files that were written.

    Raises:
        InputError: one of the files exists, the folder can't be written, or the owner can't be that
            of a lake; then none is written.
    """
    values = {"name": _lake_name(directory), "owner": _yaml(owner)}
    files = {}
    for template in templates("starter"):
        name = Path(template).name.removesuffix(".j2")
        files[directory / _RENAMED.get(name, name)] = render(template, values)
    _check(files[directory / "lake.yaml"])
    existing = [file.name for file in files if file.exists()]
    if existing:
        raise InputError(
            f"{directory} has {', '.join(existing)} already",
            hint="name an empty folder, or remove them; nothing was written",
        )
    try:
        directory.mkdir(parents=True, exist_ok=True)
        for file, text in files.items():
            file.write_text(text, encoding="utf-8")
    except OSError as error:
        raise unwritable(directory, error, "name another folder") from error
    return list(files)


def _yaml(text: str) -> str:
    """A text as a value of YAML: in quotes where YAML would read it as something else."""
    plain = re.fullmatch(r"[A-Za-z][\w.@+/-]*(?: [\w.@+/-]+)*", text, re.ASCII)
    is_word = text.lower() in ("true", "false", "null")
    return text if plain and not is_word else json.dumps(text, ensure_ascii=False)


def _check(lake: str) -> None:
    """Raise `InputError` when the lake isn't valid; the owner is all of it that the user wrote."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "lake.yaml"
        try:
            file.write_text(lake, encoding="utf-8")
            load(file)
        except ConfigError as error:
            problem = error.problems[0]
            raise InputError(f"--owner: {problem.message}", hint=_OWNER) from error
        except UnicodeEncodeError as error:
            raise InputError("--owner isn't UTF-8 text", hint=_OWNER) from error


def _lake_name(directory: Path) -> str:
    """A lake's name made of the folder's."""
    name = re.sub(r"[^a-z0-9]+", "-", directory.resolve().name.lower()).strip("-")
    name = name.lstrip("0123456789-")[:20].strip("-")
    return name if len(name) > 1 else "my-lake"
