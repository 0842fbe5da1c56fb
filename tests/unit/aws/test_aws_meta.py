"""Meta-arguments, and what every CDKTF resource can do."""

from __future__ import annotations

import re

import pytest

from aws_tree import Tree
from lakeform.aws.provider import (
    AwsProvider,
    AwsProviderAssumeRole,
    AwsProviderDefaultTags,
)
from lakeform.aws.s3 import (
    S3Bucket,
    S3BucketLifecycleConfiguration,
    S3BucketLifecycleConfigurationRule,
)
from lakeform.aws.sqs import SqsQueue
from lakeform.engine import (
    Construct,
    JSIIError,
    LocalExecProvisioner,
    ResourceTerraformIterator,
    SSHProvisionerConnection,
    TerraformCount,
    TerraformIterator,
    TerraformResource,
    TerraformResourceLifecycle,
    TerraformStack,
    TerraformVariable,
    Token,
)


def test_depends_on_takes_resources_and_addresses(tree: Tree) -> None:
    first = S3Bucket(tree.stack, "first")
    S3Bucket(tree.stack, "mixed", depends_on=[first, "aws_kms_key.lake", "module.network"])
    S3Bucket(tree.stack, "addresses", depends_on=['aws_subnet.private["a"]'])
    S3Bucket(tree.stack, "objects", depends_on=(first,))
    S3Bucket(tree.stack, "none", depends_on=[])

    buckets = tree.json()["resource"]["aws_s3_bucket"]
    assert {name: bucket.get("depends_on") for name, bucket in buckets.items()} == {
        "first": None,
        "mixed": ["aws_s3_bucket.first", "aws_kms_key.lake", "module.network"],
        "addresses": ['aws_subnet.private["a"]'],
        "objects": ["aws_s3_bucket.first"],
        "none": [],
    }


@pytest.mark.parametrize("wrong", ["not an address", "bucket", None, 1])
def test_depends_on_refuses_what_terraform_would(tree: Tree, wrong: object) -> None:
    with pytest.raises(TypeError, match=re.escape(f"'aws_s3_bucket.lake', not {wrong!r}")):
        S3Bucket(tree.stack, "b", depends_on=[wrong])  # type: ignore[list-item]


def test_depends_on_refuses_a_group_of_resources(tree: Tree) -> None:
    with pytest.raises(TypeError, match="depends_on takes resources and addresses"):
        S3Bucket(tree.stack, "b", depends_on=[Construct(tree.stack, "group")])  # type: ignore[list-item]


def test_lifecycle(tree: Tree) -> None:
    key = SqsQueue(tree.stack, "queue")
    S3Bucket(
        tree.stack,
        "kept",
        lifecycle=TerraformResourceLifecycle(
            prevent_destroy=True,
            create_before_destroy=False,
            ignore_changes=["tags", "force_destroy"],
            replace_triggered_by=[key, "aws_kms_key.lake.id"],
        ),
    )
    S3Bucket(tree.stack, "all", lifecycle=TerraformResourceLifecycle(ignore_changes="all"))
    S3Bucket(tree.stack, "none", lifecycle=None)

    buckets = tree.json()["resource"]["aws_s3_bucket"]
    assert {name: bucket.get("lifecycle") for name, bucket in buckets.items()} == {
        "kept": {
            "prevent_destroy": True,
            "create_before_destroy": False,
            "ignore_changes": ["tags", "force_destroy"],
            "replace_triggered_by": ["aws_sqs_queue.queue", "aws_kms_key.lake.id"],
        },
        "all": {"ignore_changes": "all"},
        "none": None,
    }


def test_lifecycle_is_no_dictionary(tree: Tree) -> None:
    with pytest.raises(TypeError, match="lifecycle takes a TerraformResourceLifecycle"):
        S3Bucket(tree.stack, "b", lifecycle={"prevent_destroy": True})  # type: ignore[arg-type]


def test_count(tree: Tree) -> None:
    variable = TerraformVariable(tree.stack, "buckets", type="number")
    some = TerraformCount.of(variable.number_value)
    S3Bucket(tree.stack, "two", count=2)
    S3Bucket(tree.stack, "some", count=some, bucket=f"b-{Token.as_string(some.index)}")

    buckets = tree.json()["resource"]["aws_s3_bucket"]
    assert buckets["two"]["count"] == 2
    assert buckets["some"]["count"] == "${var.buckets}"
    assert buckets["some"]["bucket"] == "b-${count.index}"


def test_for_each(tree: Tree) -> None:
    zones = TerraformIterator.from_list(["raw", "curated"])
    each = S3Bucket(
        tree.stack, "zone", for_each=zones, bucket=f"acme-{Token.as_string(zones.value)}"
    )
    chained = ResourceTerraformIterator.from_resources(each)
    SqsQueue(tree.stack, "queue", for_each=chained, name=chained.get_string("arn"))

    written = tree.json()["resource"]
    zone = written["aws_s3_bucket"]["zone"]
    assert (zone["for_each"], zone["bucket"]) == (
        '${toset(["raw", "curated"])}',
        "acme-${each.value}",
    )
    queue = written["aws_sqs_queue"]["queue"]
    assert (queue["for_each"], queue["name"]) == ("${aws_s3_bucket.zone}", "${each.value.arn}")


