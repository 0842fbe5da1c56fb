"""A plan as other programs may see it: what there will be, and nothing secret."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lakeform.plan.masking import Mark
from lakeform.plan.model import Plan
from lakeform.plan.planned import Planned, Resource

Place = tuple[str, ...]


def redacted(plan: Plan) -> Mapping[str, Any]:
    """A plan's JSON made anew from what was masked, with only what judging resources needs.

    That is each managed resource's attributes after apply. In place of an unknown value stands the
    reference that was written there, followed through modules; where none was, it is left out, as
    Terraform does. What isn't set is left out too: Terraform has null for it, or a list of no
    blocks, which who only asks whether an attribute is there takes for a setting. There are no
    variables, outputs, provider settings, no configuration and no state.

    All resources stand in the root module under their address as name, so that two modules with
    resources of one name aren't taken for each other.
    """
    return {
        "format_version": plan.format_version,
        "terraform_version": plan.terraform_version,
        "planned_values": {
            "root_module": {"resources": [_entry(found) for found in Planned(plan).resources]}
        },
    }


def _entry(resource: Resource) -> Mapping[str, Any]:
    return {
        "address": resource.address,
        "mode": "managed",
        "type": resource.type,
        "name": resource.address,
        "values": _known(resource.values, (), resource.written.places),
    }


def _known(value: Any, at: Place, references: Mapping[Place, tuple[str, ...]]) -> Any:
    """`value`, where it isn't known as the reference that was written there; else None."""
    if value is Mark.UNKNOWN:
        written = (references.get(at[:length]) for length in range(len(at), 0, -1))
        target = next((ends[0] for ends in written if ends), None)
        return None if target is None else f"{target}.id"
    if isinstance(value, Mapping):
        inside = {name: _known(item, (*at, name), references) for name, item in value.items()}
        return {name: item for name, item in inside.items() if item is not None and item != []}
    if isinstance(value, list):
        return [_known(item, at, references) for item in value]
    return value
