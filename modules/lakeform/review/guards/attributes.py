"""Which attributes of which types protect data: the table that the guards of protection read."""

from __future__ import annotations

from lakeform.review.guards.protections import (
    Protection,
    does_not_fall,
    does_not_fall_from_forever,
    no_weaker_than,
    stays_off,
    stays_on,
    stays_set,
)

_ANY = ("aws_*",)
_BUCKET = "aws_s3_bucket"

ENCRYPTION: tuple[Protection, ...] = (
    Protection(_ANY, ("at_rest_encryption_enabled",), "encryption at rest", stays_on),
    Protection(_ANY, ("encrypted",), "encryption at rest", stays_on),
    Protection(_ANY, ("storage_encrypted",), "encryption at rest", stays_on),
    Protection(_ANY, ("transit_encryption_enabled",), "encryption in transit", stays_on),
    Protection(_ANY, ("enable_key_rotation",), "rotation of the key", stays_on),
    Protection(_ANY, ("kms_key_arn",), "the encryption key", stays_set),
    Protection(_ANY, ("kms_key_id",), "the encryption key", stays_set),
    Protection(_ANY, ("kms_master_key_id",), "the encryption key", stays_set),
    Protection(_ANY, ("security_configuration",), "the security configuration", stays_set),
    Protection(_ANY, ("encryption_type",), "encryption", no_weaker_than("KMS", "AES256", "NONE")),
    Protection(("aws_kms_*",), ("is_enabled",), "the key", stays_on),
    Protection(
        ("aws_s3_bucket_server_side_encryption_configuration",),
        ("rule", "apply_server_side_encryption_by_default", "sse_algorithm"),
        "encryption of the bucket",
        no_weaker_than("aws:kms:dsse", "aws:kms", "AES256"),
    ),
    Protection(
        ("aws_s3_bucket_server_side_encryption_configuration",),
        ("rule", "apply_server_side_encryption_by_default", "kms_master_key_id"),
        "the encryption key of the bucket",
        stays_set,
    ),
    Protection(
        (_BUCKET,),
        ("server_side_encryption_configuration",),
        "encryption of the bucket",
        stays_set,
    ),
    Protection(
        ("aws_dynamodb_table",), ("server_side_encryption", "enabled"), "encryption", stays_on
    ),
    Protection(
        ("aws_glue_security_configuration",),
        ("encryption_configuration", "s3_encryption", "s3_encryption_mode"),
        "encryption of what jobs write",
        no_weaker_than("SSE-KMS", "SSE-S3", "DISABLED"),
    ),
    Protection(
        ("aws_glue_security_configuration",),
        (
            "encryption_configuration",
            "cloudwatch_encryption",
            "cloudwatch_encryption_mode",
        ),
        "encryption of logs",
        no_weaker_than("SSE-KMS", "DISABLED"),
    ),
    Protection(
        ("aws_glue_security_configuration",),
        ("encryption_configuration", "job_bookmarks_encryption", "job_bookmarks_encryption_mode"),
        "encryption of bookmarks",
        no_weaker_than("CSE-KMS", "DISABLED"),
    ),
    Protection(
        ("aws_glue_data_catalog_encryption_settings",),
        (
            "data_catalog_encryption_settings",
            "encryption_at_rest",
            "catalog_encryption_mode",
        ),
        "encryption of the catalogue",
        no_weaker_than("SSE-KMS-WITH-SERVICE-ROLE", "SSE-KMS", "DISABLED"),
    ),
    Protection(
        ("aws_glue_data_catalog_encryption_settings",),
        (
            "data_catalog_encryption_settings",
            "connection_password_encryption",
            "return_connection_password_encrypted",
        ),
        "encryption of connections' passwords",
        stays_on,
    ),
    Protection(
        ("aws_glue_connection",),
        ("connection_properties", "JDBC_ENFORCE_SSL"),
        "TLS of the connection",
        stays_on,
    ),
    Protection(
        ("aws_msk_cluster",),
        ("encryption_info", "encryption_in_transit", "client_broker"),
        "encryption between clients and brokers",
        no_weaker_than("TLS", "TLS_PLAINTEXT", "PLAINTEXT"),
    ),
    Protection(
        ("aws_msk_cluster",),
        ("encryption_info", "encryption_in_transit", "in_cluster"),
        "encryption between brokers",
        stays_on,
    ),
    Protection(
        ("aws_msk_cluster",),
        ("client_authentication", "unauthenticated"),
        "access without authentication",
        stays_off,
    ),
    Protection(
        ("aws_kinesis_firehose_delivery_stream",),
        ("server_side_encryption", "enabled"),
        "encryption of the delivery stream",
        stays_on,
    ),
    Protection(
        ("aws_opensearch_domain", "aws_elasticsearch_domain"),
        ("encrypt_at_rest", "enabled"),
        "encryption at rest",
        stays_on,
    ),
    Protection(
        ("aws_opensearch_domain", "aws_elasticsearch_domain"),
        ("node_to_node_encryption", "enabled"),
        "encryption between nodes",
        stays_on,
    ),
    Protection(
        ("aws_opensearch_domain", "aws_elasticsearch_domain"),
        ("domain_endpoint_options", "enforce_https"),
        "HTTPS only",
        stays_on,
    ),
    Protection(
        ("aws_athena_workgroup",),
        ("configuration", "result_configuration", "encryption_configuration", "encryption_option"),
        "encryption of results",
        no_weaker_than("CSE_KMS", "SSE_KMS", "SSE_S3"),
    ),
    Protection(
        ("aws_athena_workgroup",),
        ("configuration", "enforce_workgroup_configuration"),
        "the workgroup's hold on its queries",
        stays_on,
    ),
)
"""Encryption at rest and in transit, and its keys."""

