"""The metadata that an Iceberg table starts from, field by field."""

from __future__ import annotations

import json
from typing import Any

from lakeform.catalog import iceberg
from lakeform.config.catalog import Table

LOCATION = "s3://lake/sales/orders"
UUID = "dc59b116-1e4d-5b86-b276-35b4b9cd9836"


def metadata(table: dict[str, Any], properties: dict[str, str] | None = None) -> dict[str, Any]:
    model = Table.model_validate({"format": "iceberg", **table})
    text = iceberg.metadata(LOCATION, model.columns, model.partitions, properties or {})
    assert "\n" not in text
    loaded: dict[str, Any] = json.loads(text)
    return loaded


def test_a_table_without_partitions() -> None:
    columns = {"id": {"type": "bigint", "comment": "Key"}}
    assert metadata({"columns": columns}, {"b": "2", "a": "1"}) == {
        "format-version": 2,
        "table-uuid": iceberg.table_uuid(LOCATION),
        "location": LOCATION,
        "last-sequence-number": 0,
        "last-updated-ms": 0,
        "last-column-id": 1,
        "current-schema-id": 0,
        "schemas": [
            {
                "type": "struct",
                "schema-id": 0,
                "fields": [
                    {"id": 1, "name": "id", "required": False, "type": "long", "doc": "Key"}
                ],
            }
        ],
        "default-spec-id": 0,
        "partition-specs": [{"spec-id": 0, "fields": []}],
        "last-partition-id": 999,
        "default-sort-order-id": 0,
        "sort-orders": [{"order-id": 0, "fields": []}],
        "properties": {"a": "1", "b": "2"},
        "current-snapshot-id": -1,
        "refs": {},
        "snapshots": [],
        "statistics": [],
        "partition-statistics": [],
        "snapshot-log": [],
        "metadata-log": [],
    }  # fmt: skip


def test_every_primitive_type_has_its_counterpart() -> None:
    columns = {f"c_{kind}": kind for kind in iceberg.PRIMITIVES}
    fields = metadata({"columns": {**columns, "amount": "decimal(10,2)"}})["schemas"][0]["fields"]
    assert {field["name"]: field["type"] for field in fields} == {
        **{f"c_{kind}": name for kind, name in iceberg.PRIMITIVES.items()},
        "amount": "decimal(10, 2)",
    }


def test_nested_types_are_numbered_after_the_columns() -> None:
    found = metadata(
        {"columns": {"a": "struct<x:int,y:map<date,array<string>>>", "b": "array<struct<z:int>>"}}
    )
    assert found["last-column-id"] == 9
    assert [field["type"] for field in found["schemas"][0]["fields"]] == [
        {
            "type": "struct",
            "fields": [
                {"id": 3, "name": "x", "required": False, "type": "int"},
                {
                    "id": 4,
                    "name": "y",
                    "required": False,
                    "type": {
                        "type": "map",
                        "key-id": 5,
                        "key": "date",
                        "value-id": 6,
                        "value": {
                            "type": "list",
                            "element-id": 7,
                            "element": "string",
                            "element-required": False,
                        },
                        "value-required": False,
                    },
                },
            ],
        },
        {
            "type": "list",
            "element-id": 8,
            "element": {
                "type": "struct",
                "fields": [{"id": 9, "name": "z", "required": False, "type": "int"}],
            },
            "element-required": False,
        },
    ]


def test_partition_columns_come_last_and_are_transformed() -> None:
    found = metadata(
        {
            "columns": {"id": "bigint"},
            "partitions": {
                "day": "date",
                "at": {"type": "timestamp", "transform": "hour"},
                "user": {"type": "string", "transform": "bucket[16]"},
                "sku": {"type": "string", "transform": "truncate[4]"},
                "region": {"type": "string", "transform": "identity"},
            },
        }
    )
    assert [field["name"] for field in found["schemas"][0]["fields"]] == [
        "id", "day", "at", "user", "sku", "region",
    ]  # fmt: skip
    assert found["partition-specs"][0]["fields"] == [
        {"name": "day", "transform": "identity", "source-id": 2, "field-id": 1000},
        {"name": "at_hour", "transform": "hour", "source-id": 3, "field-id": 1001},
        {"name": "user_bucket", "transform": "bucket[16]", "source-id": 4, "field-id": 1002},
        {"name": "sku_trunc", "transform": "truncate[4]", "source-id": 5, "field-id": 1003},
        {"name": "region", "transform": "identity", "source-id": 6, "field-id": 1004},
    ]
    assert found["last-partition-id"] == 1004


def test_identity_and_place_follow_from_the_location() -> None:
    assert iceberg.table_uuid(LOCATION) == UUID
    assert iceberg.table_uuid(LOCATION + "2") != UUID
    assert iceberg.metadata_key("sales/orders/", LOCATION) == (
        f"sales/orders/metadata/00000-{UUID}.metadata.json"
    )
