"""What tests share: a lake from text, and its synthesised Terraform."""

from __future__ import annotations

import json
import shutil
import tempfile
from pathlib import Path
from typing import Any

from lakeform.config import Lake, load

HEAD = """\
name: acme
owner: data@acme.example
environments: {dev: {account: "111111111111", region: us-east-1}}
"""
"""The three lines that every lake needs; what a test is about follows them."""

ROOT = Path(__file__).resolve().parent.parent


EXAMPLES = ROOT / "examples"


def copy_named_files(target: Path) -> None:
    """Put the files that examples/full.yaml names into a folder."""
    for folder in ("connect", "flink", "jobs", "schemas", "transforms"):
        shutil.copytree(EXAMPLES / folder, target / folder)


def lake_from(text: str, directory: Path | None = None) -> Lake:
    """The `dev` environment of a lake: HEAD, then `text`."""
    with tempfile.TemporaryDirectory() as scratch:
        file = (directory or Path(scratch)) / "lake.yaml"
        file.write_text(HEAD + text, encoding="utf-8")
        return load(file, "dev")["dev"]


def synth(lake: Lake) -> dict[str, Any]:
    """The whole lake's `cdk.tf.json`."""
    from lakeform.app import synthesize

    with tempfile.TemporaryDirectory() as scratch:
        stacks = synthesize({lake.environment_name: lake}, Path(scratch)).stacks
        text = (stacks[lake.environment_name] / "cdk.tf.json").read_text(encoding="utf-8")
    result: dict[str, Any] = json.loads(text)
    return result


def resources(stack: dict[str, Any], type: str) -> dict[str, Any]:
    """Terraform name → arguments of all resources of a type, without cdktf's metadata."""
    found = stack.get("resource", {}).get(type, {})
    return {
        name: {key: value for key, value in arguments.items() if key != "//"}
        for name, arguments in found.items()
    }
