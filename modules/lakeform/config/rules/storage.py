"""Rules of the zones: what S3 refuses, or would charge for without a use."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from lakeform.config.base import quoted
from lakeform.config.explain import Fault
from lakeform.config.model import Lake
from lakeform.config.storage import STORAGE_CLASSES, ReplicateTo, Zone
from lakeform.config.yaml_reader import KeyPath
from lakeform.naming import Names

_INFREQUENT = ("STANDARD_IA", "ONEZONE_IA")
_INFREQUENT_DAYS = 30
"""Days that an object lies in S3 Standard before it may move to an infrequent-access class, and
then in that class before it may move on (S3 user guide, "Transitioning objects using Amazon S3
Lifecycle")."""


def transitions_follow_the_waterfall(lake: Lake) -> Iterator[Fault]:
    """Objects move down S3's storage classes only, each step later than the one before."""
    for path, zone in _zones(lake):
        steps = [
            (name, zone.transitions[name]) for name in STORAGE_CLASSES if name in zone.transitions
        ]
        for name, days in steps:
            if name in _INFREQUENT and days < _INFREQUENT_DAYS:
                yield Fault(
                    (*path, "transitions", name),
                    f"objects can't move to {name} after {days} days",
                    f"at least {_INFREQUENT_DAYS}: S3 keeps them in its standard class so long",
                )
        for (before, earlier), (after, later) in pairwise(steps):
            if (before, after) == ("ONEZONE_IA", "GLACIER_IR"):
                yield Fault(
                    (*path, "transitions", after),
                    f"S3 moves no object from {before} to {after}",
                    "leave one of them out",
                    at_key=True,
                )
            elif later <= earlier:
                yield Fault(
                    (*path, "transitions", after),
                    f"objects move to {after} after {later} days, but to {before} after {earlier}",
                    f"more than {earlier}: {before} comes before {after}",
                )
            elif before in _INFREQUENT and later - earlier < _INFREQUENT_DAYS:
                yield Fault(
                    (*path, "transitions", after),
                    f"objects would stay in {before} for {later - earlier} days only",
                    f"at least {earlier + _INFREQUENT_DAYS}: {before} is paid for "
                    f"{_INFREQUENT_DAYS} days",
                )


def objects_expire_last(lake: Lake) -> Iterator[Fault]:
    """Objects are deleted after they moved, and after they were unlocked."""
    for path, zone in _zones(lake):
        if zone.expire_days is None:
            continue
        if zone.transitions:
            name, days = max(zone.transitions.items(), key=lambda item: item[1])
            if zone.expire_days <= days:
                yield Fault(
                    (*path, "expire_days"),
                    f"objects expire after {zone.expire_days} days, but move to {name} after "
                    f"{days}",
                    f"more than {days}, or without that transition",
                )
        if zone.object_lock is not None and zone.expire_days < zone.object_lock.days:
            yield Fault(
                (*path, "expire_days"),
                f"objects expire after {zone.expire_days} days, but are locked for "
                f"{zone.object_lock.days}",
                f"at least {zone.object_lock.days}: S3 deletes no locked object",
            )


def archive_tiers_have_objects(lake: Lake) -> Iterator[Fault]:
    """Intelligent-Tiering archives the objects that are in its class, the deep tier last."""
    for path, zone in _zones(lake):
        tiers = zone.intelligent_tiering
        if tiers is None:
            continue
        where = (*path, "intelligent_tiering")
        if tiers.archive_days is None and tiers.deep_archive_days is None:
            yield Fault(
                where,
                "`intelligent_tiering` names no archive tier",
                "add `archive_days`, `deep_archive_days` or both",
                at_key=True,
            )
        if "INTELLIGENT_TIERING" not in zone.transitions:
            yield Fault(
                where,
                "the archive tiers are of the class INTELLIGENT_TIERING, which no object moves to",
                "add `transitions: {INTELLIGENT_TIERING: 0}`",
                at_key=True,
            )
        if (
            tiers.archive_days is not None
            and tiers.deep_archive_days is not None
            and tiers.deep_archive_days <= tiers.archive_days
        ):
            yield Fault(
                (*where, "deep_archive_days"),
                f"objects go to the deep archive after {tiers.deep_archive_days} days, but to the "
                f"archive after {tiers.archive_days}",
                f"more than {tiers.archive_days}",
            )


def versions_are_kept_where_needed(lake: Lake) -> Iterator[Fault]:
    """Replication and object lock work on versions; so do the settings of old versions."""
    for path, zone in _zones(lake):
        needs = {
            "replicate_to": zone.replicate_to is not None,
            "object_lock": zone.object_lock is not None,
            "keep_noncurrent_versions": zone.keep_noncurrent_versions is not None,
            "expire_noncurrent_days": "expire_noncurrent_days" in zone.model_fields_set
            and zone.expire_noncurrent_days is not None,
        }
        for key, needed in needs.items():
            if needed and not zone.versioning:
                yield Fault(
                    (*path, key),
                    f"{quoted(key)} needs the zone's versioning",
                    "remove `versioning: false`",
                    at_key=True,
                )
        if zone.keep_noncurrent_versions is not None and zone.expire_noncurrent_days is None:
            yield Fault(
                (*path, "keep_noncurrent_versions"),
                "all old versions are kept, so their number can't be limited",
                "give `expire_noncurrent_days` a number",
                at_key=True,
            )


def replicas_have_a_place(lake: Lake) -> Iterator[Fault]:
    """The target of a replication is another bucket, with a key that S3 can use there."""
    for path, zone in _zones(lake):
        if zone.replicate_to is not None:
            own = zone.bucket or Names.of(lake).bucket(str(path[-1]))
            yield from _replica(lake, (*path, "replicate_to"), own, zone.replicate_to)


def _replica(lake: Lake, path: KeyPath, own: str, target: ReplicateTo) -> Iterator[Fault]:
    partition, bucket = target.bucket.split(":")[1], target.bucket.rpartition(":")[2]
    if partition != lake.environment.partition:
        yield Fault(
            (*path, "bucket"),
            f"{quoted(target.bucket)} lies in the partition {quoted(partition)}, "
            f"the lake in {quoted(lake.environment.partition)}",
            "S3 copies inside one partition only",
        )
    if bucket == own:
        yield Fault(
            (*path, "bucket"),
            f"the zone's bucket {quoted(bucket)} would be copied to itself",
            "name another bucket",
        )
    foreign = target.account is not None and target.account != lake.environment.account
    if foreign and target.kms_key is None:
        yield Fault(
            (*path, "account"),
            f"copies in account {target.account} need a key of their own",
            "add `kms_key`: the key `aws/s3`, which is used without, serves its own account only",
        )
    if target.kms_key is None:
        return
    region = target.kms_key.split(":")[3]
    if region != target.region:
        yield Fault(
            (*path, "kms_key"),
            f"the key lies in {region}, the bucket in {target.region}",
            f"a key in {target.region}",
        )
    if foreign and target.kms_key.endswith(":alias/aws/s3"):
        yield Fault(
            (*path, "kms_key"),
            "the key `aws/s3` serves its own account only",
            "a customer-managed key of the other account",
        )


def inventories_have_a_bucket(lake: Lake) -> Iterator[Fault]:
    """Inventories go to the log bucket."""
    if lake.storage is None or lake.storage.access_logs is not None:
        return
    for path, zone in _zones(lake):
        if zone.inventory is not None:
            yield Fault(
                (*path, "inventory"),
                "the inventory goes to the log bucket, but the lake has none",
                "keep `storage.access_logs`",
                at_key=True,
            )


def buckets_have_names_of_their_own(lake: Lake) -> Iterator[Fault]:
    """No two zones name the same bucket."""
    seen: dict[str, str] = {}
    for path, zone in _zones(lake):
        if zone.bucket is None:
            continue
        name = str(path[-1])
        if zone.bucket in seen:
            yield Fault(
                (*path, "bucket"),
                f"the zones {quoted(seen[zone.bucket])} and {quoted(name)} have the same bucket",
                "name another one, or leave it out",
            )
        seen.setdefault(zone.bucket, name)


def _zones(lake: Lake) -> Iterator[tuple[KeyPath, Zone]]:
    for name, zone in lake.zones.items():
        yield ("storage", "zones", name), zone
