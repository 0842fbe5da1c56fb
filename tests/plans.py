"""Plans for tests, as Terraform's JSON: resources, their values, unknowns and references."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from lakeform.gate import Outcome, Policy, Settings, Verdict, load_policies


def planned(
    address: str,
    values: Mapping[str, Any] | None = None,
    *,
    unknown: Mapping[str, Any] | None = None,
    sensitive: Mapping[str, Any] | None = None,
    refers: Mapping[str, str] | None = None,
    written: Mapping[str, str] | None = None,
    expressions: Mapping[str, Any] | None = None,
    actions: tuple[str, ...] = ("create",),
    before: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """One entry of `resource_changes`, with what the configuration says of it under `_written`.

    Args:
        address: `type.name`, with an index where wanted; of the root module. `data.type.name` is a
            data source that is read when the plan is applied.
        values: the attributes known after apply.
        unknown: attributes that aren't known, as Terraform marks them: `{"arn": True}`.
        sensitive: attributes that are sensitive, marked alike.
        refers: attribute → the address (`aws_kms_key.raw.arn`) that it refers to.
        written: attribute → its text as written, `${…}` included.
        expressions: attribute → its expression as Terraform's JSON has it, blocks as lists.
    """
    mode, prefix = ("data", "data.") if address.startswith("data.") else ("managed", "")
    kind, _, rest = address.removeprefix(prefix).partition(".")
    name, _, index = rest.partition("[")
    said: dict[str, Any] = dict(expressions or {})
    for attribute, target in (refers or {}).items():
        resource = ".".join(target.split(".")[: 3 if target.startswith("data.") else 2])
        said[attribute] = {"references": [target, resource]}
    for attribute, text in (written or {}).items():
        said.setdefault(attribute, {})["constant_value"] = text
    entry: dict[str, Any] = {
        "address": address,
        "mode": mode,
        "type": kind,
        "name": name,
        "provider_name": "registry.terraform.io/hashicorp/aws",
        "change": {
            "actions": ["read"] if mode == "data" else list(actions),
            "before": before,
            "after": dict(values or {}),
            "after_unknown": dict(unknown or {}),
            "before_sensitive": False,
            "after_sensitive": dict(sensitive or {}),
        },
        "_written": {
            "address": f"{prefix}{kind}.{name}",
            "mode": mode,
            "type": kind,
            "name": name,
            "expressions": said,
        },
    }
    if index:
        entry["index"] = json.loads(index.removesuffix("]"))
    return entry


def plan_of(*entries: Mapping[str, Any]) -> dict[str, Any]:
    """A plan with these resources, in the form of `terraform show -json`."""
    kept = [{key: value for key, value in entry.items() if key != "_written"} for entry in entries]
    configured = {entry["_written"]["address"]: entry["_written"] for entry in entries}
    resources = [
        {
            "address": entry["address"],
            "mode": entry["mode"],
            "type": entry["type"],
            "name": entry["name"],
            **({"index": entry["index"]} if "index" in entry else {}),
            "provider_name": entry["provider_name"],
            "schema_version": 0,
            "values": entry["change"]["after"],
            "sensitive_values": entry["change"]["after_sensitive"],
        }
        for entry in kept
        if entry["change"]["after"] is not None
    ]
    return {
        "format_version": "1.2",
        "terraform_version": "1.11.4",
        "planned_values": {"root_module": {"resources": resources}},
        "resource_changes": kept,
        "configuration": {"root_module": {"resources": list(configured.values())}},
        "complete": True,
        "errored": False,
    }


def policy(identity: str) -> Policy:
    """lakeform's policy with this id."""
    return next(policy for policy in load_policies() if policy.id == identity)


def verdicts(
    identity: str, *entries: Mapping[str, Any], settings: Settings | None = None
) -> dict[str, str]:
    """Address → what one policy says of it, run by the real checkov."""
    outcomes = {Outcome.PASSED: "passed", Outcome.FAILED: "failed", Outcome.UNKNOWN: "unknown"}
    found = said(identity, *entries, settings=settings)
    return {address: outcomes[verdict.outcome] for address, verdict in found.items()}


def said(
    identity: str, *entries: Mapping[str, Any], settings: Settings | None = None
) -> Mapping[str, Verdict]:
    """The same with reasons and fixes."""
    from lakeform.gate.checkov_run import run_policies

    with tempfile.TemporaryDirectory() as scratch:
        file = Path(scratch) / "plan.json"
        file.write_text(json.dumps(plan_of(*entries)), encoding="utf-8")
        return run_policies(file, (policy(identity),), settings or Settings())[identity]
