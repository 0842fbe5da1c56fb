from typing import Any

import sound
from mutation import Mutation
from plans import planned, verdicts

LOGGING = "aws_msk_cluster.events"
GROUP = planned("aws_cloudwatch_log_group.kafka", unknown={"arn": True}, values={"name": "kafka"})
MUTATION = Mutation("aws_msk_cluster.added", (), {**sound.CLUSTER, "logging_info": []})


def logging(**place: Any) -> dict[str, Any]:
    return planned(LOGGING, {"logging_info": [{"broker_logs": [place]}]})


def test_logs_to_a_group_of_the_plan_pass() -> None:
    found = verdicts(
        "LAKE_MSK_5", logging(cloudwatch_logs=[{"enabled": True, "log_group": "kafka"}]), GROUP
    )
    assert found == {LOGGING: "passed"}


def test_logs_to_s3_pass() -> None:
    found = verdicts("LAKE_MSK_5", logging(s3=[{"enabled": True, "bucket": "logs"}]))
    assert found == {LOGGING: "passed"}


def test_no_logs_fail() -> None:
    found = verdicts("LAKE_MSK_5", planned(LOGGING))
    assert found == {LOGGING: "failed"}


def test_logs_that_are_off_fail() -> None:
    found = verdicts(
        "LAKE_MSK_5", logging(cloudwatch_logs=[{"enabled": False, "log_group": "kafka"}]), GROUP
    )
    assert found == {LOGGING: "failed"}


def test_logs_to_a_group_elsewhere_are_unknown() -> None:
    found = verdicts(
        "LAKE_MSK_5", logging(cloudwatch_logs=[{"enabled": True, "log_group": "other"}]), GROUP
    )
    assert found == {LOGGING: "unknown"}
