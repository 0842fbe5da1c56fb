"""What tests of file systems share: they, and what they stand on, synthesised."""

from __future__ import annotations

import functools
import json
import tempfile
from pathlib import Path
from textwrap import dedent

from foundation import Stack, lake_of
from lakeform.advisor import load_facts
from lakeform.advisor.provision import all_file_systems, place
from lakeform.aws.provider import AwsProvider, AwsProviderDefaultTags
from lakeform.config.model import Lake
from lakeform.constructs.encryption import Encryption
from lakeform.constructs.file_systems import FileSystems
from lakeform.constructs.network import Network
from lakeform.constructs.storage import Storage
from lakeform.engine import App, LocalBackend, TerraformStack
from lakeform.naming import Names, default_tags


@functools.cache
def stack_of(text: str, *, region: str = "us-east-1", protect: bool = False) -> Stack:
    """The file systems of a lake with these sections, with a network of two zones."""
    head = "network: {availability_zones: 2, endpoints: [], flow_logs: null, nat: none}\n"
    text = dedent(text)
    lake = lake_of(text if "network:" in text else head + text, region=region, protect=protect)
    with tempfile.TemporaryDirectory() as scratch:
        return write_stack(lake, Path(scratch))


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
    network = Network(stack, "network", lake, names, encryption=encryption, storage=storage)
    FileSystems(
        stack,
        "file-systems",
        lake,
        names,
        systems=all_file_systems(lake, place(lake, load_facts())),
        network=network,
        encryption=encryption,
        storage=storage,
    )
    encryption.write()
    app.synth()
    return Stack(json.loads((out / "stacks" / "lake" / "cdk.tf.json").read_text()))
