"""FSx for Lustre: fsx:UpdateFileSystem, and file systems that come back whole.

moto keeps the creation's arguments and little else: no lifecycle to wait for, no owner, no mount
name, no VPC. Here a file system is available at once, has a network interface in its subnet, and
answers with what FSx would have chosen where nothing was said. It holds no data and serves no
client. Other kinds than Lustre stay as moto has them.

Terraform's provider waits ten minutes after deleting a file system, before it looks for the first
time; only if the deletion itself says that there is none, it doesn't. So it is told that.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from typing import Any

from moto.core.exceptions import JsonRESTError
from moto.ec2.exceptions import InvalidSubnetIdError
from moto.ec2.models import ec2_backends
from moto.fsx.exceptions import FileSystemNotFound
from moto.fsx.models import FileSystem, FSxBackend
from moto.fsx.responses import FSxResponse

from lakeform.advisor.facts import load_facts
from lakeform.local.gaps.gap import (
    Gap,
    add_calls,
    asked_by_terraform,
    body_of,
    now_seconds,
    replace,
)

Json = dict[str, Any]

_LUSTRE = "LUSTRE"
_DEFAULT_CHUNK_MIB = 1024
_LINK_ARGUMENTS = ("AutoImportPolicy", "ExportPath", "ImportPath", "ImportedFileChunkSize")
# What FSx answers for what a creation left open (API reference, CreateFileSystemLustreConfiguration
# and LustreFileSystemConfiguration); the maintenance window is FSx's to choose.
_DEFAULTS: Mapping[str, Any] = {
    "AutomaticBackupRetentionDays": 0,
    "CopyTagsToBackups": False,
    "DataCompressionType": "NONE",
    "DeploymentType": "SCRATCH_1",
    "EfaEnabled": False,
    "WeeklyMaintenanceStartTime": "7:05:00",
}


def find(backend: FSxBackend, file_system_id: str) -> FileSystem:
    """The file system, or FSx's own error."""
    try:
        return backend.file_systems[file_system_id]
    except KeyError:
        raise FileSystemNotFound(file_system_id) from None


def _complete(backend: FSxBackend, system: FileSystem, version: str | None) -> None:
    """Give a new file system what FSx adds."""
    ec2 = ec2_backends[backend.account_id][backend.region_name]
    try:
        subnet = ec2.get_subnet(system.subnet_ids[0])
    except InvalidSubnetIdError:
        del backend.file_systems[system.file_system_id]
        raise JsonRESTError(
            "InvalidNetworkSettings", f"The subnet ID '{system.subnet_ids[0]}' does not exist"
        ) from None
    interface = ec2.create_network_interface(
        subnet, [], group_ids=system.security_group_ids, description="FSx for Lustre"
    )
    given = dict(system.lustre_configuration or {})
    links = {name: given.pop(name) for name in _LINK_ARGUMENTS if name in given}
    configuration: Json = {**_DEFAULTS, **given}
    first = configuration["DeploymentType"] == "SCRATCH_1"
    configuration["MountName"] = "fsx" if first else secrets.token_hex(4)
    configuration.setdefault("LogConfiguration", {"Level": "DISABLED"})
    if "ImportPath" in links:
        configuration["DataRepositoryConfiguration"] = {
            "Lifecycle": "AVAILABLE",
            "AutoImportPolicy": "NONE",
            "ImportedFileChunkSize": _DEFAULT_CHUNK_MIB,
            **links,
        }
    system.lustre_configuration = configuration
    vars(system)["lakeform_answer"] = {
        "CreationTime": now_seconds(),
        "FileSystemTypeVersion": version or _version(configuration),
        "Lifecycle": "AVAILABLE",
        "NetworkInterfaceIds": [interface.id],
        "OwnerId": backend.account_id,
        "StorageType": system.storage_type or "SSD",
        "VpcId": subnet.vpc_id,
    }
    _automatic_metadata(system)


def _version(configuration: Json) -> str:
    """The Lustre version that FSx takes when none is asked for."""
    if configuration["DeploymentType"] != "PERSISTENT_2":
        return "2.10"
    return "2.15" if "MetadataConfiguration" in configuration else "2.12"


def _automatic_metadata(system: FileSystem) -> None:
    metadata = (system.lustre_configuration or {}).get("MetadataConfiguration")
    if metadata and metadata["Mode"] == "AUTOMATIC":
        metadata["Iops"] = int(load_facts().metadata_iops(system.storage_capacity))


def _update_file_system(self: FSxResponse) -> str:
    request = body_of(self)
    system = find(self.fsx_backend, request["FileSystemId"])
    if system.file_system_type != _LUSTRE:
        raise NotImplementedError(f"UpdateFileSystem of a {system.file_system_type} file system")
    system.storage_capacity = request.get("StorageCapacity", system.storage_capacity)
    answer = vars(system)["lakeform_answer"]
    for name in ("StorageType", "FileSystemTypeVersion"):
        answer[name] = request.get(name, answer[name])
    configuration: Json = system.lustre_configuration or {}
    for name, value in request.get("LustreConfiguration", {}).items():
        if name == "AutoImportPolicy":
            configuration["DataRepositoryConfiguration"][name] = value
        elif name == "MetadataConfiguration":
            configuration[name] = {**configuration.get(name, {}), **value}
        else:
            configuration[name] = value
    _automatic_metadata(system)
    return json.dumps({"FileSystem": system.to_dict()})


def apply() -> None:
    create = FSxBackend.create_file_system
    describe = FSxBackend.describe_file_systems
    remove = FSxBackend.delete_file_system
    answer_deletion = FSxResponse.delete_file_system
    as_dict = FileSystem.to_dict

    def create_file_system(self: FSxBackend, **arguments: Any) -> FileSystem:
        system = create(self, **arguments)
        if system.file_system_type == _LUSTRE:
            _complete(self, system, arguments["file_system_type_version"])
        return system

    def describe_file_systems(self: FSxBackend, **arguments: Any) -> Any:
        for file_system_id in arguments["file_system_ids"] or ():
            find(self, file_system_id)
        return describe(self, **arguments)

    def delete_file_system(self: FSxBackend, **arguments: Any) -> Any:
        system = find(self, arguments["file_system_id"])
        self.tagger.delete_all_tags_for_resource(system.resource_arn)
        ec2 = ec2_backends[self.account_id][self.region_name]
        for interface in vars(system).get("lakeform_answer", {}).get("NetworkInterfaceIds", ()):
            ec2.delete_network_interface(interface)
        return remove(self, **arguments)

    def delete(self: FSxResponse) -> str:
        answer = answer_deletion(self)
        if asked_by_terraform(self):
            raise FileSystemNotFound(body_of(self)["FileSystemId"])
        return answer

    def to_dict(self: FileSystem) -> Json:
        return {**as_dict(self), **vars(self).get("lakeform_answer", {})}

    replace(
        FSxBackend,
        create_file_system=create_file_system,
        describe_file_systems=describe_file_systems,
        delete_file_system=delete_file_system,
    )
    replace(FileSystem, to_dict=to_dict)
    add_calls(
        FSxResponse,
        {"update_file_system": _update_file_system, "delete_file_system": delete},
    )


GAP = Gap(
    name="FSx for Lustre file systems",
    resources=("aws_fsx_lustre_file_system",),
    missing=("fsx:UpdateFileSystem",),
    corrected=("fsx:CreateFileSystem", "fsx:DescribeFileSystems", "fsx:DeleteFileSystem"),
    apply=apply,
)