PROTECTION: tuple[Protection, ...] = (
    Protection(_ANY, ("deletion_protection",), "deletion protection", stays_on),
    Protection(_ANY, ("deletion_protection_enabled",), "deletion protection", stays_on),
    Protection(_ANY, ("force_delete",), "deletion with all that is inside", stays_off),
    Protection(_ANY, ("force_destroy",), "destruction with all that is inside", stays_off),
    Protection(_ANY, ("skip_final_snapshot",), "destruction without a last snapshot", stays_off),
    Protection(_ANY, ("skip_final_backup",), "destruction without a last backup", stays_off),
    Protection(_ANY, ("skip_destroy",), "what keeps it when its resource goes", stays_on),
    Protection(_ANY, ("delete_automated_backups",), "deletion of backups with it", stays_off),
    Protection(
        ("aws_s3_bucket_versioning",),
        ("versioning_configuration", "status"),
        "versioning",
        no_weaker_than("Enabled", "Suspended", "Disabled"),
    ),
    Protection(
        ("aws_s3_bucket_versioning",),
        ("versioning_configuration", "mfa_delete"),
        "MFA for deletions",
        no_weaker_than("Enabled", "Disabled"),
    ),
    Protection((_BUCKET,), ("versioning", "enabled"), "versioning", stays_on),
    Protection((_BUCKET,), ("object_lock_enabled",), "object lock", stays_on),
    Protection(
        ("aws_s3_bucket_object_lock_configuration",),
        ("rule", "default_retention", "mode"),
        "object lock",
        no_weaker_than("COMPLIANCE", "GOVERNANCE"),
    ),
    Protection(
        ("aws_s3_bucket_replication_configuration",),
        ("rule", "status"),
        "replication",
        no_weaker_than("Enabled", "Disabled"),
    ),
    Protection(
        ("aws_dynamodb_table",),
        ("point_in_time_recovery", "enabled"),
        "recovery to a point in time",
        stays_on,
    ),
    Protection(
        ("aws_efs_backup_policy",),
        ("backup_policy", "status"),
        "backups",
        no_weaker_than("ENABLED", "DISABLED"),
    ),
    Protection(
        ("aws_efs_file_system",),
        ("protection", "replication_overwrite"),
        "protection against being overwritten",
        no_weaker_than("ENABLED", "DISABLED"),
    ),
    Protection(_ANY, ("multi_az",), "a second availability zone", stays_on),
)
"""What keeps data from being deleted, and backups of it."""

