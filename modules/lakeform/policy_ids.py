"""The ids of the gate's policies and guards, read from their files.

Importing them imports checkov, which takes seconds; `lakeform validate` only wants to know whether
a waiver names something that there is.
"""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from lakeform.render import resource_folder

_PACKAGE = Path(__file__).parent


@cache
def waivable_ids(folder: Path | None = None) -> frozenset[str] | None:
    """What a waiver may name.

    Args:
        folder: a folder with further policies.

    Returns:
        None where a file of that folder doesn't say its id in so many words, so that only the gate
        can tell.
    """
    ids = {*_builtins(), *_guards()}
    for place in (resource_folder("policies"), folder):
        for identity in () if place is None else _policies(place):
            if identity is None:
                return None
            ids.add(identity)
    return frozenset(ids)


def _policies(folder: Path) -> Iterator[str | None]:
    for file in sorted(folder.rglob("*.py")):
        if not file.name.startswith("_"):
            yield _id_in(file)


def _id_in(file: Path) -> str | None:
    try:
        tree = ast.parse(file.read_text(encoding="utf-8"))
    except (OSError, SyntaxError, ValueError):  # `check` says what is wrong with it
        return None
    for node in tree.body:
        for line in node.body if isinstance(node, ast.ClassDef) else ():
            match line:
                case ast.Assign(targets=[ast.Name("id")], value=ast.Constant(str(identity))):
                    return identity
    return None


def _builtins() -> Iterator[str]:
    text = (_PACKAGE / "gate" / "builtin.toml").read_text(encoding="utf-8")
    yield from (key for key in tomllib.loads(text) if key.startswith("CKV"))


def _guards() -> Iterator[str]:
    text = (_PACKAGE / "review" / "guards" / "registry.py").read_text(encoding="utf-8")
    for node in ast.walk(ast.parse(text)):
        match node:
            case ast.Call(func=ast.Name("Guard"), args=[ast.Constant(str(identity)), *_]):
                refused = any(
                    word.arg == "can_be_waived" and ast.literal_eval(word.value) is False
                    for word in node.keywords
                )
                if not refused:
                    yield identity
