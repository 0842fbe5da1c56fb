"""What tests of governance share: a lake around a `governance` section, its parts, and faults."""

from __future__ import annotations

import json
import random
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from textwrap import dedent
from typing import Any

import yaml

from lakeform.access import AccessPlan, Grant
from lakeform.aws.provider import AwsProvider, AwsProviderDefaultTags
from lakeform.config.explain import Fault
from lakeform.config.model import Lake, LakeFile
from lakeform.constructs.catalog import Catalog
from lakeform.constructs.encryption import Encryption
from lakeform.constructs.governance import Administration, Grants
from lakeform.constructs.storage import Storage
from lakeform.engine import App, LocalBackend, TerraformStack
from lakeform.naming import Names, default_tags
from support import HEAD

ACCOUNT = "111111111111"
DEPLOY = f"arn:aws:iam::{ACCOUNT}:role/acme-dev-deploy"

CATALOG = """\
storage: {zones: {raw: {}, curated: {}}}
catalog:
  databases:
    sales:
      zone: curated
      tags: {domain: sales, sensitivity: internal}
      tables:
        orders:
          format: parquet
          columns:
            order_id: bigint
            region: string
            email: {type: string, tags: {sensitivity: pii}}
            phone: {type: string, tags: {sensitivity: pii}}
          partitions: {order_date: date}
        prices: {format: parquet, columns: {sku: string, price: double}}
    web:
      zone: raw
      tables:
        clicks: {format: parquet, columns: {ip: string, url: string}, partitions: {day: date}}
"""
"""Two databases: `sales` with LF-tags that its columns override, `web` without."""

TAGS = "tags: {domain: [sales, web], sensitivity: [public, internal, pii]}\n"


def values(text: str) -> dict[str, Any]:
    """A YAML text's values. The traps of YAML 1.1 are avoided by not writing them here."""
    loaded: dict[str, Any] = yaml.safe_load(dedent(text))
    return loaded


def lake_with(
    governance: str | dict[str, Any], *, catalog: str = CATALOG, tags: bool = True
) -> Lake:
    """The `dev` environment of a lake with this governance; the rules haven't judged it."""
    section = values(governance) if isinstance(governance, str) else governance
    declared = values(TAGS) if tags else {}
    data = values(HEAD) | values(catalog) | {"governance": declared | section}
    return Lake.of(LakeFile.model_validate(data), "dev", Path("/nowhere"))


def granted(*grants: str, role: str = "analyst", **more: Any) -> Lake:
    """A lake with one persona, and these grants of it."""
    persona = {
        "role_arn": f"arn:aws:iam::{ACCOUNT}:role/{role}",
        "grants": [values(grant) for grant in grants],
    }
    return lake_with({"personas": {role: persona}, **more})


def lines(plan: AccessPlan) -> list[str]:
    """A plan's grants, one a line."""
    return [line(grant) for grant in plan.grants]


def line(grant: Grant) -> str:
    """`analyst: sales.orders: DESCRIBE, SELECT+ (all)`; `+` may be granted on."""
    permissions = ", ".join(f"{p}+" if p in grant.grantable else p for p in grant.permissions)
    columns = "" if grant.columns is None else f" ({grant.columns})"
    return f"{grant.principal.name}: {grant.target}: {permissions}{columns}"


def said(rule: Callable[[Lake], Iterator[Fault]], lake: Lake) -> list[str]:
    """What a rule says of a lake: place below `governance`, message, and hint."""
    texts = []
    for fault in rule(lake):
        place = ".".join(str(part) for part in fault.path).removeprefix("governance.")
        hint = "" if fault.hint is None else f" → {fault.hint}"
        texts.append(f"{place}{' (key)' if fault.at_key else ''}: {fault.message}{hint}")
    return texts


def stack_of(lake: Lake) -> dict[str, Any]:
    """`cdk.tf.json` of encryption, storage, governance and catalogue."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = write_stack(lake, Path(scratch))
        result: dict[str, Any] = json.loads((folder / "cdk.tf.json").read_text())
        return result


def write_stack(lake: Lake, out: Path) -> Path:
    """The same, in a folder where Terraform finds it."""
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
    administration = Administration(
        stack, "administration", lake, names, encryption=encryption, storage=storage
    )
    catalog = Catalog(
        stack,
        "catalog",
        lake,
        names,
        storage=storage,
        encryption=encryption,
        network=None,
        after=administration.ready,
    )
    Grants(
        stack,
        "grants",
        lake,
        names,
        administration=administration,
        storage=storage,
        catalog=catalog,
    )
    encryption.write()
    app.synth()
    return out / "stacks" / "lake"


def random_grants(rng: random.Random, count: int) -> list[dict[str, Any]]:
    """Grants that one persona may have together, of all kinds and often overlapping."""
    return [_random_grant(rng) for _ in range(count)]


def _random_grant(rng: random.Random) -> dict[str, Any]:
    grantable = rng.random() < 0.2
    kind = rng.choice(("database", "table", "tables", "tags", "location", "columns"))
    if kind == "database":
        permissions = _some(rng, ("ALTER", "CREATE_TABLE", "DESCRIBE", "DROP"))
        return {
            "database": rng.choice(("sales", "web")),
            "permissions": permissions,
            "grantable": grantable,
        }
    if kind in ("table", "tables"):
        permissions = _some(rng, ("ALTER", "DELETE", "DESCRIBE", "DROP", "INSERT", "SELECT"))
        table = rng.choice(("sales.prices", "web.clicks")) if kind == "table" else "web.*"
        return {"table": table, "permissions": permissions, "grantable": grantable}
    if kind == "tags":
        keys = _some(rng, ("domain", "sensitivity"))
        allowed = {"domain": ("sales", "web"), "sensitivity": ("public", "internal", "pii")}
        permissions = _some(rng, ("CREATE_TABLE", "DESCRIBE", "INSERT", "SELECT"))
        return {
            "tags": {key: _some(rng, allowed[key]) for key in keys},
            "permissions": permissions,
            "grantable": grantable,
        }
    if kind == "location":
        return {"location": rng.choice(("raw", "curated")), "grantable": grantable}
    way = rng.choice(("columns", "except_columns"))
    names = _some(rng, ("order_id", "region", "email", "phone"))
    return {"table": "sales.orders", way: names, "permissions": ["SELECT"]}


def _some(rng: random.Random, of: tuple[str, ...]) -> list[str]:
    return rng.sample(of, rng.randint(1, len(of)))
