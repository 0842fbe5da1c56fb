"""Replicas of EFS file systems: elasticfilesystem's CreateReplicationConfiguration and the rest.

moto has none. The replica is a file system of its own in the other region, without data. As on AWS
it stays when the replication ends.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator
from typing import Any

import moto.efs.urls as urls
from moto.efs.exceptions import EFSError
from moto.efs.models import EFSBackend, efs_backends
from moto.efs.responses import TYPE_RESPONSE, EFSResponse

from lakeform.local.gaps.efs_policies import find
from lakeform.local.gaps.efs_updates import FILE_SYSTEM, protections
from lakeform.local.gaps.gap import Gap, add_calls, add_paths, body_of, now_seconds, state_of

Json = dict[str, Any]

_HEADERS: dict[str, str | int] = {"Content-Type": "application/json"}
_ENDED: dict[str, str | int] = {"status": 204, "Content-Type": "application/json"}


class ReplicationNotFound(EFSError):
    code = 404

    def __init__(self, file_system_id: str) -> None:
        super().__init__("ReplicationNotFound", f"{file_system_id} isn't replicated.")


def _replications(backend: EFSBackend) -> dict[str, Json]:
    """Source → replication, of the sources in this backend's region."""
    return state_of(backend, dict, "replications")


def _seen_from(account: str, region: str) -> Iterator[tuple[EFSBackend, Json]]:
    """The replications that start or end in a region, and the backend of their source."""
    for backend in list(efs_backends[account].values()):
        for replication in list(_replications(backend).values()):
            (destination,) = replication["Destinations"]
            if region in (backend.region_name, destination["Region"]):
                yield backend, replication


def _create_replication_configuration(self: EFSResponse) -> TYPE_RESPONSE:
    source = find(self.efs_backend, self._get_param("SourceFileSystemId"))
    (wanted,) = body_of(self)["Destinations"]
    region = wanted.get("Region", self.region)
    zone = wanted.get("AvailabilityZoneName")
    other = efs_backends[self.current_account][region]
    if "FileSystemId" in wanted:
        replica = find(other, wanted["FileSystemId"])
    else:
        replica = other.create_file_system(
            creation_token=secrets.token_hex(16),
            performance_mode=source.performance_mode,
            encrypted=True,
            kms_key_id=wanted.get("KmsKeyId"),
            throughput_mode=source.throughput_mode,
            provisioned_throughput_in_mibps=source.provisioned_throughput_in_mibps,
            availability_zone_name=zone,
            backup=False,
            tags=[],
        )
    protections(other)[replica.file_system_id] = "REPLICATING"
    replication: Json = {
        "SourceFileSystemId": source.file_system_id,
        "SourceFileSystemRegion": self.region,
        "SourceFileSystemArn": source.file_system_arn,
        "OriginalSourceFileSystemArn": source.file_system_arn,
        "SourceFileSystemOwnerId": self.current_account,
        "CreationTime": now_seconds(),
        "Destinations": [
            {
                "Status": "ENABLED",
                "FileSystemId": replica.file_system_id,
                "Region": region,
                "OwnerId": self.current_account,
            }
        ],
    }
    _replications(self.efs_backend)[source.file_system_id] = replication
    return json.dumps(replication), _HEADERS


def _describe_replication_configurations(self: EFSResponse) -> TYPE_RESPONSE:
    wanted = self._get_param("FileSystemId")
    found = [replication for _, replication in _seen_from(self.current_account, self.region)]
    if wanted:
        found = [each for each in found if wanted in _ends(each)]
        if not found:
            raise ReplicationNotFound(wanted)
    return json.dumps({"Replications": found}), _HEADERS


def _ends(replication: Json) -> tuple[str, str]:
    (destination,) = replication["Destinations"]
    return replication["SourceFileSystemId"], destination["FileSystemId"]


def _delete_replication_configuration(self: EFSResponse) -> TYPE_RESPONSE:
    source = self._get_param("SourceFileSystemId")
    for backend, replication in _seen_from(self.current_account, self.region):
        if replication["SourceFileSystemId"] == source:
            (destination,) = replication["Destinations"]
            other = efs_backends[self.current_account][destination["Region"]]
            protections(other).pop(destination["FileSystemId"], None)
            del _replications(backend)[source]
            return "", _ENDED
    raise ReplicationNotFound(source)


def apply() -> None:
    add_calls(
        EFSResponse,
        {
            "create_replication_configuration": _create_replication_configuration,
            "describe_replication_configurations": _describe_replication_configurations,
            "delete_replication_configuration": _delete_replication_configuration,
        },
    )
    listing = "/2015-02-01/file-systems/replication-configurations"
    add_paths(urls, EFSResponse, (listing, FILE_SYSTEM + "/replication-configuration"))


GAP = Gap(
    name="Replicas of EFS file systems",
    resources=("aws_efs_replication_configuration",),
    missing=(
        "efs:CreateReplicationConfiguration",
        "efs:DescribeReplicationConfigurations",
        "efs:DeleteReplicationConfiguration",
    ),
    apply=apply,
)
