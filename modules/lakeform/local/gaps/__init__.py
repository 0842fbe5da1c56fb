"""The gaps of moto that lakeform closes, one a file, in the order in which they are applied."""

from __future__ import annotations

from lakeform.local.gaps import (
    ec2_flow_logs,
    ec2_network_acls,
    ec2_security_group_rules,
    ec2_tags,
    ec2_vpc_endpoints,
    glue_classifiers,
    glue_connections,
    glue_data_quality,
    glue_partition_indexes,
    glue_registries,
    glue_table_optimizers,
    glue_updates,
    glue_user_defined_functions,
    kinesis_tags,
    kms_rotation,
    lakeformation_data_cells_filters,
    lakeformation_default_permissions,
    lakeformation_opt_ins,
    lakeformation_permissions,
    lakeformation_resources,
    lakeformation_tags_on_resources,
    ram_shares,
    s3_bucket_configurations,
    s3_delete_markers,
    s3_lifecycle,
    s3_logging,
    s3_notifications,
    s3_policy_conditions,
    s3_replication,
    sqs_attributes,
)
from lakeform.local.gaps.gap import Gap

GAPS: tuple[Gap, ...] = (
    lakeformation_resources.GAP,
    lakeformation_permissions.GAP,
    lakeformation_data_cells_filters.GAP,
    lakeformation_opt_ins.GAP,
    lakeformation_tags_on_resources.GAP,
    s3_bucket_configurations.GAP,
    s3_delete_markers.GAP,
    s3_lifecycle.GAP,
    s3_logging.GAP,
    s3_notifications.GAP,
    s3_policy_conditions.GAP,
    s3_replication.GAP,
    lakeformation_default_permissions.GAP,
    glue_classifiers.GAP,
    glue_connections.GAP,
    glue_data_quality.GAP,
    glue_partition_indexes.GAP,
    glue_registries.GAP,
    glue_table_optimizers.GAP,
    glue_updates.GAP,
    glue_user_defined_functions.GAP,
    kms_rotation.GAP,
    ram_shares.GAP,
    sqs_attributes.GAP,
    kinesis_tags.GAP,
    ec2_flow_logs.GAP,
    ec2_network_acls.GAP,
    ec2_security_group_rules.GAP,
    ec2_tags.GAP,
    ec2_vpc_endpoints.GAP,
)


def apply_all() -> None:
    """Close every gap in this process. Only the embedded AWS's own process may call this."""
    for gap in GAPS:
        gap.apply()
