"""Iceberg table optimizers: glue:CreateTableOptimizer, GetTableOptimizer, Update…, Delete….

Configuration only: no file is compacted or removed here.
"""

from __future__ import annotations

import json
from typing import Any

from moto.glue.exceptions import AlreadyExistsException, EntityNotFoundException
from moto.glue.models import FakeTable
from moto.glue.responses import GlueResponse

from lakeform.local.gaps.gap import Gap, add_calls, body_of

Json = dict[str, Any]


def _optimizers(table: FakeTable) -> dict[str, Json]:
    optimizers: dict[str, Json] = vars(table).setdefault("lakeform_optimizers", {})
    return optimizers


def _table(self: GlueResponse, request: Json) -> FakeTable:
    return self.glue_backend.get_table(request["DatabaseName"], request["TableName"])


def _create_table_optimizer(self: GlueResponse) -> str:
    request = body_of(self)
    optimizers = _optimizers(_table(self, request))
    if request["Type"] in optimizers:
        raise AlreadyExistsException("Table optimizer")
    optimizers[request["Type"]] = request["TableOptimizerConfiguration"]
    return "{}"


def _get_table_optimizer(self: GlueResponse) -> str:
    request = body_of(self)
    configuration = _existing(self, request)
    named = {name: request[name] for name in ("CatalogId", "DatabaseName", "TableName")}
    optimizer = {"type": request["Type"], "configuration": configuration}
    return json.dumps({**named, "TableOptimizer": optimizer})


def _update_table_optimizer(self: GlueResponse) -> str:
    request = body_of(self)
    _existing(self, request)
    changed = request["TableOptimizerConfiguration"]
    _optimizers(_table(self, request))[request["Type"]] = changed
    return "{}"


def _delete_table_optimizer(self: GlueResponse) -> str:
    request = body_of(self)
    _existing(self, request)
    del _optimizers(_table(self, request))[request["Type"]]
    return "{}"


def _existing(self: GlueResponse, request: Json) -> Json:
    try:
        return _optimizers(_table(self, request))[request["Type"]]
    except KeyError:
        raise EntityNotFoundException(f"Optimizer {request['Type']} not found.") from None


def apply() -> None:
    add_calls(
        GlueResponse,
        {
            "create_table_optimizer": _create_table_optimizer,
            "get_table_optimizer": _get_table_optimizer,
            "update_table_optimizer": _update_table_optimizer,
            "delete_table_optimizer": _delete_table_optimizer,
        },
    )


GAP = Gap(
    name="Glue table optimizers",
    resources=("aws_glue_catalog_table_optimizer",),
    missing=(
        "glue:CreateTableOptimizer",
        "glue:GetTableOptimizer",
        "glue:UpdateTableOptimizer",
        "glue:DeleteTableOptimizer",
    ),
    apply=apply,
)
