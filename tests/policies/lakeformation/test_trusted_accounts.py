import pytest

from lakeform.gate import Settings
from mutation import Mutation
from plan_parts import ACCOUNT, ANALYST, OTHER_ACCOUNT, grant, table
from plans import planned, verdicts

MUTATION = Mutation(
    "aws_lakeformation_permissions.engineer__database__sales", ("principal",), "333333333333"
)
ADDRESS = "aws_lakeformation_permissions.g"
FOREIGN_ROLE = f"arn:aws:iam::{OTHER_ACCOUNT}:role/reader"
ORGANISATION = f"arn:aws:organizations::{ACCOUNT}:organization/o-abcdefghij"


@pytest.mark.parametrize("principal", [ANALYST, "IAM_ALLOWED_PRINCIPALS"])
def test_a_grant_within_the_account_passes(principal: str) -> None:
    assert verdicts("LAKE_LF_11", table(), grant(principal=principal)) == {ADDRESS: "passed"}


@pytest.mark.parametrize("principal", [OTHER_ACCOUNT, FOREIGN_ROLE, ORGANISATION])
def test_a_grant_to_somebody_else_fails_unless_trusted(principal: str) -> None:
    shared = grant(principal=principal)
    assert verdicts("LAKE_LF_11", table(), shared) == {ADDRESS: "failed"}
    trusted = Settings(trusted_accounts=(OTHER_ACCOUNT, ORGANISATION))
    assert verdicts("LAKE_LF_11", table(), shared, settings=trusted) == {ADDRESS: "passed"}


def test_the_principals_of_a_resource_share_are_judged() -> None:
    association = planned("aws_ram_principal_association.p", {"principal": OTHER_ACCOUNT})
    assert verdicts("LAKE_LF_11", association) == {"aws_ram_principal_association.p": "failed"}


def test_whose_account_a_role_is_of_must_be_in_the_plan_or_the_settings() -> None:
    assert verdicts("LAKE_LF_11", grant()) == {ADDRESS: "unknown"}
    mine = Settings(accounts=(ACCOUNT,))
    assert verdicts("LAKE_LF_11", grant(), settings=mine) == {ADDRESS: "passed"}


def test_a_principal_known_only_after_apply_is_unknown() -> None:
    later = planned(ADDRESS, {"permissions": ["SELECT"]}, unknown={"principal": True})
    assert verdicts("LAKE_LF_11", later) == {ADDRESS: "unknown"}
