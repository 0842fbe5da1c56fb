from typing import Any

import sound
from mutation import Mutation
from plans import planned, verdicts

DELIVERY = "aws_kinesis_firehose_delivery_stream.clicks"
GROUP = planned("aws_cloudwatch_log_group.errors", {"name": "errors"})
MUTATION = Mutation(
    "aws_kinesis_firehose_delivery_stream.added",
    (),
    {
        **sound.DELIVERY,
        "extended_s3_configuration": [
            {**sound.DESTINATION, "cloudwatch_logging_options": [{"enabled": False}]}
        ],
    },
)


def delivery(**options: Any) -> dict[str, Any]:
    block = {"cloudwatch_logging_options": [options]}
    return planned(DELIVERY, {"extended_s3_configuration": [block]})


def test_a_log_group_of_the_plan_passes() -> None:
    found = verdicts("LAKE_FIREHOSE_3", delivery(enabled=True, log_group_name="errors"), GROUP)
    assert found == {DELIVERY: "passed"}


def test_a_delivery_that_logs_nothing_fails() -> None:
    found = verdicts("LAKE_FIREHOSE_3", delivery(enabled=False), GROUP)
    assert found == {DELIVERY: "failed"}


def test_a_destination_without_options_fails() -> None:
    found = verdicts(
        "LAKE_FIREHOSE_3",
        planned(DELIVERY, {"http_endpoint_configuration": [{"url": "https://a"}]}),
    )
    assert found == {DELIVERY: "failed"}


def test_a_log_group_without_a_name_fails() -> None:
    found = verdicts("LAKE_FIREHOSE_3", delivery(enabled=True), GROUP)
    assert found == {DELIVERY: "failed"}


def test_a_log_group_elsewhere_is_unknown() -> None:
    found = verdicts("LAKE_FIREHOSE_3", delivery(enabled=True, log_group_name="others"), GROUP)
    assert found == {DELIVERY: "unknown"}
