"""Whether a plan's file is whole: a part of a plan must not look like a plan without faults."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from lakeform.errors import InputError
from lakeform.plan import Action, Plan, Planned

_WRITE_AGAIN = "write it again: terraform show -json tfplan > plan.json"


def check_whole(file: Path, record: Mapping[str, Any], plan: Plan) -> None:
    """Hold the two lists of resources in a plan's JSON against each other.

    Terraform lists under `planned_values` each resource that there will be, and under
    `resource_changes` each of them and each that goes.

    Raises:
        InputError: the plan has no resources, or they disagree, or one is there twice or has
            nothing that could be judged.
    """
    if not isinstance(record.get("planned_values"), Mapping):
        raise InputError(f"{file} has no `planned_values`", hint=_WRITE_AGAIN)
    changes = [change for change in plan.changes if change.is_managed]
    if not changes:
        raise InputError(f"{file} has no resources: there is nothing to judge", hint=_WRITE_AGAIN)
    standing = [change for change in changes if not change.deposed]
    times = Counter(change.address for change in standing)
    _refuse(file, "has more than one change of", (a for a, n in times.items() if n > 1))
    gone = (Action.DELETE, Action.FORGET)
    _refuse(
        file,
        "lacks the values (`after`) of",
        (c.address for c in standing if c.after is None and c.action not in gone),
    )
    # Terraform lists what it only forgets, which is nobody's to judge any more.
    forgotten = {change.address for change in standing if change.action is Action.FORGET}
    there = {resource.address for resource in Planned(plan).resources}
    listed = Counter(_addresses(record["planned_values"].get("root_module")))
    _refuse(file, "has planned values twice of", (a for a, n in listed.items() if n > 1))
    _refuse(
        file,
        "isn't the whole plan: `planned_values` and `resource_changes` disagree on",
        there ^ (set(listed) - forgotten),
    )


def _refuse(file: Path, what: str, addresses: Iterable[str]) -> None:
    found = sorted(addresses)
    if found:
        more = f" and {len(found) - 1} more" if len(found) > 1 else ""
        raise InputError(f"{file} {what} {found[0]}{more}", hint=_WRITE_AGAIN)


def _addresses(module: Any) -> Iterable[str]:
    if not isinstance(module, Mapping):
        return
    for resource in module.get("resources") or ():
        if resource.get("mode") == "managed":
            yield str(resource.get("address"))
    for child in module.get("child_modules") or ():
        yield from _addresses(child)
