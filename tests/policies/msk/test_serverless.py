from typing import Any

from mutation import Mutation
from plans import planned, verdicts

CLUSTER = "aws_msk_serverless_cluster.events"
IAM = [{"sasl": [{"iam": [{"enabled": True}]}]}]
MUTATION = Mutation(
    "aws_msk_serverless_cluster.added",
    (),
    {"client_authentication": IAM, "vpc_config": [{"subnet_ids": ["subnet-a"]}]},
)


def cluster(authentication: Any = IAM, **network: Any) -> dict[str, Any]:
    return planned(CLUSTER, {"client_authentication": authentication, "vpc_config": [network]})


def test_iam_and_a_group_pass() -> None:
    found = verdicts("LAKE_MSK_12", cluster(security_group_ids=["sg-1"]))
    assert found == {CLUSTER: "passed"}


def test_a_group_of_the_plan_passes() -> None:
    found = verdicts(
        "LAKE_MSK_12",
        planned(
            CLUSTER,
            {"client_authentication": IAM, "vpc_config": [{}]},
            unknown={"vpc_config": [{"security_group_ids": True}]},
            expressions={
                "vpc_config": [{"security_group_ids": {"references": ["aws_security_group.g.id"]}}]
            },
        ),
    )
    assert found == {CLUSTER: "passed"}


def test_no_group_fails() -> None:
    found = verdicts(
        "LAKE_MSK_12",
        planned(
            CLUSTER,
            {"client_authentication": IAM, "vpc_config": [{}]},
            unknown={"vpc_config": [{"security_group_ids": True}]},
            expressions={"vpc_config": [{"subnet_ids": {"references": ["aws_subnet.s.id"]}}]},
        ),
    )
    assert found == {CLUSTER: "failed"}


def test_no_authentication_fails() -> None:
    found = verdicts(
        "LAKE_MSK_12",
        cluster([{"sasl": [{"iam": [{"enabled": False}]}]}], security_group_ids=["sg-1"]),
    )
    assert found == {CLUSTER: "failed"}


def test_groups_elsewhere_known_only_after_apply_are_unknown() -> None:
    found = verdicts(
        "LAKE_MSK_12",
        planned(
            CLUSTER,
            {"client_authentication": IAM, "vpc_config": [{}]},
            unknown={"vpc_config": [{"security_group_ids": True}]},
            expressions={"vpc_config": [{"security_group_ids": {"references": ["local.groups"]}}]},
        ),
    )
    assert found == {CLUSTER: "unknown"}
