"""Values as Python source."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

WIDTH = 64
"""Characters up to which a list or mapping is written on one line."""


def literal(value: object) -> str:
    """A value as the text that Python reads back as the same value.

    Raises:
        TypeError: it isn't None, a bool, number, text, list, tuple or mapping of such.
    """
    if isinstance(value, str):
        return _text(value)
    if value is None or isinstance(value, bool | int | float):
        return repr(value)
    if isinstance(value, Mapping):
        items = [f"{literal(key)}: {literal(item)}" for key, item in value.items()]
        return _listed("{", items, "}")
    if isinstance(value, tuple):
        inner = ", ".join(literal(item) for item in value)
        return f"({inner},)" if len(value) == 1 else f"({inner})"
    if isinstance(value, Sequence):
        return _listed("[", [literal(item) for item in value], "]")
    raise TypeError(f"no Python literal for {value!r}")


def _text(value: str) -> str:
    # JSON's escapes are Python's too, but for characters beyond the first 65,536: it splits them.
    if '"' in value or any(ord(character) > 0xFFFF for character in value):
        return repr(value)
    return json.dumps(value)


def _listed(start: str, items: list[str], end: str) -> str:
    line = f"{start}{', '.join(items)}{end}"
    if len(line) <= WIDTH or not items:
        return line
    return "\n".join([start, *(f"    {item}," for item in items), end])
