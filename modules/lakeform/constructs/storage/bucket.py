"""What every bucket of the lake has in common."""

from __future__ import annotations

from collections.abc import Iterable

from lakeform.aws.base import Resource, inside
from lakeform.aws.s3 import (
    S3Bucket,
    S3BucketLifecycleConfiguration,
    S3BucketLifecycleConfigurationRule,
    S3BucketOwnershipControls,
    S3BucketOwnershipControlsRule,
    S3BucketPolicy,
    S3BucketPublicAccessBlock,
    S3BucketServerSideEncryptionConfiguration,
    S3BucketServerSideEncryptionConfigurationRule,
    S3BucketServerSideEncryptionConfigurationRuleApplyServerSideEncryptionByDefault,
    S3BucketVersioning,
    S3BucketVersioningVersioningConfiguration,
)
from lakeform.config import Lake
from lakeform.constructs.iam import BUCKET, Statement, fitting, policy_document
from lakeform.constructs.protection import protection
from lakeform.engine import Construct
from lakeform.naming import Names, logical_id


class Bucket(Construct):
    """A bucket that is private, owned by its account, encrypted, and strict about TLS.

    S3 answers 409 when two settings of one bucket change at the same time, so they are made one
    after the other: access block → ownership → policy → versioning → encryption → the rest.

    Args:
        key: its name in `lake.yaml` and in Terraform.
        kms_key_arn: the key of new objects; None encrypts with S3's own keys, which is all that
            the target of access logs may have (S3 user guide, "Logging requests with server access
            logging").
        versioning: keep old versions; a bucket that never had versioning has no such setting.

    Attributes:
        name: as text.
        arn: as text; `ready` puts things after the bucket.
        id: a reference to the name, for a whole value.
    """

    def __init__(
        self,
        scope: Construct,
        key: str,
        lake: Lake,
        names: Names,
        *,
        name: str,
        policy: Iterable[Statement],
        versioning: bool,
        kms_key_arn: str | None,
        object_lock: bool | None = None,
    ) -> None:
        super().__init__(scope, key)
        self.key = key
        self.logical_id = logical_id(key)
        self.name = name
        self.arn = names.bucket_arn(name)
        bucket = S3Bucket(
            self,
            "bucket",
            logical_id=self.logical_id,
            bucket=name,
            force_destroy=not lake.environment.protect,
            object_lock_enabled=object_lock,
            lifecycle=protection(lake),
        )
        self.id = inside(bucket, "id")
        self._last: Resource = bucket
        self._private()
        self.then(
            S3BucketPolicy(
                self,
                "policy",
                logical_id=self.logical_id,
                bucket=self.id,
                policy=fitting(BUCKET, name, policy_document(*policy)),
                depends_on=self.after,
            )
        )
        if versioning:
            self._versioned()
        self._encrypted(kms_key_arn)

    @property
    def ready(self) -> Resource:
        """The setting that is made last: what depends on it finds the bucket finished."""
        return self._last

    @property
    def after(self) -> list[Resource]:
        """What the next setting depends on."""
        return [self._last]

    def then(self, setting: Resource) -> None:
        """The setting was made after all others; the next one comes after it."""
        self._last = setting

    def expire(self, rules: Iterable[S3BucketLifecycleConfigurationRule]) -> None:
        """Move and delete objects as they age."""
        self.then(
            S3BucketLifecycleConfiguration(
                self,
                "lifecycle",
                logical_id=self.logical_id,
                bucket=self.id,
                rule=list(rules),
                depends_on=self.after,
            )
        )

    def _private(self) -> None:
        self.then(
            S3BucketPublicAccessBlock(
                self,
                "access-block",
                logical_id=self.logical_id,
                bucket=self.id,
                block_public_acls=True,
                block_public_policy=True,
                ignore_public_acls=True,
                restrict_public_buckets=True,
                depends_on=self.after,
            )
        )
        self.then(
            S3BucketOwnershipControls(
                self,
                "ownership",
                logical_id=self.logical_id,
                bucket=self.id,
                rule=S3BucketOwnershipControlsRule(object_ownership="BucketOwnerEnforced"),
                depends_on=self.after,
            )
        )

    def _versioned(self) -> None:
        self.then(
            S3BucketVersioning(
                self,
                "versioning",
                logical_id=self.logical_id,
                bucket=self.id,
                versioning_configuration=S3BucketVersioningVersioningConfiguration(
                    status="Enabled"
                ),
                depends_on=self.after,
            )
        )

    def _encrypted(self, kms_key_arn: str | None) -> None:
        default = S3BucketServerSideEncryptionConfigurationRuleApplyServerSideEncryptionByDefault(
            sse_algorithm="AES256" if kms_key_arn is None else "aws:kms",
            kms_master_key_id=kms_key_arn,
        )
        self.then(
            S3BucketServerSideEncryptionConfiguration(
                self,
                "encryption",
                logical_id=self.logical_id,
                bucket=self.id,
                rule=[
                    S3BucketServerSideEncryptionConfigurationRule(
                        apply_server_side_encryption_by_default=default,
                        bucket_key_enabled=None if kms_key_arn is None else True,
                    )
                ],
                depends_on=self.after,
            )
        )
