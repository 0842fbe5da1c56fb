from typing import Any

import sound
from mutation import Mutation
from plans import planned, verdicts

DELIVERY = "aws_kinesis_firehose_delivery_stream.clicks"
BUCKET = planned("aws_s3_bucket.raw", {"bucket": "raw"})
MUTATION = Mutation(
    "aws_kinesis_firehose_delivery_stream.added",
    (),
    {
        **sound.DELIVERY,
        "extended_s3_configuration": [{**sound.DESTINATION, "kms_key_arn": "alias/aws/s3"}],
    },
)


def delivery(**destination: Any) -> dict[str, Any]:
    block = {"bucket_arn": "arn:aws:s3:::raw", **destination}
    return planned(DELIVERY, {"extended_s3_configuration": [block]})


def default(**encryption: str) -> dict[str, Any]:
    rule = {"apply_server_side_encryption_by_default": [encryption]}
    address = "aws_s3_bucket_server_side_encryption_configuration.raw"
    return planned(address, {"bucket": "raw", "rule": [rule]})


def test_a_delivery_that_names_a_key_passes() -> None:
    found = verdicts("LAKE_FIREHOSE_2", delivery(kms_key_arn="arn:aws:kms:us-east-1:1:key/k"))
    assert found == {DELIVERY: "passed"}


def test_the_default_key_of_the_bucket_passes() -> None:
    found = verdicts(
        "LAKE_FIREHOSE_2",
        delivery(),
        BUCKET,
        default(sse_algorithm="aws:kms", kms_master_key_id="arn:aws:kms:us-east-1:1:key/k"),
    )
    assert found == {DELIVERY: "passed"}


def test_a_bucket_with_a_key_of_s3_fails() -> None:
    found = verdicts("LAKE_FIREHOSE_2", delivery(), BUCKET, default(sse_algorithm="AES256"))
    assert found == {DELIVERY: "failed"}


def test_a_bucket_with_the_key_of_aws_fails() -> None:
    found = verdicts("LAKE_FIREHOSE_2", delivery(), BUCKET, default(sse_algorithm="aws:kms"))
    assert found == {DELIVERY: "failed"}


def test_another_destination_is_judged_by_its_backup() -> None:
    found = verdicts(
        "LAKE_FIREHOSE_2",
        planned(
            DELIVERY,
            {"splunk_configuration": [{"s3_configuration": [{"bucket_arn": "arn:aws:s3:::raw"}]}]},
        ),
        BUCKET,
    )
    assert found == {DELIVERY: "failed"}


def test_a_bucket_elsewhere_is_unknown() -> None:
    found = verdicts("LAKE_FIREHOSE_2", delivery())
    assert found == {DELIVERY: "unknown"}
