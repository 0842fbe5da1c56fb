import json

import pytest

from mutation import Mutation, without_statement
from plans import planned, verdicts

MUTATION = Mutation(
    "aws_s3_bucket_policy.raw", ("policy",), without_statement("DenyInsecureTransport")
)

EVERYTHING = ["arn:aws:s3:::lake", "arn:aws:s3:::lake/*"]


def bucket_policy(**statement: object) -> dict[str, object]:
    body = {
        "Sid": "Tls",
        "Effect": "Deny",
        "Principal": "*",
        "Action": "s3:*",
        "Resource": EVERYTHING,
        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
    }
    text = json.dumps({"Version": "2012-10-17", "Statement": [{**body, **statement}]})
    return planned("aws_s3_bucket_policy.lake", {"bucket": "lake", "policy": text})


BUCKET = planned("aws_s3_bucket.lake", {"bucket": "lake"})


def test_a_bucket_whose_policy_denies_plain_http_passes() -> None:
    assert verdicts("LAKE_S3_1", BUCKET, bucket_policy()) == {"aws_s3_bucket.lake": "passed"}


def test_a_policy_with_unknown_arns_is_judged_as_it_is_written() -> None:
    document = json.loads(bucket_policy()["change"]["after"]["policy"])
    document["Statement"][0]["Resource"] = [
        "${aws_s3_bucket.lake.arn}",
        "${aws_s3_bucket.lake.arn}/*",
    ]
    unknown = planned(
        "aws_s3_bucket_policy.lake",
        unknown={"policy": True, "bucket": True},
        refers={"bucket": "aws_s3_bucket.lake.id"},
        written={"policy": json.dumps(document)},
    )
    assert verdicts("LAKE_S3_1", BUCKET, unknown) == {"aws_s3_bucket.lake": "passed"}


def test_a_bucket_without_a_policy_fails() -> None:
    assert verdicts("LAKE_S3_1", BUCKET) == {"aws_s3_bucket.lake": "failed"}


def test_a_statement_narrowed_by_another_condition_fails() -> None:
    narrowed = {
        "Bool": {"aws:SecureTransport": "false"},
        "StringEquals": {"aws:PrincipalTag/a": "b"},
    }
    found = verdicts("LAKE_S3_1", BUCKET, bucket_policy(Condition=narrowed))
    assert found == {"aws_s3_bucket.lake": "failed"}


def test_a_policy_known_only_after_apply_is_unknown() -> None:
    later = planned("aws_s3_bucket_policy.lake", {"bucket": "lake"}, unknown={"policy": True})
    assert verdicts("LAKE_S3_1", BUCKET, later) == {"aws_s3_bucket.lake": "unknown"}


@pytest.mark.parametrize(
    ("resources", "outcome"),
    [
        ("*", "passed"),
        ("arn:aws-cn:s3:::lake*", "passed"),
        (["arn:aws:s3:::lake"], "failed"),
        (["arn:aws:s3:::lake/*"], "failed"),
        (["arn:aws:s3:::lake", "arn:aws:s3:::lake/private/*"], "failed"),
        (["arn:aws:s3:::lake", "arn:aws:s3:::lake/?"], "failed"),
        (["arn:aws:s3:::other", "arn:aws:s3:::other/*"], "failed"),
        (["${aws_s3_bucket.lake.arn}", "arn:aws:s3:::${aws_s3_bucket.lake.id}/*"], "passed"),
        (["${aws_s3_bucket.lake.arn}", "${aws_s3_bucket.lake.arn}/private/*"], "failed"),
        (["${aws_s3_bucket.other.arn}", "${aws_s3_bucket.other.arn}/*"], "unknown"),
        (["${aws_s3_bucket.lake[0].arn}", "${aws_s3_bucket.lake[0].arn}/*"], "unknown"),
        (["arn:${var.partition}:s3:::lake", "arn:${var.partition}:s3:::lake/*"], "passed"),
        (["${var.arn}", "${var.arn}/*"], "unknown"),
        ([], "failed"),
    ],
)
def test_the_bucket_and_all_its_objects_must_be_covered(resources: object, outcome: str) -> None:
    found = verdicts("LAKE_S3_1", BUCKET, bucket_policy(Resource=resources))
    assert found == {"aws_s3_bucket.lake": outcome}


def test_a_deny_of_all_but_some_resources_fails() -> None:
    policy = bucket_policy()
    document = json.loads(policy["change"]["after"]["policy"])
    document["Statement"][0]["NotResource"] = document["Statement"][0].pop("Resource")
    policy["change"]["after"]["policy"] = json.dumps(document)
    assert verdicts("LAKE_S3_1", BUCKET, policy) == {"aws_s3_bucket.lake": "failed"}


def test_bucket_and_objects_may_be_in_two_statements() -> None:
    policy = bucket_policy(Resource="arn:aws:s3:::lake")
    document = json.loads(policy["change"]["after"]["policy"])
    document["Statement"].append({**document["Statement"][0], "Resource": "arn:aws:s3:::lake/*"})
    policy["change"]["after"]["policy"] = json.dumps(document)
    assert verdicts("LAKE_S3_1", BUCKET, policy) == {"aws_s3_bucket.lake": "passed"}
