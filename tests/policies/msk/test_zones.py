from typing import Any

import sound
from mutation import Mutation
from plans import planned, verdicts

CLUSTER = "aws_msk_cluster.events"
MUTATION = Mutation(
    "aws_msk_cluster.added",
    (),
    {**sound.CLUSTER, "broker_node_group_info": [{"client_subnets": ["subnet-a", "subnet-b"]}]},
)


def cluster(*subnets: str) -> dict[str, Any]:
    return planned(CLUSTER, {"broker_node_group_info": [{"client_subnets": list(subnets)}]})


def cluster_in(*references: str) -> dict[str, Any]:
    """A cluster in subnets whose ids are known only after apply."""
    subnets = {"references": list(references)}
    return planned(
        CLUSTER,
        {"broker_node_group_info": [{}]},
        unknown={"broker_node_group_info": [{"client_subnets": True}]},
        expressions={"broker_node_group_info": [{"client_subnets": subnets}]},
    )


def subnets() -> list[dict[str, Any]]:
    return [planned(f"aws_subnet.private[{number}]") for number in range(3)]


def test_three_subnets_pass() -> None:
    found = verdicts("LAKE_MSK_7", cluster("subnet-a", "subnet-b", "subnet-c"))
    assert found == {CLUSTER: "passed"}


def test_three_new_subnets_pass() -> None:
    found = verdicts("LAKE_MSK_7", cluster_in("aws_subnet.private"), *subnets())
    assert found == {CLUSTER: "passed"}


def test_two_subnets_fail() -> None:
    found = verdicts("LAKE_MSK_7", cluster("subnet-a", "subnet-b"))
    assert found == {CLUSTER: "failed"}


def test_two_new_subnets_of_three_fail() -> None:
    found = verdicts(
        "LAKE_MSK_7",
        cluster_in("aws_subnet.private[0]", "aws_subnet.private[1]", "aws_subnet.private"),
        *subnets(),
    )
    assert found == {CLUSTER: "failed"}


def test_subnets_elsewhere_known_only_after_apply_are_unknown() -> None:
    found = verdicts("LAKE_MSK_7", cluster_in("data.aws_subnets.x.ids"))
    assert found == {CLUSTER: "unknown"}
