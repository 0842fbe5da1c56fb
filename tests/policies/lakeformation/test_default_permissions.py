from typing import Any

from mutation import Mutation
from plans import planned, verdicts

MUTATION = Mutation(
    "aws_lakeformation_data_lake_settings.settings",
    ("create_table_default_permissions", 0, "permissions"),
    ["ALL"],
)
ADDRESS = "aws_lakeformation_data_lake_settings.s"
BLOCKS = ("create_database_default_permissions", "create_table_default_permissions")
EVERYBODY = "IAM_ALLOWED_PRINCIPALS"


def settings(*permissions: object) -> dict[str, Any]:
    """Settings as Terraform plans them: the permissions of a block are open until applied."""
    written = [
        {"principal": {"constant_value": EVERYBODY}, "permissions": given} for given in permissions
    ]
    return planned(
        ADDRESS,
        {block: [{"principal": EVERYBODY}] for block in BLOCKS},
        unknown={block: [{"permissions": True}] for block in BLOCKS},
        expressions={block: [given] for block, given in zip(BLOCKS, written, strict=True)},
    )


def test_blocks_that_are_written_empty_pass() -> None:
    empty = {"constant_value": []}
    assert verdicts("LAKE_LF_2", settings(empty, empty)) == {ADDRESS: "passed"}


def test_a_block_with_permissions_fails() -> None:
    values = {
        BLOCKS[0]: [{"principal": EVERYBODY, "permissions": []}],
        BLOCKS[1]: [{"principal": EVERYBODY, "permissions": ["ALL"]}],
    }
    assert verdicts("LAKE_LF_2", planned(ADDRESS, values)) == {ADDRESS: "failed"}


def test_blocks_that_are_left_out_fail() -> None:
    left_out = planned(ADDRESS, unknown=dict.fromkeys(BLOCKS, True))
    assert verdicts("LAKE_LF_2", left_out) == {ADDRESS: "failed"}


def test_permissions_from_a_variable_are_unknown() -> None:
    variable = {"references": ["var.permissions"]}
    assert verdicts("LAKE_LF_2", settings({"constant_value": []}, variable)) == {ADDRESS: "unknown"}
