"""Values that may be marks: unknown until Terraform applies, or sensitive."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import wraps
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

from lakeform.gate.policy import Case
from lakeform.gate.settings import Settings
from lakeform.plan import Mark, Planned, Resource

_T = TypeVar("_T")


def is_known(value: Any) -> bool:
    """Whether a value is there as a whole: nothing in it is unknown or sensitive."""
    if isinstance(value, Mark):
        return False
    if isinstance(value, Mapping):
        return all(is_known(item) for item in value.values())
    if isinstance(value, list):
        return all(is_known(item) for item in value)
    return True


def is_set(value: Any) -> bool:
    """Whether there is something, known or not: no null, no empty text, list or mapping."""
    return value is not None and (isinstance(value, bool | int | float) or bool(value))


def name(value: Any) -> str | None:
    """A known text, None for anything else."""
    return value if isinstance(value, str) and not isinstance(value, Mark) else None


def names(values: Any) -> tuple[str, ...]:
    """The known texts of a list."""
    items: Iterable[Any] = values if isinstance(values, list) else ()
    return tuple(text for item in items if (text := name(item)) is not None)


def blocks(resource: Resource, attribute: str) -> tuple[Mapping[str, Any], ...]:
    """The nested blocks of an attribute, none where there are none or they aren't known."""
    found = resource.get(attribute)
    items: Iterable[Any] = found if isinstance(found, list) else ()
    return tuple(block for block in items if isinstance(block, Mapping))


def first(block: Mapping[str, Any], attribute: str) -> Mapping[str, Any]:
    """The first nested block inside a block, empty where there is none."""
    found = block.get(attribute)
    if isinstance(found, list):
        found = found[0] if found else None
    return found if isinstance(found, Mapping) else {}


def settled(resource: Resource, attribute: str) -> Any:
    """An attribute's value; where the provider leaves it open, the constant that is written."""
    value = resource.get(attribute)
    if value is Mark.UNKNOWN:
        written = resource.written.constant(attribute)
        return value if written is None else written
    return value


def is_left_out(resource: Resource, attribute: str) -> bool:
    """Whether an attribute has no value, or one that AWS will choose as nobody else did."""
    value = resource.get(attribute)
    return value is None or (value is Mark.UNKNOWN and resource.leaves_out(attribute))


def once(function: Callable[[Case], _T]) -> Callable[[Case], _T]:
    """Compute something of a plan once, whatever number of resources is judged by it."""
    results: WeakKeyDictionary[Planned, dict[Settings, _T]] = WeakKeyDictionary()

    @wraps(function)
    def remembered(case: Case) -> _T:
        of_plan = results.setdefault(case.plan, {})
        if case.settings not in of_plan:
            of_plan[case.settings] = function(case)
        return of_plan[case.settings]

    return remembered
