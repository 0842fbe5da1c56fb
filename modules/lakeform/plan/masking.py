"""Sensitive values out of a plan, unknown ones marked in it, and where two values differ."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterator
from enum import StrEnum
from typing import Any

from lakeform.plan.model import Path

_LONG_ENOUGH = 8
"""Characters from which copies of a secret are looked for; a shorter one may be an ordinary word.

What Terraform marks is masked whatever its length.
"""


_DIGITS_ENOUGH = 6
"""The same for a secret that is a whole number, which is looked for as a number of its own."""


class Mark(StrEnum):
    """Stands where a value can't be shown or isn't known. Compare with `is`."""

    SENSITIVE = "(sensitive)"
    UNKNOWN = "(known after apply)"


class Secrets:
    """The sensitive strings of a plan, to find copies of them that Terraform hasn't marked.

    Terraform marks the attribute that a secret was written to. What the provider computes from it
    (a connection string, an echo) it may not.
    """

    def __init__(self) -> None:
        self._found: set[str] = set()
        self._numbers: set[str] = set()
        self._pattern: re.Pattern[str] | None = None

    def collect(self, value: Any, marks: Any) -> None:
        """Take in the strings and whole numbers of `value` at the places that `marks` names."""
        if marks is True:
            for text in _strings(value):
                if len(text) >= _LONG_ENOUGH:
                    self._found.update(_forms(text))
            numbers = (str(abs(number)) for number in _numbers(value))
            self._numbers.update(text for text in numbers if len(text) >= _DIGITS_ENOUGH)
            self._pattern = None
        elif isinstance(marks, dict) and isinstance(value, dict):
            for key, mark in marks.items():
                self.collect(value.get(key), mark)
        elif isinstance(marks, list) and isinstance(value, list):
            for item, mark in zip(value, marks, strict=False):
                self.collect(item, mark)

    def mask(self, value: Any, marks: Any) -> Any:
        """`value` with `Mark.SENSITIVE` at the places that `marks` names, and in place of copies of
        secrets elsewhere.

        Marks of another shape than the value hide it as a whole.
        """
        if value is None or value is Mark.UNKNOWN:
            return value
        if marks is True:
            return Mark.SENSITIVE
        if marks is None or marks is False or marks == {} or marks == []:
            return self._without_secrets(value)
        if isinstance(value, dict) and isinstance(marks, dict):
            return {key: self.mask(item, marks.get(key)) for key, item in value.items()}
        if isinstance(value, list) and isinstance(marks, list):
            padded = [*marks, *([None] * (len(value) - len(marks)))]
            return [self.mask(item, mark) for item, mark in zip(value, padded, strict=False)]
        return Mark.SENSITIVE

    def _without_copies(self, text: str) -> str:
        """`text` without the secrets in it; the rest stays, as a policy document may quote one."""
        if self._pattern is None:
            # The longest first, so that none leaves a tail of another that begins like it.
            longest_first = sorted(self._found, key=lambda secret: (-len(secret), secret))
            numbers = (rf"(?<!\d){number}(?!\d)" for number in sorted(self._numbers))
            self._pattern = re.compile("|".join((*map(re.escape, longest_first), *numbers)))
        masked, copies = self._pattern.subn(Mark.SENSITIVE, text)
        if not copies:
            return text
        return Mark.SENSITIVE if masked == Mark.SENSITIVE else masked

    def _without_secrets(self, value: Any) -> Any:
        if not self._found and not self._numbers:
            return value
        if isinstance(value, str):
            return self._without_copies(value)
        if isinstance(value, int) and str(abs(value)) in self._numbers:
            return Mark.SENSITIVE
        if isinstance(value, dict):
            return {key: self._without_secrets(item) for key, item in value.items()}
        if isinstance(value, list):
            return [self._without_secrets(item) for item in value]
        return value


def with_unknowns(value: Any, unknown: Any) -> Any:
    """`value` with `Mark.UNKNOWN` where `unknown` says so; the plan leaves those places out."""
    if unknown is True:
        return Mark.UNKNOWN
    if not has_true(unknown):
        return value
    if isinstance(unknown, dict):
        known = dict(value) if isinstance(value, dict) else {}
        for key, mark in unknown.items():
            if has_true(mark):
                known[key] = with_unknowns(known.get(key), mark)
        return known
    items = list(value) if isinstance(value, list) else []
    items += [None] * (len(unknown) - len(items))
    marks = [*unknown, *([False] * (len(items) - len(unknown)))]
    return [with_unknowns(item, mark) for item, mark in zip(items, marks, strict=True)]


def has_true(marks: Any) -> bool:
    """Whether marks name any place."""
    if isinstance(marks, dict):
        return any(has_true(mark) for mark in marks.values())
    if isinstance(marks, list):
        return any(has_true(mark) for mark in marks)
    return marks is True


def is_marked(marks: Any, path: Path) -> bool:
    """Whether marks name the place at a path, or one around it."""
    for step in path:
        if marks is True:
            return True
        if isinstance(step, int):
            marks = marks[step] if isinstance(marks, list) and step < len(marks) else None
        else:
            marks = marks.get(step) if isinstance(marks, dict) else None
    return marks is True


def differences(before: Any, after: Any, at: Path = ()) -> Iterator[Path]:
    """The deepest places where two values differ, sorted; of lists of other lengths, the list."""
    if isinstance(before, dict) and isinstance(after, dict):
        for key in sorted({*before, *after}):
            yield from differences(before.get(key), after.get(key), (*at, key))
    elif isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
        for index, (old, new) in enumerate(zip(before, after, strict=True)):
            yield from differences(old, new, (*at, index))
    elif before != after or type(before) is not type(after):
        yield at


def value_at(value: Any, path: Path) -> Any:
    """The value at a path, None where there is none; a mark on the way stands for all inside."""
    for step in path:
        if isinstance(value, Mark):
            return value
        if isinstance(step, int):
            value = value[step] if isinstance(value, list) and step < len(value) else None
        else:
            value = value.get(step) if isinstance(value, dict) else None
    return value


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from _strings(item)
    elif isinstance(value, list):
        for item in value:
            yield from _strings(item)


def _numbers(value: Any) -> Iterator[int]:
    if isinstance(value, int) and not isinstance(value, bool):
        yield value
    elif isinstance(value, dict | list):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _numbers(item)


def _forms(secret: str) -> Iterator[str]:
    """A secret as it is, inside JSON, as Python and as Terraform write it, and in base64."""
    yield secret
    escaped = json.dumps(secret, ensure_ascii=False)[1:-1]
    yield escaped
    yield json.dumps(secret)[1:-1]
    for character in "<>&":
        escaped = escaped.replace(character, f"\\u{ord(character):04x}")
    yield escaped
    yield base64.b64encode(secret.encode("utf-8", "surrogatepass")).decode("ascii")
