"""Partition indexes of Glue tables: glue:CreatePartitionIndex, GetPartitionIndexes, Delete….

moto's list is always empty. An index is active at once here; AWS takes minutes to build one.
"""

from __future__ import annotations

import json
from typing import Any

from moto.glue.exceptions import (
    AlreadyExistsException,
    EntityNotFoundException,
    InvalidInputException,
)
from moto.glue.models import FakeTable
from moto.glue.responses import GlueResponse

from lakeform.local.gaps.gap import Gap, add_calls, body_of

Json = dict[str, Any]

_MOST = 3  # AWS's quota of indexes a table


def _indexes(table: FakeTable) -> dict[str, Json]:
    indexes: dict[str, Json] = vars(table).setdefault("lakeform_partition_indexes", {})
    return indexes


def _table(self: GlueResponse, request: Json) -> FakeTable:
    return self.glue_backend.get_table(request["DatabaseName"], request["TableName"])


def _add(operation: str, table: FakeTable, index: Json) -> None:
    indexes = _indexes(table)
    keys = {key["Name"]: key.get("Type", "string") for key in _partition_keys(table)}
    if index["IndexName"] in indexes:
        raise AlreadyExistsException("Partition index")
    if len(indexes) >= _MOST:
        raise InvalidInputException(operation, f"A table has at most {_MOST} partition indexes.")
    unknown = [key for key in index["Keys"] if key not in keys]
    if unknown:
        raise InvalidInputException(operation, f"{unknown[0]} is not a partition key.")
    indexes[index["IndexName"]] = {
        "IndexName": index["IndexName"],
        "Keys": [{"Name": key, "Type": keys[key]} for key in index["Keys"]],
        "IndexStatus": "ACTIVE",
    }


def _partition_keys(table: FakeTable) -> list[Json]:
    keys: list[Json] = table.as_dict().get("PartitionKeys") or []
    return keys


def _create_partition_index(self: GlueResponse) -> str:
    request = body_of(self)
    _add("CreatePartitionIndex", _table(self, request), request["PartitionIndex"])
    return "{}"


def _get_partition_indexes(self: GlueResponse) -> str:
    listed = _indexes(_table(self, body_of(self)))
    return json.dumps({"PartitionIndexDescriptorList": list(listed.values())})


def _delete_partition_index(self: GlueResponse) -> str:
    request = body_of(self)
    indexes = _indexes(_table(self, request))
    if indexes.pop(request["IndexName"], None) is None:
        raise EntityNotFoundException(f"Partition index {request['IndexName']} not found.")
    return "{}"


def apply() -> None:
    create_table = GlueResponse.create_table

    def create_table_with_indexes(self: GlueResponse) -> Any:
        answer = create_table(self)
        request = body_of(self)
        table = self.glue_backend.get_table(request["DatabaseName"], request["TableInput"]["Name"])
        for index in request.get("PartitionIndexes") or ():
            _add("CreateTable", table, index)
        return answer

    add_calls(
        GlueResponse,
        {
            "create_table": create_table_with_indexes,
            "create_partition_index": _create_partition_index,
            "get_partition_indexes": _get_partition_indexes,
            "delete_partition_index": _delete_partition_index,
        },
    )


GAP = Gap(
    name="Glue partition indexes",
    resources=("aws_glue_partition_index", "aws_glue_catalog_table"),
    missing=("glue:CreatePartitionIndex", "glue:DeletePartitionIndex"),
    corrected=("glue:GetPartitionIndexes", "glue:CreateTable"),
    apply=apply,
)
