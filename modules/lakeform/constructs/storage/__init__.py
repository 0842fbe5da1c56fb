"""The lake's buckets: one a zone, and the log bucket."""

from __future__ import annotations

from collections.abc import Mapping

from lakeform.config import Lake
from lakeform.config.etl import ASSETS_BUCKET
from lakeform.constructs.encryption import Encryption
from lakeform.constructs.storage.assets_bucket import AssetsBucket
from lakeform.constructs.storage.log_bucket import LogBucket
from lakeform.constructs.storage.zone_bucket import ZoneBucket
from lakeform.engine import Construct
from lakeform.naming import Names
from lakeform.streaming.code import uploads_code

__all__ = ["AssetsBucket", "LogBucket", "Storage", "ZoneBucket"]


class Storage(Construct):
    """All buckets of the lake.

    Attributes:
        zones: zone → bucket, sorted by zone.
        log_bucket: None where the file switches access logs off.
        assets: the bucket of what runs: scripts of jobs, programs of streams; None where there are
            none.
    """

    def __init__(
        self, scope: Construct, id: str, lake: Lake, names: Names, *, encryption: Encryption
    ) -> None:
        super().__init__(scope, id)
        if lake.storage is None:
            raise ValueError("the lake has no storage")
        bucket_names = {
            zone: section.bucket or names.bucket(zone) for zone, section in lake.zones.items()
        }
        has_assets = bool(lake.etl.jobs or lake.etl.workflows or uploads_code(lake))
        logged = dict(bucket_names)
        if has_assets:
            logged[ASSETS_BUCKET] = names.bucket(ASSETS_BUCKET)
        self.log_bucket: LogBucket | None = None
        if lake.storage.access_logs is not None:
            self.log_bucket = LogBucket(
                self,
                lake,
                names,
                expire_days=lake.storage.access_logs.expire_days,
                zone_buckets={zone: names.bucket_arn(name) for zone, name in logged.items()},
            )
        self.zones: Mapping[str, ZoneBucket] = {
            zone: ZoneBucket(
                self,
                zone,
                section,
                lake,
                names,
                name=bucket_names[zone],
                encryption=encryption.for_zone(zone, names.bucket_arn(bucket_names[zone])),
                general=encryption.general,
                log_bucket=self.log_bucket,
            )
            for zone, section in lake.zones.items()
        }
        self.assets: AssetsBucket | None = None
        if has_assets:
            self.assets = AssetsBucket(
                self, lake, names, key=encryption.general, log_bucket=self.log_bucket
            )
