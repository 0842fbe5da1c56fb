"""The parts of a lake, by which a report groups its resources."""

from __future__ import annotations

from functools import cache

PARTS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "Network",
        (
            "aws_customer_gateway",
            "aws_default_network_acl",
            "aws_default_route_table",
            "aws_default_security_group",
            "aws_default_subnet",
            "aws_default_vpc",
            "aws_ec2_client_vpn",
            "aws_ec2_managed_prefix_list",
            "aws_ec2_transit_gateway",
            "aws_egress_only_internet_gateway",
            "aws_eip",
            "aws_flow_log",
            "aws_internet_gateway",
            "aws_lb",
            "aws_main_route_table_association",
            "aws_nat_gateway",
            "aws_network_acl",
            "aws_network_interface",
            "aws_route",
            "aws_route53",
            "aws_security_group",
            "aws_subnet",
            "aws_vpc",
            "aws_vpn",
        ),
    ),
    ("Encryption and secrets", ("aws_acm", "aws_kms", "aws_secretsmanager")),
    ("Identity", ("aws_cognito", "aws_iam", "aws_identitystore", "aws_ssoadmin")),
    (
        "Storage",
        (
            "aws_backup",
            "aws_datasync",
            "aws_glacier",
            "aws_macie2",
            "aws_s3",
            "aws_s3control",
            "aws_s3tables",
            "aws_s3vectors",
        ),
    ),
    ("Governance", ("aws_lakeformation", "aws_ram", "aws_datazone", "aws_organizations")),
    (
        "Catalogue",
        (
            "aws_glue_catalog",
            "aws_glue_classifier",
            "aws_glue_crawler",
            "aws_glue_data_catalog",
            "aws_glue_partition",
            "aws_glue_registry",
            "aws_glue_resource_policy",
            "aws_glue_schema",
            "aws_glue_user_defined_function",
        ),
    ),
    (
        "ETL",
        (
            "aws_batch",
            "aws_dms",
            "aws_emr",
            "aws_emrcontainers",
            "aws_emrserverless",
            "aws_glue",
            "aws_lambda",
            "aws_mwaa",
            "aws_scheduler",
            "aws_sfn",
            "aws_cloudwatch_event",
            "aws_pipes",
        ),
    ),
    (
        "Streams",
        (
            "aws_kinesis",
            "aws_kinesisanalyticsv2",
            "aws_msk",
            "aws_mskconnect",
            "aws_sns",
            "aws_sqs",
        ),
    ),
    (
        "File systems",
        ("aws_ebs", "aws_efs", "aws_fsx", "aws_volume", "aws_dlm"),
    ),
    (
        "Analytics and training",
        (
            "aws_appautoscaling",
            "aws_athena",
            "aws_autoscaling",
            "aws_ec2",
            "aws_ecr",
            "aws_ecs",
            "aws_eks",
            "aws_instance",
            "aws_key_pair",
            "aws_launch_template",
            "aws_opensearch",
            "aws_opensearchserverless",
            "aws_placement_group",
            "aws_quicksight",
            "aws_redshift",
            "aws_redshiftdata",
            "aws_redshiftserverless",
            "aws_sagemaker",
        ),
    ),
    (
        "Databases",
        (
            "aws_db",
            "aws_docdb",
            "aws_docdbelastic",
            "aws_dsql",
            "aws_dynamodb",
            "aws_elasticache",
            "aws_keyspaces",
            "aws_memorydb",
            "aws_neptune",
            "aws_neptunegraph",
            "aws_rds",
            "aws_timestreaminfluxdb",
        ),
    ),
    (
        "Watching",
        (
            "aws_accessanalyzer",
            "aws_budgets",
            "aws_ce",
            "aws_cloudtrail",
            "aws_cloudwatch",
            "aws_config",
            "aws_guardduty",
            "aws_securityhub",
            "aws_ssm",
            "aws_xray",
        ),
    ),
)
"""Part → prefixes of its types, in the order of a report. The longest prefix that fits wins."""

OTHER = "Other"
"""The part of what isn't listed: other providers, and services that lakes seldom have."""

ORDER: tuple[str, ...] = (*(name for name, _ in PARTS), OTHER)

_BY_PREFIX = {prefix: name for name, prefixes in PARTS for prefix in prefixes}


@cache
def part_of(resource_type: str) -> str:
    """The part that a resource type belongs to. A prefix ends at a `_`, or at the type's end."""
    words = resource_type.split("_")
    for length in range(len(words), 0, -1):
        part = _BY_PREFIX.get("_".join(words[:length]))
        if part is not None:
            return part
    return OTHER
