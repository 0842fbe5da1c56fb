import sound
from lakeform.gate import Settings
from mutation import Mutation
from plans import planned, verdicts

CONNECTOR = "aws_mskconnect_connector.sink"
MUTATION = Mutation(
    "aws_mskconnect_connector.added",
    (),
    {**sound.CONNECTOR, "capacity": [{"provisioned_capacity": [{"worker_count": 50}]}]},
)


def test_a_size_at_the_limit_passes() -> None:
    found = verdicts(
        "LAKE_COST_9",
        planned(CONNECTOR, {"capacity": [{"provisioned_capacity": [{"worker_count": 10}]}]}),
        settings=Settings(max_connect_workers=10),
    )
    assert found == {CONNECTOR: "passed"}


def test_a_size_over_the_limit_fails() -> None:
    found = verdicts(
        "LAKE_COST_9",
        planned(CONNECTOR, {"capacity": [{"provisioned_capacity": [{"worker_count": 11}]}]}),
        settings=Settings(max_connect_workers=10),
    )
    assert found == {CONNECTOR: "failed"}


def test_a_size_known_only_after_apply_is_unknown() -> None:
    found = verdicts(
        "LAKE_COST_9",
        planned(
            CONNECTOR,
            {"capacity": [{"provisioned_capacity": [{}]}]},
            unknown={"capacity": [{"provisioned_capacity": [{"worker_count": True}]}]},
        ),
    )
    assert found == {CONNECTOR: "unknown"}


def test_the_largest_size_of_one_that_scales_counts() -> None:
    found = verdicts(
        "LAKE_COST_9",
        planned(
            CONNECTOR,
            {"capacity": [{"autoscaling": [{"min_worker_count": 1, "max_worker_count": 20}]}]},
        ),
    )
    assert found == {CONNECTOR: "failed"}
