import pytest

from mutation import Mutation
from plans import planned, verdicts

MUTATION = Mutation(
    "aws_iam_role.analyst",
    ("managed_policy_arns",),
    ["arn:aws:iam::aws:policy/AdministratorAccess"],
)
ADDRESS = "aws_iam_role_policy_attachment.a"


@pytest.mark.parametrize(
    ("arn", "outcome"),
    [
        ("arn:aws:iam::aws:policy/AdministratorAccess", "failed"),
        ("arn:aws-cn:iam::aws:policy/PowerUserAccess", "failed"),
        ("arn:aws:iam::aws:policy/service-role/AWSGlueServiceRole", "passed"),
        ("arn:aws:iam::111111111111:policy/AdministratorAccess", "passed"),
    ],
)
def test_administrators_policies_fail(arn: str, outcome: str) -> None:
    assert verdicts("LAKE_IAM_10", planned(ADDRESS, {"policy_arn": arn})) == {ADDRESS: outcome}


def test_the_older_list_inside_a_role_is_judged() -> None:
    arns = ["arn:aws:iam::aws:policy/IAMFullAccess"]
    old = planned("aws_iam_role.r", {"managed_policy_arns": arns})
    assert verdicts("LAKE_IAM_10", old) == {"aws_iam_role.r": "failed"}
    plain = planned("aws_iam_role.r", unknown={"managed_policy_arns": True})
    assert verdicts("LAKE_IAM_10", plain) == {"aws_iam_role.r": "passed"}


@pytest.mark.parametrize("whose", ["group", "role", "user"])
def test_an_exclusive_list_is_judged(whose: str) -> None:
    address = f"aws_iam_{whose}_policy_attachments_exclusive.a"
    plain = "arn:aws:iam::aws:policy/service-role/AWSGlueServiceRole"
    open_to_all = planned(
        address, {"policy_arns": [plain, "arn:aws:iam::aws:policy/AdministratorAccess"]}
    )
    assert verdicts("LAKE_IAM_10", open_to_all) == {address: "failed"}
    assert verdicts("LAKE_IAM_10", planned(address, {"policy_arns": [plain]})) == {
        address: "passed"
    }
    none = planned(address, {"policy_arns": []})
    assert verdicts("LAKE_IAM_10", none) == {address: "passed"}
    later = planned(address, unknown={"policy_arns": True})
    assert verdicts("LAKE_IAM_10", later) == {address: "unknown"}


def test_a_policy_that_the_plan_makes_passes_and_one_from_elsewhere_is_unknown() -> None:
    own = planned("aws_iam_policy.p", {"name": "p"}, unknown={"arn": True})
    made = planned(
        ADDRESS, unknown={"policy_arn": True}, refers={"policy_arn": "aws_iam_policy.p.arn"}
    )
    assert verdicts("LAKE_IAM_10", own, made) == {ADDRESS: "passed"}
    later = planned(ADDRESS, unknown={"policy_arn": True})
    assert verdicts("LAKE_IAM_10", later) == {ADDRESS: "unknown"}
