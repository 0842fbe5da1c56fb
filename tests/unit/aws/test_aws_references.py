"""What is read of a resource: references, in one stack and between two."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from aws_tree import Tree
from lakeform.aws.closed_stack import ClosedStack
from lakeform.aws.eks import EksCluster, EksClusterVpcConfig
from lakeform.aws.events import CloudwatchEventBus
from lakeform.aws.iam import IamPolicy, IamRole
from lakeform.aws.provider import AwsProvider
from lakeform.aws.s3 import S3Bucket, S3BucketPolicy
from lakeform.aws.sqs import SqsQueue
from lakeform.aws.vpc import SecurityGroup, Subnet, Vpc, VpcEndpoint
from lakeform.engine import Fn, LocalBackend, TerraformOutput, TerraformStack


def test_references_have_the_python_type_of_their_kind(tree: Tree) -> None:
    source = SqsQueue(tree.stack, "source", name="s", tags={"a": "b"})
    network = Vpc(tree.stack, "vpc", cidr_block="10.0.0.0/16")
    endpoint = VpcEndpoint(
        tree.stack, "endpoint", vpc_id=network.id, service_name="s3", subnet_ids=["subnet-1"]
    )
    copy = SqsQueue(
        tree.stack,
        "copy",
        name=source.arn,
        delay_seconds=source.delay_seconds,
        fifo_queue=source.fifo_queue,
        tags=source.tags,
    )
    SecurityGroup(tree.stack, "group", name=copy.url)
    VpcEndpoint(
        tree.stack,
        "other",
        vpc_id=network.id,
        service_name="s3",
        subnet_ids=endpoint.subnet_ids,
        security_group_ids=[endpoint.network_interface_ids[0]],
    )

    assert isinstance(source.arn, str)
    assert isinstance(source.delay_seconds, float)
    assert isinstance(endpoint.subnet_ids, list)
    assert isinstance(source.tags, dict)
    assert tree.resource("aws_sqs_queue", "copy") == {
        "name": "${aws_sqs_queue.source.arn}",
        "delay_seconds": "${aws_sqs_queue.source.delay_seconds}",
        "fifo_queue": "${aws_sqs_queue.source.fifo_queue}",
        "tags": "${aws_sqs_queue.source.tags}",
    }
    assert tree.resource("aws_vpc_endpoint", "other")["subnet_ids"] == (
        "${tolist(aws_vpc_endpoint.endpoint.subnet_ids)}"
    )


def test_a_reference_may_be_part_of_a_string(tree: Tree) -> None:
    bucket = S3Bucket(tree.stack, "raw")
    IamPolicy(tree.stack, "policy", policy=Fn.jsonencode({"Resource": f"{bucket.arn}/*"}))
    S3BucketPolicy(tree.stack, "p", bucket=bucket.bucket, policy=f'{{"Resource": "{bucket.arn}"}}')

    assert tree.resource("aws_iam_policy", "policy")["policy"] == (
        '${jsonencode({"Resource" = "${aws_s3_bucket.raw.arn}/*"})}'
    )
    assert tree.resource("aws_s3_bucket_policy", "p") == {
        "bucket": "${aws_s3_bucket.raw.bucket}",
        "policy": '{"Resource": "${aws_s3_bucket.raw.arn}"}',
    }


def test_lists_of_objects_are_read_step_by_step(tree: Tree) -> None:
    cluster = EksCluster(
        tree.stack,
        "eks",
        name="training",
        role_arn="arn:aws:iam::111111111111:role/eks",
        vpc_config=EksClusterVpcConfig(subnet_ids=["subnet-1"]),
    )
    endpoint = VpcEndpoint(tree.stack, "endpoint", vpc_id="vpc-1", service_name="s3")
    TerraformOutput(
        tree.stack, "issuer", value=cluster.identity[0]["oidc"][0].string("issuer"), static_id=True
    )
    TerraformOutput(
        tree.stack,
        "private",
        value=cluster.vpc_config[0].boolean("endpoint_private_access"),
        static_id=True,
    )
    TerraformOutput(
        tree.stack, "subnets", value=cluster.vpc_config[0].strings("subnet_ids"), static_id=True
    )
    TerraformOutput(
        tree.stack, "name", value=endpoint.dns_entry[1].string("dns_name"), static_id=True
    )

    outputs = {name: output["value"] for name, output in tree.json()["output"].items()}
    assert outputs == {
        "issuer": "${aws_eks_cluster.eks.identity[0].oidc[0].issuer}",
        "private": "${aws_eks_cluster.eks.vpc_config[0].endpoint_private_access}",
        "subnets": "${aws_eks_cluster.eks.vpc_config[0].subnet_ids}",
        "name": "${aws_vpc_endpoint.endpoint.dns_entry[1].dns_name}",
    }


def test_a_misspelt_attribute_is_an_error(tree: Tree) -> None:
    bucket = S3Bucket(tree.stack, "raw")

    message = "S3Bucket has no attribute 'arm'; did you mean 'arn'?"
    with pytest.raises(AttributeError, match=re.escape(message)):
        _ = bucket.arm  # type: ignore[attr-defined]


def test_an_argument_is_not_assigned_afterwards(tree: Tree) -> None:
    bucket = S3Bucket(tree.stack, "raw")

    with pytest.raises(AttributeError, match=r"S3Bucket\.force_destroy is set when"):
        bucket.force_destroy = True  # type: ignore[assignment]


def test_a_reference_to_another_stack_goes_through_its_state(tree: Tree) -> None:
    bucket = S3Bucket(tree.stack, "raw", bucket="acme-raw")
    consumer = tree.add_stack("consumer")
    IamRole(consumer, "reader", assume_role_policy="{}", description=f"reads {bucket.arn}")

    name = "cross-stack-output-aws_s3_bucket.raw.arn"
    output = name.replace(".", "")
    producer = tree.json("lake")
    assert producer["output"][output] == {"sensitive": True, "value": "${aws_s3_bucket.raw.arn}"}
    written: dict[str, Any] = tree.json("consumer")
    state = written["data"]["terraform_remote_state"]["cross-stack-reference-input-lake"]
    assert state["backend"] == "local"
    assert written["resource"]["aws_iam_role"]["reader"]["description"] == (
        f"reads ${{data.terraform_remote_state.cross-stack-reference-input-lake.outputs.{output}}}"
    )


def test_a_closed_stack_is_written_like_any_other(new_tree: Callable[[str], Tree]) -> None:
    texts = []
    for cls in (TerraformStack, ClosedStack):
        tree = new_tree(cls.__name__)
        stack = cls(tree.app, "same")
        LocalBackend(stack, path="same.tfstate")
        AwsProvider(stack, "aws")
        bucket = S3Bucket(stack, "raw", bucket="acme-raw")
        SqsQueue(stack, "queue", name=bucket.arn, depends_on=[bucket])
        IamRole(tree.stack, "reader", assume_role_policy="{}", description=bucket.arn)
        texts.append((tree.text("same"), tree.text("lake")))

    assert texts[0] == texts[1]


def test_a_resource_is_named_after_its_place(tree: Tree) -> None:
    subnet = Subnet(tree.stack, "subnet", vpc_id="vpc-1", cidr_block="10.0.0.0/24")
    subnet.override_logical_id("private_a")
    SqsQueue(tree.stack, "q", name=subnet.id)
    CloudwatchEventBus(tree.stack, "bus", name="b")

    written = tree.json()["resource"]
    assert set(written["aws_subnet"]) == {"private_a"}
    assert written["aws_sqs_queue"]["q"]["name"] == "${aws_subnet.private_a.id}"
