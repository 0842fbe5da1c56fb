from typing import Any

from mutation import Mutation
from plans import planned, verdicts

MUTATION = Mutation(
    "aws_s3_bucket_versioning.curated", ("versioning_configuration", 0, "status"), "Suspended"
)
ADDRESS = "aws_s3_bucket.lake"
BUCKET = planned(ADDRESS, {"bucket": "lake"})


def versioning(status: str) -> dict[str, Any]:
    configuration = [{"status": status}]
    return planned(
        "aws_s3_bucket_versioning.v",
        {"bucket": "lake", "versioning_configuration": configuration},
    )


def test_a_bucket_with_versions_passes() -> None:
    assert verdicts("LAKE_S3_3", BUCKET, versioning("Enabled")) == {ADDRESS: "passed"}


def test_a_bucket_without_fails() -> None:
    assert verdicts("LAKE_S3_3", BUCKET) == {ADDRESS: "failed"}
    assert verdicts("LAKE_S3_3", BUCKET, versioning("Suspended")) == {ADDRESS: "failed"}


def test_the_older_block_counts() -> None:
    inline = planned(
        ADDRESS,
        {"bucket": "lake", "versioning": [{"enabled": True}]},
        expressions={"versioning": [{"enabled": {"constant_value": True}}]},
    )
    assert verdicts("LAKE_S3_3", inline) == {ADDRESS: "passed"}


def test_a_status_known_only_after_apply_is_unknown() -> None:
    later = planned(
        "aws_s3_bucket_versioning.v",
        {"bucket": "lake", "versioning_configuration": [{}]},
        unknown={"versioning_configuration": [{"status": True}]},
    )
    assert verdicts("LAKE_S3_3", BUCKET, later) == {ADDRESS: "unknown"}
