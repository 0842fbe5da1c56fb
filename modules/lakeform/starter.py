"""`lakeform init`: a project of one's own that synthesises at once."""

from __future__ import annotations

import re
from pathlib import Path

from lakeform.errors import InputError
from lakeform.render import render, templates

_RENAMED = {"gitignore": ".gitignore"}  # a dotted name would hide the template


def write_starter(directory: Path, *, owner: str) -> list[Path]:
    """Write `lake.yaml`, `main.py`, `cdktf.json` and `.gitignore`; nothing that exists is replaced.

    Args:
        directory: where; made when it is missing.
        owner: who answers for the lake.

    Returns:
        The files that were written.

    Raises:
        InputError: one of the files exists, or the folder can't be written; then none is written.
    """
    values = {"name": _lake_name(directory), "owner": owner}
    files = {}
    for template in templates("starter"):
        name = Path(template).name.removesuffix(".j2")
        files[directory / _RENAMED.get(name, name)] = render(template, values)
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
        raise InputError(
            f"{directory} can't be written: {error.strerror}", hint="name another folder"
        ) from error
    return list(files)


def _lake_name(directory: Path) -> str:
    """A lake's name made of the folder's."""
    name = re.sub(r"[^a-z0-9]+", "-", directory.resolve().name.lower()).strip("-")
    name = name.lstrip("0123456789-")[:20].strip("-")
    return name if len(name) > 1 else "my-lake"
