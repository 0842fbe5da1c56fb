"""Finds the files that `lake.yaml` names, and reads those that are text."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from lakeform.config.base import quoted
from lakeform.config.schema_files.columns import SchemaFileError
from lakeform.config.yaml_reader import ENGINE_MARK

MAX_BYTES = 4 * 1024 * 1024
"""Largest schema that is read as text; Glue's registry takes 170,000 characters at most."""


def locate(directory: Path, file: str) -> Path:
    """The path of a file that `lake.yaml` names.

    Raises:
        SchemaFileError: it isn't there, or lies outside the folder of `lake.yaml`; a symbolic link
            counts where it points to.
    """
    path = _inside(directory, file, "file")
    if not path.is_file():
        raise SchemaFileError(
            f"the file {quoted(file)} {'is a folder' if path.is_dir() else 'does not exist'}",
            "its path is looked up from the folder of lake.yaml",
        )
    return path


def locate_folder(directory: Path, folder: str) -> Path:
    """The same of a folder, which has a file in it."""
    path = _inside(directory, folder, "folder")
    if not path.is_dir():
        raise SchemaFileError(
            f"the folder {quoted(folder)} {'is a file' if path.is_file() else 'does not exist'}",
            "its path is looked up from the folder of lake.yaml",
        )
    if not any(each.is_file() for each in path.rglob("*")):
        raise SchemaFileError(f"the folder {quoted(folder)} is empty")
    return path


def _inside(directory: Path, name: str, noun: str) -> Path:
    try:
        home = directory.resolve()
        path = (home / name).resolve()
        path.is_file()
    except (OSError, RuntimeError, ValueError) as error:  # a loop of links, a null character
        raise SchemaFileError(f"{quoted(name)} isn't the path of a {noun}") from error
    if not path.is_relative_to(home):
        raise SchemaFileError(
            f"{quoted(name)} lies outside the folder of lake.yaml",
            f"copy the {noun} into the project, and name it from there",
        )
    return path


def read_text(path: Path, file: str) -> str:
    """The text of a file.

    Raises:
        SchemaFileError: it can't be read, is too large, isn't UTF-8, or has the engine's mark.
    """
    try:
        if path.stat().st_size > MAX_BYTES:
            raise SchemaFileError(
                f"{quoted(file)} is larger than {MAX_BYTES // 1024 // 1024} MiB", "is it a schema?"
            )
        return _unmarked(path.read_text(encoding="utf-8-sig"), file)
    except OSError as error:
        raise SchemaFileError(f"{quoted(file)} can't be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise SchemaFileError(
            f"{quoted(file)} isn't text in UTF-8 (byte {error.start + 1})", "is it a schema?"
        ) from error


def _unmarked(text: str, file: str) -> str:
    if ENGINE_MARK in text:
        raise SchemaFileError(f"{quoted(file)}: `{ENGINE_MARK}` can't be part of a text")
    return text


def parse_json(text: str, file: str) -> Any:
    """The value of a JSON text.

    Raises:
        SchemaFileError: it isn't JSON, or has the engine's mark.
    """
    try:
        value = json.loads(text)
        if "\\u" in text:  # which may hide the mark
            _unmarked(json.dumps(value, ensure_ascii=False), file)
        return value
    except json.JSONDecodeError as error:
        raise SchemaFileError(
            f"{quoted(file)} isn't JSON: line {error.lineno}, column {error.colno}: {error.msg}"
        ) from error
    except RecursionError as error:
        raise SchemaFileError(f"{quoted(file)} nests values too deep") from error
