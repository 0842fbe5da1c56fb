"""LF-tags on databases, tables and columns: lakeformation:Add…, Get…, RemoveLFTags…Resource.

moto replaces all tags of an object by the ones that are added, fails to remove a tag unless the
request spells it as it was stored, and forgets that tables and columns inherit. AWS adds to what is
there, replaces the value of the same key, and reports inherited tags unless asked for the object's
own only (``ShowAssignedLFTags``).
"""

from __future__ import annotations

import json
from typing import Any

from moto.lakeformation.responses import LakeFormationResponse

from lakeform.local.gaps.gap import Gap, add_calls, body_of, state_of
from lakeform.local.gaps.lakeformation_objects import NoSuchEntity, require, require_tag

Json = dict[str, Any]
Path = tuple[str, ...]  # database[, table[, column]]
Assigned = dict[Path, dict[str, list[str]]]


def _assigned(self: LakeFormationResponse) -> Assigned:
    return state_of(self.lakeformation_backend, dict, "lf_tags_on_resources")


def _paths(resource: Json) -> list[Path]:
    ((kind, given),) = resource.items()
    if kind == "Database":
        return [(given["Name"],)]
    if kind == "Table":
        return [(given["DatabaseName"], given["Name"])]
    return [(given["DatabaseName"], given["Name"], column) for column in given["ColumnNames"]]


def _add_lf_tags_to_resource(self: LakeFormationResponse) -> str:
    request = body_of(self)
    require(self.lakeformation_backend, request["Resource"])
    failures = []
    for tag in request["LFTags"]:
        try:
            require_tag(self.lakeformation_backend, tag["TagKey"], tag["TagValues"])
        except NoSuchEntity as error:
            detail = {"ErrorCode": error.error_type, "ErrorMessage": error.message}
            failures.append({"LFTag": tag, "Error": detail})
            continue
        for path in _paths(request["Resource"]):
            _assigned(self).setdefault(path, {})[tag["TagKey"]] = tag["TagValues"]
    return json.dumps({"Failures": failures})


def _remove_lf_tags_from_resource(self: LakeFormationResponse) -> str:
    request = body_of(self)
    failures = []
    for tag in request["LFTags"]:
        for path in _paths(request["Resource"]):
            own = _assigned(self).get(path, {})
            if own.get(tag["TagKey"]) != tag["TagValues"]:
                message = f"{tag['TagKey']} isn't assigned to {'.'.join(path)}."
                detail = {"ErrorCode": "EntityNotFoundException", "ErrorMessage": message}
                failures.append({"LFTag": tag, "Error": detail})
                continue
            del own[tag["TagKey"]]
    return json.dumps({"Failures": failures})


def _get_resource_lf_tags(self: LakeFormationResponse) -> str:
    request = body_of(self)
    resource = request["Resource"]
    require(self.lakeformation_backend, resource)
    own_only = request.get("ShowAssignedLFTags", False)
    paths = _paths(resource)
    answer: Json = {}
    database, table = paths[0][:1], paths[0][:2]
    depth = len(paths[0])
    if depth == 1 or not own_only:
        answer["LFTagOnDatabase"] = _reported(self, [database])
    if depth == 2 or (depth == 3 and not own_only):
        answer["LFTagsOnTable"] = _reported(self, [table] if own_only else [database, table])
    if depth == 3:
        answer["LFTagsOnColumns"] = [
            {
                "Name": path[-1],
                "LFTags": _reported(self, [path] if own_only else [database, table, path]),
            }
            for path in paths
        ]
    return json.dumps({name: value for name, value in answer.items() if value})


def _reported(self: LakeFormationResponse, paths: list[Path]) -> list[Json]:
    """The tags of the last path, with those that it inherits from the paths before."""
    merged: dict[str, list[str]] = {}
    for path in paths:
        merged |= _assigned(self).get(path, {})
    catalog = self.current_account
    return [
        {"CatalogId": catalog, "TagKey": key, "TagValues": merged[key]} for key in sorted(merged)
    ]


def apply() -> None:
    add_calls(
        LakeFormationResponse,
        {
            "add_lf_tags_to_resource": _add_lf_tags_to_resource,
            "remove_lf_tags_from_resource": _remove_lf_tags_from_resource,
            "get_resource_lf_tags": _get_resource_lf_tags,
        },
    )


GAP = Gap(
    name="LF-tags on databases, tables and columns",
    resources=("aws_lakeformation_resource_lf_tag", "aws_lakeformation_resource_lf_tags"),
    corrected=(
        "lakeformation:AddLFTagsToResource",
        "lakeformation:RemoveLFTagsFromResource",
        "lakeformation:GetResourceLFTags",
    ),
    apply=apply,
)
