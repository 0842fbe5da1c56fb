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


BLOCK = "aws_s3_bucket_public_access_block.b"
ACCOUNT = "aws_s3_account_public_access_block.a"


def block(**changed: bool) -> dict[str, Any]:
    return planned(BLOCK, {"bucket": "lake", **ALL, **changed})


def test_a_bucket_that_blocks_everything_passes() -> None:
    assert verdicts("LAKE_S3_6", BUCKET, block()) == {ADDRESS: "passed", BLOCK: "passed"}


@pytest.mark.parametrize("way", sorted(ALL))
def test_a_bucket_that_leaves_one_way_open_fails(way: str) -> None:
    found = verdicts("LAKE_S3_6", BUCKET, block(**{way: False}))
    assert found == {ADDRESS: "failed", BLOCK: "passed"}


def test_a_bucket_without_a_block_fails_unless_the_account_has_one() -> None:
    assert verdicts("LAKE_S3_6", BUCKET) == {ADDRESS: "failed"}
    account = planned(ACCOUNT, ALL)
    assert verdicts("LAKE_S3_6", BUCKET, account) == {ADDRESS: "passed", ACCOUNT: "passed"}


def test_a_setting_or_a_bucket_known_only_after_apply_is_unknown() -> None:
    open_setting = planned(
        "aws_s3_bucket_public_access_block.b",
        {"bucket": "lake", **ALL, "block_public_acls": None},
        unknown={"block_public_acls": True},
    )
    found = verdicts("LAKE_S3_6", BUCKET, open_setting)
    assert found == {ADDRESS: "unknown", BLOCK: "passed"}
    stray = planned(BLOCK, ALL, unknown={"bucket": True})
    assert verdicts("LAKE_S3_6", BUCKET, stray) == {ADDRESS: "unknown", BLOCK: "passed"}


@pytest.mark.parametrize("way", sorted(ALL))
def test_a_block_of_a_bucket_of_another_stack_is_judged_by_itself(way: str) -> None:
    assert verdicts("LAKE_S3_6", block()) == {BLOCK: "passed"}
    assert verdicts("LAKE_S3_6", block(**{way: False})) == {BLOCK: "failed"}
    left_out = {name: value for name, value in ALL.items() if name != way}
    later = planned(BLOCK, {"bucket": "lake", **left_out}, unknown={way: True})
    assert verdicts("LAKE_S3_6", later) == {BLOCK: "unknown"}
    account = planned(ACCOUNT, ALL)
    found = verdicts("LAKE_S3_6", block(**{way: False}), account)
    assert found == {BLOCK: "passed", ACCOUNT: "passed"}


def test_the_block_of_an_account_is_judged_by_itself() -> None:
    opened = planned(ACCOUNT, {**ALL, "block_public_acls": False})
    assert verdicts("LAKE_S3_6", opened) == {ACCOUNT: "failed"}
    assert verdicts("LAKE_S3_6", planned(ACCOUNT)) == {ACCOUNT: "failed"}
    later = planned(ACCOUNT, {}, unknown=ALL)
    assert verdicts("LAKE_S3_6", later) == {ACCOUNT: "unknown"}


def test_the_block_of_an_access_point_is_on_unless_it_is_turned_off() -> None:
    def point(*blocks: dict[str, bool]) -> dict[str, Any]:
        given = {"name": "p", "public_access_block_configuration": list(blocks)}
        return planned("aws_s3_access_point.p", given)

    address = "aws_s3_access_point.p"
    assert verdicts("LAKE_S3_6", point()) == {address: "passed"}
    assert verdicts("LAKE_S3_6", point(ALL)) == {address: "passed"}
    opened = point({**ALL, "restrict_public_buckets": False})
    assert verdicts("LAKE_S3_6", opened) == {address: "failed"}
    later = planned(
        address,
        {"public_access_block_configuration": [{}]},
        unknown={"public_access_block_configuration": [ALL]},
        expressions={
            "public_access_block_configuration": [
                {way: {"references": ["var.open"]} for way in ALL}
            ]
        },
    )
    assert verdicts("LAKE_S3_6", later) == {address: "unknown"}
