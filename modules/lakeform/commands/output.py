"""Where a command's result goes."""

from __future__ import annotations

from pathlib import Path

from lakeform.errors import unwritable


def write_output(words: str, file: Path | None) -> None:
    """Write a result to a file, with its folder, or to standard output where there is none.

    Raises:
        InputError: the file can't be written.
    """
    if file is None:
        print(words, end="", flush=True)
        return
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(words, encoding="utf-8")
    except OSError as error:
        raise unwritable(file, error, "choose another file with -o") from error
