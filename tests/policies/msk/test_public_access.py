from typing import Any

import sound
from mutation import Mutation
from plans import planned, verdicts

CLUSTER = "aws_msk_cluster.events"
MUTATION = Mutation(
    "aws_msk_cluster.added",
    (),
    {
        **sound.CLUSTER,
        "broker_node_group_info": [
            {
                **sound.CLUSTER["broker_node_group_info"][0],
                "connectivity_info": [{"public_access": [{"type": "SERVICE_PROVIDED_EIPS"}]}],
            }
        ],
    },
)


def cluster(access: str) -> dict[str, Any]:
    info = {"connectivity_info": [{"public_access": [{"type": access}]}]}
    return planned(CLUSTER, {"broker_node_group_info": [info]})


def test_brokers_without_public_addresses_pass() -> None:
    found = verdicts("LAKE_MSK_3", cluster("DISABLED"))
    assert found == {CLUSTER: "passed"}


def test_a_cluster_that_says_nothing_passes() -> None:
    found = verdicts(
        "LAKE_MSK_3",
        planned(
            CLUSTER,
            {"broker_node_group_info": [{}]},
            unknown={"broker_node_group_info": [{"connectivity_info": True}]},
            expressions={"broker_node_group_info": [{"instance_type": {"constant_value": "m5"}}]},
        ),
    )
    assert found == {CLUSTER: "passed"}


def test_brokers_with_public_addresses_fail() -> None:
    found = verdicts("LAKE_MSK_3", cluster("SERVICE_PROVIDED_EIPS"))
    assert found == {CLUSTER: "failed"}


def test_what_is_known_only_after_apply_is_unknown() -> None:
    found = verdicts(
        "LAKE_MSK_3",
        planned(
            CLUSTER,
            {"broker_node_group_info": [{"connectivity_info": [{"public_access": [{}]}]}]},
            unknown={
                "broker_node_group_info": [
                    {"connectivity_info": [{"public_access": [{"type": True}]}]}
                ]
            },
        ),
    )
    assert found == {CLUSTER: "unknown"}
