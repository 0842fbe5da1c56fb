from typing import Any

from mutation import Mutation
from plan_parts import role, trust
from plans import planned, verdicts

MUTATION = Mutation(
    "aws_iam_role.flow_logs",
    ("assume_role_policy",),
    trust(Principal={"Service": "vpc-flow-logs.amazonaws.com"}),
)
ADDRESS = "aws_iam_role.analyst"


def trusting(service: str, **changed: object) -> dict[str, Any]:
    who = {"Service": f"{service}.amazonaws.com"}
    return role(assume_role_policy=trust(Principal=who, **changed))


def test_a_service_with_an_account_passes() -> None:
    condition = {"StringEquals": {"aws:SourceAccount": "111111111111"}}
    named = trusting("states", Condition=condition)
    assert verdicts("LAKE_IAM_7", named) == {ADDRESS: "passed"}


def test_a_service_without_one_fails() -> None:
    assert verdicts("LAKE_IAM_7", trusting("states")) == {ADDRESS: "failed"}


def test_a_service_that_sends_no_account_passes() -> None:
    assert verdicts("LAKE_IAM_7", trusting("ec2")) == {ADDRESS: "passed"}


def test_trust_known_only_after_apply_is_unknown() -> None:
    later = planned(ADDRESS, {"name": "a"}, unknown={"assume_role_policy": True})
    assert verdicts("LAKE_IAM_7", later) == {ADDRESS: "unknown"}
