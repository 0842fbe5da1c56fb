"""The Glue Schema Registry: the schemas that producers and consumers of streams share."""

from __future__ import annotations

from lakeform.aws.glue import GlueRegistry, GlueSchema
from lakeform.config import Lake
from lakeform.config.schema_files.definitions import definition
from lakeform.constructs.protection import protection
from lakeform.engine import Construct
from lakeform.naming import Names, logical_id

REGISTRY = "lake"


def make(scope: Construct, lake: Lake, names: Names) -> None:
    """One registry with all schemas; none where the file has no schemas."""
    if not lake.catalog.schemas:
        return
    lifecycle = protection(lake)
    registry = GlueRegistry(
        scope,
        "registry",
        logical_id=REGISTRY,
        registry_name=names.prefix,
        description=f"Schemas of the lake {lake.name}",
        lifecycle=lifecycle,
    )
    for name, schema in sorted(lake.catalog.schemas.items()):
        text = definition(lake.directory, schema.file, schema.format)
        GlueSchema(
            scope,
            f"schema-{name}",
            logical_id=logical_id(name),
            schema_name=name,
            registry_arn=registry.arn,
            data_format=schema.format.upper(),
            compatibility=schema.compatibility,
            schema_definition=text,
            description=schema.description,
            lifecycle=lifecycle,
        )
