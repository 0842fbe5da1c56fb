from typing import Any

from mutation import Mutation
from plans import planned, verdicts

MUTATION = Mutation(
    "aws_s3_bucket_server_side_encryption_configuration.raw",
    ("rule", 0, "bucket_key_enabled"),
    False,
)
ADDRESS = "aws_s3_bucket.lake"
BUCKET = planned(ADDRESS, {"bucket": "lake"})


def encryption(algorithm: str, **rule: object) -> dict[str, Any]:
    default = [{"sse_algorithm": algorithm}]
    return planned(
        "aws_s3_bucket_server_side_encryption_configuration.e",
        {"bucket": "lake", "rule": [{"apply_server_side_encryption_by_default": default, **rule}]},
    )


def test_a_bucket_key_is_needed_with_kms_only() -> None:
    with_key = encryption("aws:kms", bucket_key_enabled=True)
    assert verdicts("LAKE_S3_8", BUCKET, with_key) == {ADDRESS: "passed"}
    assert verdicts("LAKE_S3_8", BUCKET, encryption("AES256")) == {ADDRESS: "passed"}
    assert verdicts("LAKE_S3_8", BUCKET) == {ADDRESS: "passed"}


def test_kms_without_a_bucket_key_fails() -> None:
    for rule in ({}, {"bucket_key_enabled": False}):
        found = verdicts("LAKE_S3_8", BUCKET, encryption("aws:kms", **rule))
        assert found == {ADDRESS: "failed"}


def test_a_setting_known_only_after_apply_is_unknown() -> None:
    default = [{"sse_algorithm": "aws:kms"}]
    later = planned(
        "aws_s3_bucket_server_side_encryption_configuration.e",
        {"bucket": "lake", "rule": [{"apply_server_side_encryption_by_default": default}]},
        unknown={"rule": [{"bucket_key_enabled": True}]},
    )
    assert verdicts("LAKE_S3_8", BUCKET, later) == {ADDRESS: "unknown"}
