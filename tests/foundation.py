"""What tests of network, encryption and storage share: these three families alone, synthesised."""

from __future__ import annotations

import functools
import json
import tempfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from textwrap import dedent
from typing import Any

import yaml

from lakeform.aws.provider import AwsProvider, AwsProviderDefaultTags
from lakeform.config.explain import Fault
from lakeform.config.model import Lake, LakeFile
from lakeform.constructs.encryption import Encryption
from lakeform.constructs.network import Network
from lakeform.constructs.storage import Storage
from lakeform.engine import App, LocalBackend, TerraformStack
from lakeform.naming import Names, default_tags
from support import resources

ACCOUNT = "111111111111"
ROOT = f"arn:aws:iam::{ACCOUNT}:root"
SUFFIX = f"-{ACCOUNT}-us-east-1"


def lake_of(text: str, *, region: str = "us-east-1", protect: bool = False) -> Lake:
    """The `dev` environment of a lake with these sections; the rules haven't judged it."""
    data = {
        "name": "acme",
        "owner": "data@acme.example",
        "environments": {"dev": {"account": ACCOUNT, "region": region, "protect": protect}},
        **(yaml.safe_load(dedent(text)) or {}),
    }
    return Lake.of(LakeFile.model_validate(data), "dev", Path("/nowhere"))


@functools.cache
def stack_of(text: str, *, region: str = "us-east-1", protect: bool = False) -> Stack:
    """The three families of a lake with these sections."""
    with tempfile.TemporaryDirectory() as scratch:
        return write_stack(lake_of(text, region=region, protect=protect), Path(scratch))


def write_stack(lake: Lake, out: Path) -> Stack:
    """The same, in a folder where Terraform finds it: `stacks/lake`."""
    names = Names.of(lake)
    app = App(outdir=str(out))
    stack = TerraformStack(app, "lake")
    LocalBackend(stack, path="terraform.tfstate")
    AwsProvider(
        stack,
        "aws",
        region=names.region,
        default_tags=[AwsProviderDefaultTags(tags=default_tags(lake))],
    )
    encryption = Encryption(stack, "encryption", lake, names)
    storage = None
    if lake.storage is not None:
        storage = Storage(stack, "storage", lake, names, encryption=encryption)
    if lake.network is not None:
        Network(stack, "network", lake, names, encryption=encryption, storage=storage)
    encryption.write()
    app.synth()
    return Stack(json.loads((out / "stacks" / "lake" / "cdk.tf.json").read_text()))


class Stack:
    """A synthesised stack, read by address."""

    def __init__(self, data: dict[str, Any]) -> None:
        self.data = data

    def __getitem__(self, address: str) -> dict[str, Any]:
        type, _, name = address.partition(".")
        found: dict[str, Any] = self.of(type)[name]
        return found

    def of(self, type: str) -> dict[str, dict[str, Any]]:
        """Name → arguments of all resources of a type."""
        return resources(self.data, type)

    def addresses(self, prefix: str = "aws_") -> list[str]:
        """Addresses that start so, sorted."""
        return sorted(
            address
            for type, named in self.data.get("resource", {}).items()
            for name in named
            if (address := f"{type}.{name}").startswith(prefix)
        )


def said(rule: Callable[[Lake], Iterator[Fault]], lake: Lake) -> list[str]:
    """What a rule says of a lake: place, message and hint."""
    return list(_as_text(rule(lake)))


def _as_text(faults: Iterable[Fault]) -> Iterator[str]:
    for fault in faults:
        where = ".".join(str(part) for part in fault.path)
        yield f"{where}: {fault.message} → {fault.hint}"
