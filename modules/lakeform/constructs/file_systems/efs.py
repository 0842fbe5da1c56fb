"""A file system of EFS: mount targets, policy, access points, backup and replica."""

from __future__ import annotations

from collections.abc import Mapping

from lakeform.aws.base import inside
from lakeform.aws.efs import (
    EfsAccessPoint,
    EfsAccessPointPosixUser,
    EfsAccessPointRootDirectory,
    EfsAccessPointRootDirectoryCreationInfo,
    EfsBackupPolicy,
    EfsBackupPolicyBackupPolicy,
    EfsFileSystem,
    EfsFileSystemLifecyclePolicy,
    EfsFileSystemPolicy,
    EfsMountTarget,
    EfsReplicationConfiguration,
    EfsReplicationConfigurationDestination,
)
from lakeform.config import Lake
from lakeform.config import file_systems as config
from lakeform.constructs.encryption import Encryption
from lakeform.constructs.iam import (
    ANYBODY,
    account_root,
    policy_document,
    statement,
)
from lakeform.constructs.protection import protection
from lakeform.engine import Construct
from lakeform.mounts import AccessPointMount, EfsMount
from lakeform.naming import Names, logical_id

MAX_TOKEN = 64
"""Characters of a creation token (API reference of CreateFileSystem)."""


class EfsSystem(Construct):
    """A file system of EFS.

    Args:
        subnets: key of a zone → subnet: where mount targets are made.
        zone: the one zone that holds it, for EFS One Zone.

    Attributes:
        file_system: the resource.
        access_points: name → resource.
        mount: what clients need to know.
    """

    def __init__(
        self,
        scope: Construct,
        name: str,
        section: config.Efs,
        lake: Lake,
        names: Names,
        *,
        subnets: Mapping[str, str],
        zone: str | None,
        security_group: str,
        clients: str,
        training_jobs: str,
        encryption: Encryption,
    ) -> None:
        super().__init__(scope, f"efs-{name}")
        self._name = name
        throughput = section.throughput
        self.file_system = EfsFileSystem(
            self,
            "file-system",
            logical_id=logical_id(name),
            creation_token=names.name(name, limit=MAX_TOKEN),
            availability_zone_name=zone,
            encrypted=True,
            kms_key_id=encryption.general.arn,
            performance_mode="maxIO" if section.performance == "max_io" else "generalPurpose",
            throughput_mode=throughput if isinstance(throughput, str) else "provisioned",
            provisioned_throughput_in_mibps=None
            if isinstance(throughput, str)
            else throughput.provisioned.mibps,
            lifecycle_policy=_lifecycle(section.lifecycle) or None,
            tags={"Name": names.name(name)},
            lifecycle=protection(lake),
        )
        encryption.general.allow_account_through("elasticfilesystem", "decrypt", "encrypt", "grant")
        self._policy(section, names)
        for key, subnet in subnets.items():
            EfsMountTarget(
                self,
                f"target-{key}",
                logical_id=logical_id(name, key),
                file_system_id=inside(self.file_system, "id"),
                subnet_id=subnet,
                security_groups=[security_group],
            )
        self.access_points = {
            key: self._access_point(key, point, names)
            for key, point in sorted(section.access_points.items())
        }
        if section.backup:
            EfsBackupPolicy(
                self,
                "backup",
                logical_id=logical_id(name),
                file_system_id=inside(self.file_system, "id"),
                backup_policy=EfsBackupPolicyBackupPolicy(status="ENABLED"),
            )
        if section.replicate_to is not None:
            EfsReplicationConfiguration(
                self,
                "replica",
                logical_id=logical_id(name),
                source_file_system_id=inside(self.file_system, "id"),
                destination=EfsReplicationConfigurationDestination(
                    region=section.replicate_to.region,
                    kms_key_id=section.replicate_to.kms_key,
                    availability_zone_name=section.replicate_to.availability_zone,
                ),
            )
        self.mount = EfsMount(
            name=name,
            id=self.file_system.id,
            subnets=tuple(subnets.values()),
            security_group=clients,
            training_group=training_jobs,
            tls=section.tls,
            iam=section.iam,
            access_points=tuple(
                AccessPointMount(key, point.id, section.access_points[key].path)
                for key, point in self.access_points.items()
            ),
        )

    def _policy(self, section: config.Efs, names: Names) -> None:
        """Who may mount: those that reach a mount target, or only identities of the account.
        Without a policy, EFS lets in all of them, with root's rights and without TLS."""
        actions = ["elasticfilesystem:ClientMount", "elasticfilesystem:ClientWrite"]
        if section.root:
            actions.append("elasticfilesystem:ClientRootAccess")
        statements = [
            statement(
                "Mount",
                "Allow",
                actions,
                self.file_system.arn,
                {"AWS": account_root(names)} if section.iam else ANYBODY,
                {"Bool": {"elasticfilesystem:AccessedViaMountTarget": "true"}},
            )
        ]
        if section.tls:
            statements.append(
                statement(
                    "RefusePlainText",
                    "Deny",
                    "*",
                    self.file_system.arn,
                    ANYBODY,
                    {"Bool": {"aws:SecureTransport": "false"}},
                )
            )
        EfsFileSystemPolicy(
            self,
            "policy",
            logical_id=logical_id(self._name),
            file_system_id=inside(self.file_system, "id"),
            policy=policy_document(*statements),
        )

    def _access_point(self, key: str, point: config.AccessPoint, names: Names) -> EfsAccessPoint:
        return EfsAccessPoint(
            self,
            f"access-point-{key}",
            logical_id=logical_id(self._name, key),
            file_system_id=inside(self.file_system, "id"),
            posix_user=EfsAccessPointPosixUser(
                uid=point.uid, gid=point.gid, secondary_gids=sorted(point.secondary_gids) or None
            ),
            root_directory=EfsAccessPointRootDirectory(
                path=point.path,
                creation_info=EfsAccessPointRootDirectoryCreationInfo(
                    owner_uid=point.uid, owner_gid=point.gid, permissions=point.permissions
                ),
            ),
            tags={"Name": names.name(self._name, key)},
        )


def _lifecycle(section: config.EfsLifecycle) -> list[EfsFileSystemLifecyclePolicy]:
    """One transition a block, as EFS wants it."""
    blocks = []
    if section.ia_after_days is not None:
        blocks.append(EfsFileSystemLifecyclePolicy(transition_to_ia=_after(section.ia_after_days)))
    if section.archive_after_days is not None:
        blocks.append(
            EfsFileSystemLifecyclePolicy(transition_to_archive=_after(section.archive_after_days))
        )
    if blocks and section.back_on_access:
        blocks.append(
            EfsFileSystemLifecyclePolicy(transition_to_primary_storage_class="AFTER_1_ACCESS")
        )
    return blocks


def _after(days: int) -> str:
    return f"AFTER_{days}_DAY{'' if days == 1 else 'S'}"
