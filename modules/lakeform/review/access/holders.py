"""The table of the policy documents in a plan: which type holds one where, and whose it is."""

from __future__ import annotations

from dataclasses import dataclass

from lakeform.review.access.change import Area


@dataclass(frozen=True)
class Holder:
    """Where a type keeps a policy document.

    Attributes:
        attribute: that holds it.
        inside: where `attribute` is a nested block that may be there several times, the attribute
            in it that holds a document; all of them together count as one.
        subject: the attribute that names whose policy it is, and the noun for it.
        of: the types that `subject` names; empty where the resource is the subject itself, None
            where it is the whole account's.
        limits: whether it only limits what other policies allow.
    """

    type: str
    attribute: str
    noun: str
    subject: str
    of: tuple[str, ...] | None = ()
    area: Area = Area.RESOURCE
    limits: bool = False
    inside: str = ""


def _on(subject: str, attribute: str, noun: str, key: str, type: str = "") -> Holder:
    """A resource of its own that holds another's policy, by default `SUBJECT_policy`."""
    return Holder(type or f"{subject}_policy", attribute, noun, key, (subject,))


HOLDERS: tuple[Holder, ...] = (
    Holder("aws_iam_role", "assume_role_policy", "role", "name", area=Area.TRUST),
    Holder("aws_iam_role", "inline_policy", "role", "name", area=Area.IAM, inside="policy"),
    Holder("aws_iam_role_policy", "policy", "role", "role", ("aws_iam_role",), Area.IAM),
    Holder("aws_iam_policy", "policy", "managed policy", "name", area=Area.IAM),
    Holder("aws_iam_user_policy", "policy", "user", "user", ("aws_iam_user",), Area.IAM),
    Holder("aws_iam_group_policy", "policy", "group", "group", ("aws_iam_group",), Area.IAM),
    Holder(
        "aws_ssoadmin_permission_set_inline_policy",
        "inline_policy",
        "permission set",
        "permission_set_arn",
        ("aws_ssoadmin_permission_set",),
        Area.IAM,
    ),
    _on("aws_backup_vault", "policy", "backup vault", "backup_vault_name"),
    _on("aws_cloudwatch_event_bus", "policy", "event bus", "event_bus_name"),
    Holder("aws_cloudwatch_log_resource_policy", "policy_document", "logs", "policy_name", None),
    _on("aws_dynamodb_table", "policy", "table", "resource_arn", "aws_dynamodb_resource_policy"),
    _on("aws_ecr_repository", "policy", "repository", "repository"),
    _on("aws_efs_file_system", "policy", "file system", "file_system_id"),
    Holder("aws_glue_resource_policy", "policy", "the Glue catalogue", "", None),
    _on("aws_kinesis_stream", "policy", "stream", "resource_arn", "aws_kinesis_resource_policy"),
    Holder("aws_kms_key", "policy", "key", ""),
    _on("aws_kms_key", "policy", "key", "key_id"),
    _on("aws_msk_cluster", "policy", "MSK cluster", "cluster_arn"),
    Holder("aws_opensearch_domain", "access_policies", "OpenSearch domain", "domain_name"),
    _on("aws_opensearch_domain", "access_policies", "OpenSearch domain", "domain_name"),
    Holder("aws_redshift_resource_policy", "policy", "Redshift", "resource_arn", None),
    Holder("aws_redshiftserverless_resource_policy", "policy", "Redshift", "resource_arn", None),
    Holder("aws_s3_access_point", "policy", "access point", "name"),
    _on("aws_s3_bucket", "policy", "bucket", "bucket"),
    _on("aws_s3tables_table_bucket", "resource_policy", "table bucket", "table_bucket_arn"),
    _on("aws_s3tables_table", "resource_policy", "table", "name"),
    Holder("aws_secretsmanager_secret", "policy", "secret", "name"),
    _on("aws_secretsmanager_secret", "policy", "secret", "secret_arn"),
    Holder("aws_sns_topic", "policy", "topic", "name"),
    _on("aws_sns_topic", "policy", "topic", "arn"),
    Holder("aws_sqs_queue", "policy", "queue", "name"),
    _on("aws_sqs_queue", "policy", "queue", "queue_url"),
    Holder("aws_vpc_endpoint", "policy", "endpoint", "service_name", limits=True),
    Holder(
        "aws_vpc_endpoint_policy",
        "policy",
        "endpoint",
        "vpc_endpoint_id",
        ("aws_vpc_endpoint",),
        limits=True,
    ),
)
"""Attribute by attribute, all policy documents that are compared."""
