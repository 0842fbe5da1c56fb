from typing import Any

import pytest

from mutation import Mutation
from plans import planned, verdicts

MUTATION = Mutation("aws_s3_bucket_public_access_block.raw", ("restrict_public_buckets",), False)
ADDRESS = "aws_s3_bucket.lake"
BUCKET = planned(ADDRESS, {"bucket": "lake"})
ALL = {
    "block_public_acls": True,
    "block_public_policy": True,
    "ignore_public_acls": True,
    "restrict_public_buckets": True,
}


def block(**changed: bool) -> dict[str, Any]:
    return planned("aws_s3_bucket_public_access_block.b", {"bucket": "lake", **ALL, **changed})


def test_a_bucket_that_blocks_everything_passes() -> None:
    assert verdicts("LAKE_S3_6", BUCKET, block()) == {ADDRESS: "passed"}


@pytest.mark.parametrize("way", sorted(ALL))
def test_a_bucket_that_leaves_one_way_open_fails(way: str) -> None:
    assert verdicts("LAKE_S3_6", BUCKET, block(**{way: False})) == {ADDRESS: "failed"}


def test_a_bucket_without_a_block_fails_unless_the_account_has_one() -> None:
    assert verdicts("LAKE_S3_6", BUCKET) == {ADDRESS: "failed"}
    account = planned("aws_s3_account_public_access_block.a", ALL)
    assert verdicts("LAKE_S3_6", BUCKET, account) == {ADDRESS: "passed"}


def test_a_setting_or_a_bucket_known_only_after_apply_is_unknown() -> None:
    open_setting = planned(
        "aws_s3_bucket_public_access_block.b",
        {"bucket": "lake", **ALL, "block_public_acls": None},
        unknown={"block_public_acls": True},
    )
    assert verdicts("LAKE_S3_6", BUCKET, open_setting) == {ADDRESS: "unknown"}
    stray = planned("aws_s3_bucket_public_access_block.b", ALL, unknown={"bucket": True})
    assert verdicts("LAKE_S3_6", BUCKET, stray) == {ADDRESS: "unknown"}
