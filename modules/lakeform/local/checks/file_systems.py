"""FSx for Lustre and its links, EFS and what belongs to it, EBS volumes."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from typing import Any

from lakeform.local.checks.check import Check, Json, State, compare, document, name_of, only
from lakeform.local.embedded import EmbeddedAws


def checks(state: State, aws: EmbeddedAws) -> Iterator[Check]:
    fsx = aws.client("fsx")
    names = {}
    for applied in state.of("aws_fsx_lustre_file_system"):
        names[applied.values["id"]] = name_of(applied.values)
        yield from _lustre(fsx, applied.values)
    for applied in state.of("aws_fsx_data_repository_association"):
        yield _link(fsx, applied.values, names)
    efs = aws.client("efs")
    for applied in state.of("aws_efs_file_system"):
        names[applied.values["id"]] = name_of(applied.values)
        yield _efs(efs, applied.values)
    for kind, title, expected, observed in _PARTS:
        for applied in state.of(kind):
            values = applied.values
            name = names.get(values["file_system_id"], values["file_system_id"])
            look = functools.partial(observed, efs, values)
            yield compare(f"EFS {name}: {title}", expected(values), look)
    for applied in state.of("aws_efs_mount_target"):
        yield _mount_target(efs, applied.values, names)
    for applied in state.of("aws_efs_access_point"):
        yield _access_point(efs, applied.values, names)
    for applied in state.of("aws_ebs_volume"):
        yield _volume(aws.client("ec2"), applied.values)


# --- FSx for Lustre


def _lustre(fsx: Any, values: Json) -> Iterator[Check]:
    def found() -> Any:
        asked = fsx.describe_file_systems(FileSystemIds=[values["id"]])
        return asked["FileSystems"][0]

    def size() -> object:
        there = found()
        lustre = there["LustreConfiguration"]
        return {
            "state": there["Lifecycle"],
            "type": f"{lustre['DeploymentType']} {there['StorageType']}",
            "GiB": there["StorageCapacity"],
            "MB/s a TiB": lustre.get("PerUnitStorageThroughput", 0),
            "compression": lustre["DataCompressionType"],
            "key": there.get("KmsKeyId"),
        }

    def upkeep() -> object:
        lustre = found()["LustreConfiguration"]
        return {
            "backups for days": lustre["AutomaticBackupRetentionDays"],
            "maintenance": lustre["WeeklyMaintenanceStartTime"],
            "logs": lustre["LogConfiguration"]["Level"],
        }

    name = name_of(values)
    expected = {
        "state": "AVAILABLE",
        "type": f"{values['deployment_type']} {values['storage_type']}",
        "GiB": values["storage_capacity"],
        "MB/s a TiB": values["per_unit_storage_throughput"] or 0,
        "compression": values["data_compression_type"],
        "key": values["kms_key_id"] or None,
    }
    yield compare(f"FSx {name}", expected, size)
    expected = {
        "backups for days": values["automatic_backup_retention_days"],
        "maintenance": values["weekly_maintenance_start_time"],
        "logs": only(values["log_configuration"])["level"],
    }
    yield compare(f"FSx {name}: upkeep", expected, upkeep)


def _link(fsx: Any, values: Json, names: Json) -> Check:
    def look() -> object:
        asked = fsx.describe_data_repository_associations(AssociationIds=[values["id"]])
        there = asked["Associations"][0]
        policies = there["S3"]
        return {
            "state": there["Lifecycle"],
            "to": there["DataRepositoryPath"],
            "imports": sorted(policies.get("AutoImportPolicy", {}).get("Events", [])),
            "exports": sorted(policies.get("AutoExportPolicy", {}).get("Events", [])),
        }

    policies = only(values["s3"])
    expected = {
        "state": "AVAILABLE",
        "to": values["data_repository_path"],
        "imports": sorted(only(policies.get("auto_import_policy")).get("events") or []),
        "exports": sorted(only(policies.get("auto_export_policy")).get("events") or []),
    }
    system = names.get(values["file_system_id"], values["file_system_id"])
    return compare(f"FSx {system}: link {values['file_system_path']}", expected, look)


# --- EFS


def _efs(efs: Any, values: Json) -> Check:
    def look() -> object:
        there = efs.describe_file_systems(FileSystemId=values["id"])["FileSystems"][0]
        rules = efs.describe_lifecycle_configuration(FileSystemId=values["id"])
        return {
            "state": there["LifeCycleState"],
            "mode": f"{there['PerformanceMode']}, {there['ThroughputMode']}",
            "MiB/s": there.get("ProvisionedThroughputInMibps", 0),
            "key": there.get("KmsKeyId"),
            "moves": sorted(step for rule in rules["LifecyclePolicies"] for step in rule.values()),
        }

    moves = [step for rule in values["lifecycle_policy"] for step in rule.values() if step]
    expected = {
        "state": "available",
        "mode": f"{values['performance_mode']}, {values['throughput_mode']}",
        "MiB/s": values["provisioned_throughput_in_mibps"] or 0,
        "key": values["kms_key_id"] or None,
        "moves": sorted(moves),
    }
    return compare(f"EFS {name_of(values)}", expected, look)


def _policy(values: Json) -> object:
    return _Policy(values["policy"])


def _policy_there(efs: Any, values: Json) -> object:
    asked = efs.describe_file_system_policy(FileSystemId=values["file_system_id"])
    return _Policy(asked["Policy"])


class _Policy:
    """A policy that compares as a document, and is shown by what its statements do."""

    def __init__(self, text: str) -> None:
        self._document = document(text)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Policy) and self._document == other._document

    def __hash__(self) -> int:
        return hash(str(self._document))

    def __str__(self) -> str:
        statements = self._document["Statement"]
        listed = statements if isinstance(statements, list) else [statements]
        return ", ".join(f"{each['Effect']} {each.get('Sid', '')}".strip() for each in listed)


def _backup(values: Json) -> object:
    return only(values["backup_policy"])["status"]


def _backup_there(efs: Any, values: Json) -> object:
    asked = efs.describe_backup_policy(FileSystemId=values["file_system_id"])
    return asked["BackupPolicy"]["Status"]


_PARTS = (
    ("aws_efs_file_system_policy", "policy", _policy, _policy_there),
    ("aws_efs_backup_policy", "backup", _backup, _backup_there),
)


def _mount_target(efs: Any, values: Json, names: Json) -> Check:
    def look() -> object:
        asked = efs.describe_mount_targets(MountTargetId=values["id"])["MountTargets"][0]
        groups = efs.describe_mount_target_security_groups(MountTargetId=values["id"])
        return {"subnet": asked["SubnetId"], "groups": sorted(groups.get("SecurityGroups", []))}

    expected = {"subnet": values["subnet_id"], "groups": sorted(values["security_groups"])}
    system = names.get(values["file_system_id"], values["file_system_id"])
    zone = values["availability_zone_name"]
    return compare(f"EFS {system}: mount target in {zone}", expected, look)


def _access_point(efs: Any, values: Json, names: Json) -> Check:
    def look() -> object:
        there = efs.describe_access_points(AccessPointId=values["id"])["AccessPoints"][0]
        user = there.get("PosixUser", {})
        owner = there["RootDirectory"].get("CreationInfo", {})
        return {
            "user": f"{user.get('Uid')}:{user.get('Gid')}",
            "owner": f"{owner.get('OwnerUid')}:{owner.get('OwnerGid')}",
            "permissions": owner.get("Permissions"),
        }

    root = only(values["root_directory"])
    user, owner = only(values["posix_user"]), only(root.get("creation_info"))
    expected = {
        "user": f"{user.get('uid')}:{user.get('gid')}",
        "owner": f"{owner.get('owner_uid')}:{owner.get('owner_gid')}",
        "permissions": owner.get("permissions"),
    }
    system = names.get(values["file_system_id"], values["file_system_id"])
    return compare(f"EFS {system}: access point {root.get('path', '/')}", expected, look)


# --- EBS


def _volume(ec2: Any, values: Json) -> Check:
    def look() -> object:
        there = ec2.describe_volumes(VolumeIds=[values["id"]])["Volumes"][0]
        return {
            "type": f"{there['VolumeType']} in {there['AvailabilityZone']}",
            "GiB": there["Size"],
            "IOPS": there.get("Iops", 0),
            "MB/s": there.get("Throughput", 0),
            "key": there.get("KmsKeyId"),
        }

    expected = {
        "type": f"{values['type']} in {values['availability_zone']}",
        "GiB": values["size"],
        "IOPS": values["iops"] or 0,
        "MB/s": values["throughput"] or 0,
        "key": values["kms_key_id"] or None,
    }
    return compare(f"volume {name_of(values)}", expected, look)
