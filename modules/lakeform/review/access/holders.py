"""The table of the policy documents in a plan: which type holds one where, and whose it is."""

from __future__ import annotations

from dataclasses import dataclass

from lakeform.review.access.change import Area


@dataclass(frozen=True)
class Holder:
    """Where a type keeps a policy document.

    Attributes:
        attribute: that holds it.
        inside: where `attribute` is a nested block, the names on the way from it to what holds a
            document; all documents that are found there count as one.
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
    inside: tuple[str, ...] = ()


def _on(subject: str, attribute: str, noun: str, key: str, type: str = "") -> Holder:
    """A resource of its own that holds another's policy, by default `SUBJECT_policy`."""
    return Holder(type or f"{subject}_policy", attribute, noun, key, (subject,))


def _session(type: str, attribute: str, noun: str, key: str) -> Holder:
    """A policy that a role's sessions get, and that takes away from what the role may do."""
    return Holder(type, attribute, noun, key, None, limits=True)


HOLDERS: tuple[Holder, ...] = (
    Holder("aws_iam_role", "assume_role_policy", "role", "name", area=Area.TRUST),
    Holder("aws_iam_role", "inline_policy", "role", "name", area=Area.IAM, inside=("policy",)),
    Holder("aws_iam_role_policy", "policy", "role", "role", ("aws_iam_role",), Area.IAM),
    Holder("aws_iam_policy", "policy", "managed policy", "name", area=Area.IAM),
    Holder("aws_iam_user_policy", "policy", "user", "user", ("aws_iam_user",), Area.IAM),
    Holder("aws_iam_group_policy", "policy", "group", "group", ("aws_iam_group",), Area.IAM),
    Holder("aws_iot_policy", "policy", "IoT policy", "name", area=Area.IAM),
    Holder(
        "aws_ssoadmin_permission_set_inline_policy",
        "inline_policy",
        "permission set",
        "permission_set_arn",
        ("aws_ssoadmin_permission_set",),
        Area.IAM,
    ),
    Holder(
        "aws_acmpca_policy",
        "policy",
        "certificate authority",
        "resource_arn",
        ("aws_acmpca_certificate_authority",),
    ),
    Holder("aws_api_gateway_domain_name", "policy", "domain", "domain_name"),
    Holder("aws_api_gateway_rest_api", "policy", "API", "name"),
    _on("aws_api_gateway_rest_api", "policy", "API", "rest_api_id"),
    _on("aws_backup_vault", "policy", "backup vault", "backup_vault_name"),
    Holder(
        "aws_bedrockagentcore_resource_policy",
        "policy",
        "agent",
        "resource_arn",
        ("aws_bedrockagentcore_agent_runtime",),
    ),
    Holder(
        "aws_cloudsearch_domain_service_access_policy",
        "access_policy",
        "search domain",
        "domain_name",
        ("aws_cloudsearch_domain",),
    ),
    _on("aws_cloudwatch_event_bus", "policy", "event bus", "event_bus_name"),
    Holder(
        "aws_cloudwatch_log_delivery_destination_policy",
        "delivery_destination_policy",
        "logs",
        "delivery_destination_name",
        ("aws_cloudwatch_log_delivery_destination",),
    ),
    _on("aws_cloudwatch_log_destination", "access_policy", "log destination", "destination_name"),
    Holder("aws_cloudwatch_log_resource_policy", "policy_document", "logs", "policy_name", None),
    Holder(
        "aws_codeartifact_domain_permissions_policy",
        "policy_document",
        "packages of",
        "domain",
        ("aws_codeartifact_domain",),
    ),
    Holder(
        "aws_codeartifact_repository_permissions_policy",
        "policy_document",
        "repository",
        "repository",
        ("aws_codeartifact_repository",),
    ),
    Holder(
        "aws_codebuild_resource_policy",
        "policy",
        "CodeBuild",
        "resource_arn",
        ("aws_codebuild_project",),
    ),
    _on("aws_dsql_cluster", "policy", "cluster", "identifier"),
    _on("aws_dynamodb_table", "policy", "table", "resource_arn", "aws_dynamodb_resource_policy"),
    Holder("aws_ecr_registry_policy", "policy", "the registry of images", "", None),
    _on("aws_ecr_repository", "policy", "repository", "repository"),
    Holder(
        "aws_ecr_repository_creation_template", "repository_policy", "new repositories", "prefix"
    ),
    _on("aws_ecrpublic_repository", "policy", "public repository", "repository_name"),
    _on("aws_efs_file_system", "policy", "file system", "file_system_id"),
    _session("aws_eks_pod_identity_association", "policy", "pods of", "service_account"),
    Holder("aws_elasticsearch_domain", "access_policies", "Elasticsearch domain", "domain_name"),
    _on("aws_elasticsearch_domain", "access_policies", "Elasticsearch domain", "domain_name"),
    Holder(
        "aws_fsx_s3_access_point_attachment",
        "s3_access_point",
        "access point",
        "name",
        inside=("policy",),
    ),
    Holder("aws_glacier_vault", "access_policy", "vault", "name"),
    Holder("aws_glacier_vault_lock", "policy", "lock of the vault", "vault_name", limits=True),
    Holder("aws_glue_resource_policy", "policy", "the Glue catalogue", "", None),
    _on("aws_kinesis_stream", "policy", "stream", "resource_arn", "aws_kinesis_resource_policy"),
    Holder("aws_kms_key", "policy", "key", ""),
    _on("aws_kms_key", "policy", "key", "key_id"),
    Holder("aws_kms_external_key", "policy", "key", ""),
    Holder("aws_kms_replica_external_key", "policy", "key", ""),
    Holder("aws_kms_replica_key", "policy", "key", ""),
    _on("aws_media_store_container", "policy", "container", "container_name"),
    _on("aws_msk_cluster", "policy", "MSK cluster", "cluster_arn"),
    Holder("aws_networkfirewall_resource_policy", "policy", "firewall", "resource_arn", None),
    _on("aws_oam_sink", "policy", "sink of observations", "sink_identifier"),
    Holder("aws_opensearch_domain", "access_policies", "OpenSearch domain", "domain_name"),
    _on("aws_opensearch_domain", "access_policies", "OpenSearch domain", "domain_name"),
    Holder("aws_organizations_resource_policy", "content", "the organization", "", None),
    Holder(
        "aws_osis_resource_policy",
        "policy",
        "ingestion pipeline",
        "resource_arn",
        ("aws_osis_pipeline",),
    ),
    Holder("aws_pinpointsmsvoicev2_resource_policy", "policy", "SMS", "resource_arn", None),
    Holder(
        "aws_prometheus_resource_policy",
        "policy_document",
        "metrics",
        "workspace_id",
        ("aws_prometheus_workspace",),
    ),
    Holder("aws_redshift_resource_policy", "policy", "Redshift", "resource_arn", None),
    Holder("aws_redshiftserverless_resource_policy", "policy", "Redshift", "resource_arn", None),
    _session("aws_rolesanywhere_profile", "session_policy", "profile", "name"),
    Holder("aws_s3_access_point", "policy", "access point", "name"),
    Holder("aws_s3_bucket", "policy", "bucket", "bucket"),
    _on("aws_s3_bucket", "policy", "bucket", "bucket"),
    Holder(
        "aws_s3control_access_grants_instance_resource_policy",
        "policy",
        "the access grants",
        "",
        None,
    ),
    Holder(
        "aws_s3control_access_point_policy",
        "policy",
        "access point",
        "access_point_arn",
        ("aws_s3_access_point",),
    ),
    _on("aws_s3control_bucket", "policy", "bucket on Outposts", "bucket"),
    Holder(
        "aws_s3control_multi_region_access_point_policy",
        "details",
        "multi-Region access point",
        "",
        None,
        inside=("policy",),
    ),
    _on("aws_s3control_object_lambda_access_point", "policy", "Object Lambda access point", "name"),
    _on("aws_s3files_file_system", "policy", "file system", "file_system_id"),
    _on("aws_s3tables_table_bucket", "resource_policy", "table bucket", "table_bucket_arn"),
    _on("aws_s3tables_table", "resource_policy", "table", "name"),
    _on("aws_s3vectors_vector_bucket", "policy", "vector bucket", "vector_bucket_arn"),
    _on(
        "aws_sagemaker_model_package_group",
        "resource_policy",
        "group of models",
        "model_package_group_name",
    ),
    _on("aws_schemas_registry", "policy", "registry of schemas", "registry_name"),
    Holder("aws_secretsmanager_secret", "policy", "secret", "name"),
    _on("aws_secretsmanager_secret", "policy", "secret", "secret_arn"),
    Holder("aws_ses_identity_policy", "policy", "sender", "identity", ("aws_ses_domain_identity",)),
    Holder(
        "aws_sesv2_email_identity_policy",
        "policy",
        "sender",
        "email_identity",
        ("aws_sesv2_email_identity",),
    ),
    Holder("aws_sns_topic", "policy", "topic", "name"),
    _on("aws_sns_topic", "policy", "topic", "arn"),
    Holder("aws_sqs_queue", "policy", "queue", "name"),
    _on("aws_sqs_queue", "policy", "queue", "queue_url"),
    _session("aws_transfer_access", "policy", "group", "external_id"),
    _session("aws_transfer_user", "policy", "SFTP user", "user_name"),
    Holder("aws_vpc_endpoint", "policy", "endpoint", "service_name", limits=True),
    Holder(
        "aws_vpc_endpoint_policy",
        "policy",
        "endpoint",
        "vpc_endpoint_id",
        ("aws_vpc_endpoint",),
        limits=True,
    ),
    Holder(
        "aws_vpclattice_auth_policy",
        "policy",
        "service",
        "resource_identifier",
        ("aws_vpclattice_service",),
    ),
    Holder(
        "aws_vpclattice_resource_policy",
        "policy",
        "service",
        "resource_arn",
        ("aws_vpclattice_service",),
    ),
    Holder("aws_xray_resource_policy", "policy_document", "traces", "policy_name", None),
)
"""Attribute by attribute, the policy documents that are compared; `unlisted` finds others."""
