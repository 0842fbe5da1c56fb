from typing import Any

import sound
from mutation import Mutation
from plans import planned, verdicts

DELIVERY = "aws_kinesis_firehose_delivery_stream.clicks"
MUTATION = Mutation(
    "aws_kinesis_firehose_delivery_stream.added",
    (),
    {
        **sound.DELIVERY,
        "extended_s3_configuration": [{**sound.DESTINATION, "error_output_prefix": ""}],
    },
)


def delivery(**block: Any) -> dict[str, Any]:
    return planned(DELIVERY, {"extended_s3_configuration": [block]})


def test_a_prefix_for_errors_passes() -> None:
    found = verdicts("LAKE_FIREHOSE_4", delivery(prefix="clicks/", error_output_prefix="errors/"))
    assert found == {DELIVERY: "passed"}


def test_a_delivery_elsewhere_passes() -> None:
    found = verdicts("LAKE_FIREHOSE_4", planned(DELIVERY, {"splunk_configuration": [{}]}))
    assert found == {DELIVERY: "passed"}


def test_no_prefix_for_errors_fails() -> None:
    found = verdicts("LAKE_FIREHOSE_4", delivery(prefix="clicks/"))
    assert found == {DELIVERY: "failed"}


def test_a_prefix_known_only_after_apply_is_unknown() -> None:
    found = verdicts(
        "LAKE_FIREHOSE_4",
        planned(
            DELIVERY,
            {"extended_s3_configuration": [{}]},
            unknown={"extended_s3_configuration": [{"error_output_prefix": True}]},
        ),
    )
    assert found == {DELIVERY: "unknown"}
