"""Terraform stacks of single resource types, with the arguments that a real lake would use.

`terraform/AREA.tf.json` has the resources of an area, `AREA.changes.json` one change for many
of them: the way to an argument → its new value.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

ACCOUNT, REGION = "111111111111", "us-east-1"
FOUNDATION = ("catalog", "lakeformation", "network", "storage")
DATA = ("files", "streams")
_FOLDER = Path(__file__).parent / "terraform"

STACK: dict[str, Any] = {
    "terraform": {
        "required_providers": {"aws": {"source": "hashicorp/aws", "version": ">= 5.100, < 7"}}
    },
    "provider": {
        "aws": [
            {
                "region": REGION,
                "allowed_account_ids": [ACCOUNT],
                "default_tags": [{"tags": {"name": "acme", "owner": "me"}}],
            },
            {"alias": "west", "region": "us-west-2"},
        ]
    },
}


def write_stack(folder: Path, resources: Mapping[str, Any]) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "cdk.tf.json").write_text(json.dumps({**STACK, "resource": resources}))
    return folder


def resources_of(areas: Iterable[str]) -> dict[str, dict[str, Any]]:
    resources: dict[str, dict[str, Any]] = {}
    for area in areas:
        document = json.loads((_FOLDER / f"{area}.tf.json").read_text())
        for kind, instances in document["resource"].items():
            resources.setdefault(kind, {}).update(instances)
    return resources


def change(resources: dict[str, Any], area: str) -> None:
    """Make the changes of an area in its resources."""
    for path, value in json.loads((_FOLDER / f"{area}.changes.json").read_text()).items():
        node: Any = resources
        *way, last = path.split("/")
        for step in way:
            node = node[int(step)] if isinstance(node, list) else node[step]
        node[last] = value


def count(resources: Mapping[str, Any]) -> int:
    return sum(map(len, resources.values()))
