import sound
from lakeform.gate import Settings
from mutation import Mutation
from plans import planned, verdicts

CLUSTER = "aws_msk_cluster.events"
MUTATION = Mutation("aws_msk_cluster.added", (), {**sound.CLUSTER, "number_of_broker_nodes": 30})


def test_a_size_at_the_limit_passes() -> None:
    found = verdicts(
        "LAKE_COST_2",
        planned(CLUSTER, {"number_of_broker_nodes": 3}),
        settings=Settings(max_brokers=3),
    )
    assert found == {CLUSTER: "passed"}


def test_a_size_over_the_limit_fails() -> None:
    found = verdicts(
        "LAKE_COST_2",
        planned(CLUSTER, {"number_of_broker_nodes": 6}),
        settings=Settings(max_brokers=3),
    )
    assert found == {CLUSTER: "failed"}


def test_a_size_known_only_after_apply_is_unknown() -> None:
    found = verdicts("LAKE_COST_2", planned(CLUSTER, unknown={"number_of_broker_nodes": True}))
    assert found == {CLUSTER: "unknown"}
