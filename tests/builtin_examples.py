"""Of each check that the gate takes over: what it refuses, and what it lets pass."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

KEY = "arn:aws:kms:us-east-1:111111111111:key/0a1b"
SECRETS = (
    "export AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE\n"
    "export AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY\n"
)
"""Those of AWS's own documentation."""

_LOGS = ["api", "audit", "authenticator", "controllerManager", "scheduler"]
_AUDIT = {"log_type": "AUDIT_LOGS", "enabled": True}

Values = Mapping[str, Any]

EXAMPLES: Mapping[str, tuple[str, Values, Values]] = {
    "CKV_AWS_5": (
        "aws_opensearch_domain",
        {"encrypt_at_rest": [{"enabled": False}]},
        {"encrypt_at_rest": [{"enabled": True}]},
    ),
    "CKV_AWS_6": (
        "aws_opensearch_domain",
        {
            "cluster_config": [{"instance_count": 2}],
            "node_to_node_encryption": [{"enabled": False}],
        },
        {
            "cluster_config": [{"instance_count": 2}],
            "node_to_node_encryption": [{"enabled": True}],
        },
    ),
    "CKV_AWS_8": (
        "aws_instance",
        {"root_block_device": [{"encrypted": False}]},
        {"root_block_device": [{"encrypted": True}]},
    ),
    "CKV_AWS_10": (
        "aws_iam_account_password_policy",
        {"minimum_password_length": 13},
        {"minimum_password_length": 14},
    ),
    "CKV_AWS_13": (
        "aws_iam_account_password_policy",
        {"password_reuse_prevention": 23},
        {"password_reuse_prevention": 24},
    ),
    "CKV_AWS_16": ("aws_db_instance", {"storage_encrypted": False}, {"storage_encrypted": True}),
    "CKV_AWS_17": (
        "aws_db_instance",
        {"publicly_accessible": True},
        {"publicly_accessible": False},
    ),
    "CKV_AWS_22": ("aws_sagemaker_notebook_instance", {"kms_key_id": None}, {"kms_key_id": KEY}),
    "CKV_AWS_23": (
        "aws_security_group_rule",
        {"type": "ingress", "description": None},
        {"type": "ingress", "description": "clients of the lake"},
    ),
    "CKV_AWS_28": (
        "aws_dynamodb_table",
        {"point_in_time_recovery": [{"enabled": False}]},
        {"point_in_time_recovery": [{"enabled": True}]},
    ),
    "CKV_AWS_35": ("aws_cloudtrail", {"kms_key_id": None}, {"kms_key_id": KEY}),
    "CKV_AWS_36": (
        "aws_cloudtrail",
        {"enable_log_file_validation": False},
        {"enable_log_file_validation": True},
    ),
    "CKV_AWS_37": (
        "aws_eks_cluster",
        {"enabled_cluster_log_types": _LOGS[1:]},
        {"enabled_cluster_log_types": _LOGS},
    ),
    "CKV_AWS_38": (
        "aws_eks_cluster",
        {"vpc_config": [{"endpoint_public_access": True, "public_access_cidrs": ["0.0.0.0/0"]}]},
        {"vpc_config": [{"endpoint_public_access": True, "public_access_cidrs": ["10.0.0.0/8"]}]},
    ),
    "CKV_AWS_39": (
        "aws_eks_cluster",
        {"vpc_config": [{"endpoint_public_access": True}]},
        {"vpc_config": [{"endpoint_public_access": False}]},
    ),
    "CKV_AWS_40": ("aws_iam_policy_attachment", {"users": ["ann"]}, {"roles": ["reader"]}),
    "CKV_AWS_46": ("aws_instance", {"user_data": SECRETS}, {"user_data": "yum update"}),
    "CKV_AWS_51": (
        "aws_ecr_repository",
        {"image_tag_mutability": "MUTABLE"},
        {"image_tag_mutability": "IMMUTABLE"},
    ),
    "CKV_AWS_58": (
        "aws_eks_cluster",
        {"encryption_config": []},
        {"encryption_config": [{"resources": ["secrets"]}]},
    ),
    "CKV_AWS_67": (
        "aws_cloudtrail",
        {"is_multi_region_trail": False},
        {"is_multi_region_trail": True},
    ),
    "CKV_AWS_77": (
        "aws_athena_database",
        {"encryption_configuration": []},
        {"encryption_configuration": [{"encryption_option": "SSE_KMS"}]},
    ),
    "CKV_AWS_79": (
        "aws_instance",
        {"metadata_options": [{"http_tokens": "optional"}]},
        {"metadata_options": [{"http_tokens": "required"}]},
    ),
    "CKV_AWS_83": (
        "aws_opensearch_domain",
        {"domain_endpoint_options": [{"enforce_https": False}]},
        {"domain_endpoint_options": [{"enforce_https": True}]},
    ),
    "CKV_AWS_88": (
        "aws_instance",
        {"associate_public_ip_address": True},
        {"associate_public_ip_address": False},
    ),
    "CKV_AWS_89": (
        "aws_dms_replication_instance",
        {"publicly_accessible": True},
        {"publicly_accessible": False},
    ),
    "CKV_AWS_98": (
        "aws_sagemaker_endpoint_configuration",
        {"kms_key_arn": None},
        {"kms_key_arn": KEY},
    ),
    "CKV_AWS_100": (
        "aws_eks_node_group",
        {"remote_access": [{"ec2_ssh_key": "ann"}]},
        {"remote_access": [{"ec2_ssh_key": "ann", "source_security_group_ids": ["sg-1"]}]},
    ),
    "CKV_AWS_106": ("aws_ebs_encryption_by_default", {"enabled": False}, {"enabled": True}),
    "CKV_AWS_119": (
        "aws_dynamodb_table",
        {"server_side_encryption": [{"enabled": False}]},
        {"server_side_encryption": [{"enabled": True, "kms_key_arn": KEY}]},
    ),
    "CKV_AWS_122": (
        "aws_sagemaker_notebook_instance",
        {"direct_internet_access": "Enabled"},
        {"direct_internet_access": "Disabled"},
    ),
    "CKV_AWS_129": (
        "aws_db_instance",
        {"enabled_cloudwatch_logs_exports": []},
        {"enabled_cloudwatch_logs_exports": ["audit"]},
    ),
    "CKV_AWS_133": (
        "aws_db_instance",
        {"backup_retention_period": 0},
        {"backup_retention_period": 7},
    ),
    "CKV_AWS_136": (
        "aws_ecr_repository",
        {"encryption_configuration": [{"encryption_type": "AES256"}]},
        {"encryption_configuration": [{"encryption_type": "KMS"}]},
    ),
    "CKV_AWS_137": (
        "aws_opensearch_domain",
        {"vpc_options": []},
        {"vpc_options": [{"subnet_ids": ["subnet-1"]}]},
    ),
    "CKV_AWS_161": (
        "aws_db_instance",
        {"engine": "postgres", "iam_database_authentication_enabled": False},
        {"engine": "postgres", "iam_database_authentication_enabled": True},
    ),
    "CKV_AWS_163": (
        "aws_ecr_repository",
        {"image_scanning_configuration": [{"scan_on_push": False}]},
        {"image_scanning_configuration": [{"scan_on_push": True}]},
    ),
    "CKV_AWS_166": ("aws_backup_vault", {"kms_key_arn": None}, {"kms_key_arn": KEY}),
    "CKV_AWS_183": ("aws_ebs_snapshot_copy", {"kms_key_id": None}, {"kms_key_id": KEY}),
    "CKV_AWS_187": ("aws_sagemaker_domain", {"kms_key_id": None}, {"kms_key_id": KEY}),
    "CKV_AWS_212": ("aws_dms_replication_instance", {"kms_key_arn": None}, {"kms_key_arn": KEY}),
    "CKV_AWS_222": (
        "aws_dms_replication_instance",
        {"auto_minor_version_upgrade": False},
        {"auto_minor_version_upgrade": True},
    ),
    "CKV_AWS_226": (
        "aws_db_instance",
        {"auto_minor_version_upgrade": False},
        {"auto_minor_version_upgrade": True},
    ),
    "CKV_AWS_227": ("aws_kms_key", {"is_enabled": False}, {"is_enabled": True}),
    "CKV_AWS_228": (
        "aws_opensearch_domain",
        {"domain_endpoint_options": [{"tls_security_policy": "Policy-Min-TLS-1-0-2019-07"}]},
        {"domain_endpoint_options": [{"tls_security_policy": "Policy-Min-TLS-1-2-2019-07"}]},
    ),
    "CKV_AWS_238": ("aws_guardduty_detector", {"enable": False}, {"enable": True}),
    "CKV_AWS_247": (
        "aws_opensearch_domain",
        {"encrypt_at_rest": [{"enabled": True}]},
        {"encrypt_at_rest": [{"enabled": True, "kms_key_id": KEY}]},
    ),
    "CKV_AWS_251": ("aws_cloudtrail", {"enable_logging": False}, {"enable_logging": True}),
    "CKV_AWS_282": ("aws_redshiftserverless_namespace", {"kms_key_id": None}, {"kms_key_id": KEY}),
    "CKV_AWS_294": ("aws_cloudtrail_event_data_store", {"kms_key_id": None}, {"kms_key_id": KEY}),
    "CKV_AWS_296": (
        "aws_dms_endpoint",
        {"engine_name": "mysql", "kms_key_arn": None},
        {"engine_name": "mysql", "kms_key_arn": KEY},
    ),
    "CKV_AWS_298": ("aws_dms_s3_endpoint", {"kms_key_arn": None}, {"kms_key_arn": KEY}),
    "CKV_AWS_301": (
        "aws_lambda_permission",
        {"principal": "*"},
        {"principal": "s3.amazonaws.com"},
    ),
    "CKV_AWS_304": (
        "aws_secretsmanager_secret_rotation",
        {"rotation_rules": [{"automatically_after_days": 91}]},
        {"rotation_rules": [{"automatically_after_days": 90}]},
    ),
    "CKV_AWS_306": (
        "aws_sagemaker_notebook_instance",
        {"subnet_id": None},
        {"subnet_id": "subnet-1"},
    ),
    "CKV_AWS_307": (
        "aws_sagemaker_notebook_instance",
        {"root_access": "Enabled"},
        {"root_access": "Disabled"},
    ),
    "CKV_AWS_317": (
        "aws_opensearch_domain",
        {"log_publishing_options": [{**_AUDIT, "enabled": False}]},
        {"log_publishing_options": [_AUDIT]},
    ),
    "CKV_AWS_319": (
        "aws_cloudwatch_metric_alarm",
        {"actions_enabled": False},
        {"actions_enabled": True},
    ),
    "CKV_AWS_329": (
        "aws_efs_access_point",
        {"root_directory": [{"path": "/"}]},
        {"root_directory": [{"path": "/home"}]},
    ),
    "CKV_AWS_330": (
        "aws_efs_access_point",
        {"posix_user": []},
        {"posix_user": [{"gid": 1000, "uid": 1000}]},
    ),
    "CKV_AWS_337": (
        "aws_ssm_parameter",
        {"type": "SecureString", "key_id": None},
        {"type": "SecureString", "key_id": KEY},
    ),
    "CKV_AWS_364": (
        "aws_lambda_permission",
        {"principal": "s3.amazonaws.com"},
        {"principal": "s3.amazonaws.com", "source_arn": "arn:aws:s3:::raw"},
    ),
    "CKV_AWS_370": (
        "aws_sagemaker_model",
        {"enable_network_isolation": False},
        {"enable_network_isolation": True},
    ),
    "CKV_AWS_371": (
        "aws_sagemaker_notebook_instance",
        {"instance_metadata_service_configuration": []},
        {
            "instance_metadata_service_configuration": [
                {"minimum_instance_metadata_service_version": "2"}
            ]
        },
    ),
    "CKV_AWS_390": (
        "aws_emr_block_public_access_configuration",
        {"block_public_security_group_rules": False},
        {"block_public_security_group_rules": True},
    ),
}
"""Check → a type that it judges, attributes that it refuses, and attributes that it lets pass."""