def test_provider(tree: Tree) -> None:
    west = AwsProvider(
        tree.stack,
        "west",
        alias="west",
        region="us-west-2",
        allowed_account_ids=["111111111111"],
        skip_credentials_validation=True,
        default_tags=[AwsProviderDefaultTags(tags={"managed-by": "lakeform", "CamelCase": "kept"})],
        assume_role=[AwsProviderAssumeRole(role_arn="arn:aws:iam::111111111111:role/deploy")],
    )
    S3Bucket(tree.stack, "copy", provider=west)

    written = tree.json()
    assert written["provider"]["aws"] == [
        {"region": "us-east-1"},
        {
            "alias": "west",
            "region": "us-west-2",
            "allowed_account_ids": ["111111111111"],
            "skip_credentials_validation": True,
            "default_tags": [{"tags": {"managed-by": "lakeform", "CamelCase": "kept"}}],
            "assume_role": [{"role_arn": "arn:aws:iam::111111111111:role/deploy"}],
        },
    ]
    assert written["resource"]["aws_s3_bucket"]["copy"]["provider"] == "aws.west"
    assert written["terraform"]["required_providers"] == {
        "aws": {"source": "hashicorp/aws", "version": ">= 5.100, < 7"}
    }


def test_a_stack_without_a_provider_is_told(tree: Tree) -> None:
    S3Bucket(TerraformStack(tree.app, "bare"), "b")

    with pytest.raises((JSIIError, RuntimeError), match="without a matching provider construct"):
        tree.app.synth()


def test_provisioners_and_connection(tree: Tree) -> None:
    S3Bucket(
        tree.stack,
        "b",
        provisioners=[LocalExecProvisioner(type="local-exec", command="date")],
        connection=SSHProvisionerConnection(type="ssh", host="example.org"),
    )

    written = tree.resource("aws_s3_bucket", "b")
    assert written["provisioner"] == [{"local-exec": {"command": "date"}}]
    assert written["connection"] == {"type": "ssh", "host": "example.org"}


def test_overrides_win(tree: Tree) -> None:
    rules = S3BucketLifecycleConfiguration(
        tree.stack,
        "rules",
        bucket="b",
        rule=[S3BucketLifecycleConfigurationRule(id="a", status="Enabled")],
    )
    rules.add_override("bucket", "other")
    rules.add_override("rule.0.status", "Disabled")
    rules.add_override("timeouts.create", "5m")
    rules.add_override("lifecycle.prevent_destroy", True)
    bucket = S3Bucket(tree.stack, "b", bucket="b", tags={"a": "1"})
    bucket.add_override("tags", None)

    assert tree.resource("aws_s3_bucket_lifecycle_configuration", "rules") == {
        "bucket": "other",
        "rule": [{"id": "a", "status": "Disabled"}],
        "timeouts": {"create": "5m"},
        "lifecycle": {"prevent_destroy": True},
    }
    assert tree.resource("aws_s3_bucket", "b") == {"bucket": "b"}


def test_any_other_type_is_made_without_a_class(tree: Tree) -> None:
    broker = TerraformResource(tree.stack, "broker", terraform_resource_type="aws_mq_broker")
    broker.add_override("broker_name", "acme")
    S3Bucket(tree.stack, "b", depends_on=[broker])

    assert tree.resource("aws_mq_broker", "broker") == {"broker_name": "acme"}
    assert tree.resource("aws_s3_bucket", "b") == {"depends_on": ["aws_mq_broker.broker"]}


def test_import(tree: Tree) -> None:
    S3Bucket(tree.stack, "raw", bucket="acme-raw").import_from("acme-raw")

    assert tree.json()["import"] == [{"id": "acme-raw", "to": "aws_s3_bucket.raw"}]


def test_moves(tree: Tree) -> None:
    renamed = S3Bucket(tree.stack, "new", bucket="acme-raw")
    renamed.move_from_id("aws_s3_bucket.old")
    target = S3Bucket(tree.stack, "target")
    target.add_move_target("zone")
    S3Bucket(tree.stack, "gone").move_to("zone")

    written = tree.json()
    assert written["moved"] == [
        {"from": "aws_s3_bucket.old", "to": "aws_s3_bucket.new"},
        {"from": "aws_s3_bucket.gone", "to": "aws_s3_bucket.target"},
    ]
    assert set(written["resource"]["aws_s3_bucket"]) == {"new", "target"}


def test_a_move_to_an_address(tree: Tree) -> None:
    S3Bucket(tree.stack, "old").move_to_id("aws_s3_bucket.new")

    assert tree.json()["moved"] == [{"from": "aws_s3_bucket.old", "to": "aws_s3_bucket.new"}]
