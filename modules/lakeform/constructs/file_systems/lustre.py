"""A file system of FSx for Lustre and its links to zones."""

from __future__ import annotations

from lakeform.aws.base import inside
from lakeform.aws.fsx import (
    FsxDataRepositoryAssociation,
    FsxDataRepositoryAssociationS3,
    FsxDataRepositoryAssociationS3AutoExportPolicy,
    FsxDataRepositoryAssociationS3AutoImportPolicy,
    FsxDataRepositoryAssociationTimeouts,
    FsxLustreFileSystem,
    FsxLustreFileSystemLogConfiguration,
    FsxLustreFileSystemMetadataConfiguration,
    FsxLustreFileSystemRootSquashConfiguration,
    FsxLustreFileSystemTimeouts,
)
from lakeform.aws.logs import CloudwatchLogGroup
from lakeform.config import Lake
from lakeform.config import file_systems as config
from lakeform.constructs.encryption import Encryption, Use
from lakeform.constructs.protection import protection
from lakeform.constructs.storage import Storage, ZoneBucket
from lakeform.engine import Construct
from lakeform.mounts import LustreMount
from lakeform.naming import Names, logical_id

FILE_SYSTEM_TIMEOUT = "60m"
LINK_TIMEOUT = "30m"
"""Listing a million objects takes longer than the 10 minutes that the provider would wait."""

LINKED_ROLE = (
    "aws-service-role/s3.data-source.lustre.fsx.amazonaws.com/AWSServiceRoleForFSxS3Access_*"
)
"""The role with which a linked file system reads and writes its buckets; FSx makes one for each
(FSx for Lustre user guide, "Using service-linked roles")."""


class LustreSystem(Construct):
    """A file system of FSx for Lustre.

    Attributes:
        file_system: the resource.
        mount: what clients need to know.
    """

    def __init__(
        self,
        scope: Construct,
        name: str,
        section: config.Lustre,
        lake: Lake,
        names: Names,
        *,
        subnet: str,
        security_group: str,
        clients: str,
        training_jobs: str,
        encryption: Encryption,
        storage: Storage | None,
    ) -> None:
        super().__init__(scope, f"lustre-{name}")
        self._name = name
        persistent = section.deployment != "SCRATCH_2"
        self.file_system = FsxLustreFileSystem(
            self,
            "file-system",
            logical_id=logical_id(name),
            deployment_type=section.deployment,
            storage_type=section.storage,
            storage_capacity=section.capacity_gib,
            per_unit_storage_throughput=section.throughput_mbps_per_tib,
            data_compression_type=section.compression.upper(),
            drive_cache_type=section.drive_cache.upper() if section.storage == "HDD" else None,
            efa_enabled=True if section.efa else None,
            file_system_type_version=section.version,
            metadata_configuration=_metadata(section),
            root_squash_configuration=_root_squash(section),
            subnet_ids=[subnet],
            security_group_ids=[security_group],
            # A scratch file system is encrypted with a key of FSx's own.
            kms_key_id=encryption.general.arn if persistent else None,
            log_configuration=self._logs(section, names, encryption),
            automatic_backup_retention_days=_backup_days(section) if persistent else None,
            daily_automatic_backup_start_time=None if section.backup is None else section.backup.at,
            copy_tags_to_backups=True if section.backup is not None else None,
            skip_final_backup=not _final_backup(section, lake),
            weekly_maintenance_start_time=section.maintenance,
            tags={"Name": names.name(name)},
            timeouts=FsxLustreFileSystemTimeouts(
                create=FILE_SYSTEM_TIMEOUT, update=FILE_SYSTEM_TIMEOUT, delete=FILE_SYSTEM_TIMEOUT
            ),
            lifecycle=protection(lake),
        )
        if persistent:
            encryption.general.allow_account_through("fsx", "decrypt", "encrypt", "grant")
        self._link(section, names, storage)
        self.mount = LustreMount(
            name=name,
            id=self.file_system.id,
            dns_name=self.file_system.dns_name,
            mount_name=self.file_system.mount_name,
            capacity_gib=section.capacity_gib,
            subnet=subnet,
            security_group=clients,
            training_group=training_jobs,
            folders=tuple(sorted(link.path for link in section.links)),
        )

    def _logs(
        self, section: config.Lustre, names: Names, encryption: Encryption
    ) -> FsxLustreFileSystemLogConfiguration | None:
        """FSx writes to log groups below /aws/fsx only."""
        if section.logs is None:
            return None
        group_name = f"/aws/fsx/{names.name(self._name)}"
        encryption.general.allow_logs(names.arn("logs", f"log-group:{group_name}"))
        group = CloudwatchLogGroup(
            self,
            "log-group",
            logical_id=logical_id("lustre", self._name),
            name=group_name,
            retention_in_days=section.logs.retention_days,
            kms_key_id=encryption.general.arn,
        )
        return FsxLustreFileSystemLogConfiguration(
            destination=inside(group, "arn"), level=section.logs.level
        )

    def _link(self, section: config.Lustre, names: Names, storage: Storage | None) -> None:
        """The links, one after the other: FSx works on one at a time."""
        former: FsxDataRepositoryAssociation | None = None
        for link in sorted(section.links, key=lambda link: link.path):
            if storage is None:
                raise ValueError("a file system is linked, but the lake has no storage")
            bucket = storage.zones[link.zone]
            _admit(bucket, link, names)
            former = FsxDataRepositoryAssociation(
                self,
                f"link-{_folder(link.path)}",
                logical_id=logical_id(self._name, _folder(link.path)),
                file_system_id=inside(self.file_system, "id"),
                file_system_path=link.path,
                data_repository_path=f"s3://{bucket.name}/{link.prefix}",
                batch_import_meta_data_on_create=link.import_on_create,
                imported_file_chunk_size=link.chunk_mib,
                s3=_policies(link),
                tags={"Name": names.name(self._name, _folder(link.path))},
                timeouts=FsxDataRepositoryAssociationTimeouts(
                    create=LINK_TIMEOUT, update=LINK_TIMEOUT, delete=LINK_TIMEOUT
                ),
                depends_on=[bucket.ready] if former is None else [bucket.ready, former],
            )


