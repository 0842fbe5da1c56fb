from mutation import Mutation
from plans import planned, verdicts

APPLICATION = "aws_emrserverless_application.spark"
MUTATION = Mutation(
    "aws_emrserverless_application.added",
    (),
    {"network_configuration": [{"subnet_ids": ["subnet-a"]}]},
)


def test_a_largest_size_passes() -> None:
    found = verdicts(
        "LAKE_COST_10",
        planned(APPLICATION, {"maximum_capacity": [{"cpu": "100 vCPU", "memory": "400 GB"}]}),
    )
    assert found == {APPLICATION: "passed"}


def test_no_largest_size_fails() -> None:
    found = verdicts("LAKE_COST_10", planned(APPLICATION))
    assert found == {APPLICATION: "failed"}


def test_a_largest_size_that_is_known_only_after_apply_is_unknown() -> None:
    entry = planned(
        APPLICATION,
        unknown={"maximum_capacity": True},
        expressions={"maximum_capacity": {"references": ["var.capacity"]}},
    )
    assert verdicts("LAKE_COST_10", entry) == {APPLICATION: "unknown"}
