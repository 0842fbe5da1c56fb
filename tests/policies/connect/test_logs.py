from typing import Any

import sound
from mutation import Mutation
from plans import planned, verdicts

LOGGING = "aws_mskconnect_connector.sink"
GROUP = planned("aws_cloudwatch_log_group.kafka", unknown={"arn": True}, values={"name": "kafka"})
MUTATION = Mutation("aws_mskconnect_connector.added", (), {**sound.CONNECTOR, "log_delivery": []})


def logging(**place: Any) -> dict[str, Any]:
    return planned(LOGGING, {"log_delivery": [{"worker_log_delivery": [place]}]})


def test_logs_to_a_group_of_the_plan_pass() -> None:
    found = verdicts(
        "LAKE_CONNECT_3", logging(cloudwatch_logs=[{"enabled": True, "log_group": "kafka"}]), GROUP
    )
    assert found == {LOGGING: "passed"}


def test_logs_to_s3_pass() -> None:
    found = verdicts("LAKE_CONNECT_3", logging(s3=[{"enabled": True, "bucket": "logs"}]))
    assert found == {LOGGING: "passed"}


def test_no_logs_fail() -> None:
    found = verdicts("LAKE_CONNECT_3", planned(LOGGING))
    assert found == {LOGGING: "failed"}


def test_logs_that_are_off_fail() -> None:
    found = verdicts(
        "LAKE_CONNECT_3", logging(cloudwatch_logs=[{"enabled": False, "log_group": "kafka"}]), GROUP
    )
    assert found == {LOGGING: "failed"}


def test_logs_to_a_group_elsewhere_are_unknown() -> None:
    found = verdicts(
        "LAKE_CONNECT_3", logging(cloudwatch_logs=[{"enabled": True, "log_group": "other"}]), GROUP
    )
    assert found == {LOGGING: "unknown"}
