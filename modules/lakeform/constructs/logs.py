"""Log groups that Terraform owns: encrypted, with an end, and gone when the lake goes."""

from __future__ import annotations

from lakeform.aws.logs import CloudwatchLogGroup
from lakeform.constructs.encryption import Key
from lakeform.engine import Construct
from lakeform.naming import Names


def log_group(
    scope: Construct, id: str, names: Names, key: Key, *, name: str, days: int
) -> CloudwatchLogGroup:
    """A log group.

    Args:
        id: its name in Terraform, in the tree and as an address.
        key: the key that encrypts it; CloudWatch Logs is let in.
        days: how long records are kept.
    """
    key.allow_logs(names.arn("logs", f"log-group:{name}"))
    return CloudwatchLogGroup(
        scope,
        f"{id}-logs",
        logical_id=id,
        name=name,
        retention_in_days=days,
        kms_key_id=key.arn,
    )
