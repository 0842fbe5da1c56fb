from typing import Any

import pytest

from mutation import Mutation
from plans import planned, verdicts

MUTATION = Mutation(
    "aws_s3_bucket_lifecycle_configuration.curated",
    ("rule", 0, "abort_incomplete_multipart_upload"),
    [],
)
ADDRESS = "aws_s3_bucket.lake"
BUCKET = planned(ADDRESS, {"bucket": "lake"})
ABORT = [{"days_after_initiation": 7}]


def lifecycle(**rule: object) -> dict[str, Any]:
    rules = [{"id": "r", "status": "Enabled", **rule}]
    return planned("aws_s3_bucket_lifecycle_configuration.l", {"bucket": "lake", "rule": rules})


@pytest.mark.parametrize("narrowing", [[], [{}], [{"prefix": "", "and": [], "tag": []}]])
def test_a_rule_for_the_whole_bucket_passes(narrowing: list[object]) -> None:
    rule = lifecycle(abort_incomplete_multipart_upload=ABORT, filter=narrowing)
    assert verdicts("LAKE_S3_4", BUCKET, rule) == {ADDRESS: "passed"}


@pytest.mark.parametrize(
    "rule",
    [
        {"status": "Disabled", "abort_incomplete_multipart_upload": ABORT},
        {"filter": [{"prefix": "landing/"}], "abort_incomplete_multipart_upload": ABORT},
        {"expiration": [{"days": 30}]},
    ],
)
def test_a_rule_for_something_else_fails(rule: dict[str, Any]) -> None:
    assert verdicts("LAKE_S3_4", BUCKET, lifecycle(**rule)) == {ADDRESS: "failed"}


def test_the_older_block_counts() -> None:
    inline = planned(
        ADDRESS,
        {
            "bucket": "lake",
            "lifecycle_rule": [{"enabled": True, "abort_incomplete_multipart_upload_days": 7}],
        },
        expressions={"lifecycle_rule": [{"enabled": {"constant_value": True}}]},
    )
    assert verdicts("LAKE_S3_4", inline) == {ADDRESS: "passed"}


def test_rules_known_only_after_apply_are_unknown() -> None:
    later = planned(
        "aws_s3_bucket_lifecycle_configuration.l", {"bucket": "lake"}, unknown={"rule": True}
    )
    assert verdicts("LAKE_S3_4", BUCKET, later) == {ADDRESS: "unknown"}
