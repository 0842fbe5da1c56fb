from typing import Any

from mutation import Mutation, with_statement
from plan_parts import role, trust
from plans import planned, verdicts

MUTATION = Mutation(
    "aws_iam_role.analyst",
    ("assume_role_policy",),
    with_statement(Sid="All", Effect="Allow", Principal={"AWS": "*"}, Action="sts:AssumeRole"),
)
ADDRESS = "aws_iam_role.analyst"


def trusting(**changed: object) -> dict[str, Any]:
    return role(assume_role_policy=trust(**changed))


def test_somebody_passes() -> None:
    assert verdicts("LAKE_IAM_4", role()) == {ADDRESS: "passed"}
    condition = {"StringEquals": {"aws:PrincipalOrgID": "o-abcdefghij"}}
    ours = trusting(Principal="*", Condition=condition)
    assert verdicts("LAKE_IAM_4", ours) == {ADDRESS: "passed"}


def test_everybody_fails() -> None:
    assert verdicts("LAKE_IAM_4", trusting(Principal="*")) == {ADDRESS: "failed"}
    external = trusting(
        Principal={"AWS": "*"}, Condition={"StringEquals": {"sts:ExternalId": "lake"}}
    )
    assert verdicts("LAKE_IAM_4", external) == {ADDRESS: "failed"}


def test_trust_known_only_after_apply_is_unknown() -> None:
    later = planned(ADDRESS, {"name": "a"}, unknown={"assume_role_policy": True})
    assert verdicts("LAKE_IAM_4", later) == {ADDRESS: "unknown"}
