from typing import Any

import sound
from mutation import Mutation
from plans import planned, verdicts

APPLICATION = "aws_kinesisanalyticsv2_application.anomalies"
STREAM = planned("aws_cloudwatch_log_stream.flink", {"name": "flink", "log_group_name": "lake"})
MUTATION = Mutation(
    "aws_kinesisanalyticsv2_application.added",
    (),
    {**sound.APPLICATION, "cloudwatch_logging_options": []},
)


def application(arn: str) -> dict[str, Any]:
    return planned(APPLICATION, {"cloudwatch_logging_options": [{"log_stream_arn": arn}]})


def test_a_log_of_the_plan_passes() -> None:
    found = verdicts(
        "LAKE_FLINK_2",
        application("arn:aws:logs:us-east-1:1:log-group:lake:log-stream:flink"),
        STREAM,
    )
    assert found == {APPLICATION: "passed"}


def test_a_new_log_of_the_plan_passes() -> None:
    found = verdicts(
        "LAKE_FLINK_2",
        planned(
            APPLICATION,
            {"cloudwatch_logging_options": [{}]},
            unknown={"cloudwatch_logging_options": [{"log_stream_arn": True}]},
            expressions={
                "cloudwatch_logging_options": [
                    {"log_stream_arn": {"references": ["aws_cloudwatch_log_stream.flink.arn"]}}
                ]
            },
        ),
        STREAM,
    )
    assert found == {APPLICATION: "passed"}


def test_no_log_fails() -> None:
    found = verdicts("LAKE_FLINK_2", planned(APPLICATION))
    assert found == {APPLICATION: "failed"}


def test_a_log_elsewhere_is_unknown() -> None:
    found = verdicts(
        "LAKE_FLINK_2",
        application("arn:aws:logs:us-east-1:1:log-group:lakes:log-stream:flink"),
        STREAM,
    )
    assert found == {APPLICATION: "unknown"}
