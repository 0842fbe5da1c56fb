"""What a resource takes, and what is written of it."""

from __future__ import annotations

import re
from typing import Any

import pytest

from aws_tree import Tree
from lakeform.aws.arguments import reference, written
from lakeform.aws.dynamodb import DynamodbTable, DynamodbTableReplica, DynamodbTableReplicaBlock
from lakeform.aws.glue import GlueCrawler, GlueCrawlerS3Target, GlueJob, GlueJobCommand
from lakeform.aws.lakeformation import (
    LakeformationDataLakeSettings,
    LakeformationDataLakeSettingsCreateDatabaseDefaultPermissions,
)
from lakeform.aws.s3 import (
    S3Bucket,
    S3BucketLifecycleConfiguration,
    S3BucketLifecycleConfigurationRule,
    S3BucketLifecycleConfigurationRuleExpiration,
    S3BucketPolicy,
    S3BucketVersioning,
    S3BucketVersioningVersioningConfiguration,
)
from lakeform.aws.s3tables import S3tablesTable, S3tablesTableEncryptionConfiguration
from lakeform.aws.vpc import SecurityGroup, SecurityGroupIngress


def test_an_argument_keeps_its_name_and_value(tree: Tree) -> None:
    S3Bucket(tree.stack, "raw", bucket="acme-raw", force_destroy=False, tags={"Cost-Center": "1"})

    assert tree.resource("aws_s3_bucket", "raw") == {
        "bucket": "acme-raw",
        "force_destroy": False,
        "tags": {"Cost-Center": "1"},
    }


def test_none_is_not_written_and_what_is_empty_is(tree: Tree) -> None:
    S3Bucket(tree.stack, "none", bucket=None, force_destroy=None, tags=None)
    S3Bucket(tree.stack, "empty", bucket="", force_destroy=False, tags={})
    GlueJob(
        tree.stack,
        "zero",
        name="job",
        role_arn="arn:aws:iam::111111111111:role/glue",
        command=GlueJobCommand(script_location=""),
        max_retries=0,
        connections=[],
    )

    resources = tree.json()["resource"]
    assert set(resources["aws_s3_bucket"]["none"]) == {"//"}
    empty = resources["aws_s3_bucket"]["empty"]
    assert (empty["bucket"], empty["force_destroy"], empty["tags"]) == ("", False, {})
    zero = resources["aws_glue_job"]["zero"]
    assert (zero["max_retries"], zero["connections"], zero["command"]) == (
        0,
        [],
        {"script_location": ""},
    )


def test_metadata_names_the_construct(tree: Tree) -> None:
    S3Bucket(tree.stack, "raw")

    assert tree.json()["resource"]["aws_s3_bucket"]["raw"]["//"] == {
        "metadata": {"path": "lake/raw", "uniqueId": "raw"}
    }


def test_blocks_nest(tree: Tree) -> None:
    rule = S3BucketLifecycleConfigurationRule(
        id="old",
        status="Enabled",
        expiration=[S3BucketLifecycleConfigurationRuleExpiration(days=30)],
    )
    S3BucketLifecycleConfiguration(tree.stack, "rules", bucket="acme-raw", rule=[rule])

    assert tree.resource("aws_s3_bucket_lifecycle_configuration", "rules") == {
        "bucket": "acme-raw",
        "rule": [{"id": "old", "status": "Enabled", "expiration": [{"days": 30}]}],
    }


def test_a_block_of_at_most_one_is_given_alone(tree: Tree) -> None:
    versioning = S3BucketVersioningVersioningConfiguration(status="Enabled")
    S3BucketVersioning(tree.stack, "v", bucket="b", versioning_configuration=versioning)

    assert tree.resource("aws_s3_bucket_versioning", "v") == {
        "bucket": "b",
        "versioning_configuration": {"status": "Enabled"},
    }


def test_an_empty_block_is_written(tree: Tree) -> None:
    LakeformationDataLakeSettings(
        tree.stack,
        "settings",
        create_database_default_permissions=[
            LakeformationDataLakeSettingsCreateDatabaseDefaultPermissions()
        ],
        create_table_default_permissions=[],
    )

    written = tree.resource("aws_lakeformation_data_lake_settings", "settings")
    assert written == {
        "create_database_default_permissions": [{}],
        "create_table_default_permissions": [],
    }


