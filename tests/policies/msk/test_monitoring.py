import sound
from mutation import Mutation
from plans import planned, verdicts

CLUSTER = "aws_msk_cluster.events"
MUTATION = Mutation(
    "aws_msk_cluster.added", (), {**sound.CLUSTER, "enhanced_monitoring": "DEFAULT"}
)


def test_metrics_of_each_broker_pass() -> None:
    found = verdicts("LAKE_MSK_6", planned(CLUSTER, {"enhanced_monitoring": "PER_BROKER"}))
    assert found == {CLUSTER: "passed"}


def test_metrics_of_each_topic_pass() -> None:
    found = verdicts(
        "LAKE_MSK_6", planned(CLUSTER, {"enhanced_monitoring": "PER_TOPIC_PER_BROKER"})
    )
    assert found == {CLUSTER: "passed"}


def test_the_default_fails() -> None:
    found = verdicts("LAKE_MSK_6", planned(CLUSTER, {"enhanced_monitoring": "DEFAULT"}))
    assert found == {CLUSTER: "failed"}


def test_a_level_known_only_after_apply_is_unknown() -> None:
    found = verdicts(
        "LAKE_MSK_6",
        planned(
            CLUSTER,
            unknown={"enhanced_monitoring": True},
            refers={"enhanced_monitoring": "terraform_data.x.output"},
        ),
    )
    assert found == {CLUSTER: "unknown"}
