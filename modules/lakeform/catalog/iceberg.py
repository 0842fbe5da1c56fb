"""The first metadata of an Iceberg table: schema, partition specification and properties.

Glue can make an Iceberg table by itself, but only an unpartitioned one and without properties
(hashicorp/terraform-provider-aws#36531, #39010), and Terraform then takes what the table's writers
change for drift. So lakeform writes the metadata file that a table starts from, as Iceberg's own
libraries do, and registers it: Glue holds no more than the place of the current one.

Source: Iceberg table specification, version 2, "Table Metadata" and "Appendix C: JSON
serialization".
"""

from __future__ import annotations

import itertools
import json
import uuid
from collections.abc import Iterator, Mapping

from lakeform.config import hive_types
from lakeform.config.catalog import IDENTITY, Column, PartitionColumn
from lakeform.config.hive_types import HiveType

Json = dict[str, object]

FORMAT_VERSION = 2
FIRST_PARTITION_FIELD = 1000
"""Ids of partition fields start here, apart from those of columns."""
NO_SNAPSHOT = -1

PRIMITIVES = {
    "bigint": "long",
    "binary": "binary",
    "boolean": "boolean",
    "date": "date",
    "double": "double",
    "float": "float",
    "int": "int",
    "string": "string",
    "timestamp": "timestamp",
}
"""Hive's types → Iceberg's. `timestamp` has no time zone, as in Athena."""


def table_uuid(location: str) -> str:
    """The table's identity. It follows from the place, so that each synthesis gives the same."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, location))


def metadata_key(prefix: str, location: str) -> str:
    """The key of the first metadata file of a table whose data lies below `prefix`."""
    return f"{prefix}metadata/00000-{table_uuid(location)}.metadata.json"


def metadata(
    location: str,
    columns: Mapping[str, Column],
    partitions: Mapping[str, PartitionColumn],
    properties: Mapping[str, str],
) -> str:
    """The metadata of a table without data, as one line of JSON.

    Args:
        location: the table's, `s3://bucket/prefix` without a `/` at its end.
        partitions: columns that come after the others, and by which the table is partitioned.
    """
    ids = itertools.count(1)
    everything: dict[str, Column] = {**columns, **partitions}
    # Columns are numbered before what is nested in them, as Iceberg's libraries do.
    numbers = {name: next(ids) for name in everything}
    fields = [_field(numbers[name], name, c, ids) for name, c in everything.items()]
    spec = list(_partition_fields(partitions, numbers))
    document = {
        "format-version": FORMAT_VERSION,
        "table-uuid": table_uuid(location),
        "location": location,
        "last-sequence-number": 0,
        # Nothing has happened yet; a clock would change the file at each synthesis.
        "last-updated-ms": 0,
        "last-column-id": next(ids) - 1,
        "current-schema-id": 0,
        "schemas": [{"type": "struct", "schema-id": 0, "fields": fields}],
        "default-spec-id": 0,
        "partition-specs": [{"spec-id": 0, "fields": spec}],
        "last-partition-id": FIRST_PARTITION_FIELD - 1 + len(spec),
        "default-sort-order-id": 0,
        "sort-orders": [{"order-id": 0, "fields": []}],
        "properties": dict(sorted(properties.items())),
        "current-snapshot-id": NO_SNAPSHOT,
        "refs": {},
        "snapshots": [],
        "statistics": [],
        "partition-statistics": [],
        "snapshot-log": [],
        "metadata-log": [],
    }
    return json.dumps(document, separators=(",", ":"), ensure_ascii=False)


def _field(number: int, name: str, column: Column, ids: Iterator[int]) -> Json:
    kind = _type(hive_types.parse(column.type), ids)
    doc = {} if column.comment is None else {"doc": column.comment}
    return {"id": number, "name": name, "required": False, "type": kind, **doc}


def _type(kind: HiveType, ids: Iterator[int]) -> str | Json:
    if kind.name == "decimal":
        return f"decimal({kind.numbers[0]}, {kind.numbers[1]})"
    if kind.name == "array":
        return {
            "type": "list",
            "element-id": next(ids),
            "element": _type(kind.inner[0], ids),
            "element-required": False,
        }
    if kind.name == "map":
        return {
            "type": "map",
            "key-id": next(ids),
            "key": _type(kind.inner[0], ids),
            "value-id": next(ids),
            "value": _type(kind.inner[1], ids),
            "value-required": False,
        }
    if kind.name == "struct":
        numbered = [(next(ids), name) for name in kind.fields]
        return {
            "type": "struct",
            "fields": [
                {"id": number, "name": name, "required": False, "type": _type(inner, ids)}
                for (number, name), inner in zip(numbered, kind.inner, strict=True)
            ],
        }
    return PRIMITIVES[kind.name]


def _partition_fields(
    partitions: Mapping[str, PartitionColumn], numbers: Mapping[str, int]
) -> Iterator[Json]:
    for place, (name, column) in enumerate(partitions.items()):
        yield {
            "name": column.field_name(name),
            "transform": column.transform or IDENTITY,
            "source-id": numbers[name],
            "field-id": FIRST_PARTITION_FIELD + place,
        }
