"""Copies of a zone's objects in another bucket."""

from __future__ import annotations

from collections.abc import Iterator

from lakeform.aws.s3 import (
    S3BucketReplicationConfiguration,
    S3BucketReplicationConfigurationRule,
    S3BucketReplicationConfigurationRuleDeleteMarkerReplication,
    S3BucketReplicationConfigurationRuleDestination,
    S3BucketReplicationConfigurationRuleDestinationAccessControlTranslation,
    S3BucketReplicationConfigurationRuleDestinationEncryptionConfiguration,
    S3BucketReplicationConfigurationRuleDestinationMetrics,
    S3BucketReplicationConfigurationRuleFilter,
    S3BucketReplicationConfigurationRuleSourceSelectionCriteria,
    S3BucketReplicationConfigurationRuleSourceSelectionCriteriaSseKmsEncryptedObjects,
)
from lakeform.config.storage import ReplicateTo
from lakeform.constructs.encryption import ZoneKey
from lakeform.constructs.iam import (
    OneOrMore,
    ServiceRole,
    Statement,
    dns_suffix,
    service_role,
    service_trust,
    statement,
)
from lakeform.constructs.storage.bucket import Bucket
from lakeform.naming import Names


def replicate(
    bucket: Bucket, encryption: ZoneKey, names: Names, target: ReplicateTo, *, locked: bool
) -> S3BucketReplicationConfiguration:
    """Copy every new object of a zone to `target`, with a role of the zone's own.

    Args:
        locked: the zone has object lock, whose dates are copied too.
    """
    role = _role(bucket, encryption, names, target, locked)
    encryption.allow(role.arn, "decrypt")
    other_account = target.account is not None and target.account != names.account
    key = S3BucketReplicationConfigurationRuleDestinationEncryptionConfiguration(
        replica_kms_key_id=_replica_key(names, target)
    )
    destination = S3BucketReplicationConfigurationRuleDestination(
        bucket=target.bucket,
        storage_class=target.storage_class,
        account=target.account if other_account else None,
        access_control_translation=(
            S3BucketReplicationConfigurationRuleDestinationAccessControlTranslation(
                owner="Destination"
            )
            if other_account
            else None
        ),
        encryption_configuration=key,
        metrics=S3BucketReplicationConfigurationRuleDestinationMetrics(status="Enabled"),
    )
    encrypted = S3BucketReplicationConfigurationRuleSourceSelectionCriteriaSseKmsEncryptedObjects(
        status="Enabled"
    )
    return S3BucketReplicationConfiguration(
        bucket,
        "replication",
        logical_id=bucket.logical_id,
        bucket=bucket.id,
        role=role.role.arn,
        rule=[
            S3BucketReplicationConfigurationRule(
                id="everything",
                status="Enabled",
                priority=0,
                filter=S3BucketReplicationConfigurationRuleFilter(),
                delete_marker_replication=(
                    S3BucketReplicationConfigurationRuleDeleteMarkerReplication(
                        status="Enabled" if target.delete_markers else "Disabled"
                    )
                ),
                destination=destination,
                source_selection_criteria=(
                    S3BucketReplicationConfigurationRuleSourceSelectionCriteria(
                        sse_kms_encrypted_objects=encrypted
                    )
                ),
            )
        ],
        depends_on=[*bucket.after, role.policy],
    )


def _managed_key(names: Names, region: str) -> str:
    return f"arn:{names.partition}:kms:{region}:{names.account}:alias/aws/s3"


def _replica_key(names: Names, target: ReplicateTo) -> str:
    return target.kms_key or _managed_key(names, target.region)


def _role(
    bucket: Bucket, encryption: ZoneKey, names: Names, target: ReplicateTo, locked: bool
) -> ServiceRole:
    return service_role(
        bucket,
        f"replication_{bucket.logical_id}",
        names,
        name=["replication", bucket.key],
        description=f"Copies the zone {bucket.key} to {target.bucket.rpartition(':')[2]}",
        # S3 passes no source account or ARN when it assumes the role of a replication.
        trust=[service_trust("s3.amazonaws.com")],
        statements=[
            *_read(bucket.arn, locked),
            encryption.identity_statement("DecryptSource", "decrypt"),
            *_write(names, target),
        ],
    )


def _read(arn: str, locked: bool) -> Iterator[Statement]:
    yield statement(
        "ReadSourceConfiguration",
        "Allow",
        ["s3:GetReplicationConfiguration", "s3:ListBucket"],
        arn,
    )
    objects = [
        "s3:GetObjectVersionAcl",
        "s3:GetObjectVersionForReplication",
        "s3:GetObjectVersionTagging",
    ]
    if locked:
        objects += ["s3:GetObjectLegalHold", "s3:GetObjectRetention"]
    yield statement("ReadSourceObjects", "Allow", objects, f"{arn}/*")


def _write(names: Names, target: ReplicateTo) -> Iterator[Statement]:
    actions = ["s3:ReplicateObject", "s3:ReplicateTags"]
    if target.delete_markers:
        actions.append("s3:ReplicateDelete")
    if target.account is not None and target.account != names.account:
        actions.append("s3:ObjectOwnerOverrideToBucketOwner")
    yield statement("WriteReplicas", "Allow", actions, f"{target.bucket}/*")
    if target.kms_key is None:
        return  # the policy of S3's own key lets in whoever of the account writes through S3
    conditions: dict[str, dict[str, OneOrMore]] = {
        "StringEquals": {"kms:ViaService": f"s3.{target.region}.{dns_suffix(names)}"},
        "StringLike": {"kms:EncryptionContext:aws:s3:arn": [target.bucket, f"{target.bucket}/*"]},
    }
    resource = target.kms_key
    kind, _, alias = target.kms_key.rpartition(":")
    if alias.startswith("alias/"):  # IAM knows keys by their id only
        resource = f"{kind}:key/*"
        conditions["ForAnyValue:StringEquals"] = {"kms:ResourceAliases": alias}
    yield statement(
        "EncryptReplicas",
        "Allow",
        ["kms:Encrypt", "kms:GenerateDataKey"],
        resource,
        conditions=conditions,
    )
