"""What the embedded AWS can't apply: such resources are planned only, and listed, never dropped.

`cut` makes the copy of a stack that is applied locally: without the resources whose type is in
`PLANNED_ONLY`, and without everything that needs a value of theirs. What merely comes after one of
them (`depends_on`) stays. The original stack is left as it is.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

# Terraform type → why moto, with lakeform's gaps closed, can't apply it. Measured with moto 5.2.5
# and AWS provider 5.100.0.
PLANNED_ONLY: Mapping[str, str] = {
    "aws_athena_data_catalog": "moto can't delete it",
    "aws_athena_named_query": "moto can't delete it",
    "aws_athena_prepared_statement": "moto can't delete it",
    "aws_backup_plan": "moto drops the tags of a new plan, so a second plan differs",
    "aws_backup_vault": "moto drops the tags of a new vault, so a second plan differs",
    "aws_budgets_budget": "moto can't list who is notified of a budget",
    "aws_dms_replication_instance": "moto's time stamps are none that the provider can read",
    "aws_dms_replication_subnet_group": "moto answers with other subnets than it was given",
    "aws_eks_addon": "moto has no add-ons",
    "aws_eks_node_group": "a second plan differs from what moto answers",
    "aws_emr_cluster": "moto has no auto-termination policies, which the provider reads",
    "aws_emrserverless_application": "moto refuses the engine's name as the provider writes it",
    "aws_quicksight_data_set": "moto's answers are none that the provider can read",
    "aws_quicksight_data_source": "moto's answers are none that the provider can read",
    "aws_redshiftserverless_namespace": "moto has no Redshift Serverless",
    "aws_redshiftserverless_workgroup": "moto has no Redshift Serverless",
    "aws_sagemaker_domain": "the provider can't find the domain that moto made",
    "aws_sagemaker_feature_group": "moto fails at a group without an offline store",
    "aws_sfn_state_machine": "the provider has AWS check the definition while it plans",
}

_EXPRESSION = re.compile(r"\$\{(?P<body>.*?)\}", re.DOTALL)
_REFERENCE = re.compile(
    r"(?<![\w.\"-])(?P<data>data\.)?(?P<type>aws_\w+)\.(?P<name>[A-Za-z_][\w-]*)"
)


@dataclass(frozen=True, order=True)
class PlannedOnly:
    """A resource (or output) that isn't applied locally, and why."""

    address: str
    reason: str


@dataclass(frozen=True)
class Cut:
    """A stack without what can't be applied, and the list of what was left out."""

    stack: dict[str, Any]
    left_out: tuple[PlannedOnly, ...]


def cut(stack: Mapping[str, Any], planned_only: Mapping[str, str] = PLANNED_ONLY) -> Cut:
    """Split a parsed `cdk.tf.json`."""
    left_out: dict[str, str] = {}
    blocks = dict(_blocks(stack))
    for address in blocks:
        reason = planned_only.get(address.partition(".")[0])
        if reason is not None:
            left_out[address] = reason
    needs = {address: set(_references(block)) for address, block in blocks.items()}
    while more := _needing(needs, left_out):
        left_out.update(more)
    kept = copy.deepcopy(dict(stack))
    for address in left_out:
        _remove(kept, address)
    for _, block in _blocks(kept):
        _forget_order(block, left_out)
    listed = sorted(PlannedOnly(address, reason) for address, reason in left_out.items())
    return Cut(kept, tuple(listed))


def _needing(needs: Mapping[str, set[str]], left_out: Mapping[str, str]) -> dict[str, str]:
    """What isn't left out yet, and refers to something that is."""
    found: dict[str, str] = {}
    for address, references in needs.items():
        if address not in left_out and (missing := sorted(references & left_out.keys())):
            found[address] = f"needs {missing[0]}, which is planned only"
    return found


def _blocks(stack: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Everything that has an address: resources, data sources, outputs and locals."""
    for section, prefix in (("resource", ""), ("data", "data.")):
        for kind, instances in stack.get(section, {}).items():
            for name, block in instances.items():
                yield f"{prefix}{kind}.{name}", block
    for name, block in stack.get("output", {}).items():
        yield f"output.{name}", block
    for name, block in stack.get("locals", {}).items():
        yield f"local.{name}", block


def _references(node: Any) -> Iterator[str]:
    """The addresses in a block's expressions; `depends_on` is an order, not a need."""
    if isinstance(node, Mapping):
        for key, value in node.items():
            if key not in ("depends_on", "//"):
                yield from _references(value)
    elif isinstance(node, list):
        for value in node:
            yield from _references(value)
    elif isinstance(node, str):
        for expression in _EXPRESSION.finditer(node):
            body = expression["body"]
            for match in _REFERENCE.finditer(body):
                yield f"{match['data'] or ''}{match['type']}.{match['name']}"
            for name in re.findall(r"(?<![\w.])local\.([A-Za-z_][\w-]*)", body):
                yield f"local.{name}"


def _remove(stack: dict[str, Any], address: str) -> None:
    first, _, rest = address.partition(".")
    if first == "output":
        del stack["output"][rest]
    elif first == "local":
        del stack["locals"][rest]
    else:
        section = stack["data" if first == "data" else "resource"]
        kind, _, name = rest.partition(".") if first == "data" else (first, "", rest)
        del section[kind][name]
        if not section[kind]:
            del section[kind]


def _forget_order(block: Any, left_out: Mapping[str, str]) -> None:
    if isinstance(block, dict) and "depends_on" in block:
        block["depends_on"] = [each for each in block["depends_on"] if each not in left_out]
        if not block["depends_on"]:
            del block["depends_on"]
