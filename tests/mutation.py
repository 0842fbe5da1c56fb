"""What a policy's test says of it: the one change of our own plan that the policy catches."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from lakeform.gate import Settings


class _Removed:
    def __repr__(self) -> str:
        return "REMOVED"


REMOVED: Final = _Removed()
"""As a value: the attribute, or with an empty path the whole resource, isn't in the plan."""


@dataclass(frozen=True)
class Mutation:
    """One change of a plan that has no finding of this policy; with the change it has.

    A module constant `MUTATION` in the policy's test file. `tests/policies/test_mutations.py` makes
    the change in the plan that Terraform wrote, lets the gate judge it, and expects that this
    policy and those in `also` find something that they didn't find before, and no other does.

    Attributes:
        address: the resource that is changed, in the plan. One that isn't there is added, with
            `value` as its attributes; for resources that no lake of ours has (IAM users).
        path: the way to the attribute: names and indexes of lists. An attribute that was unknown is
            known afterwards. Empty for the resource as a whole. The configuration follows where the
            path is one name.
        value: the new value; `REMOVED` takes the attribute or the resource away; a function gets
            the old value and gives the new one.
        plan: of which lake: `default` is lake.yaml, `full` is examples/full.yaml, both in `dev`.
        also: ids of the other policies and checks that find something with it.
        settings: what the user has set, where the change is none without it.
    """

    address: str
    path: tuple[str | int, ...]
    value: Any | Callable[[Any], Any]
    plan: Literal["default", "full"] = "default"
    also: frozenset[str] = frozenset()
    settings: Settings = field(default_factory=Settings)


def with_statement(**statement: Any) -> Callable[[str], str]:
    """As a mutation's value: a policy document with one more statement, put first."""

    def changed(text: str) -> str:
        document = json.loads(text)
        return json.dumps({**document, "Statement": [statement, *document["Statement"]]})

    return changed


def without_statement(sid: str) -> Callable[[str], str]:
    """As a mutation's value: a policy document without one of its statements."""

    def changed(text: str) -> str:
        document = json.loads(text)
        kept = [statement for statement in document["Statement"] if statement["Sid"] != sid]
        assert len(kept) < len(document["Statement"]), f"no statement {sid}"
        return json.dumps({**document, "Statement": kept})

    return changed


def mutated(plan: Mapping[str, Any], mutation: Mutation) -> dict[str, Any]:
    """A copy of a plan, in the form of `terraform show -json`, with the change made."""
    changed = copy.deepcopy(dict(plan))
    entries = changed["resource_changes"]
    entry = next((one for one in entries if one["address"] == mutation.address), None)
    if entry is None:
        assert not mutation.path, f"the plan has no {mutation.address}"
        entries.append(_added(mutation))
    elif mutation.value is REMOVED and not mutation.path:
        entries.remove(entry)
    else:
        change = entry["change"]
        value = mutation.value
        if callable(value):
            value = value(copy.deepcopy(_at(change["after"], mutation.path)))
        change["after_unknown"] = _without(change["after_unknown"], mutation.path)
        if value is REMOVED:
            change["after"] = _without(change["after"], mutation.path)
        else:
            change["after"] = _with(change["after"], mutation.path, value)
        if len(mutation.path) == 1:
            _write(changed, mutation.address, mutation.path[0], change["after"])
    return changed


def _write(plan: dict[str, Any], address: str, attribute: str | int, values: Any) -> None:
    """Let the configuration say what the resource has now."""
    for resource in plan["configuration"]["root_module"]["resources"]:
        if resource["address"] == address:
            resource["expressions"].pop(attribute, None)
            if attribute in values:
                resource["expressions"][attribute] = {"constant_value": values[attribute]}


def _added(mutation: Mutation) -> dict[str, Any]:
    kind, _, name = mutation.address.partition(".")
    return {
        "address": mutation.address,
        "mode": "managed",
        "type": kind,
        "name": name,
        "provider_name": "registry.terraform.io/hashicorp/aws",
        "change": {
            "actions": ["create"],
            "before": None,
            "after": mutation.value,
            "after_unknown": {},
            "before_sensitive": False,
            "after_sensitive": {},
        },
    }


def _at(value: Any, path: tuple[str | int, ...]) -> Any:
    for step in path:
        value = value[step]
    return value


def _with(value: Any, path: tuple[str | int, ...], new: Any) -> Any:
    """`value` with a new one at a path, made on the way where nothing was."""
    if not path:
        return new
    step, rest = path[0], path[1:]
    if isinstance(step, int):
        items = list(value) if isinstance(value, list) else []
        items += [None] * (step + 1 - len(items))
        items[step] = _with(items[step], rest, new)
        return items
    inside = dict(value) if isinstance(value, Mapping) else {}
    inside[step] = _with(inside.get(step), rest, new)
    return inside


def _without(value: Any, path: tuple[str | int, ...]) -> Any:
    """`value` without what is at a path; a mark that covers more is taken away as a whole."""
    if not path or not isinstance(value, Mapping | list):
        return {}
    step, rest = path[0], path[1:]
    if isinstance(value, list):
        return [_without(item, rest) if at == step else item for at, item in enumerate(value)]
    kept = {key: item for key, item in value.items() if key != step}
    return {**kept, step: _without(value[step], rest)} if rest and step in value else kept


def hidden(plan: Mapping[str, Any], mutation: Mutation) -> dict[str, Any]:
    """A copy of a plan in which what the mutation changes is known only after apply."""
    changed = copy.deepcopy(dict(plan))
    entry = next(one for one in changed["resource_changes"] if one["address"] == mutation.address)
    change = entry["change"]
    change["after"] = _without(change["after"], mutation.path)
    change["after_unknown"] = _with(change["after_unknown"], mutation.path, True)
    change["after_sensitive"] = {}
    from_elsewhere = {"references": ["var.elsewhere"]}
    for resource in changed["configuration"]["root_module"]["resources"]:
        if resource["address"] == mutation.address:
            written = resource["expressions"]
            resource["expressions"] = _with(written, mutation.path, from_elsewhere)
    return changed
