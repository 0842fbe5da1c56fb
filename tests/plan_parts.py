"""Parts that plans of several policies' tests share."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from plans import planned

ACCOUNT = "111111111111"
OTHER_ACCOUNT = "999999999999"
ANALYST = f"arn:aws:iam::{ACCOUNT}:role/analyst"


def grant(
    name: str = "g",
    *,
    principal: str = ANALYST,
    permissions: Sequence[str] = ("SELECT",),
    **on: Mapping[str, Any] | Sequence[str],
) -> dict[str, Any]:
    """A grant of Lake Formation; `on` is its one block, such as `table={"name": …}`."""
    values: dict[str, Any] = {"principal": principal, "permissions": list(permissions)}
    for key, block in on.items():
        values[key] = [dict(block)] if isinstance(block, Mapping) else list(block)
    return planned(f"aws_lakeformation_permissions.{name}", values)


def pii(database: str = "sales", table: str = "orders", *columns: str) -> dict[str, Any]:
    """The LF-tag sensitivity=pii on a table, or on some of its columns."""
    tag = [{"key": "sensitivity", "value": "pii"}]
    on: dict[str, Any] = {"database_name": database, "name": table}
    block = {"table_with_columns": [{**on, "column_names": list(columns)}]}
    return planned(
        f"aws_lakeformation_resource_lf_tag.{database}_{table}_{'_'.join(columns) or 'all'}",
        {"lf_tag": tag, **(block if columns else {"table": [on]})},
    )


def table(
    database: str = "sales",
    name: str = "orders",
    columns: Sequence[str] = ("order_id", "email"),
    **values: object,
) -> dict[str, Any]:
    """A table of the catalogue of `ACCOUNT`."""
    described = [{"columns": [{"name": column} for column in columns], "location": ""}]
    return planned(
        f"aws_glue_catalog_table.{database}_{name}",
        {
            "catalog_id": ACCOUNT,
            "database_name": database,
            "name": name,
            "storage_descriptor": described,
            **values,
        },
    )


def statement(**changed: object) -> dict[str, Any]:
    """A statement that allows `s3:GetObject` on one bucket; a value None takes a key out."""
    body = {
        "Sid": "S",
        "Effect": "Allow",
        "Action": "s3:GetObject",
        "Resource": "arn:aws:s3:::lake/*",
        **changed,
    }
    return {key: value for key, value in body.items() if value is not None}


def document(*statements: Mapping[str, Any]) -> str:
    """A policy document as text."""
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


def trust(**changed: object) -> str:
    """A trust policy with one statement."""
    return document(statement(Action="sts:AssumeRole", Resource=None, **changed))


def role(name: str = "analyst", **changed: object) -> dict[str, Any]:
    """A role that an AWS service assumes."""
    values = {
        "name": name,
        "assume_role_policy": trust(Principal={"Service": "glue.amazonaws.com"}),
    }
    return planned(f"aws_iam_role.{name}", {**values, **changed})
