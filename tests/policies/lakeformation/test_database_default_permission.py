from typing import Any

from mutation import Mutation
from plans import planned, verdicts

MUTATION = Mutation(
    "aws_glue_catalog_database.sales",
    ("create_table_default_permission",),
    [
        {
            "permissions": ["ALL"],
            "principal": [{"data_lake_principal_identifier": "IAM_ALLOWED_PRINCIPALS"}],
        }
    ],
)
ADDRESS = "aws_glue_catalog_database.sales"


def database(*permissions: str) -> dict[str, Any]:
    block = {
        "permissions": list(permissions),
        "principal": [{"data_lake_principal_identifier": "IAM_ALLOWED_PRINCIPALS"}],
    }
    return planned(ADDRESS, {"name": "sales", "create_table_default_permission": [block]})


def test_a_database_without_the_block_takes_the_settings_default() -> None:
    plain = planned(ADDRESS, {"name": "sales"}, unknown={"create_table_default_permission": True})
    assert verdicts("LAKE_LF_3", plain) == {ADDRESS: "passed"}


def test_a_block_that_grants_nothing_passes() -> None:
    assert verdicts("LAKE_LF_3", database()) == {ADDRESS: "passed"}


def test_a_block_that_opens_new_tables_fails() -> None:
    assert verdicts("LAKE_LF_3", database("ALL")) == {ADDRESS: "failed"}


def test_a_block_known_only_after_apply_is_unknown() -> None:
    later = planned(
        ADDRESS,
        {"name": "sales"},
        unknown={"create_table_default_permission": True},
        expressions={"create_table_default_permission": [{"permissions": {"references": []}}]},
    )
    assert verdicts("LAKE_LF_3", later) == {ADDRESS: "unknown"}
