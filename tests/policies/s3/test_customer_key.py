from typing import Any

import pytest

from mutation import Mutation
from plans import planned, verdicts

MUTATION = Mutation(
    "aws_s3_bucket_server_side_encryption_configuration.raw",
    ("rule", 0, "apply_server_side_encryption_by_default"),
    [{"sse_algorithm": "AES256", "kms_master_key_id": ""}],
)
ADDRESS = "aws_s3_bucket.lake"
BUCKET = planned(ADDRESS, {"bucket": "lake"})
KEY = "arn:aws:kms:us-east-1:111111111111:key/k"


def encryption(algorithm: str, key: str | None = None) -> dict[str, Any]:
    default = {"sse_algorithm": algorithm, "kms_master_key_id": key}
    return planned(
        "aws_s3_bucket_server_side_encryption_configuration.e",
        {"bucket": "lake", "rule": [{"apply_server_side_encryption_by_default": [default]}]},
    )


@pytest.mark.parametrize("algorithm", ["aws:kms", "aws:kms:dsse"])
def test_a_key_of_the_account_passes(algorithm: str) -> None:
    assert verdicts("LAKE_S3_7", BUCKET, encryption(algorithm, KEY)) == {ADDRESS: "passed"}


def test_a_key_that_the_plan_makes_passes() -> None:
    default = [{"sse_algorithm": "aws:kms"}]
    made = planned(
        "aws_s3_bucket_server_side_encryption_configuration.e",
        {"bucket": "lake", "rule": [{"apply_server_side_encryption_by_default": default}]},
        unknown={
            "rule": [{"apply_server_side_encryption_by_default": [{"kms_master_key_id": True}]}]
        },
    )
    assert verdicts("LAKE_S3_7", BUCKET, made) == {ADDRESS: "passed"}


@pytest.mark.parametrize(
    ("algorithm", "key"),
    [
        ("AES256", None),
        ("aws:kms", None),
        ("aws:kms", "arn:aws:kms:us-east-1:111111111111:alias/aws/s3"),
    ],
)
def test_keys_of_aws_fail(algorithm: str, key: str | None) -> None:
    assert verdicts("LAKE_S3_7", BUCKET, encryption(algorithm, key)) == {ADDRESS: "failed"}


def test_no_default_encryption_fails() -> None:
    assert verdicts("LAKE_S3_7", BUCKET) == {ADDRESS: "failed"}


def test_a_bucket_for_access_logs_may_use_the_key_of_s3() -> None:
    logging = planned("aws_s3_bucket_logging.l", {"bucket": "data", "target_bucket": "lake"})
    assert verdicts("LAKE_S3_7", BUCKET, encryption("AES256"), logging) == {ADDRESS: "passed"}


def test_the_older_block_counts() -> None:
    default = [{"sse_algorithm": "aws:kms", "kms_master_key_id": KEY}]
    rule = [{"apply_server_side_encryption_by_default": default}]
    inline = planned(
        ADDRESS,
        {"bucket": "lake", "server_side_encryption_configuration": [{"rule": rule}]},
        expressions={"server_side_encryption_configuration": [{}]},
    )
    assert verdicts("LAKE_S3_7", inline) == {ADDRESS: "passed"}


def test_encryption_known_only_after_apply_is_unknown() -> None:
    later = planned(
        "aws_s3_bucket_server_side_encryption_configuration.e",
        {"bucket": "lake"},
        unknown={"rule": True},
    )
    assert verdicts("LAKE_S3_7", BUCKET, later) == {ADDRESS: "unknown"}
