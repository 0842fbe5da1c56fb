from typing import Any

from mutation import Mutation
from plans import planned, verdicts

MUTATION = Mutation(
    "aws_s3_bucket_replication_configuration.curated",
    ("rule", 0, "source_selection_criteria", 0, "sse_kms_encrypted_objects", 0, "status"),
    "Disabled",
    plan="full",
)
ADDRESS = "aws_s3_bucket_replication_configuration.r"
KEY = "arn:aws:kms:us-west-2:111111111111:key/k"


def rule(key: str | None, selected: str = "Enabled", status: str = "Enabled") -> dict[str, Any]:
    to = {"bucket": "arn:aws:s3:::copy"}
    encryption = {"encryption_configuration": [{"replica_kms_key_id": key}]} if key else {}
    return {
        "status": status,
        "destination": [{**to, **encryption}],
        "source_selection_criteria": [{"sse_kms_encrypted_objects": [{"status": selected}]}],
    }


def replication(*rules: dict[str, Any]) -> dict[str, Any]:
    return planned(ADDRESS, {"bucket": "lake", "rule": list(rules)})


def test_rules_with_a_key_pass() -> None:
    off = rule(None, status="Disabled")
    assert verdicts("LAKE_S3_5", replication(rule(KEY), off)) == {ADDRESS: "passed"}


def test_a_rule_without_a_key_or_without_encrypted_objects_fails() -> None:
    assert verdicts("LAKE_S3_5", replication(rule(KEY), rule(None))) == {ADDRESS: "failed"}
    assert verdicts("LAKE_S3_5", replication(rule(KEY, "Disabled"))) == {ADDRESS: "failed"}


def test_the_older_block_is_judged() -> None:
    old = {
        "status": "Enabled",
        "destination": [{"bucket": "arn:aws:s3:::copy", "replica_kms_key_id": KEY}],
        "source_selection_criteria": [{"sse_kms_encrypted_objects": [{"enabled": True}]}],
    }
    for rules, outcome in (([old], "passed"), ([{**old, "destination": [{}]}], "failed")):
        bucket = planned(
            "aws_s3_bucket.lake",
            {"bucket": "lake", "replication_configuration": [{"rules": rules}]},
            expressions={"replication_configuration": [{}]},
        )
        assert verdicts("LAKE_S3_5", bucket) == {"aws_s3_bucket.lake": outcome}


def test_rules_known_only_after_apply_are_unknown() -> None:
    later = planned(ADDRESS, {"bucket": "lake"}, unknown={"rule": True})
    assert verdicts("LAKE_S3_5", later) == {ADDRESS: "unknown"}
