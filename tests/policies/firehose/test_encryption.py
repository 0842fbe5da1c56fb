from typing import Any

import sound
from mutation import Mutation
from plans import planned, verdicts

DELIVERY = "aws_kinesis_firehose_delivery_stream.clicks"
MUTATION = Mutation(
    "aws_kinesis_firehose_delivery_stream.added",
    (),
    {**sound.DELIVERY, "server_side_encryption": [{"enabled": False}]},
)


def delivery(**encryption: Any) -> dict[str, Any]:
    return planned(DELIVERY, {"server_side_encryption": [encryption]})


def test_a_customer_key_passes() -> None:
    found = verdicts(
        "LAKE_FIREHOSE_1",
        delivery(
            enabled=True, key_type="CUSTOMER_MANAGED_CMK", key_arn="arn:aws:kms:us-east-1:1:key/k"
        ),
    )
    assert found == {DELIVERY: "passed"}


def test_a_delivery_from_a_stream_passes() -> None:
    found = verdicts(
        "LAKE_FIREHOSE_1",
        planned(DELIVERY, {"kinesis_source_configuration": [{"kinesis_stream_arn": "arn:s"}]}),
    )
    assert found == {DELIVERY: "passed"}


def test_no_encryption_fails() -> None:
    found = verdicts("LAKE_FIREHOSE_1", planned(DELIVERY))
    assert found == {DELIVERY: "failed"}


def test_encryption_that_is_off_fails() -> None:
    found = verdicts(
        "LAKE_FIREHOSE_1", delivery(enabled=False, key_type="CUSTOMER_MANAGED_CMK", key_arn="arn:k")
    )
    assert found == {DELIVERY: "failed"}


def test_a_key_that_aws_owns_fails() -> None:
    found = verdicts("LAKE_FIREHOSE_1", delivery(enabled=True, key_type="AWS_OWNED_CMK"))
    assert found == {DELIVERY: "failed"}


def test_a_key_elsewhere_known_only_after_apply_is_unknown() -> None:
    found = verdicts(
        "LAKE_FIREHOSE_1",
        planned(
            DELIVERY,
            {"server_side_encryption": [{"enabled": True, "key_type": "CUSTOMER_MANAGED_CMK"}]},
            unknown={"server_side_encryption": [{"key_arn": True}]},
            expressions={
                "server_side_encryption": [{"key_arn": {"references": ["data.aws_kms_key.k.arn"]}}]
            },
        ),
    )
    assert found == {DELIVERY: "unknown"}
