"""What tests of the catalogue share: a lake around a `catalog` section, and faults as text."""

from __future__ import annotations

import functools
import json
import tempfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from textwrap import dedent
from typing import Any

import yaml

from foundation import Stack
from lakeform.aws.closed_stack import ClosedStack
from lakeform.aws.lakeformation import LakeformationDataLakeSettings
from lakeform.aws.provider import AwsProvider, AwsProviderDefaultTags
from lakeform.config.explain import Fault
from lakeform.config.model import Lake, LakeFile
from lakeform.config.schema_files import inline_schemas
from lakeform.constructs.catalog import Catalog
from lakeform.constructs.crawlers import Crawlers
from lakeform.constructs.encryption import Encryption
from lakeform.constructs.network import Network
from lakeform.constructs.optimizers import Optimizers
from lakeform.constructs.storage import Storage
from lakeform.engine import App, LocalBackend
from lakeform.naming import Names, default_tags
from support import HEAD

AROUND = """\
network: {cidr: 10.0.0.0/16, availability_zones: 2}
storage: {zones: {raw: , curated: }}
"""
NOWHERE = Path("/nowhere")
PROTECTED = HEAD.replace("us-east-1}", "us-east-1, protect: true}")


def values(text: str) -> dict[str, Any]:
    """A YAML text's values. The traps of YAML 1.1 are avoided by not writing them here."""
    loaded: dict[str, Any] = yaml.safe_load(dedent(text))
    return loaded


def lake_of(
    catalog: str | dict[str, Any],
    *,
    around: str = AROUND,
    head: str = HEAD,
    directory: Path = NOWHERE,
) -> Lake:
    """The `dev` environment of a lake with this catalogue; the rules haven't judged it."""
    data = values(head) | values(around)
    data["catalog"] = values(catalog) if isinstance(catalog, str) else catalog
    data, faults = inline_schemas(data, directory)
    assert faults == []
    return Lake.of(LakeFile.model_validate(data), "dev", directory)


def table_in(text: str) -> dict[str, Any]:
    """A catalogue with the one table `sales.orders`."""
    return {"databases": {"sales": {"zone": "curated", "tables": {"orders": values(text)}}}}


def said(rule: Callable[[Lake], Iterator[Fault]], lake: Lake) -> list[str]:
    """What a rule says of a lake: place below `catalog`, message, and hint."""
    return list(as_text(rule(lake)))


def as_text(faults: Iterable[Fault]) -> Iterator[str]:
    for fault in faults:
        place = ".".join(str(part) for part in fault.path[1:])
        hint = "" if fault.hint is None else f" → {fault.hint}"
        yield f"{place}{' (key)' if fault.at_key else ''}: {fault.message}{hint}"


@functools.cache
def stack_of(
    catalog: str, *, around: str = AROUND, head: str = HEAD, directory: Path = NOWHERE
) -> Stack:
    """The catalogue of a lake, synthesised with what it needs, and without its governance."""
    lake = lake_of(catalog, around=around, head=head, directory=directory)
    with tempfile.TemporaryDirectory() as scratch:
        return write_stack(lake, Path(scratch))


def write_stack(lake: Lake, out: Path) -> Stack:
    """The same, in a folder where Terraform finds it: `stacks/lake`."""
    names = Names.of(lake)
    app = App(outdir=str(out))
    stack = ClosedStack(app, "lake")
    LocalBackend(stack, path="terraform.tfstate")
    AwsProvider(
        stack,
        "aws",
        region=names.region,
        default_tags=[AwsProviderDefaultTags(tags=default_tags(lake))],
    )
    encryption = Encryption(stack, "encryption", lake, names)
    storage = network = None
    if lake.storage is not None:
        storage = Storage(stack, "storage", lake, names, encryption=encryption)
    if lake.network is not None:
        network = Network(stack, "network", lake, names, encryption=encryption, storage=storage)
    settings = LakeformationDataLakeSettings(
        stack, "settings", logical_id="lake", admins=[lake.deploy_role]
    )
    catalog = Catalog(
        stack,
        "catalog",
        lake,
        names,
        storage=storage,
        encryption=encryption,
        network=network,
        after=[settings],
    )
    Crawlers(
        stack,
        "crawlers",
        lake,
        names,
        catalog=catalog,
        storage=storage,
        encryption=encryption,
        after=[settings],
    )
    Optimizers(
        stack, "optimizers", lake, names, catalog=catalog, encryption=encryption, after=[settings]
    )
    encryption.write()
    app.synth()
    return Stack(json.loads((out / "stacks" / "lake" / "cdk.tf.json").read_text()))
