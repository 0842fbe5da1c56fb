"""Policies of EFS file systems: elasticfilesystem's DeleteFileSystemPolicy.

moto can set and read a policy, not remove it. The policy is kept, not enforced.
"""

from __future__ import annotations

from moto.efs.exceptions import FileSystemNotFound
from moto.efs.models import EFSBackend, FileSystem
from moto.efs.responses import TYPE_RESPONSE, EFSResponse

from lakeform.local.gaps.gap import Gap, add_calls


def find(backend: EFSBackend, file_system_id: str) -> FileSystem:
    """The file system, or EFS's own error."""
    try:
        return backend.file_systems_by_id[file_system_id]
    except KeyError:
        raise FileSystemNotFound(file_system_id) from None


def _delete_file_system_policy(self: EFSResponse) -> TYPE_RESPONSE:
    find(self.efs_backend, self._get_param("FileSystemId")).file_system_policy = None
    return "{}", {"Content-Type": "application/json"}


def apply() -> None:
    describe = EFSResponse.describe_file_system_policy
    put = EFSResponse.put_file_system_policy

    def describe_file_system_policy(self: EFSResponse) -> TYPE_RESPONSE:
        find(self.efs_backend, self._get_param("FileSystemId"))
        return describe(self)

    def put_file_system_policy(self: EFSResponse) -> TYPE_RESPONSE:
        find(self.efs_backend, self._get_param("FileSystemId"))
        return put(self)

    add_calls(
        EFSResponse,
        {
            "describe_file_system_policy": describe_file_system_policy,
            "put_file_system_policy": put_file_system_policy,
            "delete_file_system_policy": _delete_file_system_policy,
        },
    )


GAP = Gap(
    name="Policies of EFS file systems",
    resources=("aws_efs_file_system_policy",),
    missing=("efs:DeleteFileSystemPolicy",),
    corrected=("efs:DescribeFileSystemPolicy", "efs:PutFileSystemPolicy"),
    apply=apply,
)
