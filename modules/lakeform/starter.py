"""`lakeform init`: a project of one's own that synthesises at once."""

from __future__ import annotations

import json
import os
import re
import tempfile
from collections.abc import Mapping
from pathlib import Path

from lakeform.ci import pipelines
from lakeform.config import load
from lakeform.errors import ConfigError, InputError, unwritable
from lakeform.render import render, templates

LAKE = "lake.yaml"
_OWNER = "take 1 to 256 letters, digits, spaces and _ . : / = + @ -"
_ELSEWHERE = "name an empty folder, or remove them; `--ci` adds pipelines to a project"
_RENAMED = {"gitignore": ".gitignore"}  # a dotted name would hide the template


def write_starter(directory: Path, *, owner: str, ci: str | None = None) -> list[Path]:
    """Write a project, or the pipelines of one that is there; nothing that exists is replaced.

    A project is `lake.yaml`, `main.py`, `cdktf.json` and `.gitignore`.

    Args:
        directory: where; made when it is missing.
        owner: who answers for the lake.
        ci: whose pipelines are written too, one of `ci.SYSTEMS`. Where there is a `lake.yaml`
            already, they alone are written, for its environments.

    Returns:
        The files that were written.

    Raises:
        InputError: one of the files exists, the folder can't be written, or the owner can't be that
            of a lake; then none is written.
        ConfigError: there is a `lake.yaml`, and it has problems.
    """
    lake = directory / LAKE
    if ci is not None and lake.exists():
        again = f"remove them to have them written anew, or choose another system than {ci}"
        return _write(directory, pipelines(lake, ci), again)
    values = {"name": _lake_name(directory), "owner": _yaml(owner)}
    files = {}
    for template in templates("starter"):
        name = Path(template).name.removesuffix(".j2")
        files[_RENAMED.get(name, name)] = render(template, values)
    return _write(directory, files | _pipelines_of_text(files[LAKE], ci))


def _write(directory: Path, files: Mapping[str, str], instead: str = _ELSEWHERE) -> list[Path]:
    """Write all the files, or none.

    Args:
        instead: what to do where one of them is there already.
    """
    existing = [name for name in files if os.path.lexists(directory / name)]
    if existing:
        raise InputError(
            f"{directory} has {', '.join(existing)} already",
            hint=f"{instead}; nothing was written",
        )
    written: list[Path] = []
    try:
        for name, text in files.items():
            file = directory / name
            file.parent.mkdir(parents=True, exist_ok=True)
            with file.open("x", encoding="utf-8") as opened:
                written.append(file)
                opened.write(text)
    except OSError as error:
        for file in written:
            file.unlink(missing_ok=True)
        raise unwritable(directory, error, "name another folder") from error
    return written


def _yaml(text: str) -> str:
    """A text as a value of YAML: in quotes where YAML would read it as something else."""
    plain = re.fullmatch(r"[A-Za-z][\w.@+/-]*(?: [\w.@+/-]+)*", text, re.ASCII)
    is_word = text.lower() in ("true", "false", "null")
    return text if plain and not is_word else json.dumps(text, ensure_ascii=False)


def _pipelines_of_text(lake: str, ci: str | None) -> dict[str, str]:
    """The pipelines of a lake that isn't written yet.

    Raises:
        InputError: the lake isn't valid; the owner is all of it that the user wrote.
    """
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / LAKE
        try:
            file.write_text(lake, encoding="utf-8")
            load(file)
        except ConfigError as error:
            problem = error.problems[0]
            raise InputError(f"--owner: {problem.message}", hint=_OWNER) from error
        except UnicodeEncodeError as error:
            raise InputError("--owner isn't UTF-8 text", hint=_OWNER) from error
        return {} if ci is None else pipelines(file, ci)


def _lake_name(directory: Path) -> str:
    """A lake's name made of the folder's."""
    name = re.sub(r"[^a-z0-9]+", "-", directory.resolve().name.lower()).strip("-")
    name = name.lstrip("0123456789-")[:20].strip("-")
    return name if len(name) > 1 else "my-lake"
