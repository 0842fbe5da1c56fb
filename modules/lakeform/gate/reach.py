"""What of a plan the rules reach: which resources no rule is about, and which a guard compared."""

from __future__ import annotations

import fnmatch
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping

from lakeform.gate.findings import Rule
from lakeform.plan import Action, Change, Plan

_OF_ANY_TYPE = re.compile(r"(aws_)?\*")


def is_of(*types: str) -> Callable[[str], bool]:
    """Whether a type is one of these, which may be patterns."""
    named = frozenset(types)
    patterns = tuple(kind for kind in types if not kind.replace("_", "").isalnum())
    return lambda kind: (
        kind in named or any(fnmatch.fnmatchcase(kind, pattern) for pattern in patterns)
    )


def is_general(rule: Rule) -> bool:
    """Whether a rule judges resources of any type, as one about tags does; it knows none."""
    return any(_OF_ANY_TYPE.fullmatch(kind) for kind in rule.types)


def reached_by_no_rule(plan: Plan, rules: Iterable[Rule]) -> Mapping[str, int]:
    """Type → number of resources that general rules judged at most, sorted by type.

    For a resource that the plan removes, a guard that is about its type counts too; for one that
    stays it doesn't, as guards say nothing of what a resource is.
    """
    known = [rule for rule in rules if not is_general(rule)]
    staying = is_of(*(kind for rule in known if not rule.is_guard for kind in rule.types))
    going = is_of(*(kind for rule in known for kind in rule.types))
    left_out = {
        (change.type, change.address)
        for change in plan.changes
        if change.is_managed
        if not (going if change.after is None else staying)(change.type)
    }
    numbers = Counter(kind for kind, _ in left_out)
    return {kind: numbers[kind] for kind in sorted(numbers)}


def listed(numbers: Mapping[str, int]) -> str:
    """`aws_eip (1), aws_route (4)`"""
    return ", ".join(f"{kind} ({number})" for kind, number in numbers.items())


def compared(plan: Plan, guard: Rule) -> tuple[str, ...]:
    """The addresses of the changes that a guard looked at: those with something to compare.

    A resource that is made has no "before", and one without a change no difference.
    """
    is_of_type = is_of(*guard.types)
    return tuple(
        change.address
        for change in plan.changes
        if _is_compared(change) and is_of_type(change.type)
    )


def _is_compared(change: Change) -> bool:
    unchanged = change.action in (Action.NO_OP, Action.READ)
    return change.is_managed and change.before is not None and not unchanged
