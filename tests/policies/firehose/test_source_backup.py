from typing import Any

import sound
from mutation import Mutation
from plans import planned, verdicts

DELIVERY = "aws_kinesis_firehose_delivery_stream.clicks"
PROCESSING = [{"enabled": True, "processors": [{"type": "Lambda"}]}]
MUTATION = Mutation(
    "aws_kinesis_firehose_delivery_stream.added",
    (),
    {
        **sound.DELIVERY,
        "extended_s3_configuration": [
            {**sound.DESTINATION, "processing_configuration": PROCESSING}
        ],
    },
)


def delivery(**block: Any) -> dict[str, Any]:
    return planned(DELIVERY, {"extended_s3_configuration": [block]})


def test_a_delivery_that_keeps_the_originals_passes() -> None:
    found = verdicts(
        "LAKE_FIREHOSE_5", delivery(processing_configuration=PROCESSING, s3_backup_mode="Enabled")
    )
    assert found == {DELIVERY: "passed"}


def test_a_delivery_without_a_function_passes() -> None:
    found = verdicts(
        "LAKE_FIREHOSE_5",
        delivery(
            processing_configuration=[
                {"enabled": True, "processors": [{"type": "AppendDelimiterToRecord"}]}
            ]
        ),
    )
    assert found == {DELIVERY: "passed"}


def test_a_delivery_that_keeps_none_fails() -> None:
    found = verdicts(
        "LAKE_FIREHOSE_5", delivery(processing_configuration=PROCESSING, s3_backup_mode="Disabled")
    )
    assert found == {DELIVERY: "failed"}


def test_a_delivery_that_says_nothing_of_a_backup_fails() -> None:
    found = verdicts("LAKE_FIREHOSE_5", delivery(processing_configuration=PROCESSING))
    assert found == {DELIVERY: "failed"}


def test_a_mode_known_only_after_apply_is_unknown() -> None:
    found = verdicts(
        "LAKE_FIREHOSE_5",
        planned(
            DELIVERY,
            {"extended_s3_configuration": [{"processing_configuration": PROCESSING}]},
            unknown={"extended_s3_configuration": [{"s3_backup_mode": True}]},
        ),
    )
    assert found == {DELIVERY: "unknown"}
