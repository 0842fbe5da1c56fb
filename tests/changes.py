"""Plans for tests of what changes: each resource with what was and what will be."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lakeform.plan import Plan, load
from plans import plan_of, planned

Values = Mapping[str, Any]

ACCOUNT = "111111111111"
OTHER = "222222222222"


def created(address: str, values: Values, **more: Any) -> dict[str, Any]:
    """A resource that the plan makes."""
    return planned(address, values, **more)


def kept(address: str, values: Values, **more: Any) -> dict[str, Any]:
    """A resource that the plan leaves as it is."""
    return planned(address, values, actions=("no-op",), before=dict(values), **more)


def changed(address: str, before: Values, after: Values, **more: Any) -> dict[str, Any]:
    """A resource that the plan updates."""
    return planned(address, after, actions=("update",), before=dict(before), **more)


def replaced(address: str, before: Values, after: Values, **more: Any) -> dict[str, Any]:
    """A resource that the plan deletes and makes anew."""
    return planned(address, after, actions=("delete", "create"), before=dict(before), **more)


def deleted(address: str, values: Values, **more: Any) -> dict[str, Any]:
    """A resource that the plan deletes."""
    return _without_after(address, values, "delete", **more)


def forgotten(address: str, values: Values, **more: Any) -> dict[str, Any]:
    """A resource that stays, and that Terraform no longer knows."""
    return _without_after(address, values, "forget", **more)


def plan(*entries: Mapping[str, Any]) -> Plan:
    """The plan with these resources."""
    return load(plan_of(*entries))


def role(name: str, **more: Any) -> dict[str, Any]:
    """A role of a lake that stays as it is."""
    arn = arn_of(name)
    values = {"name": f"acme-dev-{name}", "arn": arn, **more}
    return kept(f"aws_iam_role.{name}", values)


def arn_of(name: str, account: str = ACCOUNT) -> str:
    """A role's ARN."""
    return f"arn:aws:iam::{account}:role/acme-dev-{name}"


def _without_after(address: str, values: Values, action: str, **more: Any) -> dict[str, Any]:
    entry = planned(address, {}, actions=(action,), before=dict(values), **more)
    entry["change"]["after"] = None
    return entry
