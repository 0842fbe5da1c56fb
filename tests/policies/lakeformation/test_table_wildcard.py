from collections.abc import Mapping
from typing import Any

from mutation import Mutation
from plan_parts import ANALYST, grant
from plans import planned, verdicts


def all_tables(values: Mapping[str, Any]) -> dict[str, Any]:
    everything = [{"database_name": "sales", "name": None, "wildcard": True}]
    return {**values, "table_with_columns": [], "table": everything}


MUTATION = Mutation(
    "aws_lakeformation_permissions.optimizer_sales__table__sales__orders", (), all_tables
)
ADDRESS = "aws_lakeformation_permissions.g"
EVERYTHING = grant(table={"database_name": "sales", "wildcard": True})


def test_a_named_table_passes() -> None:
    one = grant(table={"database_name": "sales", "name": "orders", "wildcard": False})
    assert verdicts("LAKE_LF_7", one) == {ADDRESS: "passed"}


def test_all_tables_fail() -> None:
    assert verdicts("LAKE_LF_7", EVERYTHING) == {ADDRESS: "failed"}


def test_an_administrator_may_have_all_tables() -> None:
    settings = planned("aws_lakeformation_data_lake_settings.s", {"admins": [ANALYST]})
    assert verdicts("LAKE_LF_7", EVERYTHING, settings) == {ADDRESS: "passed"}


def test_a_wildcard_known_only_after_apply_is_unknown() -> None:
    later = planned(
        ADDRESS,
        {"principal": ANALYST, "permissions": ["SELECT"], "table": [{"database_name": "sales"}]},
        unknown={"table": [{"wildcard": True}]},
    )
    assert verdicts("LAKE_LF_7", later) == {ADDRESS: "unknown"}
