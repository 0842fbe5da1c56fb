"""The bucket of what runs: scripts and programs."""

from __future__ import annotations

from lakeform.aws.s3 import S3BucketLogging
from lakeform.config import Lake
from lakeform.config.etl import ASSETS_BUCKET
from lakeform.constructs.encryption import Key, ZoneKey
from lakeform.constructs.storage import policies
from lakeform.constructs.storage.bucket import Bucket
from lakeform.constructs.storage.lifecycle import asset_rules
from lakeform.constructs.storage.log_bucket import LogBucket
from lakeform.engine import Construct
from lakeform.naming import Names


class AssetsBucket(Bucket):
    """Scripts, programs of Flink and Kafka Connect, and temporary files of jobs without a zone.

    Apart from the zones: who may write data can't change what runs on it.

    Attributes:
        encryption: the key of its objects.
    """

    def __init__(
        self,
        scope: Construct,
        lake: Lake,
        names: Names,
        *,
        key: Key,
        log_bucket: LogBucket | None,
    ) -> None:
        name = names.bucket(ASSETS_BUCKET)
        arn = names.bucket_arn(name)
        super().__init__(
            scope,
            ASSETS_BUCKET,
            lake,
            names,
            name=name,
            policy=[
                *policies.transport_statements(arn),
                *policies.encryption_statements(arn, names),
            ],
            versioning=True,
            kms_key_arn=key.arn,
        )
        self.encryption = ZoneKey(key, arn)
        self.expire(asset_rules())
        if log_bucket is not None:
            self.then(
                S3BucketLogging(
                    self,
                    "logging",
                    logical_id=self.logical_id,
                    bucket=self.id,
                    target_bucket=log_bucket.id,
                    target_prefix=policies.access_log_prefix(ASSETS_BUCKET),
                    depends_on=[*self.after, log_bucket.ready],
                )
            )
