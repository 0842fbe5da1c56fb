"""What a resource costs by being there: one function a type, and lists of those that have no such
price."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from lakeform.review.costs.prices import Prices


@dataclass(frozen=True)
class Price:
    """USD a month, and what that is made of."""

    usd: float
    basis: str


@dataclass(frozen=True)
class Priced:
    """A resource as the pricing functions see it.

    Attributes:
        values: its attributes on one side of the plan.
        zones: how many subnets it stands in, None where nobody knows.
    """

    values: Mapping[str, Any]
    zones: int | None = None

    def number(self, *path: str) -> float | None:
        """A number, None where there is none or it isn't known."""
        value: Any = self.values
        for step in path:
            if isinstance(value, list):
                value = value[0] if value else None
            value = value.get(step) if isinstance(value, Mapping) else None
        return float(value) if isinstance(value, int | float) and value is not True else None

    def text(self, *path: str) -> str:
        """A text, empty where there is none."""
        value: Any = self.values
        for step in path:
            if isinstance(value, list):
                value = value[0] if value else None
            value = value.get(step) if isinstance(value, Mapping) else None
        return value if isinstance(value, str) else ""


Pricer = Callable[[Priced, Prices], Price | None]
"""None where the plan or the price file doesn't say enough."""


def _nat_gateway(_: Priced, prices: Prices) -> Price:
    hourly = prices["network.nat_gateway_usd_hour"]
    return Price(hourly * prices.hours, f"{hourly:g} USD an hour")


def _endpoint(resource: Priced, prices: Prices) -> Price | None:
    if resource.text("vpc_endpoint_type") in ("", "Gateway"):
        return Price(0.0, "gateway endpoints are free")
    if not resource.zones:
        return None
    hourly = prices["network.interface_endpoint_usd_hour"]
    basis = f"{resource.zones} zones, {hourly:g} USD an hour each"
    return Price(hourly * prices.hours * resource.zones, basis)


def _address(_: Priced, prices: Prices) -> Price:
    hourly = prices["network.public_ipv4_usd_hour"]
    return Price(hourly * prices.hours, f"{hourly:g} USD an hour")


def _key(_: Priced, prices: Prices) -> Price:
    return Price(prices["kms.key_usd_month"], "a customer managed key")


def _secret(_: Priced, prices: Prices) -> Price:
    return Price(prices["secrets.secret_usd_month"], "a secret")


def _alarm(resource: Priced, prices: Prices) -> Price:
    period = resource.number("period")
    fast = period is not None and period < 60
    usd = prices[f"cloudwatch.{'fast_alarm' if fast else 'alarm'}_usd_month"]
    queries = resource.values.get("metric_query")
    metrics = [each for each in queries if each.get("metric")] if isinstance(queries, list) else []
    count = max(1, len(metrics))
    return Price(usd * count, f"{count} {'metric' if count == 1 else 'metrics'}")


def _stream(resource: Priced, prices: Prices) -> Price | None:
    if resource.text("stream_mode_details", "stream_mode") == "ON_DEMAND":
        hourly = prices["kinesis.on_demand_usd_hour"]
        return Price(hourly * prices.hours, f"on demand, {hourly:g} USD an hour")
    shards = resource.number("shard_count")
    if shards is None:
        return None
    hourly = prices["kinesis.shard_usd_hour"]
    return Price(shards * hourly * prices.hours, f"{shards:g} shards, {hourly:g} USD an hour each")


def _cluster(resource: Priced, prices: Prices) -> Price | None:
    brokers = resource.number("number_of_broker_nodes")
    instance = resource.text("broker_node_group_info", "instance_type")
    path = ("broker_node_group_info", "storage_info", "ebs_storage_info", "volume_size")
    size = resource.number(*path) or 0.0
    hourly = prices.broker(instance)
    if brokers is None or hourly is None:
        return None
    storage = size * prices["msk.storage_usd_gb_month"]
    basis = f"{brokers:g} x {instance} and {size:g} GB each"
    return Price(brokers * (hourly * prices.hours + storage), basis)


def _serverless_cluster(_: Priced, prices: Prices) -> Price:
    hourly = prices["msk.serverless_usd_hour"]
    return Price(hourly * prices.hours, f"{hourly:g} USD an hour")


def _connector(resource: Priced, prices: Prices) -> Price | None:
    fixed, scaled = ("capacity", "provisioned_capacity"), ("capacity", "autoscaling")
    workers = resource.number(*fixed, "worker_count")
    units = resource.number(*fixed, "mcu_count")
    if workers is None:
        workers = resource.number(*scaled, "min_worker_count")
        units = resource.number(*scaled, "mcu_count")
    if workers is None:
        return None
    count = workers * (1.0 if units is None else units)
    hourly = prices["msk.connect_usd_mcu_hour"]
    return Price(count * hourly * prices.hours, f"at least {count:g} MCU, {hourly:g} USD an hour")


