"""A zone: a bucket with all that its section of `lake.yaml` asks for."""

from __future__ import annotations

from lakeform.aws.s3 import (
    S3BucketIntelligentTieringConfiguration,
    S3BucketIntelligentTieringConfigurationTiering,
    S3BucketInventory,
    S3BucketInventoryDestination,
    S3BucketInventoryDestinationBucket,
    S3BucketInventoryDestinationBucketEncryption,
    S3BucketInventoryDestinationBucketEncryptionSseS3,
    S3BucketInventorySchedule,
    S3BucketLogging,
    S3BucketNotification,
    S3BucketNotificationQueue,
    S3BucketObjectLockConfiguration,
    S3BucketObjectLockConfigurationRule,
    S3BucketObjectLockConfigurationRuleDefaultRetention,
)
from lakeform.config import Lake, storage
from lakeform.constructs.encryption import Key, ZoneKey
from lakeform.constructs.storage import policies
from lakeform.constructs.storage.bucket import Bucket
from lakeform.constructs.storage.events import EventQueue
from lakeform.constructs.storage.lifecycle import zone_rules
from lakeform.constructs.storage.log_bucket import LogBucket
from lakeform.constructs.storage.replication import replicate
from lakeform.engine import Construct
from lakeform.naming import Names

INVENTORY_FIELDS = (
    "BucketKeyStatus",
    "ETag",
    "EncryptionStatus",
    "IntelligentTieringAccessTier",
    "IsMultipartUploaded",
    "LastModifiedDate",
    "ObjectLockMode",
    "ObjectLockRetainUntilDate",
    "ReplicationStatus",
    "Size",
    "StorageClass",
)
"""What an inventory says of each object besides its name: cost, protection and encryption."""


class ZoneBucket(Bucket):
    """The bucket of a zone.

    Attributes:
        key: the zone's name.
        encryption: the key of its objects; whoever reads or writes them must be let in.
        queue: where its notifications go; None unless they go to SQS.
    """

    def __init__(
        self,
        scope: Construct,
        zone: str,
        section: storage.Zone,
        lake: Lake,
        names: Names,
        *,
        name: str,
        encryption: ZoneKey,
        general: Key,
        log_bucket: LogBucket | None,
    ) -> None:
        arn = names.bucket_arn(name)
        super().__init__(
            scope,
            zone,
            lake,
            names,
            name=name,
            policy=[
                *policies.transport_statements(arn),
                *policies.encryption_statements(arn, names),
            ],
            versioning=section.versioning,
            kms_key_arn=encryption.arn,
            object_lock=None if section.object_lock is None else True,
        )
        self.encryption = encryption
        self.queue: EventQueue | None = None
        if section.object_lock is not None:
            self._lock(section.object_lock)
        self.expire(zone_rules(section))
        if section.intelligent_tiering is not None:
            self._archive(section.intelligent_tiering)
        if log_bucket is not None:
            self._log(log_bucket)
            if section.inventory is not None:
                self._inventory(section.inventory, names, log_bucket)
        if section.events != "none":
            self._notify(section.events, names, general)
        if section.replicate_to is not None:
            self.then(
                replicate(
                    self,
                    encryption,
                    names,
                    section.replicate_to,
                    locked=section.object_lock is not None,
                )
            )

    def _lock(self, section: storage.ObjectLock) -> None:
        self.then(
            S3BucketObjectLockConfiguration(
                self,
                "object-lock",
                logical_id=self.logical_id,
                bucket=self.id,
                rule=S3BucketObjectLockConfigurationRule(
                    default_retention=S3BucketObjectLockConfigurationRuleDefaultRetention(
                        mode=section.mode, days=section.days
                    )
                ),
                depends_on=self.after,
            )
        )

    def _archive(self, section: storage.ArchiveTiers) -> None:
        tiers = {
            "ARCHIVE_ACCESS": section.archive_days,
            "DEEP_ARCHIVE_ACCESS": section.deep_archive_days,
        }
        self.then(
            S3BucketIntelligentTieringConfiguration(
                self,
                "intelligent-tiering",
                logical_id=self.logical_id,
                bucket=self.id,
                name="archive",
                status="Enabled",
                tiering=[
                    S3BucketIntelligentTieringConfigurationTiering(access_tier=tier, days=days)
                    for tier, days in tiers.items()
                    if days is not None
                ],
                depends_on=self.after,
            )
        )

    def _log(self, log_bucket: LogBucket) -> None:
        self.then(
            S3BucketLogging(
                self,
                "logging",
                logical_id=self.logical_id,
                bucket=self.id,
                target_bucket=log_bucket.id,
                target_prefix=policies.access_log_prefix(self.key),
                depends_on=[*self.after, log_bucket.ready],
            )
        )

    def _inventory(self, section: storage.Inventory, names: Names, log_bucket: LogBucket) -> None:
        self.then(
            S3BucketInventory(
                self,
                "inventory",
                logical_id=self.logical_id,
                bucket=self.id,
                name="lake",
                included_object_versions="Current",
                schedule=S3BucketInventorySchedule(frequency=section.frequency),
                optional_fields=INVENTORY_FIELDS,
                destination=S3BucketInventoryDestination(
                    bucket=S3BucketInventoryDestinationBucket(
                        bucket_arn=log_bucket.arn,
                        account_id=names.account,
                        format=section.format,
                        prefix=policies.INVENTORY,
                        encryption=S3BucketInventoryDestinationBucketEncryption(
                            sse_s3=S3BucketInventoryDestinationBucketEncryptionSseS3()
                        ),
                    )
                ),
                depends_on=self.after,
            )
        )

    def _notify(self, events: str, names: Names, general: Key) -> None:
        queues = None
        if events == "sqs":
            self.queue = EventQueue(self, "events", self, names, general)
            queues = [
                S3BucketNotificationQueue(
                    id="objects",
                    queue_arn=self.queue.queue.arn,
                    events=["s3:LifecycleExpiration:*", "s3:ObjectCreated:*", "s3:ObjectRemoved:*"],
                )
            ]
        self.then(
            S3BucketNotification(
                self,
                "notification",
                logical_id=self.logical_id,
                bucket=self.id,
                eventbridge=True if queues is None else None,
                queue=queues,
                # S3 sends a test message at once, and takes a refusal for a wrong configuration.
                depends_on=self.after if self.queue is None else [*self.after, self.queue.policy],
            )
        )
