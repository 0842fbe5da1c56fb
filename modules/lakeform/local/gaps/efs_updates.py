"""Changes of EFS file systems: elasticfilesystem's UpdateFileSystem, UpdateFileSystemProtection.

moto can't change a file system's throughput, and doesn't know whether it may be overwritten by a
replica.
"""

from __future__ import annotations

import json
from typing import Any

import moto.efs.urls as urls
from moto.efs.models import EFSBackend, FileSystem
from moto.efs.responses import TYPE_RESPONSE, EFSResponse

from lakeform.local.gaps.efs_policies import find
from lakeform.local.gaps.gap import Gap, add_calls, add_paths, body_of, replace, state_of

FILE_SYSTEM = "/2015-02-01/file-systems/(?P<file_system_id>[^/]+)"
"""The path of one file system."""


def protections(backend: EFSBackend) -> dict[str, str]:
    """File system → its protection against being overwritten; ENABLED when it isn't there."""
    return state_of(backend, dict, "protections")


def _update_file_system(self: EFSResponse) -> TYPE_RESPONSE:
    request = body_of(self)
    system = find(self.efs_backend, self._get_param("FileSystemId"))
    system.throughput_mode = request.get("ThroughputMode", system.throughput_mode)
    provisioned = request.get("ProvisionedThroughputInMibps")
    if system.throughput_mode != "provisioned" or provisioned is not None:
        vars(system)["provisioned_throughput_in_mibps"] = provisioned
    answer: dict[str, str | int] = {"status": 202, "Content-Type": "application/json"}
    return json.dumps(system.info_json()), answer


def _update_file_system_protection(self: EFSResponse) -> TYPE_RESPONSE:
    system = find(self.efs_backend, self._get_param("FileSystemId"))
    protection = body_of(self)["ReplicationOverwriteProtection"]
    protections(self.efs_backend)[system.file_system_id] = protection
    return json.dumps({"ReplicationOverwriteProtection": protection}), {
        "Content-Type": "application/json"
    }


def apply() -> None:
    whole = FileSystem.info_json

    def info_json(self: FileSystem) -> dict[str, Any]:
        protection = protections(self._context).get(self.file_system_id, "ENABLED")
        return {
            **whole(self),
            "FileSystemProtection": {"ReplicationOverwriteProtection": protection},
        }

    replace(FileSystem, info_json=info_json)
    add_calls(
        EFSResponse,
        {
            "update_file_system": _update_file_system,
            "update_file_system_protection": _update_file_system_protection,
        },
    )
    add_paths(urls, EFSResponse, (FILE_SYSTEM + "/protection",))


GAP = Gap(
    name="Changes of EFS file systems",
    resources=("aws_efs_file_system",),
    missing=("efs:UpdateFileSystem", "efs:UpdateFileSystemProtection"),
    corrected=("efs:DescribeFileSystems",),
    apply=apply,
)
