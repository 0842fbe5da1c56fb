"""Section `storage`: the zones, each an S3 bucket."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from lakeform.config.base import (
    Account,
    Bool,
    BucketArn,
    Days,
    Int,
    KeyArn,
    Prefix,
    Section,
    ShortName,
    fail,
    pattern,
    quoted,
)
from lakeform.config.environment import Region

STORAGE_CLASSES = (
    "STANDARD_IA",
    "INTELLIGENT_TIERING",
    "ONEZONE_IA",
    "GLACIER_IR",
    "GLACIER",
    "DEEP_ARCHIVE",
)
"""Storage classes in the order in which S3 lets an object move through them (S3 user guide,
"Transitioning objects")."""

StorageClass = Literal[
    "STANDARD_IA", "INTELLIGENT_TIERING", "ONEZONE_IA", "GLACIER_IR", "GLACIER", "DEEP_ARCHIVE"
]


class ReplicateTo(Section):
    """A bucket, usually in another region, that receives a copy of every new object."""

    bucket: BucketArn
    """ARN of the bucket that receives the copies; it exists already, with versioning on."""
    region: Region
    """The bucket's region."""
    account: Account | None = None
    """The account that owns the bucket, where it is another one; copies then belong to it."""
    kms_key: KeyArn | None = None
    """Key in that region which encrypts the copies. Left out: the region's AWS-managed key
    `aws/s3`, which works inside one account only."""
    storage_class: Literal["STANDARD", "STANDARD_IA", "INTELLIGENT_TIERING", "GLACIER_IR"] = (
        "STANDARD"
    )
    """Storage class of the copies."""
    delete_markers: Bool = False
    """Also copy deletions (as delete markers)."""


class ObjectLock(Section):
    """Write-once protection of every new object version."""

    mode: Literal["GOVERNANCE", "COMPLIANCE"] = "GOVERNANCE"
    """GOVERNANCE can be lifted with a special permission; COMPLIANCE by nobody."""
    days: Days
    """Days that a version can't be changed or deleted."""


class Inventory(Section):
    """A regular list of the zone's objects, in the log bucket."""

    frequency: Literal["Daily", "Weekly"] = "Weekly"
    """How often the list is made."""
    format: Literal["Parquet", "ORC", "CSV"] = "Parquet"
    """Format of the list."""


class ArchiveTiers(Section):
    """When S3 Intelligent-Tiering archives objects that nobody reads."""

    archive_days: Annotated[Int, Field(ge=90, le=730)] | None = None
    """Days without a read until the Archive Access tier, 90 to 730."""
    deep_archive_days: Annotated[Int, Field(ge=180, le=730)] | None = None
    """Days without a read until the Deep Archive Access tier, 180 to 730."""


class Zone(Section):
    """One S3 bucket of the lake."""

    description: str | None = None
    """What the zone holds."""
    bucket: (
        Annotated[
            str,
            AfterValidator(
                pattern(
                    r"(?!xn--|sthree-)(?!.*--|.*-s3alias$)[a-z0-9][a-z0-9-]{1,61}[a-z0-9]",
                    "isn't a bucket name",
                    "3 to 63 lower-case letters, digits and single `-`",
                )
            ),
        ]
        | None
    ) = None
    """Name of the bucket. Left out: NAME-ENVIRONMENT-ZONE-ACCOUNT-REGION, unique over accounts."""
    versioning: Bool = True
    """Keep old versions of objects."""
    transitions: dict[StorageClass, Annotated[Int, Field(ge=0, le=36500)]] = {}
    """Storage class → days after which objects move to it."""
    expire_days: Days | None = None
    """Days until objects are deleted; left out, they are kept."""
    expire_noncurrent_days: Days | None = 90
    """Days until an old version is deleted; `null` keeps all."""
    keep_noncurrent_versions: Annotated[Int, Field(ge=1, le=100)] | None = None
    """Old versions that are kept however old they are, 1 to 100."""
    abort_incomplete_upload_days: Days = 7
    """Days until the parts of an unfinished upload are deleted."""
    events: Literal["none", "eventbridge", "sqs"] = "none"
    """Where notifications of new and deleted objects go."""
    intelligent_tiering: ArchiveTiers | None = None
    """Archive tiers for objects in the class INTELLIGENT_TIERING."""
    replicate_to: ReplicateTo | None = None
    """A bucket that receives a copy of every new object."""
    object_lock: ObjectLock | None = None
    """Write-once protection; can be switched on at creation only."""
    inventory: Inventory | None = None
    """A regular list of the zone's objects."""


class AccessLogs(Section):
    """The log bucket that records every request to the zones."""

    expire_days: Days = 365
    """Days until a record is deleted."""


RESERVED_ZONE_NAMES = {
    "general": "the key of everything outside the zones",
    "logs": "the log bucket",
}
"""Names that resources of the lake itself have in Terraform → what has it."""


def _zone_names(value: dict[str, Zone]) -> dict[str, Zone]:
    for name, owner in RESERVED_ZONE_NAMES.items():
        if name in value:
            fail(f"the zone name {quoted(name)} is taken by {owner}", "choose another name")
    return value


class Storage(Section):
    """The lake's buckets."""

    access_logs: AccessLogs | None = AccessLogs()
    """The log bucket; `null` records nothing."""
    zones: Annotated[
        dict[ShortName, Zone], Field(min_length=1, max_length=50), AfterValidator(_zone_names)
    ] = {
        "raw": Zone(),
        "curated": Zone(),
    }
    """Name → zone, at most 50 (the policy of the log bucket names each, and has 20 KB). Left out:
    `raw` and `curated`."""


def zone_prefix(value: str) -> tuple[str, str]:
    """Split `zone` or `zone/prefix/` into zone and prefix."""
    zone, _, prefix = value.partition("/")
    return zone, prefix


__all__ = [
    "STORAGE_CLASSES",
    "AccessLogs",
    "ArchiveTiers",
    "Inventory",
    "ObjectLock",
    "Prefix",
    "ReplicateTo",
    "Storage",
    "Zone",
    "zone_prefix",
]
