from typing import Any

from mutation import Mutation
from plans import planned, verdicts

MUTATION = Mutation(
    "aws_s3_bucket_ownership_controls.raw",
    ("rule", 0, "object_ownership"),
    "BucketOwnerPreferred",
)
ADDRESS = "aws_s3_bucket.lake"
BUCKET = planned(ADDRESS, {"bucket": "lake"})
OWNERSHIP = "aws_s3_bucket_ownership_controls.o"
ACL = "aws_s3_bucket_acl.a"


def ownership(value: str) -> dict[str, Any]:
    return planned(
        OWNERSHIP,
        {"bucket": "lake", "rule": [{"object_ownership": value}]},
    )


def test_an_owner_of_everything_passes() -> None:
    found = verdicts("LAKE_S3_9", BUCKET, ownership("BucketOwnerEnforced"))
    assert found == {ADDRESS: "passed", OWNERSHIP: "passed"}


def test_a_new_bucket_has_acls_off() -> None:
    assert verdicts("LAKE_S3_9", BUCKET) == {ADDRESS: "passed"}


def test_acls_fail_however_they_are_written() -> None:
    acl = planned(ACL, {"bucket": "lake", "acl": "private"})
    inline = planned(
        ADDRESS, {"bucket": "lake"}, expressions={"acl": {"constant_value": "public-read"}}
    )
    found = verdicts("LAKE_S3_9", BUCKET, ownership("ObjectWriter"))
    assert found == {ADDRESS: "failed", OWNERSHIP: "passed"}
    assert verdicts("LAKE_S3_9", BUCKET, acl) == {ADDRESS: "failed", ACL: "passed"}
    assert verdicts("LAKE_S3_9", inline) == {ADDRESS: "failed"}


def test_an_existing_bucket_without_controls_is_unknown() -> None:
    old = planned(ADDRESS, {"bucket": "lake"}, actions=("no-op",), before={"bucket": "lake"})
    assert verdicts("LAKE_S3_9", old) == {ADDRESS: "unknown"}


def test_what_is_said_of_a_bucket_of_another_stack_is_judged_by_itself() -> None:
    acl = planned(ACL, {"bucket": "lake", "acl": "private"})
    assert verdicts("LAKE_S3_9", ownership("ObjectWriter")) == {OWNERSHIP: "failed"}
    assert verdicts("LAKE_S3_9", acl) == {ACL: "failed"}
    together = verdicts("LAKE_S3_9", acl, ownership("BucketOwnerEnforced"))
    assert together == {ACL: "passed", OWNERSHIP: "passed"}
    later = planned(OWNERSHIP, {"bucket": "lake"}, unknown={"rule": [{"object_ownership": True}]})
    assert verdicts("LAKE_S3_9", later) == {OWNERSHIP: "unknown"}