def test_an_attribute_that_looks_like_a_block_has_every_member(tree: Tree) -> None:
    everything = SecurityGroupIngress(from_port=0, to_port=0, protocol="-1", self_=True)
    SecurityGroup(tree.stack, "group", ingress=[everything])
    S3tablesTable(
        tree.stack,
        "table",
        format="ICEBERG",
        name="t",
        namespace="n",
        table_bucket_arn="arn:aws:s3tables:us-east-1:111111111111:bucket/b",
        encryption_configuration=S3tablesTableEncryptionConfiguration(sse_algorithm="AES256"),
    )

    assert tree.resource("aws_security_group", "group")["ingress"] == [
        {
            "cidr_blocks": None,
            "description": None,
            "from_port": 0,
            "ipv6_cidr_blocks": None,
            "prefix_list_ids": None,
            "protocol": "-1",
            "security_groups": None,
            "self": True,
            "to_port": 0,
        }
    ]
    assert tree.resource("aws_s3tables_table", "table")["encryption_configuration"] == {
        "kms_key_arn": None,
        "sse_algorithm": "AES256",
    }


def test_a_resource_has_its_name_and_the_block_of_the_same_name_another(tree: Tree) -> None:
    DynamodbTable(
        tree.stack, "table", name="t", replica=[DynamodbTableReplicaBlock(region_name="eu-west-1")]
    )
    DynamodbTableReplica(tree.stack, "replica", global_table_arn="arn:aws:dynamodb:::table/t")

    assert tree.resource("aws_dynamodb_table", "table")["replica"] == [{"region_name": "eu-west-1"}]
    assert set(tree.json()["resource"]["aws_dynamodb_table_replica"]) == {"replica"}


def test_what_is_given_can_change_later_without_effect(tree: Tree) -> None:
    tags = {"a": "1"}
    targets = [GlueCrawlerS3Target(path="s3://b/one")]
    GlueCrawler(
        tree.stack, "c", name="c", role="r", database_name="d", tags=tags, s3_target=targets
    )
    tags["b"] = "2"
    targets.clear()

    written = tree.resource("aws_glue_crawler", "c")
    assert (written["tags"], written["s3_target"]) == ({"a": "1"}, [{"path": "s3://b/one"}])


def test_blocks_compare_by_value_and_show_what_they_hold() -> None:
    one = GlueCrawlerS3Target(path="s3://b", exclusions=["*.tmp"])
    same = GlueCrawlerS3Target(path="s3://b", exclusions=["*.tmp"])

    assert one == same
    assert one != GlueCrawlerS3Target(path="s3://c")
    assert repr(one) == "GlueCrawlerS3Target(path='s3://b', exclusions=['*.tmp'])"
    with pytest.raises(AttributeError):
        one.path = "s3://c"  # type: ignore[attr-defined]


def test_the_same_tree_gives_the_same_bytes(new_tree: Any) -> None:
    texts = []
    for name, order in (("one", 1), ("two", -1)):
        other = new_tree(name)
        for bucket in ["a", "b", "c"][::order]:
            S3Bucket(other.stack, bucket, bucket=bucket, tags={"x": "1", "y": "2"})
        texts.append(other.text())

    assert texts[0] == texts[1]


TYPOS = [
    (
        lambda s: S3Bucket(s, "b", bucket_name="b"),
        "S3Bucket() got an unexpected keyword argument 'bucket_name'; did you mean 'bucket'?",
    ),
    (
        lambda s: S3Bucket(s, "b", depend_on=[]),
        "S3Bucket() got an unexpected keyword argument 'depend_on'; did you mean 'depends_on'?",
    ),
    (
        lambda _: S3BucketVersioningVersioningConfiguration(state="Enabled"),
        "got an unexpected keyword argument 'state'",
    ),
    (lambda s: S3BucketPolicy(s, "p", bucket="b"), "required keyword-only argument: 'policy'"),
    (lambda s: S3Bucket(s, "b", acl="private"), "got an unexpected keyword argument 'acl'"),
]


@pytest.mark.parametrize(("make", "message"), TYPOS, ids=[message[:40] for _, message in TYPOS])
def test_a_wrong_name_is_an_error_at_once(tree: Tree, make: Any, message: str) -> None:
    with pytest.raises(TypeError, match=re.escape(message)):
        make(tree.stack)


