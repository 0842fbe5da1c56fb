from mutation import Mutation
from plan_parts import grant
from plans import planned, verdicts

MUTATION = Mutation(
    "aws_lakeformation_permissions.engineer__database__sales",
    ("principal",),
    "IAM_ALLOWED_PRINCIPALS",
)


def test_a_grant_to_a_role_passes() -> None:
    assert verdicts("LAKE_LF_1", grant()) == {"aws_lakeformation_permissions.g": "passed"}


def test_a_grant_to_everybody_whom_iam_allows_fails() -> None:
    open_grant = grant(principal="IAM_ALLOWED_PRINCIPALS", database={"name": "sales"})
    assert verdicts("LAKE_LF_1", open_grant) == {"aws_lakeformation_permissions.g": "failed"}


def test_a_grant_to_a_role_that_the_plan_makes_passes() -> None:
    made = planned(
        "aws_lakeformation_permissions.g",
        {"permissions": ["SELECT"]},
        unknown={"principal": True},
        refers={"principal": "aws_iam_role.analyst.arn"},
    )
    assert verdicts("LAKE_LF_1", made) == {"aws_lakeformation_permissions.g": "passed"}


def test_a_principal_that_nothing_explains_is_unknown() -> None:
    open_grant = planned("aws_lakeformation_permissions.g", unknown={"principal": True})
    assert verdicts("LAKE_LF_1", open_grant) == {"aws_lakeformation_permissions.g": "unknown"}
