"""Glue user-defined functions: glue:Create…, Get…, Update…, DeleteUserDefinedFunction, Get…s."""

from __future__ import annotations

import json
from typing import Any

from moto.glue.exceptions import AlreadyExistsException, EntityNotFoundException
from moto.glue.models import FakeDatabase
from moto.glue.responses import GlueResponse

from lakeform.local.gaps.gap import Gap, add_calls, body_of, now_seconds

Json = dict[str, Any]


def _functions(database: FakeDatabase) -> dict[str, Json]:
    functions: dict[str, Json] = vars(database).setdefault("lakeform_functions", {})
    return functions


def _database(self: GlueResponse) -> FakeDatabase:
    return self.glue_backend.get_database(body_of(self)["DatabaseName"])


def _create_user_defined_function(self: GlueResponse) -> str:
    given = body_of(self)["FunctionInput"]
    database = _database(self)
    if given["FunctionName"] in _functions(database):
        raise AlreadyExistsException("Function")
    _functions(database)[given["FunctionName"]] = {
        **given,
        "DatabaseName": database.name,
        "CatalogId": database.catalog_id,
        "CreateTime": now_seconds(),
    }
    return "{}"


def _get_user_defined_function(self: GlueResponse) -> str:
    return json.dumps({"UserDefinedFunction": _existing(self)})


def _get_user_defined_functions(self: GlueResponse) -> str:
    return json.dumps({"UserDefinedFunctions": list(_functions(_database(self)).values())})


def _update_user_defined_function(self: GlueResponse) -> str:
    _existing(self).update(body_of(self)["FunctionInput"])
    return "{}"


def _delete_user_defined_function(self: GlueResponse) -> str:
    del _functions(_database(self))[_existing(self)["FunctionName"]]
    return "{}"


def _existing(self: GlueResponse) -> Json:
    name = body_of(self)["FunctionName"]
    try:
        return _functions(_database(self))[name]
    except KeyError:
        raise EntityNotFoundException(f"Function {name} not found.") from None


def apply() -> None:
    add_calls(
        GlueResponse,
        {
            "create_user_defined_function": _create_user_defined_function,
            "get_user_defined_function": _get_user_defined_function,
            "get_user_defined_functions": _get_user_defined_functions,
            "update_user_defined_function": _update_user_defined_function,
            "delete_user_defined_function": _delete_user_defined_function,
        },
    )


GAP = Gap(
    name="Glue user-defined functions",
    resources=("aws_glue_user_defined_function",),
    missing=(
        "glue:CreateUserDefinedFunction",
        "glue:GetUserDefinedFunction",
        "glue:GetUserDefinedFunctions",
        "glue:UpdateUserDefinedFunction",
        "glue:DeleteUserDefinedFunction",
    ),
    apply=apply,
)
