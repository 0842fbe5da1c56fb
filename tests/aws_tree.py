"""A stack to put resources in, and the ways to look at what becomes of them."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from lakeform.aws.provider import AwsProvider
from lakeform.engine import App, LocalBackend, TerraformStack

ROOT = Path(__file__).resolve().parents[1]


class Tree:
    """An app with one stack. More stacks may be added to it."""

    def __init__(self, folder: Path, make_app: type[App] = App) -> None:
        self._folder = folder
        self.app = make_app(outdir=os.fspath(folder))
        self.stack = self.add_stack("lake")

    def add_stack(self, name: str) -> TerraformStack:
        stack = TerraformStack(self.app, name)
        LocalBackend(stack, path=f"{name}.tfstate")
        AwsProvider(stack, "aws", region="us-east-1")
        return stack

    def text(self, name: str = "lake") -> str:
        """What is written for a stack, byte for byte."""
        self.app.synth()
        return (self._folder / "stacks" / name / "cdk.tf.json").read_text(encoding="utf-8")

    def json(self, name: str = "lake") -> dict[str, Any]:
        written: dict[str, Any] = json.loads(self.text(name))
        return written

    def resource(self, type: str, name: str) -> dict[str, Any]:
        """The arguments of one resource, without the metadata."""
        written: dict[str, Any] = self.json()["resource"][type][name]
        return {key: value for key, value in written.items() if key != "//"}

    def hcl(self) -> str:
        written: str = self.stack.to_hcl_terraform()["hcl"]
        return written
