from mutation import Mutation
from plan_parts import OTHER_ACCOUNT, grant
from plans import planned, verdicts

MUTATION = Mutation(
    "aws_lakeformation_permissions.engineer__database__sales",
    ("permissions_with_grant_option",),
    ["DESCRIBE"],
)
ADDRESS = "aws_lakeformation_permissions.g"


def test_a_grant_that_ends_with_its_role_passes() -> None:
    plain = planned(
        ADDRESS,
        {"principal": "arn:aws:iam::111111111111:role/a", "permissions": ["SELECT"]},
        unknown={"permissions_with_grant_option": True},
    )
    assert verdicts("LAKE_LF_5", plain) == {ADDRESS: "passed"}


def test_a_role_that_may_hand_on_fails() -> None:
    handed = grant(permissions_with_grant_option=["SELECT"])
    assert verdicts("LAKE_LF_5", handed) == {ADDRESS: "failed"}


def test_another_account_needs_the_option() -> None:
    shared = grant(principal=OTHER_ACCOUNT, permissions_with_grant_option=["SELECT"])
    assert verdicts("LAKE_LF_5", shared) == {ADDRESS: "passed"}


def test_an_option_from_a_variable_is_unknown() -> None:
    later = planned(
        ADDRESS,
        {"principal": "arn:aws:iam::111111111111:role/a", "permissions": ["SELECT"]},
        unknown={"permissions_with_grant_option": True},
        expressions={"permissions_with_grant_option": {"references": ["var.grantable"]}},
    )
    assert verdicts("LAKE_LF_5", later) == {ADDRESS: "unknown"}