def _folder(path: str) -> str:
    """`/datasets/images` → `datasets__images`: paths that differ give names that differ."""
    return path.strip("/").replace("/", "__") or "root"


def _admit(bucket: ZoneBucket, link: config.Link, names: Names) -> None:
    """Let FSx's own role use the key of the bucket. It is service-linked, so nobody can give it a
    policy: the key's must admit it alone."""
    uses: tuple[Use, ...] = ("decrypt", "encrypt") if link.export_events else ("decrypt",)
    role = f"arn:{names.partition}:iam::{names.account}:role/{LINKED_ROLE}"
    bucket.encryption.allow(role, *uses, directly=True)


def _policies(link: config.Link) -> FsxDataRepositoryAssociationS3 | None:
    imported = [event.upper() for event in link.import_events]
    exported = [event.upper() for event in link.export_events]
    if not imported and not exported:
        return None
    return FsxDataRepositoryAssociationS3(
        auto_import_policy=FsxDataRepositoryAssociationS3AutoImportPolicy(events=imported)
        if imported
        else None,
        auto_export_policy=FsxDataRepositoryAssociationS3AutoExportPolicy(events=exported)
        if exported
        else None,
    )


def _metadata(section: config.Lustre) -> FsxLustreFileSystemMetadataConfiguration | None:
    if section.metadata is None:
        return None
    if isinstance(section.metadata, str):
        return FsxLustreFileSystemMetadataConfiguration(mode="AUTOMATIC")
    return FsxLustreFileSystemMetadataConfiguration(
        mode="USER_PROVISIONED", iops=section.metadata.iops
    )


def _root_squash(section: config.Lustre) -> FsxLustreFileSystemRootSquashConfiguration | None:
    if section.root_squash is None:
        return None
    return FsxLustreFileSystemRootSquashConfiguration(
        root_squash=section.root_squash.user,
        no_squash_nids=sorted(section.root_squash.except_clients) or None,
    )


def _backup_days(section: config.Lustre) -> int:
    return 0 if section.backup is None else section.backup.keep_days


def _final_backup(section: config.Lustre, lake: Lake) -> bool:
    """Whether destroying it leaves a backup: where the environment is protected, and FSx can."""
    can = section.deployment != "SCRATCH_2" and not section.links
    return can and lake.environment.protect
