"""Links of FSx for Lustre to S3: fsx:CreateDataRepositoryAssociation, Describe…, Update…, Delete….

moto has none. A link is available at once and moves nothing. As in FSx, links of one file system
may not overlap, neither in its folders nor in S3.

After a deletion Terraform's provider waits for 30 seconds, unless it is told that the link is gone;
so it is.
"""

from __future__ import annotations

import json
import secrets
from typing import Any

from moto.core.exceptions import JsonRESTError
from moto.fsx.models import FSxBackend
from moto.fsx.responses import FSxResponse

from lakeform.local.gaps.fsx_file_systems import find
from lakeform.local.gaps.gap import (
    Gap,
    add_calls,
    asked_by_terraform,
    body_of,
    now_seconds,
    replace,
    state_of,
)

Json = dict[str, Any]

_DEFAULT_CHUNK_MIB = 1024
_ASKED = ("FileSystemPath", "DataRepositoryPath")


class AssociationNotFound(JsonRESTError):
    def __init__(self, association_id: str) -> None:
        super().__init__(
            "DataRepositoryAssociationNotFound",
            f"Data repository association '{association_id}' does not exist.",
        )


def _associations(backend: FSxBackend) -> dict[str, Json]:
    return state_of(backend, dict, "associations")


def _existing(backend: FSxBackend, association_id: str) -> Json:
    try:
        return _associations(backend)[association_id]
    except KeyError:
        raise AssociationNotFound(association_id) from None


def _described(backend: FSxBackend, association: Json) -> Json:
    return {**association, "Tags": backend.list_tags_for_resource(association["ResourceARN"])}


def _create_data_repository_association(self: FSxResponse) -> str:
    request = body_of(self)
    backend = self.fsx_backend
    find(backend, request["FileSystemId"])
    for other in _associations(backend).values():
        if other["FileSystemId"] == request["FileSystemId"]:
            _refuse_overlap(request, other)
    association_id = f"dra-{secrets.token_hex(8)}0"
    arn = (
        f"arn:{self.partition}:fsx:{self.region}:{self.current_account}:"
        f"association/{request['FileSystemId']}/{association_id}"
    )
    association: Json = {
        "AssociationId": association_id,
        "ResourceARN": arn,
        "CreationTime": now_seconds(),
        "Lifecycle": "AVAILABLE",
        "FileSystemId": request["FileSystemId"],
        "FileSystemPath": request.get("FileSystemPath", "/"),
        "DataRepositoryPath": request["DataRepositoryPath"],
        "BatchImportMetaDataOnCreate": request.get("BatchImportMetaDataOnCreate", False),
        "ImportedFileChunkSize": request.get("ImportedFileChunkSize", _DEFAULT_CHUNK_MIB),
        "S3": request.get("S3", {}),
    }
    _associations(backend)[association_id] = association
    backend.tagger.tag_resource(arn, request.get("Tags", []))
    return json.dumps({"Association": _described(backend, association)})


def _refuse_overlap(new: Json, old: Json) -> None:
    for name in _ASKED:
        left, right = (each.get(name, "/").rstrip("/") + "/" for each in (new, old))
        if left.startswith(right) or right.startswith(left):
            raise JsonRESTError(
                "BadRequest",
                f"{name} {new.get(name)} overlaps {old[name]} of {old['AssociationId']}",
            )


def _describe_data_repository_associations(self: FSxResponse) -> str:
    request = body_of(self)
    backend = self.fsx_backend
    wanted = request.get("AssociationIds")
    if wanted:
        found = [_existing(backend, association_id) for association_id in wanted]
    else:
        found = list(_associations(backend).values())
    for rule in request.get("Filters", ()):
        if rule["Name"] != "file-system-id":
            raise NotImplementedError(f"associations filtered by {rule['Name']}")
        found = [each for each in found if each["FileSystemId"] in rule["Values"]]
    return json.dumps({"Associations": [_described(backend, each) for each in found]})


def _update_data_repository_association(self: FSxResponse) -> str:
    request = body_of(self)
    association = _existing(self.fsx_backend, request["AssociationId"])
    for name in ("ImportedFileChunkSize", "S3"):
        if name in request:
            association[name] = request[name]
    return json.dumps({"Association": _described(self.fsx_backend, association)})


def _delete_data_repository_association(self: FSxResponse) -> str:
    request = body_of(self)
    association = _existing(self.fsx_backend, request["AssociationId"])
    _forget(self.fsx_backend, association)
    if asked_by_terraform(self):
        raise AssociationNotFound(association["AssociationId"])
    return json.dumps(
        {
            "AssociationId": association["AssociationId"],
            "Lifecycle": "DELETING",
            "DeleteDataInFileSystem": request.get("DeleteDataInFileSystem", False),
        }
    )


def _forget(backend: FSxBackend, association: Json) -> None:
    backend.tagger.delete_all_tags_for_resource(association["ResourceARN"])
    del _associations(backend)[association["AssociationId"]]


def apply() -> None:
    delete = FSxBackend.delete_file_system

    def delete_file_system(self: FSxBackend, **arguments: Any) -> Any:
        answer = delete(self, **arguments)
        for association in list(_associations(self).values()):
            if association["FileSystemId"] == arguments["file_system_id"]:
                _forget(self, association)
        return answer

    replace(FSxBackend, delete_file_system=delete_file_system)
    add_calls(
        FSxResponse,
        {
            "create_data_repository_association": _create_data_repository_association,
            "describe_data_repository_associations": _describe_data_repository_associations,
            "update_data_repository_association": _update_data_repository_association,
            "delete_data_repository_association": _delete_data_repository_association,
        },
    )


GAP = Gap(
    name="FSx data repository associations",
    resources=("aws_fsx_data_repository_association",),
    missing=(
        "fsx:CreateDataRepositoryAssociation",
        "fsx:DescribeDataRepositoryAssociations",
        "fsx:UpdateDataRepositoryAssociation",
        "fsx:DeleteDataRepositoryAssociation",
    ),
    corrected=("fsx:DeleteFileSystem",),
    apply=apply,
)
