import pytest

from lakeform.gate import Settings
from mutation import Mutation
from plan_parts import ANALYST, OTHER_ACCOUNT, grant, pii, table
from plans import verdicts

MUTATION = Mutation(
    "aws_lakeformation_permissions.optimizer_sales__table__sales__orders",
    ("principal",),
    "333333333333",
    also=frozenset({"LAKE_LF_11"}),
)
ADDRESS = "aws_lakeformation_permissions.g"
ORDERS = {"database_name": "sales", "name": "orders"}


def test_a_share_without_the_sensitive_column_passes() -> None:
    shared = grant(
        principal=OTHER_ACCOUNT, table_with_columns={**ORDERS, "column_names": ["order_id"]}
    )
    found = verdicts("LAKE_LF_10", table(), pii("sales", "orders", "email"), shared)
    assert found == {ADDRESS: "passed"}


@pytest.mark.parametrize(
    "principal",
    [
        OTHER_ACCOUNT,
        f"{OTHER_ACCOUNT}:IAMPrincipals",
        f"arn:aws:iam::{OTHER_ACCOUNT}:role/reader",
        "arn:aws:organizations::111111111111:organization/o-abcdefghij",
    ],
)
def test_a_share_of_the_whole_table_fails(principal: str) -> None:
    shared = grant(principal=principal, table=ORDERS)
    assert verdicts("LAKE_LF_10", table(), pii(), shared) == {ADDRESS: "failed"}


def test_a_trusted_account_isnt_cleared_by_that() -> None:
    shared = grant(principal=OTHER_ACCOUNT, table=ORDERS)
    trusted = Settings(trusted_accounts=(OTHER_ACCOUNT,))
    assert verdicts("LAKE_LF_10", pii(), shared, settings=trusted) == {ADDRESS: "failed"}
    cleared = Settings(cleared=(OTHER_ACCOUNT,))
    assert verdicts("LAKE_LF_10", pii(), shared, settings=cleared) == {ADDRESS: "passed"}


def test_own_roles_are_left_to_the_policies_on_columns() -> None:
    own = grant(principal=ANALYST, table=ORDERS)
    assert verdicts("LAKE_LF_10", table(), pii(), own) == {ADDRESS: "passed"}


def test_a_filter_that_the_plan_doesnt_have_is_unknown() -> None:
    named = {"database_name": "sales", "table_name": "orders", "name": "eu"}
    shared = grant(principal=OTHER_ACCOUNT, data_cells_filter=named)
    assert verdicts("LAKE_LF_10", table(), pii(), shared) == {ADDRESS: "unknown"}
