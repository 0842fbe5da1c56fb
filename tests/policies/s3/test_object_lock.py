from typing import Any

from mutation import REMOVED, Mutation
from plans import planned, verdicts

MUTATION = Mutation("aws_s3_bucket_object_lock_configuration.evidence", (), REMOVED, plan="full")
ADDRESS = "aws_s3_bucket.lake"
LOCKED = planned(ADDRESS, {"bucket": "lake", "object_lock_enabled": True})


def retention(**values: object) -> dict[str, Any]:
    rule = [{"default_retention": [{"mode": "GOVERNANCE", **values}]}]
    return planned("aws_s3_bucket_object_lock_configuration.l", {"bucket": "lake", "rule": rule})


def test_a_lock_with_a_retention_passes() -> None:
    assert verdicts("LAKE_S3_12", LOCKED, retention(days=30)) == {ADDRESS: "passed"}
    assert verdicts("LAKE_S3_12", LOCKED, retention(years=7)) == {ADDRESS: "passed"}


def test_a_lock_without_one_fails() -> None:
    assert verdicts("LAKE_S3_12", LOCKED) == {ADDRESS: "failed"}
    assert verdicts("LAKE_S3_12", LOCKED, retention()) == {ADDRESS: "failed"}


def test_a_bucket_without_a_lock_passes() -> None:
    plain = planned(ADDRESS, {"bucket": "lake"}, unknown={"object_lock_enabled": True})
    assert verdicts("LAKE_S3_12", plain) == {ADDRESS: "passed"}


def test_a_retention_known_only_after_apply_is_unknown() -> None:
    later = planned(
        "aws_s3_bucket_object_lock_configuration.l",
        {"bucket": "lake", "rule": [{}]},
        unknown={"rule": [{"default_retention": True}]},
    )
    assert verdicts("LAKE_S3_12", LOCKED, later) == {ADDRESS: "unknown"}
