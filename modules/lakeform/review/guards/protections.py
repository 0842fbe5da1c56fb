"""The attributes that protect data, and what weakens them: a table, one line an attribute."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any

from lakeform.plan import Mark

Values = tuple[Any, ...]
"""All values at a path, of every nested block on the way; marks included, absent ones not."""

Weakened = Callable[[Values, Values], str | None]
"""Values before and after → what has become of them, None where they are no weaker."""


@dataclass(frozen=True)
class Protection:
    """One attribute that protects something.

    Attributes:
        types: the resource types that have it; patterns possible.
        path: attribute names; nested blocks are gone through one by one.
        what: what it is, as the subject of "is turned off".
    """

    types: tuple[str, ...]
    path: tuple[str, ...]
    what: str
    weakened: Weakened

    def applies_to(self, type: str) -> bool:
        """Whether a resource type has it."""
        return any(fnmatchcase(type, pattern) for pattern in self.types)


def stays_on(before: Values, after: Values) -> str | None:
    """True must stay true."""
    return "is turned off" if any(_on(each) for each in before) and not _all_on(after) else None


def stays_off(before: Values, after: Values) -> str | None:
    """What isn't true must not become so."""
    was_on = any(_on(each) for each in before)
    return "is turned on" if not was_on and any(_on(each) for each in after) else None


def stays_set(before: Values, after: Values) -> str | None:
    """A value that is there must not go."""
    if not any(_set(each) for each in before) or any(_set(each) for each in after):
        return None
    return "is removed"


def does_not_fall(before: Values, after: Values) -> str | None:
    """A number must not become less, nor go."""
    return _fallen(before, after, forever=None)


def does_not_fall_from_forever(before: Values, after: Values) -> str | None:
    """As `does_not_fall`, with 0 for without an end."""
    return _fallen(before, after, forever=0)


def no_weaker_than(*strongest_first: str) -> Weakened:
    """A word must not be replaced by one that comes later, or that isn't in the list."""

    def weakened(before: Values, after: Values) -> str | None:
        old = _weakest(before, strongest_first)
        new = _weakest(after, strongest_first)
        if old is None or (new is not None and new[0] <= old[0]):
            return None
        if any(isinstance(each, Mark) for each in after):
            return None
        return f"is {'nothing' if new is None else new[1]} instead of {old[1]}"

    return weakened


def values_at(value: Any, path: tuple[str, ...]) -> Values:
    """What stands at a path."""
    return tuple(_at(value, path))


def _at(value: Any, path: tuple[str, ...]) -> Iterator[Any]:
    if isinstance(value, list):
        for item in value:
            yield from _at(item, path)
    elif not path or isinstance(value, Mark):
        if value is not None:
            yield value
    elif isinstance(value, Mapping) and path[0] in value:
        yield from _at(value[path[0]], path[1:])


def _on(value: Any) -> bool:
    return value is True or (isinstance(value, str) and value.lower() in ("true", "enabled"))


def _all_on(values: Values) -> bool:
    return bool(values) and all(_on(each) or isinstance(each, Mark) for each in values)


def _set(value: Any) -> bool:
    return value not in (None, "", 0, False)


def _fallen(before: Values, after: Values, forever: int | None) -> str | None:
    old, new = _numbers(before, forever), _numbers(after, forever)
    if not old or any(isinstance(each, Mark) for each in after):
        return None
    if new and min(new) >= min(old):
        return None
    return f"is {_number(min(new, default=None))} instead of {_number(min(old))}"


def _numbers(values: Values, forever: int | None) -> list[float]:
    numbers = [each for each in values if isinstance(each, int | float) and each is not True]
    return [float("inf") if each == forever else float(each) for each in numbers]


def _number(number: float | None) -> str:
    if number is None:
        return "nothing"
    return "without an end" if number == float("inf") else f"{number:g}"


def _weakest(values: Values, order: tuple[str, ...]) -> tuple[int, str] | None:
    ranked = [
        (order.index(each) if each in order else len(order), str(each))
        for each in values
        if isinstance(each, str) and not isinstance(each, Mark) and each
    ]
    return max(ranked, default=None)
