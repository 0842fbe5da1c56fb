"""What an embedded AWS still holds after a destroy: asked of it with boto3, service by service.

What AWS itself keeps in an empty account is no leftover: default VPCs, AWS-managed keys and
policies, the default event bus; nor is what AWS keeps after a deletion: a KMS key that waits for
its end, a deleted endpoint or share.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from lakeform.errors import LocalAwsError
from lakeform.local.embedded import EmbeddedAws

Json = Mapping[str, Any]


def _no_default(item: Json) -> bool:
    return not item.get("IsDefault", False)


def _alive(item: Json) -> bool:
    state = item.get("State", item.get("status", item.get("Status", "")))
    return str(state).lower() not in ("deleted", "deleting", "deleteing")


def _own_role(item: Json) -> bool:
    return not str(item["Path"]).startswith("/aws-service-role/")


@dataclass(frozen=True)
class Listing:
    """One boto3 call, where its answer has the items, and which of them count."""

    service: str
    operation: str
    items: str
    name: str | None
    """The item's member that names it; None when the item is a name."""
    counts: Callable[[Any], bool] | None = None
    """None: all of them."""
    arguments: Mapping[str, Any] | None = None
    regional: bool = True


LISTINGS: tuple[Listing, ...] = (
    Listing("s3", "list_buckets", "Buckets", "Name", regional=False),
    Listing("iam", "list_roles", "Roles", "RoleName", _own_role, regional=False),
    Listing("iam", "list_policies", "Policies", "Arn", None, {"Scope": "Local"}, False),
    Listing("iam", "list_instance_profiles", "InstanceProfiles", "Arn", regional=False),
    Listing(
        "iam", "list_open_id_connect_providers", "OpenIDConnectProviderList", "Arn", regional=False
    ),
    Listing("ec2", "describe_vpcs", "Vpcs", "VpcId", _no_default),
    Listing("ec2", "describe_addresses", "Addresses", "AllocationId"),
    Listing("ec2", "describe_nat_gateways", "NatGateways", "NatGatewayId", _alive),
    Listing("ec2", "describe_internet_gateways", "InternetGateways", "InternetGatewayId"),
    Listing("ec2", "describe_vpc_endpoints", "VpcEndpoints", "VpcEndpointId", _alive),
    Listing("ec2", "describe_flow_logs", "FlowLogs", "FlowLogId"),
    Listing("ec2", "describe_launch_templates", "LaunchTemplates", "LaunchTemplateName"),
    Listing("glue", "get_databases", "DatabaseList", "Name"),
    Listing("glue", "list_crawlers", "CrawlerNames", None),
    Listing("glue", "list_jobs", "JobNames", None),
    Listing("glue", "list_triggers", "TriggerNames", None),
    Listing("glue", "list_workflows", "Workflows", None),
    Listing("glue", "get_connections", "ConnectionList", "Name"),
    Listing("glue", "get_classifiers", "Classifiers", None),
    Listing("glue", "list_registries", "Registries", "RegistryName"),
    Listing("glue", "list_data_quality_rulesets", "Rulesets", "Name"),
    Listing("glue", "get_security_configurations", "SecurityConfigurations", "Name"),
    Listing("lakeformation", "list_permissions", "PrincipalResourcePermissions", None),
    Listing("lakeformation", "list_resources", "ResourceInfoList", "ResourceArn"),
    Listing("lakeformation", "list_lf_tags", "LFTags", "TagKey"),
    Listing("lakeformation", "list_data_cells_filter", "DataCellsFilters", "Name"),
    Listing("lakeformation", "list_lake_formation_opt_ins", "LakeFormationOptInsInfoList", None),
    Listing(
        "ram", "get_resource_shares", "resourceShares", "name", _alive, {"resourceOwner": "SELF"}
    ),
    Listing("logs", "describe_log_groups", "logGroups", "logGroupName"),
    Listing("cloudwatch", "describe_alarms", "MetricAlarms", "AlarmName"),
    Listing("events", "list_rules", "Rules", "Name"),
    Listing("sqs", "list_queues", "QueueUrls", None),
    Listing("sns", "list_topics", "Topics", "TopicArn"),
    Listing("secretsmanager", "list_secrets", "SecretList", "Name"),
    Listing("ssm", "describe_parameters", "Parameters", "Name"),
    Listing("kinesis", "list_streams", "StreamNames", None),
    Listing("firehose", "list_delivery_streams", "DeliveryStreamNames", None),
    Listing("lambda", "list_functions", "Functions", "FunctionName"),
    Listing("dynamodb", "list_tables", "TableNames", None),
    Listing("efs", "describe_file_systems", "FileSystems", "FileSystemId"),
    Listing("fsx", "describe_file_systems", "FileSystems", "FileSystemId"),
    Listing("fsx", "describe_data_repository_associations", "Associations", "AssociationId"),
    Listing("ec2", "describe_volumes", "Volumes", "VolumeId"),
    Listing("kafka", "list_clusters_v2", "ClusterInfoList", "ClusterName"),
    Listing("kafka", "list_configurations", "Configurations", "Name"),
    Listing("kafkaconnect", "list_connectors", "connectors", "connectorName"),
    Listing("kafkaconnect", "list_custom_plugins", "customPlugins", "name"),
    Listing("kafkaconnect", "list_worker_configurations", "workerConfigurations", "name"),
    Listing("kinesisanalyticsv2", "list_applications", "ApplicationSummaries", "ApplicationName"),
)