def _lustre(resource: Priced, prices: Prices) -> Price | None:
    capacity = resource.number("storage_capacity")
    throughput = resource.number("per_unit_storage_throughput")
    if capacity is None or throughput is None:
        return None
    tier = f"{resource.text('deployment_type')}-{throughput:g}"
    usd = prices.advisor(f"lustre.{tier}.usd_gb_month")
    if usd is None or resource.text("storage_type") == "HDD":
        return None
    basis = f"{capacity:g} GiB of {tier}"
    return Price(capacity * usd, basis)


def _volume(resource: Priced, prices: Prices) -> Price | None:
    size = resource.number("size")
    figures = [
        prices.advisor(f"ebs.{key}")
        for key in (
            "usd_gib_month",
            "usd_iops_month",
            "usd_mib_s_month",
            "included_iops",
            "included_mib_s",
        )
    ]
    a_gib, an_iops, a_mib_s, free_iops, free_mib_s = (each or 0.0 for each in figures)
    if resource.text("type") != "gp3" or size is None:
        return None
    iops = max(0.0, (resource.number("iops") or 0.0) - free_iops)
    throughput = max(0.0, (resource.number("throughput") or 0.0) - free_mib_s)
    usd = size * a_gib + iops * an_iops + throughput * a_mib_s
    return Price(usd, f"{size:g} GiB of gp3")


def _efs(resource: Priced, prices: Prices) -> Price | None:
    """Only provisioned throughput has a price by itself; what is stored depends on use."""
    throughput = resource.number("provisioned_throughput_in_mibps")
    usd = prices.advisor("efs.provisioned.usd_mib_s_month")
    if throughput is None or usd is None or resource.text("throughput_mode") != "provisioned":
        return None
    return Price(throughput * usd, f"{throughput:g} MiB/s provisioned; storage comes on top")


PRICED: Mapping[str, Pricer] = {
    "aws_cloudwatch_metric_alarm": _alarm,
    "aws_ebs_volume": _volume,
    "aws_efs_file_system": _efs,
    "aws_eip": _address,
    "aws_fsx_lustre_file_system": _lustre,
    "aws_kinesis_stream": _stream,
    "aws_kms_external_key": _key,
    "aws_kms_key": _key,
    "aws_kms_replica_key": _key,
    "aws_msk_cluster": _cluster,
    "aws_msk_serverless_cluster": _serverless_cluster,
    "aws_mskconnect_connector": _connector,
    "aws_nat_gateway": _nat_gateway,
    "aws_secretsmanager_secret": _secret,
    "aws_vpc_endpoint": _endpoint,
}
"""Type → its price by being there."""

BY_USE: frozenset[str] = frozenset(
    {
        "aws_athena_workgroup",
        "aws_backup_vault",
        "aws_cloudtrail",
        "aws_cloudwatch_event_bus",
        "aws_cloudwatch_log_group",
        "aws_dynamodb_table",
        "aws_ecr_repository",
        "aws_efs_file_system",
        "aws_emrserverless_application",
        "aws_flow_log",
        "aws_glue_catalog_database",
        "aws_glue_catalog_table",
        "aws_glue_catalog_table_optimizer",
        "aws_glue_crawler",
        "aws_glue_data_quality_ruleset",
        "aws_glue_job",
        "aws_kinesis_firehose_delivery_stream",
        "aws_kinesisanalyticsv2_application",
        "aws_lambda_function",
        "aws_pipes_pipe",
        "aws_s3_bucket",
        "aws_s3_directory_bucket",
        "aws_s3tables_table_bucket",
        "aws_scheduler_schedule",
        "aws_sfn_state_machine",
        "aws_sns_topic",
        "aws_sqs_queue",
    }
)
"""Types that cost what is stored in them, or done with them."""

BY_TIME: frozenset[str] = frozenset(
    {
        "aws_autoscaling_group",
        "aws_cloudtrail_event_data_store",
        "aws_db_instance",
        "aws_dms_replication_config",
        "aws_dms_replication_instance",
        "aws_docdb_cluster",
        "aws_docdb_cluster_instance",
        "aws_ec2_transit_gateway",
        "aws_ec2_transit_gateway_vpc_attachment",
        "aws_eks_cluster",
        "aws_eks_node_group",
        "aws_elasticache_cluster",
        "aws_elasticache_replication_group",
        "aws_elasticsearch_domain",
        "aws_emr_cluster",
        "aws_fsx_ontap_file_system",
        "aws_fsx_openzfs_file_system",
        "aws_fsx_windows_file_system",
        "aws_instance",
        "aws_lb",
        "aws_macie2_account",
        "aws_msk_replicator",
        "aws_mwaa_environment",
        "aws_neptune_cluster_instance",
        "aws_opensearch_domain",
        "aws_opensearchserverless_collection",
        "aws_quicksight_account_subscription",
        "aws_rds_cluster",
        "aws_rds_cluster_instance",
        "aws_redshift_cluster",
        "aws_redshiftserverless_workgroup",
        "aws_sagemaker_app",
        "aws_sagemaker_domain",
        "aws_sagemaker_endpoint",
        "aws_sagemaker_notebook_instance",
        "aws_vpn_connection",
    }
)
"""Types that cost something by being there, whose price lakeform doesn't know."""
