"""Resources that are written without a construct, and when they become one."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import jsii
import pytest
from constructs import Construct as PlainConstruct

from aws_tree import Tree
from lakeform.aws import closed_stack
from lakeform.aws.closed_stack import ClosedStack
from lakeform.aws.glue import (
    GlueCatalogTable,
    GlueCatalogTablePartitionKeys,
    GlueCatalogTableStorageDescriptor,
)
from lakeform.aws.kinesis import KinesisStream
from lakeform.aws.provider import AwsProvider
from lakeform.aws.s3 import S3Bucket, S3BucketVersioning, S3BucketVersioningVersioningConfiguration
from lakeform.engine import (
    App,
    Aspects,
    Construct,
    IAspect,
    IConstruct,
    LocalBackend,
    TerraformOutput,
    TerraformResource,
    TerraformResourceLifecycle,
    Token,
)

ARGUMENTS: dict[str, Any] = {
    "name": "orders",
    "database_name": "sales",
    "partition_keys": [GlueCatalogTablePartitionKeys(name="day", type="date")],
    "storage_descriptor": GlueCatalogTableStorageDescriptor(location="s3://b/"),
    "lifecycle": TerraformResourceLifecycle(
        prevent_destroy=True,
        ignore_changes=["parameters"],
        replace_triggered_by=["aws_s3_object.first.key"],
    ),
}


@pytest.fixture(params=[App, closed_stack.App], ids=["the engine writes", "the stack writes"])
def tree(tmp_path: Path, request: pytest.FixtureRequest) -> Tree:
    return Tree(tmp_path, request.param)


@pytest.fixture
def closed(tree: Tree) -> ClosedStack:
    stack = ClosedStack(tree.app, "closed")
    LocalBackend(stack, path="closed.tfstate")
    AwsProvider(stack, "aws", region="us-east-1")
    return stack


def constructs_of(stack: ClosedStack) -> set[str]:
    return {
        construct.node.path
        for construct in stack.node.find_all()
        if isinstance(construct, TerraformResource)
    }


def test_a_waiting_resource_is_written_like_one_with_a_construct(
    tree: Tree, closed: ClosedStack
) -> None:
    for stack in (tree.stack, closed):
        S3Bucket(stack, "raw", logical_id="raw")
        GlueCatalogTable(stack, "t", logical_id="t", depends_on=["aws_s3_bucket.raw"], **ARGUMENTS)

    assert constructs_of(closed) == set()
    written, alone = tree.json("closed")["resource"], tree.json()["resource"]
    metadata = written["aws_glue_catalog_table"]["t"].pop("//")
    assert metadata == {"metadata": {"path": "closed/t", "uniqueId": "t"}}
    del alone["aws_glue_catalog_table"]["t"]["//"]
    assert written["aws_glue_catalog_table"] == alone["aws_glue_catalog_table"]
    assert alone["aws_glue_catalog_table"]["t"]["lifecycle"] == {
        "prevent_destroy": True,
        "ignore_changes": ["parameters"],
        "replace_triggered_by": ["aws_s3_object.first.key"],
    }


def test_a_resource_becomes_a_construct_when_something_needs_one(
    tree: Tree, closed: ClosedStack
) -> None:
    scope = Construct(closed, "zone")
    referred, overridden, asked, _ = (
        S3Bucket(scope, name, logical_id=name) for name in ("referred", "overridden", "asked", "d")
    )
    TerraformOutput(closed, "arn", value=referred.arn)
    overridden.add_override("bucket", "mine")
    assert asked.node.path == "closed/zone/asked"

    assert constructs_of(closed) == {
        f"closed/zone/{name}" for name in ("referred", "overridden", "asked")
    }
    written = tree.json("closed")
    assert written["output"]["arn"]["value"] == "${aws_s3_bucket.referred.arn}"
    assert sorted(written["resource"]["aws_s3_bucket"]) == ["asked", "d", "overridden", "referred"]
    assert written["resource"]["aws_s3_bucket"]["overridden"]["bucket"] == "mine"


def test_another_stack_may_refer_to_a_waiting_resource(tree: Tree, closed: ClosedStack) -> None:
    bucket = S3Bucket(closed, "raw", logical_id="raw")
    S3Bucket(tree.stack, "other", bucket=bucket.id)

    assert "cross-stack-output-aws_s3_bucketrawid" in tree.json("closed")["output"]
    assert "terraform_remote_state" in tree.json()["data"]


def test_what_only_the_engine_can_write_is_a_construct_at_once(closed: ClosedStack) -> None:
    S3Bucket(closed, "named-by-the-engine")
    S3Bucket(closed, "counted", logical_id="counted", count=2)
    S3Bucket(PlainConstruct(closed, "plain"), "waits", logical_id="waits")

    assert constructs_of(closed) == {"closed/named-by-the-engine", "closed/counted"}


def test_a_name_that_is_overridden_later_is_the_one_that_is_written(
    tree: Tree, closed: ClosedStack
) -> None:
    bucket = S3Bucket(closed, "raw", logical_id="raw")
    bucket.override_logical_id("other")
    S3BucketVersioning(
        closed,
        "versioning",
        logical_id="raw",
        bucket=bucket.id,
        versioning_configuration=S3BucketVersioningVersioningConfiguration(status="Enabled"),
        depends_on=[bucket],
    )

    written = tree.json("closed")["resource"]
    assert list(written["aws_s3_bucket"]) == ["other"]
    assert written["aws_s3_bucket_versioning"]["raw"]["depends_on"] == ["aws_s3_bucket.other"]


@jsii.implements(IAspect)
class Prefix:
    def visit(self, node: IConstruct) -> None:
        if isinstance(node, S3Bucket):
            node.add_override("bucket_prefix", "lake-")


def test_aspects_reach_every_resource_of_a_stack_that_made_all(
    tree: Tree, closed: ClosedStack
) -> None:
    S3Bucket(closed, "raw", logical_id="raw")
    closed.make_all()
    Aspects.of(closed).add(Prefix())

    assert tree.json("closed")["resource"]["aws_s3_bucket"]["raw"]["bucket_prefix"] == "lake-"


def test_aspects_of_the_stack_reach_every_resource(tree: Tree, closed: ClosedStack) -> None:
    S3Bucket(closed, "raw", logical_id="raw")
    Aspects.of(closed).add(Prefix())

    assert tree.json("closed")["resource"]["aws_s3_bucket"]["raw"]["bucket_prefix"] == "lake-"


def test_aspects_of_the_app_reach_no_stack_with_constructs_or_without(
    tree: Tree, closed: ClosedStack
) -> None:
    for stack in (tree.stack, closed):
        S3Bucket(stack, "raw", logical_id="raw")
    Aspects.of(tree.app).add(Prefix())

    for name in ("lake", "closed"):
        assert "bucket_prefix" not in tree.json(name)["resource"]["aws_s3_bucket"]["raw"]


def test_a_stack_without_resources_has_none(tree: Tree, closed: ClosedStack) -> None:
    assert closed.node.path == "closed"
    assert "resource" not in tree.json("closed")


def test_an_address_and_a_path_are_used_once(closed: ClosedStack) -> None:
    S3Bucket(closed, "raw", logical_id="raw")

    with pytest.raises(ValueError, match=re.escape("aws_s3_bucket.raw is there already")):
        S3Bucket(closed, "raw2", logical_id="raw")
    with pytest.raises(ValueError, match="there is a construct closed/raw already"):
        S3Bucket(closed, "raw", logical_id="raw3")
    with pytest.raises(ValueError, match=re.escape("aws_s3_bucket.a.b: a Terraform name has")):
        S3Bucket(closed, "ab", logical_id="a.b")


def test_hcl_has_the_same_resources_at_the_same_addresses(tmp_path: Path) -> None:
    app = App(outdir=str(tmp_path), hcl_output=True)
    stack = ClosedStack(app, "lake")
    AwsProvider(stack, "aws")
    GlueCatalogTable(stack, "orders", logical_id="sales__orders", **ARGUMENTS)

    hcl = stack.to_hcl_terraform()["hcl"]
    assert 'resource "aws_glue_catalog_table" "sales__orders" {' in hcl
    assert 'database_name = "sales"' in hcl
    assert "prevent_destroy = true" in hcl


def test_hcl_of_an_app_that_was_not_made_for_it_is_refused(closed: ClosedStack) -> None:
    S3Bucket(closed, "raw", logical_id="raw")

    with pytest.raises(RuntimeError, match="HCL needs an App that was made with hcl_output=True"):
        closed.to_hcl_terraform()


def test_text_is_written_as_it_is(tree: Tree, closed: ClosedStack) -> None:
    tags = {"note": 'Größe "<a&b>" \t\x7f\u2028 𝛑 ${not_a_token}'}
    for stack in (tree.stack, closed):
        S3Bucket(stack, "raw", logical_id="raw", tags=tags)

    line = next(line for line in tree.text().splitlines() if "note" in line)
    assert line in tree.text("closed").splitlines()


def test_tokens_are_resolved_wherever_they_are(tree: Tree, closed: ClosedStack) -> None:
    stream = KinesisStream(closed, "s", logical_id="s", name="s")
    S3Bucket(closed, "text", logical_id="text", bucket=f"b-{stream.arn}")
    KinesisStream(closed, "n", logical_id="n", name="n", shard_count=stream.shard_count)
    KinesisStream(
        closed,
        "o",
        logical_id="o",
        name="o",
        encryption_type=Token.as_string({"is": "later"}),
        shard_level_metrics=stream.shard_level_metrics,
    )

    written = tree.json("closed")["resource"]
    assert written["aws_s3_bucket"]["text"]["bucket"] == "b-${aws_kinesis_stream.s.arn}"
    streams = written["aws_kinesis_stream"]
    assert streams["n"]["shard_count"] == "${aws_kinesis_stream.s.shard_count}"
    assert streams["o"]["encryption_type"] == {"is": "later"}
    metrics = "${tolist(aws_kinesis_stream.s.shard_level_metrics)}"
    assert streams["o"]["shard_level_metrics"] == metrics
    assert "TfToken" not in tree.text("closed")


def test_an_override_of_the_stack_reaches_what_waits(tree: Tree, closed: ClosedStack) -> None:
    S3Bucket(closed, "raw", logical_id="raw", tags={"a": "1", "b": "2"})
    closed.add_override("resource.aws_s3_bucket.raw.tags.b", "3")

    assert tree.json("closed")["resource"]["aws_s3_bucket"]["raw"]["tags"] == {"a": "1", "b": "3"}


def test_a_stack_is_written_again_with_what_has_come_since(tree: Tree, closed: ClosedStack) -> None:
    S3Bucket(closed, "raw", logical_id="raw")
    first = tree.text("closed")
    S3Bucket(closed, "curated", logical_id="curated")

    assert tree.json("closed")["resource"]["aws_s3_bucket"].keys() == {"raw", "curated"}
    assert '"curated"' not in first


def test_a_construct_of_waiting_resources_only_is_made_when_something_needs_it(
    tree: Tree, closed: ClosedStack
) -> None:
    outer = Construct(closed, "outer")
    bucket = S3Bucket(Construct(outer, "inner"), "raw", logical_id="raw")
    assert [child.node.path for child in closed.node.find_all() if "outer" in child.node.path] == []

    assert bucket.node.path == "closed/outer/inner/raw"
    assert outer.node.scope is closed
    paths = {child.node.path for child in closed.node.find_all()}
    assert {"closed/outer", "closed/outer/inner", "closed/outer/inner/raw"} <= paths
    metadata = tree.json("closed")["resource"]["aws_s3_bucket"]["raw"]["//"]
    assert metadata == {"metadata": {"path": "closed/outer/inner/raw", "uniqueId": "raw"}}
