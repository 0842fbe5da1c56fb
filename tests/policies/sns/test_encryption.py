from mutation import Mutation
from plans import planned, verdicts

TOPIC = "aws_sns_topic.alarms"
MUTATION = Mutation("aws_sns_topic.added", (), {"name": "added"})


def test_a_key_passes() -> None:
    found = verdicts("LAKE_SNS_1", planned(TOPIC, {"kms_master_key_id": "alias/lake"}))
    assert found == {TOPIC: "passed"}


def test_a_key_of_the_plan_passes() -> None:
    found = verdicts(
        "LAKE_SNS_1",
        planned(
            TOPIC,
            unknown={"kms_master_key_id": True},
            refers={"kms_master_key_id": "aws_kms_key.own.arn"},
        ),
    )
    assert found == {TOPIC: "passed"}


def test_no_key_fails() -> None:
    found = verdicts("LAKE_SNS_1", planned(TOPIC))
    assert found == {TOPIC: "failed"}


def test_a_key_elsewhere_known_only_after_apply_is_unknown() -> None:
    found = verdicts(
        "LAKE_SNS_1",
        planned(
            TOPIC,
            unknown={"kms_master_key_id": True},
            refers={"kms_master_key_id": "local.key"},
            expressions={},
        ),
    )
    assert found == {TOPIC: "unknown"}
