from typing import Any

import sound
from mutation import Mutation
from plans import planned, verdicts

CLUSTER = "aws_msk_cluster.events"
MUTATION = Mutation("aws_msk_cluster.added", (), {**sound.CLUSTER, "encryption_info": []})


def cluster(target: str) -> dict[str, Any]:
    """A cluster whose key is known only after apply, and refers to `target`."""
    reference = {"references": [target]}
    return planned(
        CLUSTER,
        {"encryption_info": [{}]},
        unknown={"encryption_info": [{"encryption_at_rest_kms_key_arn": True}]},
        expressions={"encryption_info": [{"encryption_at_rest_kms_key_arn": reference}]},
    )


def test_a_key_of_the_plan_passes() -> None:
    found = verdicts("LAKE_MSK_4", cluster("aws_kms_key.own.arn"))
    assert found == {CLUSTER: "passed"}


def test_a_cluster_that_names_no_key_fails() -> None:
    found = verdicts("LAKE_MSK_4", planned(CLUSTER))
    assert found == {CLUSTER: "failed"}


def test_a_cluster_that_leaves_the_key_to_msk_fails() -> None:
    found = verdicts(
        "LAKE_MSK_4",
        planned(
            CLUSTER,
            {"encryption_info": [{}]},
            unknown={"encryption_info": [{"encryption_at_rest_kms_key_arn": True}]},
            expressions={"encryption_info": [{"encryption_in_transit": [{}]}]},
        ),
    )
    assert found == {CLUSTER: "failed"}


def test_a_key_that_is_looked_up_after_apply_is_unknown() -> None:
    found = verdicts("LAKE_MSK_4", cluster("data.aws_kms_key.other.arn"))
    assert found == {CLUSTER: "unknown"}
