"""Default permissions of new databases and tables: glue:CreateDatabase, CreateTable.

On AWS, what the data lake settings call default permissions is granted on every new database and
table: in an account that nobody changed, everything to ``IAM_ALLOWED_PRINCIPALS``, which switches
Lake Formation off for it. moto grants nothing. With this patch, a database that is made before the
settings are empty shows that grant here too. It goes with its database or table.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from moto.glue.responses import GlueResponse
from moto.lakeformation.models import LakeFormationBackend, lakeformation_backends

from lakeform.local.gaps.gap import Gap, add_calls, body_of
from lakeform.local.gaps.lakeformation_permissions import grants_of, normal_entries

Json = dict[str, Any]

IAM_ALLOWED_PRINCIPALS = "IAM_ALLOWED_PRINCIPALS"


def _lake_formation(self: GlueResponse) -> LakeFormationBackend:
    return lakeformation_backends[self.current_account][self.region]


def _settings(self: GlueResponse) -> Json:
    return _lake_formation(self).get_data_lake_settings(self.current_account)


def _grant(self: GlueResponse, defaults: Iterable[Json] | None, resource: Json) -> None:
    for default in defaults or ():
        request = {
            "Principal": default["Principal"],
            "Permissions": default["Permissions"],
            "Resource": resource,
        }
        entries = normal_entries(request, self.current_account)
        grants_of(_lake_formation(self)).grant(entries)


def _forget(self: GlueResponse, database: str, table: str | None) -> None:
    entries = grants_of(_lake_formation(self)).entries
    for key, entry in list(entries.items()):
        ((kind, body),) = entry.resource.items()
        if kind == "Database":
            gone = body["Name"] == database and table is None
        elif kind in ("Table", "TableWithColumns"):
            gone = body["DatabaseName"] == database and table in (None, body["Name"])
        else:
            gone = False
        if gone and entry.principal == IAM_ALLOWED_PRINCIPALS:
            del entries[key]


def apply() -> None:
    create_database, create_table = GlueResponse.create_database, GlueResponse.create_table
    delete_database, delete_table = GlueResponse.delete_database, GlueResponse.delete_table

    def create_database_with_grants(self: GlueResponse) -> Any:
        answer = create_database(self)
        name = body_of(self)["DatabaseInput"]["Name"]
        settings = _settings(self)
        defaults = settings.get("CreateDatabaseDefaultPermissions")
        _grant(self, defaults, {"Database": {"Name": name}})
        kept = self.glue_backend.get_database(name).input
        if kept.get("CreateTableDefaultPermissions") is None:
            inherited = settings.get("CreateTableDefaultPermissions", [])
            kept["CreateTableDefaultPermissions"] = inherited
        return answer

    def create_table_with_grants(self: GlueResponse) -> Any:
        answer = create_table(self)
        request = body_of(self)
        database = self.glue_backend.get_database(request["DatabaseName"])
        table = {"DatabaseName": database.name, "Name": request["TableInput"]["Name"]}
        _grant(self, database.input.get("CreateTableDefaultPermissions"), {"Table": table})
        return answer

    def delete_database_with_grants(self: GlueResponse) -> Any:
        answer = delete_database(self)
        _forget(self, body_of(self)["Name"], None)
        return answer

    def delete_table_with_grants(self: GlueResponse) -> Any:
        answer = delete_table(self)
        request = body_of(self)
        _forget(self, request["DatabaseName"], request["Name"])
        return answer

    add_calls(
        GlueResponse,
        {
            "create_database": create_database_with_grants,
            "create_table": create_table_with_grants,
            "delete_database": delete_database_with_grants,
            "delete_table": delete_table_with_grants,
        },
    )


GAP = Gap(
    name="Default permissions of databases and tables",
    resources=("aws_glue_catalog_database", "aws_glue_catalog_table"),
    corrected=(
        "glue:CreateDatabase",
        "glue:CreateTable",
        "glue:DeleteDatabase",
        "glue:DeleteTable",
    ),
    apply=apply,
)
