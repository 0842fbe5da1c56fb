import sound
from mutation import Mutation
from plans import planned, verdicts

CLUSTER = "aws_msk_cluster.events"
MUTATION = Mutation("aws_msk_cluster.added", (), {**sound.CLUSTER, "kafka_version": "2.8.1"})


def test_a_supported_version_passes() -> None:
    found = verdicts("LAKE_MSK_8", planned(CLUSTER, {"kafka_version": "3.8.x"}))
    assert found == {CLUSTER: "passed"}


def test_a_version_with_kraft_passes() -> None:
    found = verdicts("LAKE_MSK_8", planned(CLUSTER, {"kafka_version": "4.0.x.kraft"}))
    assert found == {CLUSTER: "passed"}


def test_a_version_that_msk_has_given_up_fails() -> None:
    found = verdicts("LAKE_MSK_8", planned(CLUSTER, {"kafka_version": "3.5.1"}))
    assert found == {CLUSTER: "failed"}


def test_an_ancient_version_fails() -> None:
    found = verdicts("LAKE_MSK_8", planned(CLUSTER, {"kafka_version": "2.8.1"}))
    assert found == {CLUSTER: "failed"}


def test_a_version_known_only_after_apply_is_unknown() -> None:
    found = verdicts("LAKE_MSK_8", planned(CLUSTER, unknown={"kafka_version": True}))
    assert found == {CLUSTER: "unknown"}
