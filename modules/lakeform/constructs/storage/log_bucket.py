"""The log bucket: access logs, inventories and flow logs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from lakeform.config import Lake
from lakeform.constructs.iam import Statement
from lakeform.constructs.storage import policies
from lakeform.constructs.storage.bucket import Bucket
from lakeform.constructs.storage.lifecycle import log_rules
from lakeform.engine import Construct
from lakeform.naming import Names

LOGS = "logs"


class LogBucket(Bucket):
    """The bucket that records what happens to the zones.

    Args:
        zone_buckets: zone → ARN of its bucket.
    """

    def __init__(
        self,
        scope: Construct,
        lake: Lake,
        names: Names,
        *,
        expire_days: int,
        zone_buckets: Mapping[str, str],
    ) -> None:
        name = names.bucket(LOGS)
        super().__init__(
            scope,
            LOGS,
            lake,
            names,
            name=name,
            policy=_policy(names.bucket_arn(name), lake, names, zone_buckets),
            versioning=True,
            kms_key_arn=None,
        )
        self.expire(log_rules(expire_days))


def _policy(
    arn: str, lake: Lake, names: Names, zone_buckets: Mapping[str, str]
) -> Iterator[Statement]:
    yield from policies.transport_statements(arn)
    yield policies.access_log_statement(arn, names, zone_buckets.values())
    listed = [zone_buckets[zone] for zone, section in lake.zones.items() if section.inventory]
    if listed:
        yield policies.inventory_statement(arn, names, listed)
    recorded = None if lake.network is None else lake.network.recorded()
    if recorded is not None and recorded.destination == "s3":
        yield from policies.flow_log_statements(arn, names)
