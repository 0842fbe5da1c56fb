"""Backups of EFS file systems: elasticfilesystem's PutBackupPolicy.

moto knows only whether a file system was created with backups. None is made here either.
"""

from __future__ import annotations

import json

from moto.efs.responses import TYPE_RESPONSE, EFSResponse

from lakeform.local.gaps.efs_policies import find
from lakeform.local.gaps.gap import Gap, add_calls, body_of, state_of


def _put_backup_policy(self: EFSResponse) -> TYPE_RESPONSE:
    status = body_of(self)["BackupPolicy"]["Status"]
    system = find(self.efs_backend, self._get_param("FileSystemId"))
    _statuses(self)[system.file_system_id] = status
    return _answer(status)


def _statuses(self: EFSResponse) -> dict[str, str]:
    """File system → whether it was told to be backed up."""
    return state_of(self.efs_backend, dict, "backup_statuses")


def _answer(status: str) -> TYPE_RESPONSE:
    return json.dumps({"BackupPolicy": {"Status": status}}), {"Content-Type": "application/json"}


def apply() -> None:
    describe = EFSResponse.describe_backup_policy

    def describe_backup_policy(self: EFSResponse) -> TYPE_RESPONSE:
        system = find(self.efs_backend, self._get_param("FileSystemId"))
        status = _statuses(self).get(system.file_system_id)
        return describe(self) if status is None else _answer(status)

    add_calls(
        EFSResponse,
        {
            "put_backup_policy": _put_backup_policy,
            "describe_backup_policy": describe_backup_policy,
        },
    )


GAP = Gap(
    name="Backups of EFS file systems",
    resources=("aws_efs_backup_policy",),
    missing=("efs:PutBackupPolicy",),
    corrected=("efs:DescribeBackupPolicy",),
    apply=apply,
)
