from typing import Any

import pytest

from mutation import Mutation, with_statement
from plan_parts import document, statement
from plans import planned, verdicts

MUTATION = Mutation(
    "aws_s3_bucket_policy.raw",
    ("policy",),
    with_statement(
        Sid="Everybody",
        Effect="Allow",
        Principal="*",
        Action="s3:GetObject",
        Resource="arn:aws:s3:::acme-ml-dev-raw-111111111111-us-east-1/*",
    ),
)
ADDRESS = "aws_s3_bucket_policy.p"


def policy(**changed: object) -> dict[str, Any]:
    return planned(ADDRESS, {"bucket": "lake", "policy": document(statement(**changed))})


@pytest.mark.parametrize(
    "changed",
    [
        {"Principal": {"AWS": "arn:aws:iam::111111111111:root"}},
        {"Principal": "*", "Effect": "Deny"},
        {"Principal": "*", "Condition": {"StringEquals": {"aws:PrincipalOrgID": "o-a"}}},
        {"Principal": "*", "Condition": {"StringEquals": {"aws:SourceVpce": ["vpce-1"]}}},
        {"Principal": "*", "Condition": {"IpAddress": {"aws:SourceIp": "192.0.2.0/24"}}},
    ],
)
def test_a_policy_for_somebody_passes(changed: dict[str, Any]) -> None:
    assert verdicts("LAKE_S3_10", policy(**changed)) == {ADDRESS: "passed"}


@pytest.mark.parametrize(
    "changed",
    [
        {"Principal": "*"},
        {"Principal": {"AWS": "*"}},
        {"NotPrincipal": {"AWS": "arn:aws:iam::111111111111:role/a"}},
        {"Principal": "*", "Condition": {"StringLike": {"aws:Referer": "https://acme.example/*"}}},
        {"Principal": "*", "Condition": {"StringLike": {"aws:PrincipalArn": "*"}}},
        {"Principal": "*", "Condition": {"StringEqualsIfExists": {"aws:SourceVpce": "vpce-1"}}},
        {"Principal": "*", "Condition": {"StringNotEquals": {"aws:SourceVpce": "vpce-1"}}},
        {"Principal": "*", "Condition": {"IpAddress": {"aws:SourceIp": "0.0.0.0/0"}}},
    ],
)
def test_a_policy_for_everybody_fails(changed: dict[str, Any]) -> None:
    assert verdicts("LAKE_S3_10", policy(**changed)) == {ADDRESS: "failed"}


def test_a_document_of_a_data_source_is_judged_by_its_blocks() -> None:
    source = "data.aws_iam_policy_document.p"
    block = {
        "effect": "Allow",
        "actions": ["s3:GetObject"],
        "principals": [{"type": "*", "identifiers": ["*"]}],
    }
    narrowed = {"condition": [{"test": "StringEquals", "variable": "aws:PrincipalOrgID"}]}
    for one, extra, outcome in (
        (block, {}, "failed"),
        ({**block, **narrowed}, {"condition": [{"values": True}]}, "passed"),
    ):
        read = planned(
            source, {"statement": [one]}, unknown={"statement": [{"resources": True, **extra}]}
        )
        made = planned(
            ADDRESS,
            {"bucket": "lake"},
            unknown={"policy": True},
            refers={"policy": f"{source}.json"},
        )
        assert verdicts("LAKE_S3_10", read, made) == {ADDRESS: outcome}


def test_the_policy_inside_the_bucket_is_judged_where_it_is_written() -> None:
    open_to_all = document(statement(Principal="*"))
    bucket = {"bucket": "lake", "policy": open_to_all}
    inline = planned("aws_s3_bucket.b", bucket, written={"policy": open_to_all})
    assert verdicts("LAKE_S3_10", inline) == {"aws_s3_bucket.b": "failed"}
    assert verdicts("LAKE_S3_10", planned("aws_s3_bucket.b", bucket)) == {
        "aws_s3_bucket.b": "passed"
    }


def test_a_policy_known_only_after_apply_is_unknown() -> None:
    later = planned(
        ADDRESS,
        {"bucket": "lake"},
        unknown={"policy": True},
        refers={"policy": "aws_s3_bucket.lake.arn"},
    )
    assert verdicts("LAKE_S3_10", later) == {ADDRESS: "unknown"}
