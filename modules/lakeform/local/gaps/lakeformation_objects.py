"""What Lake Formation's calls refer to: databases, tables, columns, tags, filters and locations.

Not a gap of its own: the checks behind several of them. moto accepts names that don't exist, AWS
doesn't; objects of another account's catalogue can't be known here and are let through.
"""

from __future__ import annotations

from typing import Any

from moto.core.exceptions import JsonRESTError
from moto.glue.models import FakeTable, glue_backends
from moto.lakeformation.exceptions import EntityNotFound, InvalidInput
from moto.lakeformation.models import LakeFormationBackend

from lakeform.local.gaps.gap import state_of

Json = dict[str, Any]

ALL_TABLES = "ALL_TABLES"
FilterKey = tuple[str, str, str, str]  # catalogue, database, table, name


class NoSuchEntity(EntityNotFound):
    """EntityNotFoundException with AWS's kind of message."""

    def __init__(self, message: str) -> None:
        JsonRESTError.__init__(self, "EntityNotFoundException", message)


def filters_of(backend: LakeFormationBackend) -> dict[FilterKey, Json]:
    """The data cells filters of one account and region."""
    return state_of(backend, dict, "data_cells_filters")


def filter_key(given: Json, account: str) -> FilterKey:
    catalog = given.get("TableCatalogId") or account
    return catalog, given["DatabaseName"], given["TableName"], given["Name"]


def require(backend: LakeFormationBackend, resource: Json) -> None:
    """Fail as AWS does unless every object that `resource` names exists."""
    ((kind, given),) = resource.items()
    account = backend.account_id
    if (
        given.get("CatalogId", account) != account
        or given.get("TableCatalogId", account) != account
    ):
        return
    if kind == "Database":
        require_database(backend, given["Name"])
    elif kind == "Table" and "TableWildcard" in given:
        require_database(backend, given["DatabaseName"])
    elif kind == "Table":
        require_table(backend, given["DatabaseName"], given["Name"])
    elif kind == "TableWithColumns":
        excluded = (given.get("ColumnWildcard") or {}).get("ExcludedColumnNames")
        columns = given.get("ColumnNames") or excluded or []
        require_columns(backend, given["DatabaseName"], given["Name"], columns)
    elif kind == "DataCellsFilter":
        if filter_key(given, account) not in filters_of(backend):
            raise NoSuchEntity(f"Data cells filter {given['Name']} not found.")
    elif kind == "DataLocation":
        require_location(backend, given["ResourceArn"])
    elif kind == "LFTag":
        require_tag(backend, given["TagKey"], given["TagValues"])
    elif kind == "LFTagPolicy":
        for tag in given.get("Expression", ()):
            require_tag(backend, tag["TagKey"], tag["TagValues"])


def require_database(backend: LakeFormationBackend, name: str) -> None:
    if name not in _glue(backend).databases:
        raise NoSuchEntity(f"Database {name} not found.")


def require_table(backend: LakeFormationBackend, database: str, name: str) -> FakeTable:
    require_database(backend, database)
    table: FakeTable | None = _glue(backend).databases[database].tables.get(name)
    if table is None:
        raise NoSuchEntity(f"Table {name} not found.")
    return table


def require_columns(
    backend: LakeFormationBackend, database: str, table: str, columns: list[str]
) -> None:
    body = require_table(backend, database, table).as_dict()
    known = {
        column["Name"]
        for column in [
            *(body.get("StorageDescriptor") or {}).get("Columns", ()),
            *(body.get("PartitionKeys") or ()),
        ]
    }
    for column in columns:
        if column not in known:
            raise InvalidInput(f"cannot grant/revoke permission on non-existent column {column}.")


def require_location(backend: LakeFormationBackend, arn: str) -> None:
    registered = (known.rstrip("/") for known in backend.resources)
    if not any(arn == known or arn.startswith(known + "/") for known in registered):
        raise InvalidInput(f"Please register the S3 path {arn} with Lake Formation first.")


def require_tag(backend: LakeFormationBackend, key: str, values: list[str]) -> None:
    known = backend.get_lf_tag(backend.account_id, key)
    if not known:
        raise NoSuchEntity(f"Tag {key} not found.")
    for value in values:
        if value not in known and value != "*":
            raise NoSuchEntity(f"Tag value {value} of tag {key} not found.")


def _glue(backend: LakeFormationBackend) -> Any:
    return glue_backends[backend.account_id][backend.region_name]
