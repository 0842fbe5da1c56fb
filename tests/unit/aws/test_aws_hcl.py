"""`cdktf synth --hcl`."""

from __future__ import annotations

import re

import pytest

from aws_tree import Tree
from lakeform.aws.arguments import escape_hcl
from lakeform.aws.iam import IamPolicy
from lakeform.aws.s3 import (
    S3Bucket,
    S3BucketLifecycleConfiguration,
    S3BucketLifecycleConfigurationRule,
    S3BucketLifecycleConfigurationRuleExpiration,
    S3BucketLifecycleConfigurationTimeouts,
    S3BucketVersioning,
    S3BucketVersioningVersioningConfiguration,
)
from lakeform.aws.s3tables import S3tablesTableBucket, S3tablesTableBucketEncryptionConfiguration
from lakeform.aws.sqs import SqsQueue
from lakeform.aws.vpc import SecurityGroup, SecurityGroupIngress
from lakeform.engine import TerraformResourceLifecycle


def block(hcl: str, type: str, name: str) -> str:
    """The text of one resource."""
    start = hcl.index(f'resource "{type}" "{name}" {{')
    end = hcl.find("\nresource ", start)
    return hcl[start:] if end < 0 else hcl[start:end]


def test_every_kind_of_attribute(tree: Tree) -> None:
    bucket = S3Bucket(
        tree.stack, "raw", bucket="b", force_destroy=False, tags={"a": "1", "B-c": ""}
    )
    SqsQueue(tree.stack, "queue", name=bucket.arn, delay_seconds=0)
    SecurityGroup(
        tree.stack,
        "group",
        ingress=[SecurityGroupIngress(cidr_blocks=["10.0.0.0/16"], from_port=443, to_port=443)],
    )

    hcl = tree.hcl()
    assert block(hcl, "aws_s3_bucket", "raw").split("\n") == [
        'resource "aws_s3_bucket" "raw" {',
        'bucket = "b"',
        "force_destroy = false",
        "tags = {",
        'a = "1"',
        'B-c = ""',
        "}",
        "}",
    ]
    assert block(hcl, "aws_sqs_queue", "queue").split("\n") == [
        'resource "aws_sqs_queue" "queue" {',
        "delay_seconds = 0",
        'name = "${aws_s3_bucket.raw.arn}"',
        "}",
    ]
    assert block(hcl, "aws_security_group", "group").split("\n") == [
        'resource "aws_security_group" "group" {',
        "ingress {",
        "cidr_blocks = [",
        '"10.0.0.0/16"',
        "]",
        "from_port = 443",
        "to_port = 443",
        "description = null",
        "ipv6_cidr_blocks = null",
        "prefix_list_ids = null",
        "protocol = null",
        "security_groups = null",
        "self = null",
        "}",
        "}",
    ]


def test_every_kind_of_block(tree: Tree) -> None:
    versioning = S3BucketVersioningVersioningConfiguration(status="Enabled")
    S3BucketVersioning(tree.stack, "v", bucket="b", versioning_configuration=versioning)
    S3BucketLifecycleConfiguration(
        tree.stack,
        "rules",
        bucket="b",
        rule=[
            S3BucketLifecycleConfigurationRule(
                id="a",
                status="Enabled",
                expiration=[S3BucketLifecycleConfigurationRuleExpiration(days=1)],
            ),
            S3BucketLifecycleConfigurationRule(id="b", status="Disabled"),
        ],
        timeouts=S3BucketLifecycleConfigurationTimeouts(create="5m"),
    )
    S3tablesTableBucket(
        tree.stack,
        "tables",
        name="t",
        encryption_configuration=S3tablesTableBucketEncryptionConfiguration(sse_algorithm="AES256"),
    )

    hcl = tree.hcl()
    assert block(hcl, "aws_s3_bucket_versioning", "v").split("\n") == [
        'resource "aws_s3_bucket_versioning" "v" {',
        'bucket = "b"',
        "versioning_configuration {",
        'status = "Enabled"',
        "}",
        "}",
    ]
    assert block(hcl, "aws_s3_bucket_lifecycle_configuration", "rules").split("\n") == [
        'resource "aws_s3_bucket_lifecycle_configuration" "rules" {',
        'bucket = "b"',
        "rule {",
        'id = "a"',
        'status = "Enabled"',
        "expiration {",
        "days = 1",
        "}",
        "}",
        "rule {",
        'id = "b"',
        'status = "Disabled"',
        "}",
        "timeouts {",
        'create = "5m"',
        "}",
        "}",
    ]
    assert (
        'encryption_configuration = {\nsse_algorithm = "AES256"\nkms_key_arn = "${null}"\n}' in hcl
    )


def test_meta_arguments(tree: Tree) -> None:
    queue = SqsQueue(tree.stack, "queue")
    S3Bucket(
        tree.stack,
        "b",
        depends_on=[queue, "aws_kms_key.lake"],
        lifecycle=TerraformResourceLifecycle(replace_triggered_by=[queue, "aws_kms_key.lake.id"]),
    )

    written = re.sub(r"\s+", " ", block(tree.hcl(), "aws_s3_bucket", "b"))
    assert 'depends_on = [ "aws_sqs_queue.queue", "aws_kms_key.lake", ]' in written
    assert (
        "lifecycle { replace_triggered_by = "
        '[ "${aws_sqs_queue.queue}", "${aws_kms_key.lake.id}", ] }'
    ) in written


def test_a_policy_with_a_reference_is_quoted_right(tree: Tree) -> None:
    bucket = S3Bucket(tree.stack, "raw")
    IamPolicy(tree.stack, "p", policy=f'{{"Resource": "{bucket.arn}/*"}}', description="a\nb")

    written = block(tree.hcl(), "aws_iam_policy", "p")
    assert r'policy = "{\"Resource\": \"${aws_s3_bucket.raw.arn}/*\"}"' in written
    assert r'description = "a\nb"' in written


@pytest.mark.parametrize(
    ("value", "escaped"),
    [
        ("plain", "plain"),
        ('say "hi"', r"say \"hi\""),
        (r"\d+", r"\\d+"),
        ("a\nb\tc\r", r"a\nb\tc\r"),
        ('"${aws_s3_bucket.b.arn}"', r"\"${aws_s3_bucket.b.arn}\""),
        ('"$${aws:username}"', r"\"$${aws:username}\""),
        ('$${file("a")} %%{ if "b" }', r"$${file(\"a\")} %%{ if \"b\" }"),
        ('${jsonencode({"a" = 1})}', '${jsonencode({"a" = 1})}'),
        (['"', {"k": '"'}], [r"\"", {"k": r"\""}]),
        (1, 1),
        (False, False),
    ],
)
def test_escapes(value: object, escaped: object) -> None:
    assert escape_hcl(value) == escaped
