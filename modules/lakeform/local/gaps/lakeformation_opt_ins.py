"""Opt-ins of hybrid access: lakeformation:Create/Delete/ListLakeFormationOptIn(s)."""

from __future__ import annotations

import json
from typing import Any

import moto.lakeformation.urls as urls
from moto.lakeformation.exceptions import AlreadyExists
from moto.lakeformation.responses import LakeFormationResponse

from lakeform.local.gaps.gap import Gap, add_calls, add_paths, body_of, now_seconds, state_of
from lakeform.local.gaps.lakeformation_objects import NoSuchEntity, require

Json = dict[str, Any]


def _opt_ins(self: LakeFormationResponse) -> list[Json]:
    return state_of(self.lakeformation_backend, list, "opt_ins")


def _normal(self: LakeFormationResponse, resource: Json) -> Json:
    ((kind, given),) = resource.items()
    return {kind: {"CatalogId": self.current_account, **given}}


def _find(self: LakeFormationResponse, request: Json) -> Json | None:
    resource = _normal(self, request["Resource"])
    for opt_in in _opt_ins(self):
        if opt_in["Principal"] == request["Principal"] and opt_in["Resource"] == resource:
            return opt_in
    return None


def _create_lake_formation_opt_in(self: LakeFormationResponse) -> str:
    request = body_of(self)
    require(self.lakeformation_backend, request["Resource"])
    if _find(self, request):
        raise AlreadyExists("The principal is already opted in to the resource.")
    _opt_ins(self).append(
        {
            "Principal": request["Principal"],
            "Resource": _normal(self, request["Resource"]),
            "LastModified": now_seconds(),
            "LastUpdatedBy": f"arn:aws:iam::{self.current_account}:root",
        }
    )
    return "{}"


def _delete_lake_formation_opt_in(self: LakeFormationResponse) -> str:
    opt_in = _find(self, body_of(self))
    if opt_in is None:
        raise NoSuchEntity("The principal isn't opted in to the resource.")
    _opt_ins(self).remove(opt_in)
    return "{}"


def _list_lake_formation_opt_ins(self: LakeFormationResponse) -> str:
    request = body_of(self)
    listed = _opt_ins(self)
    if principal := request.get("Principal"):
        listed = [opt_in for opt_in in listed if opt_in["Principal"] == principal]
    if resource := request.get("Resource"):
        wanted = _normal(self, resource)
        listed = [opt_in for opt_in in listed if opt_in["Resource"] == wanted]
    return json.dumps({"LakeFormationOptInsInfoList": listed})


def apply() -> None:
    add_calls(
        LakeFormationResponse,
        {
            "create_lake_formation_opt_in": _create_lake_formation_opt_in,
            "delete_lake_formation_opt_in": _delete_lake_formation_opt_in,
            "list_lake_formation_opt_ins": _list_lake_formation_opt_ins,
        },
    )
    add_paths(
        urls,
        LakeFormationResponse,
        ("/CreateLakeFormationOptIn", "/DeleteLakeFormationOptIn", "/ListLakeFormationOptIns"),
    )


GAP = Gap(
    name="Lake Formation opt-ins",
    resources=("aws_lakeformation_opt_in",),
    missing=(
        "lakeformation:CreateLakeFormationOptIn",
        "lakeformation:DeleteLakeFormationOptIn",
        "lakeformation:ListLakeFormationOptIns",
    ),
    apply=apply,
)