RETENTION: tuple[Protection, ...] = (
    Protection(_ANY, ("automatic_backup_retention_days",), "retention of backups", does_not_fall),
    Protection(
        _ANY, ("automated_snapshot_retention_period",), "retention of backups", does_not_fall
    ),
    Protection(_ANY, ("backup_retention_period",), "retention of backups", does_not_fall),
    Protection(_ANY, ("deletion_window_in_days",), "the wait before a key is gone", does_not_fall),
    Protection(_ANY, ("message_retention_seconds",), "retention of messages", does_not_fall),
    Protection(
        _ANY, ("recovery_window_in_days",), "the wait before a secret is gone", does_not_fall
    ),
    Protection(("aws_kinesis_stream",), ("retention_period",), "retention", does_not_fall),
    Protection(_ANY, ("retention_in_days",), "retention of logs", does_not_fall_from_forever),
    Protection(
        ("aws_s3_bucket_object_lock_configuration",),
        ("rule", "default_retention", "days"),
        "retention by object lock",
        does_not_fall,
    ),
    Protection(
        ("aws_s3_bucket_object_lock_configuration",),
        ("rule", "default_retention", "years"),
        "retention by object lock",
        does_not_fall,
    ),
    Protection(
        ("aws_backup_plan",), ("rule", "lifecycle", "delete_after"), "retention", does_not_fall
    ),
    Protection(
        ("aws_backup_vault_lock_configuration",),
        ("min_retention_days",),
        "the vault's least retention",
        does_not_fall,
    ),
)
"""For how long data, backups and logs are kept."""

LOGGING: tuple[Protection, ...] = (
    Protection(_ANY, ("enable_logging",), "logging", stays_on),
    Protection(_ANY, ("enable_log_file_validation",), "validation of log files", stays_on),
    Protection(_ANY, ("is_multi_region_trail",), "the trail of other regions", stays_on),
    Protection((_BUCKET,), ("logging",), "access logging", stays_set),
    Protection(("aws_guardduty_detector",), ("enable",), "the detector", stays_on),
    Protection(
        ("aws_msk_cluster",),
        ("logging_info", "broker_logs", "cloudwatch_logs", "enabled"),
        "logging to CloudWatch",
        stays_on,
    ),
    Protection(
        ("aws_msk_cluster",), ("logging_info", "broker_logs", "s3", "enabled"), "logging", stays_on
    ),
    Protection(
        ("aws_kinesis_firehose_delivery_stream",),
        ("extended_s3_configuration", "cloudwatch_logging_options", "enabled"),
        "logging of errors",
        stays_on,
    ),
    Protection(_ANY, ("enabled_cloudwatch_logs_exports",), "export of logs", stays_set),
)
"""What happens is written down."""

PUBLIC: tuple[Protection, ...] = (
    Protection(_ANY, ("publicly_accessible",), "access from the internet", stays_off),
    Protection(_ANY, ("map_public_ip_on_launch",), "public addresses in the subnet", stays_off),
    Protection(_ANY, ("associate_public_ip_address",), "a public address", stays_off),
    Protection(_ANY, ("block_public_acls",), "the block of public ACLs", stays_on),
    Protection(_ANY, ("block_public_policy",), "the block of public policies", stays_on),
    Protection(_ANY, ("ignore_public_acls",), "the disregard of public ACLs", stays_on),
    Protection(_ANY, ("restrict_public_buckets",), "the restriction of public buckets", stays_on),
    Protection(
        ("aws_s3_bucket", "aws_s3_bucket_acl"),
        ("acl",),
        "the ACL",
        no_weaker_than(
            "private",
            "log-delivery-write",
            "bucket-owner-read",
            "bucket-owner-full-control",
            "aws-exec-read",
            "authenticated-read",
            "public-read",
            "public-read-write",
        ),
    ),
    Protection(
        ("aws_ram_resource_share",),
        ("allow_external_principals",),
        "sharing outside the organization",
        stays_off,
    ),
    Protection(
        ("aws_eks_cluster",),
        ("vpc_config", "endpoint_public_access"),
        "access to the API from the internet",
        stays_off,
    ),
    Protection(
        ("aws_emr_block_public_access_configuration",),
        ("block_public_security_group_rules",),
        "the block of public rules",
        stays_on,
    ),
    Protection(
        ("aws_msk_cluster",),
        ("broker_node_group_info", "connectivity_info", "public_access", "type"),
        "access to the brokers",
        no_weaker_than("DISABLED", "SERVICE_PROVIDED_EIPS"),
    ),
)
"""What keeps the internet out."""