WRONG_VALUES = [
    (lambda s: S3Bucket(s, "b", bucket=1), "S3Bucket: bucket takes a string, not 1"),
    (lambda s: S3Bucket(s, "b", force_destroy="yes"), "force_destroy takes a bool, not 'yes'"),
    (lambda s: S3Bucket(s, "b", force_destroy=1), "force_destroy takes a bool, not 1"),
    (
        lambda s: S3Bucket(s, "b", bucket=S3Bucket(s, "c")),
        "bucket takes a string, not <lakeform.aws",
    ),
    (lambda s: S3Bucket(s, "b", tags={"a": 1}), "tags takes a map(string), not {'a': 1}"),
    (
        lambda _: S3BucketLifecycleConfigurationRuleExpiration(days=True),
        "days takes a number, not True",
    ),
    (
        lambda _: GlueCrawlerS3Target(path="p", exclusions="*.tmp"),
        "GlueCrawlerS3Target: exclusions takes a list(string), not '*.tmp'",
    ),
    (
        lambda _: GlueCrawlerS3Target(path="p", exclusions={"a", "b"}),
        "exclusions takes a list(string)",
    ),
    (
        lambda _: GlueCrawlerS3Target(path="p", exclusions=[None]),
        "exclusions takes a list(string), not [None]",
    ),
    (
        lambda s: S3BucketVersioning(s, "v", bucket="b", versioning_configuration={"status": "E"}),
        "takes one S3BucketVersioningVersioningConfiguration, not {'status': 'E'}",
    ),
    (
        lambda s: S3BucketLifecycleConfiguration(
            s, "l", bucket="b", rule=S3BucketLifecycleConfigurationRule(id="a", status="Enabled")
        ),
        "rule takes a list of S3BucketLifecycleConfigurationRule",
    ),
    (
        lambda s: GlueCrawler(
            s, "c", name="c", role="r", database_name="d", s3_target=[{"path": "p"}]
        ),
        "s3_target takes a list of GlueCrawlerS3Target, not [{'path': 'p'}]",
    ),
]


@pytest.mark.parametrize(
    ("make", "message"), WRONG_VALUES, ids=[message[:40] for _, message in WRONG_VALUES]
)
def test_a_value_of_another_kind_is_an_error_at_once(tree: Tree, make: Any, message: str) -> None:
    with pytest.raises(TypeError, match=re.escape(message)):
        make(tree.stack)


def test_an_expression_may_stand_for_any_kind(tree: Tree) -> None:
    S3Bucket(
        tree.stack,
        "b",
        bucket=reference("var.name"),
        force_destroy=reference("var.force"),  # type: ignore[arg-type]
        tags=reference("var.tags"),  # type: ignore[arg-type]
    )

    assert tree.resource("aws_s3_bucket", "b") == {
        "bucket": "${var.name}",
        "force_destroy": "${var.force}",
        "tags": "${var.tags}",
    }


def test_a_text_means_itself(tree: Tree) -> None:
    text = '${file("/etc/passwd")} %{ if true } $${a} %%{b} 100% $5 {}'
    escaped = '$${file("/etc/passwd")} %%{ if true } $$${a} %%%{b} 100% $5 {}'
    rule = S3BucketLifecycleConfigurationRule(id=text, status="Enabled")
    S3BucketLifecycleConfiguration(tree.stack, "rules", bucket=text, rule=[rule])
    S3Bucket(tree.stack, "raw", bucket=text, tags={text: text})
    GlueJob(
        tree.stack,
        "job",
        name="job",
        role_arn=text,
        command=GlueJobCommand(script_location=text),
        connections=[text],
    )

    assert tree.resource("aws_s3_bucket", "raw") == {"bucket": escaped, "tags": {escaped: escaped}}
    assert tree.resource("aws_s3_bucket_lifecycle_configuration", "rules") == {
        "bucket": escaped,
        "rule": [{"id": escaped, "status": "Enabled"}],
    }
    job = tree.resource("aws_glue_job", "job")
    assert (job["role_arn"], job["connections"]) == (escaped, [escaped])
    assert job["command"] == {"script_location": escaped}


def test_a_text_beside_an_engines_reference_means_itself(tree: Tree) -> None:
    bucket = S3Bucket(tree.stack, "raw")
    S3BucketPolicy(
        tree.stack, "p", bucket="b", policy=f'{{"${{aws:username}}": ["{bucket.arn}/%{{a}}/*"]}}'
    )
    GlueCrawlerS3Target(path=bucket.arn)

    assert tree.resource("aws_s3_bucket_policy", "p")["policy"] == (
        '{"$${aws:username}": ["${aws_s3_bucket.raw.arn}/%%{a}/*"]}'
    )


def test_a_marked_reference_is_no_part_of_a_text() -> None:
    key = reference("aws_kms_key.raw.arn")

    assert key == "${aws_kms_key.raw.arn}"
    with pytest.raises(TypeError, match=r"'\$\{aws_kms_key\.raw\.arn\}' can't be a part of a text"):
        f"{key}/*"


def test_values_of_any_depth_mean_themselves() -> None:
    assert written({"${a}": [("%{b}", reference("c.d"), 1, None, True)]}) == {
        "$${a}": [["%%{b}", "${c.d}", 1, None, True]]
    }