def find_leftovers(aws: EmbeddedAws, regions: tuple[str, ...]) -> tuple[str, ...]:
    """`service: name` for each thing that is still there, in the listings' order.

    Raises:
        LocalAwsError: the embedded AWS doesn't answer.
    """
    found: list[str] = []
    with _wrapped():
        for listing in LISTINGS:
            for region in regions if listing.regional else regions[:1]:
                client = aws.client(listing.service, region)
                answer = getattr(client, listing.operation)(**(listing.arguments or {}))
                for item in answer.get(listing.items, ()):
                    if listing.counts is None or listing.counts(item):
                        name = item if listing.name is None else item[listing.name]
                        found.append(f"{listing.service}: {name}")
        for region in regions:
            found.extend(_live_keys(aws, region))
    return tuple(found)


def _live_keys(aws: EmbeddedAws, region: str) -> Iterator[str]:
    kms = aws.client("kms", region)
    for key in kms.list_keys()["Keys"]:
        metadata = kms.describe_key(KeyId=key["KeyId"])["KeyMetadata"]
        if metadata["KeyState"] != "PendingDeletion" and metadata["KeyManager"] == "CUSTOMER":
            yield f"kms: {key['KeyId']}"


def empty_buckets(state: Json, aws: EmbeddedAws) -> None:
    """Delete the objects that Terraform doesn't know, so that it can delete their buckets.

    Raises:
        LocalAwsError: the embedded AWS doesn't answer.
    """
    resources = state.get("values", {}).get("root_module", {}).get("resources", ())
    known = {
        (resource["values"]["bucket"], resource["values"]["key"])
        for resource in resources
        if resource["type"] == "aws_s3_object"
    }
    s3 = aws.client("s3")
    with _wrapped():
        for resource in resources:
            if resource["type"] == "aws_s3_bucket":
                _empty(s3, resource["values"]["bucket"], known)


def _empty(s3: Any, bucket: str, known: set[tuple[str, str]]) -> None:
    with contextlib.suppress(s3.exceptions.NoSuchBucket):
        for page in s3.get_paginator("list_object_versions").paginate(Bucket=bucket):
            for version in [*page.get("Versions", ()), *page.get("DeleteMarkers", ())]:
                if (bucket, version["Key"]) not in known:
                    s3.delete_object(
                        Bucket=bucket,
                        Key=version["Key"],
                        VersionId=version["VersionId"],
                        BypassGovernanceRetention=True,
                    )


@contextlib.contextmanager
def _wrapped() -> Iterator[None]:
    try:
        yield
    except (BotoCoreError, ClientError) as error:
        raise LocalAwsError(f"the embedded AWS can't be asked: {error}") from error
