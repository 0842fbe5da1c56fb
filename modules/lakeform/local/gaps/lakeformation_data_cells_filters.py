"""Data cells filters: lakeformation:CreateDataCellsFilter, Get…, Update…, Delete…, List….

moto only lists, and its list is always empty.
"""

from __future__ import annotations

import json
from typing import Any
from uuid import uuid4

import moto.lakeformation.urls as urls
from moto.lakeformation.exceptions import AlreadyExists
from moto.lakeformation.responses import LakeFormationResponse

from lakeform.local.gaps.gap import Gap, add_calls, add_paths, body_of
from lakeform.local.gaps.lakeformation_objects import (
    NoSuchEntity,
    filter_key,
    filters_of,
    require_columns,
)

Json = dict[str, Any]


def _stored(self: LakeFormationResponse, data: Json) -> Json:
    wildcard = data.get("ColumnWildcard")
    excluded = (wildcard or {}).get("ExcludedColumnNames") or []
    named = data.get("ColumnNames") or []
    backend = self.lakeformation_backend
    require_columns(backend, data["DatabaseName"], data["TableName"], [*named, *excluded])
    return {**data, "ColumnNames": named, "VersionId": str(uuid4())}


def _create_data_cells_filter(self: LakeFormationResponse) -> str:
    data = body_of(self)["TableData"]
    filters = filters_of(self.lakeformation_backend)
    key = filter_key(data, self.current_account)
    if key in filters:
        raise AlreadyExists(f"Data cells filter {data['Name']} already exists.")
    filters[key] = _stored(self, data)
    return "{}"


def _get_data_cells_filter(self: LakeFormationResponse) -> str:
    return json.dumps({"DataCellsFilter": _existing(self, body_of(self))})


def _update_data_cells_filter(self: LakeFormationResponse) -> str:
    data = body_of(self)["TableData"]
    _existing(self, data)
    key = filter_key(data, self.current_account)
    filters_of(self.lakeformation_backend)[key] = _stored(self, data)
    return "{}"


def _delete_data_cells_filter(self: LakeFormationResponse) -> str:
    request = body_of(self)
    _existing(self, request)
    del filters_of(self.lakeformation_backend)[filter_key(request, self.current_account)]
    return "{}"


def _list_data_cells_filter(self: LakeFormationResponse) -> str:
    table = body_of(self).get("Table")
    listed = list(filters_of(self.lakeformation_backend).values())
    if table:
        wanted = (table["DatabaseName"], table["Name"])
        listed = [data for data in listed if (data["DatabaseName"], data["TableName"]) == wanted]
    return json.dumps({"DataCellsFilters": listed})


def _existing(self: LakeFormationResponse, given: Json) -> Json:
    key = filter_key(given, self.current_account)
    try:
        return filters_of(self.lakeformation_backend)[key]
    except KeyError:
        raise NoSuchEntity(f"Data cells filter {given['Name']} not found.") from None


def apply() -> None:
    add_calls(
        LakeFormationResponse,
        {
            "create_data_cells_filter": _create_data_cells_filter,
            "get_data_cells_filter": _get_data_cells_filter,
            "update_data_cells_filter": _update_data_cells_filter,
            "delete_data_cells_filter": _delete_data_cells_filter,
            "list_data_cells_filter": _list_data_cells_filter,
        },
    )
    add_paths(
        urls,
        LakeFormationResponse,
        (
            "/CreateDataCellsFilter",
            "/GetDataCellsFilter",
            "/UpdateDataCellsFilter",
            "/DeleteDataCellsFilter",
        ),
    )


GAP = Gap(
    name="Lake Formation data cells filters",
    resources=("aws_lakeformation_data_cells_filter",),
    missing=(
        "lakeformation:CreateDataCellsFilter",
        "lakeformation:GetDataCellsFilter",
        "lakeformation:UpdateDataCellsFilter",
        "lakeformation:DeleteDataCellsFilter",
    ),
    corrected=("lakeformation:ListDataCellsFilter",),
    apply=apply,
)
