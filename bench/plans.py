"""Plans of any size for the benchmark: the full example's, as many times as wanted."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent


def plan_example(folder: Path) -> Path:
    """The plan of examples/full.yaml in its environment `dev`, made by Terraform, offline."""
    command = [sys.executable, "-m", "lakeform", "plan", "--format", "json", "-e", "dev"]
    config = ROOT / "examples" / "full.yaml"
    done = subprocess.run(
        [*command, "-c", config, "-o", folder / "out"],
        cwd=folder,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return folder / str(json.loads(done.stdout)["dev"]["plan"])


def grown(source: Path, resources: int, folder: Path) -> Path:
    """The plan in modules, each a copy of the whole, until there are so many resources, or nearly.

    It is written as Terraform writes plans, in one line.
    """
    plan = json.loads(source.read_text(encoding="utf-8"))
    planned = plan["planned_values"]["root_module"]["resources"]
    modules = [f"copy{number}" for number in range(max(1, round(resources / len(planned))))]
    body = plan["configuration"]["root_module"]
    copied = {
        "format_version": plan["format_version"],
        "terraform_version": plan["terraform_version"],
        "planned_values": {
            "root_module": {
                "child_modules": [
                    {
                        "address": f"module.{name}",
                        "resources": [_inside(name, resource) for resource in planned],
                    }
                    for name in modules
                ]
            }
        },
        "resource_changes": [
            _inside(name, change) for name in modules for change in plan["resource_changes"]
        ],
        "configuration": {
            "provider_config": plan["configuration"]["provider_config"],
            "root_module": {
                "module_calls": {name: {"source": "./lake", "module": body} for name in modules}
            },
        },
    }
    file = folder / f"plan-{resources}.json"
    file.write_text(json.dumps(copied), encoding="utf-8")
    return file


def _inside(module: str, entry: Mapping[str, Any]) -> dict[str, Any]:
    return {**entry, "address": f"module.{module}.{entry['address']}"}
